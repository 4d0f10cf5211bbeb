/* The base map of our own: land, borders, rivers, railways, names. Quiet, so that the plans speak. */
Atlas.baseColours = {
  sea: "#cfe2ea", around: "#e8e4da", land: "#f1eee6", focus: "#fcfaf5", shore: "rgba(84,140,168,.16)",
  county: "#dcd5c6", city: "#b8ad99", coast: "#7fa3b3", cityName: "#8f8674", ownName: "#6d6452", river: "#a3c9da", riverName: "#38687f", rail: "#c3bcb0",
};
Atlas.loadBase = () => {
  const data = Atlas.data.base, q = data.scale;
  const arcs = data.arcs.map((line) => Atlas.decode(line, q));
  const units = data.units.name.map((name, i) => {
    const rings = data.units.rings[i].map((ring) => Atlas.joinArcs(arcs, ring));
    return {
      index: i, name, latin: data.units.latin[i], adcode: data.units.adcode[i], city: data.units.city[i],
      rings, box: Atlas.boxOf(rings), at: Atlas.project(data.units.at[2 * i] / q, data.units.at[2 * i + 1] / q),
      focus: data.focus.includes(i),
    };
  });
  const cities = data.cities.name.map((name, i) => ({
    name, latin: data.cities.latin[i], at: Atlas.project(data.cities.at[2 * i] / q, data.cities.at[2 * i + 1] / q),
    focus: data.cities.focus[i], units: units.filter((unit) => unit.city === name).length,
  }));
  const lines = data.lines.map((line) => ({
    kind: line.kind, name: line.name, rank: line.rank, parts: line.parts.map((part) => Atlas.decode(part, q)),
  }));
  lines.forEach((line) => { line.box = Atlas.boxOf(line.parts); });
  const around = data.around.map((line) => Atlas.decode(line, q));
  Atlas.base = {units, cities, lines, around, arcs, classes: data.classes, byName: new Map(), cache: null};
  units.forEach((unit) => { if (!Atlas.base.byName.has(unit.name)) Atlas.base.byName.set(unit.name, unit); });
};

/* Arcs end to end, each by its number: ~i is arc i backwards. */
Atlas.joinArcs = (arcs, numbers) => {
  const out = new Float64Array(numbers.reduce((n, i) => n + arcs[i < 0 ? ~i : i].length, 0));
  let k = 0;
  for (const number of numbers) {
    const arc = arcs[number < 0 ? ~number : number];
    if (number < 0) for (let i = arc.length - 2; i >= 0; i -= 2) { out[k++] = arc[i]; out[k++] = arc[i + 1]; }
    else { out.set(arc, k); k += arc.length; }
  }
  return out;
};
/* Rings around several units as one ground: the arcs that only one of them has, from end to end. */
Atlas.groundOf = (units) => {
  const {arcs} = Atlas.base, numbers = units.flatMap((i) => Atlas.data.base.units.rings[i].flat()), shared = new Set(numbers);
  const tip = (number, last) => { const arc = arcs[number < 0 ? ~number : number], i = (number < 0) === last ? 0 : arc.length - 2; return `${arc[i]} ${arc[i + 1]}`; };
  const starts = new Map();
  for (const number of numbers) if (!shared.has(~number)) { const key = tip(number, false); if (starts.has(key)) starts.get(key).push(number); else starts.set(key, [number]); }
  const rings = [];
  for (const waiting of starts.values()) while (waiting.length) {
    const ring = [];
    for (let next = waiting; next && next.length; next = starts.get(tip(ring[ring.length - 1], true))) ring.push(next.pop());
    rings.push(Atlas.joinArcs(arcs, ring));
  }
  return rings;
};

