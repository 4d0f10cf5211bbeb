/* District view: how many places in each district, as a choropleth with its numbers. */
Atlas.DistrictView = class {
  constructor() {
    Atlas.parts.districts = this;
    this.ramp = ["#e6ecdf", "#c6ddd2", "#97c5c4", "#63a2b1", "#357b98", "#1a587a"];
    this.by = "all";
    Atlas.on("tab", (tab) => this.mode(tab === "districts"));
    Atlas.on("filter", () => { if (this.on) this.update(); });
    Atlas.on("language", () => { this.options(); if (this.on) this.update(); });
    Atlas.on("setup", () => this.options());
    Atlas.on("underlines", (paint) => { if (this.on) this.paint(paint); });
    Atlas.addPainter(85, (ctx, view) => { if (this.on) this.numbers(ctx, view); });
    Atlas.tipHandlers.push((point) => this.tip(point));
    Atlas.clickHandlers.push((point) => this.click(point));
  }
  options() {
    const option = (value, text) => Atlas.h("option", {value}, text), select = Atlas.$("district-by");
    select.replaceChildren(option("all", Atlas.t("districts.all")),
      ...Atlas.symbols.order.filter((k) => Atlas.store.places.some((p) => p.kind === k)).map((k) => option("k" + k, Atlas.kindName(k))),
      ...Atlas.symbols.statuses.map((_, s) => option("s" + s, Atlas.statusName(s))));
    select.value = this.by;
    select.onchange = () => { this.by = select.value; this.update(); };
  }
  mode(on) {
    if (on === !!this.on) return;
    this.on = on && !!Atlas.base;
    Atlas.state.mode = this.on ? "districts" : Atlas.state.mode === "districts" ? "places" : Atlas.state.mode;
    Atlas.baseDark = this.on ? (unit) => this.ramp.indexOf(this.colour(this.counts[unit.index].total)) > 2 : null;
    if (this.on) this.update(); else Atlas.redraw();
  }
  update() {
    const code = +this.by.slice(1), wanted = (p) => p.on && (this.by === "all" || (this.by[0] === "k" ? p.kind === code : p.status === code));
    this.counts = Atlas.base.units.map(() => ({total: 0, kinds: new Map(), statuses: new Map()}));
    let wide = 0;
    for (const p of Atlas.store.places) {
      if (!wanted(p)) continue;
      const units = [...new Set(p.districts)].map((d) => Atlas.base.byName.get(d)).filter(Boolean);
      if (!units.length) { wide++; continue; }
      for (const unit of units) {
        const c = this.counts[unit.index];
        c.total++;
        c.kinds.set(p.kind, (c.kinds.get(p.kind) || 0) + 1);
        c.statuses.set(p.status, (c.statuses.get(p.status) || 0) + 1);
      }
    }
    this.breaks = this.classes(this.counts.map((c) => c.total).filter((n) => n > 0));
    this.list(wide);
    Atlas.redraw();
  }
  /* Upper limits of at most six classes of about equal size, at different whole numbers. */
  classes(values) {
    values.sort((a, b) => a - b);
    const limits = [];
    for (let i = 1; i <= 6; i++) { const v = values[Math.ceil((i * values.length) / 6) - 1]; if (v !== undefined && v !== limits[limits.length - 1]) limits.push(v); }
    return limits;
  }
  colour(total) {
    if (!total) return null;
    const i = this.breaks.findIndex((limit) => total <= limit);
    return this.ramp[Math.round((i * (this.ramp.length - 1)) / Math.max(1, this.breaks.length - 1))];
  }
  range(i) {
    const from = i ? this.breaks[i - 1] + 1 : 1, to = this.breaks[i];
    return from === to ? String(to) : `${from}–${to}`;
  }
  paint({ctx, paths}) {
    this.counts.forEach((count, i) => {
      const colour = this.colour(count.total);
      if (colour) { ctx.fillStyle = colour; ctx.fill(paths.units[i], "evenodd"); }
    });
    ctx.strokeStyle = "#fff";
    ctx.lineWidth = 1;
    ctx.stroke(paths.borders[0]);
  }
  numbers(ctx, view) {
    Atlas.base.units.forEach((unit, i) => {
      const total = this.counts[i].total, width = (unit.box[2] - unit.box[0]) * view.scale;
      if (!total || width < 26) return;
      const dark = this.ramp.indexOf(this.colour(total)) > 2;
      view.label(Atlas.number(total), view.x(unit.at[0]), view.y(unit.at[1]) - (width > 60 ? 15 : 0), {
        priority: 990, size: 13, weight: 700, fixed: true, color: dark ? "#fff" : "#123", halo: dark ? "rgba(13,60,90,.75)" : "rgba(255,255,255,.85)",
      });
    });
  }
  list(wide) {
    const rows = Atlas.base.units.map((unit, i) => ({unit, count: this.counts[i]})).filter((row) => row.count.total).sort((a, b) => b.count.total - a.count.total);
    const most = rows.length ? rows[0].count.total : 1, bar = (count) => Atlas.h("span", {class: "bar", "aria-hidden": "true"}, this.bar(count, most));
    Atlas.$("district-ramp").replaceChildren(...this.breaks.map((limit, i) => {
      const canvas = Atlas.h("canvas", {class: "swatch", "aria-hidden": "true"});
      canvas.width = 28; canvas.height = 16;
      const ctx = canvas.getContext("2d");
      ctx.fillStyle = this.colour(limit); ctx.fillRect(0, 0, 28, 16);
      return Atlas.h("li", {}, canvas, this.range(i));
    }));
    Atlas.$("district-table").replaceChildren(Atlas.h("caption", {class: "unseen"}, Atlas.t("districts.caption")), Atlas.h("tbody", {}, rows.map(({unit, count}) => Atlas.h("tr", {},
      Atlas.h("th", {scope: "row"}, Atlas.h("button", {type: "button", class: "row-name", onclick: () => this.go(unit)}, Atlas.h("bdi", {}, Atlas.lang === "zh" ? unit.name : unit.latin || unit.name), unit.city !== unit.name ? Atlas.h("small", {}, Atlas.h("bdi", {}, unit.city)) : null)),
      Atlas.h("td", {class: "number"}, Atlas.number(count.total)), Atlas.h("td", {}, bar(count))))));
    Atlas.$("district-wide").textContent = wide ? Atlas.t("districts.wide", {n: Atlas.number(wide)}) : "";
  }
  bar(count, most) {
    const canvas = document.createElement("canvas"), kinds = [...count.kinds].sort((a, b) => b[1] - a[1]);
    canvas.width = 220; canvas.height = 18;
    const ctx = canvas.getContext("2d");
    let x = 0;
    for (const [kind, n] of kinds) { const w = (n / most) * 220; ctx.fillStyle = Atlas.symbols.kinds[kind].colour; ctx.fillRect(x, 0, Math.max(1, w - 1), 18); x += w; }
    return canvas;
  }
  go(unit) {
    const b = unit.box, a = Atlas.unproject(b[0], b[3]), c = Atlas.unproject(b[2], b[1]);
    Atlas.fit([[a[1], a[0]], [c[1], c[0]]], {animate: false, maxZoom: 11});
  }
  unitAt(point) {
    const at = Atlas.map.containerPointToLatLng(point), [x, y] = Atlas.shift ? Atlas.flat(at) : Atlas.project(at.lng, at.lat);
    return Atlas.unitAt(x, y);
  }
  tip(point) {
    if (!this.on) return false;
    const unit = this.unitAt(point);
    if (!unit) return false;
    const count = this.counts[unit.index];
    Atlas.tip(point.x, point.y, Atlas.h("strong", {}, Atlas.h("bdi", {}, unit.name), " ", Atlas.number(count.total)),
      ...[...count.kinds].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([k, n]) => Atlas.h("span", {class: "row"}, Atlas.swatch(k, 0, 16), `${Atlas.kindName(k)} ${n}`)),
      Atlas.h("span", {class: "row"}, [...count.statuses].sort((a, b) => a[0] - b[0]).map(([s, n]) => `${Atlas.statusName(s)} ${n}`).join(" · ")));
    return true;
  }
  click(point) {
    if (!this.on) return false;
    const unit = this.unitAt(point);
    if (unit) { Atlas.state.district = Atlas.state.district === unit.name ? "" : unit.name; Atlas.applyFilter(); }
    return true;
  }
};
