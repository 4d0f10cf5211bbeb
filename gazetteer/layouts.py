"""Layouts: the spatial structures that a plan tells in words, with their elements and the places that locate them.

A numbered slogan (一核两极四轴; grammar in :mod:`gazetteer.layout_slogans`) becomes a layout whose elements are
read from the text around it (:mod:`gazetteer.layout_elements`). A structure without a number is a layout where a
sentence or a section names axes, belts, corridors, zones or poles together with places
(:mod:`gazetteer.layout_structures`). A slogan told several times is one layout with several places of mention; a
version with other numbers is another layout.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.characters import fold_marks, mainland
from gazetteer.layout_elements import ElementReader
from gazetteer.layout_names import DIRECTION, Names, unique
from gazetteer.layout_slogans import Slogan, find_slogans
from gazetteer.layout_structures import StructureReader
from gazetteer.records import Layout, LayoutElement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gazetteer.layout_lines import Structure
    from gazetteer.layout_text import Draft
    from gazetteer.plan import Plan
    from gazetteer.records import Mention

_STRONG_COUNT = re.compile(
    r"大[一-鿿]{0,6}(?:片区|组团|绿核|通道|廊道|走廊|产业带|经济带|发展带|增长极|屏障|商圈|都市圈"
    r"|功能区)$|条.*通道|双枢纽|[核极轴带廊港]|环.*[路网道速系]$"
)


_FEWEST_WITH_A_RUN = 2
"""A slogan of more parts than these may hold a shorter one."""
_MOST_OF_A_RUN = 4
_COUNTED_WITHIN = 600
_TAKEN_UP_WITHIN = 8000
"""A plan explains the parts of a slogan within so many characters, often in another chapter."""
_NEAR = 120
"""Counts this near to each other that name the same are one: 甲、乙两大核心，形成“双核布局”."""


def read_layouts(plan: Plan, mentions: Sequence[Mention] = ()) -> list[Layout]:
    """Read the layouts that a plan tells, in the order of the text.

    Parameters
    ----------
    plan
        The plan; offsets of the result are those of ``plan.text``.
    mentions
        Places found in the plan (:func:`gazetteer.mentions.find_mentions`): they lend members their canonical
        names. Without them names are read from the text alone.

    Returns
    -------
    list of Layout
        Names in Simplified characters and mainland vocabulary; ``drawn`` of every element is ``False``.
    """
    text = fold_marks(plan.simplified)
    canonical = mainland if plan.script == "traditional-taiwan" else str
    slogans = [s for s in find_slogans(text) if plan.counts(s.start)]
    reader = ElementReader(text, Names(mentions), plan.outline.headings, slogans)
    told = [(s, reader.read(s)) for s in slogans]
    _adopt(told)
    groups = _group(told)
    taken = [d for group in groups for _, drafts in group for d in drafts if d.defined]
    structures = (s for s in StructureReader(reader, taken=taken).read() if plan.counts(s.start))
    spans = sorted((d.start, d.end) for d in taken if d.start is not None and d.end is not None)
    fresh = (s for s in structures if not _told_already(s, spans))
    found = [s for s in fresh if not any(_continues(text, head, drafts, s) for (head, drafts), *_ in groups)]
    layouts = [_layout(plan, group, canonical) for group in groups]
    layouts += [_structure(plan, group, canonical) for group in _same(found)]
    return sorted(layouts, key=lambda x: (x.start, x.end))


def _adopt(told: list[tuple[Slogan, list[Draft]]]) -> None:
    """Give a slogan what a passage on some of its parts names (突出“一主两副”…), and drop what that passage repeats."""
    shorter = [(slogan, drafts) for slogan, drafts in told if 1 < len(slogan.parts) <= _MOST_OF_A_RUN]
    counts = [(slogan, drafts) for slogan, drafts in told if slogan.form == "counted" and drafts]
    for whole, drafts in [(s, d) for s, d in told if len(s.parts) > _FEWEST_WITH_A_RUN]:
        for run, named in shorter:
            at = whole.place_of(run)
            if at is None or not 0 < run.start - whole.start < _TAKEN_UP_WITHIN:
                continue
            for part in whole.parts[at : at + len(run.parts)]:
                own = [d for d in drafts if d.group == part.text]
                new = [replace(d) for d in named if d.group == part.text]
                if any(d.defined for d in new) and not any(d.defined for d in own) and own:
                    first = drafts.index(own[0])
                    drafts[first : first + len(own)] = new
            if not any(d.defined for d in named):
                told.remove((run, named))
                shorter.remove((run, named))
        for count, named in counts:
            near = 0 < count.start - whole.start < _COUNTED_WITHIN and all(d.defined for d in named)
            for part in whole.parts if near else ():
                own = [d for d in drafts if d.group == part.text]
                alike = part.number == count.parts[0].number and count.parts[0].unit.endswith(part.unit)
                if alike and len(own) == 1 and not own[0].defined:
                    first = drafts.index(own[0])
                    drafts[first : first + 1] = [replace(d, role=part.role, group=part.text) for d in named]


def _same(found: Iterable[Structure]) -> list[list[Structure]]:
    """Tellings of the same structure together, the one with most elements and places first."""
    groups: dict[frozenset[str], list[Structure]] = {}
    for structure in found:
        groups.setdefault(frozenset(d.name for d in structure.drafts), []).append(structure)
    for names in sorted(groups, key=len):
        alone = groups[names]
        wider = next((o for o in groups if names < o and _opens(groups[o][0], names, alone[0].name)), None)
        if wider is not None:
            for structure in groups[wider]:
                _enrich(structure, alone)
            groups[wider] += groups.pop(names)
    return [sorted(g, key=_fullness) for g in groups.values()]


def _told_already(structure: Structure, spans: list[tuple[int, int]]) -> bool:
    """Whether all that a structure names stands in the same words that a slogan's elements are read from."""
    for draft in structure.drafts:
        if draft.start is None or draft.end is None:
            return False
        near = spans[max(0, bisect.bisect_left(spans, (draft.start,)) - 1) : bisect.bisect_left(spans, (draft.end,))]
        if not any(a < draft.end and draft.start < b for a, b in near):
            return False
    return True


