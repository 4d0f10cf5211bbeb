/* Tree plan -> kind -> status: at first one line a plan. */
Atlas.LayerTree = class {
  constructor() {
    this.open = new Set();
    this.many = false;
    Atlas.on("setup", () => this.build());
    Atlas.on("language", () => this.build());
    Atlas.on("filter", () => this.update());
  }
  count() {
    const {P, K, S, places} = Atlas.store, counts = new Int32Array(P * K * S);
    for (const place of places) for (const combo of place.combos) counts[(Math.floor(combo / S) * K + place.kind) * S + (combo % S)]++;
    this.total = new Int32Array(P);
    this.kindTotal = new Int32Array(P * K);
    for (const place of places) {
      for (const plan of new Set(place.combos.map((combo) => Math.floor(combo / S)))) { this.total[plan]++; this.kindTotal[plan * K + place.kind]++; }
    }
    this.counts = counts;
  }
  build() {
    this.count();
    const {plans, K, S} = Atlas.store, shown = this.many ? plans.length : Math.min(plans.length, 11);
    const leaves = (from, to) => { const list = []; for (let i = from; i < to; i++) if (this.counts[i]) list.push(i); return list; };
    const rows = plans.slice(0, shown).map((plan, p) => {
      const kinds = Atlas.symbols.order.filter((k) => this.kindTotal[p * K + k]);
      return this.branch(`${p}`, [Atlas.h("bdi", {title: plan.title}, plan.short)], plan.period, this.total[p], leaves(p * K * S, (p + 1) * K * S), () => kinds.map((k) => {
        const from = (p * K + k) * S;
        return this.branch(`${p}.${k}`, [Atlas.swatch(k, 0, 18), Atlas.kindName(k)], "", this.kindTotal[p * K + k], leaves(from, from + S), () =>
          leaves(from, from + S).map((leaf) => this.branch(`${p}.${k}.${leaf % S}`, [Atlas.swatch(k, leaf % S, 18), Atlas.statusName(leaf % S)], "", this.counts[leaf], [leaf], null)));
      }));
    });
    const more = shown < plans.length ? Atlas.h("li", {}, Atlas.h("button", {type: "button", class: "plain", onclick: () => { this.many = true; this.build(); }}, Atlas.t("tree.more", {n: plans.length - shown}))) : null;
    Atlas.$("tree").replaceChildren(...rows, ...(more ? [more] : []));
    Atlas.$("layout-links").replaceChildren(...this.layouts());
    Atlas.$("layout-title").hidden = !Atlas.data.atlas.layouts.length;
    Atlas.$("layouts-note").hidden = !Atlas.data.atlas.layouts.length;
    this.update();
  }
  branch(key, label, note, count, leaves, children) {
    const id = "tree-" + key.replace(/\./g, "-"), box = Atlas.h("input", {type: "checkbox", id, onchange: () => {
      for (const leaf of leaves) Atlas.state.tree[leaf] = box.checked ? 1 : 0;
      Atlas.applyFilter();
    }});
    box.leaves = leaves;
    const name = Atlas.h("label", {for: id}, ...label, note ? Atlas.h("small", {}, Atlas.h("bdi", {}, note)) : null);
    const list = children ? Atlas.h("ul", {hidden: !this.open.has(key)}) : null;
    const fill = () => { if (list && !list.hidden && !list.children.length) list.append(...children()); };
    const expander = children ? Atlas.h("button", {type: "button", class: "expander", "aria-expanded": this.open.has(key), "aria-label": Atlas.t("tree.open", {name: Atlas.cut(name.textContent, 60)}), onclick: () => {
      list.hidden = !list.hidden;
      expander.setAttribute("aria-expanded", String(!list.hidden));
      if (list.hidden) this.open.delete(key); else this.open.add(key);
      fill();
      this.update();
    }}) : Atlas.h("span", {class: "expander"});
    fill();
    return Atlas.h("li", {}, Atlas.h("div", {class: "branch"}, expander, box, name, Atlas.h("span", {class: "count"}, Atlas.number(count))), list);
  }
  layouts() {
    return Atlas.data.atlas.layouts.map((layout) => {
      const url = Atlas.safeUrl(layout.url), plan = layout.plan < 0 ? "" : Atlas.store.plans[layout.plan].short;
      const name = Atlas.h("bdi", {}, Atlas.cut(layout.name, 60));
      return Atlas.h("li", {}, url ? Atlas.h("a", {href: url}, name) : name, Atlas.h("small", {}, Atlas.h("bdi", {}, [layout.scope, plan].filter(Boolean).join(" · "))));
    });
  }
  update() {
    for (const box of document.querySelectorAll("#tree input")) {
      const on = box.leaves.filter((leaf) => Atlas.state.tree[leaf]).length;
      box.checked = on > 0;
      box.indeterminate = on > 0 && on < box.leaves.length;
    }
  }
};
