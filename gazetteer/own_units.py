"""The units that a plan speaks of as its own, and units named together with what holds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.candidates import OWN_UNIT
from gazetteer.names import short_unit_name, vocabulary
from gazetteer.spans import Span

if TYPE_CHECKING:
    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan


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
