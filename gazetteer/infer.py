"""What is known of a name that no table has: other forms of it, the units it carries, the place it is part of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from gazetteer.compose import abbreviated
from gazetteer.names import is_generic, short_unit_name
from gazetteer.scope import FAR, SAME_CITY
from gazetteer.stops import LINES
from gazetteer.tables import POSITIONED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer.choose import Chooser
    from gazetteer.records import Place
    from gazetteer.units import Unit

HOLDERS: Final = frozenset({"station", "airport", "port", "platform", "logistics", "zone"})
"""Kinds whose ground holds things that are called after it: 科学城创新中心, 广州南站商务区."""
IN_AREA_KINDS: Final = frozenset({"platform", "facility", "utility", "logistics", "zone", "port", "station", "airport"})
"""Kinds that a plan names within its own area unless it says otherwise; a river or railway it need not."""
MAX_NAME: Final = 40

_NUMBER: Final = r"第?[一二三四五六七八九十\d]+(?:期|号|段|阶段|跑道|、)?"
_SITE: Final = re.compile(
    rf"(?:{_NUMBER}|T\d|（[^（）]*）|改扩建|扩建|扩容|改造|迁建|升级|提升|能级|更新|及其|周边|配套|工程|项目|建设|本部|新馆|主馆)+"
)
"""What may follow the name of a single site and leave it the same site."""
_PART: Final = re.compile(
    rf"(?:{_SITE.pattern}|[东南西北中主副支新老]|延长线|延伸线|延长段|延伸段|延线|延段|支线|线|段|环|核心区?|起步区?|启动区?|拓展区?|先行区?|"
    r"片区|组团|园区|园|区|片|枢纽|中心|交通|换乘|综合|国际|航空|快速化|航站楼|航站区|站房|码头|作业区|泊位|港区|港池|航道)+"
)
"""What may follow the name of a line or a wider place and mean a part of it."""
_NOT_A_UNIT: Final = re.compile(r"大学|学院|[东南西北中]?路|大道|大街|街|纪念|公园|大桥|酒店|银行|火锅")
"""After the short name of a unit elsewhere, these make a name of their own: 中山大学, 北京路, 中山纪念堂."""
_LOCAL_LINE: Final = re.compile(
    r"号线|地铁|有轨电车|(?:大道|大街|路|街|桥|隧道|立交)(?:$|（|[东南西北中]|延|改|扩|工程|项目)"
)
_LONG_LINE: Final = re.compile(r"高速|国道|省道|铁路|高铁|城际")
_WIDER: Final = re.compile(r"同城化?|都市圈|经济圈|城市群")
"""In the names of zones that reach beyond one city."""
_BELOW_COUNTY: Final = re.compile(r"(?:村|社区|街道|街|镇|乡|居委会|圩)$")


class Carried(NamedTuple):
    """A unit, or a town, that a name carries, and where."""

    start: int
    end: int
    id: str
    unit: Unit | None


class Variants:
    """Other forms of a name under which the tables may have it."""

    def __init__(self, chooser: Chooser) -> None:
        self.chooser, self.units = chooser, chooser.scope.units

    def find(self, text: str, kind: str | None, context: Sequence[str]) -> Place | None:
        """Place that the tables know under a shorter or longer form of the name."""
        unit, rest = leading_unit(text, self.chooser)
        if unit is not None and len(rest) >= 2:
            inside = self.chooser.choose(rest, kind=kind, context=context, inside=unit).place
            if inside is not None and inside.kind != "admin":
                return inside
        for form in self._longer(text, kind):
            place = self.chooser.choose(form, kind=kind, context=context).place
            if place is not None and (place.kind == kind or kind is None):
                return place
        return None

    def _longer(self, text: str, kind: str | None) -> Iterator[str]:
        if kind == "station" and not text.endswith("站"):
            yield f"{text}站"
        if kind == "rail" and text.endswith(("城际", "高速")):
            yield f"{text}铁路"
        for unit in self.chooser.scope.area:
            for name in dict.fromkeys((unit.city or unit.name, unit.name)):
                short = short_unit_name(name)
                if not text.startswith(short):
                    yield f"{short}{text}"
                    yield f"{name}{text}"


class Holders:
    """The nearest known thing that holds an unknown one: a wider place, or a unit of its name, the text or the plan."""

    def __init__(self, chooser: Chooser) -> None:
        self.chooser, self.gazetteer, self.scope = chooser, chooser.gazetteer, chooser.scope

    def find(self, text: str, kind: str | None, context: Sequence[str]) -> Place | None:
        """Place that holds what is called ``text``, as exactly as that is known; None where nothing tells."""
        if kind in {"region", "layout"}:
            return None
        if kind == "admin" and not _BELOW_COUNTY.search(text):
            return None
        carried = [] if self._is_borrowed(text, kind) else self._carried(text)
        holder = self._head(text, kind) or self._finest(carried, kind)
        if holder is None and not self._abroad(text):
            holder = self._around(context) or self._area(text, kind)
        if holder is None and carried:
            holder = carried[-1].id
        return None if holder is None else self.gazetteer.place(f"in+{holder}")

    def _head(self, text: str, kind: str | None) -> str | None:
        """Known place whose name the text begins with, and which may hold a thing called so."""
        _, rest = leading_unit(text, self.chooser)
        for form in dict.fromkeys((text, rest)):
            for end in range(min(len(form), MAX_NAME) - 1, 1, -1):
                head, tail = form[:end], form[end:]
                if is_generic(head):
                    continue
                place = self.chooser.choose(head).place
                if place is not None and _holds(place.kind, kind, tail) and self._small(place):
                    return place.id
        return None

    def _small(self, place: Place) -> bool:
        """Whether a place is a site, or no wider than a county or two: 广佛 says nothing of where 广佛产业园 is."""
        row, units = self.gazetteer.rows.get(place.id), self.gazetteer.places.units_of(place.id)
        # Codes of provinces and cities end in 00; a county may stand directly under its province.
        small = len(units) <= 2 and all(u.adcode % 100 for u in units)
        site = row is not None and row.geometry in POSITIONED and place.kind != "admin"
        return place.lng is not None and (place.kind in LINES or small or site)

    def line(self, text: str, kind: str | None) -> Place | None:
        """The line that a name of works on it begins with: 京港澳高速公路 for 京港澳高速公路改扩建工程."""
        holder = self._head(text, kind) if kind in LINES else None
        row = self.gazetteer.rows.get(holder or "")
        return self.gazetteer.place(f"in+{holder}") if row is not None and row.kind in LINES else None

    def _is_borrowed(self, text: str, kind: str | None) -> bool:
        """Whether a name begins as a unit does, with nothing that says that it is there: 昆明池 in 西安, 皋兰山."""
        first = next(iter(carried_units(text, self.chooser)), None)
        if first is None or first.start > 0 or first.unit is None or text[: first.end] == first.unit.name:
            return False
        far, bare = self.scope.tier([first.unit]) == FAR, len(text) == first.end + 1
        if kind == "nature":
            return far or bare
        return far and (kind == "admin" or (bare and kind in {"facility", "road"}))  # 九江街道 in 成都, 长春观 in 武汉

    def _abroad(self, text: str) -> bool:
        """Whether a name begins with a country, or with a province that is not the plan's."""
        first = next(iter(carried_units(text, self.chooser)), None)
        if first is not None and first.start == 0 and first.unit is not None and first.unit.level == "province":
            return self.scope.tier([first.unit]) > SAME_CITY and not any(
                self.scope.units.inside(part, first.unit) for part in self.scope.area
            )
        rows = (self.gazetteer.rows.get(i) for end in range(2, 7) for i in self.chooser.index.ids(text[:end]))
        return any(row is not None and row.kind == "region" and row.geometry == "point" for row in rows)

    def _carried(self, text: str) -> list[Carried]:
        """Units in the name, provinces left out, the wider before the finer."""
        found = [c for c in carried_units(text, self.chooser) if c.unit is None or c.unit.level != "province"]
        return sorted(found, key=lambda c: (_fineness(c.unit), self.scope.holds(c.unit) if c.unit else True, c.start))

    def _finest(self, carried: Sequence[Carried], kind: str | None) -> str | None:
        """Finest unit that the name carries, unless it only repeats the city of a plan for a part of it."""
        if not carried:
            return None
        unit = carried[-1].unit
        wider = unit is not None and any(
            part != unit and self.scope.units.inside(part, unit) for part in self.scope.area
        )
        return None if wider and kind in IN_AREA_KINDS - {"station", "airport", "port"} else carried[-1].id

    def _around(self, context: Sequence[str]) -> str | None:
        """Nearest unit of the sentence or heading that is a part of the plan's area."""
        for i in context:
            if not self.chooser.is_unit(i):
                continue
            units = self.gazetteer.places.units_of(i)
            town = self.scope.units.get(i) is None
            finer = town or any(u.level != "province" and u not in self.scope.area for u in units)
            if finer and units and (not self.scope or any(self.scope.holds(u) for u in units)):
                return i
        return None

    def _area(self, text: str, kind: str | None) -> str | None:
        """Return the plan's own area, where it is one unit and the kind is one that a plan names at home."""
        if len(self.scope.area) != 1 or not self.scope.area[0].city:  # a province is no position, 上海市 is
            return None
        own = any(text.startswith(short_unit_name(unit)) for unit in (self.scope.area[0].name, self.scope.area[0].city))
        if kind == "zone" and not own and (_WIDER.search(text) or len(abbreviated(text)) > 1):
            return None
        local = kind in IN_AREA_KINDS or (kind == "admin" and _BELOW_COUNTY.search(text))
        local = local or (kind in LINES and _LOCAL_LINE.search(text) and not _LONG_LINE.search(text))
        return self.scope.area[0].id if local else None


