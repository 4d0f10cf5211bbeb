/* Plan against plan: what is new, gone, advanced or set back in status between two plans. */
Atlas.PlanCompare = class {
  constructor() {
    Atlas.parts.compare = this;
    this.kinds = [
      {key: "new", colour: "#009E73"}, {key: "ahead", colour: "#0072B2"}, {key: "same", colour: "#9AA3A8"}, {key: "back", colour: "#E69F00"}, {key: "gone", colour: "#D55E00"},
    ];
    this.on = false;
    this.shown = [1, 1, 1, 1, 1];
    Atlas.on("setup", () => { this.pair = this.guess(); this.options(); });
    Atlas.on("language", () => { this.options(); if (this.on) this.update(); });
    Atlas.on("tab", (tab) => this.mode(tab === "compare"));
    Atlas.on("filter", () => { if (this.on) this.list(); });
  }
  /* Two plans of one area and different periods, where there are such. */
  guess() {
    const plans = Atlas.store.plans, index = plans.map((_, i) => i).sort((a, b) => (plans[a].period < plans[b].period ? -1 : 1));
    for (const a of index) for (const b of index) if (plans[a].area && plans[a].area === plans[b].area && plans[a].period < plans[b].period) return [a, b];
    return [index[0] || 0, index[index.length - 1] || 0];
  }
  options() {
    ["compare-a", "compare-b"].forEach((id, i) => {
      const select = Atlas.$(id);
      select.replaceChildren(...Atlas.store.plans.map((plan, p) => Atlas.h("option", {value: p}, Atlas.cut(plan.short, 50))));
      select.value = this.pair[i];
      select.onchange = () => { this.pair[i] = +select.value; this.update(); };
    });
  }
  mode(on) {
    if (on === this.on) return;
    this.on = on;
    if (on) { Atlas.state.mode = "compare"; this.update(); }
    else if (Atlas.state.mode === "compare") { Atlas.state.mode = "places"; Atlas.store.version++; Atlas.standShapes(); Atlas.redraw(); }
  }
  rank(place, plan) {
    const {S} = Atlas.store, ranks = [4, 3, 2, 1, 0];
    let best = -1;
    for (const combo of place.combos) if (Math.floor(combo / S) === plan) best = Math.max(best, ranks[combo % S]);
    return best;
  }
  update() {
    const [a, b] = this.pair;
    this.found = new Int8Array(Atlas.store.places.length).fill(-1);
    for (const place of Atlas.store.places) {
      const before = this.rank(place, a), after = this.rank(place, b);
      let category = -1;
      if (before < 0 && after >= 0) category = 0;
      else if (before >= 0 && after < 0) category = 4;
      else if (before >= 0 && after >= 0) category = before > 0 && after > before ? 1 : after > 0 && after < before ? 3 : 2;
      this.found[place.index] = category;
    }
    this.list();
    Atlas.store.version++;
    Atlas.standShapes();
    Atlas.redraw();
    Atlas.emit("compare");
  }
  category(place) { const c = this.found[place.index]; return c >= 0 && this.shown[c] ? c : -1; }
  colour(place) { const c = this.found[place.index]; return c < 0 ? null : this.kinds[c].colour; }
  list() {
    if (!this.found) return;
    const groups = this.kinds.map(() => []);
    for (const place of Atlas.store.places) if (place.on && this.found[place.index] >= 0) groups[this.found[place.index]].push(place);
    const opened = Array.from(document.querySelectorAll("#compare-groups details")).map((d) => d.open);
    Atlas.$("compare-groups").replaceChildren(...groups.map((members, c) => {
      members.sort((p, q) => q.priority - p.priority);
      const box = Atlas.h("input", {type: "checkbox", id: "compare-" + this.kinds[c].key, onchange: () => { this.shown[c] = box.checked ? 1 : 0; Atlas.store.version++; Atlas.standShapes(); Atlas.redraw(); }});
      box.checked = this.shown[c] === 1;
      const dot = Atlas.h("span", {class: "swatch dot"});
      dot.style.background = this.kinds[c].colour;
      return Atlas.h("div", {class: "compare-group"}, Atlas.h("div", {class: "branch"}, box, Atlas.h("label", {for: "compare-" + this.kinds[c].key}, dot, Atlas.t("compare." + this.kinds[c].key)), Atlas.h("span", {class: "count"}, Atlas.number(members.length))),
        Atlas.h("details", {open: opened[c]}, Atlas.h("summary", {}, Atlas.t("compare.names")), Atlas.h("ul", {class: "names"}, members.slice(0, 200).map((p) => Atlas.h("li", {}, Atlas.h("button", {type: "button", class: "row-name", onclick: () => { Atlas.select(p); Atlas.goTo(p); }}, Atlas.swatch(p.kind, p.status, 16), Atlas.h("bdi", {}, Atlas.cut(p.name, 40)), this.change(p, c)))))));
    }));
  }
  change(place, c) {
    if (c !== 1 && c !== 3) return null;
    const names = [4, 3, 2, 1, 0], word = (plan) => Atlas.statusName(names[this.rank(place, plan)]);
    return Atlas.h("small", {}, `${word(this.pair[0])} → ${word(this.pair[1])}`);
  }
};
