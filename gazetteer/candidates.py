"""Names that no gazetteer knows: found by the suffix that ends them and the words that break off before them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.compose import pieces
from gazetteer.lexicon import Lexicon, Suffix, Tokens, is_common, lexicon
from gazetteer.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.records import Kind

_LONGEST_NAME = 40
_HARD = "，。；：、？！\n\r|●■◆★《》"
_COUNTED = re.compile(r"(?:\d+[个条座家处所项]|[一二三四五六七八九十两]+[个条座家处所项批]|多[条座家处所项])$")
_SLOGAN_QUOTE = re.compile(
    r"“[^”]*[一二三四五六七八九十两双多][^”]{1,3}[一二三四五六七八九十两双多][^”]*”$|”互联|“一带一路”$"
)
_QUOTED_CITIES = re.compile("“[\u4e00-\u9fff]{2,6}”")
"""“宜荆荆恩”城市群, called after the first characters of its cities."""
# Words after a known name that say where a thing is relative to it, so that the name ends there.
_AFTER_NAME = re.compile(r"内(?!河|港|湾|环|陆|蒙)|[东西南北]侧|周边|以[东西南北内]|附近|各|超大|发展新|科技和")
_LADDER = re.compile(r"[一二三四五]级|[“”]{2}|\d+分钟|十里|十分钟|一小时")
_WAY = re.compile(r"高速|[公铁]路|号线")
_RAILWAYS = frozenset({"高铁", "城际", "铁路", "地铁", "市域", "快铁"})
"""Kinds of railway, which name none together (高铁城际)."""
_WORKS = frozenset({"工程", "项目"})
_WORKS_ON_WAY = re.compile(
    r"(?:(?P<rail>铁路|高铁|城际)|高速公路|高速|国道|省道|大道|快速路|大桥|隧道|通道)(?:改扩建|扩建|改建|改造|扩容|扩能|拓宽)$"
)
_COURSE = re.compile(r".*(?:[线路](?:自|由|从)|[站线路速铁]经(?![开济贸]))")
"""Before a station it tells the course of a line (直通线自甲站经|乙站)."""
_JOINED_TO = frozenset("建修至到沿通跨过经从由对将把及和与在以为改接续续并向往含是新老旧大小原市区县省内外段")
"""One character before a known name that is a word in itself, not the beginning of a longer name."""
_NUMERALS = frozenset("一二三四五六七八九十两双几多各亿之强立")
_ONE_CHARACTER_ENDS = frozenset("庙寺塔山江河湖港站镇村园城区岛桥")
_SHORTEST_NAME = 3
"""Characters up to which what stands before 经济圈 or 城市群 is a row of cities (儋洋, 汉襄宜), not a common word."""
_DIVERSION = re.compile(r"引.{1,3}[济入补].{1,3}|[东西南北]水[东西南北]调")
_GENERIC_TAIL = frozenset("群化型性式率量度级者员家费税法权业品们点")


class Candidate(NamedTuple):
    """A span of the reading form that may be a name, with the kind of its suffix."""

    start: int
    end: int
    kind: Kind
    anchored: bool
    """Whether a known name lies in it."""
    suffix: str


@dataclass(frozen=True, slots=True)
class KnownSpans:
    """Spans of names that the gazetteer knows, sorted by start, none overlapping another."""

    starts: Sequence[int]
    ends: Sequence[int]
    wide: Sequence[int] = ()
    """1 for a city, 2 for a province or a region of cities, 0 for all others."""

    def within(self, start: int, end: int) -> range:
        """Indices of the spans that lie wholly in ``[start, end)``."""
        low = bisect_left(self.starts, start)
        high = bisect_left(self.starts, end, low)
        return range(low, high - (high > low and self.ends[high - 1] > end))

    def holds(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` lies in one span."""
        i = bisect_right(self.starts, start) - 1
        return i >= 0 and self.ends[i] >= end

    def begins(self, start: int, end: int) -> bool:
        """Whether a span begins at ``start`` and lies wholly before ``end``."""
        i = bisect_left(self.starts, start)
        return i < len(self.starts) and self.starts[i] == start and self.ends[i] <= end

    def covering(self, position: int) -> int | None:
        """Index of the span that an inner position cuts, if any."""
        i = bisect_left(self.starts, position) - 1
        return i if i >= 0 and self.ends[i] > position else None


