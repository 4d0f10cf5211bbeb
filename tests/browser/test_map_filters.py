"""Legend, tree, district filter, and the link that keeps them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
NONSENSE = "#at=1e9,x,3&off=99.99_a&kinds=%00&tab=constructor&place=__proto__&plans=7.8&lang=xx&district=%3Cimg%3E"


@pytest.mark.parametrize("group", ["kind", "status", "precision"])
def test_legend_switches(seen, group):
    everything = seen.shown()
    first = seen.page.locator(f"#pane-legend .key[data-group={group}][aria-pressed=true]").first
    code = int(first.get_attribute("data-code"))
    button = seen.page.locator(f"#pane-legend .key[data-group={group}][data-code='{code}']")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    if group != "status":  # a place stays while another plan says otherwise of it
        assert seen.run(f"Atlas.store.places.filter(p => p.on && p.{group} === {code}).length") == 0
    assert 0 < seen.shown() < everything
    seen.page.click("#legend-reset")
    assert seen.shown() == everything


def test_double_click_shows_one_kind_only(seen):
    button = seen.page.locator("#pane-legend .key[data-group=kind]", has_text="车站")
    button.dblclick()
    kinds = seen.run("[...new Set(Atlas.store.places.filter(p => p.on).map(p => Atlas.kindName(p.kind)))]")
    assert kinds == ["车站"]
    assert seen.page.inner_text("#shown").startswith("显示")


def test_tree_has_one_line_a_plan_and_switches_leaves(seen):
    seen.page.click("#tab-layers")
    assert seen.page.locator("#tree > li").count() == 5
    assert seen.page.locator("#tree input:visible").count() == 5
    before = seen.shown()
    seen.page.uncheck("#tree-0")
    elsewhere = "p => Atlas.store.usual[p.kind] && p.combos.some(c => c >= Atlas.store.S)"
    expected = seen.run(f"Atlas.store.places.filter({elsewhere}).length")
    assert seen.shown() == expected < before
    seen.page.locator("#tree .expander").nth(1).click()
    seen.page.locator("#tree ul .expander").first.click()
    seen.keep("map-tree")
    leaf = seen.page.locator("#tree ul ul input").first
    leaf.uncheck()
    assert seen.run("document.getElementById('tree-1').indeterminate")
    assert seen.page.locator("#layout-links a").get_attribute("href") == "layouts/a.html"


def test_district_filter(seen):
    name = seen.run("Atlas.store.places[0].districts[0]")
    seen.page.select_option("#legend-district", name)
    kept = seen.run("Atlas.store.places.filter(p => p.on).map(p => p.districts)")
    assert kept
    assert all(name in districts for districts in kept)


def test_link_keeps_view_filter_and_selection(seen, see, atlas):
    seen.look_at(23.1, 113.1, 11)
    seen.run("Atlas.select(Atlas.store.places[0])")
    seen.page.locator("#pane-legend .key[data-group=kind]").nth(2).click()
    seen.page.click("#tab-layers")
    seen.page.uncheck("#tree-3")
    seen.settle(400)
    again = see(atlas, fragment=seen.run("location.hash"))
    assert again.shown() == seen.shown()
    assert again.page.inner_text("#details-name") == "广州南站"
    assert again.run("[Atlas.map.getZoom(), Atlas.tab]") == [11, "layers"]
    assert abs(again.run("Atlas.map.getCenter().lat") - 23.1) < 0.001


def test_nonsense_in_the_link_does_no_harm(see, atlas):
    assert see(atlas, fragment=NONSENSE).run("Atlas.tab") == "legend"
