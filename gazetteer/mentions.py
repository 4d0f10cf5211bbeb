"""Mentions: every name of a place or spatial project in a plan, with its kind, status and position.

Reading goes over the text once for the names that the gazetteer knows and once for the rules; what overlaps is settled
for the longest meaningful name; lists are completed from their last item; then each name gets its status from the words
around it and its position from the gazetteer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.candidates import OWN_UNIT, KnownSpans, find_candidates
from gazetteer.edges import extend, is_no_mention, without_apposition
from gazetteer.enumerations import complete_lists
from gazetteer.known_names import AreaNames
from gazetteer.layout_slogans import Slogan, find_slogans
from gazetteer.lexicon import lexicon
from gazetteer.names import short_unit_name, vocabulary
from gazetteer.placing import mentions_of
from gazetteer.properties import with_properties
from gazetteer.spans import Span, settle, settle_overlaps

if TYPE_CHECKING:
    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.records import Mention


def find_mentions(plan: Plan, gazetteer: Gazetteer, *, locate: bool = True) -> list[Mention]:
    """Mentions of places and spatial projects in a plan, in the order of the text.

    Parameters
    ----------
    plan
        The plan to read.
    gazetteer
        Names that are known, and the positions that they have.
    locate
        Also give each mention its position; without it only text, name, kind and status are filled.

    Returns
    -------
    list of Mention
        None overlaps another; ``plan.text[m.start:m.end] == m.text`` for each.
    """
    text = plan.form.text
    tokens = lexicon().tokens_in(text)
    names = AreaNames(gazetteer, plan.area)
    known = names.find(text, tokens)
    spans = KnownSpans([s.start for s in known], [s.end for s in known], [s.wide for s in known])
    ruled = [Span(c.start, c.end, text[c.start : c.end], c.kind) for c in find_candidates(text, spans, tokens=tokens)]
    slogans = [Span(s.start, s.end, text[s.start : s.end], "layout") for s in find_slogans(text) if _is_layout(text, s)]
    owners = _owners(plan, gazetteer)
    chosen = [*settle(known, ruled, slogans), *_one_character_cities(text, plan, gazetteer)]
    chosen = [part for span in chosen for part in without_apposition(text, extend(text, span))]
    chosen = complete_lists(
        text,
        settle_overlaps(chosen),
        make=Span,
        is_city=lambda name: any(u.level == "city" for u in gazetteer.units.find(name)),
        is_known=names.is_known,
        city=_metro_city(plan, gazetteer),
        area=short_unit_name(plan.area[0]) if plan.area else "",
    )
    chosen = [s for s in settle_overlaps(chosen) if not is_no_mention(text, s)]
    named = [_of_own_unit(s, owners) for s in _joined_units(chosen, gazetteer)]
    return with_properties(plan, mentions_of(plan, named, gazetteer if locate else None))


def _joined_units(spans: list[Span], gazetteer: Gazetteer) -> list[Span]:
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
            joined[-1] = span._replace(start=before.start, name=short_unit_name(before.name) + span.name)
        else:
            joined.append(span)
    return joined


def _lies_in(gazetteer: Gazetteer, span: Span, other: Span) -> bool:
    inner, outer = (gazetteer.units.get(s.ids[0]) if len(s.ids) == 1 else None for s in (span, other))
    return inner is not None and outer is not None and outer.name in {inner.city, inner.province} and inner != outer


def _owners(plan: Plan, gazetteer: Gazetteer) -> dict[str, str]:
    """The unit that 省, 市, 区 or 县 before an institution (区第六人民医院) means: the plan's, or what holds it."""
    units = [unit for name in plan.area for unit in gazetteer.units.find(name)[:1]]
    if len(units) != 1:
        return {}
    names = dict.fromkeys((units[0].name, units[0].city, units[0].province))
    return {name[-1]: name for name in names if name}


def _of_own_unit(span: Span, owners: dict[str, str]) -> Span:
    """An institution with the full name of the unit that it is called after."""
    owner = owners.get(span.name[:1]) if span.kind in _INSTITUTIONS else None
    if owner is None or not OWN_UNIT.match(span.name):
        return span
    return span._replace(name=owner + span.name[1:], ids=())


_INSTITUTIONS = frozenset({"facility", "platform"})


def _metro_city(plan: Plan, gazetteer: Gazetteer) -> str:
    """City whose metro a bare line number in a plan means, without its rank."""
    for name in plan.area:
        for unit in gazetteer.units.find(name):
            return short_unit_name(unit.city or unit.name)
    return ""


def _is_layout(text: str, slogan: Slogan) -> bool:
    """Whether a slogan is a name (一核两极四轴), not a count of things (三大产业带) or a run that brackets fill."""
    return slogan.form in {"run", "sum"} and "（" not in text[slogan.start : slogan.end]


# In 在穗, 来蓉 one character stands for the city that the plan is for.
_BEFORE_CITY = "[在来驻赴留返离]"
_BEHIND_CITY = "(?=[发就创工生和、的高企央金各人投落，。]|总部|港澳)"


def _one_character_cities(text: str, plan: Plan, gazetteer: Gazetteer) -> list[Span]:
    """Abbreviation of the plan's own city behind 在, 来, 驻."""
    names = {
        row["abbreviation"]: row["unit"] for row in vocabulary("unit_abbreviations") if len(row["abbreviation"]) == 1
    }
    cities = {short_unit_name(c) for c in (*plan.area, _metro_city(plan, gazetteer)) if c}
    own = "".join(sign for sign, unit in names.items() if short_unit_name(unit) in cities)
    found = re.finditer(rf"[{own}](?<={_BEFORE_CITY}.){_BEHIND_CITY}", text) if own else ()
    return [Span(m.start(), m.end(), names[m.group()], "admin") for m in found]
