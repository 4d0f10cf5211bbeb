/* What else is drawn, each in a square of 22: no switches, only what it means. */
Atlas.signs = () => {
  const {places, byWorth} = Atlas.store, ground = new Set(Atlas.base ? Atlas.base.lines.map((line) => line.kind) : []), rail = Atlas.symbols.kinds.findIndex((k) => k.key === "rail"), vague = places.some((p) => p.vague);
  const line = (draw) => (ctx) => { ctx.beginPath(); ctx.moveTo(1, 15); ctx.lineTo(21, 7); draw(ctx); };
  const text = (ctx) => { ctx.font = `500 12px ${Atlas.FONT}`; ctx.fillStyle = "#736b5c"; ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.fillText("(8)", 11, 11); ctx.textAlign = "start"; };
  return [
    {key: "dot", there: true, printed: true, draw: (ctx) => Atlas.sampleDots(ctx)},
    {key: "doubt", there: false, printed: places.some((p) => p.precision >= 0 && Atlas.symbols.precisions[p.precision].radius_m), draw: (ctx) => { ctx.beginPath(); ctx.arc(11, 11, 9, 0, 7); ctx.setLineDash([3, 2]); ctx.strokeStyle = "#55626b"; ctx.stroke(); ctx.setLineDash([]); }},
    {key: "pile", there: true, draw: (ctx) => Atlas.samplePile(ctx, places)},
    {key: "unit", there: vague && places.some((p) => p.vague && p.units.length === 1), printed: vague, draw: text},
    {key: "stack", there: vague, printed: vague, draw: (ctx) => { Atlas.paintTag(ctx, 11, 11, 10, 8, 1); Atlas.paintCount(ctx, 11, 11, 3, 10, 1); }},
    {key: "faint", there: byWorth.some((p) => !p.geometry.area), draw: line((ctx) => { ctx.globalAlpha = 0.7; Atlas.strokeLine(ctx, Atlas.symbols.kinds[rail].edge, 2, 2, false); })},
    {key: "rail", there: ground.has("rail"), draw: line((ctx) => Atlas.strokeRail(ctx, 1))},
    {key: "river", there: ground.has("river"), draw: line((ctx) => { ctx.strokeStyle = Atlas.baseColours.river; ctx.lineWidth = 3; ctx.stroke(); })},
  ];
};
Atlas.sampleDots = (ctx) => [[5, 8], [11, 14], [16, 7], [18, 15]].forEach(([x, y], i) => {
  ctx.beginPath();
  ctx.arc(x, y, 2.6, 0, 7);
  ctx.fillStyle = Atlas.symbols.kinds[Atlas.symbols.order[(i * 5) % Atlas.symbols.order.length]].edge;
  ctx.fill();
});
Atlas.samplePile = (ctx, places) => {
  Atlas.paintSymbol(ctx, Atlas.symbols.kinds.findIndex((k) => k.key === "platform"), 0, 8, 14, 5.5);
  Atlas.paintRing(ctx, 15, 7, 6.5, places.slice(0, 5), 1);
  Atlas.paintCount(ctx, 15, 7, 5, 6.5, 1);
};
/* The legend: what the symbols mean, each a switch; and the filter by district. */
Atlas.Legend = class {
  constructor() {
    Atlas.on("setup", () => this.build());
    Atlas.on("language", () => this.build());
    Atlas.on("filter", () => this.update());
    Atlas.on("drawn", (view) => this.waiting(view));
  }
  toggle(group, code, swatch, label, count, title) {
    const state = Atlas.state[group];
    return Atlas.h("button", {
      type: "button", class: "key", "aria-pressed": state[code] === 1, "data-group": group, "data-code": code, title,
      onclick: () => { state[code] = state[code] ? 0 : 1; Atlas.applyFilter(); },
      ondblclick: () => { state.fill(0); state[code] = 1; Atlas.applyFilter(); },
    }, swatch, Atlas.h("span", {class: "key-name"}, label), count === undefined ? null : Atlas.h("span", {class: "count"}, Atlas.number(count)));
  }
  count(read) {
    const counts = new Map();
    for (const place of Atlas.store.places) { const v = read(place); counts.set(v, (counts.get(v) || 0) + 1); }
    return counts;
  }
  build() {
    const kinds = this.count((p) => p.kind), statuses = this.count((p) => p.status), precisions = this.count((p) => (p.precision < 0 ? Atlas.store.R : p.precision));
    const there = Atlas.symbols.order.filter((k) => kinds.has(k)), usual = (k) => Atlas.store.usual[k];
    Atlas.$("legend-kinds").replaceChildren(...there.map((k) => this.toggle("kind", k, Atlas.swatch(k, 0, 22), Atlas.kindName(k), kinds.get(k))));
    Atlas.$("strip").replaceChildren(...there.filter(usual).sort((a, b) => kinds.get(b) - kinds.get(a)).map((k) => this.toggle("kind", k, Atlas.swatch(k, 0, 18), Atlas.kindName(k))));
    Atlas.$("legend-statuses").replaceChildren(...Atlas.symbols.statuses.map((_, s) => s).filter((s) => statuses.has(s)).map((s) =>
      this.toggle("status", s, this.statusSample(s), Atlas.statusName(s), statuses.get(s))));
    Atlas.$("legend-precisions").replaceChildren(...Atlas.symbols.precisions.map((_, r) => r).filter((r) => precisions.has(r)).map((r) =>
      this.toggle("precision", r, this.precisionSample(r), Atlas.precisionName(r), precisions.get(r), Atlas.precisionWords(r))));
    Atlas.$("legend-more").replaceChildren(...Atlas.signs().filter((sign) => sign.there).map((sign) => Atlas.h("li", {}, this.sample(22, sign.draw), Atlas.h("span", {}, Atlas.t("legend." + sign.key)))));
    this.districts();
    this.update();
  }
  statusSample(s) {
    const canvas = Atlas.h("canvas", {class: "swatch", "aria-hidden": "true"});
    canvas.width = 92; canvas.height = 40;
    canvas.style.width = "46px"; canvas.style.height = "20px";
    const ctx = canvas.getContext("2d"), circle = Atlas.symbols.kinds.findIndex((k) => k.key === "platform");
    ctx.scale(2, 2);
    ctx.beginPath(); ctx.moveTo(18, 10); ctx.lineTo(45, 10);
    Atlas.strokeLine(ctx, "#0072B2", s, 3, false);
    Atlas.paintSymbol(ctx, circle, s, 8, 10, 6);
    return canvas;
  }
  precisionSample(r) {
    const canvas = Atlas.h("canvas", {class: "swatch", "aria-hidden": "true"}), style = Atlas.symbols.precisions[r];
    canvas.width = canvas.height = 44;
    canvas.style.width = canvas.style.height = "22px";
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    ctx.strokeStyle = "#55626b"; ctx.fillStyle = "#55626b"; ctx.lineWidth = 1.2;
    if (style.form === "unit") {
      ctx.beginPath(); ctx.roundRect(2, 4, 18, 14, 3);
      ctx.fillStyle = Atlas.hatch(ctx, "rgba(85,98,107,.75)", 5); ctx.fill(); ctx.stroke();
    } else if (style.form === "line") {
      ctx.beginPath(); ctx.moveTo(2, 16); ctx.lineTo(9, 9); ctx.lineTo(20, 6); ctx.stroke();
      for (const [x, y] of [[2, 16], [9, 9], [20, 6]]) { ctx.beginPath(); ctx.arc(x, y, 2, 0, 7); ctx.fill(); }
    } else if (style.form === "extent") {
      ctx.beginPath(); ctx.moveTo(4, 6); ctx.lineTo(17, 3); ctx.lineTo(20, 14); ctx.lineTo(9, 19); ctx.closePath();
      ctx.globalAlpha = 0.25; ctx.fill(); ctx.globalAlpha = 1; ctx.stroke();
    } else {
      const radius = {surveyed: 0, site: 6.5, approximate: 9.5}[style.key];
      if (radius) { ctx.setLineDash([2.5, 2]); ctx.beginPath(); ctx.arc(11, 11, radius, 0, 7); ctx.globalAlpha = 0.2; ctx.fill(); ctx.globalAlpha = 1; ctx.stroke(); ctx.setLineDash([]); }
      ctx.beginPath(); ctx.arc(11, 11, 3, 0, 7); ctx.fill();
    }
    return canvas;
  }
  sample(width, draw) {
    const canvas = Atlas.h("canvas", {class: "swatch", "aria-hidden": "true"});
    canvas.width = width * 2; canvas.height = 44;
    canvas.style.width = width + "px"; canvas.style.height = "22px";
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    draw(ctx);
    return canvas;
  }
  waiting(view) {
    const waits = (Atlas.store.byWorth || []).filter((p) => p.standing < Infinity && Atlas.waits(p, view.scale, view.unit) && view.sees(p.geometry.box));
    const areas = waits.filter((p) => p.geometry.area).length, text = waits.length ? Atlas.t("legend.waits", {lines: Atlas.number(waits.length - areas), areas: Atlas.number(areas)}) : "";
    if (Atlas.$("legend-waits").textContent !== text) Atlas.$("legend-waits").textContent = text;
  }
  districts() {
    const counts = new Map(), cities = new Map();
    for (const place of Atlas.store.places) for (const d of new Set(place.districts)) {
      counts.set(d, (counts.get(d) || 0) + 1);
      const unit = Atlas.base && Atlas.base.byName.get(d), city = unit ? unit.city : d;
      if (!cities.has(city)) cities.set(city, new Set());
      cities.get(city).add(d);
    }
    const select = Atlas.$("legend-district"), names = [...cities].sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1));
    select.replaceChildren(Atlas.h("option", {value: ""}, Atlas.t("filter.everywhere")), ...names.map(([city, districts]) =>
      Atlas.h("optgroup", {}, Atlas.h("option", {value: city}, Atlas.t("filter.city", {name: Atlas.cut(city, 30)})),
        [...districts].filter((d) => d !== city).sort((a, b) => counts.get(b) - counts.get(a)).map((d) => Atlas.h("option", {value: d}, `${Atlas.cut(d, 30)} (${counts.get(d)})`)))));
    names.forEach(([city], i) => { select.children[i + 1].label = Atlas.cut(city, 30); });
    select.value = Atlas.state.district;
    select.onchange = () => { Atlas.state.district = select.value; Atlas.applyFilter(); };
    Atlas.$("legend-reset").onclick = () => Atlas.resetFilter();
  }
  update() {
    for (const button of document.querySelectorAll(".key")) button.setAttribute("aria-pressed", String(Atlas.state[button.dataset.group][button.dataset.code] === 1));
    Atlas.$("legend-district").value = Atlas.state.district;
    Atlas.$("legend-reset").hidden = !Atlas.isFiltered();
    Atlas.$("shown").textContent = Atlas.countText();
  }
};
