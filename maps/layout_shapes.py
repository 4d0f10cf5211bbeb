"""Shapes that layouts are drawn with: smooth bands with arrows, hulls, rings, compass parts; all in metres.

Every function takes and returns planar geometry in a projection of `geo.crs.metric_crs`; nothing here knows of layouts.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.ops import substring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Points = NDArray[np.float64]

SMALLEST: Final = 1e-6
"""Width of what has none, in degrees or metres."""
COMPASS: Final[dict[str, tuple[int, int]]] = {
    "东北": (1, 1), "东南": (1, -1), "西北": (-1, 1), "西南": (-1, -1),
    "东": (1, 0), "西": (-1, 0), "南": (0, -1), "北": (0, 1), "中": (0, 0),
}  # fmt: skip
RIDGE_WIDTH: Final = 0.16
"""Standard deviation of the kernel of `ridge`, as a share of the cloud's length."""
HEAD_LENGTH: Final = 4.2
"""Length of an arrow's head in half widths of its band."""
HEAD_WIDTH: Final = 2.3
"""Half width of an arrow's head in half widths of its band."""


def order_points(points: Points) -> list[int]:
    """Order in which a line that does not double back passes points: the shortest open path found.

    Starts from the order along the principal axis and improves it by reversing stretches (2-opt) until nothing gets
    shorter; the end that lies farther west (or north, for a line that runs north to south) comes first.

    >>> order_points(np.array([[0.0, 0], [30, 1], [10, 0], [20, -1]]))
    [0, 2, 3, 1]
    """
    n = len(points)
    if n < 3:
        order = list(range(n))
    else:
        centred = points - points.mean(axis=0)
        axis = np.linalg.svd(centred, full_matrices=False)[2][0]
        order = [int(i) for i in np.argsort(centred @ axis, kind="stable")]
        gaps = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
        improved = True
        while improved:
            improved = False
            for i, j in itertools.combinations(range(n), 2):
                changed = [*order[:i], *order[i : j + 1][::-1], *order[j + 1 :]]
                if _length(gaps, changed) < _length(gaps, order) - 1e-6:
                    order, improved = changed, True
    run = points[order[-1]] - points[order[0]] if n > 1 else np.zeros(2)
    backwards = run[0] < 0 if abs(run[0]) >= abs(run[1]) else run[1] > 0
    return order[::-1] if backwards else order


def ridge(points: Points, *, steps: int = 16) -> shapely.LineString:
    """Middle of a long cloud of points: what a plan draws as a belt through many sites.

    Across the principal axis a line is fitted at each step, by distance along the axis (local linear regression with a
    Gaussian kernel, Cleveland 1979), so that the belt swings with the sites and doubles back for none.

    >>> line = ridge(np.array([[0.0, 5], [10, -5], [20, 5], [30, -5], [40, 5], [50, -5]]))
    >>> line.length < 55, abs(line.interpolate(0.5, normalized=True).y) < 1
    (True, True)
    """
    middle = points.mean(axis=0)
    axes = np.linalg.svd(points - middle, full_matrices=False)[2]
    along, across = (points - middle) @ axes.T[:, 0], (points - middle) @ axes.T[:, 1]
    width = RIDGE_WIDTH * float(np.ptp(along))
    at = np.linspace(along.min(), along.max(), steps)
    weights = np.sqrt(np.exp(-0.5 * ((at[:, None] - along) / width) ** 2) + 1e-6)
    fits = [np.polyval(np.polyfit(along, across, 1, w=w), t) for w, t in zip(weights, at, strict=True)]
    return shapely.LineString(middle + np.outer(at, axes[0]) + np.outer(fits, axes[1]))


def _length(gaps: Points, order: Sequence[int]) -> float:
    return float(gaps[order[:-1], order[1:]].sum())


def smooth(line: shapely.LineString, *, rounds: int = 3) -> shapely.LineString:
    """Line with its corners cut (Chaikin 1974), its ends kept.

    >>> len(smooth(shapely.LineString([(0, 0), (10, 0), (10, 10)]), rounds=1).coords)
    4
    """
    xy = shapely.get_coordinates(line)
    for _ in range(rounds):
        if len(xy) < 3:
            break
        a, b = xy[:-1], xy[1:]
        cut = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1).reshape(-1, 2)
        xy = np.vstack([xy[:1], cut[1:-1], xy[-1:]])
    return shapely.LineString(xy)


