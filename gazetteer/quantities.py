"""Quantities: what a plan says that something costs, how long or large it is, in which years it is built.

A number is taken only where a word says what it counts (总投资, 全长, 占地面积, 建设周期).  Floor areas, speeds,
distances, output, a year's budget and money already spent are no properties of a project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Property = Literal["investment_yuan", "years", "length_km", "area_km2"]
Years = tuple[int, int]

MONEY = {"万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "": 1}
LENGTHS = {"公里": Decimal(1), "千米": Decimal(1), "km": Decimal(1), "米": Decimal("0.001"), "m": Decimal("0.001")}
_MU = Decimal(1) / Decimal(1500)
"""Square kilometres in one 亩: 15 亩 are one hectare."""
AREAS = {
    **dict.fromkeys(("平方公里", "平方千米", "km2", "km²"), Decimal(1)),
    "公顷": Decimal("0.01"),
    "亩": _MU,
    "平方米": Decimal("0.000001"),
    "㎡": Decimal("0.000001"),
}
# Each pattern that goes over whole texts begins with a digit or a letter, by which the search skips the rest.
_NUMBER = r"\d(?:\d{0,2}(?:[，,]\d{3})+(?!\d)|\d*)(?:\.\d+)?"
_MEASURE = re.compile(
    rf"(?P<number>{_NUMBER})\s?[余多]?\s?(?:"
    r"(?P<scale>[万亿千])?(?P<area>平方公里|平方千米|km2|km²|公顷|亩|平方米|㎡)"
    r"|(?P<money>万亿|千亿|百亿|亿|千万|百万|万)(?P<currency>元)?(?:人民币)?(?P<bare>以上|左右|[，。；、）\s的]|$)?"
    r"|(?P<length>公里|千米|km|米))",
    re.IGNORECASE,
)
# Per something, a grade of something, a speed: not a size.
_RATIO = re.compile(r"\s?(?:人民币)?\s?[/每／²³]|级|数|公?斤|时速|生活圈|[吨立]|见方")
_NOT_BEFORE = frozenset("0123456789.—/-至第≥≤")
_ABOUT = (
    r"(?:（[^（）]{1,12}）|共计|大约|约|为|达到|达|接近|近|超过|超|逾|合计|预计|不低于|不少于|共|计|：|\s|是|人民币)*"
)
_LEAD_WORDS = r"(?:计划|预计|估算|概算|匡算|静态|动态|规划|建设|项目|工程|线路|路线|全线)*"
_INVESTMENT = re.compile(rf"{_LEAD_WORDS}(?:总投资|投资)(?:总额|估算|概算|规模|总规模|额)*{_ABOUT}$")
_LENGTH = re.compile(rf"{_LEAD_WORDS}(?:全长|总长度?|总里程|长度|里程|长){_ABOUT}$")
_AREA = re.compile(
    r"(?:规划|控制|用地|范围|区域|行政|辖区|陆域|占地|管辖|国土|流域|水域|园区|项目|总|红线)*(?:总面积|面积|占地)"
    + _ABOUT
    + "$"
)
_SPENT = re.compile(
    r"(?:完成|累计|吸引|引进|固定资产|民间|社会|财政|外商|年度|年均|工业|新增|境外|利用|政府|中央|省级|市级|区级|融资|风险|直接|房地产|"
    r"对外|当年|带动|撬动|拉动|追加|期间?|时期|年|其中|股权|十[二三四五六七]五”?)$"
)
_PART = re.compile(r"(?:[增成延周]|岸线?|其中[^，]{0,8})$")
_OTHER_AREA = re.compile(
    r"(?:建筑|现状(?:建设)?|绿化|展览|营业|产业|种植|改造|新增|储备|核心区|起步区|启动区|先行区|[一二三]期|其中[^，]{0,8})$"
)
_KEYS = ((_INVESTMENT, _SPENT), (_LENGTH, _PART), (_AREA, _OTHER_AREA))
_WINDOW = 30
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_RANGE = re.compile(rf"{_YEAR}\s?年?(?:[.．/]?\d{{1,2}}月?)?(?:底|初)?\s?(?:—|－|-|~|至|到)+\s?((?:19|20)\d\d)(?!\d)")
_SINGLE = re.compile(_YEAR)
_FIVE_YEAR = re.compile(
    r"(?<![一二三四五六七八九])(十[一二三四五六七八九]?)五(?!年|[一二三四五六七八九十百万千亿个项大])"
)
_HAPPENS = (
    r"(?:全线|全面|正式|力争|计划|预计|实现|基本|主体|陆续|将|\s)*"
    r"(?:建成(?:通车|投用|投产|运营|开通|并?投入使用|启用)?|竣工|完工|通车|投产|投用|投入(?:使用|运营)|开通(?:运营)?|启用|开工(?:建设)?|动工(?:建设)?|全线贯通)"
)
_SPANS = re.compile(r"(?:周期|年限|工期|期限|时间|时限)(?:为|：|约|\s)*(?P<when>[^，。；！？\n（）]{4,24})")
_SPANS_OF = re.compile(r"(?:建设|实施|施工|项目|工程|计划|起止)+$")
_EVENTS = re.compile(
    r"(?:20\d\d年(?:底|末|初|上半年|下半年|\d{1,2}月)?(?:以?前|之前|内)?"
    rf"|十[二三四五六七]五”?(?:期间|时期|期内)|规划期[内间])，?{_HAPPENS}"
)
_BRACKETS = re.compile(r"（((?:19|20)\d\d年?\s?(?:—|－|-|至)+\s?(?:19|20)\d\d年?)）")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text: the property that it states, its value, and the span from its word to its unit.

    ``keyed`` is False for a bare length or area ("12公里"), which says nothing of what it measures.
    """

    key: Property
    value: Any
    start: int
    end: int
    keyed: bool = True
    event: bool = False
    """A year with what happens in it (2025年建成), which may stand before the name."""


