"""A real headless Chromium for the tests of this folder; they are skipped where there is none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import shapely

from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans, sample_unplaced
from maps.webmap import atlas_map

CHROMIUM = os.environ.get("PLAN_ATLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
RESET = """() => {
  Atlas.select(null);
  Atlas.resetFilter();
  Atlas.openTab("legend");
  if (Atlas.lang !== "zh") Atlas.setLanguage("zh");
  Atlas.goHome(false);
  document.getElementById("search").value = "";
  document.activeElement.blur();
}"""
ON_SCREEN = """id => {
  const place = Atlas.store.byId.get(id), [lng, lat] = Atlas.unproject(place.x, place.y);
  const at = Atlas.map.latLngToContainerPoint([lat, lng]);
  return [at.x, at.y];
}"""


SETTLE = """milliseconds => new Promise(done => requestAnimationFrame(
    () => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), milliseconds)))"""


class Seen:
    """A page that is open, with everything it logged and asked for."""

    def __init__(self, browser, path, viewport, fragment):
        self.context = browser.new_context(viewport=viewport, accept_downloads=True)
        self.page = self.context.new_page()
        self.errors, self.requests = [], []
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + fragment)
        self.settle(200)

    def heard(self, message):
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def run(self, code, *arguments):
        return self.page.evaluate(code, *arguments)

    def settle(self, milliseconds):
        """Wait until the page has done what it put off by less than this, however slow the machine."""
        self.run(SETTLE, milliseconds)

    def shown(self):
        """How many places pass the filters."""
        return self.run("Atlas.store.places.filter(p => p.on).length")

    def on_screen(self, place):
        """Where a place stands in the window, in pixels."""
        return self.run(ON_SCREEN, place)

    def look_at(self, lat, lng, zoom):
        self.run(f"Atlas.map.setView([{lat}, {lng}], {zoom}, {{animate: false}})")
        self.settle(150)

    def grave_findings(self, step=""):
        """What axe-core holds for serious or critical: rule and elements."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
        if not self.run("typeof axe === 'object'"):
            self.run((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
        if step:
            self.run(f"() => {{ {step} }}")
            self.settle(300)
        found = self.run("axe.run(document, {resultTypes: ['violations']})")["violations"]
        grave = [item for item in found if item["impact"] in {"serious", "critical"}]
        return [(step, item["id"], [node["html"][:120] for node in item["nodes"]][:3]) for item in grave]

    def keep(self, name, data=None):
        """Save a screenshot, or the data of a picture, where PLAN_ATLAS_ARTIFACTS says."""
        folder = os.environ.get("PLAN_ATLAS_ARTIFACTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        target = Path(folder) / f"{name}.png"
        if data is None:
            self.page.screenshot(path=str(target))
        else:
            target.write_bytes(data)

    def check(self):
        """Nothing was logged as an error, nothing was asked for from elsewhere."""
        assert self.errors == []
        assert [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium: install it or set PLAN_ATLAS_CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def atlas(tmp_path_factory):
    """File of a made-up atlas in which everything is known of 广州南站, and another place is at the same spot."""
    ground = sample_districts()
    places = sample_places(400, districts=ground)
    places.loc[0, ["name", "kind", "status", "precision"]] = ["广州南站", "station", "built", "site"]
    places.loc[1, ["name", "kind", "status", "precision"]] = ["南站商务区", "platform", "planned", "site"]
    places.loc[[0, 1], "geometry"] = shapely.Point(113.2645, 22.9917)
    places["aliases"] = [["新客站"], *places["aliases"].tolist()[1:]]
    places["plans"] = [["a14", "a15"], *places["plans"].tolist()[1:]]
    mentions = sample_mentions(places)
    mentions.loc[mentions["place"] == places["id"][0], ["text", "sentence"]] = ["廣州南站", "此處的廣州南站只是示例。"]
    layouts = [{"name": "一核两极", "plan": "a15", "scope": "全市", "url": "layouts/a.html"}]
    page = atlas_map(
        places,
        mentions,
        sample_plans(),
        layouts,
        [*sample_unplaced(), *sample_unplaced(5)],
        districts=ground,
        title="甲州都市圈图集",
    )
    path = tmp_path_factory.mktemp("atlas") / "map.html"
    page.save(path)
    return path


@pytest.fixture
def see(chromium):
    """Open pages; afterwards none may have logged an error or asked for anything from elsewhere."""
    opened = []

    def open_page(path, *, viewport=DESKTOP, fragment=""):
        opened.append(Seen(chromium, path, viewport, fragment))
        return opened[-1]

    yield open_page
    for seen in opened:
        seen.context.close()
        seen.check()


@pytest.fixture(scope="module")
def opened(chromium, atlas):
    seen = Seen(chromium, atlas, DESKTOP, "")
    yield seen
    seen.context.close()


@pytest.fixture
def seen(opened):
    """The atlas, opened once for a module and put back to its first state before every test."""
    opened.run(RESET)
    opened.page.mouse.move(0, 0)
    opened.settle(60)
    yield opened
    opened.check()
