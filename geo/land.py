"""Coarse land of China and its neighbours: what lies beyond the districts of a map is land or sea, and looks it."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import pyogrio
import shapely

from geo.resources import data_path

COUNTRY = (73.5, 18.0, 135.0, 53.5)
"""West, south, east, north in degrees of what a map shows where nothing says which part of China it is of."""
REACH_DEG = 8.0
"""How far around an area land is given: beyond it nobody looks who reads a map of the area."""


def load_land(extent: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Land around an area, to lie under a map: provinces of China and, as one, the countries about them.

    Borders are true to about 3 km and reach that far beyond themselves, so that no gap between two looks like water;
    they are there to be painted over, not to be drawn. Provinces: Amap, countries: Natural Earth 1:50m, see
    ``data/shapes/README.md``.

    Parameters
    ----------
    extent
        West, south, east, north in degrees; land is given up to eight degrees around.

    Returns
    -------
    GeoDataFrame
        ``adcode`` (0: abroad), ``name``, ``geometry`` in WGS 84.

    >>> names = set(load_land((112, 22, 114, 24))["name"])
    >>> "广西壮族自治区" in names, "吉林省" in names
    (True, False)
    """
    west, south, east, north = extent
    window = shapely.box(west - REACH_DEG, south - REACH_DEG, east + REACH_DEG, north + REACH_DEG)
    land = _land()
    kept = land[land.intersects(window)]
    clipped = shapely.intersection(kept.geometry.to_numpy(), window)
    return kept.set_geometry(gpd.GeoSeries(clipped, index=kept.index, crs=kept.crs)).reset_index(drop=True)


@cache
def _land() -> gpd.GeoDataFrame:
    land: gpd.GeoDataFrame = pyogrio.read_dataframe(data_path("shapes", "land.gpkg"))
    return land
