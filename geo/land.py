"""Coarse land of China and its neighbours: what lies beyond the districts of a map is land or sea, and looks it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable

REACH_DEG = 8.0
"""How far around an area land is given: beyond it nobody looks who reads a map of the area."""


def load_land(extent: tuple[float, float, float, float], *, without: Iterable[int] = ()) -> gpd.GeoDataFrame:
    """Land around an area, to lie under a map: provinces of China and, as one, the countries about them.

    Borders are true to about 3 km and reach that far beyond themselves, so that no gap between two looks like water;
    they are there to be painted over, not to be drawn. Provinces: Amap, countries: Natural Earth 1:50m, see
    ``data/shapes/README.md``.

    Parameters
    ----------
    extent
        West, south, east, north in degrees; land is given up to eight degrees around.
    without
        First two digits of the adcodes of provinces to leave out: those that the map draws itself.

    Returns
    -------
    GeoDataFrame
        ``adcode`` (0: abroad), ``name``, ``geometry`` in WGS 84.

    >>> names = set(load_land((112, 22, 114, 24), without=[44])["name"])
    >>> "广西壮族自治区" in names, "广东省" in names
    (True, False)
    """
    west, south, east, north = extent
    land = _land()
    kept = land[~(land["adcode"] // 10000).isin(list(without)) & land.intersects(_window(west, south, east, north))]
    clipped = shapely.intersection(kept.geometry.to_numpy(), _window(west, south, east, north))
    return kept.set_geometry(gpd.GeoSeries(clipped, index=kept.index, crs=kept.crs)).reset_index(drop=True)


def _window(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    return shapely.box(west - REACH_DEG, south - REACH_DEG, east + REACH_DEG, north + REACH_DEG)


@cache
def _land() -> gpd.GeoDataFrame:
    land = pyogrio.read_dataframe(data_path("shapes", "land.gpkg"))
    return land.set_geometry(gpd.GeoSeries(np.asarray(shapely.make_valid(land.geometry.to_numpy())), crs=land.crs))