def curve(line: shapely.LineString, *, steps: int = 12) -> shapely.LineString:
    """Smooth line through every corner of a line (Catmull-Rom; centripetal after Yuksel 2011: no loops).

    >>> bent = curve(shapely.LineString([(0, 0), (10, 0), (10, 10)]))
    >>> bent.distance(shapely.Point(10, 0)), len(bent.coords)
    (0.0, 25)
    """
    xy = shapely.get_coordinates(line)
    if len(xy) < 3:
        return line
    ends = np.vstack([2 * xy[0] - xy[1], xy, 2 * xy[-1] - xy[-2]])
    t = np.concatenate([[0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(ends, axis=0).T)))])
    out = [xy[:1]]
    for i in range(1, len(xy)):
        t0, t1, t2, t3 = t[i - 1 : i + 3]
        p0, p1, p2, p3 = ends[i - 1 : i + 3]
        s = np.linspace(t1, t2, steps + 1)[1:, None]
        a1 = (t1 - s) / (t1 - t0) * p0 + (s - t0) / (t1 - t0) * p1
        a2 = (t2 - s) / (t2 - t1) * p1 + (s - t1) / (t2 - t1) * p2
        a3 = (t3 - s) / (t3 - t2) * p2 + (s - t2) / (t3 - t2) * p3
        b1 = (t2 - s) / (t2 - t0) * a1 + (s - t0) / (t2 - t0) * a2
        b2 = (t3 - s) / (t3 - t1) * a2 + (s - t1) / (t3 - t1) * a3
        out.append((t2 - s) / (t2 - t1) * b1 + (s - t1) / (t2 - t1) * b2)
    return shapely.LineString(np.vstack(out))


def one_path(shape: BaseGeometry, *, gap: float) -> shapely.LineString:
    """Longest line to be had from a line in pieces: pieces that meet, or miss each other by ``gap``, are joined.

    >>> one_path(shapely.MultiLineString([[(0, 0), (5, 0)], [(9, 0), (6, 0)]]), gap=2).length
    9.0
    """
    merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    parts = sorted((p for p in shapely.get_parts(merged) if p.length > 0), key=lambda p: -p.length)
    path = list(parts.pop(0).coords)
    while parts:
        ends = [
            (shapely.Point(path[at]).distance(shapely.Point(part.coords[end])), i, at, end)
            for i, part in enumerate(parts)
            for at in (0, -1)
            for end in (0, -1)
        ]
        distance, i, at, end = min(ends)
        if distance > gap:
            break
        run = list(parts.pop(i).coords)
        if at == -1:
            path += run if end == 0 else run[::-1]
        else:
            path = (run if end == -1 else run[::-1]) + path
    return shapely.LineString(path)


def between(line: shapely.LineString, points: Iterable[BaseGeometry], *, margin: float = 0.0) -> shapely.LineString:
    """Stretch of a line from the first to the last of the points beside it, longer by ``margin`` at both ends.

    >>> between(shapely.LineString([(0, 0), (100, 0)]), [shapely.Point(20, 3), shapely.Point(60, -2)]).length
    40.0
    """
    at = [line.project(point) for point in points]
    low, high = max(0.0, min(at) - margin), min(line.length, max(at) + margin)
    return substring(line, low, high)


def band(line: shapely.LineString, half_width: float, *, arrows: Iterable[int] = ()) -> BaseGeometry:
    """Band along a line, with an arrow's head at its start (0) or its end (-1).

    >>> plain = band(shapely.LineString([(0, 0), (100, 0)]), 5)
    >>> arrow = band(shapely.LineString([(0, 0), (100, 0)]), 5, arrows=[-1])
    >>> round(plain.bounds[2]), round(arrow.bounds[2]), round(arrow.bounds[3], 1)
    (105, 100, 11.5)
    """
    heads = []
    length = min(HEAD_LENGTH * half_width, line.length / 2)
    shaft = line
    for end in sorted(set(arrows), reverse=True):
        tip = np.array(line.coords[end])
        neck = line.interpolate(length) if end == 0 else line.interpolate(line.length - length)
        back = tip - np.array(neck.coords[0])
        back = back / (np.hypot(*back) or 1.0)
        base = tip - back * length
        side = np.array([-back[1], back[0]]) * half_width * HEAD_WIDTH
        heads.append(shapely.Polygon([tip, base + side, base - side]))
        low, high = (length * 0.9, shaft.length) if end == 0 else (0.0, shaft.length - length * 0.9)
        shaft = substring(shaft, low, high)
    body = shapely.buffer(shaft, half_width, quad_segs=6)
    if heads:
        for end in set(arrows):  # the round cap would show beside the head's base
            cap = shapely.Point(shaft.coords[end]).buffer(half_width * 1.01)
            body = body.difference(cap) if shaft.length > 3 * half_width else body
        body = shapely.union_all([body, shapely.buffer(shaft, half_width, cap_style="flat"), *heads])
    return body