@cache
def _context(words: str) -> tuple[str, ...]:
    """Words of one class of ``data/vocabulary/context_words.csv``.

    ``building`` verbs and ``quantifier`` stand before a name; a ``goal`` ends what a plan sets out to become rather
    than what it names, and a ``goal verb`` says so.
    """
    return tuple(row["word"] for row in vocabulary("context_words") if row["class"] == words)


def find_candidates(
    text: str, known: KnownSpans, *, words: Lexicon | None = None, tokens: Tokens | None = None
) -> list[Candidate]:
    """Candidates for names in a text in reading form, in order of their start.

    A candidate runs from the last word that breaks a name to a suffix; breaks inside a known name are none.  Brackets
    and quotation marks within a name are kept where the name goes on behind them.  ``tokens`` are those of the text
    where they have been found already.
    """
    words = words or lexicon()
    tokens = words.tokens_in(text) if tokens is None else tokens
    found: list[Candidate] = []
    boundary, conjunction = 0, -1
    brackets: list[tuple[int, int]] = []
    roles, breaks = words.tokens, words.breaks
    # A span behind the text ends the walk along the known names.
    starts, ends, cursor = [*known.starts, len(text)], [*known.ends, len(text) + 1], 0
    previous = -1
    # Most tokens are breaks: of those between two others only the last that cuts no known name counts.
    for i in [i for i, token in enumerate(tokens.ids) if token not in breaks]:
        for j in range(i - 1, previous, -1):
            if not known.holds(tokens.starts[j], tokens.ends[j]):
                boundary, conjunction = tokens.ends[j], -1
                if brackets and any(_is_hard(text, tokens, k, known) for k in range(previous + 1, i)):
                    brackets.clear()
                break
        previous = i
        start, end, role = tokens.starts[i], tokens.ends[i], roles[tokens.ids[i]]
        while ends[cursor] <= start:
            cursor += 1
        inside_known = starts[cursor] <= start and end <= ends[cursor]
        if isinstance(role, Suffix):
            cuts = inside_known and end < ends[cursor] and end - start == 1  # 河 of 天河区
            if (start > boundary or inside_known) and not cuts:
                candidate = _judge(text, boundary, end, role, known, words, conjunction, found)
                if candidate is not None:
                    found.append(candidate)
        elif inside_known:
            continue
        elif role == "conjunction":
            if start > boundary or text[start - 1 : start] != "、":  # 、和燕路过江通道
                conjunction = start
        elif role == "open":
            brackets.append((start, boundary))
            boundary = end
        elif role == "close" and brackets:
            opened, before = brackets.pop()
            boundary = before if start - opened <= 16 else end
    return found


def _is_hard(text: str, tokens: Tokens, i: int, known: KnownSpans) -> bool:
    """Whether a break is a mark that no bracket goes over."""
    return text[tokens.starts[i]] in _HARD and not known.holds(tokens.starts[i], tokens.ends[i])


