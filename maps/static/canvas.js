/* One canvas for the whole map. Painters draw in order of z on any context: screen, print sheet, PNG. */
Atlas.painters = [];
Atlas.addPainter = (z, paint, top = false) => {
  Atlas.painters.push({z, paint, top});
  Atlas.painters.sort((a, b) => a.z - b.z);
};
Atlas.SERIF = '"Noto Serif CJK SC","Source Han Serif SC","Noto Serif SC","Songti SC",STSong,SimSun,serif';
Atlas.FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","Hiragino Sans GB",system-ui,sans-serif';

/* What is looked at: world pixels of the top left corner (ox, oy), size, pixels per unit of the zoom-0 world; the frame
   is what nothing covers. */
Atlas.View = class {
  constructor(zoom, ox, oy, width, height, ratio = 1) {
    Object.assign(this, {zoom, ox, oy, width, height, ratio, scale: 2 ** zoom, labels: [], placed: [], counted: new Map(), unit: 1});
    this.boxes = new Atlas.Boxes(width, height);
    this.frame = [0, 0, width, height];
  }
  x(wx) { return wx * this.scale - this.ox; }
  y(wy) { return wy * this.scale - this.oy; }
  sees(box, pad = 0) {
    return this.x(box[2]) >= -pad && this.x(box[0]) <= this.width + pad && this.y(box[3]) >= -pad && this.y(box[1]) <= this.height + pad;
  }
  label(text, x, y, options) { this.labels.push(Object.assign({text, x, y, priority: 0, size: 12, dy: 0}, options)); }
};

/* Occupied rectangles in buckets of 64 pixels: the collision test of labels. */
Atlas.Boxes = class {
  constructor(width, height) { this.columns = Math.ceil(width / 64) + 8; this.cells = new Map(); this.height = height; }
  *keys(x0, y0, x1, y1) {
    for (let r = Math.floor(y0 / 64); r <= Math.floor(y1 / 64); r++)
      for (let c = Math.floor(x0 / 64); c <= Math.floor(x1 / 64); c++) yield r * 4096 + c;
  }
  add(x0, y0, x1, y1) {
    const box = [x0, y0, x1, y1];
    for (const key of this.keys(x0, y0, x1, y1)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box); else this.cells.set(key, [box]);
    }
  }
  free(x0, y0, x1, y1) {
    for (const key of this.keys(x0, y0, x1, y1)) {
      for (const b of this.cells.get(key) || []) if (b[0] < x1 && b[2] > x0 && b[1] < y1 && b[3] > y0) return false;
    }
    return true;
  }
};

Atlas.paint = (ctx, view, top = false) => {
  for (const painter of Atlas.painters) {
    if (painter.top === top) { ctx.save(); painter.paint(ctx, view); ctx.restore(); }
  }
  if (!top) Atlas.paintLabels(ctx, view);
};

Atlas.widths = new Map();
Atlas.textWidth = (ctx, text, font) => {
  const key = font + text;
  let width = Atlas.widths.get(key);
  if (width === undefined) {
    ctx.font = font;
    width = ctx.measureText(text).width;
    if (Atlas.widths.size > 20000) Atlas.widths.clear();
    Atlas.widths.set(key, width);
  }
  return width;
};

/* Labels in order of priority, each at its first free position; one that finds none is left out, and what it has
   instead is drawn. Those below the least priority stay for a later call. */
Atlas.paintLabels = (ctx, view, least = -Infinity) => {
  if (view.left === undefined) view.left = Atlas.roomFor ? Math.max(4, Math.round(Atlas.roomFor("name", view.scale, view.unit))) : Infinity;
  view.labels.sort((a, b) => b.priority - a.priority || (a.text < b.text ? -1 : 1));
  const later = view.labels.findIndex((label) => label.priority < least);
  for (const label of view.labels.splice(0, later < 0 ? view.labels.length : later).slice(0, 1500)) {
    if (label.minor && view.left <= 0) continue;
    const set = Atlas.labelSetting(ctx, view, label), spot = (label.along && Atlas.spotAlong(view, label, set)) || Atlas.spotBeside(view, label, set);
    if (!spot) { if (label.otherwise) label.otherwise(); continue; }
    spot.boxes.forEach((box) => view.boxes.add(...box));
    if (label.minor) view.left--;
    if (label.hit) view.hits.push({...label.hit, x: spot.x + set.width / 2, y: spot.y, r: Math.min(set.width / 2, 24 * view.unit)});
    view.placed.push({label, ...spot, ...set});
    Atlas.writeLabel(ctx, view, label, set, spot);
  }
};
Atlas.labelSetting = (ctx, view, label) => {
  const size = label.size * view.unit, spacing = (label.spacing || 0) * size, font = `${label.style || ""} ${label.weight || 400} ${size}px ${Atlas.FONT}`;
  return {size, spacing, font, width: Atlas.textWidth(ctx, label.text, font) + spacing * (label.text.length - 1), half: size * 0.62};
};
Atlas.areFree = (view, label, boxes) => {
  const room = (label.room === undefined ? 3 : label.room) * view.unit;
  return boxes.every((b) => view.boxes.free(b[0] - room, b[1] - room / 2, b[2] + room, b[3] + room / 2));
};
Atlas.isWithin = (boxes, [x0, y0, x1, y1]) => boxes.every((b) => b[0] >= x0 && b[1] >= y0 && b[2] <= x1 && b[3] <= y1);
/* On a place or about it: right, left, above, below; where it would be cut off only if nothing else is free, and on
   paper not at all. */