/* Paths of one zoom about a fixed origin: panning only moves them. */
Atlas.basePaths = (zoom) => {
  const base = Atlas.base;
  if (base.cache && base.cache.zoom === zoom && base.cache.shift === Atlas.shift) return base.cache;
  const scale = 2 ** zoom, first = base.units.length ? base.units[0].at : [0, 0];
  const origin = [Math.round(first[0] * scale), Math.round(first[1] * scale)];
  const add = (path, xy, close) => {
    let lx = NaN, ly = NaN;
    for (let i = 0; i < xy.length; i += 2) {
      const x = xy[i] * scale - origin[0], y = xy[i + 1] * scale - origin[1];
      if (i === 0) { path.moveTo(x, y); lx = x; ly = y; }
      else if (i >= xy.length - 2 || Math.abs(x - lx) + Math.abs(y - ly) > 1.1) { path.lineTo(x, y); lx = x; ly = y; }
    }
    if (close) path.closePath();
  };
  const cache = {zoom, shift: Atlas.shift, origin, units: [], borders: [0, 1, 2, 3].map(() => new Path2D()), land: new Path2D(), focus: new Path2D(), around: new Path2D()};
  base.units.forEach((unit) => {
    const path = new Path2D();
    unit.rings.forEach((ring) => add(path, ring, true));
    cache.units.push(path);
    (unit.focus ? cache.focus : cache.land).addPath(path);
  });
  base.arcs.forEach((arc, i) => add(cache.borders[base.classes[i]], arc, false));
  base.around.forEach((ring) => add(cache.around, ring, true));
  base.cache = cache;
  return cache;
};
Atlas.withUnits = (ctx, view, draw) => {
  const cache = Atlas.basePaths(view.zoom);
  ctx.save();
  ctx.translate(cache.origin[0] - view.ox, cache.origin[1] - view.oy);
  draw(cache);
  ctx.restore();
};

Atlas.paintBase = (ctx, view) => {
  const colour = Atlas.baseColours, zoom = view.zoom - Math.log2(view.unit);
  if (!Atlas.tilesOn) { ctx.fillStyle = colour.sea; ctx.fillRect(0, 0, view.width, view.height); }
  Atlas.withUnits(ctx, view, (paths) => {
    ctx.lineJoin = "round";
    if (!Atlas.tilesOn) {
      Atlas.strokeCoast(ctx, view.unit, [paths.borders[3], paths.around]);
      ctx.fillStyle = colour.around;
      ctx.fill(paths.around);
      ctx.fillStyle = colour.land;
      ctx.fill(paths.land, "evenodd");
      ctx.fillStyle = colour.focus;
      ctx.fill(paths.focus, "evenodd");
    }
    Atlas.emit("underlines", {ctx, view, paths});
    const widths = [zoom < 8 ? 0.5 : 0.9, zoom < 8 ? 0.9 : 1.4, 1.6];
    [colour.county, colour.city, colour.city].forEach((stroke, i) => {
      ctx.strokeStyle = stroke;
      ctx.lineWidth = widths[i] * view.unit;
      ctx.stroke(paths.borders[i]);
    });
  });
  if (Atlas.tilesOn || Atlas.baseDark) return;
  for (const line of Atlas.base.lines) {
    if (line.rank > zoom - 5 || !view.sees(line.box, 20)) continue;
    ctx.beginPath();
    line.parts.forEach((xy) => Atlas.trace(ctx, xy, view));
    ctx.lineCap = ctx.lineJoin = "round";
    if (line.kind === "river") {
      ctx.strokeStyle = colour.river;
      ctx.lineWidth = Math.max(1, Math.min(5, (zoom - 7) * 0.8 - line.rank * 0.3)) * view.unit;
      ctx.stroke();
    } else {
      Atlas.strokeRail(ctx, view.unit, zoom < 9);
    }
  }
};
/* Drawn below the land, so that a border between land and land shows none of it: shallow water, then the line. */
Atlas.strokeCoast = (ctx, unit, paths) => {
  for (const [width, stroke] of [[14, Atlas.baseColours.shore], [7, Atlas.baseColours.shore], [2.2, Atlas.baseColours.coast]]) {
    ctx.lineWidth = width * unit;
    ctx.strokeStyle = stroke;
    for (const path of paths) ctx.stroke(path);
  }
};
Atlas.strokeRail = (ctx, unit, thin) => {
  ctx.strokeStyle = Atlas.baseColours.rail;
  ctx.lineWidth = (thin ? 1 : 2.2) * unit;
  ctx.stroke();
  if (thin) return;
  ctx.strokeStyle = Atlas.baseColours.focus;
  ctx.lineWidth = 1.1 * unit;
  ctx.setLineDash([6 * unit, 6 * unit]);
  ctx.lineCap = "butt";
  ctx.stroke();
  ctx.setLineDash([]);
};
/* Names of cities, wide and pale, are the first to get room: those of the plans' own cities before the others, each at
   its middle or, where places stand there, above or below it in the city. */
