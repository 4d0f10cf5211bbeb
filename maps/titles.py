"""Titles of pages, headed by the area that their plans share, and of plans, as people say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.names import short_unit_name
from maps.romanise import latin_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.units import Unit, Units

MOST_NAMES = 3
"""Areas that a title names; where the plans are for more, it names none."""

ATLAS = ("规划图集", "Atlas of plans")
LAYOUTS = ("空间结构图", "Layout maps")
FIVE_YEAR = re.compile(
    r"国民经济和社会发展第(十[一二三四五六七八九]?|二十)个五年规划(?:和二?[〇零0-9三五]*年?远景目标)?(纲要)?(的建议)?"
)


def titled(words: tuple[str, str], areas: Iterable[Sequence[str]], units: Units) -> tuple[str, str]:
    """Chinese and English title: ``words`` after the names of the area that plans share, if few units make it up.

    Parameters
    ----------
    words
        What the page shows, in Chinese and English.
    areas
        For each plan the names of the units that it is for.
    units
        The administrative units that are known.

    >>> from gazetteer.entries import default_gazetteer
    >>> units = default_gazetteer().units
    >>> titled(ATLAS, [("广州市",), ("番禺区",), ("广州市", "佛山市", "端州区")], units)
    ('广州 · 规划图集', 'Guangzhou · Atlas of plans')
    >>> titled(ATLAS, [("广东省",), ("成都市",)], units)[0], titled(ATLAS, [()], units)[0]
    ('广东、四川 · 规划图集', '规划图集')
    """
    named = [tuple(area) for area in areas]
    sure = [unit for area in named for name in area if (unit := units.one(name))]
    shared = shared_area([[u for name in area for u in units.find(name, near=sure)[:1]] for area in named], units)
    if not 1 <= len(shared) <= MOST_NAMES:
        return words
    names = "、".join(short_unit_name(unit.name) for unit in shared)
    return f"{names} · {words[0]}", f"{', '.join(latin_name(unit.name) for unit in shared)} · {words[1]}"


def shared_area(plans: Sequence[Sequence[Unit]], units: Units) -> list[Unit]:
    """The smallest area that plans share: the units of all of them, else their cities, else their provinces.

    At each level that is what all plans have in common, or everything that they are for where it is little enough to
    be named. Nothing is shared with a plan of which it is not known what it is for.
    """
    if not plans or not all(plans):
        return []
    known = [list(dict.fromkeys(plan)) for plan in plans]
    if all(set(plan) == set(known[0]) for plan in known) and len(known[0]) <= MOST_NAMES:
        return known[0]
    everything: list[Unit] = []
    for level in ("city", "province"):
        lifted = [_lifted(plan, level, units) for plan in known]
        everything = list(dict.fromkeys(unit for plan in lifted for unit in plan))
        if level == "city" and any(unit.level == "province" for unit in everything):
            continue
        common = [unit for unit in everything if all(unit in plan for plan in lifted)]
        for found in (common, everything):
            if 1 <= len(found) <= MOST_NAMES:
                return found
    return everything


def _lifted(plan: Sequence[Unit], level: str, units: Units) -> list[Unit]:
    """Cities or provinces that hold the units of a plan; a province stays what it is."""
    if level == "city":
        return list(dict.fromkeys(units.city_of(unit) for unit in plan))
    provinces = (units.one(unit.province, near=[unit]) or unit for unit in plan)
    return list(dict.fromkeys(provinces))


def short_title(title: str) -> str:
    """Title of a plan as people say it; one that has no common short form stays.

    >>> short_title("某市国民经济和社会发展第十四个五年规划和2035年远景目标纲要"), short_title("某某都市圈发展规划")
    ('某市“十四五”规划', '某某都市圈发展规划')
    >>> short_title("中共某市委关于制定某市国民经济和社会发展第十五个五年规划的建议")
    '某市“十五五”规划建议'
    """
    match = FIVE_YEAR.search(title)
    if match is None:
        return title
    before = title[: match.start()].rsplit("关于制定", 1)[-1]
    return f"{before}“{match[1]}五”规划{'建议' if match[3] else ''}"
