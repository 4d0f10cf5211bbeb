/* Who stands how at a scale: the places most spoken of as signs with their names, as many others as there is room
   for as symbols, the rest as dots; what is only known to be in a unit is counted there. The same wherever one pans. */
Atlas.APART = {symbol: 17, crowded: 23, dot: 3};
/* Places nearer to each other than this, in metres, no scale would part: they share a symbol and a badge. */
Atlas.PILE = 25;
/* Pixels within which a place called after another is taken for its neighbour. */
Atlas.BESIDE = 60;
/* Room that the number behind a city's name needs, in pixels. */
Atlas.COUNT = 44;
Atlas.stands = (zoom, unit) => {
  const store = Atlas.store, key = `${zoom}|${store.version}|${Atlas.shift ? 1 : 0}|${unit}|${Atlas.lang}`;
  if (store.standKey === key) return store.stands;
  const scale = 2 ** zoom, byPriority = (a, b) => b.priority - a.priority || a.index - b.index;
  const drawn = store.places.filter((p) => Atlas.isDrawn(p) && !Atlas.waits(p, scale, unit)).sort(byPriority);
  const shape = new Set(drawn.filter((p) => Atlas.drawnAsShape(p, scale, unit)));
  const field = new Atlas.Field(scale, unit), cities = Atlas.cityNames(field.px, drawn.filter((p) => !p.vague), store.notable);
  for (const [city, [x0, y0, x1, y1]] of cities) field.taken.add(x0, y0, x1 + (city.focus ? Atlas.COUNT : 0), y1);
  for (const p of drawn) if (!p.vague && (!shape.has(p) || p.geometry.area)) field.stand(p, shape.has(p));
  store.standKey = key;
  store.stands = {cities, exact: field.list, named: field.named, shapes: [...shape], vague: Atlas.countUnits(drawn.filter((p) => p.vague))};
  return store.stands;
};
/* The ground at one scale, filled in order of priority. */
Atlas.Field = class {
  constructor(scale, unit) {
    this.px = scale / unit;
    this.crowded = Atlas.steps(scale, unit) < 1.5;
    this.apart = this.crowded ? Atlas.APART.crowded : Atlas.APART.symbol;
    this.room = {sign: Atlas.roomFor("sign", scale, unit), symbol: Atlas.roomFor("symbol", scale, unit)};
    this.piles = new Atlas.Near(1e-4);
    this.solid = new Atlas.Near(this.apart / this.px);
    this.taken = new Atlas.Boxes(0, 0);
    this.list = [];
    this.named = new Set();
  }
  stand(place, isArea) {
    if (isArea) { this.name(place, [[-0.5, 0]], 0); return; }
    const pile = this.piles.within(place.x, place.y, Atlas.PILE / Atlas.metresPerUnit(place.y));
    if (pile) { pile.places.push(place); return; }
    const stand = {x: place.x, y: place.y, places: [place], priority: place.priority, rank: "dot", side: 0}, half = this.crowded ? 7 : 9;
    const side = this.isFree(place, half) && !this.solid.within(place.x, place.y, 12 / this.px) ? this.name(place, [[0, 0], [-1, 0], [-0.5, -1], [-0.5, 1]], half + 5) : -1;
    if (side >= 0) Object.assign(stand, {rank: "sign", side});
    else if (this.room.symbol > 0 && !this.solid.within(place.x, place.y, this.apart / this.px) && this.isFree(place, half - 2)) { stand.rank = "symbol"; this.room.symbol--; }
    if (stand.rank !== "dot") { this.solid.add(stand); this.take(place, half); }
    this.piles.add(stand);
    this.list.push(stand);
  }
  box(place, half) { const x = place.x * this.px, y = place.y * this.px; return [x - half, y - half, x + half, y + half]; }
  isFree(place, half) { return this.taken.free(...this.box(place, half)); }
  take(place, half) { this.taken.add(...this.box(place, half)); }
  /* Keeps room for the name of a notable place, on the first side that is free: right, left, above, below. */
  name(place, sides, gap) {
    if (this.room.sign < 1 || place.priority < Atlas.store.notable || Atlas.isQuiet(place) || (place.geometry && Atlas.span(place, this.px, 1) > Atlas.FILLED) || this.isNamesake(place)) return -1;
    const width = Atlas.nameWidth(place.name) + 8, x = place.x * this.px, y = place.y * this.px;
    const box = ([across, down]) => {
      const left = x + across * width + (down ? 0 : gap * (2 * across + 1)), middle = y + down * (gap + 8);
      return [left, middle - 9, left + width, middle + 9];
    };
    const side = sides.findIndex((s) => this.taken.free(...box(s)));
    if (side < 0) return -1;
    this.taken.add(...box(sides[side]));
    this.named.add(place);
    this.room.sign--;
    return side;
  }
  /* What is called after a place that has its name already, beside it, would say the same once more. */
  isNamesake(place) {
    const beside = (p) => Math.hypot(p.x - place.x, p.y - place.y) * this.px < Atlas.BESIDE;
    return [...this.named].some((p) => place.name.startsWith(p.name) && beside(p));
  }
};
Atlas.nameWidth = (name) => Array.from(Atlas.cut(name, 18)).reduce((sum, c) => sum + (c > "\u2e80" ? 12.5 : 7.2), 0);
/* Stands by squares of the ground, to ask whether one is within reach. */
Atlas.Near = class {
  constructor(reach) { this.reach = reach; this.cells = new Map(); }
  cell(x, y) { return Math.floor(x / this.reach) * 67108864 + Math.floor(y / this.reach); }
  add(stand) {
    const key = this.cell(stand.x, stand.y);
    if (this.cells.has(key)) this.cells.get(key).push(stand); else this.cells.set(key, [stand]);
  }
  within(x, y, distance) {
    for (const dx of [0, -1, 1]) for (const dy of [0, -1, 1]) {
      const found = (this.cells.get(this.cell(x + dx * this.reach, y + dy * this.reach)) || []).find((s) => Math.hypot(s.x - x, s.y - y) <= distance);
      if (found) return found;
    }
    return null;
  }
};
/* The other places that no scale parts from this one. */
Atlas.sameSpot = (place) => (place.vague || place.geometry ? [] : Atlas.store.places.filter((p) =>
  p !== place && p.on && !p.vague && !p.geometry && Math.hypot(p.x - place.x, p.y - place.y) * Atlas.metresPerUnit(place.y) < Atlas.PILE));