def _fineness(unit: Unit | None) -> int:
    return 3 if unit is None else ("province", "city", "district").index(unit.level)


def _holds(holder: str, kind: str | None, tail: str) -> bool:
    """Whether something named after a place of kind ``holder``, with ``tail`` after its name, lies in or at it."""
    if holder in LINES:
        return kind in {*LINES, None} and _PART.fullmatch(tail) is not None
    if kind in LINES or kind == "admin":
        return False
    if holder in HOLDERS:
        return True
    return holder in {"facility", "utility", "nature"} and _SITE.fullmatch(tail) is not None


def leading_unit(text: str, chooser: Chooser) -> tuple[Unit | None, str]:
    """Return the unit that a name begins with (a province, its city, its county count as one) and what follows it."""
    unit: Unit | None = None
    rest = text
    while True:
        first = next(iter(carried_units(rest, chooser)), None)
        if first is None or first.start > 0 or first.unit is None:
            return unit, rest
        if unit is not None and (first.unit == unit or not chooser.scope.units.inside(first.unit, unit)):
            return unit, rest
        unit, rest = first.unit, rest[first.end :]


def carried_units(text: str, chooser: Chooser) -> list[Carried]:
    """Units and towns that a name carries, longest first from the left, those inside another one left out.

    A short name counts for a unit of another city only where nothing follows that makes it a name of its own
    (中山大学, 北京路).
    """
    if text in chooser.carried:
        return chooser.carried[text]
    found: list[Carried] = []
    start = 0
    while start < len(text) - 1:
        for end in range(min(len(text), start + 12), start + 1, -1):
            carried = _unit_at(text, start, end, chooser)
            if carried is not None:
                found.append(carried)
                start = end - 1
                break
        start += 1
    chooser.carried[text] = found
    return found


def _unit_at(text: str, start: int, end: int, chooser: Chooser) -> Carried | None:
    piece = text[start:end]
    place = chooser.admin(piece) if chooser.index.knows(piece) else None
    if place is None:
        return None
    unit, tier = chooser.scope.units.get(place), chooser.scope.tier(chooser.gazetteer.places.units_of(place))
    if tier == FAR and (unit is None or unit.level == "district"):
        return None  # 全球海(城市): the name of a county far away is more likely a cut through two words
    short = len(piece) <= 3 and not chooser.index.is_canonical(piece, place)
    if short and tier > SAME_CITY and (_NOT_A_UNIT.match(text, end) or (start > 0 and tier == FAR)):
        return None
    return Carried(start, end, place, unit)
