"""The outline of a plan: chapters, sections, numbered paragraphs, boxes; and the lines that are not the plan's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_BOX_LEVEL = 9
_NUMBER = "[一二三四五六七八九十百零〇两\\d]+"
_LEVELS: tuple[tuple[int, str, re.Pattern[str]], ...] = (
    (1, "part", re.compile(rf"第{_NUMBER}[篇部编](?![分门])\s*\S")),
    (2, "chapter", re.compile(rf"第{_NUMBER}章\s*\S")),
    (3, "section", re.compile(rf"第{_NUMBER}节\s*\S")),
    (_BOX_LEVEL, "box", re.compile(rf"(?:专栏|附表|附件|表)\s*{_NUMBER}\s*[：:、.]?\s*\S")),
    (4, "heading", re.compile(r"[一二三四五六七八九十百]+、\s*\S")),
    (5, "paragraph", re.compile(r"（[一二三四五六七八九十百\d]+）\s*\S")),
    (6, "item", re.compile(r"\d{1,2}\s*[.、．·]\s*(?!\d)\S")),
)
_NUMBERED = re.compile(r"[第专附表（一二三四五六七八九十百零〇两\d]")
"""What a line of any level begins with."""
# A portal drops the number of a heading now and then: "、培育..." still is one.
_ORPHAN_HEADING = re.compile(r"、\S{4,30}$")
_TITLE = re.compile(r"(?:规划|纲要|计划|方案|建议|意见|行动|报告|条例|办法)(?:（[^（）]{1,40}）|的通知|的建议|》)*$")
_FURNITURE = re.compile(
    r"^\s*(?:[•·]\s*)?(?:当前位置|首页|听全文|分享到|来源|字体|打印|浏览次数|发布时间|发布日期|发布机构|发文机关|索引号|文号|有效性|"
    r"基本介绍|中文名|外文名|发布单位|颁布时间|实施时间|相关词条|热门词条|目\s*录$|扫一扫|责任编辑|上一篇|下一篇|附件下载|"
    r"微信|微博|关闭窗口|返回顶部|版权所有|网站地图|联系我们|ICP备|公网安备)"
)
_SPAM = re.compile(
    r"无码|亚洲[Aa][Vv]|国产不卡|精品国产|久久(?:精品|综合|热)|成人(?:网|电影|视频|小说)|寡妇|一区二区|一二三区|三级片|色情|情色|裸聊|裸体|黄片|在(?<=[Aa][Vv]在)线|"
    r"百家乐|时时彩|六合彩|博彩|赌场|代孕|枪支|办证|开发票"
)  # fmt: skip
_HEADING_LIMIT = 46


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the outline: its place in the text, its level (1 outermost) and its words."""

    start: int
    end: int
    level: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings of a plan in order, and the spans that do not count (contents, portal furniture, spam)."""

    headings: tuple[Heading, ...]
    ignored: tuple[tuple[int, int], ...]
    _starts: tuple[int, ...]
    _paths: tuple[tuple[str, ...], ...]

    def at(self, offset: int) -> tuple[str, ...]:
        """Headings that stand above an offset, outermost first."""
        index = bisect_right(self._starts, offset) - 1
        return self._paths[index] if index >= 0 else ()

    def counts(self, offset: int) -> bool:
        """Whether the text at an offset is the plan's own, not contents, furniture or spam."""
        index = bisect_right(self.ignored, (offset, 1 << 62)) - 1
        return index < 0 or offset >= self.ignored[index][1]


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    heading: tuple[int, str, str] | None