def bearing(line: shapely.LineString, *, end: int = -1) -> float:
    """Direction in which a line leaves at its end (-1) or start (0), degrees clockwise from north.

    >>> bearing(shapely.LineString([(0, 0), (5, 0)])), bearing(shapely.LineString([(0, 0), (5, 0)]), end=0)
    (90.0, 270.0)
    """
    back = line.interpolate(line.length * (0.9 if end == -1 else 0.1))
    run = np.array(line.coords[end]) - np.array(back.coords[0])
    return round(float(np.degrees(np.arctan2(run[0], run[1])) % 360), 1)


def hull(shapes: Sequence[BaseGeometry], *, pad: float) -> BaseGeometry:
    """Outline around shapes, rounded, ``pad`` from the outermost.

    >>> round(hull([shapely.Point(0, 0), shapely.Point(10, 0)], pad=1).area / (20 + np.pi), 2)
    1.0
    """
    around: BaseGeometry = shapely.buffer(shapely.GeometryCollection(list(shapes)).convex_hull, pad)
    return around


def leaf(points: Points, root: Points, *, half_width: float) -> BaseGeometry:
    """Wing that springs from a root and spreads over points: pointed at the root, round at the tip.

    >>> wing = leaf(np.array([[50.0, 10], [80, -5]]), np.array([0.0, 0]), half_width=12)
    >>> wing.covers(shapely.MultiPoint([(50, 10), (80, -5)])), wing.covers(shapely.Point(-5, 0))
    (True, False)
    """
    body = shapely.MultiPoint(points).convex_hull.buffer(half_width)
    wing: BaseGeometry = shapely.GeometryCollection([body, shapely.Point(root)]).convex_hull
    return wing


def ring(shape: BaseGeometry, *, gap: float, width: float) -> BaseGeometry:
    """Ring around a shape: from ``gap`` outside its outline, ``width`` broad.

    >>> around = ring(shapely.Point(0, 0), gap=10, width=2)
    >>> around.covers(shapely.Point(11, 0)), around.covers(shapely.Point(0, 0))
    (True, False)
    """
    core = shape.convex_hull if shape.geom_type != "Point" else shape
    inner = shapely.buffer(core, gap, quad_segs=24)
    return shapely.buffer(inner, width, quad_segs=24).difference(inner)


def compass_parts(area: BaseGeometry, directions: Sequence[str]) -> dict[str, BaseGeometry]:
    """Parts of an area by points of the compass (东, 西北, 中): each the ground nearest to its own seed.

    Seeds lie about the centroid at a share of the area's own width and height; the middle always has one, so that two
    sides alone leave a middle between them.

    >>> parts = compass_parts(shapely.box(0, 0, 90, 30), ["东", "中", "西"])
    >>> [round(parts[side].area / 2700, 1) for side in ("西", "中", "东")]
    [0.3, 0.3, 0.3]
    """
    wanted = list(dict.fromkeys([*directions, "中"]))
    if wanted == ["中"]:
        wanted += list("东南西北")
    width, height = _spread(area)
    centre = shapely.get_coordinates(area.centroid)[0]
    reach = 0.42 if len(wanted) > 3 else 1 / 3
    seeds = {}
    for side in wanted:
        run = np.array(COMPASS[side], dtype=float)
        seeds[side] = run / (np.hypot(*run) or 1.0) * reach
    # In units of the area's own width and height, lest a slender area be cut along its length only.
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(list(seeds.values())), extend_to=shapely.box(-9, -9, 9, 9))
    )
    found = {}
    for side in directions:
        cell = next((c for c in cells if c.intersects(shapely.Point(seeds[side]))), None)
        if cell is not None:
            found[side] = area.intersection(affine_transform(cell, [width, 0, 0, height, *centre]))
    return found


def _spread(area: BaseGeometry) -> tuple[float, float]:
    """Width and height of the box that has the area's second moments."""
    boxes = np.array([p.bounds for p in shapely.get_parts(area)])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    steps = [np.linspace(a, b, 60) for a, b in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*steps), axis=-1).reshape(-1, 2)
    shapely.prepare(area)
    inside = grid[shapely.contains_xy(area, grid[:, 0], grid[:, 1])]
    if len(inside) < 4:
        inside = np.array([low, high])
    width, height = inside.std(axis=0) * np.sqrt(12)
    return max(float(width), SMALLEST), max(float(height), SMALLEST)


def areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Only the parts of a shape that have an area.

    >>> areas_of(shapely.GeometryCollection([shapely.Point(9, 9), shapely.box(0, 0, 1, 1)])).area
    1.0
    """
    parts: list[Any] = [p for p in shapely.get_parts(shape) if p.geom_type in {"Polygon", "MultiPolygon"}]
    whole: BaseGeometry = shapely.union_all(shapely.make_valid(parts)) if parts else shapely.Polygon()
    return whole