/* Places by the units or the town that hold them. */
Atlas.countUnits = (points) => {
  const groups = new Map();
  for (const p of points) {
    const key = p.units.length ? p.units.join() : `${p.x},${p.y}`;
    if (groups.has(key)) groups.get(key).places.push(p); else groups.set(key, {x: p.x, y: p.y, places: [p], priority: p.priority, rank: "unit"});
  }
  return [...groups.values()];
};
/* The district or city whose name on the base map carries the count, where that name is shown; else null. */
Atlas.carrier = (place, scale, unit) => {
  if (!place.units.length || !Atlas.base) return null;
  const units = place.units.map((i) => Atlas.base.units[i]), zoom = Math.log2(scale / unit);
  if (units.length === 1) return Atlas.isNamed(units[0], scale, unit) ? units[0] : null;
  const city = Atlas.base.cities.find((c) => c.name === units[0].city);
  return city && city.units === units.length && units.every((u) => u.city === city.name) && Atlas.isCityNamed(city, zoom) ? city : null;
};
/* Before the base map writes its names: what stands behind them, and where those of cities keep their room. */
Atlas.countNames = (ctx, view) => {
  if (!Atlas.placesShown()) return;
  const {vague, cities} = Atlas.stands(view.zoom, view.unit);
  view.cityNames = cities;
  for (const [x0, y0, x1, y1] of cities.values()) view.boxes.add(x0 * view.unit - view.ox, y0 * view.unit - view.oy, x1 * view.unit - view.ox, y1 * view.unit - view.oy);
  for (const stand of vague) {
    const holds = Atlas.carrier(stand.places[0], view.scale, view.unit);
    if (holds) view.counted.set(holds, stand.places);
  }
};
