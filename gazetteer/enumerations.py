"""Lists and ellipsis: names that a plan shortens because their neighbours say the rest.

* ``广州、广州东、广州南…主枢纽`` are stations; ``鱼窝头、龙溪、新塘等物流枢纽`` logistics hubs:
  the last item's suffix goes to all.
* ``110千伏滨海、天安…输变电工程`` are substations of one voltage; ``梧州、北海综合试验区`` one in each city.
* Lines and phases (``8号线北延段、8号线东延段``) are those of `gazetteer.line_lists`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.anchors import anchored
from gazetteer.lexicon import is_common, lexicon
from gazetteer.line_lists import metro_lines, named_lines, phases, sections, trams
from gazetteer.names import short_unit_name
from gazetteer.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gazetteer.records import Kind

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


def complete_lists(
    text: str,
    spans: Sequence[Span],
    *,
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
        *metro_lines(text, city, is_city),
        *named_lines(text, city),
        *trams(text, spans, area),
        *sections(text, spans),
        *phases(text, spans),
        *_shared_suffixes(text, spans, is_known),
        *_of_each_city(text, spans, is_city),
        *_project_items(text, spans),
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


_OF_EACH = frozenset({"platform", "airport", "logistics"})
_QUARTERS = ("都市区", "都市圈", "城区", "新城")


def _of_each_city(text: str, spans: Sequence[Span], is_city: Callable[[str], bool]) -> list[Span]:
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
            found.append(Span(owner.start, owner.end, short_unit_name(owner.name) + rest, span.kind))
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


def _project_items(text: str, spans: Sequence[Span]) -> list[Span]:
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
                found.append(Span(start, start + len(item), item, "utility" if _UTILITIES.search(item) else "facility"))
            start += len(item)
    return found


def _inner(by_start: Mapping[int, Span], start: int, end: int) -> bool:
    """Whether another name begins within an item, so that it is no name as a whole."""
    return any(position in by_start for position in range(start + 1, end))


def _shared_suffixes(text: str, spans: Sequence[Span], is_known: Callable[[str], bool]) -> list[Span]:
    """Items of a list that end where the next begins, completed with the suffix that the list says last."""
    found: list[Span] = []
    by_end = {s.end: s for s in spans}
    kind_of: dict[str, Kind] = {"枢纽": "station", "站": "station", "枢纽场站": "station", "客站": "station"}
    for span in spans:
        words = text[span.start : span.end]
        tail = _SHARED_TAIL.search(words) if words.endswith((*_SHARED_WORDS, *_WORKS)) else None
        # 贵港 is a city, not the harbour of one.
        if (
            tail is not None
            and tail.start() > 0
            and (span.kind != "admin" or len(tail.group()) > 1 or tail.group() in "镇村街")
        ):
            found += _items_before(text, span.start, tail.group(), span.kind, by_end, is_known)
            kind_of.setdefault(tail.group(), span.kind)
    for head in anchored(_LIST_HEAD, text, _LIST_HEAD_ANCHOR, reach=1):
        suffix = head["suffix"]
        if suffix in kind_of:
            found += _items_before(text, head.start(), suffix, kind_of[suffix], by_end, is_known, closed=True)
    return found


def _items_before(
    text: str,
    position: int,
    suffix: str,
    kind: Kind,
    by_end: Mapping[int, Span],
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
        found.append(Span(start, end, complete, kind))
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
