"""Numbered slogans in plan text: 一核两极四轴, 一核引领、两极带动, 五主四辅, 5+10+N, 十字+环+放射.

Grammar (``num`` is a Chinese numeral, 两, 双, 多, digits or N; ``unit`` a word of :data:`UNITS`)::

    slogan = part (gap part)+          一轴三带六组团   “三脉”“三轴”“三核”   双核(甲乙)+双副中心(丙丁)
           | sum                       5+10+N, where a spatial noun follows (物流枢纽, 商圈, 布局)
           | shape ("+" shape)+        十字+环+放射
           | counted                   三大产业带, 10条出省通道, 空铁双枢纽, “五港联动”
    part   = num unit
    gap    = "" | linking character (连, 带, 串) | verb and separator | separator

A run is dropped where it is a known initiative (一带一路), an idiom, an ordinal series (一区二区) or where the noun
that follows says that it counts policies, services or industries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from gazetteer.anchors import anchored
from gazetteer.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.records import Role

UNITS: dict[str, Role] = {row["unit"]: cast("Role", row["role"]) for row in vocabulary("layout_units")}
"""What a slogan counts, and the role of each thing counted."""


def _with_trait(trait: str) -> frozenset[str]:
    return frozenset(row["unit"] for row in vocabulary("layout_units") if trait in row["traits"].split("|"))


_WEAK = _with_trait("weak")
"""Units that count many things beside places: unquoted, they need a noun of space behind them."""
_CHAINED = _with_trait("chained")
"""Units that count industries and services as often as places, even in quotation marks."""
_FUNCTIONAL = _with_trait("functional")
"""Units that say what a place is for: 三基地一枢纽 is a rank that a province is given, 四区四中心 may be a layout."""
_BESIDE_POLES = frozenset("核主心轴带廊翼")
"""Units that make 两级 beside them a slip for 两极."""
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2, "百": 100}
_NUM = (
    r"(?:十[一二三四五六七八九]|[二三四五六七八九]十[一二三四五六七八九]?|[一二三四五六七八九十两双多]"
    r"|(?<!\d)\d{1,2}|N)"
)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_PART = re.compile(rf"(?P<num>{_NUM})(?P<unit>{_UNIT})(?!(?<=体)[系制育化]|(?<=地)[区方铁块点])")
_LAST_NUMERAL = r"[一二三四五六七八九十两双多N\d]"
_PART_ANCHOR = re.compile(rf"{_LAST_NUMERAL}(?=[{''.join(sorted({unit[0] for unit in UNITS}))}])")
_SEPARATOR = r"[、·•・‧，,\s+＋]"
_GAP = re.compile(
    rf"(?:[连带串拥抱绕夹牵领融]|(?![为是即指])[一-鿿]{{2,3}}[”’\"]?{_SEPARATOR}{{1,2}}[“‘\"]?|[一-鿿]{{2,3}}[”\"][“\"]"
    rf"|[”’\"]?{_SEPARATOR}{{1,2}}[“‘\"]?|[”\"][“\"]"
    rf"|(?:[一-鿿]{{2}})?[”\"]?[(（][^()（）。\n]{{2,60}}[)）]{_SEPARATOR}?[“\"]?)?"
)
_VERB = re.compile(r"[一-鿿]{2}(?=[”’\"」])")
_INITIATIVES = frozenset(row["initiative"] for row in vocabulary("initiatives"))
"""National initiatives, idioms and counts of other things that look like slogans."""
_SYSTEM = re.compile(r"[”’\"」]?的?(?P<what>[^，。；、\n“]{2,12}?)(?:体系|机制|架构|模式|生态圈)")
_SITES = _with_trait("site")
_OF_AREA = re.compile("[区城园谷港]“\\Z")
"""合作区“一城两园”管理模式 manages what lies in the area."""
_OF_SPACES = re.compile(
    "空间|城|镇|区域|枢纽|交通|路|轨|物流|水|公园|绿|生态保护|生态安全|屏障|廊|旅游|文旅|港|机场|网|商[圈业]|节点|防洪|通道|布局|格局"
    "|保护|开放|发展|平台|设施"
)
"""What a system is made of where it lies in space."""
_NOT_SPATIAL = re.compile(
    r"[”’\"」]?(?:的|等)?[^，。；、\n“]{0,7}?"
    r"(?P<no>政策|工作|举措|部署|人才|名片|品牌|产业集群|产业体系|产业发展方向|服务|托育|倡议|沿线"
    r"|法律|政务|数字政府|财源|税源|医联体|督导|战略创新平台|平台体系"
    r"|供应商|党建|治理体系|监管|考核|责任|教育|医疗|机构|实验室|改革|方针|理念|精神|目标|任务|人员"
    r"|队伍|宣传|文化品牌|行动|办学|育人|教学|学科|标准|医改)"
)
_SPATIAL = re.compile(
    r"[”’\"」]?(?:的|型|状)?[^，。；、\n“]{0,9}?"
    r"(?P<yes>格局|布局|结构|空间|分区|形态|枢纽|通道|路网|道路|片区|城镇体系|商圈|绿芯|组团|生态网"
    r"|园区|综合治理|轨道|铁路网|机场群|城市群)"
)
_AREA_BEFORE = re.compile("(?:片区|园区|新城|新区|组团|功能区|商圈)”?、“?$")
_DIGITS = "一二三四五六七八九十两双多"
_MIXED_PART = re.compile(rf"(?P<num>[一二三四五六七八九十两双多])(?P<unit>{_UNIT}|[一-鿿]{{1,2}}?(?![^{_DIGITS}”、]))")
_MIXED = re.compile(
    rf"“((?:[{_DIGITS}](?:{_UNIT}|[一-鿿]{{1,2}})、?){{2,4}})”"
    r"(?=[^，。；“\n]{0,8}?(?:布局|格局|空间|结构|骨架|体系|：))"
)
_QUOTED_NUMERAL = re.compile(rf"“(?=[{_DIGITS}])")
_SUM = re.compile(r"(?<![\d.+＋N-])(?:\d{1,2}|N)(?:[+＋](?:\d{1,3}|N|X|n)){1,5}(?![\d+＋(（])")
_DIGIT_STRING = re.compile(
    r"“(?P<digits>[1-9]{3,5})”(?:的)?(?:[^，。；“\n]{0,6}(?:发展|开发))?"
    r"(?P<noun>(?:城市|城镇|市域|县域|国土)?空间(?:总体)?(?:格局|结构|布局|体系))"
)
_PLUS = re.compile(r"[+＋]")
_SUM_HEAD = re.compile(
    r"[”’\"」]?(?:的)?[^，。；、\n“]{0,6}?(?:物流枢纽|枢纽|商圈|空间|布局|格局|城镇|组团|片区|产业园区|功能区|路网|中心体系)"
)
_SHAPE = r"(?:十字|米字|井字|一环|双环|环|放射|射线|纵横|方格|半环|棋盘|鱼骨|轴向|网状|网格|组团)"
_SHAPES = re.compile(rf"{_SHAPE}(?:型|形|状)?(?:[+＋]{_SHAPE}(?:型|形|状)?)+")
_SHAPE_ROLES: dict[str, Role] = {"环": "ring", "射": "corridor", "团": "cluster", "组": "cluster"}
_STRONG_HEAD = (
    r"(?:产业带|经济[带区]|发展带|创新带|功能带|片区|组团|商圈|绿核|功能区|文旅区|发展区|集聚区|增长极"
    r"|发展极|发展轴|主轴|廊道|走廊|生态屏障|都市圈"
    r"|产业园|板块|[产主]业平台|战略平台|发展平台|重大平台|主枢纽|枢纽|新城|副中心|产业平台)"
)
_COUNTED = re.compile(
    rf"(?P<num>{_NUM})(?P<measure>大|个|条)(?P<mid>[一-鿿]{{0,8}}?)(?P<unit>{_STRONG_HEAD}|平台|区域|镇"
    rf"|通道)(?![一-鿿]*?产业集群|(?<=区域)(?:医疗|应急|性))"
)
_ROUTES = re.compile(
    r"(?P<num>\d{1,2}|[三四五六七八九十]{1,2})条(?P<mid>[一-鿿]{0,8}?)(?P<unit>通道|走廊|廊道|发展轴)(?:格局)?"
)
_ELSEWHERE = re.compile(r"(?:对接|融入|接轨|承接|面向|紧邻)[^，。；\n]{2,20}\Z")
"""对接甲、乙两大都市圈: those of others."""
_MEASURED = re.compile(rf"{_LAST_NUMERAL}(?=[大个条])")
_PAIR_ANCHOR = re.compile("双(?=枢纽|机场|港区)")
_PAIR = re.compile(r"[空铁海陆港公水]{0,3}(?P<num>双)(?P<unit>枢纽|机场|港区)")
_ROUNDS = re.compile(
    r"(?<=“)(?P<num>[一两双三四])(?P<unit>环)”(?:[一-鿿]{0,4})(?:公路|高速|快速路|铁路|绿道|水系|路网|碧道|步道)"
)
"""“双环”旅游公路."""
_QUOTED = re.compile(r"[“\"](?P<num>[两双三四五六七八九十多])(?P<unit>[核极轴带廊港心翼])(?P<verb>[一-鿿]{2})?[”\"]")


@dataclass(frozen=True, slots=True)
class Part:
    """One counted part of a slogan: how many (``None`` for 多 and N) of what, and where it stands."""

    number: int | None
    unit: str
    role: Role
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slogan:
    """A numbered slogan where the text tells it; ``form`` is run, sum, shape or counted.

    ``spatial`` is false where neither the units nor the noun behind them say that it is about space: then only
    elements that are located make it a layout.
    """

    start: int
    end: int
    name: str
    parts: tuple[Part, ...]
    form: str = "run"
    spatial: bool = True

    @property
    def key(self) -> tuple[tuple[int | None, str], ...]:
        """What makes two tellings the same slogan: numbers and units, whatever verbs and points stand between."""
        return tuple((p.number, p.unit) for p in self.parts)

    def place_of(self, other: Slogan) -> int | None:
        """Which part of this slogan a shorter run of its parts begins with (一圈两带 in 一核一圈两带); else None."""
        key, run = self.key, other.key
        if other.form != "run" or not 1 < len(run) < len(key):
            return None
        return next((i for i in range(len(key)) if key[i : i + len(run)] == run), None)


def number_of(numeral: str) -> int | None:
    """Value of a numeral of a slogan; ``None`` for 多 and N.

    >>> [number_of(n) for n in ("双", "十三", "二十", "10", "多", "N")]
    [2, 13, 20, 10, None, None]
    """
    if numeral.isdigit():
        return int(numeral)
    if numeral in ("多", "N", "X", "n"):
        return None
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return _NUMERALS.get(tens, 1) * 10 + (_NUMERALS[ones] if ones else 0)
    return _NUMERALS.get(numeral)


def find_slogans(text: str) -> list[Slogan]:
    """Return the numbered slogans of a text in Simplified characters, in reading order, without look-alikes.

    >>> [s.name for s in find_slogans("构建“一主两副、三轴多点”空间格局,参与“一带一路”建设。")]
    ['一主两副、三轴多点']
    """
    runs = [run for run in _runs(text) if len(run) > 1]
    found = [*_slogans(text, runs), *_mixed(text), *_sums(text), *_strings(text), *_shapes(text), *_counted(text)]
    known = {s.key for s in found if s.form == "run"}
    found += [s for s in _slogans(text, runs, weak=True) if s.key in known] if known else []
    parts = {part for key in known for part in key}  # “双轴” takes up a part of 一岸双轴三片 and is no slogan
    told = [s.name for s in found if s.form == "run"]
    found = [s for s in found if s.form != "counted" or not _takes_up(s, parts, told)]
    found.sort(key=lambda s: (s.start, s.start - s.end))
    kept: list[Slogan] = []
    for slogan in found:
        if not kept or slogan.start >= kept[-1].end:
            kept.append(slogan)
    return kept


def _takes_up(slogan: Slogan, parts: set[tuple[int | None, str]], runs: list[str]) -> bool:
    """Whether a quoted count is a part of a run told once more: “双轴”, “两核驱动”."""
    bare = slogan.name == slogan.parts[0].text and slogan.key[0] in parts
    return bare or (len(slogan.name) == 4 and any(slogan.name in run for run in runs))


def _part(match: re.Match[str], *, text: str | None = None) -> Part:
    unit = match["unit"] if match["unit"] != "级" else "极"  # a common slip of the pen
    role: Role = next((UNITS[unit[-n:]] for n in (len(unit), 3, 2, 1) if unit[-n:] in UNITS), "zone")
    start, end = match.start("num"), match.end("unit")
    return Part(
        number_of(match["num"]), unit, role, text or match[0][start - match.start() : end - match.start()], start, end
    )


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Parts that join; what stands in brackets (一廊（甲江两岸走廊）、两区) joins with its like only."""
    outside: list[re.Match[str]] = []
    inside: list[re.Match[str]] = []
    for match in anchored(_PART, text, _PART_ANCHOR, reach=2):
        line = text[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
        (inside if line.rfind("（") > line.rfind("）") else outside).append(match)
    yield from _joined(text, outside)
    yield from _joined(text, inside)


def _joined(text: str, parts: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for match in parts:
        if run and not _joins(text, run, match):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _slogans(text: str, runs: Iterable[list[re.Match[str]]], *, weak: bool = False) -> Iterator[Slogan]:
    return filter(None, (_slogan(text, run, weak=weak) for run in runs))


def _mixed(text: str) -> Iterator[Slogan]:
    """“三生三带”布局: a quoted run of which one unit is known and another is the plan's own word."""
    for match in anchored(_MIXED, text, _QUOTED_NUMERAL, reach=1):
        parts = list(_MIXED_PART.finditer(text, match.start(1), match.end(1)))
        known = [m["unit"] for m in parts if m["unit"] in UNITS and m["unit"] != "级"]
        bare = match[1].replace("二", "两")
        if (
            _NOT_SPATIAL.match(text, match.end(1))
            or _is_system(text, match.end(1))
            or bare in _INITIATIVES
            or not known
            or len(known) == len(parts)
            or set(known) <= _WEAK
        ):
            continue
        yield Slogan(*match.span(1), match[1], tuple(_part(m) for m in parts))


def _joins(text: str, run: list[re.Match[str]], match: re.Match[str]) -> bool:
    gap = text[run[-1].end() : match.start()]
    if len(gap) > 70 or not _GAP.fullmatch(gap):
        return False
    if "\n" in gap:
        return False
    if re.search(r"[”\"].*[“\"]", gap):  # “甲”“乙” is one slogan only where each quotation holds one part
        before = text[run[-1].start() - 1 : run[-1].start()]
        after = text[match.end() : match.end() + 6]
        return before in ("“", '"') and bool(re.match(r"[一-鿿]{0,3}[”\"]", after))
    return True


def _slogan(text: str, run: list[re.Match[str]], *, weak: bool) -> Slogan | None:
    start, end = run[0].start(), run[-1].end()
    if _is_lookalike(text, run, weak=weak):
        return None
    if run[-1][0] == "一体":  # 三站一体: joined into one, not a body and its wings
        run = run[:-1]
        name = text[start:end]
        return Slogan(start, end, name, tuple(_part(m) for m in run))
    if (verb := _VERB.match(text, end)) and (
        len(text[run[0].end() : run[1].start()]) >= 2 or text[max(0, start - 1) : start] in ("“", '"', "‘")
    ):
        end = verb.end()
    name = re.sub(r"[“”‘’\"\s]|[(（][^()（）]*[)）]", "", text[start:end])
    parts = [_part(m) for m in run]
    if any(p.role == "pole" for p in parts):  # 一主两副: a main city and its seconds, not main and auxiliary stations
        parts = [replace(p, role="core") if p.unit == "主" else p for p in parts]
    return Slogan(start, end, name, tuple(parts), spatial=_is_spatial(text, run))


def _is_spatial(text: str, run: list[re.Match[str]]) -> bool:
    """Whether a run counts spaces: by its units, by the noun behind it, or by the areas it is listed with."""
    start, end = run[0].start(), run[-1].end()
    if not any(m["unit"] in _FUNCTIONAL for m in run) or _SPATIAL.match(text, end):
        return True
    return bool(_AREA_BEFORE.search(text[max(0, start - 6) : start]) and re.match("”?、", text[end : end + 2]))


def _is_system(text: str, end: int) -> bool:
    """Whether what follows a slogan calls it a system, and of nothing that lies in space."""
    system = _SYSTEM.match(text, end)
    return system is not None and not _OF_SPACES.search(system["what"])


def _is_lookalike(text: str, run: list[re.Match[str]], *, weak: bool) -> bool:
    start, end = run[0].start(), run[-1].end()
    bare = "".join(m[0] for m in run)
    units = [m["unit"] for m in run]
    numbers = [number_of(m["num"]) for m in run]
    before, after = text[max(0, start - 14) : start], text[end : end + 24]
    no, yes = _NOT_SPATIAL.match(after), _SPATIAL.match(after)
    if bare in _INITIATIVES or bare.replace("二", "两") in _INITIATIVES:
        return True
    if (before[-1:] and before[-1] in "零一二三四五六七八九十百千万第几数") or before[-1:].isdigit():
        return True
    quoted = before[-1:] in ("“", '"', "‘", "「") or before.rfind("“") > before.rfind("”")
    if numbers.count(None) == len(numbers) and (set(units) <= _WEAK or not quoted):
        return True
    if len(set(units)) == 1 and numbers == list(range(1, len(numbers) + 1)):  # 一区二区, 一村、二村
        return True
    if len(units) > 1 and len(set(zip(numbers, units, strict=True))) == 1:  # 一网通办、一网通管
        return True
    if "级" in units and not set(units) & _BESIDE_POLES:  # 市区两级, 三级四网
        return True
    if set(units) <= _CHAINED and not yes:  # 三链同构、五链耦合
        return True
    if re.match(r"[、，]?一[一-鿿]", after) and not re.match(rf"[、，]?一(?:{_UNIT})", after):  # 一村一品, 一区一策
        return True
    if set(units) <= {"江", "河", "湖", "岸", "山", "水"} and before[-1:] not in ("“", '"', "‘"):
        return True
    if re.search(r"养老|托育|托幼|医疗|服务设施|服务体系|服务网络", after):
        return True
    if no and not (yes and yes.start("yes") <= no.start("no")):
        return True
    if (
        "体" in units
        and re.search(r"产业|主体", before + after[:12])
        and not re.match(r"[”\"]?的?[^，。]{0,4}空间", after)
    ):
        return True
    if _is_system(text, end) and not (set(units) <= _SITES and _OF_AREA.search(text, max(0, start - 4), start)):
        return True
    # Weak units (城, 区, 中心 ...) count many things: unquoted, they need a spatial noun behind them.
    return set(units) <= _WEAK and not quoted and not yes and not weak


def _sums(text: str) -> Iterator[Slogan]:
    for match in anchored(_SUM, text, _PLUS, reach=2):
        head = _SUM_HEAD.match(text, match.end())
        if head is None or _NOT_SPATIAL.match(text, match.end(), head.end()):
            continue
        noun = re.sub(r"^[”’\"」]?的?", "", head[0])
        role: Role = "hub" if "枢纽" in noun else "cluster" if "圈" in noun or "组团" in noun else "zone"
        parts, position = [], match.start()
        for term in re.split(r"[+＋]", match[0]):
            parts.append(
                Part(
                    number_of(term), noun, "node" if not term.isdigit() else role, term, position, position + len(term)
                )
            )
            position += len(term) + 1
        name, spatial = match[0].replace("＋", "+"), not head[0].endswith("格局")
        yield Slogan(match.start(), match.end(), name, tuple(parts), "sum", spatial)


def _strings(text: str) -> Iterator[Slogan]:
    """“1331”城市空间格局: digits that each count something of their own."""
    for match in _DIGIT_STRING.finditer(text):
        at = match.start("digits")
        parts = tuple(
            Part(int(digit), match["noun"], "zone", digit, at + k, at + k + 1)
            for k, digit in enumerate(match["digits"])
        )
        yield Slogan(at, match.end("digits"), match["digits"], parts, "sum")


def _shapes(text: str) -> Iterator[Slogan]:
    for match in anchored(_SHAPES, text, _PLUS, reach=3):
        parts = [
            Part(1, m[0], _SHAPE_ROLES.get(m[0][-1], _SHAPE_ROLES.get(m[0][0], "axis")), m[0], m.start(), m.end())
            for m in re.compile(_SHAPE).finditer(text, match.start(), match.end())
        ]
        yield Slogan(match.start(), match.end(), match[0].replace("＋", "+"), tuple(parts), "shape")


def _counted(text: str) -> Iterator[Slogan]:
    for pattern, anchor, reach in ((_COUNTED, _MEASURED, 2), (_ROUTES, _MEASURED, 1), (_PAIR, _PAIR_ANCHOR, 3)):
        for match in anchored(pattern, text, anchor, reach=reach):
            if text[max(0, match.start() - 1) : match.start()] in tuple("第一二三四五六七八九十百千0123456789"):
                continue
            if pattern is _COUNTED and _ELSEWHERE.search(text, max(0, match.start() - 24), match.start()):
                continue
            label = match["num"] + match["measure"] if pattern is _COUNTED else None
            part = _part(match, text=label)
            yield Slogan(match.start(), match.end(), match[0], (part,), "counted")
    for match in _ROUNDS.finditer(text):
        yield Slogan(match.start("num"), match.end(), match[0].replace("”", ""), (_part(match),), "counted")
    for match in _QUOTED.finditer(text):
        if match["verb"] in ("产业", "经济"):
            continue
        yield Slogan(match.start() + 1, match.end() - 1, match[0][1:-1], (_part(match),), "counted")
