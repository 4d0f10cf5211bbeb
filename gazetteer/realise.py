"""Geometry of a row: points, lines through places, unions, hulls, circles, polygons and units, all WGS 84."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import shapely

from geo.crs import GEOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.tables import Row

TOWN_RADIUS_M: Final = 2000.0
"""Radius of the disc that stands for a member that is only a point, in a union with areas."""
CIRCLE_VERTICES: Final = 72


class Members(Protocol):
    """Whatever can turn the name of a member into a geometry."""

    def member(self, name: str, row: Row) -> BaseGeometry | None:
        """Geometry of the place, unit or waypoint called ``name``, as ``row`` means it."""


def realise(row: Row, members: Members) -> BaseGeometry | None:
    """Geometry of a row, None where a member that it needs is not known.

    Parameters
    ----------
    row
        A row of a table, its coordinate WGS 84.
    members
        Finds the geometry of the places that the row is made of.

    Returns
    -------
    Point, LineString, MultiLineString, Polygon or MultiPolygon
        Degrees, WGS 84. A line leaves out members that are not known and needs two that are.
    """
    if row.geometry == "point":
        return shapely.Point(row.lng, row.lat)
    if row.geometry == "circle":
        return circle(row.lng or 0.0, row.lat or 0.0, (row.radius_km or 0.0) * 1000)
    names = row.members or (row.districts if row.geometry == "unit" else ())
    shapes = [shape for name in names if (shape := members.member(name, row)) is not None]
    if row.geometry == "line":
        return line_through(shapes)
    if row.geometry == "polygon":
        return polygon_of([anchor(shape) for shape in shapes])
    if row.geometry == "hull":
        return hull(shapes)
    return union(shapes, scattered=row.precision in {"surveyed", "site", "approximate"})


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
    """Point that stands for a geometry and lies on it: itself, a line's middle, an area's centroid or a point inside.

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


def line_through(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Line through the anchors of members in order; a member that is itself a line is followed from its nearer end.

    >>> line_through([shapely.Point(0, 0), shapely.LineString([(3, 0), (1, 0)]), shapely.Point(4, 0)])
    <LINESTRING (0 0, 1 0, 3 0, 4 0)>
    """
    path: list[tuple[float, float]] = []
    for i, shape in enumerate(shapes):
        if shape.geom_type == "LineString":
            run = list(shape.coords)
            target = path[-1] if path else (anchor(shapes[i + 1]).coords[0] if i + 1 < len(shapes) else run[-1])
            nearer_end = _gap(run[-1], target) < _gap(run[0], target)
            path += run[::-1] if nearer_end == bool(path) else run
        else:
            path.append(anchor(shape).coords[0])
    kept = [p for i, p in enumerate(path) if i == 0 or p != path[i - 1]]
    return shapely.LineString(kept) if len(kept) > 1 else None


def _gap(a: Sequence[float], b: Sequence[float]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def polygon_of(points: Sequence[shapely.Point]) -> BaseGeometry | None:
    """Area inside corners given in order, None for fewer than three or for corners on one line."""
    if len(points) < 3:
        return None
    shape = shapely.make_valid(shapely.Polygon([point.coords[0] for point in points]))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(parts) if parts else None


def hull(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Convex hull around members; a member that is only a point counts with its disc (`TOWN_RADIUS_M`)."""
    if not shapes:
        return None
    around: BaseGeometry = shapely.GeometryCollection([_as_area(shape) for shape in shapes]).convex_hull
    return around


def union(shapes: Sequence[BaseGeometry], *, scattered: bool = False) -> BaseGeometry | None:
    """Union of members: of one member itself, of lines the lines, of anything else an area.

    ``scattered`` says that the members are sites and not an extent: their anchors stay points.
    """
    if not shapes:
        return None
    if len(shapes) == 1:
        return shapes[0]
    if all(shape.geom_type.endswith("LineString") for shape in shapes):
        lines = shapely.union_all(shapes)
        merged: BaseGeometry = shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines
        return merged
    if scattered:
        return shapely.MultiPoint([anchor(shape) for shape in shapes])
    areas = np.array([_as_area(shape) for shape in shapes])
    # units are a clean coverage, whose union is ten times faster
    whole: BaseGeometry = (shapely.coverage_union_all if shapely.coverage_is_valid(areas) else shapely.union_all)(areas)
    return whole


def _as_area(shape: BaseGeometry) -> BaseGeometry:
    if shape.geom_type.endswith("Polygon"):
        return shape if shape.is_valid else shapely.make_valid(shape)
    if shape.geom_type == "Point":
        return circle(shape.x, shape.y, TOWN_RADIUS_M)
    return shape.buffer(np.degrees(TOWN_RADIUS_M / 6_371_000))
