"""The picture on the first page of an atlas."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
import shapely

from maps.preview import HEIGHT, WIDTH, preview_svg
from maps.sample import sample_districts, sample_places

HOSTILE = "</svg><script>"
SVG = "http://www.w3.org/2000/svg"


@pytest.fixture(scope="module")
def ground():
    return sample_districts()


@pytest.fixture
def places(ground):
    return sample_places(200, districts=ground).assign(mentions=range(200))


def drawn(places, ground, focus=("甲州市",)):
    text = str(preview_svg(places, ground, focus=focus)).replace("<svg ", f'<svg xmlns="{SVG}" ', 1)
    return ET.fromstring(text)  # noqa: S314 - our own


def dots(root):
    paths = [path.get("d") for path in root.iter(f"{{{SVG}}}path") if path.get("stroke-linecap")]
    return [tuple(map(float, xy)) for path in paths for xy in re.findall(r"M(\S+) (\S+?)h0", path)]


def test_what_is_known_is_a_dot_and_what_is_only_known_by_its_unit_is_none(places, ground):
    places = places[places.geometry.geom_type.eq("Point") & places.within(shapely.box(*ground.total_bounds))]
    known = ~places["precision"].isin(["town", "district", "city"]) & ~places["kind"].isin(["admin", "region"])
    assert 0 < known.sum() < len(places)
    assert len(dots(drawn(places, ground, focus=ground["city"].unique()))) == known.sum()


def test_the_area_of_the_plans_fills_the_picture(places, ground):
    root = drawn(places, ground)
    focus = next(path.get("d") for path in root.iter(f"{{{SVG}}}path") if path.get("fill") == "#fcfaf5")
    xs, ys = zip(*[map(float, xy) for xy in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", focus)], strict=True)
    assert min(xs) > 0
    assert min(ys) > 0
    assert max(xs) < WIDTH
    assert max(ys) < HEIGHT
    assert max(max(xs) - min(xs) - WIDTH, max(ys) - min(ys) - HEIGHT) > -60


def test_names_leave_each_other_room(places, ground):
    texts = list(drawn(places, ground).iter(f"{{{SVG}}}text"))
    told = [(len(text.text), float(text.get("x")), float(text.get("y"))) for text in texts]
    assert len(told) > 3
    for number, (size, x, y) in enumerate(told):
        for size2, x2, y2 in told[:number]:
            assert abs(y - y2) >= 20 or x + 13 * size <= x2 or x2 + 13 * size2 <= x


def test_names_are_escaped(places, ground):
    picture = preview_svg(places.assign(name=HOSTILE), ground, focus=["甲州市"])
    assert "<script" not in picture
    assert "&lt;/svg&gt;" in picture


def test_an_atlas_without_places_or_area_has_a_picture_of_its_ground(places, ground):
    assert dots(drawn(places.iloc[:0], ground, focus=())) == []
