/* Badges with numbers, moved apart where they would touch, and names beside them that never overlap. */
Atlas.paintBadge = (ctx, shape, x, y, radius, unit) => {
  const {style, element} = shape, symbol = element.form === "symbol";
  ctx.save();
  ctx.translate(x, y);
  const path = new Path2D(symbol ? style.path : "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z");
  ctx.scale(radius, radius);
  ctx.lineJoin = "round";
  ctx.fillStyle = ctx.strokeStyle = "#fff";
  ctx.lineWidth = (5 * unit) / radius;
  ctx.stroke(path);
  ctx.fillStyle = symbol ? style.colour : "#fff";
  ctx.fill(path);
  ctx.strokeStyle = Atlas.darker(style.colour, 0.28);
  ctx.lineWidth = ((symbol ? 1.2 : 2.4) * unit) / radius;
  if (symbol && element.schematic) ctx.setLineDash([0.45, 0.3]);
  ctx.stroke(path);
  ctx.restore();
  ctx.font = `700 ${radius * 1.15}px ${Atlas.FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = symbol ? style.ink : Atlas.darker(style.colour, 0.45);
  ctx.fillText(String(shape.index + 1), x, y + radius * 0.06);
  ctx.textAlign = "start";
};
/* Long names are broken into lines of about the same length, at a mark if there is one near. */
Atlas.breakName = (name) => {
  const signs = Array.from(name), lines = Math.min(3, Math.ceil(signs.length / 9)), out = [];
  const cutNear = (at) => [0, 1, -1, 2, -2, 3, -3].map((shift) => at + shift).find((i) => "—、·）".includes(signs[i - 1]) || "（(".includes(signs[i])) || at;
  for (let start = 0, left = lines; left > 0; left--) {
    const end = left === 1 ? signs.length : Math.min(signs.length, cutNear(start + Math.ceil((signs.length - start) / left)));
    if (end > start) out.push(signs.slice(start, end).join(""));
    start = end;
  }
  return out;
};
Atlas.paintBadges = (ctx, view, order) => {
  const unit = view.unit, chosen = Atlas.layoutChosen, many = order.length > 14, radius = (many ? 9 : 11) * unit, badges = [];
  const shapes = order.filter((s) => view.sees([s.at[0], s.at[1], s.at[0], s.at[1]], 30)).sort((a, b) => a.index - b.index);
  const free = (x, y, room) => badges.every((b) => Math.hypot(b.x - x, b.y - y) >= 2 * radius + room);
  for (const shape of shapes) {
    const x = view.x(shape.at[0]), y = view.y(shape.at[1]);
    let spot = [x, y];
    for (let ring = 0; ring < 7 && !free(spot[0], spot[1], 3 * unit); ring++) for (let k = 0; k < 12; k++) {
      const angle = (k * Math.PI) / 6, reach = radius * (1.3 + ring * 1.1);
      const near = [x + Math.cos(angle) * reach, y - Math.sin(angle) * reach];
      if (free(near[0], near[1], 3 * unit)) { spot = near; break; }
    }
    badges.push({shape, x: spot[0], y: spot[1], px: x, py: y, radius});
  }
  for (const badge of badges) {
    view.boxes.add(badge.x - radius - 2, badge.y - radius - 2, badge.x + radius + 2, badge.y + radius + 2);
    if (Math.hypot(badge.x - badge.px, badge.y - badge.py) > 2) {
      ctx.strokeStyle = Atlas.darker(badge.shape.style.colour, 0.35);
      ctx.lineWidth = 1.3 * unit;
      ctx.beginPath(); ctx.moveTo(badge.px, badge.py); ctx.lineTo(badge.x, badge.y); ctx.stroke();
      ctx.fillStyle = ctx.strokeStyle;
      ctx.beginPath(); ctx.arc(badge.px, badge.py, 3 * unit, 0, 7); ctx.fill();
    }
  }
  const names = badges.map((badge) => Atlas.nameSpot(ctx, view, badge, many));
  badges.forEach((badge, i) => {
    ctx.globalAlpha = chosen === null || chosen === badge.shape.index ? 1 : 0.4;
    Atlas.paintBadge(ctx, badge.shape, badge.x, badge.y, radius, unit);
    badge.name = names[i];
    if (names[i]) Atlas.paintName(ctx, view, badge, names[i]);
  });
  ctx.globalAlpha = 1;
  if (view.unit === 1) Atlas.badges = badges;
};
Atlas.nameSpot = (ctx, view, badge, many) => {
  const unit = view.unit, size = (many ? 12.5 : 14.5) * unit, font = `700 ${size}px ${Atlas.FONT}`, high = size * 1.22;
  const lines = Atlas.breakName(badge.shape.element.name);
  const width = Math.max(...lines.map((line) => Atlas.textWidth(ctx, line, font))), height = high * lines.length;
  const r = badge.radius + 5 * unit, spots = [];
  for (const far of [0, 16 * unit, 34 * unit, 56 * unit]) {
    spots.push([r + far, -height / 2, far], [-r - far - width, -height / 2, far], [-width / 2, r + far, far], [-width / 2, -r - far - height, far]);
    spots.push([r * 0.7 + far, r * 0.7 + far, far], [r * 0.7 + far, -r * 0.7 - far - height, far], [-r * 0.7 - far - width, r * 0.7 + far, far], [-r * 0.7 - far - width, -r * 0.7 - far - height, far]);
  }
  const screen = unit === 1, seen = screen ? Atlas.map.getSize() : {x: view.width, y: view.height}, edge = screen ? Atlas.insets() : {left: 0, bottom: 0};
  const mx = (view.width - seen.x) / 2, my = (view.height - seen.y) / 2; // the canvas reaches beyond the window
  const inside = (x, y) => x >= mx + edge.left - 10 && x + width <= mx + seen.x - 6 && y >= my + 4 && y + height <= my + seen.y - edge.bottom + 18;
  const free = spots.filter(([dx, dy]) => view.boxes.free(badge.x + dx - 2, badge.y + dy - 1, badge.x + dx + width + 2, badge.y + dy + height + 1));
  const spot = free.find(([dx, dy]) => inside(badge.x + dx, badge.y + dy)) || free[0];
  if (!spot) return null;
  const [dx, dy, far] = spot, x = badge.x + dx, y = badge.y + dy;
  view.boxes.add(x - 2, y - 1, x + width + 2, y + height + 1);
  return {x, y, lines, width, height, high, font, size, far, left: dx < 0 && dx + width <= 0};
};
Atlas.paintName = (ctx, view, badge, spot) => {
  const unit = view.unit;
  if (spot.far) {
    ctx.strokeStyle = "rgba(31,43,51,.6)";
    ctx.lineWidth = unit;
    const tx = Math.max(spot.x, Math.min(spot.x + spot.width, badge.x)), ty = Math.max(spot.y, Math.min(spot.y + spot.height, badge.y));
    const run = Math.hypot(tx - badge.x, ty - badge.y) || 1, k = badge.radius / run;
    ctx.beginPath(); ctx.moveTo(badge.x + (tx - badge.x) * k, badge.y + (ty - badge.y) * k); ctx.lineTo(tx, ty); ctx.stroke();
  }
  ctx.font = spot.font;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = "rgba(255,255,255,.95)";
  ctx.lineWidth = 4 * unit;
  ctx.fillStyle = "#1f2b33";
  for (const stroke of [true, false]) spot.lines.forEach((line, i) => {
    const x = spot.left ? spot.x + spot.width - Atlas.textWidth(ctx, line, spot.font) : spot.x, y = spot.y + spot.high * (i + 0.5);
    ctx.font = spot.font;
    if (stroke) ctx.strokeText(line, x, y); else ctx.fillText(line, x, y);
  });
};
