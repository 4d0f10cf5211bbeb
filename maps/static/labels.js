/* Names on the map: measured, placed where nothing stands, written beside places and along lines. */
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
