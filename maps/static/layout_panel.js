/* The panel of one layout: slogan, legend in its order, the plan's words; fragment #ID opens it. */
Atlas.Layouts = class {
  constructor() {
    Atlas.readLayouts();
    this.data = Atlas.data.layouts;
    this.byId = new Map(this.data.layouts.map((layout) => [layout.id, layout]));
    Atlas.layout = null;
    Atlas.layoutChosen = null;
    Atlas.addPainter(80, Atlas.paintLayout);
    Atlas.on("language", () => { if (Atlas.layout) this.tell(); else if (this.gallery) this.gallery.show(); });
    Atlas.on("ready", () => this.start());
  }
  start() {
    document.body.classList.add("layouts");
    if (this.data.gallery) this.gallery = new Atlas.LayoutGallery(this);
    window.addEventListener("hashchange", () => this.follow());
    Atlas.map.on("click", (event) => this.choose(Atlas.elementAt(event.containerPoint)));
    Atlas.map.on("mousemove", (event) => { Atlas.map.getContainer().classList.toggle("over", Atlas.elementAt(event.containerPoint) !== null); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && Atlas.layoutChosen !== null) this.choose(null); });
    this.follow();
  }
  follow() {
    const id = decodeURIComponent(location.hash.slice(1)), layout = this.byId.get(id);
    if (layout) this.open(layout);
    else if (this.gallery) { if (id) Atlas.notice(Atlas.t("layout.unknown")); this.close(); }
    else if (this.data.layouts.length) this.open(this.data.layouts[0]);
  }
  title() { return Atlas.data.title[Atlas.lang === "zh" ? 0 : 1]; }
  head(text) { document.querySelector(".panel-head [data-own=title]").textContent = text; }
  close() {
    Atlas.layout = null;
    this.head(this.title());
    document.body.classList.remove("one-layout");
    this.gallery.show();
    Atlas.redraw();
  }
  open(layout) {
    Atlas.layout = layout;
    Atlas.layoutChosen = null;
    document.body.classList.add("one-layout");
    if (this.gallery) this.gallery.hide();
    if (layout.view) {
      const [west, south, east, north] = layout.view;
      Atlas.home = [[south, west], [north, east]];
      Atlas.goHome(false);
    }
    this.tell();
    Atlas.redraw();
  }
  choose(index) {
    Atlas.layoutChosen = Atlas.layoutChosen === index ? null : index;
    document.querySelectorAll(".element").forEach((node) => {
      const on = Number(node.dataset.index) === Atlas.layoutChosen;
      node.classList.toggle("chosen", on);
      node.querySelector("button.head").setAttribute("aria-expanded", String(on));
      node.querySelector(".more").hidden = !on;
      if (on) node.scrollIntoView({block: "nearest"});
    });
    Atlas.redraw();
  }
  tell() {
    const layout = Atlas.layout, h = Atlas.h, pane = Atlas.$("layout-pane"), drawn = layout.elements.filter((e) => e.at).length;
    const at = this.data.layouts.indexOf(layout), step = (by) => this.data.layouts[(at + by + this.data.layouts.length) % this.data.layouts.length].id;
    const groups = [];
    layout.elements.forEach((element, index) => {
      const name = element.group || Atlas.roleName(element.role), last = groups[groups.length - 1];
      if (last && last.name === name) last.items.push(index); else groups.push({name, role: element.role, items: [index]});
    });
    const more = (words, text) => (text ? h("p", {class: "fact"}, h("span", {}, Atlas.t(words)), text) : null);
    const parts = [
      this.gallery ? h("nav", {class: "layout-nav"}, h("a", {href: "#", class: "button small"}, "← " + Atlas.t("layout.all")),
        h("span", {}, h("a", {href: "#" + step(-1), class: "button small", label: "layout.prev"}, "‹"), h("a", {href: "#" + step(1), class: "button small", label: "layout.next"}, "›"))) : null,
      h("h2", {class: "slogan"}, layout.name),
      h("p", {class: "layout-meta"}, Atlas.planTitle(layout), layout.scope ? " · " + layout.scope : ""),
      h("p", {class: "layout-meta"}, Atlas.t("layout.elements", {n: layout.elements.length, drawn}), layout.told > 1 ? " · " + Atlas.t("layout.told", {n: layout.told}) : ""),
      this.links("layout.same", layout.same), this.links("layout.versions", layout.versions),
      drawn ? null : h("p", {class: "undrawn"}, Atlas.t("layout.undrawn")),
      groups.map((group) => h("section", {class: "group"}, h("h3", {}, group.name, Atlas.lang === "en" && group.name !== Atlas.roleName(group.role) ? h("span", {class: "role"}, Atlas.roleName(group.role)) : null),
        h("ol", {}, group.items.map((index) => this.element(layout, index))))),
      layout.sentence ? h("section", {class: "said"}, h("h3", {}, Atlas.t("layout.said")), h("blockquote", {}, layout.sentence)) : null,
      more("layout.chapter", layout.outline.join(" › ")),
      drawn ? h("p", {class: "hint"}, Atlas.t("layout.legend")) : null,
    ];
    pane.replaceChildren(...parts.flat(Infinity).filter(Boolean));
    pane.scrollTop = 0;
    document.querySelector("#panel-body").scrollTop = 0;
    document.title = layout.name;
    this.head(Atlas.isPhone() ? layout.name : this.title());
  }
  links(words, ids) {
    const h = Atlas.h, others = (ids || []).map((id) => this.byId.get(id)).filter(Boolean);
    const label = (other) => (other.name === Atlas.layout.name ? [Atlas.planTitle(other, "short")] : [other.name, h("small", {}, Atlas.planTitle(other, "short"))]);
    return others.length ? h("ul", {class: "links"}, h("li", {}, Atlas.t(words)), others.map((other) => h("li", {}, h("a", {href: "#" + other.id}, label(other))))) : null;
  }
  element(layout, index) {
    const element = layout.elements[index], h = Atlas.h, shape = Atlas.layoutShapes(layout)[index];
    const why = element.defined ? (shape ? "" : Atlas.t("layout.unplaced")) : Atlas.t("layout.unnamed");
    const role = Atlas.lang === "zh" ? "" : Atlas.roleName(element.role);
    const facts = [["layout.members", element.located.join("、")], ["layout.missing", element.missing.join("、")]];
    return h("li", {class: "element" + (shape ? "" : " absent"), "data-index": index},
      h("button", {type: "button", class: "head", "aria-expanded": "false", onclick: () => this.choose(index)},
        this.badge(layout, index), h("span", {class: "name"}, element.name,
          why ? h("small", {}, why) : null, shape && element.schematic ? h("small", {}, Atlas.t("layout.schematic")) : null, role ? h("small", {}, role) : null)),
      h("div", {class: "more", hidden: true},
        element.sentence ? h("blockquote", {}, element.sentence) : null,
        facts.map(([words, text]) => (text ? h("p", {class: "fact"}, h("span", {}, Atlas.t(words)), text) : null))));
  }
  badge(layout, index) {
    const shape = Atlas.layoutShapes(layout)[index], canvas = Atlas.h("canvas", {class: "badge", width: 60, height: 60, "aria-hidden": "true"}), ctx = canvas.getContext("2d");
    const style = Atlas.data.layouts.roles[layout.elements[index].role];
    ctx.scale(2, 2);
    if (!shape) ctx.globalAlpha = 0.4;
    if (shape && shape.rings.length) {
      ctx.globalAlpha = shape.style.fill;
      ctx.fillStyle = style.colour;
      ctx.fillRect(1, shape.element.form === "band" ? 10 : 4, 28, shape.element.form === "band" ? 10 : 22);
      ctx.globalAlpha = 1;
    }
    Atlas.paintBadge(ctx, shape || {index, style, element: {form: "", schematic: true}}, 15, 15, 9, 1);
    return canvas;
  }
};
