"""Districts in numbers, plan against plan, distances."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
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


def test_the_edge_of_the_known_land_is_never_seen(seen):
    seen.run("Atlas.map.setZoom(1, {animate: false})")
    for lat, lng in [(60, 60), (-5, 150), (30, 100)]:
        seen.run(f"Atlas.map.panTo([{lat}, {lng}], {{animate: false}})")
        seen.settle(100)
        west, south, east, north = seen.run(
            "(b => [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()])(Atlas.map.getBounds())"
        )
        known = seen.run("Atlas.data.base.bounds")
        assert (west > known[0] - 0.5, south > known[1] - 0.5) == (True, True)
        assert (east < known[2] + 0.5, north < known[3] + 0.5) == (True, True)
    seen.keep("map-far-out")


def table(seen):
    """Numbers of the table of districts."""
    return [int(text.replace(",", "")) for text in seen.page.locator("#district-table td.number").all_inner_texts()]


def test_district_view_counts_what_the_table_says(seen):
    seen.page.click("#tab-districts")
    seen.settle(200)
    seen.keep("map-districts")
    row = seen.page.locator("#district-table tbody tr").first
    name, number = row.locator("bdi").first.inner_text(), int(row.locator("td.number").inner_text())
    assert number == seen.run("name => Atlas.store.places.filter(p => p.on && p.districts.includes(name)).length", name)
    assert seen.run("name => Atlas.canvas.last.placed.some(l => l.label.text === String(name))", number)


def test_district_view_counts_one_kind_or_status(seen):
    seen.page.click("#tab-districts")
    everything = sum(table(seen))
    seen.page.select_option("#district-by", label="在建")
    counted = sum(table(seen))
    building = "p => p.on && p.status === 1"
    in_units = "new Set(p.districts.map(d => Atlas.base.byName.get(d)).filter(Boolean)).size"
    told = seen.run(f"Atlas.store.places.filter({building}).reduce((sum, p) => sum + {in_units}, 0)")
    assert counted == told < everything
    seen.page.select_option("#district-by", label="全部地点")


def test_a_click_on_a_district_keeps_only_its_places(seen):
    seen.page.click("#tab-districts")
    seen.settle(100)
    where = "(u => Atlas.map.latLngToContainerPoint(Atlas.unproject(...u.at).reverse()))(Atlas.base.units[20])"
    point = seen.run(f"(({{x, y}}) => [x, y])({where})")
    seen.page.mouse.click(*point)
    assert seen.run("Atlas.state.district === Atlas.base.units[20].name")


def test_comparison_of_two_plans(seen):
    seen.page.click("#tab-compare")
    seen.settle(200)
    seen.keep("map-compare")
    assert seen.run("Atlas.parts.compare.pair") == [0, 1]
    counted = [int(text) for text in seen.page.locator(".compare-group .count").all_inner_texts()]
    assert counted == seen.run(COMPARED)


def test_comparison_hides_what_is_switched_off(seen):
    seen.page.click("#tab-compare")
    seen.page.uncheck("#compare-gone")
    seen.settle(100)
    gone = "h => h.place && Atlas.parts.compare.found[h.place.index] === 4"
    assert seen.run(f"Atlas.canvas.last.hits.filter({gone}).length") == 0
    seen.page.check("#compare-gone")


def test_measure(seen):
    seen.page.click("#measure")
    points = "[[23.0, 113.0], [23.0, 113.2]].map(at => Atlas.map.latLngToContainerPoint(at))"
    ends = seen.run(f"{points}.map(p => [p.x, p.y])")
    for x, y in ends:
        seen.page.mouse.click(x, y)
        seen.settle(50)
    text = seen.page.inner_text("#measure-text")
    kilometres = float(text.split()[1])
    assert abs(kilometres - 20.47) < 0.15  # 0.2 degrees of longitude at 23 degrees north
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#measure-card")
