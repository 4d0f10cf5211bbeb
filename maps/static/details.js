/* The card of a place: what it is, how well its position is known, and every mention. */
Atlas.PlaceDetails = class {
  constructor() {
    this.card = Atlas.$("details");
    this.original = false;
    Atlas.on("select", ({place}) => this.show(place));
    Atlas.on("language", () => { if (Atlas.state.selected) this.show(Atlas.state.selected, false); });
    Atlas.$("details-close").addEventListener("click", () => { Atlas.select(null); const back = this.back; if (back && back.isConnected) back.focus(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !this.card.hidden && this.card.contains(document.activeElement)) Atlas.select(null); });
  }
  simple(text) {
    const table = Atlas.data.atlas.traditional;
    return Array.from(text).map((c) => table[c] || c).join("");
  }
  show(place, move = true) {
    if (move) this.back = document.activeElement;
    this.card.hidden = !place;
    document.body.classList.toggle("has-details", !!place);
    if (!place) return;
    Atlas.$("details-name").replaceChildren(Atlas.h("bdi", {}, place.name));
    Atlas.$("details-symbol").replaceChildren(Atlas.swatch(place.kind, place.status, 30));
    Atlas.$("details-kind").textContent = `${Atlas.kindName(place.kind)} · ${Atlas.statusName(place.status)}`;
    Atlas.$("details-body").replaceChildren(...this.facts(place), ...this.others(place), ...this.mentions(place));
    Atlas.$("details-body").scrollTop = 0;
    if (move && document.activeElement && document.activeElement !== document.body && !Atlas.$("details").contains(document.activeElement)) Atlas.$("details-name").focus({preventScroll: true});
  }
  fact(key, ...value) { return [Atlas.h("dt", {}, Atlas.t(key)), Atlas.h("dd", {}, ...value)]; }
  facts(place) {
    const facts = [];
    if (place.districts.length) facts.push(this.fact("fact.districts", Atlas.h("bdi", {}, place.districts.join(Atlas.lang === "zh" ? "、" : ", "))));
    facts.push(this.fact("fact.precision", Atlas.h("span", {class: "precision"}, Atlas.precisionName(place.precision)), " ", Atlas.precisionWords(place.precision)));
    if (place.segments.length) facts.push(this.fact("fact.segments", place.segments.map((part) => Atlas.h("div", {}, Atlas.h("bdi", {}, `${this.end(part.start)}—${this.end(part.end)}`), " ", Atlas.statusName(part.status)))));
    if (Atlas.lang !== "zh") facts.push(this.fact("fact.reading", Atlas.parts.search.syllables(place.name).join(" ").replace(/^./, (c) => c.toUpperCase())));
    if (place.aliases.length) facts.push(this.fact("fact.aliases", Atlas.h("bdi", {}, Atlas.cut(place.aliases.join(Atlas.lang === "zh" ? "、" : ", "), 400))));
    const where = place.districts.join(Atlas.lang === "zh" ? "、" : ", ");
    if (place.vague && where) facts.push(this.fact("fact.position", Atlas.h("bdi", {}, Atlas.t("fact.within", {where}))));
    else if (!place.vague) facts.push(this.fact("fact.position", Atlas.h("span", {class: "figures"}, `${place.lng.toFixed(4)}, ${place.lat.toFixed(4)}`), Atlas.h("small", {}, place.geometry ? Atlas.t("fact.middle") : "WGS 84")));
    if (place.source) facts.push(this.fact("fact.source", this.linked(Atlas.sourceText(place.source))));
    if (place.note) facts.push(this.fact("fact.note", Atlas.h("bdi", {}, Atlas.cut(place.note, 1000))));
    return [Atlas.h("dl", {class: "facts"}, facts)];
  }
  others(place) {
    const others = Atlas.sameSpot(place), button = (p) => Atlas.h("button", {type: "button", class: "row-name", onclick: () => Atlas.select(p)}, Atlas.swatch(p.kind, p.status, 16), Atlas.h("bdi", {}, Atlas.cut(p.name, 40)));
    return others.length ? [Atlas.h("details", {class: "here"}, Atlas.h("summary", {}, Atlas.t("pile.here", {n: Atlas.number(others.length)})), Atlas.h("ul", {class: "names"}, others.map((p) => Atlas.h("li", {}, button(p)))))] : [];
  }
  /* A part of a line may end at a bare position, "@lng lat". */
  end(name) { return name.startsWith("@") ? `(${name.slice(1).replace(" ", ", ")})` : name; }
  linked(text) {
    const url = /^https?:\/\/\S+$/.test(text) ? Atlas.safeUrl(text) : "";
    return url ? Atlas.h("a", {href: url, rel: "noopener noreferrer", target: "_blank"}, Atlas.cut(text, 80)) : Atlas.h("bdi", {}, Atlas.cut(text, 500));
  }
  mentions(place) {
    const {mentions, plans, text} = Atlas.store, groups = new Map();
    for (let m = place.first; m < place.last; m++) { const p = mentions.plan[m]; if (groups.has(p)) groups.get(p).push(m); else groups.set(p, [m]); }
    const heading = Atlas.h("h3", {}, Atlas.t("mentions.title", {n: Atlas.number(place.count), plans: groups.size}));
    const differs = [...groups.values()].flat().some((m) => { const s = text(mentions.sentence[m]) + text(mentions.text[m]); return this.simple(s) !== s; });
    const toggle = differs ? Atlas.h("button", {type: "button", class: "button small", id: "original", "aria-pressed": this.original, onclick: () => {
      this.original = !this.original;
      this.show(place, false);
      Atlas.$("original").focus();
    }}, Atlas.t("mentions.original")) : null;
    const sections = [...groups].map(([p, list], i) => {
      const items = Atlas.h("ol", {class: "mentions"}, list.slice(0, 20).map((m) => this.mention(m)));
      const more = list.length > 20 ? Atlas.h("button", {type: "button", class: "plain", onclick: () => { items.append(...list.slice(20).map((m) => this.mention(m))); more.remove(); }}, Atlas.t("list.more", {n: list.length - 20})) : null;
      return Atlas.h("details", {open: i < 3}, Atlas.h("summary", {}, Atlas.h("bdi", {title: plans[p].title}, Atlas.cut(plans[p].short, 80)), Atlas.h("span", {class: "count"}, list.length)), items, more);
    });
    return [Atlas.h("div", {class: "mention-head"}, heading, toggle), ...(sections.length ? sections : [Atlas.h("p", {class: "hint"}, Atlas.t("mentions.none"))])];
  }
  mention(m) {
    const {mentions, text} = Atlas.store, turn = (s) => (this.original ? s : this.simple(s));
    const path = mentions.outline[m].map((i) => turn(text(i))).filter(Boolean), sentence = turn(text(mentions.sentence[m])), name = turn(text(mentions.text[m]));
    return Atlas.h("li", {class: sentence ? null : "brief"},
      path.length ? Atlas.h("p", {class: "path"}, path.map((part, i) => [i ? Atlas.h("span", {"aria-hidden": "true"}, " › ") : null, Atlas.h("bdi", {}, Atlas.cut(part, 60))])) : null,
      sentence ? Atlas.h("p", {class: "sentence"}, this.marked(sentence, name)) : name ? Atlas.h("p", {class: "sentence"}, Atlas.h("mark", {}, Atlas.h("bdi", {}, name))) : null,
      Atlas.h("p", {class: "said"}, [
        mentions.status[m] < Atlas.store.S - 1 ? Atlas.t("mentions.said", {status: Atlas.statusName(mentions.status[m])}) : "",
        mentions.start[m] >= 0 ? Atlas.t("mentions.at", {n: Atlas.number(mentions.start[m])}) : "",
      ].filter(Boolean).join(" · ")));
  }
  marked(sentence, name) {
    const at = name ? sentence.indexOf(name) : -1;
    return at < 0 ? Atlas.h("bdi", {}, sentence) : Atlas.h("bdi", {}, sentence.slice(0, at), Atlas.h("mark", {}, name), sentence.slice(at + name.length));
  }
};
/* Where a position comes from: in Chinese the fixed beginnings of its parts are translated, what they speak of stays. */
Atlas.sourceText = (text) => (Atlas.lang === "zh" ? text.split("; ").map(Atlas.sourcePart).join("；") : text);
Atlas.sourcePart = (part) => {
  for (const [pattern, zh] of Atlas.sourceWords()) {
    const found = pattern.exec(part);
    if (!found) continue;
    const begun = zh.replace(/\{(\w)\}/g, (all, name) => found.groups[name]), rest = Atlas.sourcePart(part.slice(found[0].length));
    return begun + (/^[\w(]/.test(rest) && !begun.endsWith("：") ? " " : "") + rest;
  }
  return part;
};
/* The vocabulary as patterns, the longest first: {a} stands for a name. */
Atlas.sourceWords = () => Atlas.sourceTable || (Atlas.sourceTable = Object.entries(Atlas.data.strings).filter(([key]) => key.startsWith("source.")).map(([, words]) => words)
  .sort((a, b) => b[1].length - a[1].length)
  .map(([zh, en]) => [new RegExp(`^${en.replace(/\{(\w)\}/g, "(?<$1>[^;,:]+?)")}(?=$|[;:,(]|${en.endsWith(":") ? "" : " "})\\s*`), zh]));
