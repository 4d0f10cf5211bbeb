"""Where the members of a layout lie: each name with the kind that it must be, and how well it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import shapely

from gazetteer.compose import pieces, strung_cities
from gazetteer.geocode import geocoder
from gazetteer.lexicon import lexicon
from gazetteer.records import UNIT_PRECISIONS
from geo.crs import area_m2
from maps.layout_scope import TOWN_ENDINGS, Scope, has_area, point_of
from maps.layout_shapes import areas_of, compass_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.entries import Gazetteer
    from gazetteer.geocode import Resolved
    from gazetteer.records import Kind, Layout, LayoutElement, Place
    from gazetteer.units import Unit

Form = Literal["point", "line", "area"]

LINE_KINDS: Final = frozenset({"rail", "road", "nature", "port"})
LINE_ROLES: Final = frozenset({"axis", "belt", "corridor"})
PARTS: Final = re.compile(r"[—–―\-~～·、]+")
SEAT: Final = re.compile(r"(?<=..)(?:市|区|县)?(?:都市区|中心城区|主城区|老城区|城区|市区)$")
UNIT_ENDINGS: Final = ("省", "市", "区", "县")
DERIVED: Final = ("via+", "all+", "in+")
SIDE: Final = re.compile(r"^(东北|东南|西北|西南|东|西|南|北|中)(?:部|片|翼|极|侧|端|面)")
ONLY_SIDE: Final = re.compile(r"(?:东北|东南|西北|西南|东|西|南|北|中)(?:部|片)?(?:片区|地区|区域|板块|组团|区)?")
COURSE: Final = re.compile(
    r"(?:轴|轴线|带|廊|走廊|长廊|通道|屏障|岸|岸线|沿线|水道|航道|脉络|流域|[东西南北中前后]段)$"
)
DIVIDED: Final = re.compile(r"(?<=..)(?:镇|乡|街道|[区县市])")
BRANCH: Final = re.compile(r"[东西南北前后上中下]|口|支")
"""What follows a river's name where only a part of it or another water is meant: 珠江|西航道, 珠江|口."""
SIDE_OF_UNIT: Final = re.compile(
    r"(?P<unit>[一-鿿]{2,6}?[区县市])(?P<side>东北|东南|西北|西南|东|西|南|北|中)部(?:片区|地区|区域|组团)"
)
QUARTER: Final = re.compile(r"(?P<sign>[一-鿿])(?P<side>东北|东南|西北|西南|东|西|南|北|中)(?:地区|部)?")
MAIN_SIDES: Final = "东南西北"
AREA_HEAD: Final = re.compile(
    r"(?P<head>[一-鿿][东西南北中]{1,2}|[一-鿿]{2,}?)"
    r"(?:(?:经济|城镇|生态|功能|发展|绿色|文旅|产业)+[群带圈区]|城市群|都市圈)"
)
"""陇东南经济带 lies where 陇东南 is."""
PROVINCE_ENDINGS: Final = ("省", "自治区", "北京市", "天津市", "上海市", "重庆市")
AFAR_SHARE: Final = 0.5
AFAR_DEG: Final = 0.5
"""A line is not meant that is farther from the scope than this share of its width, and farther than this."""
HELD_SHARE: Final = 0.5
"""A city is in the side of a province that holds more than this share of it."""
OWN_SHARE: Final = 0.25
"""A line of the name of an element is meant when at least this share of it lies in the layout's ground, or none."""
COARSE_SHARE: Final = 1 / 3
"""A place of which only the district is known says something where that is at most this much of the scope."""


@dataclass(frozen=True, slots=True)
class Located:
    """A member that has a position: ``shape`` in WGS 84, ``coarse`` where only the unit around it is known."""

    name: str
    place: Place
    shape: BaseGeometry
    coarse: bool = False
    own: Literal["", "itself", "carrier", "named"] = ""
    """Whether it is the element itself, the line that its name tells, or a place that its name strings together."""

    @property
    def form(self) -> Form:
        """What it gives a drawing: a point, a line to follow, or ground; a line made of its own ends is no line."""
        if self.shape.geom_type.endswith("LineString"):
            return "point" if self.place.id.startswith("via+") else "line"
        return "area" if self.shape.geom_type.endswith("Polygon") else "point"

    @property
    def point(self) -> shapely.Point:
        """Point that stands for it."""
        if self.coarse and self.shape.geom_type == "Point":
            return self.shape
        return point_of(self.place)


