/* What lies at a point of the screen: symbols first, then dots, then lines, then the smallest area. */
Atlas.hitAt = (px, py) => {
  const view = Atlas.canvas.last;
  if (!view || !view.hits) return null;
  const layer = Atlas.map.containerPointToLayerPoint([px, py]), x = layer.x - Atlas.canvas._bounds.min.x, y = layer.y - Atlas.canvas._bounds.min.y;
  const nearest = (hits, distance, reach) => hits.reduce((best, hit) => { const d = distance(hit); return d <= reach && (!best || d < best[0]) ? [d, hit] : best; }, null);
  const rim = (hit) => Math.hypot(hit.x - x, hit.y - y) - hit.r;
  const symbol = nearest(view.hits.filter((hit) => hit.r !== undefined && !hit.dot), rim, 2);
  if (symbol) return symbol[1];
  const dots = view.hits.filter((hit) => hit.dot && rim(hit) <= Atlas.REACH);
  if (dots.length) return Atlas.dotsHit(dots.sort((a, b) => rim(a) - rim(b)).flatMap((hit) => hit.places));
  const line = nearest(view.hits.filter((hit) => hit.r === undefined && !hit.area), (hit) => Atlas.lineDistance(hit.place.geometry.parts, x, y, view), 7);
  return line ? line[1] : view.hits.filter((hit) => hit.area && Atlas.inArea(hit.place.geometry, x, y, view)).pop() || null;
};
/* How far from a dot a pointer still means it; several within it are told together. */
Atlas.REACH = matchMedia("(pointer: coarse)").matches ? 12 : 5;
Atlas.dotsHit = (places) => (places.length === 1 ? {place: places[0]} : {cluster: places.sort((a, b) => b.priority - a.priority || a.index - b.index)});
Atlas.lineDistance = (parts, x, y, view) => {
  let best = Infinity;
  for (const xy of parts) for (let i = 2; i < xy.length; i += 2) {
    const ax = view.x(xy[i - 2]), ay = view.y(xy[i - 1]), dx = view.x(xy[i]) - ax, dy = view.y(xy[i + 1]) - ay;
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(x - ax - t * dx, y - ay - t * dy));
  }
  return best;
};
Atlas.inArea = (geometry, px, py, view) => {
  const wx = (px + view.ox) / view.scale, wy = (py + view.oy) / view.scale, b = geometry.box;
  if (wx < b[0] || wx > b[2] || wy < b[1] || wy > b[3]) return false;
  let inside = false;
  for (const ring of geometry.parts) for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (ring[i + 1] > wy !== ring[j + 1] > wy && wx < ((ring[j] - ring[i]) * (wy - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
  }
  return inside;
};
Atlas.describe = (place) => [
  Atlas.h("strong", {}, Atlas.h("bdi", {}, Atlas.cut(place.name, 60))),
  Atlas.h("span", {class: "row"}, Atlas.swatch(place.kind, place.status, 16), `${Atlas.kindName(place.kind)} · ${Atlas.statusName(place.status)}`),
  Atlas.h("span", {class: "row"}, Atlas.precisionWords(place.precision)),
];
Atlas.describeCluster = (members, vague) => {
  const counts = new Map();
  members.forEach((p) => counts.set(p.kind, (counts.get(p.kind) || 0) + 1));
  const rows = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([kind, count]) =>
    Atlas.h("span", {class: "row"}, Atlas.swatch(kind, 0, 16), `${Atlas.kindName(kind)} ${count}`));
  const names = members.slice(0, 4).map((p) => Atlas.cut(p.name, 14)).join(Atlas.lang === "zh" ? "、" : ", ") + (members.length > 4 ? " …" : "");
  return [Atlas.h("strong", {}, Atlas.t(vague ? "stack.title" : "cluster.title", {n: members.length})), ...rows, Atlas.h("span", {class: "row"}, Atlas.h("bdi", {}, names))];
};
Atlas.listen = () => {
  const map = Atlas.map;
  let waiting = null;
  const hover = (event) => {
    waiting = null;
    if (Atlas.measuring || Atlas.dragging) return;
    const point = event.containerPoint, hit = Atlas.placesShown() ? Atlas.hitAt(point.x, point.y) : null;
    map.getContainer().style.cursor = hit ? "pointer" : "";
    const place = hit && hit.place ? hit.place : null;
    const shown = place || (hit && hit.vague ? hit.cluster[0] : null);
    if (shown !== Atlas.hovered) { Atlas.hovered = shown; Atlas.hoveredStack = !place && !!shown; Atlas.redrawTop(); }
    if (!hit) { if (!Atlas.emitTip(point)) Atlas.tip(); }
    else Atlas.tip(point.x, point.y, ...(place ? Atlas.describe(place) : Atlas.describeCluster(hit.cluster, hit.vague)));
  };
  map.on("mousemove", (event) => { if (waiting) waiting.event = event; else { waiting = {event}; requestAnimationFrame(() => hover(waiting.event)); } });
  map.on("mouseout", () => { Atlas.hovered = null; Atlas.tip(); Atlas.redrawTop(); });
  map.on("movestart", () => { Atlas.dragging = true; Atlas.tip(); });
  map.on("moveend", () => { Atlas.dragging = false; });
  map.on("click", (event) => {
    if (Atlas.measuring) return;
    const hit = Atlas.placesShown() ? Atlas.hitAt(event.containerPoint.x, event.containerPoint.y) : null;
    Atlas.tip();
    if (!hit) { if (!Atlas.emitClick(event.containerPoint)) Atlas.select(null); return; }
    if (hit.place) { Atlas.select(hit.place); Atlas.uncover(event.containerPoint); return; }
    Atlas.openCluster(hit.cluster);
  });
};
Atlas.tipHandlers = [];
Atlas.clickHandlers = [];
Atlas.emitTip = (point) => Atlas.tipHandlers.some((handler) => handler(point));
Atlas.emitClick = (point) => Atlas.clickHandlers.some((handler) => handler(point));
/* A cluster opens by zooming in; where that does not part it, its places are listed. */
Atlas.openCluster = (members) => {
  const box = Atlas.boxOf(members.map((p) => [p.x, p.y])), zoom = Atlas.map.getZoom();
  const spread = Math.max(box[2] - box[0], box[3] - box[1]);
  if (spread * 2 ** Math.min(zoom + 3, 17) < 40 || zoom >= 16) { Atlas.emit("many", members); return; }
  const a = Atlas.unproject(box[0], box[3]), b = Atlas.unproject(box[2], box[1]);
  const inset = Atlas.insets();
  const fitted = Atlas.map.getBoundsZoom([[a[1], a[0]], [b[1], b[0]]], false, L.point(inset.left + inset.right + 80, inset.top + inset.bottom + 80));
  Atlas.panTo([(a[1] + b[1]) / 2, (a[0] + b[0]) / 2], Math.max(zoom + 1, Math.min(fitted, zoom + 3)));
};
