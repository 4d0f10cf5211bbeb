"""Spans of names in the reading form of a plan, and which of those that overlap is meant."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazetteer.records import Kind


class Span(NamedTuple):
    """A name in the reading form of a plan, before it is placed."""

    start: int
    end: int
    name: str
    kind: Kind
    ids: tuple[str, ...] = ()
    known: bool = False
    wide: int = 0
    """1 for a city, 2 for a province or a region of cities."""
    fragile: bool = False
    """So short and far off that it counts only where a word may begin (南非 in 岭南非遗), or only in a longer name."""


_DIRECTION = re.compile("[东西南北中]部")
"""Before a known name (北部|高铁新城) it tells a quarter that is called by its side."""
BARE_FORM = 2
"""Characters of a known form (南站) that does not cut a longer name which ends with it; nor does a suffix (科技城)."""


def settle(known: list[Span], ruled: list[Span], slogans: list[Span]) -> list[Span]:
    """Longest meaningful name among those that overlap; a slogan beats what lies in it."""
    by_end = {s.end: s for s in known}
    by_start = {s.start: s for s in known}
    suffixes = lexicon().suffixes
    kept = []
    for span in ruled:
        same_end = by_end.get(span.end)
        if (
            same_end is not None
            and same_end.start > span.start
            and same_end.end - same_end.start > BARE_FORM
            and span.name[same_end.start - span.start :] not in suffixes
            and not _known_prefix(span.start, same_end.start, by_start)
            and not _DIRECTION.fullmatch(span.name[: same_end.start - span.start])
        ):
            continue
        if same_end is not None and same_end.start <= span.start:
            continue
        kept.append(span)
    return settle_overlaps([*known, *kept, *slogans])


def _known_prefix(start: int, end: int, by_start: Mapping[int, Span]) -> bool:
    """Whether known names fill the span from start to end."""
    position = start
    while position < end and (span := by_start.get(position)) is not None and span.end <= end:
        position = span.end
    return position == end


def settle_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The longest of those that overlap, known names before others, in the order of the text."""
    taken: list[Span] = []
    group: list[Span] = []
    reach = -1
    for span in sorted(spans, key=attrgetter("start")):
        if span.start >= reach:
            taken += _longest_first(group)
            group = [span]
            reach = span.end
        else:
            group.append(span)
            reach = max(reach, span.end)
    return [*taken, *_longest_first(group)]


def _longest_first(group: list[Span]) -> list[Span]:
    if len(group) < 2:
        return group
    kept: list[Span] = []
    for span in sorted(group, key=lambda s: (s.start - s.end, s.kind != "layout", not s.known, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
