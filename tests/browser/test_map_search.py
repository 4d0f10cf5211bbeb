"""Search: any spelling, the keyboard alone, districts, what is filtered out."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def found(seen):
    return seen.page.locator("#search-list [role=option]").all_inner_texts()


@pytest.mark.parametrize("query", ["广州南", "廣州南站", "新客站", "guangzhounan", "gznz", "  GZNZ "])
def test_search_finds_by_any_spelling(seen, query):
    seen.page.fill("#search", query)
    assert found(seen)[0].startswith("广州南站")


def test_an_alias_is_told_beside_the_name(seen):
    seen.page.fill("#search", "新客站")
    assert "又名 新客站" in found(seen)[0]


def test_search_by_keyboard_selects_and_shows(seen):
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("gznz")
    assert seen.page.get_attribute("#search", "aria-activedescendant") == "found-0"
    seen.page.keyboard.press("Enter")
    seen.settle(300)
    assert seen.page.inner_text("#details-name") == "广州南站"
    x, y = seen.on_screen("p00000")
    assert 372 < x < 1060
    assert 0 < y < 900


def test_arrows_move_and_escape_closes(seen):
    seen.page.focus("#search")
    seen.page.keyboard.type("站")
    seen.page.keyboard.press("ArrowDown")
    assert seen.page.get_attribute("#search", "aria-activedescendant") == "found-1"
    seen.page.keyboard.press("ArrowUp")
    assert seen.page.get_attribute("#search", "aria-activedescendant") == "found-0"
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#search-list")


def test_what_is_only_known_to_be_in_a_district_is_found_as_in_it(seen):
    name, district = seen.run(
        "(p => [p.name, p.districts[0]])(Atlas.store.places.find(p => p.on && p.vague && p.units.length === 1))"
    )
    seen.page.fill("#search", name)
    assert f"{district}内" in seen.page.locator("#search-list li").first.inner_text()


def test_a_district_is_found_and_shown_whole(seen):
    name = seen.run("Atlas.base.units[9].name")
    seen.page.fill("#search", name)
    seen.page.locator("#search-list [role=option]", has_text="行政区").first.click()
    seen.settle(200)
    inside = """() => { const b = Atlas.base.units[9].box, at = ([x, y]) => { const [lng, lat] = Atlas.unproject(x, y);
      return Atlas.map.latLngToContainerPoint([lat, lng]); };
      const a = at([b[0], b[1]]), c = at([b[2], b[3]]); return a.x > 372 && a.y > 0 && c.x < 1440 && c.y < 900; }"""
    assert seen.run(inside)


def test_nothing_found_says_so(seen):
    seen.page.fill("#search", "qqqqxx")
    assert found(seen) == ["没有找到"]


def test_a_place_that_is_filtered_out_is_found_and_shown(seen):
    seen.page.locator("#pane-legend .key[data-group=kind]", has_text="车站").click()
    assert not seen.run("Atlas.store.byId.get('p00000').on")
    seen.page.fill("#search", "gznz")
    seen.page.keyboard.press("Enter")
    assert seen.run("Atlas.store.byId.get('p00000').on")
    assert seen.page.inner_text("#details-name") == "广州南站"
