"""The status of a named thing, from the words around it and the heading above it.

Names that marks or "和" join are one list, and a list shares what is said of it. What is said means:

``built``
    It is there: 建成, 通车, 投用, 获评 behind it; 升级, 修缮, 发挥…作用 before it, which only what works can have.
``construction``
    Works go on: 加快, 推进, 实施, 改造, 打通 before it, 建设, 施工, 封顶 behind it, 续建 and 在建 over it.
``planned``
    It is to come: 规划, 新建, 扩建, 打造 before it. So is a start that is still wished for (开工X, 推动X开工).
``study``
    Whether it comes is asked: 研究, 谋划, 论证 before it, 前期工作 behind it, taking it up in a plan (纳入…规划).
``unspecified``
    Nothing, or words that a thing built and one planned can both follow: 依托, 整合, 提升, 做强, 完善, 支持.

The rule, in the order in which it decides:

1. The predicate behind the list ("…建成通车", "…等建设前期工作", "…力争2026年投运"). A bare "建设" leaves it to a
   verb that says planned or study.
2. A noun behind the name takes the verb for itself (推进南沙港|信息化) unless the noun is works on the name
   (推进南湖片区|旧村改造).
3. The nearest governing verb before the list in its clause.
4. The label before a colon (续建：…), then the heading of the box or paragraph it stands under.

A target is no fact: "到2025年建成X", "推动X建成" and "力争X通车" are under way, not built. Under a heading that looks
back (回顾, 主要成就) what is new is built. The words are in ``data/vocabulary/status_words.csv``.
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
    r"(?!等|[两二三四五六七八九十\d]+[大条个座项处段][^，。、]{0,8}[线路道桥站港区园带轴廊城村镇](?=[，。；、\x1a]|$)|为|和|与|及|以|成为|建设|规划|改造|扩建|扩容|升级|提|开工|前期|建成|项目|工程|作为|作用|发展|的|并|在|向|争|落|创建|申|"
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
        new = names.verb in _NEW and told == "planned"
        found += [
            "built" if new and _looks_back(headings) else told or _heading_status(headings)
            for headings in under[len(found) : len(found) + names.count]
        ]
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


_NEW = frozenset({"新增", "新建", "新设", "设立", "建立", "形成", "创建", "扩建"})
_REVIEW = re.compile(r"回顾|成就|成效|成绩|发展基础|现状")


def _looks_back(headings: tuple[str, ...]) -> bool:
    """Whether a heading says that what stands below has happened, so that what was new there is built."""
    return any(_REVIEW.search(heading) for heading in headings)


@dataclass(slots=True)
class _List:
    """Names that share what is said of them, and the words around them."""

    count: int = 0
    verb: str | None = None
    head: str = ""
    """The clause before the first name."""
    label: str = ""
    tail: str = ""
    slogan: bool = False
    """Whether the last name counts what it is made of (一核两翼): a noun behind it is what it is."""

    def status(self) -> Status | None:
        """What the words around the names say, None where they say nothing."""
        verb = _words("before")[1].get(self.verb or "")
        if verb == "built" and self.verb and _COMPLETED.search(self.verb) and self._is_wished():
            verb = "construction"
        predicate = _predicate(self.tail)
        if predicate:
            return self._combined(verb, predicate)
        if self.slogan and (verb == "planned" or (self.verb or "").endswith("建设")):
            return verb
        if _QUALIFIES.match(self.tail):
            pushed = "construction" if self.verb == "推动" else verb
            return pushed if pushed in _PUSHED and _WORKS.match(self.tail) else "unspecified"
        if verb is None and self.label:
            label = _label_status(self.label)
            return None if label == "unspecified" else label
        return verb

    def _combined(self, verb: Status | None, predicate: tuple[str, Status]) -> Status:
        """What a verb before and a predicate behind say together."""
        words, behind = predicate
        if behind == "construction" and verb in {"planned", "study"}:
            return verb
        if not self._is_wished() and not _WISHED.search(words):
            return behind
        if behind == "built" and _COMPLETED.search(words):
            return "construction"
        return "planned" if _STARTED.search(words) else behind

    def _is_wished(self) -> bool:
        return _WISHED.search(self.head) is not None


_SLOGAN = re.compile(r"[一两双二三四五六七八九十多][^一两双二三四五六七八九十多]{1,3}[一两双二三四五六七八九十多]")
_WISHED = re.compile(
    r"推动|推进|争取|力争|确保|加快|促进|力促|尽快|早日|将|今年|明年|年底前|年前|期末|到20\d\d年|计划|预计|有望"
)
_COMPLETED = re.compile(r"建成|通车|开通|启用|投|竣工|落成|开园|运营|开业|完工|运行|开放|扩区")
_STARTED = re.compile(r"开工|动工")
_PUSHED = frozenset({"construction", "study"})


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
        names.slogan = _SLOGAN.match(text, start, stop) is not None
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
    if found["mark"] == "，" and (
        found["others"] or found["prefix"] or _predicate(found.string[: found.start("mark")])
    ):
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
    if verbs or passed:
        return _List(verb=verbs[-1] if verbs else None, head=head, label=label)
    return _List(verb=previous.verb, head=previous.head, label=label)


def _tail(text: str, end: int, limit: int) -> str:
    """Words behind a list, up to the end of its clause; one that a name breaks off ends with `_BROKEN`."""
    if text.startswith("等", end):
        limit = len(text)  # a name in what the list is summed up as (等跨黄河通道) does not break it off
    words = _BRACKETED.sub("", text[end : min(limit, end + _REACH)]).lstrip("”）")
    cut = _CLAUSE_END.search(words)
    if cut:
        return words[: cut.start()]
    return words if limit == len(text) else words + _BROKEN


_OBJECT = "…"
"""Ends a predicate of the vocabulary that takes an object (入选…)."""
_LED = r"(?:(?:等[^、或]{0,14}?)?(?:[^、，等]{0,4}(?:项目|工程)|及周边|的)?)"
_MANNER = (
    r"(?:(?:20\d\d年|年|今年|明年|月)?(?:底|内|初|末)?前?|已经?|将|力争|争取|有望|计划|预计|成功|正式|全面|全线|顺利|基本|如期|提前|率先|先后|"
    r"相继|陆续|同步|加快|加速|高标准|高质量|高水平|适度|实现|进入|取得)*"
)
_ENDED = (
    r"(?=$|[、，；。”）]|工程|项目|以及|[和与及等为]|的(?!$)|步伐|进度|力度|工作|重大|机遇|有利|取得|过程|方案|规划|"
    r"总体)"
)
_WORKS = re.compile(
    r"[^，、。；]{0,6}?(?:(?:全面|综合)?(?:改造|扩建|改扩建|迁建|续建|整治|治理|修复|加固|扩能|扩容|拓宽|升级改造|主体工程|建设|线位|选址)"
    r"(?:工程|项目)?|论证)(?=$|[，；。、和及与])"
)
"""Behind a name that stands for works on it (推进南湖片区|旧村改造): the verb governs the works."""


@cache
def _predicate_pattern() -> re.Pattern[str]:
    words = _words("behind")[1]
    alone = _either(sorted((word for word in words if _OBJECT not in word), key=len, reverse=True))
    rows = (word.split(_OBJECT) for word in words if _OBJECT in word)
    with_object = "|".join(f"{word}[^，。；、]{{0,16}}?{ends}" for word, ends in rows)
    return re.compile(rf"{_LED}({_MANNER})(?:({alone})({alone})?{_ENDED}|({with_object}))")


def _predicate(tail: str) -> tuple[str, Status] | None:
    """Words of the predicate behind a list, with those of time and manner, and what it says."""
    found = _predicate_pattern().match(tail)
    if found is None:
        return None
    table = _words("behind")[1]
    manner, first, second, other = found.groups()
    if other:
        return other, next(
            table[word] for word in table if _OBJECT in word and other.startswith(word.split(_OBJECT)[0])
        )
    said = {table[word] for word in (first, second) if word}
    return manner + first + (second or ""), next(status for status in _STRONGEST if status in said)


_STRONGEST: tuple[Status, ...] = ("study", "planned", "built", "construction")


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


_LABEL = re.compile(
    r"[\s（]*(?:[一二三四五六七八九十\d]+[）、.．])?\s*(?:[一二三四五六七]期|[近中远]期|重点|继续|新一轮)?(.{2,6}?)(?:类|项目|工程)*"
)


def _label_status(label: str) -> Status:
    """What a label before a colon says: a word for a stage alone (续建：…), or the words of a heading."""
    word = _LABEL.fullmatch(label)
    told = _words("label")[1].get(word.group(1)) if word else None
    return told or _heading_status((label,))


@lru_cache(maxsize=4096)
def _heading_status(headings: tuple[str, ...]) -> Status:
    pattern, table = _words("heading")
    for heading in reversed(headings):
        found = pattern.search(heading)
        if found:
            return table[found.group()]
    return "unspecified"