def _judge(
    text: str,
    boundary: int,
    end: int,
    suffix: Suffix,
    known: KnownSpans,
    words: Lexicon,
    conjunction: int,
    found: Sequence[Candidate],
) -> Candidate | None:
    """The name that ends with a suffix, its left edge cut; None where what is left is no proper name."""
    following = text[end : end + 1]
    if (
        following in _GENERIC_TAIL
        or text[end - 1 : end + 1] in words.longer
        or (len(suffix.text) == 1 and text[end - 2 : end - 1] in _NUMERALS)
    ):
        return None
    left, inside = _left_edge(text, boundary, end, suffix, known, words, conjunction)
    core = text[left : end - len(suffix.text)]
    if core.startswith("“") and following == "”" and core.count("“") == core.count("”") + 1:
        core = core[1:]
        left += 1
    if not _is_whole(text, left, core, suffix, inside):
        return None
    if not inside:
        listed = _is_listed(text, boundary, found, known)
        if not _stands_alone(text, left, end, core, suffix, listed=listed):
            return None
    elif _only_describes(text, left, end, suffix, known, inside):
        return None
    elif suffix.strength == 1 and known.ends[inside[-1]] != end - len(suffix.text):
        tail = text[known.ends[inside[-1]] : end]
        if not re.fullmatch(r"[\u4e00-\u9fff]{1,4}", tail[: -len(suffix.text)] or "-"):
            return None
    kind = suffix.kind
    if suffix.text in _WORKS and (way := _WORKS_ON_WAY.search(core)):
        kind = "rail" if way["rail"] else "road"
    return Candidate(left, end, kind, bool(inside), suffix.text)


def _left_edge(
    text: str, boundary: int, end: int, suffix: Suffix, known: KnownSpans, words: Lexicon, conjunction: int
) -> tuple[int, range]:
    """Where the name that ends with a suffix begins, and the known names in it that are not all of it."""
    left = max(boundary, end - _LONGEST_NAME)
    cut = known.covering(left)
    if cut is not None:
        left = known.ends[cut]
    if conjunction >= left:
        left = _after_conjunction(text, left, conjunction, known, words)
    left = _trim(text, left, end, known, words)
    inside = known.within(left, end)
    if inside and known.starts[inside[0]] == left and known.ends[inside[0]] == end:
        inside = inside[1:]
    if inside and known.starts[inside[-1]] < end - len(suffix.text) < known.ends[inside[-1]] < end:
        inside = inside[:-1]  # 临高 is no part of 文临高速
    if inside and known.starts[inside[-1]] == end - len(suffix.text) and known.ends[inside[-1]] == end:
        inside = inside[:-1]  # 南站 alone, which a city nearby has too, is no part of 十陵南站
    if inside and (first := known.starts[inside[0]]) > left:
        whole = known.ends[inside[0]] == end - len(suffix.text)
        if not (whole and _prolongs(text[left:first], suffix)) and not _belongs_before(text[left:first], suffix):
            left = first
    for i in inside:
        if _AFTER_NAME.match(text, known.ends[i], end):
            left = _trim(text, known.ends[i], end, known, words)
    if suffix.kind in {"station", "nature", "admin"} and (course := _COURSE.match(text, left, end)):
        left = course.end()
    if suffix.kind in {"nature", "admin"}:
        # 笔架山—飞霞山 are two hills, not one; 双埠至河 is no river.
        left = max(left, text.rfind("—", left, end) + 1, text.rfind("至", left, end) + 1)
    while inside and known.starts[inside[0]] < left:
        inside = inside[1:]
    return left, inside


def _is_whole(text: str, left: int, core: str, suffix: Suffix, inside: range) -> bool:
    """Whether what stands before a suffix can be all of a name: no half of a bracket, no count, no crossing."""
    if not core or (core[0] in "0123456789.）”、·" and not inside) or text[left - 1 : left] == "跨":
        return False
    if not core.isalnum() and (
        core.count("—") > 1 + 2 * len(inside)
        or core.count("“") != core.count("”")
        or core.count("（") != core.count("）")
    ):
        return False
    if suffix.kind in {"nature", "admin"} and len(suffix.text) == 1 and _WAY.search(core):
        return False  # 京新高速公路临河至…, 川青铁路镇江关
    if suffix.text == "乡" and core.endswith(("花", "侨", "天")):
        return False  # gardens of flowers and homes of emigrants are no townships
    if suffix.kind == "rail" and core in _RAILWAYS:
        return False
    if core.endswith(suffix.text) and len(suffix.text) == 1:
        return False  # 太湖 in 太湖湖体
    if "plain" in suffix.traits and core.endswith(("站", "机场", "港", "江", "河", "湖")):
        return False
    if len(core) < 2 and not inside and suffix.kind != "nature" and not _is_owned(core, suffix):
        return False
    if core.endswith("”"):
        if _SLOGAN_QUOTE.search(core) or not (inside or (suffix.strength == 3 and _QUOTED_CITIES.fullmatch(core))):
            return False
    elif suffix.strength < 3 and "”" in core:
        return False
    return _LADDER.search(core) is None


