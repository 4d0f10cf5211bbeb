/* Online tiles, only where the atlas was made with them. GCJ-02 tiles: the atlas is moved to fit, and says so. */
Atlas.gcj = (lng, lat) => {
  const {sin, cos, sqrt, abs, PI} = Math, a = 6378245, e = 0.00669342162296594323, x = lng - 105, y = lat - 35;
  let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  dLat += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  let dLng = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  dLng += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const rad = (lat / 180) * PI, magic = 1 - e * sin(rad) ** 2, root = sqrt(magic);
  return [lng + (dLng * 180) / ((a / root) * cos(rad) * PI), lat + (dLat * 180) / (((a * (1 - e)) / (magic * root)) * PI)];
};
/* Project without the shift: for points read off the screen. */
Atlas.flat = (at) => { const shift = Atlas.shift; Atlas.shift = null; const point = Atlas.project(at.lng, at.lat); Atlas.shift = shift; return point; };
Atlas.OnlineTiles = class {
  constructor(options) {
    this.options = options;
    this.layers = options.urls.map((url) => L.tileLayer(url, {subdomains: options.subdomains, attribution: options.attribution, maxZoom: 18, maxNativeZoom: options.max_zoom, referrerPolicy: "strict-origin-when-cross-origin"}));
    this.button = Atlas.$("tiles");
    this.button.addEventListener("click", () => this.set(!Atlas.tilesOn));
    Atlas.on("setup", () => { this.set(true); });
    for (const layer of this.layers) layer.on("tileerror", () => { if (!this.told) { this.told = true; Atlas.notice(Atlas.t(location.protocol === "file:" ? "tiles.file" : "tiles.failed"), 6); } });
  }
  set(on) {
    Atlas.tilesOn = on;
    this.button.setAttribute("aria-pressed", String(on));
    this.layers.forEach((layer) => (on ? layer.addTo(Atlas.map) : layer.remove()));
    const note = Atlas.$("datum");
    note.hidden = !(on && this.options.datum === "GCJ-02");
    const shift = on && this.options.datum === "GCJ-02" ? Atlas.gcj : null;
    if (shift !== Atlas.shift) { Atlas.shift = shift; Atlas.emit("reproject"); }
    Atlas.redraw();
  }
};
