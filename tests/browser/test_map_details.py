"""The card of a place: what it is, how well it is placed, every mention, what else is there."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
HATCHED = """() => {
  const {box} = Atlas.base.units[Atlas.state.selected.units[0]], view = Atlas.canvas.last;
  const canvas = Atlas.canvas.canvases[1];
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const inked = (x, y) => data[4 * (Math.round(y) * canvas.width + Math.round(x)) + 3] > 60;
  let found = 0;
  for (let i = 0; i < 400; i++) {
    const x = view.x(box[0] + ((box[2] - box[0]) * ((i % 20) + 0.5)) / 20) * view.ratio;
    const y = view.y(box[1] + ((box[3] - box[1]) * (Math.floor(i / 20) + 0.5)) / 20) * view.ratio;
    for (let d = -4; d < 4; d++) if (inked(x + d, y)) { found++; break; }
  }
  return found;
}"""
WHERE = """() => {
  const hit = Atlas.canvas.last.hits.find((h) => h.cluster && h.cluster.some((p) => p.id === "p00000"));
  const at = Atlas.map.layerPointToContainerPoint(Atlas.canvas._bounds.min.add([hit.x, hit.y]));
  return [at.x, at.y, hit.cluster.length];
}"""


def test_details_tell_every_mention_and_the_original_on_demand(seen):
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
    seen.page.click("#original")
    seen.page.click("#details-close")
    assert not seen.page.is_visible("#details")


def test_click_on_a_symbol_opens_its_card(seen):
    seen.look_at(22.9917, 113.2645, 15)
    x, y = seen.on_screen("p00000")
    seen.page.mouse.move(x, y)
    seen.settle(150)
    name = seen.page.inner_text("#tip strong")
    assert name in {"广州南站", "南站商务区"}
    seen.page.mouse.click(x, y)
    assert seen.page.inner_text("#details-name") == name


def test_places_at_one_spot_lead_to_each_other(seen):
    seen.look_at(22.9917, 113.2645, 15)
    seen.run("Atlas.select(Atlas.store.places[0])")
    seen.page.click("#details .here summary")
    seen.page.click("#details .here button")
    assert seen.page.inner_text("#details-name") == "南站商务区"


def test_the_badge_counts_and_lists_what_is_at_the_spot(seen):
    seen.look_at(22.9917, 113.2645, 16)
    x, y, count = seen.run(WHERE)
    assert count == 2
    seen.page.mouse.click(x + 3, y - 3)
    seen.settle(200)
    assert sorted(seen.page.locator("#list-table tbody th").all_inner_texts()) == ["南站商务区", "广州南站"]


def test_what_is_only_known_to_be_in_a_district_is_shown_by_its_ground(seen):
    vague = "Atlas.store.places.find(p => p.on && p.vague && p.units.length === 1)"
    seen.run(f"Atlas.select({vague})")
    told, district = seen.page.inner_text("#details"), seen.run(f"{vague}.districts[0]")
    assert "只知道所在区县" in told
    assert f"在{district}之内；在其中何处不详" in told
    assert "代表点" not in told
    assert not re.search(r"1\d\d\.\d", told), "no coordinate that nobody knows"
    seen.run(f"Atlas.goTo({vague})")
    seen.settle(200)
    assert seen.run(HATCHED) > 150  # of 400 points over its box


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("editor: near 某某站", "编者：邻近某某站"),
        ("between 甲站 and 乙站 (a list of 2026)", "甲站与乙站之间 (a list of 2026)"),
        ("union of the units named", "所列行政区合并"),
        ("in or at 某区: OSM; exact place unknown", "位于某区: OSM；具体位置不明"),
        ("editor: only 某镇 is known", "编者：仅知某镇"),
        ("GeoNames (CC-BY 4.0): Nearby", "GeoNames (CC-BY 4.0): Nearby"),
        ("nearest station", "nearest station"),
    ],
)
def test_the_vocabulary_of_sources_is_chinese_in_chinese(seen, source, shown):
    assert seen.run("(text) => Atlas.sourceText(text)", source) == shown
    seen.page.click("#language")
    assert seen.run("(text) => Atlas.sourceText(text)", source) == source
