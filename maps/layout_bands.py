"""Axes, belts and corridors: a smooth band through places in the order of the ground, along the lines that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from maps.layout_shapes import band, bearing, between, curve, one_path, order_points, ridge, smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.records import Role
    from maps.layout_help import Arrow

HALF_WIDTH: Final[dict[str, float]] = {"axis": 0.0095, "corridor": 0.0095, "belt": 0.015}
"""Half width of a band as a share of the layout's diagonal."""
BESIDE: Final = 0.09
"""A place lies on a line when it is within this share of the diagonal."""
SAME_COURSE: Final = 0.06
"""A second line within this share of the diagonal of the first, for half its length or more, runs beside it."""
MANY_SITES: Final = 6
"""A belt of so many sites runs through their midst; with fewer it passes each."""
ROUNDS: Final = 30
MARGIN: Final = 0.12
"""Rounds in which a line is drawn taut, and how far inside a ground it stays, as a share of the ground's size."""
SLENDER: Final = 0.06
"""Half width of a band as a share of its own length, at most: a short one is thinner."""
SHORTEST: Final = 0.05
"""Shorter than this share of the diagonal a band would be a blot."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place that a band passes: its point, and the unit's ground where it is one: a line passes a city it crosses."""

    point: shapely.Point
    ground: BaseGeometry | None = None
    loose: bool = False
    """Whether the line may pass anywhere through the ground, not only at the point."""

    def beside(self, line: shapely.LineString, reach: float) -> bool:
        """Whether a line passes the place."""
        return line.distance(self.point) < reach or (self.ground is not None and self.ground.intersects(line))


