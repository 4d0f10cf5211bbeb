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
"""How far around an area land is given as finely as it is known: maps of the area show it."""
LAND_BOUNDS = (66.0, 0.0, 142.0, 58.0)
"""West, south, east, north in degrees of all land that is known: beyond, a map would show sea where there is land."""
OVERLAP_DEG, FAR_TOLERANCE_DEG = 0.2, 0.05


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


def load_far_land(extent: tuple[float, float, float, float]) -> shapely.Geometry:
    """Land beyond that of `load_land`, coarser (about 5 km) and without names: what lies there is land or sea.

    Areas in WGS 84 that overlap the nearer land a little, all that `LAND_BOUNDS` hold of Asia.

    >>> far = load_far_land((112, 22, 114, 24))
    >>> far.covers(shapely.Point(87.6, 43.8)), far.intersects(shapely.Point(113, 23))
    (True, False)
    """
    west, south, east, north = extent
    reach = REACH_DEG - OVERLAP_DEG
    near = shapely.box(west - reach, south - reach, east + reach, north + reach)
    far = shapely.difference(_land().geometry.to_numpy(), near)
    simple = shapely.simplify(shapely.union_all(far), FAR_TOLERANCE_DEG)
    return shapely.MultiPolygon([part for part in shapely.get_parts(simple) if part.geom_type == "Polygon"])


@cache
def _land() -> gpd.GeoDataFrame:
    land: gpd.GeoDataFrame = pyogrio.read_dataframe(data_path("shapes", "land.gpkg"))
    return land
