/* The URL fragment keeps view, layers, filter and selection: a link that can be passed on. */
Atlas.LinkState = class {
  constructor() {
    Atlas.on("ready", () => {
      this.read();
      Atlas.map.on("moveend", () => this.later());
      for (const event of ["filter", "select", "tab", "language", "compare"]) Atlas.on(event, () => this.later());
      window.addEventListener("hashchange", () => { if (location.hash.slice(1) !== this.written) this.read(); });
    });
    Atlas.$("share").addEventListener("click", () => {
      this.write();
      const done = () => Atlas.notice(Atlas.t("share.done"));
      if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, () => Atlas.notice(Atlas.t("share.bar")));
      else Atlas.notice(Atlas.t("share.bar"));
    });
  }
  later() { clearTimeout(this.timer); this.timer = setTimeout(() => this.write(), 250); }
  off(group, names) { return names.filter((_, i) => Atlas.state[group][i] === 0).map((item) => item.key).join("."); }
  /* Leaves that are off, a whole plan or kind as one: 2 is plan 2, 2.5 its kind 5, 2.5.1 one status. */
  tree() {
    const {P, K, S} = Atlas.store, tree = Atlas.state.tree, off = [];
    const none = (from, to) => !tree.subarray(from, to).includes(1);
    for (let p = 0; p < P; p++) {
      if (none(p * K * S, (p + 1) * K * S)) { off.push(`${p}`); continue; }
      for (let k = 0; k < K; k++) {
        const from = (p * K + k) * S;
        if (none(from, from + S)) off.push(`${p}.${k}`);
        else for (let s = 0; s < S; s++) if (!tree[from + s]) off.push(`${p}.${k}.${s}`);
      }
    }
    return off.join("_");
  }
  write() {
    const map = Atlas.map, centre = map.getCenter(), s = Atlas.state, state = {
      at: `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${+map.getZoom().toFixed(2)}`, tab: Atlas.tab === this.firstTab() ? "" : Atlas.tab, lang: Atlas.lang === Atlas.data.lang ? "" : Atlas.lang,
      kinds: Atlas.symbols.kinds.filter((_, k) => s.kind[k] !== Atlas.store.usual[k]).map((kind) => kind.key).join("."), statuses: this.off("status", Atlas.symbols.statuses), precisions: this.off("precision", Atlas.symbols.precisions),
      district: s.district, off: this.tree(), place: s.selected ? s.selected.id : "", plans: Atlas.tab === "compare" ? Atlas.parts.compare.pair.join(".") : "",
    };
    const text = Object.entries(state).filter(([, value]) => value !== "" && value !== undefined).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
    this.written = text;
    try { history.replaceState(null, "", "#" + text); } catch { /* a notebook's frame has no address of its own */ }
  }
  firstTab() { const tab = document.querySelector(".tabs [role=tab]"); return tab ? tab.id.slice(4) : ""; }
  read() {
    let given;
    try { given = new URLSearchParams(location.hash.slice(1)); } catch { return; }
    const s = Atlas.state, {P, K, S} = Atlas.store;
    if (given.get("lang") === "zh" || given.get("lang") === "en") Atlas.setLanguage(given.get("lang"));
    const switched = (given.get("kinds") || "").split(".");
    Atlas.symbols.kinds.forEach((kind, k) => { s.kind[k] = switched.includes(kind.key) ? 1 - Atlas.store.usual[k] : Atlas.store.usual[k]; });
    for (const [key, group, items] of [["statuses", "status", Atlas.symbols.statuses], ["precisions", "precision", Atlas.symbols.precisions]]) {
      const off = (given.get(key) || "").split(".");
      items.forEach((item, i) => { s[group][i] = off.includes(item.key) ? 0 : 1; });
    }
    s.tree.fill(1);
    for (const part of (given.get("off") || "").split("_").filter(Boolean)) {
      const [p, k, t] = part.split(".").map(Number);
      if (!(p >= 0 && p < P) || (k !== undefined && !(k >= 0 && k < K)) || (t !== undefined && !(t >= 0 && t < S))) continue;
      if (k === undefined) s.tree.fill(0, p * K * S, (p + 1) * K * S);
      else if (t === undefined) s.tree.fill(0, (p * K + k) * S, (p * K + k + 1) * S);
      else s.tree[(p * K + k) * S + t] = 0;
    }
    s.district = given.get("district") || "";
    const pair = (given.get("plans") || "").split(".").map(Number);
    if (pair.length === 2 && pair.every((p) => p >= 0 && p < P)) { Atlas.parts.compare.pair = pair; Atlas.parts.compare.options(); }
    Atlas.applyFilter();
    const tab = given.get("tab");
    if (tab && Array.from(document.querySelectorAll("[role=tab]")).some((node) => node.id === "tab-" + tab)) Atlas.openTab(tab);
    const at = (given.get("at") || "").split(",").map(Number);
    if (at.length === 3 && at.every(Number.isFinite) && Math.abs(at[0]) <= 85 && Math.abs(at[1]) <= 180) Atlas.map.setView([at[0], at[1]], at[2], {animate: false});
    const place = Atlas.store.byId.get(given.get("place") || "");
    if (place) { Atlas.select(place); if (!given.has("at")) Atlas.goTo(place); }
  }
};