def find_quantities(text: str, *, period: Years | None = None) -> Iterator[Quantity]:
    """Quantities of a text in reading form or folded Simplified, those of years after those of size.

    Parameters
    ----------
    text
        A sentence, a cell or a whole plan.
    period
        First and last year of the plan, which 规划期内 means.
    """
    for match in _MEASURE.finditer(text):
        if text[match.start() - 1 : match.start()] in _NOT_BEFORE and match.start():
            continue
        quantity = _measured(text, match)
        if quantity is not None:
            yield quantity
    yield from _times(text, period)


def _times(text: str, period: Years | None) -> Iterator[Quantity]:
    for match in _SPANS.finditer(text):
        word = _SPANS_OF.search(text[max(0, match.start() - 6) : match.start()])
        years = years_of(match["when"], period=period)
        if word is not None and years is not None:
            yield Quantity("years", list(years), match.start() - len(word.group()), match.end())
    for match in _EVENTS.finditer(text):
        years = years_of(match.group(), period=period)
        if years is not None and text[match.start() - 1 : match.start()] not in _NOT_BEFORE - {"至"}:
            yield Quantity(
                "years", list(years), match.start() - (text[match.start() - 1] == "“"), match.end(), event=True
            )
    for match in _BRACKETS.finditer(text):
        years = years_of(match.group(1), period=period)
        if years is not None:
            yield Quantity("years", list(years), match.start(), match.end())


def _measured(text: str, match: re.Match[str]) -> Quantity | None:
    number, start, end = _decimal(match["number"]), match.start(), match.end()
    if match["bare"] and match["bare"] not in {"以上", "左右"}:
        end = match.start("bare")
    if _RATIO.match(text, end):
        return None
    window_start = max(0, start - _WINDOW)
    window = text[window_start:start]
    key: Property
    value: int | float
    if match["money"]:
        if not (match["currency"] or (match["bare"] is not None and "亿" in match["money"])):
            return None
        key, value, (word, bad) = "investment_yuan", _yuan(number * MONEY[match["money"]]), _KEYS[0]
    elif match["length"]:
        key, (word, bad) = "length_km", _KEYS[1]
        value = _float(number * LENGTHS[match["length"].lower()])
    else:
        key, (word, bad) = "area_km2", _KEYS[2]
        value = _float(number * MONEY.get(match["scale"] or "", 1000) * AREAS[match["area"].lower()])
    found = word.search(window)
    if found is None:
        bare = key == "area_km2" or (key == "length_km" and match["length"] != "米")
        return Quantity(key, value, start, end, keyed=False) if bare else None
    if bad.search(window, 0, found.start()):
        return None
    return Quantity(key, value, window_start + found.start(), end)


