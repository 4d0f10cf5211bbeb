"""The table beside the map: in view, sorted, downloaded; what has no position."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def table(seen):
    seen.page.click("#tab-list")
    seen.page.click("#list-seen")
    seen.page.wait_for_selector("#list-table tbody tr")
    return seen


def test_the_list_follows_the_view(table):
    whole = table.run("Atlas.parts.list.shown.length")
    table.run("Atlas.map.setView(Atlas.map.getCenter(), 13, {animate: false})")
    table.settle(300)
    assert 0 < table.run("Atlas.parts.list.shown.length") < whole


def test_the_list_sorts_and_says_how(table):
    table.page.click("#list-table th[data-key=mentions] button")
    counts = [int(text) for text in table.page.locator("#list-table tbody td.number").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert table.page.get_attribute("#list-table th[data-key=mentions]", "aria-sort") == "descending"
    table.keep("map-list")
    table.page.click("#list-table th[data-key=mentions] button")
    assert table.page.get_attribute("#list-table th[data-key=mentions]", "aria-sort") == "ascending"


def test_the_list_is_downloaded_as_it_is_filtered(table):
    rows = table.run("Atlas.parts.list.shown.length")
    with table.page.expect_download() as download:
        table.page.click("#list-csv")
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,aliases,kind")
    assert len(lines) == 1 + rows


def test_not_placed_are_listed_with_why(table):
    table.page.click("#list-lost")
    assert table.page.locator("#list-table tbody tr").count() == table.run("Atlas.data.atlas.unplaced.length")
    told = table.page.inner_text("#list-table")
    assert "地名库中没有" in told
    assert "重名，无法确定" in told
