/* Table of what is in view, and of what could not be placed. */
Atlas.PlaceTable = class {
  constructor() {
    Atlas.parts.list = this;
    this.sort = {seen: {}, lost: {}};
    this.limit = 120;
    this.only = null;
    this.view = "seen";
    for (const event of ["filter", "language", "tab"]) Atlas.on(event, () => this.later());
    Atlas.on("ready", () => { Atlas.map.on("moveend", () => this.later()); });
    Atlas.on("many", (members) => { this.only = members; this.view = "seen"; Atlas.openTab("list"); Atlas.sheet(Math.max(1, Atlas.sheetLevel)); });
    Atlas.$("list-csv").addEventListener("click", () => this.csv());
    Atlas.$("list-seen").addEventListener("click", () => { this.view = "seen"; this.only = null; this.limit = 120; this.show(); });
    Atlas.$("list-lost").addEventListener("click", () => { this.view = "lost"; this.show(); });
    Atlas.$("list-wide").addEventListener("click", () => {
      const wide = Atlas.$("panel").classList.toggle("wide");
      Atlas.$("list-wide").setAttribute("aria-pressed", String(wide));
      this.show();
    });
  }
  later() {
    if (Atlas.tab !== "list") { if (Atlas.$("panel").classList.contains("wide")) { Atlas.$("panel").classList.remove("wide"); Atlas.$("list-wide").setAttribute("aria-pressed", "false"); } return; }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), 60);
  }
  rows() {
    if (this.only) return this.only.slice();
    const inset = Atlas.insets(), size = Atlas.map.getSize(), a = Atlas.map.containerPointToLatLng([inset.left, 0]), b = Atlas.map.containerPointToLatLng([size.x, size.y]);
    const [x0, y0] = Atlas.project(a.lng, a.lat), [x1, y1] = Atlas.project(b.lng, b.lat);
    return Atlas.store.places.filter((p) => {
      if (!p.on) return false;
      const g = p.geometry && !p.vague ? p.geometry.box : [p.x, p.y, p.x, p.y];
      return g[2] >= x0 && g[0] <= x1 && g[3] >= y0 && g[1] <= y1;
    });
  }
  /* What is sorted by no column stands as it is given: places by prominence, names without one by plan. */
  seenTable() {
    const wide = Atlas.$("panel").classList.contains("wide"), go = (p) => { if (Atlas.isPhone()) Atlas.sheet(0); Atlas.select(p); Atlas.goTo(p); };
    const columns = [
      {key: "name", read: (p) => p.name, cell: (p) => Atlas.h("button", {type: "button", class: "row-name", onclick: () => go(p)}, Atlas.swatch(p.kind, p.status, 18), Atlas.h("bdi", {}, Atlas.cut(p.name, 60)))},
      {key: "kind", read: (p) => Atlas.kindName(p.kind), tight: true}, {key: "status", read: (p) => Atlas.statusName(p.status), tight: true},
      {key: "districts", read: (p) => p.districts.join(" "), wide: true}, {key: "precision", read: (p) => Atlas.precisionName(p.precision), order: (p) => (p.precision < 0 ? 99 : p.precision), wide: true},
      {key: "mentions", read: (p) => p.count, number: true},
    ].filter((c) => wide || !c.wide);
    return {caption: "list.caption", columns, rows: this.rows().sort((p, q) => q.priority - p.priority || p.index - q.index)};
  }
  lostTable() {
    const columns = [
      {key: "name", read: (row) => row.name, cell: ({name, kind}) => Atlas.h("span", {class: "row-name"}, kind >= 0 ? Atlas.swatch(kind, 4, 18) : null, Atlas.h("bdi", {}, Atlas.cut(name, 60)))},
      {key: "plan", read: ({plan}) => (plan < 0 ? "" : Atlas.store.plans[plan].short), order: (row) => row.plan}, {key: "reason", read: (row) => this.reason(row.reason), cut: 120},
      {key: "mentions", read: (row) => row.count, number: true},
    ];
    const rows = Atlas.data.atlas.unplaced.map(([name, kind, plan, reason, count]) => ({name, kind, plan, reason: Atlas.store.text(reason), count}));
    return {caption: "list.lost.caption", columns, rows};
  }
  show() {
    const lost = Atlas.data.atlas.unplaced.length, seen = this.view === "seen", table = seen ? this.seenTable() : this.lostTable();
    Atlas.$("list-seen").setAttribute("aria-pressed", String(seen));
    Atlas.$("list-lost").setAttribute("aria-pressed", String(!seen));
    Atlas.$("list-lost").textContent = Atlas.t("list.lost", {n: Atlas.number(lost)});
    Atlas.$("list-wide").hidden = !seen || Atlas.isPhone();
    Atlas.$("list-seen").textContent = Atlas.t(this.only ? "list.only" : "list.seen", {n: Atlas.number(this.rows().length)});
    this.draw(table);
    if (seen && !table.rows.length) Atlas.$("list-more").replaceChildren(Atlas.h("p", {class: "hint"}, Atlas.t("list.empty")));
  }
  draw({caption, columns, rows}) {
    const {by, down} = this.sort[this.view], column = columns.find((c) => c.key === by);
    if (column) this.order(rows, column.order || column.read, down ? -1 : 1);
    this.shown = rows;
    const head = Atlas.h("tr", {}, columns.map((c) => Atlas.h("th", {scope: "col", "data-key": c.key, class: c.number ? "number" : null, "aria-sort": by === c.key ? (down ? "descending" : "ascending") : "none"},
      Atlas.h("button", {type: "button", onclick: () => this.sortBy(c)}, Atlas.t("column." + c.key)))));
    const text = (c, row) => Atlas.h("bdi", {}, c.number ? Atlas.number(c.read(row)) : Atlas.cut(c.read(row), c.cut || 40));
    const body = rows.slice(0, this.limit).map((row) => Atlas.h("tr", {}, columns.map((c) => (c.cell
      ? Atlas.h("th", {scope: "row"}, c.cell(row)) : Atlas.h("td", {class: c.number ? "number" : c.tight ? "tight" : null}, text(c, row))))));
    Atlas.$("list-table").replaceChildren(Atlas.h("caption", {class: "unseen"}, Atlas.t(caption)), Atlas.h("thead", {}, head), Atlas.h("tbody", {}, body));
    Atlas.$("list-more").replaceChildren(rows.length > this.limit ? Atlas.h("button", {type: "button", class: "plain", onclick: () => { this.limit += 400; this.show(); }}, Atlas.t("list.more", {n: Atlas.number(rows.length - this.limit)})) : "");
  }
  order(rows, read, sign) {
    const compare = new Intl.Collator("zh-Hans-u-co-pinyin").compare;
    rows.sort((p, q) => { const a = read(p), b = read(q); return sign * (typeof a === "number" ? a - b : compare(a, b)); });
  }
  sortBy(column) {
    const {by, down} = this.sort[this.view];
    this.sort[this.view] = {by: column.key, down: by === column.key ? !down : !!column.number};
    this.show();
    document.querySelector(`#list-table th[data-key="${column.key}"] button`).focus();
  }
  reason(text) {
    const at = text.indexOf(":"), head = (at < 0 ? text : text.slice(0, at)).trim(), known = Atlas.data.strings["reason." + head];
    return known ? Atlas.t("reason." + head) + (at < 0 ? "" : "：" + text.slice(at + 1).trim()) : text || Atlas.t("reason.none");
  }
  /* A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
  cell(value) {
    if (typeof value === "number") return String(value);
    const text = /^[\s\u200b\ufeff]*[=+\-@\t\r]/.test(value) ? "'" + value : value;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }
  table() {
    if (this.view === "lost") {
      const rows = this.shown.map(({name, kind, plan, reason, count}) => [name, kind < 0 ? "" : Atlas.symbols.kinds[kind].key, plan < 0 ? "" : Atlas.store.plans[plan].name, reason, count]);
      return [["name", "kind", "plan", "reason", "count"], ...rows];
    }
    const rows = this.shown.map((p) => [p.id, p.name, p.aliases.join("|"), Atlas.symbols.kinds[p.kind].key, Atlas.symbols.statuses[p.status].key,
      p.precision < 0 ? "" : Atlas.symbols.precisions[p.precision].key, p.districts.join("|"), +p.lng.toFixed(5), +p.lat.toFixed(5), p.source, p.note, p.count]);
    return [["id", "name", "aliases", "kind", "status", "precision", "districts", "lng_wgs84", "lat_wgs84", "source", "note", "mentions"], ...rows];
  }
  csv() {
    const text = "\ufeff" + this.table().map((row) => row.map((value) => this.cell(value)).join(",")).join("\r\n") + "\r\n";
    Atlas.download(this.view === "lost" ? "plan-atlas-unplaced.csv" : "plan-atlas.csv", new Blob([text], {type: "text/csv;charset=utf-8"}));
  }
};
