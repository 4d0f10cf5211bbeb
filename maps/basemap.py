"""The base map that travels in the page: districts as shared arcs, cities, outline, rivers, railways, names."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import length_m
from geo.errors import InputError
from geo.land import LAND_BOUNDS, load_far_land, load_land
from maps.controls.base import Control
from maps.packing import encode_polyline, quantise
from maps.page import clean_text
from maps.romanise import latin_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from gazetteer.entries import Gazetteer
    from gazetteer.tables import Row

SCALE = 10_000
"""Integers a degree: 4 decimals, 11 m, below a pixel where the base map is read."""
SMALLEST_RING_DEG2 = 3e-5
"""About 0.3 km²: a smaller island is left out, unless it is all its unit has."""
NEAR_DEG = 0.3
"""Rivers and railways that come no nearer to the districts are not on their map."""
RIVER = re.compile(r"[^—]+(?:江|河|水|溪|涌|洋|干流|航道|(?<!黄金)水道)")
"""Names of waters that flow; not of what lies along them (a range, a corridor, a protected area)."""
SAME_AREA, SAME_REACH, SAME_REACH_DEG = 0.01, 0.002, 0.003
"""How much an area may differ from the units that make it up: share of its area, of its width, and degrees more."""
WHOLE = 0.75
"""A province whose districts cover this share of its coarse shape is drawn by them alone: their coast is finer."""
COUNTY, CITY, PROVINCE, OUTLINE = range(4)

Ring = list[tuple[int, int]]


class BaseMap(Control):
    """Quiet base of a page.

    Parameters
    ----------
    districts
        County-level polygons in WGS 84 with ``name``, ``adcode``, ``city``, ``province``, as
        ``geo.shapes.load_districts`` gives them.
    focus
        Names of the cities or districts the plans are for: they stand out a little.
    rivers, railways
        Lines in WGS 84 with ``name``; optional. Their order is their importance; those far off are left out.
    surroundings
        Land around the districts, drawn without names, so that the rest is sea; where left out, the provinces and
        countries of :func:`geo.land.load_land` but for provinces whose districts are there themselves.
    tolerance_deg
        Simplification of the borders in degrees; neighbours stay neighbours.

    Attributes
    ----------
    districts
        The units as they are drawn, in the order of their numbers.

    Raises
    ------
    InputError
        A column is missing.
    """

    template = "basemap.html"
    scripts = ("basemap.js",)

    def __init__(
        self,
        districts: gpd.GeoDataFrame,
        *,
        focus: Iterable[str] = (),
        rivers: gpd.GeoDataFrame | None = None,
        railways: gpd.GeoDataFrame | None = None,
        surroundings: gpd.GeoDataFrame | None = None,
        tolerance_deg: float = 0.001,
    ) -> None:
        super().__init__()
        missing = {"name", "adcode", "city", "province"} - set(districts.columns)
        if missing:
            raise InputError(f"districts lack the columns {', '.join(sorted(missing))}")
        self.districts = _simplified(districts, tolerance_deg)
        self.base_data = {
            "scale": SCALE,
            **_units(self.districts, focus=set(focus)),
            "lines": [*_lines(rivers, "river", near=districts), *_lines(railways, "rail", near=districts)],
            "around": _around(land_around(districts) if surroundings is None else surroundings),
        }
        if surroundings is None and not districts.empty:
            west, south, east, north = (float(value) for value in districts.total_bounds)
            self.base_data["around"] += _rings_of(load_far_land((west, south, east, north)))
            if shapely.box(*LAND_BOUNDS).covers(shapely.box(west, south, east, north)):
                self.base_data["bounds"] = LAND_BOUNDS

    def render(self, **kwargs: Any) -> str:
        """Put the data and the script into the page."""
        self.page.data["base"] = self.base_data
        return super().render(**kwargs)


def units_that_fill(areas: NDArray[np.object_], units: NDArray[np.object_]) -> list[list[int]]:
    """Numbers of the units that each area consists of; empty for an area that is not made of whole units.

    Units whose inner point an area holds make it up if together they are as large and reach as far; not to the last
    metre, since borders may be simplified differently on both sides.

    >>> units = shapely.box([0, 1, 2], 0, [1, 2, 3], 1)
    >>> units_that_fill(np.array([shapely.box(1, 0, 3, 1), shapely.box(0, 0, 1.5, 1)]), units)
    [[1, 2], []]
    """
    tree = shapely.STRtree(shapely.point_on_surface(units))
    area, unit = tree.query(areas, predicate="contains")
    size, bounds = shapely.area(units), shapely.bounds(units)
    found: list[list[int]] = []
    for number, shape in enumerate(areas):
        inside = np.sort(unit[area == number])
        filled = len(inside) > 0 and abs(size[inside].sum() / shape.area - 1) < SAME_AREA
        reach = np.concatenate([bounds[inside, :2].min(axis=0), bounds[inside, 2:].max(axis=0)]) if filled else np.inf
        miss = np.abs(reach - np.array(shape.bounds)).max()
        width = max(shape.bounds[2] - shape.bounds[0], shape.bounds[3] - shape.bounds[1])
        found.append(inside.tolist() if miss < SAME_REACH_DEG + SAME_REACH * width else [])
    return found


def arcs_of(rings: list[list[Ring]]) -> tuple[list[Ring], list[list[list[int]]], list[set[int]]]:
    """Cut the rings of units where borders meet, each border once.

    Parameters
    ----------
    rings
        For each unit its closed rings, as integer points.

    Returns
    -------
    arcs, references, owners
        Arcs as points; for each unit its rings as arc numbers (``~i`` is arc ``i`` backwards); for each arc the units
        it bounds.

    >>> a = [(0, 0), (1, 0), (1, 1), (0, 0)]
    >>> b = [(1, 0), (2, 0), (1, 1), (1, 0)]
    >>> arcs, references, owners = arcs_of([[a], [b]])
    >>> len(arcs), [owner for owner in owners if len(owner) == 2]
    (3, [{0, 1}])
    """
    neighbours: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for unit in rings:
        for ring in unit:
            for a, b in itertools.pairwise(ring):
                neighbours.setdefault(a, set()).add(b)
                neighbours.setdefault(b, set()).add(a)
    known: dict[tuple[tuple[int, int], ...], int] = {}
    arcs: list[Ring] = []
    owners: list[set[int]] = []
    references: list[list[list[int]]] = []
    for number, unit in enumerate(rings):
        references.append([])
        for ring in unit:
            reference = []
            for arc in _cut(ring, neighbours):
                forward, backward = tuple(arc), tuple(reversed(arc))
                key = min(forward, backward)
                index = known.setdefault(key, len(arcs))
                if index == len(arcs):
                    arcs.append(list(key))
                    owners.append(set())
                owners[index].add(number)
                reference.append(index if forward == key else ~index)
            references[-1].append(reference)
    return arcs, references, owners


def _cut(ring: Ring, neighbours: dict[tuple[int, int], set[tuple[int, int]]]) -> Iterator[Ring]:
    body = ring[:-1]
    nodes = [i for i, point in enumerate(body) if len(neighbours[point]) != 2]
    start = nodes[0] if nodes else body.index(min(body))
    body = body[start:] + body[: start + 1]
    cuts = [i - start if i >= start else i - start + len(ring) - 1 for i in nodes] or [0]
    cuts = [*sorted(cuts), len(body) - 1]
    for a, b in itertools.pairwise(cuts):
        yield body[a : b + 1]


def _simplified(districts: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    shapes = shapely.coverage_simplify(shapely.force_2d(districts.geometry.to_numpy()), tolerance)
    return districts.set_geometry(shapely.orient_polygons(shapes)).reset_index(drop=True)


def _units(frame: gpd.GeoDataFrame, *, focus: set[str]) -> dict[str, Any]:
    shapes = frame.geometry.to_numpy()
    arcs, references, owners = arcs_of([list(_rings(shape)) for shape in shapes])
    city, province = frame["city"].astype(str).tolist(), frame["province"].astype(str).tolist()
    names = [clean_text(name, limit=40) for name in frame["name"]]
    in_focus = [names[i] in focus or city[i] in focus or province[i] in focus for i in range(len(frame))]
    at = np.rint(shapely.get_coordinates(_label_points(shapes)) * SCALE).astype(int)
    return {
        "arcs": [encode_polyline(np.array(arc)) for arc in arcs],
        "classes": [_border(owner, city, province) for owner in owners],
        "units": {
            "name": names,
            "latin": [latin_name(name) if province[i].endswith("省") else "" for i, name in enumerate(names)],
            "adcode": pd.to_numeric(frame["adcode"]).astype(int).tolist(),
            "city": [clean_text(name, limit=40) for name in city],
            "rings": references,
            "at": at.ravel().tolist(),
        },
        "focus": [i for i, yes in enumerate(in_focus) if yes],
        "cities": _cities(frame, shapes, in_focus),
    }


def _rings(shape: shapely.Geometry) -> Iterator[Ring]:
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    for number, part in enumerate(parts):
        for ring in shapely.get_rings(part):
            if number and shapely.Polygon(ring).area < SMALLEST_RING_DEG2:
                continue
            points = [tuple(point) for point in quantise(ring, scale=SCALE).tolist()]
            if len(points) >= 4:
                yield points


def _border(owner: set[int], city: list[str], province: list[str]) -> int:
    if len(owner) < 2:
        return OUTLINE
    if len({province[i] for i in owner}) > 1:
        return PROVINCE
    return CITY if len({city[i] for i in owner}) > 1 else COUNTY


def _label_points(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Point well inside the largest part of each: the middle of its widest circle would cost more than it gains."""
    largest = [max(shapely.get_parts(shape), key=lambda part: part.area) for shape in shapes]
    centres = shapely.centroid(largest)
    return np.asarray(np.where(shapely.covers(largest, centres), centres, shapely.point_on_surface(largest)))


