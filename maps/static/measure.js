/* Measure: distances along a line of clicks, and the area it would enclose. */
Atlas.MeasureTool = class {
  constructor() {
    this.points = [];
    this.button = Atlas.$("measure");
    this.card = Atlas.$("measure-card");
    this.button.addEventListener("click", () => this.toggle(!Atlas.measuring));
    Atlas.$("measure-clear").addEventListener("click", () => { this.points = []; this.show(); });
    Atlas.$("measure-done").addEventListener("click", () => { this.toggle(false); this.button.focus(); });
    Atlas.on("ready", () => {
      Atlas.map.on("click", (event) => { if (Atlas.measuring) { this.points.push([event.latlng.lng, event.latlng.lat]); this.show(); } });
      Atlas.map.on("mousemove", (event) => { if (Atlas.measuring && this.points.length) { this.pointer = [event.latlng.lng, event.latlng.lat]; Atlas.redrawTop(); } });
    });
    document.addEventListener("keydown", (event) => {
      if (!Atlas.measuring) return;
      if (event.key === "Escape") { this.toggle(false); this.button.focus(); }
      if (event.key === "Backspace" && document.activeElement.tagName !== "INPUT") { this.points.pop(); this.show(); }
      if (event.key === "Enter" && document.activeElement === Atlas.map.getContainer()) {
        const centre = Atlas.map.getCenter();
        this.points.push([centre.lng, centre.lat]);
        this.show();
      }
    });
    Atlas.on("language", () => this.show());
    Atlas.addPainter(95, (ctx, view) => this.paint(ctx, view), true);
  }
  toggle(on) {
    Atlas.measuring = on;
    this.button.setAttribute("aria-pressed", String(on));
    this.card.hidden = !on;
    Atlas.map.doubleClickZoom[on ? "disable" : "enable"]();
    Atlas.map.getContainer().style.cursor = on ? "crosshair" : "";
    this.pointer = null;
    if (!on) this.points = [];
    this.show();
  }
  length(points) { let sum = 0; for (let i = 1; i < points.length; i++) sum += Atlas.distance(points[i - 1], points[i]); return sum; }
  area(points) {
    const rad = Math.PI / 180;
    let sum = 0;
    points.forEach((a, i) => { const b = points[(i + 1) % points.length]; sum += (b[0] - a[0]) * rad * (2 + Math.sin(a[1] * rad) + Math.sin(b[1] * rad)); });
    return Math.abs((sum * 6371008.8 ** 2) / 2);
  }
  metres(value) { return value < 1000 ? `${Math.round(value)} m` : `${Atlas.number(value / 1000, value < 1e5 ? 2 : 0)} km`; }
  show() {
    const text = this.points.length < 2 ? Atlas.t("measure.hint") : Atlas.t("measure.length", {length: this.metres(this.length(this.points))})
      + (this.points.length > 2 ? " · " + Atlas.t("measure.area", {area: Atlas.number(this.area(this.points) / 1e6, 2)}) : "");
    Atlas.$("measure-text").textContent = text;
    Atlas.redrawTop();
  }
  paint(ctx, view) {
    if (!Atlas.measuring || !this.points.length) return;
    const at = (p) => { const [x, y] = Atlas.flat ? Atlas.flat({lng: p[0], lat: p[1]}) : Atlas.project(p[0], p[1]); return [view.x(x), view.y(y)]; };
    const all = this.pointer ? [...this.points, this.pointer] : this.points;
    for (const [colour, width] of [["#fff", 5], ["#1f2b33", 2.2]]) {
      ctx.beginPath();
      all.forEach((p, i) => { const [x, y] = at(p); if (i) ctx.lineTo(x, y); else ctx.moveTo(x, y); });
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    ctx.font = `600 12px ${Atlas.FONT}`;
    ctx.lineWidth = 4;
    this.points.forEach((p, i) => {
      const [x, y] = at(p);
      ctx.beginPath();
      ctx.arc(x, y, 4.5, 0, 7);
      ctx.fillStyle = "#fff";
      ctx.fill();
      ctx.strokeStyle = "#1f2b33";
      ctx.lineWidth = 2;
      ctx.stroke();
      if (!i) return;
      const text = this.metres(this.length(this.points.slice(0, i + 1)));
      ctx.strokeStyle = "#fff";
      ctx.lineWidth = 4;
      ctx.strokeText(text, x + 9, y - 8);
      ctx.fillStyle = "#1f2b33";
      ctx.fillText(text, x + 9, y - 8);
    });
  }
};
