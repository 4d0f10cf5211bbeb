"""The status of a named thing, from the words around it and the heading above it.

Names that marks or "和" join are one list, and a list shares what is said of it. The rule, in the order in which
it decides:

1. The predicate behind the list ("…建成通车", "…等建设前期工作", "…建设"). A bare "建设" leaves it to a verb that
   says planned or study.
2. The nearest governing verb before the list in its clause.
3. The label before a colon (规划建设项目：…), then the heading of the box or paragraph it stands under.
4. ``unspecified``.

A target is no fact: "到2025年建成X" or "推动X建成" in a plan for the years to come is under way, not built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gazetteer.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazetteer.records import Status

_SENTENCE_END = re.compile(r"[。！？\n\r]")
_CLAUSE_END = re.compile(r"[，；：。！？\n\r]")
_BRACKETED = re.compile(r"（[^（）\n]*）")
_JOIN = re.compile(
    r"(?:等[^，、]{0,10})?(?P<mark>、|，|以及|[和与及/]|”“|—+|-)(?P<others>(?:[^，、]{1,10}、)*)(?P<prefix>[^，、]{0,4})"
)
"""What may stand between two names of a list: a mark, unnamed items (…、捷运系统、…), a word before the next name."""
_QUALIFIES = re.compile(
    r"(?!等|为|和|与|及|以|成为|建设|规划|改造|扩建|扩容|升级|提|开工|前期|建成|项目|工程|作为|作用|发展|的|并|在|向|争|落|创建|申|"
    r"连片|实现|开展|引入|[^，。、]{0,6}(?:布局|格局|结构|框架))[^，。；：、！？（）”》\s—|]"
)
"""Behind a name that only qualifies a noun (打造粤港澳大湾区|国际航运枢纽): the verb governs the noun."""
_BROKEN = "\x1a"
_REACH = 40
"""Characters behind a list within which its predicate stands."""


def statuses(text: str, spans: Sequence[tuple[int, int]], headings: Iterable[tuple[str, ...]]) -> list[Status]:
    """Statuses of the names at ``spans`` of a text in reading form.

    Parameters
    ----------
    text
        The text.
    spans
        Where the names are: (start, end), in order, without overlap.
    headings
        For each name the headings it stands under, outermost first.

    Examples
    --------
    >>> line = "加快建设南沙港铁路，谋划广深第二高铁，规划建设鱼珠站；光明大桥、海心桥建成通车。"
    >>> names = ("南沙港铁路", "广深第二高铁", "鱼珠站", "光明大桥", "海心桥")
    >>> spans = [(line.index(name), line.index(name) + len(name)) for name in names]
    >>> statuses(line, spans, [()] * 5)
    ['construction', 'study', 'planned', 'built', 'built']
    """
    under = list(headings)
    found: list[Status] = []
    for names in _lists(text, spans):
        told = names.status()
        found += [told or _heading_status(headings) for headings in under[len(found) : len(found) + names.count]]
    return found


def governs_behind(text: str, position: int) -> bool:
    """Whether a governing verb (建设, 打造, 重点发展) stands at a position of a text in reading form.

    >>> governs_behind("南沙区规划建设鱼珠站", 3), governs_behind("延长石油增产", 2)
    (True, False)
    """
    return _governing().match(text, position) is not None


@cache
def _governing() -> re.Pattern[str]:
    manner = "要|应|将|可|积极|着力|重点|大力|加快|全力|率先|稳步|有序|合力|共同|高标准|高水平|高质量"
    verbs = [word for word, status in _words("before")[1].items() if status != "unspecified"]
    return re.compile(f"(?:{manner})*(?:{_either(verbs)}|发展|布局|推动|优化|完善|培育|引进|引入|围绕|以|的|等地?)")


@dataclass(slots=True)
class _List:
    """Names that share what is said of them, and the words around them."""

    count: int = 0
    verb: str | None = None
    head: str = ""
    """The clause before the first name."""
    label: str = ""
    tail: str = ""

    def status(self) -> Status | None:
        """What the words around the names say, None where they say nothing."""
        verb = _words("before")[1].get(self.verb or "")
        if verb == "built" and self.verb and _COMPLETED.search(self.verb) and self._is_wished():
            verb = "construction"
        predicate = _predicate(self.tail)
        if predicate:
            return self._combined(verb, predicate)
        if _QUALIFIES.match(self.tail):
            return "unspecified"
        if verb is None and self.label:
            label = _heading_status((self.label,))
            return None if label == "unspecified" else label
        return verb

    def _combined(self, verb: Status | None, predicate: str) -> Status:
        """What a verb before and a predicate behind say together."""
        behind = _words("behind")[1][predicate]
        if behind == "construction" and verb in {"planned", "study"}:
            return verb
        if behind == "built" and _COMPLETED.search(predicate) and self._is_wished():
            return "construction"
        return behind

    def _is_wished(self) -> bool:
        return _WISHED.search(self.head) is not None


_WISHED = re.compile(r"推动|推进|争取|力争|确保|加快|促进|力促|尽快|早日|将|今年|明年|年底前|年前|期末|到20\d\d年")
_COMPLETED = re.compile(r"建成|通车|开通|启用|投|竣工|落成|开园|运营|封顶|开业")


def _lists(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_List]:
    """The lists that names stand in, in order; a name alone is a list of one."""
    names = _List()
    end = 0
    for start, stop in spans:
        gap = _BRACKETED.sub("", text[end:start])
        if not names.count or len(gap) > _REACH or not _joins(gap):
            if names.count:
                names.tail = _tail(text, end, start)
                yield names
            names = _led_by(gap, names)
        names.count += 1
        end = stop
    if names.count:
        names.tail = _tail(text, end, len(text))
        yield names


@lru_cache(maxsize=4096)
def _joins(gap: str) -> bool:
    """Whether two names with ``gap`` between them stand in one list."""
    found = _JOIN.fullmatch(gap.lstrip("”）").rstrip("“（") or gap)
    if found is None:
        return False
    if found["mark"] == "，" and (found["others"] or found["prefix"]):
        return False
    pattern, table = _words("before")
    return table.keys().isdisjoint(pattern.findall(found.string[found.end("mark") :]))


def _led_by(gap: str, previous: _List) -> _List:
    """A list that ``gap`` leads in; its tail is not known yet."""
    label = "" if _SENTENCE_END.search(gap) else previous.label
    *passed, head = _CLAUSE_END.split(gap)
    if "：" in gap:
        # 规划建设项目：A、B；C says it of each, up to the end of the sentence.
        label = re.split(r"[。；！？，\n\r]", gap[: gap.rindex("：")])[-1][-24:]
    # In "A及规划配套铁路专用线、B" the verb governs only its own, unnamed item.
    head = re.sub(r"^(?:以及|[和与及])[^、]*、", "", head)
    pattern, table = _words("before")
    verbs = [verb for verb in pattern.findall(head) if verb in table]
    if verbs:
        return _List(verb=verbs[-1], head=head, label=label)
    return _List(label=label) if passed else _List(verb=previous.verb, head=previous.head, label=label)


def _tail(text: str, end: int, limit: int) -> str:
    """Words behind a list, up to the end of its clause; one that a name breaks off ends with `_BROKEN`."""
    words = _BRACKETED.sub("", text[end : min(limit, end + _REACH)]).lstrip("”）")
    cut = _CLAUSE_END.search(words)
    if cut:
        return words[: cut.start()]
    return words if limit == len(text) else words + _BROKEN


_OBJECT = "…"
"""Ends a predicate of the vocabulary that takes an object (入选…)."""
_PREDICATE_LEAD = r"(?:(?:等[^、]{0,14}?)?(?:项目|工程|及周边|的)?)"
_PREDICATE_END = (
    r"(?=$|[、，；。”）]|以及|[和与及等为]|的(?!$)|步伐|进度|力度|工作|重大|机遇|有利|取得|过程|方案|规划|总体)"
)


@cache
def _predicate_pattern() -> re.Pattern[str]:
    words = _words("behind")[1]
    alone = _either(sorted((word for word in words if word[-1] != _OBJECT), key=len, reverse=True))
    with_object = _either(word for word in words if word[-1] == _OBJECT).replace(_OBJECT, "")
    return re.compile(rf"{_PREDICATE_LEAD}(?:({alone}){_PREDICATE_END}|({with_object}))")


def _predicate(tail: str) -> str | None:
    found = _predicate_pattern().match(tail)
    if found is None:
        return None
    return found.group(1) or found.group(2) + _OBJECT


@cache
def _words(place: str) -> tuple[re.Pattern[str], dict[str, Status]]:
    """Words that stand ``before``, ``behind`` or in a ``heading``, and what each says.

    The pattern also finds words that say nothing and hide a verb in them (服务业): these are not in the table.
    """
    rows = {row["word"]: row["status"] for row in vocabulary("status_words") if row["place"] == place}
    table: dict[str, Status] = {word: status for word, status in rows.items() if status}  # type: ignore[misc]
    return re.compile(_either(sorted(rows, key=len, reverse=True))), table


def _either(words: Iterable[str]) -> str:
    """A pattern of words, grouped by their first characters so that few are tried."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


@lru_cache(maxsize=4096)
def _heading_status(headings: tuple[str, ...]) -> Status:
    pattern, table = _words("heading")
    for heading in reversed(headings):
        found = pattern.search(heading)
        if found:
            return table[found.group()]
    return "unspecified"
