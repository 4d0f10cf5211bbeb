"""The edges of a found name: what belongs to it behind it, what is a second name, and what is no mention at all."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gazetteer.characters import fold_marks
from gazetteer.names import vocabulary
from gazetteer.spans import Span

if TYPE_CHECKING:
    from gazetteer.records import Kind

_PLACE_WORDS = (
    r"(?:(?!等|建设|推进|加快|工程|项目|改造|规划|阶段|路段|时段|一段|手段|形成|连接|提升)[\u4e00-\u9fff]){1,6}"
)

_WORKS = (
    r"(?:(?:快速化|综合|提档|提质|扩能|扩容|除险|续建配套与|续建|全面|现代化|智能化|安全|升级)*"
    r"(?:改造|扩能|扩容|改扩建|扩建|改建|拓宽|迁建|整治|除险加固)|快速化)"
)
_NUMERAL = r"[一二三四五六七八九十\d]+"
_EXTENSIONS = re.compile(
    r"(?:复线|连接线|联络线|延长线|延伸线|[大东西南北内外]环线)?"
    rf"(?:{_PLACE_WORDS}至{_PLACE_WORDS}(?:段|支线)|{_PLACE_WORDS}段(?![位落子时])|{_PLACE_WORDS}支线)?"
    rf"(?:第?{_NUMERAL}(?:至{_NUMERAL})?期(?:[东西南北中]段|[东西南北]{{1,2}}环)?)?(?:{_NUMERAL}号机组)?"
    r"(?:[东西南北]延(?:段|线)?(?:支线)?(?:[一二三]期)?|[东西南北中]段|支线)?"
    r"(?:第?[一二三四五六七八九十]+跑道|[一二三四]期)?"
    rf"{_WORKS}?(?:及其?配套)?(?:工程|项目)?"
)
_BRANCH = re.compile(rf"(?:{_PLACE_WORDS})?(?:院区|校区|新院|新馆|新校区|分院|分校)(?:[一二三四]期)?")
"""Behind a hospital, school or museum: the branch or the new building that is meant."""
_SECTION_IN_BRACKETS = re.compile(r"（[\u4e00-\u9fff\d—]{2,16}段）")

_BARE_WORKS = re.compile(_WORKS)
_NAMED_WORKS = re.compile(
    r"(?:快速化|综合|扩能|续建配套与现代化)?(?:改造|扩能|扩容|改扩建|扩建|改建|拓宽|迁建|整治)|快速化|升级改造"
)
"""Works that a project is called by; 提质改造 and 除险加固 are what is done."""

_ENDS = re.compile(r"[，。；、：）\s]|等|$")
_PROJECT_KINDS = frozenset(
    {"rail", "road", "airport", "port", "station", "logistics", "platform", "facility", "utility"}
)


def extend(text: str, span: Span) -> Span:
    """Take in what belongs to a project's name behind it: phase, section, extension works."""
    if old := _OLD_QUARTER.search(span.name):
        return span._replace(end=span.end - len(old.group()), name=span.name[: old.start()], kind="zone")
    if span.kind in _WITH_SECTIONS and text.startswith("（", span.end):
        return _taking(span, _SECTION_IN_BRACKETS.match(text, span.end))
    if span.kind not in _PROJECT_KINDS or not text[span.end : span.end + 1].isalnum():
        return span
    if span.kind == "facility" and (branch := _BRANCH.match(text, span.end)):
        return _taking(span, branch)
    found = _EXTENSIONS.match(text, span.end)
    tail = found.group() if found else ""
    if "段" in tail and span.kind not in {"rail", "road", "utility", "port"}:
        return span
    if tail in {"", "项目", "工程"}:
        return span
    ends = _ENDS.match(text, span.end + len(tail))
    named = ends and _NAMED_WORKS.fullmatch(tail) and span.kind not in {"platform", "facility", "logistics"}
    if _BARE_WORKS.fullmatch(tail) and not named:
        # 改造广州火车站 is work on it; only 广州火车站改造 before a mark is a project's name.
        return span
    return _taking(span, found)


_OLD_QUARTER = re.compile(r"(?<=片区|组团|街道)旧[城村厂]$")
"""What works are on in a quarter that is named (湖滨片区|旧城改造)."""
_WITH_SECTIONS = frozenset({"road", "utility", "facility", "nature"})


def _taking(span: Span, behind: re.Match[str] | None) -> Span:
    """A span with what was found behind it."""
    if behind is None:
        return span
    return span._replace(end=behind.end(), name=span.name + behind.group(), ids=(), known=False)


_APPOSITION = re.compile(
    r"（([^（）、，]{2,24}(?:号线|延段|延线|支线|西延|[东西南北]延至[^（）]*|产业园|产业新城|物流园|枢纽|高速|城际|大道))）$"
)


def without_apposition(text: str, span: Span) -> list[Span]:
    """A line or hub and the second name that brackets give it, as two names (…城际（28号线）)."""
    if span.kind not in {"rail", "road", "logistics"} or text[span.end - 1] != "）":
        return [span]
    found = _APPOSITION.search(text[span.start : span.end])
    if found is None or not found.start():
        return [span]
    end = span.start + found.start()
    first = span._replace(end=end, name=_APPOSITION.sub("", fold_marks(span.name)))
    return [first, Span(end + 1, span.end - 1, found.group(1), span.kind)]


_ELLIPTIC = (
    (re.compile(r"综保区(?=$|[一二三四]期|[东西南北]区)"), "综合保税区", "platform"),
    (re.compile(r"(?<!自贸)经开区(?=$|[东西南北]区)"), "经济技术开发区", "platform"),
    (re.compile(r"高速(?=$|[（东西南北中]|扩建|改扩建|连接线)"), "高速公路", "road"),
    (re.compile(r"城际(?=$|（)"), "城际铁路", "rail"),
)


