"""The words that rules read by: suffixes that end a name, words that break one, tokens that only look like either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

import ahocorasick_rs

from gazetteer.characters import fold_marks
from gazetteer.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.records import Kind

WordClass = Literal["break", "lead", "neutral", "conjunction", "open", "close"]


@dataclass(frozen=True, slots=True)
class Suffix:
    """What ends a name: its kind, and how much else a name with it needs.

    ``strength`` 3 takes any specific modifier, 2 wants a known place, quotation marks or a building verb, 1 wants a
    known place right before it or a short name in a list.
    """

    text: str
    kind: Kind
    strength: int
    traits: frozenset[str] = frozenset()
    """``plain``: says what a known place is (地区). ``way``: with a few characters before it names one road, railway or
    reservoir. ``broad``: only quotation marks or a list make a name of it (工程). ``cities``: follows a row of cities
    (经济圈). ``crossing``: called after its banks (大桥)."""


class Tokens(NamedTuple):
    """Tokens of a text: for each its number in `Lexicon.tokens`, its start and its end."""

    ids: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Suffixes and words of ``data/vocabulary`` in one automaton (leftmost-longest over a text in reading form)."""

    automaton: ahocorasick_rs.AhoCorasick
    tokens: tuple[Suffix | WordClass, ...]
    breaks: frozenset[int]
    """Tokens of the class break."""
    suffixes: dict[str, Suffix]
    leads: dict[str, tuple[str, ...]]
    """Words that lead up to a name, by their first character, the longest first."""
    endings: tuple[str, ...]
    """Suffixes of two characters and more."""
    longer: frozenset[str]
    """Words that begin with the last character of a suffix and are no end of a name (增长极|极大, 片区|区域)."""

    def tokens_in(self, text: str) -> Tokens:
        """Every token in a text, in order, none overlapping another."""
        found: list[tuple[int, int, int]] = self.automaton.find_matches_as_indexes(text)
        return Tokens(*(list(map(itemgetter(column), found)) for column in range(3)))


@cache
def lexicon() -> Lexicon:
    """Load the lexicon that ships with Plan Atlas, once."""
    suffixes = {
        row["suffix"]: Suffix(
            row["suffix"],
            row["kind"],  # type: ignore[arg-type]
            int(row["strength"]),
            frozenset(filter(None, row["traits"].split("|"))),
        )
        for row in vocabulary("suffixes")
    }
    words: dict[str, Suffix | WordClass] = dict(suffixes)
    leads: dict[str, set[str]] = {}
    for row in vocabulary("words"):
        word, role = fold_marks(row["word"]), row["class"]
        if role == "lead":
            leads.setdefault(word[0], set()).add(word)
        else:
            words.setdefault(word, role)  # type: ignore[arg-type]
    marks: dict[str, WordClass] = {
        **dict.fromkeys("\n\r ", "break"),
        **dict.fromkeys("（“", "open"),
        **dict.fromkeys("）”", "close"),
    }
    words.update(marks)
    return Lexicon(
        automaton=ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        tokens=tuple(words.values()),
        breaks=frozenset(i for i, role in enumerate(words.values()) if role == "break"),
        suffixes=suffixes,
        leads={first: tuple(sorted(those, key=len, reverse=True)) for first, those in leads.items()},
        endings=tuple(s for s in suffixes if len(s) >= 2),
        longer=frozenset(row["word"] for row in vocabulary("longer_words")),
    )


@cache
def _modifiers() -> re.Pattern[str]:
    words = sorted((row["word"] for row in vocabulary("modifiers")), key=len, reverse=True)
    return re.compile(rf"(?:[一二三四五六七八九十两\d]+[大个条]|{'|'.join(map(re.escape, words))})+")


@lru_cache(maxsize=1 << 14)
def is_common(words: str) -> bool:
    """Whether words consist of common modifiers alone (现代, 国际, 产业), so that with a suffix they name nothing.

    >>> is_common("国际综合"), is_common("鱼珠")
    (True, False)
    """
    return _modifiers().fullmatch(words) is not None
