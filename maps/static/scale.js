/* What is drawn at a scale: what tells most, as much as there is room for; a filter makes room. Twice the scale has
   four times the room for points and names, less for lines and areas, which grow with it;
   below the opening view room shrinks by half. */
Atlas.ROOM = {line: 34, area: 22, name: 22, sign: 30, symbol: 80};
Atlas.GROWTH = {line: 1.8, area: 1.9, name: 4, sign: 4, symbol: 4};
/* Steps of zoom above the opening view: 0 there, 1 at twice its scale. */
Atlas.steps = (scale, unit) => Math.log2(scale / unit) - Atlas.homeZoom;
Atlas.roomFor = (what, scale, unit) => {
  const size = Atlas.map.getSize(), share = Math.max(0.55, Math.min(1.6, (size.x * size.y) / 1.3e6));
  const steps = Atlas.steps(scale, unit);
  return Atlas.ROOM[what] * share * Math.min(Atlas.GROWTH[what], steps < 0 ? 2 : 4) ** steps;
};
/* An axis, a belt or a corridor is an idea of the plan, not a thing on the ground. */
Atlas.isIdea = (place) => !!place.geometry && !place.geometry.area && !Atlas.symbols.kinds[place.kind].line && place.precision >= 0 && Atlas.symbols.precisions[place.precision].form === "line";
/* Of a line: built, or known better than a sketch. */
Atlas.isFirm = (place) => (place.status < 2 || place.status === 4) && (place.precision < 0 || Atlas.symbols.precisions[place.precision].form !== "line");
Atlas.span = (place, scale, unit) => {
  const b = place.geometry.box;
  return (Math.max(b[2] - b[0], b[3] - b[1]) * scale) / unit;
};
Atlas.rankShapes = () => {
  const home = 2 ** Atlas.homeZoom;
  const worth = (p) => p.priority + (p.geometry.area
    ? -14 * Math.max(0, Math.log2(Atlas.span(p, home, 1) / 130))
    : [14, 8, 0, -8, 0][p.status] + (Atlas.symbols.kinds[p.kind].line ? 0 : -25) + (Atlas.isFirm(p) ? 6 : 0) + (Atlas.symbols.kinds[p.kind].key === "rail" ? 8 : 0));
  Atlas.store.byWorth = Atlas.store.places.filter((p) => p.geometry && !p.vague).map((p) => [worth(p), p]).sort((a, b) => b[0] - a[0] || a[1].index - b[1].index).map(([, p]) => p);
};
/* The standing of every line among the lines that pass the filter, of every area among the areas. */
Atlas.standShapes = () => {
  if (!Atlas.store.byWorth) Atlas.rankShapes();
  const next = {line: 0, area: 0};
  for (const p of Atlas.store.byWorth) p.standing = Atlas.isDrawn(p) ? next[p.geometry.area ? "area" : "line"]++ : Infinity;
};
/* Left for a larger scale: lines beyond the room there is, and areas so wide that a symbol would mislead. */
Atlas.waits = (place, scale, unit) => {
  if (!place.geometry || place.vague || Atlas.isQuiet(place)) return false;
  if (!place.geometry.area) return place.standing >= Atlas.roomFor("line", scale, unit) && Atlas.span(place, scale, unit) > 16;
  return place.standing >= Atlas.roomFor("area", scale, unit) && Atlas.span(place, scale, unit) > 90;
};
/* Lines and areas too small to read at this scale become symbols; so do the least spoken of where there are
   thousands. Twice the scale leaves room for four times as many. */
Atlas.SHAPES = 900;
Atlas.drawnAsShape = (place, scale, unit) => {
  if (!place.geometry || place.vague || place.rank >= Atlas.SHAPES * 4 ** Math.max(0, Math.log2(scale / unit) - Atlas.homeZoom) || (place.geometry.area && Atlas.isQuiet(place))) return false;
  if (place.geometry.area && place.standing >= Atlas.roomFor("area", scale, unit)) return false;
  return Atlas.span(place, scale, unit) > (place.geometry.area ? 22 : 16);
};