def guess_kind(name: str) -> Kind | None:
    """Kind that a name's ending tells, by the longest suffix of the vocabulary.

    >>> guess_kind("京广高铁"), guess_kind("流溪河"), guess_kind("广佛")
    ('rail', 'nature', None)
    """
    suffixes = lexicon().suffixes
    found = next((s for i in range(1, len(name)) if (s := suffixes.get(name[i:])) is not None), None)
    return None if found is None else found.kind


def side_of(name: str) -> str | None:
    """Point of the compass that an element's name starts with, where that alone says where it is.

    >>> side_of("东部创新经济增长极"), side_of("南沙科学城")
    ('东', None)
    """
    match = SIDE.match(name)
    return match.group(1) if match else None


class Finder:
    """Finds the members of one layout.

    Parameters
    ----------
    layout
        The layout; its ``scope``, where it tells one, is the ground that it is about.
    gazetteer
        The places that are known.
    area
        Units that the plan is for.
    hints
        Kinds of names, as the plan's mentions have them.
    """

    def __init__(
        self, layout: Layout, gazetteer: Gazetteer, *, area: Sequence[str] = (), hints: Mapping[str, Kind] | None = None
    ) -> None:
        self.layout, self.gazetteer, self.area = layout, gazetteer, tuple(area)
        self.hints = hints or {}
        self.scope = Scope(layout, gazetteer, area=self.area, kind=self.kind)
        self._known: dict[tuple[str, bool], tuple[Located, ...]] = {}

    def kind(self, name: str) -> Kind | None:
        """Kind of a name: as the plan's mentions have it; a unit; else as its ending tells.

        清新区 is no 新区, and 贵港 a city, no port.
        """
        if (kind := self.hints.get(name)) is not None:
            return kind
        units = self.gazetteer.units.find(name)
        whole = units and name.endswith(UNIT_ENDINGS)
        return "admin" if whole or any(unit.level != "district" for unit in units) else guess_kind(name)

    def element(self, element: LayoutElement) -> tuple[list[Located], list[str]]:
        """Members of an element that have a position, and the names of those that have none.

        Where the element itself is a known place, or its name tells the line that it follows (市莲路文旅产业带), that
        comes first, marked as ``own``.
        """
        line = element.role in LINE_ROLES
        located: list[Located] = []
        missing: list[str] = []
        for name in element.members:
            found = self.find(name, line=line)
            located += found
            if not found:
                missing.append(name)
        own = self._own(element, line=line) if element.defined else []
        if line and not own:
            named = [replace(item, own="named") for item in self._named_ends(element.name)]
            located = named + located or self._abbreviated(element.name)
        unique: dict[str, Located] = {}
        for item in [*own, *located]:
            if item.form != "line" or not self._far_off(item):
                unique.setdefault(item.place.id, item)
        return list(unique.values()), missing

    def _in_scope(self, item: Located) -> bool:
        """Whether a line is one of the scope's own, and not a namesake that runs far beyond."""
        ground = self.scope.ground
        if item.form != "line" or ground is None:
            return True
        inside = item.shape.intersection(ground).length
        return bool(inside == 0 or inside >= OWN_SHARE * item.shape.length)

    def _far_off(self, item: Located) -> bool:
        """Whether a line lies well away from the scope: a namesake, or another part of a long line."""
        ground = self.scope.ground
        if ground is None:
            return False
        west, south, east, north = ground.bounds
        reach = max(AFAR_SHARE * max(east - west, north - south), AFAR_DEG)
        return bool(shapely.box(west, south, east, north).distance(item.shape) > reach)

    def _named_ends(self, name: str) -> list[Located]:
        """Places that a line's own name strings together: 中新知识城—广州科学城—南沙科学城发展轴."""
        *parts, last = [part for part in PARTS.split(name) if len(part) > 1] or [""]
        if not parts:
            return []
        found = [self._one(part) for part in parts]
        ends = (self._one(last[:end]) for end in range(len(last), 1, -1))
        found.append(next((end for end in ends if end is not None and not end.coarse), None))
        return [item for item in found if item is not None] if all(found) else []

    def _abbreviated(self, name: str) -> list[Located]:
        """Cities that a line's name strings together by their first signs, the plan's own among them: 郑开创新轴."""
        units = self.gazetteer.units
        home = next((unit for unit_name in self.area for unit in units.find(unit_name)[:1]), None)
        if home is None:
            return []
        cities = [u.name for u in units.by_adcode.values() if u.level == "city" and u.province == home.province]
        strung = strung_cities(name, cities, home.city)
        return [found for city in strung if (found := self._one(city)) is not None]

    def _own(self, element: LayoutElement, *, line: bool) -> list[Located]:
        itself = self._one(element.name)
        if (
            itself is not None
            and not itself.coarse
            and (not element.members or not itself.place.id.startswith(DERIVED))
        ):
            carrier = itself.form == "line" and itself.place.kind in LINE_KINDS
            others = (found for name in element.members for found in self.find(name, line=line))
            nearer = any(o.form == "line" and o.place.id != itself.place.id and self._in_scope(o) for o in others)
            if carrier or self._in_scope(itself) or not nearer:
                return [replace(itself, own="carrier" if carrier else "itself")]
        return [replace(item, own="carrier") for item in self._carrier(element.name)] if line else []

    def find(self, name: str, *, line: bool = False) -> tuple[Located, ...]:
        """Places that a member's name means: none, one, or the parts of a name such as 汉溪—长隆—万博."""
        if (name, line) not in self._known:
            told = name[:-1] if name.endswith("等") and self.gazetteer.units.find(name[:-1]) else name  # ends a list
            self._known[name, line] = tuple(self._find(told, line))
        return self._known[name, line]

    def _find(self, name: str, line: bool) -> Iterator[Located]:
        if (one := self._one(name)) is not None:
            yield one if line or one.form != "line" else self._unit_before(name) or one
            return
        if line and COURSE.search(name) and (carrier := self._carrier(name)):
            yield from carrier
            return
        parts = [part for part in PARTS.split(name) if len(part) > 1]
        if len(parts) > 1:
            yield from (found for part in parts if (found := self._one(part)) is not None)

    def _unit_before(self, name: str) -> Located | None:
        """Town or unit that a name starts with which a line then divides: 某镇某大道(以南)."""
        heads = (name[: match.end()] for match in DIVIDED.finditer(name) if match.end() < len(name))
        found = (self._one(head) for head in heads)
        return next((unit for unit in found if unit is not None and unit.place.kind == "admin"), None)

    def _one(self, name: str) -> Located | None:
        if len(name) == 1:
            return self._province(name)
        if quarter := QUARTER.fullmatch(name):
            return self._quarter(quarter["sign"], quarter["side"], name)
        itself = self._itself(name)
        if (itself is None or itself.coarse) and (side := SIDE_OF_UNIT.fullmatch(name)):
            return self._side_of_unit(side["unit"], side["side"], name) or itself
        if itself is not None or (head := AREA_HEAD.fullmatch(name)) is None:
            return itself
        around = self._itself(head["head"])
        if around is None or around.form != "area" or around.coarse:
            return None
        city = around.place.kind == "admin"  # the city that a circle is called by is its middle, not its ground
        return replace(around, shape=point_of(around.place), coarse=True) if city else around

    def _province(self, sign: str) -> Located | None:
        """Province by its short name; a corridor leads to provinces outside the plan's area, too."""
        unit = next((name for name in pieces().get(sign, ()) if name.endswith(PROVINCE_ENDINGS)), None)
        place = geocoder(self.gazetteer, (unit,)).resolve(unit, kind="admin").place if unit else None
        if place is None or not has_area(place.geometry):
            return None
        return Located(sign, place, point_of(place))

    def _quarter(self, sign: str, side: str, name: str) -> Located | None:
        """Part of a province by its short name and a side: 赣东北."""
        if (itself := self._itself(name)) is not None and not itself.place.id.startswith(DERIVED):
            return itself
        province = self._province(sign)
        ground = province and province.place.geometry
        if province is None or ground is None:
            return None
        part = self._of_cities(province.place, areas_of(compass_parts(ground, [*MAIN_SIDES, side])[side]))
        middle = part.representative_point()
        place = replace(
            province.place, id=f"{province.place.id}+{side}", name=name, kind="zone", lng=middle.x, lat=middle.y
        )
        return Located(name, place, part)

    def _side_of_unit(self, unit: str, side: str, name: str) -> Located | None:
        """Part of a city or county that is called by its side: 南沙区北部片区."""
        whole = self._itself(unit)
        if whole is None or whole.place.kind != "admin" or not has_area(whole.place.geometry):
            return None
        part = areas_of(compass_parts(whole.place.geometry, list(dict.fromkeys([*MAIN_SIDES, side])))[side])
        if part.is_empty:
            return None
        middle = part.representative_point()
        place = replace(whole.place, id=f"{whole.place.id}+{side}", name=name, kind="zone", lng=middle.x, lat=middle.y)
        return Located(name, place, part)

    def _of_cities(self, province: Place, part: BaseGeometry) -> BaseGeometry:
        """Cities of a province most of which lies in a part of it; the part itself where there are none."""
        units = self.gazetteer.units
        unit = units.get(province.id)
        shapes = [units.shape(city) for city in units.cities(unit)] if unit is not None else []
        known = [shapely.make_valid(shape) for shape in shapes if shape is not None and has_area(shape)]
        held = [shape for shape in known if shape.intersection(part).area > HELD_SHARE * shape.area]
        return areas_of(shapely.union_all(held)) if held else part

    def _itself(self, name: str) -> Located | None:
        kind = self.kind(name)
        answers = [self._ask(name, kind)]
        if seat := SEAT.search(name):
            answers.append(self._ask(name[: seat.start()], "admin"))
        elif len(name) == 2:
            answers += [self._ask(name + ending, "admin") for ending in TOWN_ENDINGS]
        for number, answer in enumerate(answers):
            located = self._accepted(name, answer, kind, seat=number > 0)
            if located is not None:
                return located
        return None

    def _ask(self, name: str, kind: Kind | None) -> Resolved:
        near = geocoder(self.gazetteer, self.scope.names).resolve(name, kind=kind)
        if near.resolved in {"exact", "alias"} or self.scope.names == self.area:
            return near
        wide = geocoder(self.gazetteer, self.area).resolve(name, kind=kind)
        return wide if wide.resolved in {"exact", "alias"} or near.place is None else near

    def _accepted(self, name: str, answer: Resolved, kind: Kind | None, *, seat: bool) -> Located | None:
        """Take an answer as a member's position, unless it is only a unit too large to say where."""
        place = answer.place
        if place is None or place.geometry is None or place.geometry.is_empty:
            return None
        if seat:
            exact = answer.resolved in {"exact", "alias"}
            return Located(name, place, point_of(place), coarse=place.precision != "area") if exact else None
        if answer.resolved == "composed" and not self._plausible(place, kind):
            return None
        known_unit = answer.resolved == "context" or place.id.startswith("in+")
        coarse = place.precision in UNIT_PRECISIONS and (place.kind != "admin" or known_unit)
        if not coarse:
            return Located(name, place, place.geometry)
        known = self._many_cities if place.precision == "city" else self._small(place.geometry)
        if place.precision != "town" and not known:
            return None
        return Located(name, place, self._seat(place) or point_of(place), coarse=True)

    def _seat(self, place: Place) -> shapely.Point | None:
        """Seat of the one city in which a place is known to be: nearer to most of what it has than its midst is."""
        cities = self.gazetteer.units.find(place.districts[0]) if len(place.districts) == 1 else ()
        city = self.gazetteer.place(cities[0].id) if place.precision == "city" and cities else None
        return None if city is None else point_of(city)

    def _plausible(self, place: Place, kind: Kind | None) -> bool:
        """Whether a place made from the units that its name is taken to abbreviate may be meant at all."""
        if kind in {"nature", "station", "facility"}:
            return False
        if not place.id.startswith("all+"):
            return True
        units = [unit for code in place.adcodes if (unit := self.gazetteer.units.by_adcode.get(code)) is not None]
        scope = geocoder(self.gazetteer, self.area).scope
        return bool(units) and all(_held(unit, scope.provinces) for unit in units)

    @cached_property
    def _many_cities(self) -> bool:
        """Whether the layout spans cities, so that to know only the city of a place says something of where it is."""
        units = (unit for name in self.scope.names for unit in self.gazetteer.units.find(name)[:1])
        return len({unit.city for unit in units}) > 1

    def _small(self, shape: BaseGeometry) -> bool:
        ground = self.scope.ground
        return ground is None or area_m2(shape)[0] <= COARSE_SHARE * area_m2(ground)[0]

    def _carrier(self, name: str) -> list[Located]:
        """Lines that a longer name starts with: 西江黄金水道, 开放大道—开发大道产业创新轴."""
        found = []
        for part in PARTS.split(name):
            for end in range(len(part), 1, -1):
                kind = self.kind(part[:end])
                if kind not in LINE_KINDS or BRANCH.match(part[end:]):
                    continue
                answer = self._ask(part[:end], kind)
                shape = None if answer.place is None else answer.place.geometry
                exact = answer.resolved in {"exact", "alias"}
                if answer.place is not None and shape is not None and exact and shape.geom_type.endswith("LineString"):
                    found.append(Located(part[:end], answer.place, shape))
                    break
        return found


def _held(unit: Unit, provinces: set[str]) -> bool:
    return (
        not provinces or unit.province in provinces or unit.level == "province" or unit.province.endswith("特别行政区")
    )
