"""The east, the middle, the north ... of a ground, made up of whole units as a plan's author draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from maps.layout_shapes import areas_of, compass_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

NEAR_M: Final = 200.0
"""Borders of neighbours are drawn apart by less than this."""
TAKEN: Final = 0.5
"""A unit belongs to a ground that is known when so much of it lies there."""


def share_sides(
    ground: BaseGeometry,
    wanted: Mapping[str, Sequence[shapely.Point]],
    *,
    units: Sequence[BaseGeometry] = (),
    known: Sequence[BaseGeometry] = (),
) -> dict[str, BaseGeometry]:
    """Share a ground between points of the compass.

    Parameters
    ----------
    ground
        What is shared, in metres.
    wanted
        Points of the compass (东, 西北, 中), each with the places that the plan puts there: most of them decide where
        a unit belongs; of the others its neighbours do, or the compass where a side has no unit of its own.
        A side alone has the units that lie on it, never all the ground.
    units
        Grounds of the units that make it up; they are kept whole. Without them, or where they are too few to give each
        side one, the ground is cut along straight lines (`maps.layout_shapes.compass_parts`).
    known
        Grounds of sides that are known already; what they hold is not shared.

    >>> units = [shapely.box(x, 0, x + 30, 30) for x in (0, 31, 62)]
    >>> parts = share_sides(shapely.union_all(units), {"东": [], "西": [shapely.Point(40, 9)]}, units=units)
    >>> parts["东"].bounds[0], parts["西"].bounds[2]
    (62.0, 61.0)
    """
    taken = shapely.union_all(list(known))
    rest = areas_of(ground.difference(taken)) if known else ground
    if rest.is_empty or not wanted:
        return {}
    cut = compass_parts(rest, list(wanted))
    free = [u for u in units if not known or u.intersection(taken).area < TAKEN * u.area]
    if len(wanted) == 1 and known:
        shared = {side: list(free) for side in wanted}  # what is left is the only side of which nothing is known
    elif len(wanted) == 1:
        shared = {side: [unit for unit in free if _by_compass(unit, cut) == side] for side in wanted}
        return {side: areas_of(shapely.union_all(parts)) if parts else cut[side] for side, parts in shared.items()}
    else:
        shared = {side: _voted(free, side, wanted) for side in wanted}
    chosen = {side: tuple(parts) for side, parts in shared.items()}
    placed = [unit for parts in chosen.values() for unit in parts]
    for unit in (unit for unit in free if not any(unit is other for other in placed)):
        side = _neighbour(unit, chosen) if all(chosen.values()) else _by_compass(unit, cut)
        if side is not None:
            shared[side].append(unit)
    if not all(shared.values()):
        return cut
    return {side: areas_of(shapely.union_all(parts)) for side, parts in shared.items()}


def _voted(
    units: Sequence[BaseGeometry], side: str, wanted: Mapping[str, Sequence[shapely.Point]]
) -> list[BaseGeometry]:
    """Units in which a side has more places than any other."""
    votes = {
        name: np.array([int(shapely.covers(unit, list(points)).sum()) if points else 0 for unit in units])
        for name, points in wanted.items()
    }
    others = np.max([count for name, count in votes.items() if name != side], axis=0)
    return [unit for unit, mine, theirs in zip(units, votes[side], others, strict=True) if mine > theirs]


def _neighbour(unit: BaseGeometry, shared: Mapping[str, Sequence[BaseGeometry]]) -> str | None:
    """Side with whose units a unit has the longest border."""
    near = unit.buffer(NEAR_M)
    borders = {side: sum(near.intersection(other.boundary).length for other in parts) for side, parts in shared.items()}
    best = max(borders, key=lambda side: borders[side])
    return best if borders[best] > 0 else None


def _by_compass(unit: BaseGeometry, cut: Mapping[str, BaseGeometry]) -> str | None:
    """Side in whose part most of a unit lies, None for one of a middle that nobody asked for."""
    shares = {side: unit.intersection(part).area for side, part in cut.items()}
    best = max(shares, key=lambda side: shares[side])
    return best if shares[best] >= unit.area - sum(shares.values()) else None
