"""Lists and ellipsis: names that a plan shortens because their neighbours say the rest.

* ``广州、广州东、广州南…主枢纽`` are stations; ``鱼窝头、龙溪、新塘等物流枢纽`` logistics hubs:
  the last item's suffix goes to all (`gazetteer.shared_suffixes`).
* ``110千伏滨海、天安…输变电工程`` are substations of one voltage; ``梧州、北海综合试验区`` one in each city.
* Lines and phases (``8号线北延段、8号线东延段``) are those of `gazetteer.line_lists`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.edges import firms
from gazetteer.lexicon import is_common, lexicon
from gazetteer.line_lists import metro_lines, named_lines, numbered_roads, phases, sections, trams
from gazetteer.names import short_unit_name
from gazetteer.shared_suffixes import SharedSuffixes
from gazetteer.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gazetteer.records import Kind

_VOLTAGE = re.compile(r"\d+千伏")


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
        *SharedSuffixes(text, spans, is_known).find(),
        *_of_each_city(text, spans, is_city),
        *numbered_roads(text),
        *_chains(text, spans),
        *_diversions(text),
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
_LIST_START = re.compile(r"[，。；：\n\r]")
_UTILITIES = re.compile(r"[水电气热]厂|核电|风电|光伏|储能|电网|输电|引水|灌区|堤|管网|管道|防洪|水资源")
_ITEM_LENGTHS = range(4, 24)
_ITEM_LEAD = re.compile(
    r"(?:加快|推进|推动|实施|建设|新建|续建|完成|确保|力争|争取|支持|开工|启动|谋划|抓好|抓实|保障|促进|服务|统筹|滚动|重点|积极|全力)*"
)
_ITEM = re.compile(r"[A-Za-z\d\u4e00-\u9fff]+(?:（[\u4e00-\u9fff]+）)?[A-Za-z\d\u4e00-\u9fff]*")
_IS_SITE = re.compile(r"(?:厂|综合体|[一二三四五]期)$")
_OF_PLACES = re.compile(r"机场|港口|铁路|高铁|公路|高速|[桥站库]|隧道|通道|枢纽|园区|社区|安置|旧村|片区")
"""Between 等 and 项目 it says that the items are places short of this word (等通用机场项目)."""


def _project_items(text: str, spans: Sequence[Span]) -> list[Span]:
    """Items of a list of projects that begin with a unit or a firm and go on with a product (长沙惠科新型显示)."""
    by_start = {s.start: s for s in spans}
    found = []
    for head in _PROJECTS.finditer(text):
        end = head.start()
        if _OF_PLACES.search(head.group()):
            continue
        low = max((m.end() for m in _LIST_START.finditer(text, max(0, end - 120), end)), default=max(0, end - 120))
        lead = _ITEM_LEAD.match(text, low, end)
        start = low if lead is None else lead.end()
        for item in text[start:end].split("、"):
            if _is_project(item, start, by_start):
                kind: Kind = "utility" if _UTILITIES.search(item) else "facility"
                site = kind == "utility" or item.endswith(lexicon().endings) or _IS_SITE.search(item)
                name = item if site else f"{item}项目"
                found.append(Span(start, start + len(item), name, kind))
            start += len(item) + 1
    return found


def _is_project(item: str, start: int, by_start: Mapping[int, Span]) -> bool:
    """Whether an item of a list of projects is one that its unit or firm and its product name."""
    if len(item) not in _ITEM_LENGTHS or "等" in item or not _ITEM.fullmatch(item):
        return False
    owner = by_start.get(start)
    if owner is not None and owner.end >= start + len(item):
        return False
    firm = firms().match(item)
    if firm is None and (owner is None or owner.kind != "admin"):
        return False
    # A firm's plants are called after their cities (亿纬锂能沈阳工厂); any other name makes two of the item.
    rest = range(start + (firm.end() if firm else 1), start + len(item.partition("（")[0]))
    return not any(p in by_start and (firm is None or by_start[p].kind != "admin") for p in rest)


_ALONG = re.compile(r"一线|沿线|一带")


def _chains(text: str, spans: Sequence[Span]) -> list[Span]:
    """Places that dashes join to one course (珠江—东江—狮子洋|一线): one zone, where three or more of them do."""
    found = []
    chain: list[Span] = []
    for span in spans:
        if not chain or text[chain[-1].end : span.start] != "—":
            chain = []
        chain.append(span)
        if len(chain) > 2 and _ALONG.match(text, span.end):
            found.append(Span(chain[0].start, span.end, text[chain[0].start : span.end], "zone"))
    return found


_DIVERSION = re.compile(
    r"引(?![才智资人外企侨凤商技贤流客导领进水])[\u4e00-\u9fff][济入补调][\u4e00-\u9fff]"
    r"(?:工程)?(?:[一二三四]期)?(?:工程)?(?=[、，。；等和及与建前主全\n]|$)"
)


def _diversions(text: str) -> list[Span]:
    """Diversions of water by the rivers that they join (引汉济渭, 引大入秦二期)."""
    return [
        Span(m.start(), m.end(), m.group() + ("工程" if len(m.group()) == len("引汉济渭") else ""), "utility")
        for m in _DIVERSION.finditer(text)
    ]
