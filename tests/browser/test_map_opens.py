"""The page opens whole: no request, no error, at any width, in both languages, with tiles only when asked."""

from __future__ import annotations

import pytest

from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans
from maps.webmap import atlas_map

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 812}
COLOURS = """() => {
  const canvas = Atlas.canvas.canvases[0], found = new Set();
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4 * 997) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return found.size;
}"""
CHINESE = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (/[\\u4e00-\\u9fff]/.test(node.data) && parent.checkVisibility() && !parent.closest("bdi, option, script, style, #language")) found.push(node.data);
  }
  for (const node of document.querySelectorAll("[aria-label], [title], [placeholder]")) for (const name of ["aria-label", "title", "placeholder"]) {
    const text = node.getAttribute(name) || "";
    if (/[\\u4e00-\\u9fff]/.test(text) && !node.matches("#language, bdi, .expander, optgroup") && node.checkVisibility()) found.push(text);
  }
  return found;
}"""  # noqa: E501
VIEWS = ("legend", "layers", "list", "districts", "compare")


def test_opens_without_error_or_request(seen):
    seen.keep("map-desktop")
    assert [url for url in seen.requests if url.startswith("http")] == []
    assert seen.page.title() == "甲州都市圈图集"
    assert seen.run(COLOURS) > 30


def test_opens_with_the_network_cut(chromium, atlas):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(atlas.as_uri())
    assert page.evaluate("Atlas.ready")
    context.close()


def test_pinch_zoom_is_not_forbidden(seen):
    assert seen.page.get_attribute("meta[name=viewport]", "content") == "width=device-width, initial-scale=1"


def test_english_interface_has_no_chinese_but_names(seen):
    seen.page.click("#language")
    assert seen.page.inner_text("#tab-legend") == "Legend"
    assert seen.run("document.documentElement.lang") == "en"
    seen.keep("map-english")
    for view in VIEWS:
        seen.run(f"Atlas.openTab('{view}')")
        seen.settle(120)
        assert seen.run(CHINESE) == [], view
    seen.run("Atlas.openTab('list')")
    seen.page.click("#list-lost")
    assert seen.run(CHINESE) == []
    seen.page.click("#list-seen")
    seen.run("() => { Atlas.openTab('legend'); Atlas.select(Atlas.store.places[0]); }")
    assert seen.run(CHINESE) == []
    assert "Guang zhou nan zhan" in seen.page.inner_text("#details")


def test_a_page_made_in_english_opens_in_english(see, tmp_path):
    ground = sample_districts()
    places = sample_places(20, districts=ground)
    atlas_map(places, sample_mentions(places), sample_plans(), districts=ground, lang="en").save(tmp_path / "en.html")
    opened = see(tmp_path / "en.html")
    assert opened.page.title() == "Atlas of plans"
    assert opened.run("document.documentElement.lang") == "en"
    assert opened.run(CHINESE) == []


def test_phone(see, atlas):
    seen = see(atlas, viewport=PHONE)
    seen.keep("phone")
    assert seen.run("document.documentElement.scrollWidth") == 375
    assert seen.page.is_visible("#search")
    assert seen.page.is_visible("#strip .key >> nth=0")
    top = "document.getElementById('panel').getBoundingClientRect().top"
    assert seen.run(top) > 560
    seen.page.click("#grip")
    seen.settle(400)
    seen.keep("phone-sheet")
    assert seen.page.is_visible("#legend-kinds")
    assert seen.run(top) < 420
    seen.page.fill("#search", "gznz")
    seen.page.keyboard.press("Enter")
    seen.settle(400)
    seen.keep("phone-details")
    assert seen.page.is_visible("#details-name")
    right_of_screen = "node => node.getBoundingClientRect().right > 376"
    assert seen.run(f"[...document.querySelectorAll('#details *')].filter({right_of_screen}).length") == 0


def test_amap_tiles_ask_only_amap_and_move_the_atlas(chromium, tmp_path):
    ground = sample_districts()
    places = sample_places(60, districts=ground)
    page = atlas_map(places, sample_mentions(places), sample_plans(), districts=ground, tiles="amap")
    page.save(tmp_path / "tiles.html")
    context = chromium.new_context(viewport=DESKTOP)
    tab, asked = context.new_page(), []
    tab.route(lambda url: url.startswith("http"), lambda route: (asked.append(route.request.url), route.abort()))
    with tab.expect_request(lambda request: request.url.startswith("http")):
        tab.goto((tmp_path / "tiles.html").as_uri())
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
