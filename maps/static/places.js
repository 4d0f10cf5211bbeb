/* The places: columns turned into records, what is shown, what stands together. */
Atlas.loadPlaces = () => {
  const data = Atlas.data.atlas, c = data.places, n = c.id.length, pool = data.pool;
  const text = (i) => (i < 0 ? "" : pool[i]);
  const P = data.plans.length, K = Atlas.symbols.kinds.length, S = Atlas.symbols.statuses.length, R = Atlas.symbols.precisions.length;
  const mentions = data.mentions, first = new Int32Array(n + 1);
  for (const place of mentions.place) first[place + 1]++;
  for (let i = 0; i < n; i++) first[i + 1] += first[i];
  const places = new Array(n), rank = [4, 3, 2, 1, 0];
  const at = Atlas.integers(c.at);
  for (let i = 0; i < n; i++) {
    const combos = new Set();
    let best = S - 1;
    for (let m = first[i]; m < first[i + 1]; m++) {
      combos.add(mentions.plan[m] * S + mentions.status[m]);
      if (rank[mentions.status[m]] > rank[best]) best = mentions.status[m];
    }
    const status = c.status[i] < S - 1 ? c.status[i] : best;
    for (const plan of c.plans[i]) if (![...combos].some((combo) => Math.floor(combo / S) === plan)) combos.add(plan * S + status);
    places[i] = {
      index: i, id: c.id[i], name: text(c.name[i]), aliases: c.aliases[i].map(text), kind: c.kind[i], status, precision: c.precision[i],
      source: text(c.source[i]), note: text(c.note[i]), districts: c.districts[i].map(text), units: c.units[i],
      lng: at[2 * i] / data.scale, lat: at[2 * i + 1] / data.scale, shape: c.shape[i], first: first[i], last: first[i + 1],
      combos: Array.from(combos), count: first[i + 1] - first[i], segments: [], priority: c.prominence[i], on: true,
    };
  }
  for (const [place, start, end, status] of c.segments) places[place].segments.push({start: text(start), end: text(end), status});
  Atlas.store = {places, plans: data.plans, P, K, S, R, text, mentions, byId: new Map(places.map((p) => [p.id, p]))};
  places.filter((p) => p.shape >= 0).sort((a, b) => b.priority - a.priority || a.index - b.index).forEach((p, i) => { p.rank = i; });
  const ranked = places.filter((p) => p.count > 2).map((p) => p.priority).sort((a, b) => b - a);
  Atlas.store.notable = ranked.length ? ranked[Math.min(ranked.length - 1, Math.max(12, Math.floor(places.length * 0.04)))] : Infinity;
  Atlas.state = {
    tree: new Uint8Array(P * K * S).fill(1), kind: new Uint8Array(K).fill(1), status: new Uint8Array(S).fill(1),
    precision: new Uint8Array(R + 1).fill(1), district: "", mode: "places", selected: null,
  };
  /* Administrative names are on the base map: their layer waits in the legend, where there is anything else to see. */
  const quiet = Atlas.symbols.kinds.map((kind) => kind.quiet), other = places.some((p) => !quiet[p.kind]);
  Atlas.store.usual = Uint8Array.from(quiet, (q) => (q && other ? 0 : 1));
  Atlas.state.kind.set(Atlas.store.usual);
  Atlas.placeShapes();
};
Atlas.placeShapes = () => {
  const {places} = Atlas.store, c = Atlas.data.atlas.places;
  const shapes = c.shapes.map((shape) => {
    const parts = shape.units ? Atlas.groundOf(shape.units) : shape.parts.map((line) => Atlas.decode(line, Atlas.data.atlas.scale));
    return {area: !!shape.units || shape.area === 1, parts, box: Atlas.boxOf(parts)};
  });
  for (const place of places) {
    [place.x, place.y] = Atlas.project(place.lng, place.lat);
    place.geometry = place.shape >= 0 ? shapes[place.shape] : null;
    const unit = place.precision >= 0 && Atlas.symbols.precisions[place.precision].form === "unit";
    place.vague = unit && !Atlas.symbols.kinds[place.kind].quiet;
    if (place.units.length && Atlas.base) {
      const u = Atlas.base.units[place.units.length === 1 ? place.units[0] : Atlas.largest(place.units)];
      const city = place.units.length > 1 && u && Atlas.base.cities.find((c) => c.name === u.city);
      if (u) [place.x, place.y] = (city || u).at;
    }
  }
  Atlas.store.shapes = shapes;
  Atlas.store.version = (Atlas.store.version || 0) + 1;
};
Atlas.largest = (units) => units.reduce((best, i) => {
  const size = (b) => (b[2] - b[0]) * (b[3] - b[1]);
  return size(Atlas.base.units[i].box) > size(Atlas.base.units[best].box) ? i : best;
});

