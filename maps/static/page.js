/* The map itself, the panel (a bottom sheet on the phone), its tabs, the tooltip. */
Atlas.makeMap = (id, bounds, options) => {
  const map = L.map(id, Object.assign({
    zoomControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, minZoom: 4, maxZoom: 18, preferCanvas: true,
    maxBoundsViscosity: 0.6, attributionControl: true, boxZoom: true,
  }, options));
  map.attributionControl.setPrefix("Leaflet");
  L.control.scale({imperial: false, position: "bottomright"}).addTo(map);
  Atlas.map = map;
  Atlas.home = bounds;
  Atlas.goHome = (animate = true) => Atlas.fit(L.latLngBounds(Atlas.home), {animate});
  Atlas.goHome(false);
  Atlas.homeZoom = map.getZoom();
  Atlas.canvas = new Atlas.Canvas();
  return map;
};
/* Space that the panel and the side card take from the map, so that a fit lands in what is seen. */
Atlas.insets = () => {
  const panel = Atlas.$("panel"), side = document.querySelector(".side:not([hidden])");
  if (Atlas.isPhone()) {
    const covered = side || panel;
    return {left: 12, right: 12, top: 24, bottom: covered ? Math.max(24, window.innerHeight - covered.getBoundingClientRect().top + 16) : 24};
  }
  const open = panel && !document.body.classList.contains("panel-closed");
  return {left: open ? panel.getBoundingClientRect().right + 16 : 16, right: side ? 380 : 24, top: 24, bottom: 24};
};
Atlas.fit = (bounds, options) => {
  const inset = Atlas.insets();
  Atlas.map.fitBounds(bounds, Object.assign({
    paddingTopLeft: [inset.left, inset.top], paddingBottomRight: [inset.right, inset.bottom], maxZoom: 14,
  }, options));
};
/* A point that a card has come to cover moves into the open. */
Atlas.uncover = (point) => {
  const inset = Atlas.insets(), size = Atlas.map.getSize();
  if (point.y > size.y - inset.bottom || point.x > size.x - inset.right || point.x < inset.left) Atlas.panTo(Atlas.map.containerPointToLatLng(point));
};
/* Centre of the part of the map that no card covers. */
Atlas.panTo = (latlng, zoom) => {
  const map = Atlas.map, inset = Atlas.insets(), size = map.getSize(), z = zoom || map.getZoom();
  const middle = L.point((inset.left + size.x - inset.right) / 2, (inset.top + size.y - inset.bottom) / 2);
  const point = map.project(latlng, z).subtract(middle.subtract(size.divideBy(2)));
  map.setView(map.unproject(point, z), z, {animate: !matchMedia("(prefers-reduced-motion: reduce)").matches});
};

Atlas.start = () => {
  Atlas.emit("setup");
  Atlas.canvas.addTo(Atlas.map);
  if (Atlas.$("panel")) Atlas.panel();
  Atlas.emit("ready");
  Atlas.ready = true;
  performance.mark("atlas-ready");
};

Atlas.panel = () => {
  const tabs = Array.from(document.querySelectorAll(".tabs [role=tab]"));
  Atlas.openTab = (name, focus = false) => {
    for (const tab of tabs) {
      const chosen = tab.id === "tab-" + name;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
      const pane = Atlas.$(tab.getAttribute("aria-controls"));
      if (pane) pane.hidden = !chosen;
    }
    Atlas.tab = name;
    Atlas.emit("tab", name);
  };
  tabs.forEach((tab, index) => {
    const name = tab.id.slice(4);
    tab.addEventListener("click", () => { Atlas.openTab(name); Atlas.sheet(Math.max(1, Atlas.sheetLevel)); });
    tab.addEventListener("keydown", (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!step) return;
      event.preventDefault();
      Atlas.openTab(tabs[(index + step + tabs.length) % tabs.length].id.slice(4), true);
    });
  });
  /* Levels of the bottom sheet: 0 only the head, 1 half, 2 nearly all. On the desktop 0 is closed. */
  Atlas.sheetLevel = 0;
  Atlas.sheet = (level) => {
    Atlas.sheetLevel = level;
    document.body.classList.toggle("sheet-half", level === 1);
    document.body.classList.toggle("sheet-full", level === 2);
    Atlas.$("grip").setAttribute("aria-expanded", String(Atlas.isPhone() ? level > 0 : !document.body.classList.contains("panel-closed")));
  };
  const grip = Atlas.$("grip");
  grip.addEventListener("click", () => {
    if (grip.dragged) { grip.dragged = false; return; }
    if (Atlas.isPhone()) Atlas.sheet((Atlas.sheetLevel + 1) % 3);
    else {
      const closed = document.body.classList.toggle("panel-closed");
      grip.setAttribute("aria-expanded", String(!closed));
    }
  });
  grip.addEventListener("pointerdown", (event) => { grip.from = event.clientY; grip.setPointerCapture(event.pointerId); });
  grip.addEventListener("pointerup", (event) => {
    const moved = event.clientY - grip.from;
    if (!Atlas.isPhone() || Math.abs(moved) < 24) return;
    grip.dragged = true;
    Atlas.sheet(Math.max(0, Math.min(2, Atlas.sheetLevel + (moved < 0 ? 1 : -1))));
  });
  const peek = () => document.body.style.setProperty("--peek", `${document.querySelector(".panel-head").offsetHeight + grip.offsetHeight}px`);
  window.addEventListener("resize", peek);
  peek();
  Atlas.sheet(0);
  if (tabs.length) Atlas.openTab(tabs[0].id.slice(4));
};

Atlas.tip = (x, y, ...content) => {
  const tip = Atlas.$("tip");
  if (!content.length) { tip.hidden = true; return; }
  tip.replaceChildren(...content);
  tip.hidden = false;
  const box = tip.getBoundingClientRect(), size = Atlas.map.getSize();
  tip.style.left = Math.max(4, Math.min(size.x - box.width - 4, x + 14)) + "px";
  tip.style.top = Math.max(4, y + 18 + box.height > size.y ? y - box.height - 12 : y + 18) + "px";
};
