"""Land under the maps: land where there is land, water where there is water."""

from __future__ import annotations

import pytest
import shapely

from geo.land import load_land

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
    land = load_land(GUANGDONG, without=[44])
    assert bool(land.contains(shapely.Point(lng, lat)).any()) == is_land


def test_a_province_left_out_leaves_its_ground_free_but_no_gap_at_its_border():
    land = load_land(GUANGDONG, without=[44]).union_all()
    assert not land.contains(shapely.Point(113.3, 23.1))
    assert land.contains(shapely.Point(111.35, 23.4))  # Wuzhou's side of the border with Zhaoqing


def test_borders_between_provinces_show_no_water():
    inland = shapely.box(105, 25, 115, 30)
    assert load_land(GUANGDONG).union_all().contains(inland)


def test_bays_that_coarse_land_would_fill_stay_water():
    land = load_land(GUANGDONG, without=[44]).union_all()
    assert not land.contains(shapely.Point(114.68, 22.66))  # Daya Bay
