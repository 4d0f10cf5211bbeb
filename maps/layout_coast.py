"""The coast as a plan's belt follows it: smooth, past bays and the mouths of rivers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.ops import substring

from geo.crs import WGS84, project
from geo.land import load_land
from maps.layout_shapes import areas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

COASTAL: Final = re.compile(r"沿海(?!龙)|海岸")
"""Names of what runs along the coast."""
BAY: Final = 0.05
"""A bay or peninsula narrower than twice this share of the layout's diagonal is passed over."""
INLAND: Final = 0.4
"""The course keeps this share of that width inland."""
CLOSE: Final = 1.2
"""A unit lies on the coast when the course is nearer than this many times that width."""


def coast_path(grounds: Sequence[BaseGeometry], *, crs: CRS, extent_m: float) -> shapely.LineString | None:
    """Course along the coast from the first to the last of some units; None where fewer than two lie on it.

    Parameters
    ----------
    grounds
        Units in metres; those inland are passed by.
    crs
        Projection that they are in.
    extent_m
        Diagonal of the layout: it decides how much of the coast's detail is left out.

    Examples
    --------
    >>> from gazetteer.entries import default_gazetteer
    >>> from geo.crs import metric_crs
    >>> units = [default_gazetteer().lookup(name)[0].geometry for name in ("茂名市", "汕尾市", "阳江市", "潮州市")]
    >>> crs = metric_crs(units)
    >>> path = coast_path([project(unit, to=crs) for unit in units], crs=crs, extent_m=600_000)
    >>> 550_000 < path.length < 750_000
    True
    """
    bay = BAY * extent_m
    window = project(shapely.union_all([shapely.box(*g.bounds) for g in grounds]), to=WGS84, source=crs).bounds
    land = project(shapely.make_valid(load_land(window).geometry.to_numpy()), to=crs)
    whole = shapely.union_all([*shapely.simplify(land, bay / 20), *shapely.simplify(np.array(grounds), bay / 20)])
    even = areas_of(shapely.buffer(shapely.buffer(shapely.buffer(whole, bay), -2 * bay), bay))
    if shapely.buffer(even, -INLAND * bay).is_empty:
        return None
    main = max(shapely.get_parts(shapely.buffer(even, -INLAND * bay)), key=lambda part: part.area)
    ring: Any = shapely.get_exterior_ring(main)
    at_sea = [ground for ground in grounds if ground.distance(ring) < CLOSE * bay]
    if len(at_sea) < 2:
        return None
    ends = [ring.project(shapely.shortest_line(ring, ground.centroid).interpolate(0)) for ground in at_sea]
    return _stretch(ring, np.sort(np.array(ends)))


def _stretch(ring: Any, at: np.ndarray[Any, np.dtype[np.float64]]) -> shapely.LineString:
    """Part of a ring that passes all positions along it and leaves out the longest gap between two of them."""
    gaps = np.append(np.diff(at), at[0] + ring.length - at[-1])
    last = int(gaps.argmax())
    line = shapely.LineString(ring.coords)
    if last == len(at) - 1:
        part = substring(line, at[0], at[-1])
    else:
        head, tail = substring(line, at[last + 1], line.length), substring(line, 0.0, at[last])
        part = shapely.LineString([*head.coords, *list(tail.coords)[1:]])
    return part
