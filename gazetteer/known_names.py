"""Known names in a text: one automaton over every name and alias, and what a form means in a plan's area."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import ahocorasick_rs

from gazetteer.characters import fold_marks
from gazetteer.geocode import MAX_AREAS, Geocoder
from gazetteer.lexicon import Lexicon, Tokens, lexicon
from gazetteer.names import short_unit_name
from gazetteer.scope import FAR, NAMED, SAME_CITY, SAME_PROVINCE
from gazetteer.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Kind
    from gazetteer.tables import Row
    from gazetteer.units import Unit


_QUOTE = re.compile("[“”]")
_UNQUOTED = re.compile("[^“”]+")
_START, _END = itemgetter(1), itemgetter(2)
_MAX_NAMES = 1 << 16


@dataclass(frozen=True, slots=True)
class Settled:
    """What names mean in the plans for one area, as far as it has been asked."""

    meanings: dict[int, Span | None] = field(default_factory=dict)
    """By the number of the form; a span is not yet set."""
    known: dict[str, bool] = field(default_factory=dict)


class NameAutomaton:
    """Every name and alias of a gazetteer in one automaton, leftmost-longest."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        forms: dict[str, tuple[str, ...]] = {form: ids for form, ids in gazetteer.names() if len(form) >= 2}
        self.contextual = frozenset(form for form in gazetteer.contextual if len(form) >= 2 and form not in forms)
        for form, ids in gazetteer.contextual.items():
            if len(form) >= 2:
                forms[form] = tuple(dict.fromkeys((*forms.get(form, ()), *ids)))
        self.forms = list(forms)
        self.ids = list(forms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self.forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        # No name goes over a mark that is in none.
        dividers = "\n" + "".join(m for m in "，。；：《》" if not any(m in form for form in forms))
        self._passage = re.compile(f"[^{dividers}]+")
        self._settled: dict[tuple[str, ...], Settled] = {}

    def settled(self, area: tuple[str, ...]) -> Settled:
        """What has been settled for an area; it holds nothing of the gazetteer, so that both can be let go."""
        if area not in self._settled and len(self._settled) >= MAX_AREAS:
            self._settled.clear()
        return self._settled.setdefault(area, Settled())

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """``(form, start, end)`` of every known name in a text in reading form, none overlapping another."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text)
        for match in self._quoted(text):
            # It stands for all that it overlaps.
            found[bisect_right(found, match[1], key=_END) : bisect_left(found, match[2], key=_START)] = [match]
        return found

    def _quoted(self, text: str) -> list[tuple[int, int, int]]:
        """Known names that have quotation marks within (环珠江口“黄金内湾”), their closing mark included."""
        kept: list[int] = []
        parts: list[str] = []
        for passage in self._passage.finditer(text):
            if _QUOTE.search(passage.group()) is None:
                continue
            for run in _UNQUOTED.finditer(text, *passage.span()):
                kept.extend(range(*run.span()))
                parts.append(run.group())
            kept.append(passage.end())
            parts.append("\n")
        found = []
        matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes("".join(parts)) if parts else []
        for form, low, high in matches:
            start, end = kept[low], kept[high - 1] + 1
            if end - start == high - low:
                continue
            words = text[start:end]
            if words.count("“") == words.count("”") + 1 and text[end : end + 1] == "”":
                end += 1
            elif words.count("“") != words.count("”") or words.find("”") < words.find("“"):
                continue
            found.append((form, start, end))
        return found


_AUTOMATA: WeakKeyDictionary[Gazetteer, NameAutomaton] = WeakKeyDictionary()


def name_automaton(gazetteer: Gazetteer) -> NameAutomaton:
    """The automaton of a gazetteer, made once."""
    if gazetteer not in _AUTOMATA:
        _AUTOMATA[gazetteer] = NameAutomaton(gazetteer)
    return _AUTOMATA[gazetteer]


class AreaNames:
    """The names that a gazetteer knows, with what they mean in plans for one area."""

    def __init__(self, gazetteer: Gazetteer, area: tuple[str, ...]) -> None:
        self.gazetteer, self.area = gazetteer, area
        self.automaton = name_automaton(gazetteer)
        self._settled = self.automaton.settled(area)

    @cached_property
    def _own(self) -> frozenset[str]:
        """Names of the units that the plan is for: 广州 in 助推广州建设 is no seam of two words."""
        units = [unit for name in self.area for unit in self.gazetteer.units.find(name)]
        names = {name for unit in units for name in (unit.name, unit.city) if name}
        return frozenset(names | {short_unit_name(name) for name in names})

    @cached_property
    def coder(self) -> Geocoder:
        """Resolves what has not been settled yet: only names of rows and units."""
        return Geocoder(self.gazetteer, area=self.area, fallback=False)

    def is_known(self, name: str) -> bool:
        """Whether a name, as it stands, means a place with a position."""
        known = self._settled.known
        if name not in known:
            if len(known) >= _MAX_NAMES:
                known.clear()
            known[name] = self.coder.resolve(name).resolved in {"exact", "alias"}
        return known[name]

    def find(self, text: str, tokens: Tokens) -> list[Span]:
        """Known names in a text in reading form, without those that mean nothing here and those that cut a word.

        ``tokens`` are those of the lexicon in the text.
        """
        words, automaton, meanings = lexicon(), self.automaton, self._settled.meanings
        found: list[Span] = []
        for form, start, end in automaton.find(text):
            if form not in meanings:
                meanings[form] = _meaning(automaton, form, self.gazetteer, self.coder)
            meaning = meanings[form]
            surface = automaton.forms[form]
            free_only = meaning is not None and (meaning.fragile or surface in _SIDES)
            if meaning is None or (free_only and not _is_free(text, start, tokens, found, words)):
                continue
            length = len(surface)
            if length <= _SHORT and surface not in self._own and _begins_in_word(start, length, tokens):
                continue
            if end - start <= _SHORTEST and _lies_in_word(start, end, tokens, words):
                continue
            if surface[-1] in _RANKS and _ends_in_word(end, tokens):
                if length < _SHORT:
                    continue
                end -= 1
            if meaning.kind == "admin" and surface not in self._own:
                if (named := _named_after(text, start, end, wide=meaning.wide)) is not None:
                    found.append(named)
                    continue
                if not self._is_told(meaning, surface, text, start, end):
                    water = _IS_WATER.fullmatch(surface) is not None
                    found.append(
                        Span(start, end, surface, "nature" if water else "admin", known=True, fragile=not water)
                    )
                    continue
            if not (surface in automaton.contextual and _cuts_a_word(text, start, surface, words)):
                found.append(Span(start, end, meaning.name, meaning.kind, meaning.ids, True, meaning.wide))
        return found

    def _is_told(self, meaning: Span, surface: str, text: str, start: int, end: int) -> bool:
        """Whether the short name of a county far off (福田, 宝丰) stands where a city of its province is named.

        Else it is no mention, though a longer name may begin with it, or a river or hill of the plan's own (清水河).
        A county-level city (义乌) is known by its name.
        """
        unit = self.gazetteer.units.get(meaning.ids[0]) if len(meaning.ids) == 1 else None
        if unit is None or unit.level != "district" or surface == unit.name or unit.name.endswith("市"):
            return True
        if self.coder.scope.tier([unit]) < FAR or text.startswith("自治", end):
            return True
        low = max(text.rfind(mark, max(0, start - _SENTENCE), start) for mark in _SENTENCE_MARKS) + 1
        low = max(low, start - _SENTENCE)
        sentence = _SENTENCE_END.split(text[low : end + _SENTENCE], maxsplit=1)[0]
        return any(home in sentence for home in self._homes(unit))

    def _homes(self, unit: Unit) -> list[str]:
        """Short names of a county's province and of the cities there."""
        if (province := self.gazetteer.units.one(unit.province)) is None:
            return [short_unit_name(unit.city)] if unit.city else []
        return [
            short_unit_name(name) for name in (province.name, *(c.name for c in self.gazetteer.units.cities(province)))
        ]


_IS_WATER = re.compile(r"[^一二三四五六七八九十两双].{0,2}[江河山]")
_SENTENCE = 120
"""Characters before and behind a name within which its province is looked for."""
_SENTENCE_MARKS = "。；！？\n"
_SENTENCE_END = re.compile(f"[{_SENTENCE_MARKS}]")
_NAMED_AFTER = re.compile(
    r"(?P<town>街道)(?!建设|改造|整治|环境|设施|两)|(?P<way>大道|大街(?!小巷)|[东西南北中]?路(?![线网径演口桥段局由况权]))|"
    r"(?P<site>[观宫阁](?=[、，。；：）和与及等\n]|$))"
)
"""Behind the short name of a unit, these make the name of something else: 九江街道, 南京路, 长春观."""


def _named_after(text: str, start: int, end: int, *, wide: int) -> Span | None:
    """A street, a town or a site that is only called after a unit; None where the unit itself is meant."""
    found = _NAMED_AFTER.match(text, end)
    if found is None or text[end - 1] in _RANKS or (found["way"] and not wide):
        return None
    kind: Kind = "admin" if found["town"] else "road" if found["way"] else "facility"
    return Span(start, found.end(), text[start : found.end()], kind)


_SIDES = frozenset({"东站", "西站", "南站", "北站"})
"""Stations that a plan calls by their side alone; behind another name they are that of another place (横店东站)."""
_SHORTEST, _SHORT = 2, 3
"""Characters up to which a name may be found by chance over the seam of two words (投[资江]苏, 沿[海城市])."""


def _begins_in_word(start: int, length: int, tokens: Tokens) -> bool:
    """Whether a short name begins within a word of the lexicon and ends behind it."""
    i = bisect_right(tokens.starts, start) - 1
    return i >= 0 and tokens.starts[i] < start < tokens.ends[i] < start + length


def _lies_in_word(start: int, end: int, tokens: Tokens, words: Lexicon) -> bool:
    """Whether a name of two characters is only the beginning of a word that names nothing ([大通]道)."""
    i = bisect_right(tokens.starts, start) - 1
    return i >= 0 and end < tokens.ends[i] and words.tokens[tokens.ids[i]] == "neutral"


_RANKS = frozenset("市区县镇乡")


def _ends_in_word(end: int, tokens: Tokens) -> bool:
    """Whether the rank of a unit is the beginning of a longer word (萧山|区块), so that the name ends before it."""
    i = bisect_right(tokens.starts, end - 1) - 1
    return i >= 0 and tokens.starts[i] == end - 1 and tokens.ends[i] > end


_BEGIN_AFTER = frozenset({"break", "conjunction", "open", "close"})

_LEAD_IN = frozenset("在赴至到从的向对自往来经国")
_LONGEST_LEAD = 4
"""Characters of a word that leads in a name (联合, 进一步)."""


def _is_free(text: str, start: int, tokens: Tokens, found: Sequence[Span], words: Lexicon) -> bool:
    """Whether a word may begin at ``start``: behind a mark, a preposition, a word that leads in or another name."""
    if start == 0 or text[start - 1] in _LEAD_IN or (found and found[-1].end == start):
        return True
    if any(text[at:start] in words.leads.get(text[at], ()) for at in range(max(0, start - _LONGEST_LEAD), start - 1)):
        return True
    i = bisect_left(tokens.ends, start)
    return i < len(tokens.ends) and tokens.ends[i] == start and words.tokens[tokens.ids[i]] in _BEGIN_AFTER


def _meaning(automaton: NameAutomaton, form: int, gazetteer: Gazetteer, coder: Geocoder) -> Span | None:
    """A span, not yet set, for what a form means in the plan's area; None where it means nothing there."""
    surface = automaton.forms[form]
    chosen, _, ambiguous = coder.chooser.choose_id(surface)
    row = gazetteer.rows.get(chosen or "")
    if row is not None:
        units = gazetteer.places.units_of(row.id)
        wide = _width(row, units)
        if not wide and not _is_near(row, units, coder, contextual=surface in automaton.contextual):
            return None
        fragile = len(surface) == 2 and (
            row.kind == "region"
            or (
                row.kind == "admin" and surface != row.name and bool(units) and coder.scope.tier(units) > _sturdy(units)
            )
        )
        return Span(0, 0, _canonical(surface, row), row.kind, (row.id,), known=True, wide=wide, fragile=fragile)
    if surface in automaton.contextual:
        return None
    # A tie: the name is one, but what it means is told by nothing here.
    kinds = [gazetteer.rows[i].kind for i in automaton.ids[form] if i in gazetteer.rows]
    if not kinds:
        return None
    # 广中 far from both is likelier a cut through 推广中心.
    cut = not ambiguous and kinds[0] == "zone" and len(surface) <= _SHORTEST
    return Span(0, 0, surface, kinds[0], known=True, fragile=cut)


def _sturdy(units: Sequence[Unit]) -> int:
    """How far off a unit may be for its two-character name to count inside a run of characters."""
    return SAME_CITY if any(u.level == "district" for u in units) else SAME_PROVINCE


def _canonical(surface: str, row: Row) -> str:
    """Name of a place as plans give it.

    The full name where the plan shortens it (知识城); the plan's own words where they are a full name in themselves
    that only differs (广深高铁新通道 for 广深第二高铁), a street office (东环街), a Special Administrative Region
    (香港) or a town with its county before it (白云钟落潭镇).
    """
    if row.kind == "admin" and (
        f"{surface}道" == row.name
        or (row.name.startswith(surface) and "特别行政区" in row.name)
        or (surface.endswith(row.name) and surface != row.name)
    ):
        return surface
    name = fold_marks(row.name)
    shortens = len(surface) < FULL_NAME or surface[0].isdigit() or _is_subsequence(surface, name)
    return row.name if shortens or row.kind == "admin" else surface


FULL_NAME = 5
"""Characters from which on a form is taken for a name in itself, unless the full name only adds to it."""


def _is_subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(character in rest for character in short)


_PART_OF_WORD = frozenset("大小老古")

_PRAISE = ("一流", "百年", "世界级", "国际化", "现代化", "高水平")


def _cuts_a_word(text: str, start: int, surface: str, words: Lexicon) -> bool:
    """Whether what stands before a short name makes it part of another word (大雁塔) or a goal (国际一流科学城)."""
    return text[start - 1 : start] in _PART_OF_WORD or (
        surface in words.suffixes and text[max(0, start - 4) : start].endswith(_PRAISE)
    )


def _is_near(row: Row, units: Sequence[Unit], coder: Geocoder, *, contextual: bool) -> bool:
    """Whether a short county name (江海, 双城), a town or a village is meant: only in a city of the plan."""
    if row.kind != "admin":
        return True
    is_unit = coder.gazetteer.units.get(row.id) is not None
    if is_unit and not contextual:
        return True
    return not units or coder.scope.tier(units) <= (SAME_CITY if is_unit else NAMED)


def _width(row: Row, units: Sequence[Unit]) -> int:
    """2 for a province or a region of cities, 1 for a city, 0 for all else."""
    if row.kind == "region":
        return 2
    if row.kind == "admin":
        return 0 if any(u.level == "district" for u in units) else 1 if any(u.level == "city" for u in units) else 2
    return 2 * (row.kind == "zone" and len(row.name) <= 8 and len({unit.city for unit in units}) > 1)
