"""Lists and ellipsis: names that a plan shortens because their neighbours say the rest.

* ``广州、广州东、广州南…主枢纽`` are stations; ``鱼窝头、龙溪、新塘等物流枢纽`` logistics hubs:
  the last item's suffix goes to all.
* ``8号线北延段、8号线东延段`` are lines of the metro of the city that is named, else of the plan's own.
* ``广佛环线（广州南至白云机场段、…）`` are sections of the line before the bracket.
* ``南沙港区二期、三期`` and ``有轨电车2、3、5号线`` are phases and lines one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from gazetteer.anchors import anchored
from gazetteer.candidates import is_common
from gazetteer.lexicon import lexicon
from gazetteer.names import short_unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gazetteer.spans import Span

# Suffixes that a list says once for all its items.
_SHARED = (
    "综合物流枢纽|物流枢纽|枢纽站|铁路枢纽|客运枢纽|枢纽|火车站|高铁站|输变电工程|变电站|污水处理厂|净水厂|水厂|科技创新走廊|走廊|经济带|产业带|"
    "城际铁路|高速铁路|高铁|城际|铁路|高速公路|高速|快速路|大桥|隧道|过江通道|跨江通道|通道|产业园|实验室|港区|作业区|码头|通用航空机场|通用机场|机场|都市圈|片区|组团|商圈|"
    "街道|街|镇|村|水库|湿地公园|森林公园|公园|站|港"
)
_SHARED_WORDS = tuple(_SHARED.split("|"))
_SHARED_TAIL = re.compile(rf"(?:{_SHARED})(?:(?:新建|改?扩建|改造)(?:工程|项目)?)?$")
_WORKS = ("新建", "扩建", "改造", "工程", "项目")
_VOLTAGE = re.compile(r"\d+千伏")
_LIST_HEAD = re.compile(
    r"(?:[“”]?等(?:为主|为辅)?的?|为主要?的?|为辅的?|[“”]?(?=[一二三四五六七八九十两双\d]))"
    r"(?:[一二三四五六七八九十两双\d]{1,3}[大个座条]?)?"
    r"(?:主要|节点型|综合型|主|辅|骨干|重点|区域性|铁路|客运|枢纽型|全国性|国际性|地区性){0,3}"
    rf"(?P<suffix>枢纽场站|客站|{_SHARED})(?!\w*[群网])"
)
_NUMERAL = r"[一二三四五六七八九十两双\d]"
_BEFORE_SUFFIX = "".join(sorted({word[0] for word in _SHARED_WORDS} | set("客主节综辅骨重区铁枢全国地")))
_LIST_HEAD_ANCHOR = re.compile(
    rf"[等为一二三四五六七八九十两双\d](?:(?<=等)|(?<=为)(?=[主辅])|(?<={_NUMERAL})(?={_NUMERAL}{{0,2}}[大个座条]?[{_BEFORE_SUFFIX}]))"
)
_ITEM = re.compile(r"(?:^|(?<=[、和与及，：（“以将在]))([^、和与及，。；：（）\n\r“”以将在]{2,8})$")
_CITY_OF_METRO = re.compile(r"([\u4e00-\u9fff]{2,4}?)市?(?:轨道交通|地铁|捷运|城市轨道交通)")
_METRO_LINE = re.compile(
    r"(?P<city>[\u4e00-\u9fff]{2,5}?(?=轨道交通|地铁|捷运))?(?P<system>轨道交通|地铁|捷运)?(?P<line>[A-Z]?\d{1,2}号线|S\d{1,2}线)"
    r"(?P<part>(?:[一二三四]期)?(?:[东西南北中]延(?:段|线)?(?:[一二三]期)?|[东西南北中]段|支线|延长线|延伸线|后通段|首通段)*)"
)
_METRO_ANCHOR = re.compile(r"\d号?线")
_TRAM_LIST = re.compile(r"有轨电车(\d+)((?:、\d+)*)(?:[、和及与])(\d+)号线")
_SECTION = re.compile(r"[^、，。；（）\n\r]{2,16}至[^、，。；（）\n\r]{1,14}段")
_PHASES = re.compile(
    r"(?P<first>[一二三四五六])期(?P<rest>(?:[、和及与][一二三四五六]期)+)|(?P<low>[一二三四五六])至(?P<high>[一二三四五六])期"
)
_PHASES_ANCHOR = re.compile(r"期(?=[、和及与])|至(?=[一二三四五六]期)")
_ORDER = "零一二三四五六七八九十"


def complete_lists(
    text: str,
    spans: Sequence[Span],
    *,
    make: Callable[..., Span],
    is_known: Callable[[str], bool],
    is_city: Callable[[str], bool],
    city: str,
    area: str = "",
) -> list[Span]:
    """Spans with those added and completed that a list says in part.

    Parameters
    ----------
    text
        Plan in reading form.
    spans
        Names found so far, sorted, none overlapping.
    make
        Constructor of a span: ``make(start, end, name, kind)``.
    is_known
        Whether the gazetteer has a name for this plan.
    is_city
        Whether a word is the name of a city, with or without its rank.
    city
        City that the plan is for (or lies in), without 市; "" where there is none.
    area
        Unit that the plan is for, without its rank: trams are called after it.
    """
    added = [
        *_metro_lines(text, make, city, is_city),
        *_named_lines(text, make, city),
        *_trams(text, make, spans, area),
        *_sections(text, spans, make),
        *_phases(text, spans, make),
        *_shared_suffixes(text, spans, make, is_known),
        *_of_each_city(text, spans, make, is_city),
        *_project_items(text, spans, make),
    ]
    starts = {s.start for s in added}
    ends = {s.end for s in added}
    # A name that lies in what was added begins or ends with it.
    kept = [s for s in spans if not (s.start in starts or s.end in ends) or not _inside_any(s, added)]
    return _at_one_voltage(text, [*kept, *added])


def _at_one_voltage(text: str, spans: list[Span]) -> list[Span]:
    """Substations and lines of a list, each with the voltage that its first item gives (110千伏A、B输变电工程)."""
    completed = []
    voltage, end = "", 0
    for span in sorted(spans, key=lambda s: s.start):
        if span.kind == "utility":
            told = _VOLTAGE.match(span.name)
            if told:
                voltage = told.group()
            elif voltage and text[end : span.start] in _LISTED_BY:
                span = span._replace(name=voltage + span.name, ids=())
            else:
                voltage = ""
            end = span.end
        completed.append(span)
    return completed


_LISTED_BY = frozenset({"、", "和", "与", "及", "以及"})


def _inside_any(span: Span, others: Sequence[Span]) -> bool:
    return any(o.start <= span.start and span.end <= o.end for o in others)


def _metro_lines(text: str, make: Callable[..., Span], city: str, is_city: Callable[[str], bool]) -> list[Span]:
    found = []
    carried, carried_to = "", -1
    for match in anchored(_METRO_LINE, text, _METRO_ANCHOR, reach=11):
        before = text[max(0, match.start() - 4) : match.start()]
        if before.endswith("有轨电车") or re.search(
            r"有轨电车[\d、]+号线(?:和|及|与|、)$", text[max(0, match.start() - 24) : match.start()]
        ):
            continue
        word = match["city"] or ""
        word = next((word[i:] for i in range(len(word) - 1) if is_city(word[i:])), "")
        named = short_unit_name(word)
        start = (
            match.end("city") - len(word)
            if named
            else match.start("system")
            if match["system"]
            else match.start("line")
        )
        if not named:
            # A list goes on with the city that it began with.
            between = text[carried_to : match.start()] if carried_to >= 0 else "。"
            named = carried if carried and not re.search(r"[。；\n]", between) and len(between) < 40 else city
        carried, carried_to = named, match.end()
        if not named:
            continue
        found.append(make(start, match.end(), f"{named}地铁{match['line']}{match['part']}", "rail"))
    return found


_NAMED_LINE = re.compile(
    r"(?:(?P<system>(?:城市)?轨道交通|地铁|捷运|市域铁路|市域（郊）铁路|市域快轨|市郊铁路|轻轨|磁浮)|(?<=[、，和及设]))"
    r"(?P<line>[\u4e00-\u9fff]{2,4}线)(?![路网城上下])"
)
_NAMED_LINE_ANCHOR = re.compile("线")
_RAIL_LIST = re.compile("号线|轨道交通")
_ITEM_ENDS = frozenset("、，。（等和及")


def _named_lines(text: str, make: Callable[..., Span], city: str) -> list[Span]:
    """Lines of a city that are called by a name (轨道交通资阳线; 崇明线 in a list of lines)."""
    found = []
    for match in anchored(_NAMED_LINE, text, _NAMED_LINE_ANCHOR, reach=12):
        start, end = match.span()
        listed = text[end : end + 1] in _ITEM_ENDS and _RAIL_LIST.search(text, max(0, start - _NEAR), end + _NEAR)
        if (match["system"] or listed) and not _NO_LINE.search(match["line"]):
            found.append(make(start, end, f"{city}{match['system'] or '地铁'}{match['line']}", "rail"))
    return found


_NEAR = 30
"""Characters from a line within which another tells that a list is one of metro lines."""
_NO_LINE = re.compile(
    r"[沿干支专复外一主热岸天产管路航光战防底连接等条号级多全及和与、]线$|^(?:建设|规划|运营|快|全|各|多|等|第)"
)


def _trams(text: str, make: Callable[..., Span], spans: Sequence[Span], area: str) -> list[Span]:
    found = []
    for match in _TRAM_LIST.finditer(text):
        numbers = list(re.finditer(r"\d+", match.group()))
        if len(numbers) < 2:
            continue
        head = next((s.name for s in reversed(spans) if s.end == match.start() and s.kind == "admin"), "")
        for i, number in enumerate(numbers):
            start = match.start() + (0 if i == 0 else number.start())
            end = match.start() + number.end() + (2 if i == len(numbers) - 1 else 0)
            found.append(
                make(start, end, f"{short_unit_name(head) if head else area}有轨电车{number.group()}号线", "rail")
            )
    return found


def _sections(text: str, spans: Sequence[Span], make: Callable[..., Span]) -> list[Span]:
    found = []
    for head in spans:
        if head.kind != "rail" or text[head.end : head.end + 1] != "（":
            continue
        close = text.find("）", head.end, head.end + 120)
        if close < 0:
            continue
        for match in _SECTION.finditer(text, head.end + 1, close):
            name = re.sub(r"(?:城际铁路|城际)$", "", head.name) if "环线" in head.name else head.name
            found.append(make(match.start(), match.end(), name + match.group(), "rail"))
    return found


def _phases(text: str, spans: Sequence[Span], make: Callable[..., Span]) -> list[Span]:
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
                found.append(make(head.start, match.end(), stem + match.group(), head.kind))
            continue
        for number in re.finditer(r"[一二三四五六]期", match.group()):
            start = match.start() + number.start()
            if head.start <= start < head.end:
                continue
            if head.end == match.start() and number.start() == 0:
                found.append(make(head.start, start + 2, stem + number.group(), head.kind))
            else:
                found.append(make(start, start + 2, stem + number.group(), head.kind))
    return found


_OF_EACH = frozenset({"platform", "airport", "logistics"})
_QUARTERS = ("都市区", "都市圈", "城区", "新城")


def _of_each_city(
    text: str, spans: Sequence[Span], make: Callable[..., Span], is_city: Callable[[str], bool]
) -> list[Span]:
    """Cities before one that goes on with a common noun (梧州、北海、防城港跨境电商综合试验区): each has its own."""
    by_end = {s.end: s for s in spans}
    found = []
    for span in spans:
        if text[span.start - 1 : span.start] not in _LISTED_BY:
            continue
        if span.kind not in _OF_EACH and not (span.kind == "zone" and span.name.endswith(_QUARTERS)):
            continue
        rest = _behind_city(span.name, is_city)
        owner = by_end.get(span.start - 1)
        while rest and owner is not None and owner.kind == "admin" and is_city(short_unit_name(owner.name)):
            found.append(make(owner.start, owner.end, short_unit_name(owner.name) + rest, span.kind))
            owner = by_end.get(owner.start - 1) if text[owner.start - 1 : owner.start] in _LISTED_BY else None
    return found


def _behind_city(name: str, is_city: Callable[[str], bool]) -> str:
    """The common noun that a name goes on with behind a city, "" where there is no city or no mere noun."""
    length = next((n for n in (4, 3, 2) if is_city(name[:n])), 0)
    rest = name[length:]
    suffix = next((rest[i:] for i in range(len(rest)) if rest[i:] in lexicon().suffixes), "")
    modifier = rest.removesuffix(suffix)
    return rest if length and suffix and (not modifier or is_common(modifier)) else ""


_PROJECTS = re.compile(r"等(?:[^，。；：、\n\r]{0,8}?)(?:项目|工程)")
_LIST_START = re.compile(r"[，。；：\n\r（）]")
_UTILITIES = re.compile(r"[水电气热]厂|核电|风电|光伏|储能|电网|输电|引水|灌区|堤|管网|管道|防洪|水资源")
_ITEM_LENGTHS = range(4, 20)


def _project_items(text: str, spans: Sequence[Span], make: Callable[..., Span]) -> list[Span]:
    """Items of a list of projects that begin with a unit and go on with a firm or a product (长沙惠科新型显示)."""
    by_start = {s.start: s for s in spans}
    found = []
    for head in _PROJECTS.finditer(text):
        end = head.start()
        low = max((m.end() for m in _LIST_START.finditer(text, max(0, end - 120), end)), default=max(0, end - 120))
        items = text[low:end].split("、")
        start = low + len(items[0])
        for item in items[1:]:
            start += 1
            owner = by_start.get(start)
            whole = owner is not None and owner.kind == "admin" and owner.end < start + len(item)
            if (
                whole
                and len(item) in _ITEM_LENGTHS
                and item.isalnum()
                and not _inner(by_start, start, start + len(item))
            ):
                found.append(make(start, start + len(item), item, "utility" if _UTILITIES.search(item) else "facility"))
            start += len(item)
    return found


def _inner(by_start: Mapping[int, Span], start: int, end: int) -> bool:
    """Whether another name begins within an item, so that it is no name as a whole."""
    return any(position in by_start for position in range(start + 1, end))


def _shared_suffixes(
    text: str, spans: Sequence[Span], make: Callable[..., Span], is_known: Callable[[str], bool]
) -> list[Span]:
    """Items of a list that end where the next begins, completed with the suffix that the list says last."""
    found: list[Span] = []
    by_end = {s.end: s for s in spans}
    kind_of: dict[str, str] = {"枢纽": "station", "站": "station", "枢纽场站": "station", "客站": "station"}
    for span in spans:
        words = text[span.start : span.end]
        tail = _SHARED_TAIL.search(words) if words.endswith((*_SHARED_WORDS, *_WORKS)) else None
        if tail is not None and tail.start() > 0:
            found += _items_before(text, span.start, tail.group(), span.kind, by_end, make, is_known)
            kind_of.setdefault(tail.group(), span.kind)
    for head in anchored(_LIST_HEAD, text, _LIST_HEAD_ANCHOR, reach=1):
        suffix = head["suffix"]
        if suffix in kind_of:
            found += _items_before(text, head.start(), suffix, kind_of[suffix], by_end, make, is_known, closed=True)
    return found


def _items_before(
    text: str,
    position: int,
    suffix: str,
    kind: str,
    by_end: Mapping[int, Span],
    make: Callable[..., Span],
    is_known: Callable[[str], bool],
    *,
    closed: bool = False,
) -> list[Span]:
    """Items of the list that ends at ``position``, from its last to its first, while the suffix completes them."""
    found: list[Span] = []
    certain = suffix not in _STATION_ENDINGS
    end = position if closed else position - 1
    if not closed and (end < 0 or text[end] not in "、和与及"):
        return []
    while end > 0:
        owner = by_end.get(end)
        item = _ITEM.search(text, max(0, end - 12), end)
        if owner is None and item is None:
            break
        start = owner.start if owner is not None else item.start(1) if item is not None else end
        first = by_end.get(start - 1) if text[start - 1 : start] == "至" else None
        if first is not None:
            start = first.start
        while (
            owner is not None
            and (before := by_end.get(start)) is not None
            and is_known(text[before.start : end] + _ending(suffix))
        ):
            start = before.start
        if owner is None and kind in _LINES:
            start = _LED.match(text, start, end).end()  # type: ignore[union-attr]  # matches nothing at least
        words = text[start:end]
        complete = words + _ending(suffix)
        if is_common(words) or (owner is not None and (owner.kind not in _SHORTENED or _SHARED_TAIL.search(words))):
            break
        if not (
            (first is not None and kind in {"rail", "road"})
            or is_known(complete)
            or (owner is None and kind == "utility" and len(words) <= 4 and not _VERB.match(words))
            or (owner is None and kind in _LINES and len(words) in _ABBREVIATION_LENGTHS)
        ):
            break
        # 湛江、汕头 are cities before 枢纽, too; only a list that also has 广州东 or 鱼珠 is one of stations.
        certain = certain or owner is None or owner.kind != "admin"
        found.append(make(start, end, complete, kind))
        end = start - 1
        if end < 0 or text[end] not in "、和与及":
            break
    return found if certain else []


_LINES = frozenset({"rail", "road"})
_ABBREVIATION_LENGTHS = range(2, 4)
"""Characters of a line that is called after its ends (延榆、康渝高铁)."""
_LED = re.compile(
    r"(?:新建|扩建|改建|改造|推进|推动|建设|加快|完成|实施|规划|确保|开工|建成|力争|争取|续建|提速|贯通|启动|在建)*"
)
_VERB = re.compile(r"新建|扩建|改建|改造|推进|建设|加快|完成|实施|规划")
_SHORTENED = frozenset({"admin", "zone", "region", "nature", "airport"})
_STATION_ENDINGS = frozenset({"枢纽", "枢纽场站", "客站", "铁路枢纽", "客运枢纽", "枢纽站"})


def _ending(suffix: str) -> str:
    return "站" if suffix in _STATION_ENDINGS else suffix
