/* Search over names, aliases, Traditional forms, pinyin and initials; a combobox for keyboard and screen reader. */
Atlas.SearchBox = class {
  constructor() {
    Atlas.parts.search = this;
    this.input = Atlas.$("search");
    this.list = Atlas.$("search-list");
    this.status = Atlas.$("search-status");
    this.found = [];
    this.active = -1;
    this.input.addEventListener("input", () => this.run());
    this.input.addEventListener("focus", () => { this.build(); if (this.input.value) this.run(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== this.input) this.close(); }, 150));
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); this.input.focus(); }
    });
  }
  fold(text) {
    const table = Atlas.data.atlas.simplified;
    return Array.from(text.normalize("NFKC").toLowerCase().replace(/[\s'’·・]/g, "")).map((c) => table[c] || c).join("");
  }
  syllables(name) {
    const {syllables, readings} = Atlas.data.atlas;
    return Object.hasOwn(readings, name) ? readings[name] : Array.from(name.toLowerCase()).map((c) => (Object.hasOwn(syllables, c) ? syllables[c] : c));
  }
  build() {
    if (this.index) return;
    this.index = [];
    const add = (name, target) => {
      const parts = this.syllables(name), starts = new Set();
      let spelled = "";
      for (const part of parts) { starts.add(spelled.length); spelled += part; }
      this.index.push(Object.assign({name, text: this.fold(name), spelled, starts, initials: parts.map((p) => p[0] || "").join("")}, target));
    };
    for (const place of Atlas.store.places) {
      add(place.name, {place});
      for (const alias of place.aliases) if (alias) add(alias, {place, alias});
    }
    for (const unit of Atlas.base ? Atlas.base.units : []) add(unit.name, {unit});
  }
  score(entry, query, latin) {
    const at = entry.text.indexOf(query);
    if (entry.text === query) return 120;
    if (at === 0) return 95 - Math.min(20, entry.text.length - query.length);
    if (at > 0) return 66 - Math.min(20, at);
    if (!latin) return 0;
    const spelled = entry.spelled.indexOf(query);
    if (spelled === 0) return 62 - Math.min(20, entry.text.length);
    const initials = entry.initials.indexOf(query);
    if (initials === 0) return 60 - Math.min(20, entry.initials.length - query.length);
    if (spelled > 0 && query.length > 2 && entry.starts.has(spelled)) return 38;
    return initials > 0 && query.length > 1 ? 32 : 0;
  }
  run() {
    this.build();
    const query = this.fold(this.input.value), best = new Map();
    if (query) for (const entry of this.index) {
      let score = this.score(entry, query, /^[a-z0-9]+$/.test(query));
      if (!score) continue;
      score += entry.place ? Math.min(9, entry.place.priority / 6) - (entry.alias ? 1 : 0) - (entry.place.on ? 0 : 3) : 2;
      const key = entry.place || entry.unit, known = best.get(key);
      if (!known || known.score < score) best.set(key, {score, entry});
    }
    const all = [...best.values()].sort((a, b) => b.score - a.score || (a.entry.name < b.entry.name ? -1 : 1));
    this.found = all.slice(0, 12).map((item) => item.entry);
    this.active = this.found.length ? 0 : -1;
    this.show(query, all.length);
  }
  show(query, total) {
    this.list.replaceChildren(...this.found.map((entry, i) => {
      const where = entry.place ? this.where(entry.place) : entry.unit.city;
      const kind = entry.place ? Atlas.kindName(entry.place.kind) : Atlas.t("search.unit");
      return Atlas.h("li", {role: "option", id: "found-" + i, "aria-selected": i === this.active, onmousedown: (e) => { e.preventDefault(); this.choose(i); }},
        entry.place ? Atlas.swatch(entry.place.kind, entry.place.status, 20) : Atlas.h("span", {class: "swatch dot"}),
        Atlas.h("span", {class: "found"}, Atlas.h("bdi", {}, Atlas.cut(entry.place ? entry.place.name : entry.unit.name, 60)),
          Atlas.h("small", {}, entry.alias ? Atlas.t("search.alias", {alias: Atlas.cut(entry.alias, 30)}) + " · " : "", kind, where ? " · " : "", Atlas.h("bdi", {}, Atlas.cut(where, 40)))));
    }));
    if (query && !this.found.length) this.list.append(Atlas.h("li", {class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", t: "search.none"}));
    const open = query !== "";
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.status.textContent = open ? Atlas.t("search.count", {n: total}) : "";
    this.mark();
  }
  where(place) {
    const where = place.districts.slice(0, 2).join(" ");
    return place.vague && where ? Atlas.t("search.within", {where}) : where;
  }
  mark() {
    Array.from(this.list.children).forEach((node, i) => node.setAttribute("aria-selected", String(i === this.active)));
    if (this.active >= 0) {
      this.input.setAttribute("aria-activedescendant", "found-" + this.active);
      this.list.children[this.active].scrollIntoView({block: "nearest"});
    } else this.input.removeAttribute("aria-activedescendant");
  }
  key(event) {
    const n = this.found.length;
    if (event.key === "Escape") { if (this.list.hidden) this.input.value = ""; this.close(); }
    else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) this.choose(this.active);
    else if (event.key === "ArrowDown" && n) this.active = (this.active + 1) % n;
    else if (event.key === "ArrowUp" && n) this.active = (this.active - 1 + n) % n;
    else return;
    event.preventDefault();
    this.mark();
  }
  close() { this.list.hidden = true; this.input.setAttribute("aria-expanded", "false"); this.input.removeAttribute("aria-activedescendant"); }
  choose(i) {
    const entry = this.found[i];
    this.close();
    if (entry.unit) {
      const b = entry.unit.box, a = Atlas.unproject(b[0], b[3]), c = Atlas.unproject(b[2], b[1]);
      Atlas.fit([[a[1], a[0]], [c[1], c[0]]], {animate: false});
      return;
    }
    if (!entry.place.on) {
      const kind = Atlas.state.kind;
      if (!kind[entry.place.kind]) { kind[entry.place.kind] = 1; Atlas.applyFilter(); }
      if (!entry.place.on) { Atlas.resetFilter(); kind[entry.place.kind] = 1; Atlas.applyFilter(); Atlas.notice(Atlas.t("search.reset")); }
    }
    if (Atlas.isPhone()) Atlas.sheet(0);
    Atlas.select(entry.place);
    Atlas.goTo(entry.place);
  }
};
