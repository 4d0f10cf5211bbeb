"""What is drawn: signs with names, no label on another, names along lines, nothing lost between scales."""

from __future__ import annotations

import pytest
import shapely

from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans
from maps.webmap import atlas_map

pytestmark = pytest.mark.browser
ZOOMS = (7.5, 9, 10, 11, 12.5, 14)
OVERLAPS = """() => {
  const placed = Atlas.canvas.last.placed, found = [];
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  for (const [i, a] of placed.entries()) for (const b of placed.slice(i + 1))
    if (a.boxes.some((x) => b.boxes.some((y) => meet(x, y)))) found.push([a.label.text, b.label.text]);
  return found;
}"""
NAMELESS = """() => {
  const view = Atlas.canvas.last, written = view.placed.map((p) => p.label.text);
  const {exact} = Atlas.stands(view.zoom, view.unit), isSeen = ({x, y}) => view.sees([x, y, x, y]);
  const signs = exact.filter((s) => s.rank === "sign" && isSeen(s));
  return signs.map((s) => s.places[0].name).filter((name) => !written.some((text) => text.startsWith(name)));
}"""
LONELY_DOT = """() => {
  const hits = Atlas.canvas.last.hits, far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) > 25;
  const apart = (a) => hits.every((b) => a === b || b.r === undefined || far(a, b));
  const hit = hits.find((h) => h.dot && h.places.length === 1 && apart(h));
  const at = Atlas.map.layerPointToContainerPoint(Atlas.canvas._bounds.min.add([hit.x, hit.y]));
  return [at.x, at.y, hit.places[0].name];
}"""
COLOURS_AT = """(points) => {
  const view = Atlas.canvas.last, canvas = Atlas.canvas.canvases[0];
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return points.map(([lng, lat]) => {
    const [x, y] = Atlas.project(lng, lat).map((v, i) => Math.round((i ? view.y(v) : view.x(v)) * view.ratio));
    return [...data.slice(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 3)];
  });
}"""
CITIES_COVERED = """() => {
  const view = Atlas.canvas.last, cities = Atlas.stands(view.zoom, view.unit).cities, own = Atlas.base.cities.filter((c) => c.focus);
  const boxes = [...cities.values()].map(([a, b, c, d]) => [a - view.ox, b - view.oy, c - view.ox, d - view.oy]);
  const meets = ([a, b, c, d], [x0, y0, x1, y1]) => a < x1 && x0 < c && b < y1 && y0 < d;
  const names = view.placed.filter((p) => p.boxes.some((box) => boxes.some((city) => meets(box, city)))).map((p) => p.label.text);
  const signs = view.hits.filter((h) => h.place && h.r > 3 && !h.dot && boxes.some((city) => meets([h.x, h.y, h.x, h.y], city)));
  return [own.filter((c) => !cities.has(c)).map((c) => c.name), names, signs.map((h) => h.place.name)];
}"""  # noqa: E501
FOUND = """() => {
  const view = Atlas.canvas.last, drawn = new Set(), add = (p) => drawn.add(p.index);
  for (const h of view.hits) { if (h.place) add(h.place); (h.cluster || h.places || []).forEach(add); }
  for (const s of Atlas.stands(view.zoom, 1).exact) if (drawn.has(s.places[0].index)) s.places.forEach(add);
  const isPoint = (p) => !Atlas.waits(p, view.scale, 1) && !(p.geometry && Atlas.drawnAsShape(p, view.scale, 1));
  const isSeen = ({x, y}) => view.sees([x, y, x, y]);
  return Atlas.store.places.filter((p) => p.on && isPoint(p) && isSeen(p) && !drawn.has(p.index)).length;
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_lies_on_another(seen, language):
    if language == "en":
        seen.page.click("#language")
    for zoom in ZOOMS:
        seen.look_at(23.1, 113.2, zoom)
        assert seen.run("Atlas.canvas.last.placed.length") > 3
        assert seen.run(OVERLAPS) == [], zoom


def test_every_sign_has_its_name(seen):
    for zoom in ZOOMS:
        seen.look_at(23.1, 113.2, zoom)
        assert seen.run(NAMELESS) == [], zoom


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cities_of_the_plans_have_their_names_and_nothing_on_them(seen, language):
    if language == "en":
        seen.page.click("#language")
    for zoom in [zoom for zoom in ZOOMS if zoom < 12.5]:
        seen.look_at(23.1, 113.2, zoom)
        assert seen.run(CITIES_COVERED) == [[], [], []], zoom


def test_of_a_station_and_the_district_called_after_it_the_station_has_its_name(see, tmp_path):
    ground = sample_districts()
    places = sample_places(3, districts=ground)
    places["name"] = ["某南站商务区", "某南站", "某北站"]
    places["kind"], places["precision"] = ["platform", "station", "station"], "site"
    places["geometry"] = shapely.points([(113.266, 22.993), (113.2645, 22.9917), (113.2, 23.2)])
    mentions = sample_mentions(places).assign(plan="a15")
    told = mentions.groupby("place").head(1).loc[lambda frame: frame.index.repeat(4)]
    atlas_map(places.assign(plans=[["a15"]] * 3), told, sample_plans(), districts=ground).save(tmp_path / "map.html")
    seen = see(tmp_path / "map.html")
    signs = seen.run(
        "Atlas.stands(Atlas.canvas.last.zoom, 1).exact.filter(s => s.rank === 'sign').map(s => s.places[0].name)"
    )
    assert sorted(signs) == ["某北站", "某南站"]


def test_every_place_in_view_is_drawn_or_counted_or_waits_for_a_larger_scale(seen):
    for zoom in ZOOMS:
        seen.look_at(23.1, 113.2, zoom)
        assert seen.run(FOUND) == 0, zoom


def test_names_follow_their_lines(seen):
    seen.look_at(23.1, 113.2, 11)
    assert seen.run("Atlas.canvas.last.placed.filter(p => p.label.along && p.angle !== 0).length") > 2
    assert seen.run("Math.max(...Atlas.canvas.last.placed.map(p => Math.abs(p.angle)))") <= 1.05


def test_dots_become_symbols_as_one_zooms_in(seen):
    dots = []
    for zoom in ZOOMS:
        seen.look_at(23.1, 113.2, zoom)
        dots.append(seen.run(f"Atlas.stands({zoom}, 1).exact.filter(s => s.rank === 'dot').length"))
    assert dots[0] > 100
    assert dots == sorted(dots, reverse=True)
    assert dots[-1] < 10


def test_a_dot_tells_its_place(seen):
    seen.look_at(23.1, 113.2, 9)
    x, y, name = seen.run(LONELY_DOT)
    seen.page.mouse.move(x, y)
    seen.settle(150)
    assert seen.page.inner_text("#tip strong") == name


def test_the_sea_is_blue_and_foreign_ground_is_not(seen):
    seen.run("() => { Atlas.state.kind.fill(0); Atlas.applyFilter(); }")
    seen.look_at(22.2, 113.6, 8)
    sea, guangxi = seen.run(COLOURS_AT, [[114.8, 21.6], [111.0, 22.9]])  # of Guangxi the sample has no district
    assert sea[2] - sea[0] > 15
    assert guangxi[2] <= guangxi[0]