@dataclass(frozen=True, slots=True)
class Band:
    """What a band is made from, all in metres.

    ``lines`` are carriers, each with whether the element's own name tells it; ``nodes`` the places it passes;
    ``extent`` the layout's diagonal, ``stroke`` what the width is a share of; ``scope`` and ``core`` the grounds that
    decide where an arrow points outward; ``ordered`` says that the nodes stand in their order already.
    """

    role: Role
    lines: Sequence[tuple[BaseGeometry, bool]]
    nodes: Sequence[Node]
    extent: float
    stroke: float
    scope: BaseGeometry | None = None
    core: BaseGeometry | None = None
    ordered: bool = False
    arrow: Arrow | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A band as it is drawn."""

    shape: BaseGeometry
    schematic: bool
    label: shapely.Point
    bearing: float


def draw_band(wanted: Band) -> Made | None:
    """Draw a band, None where neither lines nor two places tell its course.

    >>> places = [Node(shapely.Point(x, y)) for x, y in ((0, 0), (90_000, 500), (40_000, -300))]
    >>> made = draw_band(Band("axis", [], places, extent=90_000, stroke=90_000))
    >>> made.schematic, bool(made.shape.covers(places[2].point)), made.bearing != made.bearing
    (True, True, True)
    """
    paths, schematic = _paths(wanted)
    paths = [path for path in paths if path.length > SHORTEST * wanted.extent]
    if not paths:
        return None
    half = min(HALF_WIDTH[wanted.role] * wanted.stroke, SLENDER * max(path.length for path in paths))
    arrows = [_arrows(path, wanted) if len(paths) == 1 or wanted.arrow else [] for path in paths]
    shape = shapely.union_all([band(path, half, arrows=ends) for path, ends in zip(paths, arrows, strict=True)])
    longest = max(range(len(paths)), key=lambda i: paths[i].length)
    ends = arrows[longest]
    at = 0.5 if len(ends) != 1 else 0.6 if ends[0] == -1 else 0.4
    told = bearing(paths[longest], end=ends[0]) if ends else float("nan")
    return Made(shape, schematic, paths[longest].interpolate(at, normalized=True), told)


def _paths(wanted: Band) -> tuple[list[shapely.LineString], bool]:
    """Courses of the band, and whether they are only a scheme."""
    nodes = _apart(wanted.nodes, 0.01 * wanted.extent)
    carriers = [(one_path(line, gap=0.05 * wanted.extent), own) for line, own in wanted.lines if line.length > 0]
    own = [line for line, mine in carriers if mine]
    best = _best_carrier(own or [line for line, _ in carriers], nodes, wanted.extent)
    if best is not None and len(nodes) > 1:
        return [_along(best, nodes, wanted)], False
    if own or (carriers and len(nodes) < 3):
        lines = own or [line for line, _ in carriers]
        return [s for line in _distinct(lines, wanted.extent) for s in _inside(line, wanted, nodes)], False
    if len(nodes) == 1 and wanted.core is not None and not wanted.core.covers(nodes[0].point):
        return [shapely.LineString([wanted.core.centroid, nodes[0].point])], True
    if len(nodes) < 2:
        return [], True
    points = np.array([node.point.coords[0] for node in nodes])
    if wanted.role == "belt" and len(points) >= MANY_SITES and not wanted.ordered:
        return [ridge(points)], True
    order = range(len(points)) if wanted.ordered else order_points(points)
    ordered = [nodes[i] for i in order]
    line = _straightened(ordered)
    swung = smooth(line)
    inner = ordered[1:-1]
    if inner and all(node.ground is not None and node.ground.intersects(swung) for node in inner):
        return [swung], True
    return [curve(line)], True


def _straightened(nodes: Sequence[Node]) -> shapely.LineString:
    """Line through nodes, drawn taut where it may pass anywhere through a ground."""
    points = np.array([node.point.coords[0] for node in nodes])
    inner = {i: node.ground for i, node in enumerate(nodes) if node.loose and 0 < i < len(nodes) - 1}
    rooms = {i: ground.buffer(-MARGIN * float(np.sqrt(ground.area))) for i, ground in inner.items() if ground}
    for _ in range(ROUNDS):
        for i, room in rooms.items():
            towards = (points[i - 1] + 2 * points[i] + points[i + 1]) / 4
            if shapely.contains_xy(room, *towards):
                points[i] = towards
    return shapely.LineString(points)


def _apart(nodes: Sequence[Node], distance: float) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        if all(node.point.distance(other.point) > distance for other in kept):
            kept.append(node)
    return kept


def _best_carrier(
    lines: Sequence[shapely.LineString], nodes: Sequence[Node], extent: float
) -> shapely.LineString | None:
    """Line that has most of the places beside it, the first named among equals; None where it has fewer than half."""
    if len(nodes) < 2 or not lines:
        return None
    counts = [sum(node.beside(line, BESIDE * extent) for node in nodes) for line in lines]
    most = max(counts)
    return lines[counts.index(most)] if most >= max(2, len(nodes) / 2) else None


def _along(line: shapely.LineString, nodes: Sequence[Node], wanted: Band) -> shapely.LineString:
    """Stretch of a carrier between the places beside it, carried on to those beyond its ends."""
    beside = [node for node in nodes if node.beside(line, BESIDE * wanted.extent)]
    stretch = between(line, [node.point for node in beside], margin=0.01 * wanted.extent)
    points = np.array([node.point.coords[0] for node in nodes])
    order = list(range(len(points))) if wanted.ordered else order_points(points)
    on = [i for i in order if nodes[i] in beside]
    if stretch.project(nodes[on[0]].point) > stretch.project(nodes[on[-1]].point):
        order, on = order[::-1], on[::-1]
    before, after = order[: order.index(on[0])], order[order.index(on[-1]) + 1 :]
    course = stretch.simplify(0.004 * wanted.extent)
    xy = np.vstack([points[before], shapely.get_coordinates(course), points[after]])
    return smooth(shapely.LineString(xy), rounds=2)


def _distinct(lines: Sequence[shapely.LineString], extent: float) -> list[shapely.LineString]:
    """Lines in the order named, without those that run beside one that is there already."""
    kept: list[shapely.LineString] = []
    for line in lines:
        beside = shapely.union_all([other.buffer(SAME_COURSE * extent) for other in kept])
        if line.intersection(beside).length < line.length / 2:
            kept.append(line)
    return kept


def _inside(line: shapely.LineString, wanted: Band, nodes: Sequence[Node]) -> list[shapely.LineString]:
    """Parts of a line within the scope and a little beyond; all of it where it does not meet the scope."""
    grounds = [ground for ground in (wanted.scope, wanted.core) if ground is not None]
    line = line.simplify(0.003 * wanted.extent)
    if not grounds:
        return [smooth(line, rounds=2)]
    reach = shapely.union_all([*grounds, *(node.point for node in nodes)]).buffer(0.02 * wanted.extent)
    cut = line.intersection(reach)
    parts = [part for part in shapely.get_parts(cut) if part.geom_type == "LineString" and part.length > 0]
    if not parts:
        return [smooth(line, rounds=2)]
    joined = one_path(shapely.MultiLineString(parts), gap=0.1 * wanted.extent)
    return [smooth(joined, rounds=2)]


def _arrows(path: shapely.LineString, wanted: Band) -> list[int]:
    """Find the ends at which a path points outward: away from the core, else out of the scope."""
    if wanted.arrow is not None:
        return {"none": [], "start": [0], "end": [-1], "both": [0, -1]}[wanted.arrow]
    ends = {end: shapely.Point(path.coords[end]) for end in (0, -1)}
    if wanted.role == "belt" or not wanted.nodes:
        return []  # a river or road that runs out of the scope says nothing of a direction
    if wanted.core is not None:
        away = {end: wanted.core.distance(point) for end, point in ends.items()}
        near, far = sorted(away, key=lambda end: away[end])
        leaves = wanted.scope is None or not wanted.scope.covers(ends[far])
        reaches = leaves and away[near] < 0.3 * path.length and away[far] > 0.4 * path.length
        return [far] if reaches else []
    if wanted.scope is None:
        return []
    outside = [end for end, point in ends.items() if wanted.scope.distance(point) > 0.1 * wanted.extent]
    return outside if len(outside) == 1 else []