def _cities(frame: gpd.GeoDataFrame, shapes: NDArray[np.object_], in_focus: list[bool]) -> dict[str, Any]:
    groups = frame.groupby("city", sort=True).indices
    merged = np.array([shapely.union_all(shapely.buffer(shapes[index], 0)) for index in groups.values()])
    at = np.rint(shapely.get_coordinates(_label_points(merged)) * SCALE).astype(int) if len(merged) else np.array([])
    names = [clean_text(name, limit=40) for name in groups]
    return {
        "name": names,
        "latin": [latin_name(name) for name in names],
        "at": at.ravel().tolist(),
        "focus": [any(in_focus[i] for i in index) for index in groups.values()],
    }


def rivers_of(gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Rivers that the gazetteer knows, the longest first: ``name``, ``geometry`` (WGS 84)."""
    rows = [row for row in gazetteer.rows.values() if row.kind == "nature" and RIVER.fullmatch(row.name)]
    return _longest_first(rows, gazetteer)


def railways_of(gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Built railways of which more is known than a sketch, the longest first: ``name``, ``geometry`` (WGS 84)."""
    rows = [row for row in gazetteer.rows.values() if row.kind == "rail" and row.status in {None, "built"}]
    return _longest_first([row for row in rows if row.precision != "schematic"], gazetteer)


def _longest_first(rows: Iterable[Row], gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    places = [place for row in rows if row.geometry == "line" and (place := gazetteer.place(row.id)) is not None]
    lines = [place for place in places if place.geometry is not None]
    data = {"name": [p.name for p in lines], "geometry": [p.geometry for p in lines]}
    frame = gpd.GeoDataFrame(data, geometry="geometry", crs="EPSG:4326")
    return frame.iloc[np.argsort(-length_m(frame), kind="stable")] if lines else frame


def _lines(frame: gpd.GeoDataFrame | None, kind: str, *, near: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    if frame is None or frame.empty or near.empty:
        return []
    frame = frame[frame.intersects(shapely.buffer(shapely.box(*near.total_bounds), NEAR_DEG))]
    lines = []
    names = frame["name"].tolist() if "name" in frame.columns else [""] * len(frame)
    for order, (name, shape) in enumerate(zip(names, frame.geometry, strict=True)):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
        parts = sorted((shapely.simplify(part, 0.0008) for part in parts), key=lambda part: -part.length)
        grid = [quantise(part, scale=SCALE) for part in parts]
        coded = [encode_polyline(points) for points in grid if len(points) > 1]
        if coded:
            rank = min(4, order * 5 // len(frame))
            lines.append({"kind": kind, "name": clean_text(name, limit=40), "rank": rank, "parts": coded})
    return lines


def land_around(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Land under a map of these districts, without the provinces that they draw themselves; WGS 84.

    >>> from geo.shapes import load_districts
    >>> "广东省" in land_around(load_districts())["name"].tolist()
    False
    """
    if districts.empty:
        return districts
    west, south, east, north = districts.total_bounds
    land = load_land((west, south, east, north))
    drawn = pd.Series(shapely.area(districts.geometry)).groupby(_provinces(districts)).sum()
    whole = drawn.reindex(_provinces(land), fill_value=0).to_numpy() > WHOLE * shapely.area(land.geometry)
    return land[~whole]


def _provinces(frame: gpd.GeoDataFrame) -> NDArray[np.int64]:
    return np.asarray(pd.to_numeric(frame["adcode"]), dtype=np.int64) // 10000


def _around(frame: gpd.GeoDataFrame) -> list[str]:
    shapes = shapely.simplify(frame.geometry.to_numpy(), 0.002)
    return _rings_of(shapes)


def _rings_of(shapes: Any) -> list[str]:
    parts = shapely.get_parts(shapely.orient_polygons(shapes))  # they overlap: all turn alike
    rings = [shapely.get_exterior_ring(part) for part in parts if part.area > 1e-3]
    return [encode_polyline(quantise(ring, scale=SCALE)) for ring in rings]