Atlas.spotBeside = (view, label, {size, width, half}) => {
  const gap = (label.gap || 0) * view.unit;
  const spots = label.gap === undefined
    ? [[-width / 2, 0], [-width / 2, -size * 1.1], [-width / 2, size * 1.1]]
    : [[gap, 0], [-gap - width, 0], [-width / 2, -gap - half], [-width / 2, gap + half]];
  if (label.side) spots.unshift(spots[label.side]);
  const free = (label.fixed ? spots.slice(0, 1) : spots).map(([dx, dy]) => {
    const x = label.x + dx, y = label.y + dy + label.dy;
    return {x, y, angle: 0, boxes: [[x - 2, y - half, x + width + 2, y + half]]};
  }).filter((spot) => Atlas.areFree(view, label, spot.boxes));
  return free.find((spot) => Atlas.isWithin(spot.boxes, view.frame)) || (view.onPaper ? null : free[0] || null);
};
/* Above a straight stretch of a line and in its direction, as near to its middle as there is room; a steep one has
   none, for signs that lean more are hard to read. */
Atlas.STEEPEST = 1.05;
Atlas.spotAlong = (view, label, {size, width, half}) => {
  const off = half + (label.gap || 0) * view.unit;
  for (const [a, b] of Atlas.straightPieces(label.along, width + size)) {
    const [from, to] = a[0] <= b[0] ? [a, b] : [b, a], angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    if (Math.abs(angle) > Atlas.STEEPEST) continue;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)], x = (from[0] + to[0]) / 2 + sin * off - (cos * width) / 2, y = (from[1] + to[1]) / 2 - cos * off - (sin * width) / 2;
    const count = Math.ceil(width / size), boxes = Array.from({length: count}, (_, i) => {
      const at = ((i + 0.5) * width) / count, cx = x + cos * at, cy = y + sin * at;
      return [cx - half, cy - half, cx + half, cy + half];
    });
    if (Atlas.isWithin(boxes, [0, 0, view.width, view.height]) && Atlas.areFree(view, label, boxes)) return {x, y, angle, boxes};
  }
  return null;
};
/* Pieces of a path of x, y pairs that are this long and hardly bend, those near its middle first. */
Atlas.straightPieces = (path, length) => {
  const far = [0];
  for (let i = 1; i < path.length; i++) far.push(far[i - 1] + Math.hypot(path[i][0] - path[i - 1][0], path[i][1] - path[i - 1][1]));
  const whole = far[far.length - 1], found = [];
  if (whole < length) return found;
  const at = (d) => {
    let i = 1;
    while (i < far.length - 1 && far[i] < d) i++;
    const t = (d - far[i - 1]) / (far[i] - far[i - 1] || 1);
    return [path[i - 1][0] + t * (path[i][0] - path[i - 1][0]), path[i - 1][1] + t * (path[i][1] - path[i - 1][1])];
  };
  const middle = (whole - length) / 2, step = Math.max(24, whole / 24);
  for (let d = 0; d <= middle; d += step) for (const from of d ? [middle + d, middle - d] : [middle]) {
    const a = at(from), b = at(from + length);
    if (Math.hypot(b[0] - a[0], b[1] - a[1]) > 0.985 * length) found.push([a, b]);
  }
  return found;
};
Atlas.writeLabel = (ctx, view, label, {font, spacing}, {x, y, angle}) => {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.font = font;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = (label.haloWidth || 3) * view.unit;
  ctx.strokeStyle = label.halo || "rgba(255,255,255,.9)";
  ctx.fillStyle = label.color || "#333";
  const pieces = spacing ? Array.from(label.text) : [label.text];
  for (const stroke of [true, false]) {
    let at = 0;
    for (const piece of pieces) {
      if (stroke) ctx.strokeText(piece, at, 0); else ctx.fillText(piece, at, 0);
      if (spacing) at += Atlas.textWidth(ctx, piece, font) + spacing;
    }
  }
  ctx.restore();
};

