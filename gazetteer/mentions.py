"""Mentions: every name of a place or spatial project in a plan, with its kind, status and position.

Reading goes over the text once for the names that the gazetteer knows and once for the rules; what overlaps is settled
for the longest meaningful name; lists are completed from their last item; then each name gets its status from the words
around it and its position from the gazetteer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.candidates import KnownSpans, find_candidates
from gazetteer.edges import extend, is_no_mention, without_apposition
from gazetteer.enumerations import complete_lists
from gazetteer.known_names import AreaNames
from gazetteer.layout_slogans import Slogan, find_slogans
from gazetteer.lexicon import lexicon
from gazetteer.names import short_unit_name
from gazetteer.own_units import joined_units, metro_city, of_own_unit, one_character_cities, owners, rows_of_cities
from gazetteer.placing import mentions_of
from gazetteer.properties import with_properties
from gazetteer.spans import Span, settle, settle_overlaps
from geo.collector import collector_paused

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
    with collector_paused():
        return _find_mentions(plan, gazetteer, locate=locate)


def _find_mentions(plan: Plan, gazetteer: Gazetteer, *, locate: bool) -> list[Mention]:
    text = plan.form.text
    tokens = lexicon().tokens_in(text)
    names = AreaNames(gazetteer, plan.area)
    known = names.find(text, tokens)
    spans = KnownSpans([s.start for s in known], [s.end for s in known], [s.wide for s in known])
    ruled = [Span(c.start, c.end, text[c.start : c.end], c.kind) for c in find_candidates(text, spans, tokens=tokens)]
    slogans = [Span(s.start, s.end, text[s.start : s.end], "layout") for s in find_slogans(text) if _is_layout(text, s)]
    own = owners(plan, gazetteer)
    rows = [*one_character_cities(text, plan, gazetteer), *rows_of_cities(text, plan, gazetteer)]
    chosen = [*settle(known, ruled, slogans), *rows]
    chosen = [part for span in chosen for part in without_apposition(text, extend(text, span))]
    chosen = complete_lists(
        text,
        settle_overlaps(chosen),
        is_city=lambda name: any(u.level == "city" for u in gazetteer.units.find(name)),
        is_known=names.is_known,
        city=metro_city(plan, gazetteer),
        area=short_unit_name(plan.area[0]) if plan.area else "",
    )
    chosen = [s for s in settle_overlaps(chosen) if not s.fragile and not is_no_mention(text, s)]
    named = [of_own_unit(s, own) for s in joined_units(chosen, gazetteer)]
    return with_properties(plan, mentions_of(plan, named, gazetteer if locate else None))


def _is_layout(text: str, slogan: Slogan) -> bool:
    """Whether a slogan is a name (一核两极四轴), not a count of things (三大产业带) or a run that brackets fill."""
    return slogan.form in {"run", "sum"} and "（" not in text[slogan.start : slogan.end]
