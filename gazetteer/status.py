"""The status of a named thing, from the words around it and the heading above it.

The rule, in the order in which it decides:

1. The words right behind the name ("…建成通车", "…前期工作", "…建设"), up to the next mark.
2. The nearest governing verb before it in its clause; a list hands its verb on to all its items.
3. The heading of the box or paragraph it stands under (在建项目 / 规划建设项目 / 规划研究项目 / 重点建设项目).
4. ``unspecified``.

A target is no fact: "到2025年建成X" in a plan for the years to come is under way, not built.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.records import Status

_CLAUSE_START = re.compile(r"[。；！？\n\r：]")
_GOVERNED = re.compile(
    r"$|[，。；：、？！（）“”》\s\x1a—|]|等|为|和|与|及|以及|成为|建设|规划|改造|扩建|扩容|升级|提|开工|前期|建成|项目|工程|"
    r"作为|作用|发展|的|并|在|向|争|落|创建|申|连片|实现|开展|引入"
)
_CLAUSE = re.compile(r"[”）]*([^，。；：、\n\r]+)")
_WINDOW = 160
_BEHIND_WINDOW = 16


@cache
def _verbs(place: str) -> tuple[re.Pattern[str], dict[str, Status]]:
    rows = [row for row in vocabulary("status_words") if row["place"] == place]
    table: dict[str, Status] = {row["word"]: row["status"] for row in rows}  # type: ignore[misc]
    return re.compile(_either(sorted(table, key=len, reverse=True))), table


def _either(words: Iterable[str]) -> str:
    """A pattern of words, grouped by their first characters so that few are tried."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


MASK = "\x1a"
"""Stands for each character of a name, so that verbs in names govern nothing and lists show as lists."""


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with the characters of all names masked.

    >>> masked("建设A、B", [(2, 3), (4, 5)]).replace(MASK, "□")
    '建设□、□'
    """
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += (text[position:start], MASK * (end - start))
        position = end
    parts.append(text[position:])
    return "".join(parts)


def status_of(text: str, start: int, end: int, headings: tuple[str, ...]) -> Status:
    """Status of the name at ``text[start:end]`` of a text in reading form whose names are `masked` (or not).

    >>> line = "加快建设南沙港铁路，谋划广深第二高铁，规划建设鱼珠站；光明大桥建成通车。"
    >>> names = ("南沙港铁路", "广深第二高铁", "鱼珠站", "光明大桥")
    >>> [status_of(line, line.index(n), line.index(n) + len(n), ()) for n in names]
    ['construction', 'study', 'planned', 'built']
    """
    behind = _behind(text, end)
    if behind is not None:
        return behind
    if not _GOVERNED.match(text, end):
        # 打造粤港澳大湾区国际航运枢纽: the verb governs the noun that the name only qualifies.
        return "unspecified"
    before = _before(text, start)
    if before is not None:
        return before
    return _heading_status(headings)


def _behind(text: str, end: int) -> Status | None:
    pattern, table = _verbs("behind")
    clause = _CLAUSE.match(text, end, end + _BEHIND_WINDOW)
    found = clause and pattern.match(text, *clause.span(1))
    if found:
        return table[found.group()]
    return _behind_list(text, end)


_VERBS_OF_LISTS = "建成|通车|启用|投入|开工|动工|前期|规划建设|建设|规划|施工"
_LIST_END = re.compile(
    rf"(?:[、和与及以]{{1,2}}[“（]?{MASK}+[”）]?)*(?:等[^，。；：\n\r{MASK}]{{0,12}}?)?({_VERBS_OF_LISTS})"
)
_LIST_VERBS: dict[str, Status] = {
    **dict.fromkeys(("建成", "通车", "启用", "投入"), "built"),
    **dict.fromkeys(("开工", "动工", "施工"), "construction"),
    "前期": "study",
    "规划建设": "planned",
    "建设": "construction",
    "规划": "planned",
}


def _behind_list(text: str, end: int) -> Status | None:
    """What is said of a list as a whole behind its last item ("A、B等项目规划建设")."""
    if text[end : end + 1] not in "、和及与等":
        return None
    listed = _LIST_END.match(text, end, end + 160)
    return _LIST_VERBS[listed.group(1)] if listed else None


def _before(text: str, start: int) -> Status | None:
    pattern, table = _verbs("before")
    low = max(0, start - _WINDOW)
    cut = _last(_CLAUSE_START, text, low, start)
    told = None
    if cut is not None and cut.group() == "：":
        # 规划建设项目：A、B、C says it of each.
        told = _heading_status((re.split(r"[。；\n\r]", text[low : cut.start()])[-1][-24:],))
    nearest = _last(pattern, text, low if cut is None else cut.end(), start)
    if nearest is None:
        return told if told != "unspecified" else None
    between = text[nearest.end() : start]
    # A comma starts a new clause with a verb of its own, unless what lies between is a list of names.
    if "，" in between and not _is_list(between):
        return None
    return table[nearest.group()]


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(text, start, end):  # noqa: B007
        pass
    return match


def _is_list(words: str) -> bool:
    """Whether what stands between a verb and a name is a list of names that commas divide."""
    first, *others = words.split("，")
    return MASK in first and all(len(part.replace(MASK, "").strip("、和与及以“”（）")) <= 4 for part in others)


@cache
def _heading_status(headings: tuple[str, ...]) -> Status:
    pattern, table = _verbs("heading")
    for heading in reversed(headings):
        found = pattern.search(heading)
        if found:
            return table[found.group()]
    return "unspecified"
