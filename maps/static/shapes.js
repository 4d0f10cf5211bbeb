/* Areas and lines of the places, with their names. */
Atlas.placeColour = (place) => (Atlas.parts.compare && Atlas.state.mode === "compare" ? Atlas.parts.compare.colour(place) : null);
Atlas.placeEdge = (place) => Atlas.placeColour(place) || Atlas.symbols.kinds[place.kind].edge;
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
  const {shapes, named} = Atlas.stands(view.zoom, u), shown = shapes.filter((p) => view.sees(p.geometry.box, 10));
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
    const alpha = crowded ? 0.5 : span(p) < Atlas.FILLED ? 0.9 : 0.45, ink = Atlas.placeEdge(p), key = `${alpha}|${ink}|${p.status}`;
    if (!outlines.has(key)) outlines.set(key, {alpha, ink, status: p.status, shapes: []});
    outlines.get(key).shapes.push(p.geometry);
    view.hits.push({place: p, area: true});
  }
  for (const {alpha, ink, status, shapes} of outlines.values()) {
    ctx.globalAlpha = alpha;
    for (const path of Atlas.bundles(shapes, view, true)) Atlas.strokeLine(ctx, ink, status, 1.2 * u, false, path);
    ctx.globalAlpha = 1;
  }
  for (const p of areas.slice().sort((a, b) => b.priority - a.priority).slice(0, 400)) {
    const sign = named.has(p), at = (sign || span(p) > 34) && Atlas.shapeAnchor(p, view);
    if (at) view.label(Atlas.cut(p.name, 18), at[0], at[1], {
      minor: !sign, priority: (sign ? 300 : span(p) < Atlas.FILLED ? 100 : 40) + p.priority, size: sign ? 12.5 : 11.5, weight: sign ? 600 : 500, color: Atlas.labelInk(p), room: sign ? 0 : Atlas.room(zoom),
    });
  }
  Atlas.paintLines(ctx, view, shown.filter((p) => !p.geometry.area).sort((a, b) => a.standing - b.standing), crowded);
};
/* Paths of a dozen shapes each: one path of thousands is slower to draw than thousands of paths. */
Atlas.bundles = (shapes, view, close) => {
  const paths = [];
  shapes.forEach((shape, i) => {
    if (i % 12 === 0) paths.push(new Path2D());
    shape.parts.forEach((xy) => Atlas.trace(paths[paths.length - 1], xy, view, close));
  });
  return paths;
};
/* A line in pieces of one status: those that are known apart, or all of it. */
Atlas.stretches = (place) => (place.segments.length
  ? place.segments.map(({status}, i) => ({status, parts: [place.geometry.parts[i]]})).filter(({status}) => Atlas.state.status[status])
  : [{status: place.status, parts: place.geometry.parts}]);
/* All casings lie below all colours, so that crossings join. */
Atlas.paintLines = (ctx, view, lines, crowded) => {
  const zoom = view.zoom - Math.log2(view.unit), u = view.unit, base = Math.max(1.2, Math.min(3.8, 1.2 + (zoom - 8.5) * 0.5)), groups = new Map();
  for (const p of lines) {
    // What is less sure is thinner, not fainter: a faint line would not be told from the ground.
    const firm = Atlas.isFirm(p) || !crowded, rank = Atlas.isIdea(p) ? 0 : firm ? 2 : 1, slim = [crowded ? 0.5 : 0.7, 0.7, 1][rank];
    const width = Math.round(base * slim * (0.7 + Math.min(0.45, p.priority / 110)) * 2.5) / 2.5, ink = Atlas.placeEdge(p);
    for (const stretch of Atlas.stretches(p)) {
      const {status} = stretch, key = `${width}|${ink}|${status}|${rank}`;
      if (groups.has(key)) groups.get(key).shapes.push(stretch); else groups.set(key, {width, ink, rank, status, shapes: [stretch]});
    }
    view.hits.push({place: p});
  }
  const sorted = [...groups.values()].sort((a, b) => a.rank - b.rank || a.width - b.width || (a.ink < b.ink ? -1 : 1) || b.status - a.status);
  for (const group of sorted) {
    group.paths = Atlas.bundles(group.shapes, view, false);
    if (zoom >= 9 && group.rank === 2) for (const path of group.paths) Atlas.strokeCasing(ctx, group.width * u, path);
  }
  for (const group of sorted) {
    for (const path of group.paths) Atlas.strokeLine(ctx, group.ink, group.status, group.width * u, false, path);
  }
  for (const p of lines.slice(0, 500)) {
    const span = Atlas.span(p, view.scale, u);
    if ((p.priority < 44 - (zoom - 8) * 6 && span < 300) || (crowded && Atlas.isIdea(p))) continue;
    const at = Atlas.shapeAnchor(p, view);
    if (at) view.label(Atlas.cut(p.name, 18), at[0], at[1], {along: Atlas.seenPath(p, view), minor: true, priority: 90 + p.priority, size: 11, weight: 500, color: Atlas.labelInk(p), gap: 4, room: Atlas.room(zoom) / 2});
  }
};
/* Free space about a label: wide where much is to be seen at once. */
Atlas.room = (zoom) => Math.max(3, Math.min(14, 14 - (zoom - 8.5) * 3.6));
Atlas.isInside = (x, y, view) => x > 10 && y > 10 && x < view.width - 10 && y < view.height - 10;
/* The longest run of a line that is in view, as points of the screen. */
Atlas.seenPath = (place, view) => {
  let best = [], longest = 0;
  for (const xy of place.geometry.parts) for (const run of Atlas.runs(xy, view)) {
    const length = run.reduce((sum, p, i) => (i ? sum + Math.hypot(p[0] - run[i - 1][0], p[1] - run[i - 1][1]) : 0), 0);
    if (length > longest) { longest = length; best = run; }
  }
  return best;
};
Atlas.runs = (xy, view) => {
  const runs = [];
  let run = null;
  for (let i = 2; i < xy.length; i += 2) {
    const part = Atlas.clipped(view.x(xy[i - 2]), view.y(xy[i - 1]), view.x(xy[i]), view.y(xy[i + 1]), view.width, view.height);
    if (!part) { run = null; continue; }
    const [ax, ay, bx, by] = part, last = run && run[run.length - 1];
    if (!last || Math.hypot(last[0] - ax, last[1] - ay) > 0.01) runs.push(run = [[ax, ay]]);
    run.push([bx, by]);
  }
  return runs;
};
/* The part of a segment inside the screen (Liang and Barsky), or null. */
Atlas.clipped = (ax, ay, bx, by, width, height) => {
  let from = 0, to = 1;
  const dx = bx - ax, dy = by - ay;
  for (const [p, q] of [[-dx, ax], [dx, width - ax], [-dy, ay], [dy, height - ay]]) {
    if (p === 0) { if (q < 0) return null; continue; }
    if (p < 0) from = Math.max(from, q / p); else to = Math.min(to, q / p);
  }
  return from < to ? [ax + from * dx, ay + from * dy, ax + to * dx, ay + to * dy] : null;
};
/* Middle of the seen part of a line; the anchor of an area. */
Atlas.shapeAnchor = (place, view) => {
  const x = view.x(place.x), y = view.y(place.y);
  if (Atlas.isInside(x, y, view)) return [x, y];
  if (place.geometry.area) return null;
  const path = Atlas.seenPath(place, view);
  return path.length ? path[Math.floor(path.length / 2)] : null;
};
Atlas.labelInk = (place) => (Atlas.placeColour(place) ? "#222" : Atlas.symbols.kinds[place.kind].ink);

