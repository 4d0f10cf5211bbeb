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
