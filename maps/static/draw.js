/* Places as signs, symbols, dots and counts; what is chosen or under the pointer. */
Atlas.paintPoints = (ctx, view) => {
  if (!Atlas.placesShown()) return;
  const u = view.unit, {exact, vague} = Atlas.stands(view.zoom, u), seen = {dot: [], symbol: [], sign: []};
  for (const s of exact) if (view.sees([s.x, s.y, s.x, s.y], 40)) seen[s.rank].push(s);
  const alone = [...seen.symbol, ...seen.sign].reverse();
  for (const s of alone) Atlas.paintDoubt(ctx, view, s.places[0], alone.length > Atlas.CROWD ? 0.022 : 0.05, 32 * u);
  const counts = vague.filter((s) => view.sees([s.x, s.y, s.x, s.y], 40) && !Atlas.carrier(s.places[0], view.scale, u)).sort((a, b) => b.places.length - a.places.length);
  const isSmall = (s) => counts.length > 300 || (Atlas.steps(view.scale, u) < 1.5 && (s.places.length < 20 || s.places[0].units.length === 1));
  Atlas.paintDots(ctx, view, seen.dot);
  for (const s of counts) if (isSmall(s)) Atlas.paintUnitMark(ctx, view, s);
  for (const s of alone) Atlas.paintStand(ctx, view, s);
  Atlas.paintLabels(ctx, view, 300);
  for (const s of counts) if (!isSmall(s)) Atlas.paintUnitCount(ctx, view, s);
};
/* A symbol, larger and with its name where it is a sign, with a badge where several places share the spot. */
Atlas.paintStand = (ctx, view, stand) => {
  const u = view.unit, zoom = view.zoom - Math.log2(u), sign = stand.rank === "sign", [top, ...others] = stand.places;
  const x = view.x(stand.x), y = view.y(stand.y), grown = Math.max(0, Math.min(3, (zoom - 8) * 0.5));
  const size = Math.round(((sign ? 6.4 : 4.4) + grown) * 2) * 0.5 * u, steps = Atlas.steps(view.scale, u), badge = others.length > 0 && steps >= 1.5;
  Atlas.stamp(ctx, view, top.kind, top.status, x, y, size, Atlas.placeColour(top));
  view.boxes.add(x - size, y - size, x + size, y + size);
  view.hits.push({place: top, others: others.length, x, y, r: size + 2 * u});
  if (badge) Atlas.paintBadge(ctx, view, stand.places, x + size * 0.9, y - size * 0.9);
  const name = Atlas.cut(top.name, 18);
  view.label(badge && steps >= 2.5 ? Atlas.t("pile.label", {name, n: Atlas.number(stand.places.length)}) : name, x, y, {
    minor: !sign, priority: (sign ? 300 : 100) + stand.priority, size: sign ? 12.5 : 12, weight: sign ? 600 : 500,
    color: Atlas.labelInk(top), gap: size / u + (badge ? 11 : 5), room: sign ? 0 : Atlas.room(zoom), side: stand.side,
  });
};
Atlas.paintBadge = (ctx, view, members, x, y) => {
  const u = view.unit, size = (members.length > 9 ? 8.5 : 7) * u;
  Atlas.paintRing(ctx, x, y, size, members, u);
  Atlas.paintCount(ctx, x, y, members.length, size, u);
  view.boxes.add(x - size, y - size, x + size, y + size);
  view.hits.push({cluster: members, x, y, r: size});
};
/* Dots in the colours of their kinds, a colour at a time, each with a thin pale rim. */
Atlas.paintDots = (ctx, view, stands) => {
  const u = view.unit, r = Math.max(2, Math.min(3, 2 + Atlas.steps(view.scale, u) * 0.4)) * u, groups = new Map();
  for (const s of stands) {
    const colour = Atlas.placeEdge(s.places[0]), x = view.x(s.x), y = view.y(s.y);
    if (!groups.has(colour)) groups.set(colour, new Path2D());
    const path = groups.get(colour);
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 7);
    view.hits.push({dot: true, places: s.places, x, y, r});
  }
  ctx.strokeStyle = "rgba(255,255,255,.9)";
  ctx.lineWidth = 1.6 * u;
  for (const path of groups.values()) ctx.stroke(path);
  for (const [colour, path] of groups) {
    ctx.fillStyle = colour;
    ctx.fill(path);
  }
};
/* Ring in the colours of its kinds. */
Atlas.paintRing = (ctx, x, y, size, members, u) => {
  const counts = new Map();
  for (const p of members) {
    const colour = Atlas.placeEdge(p);
    counts.set(colour, (counts.get(colour) || 0) + 1);
  }
  ctx.beginPath();
  ctx.arc(x, y, size + u, 0, 7);
  ctx.fillStyle = "#fff";
  ctx.fill();
  let from = -Math.PI / 2;
  ctx.lineCap = "butt";
  ctx.lineWidth = 1.8 * u;
  for (const [colour, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    const to = from + (count / members.length) * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(x, y, size - 0.8 * u, from, to);
    ctx.strokeStyle = colour;
    ctx.stroke();
    from = to;
  }
};
/* What is only known to be in a unit whose name carries no count: a small hatched square where much is seen at once or
   there is no room, else a hatched tag with the number, or the symbol of the only one, at the first free spot. */
Atlas.paintUnitMark = (ctx, view, stand) => {
  const u = view.unit, half = 3 * u, at = [view.x(stand.x), view.y(stand.y)], [x, y] = Atlas.freeSpot(view, at, half, half) || at;
  Atlas.paintTag(ctx, x, y, half, half, 0.8 * u);
  view.hits.push(Atlas.unitHit(stand.places, x, y, half));
};
/* The first spot about a point that nothing stands on. */
Atlas.freeSpot = (view, [x, y], half, high) => [[0, 0], [0, 1], [0, -1], [1.5, 0], [-1.5, 0], [1.5, 1], [-1.5, 1], [1.5, -1], [-1.5, -1], [0, 2], [0, -2]]
  .map(([dx, dy]) => [x + dx * 12 * view.unit, y + dy * 12 * view.unit])
  .find(([sx, sy]) => view.boxes.free(sx - half, sy - high, sx + half, sy + high));
Atlas.unitHit = (members, x, y, r) => (members.length > 1 ? {cluster: members, x, y, r, vague: true} : {place: members[0], x, y, r});
Atlas.paintUnitCount = (ctx, view, stand) => {
  const u = view.unit, members = stand.places, [first] = members, one = members.length === 1;
  const half = (one ? 8 : members.length > 99 ? 13 : 10) * u, high = one ? half : half * 0.8;
  const spot = Atlas.freeSpot(view, [view.x(stand.x), view.y(stand.y) + (first.units.length ? 18 * u : 0)], half, high);
  if (!spot) { Atlas.paintUnitMark(ctx, view, stand); return; }
  const [x, y] = spot;
  Atlas.paintTag(ctx, x, y, half, high, u);
  view.boxes.add(x - half, y - high, x + half, y + high);
  view.hits.push(Atlas.unitHit(members, x, y, half));
  if (!one) { Atlas.paintCount(ctx, x, y, members.length, half, u); return; }
  Atlas.stamp(ctx, view, first.kind, first.status, x, y, 4.5 * u, Atlas.placeColour(first));
  view.label(Atlas.cut(first.name, 18), x, y, {minor: true, priority: 60 + first.priority, size: 11.5, weight: 400, color: "#5f5a4e", gap: half / u + 4, room: Atlas.room(view.zoom - Math.log2(u))});
};
Atlas.paintTag = (ctx, x, y, half, high, u) => {
  ctx.beginPath();
  ctx.roundRect(x - half, y - high, half * 2, high * 2, Math.min(4 * u, high * 0.6));
  ctx.fillStyle = "rgba(255,255,255,.94)";
  ctx.fill();
  ctx.fillStyle = Atlas.hatch(ctx, "rgba(110,98,76,.45)", 5);
  ctx.fill();
  ctx.setLineDash([3 * u, 2 * u]);
  ctx.strokeStyle = "#7d7566";
  ctx.lineWidth = 1.1 * u;
  ctx.stroke();
  ctx.setLineDash([]);
};
Atlas.paintCount = (ctx, x, y, count, size, u) => {
  ctx.font = `600 ${Math.max(9, Math.min(12, (size * 1.05) / u)) * u}px ${Atlas.FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#26323a";
  ctx.fillText(count > 999 ? "999+" : String(count), x, y + 0.5 * u);
  ctx.textAlign = "start";
};
/* The name of what is chosen, on white, over whatever lies there. */
Atlas.paintPlate = (ctx, text, x, y, u) => {
  const font = `600 ${13 * u}px ${Atlas.FONT}`, half = Atlas.textWidth(ctx, text, font) / 2 + 8 * u;
  ctx.beginPath();
  ctx.roundRect(x - half, y - 11 * u, half * 2, 22 * u, 6 * u);
  ctx.fillStyle = "#fff";
  ctx.fill();
  ctx.strokeStyle = "#1f2b33";
  ctx.lineWidth = 1.2 * u;
  ctx.stroke();
  ctx.font = font;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#1f2b33";
  ctx.fillText(text, x, y + 0.5 * u);
  ctx.textAlign = "start";
};
/* Circle of doubt, as wide on the ground as the position is uncertain. */
Atlas.paintDoubt = (ctx, view, place, alpha, least) => {
  const metres = place.precision < 0 ? 0 : Atlas.symbols.precisions[place.precision].radius_m;
  if (!metres || (place.vague && place.units.length)) return;
  const radius = (metres / Atlas.metresPerUnit(place.y)) * view.scale;
  if (radius < least || radius > 4000) return;
  const colour = Atlas.placeEdge(place);
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

/* Selection and hover, on the canvas above. What is only known to be in a unit has no sign: its ground is hatched. */
Atlas.paintSelected = (ctx, view) => {
  for (const [place, strong] of [[Atlas.hovered, false], [Atlas.state.selected, true]]) {
    if (!place || !Atlas.placesShown()) continue;
    const u = view.unit, colour = Atlas.placeEdge(place), x = view.x(place.x), y = view.y(place.y);
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
      for (const {status, parts} of Atlas.stretches(place)) for (const path of Atlas.bundles([{parts}], view, place.geometry.area)) Atlas.strokeLine(ctx, colour, status, 3 * u, false, path);
      if (Atlas.drawnAsShape(place, view.scale, u)) continue;
    }
    if (Atlas.hoveredStack && !strong) continue;
    Atlas.paintDoubt(ctx, view, place, 0.14, 6);
    const somewhere = place.vague && units;
    if (strong && !somewhere) {
      ctx.beginPath();
      ctx.arc(x, y, 16 * u, 0, 7);
      ctx.strokeStyle = "rgba(255,255,255,.95)";
      ctx.lineWidth = 5 * u;
      ctx.stroke();
      ctx.strokeStyle = "#1f2b33";
      ctx.lineWidth = 2.2 * u;
      ctx.stroke();
    }
    if (!somewhere) Atlas.paintSymbol(ctx, place.kind, place.status, x, y, 9 * u, Atlas.placeColour(place));
    if (strong) Atlas.paintPlate(ctx, Atlas.cut(place.name, 24), x, somewhere ? y : y - 27 * u, u);
  }
};

