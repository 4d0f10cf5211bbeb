"""Administrative units: provinces, cities and counties by name, their hierarchy, polygons and neighbourhood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely
from shapely import STRtree

from gazetteer.names import key, ordinary_words, short_unit_name
from geo.shapes import load_districts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

Level = Literal["province", "city", "district"]

EARTH_RADIUS_M: Final = 6_371_008.8
SHARE_MIN: Final = 0.05
"""An area lies in a district that holds at least this share of it, or that it covers to this share."""
CROSSED_MIN_M: Final = 300.0
"""A line crosses a district when at least this much of it lies there; less is the slack of the boundaries."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit; ``lng`` and ``lat`` (WGS 84) stand for it where it has no polygon."""

    adcode: int
    name: str
    level: Level
    city: str
    """The prefecture-level city; the unit itself for a city and for a county directly under its province."""
    province: str
    lng: float | None = None
    lat: float | None = None

    @property
    def id(self) -> str:
        """Identifier of the unit as a place: ``unit-440113``."""
        return f"unit-{self.adcode}"


class Units:
    """The administrative units that are known, found by name and by position.

    Parameters
    ----------
    polygons
        Counties with the columns of `geo.shapes.load_districts`; None takes the polygons that are shipped.
    others
        Units beyond the polygons, with a representative point only.
    """

    def __init__(self, polygons: gpd.GeoDataFrame | None = None, others: Iterable[Unit] = ()) -> None:
        self.polygons = load_districts() if polygons is None else polygons
        self._row = {int(adcode): i for i, adcode in enumerate(self.polygons["adcode"])}
        self.by_adcode: dict[int, Unit] = {unit.adcode: unit for unit in others}
        self.by_adcode.update((unit.adcode, self._seated(unit)) for unit in _polygon_units(self.polygons))
        self._shapes: dict[int, BaseGeometry | None] = {}
        self._names: dict[str, list[Unit]] = defaultdict(list)
        self._shorts: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(self.by_adcode.values(), key=lambda u: u.adcode):
            for name in _qualified(unit):
                self._names[name].append(unit)
            if (short := short_unit_name(unit.name)) != unit.name:
                self._shorts[short].append(unit)

    def _seated(self, unit: Unit) -> Unit:
        """Keep the point that a table gives for a unit that also has a polygon."""
        known = self.by_adcode.get(unit.adcode)
        return known if known is not None and known.lng is not None else unit

    def __repr__(self) -> str:
        return f"<Units: {len(self.by_adcode)}, {len(self._row)} counties with a polygon>"

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.by_adcode.values())

    def find(self, name: str, *, near: Iterable[Unit] = ()) -> tuple[Unit, ...]:
        """Units of that name, full ("番禺区"), qualified ("贵阳市白云区") or short ("番禺").

        Parameters
        ----------
        name
            Simplified or Traditional.
        near
            Units that decide between namesakes: the same city first, then the same province.

        Returns
        -------
        tuple of Unit
            Empty where none is called so; several where the name alone does not tell. A full name comes before a short
            one, a city before a county of the same name.
        """
        wanted = key(name)
        found: Sequence[Unit] = self._names.get(wanted) or self._shorts.get(wanted) or ()
        if len(found) > 1:
            found = _closest(found, tuple(near))
        if len(found) > 1:
            ranks = {unit: ("province", "city", "district").index(unit.level) for unit in found}
            best = min(ranks.values())
            # 北京市, 吉林省 and 吉林市: the short name of both means the city only where nothing else is asked for
            found = [unit for unit in found if ranks[unit] == best]
        return tuple(found)

    def one(self, name: str, *, near: Iterable[Unit] = ()) -> Unit | None:
        """Find the unit of that name, None where there is none or several."""
        found = self.find(name, near=near)
        return found[0] if len(found) == 1 else None

    def names(self) -> Iterator[tuple[str, tuple[Unit, ...]]]:
        """Full names, qualified names, and the short names of provinces and cities, each with its units."""
        for name, units in self._names.items():
            yield name, tuple(units)
        for name, units in self._shorts.items():
            chosen = tuple(unit for unit in units if unit.level != "district")
            if chosen and name not in ordinary_words() and name not in self._names:
                yield name, chosen

    def short_names(self) -> Iterator[tuple[str, tuple[Unit, ...]]]:
        """Short names of counties, which mean them only in a plan for the same province."""
        for name, units in self._shorts.items():
            chosen = tuple(unit for unit in units if unit.level == "district")
            if chosen and name not in ordinary_words():
                yield name, chosen

    def inside(self, unit: Unit, other: Unit) -> bool:
        """Whether ``unit`` is ``other`` or a part of it."""
        if other.level == "province":
            return unit.province == other.province
        if other.level == "city":
            return unit.city == other.name and unit.province == other.province
        return unit.adcode == other.adcode

    def parts(self, unit: Unit) -> list[Unit]:
        """Counties with a polygon that make up a unit, itself if it is one."""
        return [u for u in self.by_adcode.values() if u.adcode in self._row and self.inside(u, unit)]

    def shape(self, unit: Unit) -> BaseGeometry | None:
        """Polygon of a unit (cities and provinces: union of their counties), else its point, else None."""
        if unit.adcode not in self._shapes:
            rows = [self._row[part.adcode] for part in self.parts(unit)]
            shapes = self.polygons.geometry.to_numpy()[rows]
            if len(rows):
                shape = shapes[0] if len(rows) == 1 else shapely.union_all(shapely.make_valid(shapes))
            else:
                shape = None if unit.lng is None else shapely.Point(unit.lng, unit.lat)
            self._shapes[unit.adcode] = shape
        return self._shapes[unit.adcode]

    def point(self, unit: Unit) -> shapely.Point | None:
        """Point that stands for a unit: its seat where a table gives it, else a point inside."""
        if unit.lng is not None:
            return shapely.Point(unit.lng, unit.lat)
        shape = self.shape(unit)
        return None if shape is None else shape.representative_point()

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(self.polygons.geometry.to_numpy())

    @cached_property
    def _adcodes(self) -> list[int]:
        return [int(adcode) for adcode in self.polygons["adcode"]]

    def around(self, geometry: BaseGeometry) -> list[Unit]:
        """Counties that hold a geometry, in the order of their adcodes.

        A point: the county it lies in. A line: those it crosses (`CROSSED_MIN_M`). An area: those with a share of it
        (`SHARE_MIN`). Outside all polygons: empty.
        """
        if geometry.is_empty:
            return []
        polygons = self.polygons.geometry.to_numpy()
        hits = self._tree.query(geometry, predicate="intersects")
        if len(hits) > 1 and geometry.geom_type != "Point":
            parts = shapely.intersection(shapely.make_valid(polygons[hits]), shapely.make_valid(geometry))
            if geometry.geom_type.endswith(("LineString", "LinearRing")):
                lengths = np.radians(shapely.length(parts)) * EARTH_RADIUS_M
                enough = lengths >= min(CROSSED_MIN_M, lengths.max() / 2)
            else:
                areas = shapely.area(parts)
                enough = (areas >= SHARE_MIN * geometry.area) | (areas >= SHARE_MIN * 10 * shapely.area(polygons[hits]))
            hits = hits[enough]
        return [self.by_adcode[self._adcodes[i]] for i in sorted(hits, key=lambda i: self._adcodes[i])]

    def distance_m(self, unit: Unit, geometry: BaseGeometry) -> float:
        """Distance in metres from a geometry to a unit, 0 where they meet; nan where the unit has no polygon."""
        shape = self.shape(unit)
        if shape is None or shape.geom_type == "Point":
            return float("nan")
        if shape.intersects(geometry):
            return 0.0
        a, b = shapely.get_coordinates(shapely.shortest_line(shape, geometry))
        dx, dy = np.radians(b - a) * (np.cos(np.radians(a[1])), 1.0)
        return float(np.hypot(dx, dy) * EARTH_RADIUS_M)