def read_outline(text: str) -> Outline:
    r"""Outline of a text in reading form (Simplified, marks folded; see :mod:`gazetteer.characters`).

    >>> outline = read_outline("第一章 总体要求\n第一节 布局\n建设南沙港。\n专栏1 重点项目\n南沙站。\n")
    >>> outline.at(18)
    ('第一章 总体要求', '第一节 布局')
    """
    lines = [_classify(start, end, words) for start, end in _line_spans(text) if (words := text[start:end].strip())]
    contents = _contents(lines)
    ignored: list[tuple[int, int]] = []
    headings: list[Heading] = []
    for index, line in enumerate(lines):
        if index in contents or _FURNITURE.match(line.text) or _SPAM.search(line.text):
            ignored.append((line.start, line.end))
        elif line.heading is not None:
            level, kind, title = line.heading
            headings.append(Heading(line.start, line.end, level, kind, title))
    return Outline(tuple(headings), tuple(_merge(ignored)), tuple(h.start for h in headings), tuple(_paths(headings)))


def _line_spans(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\r\n]+", text)]


def _classify(start: int, end: int, text: str) -> _Line:
    body = text.lstrip("#").lstrip() if text.startswith("#") else text
    for level, kind, pattern in _LEVELS if _NUMBERED.match(body) else ():
        if pattern.match(body):
            title = _heading_title(body)
            if title is None:
                break
            return _Line(start, end, text, (level, kind, title))
    if len(body) < 32 and _ORPHAN_HEADING.match(body):
        return _Line(start, end, text, (4, "heading", body.lstrip("、")))
    return _Line(start, end, text, None)


def _heading_title(body: str) -> str | None:
    """A heading's words: the line, or its first sentence where a numbered paragraph runs on behind it."""
    if len(body) <= _HEADING_LIMIT and not body.endswith("。"):
        return re.sub(r"\s+", " ", body.rstrip("：: "))
    first = re.match(r"[^。；：]{2,40}(?=[。：])", body)
    return re.sub(r"\s+", " ", first.group()) if first else None


_LEADERS = ".…·0123456789０１２３４５６７８９"
"""What leads to a page number, and the number."""
_LEADS_TO_PAGE = re.compile(r"[.…·]{3,}\s*\d*$")


