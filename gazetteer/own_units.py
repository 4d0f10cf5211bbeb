"""The units that a plan speaks of as its own, units named with what holds them, and rows of cities (汉襄宜协同)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer.candidates import OWN_UNIT
from gazetteer.compose import pieces
from gazetteer.names import short_unit_name, vocabulary
from gazetteer.spans import Span

if TYPE_CHECKING:
    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.units import Units


def joined_units(spans: list[Span], gazetteer: Gazetteer) -> list[Span]:
    """Units with one that follows without a mark and lies in it as one name (湖南郴州, 石楼镇大岭村)."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.end == span.start
            and before.kind == span.kind == "admin"
            and _lies_in(gazetteer, span, before)
        ):
            joined[-1] = span._replace(start=before.start)
        else:
            joined.append(span)
    return joined


def _lies_in(gazetteer: Gazetteer, span: Span, other: Span) -> bool:
    inner, outer = (gazetteer.units.get(s.ids[0]) if len(s.ids) == 1 else None for s in (span, other))
    return inner is not None and outer is not None and outer.name in {inner.city, inner.province} and inner != outer


def owners(plan: Plan, gazetteer: Gazetteer) -> dict[str, str]:
    """The unit that 省, 市, 区 or 县 before an institution (区第六人民医院) means: the plan's, or what holds it."""
    units = [unit for name in plan.area for unit in gazetteer.units.find(name)[:1]]
    if len(units) != 1:
        return {}
    names = dict.fromkeys((units[0].name, units[0].city, units[0].province))
    return {name[-1]: name for name in names if name}


def of_own_unit(span: Span, owners: dict[str, str]) -> Span:
    """An institution with the full name of the unit that it is called after."""
    owner = owners.get(span.name[:1]) if span.kind in _INSTITUTIONS else None
    if owner is None or not OWN_UNIT.match(span.name):
        return span
    return span._replace(name=owner + span.name[1:], ids=())


_INSTITUTIONS = frozenset({"facility", "platform"})


def metro_city(plan: Plan, gazetteer: Gazetteer) -> str:
    """City whose metro a bare line number in a plan means, without its rank."""
    for name in plan.area:
        for unit in gazetteer.units.find(name):
            return short_unit_name(unit.city or unit.name)
    return ""


# In 在穗, 来蓉 one character stands for the city that the plan is for.
_BEFORE_CITY = "[在来驻赴留返离]"
_BEHIND_CITY = "(?=[发就创工生和、的高企央金各人投落，。]|总部|港澳)"


def one_character_cities(text: str, plan: Plan, gazetteer: Gazetteer) -> list[Span]:
    """Abbreviation of the plan's own city behind 在, 来, 驻."""
    names = {
        row["abbreviation"]: row["unit"] for row in vocabulary("unit_abbreviations") if len(row["abbreviation"]) == 1
    }
    cities = {short_unit_name(c) for c in (*plan.area, metro_city(plan, gazetteer)) if c}
    own = "".join(sign for sign, unit in names.items() if short_unit_name(unit) in cities)
    found = re.finditer(rf"[{own}](?<={_BEFORE_CITY}.){_BEHIND_CITY}", text) if own else ()
    return [Span(m.start(), m.end(), names[m.group()], "admin") for m in found]


_TOGETHER = re.compile(
    r"一体化|同城化|(?:省内)?(?:大空间)?协同|联动|协作|合作(?!社|医疗|[产示园区先试])|抱团|融合发展|全面接轨|毗邻|“双城|双城记|"
    r"快速联系|[两三四][省市地](?!级)|方向(?:出省|通道)|(?P<noun>城市群|城镇群|都市圈|经济圈|开放大?通道|“金三角”)"
)
"""What cities do that are named together by one character each, or what they are called as a whole."""
_LEADS_ROW = re.compile(
    r"(?:[，。；：、“（\n ]|推动|促进|加强|深化|强化|构建|唱好|唱响|支持|增强|健全|推进|带动|拓展|打造|提升|加快|"
    r"加密|畅通|融入|对接|做强|形成|扩充|联动|建设|完善|深入|服务|[与和及])$"
)
_LONGEST_ROW = 5
_ORDINARY = frozenset(
    "东西南北中大新广长永常平资从达自增花番顺青金银石云阳清黄温台通安德盐万成江河湖海陆内门山水田城乡产区港口上下前后"
)
"""Characters that are words as well: a row of these alone (江海联动, 东西协作) is no row of cities."""


def rows_of_cities(text: str, plan: Plan, gazetteer: Gazetteer) -> list[Span]:
    r"""Cities and provinces that stand by one character each before what they do together (汉襄宜协同, 鄂湘赣三省).

    >>> from gazetteer.entries import default_gazetteer
    >>> from gazetteer.plan import Plan
    >>> plan = Plan("p.txt", "湖北省发展规划\n推动汉襄宜协同、鄂湘赣三省合作，促进江海联动。")
    >>> [span.name for span in rows_of_cities(plan.form.text, plan, default_gazetteer())]
    ['汉襄宜', '鄂湘赣']
    """
    signs = _signs(plan.area, gazetteer.units)
    found = []
    for match in _TOGETHER.finditer(text):
        end = match.start()
        quoted = text[end - 1 : end] == "”"
        start = _row_before(text, end - quoted, signs)
        if start is None:
            continue
        whole = match.end() if match["noun"] else end - quoted
        found.append(_row(text, start - quoted * (whole > end), whole, text[start : end - quoted]))
        while text[start - 1 : start] == "、" and (before := _row_before(text, start - 1, signs)) is not None:
            found.append(_row(text, before, start - 1, text[before : start - 1]))
            start = before
    return found


def _row_before(text: str, end: int, signs: frozenset[str]) -> int | None:
    """Where the row of cities begins that ends at a position, None where none does."""
    start = end
    while start and end - start < _LONGEST_ROW and text[start - 1] in signs:
        start -= 1
    words = text[start:end]
    if len(set(words)) < 2 or _ORDINARY.issuperset(words):
        return None
    return start if _LEADS_ROW.search(text, max(0, start - 4), start) else None


def _row(text: str, start: int, end: int, signs: str) -> Span:
    provinces = all(any(unit.endswith(("省", "自治区")) for unit in pieces().get(sign, ())) for sign in signs)
    return Span(start, end, text[start:end], "region" if provinces and end - start == len(signs) else "zone")


@lru_cache(maxsize=32)
def _signs(area: tuple[str, ...], units: Units) -> frozenset[str]:
    """Characters that stand for a unit in a plan: those that any plan understands, and the first ones of its own."""
    own = [unit for name in area for unit in units.find(name)[:1]]
    provinces, cities = {unit.province for unit in own}, {unit.city for unit in own if unit.city}
    near = (unit for unit in units if unit.province in provinces and (unit.level == "city" or unit.city in cities))
    return frozenset(sign for sign in pieces() if len(sign) == 1) | {unit.name[0] for unit in near}
