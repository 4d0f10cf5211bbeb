"""Geometry of rows: points, lines through places, unions, hulls, circles, polygons and units, all WGS 84."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np
import shapely

from geo.crs import GEOD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.tables import Row

    Stop: TypeAlias = tuple[float, float] | shapely.LineString
    """Where a line passes: longitude and latitude, or the whole of another line."""

TOWN_RADIUS_M: Final = 2000.0
"""Radius of the disc that stands for a member that is only a point, in a union with areas."""
CIRCLE_VERTICES: Final = 72
SITES: Final = frozenset({"surveyed", "site", "approximate"})
"""Precisions of a union that is one thing on several sites, and no extent: its members stay points."""


class Members(Protocol):
    """Whatever knows the places, units and waypoints that a row is made of; ``row`` decides between namesakes."""

    def stop(self, name: str, row: Row) -> Stop | None:
        """Where a line that names a member passes: the point that stands for it, or the whole of it if it is a line."""

    def member(self, name: str, row: Row) -> list[BaseGeometry]:
        """Parts of a member, empty where it is not known."""


def parts(row: Row, members: Members) -> list[BaseGeometry]:
    """What the geometry of a row is made of, not yet united (`union`); empty where a member that it needs is not known.

    Parameters
    ----------
    row
        A row of a table, its coordinate WGS 84.
    members
        Finds the places that the row is made of.

    Returns
    -------
    list of Point, MultiPoint, LineString, MultiLineString, Polygon or MultiPolygon
        Degrees, WGS 84. A line leaves out members that are not known and needs two that are.
    """
    if row.geometry == "point":
        return [shapely.Point(row.lng, row.lat)]
    if row.geometry == "circle":
        return [circle(row.lng or 0.0, row.lat or 0.0, (row.radius_km or 0.0) * 1000)]
    if row.geometry == "line":
        return _listed(line_through(_stops(row, members)))
    if row.geometry == "polygon":
        return _listed(polygon_of([_spot(stop) for stop in _stops(row, members)]))
    names = row.members or (row.districts if row.geometry == "unit" else ())
    found = [shapes for name in names if (shapes := members.member(name, row))]
    together = [shape for shapes in found for shape in shapes]
    if row.precision in SITES and len(found) > 1 and not are_lines(together):
        return [shapely.MultiPoint([middle(shapes) for shapes in found])]
    return _listed(hull(together)) if row.geometry == "hull" else together


def _listed(shape: BaseGeometry | None) -> list[BaseGeometry]:
    return [] if shape is None else [shape]


def _stops(row: Row, members: Members) -> list[Stop]:
    return [stop for name in row.members if (stop := members.stop(name, row)) is not None]


def _spot(stop: Stop) -> tuple[float, float]:
    if isinstance(stop, tuple):
        return stop
    point = anchor(stop)
    return point.x, point.y


def _course(stop: Stop) -> list[tuple[float, float]]:
    return [stop] if isinstance(stop, tuple) else list(stop.coords)


def circle(lng: float, lat: float, radius_m: float) -> shapely.Polygon:
    """Disc of a geodesic radius around a point, as a polygon with 72 corners.

    >>> round(float(circle(113.3, 23.1, 1000).bounds[3] - 23.1), 5)  # a minute of latitude is 1.85 km
    0.00903
    """
    azimuths = np.linspace(0, -360, CIRCLE_VERTICES, endpoint=False)
    ones = np.ones_like(azimuths)
    lngs, lats, _ = GEOD.fwd(lng * ones, lat * ones, azimuths, radius_m * ones)
    return shapely.Polygon(np.column_stack([lngs, lats]))


def anchor(shape: BaseGeometry) -> shapely.Point:
    """Point that stands for a geometry and lies on it.

    A point itself, of points the first (of several sites the main one), the middle of a line or of the longest of
    lines, the centroid of an area or else a point inside.

    >>> anchor(shapely.LineString([(0, 0), (2, 0)]))
    <POINT (1 0)>
    """
    if shape.geom_type == "Point":
        return shape
    if shape.geom_type == "MultiPoint":
        return shape.geoms[0]
    if shape.geom_type == "MultiLineString":
        shape = max(shape.geoms, key=lambda part: part.length)
    if shape.geom_type == "LineString":
        return shape.interpolate(0.5, normalized=True)
    centroid = shape.centroid
    return centroid if shape.covers(centroid) else shape.representative_point()


def middle(shapes: Sequence[BaseGeometry]) -> shapely.Point:
    """Point that stands for several parts and lies on one of them, found without uniting them.

    Of lines the middle of the longest; of areas, which do not overlap, the centroid of all, or a point inside the
    largest where that lies on none.

    >>> middle([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 4, 1)])
    <POINT (2 0.5)>
    """
    if len(shapes) == 1:
        return anchor(shapes[0])
    if are_lines(shapes):
        return anchor(max(shapes, key=lambda shape: shape.length))
    areas = np.array([_with_extent(shape) for shape in shapes])
    weights = shapely.area(areas)
    xy = shapely.get_coordinates(shapely.centroid(areas))
    centroid = shapely.Point(np.average(xy, axis=0, weights=weights))
    return centroid if shapely.covers(areas, centroid).any() else anchor(areas[weights.argmax()])


def amid(points: Sequence[shapely.Point], shapes: Sequence[BaseGeometry]) -> shapely.Point:
    """Mean of points where that lies on one of the shapes, else the nearest of them to it.

    >>> amid([shapely.Point(1, 1), shapely.Point(5, 1)], [shapely.box(0, 0, 6, 2)])
    <POINT (3 1)>
    """
    mean = shapely.MultiPoint(points).centroid
    if any(shape.covers(mean) for shape in shapes):
        return mean
    return min(points, key=mean.distance)


def are_lines(shapes: Iterable[BaseGeometry]) -> bool:
    """Whether all parts are lines; of no parts True."""
    return all(shape.geom_type.endswith("LineString") for shape in shapes)


def line_through(stops: Sequence[Stop]) -> BaseGeometry | None:
    """Line through stops in order, a stop that is itself a line followed from its nearer end; None for fewer than two.

    >>> line_through([(0, 0), shapely.LineString([(3, 0), (1, 0)]), (4, 0)])
    <LINESTRING (0 0, 1 0, 3 0, 4 0)>
    """
    path: list[tuple[float, float]] = []
    for i, stop in enumerate(stops):
        run = _course(stop)
        target = path[-1] if path else _spot(stops[i + 1]) if i + 1 < len(stops) else run[-1]
        nearer_end = _gap(run[-1], target) < _gap(run[0], target)
        path += run[::-1] if nearer_end == bool(path) else run
    kept = [p for i, p in enumerate(path) if i == 0 or p != path[i - 1]]
    return shapely.LineString(kept) if len(kept) > 1 else None


def _gap(a: Sequence[float], b: Sequence[float]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def polygon_of(corners: Sequence[tuple[float, float]]) -> BaseGeometry | None:
    """Area inside corners given in order, None for fewer than three or for corners on one line."""
    if len(corners) < 3:
        return None
    shape = shapely.make_valid(shapely.Polygon(corners))
    areas = [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(areas) if areas else None


def hull(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Convex hull around members; a member that is only a point counts with its disc (`TOWN_RADIUS_M`)."""
    if not shapes:
        return None
    around: BaseGeometry = shapely.GeometryCollection([_with_extent(shape) for shape in shapes]).convex_hull
    return around


def union(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Union of parts: of one part itself, of lines the lines, of anything else an area."""
    if not shapes:
        return None
    if len(shapes) == 1:
        return shapes[0]
    if are_lines(shapes):
        lines = shapely.union_all(shapes)
        merged: BaseGeometry = shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines
        return merged
    areas = np.array([_with_extent(shape) for shape in shapes])
    # units are a clean coverage, whose union is ten times faster
    if shapely.coverage_is_valid(areas):
        return shapely.coverage_union_all(areas)
    return shapely.union_all(np.where(shapely.is_valid(areas), areas, shapely.make_valid(areas)))


def _with_extent(shape: BaseGeometry) -> BaseGeometry:
    """An area as it is; of a point or line what lies within `TOWN_RADIUS_M` of it."""
    if shape.geom_type.endswith("Polygon"):
        return shape
    if shape.geom_type == "Point":
        return circle(shape.x, shape.y, TOWN_RADIUS_M)
    return shape.buffer(np.degrees(TOWN_RADIUS_M / 6_371_000))
