/* Symbols from the table of maps/symbols.py, drawn once and kept as small pictures. */
Atlas.symbols = Atlas.data.symbols;
Atlas.symbols.kinds.forEach((kind) => { kind.path2d = new Path2D(kind.path); kind.line = kind.key === "rail" || kind.key === "road"; });
Atlas.kindName = (k) => Atlas.symbols.kinds[k][Atlas.lang];
Atlas.statusName = (s) => Atlas.symbols.statuses[s][Atlas.lang];
Atlas.precisionName = (p) => (p < 0 ? "–" : Atlas.symbols.precisions[p][Atlas.lang]);
Atlas.precisionWords = (p) => (p < 0 ? Atlas.t("precision.none") : Atlas.symbols.precisions[p][Atlas.lang + "_words"]);

Atlas.paintSymbol = (ctx, k, s, x, y, r, colour) => {
  const kind = Atlas.symbols.kinds[k], fill = Atlas.symbols.statuses[s].fill, ink = colour || kind.colour, edge = colour || kind.edge;
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(r, r);
  ctx.lineJoin = "round";
  ctx.lineWidth = 4.4 / r;
  ctx.strokeStyle = "rgba(255,255,255,.95)";
  ctx.stroke(kind.path2d);
  ctx.fillStyle = fill === "full" || fill === "pale" ? ink : "#fff";
  ctx.fill(kind.path2d);
  if (fill === "pale") { ctx.fillStyle = "rgba(255,255,255,.45)"; ctx.fill(kind.path2d); }
  if (fill === "half") {
    ctx.save();
    ctx.clip(kind.path2d);
    ctx.fillStyle = ink;
    ctx.fillRect(-2, 0.05, 4, 2);
    ctx.restore();
  }
  ctx.lineWidth = (fill === "full" ? 1 : 1.7) / r;
  ctx.strokeStyle = edge;
  if (fill === "dotted") ctx.setLineDash([2 / r, 1.8 / r]);
  ctx.stroke(kind.path2d);
  ctx.restore();
};
Atlas.sprites = new Map();
Atlas.stamp = (ctx, view, k, s, x, y, r, colour) => {
  const ratio = view.ratio, key = `${k}.${s}.${r}.${ratio}.${colour || ""}`, half = r * 1.4 + 4;
  let sprite = Atlas.sprites.get(key);
  if (!sprite) {
    sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(half * 2 * ratio);
    const pen = sprite.getContext("2d");
    pen.scale(ratio, ratio);
    Atlas.paintSymbol(pen, k, s, half, half, r, colour);
    Atlas.sprites.set(key, sprite);
  }
  ctx.drawImage(sprite, x - half, y - half, sprite.width / ratio, sprite.height / ratio);
};
/* A symbol as a small canvas for legend, lists and side card. */
Atlas.swatch = (k, s = 0, size = 20, colour) => {
  const canvas = Atlas.h("canvas", {class: "swatch", "aria-hidden": "true"});
  canvas.width = canvas.height = size * 2;
  canvas.style.width = canvas.style.height = size + "px";
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  if (Atlas.symbols.kinds[k].line) Atlas.lineSample(ctx, size, k, s, colour);
  else Atlas.paintSymbol(ctx, k, s, size / 2, size / 2, size * 0.32, colour);
  return canvas;
};
Atlas.lineSample = (ctx, size, k, s, colour) => {
  ctx.beginPath();
  ctx.moveTo(1.5, size * 0.68);
  ctx.quadraticCurveTo(size * 0.45, size * 0.72, size * 0.5, size * 0.5);
  ctx.quadraticCurveTo(size * 0.55, size * 0.28, size - 1.5, size * 0.32);
  Atlas.strokeLine(ctx, colour || Atlas.symbols.kinds[k].edge, s, 3, true);
};
/* Line style of a status: white casing, then the colour, broken where it is not built yet. */
Atlas.strokeCasing = (ctx, width, path) => {
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.setLineDash([]);
  ctx.strokeStyle = "rgba(255,255,255,.85)";
  ctx.lineWidth = width * 1.3 + 1.4;
  if (path) ctx.stroke(path); else ctx.stroke();
};
Atlas.strokeLine = (ctx, colour, s, width, casing, path) => {
  const status = Atlas.symbols.statuses[s];
  if (casing) Atlas.strokeCasing(ctx, width, path);
  ctx.lineJoin = "round";
  ctx.lineCap = status.fill === "dotted" ? "round" : "butt";
  ctx.setLineDash(status.dash.map((d) => d * width));
  ctx.strokeStyle = colour;
  ctx.lineWidth = width * (status.fill === "pale" ? 0.5 : 1); // thinner, not fainter: it stands out from the ground
  if (path) ctx.stroke(path); else ctx.stroke();
  ctx.setLineDash([]);
};
/* Slanting hatch: what is known is only the unit. */
Atlas.hatches = new Map();
Atlas.hatch = (ctx, colour, step = 7) => {
  const key = colour + step;
  let tile = Atlas.hatches.get(key);
  if (!tile) {
    tile = document.createElement("canvas");
    tile.width = tile.height = step;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const d of [-step, 0, step]) { pen.moveTo(d, step); pen.lineTo(d + step, 0); }
    pen.stroke();
    Atlas.hatches.set(key, tile);
  }
  return ctx.createPattern(tile, "repeat");
};
