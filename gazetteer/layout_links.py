"""Which records tell the same layout, and which tell another version of it.

A plan's layouts are read one plan at a time. Beside each other, some are the same layout told in several plans
(一区三城), and some are versions that differ in their counts (五主四辅 here, 五主三辅 there). Both stay records of
their own, each with its own place in its own plan, and refer to each other by their ids.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazetteer.records import Layout
    from gazetteer.units import Units

Relation = Literal["same", "version"]
Pattern = tuple[tuple[str, str], ...]

_COUNT = re.compile(r"^(?:[一二三四五六七八九十两双多]+|\d+|N)[大个条]?")
_KIN = 0.5
"""Structures without numbers are versions of each other where they share at least this share of all their elements."""


def layout_ids(layouts: Iterable[Layout]) -> list[str]:
    """Ids that stay the same when other layouts come or go: a hash of plan, name and elements, numbered on a clash.

    >>> from gazetteer.records import Layout
    >>> len(set(layout_ids([Layout(plan, 0, 2, "一核") for plan in ("a.txt", "b.txt", "b.txt")])))
    3
    """
    seen: Counter[str] = Counter()
    ids = []
    for layout in layouts:
        told = "|".join([layout.plan, layout.name, *(element.name for element in layout.elements)])
        number = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        seen[number] += 1
        ids.append(number if seen[number] == 1 else f"{number}-{seen[number]}")
    return ids


def link_layouts(layouts: Sequence[Layout], units: Units) -> list[Layout]:
    """Layouts with their ids, and with the ids of those that tell the same or another version.

    Parameters
    ----------
    layouts
        Layouts of one plan or of several.
    units
        The administrative units that are known: a layout of a district may be that of its city, one of another city
        is another layout whatever it is called.

    >>> from gazetteer.entries import default_gazetteer
    >>> from gazetteer.records import Layout, LayoutElement
    >>> def hubs(plan, *counts):
    ...     parts = tuple(LayoutElement("hub", count, group=count, defined=False) for count in counts)
    ...     return Layout(plan, 0, 4, "".join(counts), scope="广州市", elements=parts)
    >>> four, three = link_layouts([hubs("a", "五主", "四辅"), hubs("b", "五主", "三辅")], default_gazetteer().units)
    >>> four.versions == (three.id,), three.versions == (four.id,), four.same_as
    (True, True, ())
    """
    ids = layout_ids(layouts)
    found: dict[tuple[int, Relation], list[int]] = defaultdict(list)
    for i, j in sorted(_pairs(layouts)):
        relation = _relation(layouts[i], layouts[j], units)
        if relation is not None:
            found[i, relation].append(j)
            found[j, relation].append(i)
    linked = []
    for i, layout in enumerate(layouts):
        same = sorted(_reached(i, found))
        versions = sorted({j for k in (i, *same) for j in found[k, "version"]} - {i, *same})
        linked.append(replace(layout, id=ids[i], same_as=_of(ids, same), versions=_of(ids, versions)))
    return linked


def _reached(start: int, found: Mapping[tuple[int, Relation], list[int]]) -> set[int]:
    """Everything that is the same as what is the same as ... a layout."""
    seen, open_ = {start}, [start]
    while open_:
        fresh = set(found[open_.pop(), "same"]) - seen
        seen |= fresh
        open_ += fresh
    return seen - {start}


def _of(ids: Sequence[str], which: Iterable[int]) -> tuple[str, ...]:
    return tuple(ids[i] for i in which)


def _pairs(layouts: Sequence[Layout]) -> set[tuple[int, int]]:
    """Pairs worth a look: those that count the same things, and those that share an element's name."""
    alike: dict[object, list[int]] = defaultdict(list)
    for i, layout in enumerate(layouts):
        for key in {tuple(unit for unit, _ in _pattern(layout)), *_names(layout)}:
            alike[key].append(i)
    alike.pop((), None)
    return {pair for group in alike.values() for pair in itertools.combinations(group, 2)}


def _pattern(layout: Layout) -> Pattern:
    """What a numbered layout counts, and how many of each: 一核两带 is ((核, 一), (带, 两))."""
    groups = dict.fromkeys(element.group for element in layout.elements if _COUNT.match(element.group))
    counts = [(_COUNT.sub("", group), _COUNT.match(group)[0]) for group in groups]  # type: ignore[index]
    return tuple(counts) if all(unit for unit, _ in counts) and len(counts) > 1 else ()


def _names(layout: Layout) -> set[str]:
    return {element.name for element in layout.elements if element.defined}


def _relation(one: Layout, other: Layout, units: Units) -> Relation | None:
    if _pattern(one) and _pattern(other):
        return _of_slogans(one, other) if _compatible(one, other, units) else None
    names, others = _names(one), _names(other)
    shared = names & others
    if not shared:
        return None
    if names == others or one.name == other.name:
        return "same"
    return "version" if len(shared) > 1 and len(shared) >= _KIN * len(names | others) else None


def _of_slogans(one: Layout, other: Layout) -> Relation | None:
    counts, others = _pattern(one), _pattern(other)
    if [unit for unit, _ in counts] != [unit for unit, _ in others] or _contradict(one, other):
        return None
    equal = sum(
        count.translate(_TWO) == also.translate(_TWO) for (_, count), (_, also) in zip(counts, others, strict=True)
    )
    return "same" if equal == len(counts) else "version" if equal else None


_TWO = str.maketrans("双二", "两两")


def _contradict(one: Layout, other: Layout) -> bool:
    """Whether two slogans name other things for more of what both count than they name the same for."""
    agree = 0
    for unit, _ in _pattern(one):
        here, there = (
            {e.name for e in layout.elements if e.defined and _COUNT.sub("", e.group) == unit}
            for layout in (one, other)
        )
        if here and there:
            agree += 1 if any(a in b or b in a for a in here for b in there) else -1
    return agree < 0


def _compatible(one: Layout, other: Layout, units: Units) -> bool:
    """Whether two layouts can be about the same ground: of one plan, or of units of which one holds the other."""
    if one.plan == other.plan or one.scope == other.scope:
        return True
    grounds = [[u for name in layout.scope.split("、") for u in units.find(name)[:1]] for layout in (one, other)]
    return any(units.inside(a, b) or units.inside(b, a) for a in grounds[0] for b in grounds[1])