_SHORT_OF_WORKS = re.compile(r"(?:引水|调水|补水|水资源配置|防洪治理)$")
_SPELT_OUT = re.compile(r"(?<=[\u4e00-\u9fff])（[\u4e00-\u9fff]{1,2}）")
_BAY_AREA = re.compile(r"^(?:大湾区|湾区)(?=[\u4e00-\u9fff])")


def full_name(span: Span) -> str:
    """Name as a reader would write it out.

    Without quotation marks, with the word that 高速 and 城际 leave out, 大湾区 in full, and without the syllables in
    brackets that spell abbreviations out (中（山）南（沙）虎（门）城际).

    >>> full_name(Span(0, 0, "中（山）南（沙）虎（门）城际", "rail"))
    '中南虎城际铁路'
    """
    return _written_out(span.name, span.kind)


@lru_cache(maxsize=1 << 14)
def _written_out(name: str, of: Kind) -> str:
    name = fold_marks(name).replace("“", "").replace("”", "").replace("——", "—")
    if len(_SPELT_OUT.findall(name)) >= 2:
        name = _SPELT_OUT.sub("", name)
    for pattern, full, kind in _ELLIPTIC:
        if of == kind:
            name = pattern.sub(full, name)
    if of == "utility" and _SHORT_OF_WORKS.search(name):
        name += "工程"
    return _BAY_AREA.sub("粤港澳大湾区", name).replace("（", "(").replace("）", ")")


_ORGANISATION = re.compile(
    r"(?:市委|省委|区委|县委|党委|工委|市政府|省政府|区政府|县政府|人民政府|政府|人大|政协|证监局|银保监局|[^，。；：、\n\r（）]{0,6}监管局|[^，。；：、\n\r（）]{0,4}分行|TOD(?:经验|模式)|海关|税务|公安|检察|法院|集团|公司|银行|日报|"
    r"股份|联盟|商会|协会|学会|办公室|指挥部|委员会|管委会|话|菜|人民?(?=[，。、])|制造[”]|样板|样本|模式|经验|速度|质量[”]|品牌|方案|条例|条例》|标准|精神|故事|声音|智慧[”]|方言|文化(?=[，。、魅影自遗特]))"
)


_TITLE = re.compile(
    r"[ \u3000]*[\u4e00-\u9fff]{2,8}[省市区县州盟旗镇][^，。；：\n\r]{0,40}(?:规划|纲要|计划|方案|意见|报告)"
    r"(?:（[^（）\n]{2,24}）)?[ \u3000]*(?=[\n\r]|$)"
)
"""A line that is the title of a plan: it begins with the unit that the plan is for."""


def _in_title(text: str, span: Span) -> bool:
    line = text.rfind("\n", max(0, span.start - 60), span.start) + 1
    if not line and span.start >= 60:
        return False
    found = _TITLE.match(text, line)
    return found is not None and found.end() >= span.end


_NUMBERED = re.compile(r"（[一二三四五六七八九十\d]+）")
"""The number of a heading (（一）铁路)."""


@cache
def firms() -> re.Pattern[str]:
    """Firms by which plans call projects (宝武, 比亚迪), and the words that end a firm's name."""
    names = sorted((row["firm"] for row in vocabulary("firms")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})|[\u4e00-\u9fff]{{2,4}}(?:集团(?!化)|股份)")


def _in_firm(text: str, span: Span) -> bool:
    """Whether a unit is part of a firm's name (延长石油) or tells where one sits (株洲中车)."""
    named = firms().match(text, span.start)
    return (named is not None and named.end() > span.end) or firms().match(text, span.end) is not None


_EVENT = re.compile(
    r"[^，。；：、\n\r（）]{0,10}?(?:大会|(?:珠宝|啤酒|美食|灯光|服装|动漫|戏剧|花卉|旅游|文化)[节周](?![边转期])|购物节|定制周|时装周|马拉松|博览会|交易会|论坛|峰会|年会|艺术节|旅游节|文化节|电影节|音乐节|"
    r"美食节|消费季|锦标赛|公开赛|联赛|邀请赛|设计周|车展|国际[\u4e00-\u9fff]{1,4}(?:节(?![能点水约])|周(?![边转期]))|书展|灯会|庙会)"
)


def is_no_mention(text: str, span: Span) -> bool:
    """An organisation as an actor, an event, or a name inside the title of a document."""
    if _NUMBERED.match(span.name) or (span.kind in {"admin", "region"} and _in_title(text, span)):
        return True
    if span.kind == "admin" and _in_firm(text, span):
        return True
    if span.kind == "admin" and (_ORGANISATION.match(text, span.end) or _EVENT.match(text, span.end)):
        return True
    opened = text.rfind("《", max(0, span.start - 60), span.start)
    if opened >= 0 and "》" not in text[opened : span.start]:
        return True
    return span.kind in {"admin", "zone"} and len(span.name) <= 8 and _in_brand(text, span)


def _in_brand(text: str, span: Span) -> bool:
    """Whether a place only lends its name to a brand or programme in quotation marks (“广州制造”)."""
    opened, closed = text.rfind("“", max(0, span.start - 24), span.start), text.find("”", span.end, span.end + 24)
    if (
        opened < 0
        or closed < 0
        or re.search(r"[”。；\n]", text[opened + 1 : span.start])
        or "“" in text[span.end : closed]
    ):
        return False
    rest = text[opened + 1 : span.start] + text[span.end : closed]
    return len(rest) >= 2 and not re.search(r"[、—\-，（]", rest)
