/* Layouts: geometry decoded when first asked for, painted by level; hit test. */
Object.assign(Atlas.data.strings, Atlas.data.layouts.words);
/* What a record leaves out is empty; texts come from the pool. */
Atlas.readLayouts = () => {
  const {layouts, pool} = Atlas.data.layouts, text = (i) => (i >= 0 ? pool[i] : "");
  for (const layout of layouts) {
    layout.outline = layout.outline.map(text);
    layout.sentence = text(layout.sentence);
    for (const e of layout.elements) Object.assign(e, {
      group: e.group || "", form: e.form || "", defined: !e.unnamed, schematic: !!e.schematic,
      located: (e.located || []).map(text), missing: (e.missing || []).map(text), sentence: text(e.sentence),
    });
  }
};
Atlas.layoutShapes = (layout) => {
  if (layout.shapes && layout.shift === Atlas.shift) return layout.shapes;
  const q = Atlas.data.layouts.scale;
  layout.shift = Atlas.shift;
  layout.shapes = layout.elements.map((element, index) => {
    if (!element.at) return null;
    const rings = (element.rings || []).map((line) => Atlas.decode(line, q));
    const at = Atlas.project(element.at[0] / q, element.at[1] / q);
    const box = rings.length ? Atlas.boxOf(rings) : [at[0], at[1], at[0], at[1]];
    return {index, element, rings, at, box, size: (box[2] - box[0]) * (box[3] - box[1]), style: Atlas.data.layouts.roles[element.role]};
  });
  return layout.shapes;
};
/* As painted: symbols last, of one level the large before the small that may lie in them. */
Atlas.layoutOrder = (layout) => Atlas.layoutShapes(layout).filter(Boolean).sort((a, b) =>
  (a.element.form === "symbol") - (b.element.form === "symbol") || a.style.level - b.style.level || b.size - a.size || a.index - b.index);

Atlas.hatch = (ctx, colour, size) => {
  const tile = document.createElement("canvas"), n = Math.max(4, Math.round(size));
  tile.width = tile.height = n;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = n / 6;
  for (const shift of [-n, 0, n]) { pen.beginPath(); pen.moveTo(shift, n); pen.lineTo(shift + n, 0); pen.stroke(); }
  return ctx.createPattern(tile, "repeat");
};
Atlas.darker = (hex, share) => {
  const part = (i) => Math.round(parseInt(hex.slice(i, i + 2), 16) * (1 - share));
  const full = hex.length === 4 ? "#" + [...hex.slice(1)].map((c) => c + c).join("") : hex;
  hex = full;
  return `rgb(${part(1)},${part(3)},${part(5)})`;
};
Atlas.layoutPath = (ctx, shape, view) => {
  ctx.beginPath();
  for (const ring of shape.rings) Atlas.trace(ctx, ring, view, true);
};
Atlas.paintArea = (ctx, shape, view) => {
  const {style, element} = shape, unit = view.unit, line = element.form === "band" || element.form === "ring";
  const edge = Atlas.darker(style.colour, 0.28);
  Atlas.layoutPath(ctx, shape, view);
  ctx.lineJoin = "round";
  if (line) {
    ctx.strokeStyle = "rgba(255,255,255,.9)";
    ctx.lineWidth = 5 * unit;
    ctx.stroke();
  }
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * (line ? (element.schematic ? style.fill * 0.8 : style.fill) : style.fill);
  ctx.fillStyle = style.colour;
  ctx.fill("evenodd");
  if (style.hatch && !line) {
    ctx.globalAlpha = alpha * 0.5;
    ctx.fillStyle = Atlas.hatch(ctx, edge, 7 * unit * view.ratio);
    ctx.fill("evenodd");
  }
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = edge;
  ctx.lineWidth = (line ? 1.4 : 2) * unit;
  ctx.setLineDash(element.schematic ? [6 * unit, 4 * unit] : []);
  ctx.stroke();
  ctx.setLineDash([]);
};
Atlas.paintLayout = (ctx, view) => {
  const layout = Atlas.layout;
  if (!layout) return;
  const order = Atlas.layoutOrder(layout), chosen = Atlas.layoutChosen;
  for (const shape of order) {
    if (!shape.rings.length || !view.sees(shape.box, 40)) continue;
    ctx.globalAlpha = chosen === null || chosen === shape.index ? 1 : 0.22;
    Atlas.paintArea(ctx, shape, view);
  }
  ctx.globalAlpha = 1;
  Atlas.paintBadges(ctx, view, order);
};
Atlas.inRings = (shape, x, y) => {
  let inside = false;
  for (const ring of shape.rings) for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (ring[i + 1] > y !== ring[j + 1] > y && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
  }
  return inside;
};
/* The topmost element under a pixel of the map: badges first, then what was painted last. */
Atlas.elementAt = (point) => {
  if (!Atlas.layout) return null;
  const corner = Atlas.canvas._bounds.min, at = Atlas.map.containerPointToLayerPoint(point).subtract(corner);
  for (const badge of Atlas.badges || []) if (Math.hypot(badge.x - at.x, badge.y - at.y) < badge.radius + 4) return badge.shape.index;
  const latlng = Atlas.map.containerPointToLatLng(point), [x, y] = Atlas.project(latlng.lng, latlng.lat);
  const found = Atlas.layoutOrder(Atlas.layout).filter((shape) => shape.rings.length && Atlas.inRings(shape, x, y));
  return found.length ? found[found.length - 1].index : null;
};
Atlas.legendEntries = () => {
  if (!Atlas.layout) return [];
  return Atlas.layoutShapes(Atlas.layout).filter(Boolean).sort((a, b) => a.index - b.index).map((shape) => ({
    text: shape.element.name,
    paint: (ctx, x, y) => Atlas.paintBadge(ctx, shape, x, y, 9, 1),
  }));
};
Atlas.shownText = () => (Atlas.layout ? Atlas.planTitle(Atlas.layout) : "");
Atlas.planTitle = (layout, form = "title") => {
  const plan = Atlas.data.layouts.plans.find((p) => p.name === layout.plan);
  return plan ? plan[form] : layout.plan;
};
Atlas.roleName = (role) => {
  const style = Atlas.data.layouts.roles[role];
  return Atlas.lang === "zh" ? style.zh : style.en;
};
