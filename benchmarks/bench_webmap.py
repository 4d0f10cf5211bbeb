"""How big the atlas map is and how fast it opens, pans and filters: run it, it prints one table.

python benchmarks/bench_webmap.py [--features 2000 20000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans, sample_unplaced
from maps.webmap import atlas_map

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WATCH = """() => {
  let last = performance.now();
  window.gaps = [];
  const frame = (now) => {
    gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
FRAMES = """() => {
  const sorted = gaps.slice(3).sort((a, b) => a - b);
  return {cost: Atlas.canvas.cost, gap: sorted[sorted.length >> 1], worst: sorted[sorted.length - 1]};
}"""
FILTER = """() => {
  const begin = performance.now();
  Atlas.state.kind[1] = 0;
  Atlas.applyFilter();
  Atlas.canvas.draw();
  return performance.now() - begin;
}"""
SEARCH = """() => {
  const search = Atlas.parts.search, t = performance.now();
  search.build();
  const built = performance.now();
  search.input.value = "kxc";
  search.run();
  return [built - t, performance.now() - built];
}"""
PAINT = "() => (performance.getEntriesByName('first-contentful-paint')[0] || {startTime: NaN}).startTime"


def drag(tab) -> dict[str, float]:
    """Drag the map 360 pixels with the mouse and watch the frames."""
    tab.evaluate(WATCH)
    tab.mouse.move(900, 500)
    tab.mouse.down()
    for step in range(60):
        tab.mouse.move(900 - 6 * step, 500 + 2 * step)
    tab.mouse.up()
    tab.wait_for_timeout(200)
    frames: dict[str, float] = tab.evaluate(FRAMES)
    return frames


def measure(features: int, folder: Path) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    ground = sample_districts(columns=16, rows=12)
    places = sample_places(features, districts=ground)
    mentions = sample_mentions(places)
    begin = time.perf_counter()
    page = atlas_map(places, mentions, sample_plans(), [], sample_unplaced(), districts=ground)
    text = page.to_html()
    made = time.perf_counter() - begin
    path = folder / f"map-{features}.html"
    path.write_text(text, "utf-8")
    chromium = os.environ.get("PLAN_ATLAS_CHROMIUM") or shutil.which("chromium") or sys.exit("no Chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        paints, readies = [], []
        for _ in range(3):
            tab = browser.new_page(viewport={"width": 1440, "height": 900})
            tab.goto(path.as_uri())
            tab.wait_for_timeout(300)
            paints.append(tab.evaluate(PAINT))
            readies.append(tab.evaluate("performance.getEntriesByName('atlas-ready')[0].startTime"))
            last = tab
        frames = drag(last)
        index, search = last.evaluate(SEARCH)
        filtered = last.evaluate(FILTER)
        browser.close()
    return {
        "MB": len(text.encode()) / 1e6, "make s": made, "paint ms": sorted(paints)[1], "ready ms": sorted(readies)[1],
        "redraw ms": frames["cost"], "frame ms": frames["gap"], "worst frame ms": frames["worst"],
        "filter ms": filtered, "index ms": index, "search ms": search,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=int, nargs="+", default=[2000, 20_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = {features: measure(features, Path(folder)) for features in options.features}
    names = list(next(iter(rows.values())))
    print("features".ljust(16), *(f"{features:>10,}" for features in rows))
    for name in names:
        print(name.ljust(16), *(f"{row[name]:>10.2f}" for row in rows.values()))


if __name__ == "__main__":
    main()
