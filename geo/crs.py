"""Metres on the ground: a local projection about whatever is looked at, and lengths, areas and buffers in metres.

Everything inside Plan Atlas is WGS 84 in degrees, in which a metre has no fixed length. Lengths and areas
are taken on the ellipsoid, shapes (buffers, smoothed lines) in an azimuthal equidistant
projection about the middle of the subject: within 300 km of it distances are true to 0.05 %, within 1,000 km to 0.5 %.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Geod, Transformer
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

Subject: TypeAlias = "BaseGeometry | gpd.GeoSeries | gpd.GeoDataFrame | Iterable[BaseGeometry | None]"
"""One geometry, or many in whatever holds them; without a CRS of its own it is WGS 84."""

WGS84 = "EPSG:4326"
GEOD = Geod(ellps="WGS84")
GAUSS_NODES, GAUSS_WEIGHTS = (np.polynomial.legendre.leggauss(3) + np.array([[1.0], [0.0]])) / 2
"""Three-point quadrature over an edge, from 0 to 1: exact to the millimetre for edges of some degrees."""
CENTRE_DECIMALS = 4
"""The middle of the projection is rounded to 10 m, so that equal subjects share a projection and output is stable."""


def metric_crs(subject: Subject, *, keep: Literal["distance", "area"] = "distance") -> CRS:
    """Projection in metres about the middle of a subject's bounds.

    Parameters
    ----------
    subject
        Geometry or geometries; empty and missing ones are ignored.
    keep
        ``"distance"``: azimuthal equidistant; ``"area"``: Lambert azimuthal equal-area.

    Raises
    ------
    InputError
        There is no geometry to centre on.

    Examples
    --------
    >>> from shapely import Point
    >>> crs = metric_crs(Point(113.2645, 22.9915))
    >>> crs.axis_info[0].unit_name, crs.coordinate_operation.method_name
    ('metre', 'Azimuthal Equidistant')
    """
    bounds = _bounds(geometry_array(subject))
    if np.isnan(bounds).any():
        raise InputError("nothing to centre a projection on: the geometry is empty")
    lng, lat = np.round((bounds[:2] + bounds[2:]) / 2, CENTRE_DECIMALS)
    projection = "aeqd" if keep == "distance" else "laea"
    return CRS.from_proj4(f"+proj={projection} +lat_0={lat} +lon_0={lng} +datum=WGS84 +units=m +type=crs")


def geometry_array(subject: Subject) -> NDArray[Any]:
    """Geometries of a subject as a one-dimensional object array, in WGS 84.

    >>> from shapely import Point
    >>> geometry_array(Point(113, 23)).shape
    (1,)
    """
    if isinstance(subject, gpd.GeoDataFrame):
        subject = subject.geometry
    if isinstance(subject, gpd.GeoSeries):
        if subject.crs is not None and subject.crs != WGS84:
            subject = subject.to_crs(WGS84)
        return np.asarray(subject.values, dtype=object)
    items = [subject] if isinstance(subject, BaseGeometry) else list(subject)
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _bounds(geometries: Any) -> NDArray[np.float64]:
    """West, south, east, north of everything together; NaN where there is nothing."""
    return np.asarray(shapely.total_bounds(geometries) if np.size(geometries) else np.full(4, np.nan), dtype=float)


def project(geometry: Any, *, to: CRS | str, source: CRS | str = WGS84) -> Any:
    """Geometry (or array of geometries) projected from one CRS to another, x before y.

    >>> from shapely import Point
    >>> point = Point(113.2645, 22.9915)
    >>> project(point, to=metric_crs(point)).wkt
    'POINT (0 0)'
    """
    transformer = _transformer(CRS(source).to_wkt(), CRS(to).to_wkt())
    return shapely.transform(geometry, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


@lru_cache(maxsize=64)
def _transformer(source: str, to: str) -> Transformer:
    return Transformer.from_crs(source, to, always_xy=True)


def in_metres(geometry: Any, function: Callable[[Any], Any], *, about: Subject | None = None) -> Any:
    """Apply a function that works in metres (smoothing, offsetting, simplifying) and come back to WGS 84.

    Parameters
    ----------
    geometry
        One geometry or an array of them, WGS 84.
    function
        Takes the projected geometry (or array) and returns geometry in the same projection.
    about
        What to centre the projection on; the geometry itself by default.

    Examples
    --------
    >>> from shapely import LineString
    >>> zigzag = LineString([(113.0, 23.0), (113.1, 23.0005), (113.2, 23.0)])
    >>> len(in_metres(zigzag, lambda line: line.simplify(100)).coords)
    2
    """
    crs = metric_crs(geometry if about is None else about)
    return project(function(project(geometry, to=crs)), to=WGS84, source=crs)


def length_m(subject: Subject) -> NDArray[np.float64]:
    """Length of each geometry in metres along the ellipsoid; 0 for points, empty and missing geometry.

    An area counts its outline. Returns a float64 array, one value a geometry.

    >>> from shapely import LineString
    >>> float(length_m(LineString([(113.0, 23.0), (114.0, 23.0)]))[0].round())
    102522.0
    """
    geometries = geometry_array(subject)
    kind = shapely.get_type_id(geometries)
    lines = np.where((kind == 3) | (kind == 6), shapely.boundary(geometries), geometries)
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    same = part[1:] == part[:-1]
    starts, ends = xy[:-1][same], xy[1:][same]
    _, _, metres = GEOD.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])
    is_line = shapely.get_dimensions(parts) == 1
    segment = part[:-1][same]
    weights = np.where(is_line[segment], metres, 0.0)
    return np.bincount(owner[segment], weights=weights, minlength=len(geometries)).astype(float)


def area_m2(subject: Subject) -> NDArray[np.float64]:
    """Area of each geometry in square metres; 0 for points, lines, empty and missing geometry.

    Taken on the ellipsoid, with edges straight in degrees, so that the pieces of an area add up to the whole.

    >>> from shapely import box
    >>> float(area_m2(box(113.0, 23.0, 113.01, 23.01))[0].round(-3))
    1135000.0
    """
    geometries = geometry_array(subject)
    parts, owner = shapely.get_parts(geometries, return_index=True)
    polygon = shapely.get_type_id(parts) == 3
    parts, owner = parts[polygon], owner[polygon]
    rings, part = shapely.get_rings(parts, return_index=True)
    areas = np.abs(_ring_areas(rings))
    shell = np.r_[True, part[1:] != part[:-1]] if len(part) else np.zeros(0, dtype=bool)
    signed = np.where(shell, areas, -areas)
    return np.bincount(owner[part], weights=signed, minlength=len(geometries)).astype(float)


def _ring_areas(rings: NDArray[Any]) -> NDArray[np.float64]:
    """Signed area of each ring: the integral along it of the area that lies between equator and parallel."""
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    lat, step = np.radians(xy[:-1][same, 1]), np.radians(np.diff(xy, axis=0)[same])
    strip = sum(
        weight * _area_to_equator(lat + node * step[:, 1])
        for node, weight in zip(GAUSS_NODES, GAUSS_WEIGHTS, strict=True)
    )
    return np.bincount(ring[:-1][same], weights=strip * step[:, 0], minlength=len(rings)).astype(float)


def _area_to_equator(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Area of the ellipsoid between the equator and a parallel, for each radian of longitude (Snyder 1987, 3-12)."""
    e, sine = np.sqrt(GEOD.es), np.sin(lat)
    area: NDArray[np.float64] = GEOD.b**2 / 2 * (sine / (1 - GEOD.es * sine**2) + np.arctanh(e * sine) / e)
    return area


def buffer_m(geometry: Any, distance_m: float | NDArray[np.float64], *, quad_segs: int = 16) -> Any:
    """Everything within a distance of a geometry (or of each in an array), in WGS 84.

    A negative distance shrinks an area; what is left of a point or line is then an empty polygon.

    >>> from shapely import Point
    >>> circle = buffer_m(Point(113.2645, 22.9915), 1000)
    >>> float(round(area_m2(circle)[0] / 1e6, 2))
    3.14
    """
    if np.isnan(_bounds(geometry)).any():
        return shapely.buffer(geometry, 0.0)
    return in_metres(geometry, lambda shape: shapely.buffer(shape, distance_m, quad_segs=quad_segs))
