"""Lines and phases that lists name in short: metro lines by number or name, trams, sections in brackets, phases."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from gazetteer.anchors import anchored
from gazetteer.names import short_unit_name
from gazetteer.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_METRO_LINE = re.compile(
    r"(?P<city>[\u4e00-\u9fff]{2,5}?(?=轨道交通|地铁|捷运))?(?P<system>轨道交通|地铁|捷运)?(?P<line>[A-Z]?\d{1,2}号线|S\d{1,2}线)"
    r"(?P<part>(?:[一二三四]期)?(?:[东西南北中]延(?:段|线)?(?:[一二三]期)?|[东西南北中]段|支线|延长线|延伸线|后通段|首通段|过江段|越江段|[东西南北]{1,2}环)*)"
)
_METRO_ANCHOR = re.compile(r"\d号?线")
_TRAM_LED = re.compile(r"有轨电车(?:[\d、]+号线[和及与、])?$")
_LIST_ENDS = re.compile(r"[。；\n]")
_ONE_LIST = 40
"""Characters between two lines within which a list goes on with the city that it began with."""
_TRAM_LIST = re.compile(r"有轨电车(\d+)((?:、\d+)*)(?:[、和及与])(\d+)号线")
_SECTION = re.compile(r"[^、，。；（）\n\r]{2,16}至[^、，。；（）\n\r]{1,14}段")
_PHASES = re.compile(
    r"(?P<first>[一二三四五六])期(?P<rest>(?:[、和及与][一二三四五六]期)+)|(?P<low>[一二三四五六])至(?P<high>[一二三四五六])期"
)
_PHASES_ANCHOR = re.compile(r"期(?=[、和及与])|至(?=[一二三四五六]期)")


def metro_lines(text: str, city: str, is_city: Callable[[str], bool]) -> list[Span]:
    """Metro lines by number, each of the city that the list names, else of the plan's own."""
    found = []
    owner, end = "", 0
    for match in anchored(_METRO_LINE, text, _METRO_ANCHOR, reach=11):
        if _TRAM_LED.search(text, max(0, match.start() - 24), match.start()):
            continue
        word = match["city"] or ""
        told = next((word[i:] for i in range(len(word) - 1) if is_city(word[i:])), "")
        between = text[end : match.start()]
        if told:
            owner = short_unit_name(told)
        elif not owner or len(between) >= _ONE_LIST or _LIST_ENDS.search(between):
            owner = city
        end = match.end()
        if owner:
            start = match.start("system") if match["system"] else match.start("line")
            found.append(Span(start - len(told), end, f"{owner}地铁{match['line']}{match['part']}", "rail"))
    return found


_NAMED_LINE = re.compile(
    r"(?:(?P<system>(?:城市)?轨道交通|地铁|捷运|市域铁路|市域（郊）铁路|市域快轨|市郊铁路|轻轨|磁浮)|(?<=[、，和及设]))"
    r"(?P<line>[\u4e00-\u9fff]{2,4}线)(?![路网城上下])"
)
_NAMED_LINE_ANCHOR = re.compile("线")
_RAIL_LIST = re.compile("号线|轨道交通")
_ITEM_ENDS = frozenset("、，。（等和及")


def named_lines(text: str, city: str) -> list[Span]:
    """Lines of a city that are called by a name (轨道交通资阳线; 崇明线 in a list of lines)."""
    found = []
    for match in anchored(_NAMED_LINE, text, _NAMED_LINE_ANCHOR, reach=12):
        start, end = match.span()
        listed = text[end : end + 1] in _ITEM_ENDS and _RAIL_LIST.search(text, max(0, start - _NEAR), end + _NEAR)
        if (match["system"] or listed) and not _NO_LINE.search(match["line"]):
            found.append(Span(start, end, f"{city}{match['system'] or '地铁'}{match['line']}", "rail"))
    return found


_NEAR = 30
"""Characters from a line within which another tells that a list is one of metro lines."""
_NO_LINE = re.compile(
    r"[沿干支专复外一主热岸天产管路航光战防底连接等条号级多全及和与、]线$|^(?:建设|规划|运营|快|全|各|多|等|第)"
)


_NUMBERED_ROAD = re.compile(
    r"(?:[国省县]道)?[GSX]\d{2,4}(?:国道|省道|线)?[\u4e00-\u9fff]{2,10}段(?![位落子时])(?:改扩建|改建|改造|扩建|扩容|拓宽|大修)?(?:工程)?"
)

_ROAD_NUMBER = re.compile(r"[GSX](?=\d)")


def numbered_roads(text: str) -> list[Span]:
    """Sections of roads that are called by their number (G312线清水驿至苦水段)."""
    return [Span(m.start(), m.end(), m.group(), "road") for m in anchored(_NUMBERED_ROAD, text, _ROAD_NUMBER, reach=2)]


def trams(text: str, spans: Sequence[Span], area: str) -> list[Span]:
    """Trams that share one word (有轨电车2、3、5号线)."""
    found = []
    for match in _TRAM_LIST.finditer(text):
        head = next((s.name for s in reversed(spans) if s.end == match.start() and s.kind == "admin"), "")
        owner = short_unit_name(head) if head else area
        first, *_, last = numbers = list(re.compile(r"\d+").finditer(text, *match.span()))
        for number in numbers:
            start = match.start() if number is first else number.start()
            end = match.end() if number is last else number.end()
            found.append(Span(start, end, f"{owner}有轨电车{number.group()}号线", "rail"))
    return found


def sections(text: str, spans: Sequence[Span]) -> list[Span]:
    """Sections in brackets behind a line (广佛环线（广州南至白云机场段、…）)."""
    found = []
    for head in spans:
        if head.kind != "rail" or text[head.end : head.end + 1] != "（":
            continue
        close = text.find("）", head.end, head.end + 120)
        if close < 0:
            continue
        for match in _SECTION.finditer(text, head.end + 1, close):
            name = re.sub(r"(?:城际铁路|城际)$", "", head.name) if "环线" in head.name else head.name
            found.append(Span(match.start(), match.end(), name + match.group(), "rail"))
    return found


def phases(text: str, spans: Sequence[Span]) -> list[Span]:
    """Phases that a list names by their number alone (南沙港区二期、三期; 一至三期)."""
    found = []
    starts = [s.start for s in spans]
    for match in anchored(_PHASES, text, _PHASES_ANCHOR, reach=1):
        index = bisect_right(starts, match.start()) - 1
        head = spans[index] if index >= 0 else None
        if head is None or match.start() - head.end > 24 or re.search(r"[。；，\n]", text[head.end : match.start()]):
            continue
        stem = re.sub(r"[一二三四五六]期.*$", "", head.name)
        if match["low"]:
            if head.end == match.start():
                found.append(Span(head.start, match.end(), stem + match.group(), head.kind))
            continue
        for number in re.finditer(r"[一二三四五六]期", match.group()):
            start = match.start() + number.start()
            if head.start <= start < head.end:
                continue
            if head.end == match.start() and number.start() == 0:
                found.append(Span(head.start, start + 2, stem + number.group(), head.kind))
            else:
                found.append(Span(start, start + 2, stem + number.group(), head.kind))
    return found
