/* The map as a picture: what is seen, with title, legend, scale and sources, composed here. */
Atlas.snapshot = (width, height, ratio, unit = 1) => {
  const map = Atlas.map, inset = Atlas.insets(), size = map.getSize();
  const seenWidth = Math.max(200, size.x - inset.left - inset.right), seenHeight = Math.max(200, size.y - inset.top - inset.bottom);
  const zoom = map.getZoom() + Math.log2(Math.min(width / seenWidth, height / seenHeight));
  const middle = map.containerPointToLatLng([inset.left + seenWidth / 2, inset.top + seenHeight / 2]), centre = map.project(middle, zoom);
  const view = new Atlas.View(zoom, centre.x - width / 2, centre.y - height / 2, width, height, ratio);
  Object.assign(view, {unit, onPaper: true});
  view.boxes.add(0, height - 54, 210, height); // the scale bar's
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  const tiles = Atlas.tilesOn;
  Atlas.tilesOn = false;
  Atlas.paint(ctx, view);
  if (Atlas.state && Atlas.state.selected) Atlas.paint(ctx, view, true);
  Atlas.tilesOn = tiles;
  const [, lat] = Atlas.unproject((view.ox + width / 2) / view.scale, (view.oy + height / 2) / view.scale);
  return {canvas, ctx, view, metres: (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * view.scale)};
};
Atlas.scaleBar = (ctx, x, y, metres) => {
  const wanted = 130 * metres, power = 10 ** Math.floor(Math.log10(wanted)), length = [5, 2, 1].map((n) => n * power).find((n) => n <= wanted) || power;
  const width = length / metres;
  ctx.fillStyle = "rgba(255,255,255,.85)";
  ctx.fillRect(x - 10, y - 28, width + 20, 38);
  ctx.strokeStyle = ctx.fillStyle = "#33414a";
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  ctx.moveTo(x, y - 6); ctx.lineTo(x, y); ctx.lineTo(x + width, y); ctx.lineTo(x + width, y - 6);
  ctx.stroke();
  ctx.font = `12px ${Atlas.FONT}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillText(length >= 1000 ? `${length / 1000} km` : `${length} m`, x + 5, y - 6);
};
/* Entries of the legend that are on the map now. */
Atlas.legendEntries = () => {
  if (!Atlas.store) return [];
  if (Atlas.state.mode === "compare") return Atlas.parts.compare.kinds.map((kind) => ({text: Atlas.t("compare." + kind.key), paint: (ctx, x, y) => { ctx.fillStyle = kind.colour; ctx.beginPath(); ctx.arc(x, y, 6, 0, 7); ctx.fill(); }}));
  if (Atlas.state.mode === "districts") return Atlas.parts.districts.breaks.map((limit, i) => ({text: Atlas.parts.districts.range(i), paint: (ctx, x, y) => { ctx.fillStyle = Atlas.parts.districts.colour(limit); ctx.fillRect(x - 9, y - 6, 18, 12); }}));
  const kinds = new Set(), statuses = new Set();
  for (const p of Atlas.store.places) if (p.on) { kinds.add(p.kind); statuses.add(p.status); }
  const platform = Atlas.symbols.kinds.findIndex((k) => k.key === "platform");
  const picture = (k, s) => (ctx, x, y) => ctx.drawImage(Atlas.swatch(k, s, 22), x - 11, y - 11, 22, 22);
  return [...Atlas.symbols.order.filter((k) => kinds.has(k)).map((k) => ({text: Atlas.kindName(k), paint: picture(k, 0)})),
    ...[...statuses].sort().map((s) => ({text: Atlas.statusName(s), paint: (ctx, x, y) => Atlas.paintStatus(ctx, platform, s, x, y)})),
    ...Atlas.signs().filter((sign) => sign.printed).map((sign) => ({text: Atlas.t("legend." + sign.key), paint: (ctx, x, y) => { ctx.save(); ctx.translate(x - 11, y - 11); sign.draw(ctx); ctx.restore(); }}))];
};
/* A status as it looks on a line and on a symbol. */
Atlas.paintStatus = (ctx, k, s, x, y) => {
  ctx.beginPath();
  ctx.moveTo(x - 12, y + 8);
  ctx.lineTo(x + 12, y + 8);
  Atlas.strokeLine(ctx, Atlas.symbols.kinds[k].edge, s, 2.4, false);
  Atlas.paintSymbol(ctx, k, s, x, y - 3, 5.5);
};
Atlas.ImageExport = class {
  constructor() { Atlas.$("export").addEventListener("click", () => this.save()); }
  compose() {
    const width = 1600, height = 1000, head = 76, foot = 98, ratio = 2, sheet = document.createElement("canvas");
    sheet.width = width * ratio;
    sheet.height = (height + head + foot) * ratio;
    const ctx = sheet.getContext("2d"), shot = Atlas.snapshot(width, height, ratio);
    Atlas.scaleBar(shot.ctx, 24, height - 20, shot.metres);
    ctx.scale(ratio, ratio);
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, width, height + head + foot);
    ctx.drawImage(shot.canvas, 0, head, width, height);
    ctx.fillStyle = "#1f2b33";
    ctx.textBaseline = "alphabetic";
    ctx.font = `700 28px "Noto Serif CJK SC","Source Han Serif SC","Songti SC",SimSun,serif`;
    ctx.fillText(Atlas.cut(document.title, 50), 24, 42);
    ctx.font = `14px ${Atlas.FONT}`;
    ctx.fillStyle = "#55626b";
    ctx.fillText(Atlas.shownText(), 24, 64);
    let x = 34, y = head + height + 26;
    ctx.textBaseline = "middle";
    for (const entry of Atlas.legendEntries()) {
      const wide = Atlas.textWidth(ctx, entry.text, `14px ${Atlas.FONT}`) + 44;
      if (x + wide > width - 20) { x = 34; y += 28; }
      entry.paint(ctx, x, y);
      ctx.font = `14px ${Atlas.FONT}`;
      ctx.fillStyle = "#1f2b33";
      ctx.fillText(entry.text, x + 16, y);
      x += wide;
    }
    ctx.font = `12px ${Atlas.FONT}`;
    ctx.fillStyle = "#55626b";
    ctx.textAlign = "right";
    ctx.fillText("Plan Atlas · WGS 84", width - 24, head + height + foot - 14);
    return sheet;
  }
  save() { this.compose().toBlob((blob) => { Atlas.download("plan-atlas.png", blob); Atlas.notice(Atlas.t("export.done")); }, "image/png"); }
};
Atlas.shownText = () => {
  if (!Atlas.store) return "";
  if (Atlas.state.mode === "compare") return Atlas.parts.compare.pair.map((p) => Atlas.store.plans[p].short).join(" → ");
  const plans = Atlas.store.plans.slice(0, 6).map((plan) => Atlas.cut(plan.short, 24)).join(Atlas.lang === "zh" ? "、" : ", ") + (Atlas.store.plans.length > 6 ? " …" : "");
  const counted = Atlas.state.mode === "districts" ? `${Atlas.t("districts.caption")}: ${Atlas.$("district-by").selectedOptions[0].text} · ` : "";
  return counted + Atlas.countText() + " · " + Atlas.t("sheet.plans", {plans});
};
Atlas.countText = () => Atlas.t(Atlas.store.shown < Atlas.store.places.length ? "shown.some" : "shown.all", {n: Atlas.number(Atlas.store.shown), all: Atlas.number(Atlas.store.places.length)});
