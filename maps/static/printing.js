/* A clean A3: the sheet is drawn anew at print size when printing begins. */
Atlas.PrintSheet = class {
  constructor() {
    Atlas.$("print").addEventListener("click", () => window.print());
    window.addEventListener("beforeprint", () => this.build());
    window.addEventListener("afterprint", () => Atlas.$("sheet-map").replaceChildren());
  }
  build() {
    const width = 1510, height = 915, shot = Atlas.snapshot(width, height, 2, 1.25);
    Atlas.scaleBar(shot.ctx, 22, height - 18, shot.metres);
    shot.canvas.className = "sheet-canvas";
    Atlas.$("sheet-map").replaceChildren(shot.canvas);
    Atlas.$("sheet-shown").textContent = Atlas.shownText();
    Atlas.$("sheet-legend").replaceChildren(...Atlas.legendEntries().map((entry) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 48;
      canvas.className = "swatch";
      const ctx = canvas.getContext("2d");
      ctx.scale(2, 2);
      entry.paint(ctx, 12, 12);
      return Atlas.h("li", {}, canvas, entry.text);
    }));
  }
};