Atlas.isCityNamed = (city, zoom) => zoom >= (city.focus ? 6 : 7.5) && zoom < 12.5;
Atlas.cityShort = (city) => (Atlas.lang === "zh" ? city.name.replace(/(.{2})市$/, "$1").replace(/特别行政区$/, "") : city.latin || city.name);
Atlas.cityLabel = (city, zoom) => {
  const size = Math.max(13, Math.min(30, 13 + (zoom - 7.5) * 4.2));
  return {text: Atlas.cityShort(city), size, spacing: zoom < 9 || Atlas.lang !== "zh" ? 0.16 : 0.5};
};
/* Lines by which a name may move from the middle of its city. */
Atlas.CITY_LINES = [0, -1.5, 1.5, -3, 3, -4.5, 4.5];
/* Of each city that is named: its name's box on the ground, in pixels. One whose name would lie on another has none. */
Atlas.cityNames = (px, places = [], notable = 0) => {
  const names = new Map(), taken = new Atlas.Boxes(0, 0), zoom = Math.log2(px);
  const named = Atlas.base.cities.filter((city) => Atlas.isCityNamed(city, zoom)).sort((a, b) => Number(b.focus) - Number(a.focus));
  for (const city of named) {
    const {text, size, spacing} = Atlas.cityLabel(city, zoom), signs = Array.from(text), x = city.at[0] * px, y = city.at[1] * px;
    const half = (signs.reduce((sum, c) => sum + (c > "\u2e80" ? 1 : 0.62), 0) + (signs.length - 1) * spacing) * size / 2, high = size * 0.58;
    const spots = (city.focus ? Atlas.CITY_LINES : [0]).map((lines) => [x - half, y + lines * size - high, x + half, y + lines * size + high])
      .filter((box, i) => taken.free(...box) && (!i || Atlas.isOfCity(city, x / px, (box[1] + high) / px)));
    const isUnder = (p, [x0, y0, x1, y1]) => p.x * px > x0 - 10 && p.x * px < x1 + 10 && p.y * px > y0 - 10 && p.y * px < y1 + 10;
    const cost = (spot) => places.reduce((sum, p) => sum + (isUnder(p, spot) ? (p.priority >= notable ? 20 : 1) : 0), Math.abs(spot[1] + high - y) / size);
    const box = spots.map((spot) => [cost(spot), spot]).sort((a, b) => a[0] - b[0]).map(([, spot]) => spot)[0];
    if (!box) continue;
    taken.add(...box);
    names.set(city, box);
  }
  return names;
};
Atlas.isOfCity = (city, wx, wy) => { const unit = Atlas.unitAt(wx, wy); return !!unit && unit.city === city.name; };
Atlas.baseCities = (ctx, view) => {
  const u = view.unit, zoom = view.zoom - Math.log2(u), names = view.cityNames || Atlas.cityNames(view.scale / u);
  if (Atlas.baseDark) return;
  for (const city of Atlas.base.cities) {
    const members = view.counted.get(city), count = members && `(${Atlas.number(members.length)})`, box = names.get(city);
    const counted = {hit: {cluster: members, vague: true}, otherwise: members && Atlas.countedMark(ctx, view, city, members), priority: 270, size: 11.5, color: "#6b6353", halo: "rgba(252,250,245,.8)", room: 0};
    if (!box) { if (members) view.label(`${Atlas.cityShort(city)} ${count}`, view.x(city.at[0]), view.y(city.at[1]), counted); continue; }
    const label = Atlas.cityLabel(city, zoom), size = label.size * u;
    const [x0, top, x1, bottom] = box.map((v, i) => v * u - (i % 2 ? view.oy : view.ox));
    if (x0 > view.width || x1 < 0 || bottom < 0 || top > view.height) continue;
    const isHere = (dy) => !dy || Atlas.isOfCity(city, city.at[0], (bottom + dy + view.oy) / view.scale);
    const isFree = (dy) => view.boxes.free(x0, top + dy, x1, bottom + dy) && isHere(dy);
    const shift = Atlas.layout ? Atlas.CITY_LINES.map((lines) => lines * size).find(isFree) : 0;
    if (shift === undefined) continue;
    if (Atlas.layout) view.boxes.add(x0, top + shift, x1, bottom + shift);
    const y = (top + bottom) / 2 + shift, font = `600 ${size}px ${Atlas.SERIF}`, spacing = label.spacing * size;
    const width = Array.from(label.text).reduce((sum, c) => sum + Atlas.textWidth(ctx, c, font) + spacing, -spacing), x = (x0 + x1 - width) / 2;
    Atlas.writeLabel(ctx, view, {text: label.text, color: city.focus ? Atlas.baseColours.ownName : Atlas.baseColours.cityName, halo: "rgba(252,250,245,.7)"}, {font, spacing}, {x, y, angle: 0});
    if (members) view.label(count, x1, y, {...counted, gap: 4});
  }
};
/* Where a name has no room, the mark of what is counted with it stands by itself. */
Atlas.countedMark = (ctx, view, holder, members) => () => Atlas.paintUnitMark(ctx, view, {x: holder.at[0], y: holder.at[1], places: members});
Atlas.isNamed = (it, scale, unit) => (it.name !== it.city || !!Atlas.baseDark) && Math.log2(scale / unit) >= 8.5 && (it.box[2] - it.box[0]) * scale > 46 * unit;
Atlas.baseLabels = (ctx, view) => {
  const zoom = view.zoom - Math.log2(view.unit), zh = Atlas.lang === "zh", name = (it) => (zh ? it.name : it.latin || it.name);
  const inside = (x, y) => x > -60 && y > -20 && x < view.width + 60 && y < view.height + 20;
  if (zoom >= 8.5) for (const unit of Atlas.base.units) {
    const x = view.x(unit.at[0]), y = view.y(unit.at[1]), members = view.counted.get(unit);
    if (inside(x, y) && Atlas.isNamed(unit, view.scale, view.unit)) view.label(name(unit) + (members ? ` (${Atlas.number(members.length)})` : ""), x, y, {
      hit: members && {cluster: members, vague: true}, otherwise: members && Atlas.countedMark(ctx, view, unit, members),
      priority: unit.focus ? 280 : zoom >= 9.5 ? 160 : 60, size: zoom < 10 ? 11 : 12.5, spacing: 0.08, room: 1,
      color: Atlas.baseDark && Atlas.baseDark(unit) ? "#fff" : "#736b5c", halo: Atlas.baseDark && Atlas.baseDark(unit) ? "rgba(13,60,90,.55)" : "rgba(252,250,245,.8)",
    });
  }
  if (zoom >= 8 && !Atlas.baseDark) for (const line of Atlas.base.lines) {
    if (line.kind !== "river" || !line.name || line.rank > zoom - 6 || !view.sees(line.box)) continue;
    const xy = line.parts[0], i = Math.floor(xy.length / 4) * 2;
    const x = view.x(xy[i]), y = view.y(xy[i + 1]);
    if (inside(x, y)) view.label(line.name, x, y, {priority: 15, size: 11, style: "italic", color: Atlas.baseColours.riverName, halo: "rgba(252,250,245,.8)"});
  }
};
/* The unit under a projected point; holes by the even-odd rule. */
Atlas.unitAt = (wx, wy) => {
  for (const unit of Atlas.base ? Atlas.base.units : []) {
    const b = unit.box;
    if (wx < b[0] || wx > b[2] || wy < b[1] || wy > b[3]) continue;
    let inside = false;
    for (const ring of unit.rings) for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (ring[i + 1] > wy !== ring[j + 1] > wy && wx < ((ring[j] - ring[i]) * (wy - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
    }
    if (inside) return unit;
  }
  return null;
};
/* No farther out than land is known, unless signs stand there or a country there is looked up: beyond it the map would
   show sea where there is none. */
Atlas.keepToLand = ([west, south, east, north]) => {
  const {map} = Atlas, known = L.latLngBounds([south, west], [north, east]), isFar = (p) => !known.contains(Atlas.unproject(p.x, p.y).reverse());
  if (Atlas.store && Atlas.store.places.some((p) => isFar(p) && !Atlas.isQuiet(p))) return;
  const least = map.getMinZoom(), limit = () => map.setMinZoom(Math.ceil(map.getBoundsZoom(known, true) * 4) / 4);
  const {maxBoundsViscosity} = map.options;
  limit();
  map.setMaxBounds(known);
  map.options.maxBoundsViscosity = 1;
  map.on("resize", limit);
  Atlas.on("select", ({place}) => {
    if (!place || !isFar(place)) return;
    map.off("resize", limit).setMaxBounds(null).setMinZoom(least);
    map.options.maxBoundsViscosity = maxBoundsViscosity;
  });
};
Atlas.BaseMap = class {
  constructor() {
    Atlas.loadBase();
    Atlas.addPainter(0, Atlas.paintBase);
    Atlas.addPainter(Atlas.paintLayout ? 82 : 55, Atlas.baseCities); // beside a layout's own names they give way
    Atlas.addPainter(90, Atlas.baseLabels);
    Atlas.on("reproject", Atlas.loadBase);
    if (Atlas.data.base.bounds) Atlas.on("setup", () => Atlas.keepToLand(Atlas.data.base.bounds));
  }
};