/* Leaflet layer that holds the two canvases: the map and, on top, what follows the pointer. */
Atlas.Canvas = L.Renderer.extend({
  options: {padding: 0.2, pane: "overlayPane"},
  _initContainer() {
    this._container = Atlas.h("div", {class: "atlas-canvas", "aria-hidden": "true"});
    this.canvases = [document.createElement("canvas"), document.createElement("canvas")];
    this._container.append(...this.canvases);
    this.cost = 0;
  },
  _destroyContainer() { this._container.remove(); delete this._container; },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize(), ratio = Math.min(2, window.devicePixelRatio || 1);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    for (const canvas of this.canvases) {
      if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
        canvas.width = size.x * ratio;
        canvas.height = size.y * ratio;
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
    }
    this.ratio = ratio;
    this.draw();
  },
  view() {
    const origin = this._map.getPixelOrigin().add(this._bounds.min), size = this._bounds.getSize();
    const view = new Atlas.View(this._zoom, origin.x, origin.y, size.x, size.y, this.ratio);
    const inset = Atlas.insets(), whole = this._map.getSize(), corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    view.frame = [corner.x + inset.left - 12, corner.y, corner.x + whole.x - inset.right + 12, corner.y + whole.y - inset.bottom + 12];
    return view;
  },
  draw() {
    const begin = performance.now();
    this.last = this.view();
    this.pass(0, this.last);
    this.pass(1, this.last);
    this.cost = performance.now() - begin;
    Atlas.emit("drawn", this.last);
  },
  drawTop() { if (this.last) this.pass(1, this.last); },
  pass(index, view) {
    const ctx = this.canvases[index].getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, view.width, view.height);
    Atlas.paint(ctx, view, index === 1);
  },
  getEvents() {
    const events = L.Renderer.prototype.getEvents.call(this);
    events.move = this._onMove;
    return events;
  },
  /* While dragging: redraw at the rim of what is drawn. */
  _onMove() {
    if (this._map._animatingZoom || !this._bounds || this._zoom !== this._map.getZoom()) return;
    const size = this._map.getSize(), min = this._map.containerPointToLayerPoint([0, 0]), b = this._bounds;
    if (min.x < b.min.x || min.y < b.min.y || min.x + size.x > b.max.x || min.y + size.y > b.max.y) this._update();
  },
});

Atlas.redraw = () => {
  if (Atlas.redrawing || !Atlas.canvas) return;
  Atlas.redrawing = requestAnimationFrame(() => { Atlas.redrawing = 0; if (Atlas.canvas._bounds) Atlas.canvas.draw(); });
};
Atlas.redrawTop = () => {
  if (Atlas.redrawingTop || !Atlas.canvas) return;
  Atlas.redrawingTop = requestAnimationFrame(() => { Atlas.redrawingTop = 0; Atlas.canvas.drawTop(); });
};

/* Projected x, y pairs into a path: points closer than a pixel are skipped, parts out of sight too. */
Atlas.trace = (ctx, xy, view, close = false) => {
  const n = xy.length, w = view.width + 40, h = view.height + 40;
  if (close) {
    let lastX = view.x(xy[0]), lastY = view.y(xy[1]);
    ctx.moveTo(lastX, lastY);
    for (let i = 2; i < n; i += 2) {
      const x = view.x(xy[i]), y = view.y(xy[i + 1]);
      if (Math.abs(x - lastX) + Math.abs(y - lastY) > 1.2) { ctx.lineTo(x, y); lastX = x; lastY = y; }
    }
    ctx.closePath();
    return;
  }
  let lastX = view.x(xy[0]), lastY = view.y(xy[1]), down = false;
  for (let i = 2; i < n; i += 2) {
    const x = view.x(xy[i]), y = view.y(xy[i + 1]);
    if (i < n - 2 && Math.abs(x - lastX) + Math.abs(y - lastY) < 1.2) continue;
    const out = (x < -40 && lastX < -40) || (x > w && lastX > w) || (y < -40 && lastY < -40) || (y > h && lastY > h);
    if (out) down = false;
    else { if (!down) ctx.moveTo(lastX, lastY); ctx.lineTo(x, y); down = true; }
    lastX = x;
    lastY = y;
  }
};
Atlas.boxOf = (parts) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const xy of parts) for (let i = 0; i < xy.length; i += 2) {
    if (xy[i] < box[0]) box[0] = xy[i];
    if (xy[i] > box[2]) box[2] = xy[i];
    if (xy[i + 1] < box[1]) box[1] = xy[i + 1];
    if (xy[i + 1] > box[3]) box[3] = xy[i + 1];
  }
  return box;
};