/* What passes the tree, the legend and the filters. */
Atlas.applyFilter = () => {
  const {places, K, S, R} = Atlas.store, s = Atlas.state;
  let shown = 0;
  for (const p of places) {
    p.on = s.kind[p.kind] === 1 && s.precision[p.precision < 0 ? R : p.precision] === 1 && (!s.district || Atlas.inDistrict(p, s.district));
    if (p.on && p.combos.length) p.on = p.combos.some((combo) => {
      const plan = Math.floor(combo / S), status = combo % S;
      return s.tree[(plan * K + p.kind) * S + status] === 1 && s.status[status] === 1;
    });
    else if (p.on) p.on = s.status[p.status] === 1;
    if (p.on) shown++;
  }
  Atlas.store.shown = shown;
  Atlas.standShapes();
  Atlas.store.version++;
  Atlas.redraw();
  Atlas.emit("filter");
};
Atlas.inDistrict = (place, name) => {
  if (place.districts.includes(name)) return true;
  const unit = Atlas.base && Atlas.base.byName.get(name);
  if (unit) return place.districts.length === 0 ? false : place.units.includes(unit.index) && place.units.length === 1;
  return !!Atlas.base && place.districts.some((d) => { const u = Atlas.base.byName.get(d); return u && u.city === name; });
};
Atlas.resetFilter = () => {
  const s = Atlas.state;
  s.tree.fill(1); s.kind.set(Atlas.store.usual); s.status.fill(1); s.precision.fill(1);
  s.district = "";
  Atlas.applyFilter();
};
Atlas.isFiltered = () => {
  const s = Atlas.state;
  return s.district !== "" || s.kind.some((on, k) => on !== Atlas.store.usual[k]) || [s.tree, s.status, s.precision].some((a) => a.includes(0));
};

Atlas.select = (place, options = {}) => {
  Atlas.state.selected = place || null;
  Atlas.redrawTop();
  Atlas.emit("select", Object.assign({place}, options));
};
Atlas.goTo = (place) => {
  const units = place.units.length && Atlas.base ? place.units.map((i) => Atlas.base.units[i].box) : null;
  const box = units ? Atlas.boxOf(units.map((b) => [b[0], b[1], b[2], b[3]])) : place.geometry && place.geometry.box;
  if (box) {
    const a = Atlas.unproject(box[0], box[3]), b = Atlas.unproject(box[2], box[1]);
    Atlas.fit([[a[1], a[0]], [b[1], b[0]]], {maxZoom: 13, animate: false});
  } else {
    const [lng, lat] = Atlas.unproject(place.x, place.y);
    Atlas.panTo([lat, lng], Math.max(Atlas.map.getZoom(), 12.5));
  }
};

Atlas.PlaceLayer = class {
  constructor() {
    Atlas.loadPlaces();
    Atlas.on("reproject", Atlas.placeShapes);
    Atlas.on("setup", () => { Atlas.placeShapes(); Atlas.applyFilter(); });
    Atlas.addPainter(20, Atlas.countNames);
    Atlas.addPainter(50, Atlas.paintShapes);
    Atlas.addPainter(60, Atlas.paintPoints);
    Atlas.addPainter(70, Atlas.paintSelected, true);
    Atlas.on("ready", Atlas.listen);
  }
};
