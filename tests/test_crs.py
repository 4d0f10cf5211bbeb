"""Metres on the ground, against pyproj's geodesics."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo import InputError, area_m2, buffer_m, in_metres, length_m, load_districts, metric_crs, project

GEOD = Geod(ellps="WGS84")
positions = st.tuples(st.floats(74.0, 134.0), st.floats(4.0, 53.0))


def test_areas_agree_with_geodesic_ones():
    districts = load_districts()
    geodesic = [abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in districts.geometry]
    assert area_m2(districts) == pytest.approx(geodesic, rel=1e-5)


def test_holes_and_parts_count():
    ring = shapely.box(113, 23, 113.2, 23.2) - shapely.box(113.05, 23.05, 113.1, 23.1)
    whole, hole = area_m2([shapely.box(113, 23, 113.2, 23.2), shapely.box(113.05, 23.05, 113.1, 23.1)])
    assert area_m2(ring)[0] == pytest.approx(whole - hole)
    assert area_m2(shapely.MultiPolygon([ring, shapely.box(114, 23, 114.2, 23.2)]))[0] == pytest.approx(
        2 * whole - hole
    )


@given(st.lists(positions, min_size=2, max_size=6))
def test_lengths_are_geodesic(points):
    line = shapely.LineString(points)
    assert length_m(line)[0] == pytest.approx(GEOD.geometry_length(line), abs=1e-3)


def test_what_has_no_extent_has_no_length_or_area():
    nothing = [None, shapely.Point(), shapely.Point(113, 23), shapely.LineString(), shapely.GeometryCollection()]
    assert length_m(nothing).tolist() == [0.0] * 5
    assert area_m2(nothing).tolist() == [0.0] * 5
    assert length_m([]).shape == area_m2([]).shape == (0,)


@given(positions, st.floats(1.0, 50_000.0))
def test_a_buffer_has_its_radius_everywhere(position, radius):
    ring = shapely.get_coordinates(buffer_m(shapely.Point(position), radius))
    distances = GEOD.inv(*np.tile(position, (len(ring), 1)).T, *ring.T)[2]
    # The middle of the projection is rounded to 10 m, which changes a radius by far less than a thousandth.
    assert distances == pytest.approx(np.full(len(ring), radius), rel=1e-3, abs=0.01)


@given(positions)
def test_a_projection_comes_back(position):
    point = shapely.Point(position)
    crs = metric_crs(shapely.Point(position[0] + 1, position[1] + 1))
    back = project(project(point, to=crs), to="EPSG:4326", source=crs)
    assert back.distance(point) < 1e-9


def test_frames_come_in_any_crs():
    box = gpd.GeoDataFrame(geometry=[shapely.box(113, 23, 113.1, 23.1)], crs="EPSG:4326")
    assert area_m2(box.to_crs("EPSG:3857")) == pytest.approx(area_m2(box))


def test_a_function_in_metres_sees_metres():
    line = shapely.LineString([(113.0, 23.0), (113.1, 23.0)])
    seen = []
    same = in_metres(line, lambda shape: seen.append(shape.length) or shape)
    assert seen[0] == pytest.approx(length_m(line)[0], rel=1e-4)
    assert same.hausdorff_distance(line) < 1e-9


def test_nothing_has_no_middle():
    with pytest.raises(InputError, match="empty"):
        metric_crs([None, shapely.Point()])
