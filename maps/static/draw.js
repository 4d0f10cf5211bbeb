/* Drawing the places, and finding what is under the pointer. */
Atlas.placeColour = (place) => (Atlas.parts.compare && Atlas.state.mode === "compare" ? Atlas.parts.compare.colour(place) : null);
/* Administrative units and regions: the base map shows them already, so their ground is only marked when chosen. */
Atlas.isQuiet = (place) => Atlas.symbols.kinds[place.kind].quiet;
Atlas.placesShown = () => Atlas.state.mode !== "districts";
Atlas.isDrawn = (place) => place.on && (Atlas.state.mode !== "compare" || Atlas.parts.compare.category(place) >= 0);

/* Areas lie below the lines. One wide on the screen loses its fill, then its outline: the reader is inside it. */
Atlas.FILLED = 260;
Atlas.OUTLINED = 460;
/* With more shapes than this in view, what is planned or only sketched steps back. */
Atlas.CROWD = 30;
Atlas.paintShapes = (ctx, view) => {
  view.hits = [];
  if (!Atlas.placesShown()) return;
  const zoom = view.zoom - Math.log2(view.unit), u = view.unit;
  const shown = Atlas.store.places.filter((p) => p.geometry && Atlas.isDrawn(p) && Atlas.drawnAsShape(p, view.scale, u) && !Atlas.waits(p, view.scale, u) && view.sees(p.geometry.box, 10));
  const span = (p) => Atlas.span(p, view.scale, u), crowded = shown.length > Atlas.CROWD;
  const colour = (p) => Atlas.placeColour(p) || Atlas.symbols.kinds[p.kind].colour;
  const areas = shown.filter((p) => p.geometry.area && span(p) < (crowded ? Atlas.FILLED : Atlas.OUTLINED)).sort((a, b) => span(b) - span(a) || a.index - b.index);
  const fills = new Map();
  for (const p of areas) if (span(p) < Atlas.FILLED) { const key = colour(p); if (fills.has(key)) fills.get(key).push(p); else fills.set(key, [p]); }
  for (const [fill, group] of fills) {
    ctx.beginPath();
    for (const p of group) p.geometry.parts.forEach((xy) => Atlas.trace(ctx, xy, view, true));
    ctx.save();
    ctx.globalAlpha = crowded ? 0.09 : 0.11;
    ctx.fillStyle = fill;
    ctx.fill("nonzero");
    ctx.restore();
  }
  const outlines = new Map();
  for (const p of areas) {
    const alpha = crowded ? 0.5 : span(p) < Atlas.FILLED ? 0.9 : 0.45, key = `${alpha}|${colour(p)}|${p.status}`;
    if (!outlines.has(key)) outlines.set(key, {alpha, ink: colour(p), status: p.status, places: []});
    outlines.get(key).places.push(p);
    view.hits.push({place: p, area: true});
  }
  for (const {alpha, ink, status, places} of outlines.values()) {
    ctx.globalAlpha = alpha;
    for (const path of Atlas.bundles(places, view, true)) Atlas.strokeLine(ctx, ink, status, 1.2 * u, false, path);
    ctx.globalAlpha = 1;
  }
  for (const p of areas.slice().sort((a, b) => b.priority - a.priority).slice(0, 400)) {
    const at = span(p) > 34 && Atlas.shapeAnchor(p, view);
    if (at) view.label(Atlas.cut(p.name, 18), at[0], at[1], {minor: true, priority: (span(p) < Atlas.FILLED ? 100 : 40) + p.priority, size: 11.5, weight: 500, color: Atlas.labelInk(p), room: Atlas.room(zoom)});
  }
  Atlas.paintLines(ctx, view, shown.filter((p) => !p.geometry.area).sort((a, b) => a.standing - b.standing), colour, crowded);
};
/* Paths of a dozen shapes each: one path of thousands is slower to draw than thousands of paths. */
Atlas.bundles = (places, view, close) => {
  const paths = [];
  places.forEach((p, i) => {
    if (i % 12 === 0) paths.push(new Path2D());
    p.geometry.parts.forEach((xy) => Atlas.trace(paths[paths.length - 1], xy, view, close));
  });
  return paths;
};
/* All casings lie below all colours, so that crossings join. */
Atlas.paintLines = (ctx, view, lines, colour, crowded) => {
  const zoom = view.zoom - Math.log2(view.unit), u = view.unit, base = Math.max(1.2, Math.min(3.8, 1.2 + (zoom - 8.5) * 0.5)), groups = new Map();
  for (const p of lines) {
    const firm = Atlas.isFirm(p), alpha = Atlas.isIdea(p) ? (crowded ? 0.3 : 0.6) : firm || !crowded ? 1 : 0.55, slim = firm || !crowded ? 1 : 0.8;
    const width = Math.round(base * slim * (0.7 + Math.min(0.45, p.priority / 110)) * 2.5) / 2.5, ink = colour(p), key = `${width}|${ink}|${p.status}|${alpha}`;
    if (groups.has(key)) groups.get(key).places.push(p); else groups.set(key, {width, ink, alpha, status: p.status, places: [p]});
    view.hits.push({place: p});
  }
  const sorted = [...groups.values()].sort((a, b) => a.alpha - b.alpha || a.width - b.width || (a.ink < b.ink ? -1 : 1) || b.status - a.status);
  for (const group of sorted) {
    group.paths = Atlas.bundles(group.places, view, false);
    if (zoom >= 9 && group.alpha === 1) for (const path of group.paths) Atlas.strokeCasing(ctx, group.width * u, path);
  }
  for (const group of sorted) {
    ctx.globalAlpha = group.alpha;
    for (const path of group.paths) Atlas.strokeLine(ctx, group.ink, group.status, group.width * u, false, path);
  }
  ctx.globalAlpha = 1;
  for (const p of lines.slice(0, 500)) {
    const span = Atlas.span(p, view.scale, u);
    if ((p.priority < 44 - (zoom - 8) * 6 && span < 300) || (crowded && Atlas.isIdea(p))) continue;
    const at = Atlas.shapeAnchor(p, view);
    if (at) view.label(Atlas.cut(p.name, 18), at[0], at[1], {minor: true, priority: 90 + p.priority, size: 11, weight: 500, color: Atlas.labelInk(p), gap: 6, room: Atlas.room(zoom)});
  }
};
/* Free space about a label: wide where much is to be seen at once. */
Atlas.room = (zoom) => Math.max(3, Math.min(14, 14 - (zoom - 8.5) * 3.6));
/* Middle of the seen part of a line; the anchor of an area. */
Atlas.shapeAnchor = (place, view) => {
  const inside = (x, y) => x > 10 && y > 10 && x < view.width - 10 && y < view.height - 10;
  const x = view.x(place.x), y = view.y(place.y);
  if (inside(x, y)) return [x, y];
  if (place.geometry.area) return null;
  const seen = [];
  for (const xy of place.geometry.parts) for (let i = 0; i < xy.length; i += 2) {
    const px = view.x(xy[i]), py = view.y(xy[i + 1]);
    if (inside(px, py)) seen.push([px, py]);
  }
  return seen.length ? seen[Math.floor(seen.length / 2)] : null;
};
Atlas.inks = {"#0072B2": "#00507f", "#E69F00": "#7a5200", "#56B4E9": "#1a5f8a", "#D55E00": "#9a3f00", "#CC79A7": "#8b3a68", "#F0E442": "#5c5600", "#009E73": "#00684c", "#4d4d4d": "#333", "#8a8378": "#5d574d"};
Atlas.labelInk = (place) => (Atlas.placeColour(place) ? "#222" : Atlas.inks[Atlas.symbols.kinds[place.kind].colour] || "#333");

