"""The atlas map in a real browser: what a reader sees and does."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest

from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans, sample_unplaced
from maps.start_page import start_page
from maps.webmap import atlas_map

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 812}
HOSTILE = [
    "</script><script>window.hurt=1</script>",
    "<img src=x onerror=window.hurt=1>",
    "${window.hurt=1}",
    "{{window.hurt=1}}",
    "'\"><svg onload=window.hurt=1>",
    "\\';window.hurt=1;//",
    "javascript:window.hurt=1",
    "\u2028window.hurt=1\u2029",
    "名\x00字\u202e反\u2066",
    "=1+1|' /C calc'!A0",
    "😀\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "长" * 100_000,
]
AXE_STEPS = [
    (DESKTOP, ["", "Atlas.select(Atlas.store.places[0])", "Atlas.openTab('layers')", "Atlas.openTab('list')"]),
    (DESKTOP, ["Atlas.openTab('districts')", "Atlas.openTab('compare')", "Atlas.setLanguage('en')"]),
    (PHONE, ["", "Atlas.sheet(1)", "Atlas.select(Atlas.store.places[0])"]),
]
TOUR = [
    "Atlas.openTab('layers')",
    "document.querySelectorAll('#tree .expander').forEach(node => node.click())",
    "Atlas.openTab('list')",
    "document.getElementById('list-lost').click()",
    "document.getElementById('list-wide').click()",
    "document.getElementById('list-seen').click()",
    "Atlas.openTab('districts')",
    "Atlas.openTab('compare')",
    "document.querySelectorAll('#compare-groups details').forEach(node => { node.open = true })",
    "Atlas.setLanguage('en')",
    "Atlas.openTab('legend')",
]
ON_SCREEN = """place => {
  const [lng, lat] = Atlas.unproject(place.x, place.y), at = Atlas.map.latLngToContainerPoint([lat, lng]);
  return [at.x, at.y];
}"""
COLOURS = """() => {
  const canvas = Atlas.canvas.canvases[0], found = new Set();
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4 * 997) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return found.size;
}"""
COMPARED = """() => {
  const m = Atlas.data.atlas.mentions, ranks = [new Map(), new Map()], rank = [4, 3, 2, 1, 0], out = [0, 0, 0, 0, 0];
  m.place.forEach((p, i) => {
    if (m.plan[i] < 2) ranks[m.plan[i]].set(p, Math.max(ranks[m.plan[i]].get(p) ?? -1, rank[m.status[i]]));
  });
  for (const p of Atlas.store.places.filter(p => p.on)) {
    const [x, y] = ranks.map(r => r.get(p.index));
    if (x === undefined && y === undefined) continue;
    out[x === undefined ? 0 : y === undefined ? 4 : x > 0 && y > x ? 1 : y > 0 && y < x ? 3 : 2]++;
  }
  return out;
}"""
NONSENSE = "#at=1e9,x,3&off=99.99_a&kinds=%00&tab=constructor&place=__proto__&plans=7.8&lang=xx&district=%3Cimg%3E"
FOCUS = """() => {
  const node = document.activeElement;
  return [node === document.body ? "" : node.id || node.className, getComputedStyle(node).outlineStyle];
}"""


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    ground = sample_districts()
    places = sample_places(400, districts=ground)
    places.loc[0, ["name", "kind", "status", "precision"]] = ["广州南站", "station", "built", "site"]
    places["aliases"] = [["新客站"], *places["aliases"].tolist()[1:]]
    places["plans"] = [["a14", "a15"], *places["plans"].tolist()[1:]]
    mentions = sample_mentions(places)
    mentions.loc[mentions["place"] == places["id"][0], ["text", "sentence"]] = ["廣州南站", "此處的廣州南站只是示例。"]
    layouts = [{"name": "一核两极", "plan": "a15", "scope": "全市", "url": "layouts/a.html"}]
    page = atlas_map(
        places, mentions, sample_plans(), layouts, sample_unplaced(), districts=ground, title="甲州都市圈图集"
    )
    path = tmp_path_factory.mktemp("atlas") / "map.html"
    page.save(path)
    return path


@pytest.fixture
def look(see, atlas):
    """Open the sample atlas."""
    return lambda **how: see(atlas, **how)


def shown(seen):
    return seen.run("Atlas.store.places.filter(p => p.on).length")


def test_opens_without_error_or_request(look):
    seen = look()
    seen.keep("map-desktop")
    assert [url for url in seen.requests if url.startswith("http")] == []
    assert seen.page.title() == "甲州都市圈图集"
    colours = seen.run(COLOURS)
    assert colours > 30


def test_opens_with_the_network_cut(chromium, atlas):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(atlas.as_uri())
    assert page.evaluate("Atlas.ready")
    context.close()


@pytest.mark.parametrize("query", ["广州南", "廣州南站", "新客站", "guangzhounan", "gznz", "  GZNZ "])
def test_search_finds_by_any_spelling(look, query):
    seen = look()
    seen.page.fill("#search", query)
    assert seen.page.locator("#search-list [role=option]").first.inner_text().startswith("广州南站")


def test_search_by_keyboard_selects_and_shows(look):
    seen = look()
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("gznz")
    assert seen.page.get_attribute("#search", "aria-activedescendant") == "found-0"
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(300)
    assert seen.page.inner_text("#details-name") == "广州南站"
    place = seen.run(f"({ON_SCREEN})(Atlas.state.selected)")
    assert 372 < place[0] < 1060
    assert 0 < place[1] < 900


def test_details_tell_every_mention_and_the_original_on_demand(look):
    seen = look()
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
    seen.keep("map-details")
    seen.page.click("#details-close")
    assert not seen.page.is_visible("#details")


def test_click_on_a_symbol_opens_its_card(look):
    seen = look()
    seen.run("Atlas.goTo(Atlas.store.places[0])")
    seen.run("Atlas.map.setZoom(15, {animate: false})")
    seen.page.wait_for_timeout(200)
    x, y = seen.run(f"({ON_SCREEN})(Atlas.store.places[0])")
    seen.page.mouse.move(x, y)
    seen.page.wait_for_timeout(150)
    assert "广州南站" in seen.page.inner_text("#tip")
    seen.page.mouse.click(x, y)
    assert seen.page.inner_text("#details-name") == "广州南站"


def test_legend_switches_kinds_status_and_precision(look):
    seen = look()
    everything = shown(seen)
    for group, attribute in (("kind", "kind"), ("status", "status"), ("precision", "precision")):
        code = int(seen.page.locator(f"#pane-legend .key[data-group={group}][aria-pressed=true]").first.get_attribute("data-code"))
        button = seen.page.locator(f"#pane-legend .key[data-group={group}][data-code='{code}']")
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        if group != "status":  # a place stays while another plan says otherwise of it
            assert seen.run(f"Atlas.store.places.filter(p => p.on && p.{attribute} === {code}).length") == 0
        assert shown(seen) < everything
        seen.page.click("#legend-reset")
        assert shown(seen) == everything


def test_tree_has_one_line_a_plan_and_switches_leaves(look):
    seen = look()
    seen.page.click("#tab-layers")
    assert seen.page.locator("#tree > li").count() == 5
    assert seen.page.locator("#tree input:visible").count() == 5
    before = shown(seen)
    seen.page.uncheck("#tree-0")
    elsewhere = "p => Atlas.store.usual[p.kind] && p.combos.some(c => c >= Atlas.store.S)"
    expected = seen.run(f"Atlas.store.places.filter({elsewhere}).length")
    assert shown(seen) == expected < before
    seen.page.locator("#tree .expander").nth(1).click()
    seen.page.locator("#tree ul .expander").first.click()
    seen.keep("map-tree")
    leaf = seen.page.locator("#tree ul ul input").first
    leaf.uncheck()
    assert seen.run("document.getElementById('tree-1').indeterminate")
    assert seen.page.locator("#layout-links a").get_attribute("href") == "layouts/a.html"


def test_district_filter(look):
    seen = look()
    name = seen.run("Atlas.store.places[0].districts[0]")
    seen.page.select_option("#legend-district", name)
    kept = seen.run("Atlas.store.places.filter(p => p.on).map(p => p.districts)")
    assert kept
    assert all(name in districts for districts in kept)


def test_list_shows_what_is_in_view_sorts_and_downloads(look):
    seen = look()
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
    seen.keep("map-list")


def test_not_placed_are_listed_with_why(look):
    seen = look()
    seen.page.click("#tab-list")
    seen.page.click("#list-lost")
    assert seen.page.locator("#list-table tbody tr").count() == seen.run("Atlas.data.atlas.unplaced.length")
    assert "地名库中没有" in seen.page.inner_text("#list-table")


def test_district_view_counts_what_the_table_says(look):
    seen = look()
    seen.page.click("#tab-districts")
    seen.page.wait_for_timeout(200)
    seen.keep("map-districts")
    row = seen.page.locator("#district-table tbody tr").first
    name, number = row.locator("bdi").first.inner_text(), int(row.locator("td.number").inner_text())
    assert number == seen.run("name => Atlas.store.places.filter(p => p.on && p.districts.includes(name)).length", name)
    assert seen.run("name => Atlas.canvas.last.placed.some(l => l.label.text === String(name))", number)


def test_comparison_of_two_plans(look):
    seen = look()
    seen.page.click("#tab-compare")
    seen.page.wait_for_timeout(200)
    seen.keep("map-compare")
    assert seen.run("Atlas.parts.compare.pair") == [0, 1]
    counted = [int(text) for text in seen.page.locator(".compare-group .count").all_inner_texts()]
    told = seen.run(COMPARED)
    assert counted == told


def test_link_keeps_view_filter_and_selection(look):
    seen = look()
    seen.run("() => { Atlas.map.setView([23.1, 113.1], 11, {animate: false}); Atlas.select(Atlas.store.places[0]); }")
    seen.page.locator("#pane-legend .key[data-group=kind]").nth(2).click()
    seen.page.click("#tab-layers")
    seen.page.uncheck("#tree-3")
    seen.page.wait_for_timeout(400)
    count, fragment = shown(seen), seen.run("location.hash")
    again = look(fragment=fragment)
    assert shown(again) == count
    assert again.page.inner_text("#details-name") == "广州南站"
    assert again.run("[Atlas.map.getZoom(), Atlas.tab]") == [11, "layers"]
    assert abs(again.run("Atlas.map.getCenter().lat") - 23.1) < 0.001


def test_nonsense_in_the_link_does_no_harm(look):
    seen = look(fragment=NONSENSE)
    assert seen.run("Atlas.tab") == "legend"


def test_english_interface(look):
    seen = look()
    seen.page.click("#language")
    assert seen.page.inner_text("#tab-legend") == "Legend"
    assert seen.run("document.documentElement.lang") == "en"
    visible = seen.page.inner_text("#pane-legend")
    assert "Being built" in visible
    assert "已建成" not in visible
    seen.keep("map-english")


def test_measure(look):
    seen = look()
    seen.page.click("#measure")
    points = "[[23.0, 113.0], [23.0, 113.2]].map(at => Atlas.map.latLngToContainerPoint(at))"
    ends = seen.run(f"{points}.map(p => [p.x, p.y])")
    for x, y in ends:
        seen.page.mouse.click(x, y)
        seen.page.wait_for_timeout(50)
    text = seen.page.inner_text("#measure-text")
    kilometres = float(text.split()[1])
    assert abs(kilometres - 20.47) < 0.15  # 0.2 degrees of longitude at 23 degrees north
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#measure-card")


def test_picture(look):
    seen = look()
    with seen.page.expect_download() as download:
        seen.page.click("#export")
    data = Path(download.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 3200
    seen.keep("map-export", data)


def test_prints_one_a3_page(look, tmp_path):
    seen = look()
    seen.page.pdf(path=str(tmp_path / "map.pdf"), prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(tmp_path / "map.pdf")
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    picture = document[0].render(scale=0.6).to_pil()
    assert len(picture.getcolors(1_000_000)) > 200
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    seen.keep("map-print", buffer.getvalue())
    document.close()


def test_phone(look):
    seen = look(viewport=PHONE)
    seen.keep("phone")
    assert seen.run("document.documentElement.scrollWidth") == 375
    assert seen.page.is_visible("#search")
    top = seen.run("document.getElementById('panel').getBoundingClientRect().top")
    assert top > 560
    seen.page.click("#grip")
    seen.page.wait_for_timeout(400)
    seen.keep("phone-sheet")
    assert seen.page.is_visible("#legend-kinds")
    assert seen.run("document.getElementById('panel').getBoundingClientRect().top") < 420
    seen.page.fill("#search", "gznz")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(400)
    seen.keep("phone-details")
    assert seen.page.is_visible("#details-name")
    right_of_screen = "node => node.getBoundingClientRect().right > 376"
    wide = seen.run(f"[...document.querySelectorAll('#details *')].filter({right_of_screen}).length")
    assert wide == 0


def test_everything_reachable_by_keyboard_with_visible_focus(look):
    seen = look()
    met = set()
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        name, outline = seen.run(FOCUS)
        met.add(name)
        assert not name or outline != "none", name
    assert {"search", "tab-legend", "language", "measure", "print", "export", "zoom-in", "legend-district"} <= met


def test_axe_finds_nothing_serious(look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    for viewport, steps in AXE_STEPS:
        seen = look(viewport=viewport)
        seen.run(source)
        for step in steps:
            if step:
                seen.run(f"() => {{ {step} }}")
                seen.page.wait_for_timeout(300)
            found = seen.run("axe.run(document, {resultTypes: ['violations']})")
            grave = [item for item in found["violations"] if item["impact"] in {"serious", "critical"}]
            bad = [(item["id"], [node["html"][:120] for node in item["nodes"]][:3]) for item in grave]
            assert bad == [], f"{step}: {json.dumps(bad, ensure_ascii=False)}"


def test_amap_tiles_ask_only_amap_and_move_the_atlas(chromium, tmp_path):
    ground = sample_districts()
    places = sample_places(60, districts=ground)
    page = atlas_map(places, sample_mentions(places), sample_plans(), districts=ground, tiles="amap")
    page.save(tmp_path / "tiles.html")
    context = chromium.new_context(viewport=DESKTOP)
    tab, asked = context.new_page(), []
    tab.route(lambda url: url.startswith("http"), lambda route: (asked.append(route.request.url), route.abort()))
    tab.goto((tmp_path / "tiles.html").as_uri())
    tab.wait_for_timeout(500)
    assert asked
    assert all(url.split("/")[2].endswith(".is.autonavi.com") for url in asked)
    assert "GCJ-02" in tab.inner_text("#datum")
    metres = """() => { const p = Atlas.store.places.find(p => !p.units.length), [lng, lat] = Atlas.unproject(p.x, p.y);
      return Atlas.distance([p.lng, p.lat], [lng, lat]); }"""
    assert 450 < tab.evaluate(metres) < 700  # what GCJ-02 is off by in this part of the country
    tab.click("#tiles")
    assert tab.evaluate(metres) < 1
    assert not tab.is_visible("#datum")
    context.close()


def test_hostile_values_in_every_field_run_nothing(see, tmp_path):
    ground, numbered = sample_districts(), list(enumerate(HOSTILE))
    places = sample_places(40, districts=ground)
    columns = {
        **dict.fromkeys(("name", "source", "note"), HOSTILE),
        **{key: [[value] for value in HOSTILE] for key in ("aliases", "districts")},
        "id": [f"{value}{row}" for row, value in numbered],
        "plans": [[f"plan{row}{value}"] for row, value in numbered],
        "kind": ["platform"] * len(HOSTILE),
    }
    places = places.assign(**{key: [*first, *places[key].tolist()[len(HOSTILE) :]] for key, first in columns.items()})
    keys = ("title", "period", "area", "file", "kind", "reason", "scope", "url", "sentence", "text", "outline")
    names = [f"plan{row}{value}" for row, value in numbered]
    records = [
        {**dict.fromkeys(keys, value), "name": name, "plan": name} for name, value in zip(names, HOSTILE, strict=True)
    ]
    mentions = pd.DataFrame(records).assign(place=columns["id"], status="planned", start=1)
    ground.loc[: len(HOSTILE) - 1, "name"] = [value[:100] for value in HOSTILE]
    ground.loc[: len(HOSTILE) - 1, "city"] = [value[:100] for value in HOSTILE]
    atlas_map(places, mentions, records, records, records, districts=ground, title=HOSTILE[0]).save(tmp_path / "h.html")
    seen = see(tmp_path / "h.html")
    for step in TOUR:
        seen.run(f"() => {{ {step} }}")
        seen.page.wait_for_timeout(120)
    for row in range(len(HOSTILE)):
        seen.run("i => { Atlas.select(Atlas.store.places[i]); Atlas.goTo(Atlas.store.places[i]); }", row)
        seen.run("i => Atlas.tip(10, 10, ...Atlas.describe(Atlas.store.places[i]))", row)
        seen.page.wait_for_timeout(30)
    for query in ("script", "img", "${", "java", "="):
        seen.page.fill("#search", query)
    seen.run("() => { Atlas.openTab('list'); Atlas.map.setView([30, 110], 4, {animate: false}); }")  # all in view
    seen.page.wait_for_timeout(200)
    table = seen.run("Atlas.parts.list.table().map(row => row.map(value => Atlas.parts.list.cell(value)))")
    cells = [cell.lstrip('"') for row in table for cell in row]
    assert "'=1+1|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@"}]
    assert seen.run("window.hurt") is None
    assert seen.run("document.querySelectorAll('img:not(.leaflet-tile), iframe, svg[onload], script[src]').length") == 0
    assert "javascript:" not in seen.run("[...document.querySelectorAll('a[href]')].map(link => link.protocol)")
    seen.keep("hostile")


def test_start_page(see, tmp_path):
    kinds, precisions = {"station": 7, "platform": 9}, {"site": 10, "city": 6}
    info = {
        "plans": sample_plans(),
        "counts": {"places": 16, "mentions": 30, "by_kind": kinds, "places_by_precision": precisions},
        "layouts": [{"name": value, "plan": "a14", "url": value} for value in HOSTILE],
        "files": ["map.html", "places.geojson"],
    }
    (tmp_path / "index.html").write_text(start_page(info), "utf-8")
    seen = see(tmp_path / "index.html", viewport=PHONE)
    seen.keep("start-phone")
    assert seen.run("document.documentElement.scrollWidth") == PHONE["width"]
    seen.page.click("#language")
    assert seen.page.title() == "Atlas of plans"
    assert seen.page.is_visible("text=Open the map")
    assert not seen.page.is_visible("text=打开地图")
    assert seen.run("window.hurt") is None
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    seen.run((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
    found = seen.run("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [item["id"] for item in found if item["impact"] in {"serious", "critical"}] == []
