Atlas.ZoomButtons = class {
  constructor() {
    Atlas.$("zoom-in").addEventListener("click", () => Atlas.map.zoomIn(1));
    Atlas.$("zoom-out").addEventListener("click", () => Atlas.map.zoomOut(1));
    Atlas.$("zoom-home").addEventListener("click", () => Atlas.goHome());
  }
};
