"""Lists that say once, behind the last, what all their items are: 鱼窝头、龙溪、新塘等物流枢纽."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.anchors import anchored
from gazetteer.compose import pieces
from gazetteer.lexicon import is_common, lexicon
from gazetteer.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazetteer.records import Kind

_SHARED = (
    "综合物流枢纽|物流枢纽|枢纽站|铁路枢纽|客运枢纽|枢纽|火车站|高铁站|输变电工程|变电站|污水处理厂|净水厂|水厂|科技创新走廊|走廊|经济带|产业带|"
    "城际铁路|高速铁路|高铁|城际|铁路|高速公路|高速|快速路|大桥|隧道|过江通道|跨江通道|通道|产业园|实验室|港区|作业区|码头|通用航空机场|通用机场|机场|都市圈|片区|组团|商圈|"
    "街道|街|镇|村|水库|湿地公园|森林公园|公园|站|港"
)
_SHARED_WORDS = tuple(_SHARED.split("|"))
_SHARED_TAIL = re.compile(rf"(?:{_SHARED})(?:(?:新建|改?扩建|改造)(?:工程|项目)?)?$")
_WORKS = ("新建", "扩建", "改造", "工程", "项目")
_LIST_HEAD = re.compile(
    r"(?:[“”]?等(?:为主|为辅)?的?|为主要?的?|为辅的?|[“”]?(?=[一二三四五六七八九十两双\d]))"
    r"(?:[一二三四五六七八九十两双\d]{1,3}[大个座条]?)?"
    r"(?:主要|节点型|综合型|主|辅|骨干|重点|区域性|铁路|客运|枢纽型|全国性|国际性|地区性|城镇|核心|传统|特色|功能){0,3}"
    rf"(?P<suffix>枢纽场站|客站|{_SHARED})(?!\w*[群网])"
)
_NUMERAL = r"[一二三四五六七八九十两双\d]"
_BEFORE_SUFFIX = "".join(sorted({word[0] for word in _SHARED_WORDS} | set("客主节综辅骨重区铁枢全国地城核传特功")))
_LIST_HEAD_ANCHOR = re.compile(
    rf"[等为一二三四五六七八九十两双\d](?:(?<=等)|(?<=为)(?=[主辅])|(?<={_NUMERAL})(?={_NUMERAL}{{0,2}}[大个座条]?[{_BEFORE_SUFFIX}]))"
)
_ITEM = re.compile(r"(?:^|(?<=[、和与及，：；。\n（“”以将在]))([^、和与及，。；：（）\n\r“”以将在]{2,8})$")
_MARKS = frozenset("、和与及")
_LINES = frozenset({"rail", "road"})
_ABBREVIATION_LENGTHS = range(2, 4)
"""Characters of a line that is called after its ends (延榆、康渝高铁)."""
_LONGEST_UTILITY = 4
"""Characters of an unknown place after which a plant or a substation is called."""
_VERBS = (
    "新建|扩建|改建|改造|推进|推动|建设|加快|完成|实施|规划|确保|开工|建成|力争|争取|续建|提速|贯通|启动|在建|"
    "提升|做强|做优|做大|支持|依托|打造|优化|改造提升|培育|整治|修复|统筹|串联|联动|完善|构建|形成"
)
_LED = re.compile(f"(?:{_VERBS})*")
_RANKS = frozenset({"街道", "街", "镇", "村"})
_SHORTENED = frozenset({"admin", "zone", "region", "nature", "airport"})
"""Kinds whose names an item of a list may be, short of the suffix."""
_OF_TOWNS: dict[str, int] = {"商圈": 4, "通用机场": 6, "通用航空机场": 6}
"""What is called after the street or town that it lies in, and the most characters that this has."""
_STATIONS: dict[str, Kind] = dict.fromkeys(("枢纽", "站", "枢纽场站", "客站"), "station")
_SUMMED_UP = ("高速公路", "高速铁路", "高铁", "城际铁路", "铁路", "快速路", *_OF_TOWNS)
_STATION_ENDINGS = frozenset({"枢纽", "枢纽场站", "客站", "铁路枢纽", "客运枢纽", "枢纽站"})


def _kinds() -> dict[str, Kind]:
    """Kinds of the shared suffixes as far as a list that sums up its items (等7条高速公路) needs no name with them."""
    known = lexicon().suffixes
    return {word: known[word].kind for word in _SUMMED_UP if word in known} | _STATIONS


class SharedSuffixes:
    """Completes the items of the lists of one text.

    Parameters
    ----------
    text
        Plan in reading form.
    spans
        Names found so far, sorted, none overlapping.
    is_known
        Whether the gazetteer has a name for this plan.

    Examples
    --------
    >>> lists = SharedSuffixes("甲镇、乙大桥", [Span(3, 6, "乙大桥", "road")], {"甲镇大桥"}.__contains__)
    >>> [(item.start, item.end, item.name) for item in lists.find()]
    [(0, 2, '甲镇大桥')]
    """

    def __init__(self, text: str, spans: Sequence[Span], is_known: Callable[[str], bool]) -> None:
        self.text, self.spans, self.is_known = text, spans, is_known
        self.by_end = {span.end: span for span in spans}

    def find(self) -> list[Span]:
        """Items of all lists, each with the suffix that its list says last."""
        found: list[Span] = []
        kind_of = _kinds()
        for span in self.spans:
            if suffix := self._suffix_of(span):
                kind_of.setdefault(suffix, span.kind)
                if self.text[span.start - 1 : span.start] in _MARKS:
                    found += self._items_before(span.start - 1, suffix, span.kind, _modifier(span, suffix))
        for head in anchored(_LIST_HEAD, self.text, _LIST_HEAD_ANCHOR, reach=1):
            if head["suffix"] in kind_of:
                found += self._items_before(head.start(), head["suffix"], kind_of[head["suffix"]])
        return found

    def _suffix_of(self, span: Span) -> str:
        """What a name may say for the items before it, too; "" for nothing: 贵港 is a city, not the harbour of one."""
        words = self.text[span.start : span.end]
        tail = _SHARED_TAIL.search(words) if words.endswith((*_SHARED_WORDS, *_WORKS)) else None
        suffix = tail.group() if tail is not None and tail.start() > 0 else ""
        return suffix if span.kind != "admin" or suffix in _RANKS else ""

    def _items_before(self, end: int, suffix: str, kind: Kind, modifier: str = "") -> list[Span]:
        """Items of the list that ends at ``end``, from its last to its first, while the suffix completes them."""
        found: list[Span] = []
        are_stations = suffix in _STATION_ENDINGS
        certain = not are_stations
        while end > 0:
            owner = self.by_end.get(end)
            item = self._item(end, owner, "站" if are_stations else suffix, kind)
            if item is None:
                break
            if modifier and _is_row(self.text[item.start : item.end]):
                item = item._replace(name=item.name.removesuffix(suffix) + modifier + suffix)
            # 湛江、汕头 are cities before 枢纽, too; only a list that also has 广州东 or 鱼珠 is one of stations.
            certain = certain or owner is None or owner.kind != "admin"
            found.append(item)
            end = item.start - 1
            if self.text[end : end + 1] not in _MARKS:
                break
        return found if certain else []

    def _item(self, end: int, owner: Span | None, ending: str, kind: Kind) -> Span | None:
        """The item that ends at ``end``, of which ``owner`` is a name known so far; None where the list begins."""
        start = self._start(end, owner)
        if start is None:
            return None
        first = self.by_end.get(start - 1) if self.text[start - 1 : start] == "至" else None
        if first is not None:
            start = first.start
        if owner is not None:
            while (before := self.by_end.get(start)) and self.is_known(self.text[before.start : end] + ending):
                start = before.start
        elif (led := _LED.match(self.text, start, end)) and (
            kind in _LINES or kind in _MAY_BE_CALLED or self.is_known(self.text[led.end() : end] + ending)
        ):
            start = led.end()
        words = self.text[start:end]
        if len(words) < 2 or is_common(words) or (owner is None and not words.isalnum()):
            return None
        if _has_own_word(words, ending, kind) and not self.is_known(words + ending):
            return Span(start, end, words, kind) if owner is None and _is_way(words, ending) else None
        of_town = owner is not None and len(words) <= _OF_TOWNS.get(ending, 0)
        if owner is not None and ((owner.kind not in _SHORTENED and not of_town) or _SHARED_TAIL.search(words)):
            return None
        tells_course = first is not None and kind in _LINES
        called = of_town or (owner is None and _may_be_called(words, kind, ending))
        named = tells_course or called or self.is_known(words + ending)
        return Span(start, end, words + ending, kind) if named else None

    def _start(self, end: int, owner: Span | None) -> int | None:
        if owner is not None:
            return owner.start
        item = _ITEM.search(self.text, max(0, end - 12), end)
        return None if item is None else item.start(1)


_OWN_WORD = re.compile(r"(?:[路街道巷桥湾庄里坊村]|隧道|立交)$")
_WAYS = frozenset({"街", "路", "大桥", "隧道", "过江通道", "跨江通道", "通道", "快速路"})


_NO_WAY = ("道路", "公路", "铁路", "网路", "线路", "马路", "立交桥", "人行桥", "天桥")


def _is_way(words: str, ending: str) -> bool:
    """Whether an item of a list of bridges and tunnels names a road or a bridge of its own."""
    named = 3 <= len(words) <= 5 and not words.endswith(_NO_WAY)
    return named and ending != "街" and words.endswith(("路", "街", "桥"))


def _has_own_word(words: str, ending: str, kind: Kind) -> bool:
    """Whether an item of a list of ways is a name as it stands: 曹家巷 before 祠堂街, 仙岳路 before a tunnel."""
    return kind == "road" and (ending == "街" or (ending in _WAYS and _OWN_WORD.search(words) is not None))


def _modifier(span: Span, suffix: str) -> str:
    """The common words between two characters that a platform is called after and its suffix (桂琼|合作|产业园)."""
    words = span.name.removesuffix(suffix)[2:] if span.kind == "platform" else ""
    return words if words and is_common(words) else ""


def _is_row(words: str) -> bool:
    """Whether every character stands for a unit."""
    return words.isalpha() and all(sign in pieces() for sign in words)


def _may_be_called(words: str, kind: Kind, ending: str) -> bool:
    """Whether what a list names may be called after words that nobody knows."""
    if re.match(_VERBS, words) or words.startswith(("其中", "包括")) or not words.isalnum():
        return False
    if kind == "utility":
        return len(words) <= _LONGEST_UTILITY
    if kind == "platform":
        return len(words) == len("粤桂") and _is_row(words)
    if ending in _OF_TOWNS:
        return 2 <= len(words) <= _OF_TOWNS[ending]
    return kind in _LINES and len(words) in _ABBREVIATION_LENGTHS


_MAY_BE_CALLED = frozenset({"utility", "platform", "zone", "airport"})
