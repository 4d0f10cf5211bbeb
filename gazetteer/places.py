"""Places: rows, units and what is derived from them, realised when asked for and kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import shapely
from shapely.ops import substring

from gazetteer.realise import amid, are_lines, line_through, middle, parts, union
from gazetteer.records import Place
from gazetteer.tables import POSITIONED, parse_waypoint
from geo.crs import GEOD, length_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.index import NameIndex
    from gazetteer.realise import Stop
    from gazetteer.records import Precision, Status
    from gazetteer.tables import Row
    from gazetteer.units import Unit, Units

SAME_PLACE_KM: Final = 1.5
"""Places of one name this close to each other are one place that stands in two tables."""
DERIVED: Final = ("via", "part", "all", "in")
OFF_LINE_M: Final = 5000.0
"""A section of a line ends at places no farther from it than this."""


class Stretch(NamedTuple):
    """Part of a line between two of its members, with a status of its own; None where nothing is said of it."""

    status: Status | None
    line: shapely.LineString
    start: str
    end: str


def unit_precision(unit: Unit) -> Precision:
    """How exactly something is known of which only this unit is known.

    >>> from gazetteer.units import Unit
    >>> unit_precision(Unit(440113, "番禺区", "district", "广州市", "广东省"))
    'district'
    """
    return "district" if unit.level == "district" else "city"


class Places:
    """Turns ids into places.

    Beside the ids of the tables (``admin-440113`` for an administrative unit) there are ``via+A+B`` for the line from
    place A to place B, ``part+L+A+B`` for the section of line L between them and ``part+L+A`` for that inside A,
    ``all+A+B`` for the union of places, and ``in+A`` for something that is known to be in or at A and nothing nearer.
    A place knows at once the point that stands for it; what it is made of is united only when its geometry is asked
    for.
    """

    def __init__(self, rows: Mapping[str, Row], units: Units, index: NameIndex) -> None:
        self.rows, self.units, self.index = rows, units, index
        self._places: dict[str, Place | None] = {}
        self._parts: dict[str, list[BaseGeometry]] = {}
        self._shapes: dict[str, BaseGeometry | None] = {}
        self._units: dict[str, list[Unit]] = {}
        self._members: dict[str, list[str]] = {}
        self._making: set[str] = set()

    def get(self, place: str) -> Place | None:
        """Return the place of an id, None where no place has it."""
        if place not in self._places:
            self._places[place] = self._make(place)
        return self._places[place]

    def keep(self, place: Place) -> None:
        """Keep a place that was found elsewhere, so that its id is known."""
        self._places[place.id] = place
        for kept in (self._parts, self._shapes, self._units):
            kept.pop(place.id, None)

    def shape(self, place: str) -> BaseGeometry | None:
        """Geometry of a place, made once."""
        if place not in self._shapes:
            unit = self.units.get(place)
            whole = self.units.thinned(union(self.parts(place))) if unit is None else self.units.shape(unit)
            self._shapes[place] = whole
        return self._shapes[place]

    def parts(self, place: str) -> list[BaseGeometry]:
        """What a place is made of, not yet united; empty where too little of it is known."""
        if place not in self._parts:
            if place in self._making:
                return []  # a row that is made of itself has no geometry
            self._making.add(place)
            try:
                self._parts[place] = self._find_parts(place)
            finally:
                self._making.discard(place)
        return self._parts[place]

    def _find_parts(self, place: str) -> list[BaseGeometry]:
        if (unit := self.units.get(place)) is not None:
            shape = self.units.polygon(unit) or self.units.point(unit)
            return [] if shape is None else [shape]
        if self._undrawn(place):
            return [shapely.MultiPoint(self._spots(self._made_of(place)))]
        if (row := self.rows.get(place)) is not None:
            return parts(row, self)
        how, *ids = place.split("+")
        if how == "via":
            line = line_through(self._spots(ids))
            return [] if line is None else [line]
        if how == "part":
            section = self._section(ids[0], ids[1:])
            return [] if section is None else [section]
        if how in DERIVED:
            return [shape for i in ids for shape in self.parts(i)]
        kept = self._places.get(place)
        return [] if kept is None or kept.geometry is None else [kept.geometry]

    def _made_of(self, place: str) -> list[str]:
        """Ids of the places that an area is made of, as far as they are known; none for any other place."""
        if place not in self._members:
            row = self.rows.get(place)
            if row is None:
                how, *ids = place.split("+")
                self._members[place] = ids if how == "all" else []
            else:
                named = row.members if row.geometry in {"union", "hull"} else ()
                self._members[place] = [ids[0] for name in named if (ids := self.member_ids(name, row))]
        return self._members[place]

    def _undrawn(self, place: str) -> bool:
        """Whether an area is made of units of which one has no polygon, so that it is known by their points alone."""
        units = (self.units.get(i) for i in self._made_of(place))
        return any(unit is not None and not self.units.drawn(unit) for unit in units)

    def _middle(self, place: str) -> shapely.Point | None:
        """Point that stands for a place: of an area of units amid their seats, else one on it; None for no geometry."""
        row = self.rows.get(place)
        units = [self.units.get(i) for i in self._made_of(place)] if row is None or row.precision == "area" else []
        seats = [seat for unit in units if unit is not None and (seat := self.units.point(unit))]
        if seats and len(seats) == len(units):
            at_hand = all(unit is not None and self.units.at_hand(unit) for unit in units)
            return amid(seats, self.parts(place) if at_hand else [])  # far polygons are not unpacked for this
        return middle(self.parts(place)) if self.parts(place) else None

    def _make(self, place: str) -> Place | None:
        if (unit := self.units.get(place)) is not None:
            return self._from_unit(unit)
        if (row := self.rows.get(place)) is not None:
            return self._from_row(row)
        how, *ids = place.split("+")
        if how not in DERIVED:
            return None
        found = [part for i in ids if (part := self.get(i)) is not None and part.lng is not None]
        if not found or len(found) < len(ids) or (how != "all" and not self.parts(place)):
            return None
        if how == "part":
            return self._of_line(place, found)
        return self._within(place, found[0]) if how == "in" else self._joined(place, how, found)

    def _from_row(self, row: Row) -> Place:
        units = self.units_of(row.id)
        lng, lat = self._position(row)
        return Place(
            id=row.id,
            name=row.name,
            kind=row.kind,
            precision=None if lng is None else "city" if self._undrawn(row.id) else row.precision,
            districts=tuple(unit.name for unit in units) or row.districts,
            adcodes=tuple(unit.adcode for unit in units),
            aliases=(*row.aliases, *row.contextual),
            source=row.source,
            note=row.note,
            lng=lng,
            lat=lat,
            shape=partial(self.shape, row.id),
        )

    def _position(self, row: Row) -> tuple[float, float] | tuple[None, None]:
        """Point that stands for a row: that of its table, else one on it; none where it has no geometry."""
        if row.lng is not None and row.lat is not None and (row.geometry in POSITIONED or self.parts(row.id)):
            return round(row.lng, 6), round(row.lat, 6)
        point = self._middle(row.id)
        return (None, None) if point is None else (round(point.x, 6), round(point.y, 6))

    def _from_unit(self, unit: Unit) -> Place:
        """Return the unit itself: drawn where it has a polygon, else no more than the point that stands for it."""
        row = self.rows.get(unit.id)
        whole = unit.level == "province" and not unit.city
        districts = tuple(city.name for city in self.units.cities(unit)) if whole else (unit.name,)
        point = self.units.point(unit)
        precision: Precision = "area" if self.units.drawn(unit) else unit_precision(unit)
        return Place(
            id=unit.id,
            name=row.name if row else unit.name,
            kind="admin",
            precision=None if point is None else precision,
            districts=districts,
            adcodes=(unit.adcode,),
            aliases=(*row.aliases, *row.contextual) if row else (),
            source=row.source if row else "polygons of districts",
            note=row.note if row else "",
            lng=None if point is None else round(point.x, 6),
            lat=None if point is None else round(point.y, 6),
            shape=partial(self.shape, unit.id),
        )

    def _joined(self, place: str, how: str, found: Sequence[Place]) -> Place:
        """Line through places, or their union."""
        codes = dict.fromkeys(code for part in found for code in part.adcodes)
        units = [unit for code in codes if (unit := self.units.by_adcode.get(code)) is not None]
        if how == "via":
            units = self._crossed(units, self.parts(place)[0])
        point = self._middle(place) or shapely.Point(found[0].lng, found[0].lat)
        return Place(
            id=place,
            name="—".join(part.name for part in found),
            kind="rail" if how == "via" else "zone",
            precision="schematic" if how == "via" else "city" if self._undrawn(place) else "area",
            districts=tuple(unit.name for unit in units),
            adcodes=tuple(unit.adcode for unit in units),
            source="from the places that its name names",
            lng=round(point.x, 6),
            lat=round(point.y, 6),
            shape=partial(self.shape, place),
        )

    def _section(self, line: str, ends: Sequence[str]) -> BaseGeometry | None:
        """Part of a line between two places that it passes, or inside one."""
        whole = self.shape(line)
        if whole is None or whole.geom_type != "LineString":
            return None
        if len(ends) == 1:
            inside = shapely.intersection(whole, shapely.union_all(self.parts(ends[0])))
            return inside if inside.length > 0 else None
        stops = [shapely.Point(spot) for spot in self._spots(ends)]
        gaps = length_m([shapely.shortest_line(whole, stop) for stop in stops])
        along = [shapely.line_locate_point(whole, stop) for stop in stops]
        if len(stops) < len(ends) or (gaps > OFF_LINE_M).any() or min(along) == max(along):
            return None
        section: BaseGeometry = substring(whole, min(along), max(along))
        return section

    def _of_line(self, place: str, found: Sequence[Place]) -> Place:
        """Section of a line, known as well as the line is."""
        line, *ends = found
        units = [unit for end in ends for unit in self.units_of(end.id)]
        crossed = self._crossed(units, self.parts(place)[0]) if len(ends) > 1 else units
        point = middle(self.parts(place))
        return replace(
            line,
            id=place,
            name=f"{line.name}{'至'.join(end.name for end in ends)}段",
            districts=tuple(unit.name for unit in crossed),
            adcodes=tuple(unit.adcode for unit in crossed),
            aliases=(),
            lng=round(point.x, 6),
            lat=round(point.y, 6),
            shape=partial(self.shape, place),
        )

    def _crossed(self, ends: Sequence[Unit], line: BaseGeometry) -> list[Unit]:
        """Counties that a line crosses; where their polygons end, the cities that its stops are in."""
        if all(self.units.joined(unit) for unit in ends):
            return self.units.around(line)
        cities = dict.fromkeys(self.units.city_of(unit) for unit in ends)
        return list(cities) if len(cities) > 1 else list(ends)

    def _spots(self, ids: Iterable[str]) -> list[tuple[float, float]]:
        """Points that stand for places, where a line that names them passes; those that have none are left out."""
        found = (place for i in ids if (place := self.get(i)) is not None)
        return [(place.lng, place.lat) for place in found if place.lng is not None and place.lat is not None]

    def _within(self, place: str, part: Place) -> Place:
        """Something that a known place holds: never better than approximate, and in a unit not at its seat."""
        precision = part.precision
        unit = self.units.get(part.id)
        if unit is not None:
            precision = unit_precision(unit)
            point = middle(self.parts(place))
            part = replace(part, lng=round(point.x, 6), lat=round(point.y, 6))
        elif part.kind == "admin" and precision not in {None, "district", "city"}:
            precision = "town"
        elif precision in {"surveyed", "site"}:
            precision = "approximate"
        if are_lines(self.parts(place)):
            precision = "schematic"
        source = f"in or at {part.name}: {part.source}"
        return replace(part, id=place, precision=precision, aliases=(), source=source)

    def segments(self, row: Row) -> list[Stretch]:
        """Parts of a line with the status that its table gives each; what no segment covers has the row's own."""
        shapes = [self.stop(name, row) for name in row.members]
        states: list[Status | None] = [row.status] * (len(shapes) - 1)
        for segment in row.segments:
            first = row.members.index(segment.start)
            last = len(row.members) - 1 - row.members[::-1].index(segment.end)
            states[first:last] = [segment.status] * (last - first)
        parts: list[Stretch] = []
        start = 0
        for i in range(1, len(shapes)):
            if i < len(states) and states[i] == states[start]:
                continue
            line = line_through([shape for shape in shapes[start : i + 1] if shape is not None])
            if line is not None:
                parts.append(Stretch(states[start], line, row.members[start], row.members[i]))
            start = i
        return parts

    def unit_of(self, name: str, row: Row) -> Unit | None:
        """Find the unit that a row states as its district; its other units and its position decide among namesakes."""
        found = self.units.find(name)
        if len(found) < 2:
            return found[0] if found else None
        near = [unit for other in row.districts if (unit := self.units.one(other)) is not None]
        if not near and row.lng is not None and row.lat is not None:
            return self.units.nearest(found, shapely.Point(row.lng, row.lat))
        found = self.units.find(name, near=near)
        return next((unit for unit in found if self.units.joined(unit)), found[0])

    def stop(self, name: str, row: Row) -> Stop | None:
        """Where a line that names a member passes: a waypoint, the point that stands for a place, or a whole line."""
        if (waypoint := parse_waypoint(name)) is not None:
            return waypoint
        ids = self.member_ids(name, row)
        if ids and self.units.get(ids[0]) is None and are_lines(self.parts(ids[0])):
            shape = self.shape(ids[0])
            if isinstance(shape, shapely.LineString):
                return shape
        return next(iter(self._spots(ids[:1])), None)

    def member(self, name: str, row: Row) -> list[BaseGeometry]:
        """Parts of a member of a row: a waypoint, an id, a place by name or alias, a unit."""
        if (waypoint := parse_waypoint(name)) is not None:
            return [shapely.Point(waypoint)]
        ids = self.member_ids(name, row)
        return self.parts(ids[0]) if ids else []

    def member_ids(self, name: str, row: Row) -> list[str]:
        """Ids that a member's name may mean for a row, the likeliest first; more than one is a tie."""
        if name in self.rows:
            return [name]
        found = [i for i in dict.fromkeys((*self.index.ids(name), *self.index.near_ids(name))) if i != row.id]
        if len(found) > 1:
            found = self._nearest(found, row)
        if len(found) > 1:
            full = [i for i in found if self.index.is_canonical(name, i)]
            found = full or found
        return found

    def apart(self, ids: Sequence[str]) -> bool:
        """Whether places lie more than `SAME_PLACE_KM` from the first of them: one place may stand in two tables."""
        spots = self._spots(ids)
        return any(GEOD.inv(*spots[0], *spot)[2] > 1000 * SAME_PLACE_KM for spot in spots[1:])

    def _nearest(self, ids: list[str], row: Row) -> list[str]:
        """Candidates in the row's districts, else in their cities, else all."""
        stated = [unit for name in row.districts if (unit := self.unit_of(name, row)) is not None]
        places = {i: self.units_of(i) for i in ids}
        for level in ("adcode", "city", "province"):
            wanted = {getattr(unit, level) for unit in stated}
            near = [i for i in ids if any(getattr(unit, level) in wanted for unit in places[i])]
            if near:
                return near
        return ids

    def units_of(self, place: str) -> list[Unit]:
        """Units of a place as stated, without realising it where the tables say them."""
        if place not in self._units:
            self._units[place] = self._find_units(place)
        return self._units[place]

    def _find_units(self, place: str) -> list[Unit]:
        if (unit := self.units.get(place)) is not None:
            return [unit]
        row = self.rows.get(place)
        if row is None:
            made = self.get(place)
            codes = () if made is None else made.adcodes
            return [unit for code in codes if (unit := self.units.by_adcode.get(code)) is not None]
        stated = [unit for name in row.districts if (unit := self.unit_of(name, row)) is not None]
        if row.districts or row.kind == "region":
            return stated
        shape = self.shape(place)
        return [] if shape is None else self.units.around(shape)
