"""The table beside the map: in view, sorted, downloaded; what has no position."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
IN_ORDER = """([key, sign]) => {
  const {columns} = Atlas.parts.list.lostTable(), {read, order} = columns.find((c) => c.key === key);
  const values = Atlas.parts.list.shown.map(order || read), {compare} = new Intl.Collator("zh-Hans-u-co-pinyin");
  const differ = (a, b) => sign * (typeof a === "number" ? a - b : compare(a, b));
  return new Set(values).size > 1 && values.every((value, i) => !i || differ(values[i - 1], value) <= 0);
}"""


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


@pytest.mark.parametrize("key", ["name", "plan", "reason", "mentions"])
def test_not_placed_are_sorted_by_any_column(table, key):
    table.page.click("#list-lost")
    head, sides = f"#list-table th[data-key={key}]", set()
    for _ in range(2):
        table.page.click(f"{head} button")
        side = table.page.get_attribute(head, "aria-sort")
        sides.add(side)
        assert table.run("document.activeElement.closest('th').dataset.key") == key
        assert table.run(IN_ORDER, [key, -1 if side == "descending" else 1])
    assert sides == {"ascending", "descending"}


def test_not_placed_are_listed_with_why(table):
    table.page.click("#list-lost")
    assert table.page.locator("#list-table tbody tr").count() == table.run("Atlas.data.atlas.unplaced.length")
    told = table.page.inner_text("#list-table")
    assert "地名库中没有" in told
    assert "重名，无法确定" in told