def properties_of(words: str, *, period: Years | None = None) -> dict[Property, Any]:
    """Properties that words about one thing state, the first of each kind.

    >>> properties_of("线路全长21.6公里，总投资约98.5亿元，建设周期：2021—2025年")
    {'length_km': 21.6, 'investment_yuan': 9850000000, 'years': [2021, 2025]}
    >>> properties_of("总建筑面积4.5万平方米，设计时速350公里，已完成投资3亿元")
    {}
    """
    found: dict[Property, Any] = {}
    for quantity in find_quantities(words, period=period):
        if quantity.keyed:
            found.setdefault(quantity.key, quantity.value)
    return found


_AMOUNT = re.compile(
    rf"{_ABOUT}(?P<number>{_NUMBER})\s?[余多]?(?P<money>万亿|千亿|百亿|亿|千万|百万|万)?(?P<currency>元)?(?:以上|左右|（[^（）]*）)?"
)


def amount_yuan(words: str, *, scale: int | None = None) -> int | None:
    """Yuan that an amount means; one without a unit of its own counts in ``scale`` yuan, or not at all.

    >>> amount_yuan("1,234.5万元"), amount_yuan("约12亿"), amount_yuan("40.25", scale=10**4), amount_yuan("待定")
    (12345000, 1200000000, 402500, None)
    """
    found = _AMOUNT.fullmatch(words.strip())
    if found is None:
        return None
    own = found["money"] or ("" if found["currency"] else None)
    if own is None and scale is None:
        return None
    return _yuan(_decimal(found["number"]) * (MONEY[own] if own is not None else scale or 1))


_UNIT = "平方公里|平方千米|km2|km²|公顷|亩|平方米|㎡|公里|千米|km|米|m"
_SIZE = re.compile(rf"{_ABOUT}(?P<number>{_NUMBER})\s?[余多]?(?P<scale>万)?(?P<unit>{_UNIT})?", re.IGNORECASE)
_TITLE_UNIT = re.compile(
    r"(?P<scale>万)?(?P<unit>平方公里|平方千米|km2|km²|公顷|亩|平方米|㎡|公里|千米|km|米|m)", re.IGNORECASE
)


def size_of(words: str, title: str, key: Property) -> float | None:
    """Kilometres or square kilometres that a cell gives, in its own unit or in that of its column's title.

    >>> size_of("12.5", "里程（公里）", "length_km"), size_of("300亩", "面积", "area_km2")
    (12.5, 0.2)
    """
    found = _SIZE.fullmatch(words.strip())
    if found is None:
        return None
    unit = found if found["unit"] else _TITLE_UNIT.search(title)
    table = LENGTHS if key == "length_km" else AREAS
    if unit is None or unit["unit"].lower() not in table:
        return None
    return _float(_decimal(found["number"]) * (10**4 if unit["scale"] else 1) * table[unit["unit"].lower()])


def years_of(words: str, *, period: Years | None = None) -> Years | None:
    """First and last year that words give; one year is both, 十四五 is its five years, 规划期 the plan's ``period``.

    >>> years_of("2021—2025年"), years_of("2021.3-2023.12"), years_of("2025年底"), years_of("“十四五”期间")
    ((2021, 2025), (2021, 2023), (2025, 2025), (2021, 2025))
    """
    found = _RANGE.search(words)
    if found is not None:
        first, last = int(found.group(1)), int(found.group(2))
        return (first, last) if first <= last else None
    fives = [_five_years(m.group(1)) for m in _FIVE_YEAR.finditer(words)]
    singles = [int(m.group(1)) for m in _SINGLE.finditer(words)]
    if fives and not singles:
        return min(f[0] for f in fives), max(f[1] for f in fives)
    if len(set(singles)) == 1 and not fives:
        return singles[0], singles[0]
    return period if "规划期" in words and not singles and not fives else None


def _five_years(ordinal: str) -> Years:
    # Since the sixth (1981-1985) each five-year plan follows the last without a gap.
    first = 1951 + 5 * (10 + " 一二三四五六七八九".index(ordinal[1:] or " "))
    return first, first + 4


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace("，", "").replace(",", ""))


def _yuan(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))


def _float(size: Decimal) -> float:
    return float(round(size, 8))