Atlas.paintPoints = (ctx, view) => {
  if (!Atlas.placesShown()) return;
  const zoom = view.zoom - Math.log2(view.unit), u = view.unit, r = Math.max(5.5, Math.min(8.5, 4.6 + (zoom - 7) * 0.55)) * u;
  const list = Atlas.clusters(view.zoom, u).filter((c) => {
    const x = view.x(c.x), y = view.y(c.y);
    return x > -40 && y > -40 && x < view.width + 40 && y < view.height + 40;
  });
  const alone = list.filter((c) => c.places.length === 1);
  for (const c of alone) Atlas.paintDoubt(ctx, view, c.places[0], alone.length > Atlas.CROWD ? 0.022 : 0.05, 32 * u);
  list.sort((a, b) => a.priority - b.priority);
  for (const c of list) {
    const x = view.x(c.x), y = view.y(c.y);
    let members = c.places;
    if (Atlas.state.mode === "compare") members = members.filter(Atlas.isDrawn);
    if (!members.length) continue;
    const top = members[0];
    const unit = c.vague && Atlas.countedUnit(top, view.scale, u);
    if (unit) {
      view.counted.set(unit.index, members);
    } else if (members.length === 1) {
      const size = Math.round(r * (0.78 + Math.min(0.4, top.priority / 120)) * 2) / 2;
      if (top.vague) ctx.globalAlpha = 0.75;
      Atlas.stamp(ctx, view, top.kind, top.status, x, y, top.vague ? size * 0.8 : size, Atlas.placeColour(top));
      ctx.globalAlpha = 1;
      view.boxes.add(x - size, y - size, x + size, y + size);
      view.hits.push({place: top, x, y, r: size + 4 * u});
      view.label(Atlas.cut(top.name, 18), x, y, {
        minor: !c.mark, priority: (c.mark ? 300 : 100) + top.priority, size: zoom > 11 ? 12.5 : 12, weight: c.mark ? 600 : 500, color: Atlas.labelInk(top), gap: size / u + 5, room: c.mark ? 2 : Atlas.room(zoom),
      });
    } else {
      const size = (c.vague ? 10 : Atlas.clusterRadius(c)) * u;
      if (c.vague) Atlas.paintStack(ctx, x, y, size, members, u);
      else Atlas.paintCluster(ctx, x, y, size, members, u);
      view.boxes.add(x - size, y - size, x + size, y + size);
      view.hits.push({cluster: members, x, y, r: size + 3 * u, vague: c.vague});
      if (!c.vague && Atlas.steps(view.scale, u) >= 1) view.label(Atlas.t("cluster.label", {name: Atlas.cut(top.name, 10), n: members.length}), x, y, {
        minor: true, priority: 70 + top.priority, size: 11, weight: 500, color: "#4b5459", gap: size / u + 4, room: Atlas.room(zoom),
      });
    }
  }
};
/* What is only known to be in a district stands as a number by its name, where that is shown and much else is. */
Atlas.countedUnit = (place, scale, unit) => {
  const holds = place.units.length === 1 && Atlas.base && Atlas.steps(scale, unit) < 2 ? Atlas.base.units[place.units[0]] : null;
  return holds && Atlas.isNamed(holds, scale, unit) ? holds : null;
};
/* Ring in the colours of its kinds, the number inside. */
Atlas.paintCluster = (ctx, x, y, size, members, u) => {
  const counts = new Map();
  for (const p of members) {
    const colour = Atlas.placeColour(p) || Atlas.symbols.kinds[p.kind].colour;
    counts.set(colour, (counts.get(colour) || 0) + 1);
  }
  ctx.beginPath();
  ctx.arc(x, y + 0.8 * u, size + 3 * u, 0, 7);
  ctx.fillStyle = "rgba(31,43,51,.12)";
  ctx.fill();
  ctx.beginPath();
  ctx.arc(x, y, size + 1.5 * u, 0, 7);
  ctx.fillStyle = "#fff";
  ctx.fill();
  let from = -Math.PI / 2;
  for (const [colour, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    const to = from + (count / members.length) * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(x, y, size - 1.5 * u, from, to);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2.8 * u;
    ctx.lineCap = "butt";
    ctx.stroke();
    from = to;
  }
  Atlas.paintCount(ctx, x, y, members.length, size, u);
};
Atlas.paintStack = (ctx, x, y, size, members, u) => {
  ctx.beginPath();
  ctx.roundRect(x - size, y - size * 0.8, size * 2, size * 1.6, 4 * u);
  ctx.fillStyle = "rgba(255,255,255,.94)";
  ctx.fill();
  ctx.fillStyle = Atlas.hatch(ctx, "rgba(110,98,76,.35)", 6);
  ctx.fill();
  ctx.setLineDash([3 * u, 2 * u]);
  ctx.strokeStyle = "#7d7566";
  ctx.lineWidth = 1.2 * u;
  ctx.stroke();
  ctx.setLineDash([]);
  Atlas.paintCount(ctx, x, y, members.length, size, u);
};
Atlas.paintCount = (ctx, x, y, count, size, u) => {
  ctx.font = `600 ${Math.max(10, Math.min(13, size * 0.8 / u)) * u}px ${Atlas.FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#26323a";
  ctx.fillText(count > 999 ? "999+" : String(count), x, y + 0.5 * u);
  ctx.textAlign = "start";
};
/* Circle of doubt, as wide on the ground as the position is uncertain. */
Atlas.paintDoubt = (ctx, view, place, alpha, least) => {
  const metres = place.precision < 0 ? 0 : Atlas.symbols.precisions[place.precision].radius_m;
  if (!metres || (place.vague && place.units.length)) return;
  const radius = (metres / Atlas.metresPerUnit(place.y)) * view.scale;
  if (radius < least || radius > 4000) return;
  const colour = Atlas.placeColour(place) || Atlas.symbols.kinds[place.kind].colour;
  ctx.beginPath();
  ctx.arc(view.x(place.x), view.y(place.y), radius, 0, 7);
  ctx.fillStyle = colour;
  ctx.globalAlpha = alpha;
  ctx.fill();
  ctx.globalAlpha = Math.min(1, alpha * 7);
  ctx.strokeStyle = colour;
  ctx.lineWidth = view.unit;
  ctx.setLineDash([4 * view.unit, 3 * view.unit]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
};

/* Selection and hover, on the canvas above. */
Atlas.paintSelected = (ctx, view) => {
  for (const [place, strong] of [[Atlas.hovered, false], [Atlas.state.selected, true]]) {
    if (!place || !Atlas.placesShown()) continue;
    const u = view.unit, colour = Atlas.symbols.kinds[place.kind].colour, x = view.x(place.x), y = view.y(place.y);
    const units = place.units.length > 0 && Atlas.base;
    if (units) Atlas.withUnits(ctx, view, (paths) => {
      for (const i of place.units) {
        ctx.fillStyle = Atlas.hatch(ctx, strong ? "rgba(60,50,30,.5)" : "rgba(60,50,30,.3)", 8);
        ctx.fill(paths.units[i], "evenodd");
        ctx.strokeStyle = "#6b6149";
        ctx.lineWidth = 2 * u;
        ctx.stroke(paths.units[i]);
      }
    });
    if (place.geometry) {
      ctx.beginPath();
      place.geometry.parts.forEach((xy) => Atlas.trace(ctx, xy, view, place.geometry.area));
      ctx.lineJoin = ctx.lineCap = "round";
      ctx.strokeStyle = "rgba(20,30,36,.85)";
      ctx.lineWidth = (strong ? 8 : 6) * u;
      ctx.stroke();
      ctx.strokeStyle = "#fff";
      ctx.lineWidth = (strong ? 5.5 : 4) * u;
      ctx.stroke();
      if (place.geometry.area) { ctx.save(); ctx.globalAlpha = 0.2; ctx.fillStyle = colour; ctx.fill("nonzero"); ctx.restore(); }
      Atlas.strokeLine(ctx, colour, place.status, 3 * u, false);
      if (Atlas.drawnAsShape(place, view.scale, u)) continue;
    }
    if (Atlas.hoveredStack && !strong) continue;
    Atlas.paintDoubt(ctx, view, place, 0.14, 6);
    if (strong) {
      ctx.beginPath();
      ctx.arc(x, y, 16 * u, 0, 7);
      ctx.strokeStyle = "rgba(255,255,255,.95)";
      ctx.lineWidth = 5 * u;
      ctx.stroke();
      ctx.strokeStyle = "#1f2b33";
      ctx.lineWidth = 2.2 * u;
      ctx.stroke();
    }
    Atlas.paintSymbol(ctx, place.kind, place.status, x, y, 9 * u, Atlas.placeColour(place));
  }
};

/* What lies at a point of the screen: symbols first, then lines, then the smallest area. */
Atlas.hitAt = (px, py) => {
  const view = Atlas.canvas.last;
  if (!view || !view.hits) return null;
  const layer = Atlas.map.containerPointToLayerPoint([px, py]), x = layer.x - Atlas.canvas._bounds.min.x, y = layer.y - Atlas.canvas._bounds.min.y;
  let best = null, near = Infinity;
  for (const hit of view.hits) {
    if (hit.r === undefined) continue;
    const d = Math.hypot(hit.x - x, hit.y - y) - hit.r;
    if (d <= 2 && d < near) { near = d; best = hit; }
  }
  if (best) return best;
  for (const hit of view.hits) {
    if (hit.r !== undefined || hit.area) continue;
    const d = Atlas.lineDistance(hit.place.geometry.parts, x, y, view);
    if (d < 7 && d < near) { near = d; best = hit; }
  }
  if (best) return best;
  for (const hit of view.hits) if (hit.area && Atlas.inArea(hit.place.geometry, x, y, view)) best = hit;
  return best;
};
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