def _contents(lines: list[_Line]) -> set[int]:
    """Indices of the lines of a table of contents.

    A line belongs to it where it lies in a run of at least five headings without a sentence between, most of which
    come again further down.
    """
    key = {i: "".join(line.text.split()).rstrip(_LEADERS) for i, line in enumerate(lines)}
    last = {k: i for i, k in key.items() if k}
    again = {i for i, k in key.items() if k and (last[k] > i or (len(k) >= 12 and last.get(k[: len(k) // 2], -1) > i))}
    contents: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        entry = _is_entry(line) or (len(line.text) < 30 and i in again and bool(run) and "。" not in line.text)
        # Where the first entry stands again, the plan itself begins.
        if not entry or (run and key[i] == key[run[0]]):
            contents.update(_entries(run, lines, again))
            run = []
        if entry:
            run.append(i)
    contents.update(_entries(run, lines, again))
    return contents


def _is_entry(line: _Line) -> bool:
    heading = line.heading is not None and len(line.text) <= 60 and "。" not in line.text
    return heading or (line.text[-1] in _LEADERS and _LEADS_TO_PAGE.search(line.text) is not None)


def _entries(run: list[int], lines: list[_Line], again: set[int]) -> list[int]:
    """The lines of a run of headings, if they are those of a table of contents."""
    if len(run) < 5:
        return []
    major = sum((heading := lines[j].heading) is not None and heading[0] <= 3 for j in run)
    announced = run[0] > 0 and re.fullmatch(r"目\s*[录次]", lines[run[0] - 1].text) is not None
    repeated = major >= 3 and sum(j in again for j in run) >= 0.5 * len(run)
    return run if announced or repeated else []


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _paths(headings: list[Heading]) -> list[tuple[str, ...]]:
    """Titles above and with each heading.

    A box interrupts the outline: what stands in it hangs on it until a chapter or section begins, or a number goes on
    where the outline before the box had stopped.
    """
    paths: list[tuple[str, ...]] = []
    outer: list[Heading] = []
    box: list[Heading] = []
    for heading in headings:
        if heading.level == _BOX_LEVEL:
            box = [heading]
        elif box and heading.level > 3 and not _continues(outer, box, heading):
            box = [h for h in box if h.level == _BOX_LEVEL or h.level < heading.level] + [heading]
        else:
            box = []
            outer = [h for h in outer if h.level < heading.level] + [heading]
        paths.append(tuple(h.title for h in (*outer, *box)))
    return paths


def _continues(outer: list[Heading], box: list[Heading], heading: Heading) -> bool:
    """Whether a heading goes on with the numbers before the box rather than with those inside it."""
    number = _ordinal(heading.title)
    before, inside = (
        next((_ordinal(h.title) for h in reversed(path) if h.level == heading.level), 0) for path in (outer, box)
    )
    return 0 < before < number <= before + 4 and number != inside + 1


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def _ordinal(title: str) -> int:
    """The number that a heading begins with, -9 where it has none.

    >>> _ordinal("（二十三）建设"), _ordinal("第十章 保障"), _ordinal("布局")
    (23, 10, -9)
    """
    found = re.match(r"[（第]?([一二三四五六七八九十百零〇两]+|\d+)", title)
    if not found:
        return -9
    digits = found.group(1)
    if digits.isdecimal():
        return int(digits)
    total = unit = 0
    for character in digits:
        if character in "十百":
            total += (unit or 1) * (10 if character == "十" else 100)
            unit = 0
        else:
            unit = _DIGITS[character]
    return total + unit


_OPENS_TITLE = re.compile(r"[\u4e00-\u9fff]{1,14}?(?:[省市区县州盟旗镇]|城市群|都市圈|经济[带圈])")
_ISSUES = re.compile(r"(?:政府|委员会|人大|[市区县省]委|办公[室厅]|[厅局]|网站?|文件|平台)$")
_GOES_ON = re.compile(r"和(?:二|20)|(?:纲要)?(?:（[^（）]{1,40}）)?$")
"""What follows on a line of its own where the title seemed to be at its end."""
_STOPS = re.compile(r"[。；：，、？！]")
_BARE_CELL = re.compile(r"\s(?:规划|计划|方案|建议|意见|行动|报告|办法)$")
_TITLE_RUN = 4
"""Lines that a title may run over: the cover of a PDF sets it large."""
_COVER = 12
"""Behind so many lines a row of a table is likelier than a title set with spaces."""


def title_lines(text: str, *, limit: int = 40) -> list[str]:
    r"""First lines of a text that read like the title of a plan, likeliest first; one may run over several lines.

    >>> title_lines("武汉市国民经济和社会发展第十五个五\n年规划和二〇三五年远景目标纲要（草\n案）\n第一章 总体要求")
    ['武汉市国民经济和社会发展第十五个五年规划和二〇三五年远景目标纲要（草案）']
    """
    raw = [text[s:e].strip() for s, e in _line_spans(text)[:limit]]
    raw = [line for number, line in enumerate(raw) if number < _COVER or not _BARE_CELL.search(line)]
    lines = [re.sub(r"\s+", "", line.lstrip("#")).strip("《》") for line in raw]
    own = [line for line in lines if line and not _FURNITURE.match(line)]
    runs = [run for start in range(len(own)) for run in _runs(own[start : start + _TITLE_RUN])]
    for candidates in (runs, [a + b for a, b in pairwise(own) if len(a) < 30]):
        titles = [line for line in candidates if _reads_like_title(line)]
        if titles:
            return titles
    return []


def _reads_like_title(line: str) -> bool:
    return 6 <= len(line) <= 90 and _TITLE.search(line) is not None and "。" not in line


def _runs(lines: list[str]) -> list[str]:
    """The first line, and it with those behind it while they may go on with a title that it opens."""
    runs = lines[:1]
    if not _OPENS_TITLE.match(runs[0]) or _ISSUES.search(runs[0]):
        return runs
    for line in lines[1:]:
        whole = _TITLE.search(runs[-1]) is not None
        if whole and not _GOES_ON.match(line):
            break
        if _STOPS.search(runs[-1] + line) or _classify(0, len(line), line).heading is not None:
            break
        runs = [*(runs[:-1] if whole else runs), runs[-1] + line]
    return runs
