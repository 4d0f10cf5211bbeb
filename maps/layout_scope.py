"""The ground that a layout is about: the units that it tells or its places share, and the units that make those up."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

import shapely

from gazetteer.geocode import geocoder
from gazetteer.plan import plan_area
from maps.layout_shapes import areas_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely.geometry.base import BaseGeometry

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Kind, Layout, Place
    from gazetteer.units import Unit

TOWN_ENDINGS: Final = ("镇", "街道")
FEWEST_TOWNS: Final = 3
"""With fewer towns known, the ground of each would be a guess."""
UNITS_EACH: Final = re.compile(r"各(?:省|市|区|县|镇|街|片|地)|分(?:区|片|镇)")
"""Headings of tables that speak of one unit after the other: what stands in them is not about the whole plan's area."""
SAME_UNIT_SHARE: Final = 0.6
"""A layout whose scope is not told is about the one district in which this share of its places lies."""


class Scope:
    """Scope of one layout: ``names`` of its units, their ``ground`` in WGS 84, ``sure`` where it is no supposition.

    Parameters
    ----------
    layout
        The layout; its ``scope``, where it tells one, is the ground that it is about.
    gazetteer
        The places that are known.
    area
        Units that the plan is for.
    kind
        Gives the kind that a name must have.
    """

    def __init__(
        self, layout: Layout, gazetteer: Gazetteer, *, area: tuple[str, ...], kind: Callable[[str], Kind | None]
    ) -> None:
        self.layout, self.gazetteer, self.area, self._kind = layout, gazetteer, area, kind
        self._towns: dict[tuple[str, ...], list[BaseGeometry]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the units."""
        return self._found[0]

    @property
    def ground(self) -> BaseGeometry | None:
        """Their ground, None where it is not known."""
        return self._found[1]

    @property
    def sure(self) -> bool:
        """Whether it is more than a supposition."""
        return self._found[2]

    @cached_property
    def _found(self) -> tuple[tuple[str, ...], BaseGeometry | None, bool]:
        told = self.layout.scope
        if told and plan_area(told) != self.area:
            answer = geocoder(self.gazetteer, self.area).resolve(told)
            names = plan_area(told)
            exact = answer.place if answer.resolved in {"exact", "alias"} else None
            if exact is not None and has_area(exact.geometry):
                return names or self.area, exact.geometry, True
            if exact is not None and (town := self.town(exact)) is not None:
                return self.area, town, True
            if names:
                return names, self._ground(names), True
        names = self._shared_unit() or self.area
        sure = names != self.area or not any(UNITS_EACH.search(title) for title in self.layout.outline)
        return names, self._ground(names), sure

    def _units(self, names: Iterable[str]) -> list[Unit]:
        near = [u for name in self.area for u in self.gazetteer.units.find(name)]
        return [u for name in names for u in self.gazetteer.units.find(name, near=near)[:1]]

    def _ground(self, names: Iterable[str]) -> BaseGeometry | None:
        shapes = self._shapes(self._units(names))
        whole: BaseGeometry | None = shapely.union_all(shapely.make_valid(shapes)) if shapes else None
        return whole

    def _shapes(self, units: Iterable[Unit]) -> list[BaseGeometry]:
        shapes = (self.gazetteer.units.shape(unit) for unit in units)
        return [shape for shape in shapes if shape is not None and has_area(shape)]

    def parts(self) -> list[BaseGeometry]:
        """Grounds of the units next below: the cities of a province, the counties of a city, the towns of a district.

        Empty where they are not all known, or the scope is no whole unit.
        """
        units = self._units(self.names)
        whole = self._ground(self.names)
        if not units or whole is None or self.ground is None or not whole.equals(self.ground):
            return []
        if len(units) == 1 and units[0].level == "district":
            return self._cells_of((units[0].name,))
        every = sorted(self.gazetteer.units, key=lambda unit: unit.adcode)
        below: list[Unit] = []
        for unit in units:
            level = "city" if unit.level == "province" and unit.name != unit.city else "district"
            inside = self.gazetteer.units.inside
            below += [u for u in every if u.level == level and inside(u, unit)] or [unit]
        return self._shapes(dict.fromkeys(below))

    def town(self, place: Place) -> BaseGeometry | None:
        """Ground of a town that is known as a point: what of its district is nearer to it than to any other town."""
        if place.kind != "admin" or not place.name.endswith(TOWN_ENDINGS) or len(place.districts) != 1:
            return None
        spot = point_of(place)
        return next((cell for cell in self._cells_of(place.districts) if cell.intersects(spot)), None)

    def _cells_of(self, districts: tuple[str, ...]) -> list[BaseGeometry]:
        if districts not in self._towns:
            self._towns[districts] = self._cells(districts)
        return self._towns[districts]

    def _cells(self, districts: tuple[str, ...]) -> list[BaseGeometry]:
        towns = {
            (row.lng, row.lat)
            for row in self.gazetteer.rows.values()
            if row.kind == "admin" and row.name.endswith(TOWN_ENDINGS) and row.districts == districts
        }
        ground = self._ground(districts)
        if len(towns) < FEWEST_TOWNS or ground is None:
            return []
        cells = shapely.voronoi_polygons(shapely.MultiPoint(sorted(towns)), extend_to=ground)
        return [areas_of(ground.intersection(cell)) for cell in shapely.get_parts(cells)]

    def _shared_unit(self) -> tuple[str, ...]:
        """Return the district of most places of the layout, where it is a part of the plan's area."""
        names = {name for e in self.layout.elements for name in e.members or ((e.name,) if e.defined else ())}
        coder = geocoder(self.gazetteer, self.area)
        found = [answer.place for name in names if (answer := coder.resolve(name, kind=self._kind(name))).place]
        sites = [p for p in found if p is not None and p.precision not in {"city", None} and p.kind != "region"]
        counts = Counter(p.districts[0] for p in sites if len(p.districts) == 1)
        if not counts:
            return ()
        unit, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most < 2 or most < SAME_UNIT_SHARE * len(sites) or (unit,) == self.area:
            return ()
        held = self.gazetteer.units.find(unit, near=coder.scope.area)
        return (unit,) if held and coder.scope and coder.scope.holds(held[0]) else ()


def has_area(shape: BaseGeometry | None) -> bool:
    """Whether a shape is a ground.

    >>> has_area(shapely.box(0, 0, 1, 1)), has_area(shapely.Point(0, 0)), has_area(None)
    (True, False, False)
    """
    return shape is not None and shape.geom_type.endswith("Polygon")


def point_of(place: Place) -> shapely.Point:
    """Point that stands for a place that has a position or a shape."""
    if place.lng is None or place.lat is None:
        shape: BaseGeometry = place.geometry
        return shape.representative_point()
    return shapely.Point(place.lng, place.lat)