def _stands_alone(text: str, left: int, end: int, core: str, suffix: Suffix, *, listed: bool) -> bool:
    """Whether words that no gazetteer knows are a name with their suffix, and not a common noun or a goal."""
    if _is_owned(core, suffix):
        return True
    if "—" in core and all(map(is_common, filter(None, core.split("—")))):
        return False
    if is_common(core) and not (listed and suffix.kind == "zone" and len(core) >= 4):
        return False
    before = text[max(0, left - 6) : left]
    if before.endswith(_context("quantifier")) or _COUNTED.search(before):
        return False
    quoted = before.endswith("“") and text[end : end + 1] == "”"
    # “…工程” in quotation marks is a programme.
    distinctive = (quoted and suffix.text not in {"工程", "项目"}) or listed
    if suffix.kind in {"zone", "platform", "station"} and text.endswith(_context("goal"), left, end):
        if (
            suffix.kind == "zone"
            and not distinctive
            and not ("cities" in suffix.traits and len(core) <= _SHORTEST_NAME)
        ):
            return False
        if before.endswith(_context("goal verb")):
            return False
    elif suffix.kind == "zone" and not distinctive and suffix.text.endswith("集群"):
        return False
    if "broad" in suffix.traits and not (distinctive or _DIVERSION.fullmatch(core)):
        return False
    if suffix.strength == 3 or listed or ("way" in suffix.traits and len(core) <= 6):
        return True
    if suffix.strength == 2:
        return quoted or before.endswith(_context("building"))
    return (suffix.kind == "station" and before.endswith(_context("building"))) or _short_name(text, left, end, core)


OWN_UNIT = re.compile(r"[省市区县](?![内外域级际区县属民场政容委])")
"""What a plan calls its own unit in the names of institutions (区第六人民医院)."""


def _is_owned(core: str, suffix: Suffix) -> bool:
    named = "broad" not in suffix.traits or core.endswith(lexicon().endings)  # 省华侨博物馆项目
    return suffix.kind == "facility" and named and OWN_UNIT.match(core) is not None


_ANNOUNCES = "：—“"
_MEMBERS_FOLLOW = re.compile(r"[一二三四五六七八九十两双多][\u4e00-\u9fff]{1,3}”?[：—]+“?$")


def _is_listed(text: str, left: int, found: Sequence[Candidate], known: KnownSpans) -> bool:
    """Whether a word goes on with a list of names, or begins one that a slogan announces (三轴：…)."""
    if left and text[left - 1] == "、":
        i = bisect_left(known.starts, left - 1) - 1
        return any(c.end == left - 1 for c in found[-6:]) or (i >= 0 and known.ends[i] == left - 1)
    return text[left - 1 : left] in _ANNOUNCES and _MEMBERS_FOLLOW.search(text, max(0, left - 8), left) is not None


_HEAD = re.compile(r"[“（]?|(?:中国|国家|国际|新|大|环|泛|第[一二三四五]|原|[东西南北中]部?)|[^（]{2,12}（|.*[至—\-经]")
_INSTITUTES = ("研究院", "大学", "医院", "实验室", "学院", "中心", "分校", "分院")


def _belongs_before(head: str, suffix: Suffix) -> bool:
    """Whether words before the first known name are part of the name (国家超级计算…中心, 中德（…）产业园)."""
    if _HEAD.fullmatch(head):
        return True
    if suffix.kind in {"road", "rail"} and len(head) <= 2 and all(sign in pieces() for sign in head):  # 京港澳高速
        return True
    if "crossing" in suffix.traits:  # 张靖皋长江大桥, called after its banks and the river
        return 2 <= len(head) <= 4 and not is_common(head)
    return (
        suffix.text.endswith(_INSTITUTES)
        and (head.startswith(("国家", "中国", "中科")) or 2 <= len(head) <= 4)
        and not is_common(head)
    )


