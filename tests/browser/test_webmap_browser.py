"""The atlas map in a real browser: what a reader sees and does."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest

from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans, sample_unplaced
from maps.webmap import atlas_map

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("PLAN_ATLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: install it or set PLAN_ATLAS_CHROMIUM"),
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 812}
HOSTILE = [
    "</script><script>window.hurt=1</script>", "<img src=x onerror=window.hurt=1>", "${window.hurt=1}", "{{window.hurt=1}}",
    "'\"><svg onload=window.hurt=1>", "\\';window.hurt=1;//", "javascript:window.hurt=1", "\u2028window.hurt=1\u2029",
    "名\x00字\u202e反\u2066", "=1+1|' /C calc'!A0", "😀👩‍👩‍👧‍👦", "长" * 100_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    ground = sample_districts()
    places = sample_places(400, districts=ground)
    places.loc[0, ["name", "kind", "status", "precision"]] = ["广州南站", "station", "built", "site"]
    places["aliases"] = [["新客站"], *places["aliases"].tolist()[1:]]
    places["plans"] = [["a14", "a15"], *places["plans"].tolist()[1:]]
    mentions = sample_mentions(places)
    mentions.loc[mentions["place"] == places["id"][0], ["text", "sentence"]] = ["廣州南站", "此處的廣州南站只是示例。"]
    page = atlas_map(
        places, mentions, sample_plans(), [{"name": "一核两极", "plan": "a15", "scope": "全市", "url": "layouts/a.html"}],
        sample_unplaced(), districts=ground, title="甲州都市圈图集",
    )  # fmt: skip
    path = tmp_path_factory.mktemp("atlas") / "map.html"
    page.save(path)
    return path


class Seen:
    """A page with everything it logged and asked for."""

    def __init__(self, browser, path, viewport, fragment=""):
        self.context = browser.new_context(viewport=viewport, accept_downloads=True)
        self.page = self.context.new_page()
        self.errors, self.requests = [], []
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in {"error", "warning"} else None,
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_function("Atlas.ready", timeout=20_000)
        self.page.wait_for_timeout(200)

    def run(self, code, *arguments):
        return self.page.evaluate(code, *arguments)

    def shot(self, name):
        folder = os.environ.get("PLAN_ATLAS_ARTIFACTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.fixture
def see(chromium, atlas):
    opened = []

    def open_page(path=atlas, viewport=DESKTOP, fragment=""):
        opened.append(Seen(chromium, path, viewport, fragment))
        return opened[-1]

    yield open_page
    for seen in opened:
        outside = [url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))]
        errors = seen.errors
        seen.context.close()
        assert outside == []
        assert errors == []


def shown(seen):
    return seen.run("Atlas.store.places.filter(p => p.on).length")


def test_opens_without_error_or_request(see):
    seen = see()
    seen.shot("map-desktop")
    assert [url for url in seen.requests if url.startswith("http")] == []
    assert seen.page.title() == "甲州都市圈图集"
    colours = seen.run("""() => { const c = Atlas.canvas.canvases[0], d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        const set = new Set(); for (let i = 0; i < d.length; i += 4 * 997) set.add(d[i] << 16 | d[i+1] << 8 | d[i+2]); return set.size; }""")
    assert colours > 30


def test_network_cut(chromium, atlas):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(atlas.as_uri())
    page.wait_for_function("Atlas.ready")
    context.close()


@pytest.mark.parametrize("query", ["广州南", "廣州南站", "新客站", "guangzhounan", "gznz", "  GZNZ "])
def test_search_finds_by_any_spelling(see, query):
    seen = see()
    seen.page.fill("#search", query)
    assert seen.page.locator("#search-list [role=option]").first.inner_text().startswith("广州南站")


def test_search_by_keyboard_selects_and_shows(see):
    seen = see()
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("gznz")
    assert seen.page.get_attribute("#search", "aria-activedescendant") == "found-0"
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(300)
    assert seen.page.inner_text("#details-name") == "广州南站"
    place = seen.run(
        "() => { const p = Atlas.state.selected, at = Atlas.map.latLngToContainerPoint(Atlas.unproject(p.x, p.y).reverse()); return [at.x, at.y]; }"
    )
    assert 372 < place[0] < 1060
    assert 0 < place[1] < 900


def test_details_tell_every_mention_and_the_original_on_demand(see):
    seen = see()
    seen.run("Atlas.select(Atlas.store.places[0])")
    count = seen.run("Atlas.store.places[0].count")
    text = seen.page.inner_text("#details")
    assert "车站 · 已建成" in text
    assert "位置误差约 500 米以内" in text
    assert seen.page.locator("#details .mentions > li").count() == count
    assert seen.page.locator("#details mark").first.inner_text() == "广州南站"
    assert "第" in seen.page.locator("#details .path").first.inner_text()
    seen.page.click("#original")
    assert seen.page.locator("#details mark").first.inner_text() == "廣州南站"
    assert "此處的" in seen.page.inner_text("#details")
    seen.shot("map-details")
    seen.page.click("#details-close")
    assert not seen.page.is_visible("#details")


def test_click_on_a_symbol_opens_its_card(see):
    seen = see()
    seen.run("Atlas.goTo(Atlas.store.places[0])")
    seen.run("Atlas.map.setZoom(15, {animate: false})")
    seen.page.wait_for_timeout(200)
    x, y = seen.run(
        "() => { const p = Atlas.store.places[0], at = Atlas.map.latLngToContainerPoint([p.lat, p.lng]); return [at.x, at.y]; }"
    )
    seen.page.mouse.move(x, y)
    seen.page.wait_for_timeout(150)
    assert "广州南站" in seen.page.inner_text("#tip")
    seen.page.mouse.click(x, y)
    assert seen.page.inner_text("#details-name") == "广州南站"


def test_legend_switches_kinds_status_and_precision(see):
    seen = see()
    everything = shown(seen)
    for group, attribute in (("kind", "kind"), ("status", "status"), ("precision", "precision")):
        code = int(seen.page.locator(f".key[data-group={group}][aria-pressed=true]").first.get_attribute("data-code"))
        button = seen.page.locator(f".key[data-group={group}][data-code='{code}']")
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        left = (
            seen.run(f"Atlas.store.places.filter(p => p.on && p.{attribute} === {code}).length")
            if group != "status"
            else 0
        )
        assert left == 0
        assert shown(seen) < everything
        seen.page.click("#legend-reset")
        assert shown(seen) == everything


def test_tree_has_one_line_a_plan_and_switches_leaves(see):
    seen = see()
    seen.page.click("#tab-layers")
    assert seen.page.locator("#tree > li").count() == 5
    assert seen.page.locator("#tree input:visible").count() == 5
    before = shown(seen)
    seen.page.uncheck("#tree-0")
    expected = seen.run(
        "Atlas.store.places.filter(p => Atlas.store.usual[p.kind] && p.combos.some(c => c >= Atlas.store.S)).length"
    )
    assert shown(seen) == expected < before
    seen.page.locator("#tree .expander").nth(1).click()
    seen.page.locator("#tree ul .expander").first.click()
    seen.shot("map-tree")
    leaf = seen.page.locator("#tree ul ul input").first
    leaf.uncheck()
    assert seen.run("document.getElementById('tree-1').indeterminate")
    assert seen.page.locator("#layout-links a").get_attribute("href") == "layouts/a.html"


def test_district_filter(see):
    seen = see()
    name = seen.run("Atlas.store.places[0].districts[0]")
    seen.page.select_option("#legend-district", name)
    kept = seen.run("Atlas.store.places.filter(p => p.on).map(p => p.districts)")
    assert kept
    assert all(name in districts for districts in kept)


def test_list_shows_what_is_in_view_sorts_and_downloads(see):
    seen = see()
    seen.page.click("#tab-list")
    seen.page.wait_for_selector("#list-table tbody tr")
    whole = seen.run("Atlas.parts.list.shown.length")
    seen.run("Atlas.map.setView(Atlas.map.getCenter(), 13, {animate: false})")
    seen.page.wait_for_timeout(300)
    assert seen.run("Atlas.parts.list.shown.length") < whole
    seen.page.click("#list-table th[data-key=mentions] button")
    counts = [int(text) for text in seen.page.locator("#list-table tbody td.number").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert seen.page.get_attribute("#list-table th[data-key=mentions]", "aria-sort") == "descending"
    with seen.page.expect_download() as download:
        seen.page.click("#list-csv")
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,aliases,kind")
    assert len(lines) == 1 + len(counts)
    seen.shot("map-list")


def test_not_placed_are_listed_with_why(see):
    seen = see()
    seen.page.click("#tab-list")
    seen.page.click("#list-lost")
    assert seen.page.locator("#list-table tbody tr").count() == seen.run("Atlas.data.atlas.unplaced.length")
    assert "地名库中没有" in seen.page.inner_text("#list-table")


def test_district_view_counts_what_the_table_says(see):
    seen = see()
    seen.page.click("#tab-districts")
    seen.page.wait_for_timeout(200)
    seen.shot("map-districts")
    row = seen.page.locator("#district-table tbody tr").first
    name, number = row.locator("bdi").first.inner_text(), int(row.locator("td.number").inner_text())
    assert number == seen.run("name => Atlas.store.places.filter(p => p.on && p.districts.includes(name)).length", name)
    assert seen.run("name => Atlas.canvas.last.placed.some(l => l.label.text === String(name))", number)


def test_comparison_of_two_plans(see):
    seen = see()
    seen.page.click("#tab-compare")
    seen.page.wait_for_timeout(200)
    seen.shot("map-compare")
    assert seen.run("Atlas.parts.compare.pair") == [0, 1]
    counted = [int(text) for text in seen.page.locator(".compare-group .count").all_inner_texts()]
    told = seen.run("""() => { const m = Atlas.data.atlas.mentions, a = new Map(), b = new Map(), rank = [4, 3, 2, 1, 0], out = [0, 0, 0, 0, 0];
        m.place.forEach((p, i) => { const to = m.plan[i] === 0 ? a : m.plan[i] === 1 ? b : null; if (to) to.set(p, Math.max(to.get(p) ?? -1, rank[m.status[i]])); });
        for (const p of Atlas.store.places.filter(p => p.on)) { const x = a.get(p.index), y = b.get(p.index);
          if (x === undefined && y === undefined) continue;
          out[x === undefined ? 0 : y === undefined ? 4 : x > 0 && y > x ? 1 : y > 0 && y < x ? 3 : 2]++; }
        return out; }""")
    assert counted == told


def test_link_keeps_view_filter_and_selection(see, atlas):
    seen = see()
    seen.run("() => { Atlas.map.setView([23.1, 113.1], 11, {animate: false}); Atlas.select(Atlas.store.places[0]); }")
    seen.page.locator(".key[data-group=kind]").nth(2).click()
    seen.page.click("#tab-layers")
    seen.page.uncheck("#tree-3")
    seen.page.wait_for_timeout(400)
    count, fragment = shown(seen), seen.run("location.hash")
    again = see(fragment=fragment)
    assert shown(again) == count
    assert again.page.inner_text("#details-name") == "广州南站"
    assert again.run("[Atlas.map.getZoom(), Atlas.tab]") == [11, "layers"]
    assert abs(again.run("Atlas.map.getCenter().lat") - 23.1) < 0.001


def test_nonsense_in_the_link_does_no_harm(see):
    seen = see(
        fragment="#at=1e9,x,3&off=99.99_a&kinds=%00&tab=constructor&place=__proto__&plans=7.8&lang=xx&district=%3Cimg%3E"
    )
    assert seen.run("Atlas.tab") == "legend"


def test_english_interface(see):
    seen = see()
    seen.page.click("#language")
    assert seen.page.inner_text("#tab-legend") == "Legend"
    assert seen.run("document.documentElement.lang") == "en"
    visible = seen.page.inner_text("#pane-legend")
    assert "Under construction" in visible
    assert "已建成" not in visible
    seen.shot("map-english")


def test_measure(see):
    seen = see()
    seen.page.click("#measure")
    ends = seen.run(
        "() => [[23.0, 113.0], [23.0, 113.2]].map(at => Atlas.map.latLngToContainerPoint(at)).map(p => [p.x, p.y])"
    )
    for x, y in ends:
        seen.page.mouse.click(x, y)
        seen.page.wait_for_timeout(50)
    text = seen.page.inner_text("#measure-text")
    kilometres = float(text.split()[1])
    assert abs(kilometres - 20.47) < 0.15  # 0.2 degrees of longitude at 23 degrees north
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#measure-card")


def test_picture(see):
    seen = see()
    with seen.page.expect_download() as download:
        seen.page.click("#export")
    data = Path(download.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 3200
    folder = os.environ.get("PLAN_ATLAS_ARTIFACTS")
    if folder:
        (Path(folder) / "map-export.png").write_bytes(data)


def test_prints_one_a3_page(see, tmp_path):
    seen = see()
    seen.page.pdf(path=str(tmp_path / "map.pdf"), prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(tmp_path / "map.pdf")
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    picture = document[0].render(scale=0.6).to_pil()
    assert len(picture.getcolors(1_000_000)) > 200
    folder = os.environ.get("PLAN_ATLAS_ARTIFACTS")
    if folder:
        picture.save(Path(folder) / "map-print.png")
    document.close()


def test_phone(see):
    seen = see(viewport=PHONE)
    seen.shot("phone")
    assert seen.run("document.documentElement.scrollWidth") == 375
    assert seen.page.is_visible("#search")
    top = seen.run("document.getElementById('panel').getBoundingClientRect().top")
    assert top > 560
    seen.page.click("#grip")
    seen.page.wait_for_timeout(400)
    seen.shot("phone-sheet")
    assert seen.page.is_visible("#legend-kinds")
    assert seen.run("document.getElementById('panel').getBoundingClientRect().top") < 420
    seen.page.fill("#search", "gznz")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(400)
    seen.shot("phone-details")
    assert seen.page.is_visible("#details-name")
    wide = seen.run(
        "[...document.querySelectorAll('#details *')].filter(n => n.getBoundingClientRect().right > 376).length"
    )
    assert wide == 0


def test_everything_reachable_by_keyboard_with_visible_focus(see):
    seen = see()
    met = set()
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        name, outline = seen.run(
            "() => { const n = document.activeElement; return [n === document.body ? '' : n.id || n.className, getComputedStyle(n).outlineStyle]; }"
        )
        met.add(name)
        assert not name or outline != "none", name
    assert {"search", "tab-legend", "language", "measure", "print", "export", "zoom-in", "legend-district"} <= met


def test_axe_finds_nothing_serious(see):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    for viewport, steps in ((DESKTOP, ["", "Atlas.select(Atlas.store.places[0])", "Atlas.openTab('layers')", "Atlas.openTab('list')",
                                       "Atlas.openTab('districts')", "Atlas.openTab('compare')"]), (PHONE, ["", "Atlas.sheet(1)"])):  # fmt: skip
        seen = see(viewport=viewport)
        seen.run(source)
        for step in steps:
            if step:
                seen.run(f"() => {{ {step} }}")
                seen.page.wait_for_timeout(300)
            found = seen.run("axe.run(document, {resultTypes: ['violations']})")
            bad = [(item["id"], item["impact"], [node["html"][:120] for node in item["nodes"]][:3])
                   for item in found["violations"] if item["impact"] in {"serious", "critical"}]  # fmt: skip
            assert bad == [], (step, json.dumps(bad, ensure_ascii=False, indent=1))


def test_hostile_values_in_every_field_run_nothing(see, tmp_path):
    ground = sample_districts()
    places = sample_places(40, districts=ground)
    columns = {
        "name": HOSTILE, "source": HOSTILE, "note": HOSTILE, "id": [f"{value}{row}" for row, value in enumerate(HOSTILE)],
        "aliases": [[value] for value in HOSTILE], "districts": [[value] for value in HOSTILE],
        "plans": [[f"plan{row}{value}"] for row, value in enumerate(HOSTILE)], "kind": ["platform"] * len(HOSTILE),
    }  # fmt: skip
    places = places.assign(**{key: [*first, *places[key].tolist()[len(HOSTILE) :]] for key, first in columns.items()})
    plans = [
        {"name": f"plan{row}{value}", "title": value, "period": value, "area": [value], "file": value}
        for row, value in enumerate(HOSTILE)
    ]
    mentions = [
        {"place": value + str(row), "plan": f"plan{row}{value}", "outline": [value, value], "status": "planned",
         "sentence": value + value, "text": value, "name": value, "start": 1, "end": 2}
        for row, value in enumerate(HOSTILE)
    ]  # fmt: skip
    ground.loc[: len(HOSTILE) - 1, "name"] = [value[:100] for value in HOSTILE]
    ground.loc[: len(HOSTILE) - 1, "city"] = [value[:100] for value in HOSTILE]
    page = atlas_map(
        places, pd.DataFrame(mentions), plans,
        [{"name": value, "plan": value, "scope": value, "url": value} for value in HOSTILE],
        [{"name": value, "plan": f"plan{row}{value}", "kind": value, "reason": value} for row, value in enumerate(HOSTILE)],
        districts=ground, title=HOSTILE[0],
    )  # fmt: skip
    page.save(tmp_path / "hostile.html")
    seen = see(path=tmp_path / "hostile.html")
    for step in (
        "Atlas.openTab('layers'); document.querySelectorAll('#tree .expander').forEach(n => n.click && n.click())",
        "Atlas.openTab('list')", "document.getElementById('list-lost').click()", "document.getElementById('list-wide').click()",
        "document.getElementById('list-seen').click()", "Atlas.openTab('districts')", "Atlas.openTab('compare')",
        "document.querySelectorAll('#compare-groups details').forEach(d => d.open = true)", "Atlas.setLanguage('en')", "Atlas.openTab('legend')",
    ):  # fmt: skip
        seen.run(f"() => {{ {step} }}")
        seen.page.wait_for_timeout(120)
    for row in range(len(HOSTILE)):
        seen.run(
            "i => { const p = Atlas.store.places.find(p => p.index === i); Atlas.select(p); Atlas.goTo(p); Atlas.tip(10, 10, ...Atlas.describe(p)); }",
            row,
        )
        seen.page.wait_for_timeout(30)
    for query in ("script", "img", "${", "java", "="):
        seen.page.fill("#search", query)
    seen.run("() => { Atlas.parts.search.close(); }")
    csv = seen.run("Atlas.parts.list.table().map(row => row.map(v => Atlas.parts.list.cell(v)))")
    assert not [cell for row in csv for cell in row if cell.lstrip('"')[:1] in "=+@" and cell]
    assert seen.run("window.hurt") is None
    assert seen.run("document.querySelectorAll('img:not(.leaflet-tile), iframe, svg[onload], script[src]').length") == 0
    links = seen.run("[...document.querySelectorAll('a[href]')].map(a => a.protocol)")
    assert "javascript:" not in links
    seen.shot("hostile")
