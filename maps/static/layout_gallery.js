/* The gallery: cards with small drawings, search over slogans, elements and places, filters by plan and scope. */
Atlas.LayoutGallery = class {
  constructor(owner) {
    const h = Atlas.h, data = owner.data;
    this.owner = owner;
    this.layouts = data.layouts;
    this.search = h("input", {type: "search", id: "layout-search", maxlength: 60, "data-t-placeholder": "layout.search", placeholder: Atlas.t("layout.search"), label: "layout.search", oninput: () => this.show()});
    const options = (values) => [h("option", {value: "", t: "layout.any"}), values.map(([value, text]) => h("option", {value}, text))];
    const scopes = [...new Set(this.layouts.map((l) => l.scope).filter(Boolean))].sort();
    this.plan = h("select", {id: "layout-plan", onchange: () => this.show()}, options(data.plans.map((p) => [p.name, Atlas.cut(p.short, 30)])));
    this.scope = h("select", {id: "layout-scope", onchange: () => this.show()}, options(scopes.map((s) => [s, s])));
    this.drawn = h("input", {type: "checkbox", id: "layout-drawn", onchange: () => this.show()});
    this.count = h("p", {class: "layout-meta", role: "status"});
    this.form = h("form", {class: "layout-filter", onsubmit: (event) => event.preventDefault()}, this.search,
      h("label", {for: "layout-plan", t: "layout.plan"}), this.plan, h("label", {for: "layout-scope", t: "layout.scope"}), this.scope,
      h("label", {class: "check"}, this.drawn, h("span", {t: "layout.onlydrawn"})), this.count);
    this.grid = h("section", {id: "gallery", class: "gallery", tabindex: 0, label: "layout.all"});
    this.cards = new Map();
    Atlas.$("stage").append(this.grid);
    this.watch = new IntersectionObserver((entries) => entries.forEach((entry) => {
      if (!entry.isIntersecting) return;
      this.watch.unobserve(entry.target);
      const layout = owner.byId.get(entry.target.dataset.id);
      if (layout.view) entry.target.firstChild.replaceWith(this.thumbnail(layout));
    }), {root: this.grid, rootMargin: "300px"});
  }
  card(layout) {
    const h = Atlas.h, drawn = layout.elements.filter((e) => e.at).length;
    if (!this.cards.has(layout.id)) {
      const card = h("a", {href: "#" + layout.id, class: "card" + (drawn ? "" : " absent"), "data-id": layout.id},
        h("span", {class: "picture"}, drawn ? "" : "—"), h("strong", {}, layout.name), h("span", {class: "from"}), h("span", {class: "sum"}));
      this.watch.observe(card);
      this.cards.set(layout.id, card);
    }
    const card = this.cards.get(layout.id);
    card.querySelector(".from").textContent = Atlas.planTitle(layout, "short");
    card.querySelector(".sum").textContent = [layout.scope, drawn ? Atlas.t("layout.elements", {n: layout.elements.length, drawn}) : Atlas.t("layout.undrawn")].filter(Boolean).join(" · ");
    return card;
  }
  fits(layout) {
    const words = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (this.plan.value && layout.plan !== this.plan.value) return false;
    if (this.scope.value && layout.scope !== this.scope.value) return false;
    if (this.drawn.checked && !layout.view) return false;
    layout.words = layout.words || [layout.name, layout.scope, ...layout.outline, ...layout.elements.flatMap((e) => [e.name, e.group, ...e.located, ...e.missing])].join("\n").toLowerCase();
    return words.every((word) => layout.words.includes(word));
  }
  show() {
    const found = this.layouts.filter((layout) => this.fits(layout)), pane = Atlas.$("layout-pane");
    if (pane.firstChild !== this.form) pane.replaceChildren(this.form);
    this.count.textContent = found.length ? Atlas.t("layout.count", {n: found.length, drawn: found.filter((l) => l.view).length}) : Atlas.t("layout.none");
    this.grid.replaceChildren(...found.map((layout) => this.card(layout)));
    this.grid.hidden = false;
    document.title = this.owner.title();
  }
  hide() { this.grid.hidden = true; }
  thumbnail(layout) {
    const wide = 240, high = 150, [west, south, east, north] = layout.view;
    const [x0, y1] = Atlas.project(west, south), [x1, y0] = Atlas.project(east, north);
    const scale = Math.min((wide - 16) / (x1 - x0), (high - 16) / (y1 - y0));
    const px = (x) => ((x - (x0 + x1) / 2) * scale + wide / 2), py = (y) => ((y - (y0 + y1) / 2) * scale + high / 2);
    const svg = (tag, props) => { const node = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const key in props) node.setAttribute(key, props[key]); return node; };
    const path = (rings) => rings.map((ring) => {
      let out = "", lx = NaN, ly = NaN;
      for (let i = 0; i < ring.length; i += 2) {
        const x = Math.round(px(ring[i]) * 10) / 10, y = Math.round(py(ring[i + 1]) * 10) / 10;
        if (i && Math.abs(x - lx) + Math.abs(y - ly) < 1.2) continue;
        out += (out ? "L" : "M") + Math.max(-900, Math.min(1200, x)) + "," + Math.max(-900, Math.min(1200, y));
        lx = x; ly = y;
      }
      return out + "Z";
    }).join("");
    const root = svg("svg", {viewBox: `0 0 ${wide} ${high}`, class: "picture", "aria-hidden": "true"});
    const left = x0 - (wide / scale), right = x1 + (wide / scale);
    for (const unit of Atlas.base.units) {
      if (unit.box[0] > right || unit.box[2] < left || py(unit.box[3]) < 0 || py(unit.box[1]) > high || px(unit.box[2]) < 0 || px(unit.box[0]) > wide) continue;
      root.append(svg("path", {d: path(unit.rings), fill: unit.focus ? "#fcfaf5" : "#f1eee6", stroke: "#d3cbb9", "stroke-width": 0.7, "fill-rule": "evenodd"}));
    }
    for (const shape of Atlas.layoutOrder(layout)) {
      const {style, element} = shape, edge = Atlas.darker(style.colour, 0.28);
      if (shape.rings.length) root.append(svg("path", {d: path(shape.rings), fill: style.colour, "fill-opacity": style.fill, stroke: edge, "stroke-width": 0.9, "fill-rule": "evenodd", ...(element.schematic ? {"stroke-dasharray": "4 2.5"} : {})}));
      else root.append(svg("path", {d: style.path, fill: style.colour, stroke: "#fff", "stroke-width": 0.25, transform: `translate(${px(shape.at[0]).toFixed(1)},${py(shape.at[1]).toFixed(1)}) scale(5)`}));
    }
    return root;
  }
};