def _qualified(unit: Unit) -> set[str]:
    """Full name of a unit, alone and after its city and province."""
    names = {unit.name}
    if unit.level == "district" and unit.city != unit.name:
        names |= {f"{unit.city}{unit.name}", f"{short_unit_name(unit.city)}{unit.name}"}
    if unit.level == "city" and unit.province != unit.name:
        names |= {f"{unit.province}{unit.name}"}
    return {key(name) for name in names}


def _closest(found: Sequence[Unit], near: Sequence[Unit]) -> Sequence[Unit]:
    """Units in a city of ``near``; failing that in a province of it; failing that all."""
    cities, provinces = {u.city for u in near}, {u.province for u in near}
    in_city = [unit for unit in found if unit.city in cities]
    return in_city or [unit for unit in found if unit.province in provinces] or found


def _polygon_units(polygons: gpd.GeoDataFrame) -> Iterator[Unit]:
    """Counties of the polygons, and the cities and provinces that they make up."""
    cities: dict[int, Unit] = {}
    provinces: dict[int, Unit] = {}
    columns = ("adcode", "name", "city", "city_adcode", "province")
    for adcode, name, city, city_adcode, province in zip(*(polygons[c] for c in columns), strict=True):
        code = int(adcode)
        level: Level = "city" if name == city else "district"
        yield Unit(code, str(name), level, str(city), str(province))
        if level == "district" and city != province:
            cities.setdefault(int(city_adcode), Unit(int(city_adcode), str(city), "city", str(city), str(province)))
        provinces.setdefault(
            code // 10000 * 10000, Unit(code // 10000 * 10000, str(province), "province", "", str(province))
        )
    yield from cities.values()
    yield from (unit for unit in provinces.values() if unit.name not in {u.name for u in cities.values()})
