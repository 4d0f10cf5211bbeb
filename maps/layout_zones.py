"""Grounds of zones: a soft outline around places that have none of their own, and zones that overlap kept apart."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from maps.layout_shapes import areas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

TOUCHING: Final = 0.01
"""Zones that share no more than this of the smaller only touch."""
NESTED: Final = 0.8
"""A zone that has so much of it in another one is a part of that, and stays whole."""
FILLED: Final = 5.0
"""Hollows of an outline narrower than twice this many of its pads are filled."""
GRID_M: Final = 0.5
"""Corners of zones that were kept apart, lest borders that nearly coincide be crossed when they are projected."""
STEPS: Final = 40
"""The border between two zones is found in so many steps across what they shared."""


def blob(shapes: Sequence[BaseGeometry], *, pad: float, reach: float) -> BaseGeometry:
    """Soft outline around places: each with its surroundings, those within reach of each other grown together.

    Neighbours are joined along the shortest tree that reaches them all, so that the outline keeps to the places and
    does not take in what lies between the outermost, as a hull would.

    Parameters
    ----------
    shapes
        Points or areas, in metres.
    pad
        How far the outline is from a place.
    reach
        Places farther apart than this are not joined.

    >>> places = [shapely.Point(0, 0), shapely.Point(10, 0), shapely.Point(10, 10), shapely.Point(99, 0)]
    >>> outline = blob(places, pad=2, reach=20)
    >>> int(shapely.get_num_geometries(outline)), outline.covers(shapely.Point(1, 9))
    (2, False)
    """
    links = [shapely.shortest_line(shapes[i], shapes[j]) for i, j in _tree(shapes)]
    near = [shapely.buffer(link, 0.7 * pad) for link in links if link.length <= reach]
    grounds = [shape if shape.area > np.pi * pad**2 else shapely.buffer(shape, pad) for shape in shapes]
    rough = shapely.union_all([*grounds, *near])
    soft = shapely.buffer(shapely.buffer(rough, FILLED * pad), -FILLED * pad)
    return areas_of(soft)


def soft_inside(ground: BaseGeometry, *, gap: float) -> BaseGeometry:
    """Ground a little smaller and without sharp corners, so that it stands clear of its neighbours.

    >>> soft = soft_inside(shapely.box(0, 0, 100, 100), gap=2)
    >>> [round(v) for v in soft.bounds], soft.covers(shapely.Point(2.1, 2.1))
    ([2, 2, 98, 98], False)
    """
    inner = shapely.buffer(_without_holes(areas_of(ground), (FILLED * gap) ** 2), -gap)
    even = shapely.buffer(shapely.buffer(inner, -2 * gap), 2 * gap)
    return next((areas_of(shape) for shape in (even, inner) if not shape.is_empty), areas_of(ground))


def _without_holes(ground: BaseGeometry, largest: float) -> BaseGeometry:
    """Ground without the holes that its units leave where their borders do not quite meet."""
    filled = []
    for part in shapely.get_parts(ground):
        holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > largest]
        filled.append(shapely.Polygon(part.exterior, holes))
    whole: BaseGeometry = shapely.union_all(filled)
    return whole


def soft_edge(ground: BaseGeometry, *, share: float = 0.05) -> BaseGeometry:
    """Ground without notches and spikes narrower than a share of its own size.

    >>> notched = shapely.box(0, 0, 100, 100) - shapely.box(98, 40, 100, 42)
    >>> bool(soft_edge(notched).covers(shapely.Point(99, 41)))
    True
    """
    reach = share * float(np.sqrt(ground.area))
    return areas_of(shapely.buffer(shapely.buffer(shapely.buffer(ground, reach), -2 * reach), reach))


def _tree(shapes: Sequence[BaseGeometry]) -> list[tuple[int, int]]:
    """Pairs of neighbours that join all shapes with the least length (Prim 1957)."""
    array = np.array(shapes, dtype=object)
    gaps = shapely.distance(array[:, None], array[None])
    joined, pairs = [0], []
    while len(joined) < len(shapes):
        open_ = [i for i in range(len(shapes)) if i not in joined]
        block = gaps[np.ix_(joined, open_)]
        i, j = np.unravel_index(int(block.argmin()), block.shape)
        pairs.append((joined[i], open_[j]))
        joined.append(open_[j])
    return pairs


def keep_apart(zones: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Zones of which no two overlap in part: what two share goes to the one whose own ground is nearer.

    A zone inside another stays as it is.

    >>> left, right = keep_apart([shapely.box(0, 0, 6, 4), shapely.box(4, 0, 10, 4)])
    >>> round(left.area), round(right.area), round(left.intersection(right).area, 6)
    (20, 20, 0.0)
    """
    kept = list(zones)
    for i, j in itertools.combinations(range(len(kept)), 2):
        shared = areas_of(kept[i].intersection(kept[j]))
        least = min(kept[i].area, kept[j].area)
        if not TOUCHING * least < shared.area < NESTED * least:
            continue
        first, second = areas_of(kept[i].difference(shared)), areas_of(kept[j].difference(shared))
        mine = _nearer(shared, first, second)
        theirs = shared.difference(mine)
        kept[i], kept[j] = (
            areas_of(shapely.set_precision(areas_of(shapely.union_all(parts)), GRID_M))
            for parts in ([first, mine], [second, theirs])
        )
    return kept


def _nearer(shared: BaseGeometry, first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Part of a shared ground that is nearer to the first zone's own ground than to the second's."""
    west, south, east, north = shared.bounds
    step = max(east - west, north - south) / STEPS
    xs, ys = np.arange(west, east + step, step), np.arange(south, north + step, step)
    at = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    spots = shapely.points(at)
    own = shapely.distance(spots, first) < shapely.distance(spots, second)
    cells = shapely.box(*(at - step / 2).T, *(at + step / 2).T)
    rough = shapely.union_all(cells[own])
    even = shapely.buffer(shapely.buffer(shapely.buffer(rough, 3 * step), -6 * step), 3 * step)
    return areas_of(shared.intersection(even))