def _continues(text: str, slogan: Slogan, drafts: list[Draft], structure: Structure) -> bool:
    """Whether a structure goes on with the sentence of a slogan (“一核两翼”为引擎、甲带为纽带)."""
    between = text[slogan.end : structure.start]
    if len(slogan.parts) < 2 or not 0 < len(between) <= 24 or re.search("[，。；\n]", between) or "为" not in between:
        return False
    drafts += [d for d in structure.drafts if d.name not in {known.name for known in drafts}]
    return True


def _opens(wider: Structure, names: frozenset[str], name: str) -> bool:
    """Whether a structure opens with elements that are told elsewhere alone."""
    return wider.name == name or wider.drafts[0].name in names


def _enrich(structure: Structure, tellings: Iterable[Structure]) -> None:
    """Give elements the places of the telling that says most of where they are."""
    for telling in tellings:
        for told in telling.drafts:
            for draft in structure.drafts:
                if draft.name == told.name and (told.fixed, len(told.members)) > (draft.fixed, len(draft.members)):
                    draft.members, draft.fixed = told.members, told.fixed


def _fullness(structure: Structure) -> tuple[int, int, int, int]:
    drafts = structure.drafts
    return -sum(d.fixed for d in drafts), -len(drafts), -sum(len(d.members) for d in drafts), structure.start


def _structure(plan: Plan, group: list[Structure], canonical: Callable[[str], str]) -> Layout:
    first = group[0]
    return Layout(
        plan=plan.name,
        start=first.start,
        end=first.end,
        name=canonical(first.name),
        scope=_scope(plan, first.start),
        elements=tuple(element(d, canonical) for d in first.drafts),
        told=tuple(sorted((s.start, s.end) for s in group)),
        outline=plan.outline_at(first.start),
    )


def _group(told: list[tuple[Slogan, list[Draft]]]) -> list[list[tuple[Slogan, list[Draft]]]]:
    """Tellings of the same slogan together, the fullest first; tellings that name other elements stay apart."""
    groups: list[list[tuple[Slogan, list[Draft]]]] = []
    for slogan, drafts in told:
        if slogan.form == "counted" and not _kept(slogan, drafts):
            continue
        names = {d.name for d in drafts if d.defined}
        for group in groups:
            head, first = group[0]
            there = {d.name for d in first if d.defined}
            same = (
                head.key == slogan.key
                and head.form == slogan.form
                and (slogan.form != "counted" or head.name == slogan.name)
            )
            near = abs(slogan.start - head.start) < _NEAR
            twins = bool(names) and names == there and near and slogan.form == head.form == "counted"
            if twins or (same and (not names or not there or names & there)):
                if len(names) > len(there) or (twins and head.parts[0].role == "zone"):
                    group.insert(0, (slogan, drafts))
                else:
                    group.append((slogan, drafts))
                break
        else:
            groups.append([(slogan, drafts)])
    runs = [(head.start, d.name) for (head, drafts), *_ in groups if len(head.parts) > 1 for d in drafts if d.defined]
    longer = [(head, {d.name for d in drafts}) for (head, drafts), *_ in groups if len(head.parts) > _FEWEST_WITH_A_RUN]
    shown = (g for g in groups if any(slogan.spatial or _located(drafts) for slogan, drafts in g))
    return [g for g in shown if not _within_run(*g[0], runs) and not _within_longer(*g[0], longer)]