def _prolongs(head: str, suffix: Suffix) -> bool:
    """Whether one character makes a road's name longer than the known name in it (钟鼓山隧道, 黎黄陂路)."""
    return suffix.kind == "road" and len(head) == 1 and "\u4e00" <= head <= "\u9fff" and head not in _JOINED_TO


def _only_describes(text: str, left: int, end: int, suffix: Suffix, known: KnownSpans, inside: Sequence[int]) -> bool:
    """Whether a known name with what follows it only says what a place is or shall become (广州国际性综合交通枢纽)."""
    first = inside[0]
    if known.starts[first] != left:
        return False
    last = known.ends[inside[-1]]
    rest = text[last : end - len(suffix.text)]
    if not rest and "plain" in suffix.traits:
        return True
    if "broad" in suffix.traits and suffix.kind == "utility" and known.wide and known.wide[first]:
        return True
    wide = bool(known.wide) and known.wide[first] and known.ends[first] == last
    if wide and not rest:
        return suffix.strength == 1 and suffix.kind not in {"station", "port"}
    if not wide or (suffix.kind == "platform" and len(rest) >= 3 and known.wide[first] == 1):
        return False
    if suffix.strength < 3 and is_common(rest):
        return True
    return text.endswith(_context("goal"), left, end) and (
        suffix.kind == "zone" or len(text[left : known.ends[first]]) > 3
    )


def _after_conjunction(text: str, left: int, conjunction: int, known: KnownSpans, words: Lexicon) -> int:
    """Left edge where "A和B" may be one name (人工智能与数字经济试验区) or two.

    It is one only where the first half begins with a known name, is no whole name itself, and the second half does not
    begin with a known name.
    """
    after = conjunction + 1
    first = text[left:conjunction]
    before = known.within(left, conjunction)
    if not before or known.ends[before[-1]] == conjunction or known.begins(after, after + 14):
        return after
    ends_name = first.endswith(words.endings) or first[-1:] in _ONE_CHARACTER_ENDS
    return after if ends_name else left


def _trim(text: str, left: int, end: int, known: KnownSpans, words: Lexicon) -> int:
    """Strip soft leading words (发展, 世界一流, 至 ...) that no known name begins with."""
    while (leads := words.leads.get(text[left : left + 1])) and not known.begins(left, end):
        for lead in leads:
            after = left + len(lead)
            if after <= end - 2 and text.startswith(lead, left) and (len(lead) > 1 or known.begins(after, end)):
                left = after
                break
        else:
            return left
    return left


_EDGE = re.compile(r"[，。；：、（）—\n\r ]")


_NATURE_GOES_ON = re.compile(
    r"水系|流域|沿|两岸|上游|中游|下游|岸线|湿地|综合|生态|保护|治理|国家|湖滨|水质|水库|河口|干流|支流|风景|旅游|等"
)


def _short_name(text: str, left: int, end: int, core: str) -> bool:
    """Whether a short unknown word with a one-character suffix stands free between marks (龙溪大道、鳌头镇、)."""
    if len(core) == 2 and text[left - 1 : left] == "以":
        return False  # 以城拓海, 以港兴江
    if (
        1 <= len(core) <= 3
        and text[end - 1] in "江河湖山岛海溪沟"
        and not is_common(core)
        and core[0] not in "各某本该一二三四五六七八九十两双大小环沿"
    ):
        return bool(_EDGE.match(text[end : end + 1] or "。") or _NATURE_GOES_ON.match(text, end))
    return (
        2 <= len(core) <= 3
        and (left == 0 or bool(_EDGE.match(text[left - 1])))
        and (end >= len(text) or bool(_EDGE.match(text[end])))
        and not is_common(core)
    )
