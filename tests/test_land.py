"""Land under the maps: land where there is land, water where there is water."""

from __future__ import annotations

import pytest
import shapely

from geo.land import load_land
from geo.shapes import load_districts
from maps.basemap import land_around

GUANGDONG = (109.6, 20.2, 117.4, 25.6)


@pytest.mark.parametrize(
    ("lng", "lat", "is_land"),
    [
        (108.37, 22.82, True),  # Nanning
        (112.98, 28.19, True),  # Changsha
        (105.85, 21.03, True),  # Hanoi, abroad
        (114.17, 22.38, True),  # Hong Kong
        (121.0, 24.0, True),  # Taiwan
        (115.5, 21.5, False),  # South China Sea
        (119.3, 24.3, False),  # Taiwan Strait
        (107.8, 20.2, False),  # Gulf of Tonkin
    ],
)
def test_land_is_told_from_sea(lng, lat, is_land):
    land = load_land(GUANGDONG)
    assert bool(land.contains(shapely.Point(lng, lat)).any()) == is_land


def test_a_province_that_the_districts_draw_is_left_to_them_but_borders_have_no_gap():
    around = shapely.union_all(land_around(load_districts()).geometry.to_numpy())
    assert not around.contains(shapely.Point(113.3, 23.1))
    assert around.contains(shapely.Point(111.35, 23.4))  # Wuzhou's side of the border with Zhaoqing


def test_the_rest_of_a_province_of_which_few_districts_are_given_is_land():
    few = load_districts(extent=(113.2, 22.9, 113.4, 23.0))
    assert land_around(few).contains(shapely.Point(115.0, 24.0)).any()


def test_borders_between_provinces_show_no_water():
    inland = shapely.box(105, 25, 115, 30)
    assert load_land(GUANGDONG).union_all().contains(inland)


def test_bays_that_coarse_land_would_fill_stay_water():
    land = shapely.union_all(land_around(load_districts()).geometry.to_numpy())
    assert not land.contains(shapely.Point(114.68, 22.66))  # Daya Bay