def _within_longer(slogan: Slogan, drafts: list[Draft], longer: list[tuple[Slogan, set[str]]]) -> bool:
    """Whether a slogan is a part of a longer one (一圈两带 in 一核一圈两带) and names nothing that this does not."""
    named = {d.name for d in drafts if d.defined}
    return bool(named) and any(named <= names and head.place_of(slogan) is not None for head, names in longer)


def _located(drafts: list[Draft]) -> bool:
    """Whether at least half of what a slogan counts is named together with places."""
    return sum(d.defined and bool(d.members) for d in drafts) * 2 >= len(drafts)


def _within_run(slogan: Slogan, drafts: list[Draft], runs: list[tuple[int, str]]) -> bool:
    """Whether a counted set (五大片区) only repeats elements of a slogan close by (五片协同)."""
    near = {name for at, name in runs if abs(at - slogan.start) < 2000}
    named = [d.name for d in drafts if d.defined]
    return slogan.form == "counted" and bool(named) and all(any(n in o or o in n for o in near) for n in named)


def _kept(slogan: Slogan, drafts: list[Draft]) -> bool:
    number = slogan.parts[0].number
    named = [d for d in drafts if d.defined]
    if named:
        located = sum(bool(d.members) or bool(DIRECTION.match(d.name)) for d in named) * 2 >= len(named)
        return located or bool(_STRONG_COUNT.search(slogan.name))
    if slogan.parts[0].role == "wing":
        return False
    bare = len(slogan.name) <= len(slogan.parts[0].text)  # “双港”: only where the plan names them
    return number is not None and bool(_STRONG_COUNT.search(slogan.name)) and "个" not in slogan.name and not bare


def _layout(plan: Plan, group: list[tuple[Slogan, list[Draft]]], canonical: Callable[[str], str]) -> Layout:
    slogan, drafts = group[0]
    return Layout(
        plan=plan.name,
        start=slogan.start,
        end=slogan.end,
        name=canonical(slogan.name),
        scope=_scope(plan, slogan.start),
        elements=tuple(element(d, canonical) for d in drafts),
        told=tuple(sorted((s.start, s.end) for s, _ in group)),
        outline=plan.outline_at(slogan.start),
    )


def _scope(plan: Plan, offset: int) -> str:
    """Say what a layout is for: the unit that a heading above it names, else the plan's area."""
    for title in reversed(plan.outline_at(offset)):
        if re.fullmatch(r"[一-鿿]{2,6}[区县市镇街]", title.strip()):
            return title.strip()
    if (ground := _PLANNED.search(plan.simplified, max(0, offset - 60), offset)) is not None:
        return ground["ground"]
    lines = _UNIT_LINE.finditer(plan.simplified, max(0, offset - _UNIT_LINE_REACH), offset)
    named = max(lines, key=re.Match.start, default=None)
    if named is not None and plan.outline_at(named.start(1)) == plan.outline_at(offset):
        return named.group(1)
    return "、".join(plan.area)


_PLANNED = re.compile(
    r"(?:落实|根据|按照|依据|围绕)(?P<ground>[一-鿿（）()]{2,20}?)(?:总体|产业)?(?:发展|布局|空间)?规划[^。；\n]*\Z"
)
"""A layout told with the plan of a place is that place's: 按照甲城规划，形成…."""
_UNIT_LINE = re.compile(r"(?m)^[ \u3000\t]*([一-鿿]{2,5}[区县市镇街])[ \u3000\t\r]*$")
"""A line of a table by district that holds nothing but the district."""
_UNIT_LINE_REACH = 2500


def element(draft: Draft, canonical: Callable[[str], str]) -> LayoutElement:
    """Return the finished record of an element."""
    name = canonical(re.sub(r"[“”\"\s]", "", draft.name))
    members = unique(canonical(re.sub(r"[“”\"\s]", "", m)) for m in draft.members)
    return LayoutElement(draft.role, name, draft.group, members, draft.defined, draft.start, draft.end)
