"""Names that say their own course: 'A至B', 'A经B至C', 'A—B城际', and abbreviations such as 广佛, 穗莞深, 广清永高铁."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, Protocol

from gazetteer.names import key, short_unit_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Course = Literal["via", "all"]
"""``via``: a line through the stops in order; ``all``: the union of the stops."""

_SPLIT: Final = re.compile(r"—+|(?<=[\u4e00-\u9fff）])-(?=[\u4e00-\u9fff])|至|经由|途经|经(?![济开贸营])|到(?=[^达港])")
_COUNT: Final = r"第?[一二两三四五六七八九十\d]+(?:号|期|、|条)?"
_LINE_WORD: Final = (
    "[东南西北中]线|高速铁路|高速公路|高速轨道|高速|城际铁路|城际轨道|城际|客运专线|客专|货运专线|专用线|铁路|高铁|普铁|轨道交通|轨道|地铁|有轨电车|"
    "捷运|快线|快速路|快速通道|快速干线|快速|干线|联络线|连接线|延长线|延伸线|支线|专线|复线|线路|线|公路|大道|道路|路|"
    "跨江|跨海|过江|过海|隧道|大桥|特大桥|桥|新通道|大通道|通道|走廊|公共|交通|货运|客运|综合|运输|新线|"
    "市域铁路|市郊铁路|市域|市郊|都市快线|都市圈|扩能|改造|扩建|改扩建|新建|升级|项目|工程|建设|段|第二|直连|直达|磁悬浮|电气化"
)
_LOCAL_WAY: Final = re.compile(
    r"(?<!公铁)(?<!跨海)(?<!跨江)桥|隧道|过江通道|过海通道|大道|立交|(?<!公)(?<!铁)路(?:$|[东南西北])"
)
"""Ways inside a city: what looks like abbreviations in their names is none (武汉长江大桥, 成洛大道)."""
_TOWN_END: Final = re.compile(r"[镇乡村县区市]$|街道?$")
_WATERS: Final = ("江", "河", "湖", "海", "山")
_LINE_TAIL: Final = re.compile(rf"(?:{_LINE_WORD}|{_COUNT}|[东南西北中]段)*")
_LINE_END: Final = re.compile(rf"(?:{_LINE_WORD}|第?[一二两三四五六七八九十\d]+(?:号|期|条)|[A-Z]?\d+线?)+$")
_LINE_HEAD: Final = re.compile(
    r"^(?:.{2,4}(?=市[域郊]))?(?:新建|市域铁路|市郊铁路|城际铁路|高速铁路|高速公路|市域|市郊)+"
)
_LONG_WAY: Final = re.compile(r"高速|高铁|铁路|城际|客专|客运专线|市域|市郊|快线|[A-Z]\d+线")
"""Ways between cities: in their names any city or county nearby may stand by its first character."""
_LOCAL_RAIL: Final = re.compile(r"市域|市郊|都市快线|[A-Z]\d+线")
_LINE: Final = "高速公路|高速|高铁|城际铁路|铁路|城际|[环干号专]线|公路|通道"
_SECTION: Final = re.compile(rf"(?P<line>.*(?:{_LINE}|线))(?P<ends>.{{2,12}}段)(?:$|[^至—]*$)")
"""A line before its section: 西安至重庆高铁 before 安康至重庆段, 成渝中线 before 重庆段."""
_LINE_IN_NAME: Final = re.compile(rf"(?:{_LINE}).*(?:{_LINE}|线)")
_AXIS_TAIL: Final = re.compile(
    r"(?:科技|创新|产业|经济|城市|城镇|都市|发展|高质量|功能|生态|绿色|文化|文旅|农业|粮食|综合|交通|空间|主|次|联动|合作|协同|"
    r"融合|科创|先进|制造|数字|现代)*"
    r"(?:主轴|轴线|轴带|轴|走廊|廊道|带|通道)$"
)
_UNION_TAIL: Final = re.compile(
    r"(?:地区|全域|都市圈|都市区|经济圈|城市群|同城化?|一体化|区域|各市|[两三四]市|[两三]地)$"
)
_BRACKETS: Final = re.compile(r"（[^（）]*）")
MAX_STOPS: Final = 8
MAX_SIGNS: Final = 4
"""Cities that one sign each stands for in a name: more are listed, not strung together."""
MAX_NAME: Final = 80


class Stops(Protocol):
    """Whatever knows the places that a line may name."""

    def stop(self, name: str) -> str | None:
        """Id of the place that a stop's name means on this line, None where it is not known."""

    def unit(self, name: str) -> str | None:
        """Id of the unit or town of that name."""

    def section(self, line: str, ends: Sequence[str]) -> str | None:
        """Id of the part of a known line between two places, or inside one; None where it is not known to pass."""

    def units(self, alternatives: Sequence[tuple[str, ...]], *, local: bool = False) -> list[str]:
        """Ids of units, one for each tuple of names that an abbreviation may mean; empty where one is not known."""

    def nearby(self, character: str) -> tuple[str, ...]:
        """Names of units near the plan that begin with a character."""


def compose(name: str, kind: str | None, stops: Stops) -> str | None:
    """Id of the line or union that a name describes through places that are known, None where it describes none.

    Parameters
    ----------
    name
        A name such as "广州东至新塘五六线", "佛山经广州至东莞城际", "广佛", "广清永高铁".
    kind
        Kind of the name. rail and road are lines, zone an axis or a union; any other kind only in the form "A至B".
    stops
        Finds the stops; it decides what a bare name (南沙) and an abbreviation (南) mean for this line.

    Returns
    -------
    str or None
        ``via+A+B``, ``part+LINE+A+B`` or ``all+A+B``, which `gazetteer.places.Places` turns into a place. Both ends are
        known; a stop between them that is not known is left out.

    Examples
    --------
    >>> class Known:
    ...     def stop(self, name):
    ...         return {"广州东": "gz-dong", "新塘": "xin-tang"}.get(name)
    ...     def unit(self, name):
    ...         return None
    ...     def section(self, line, ends):
    ...         return None
    ...     def units(self, alternatives, *, local=False):
    ...         return [names[0] for names in alternatives]
    ...     def nearby(self, character):
    ...         return ()
    >>> compose("广州东至新塘五六线", "rail", Known())
    'via+gz-dong+xin-tang'
    >>> compose("广清永高铁", "rail", Known())
    'via+广州市+清远市+永州市'
    """
    text = key(name)
    if len(text) > MAX_NAME:
        return None
    section = _SECTION.fullmatch(text)
    ends = _ends(section["ends"], stops) if section else []
    if section and ends and (part := stops.section(section["line"], ends)) is not None:
        return part
    if len(ends) > 1:
        return "+".join(("via", *ends))
    for form in dict.fromkeys((text, _BRACKETS.sub("", text))):
        found = _told(form, stops) or _abbreviated_ends(form, kind, stops)
        if found:
            return "+".join(("via", *found))
        course, found = _abbreviated(form, kind, stops)
        if found:
            return "+".join((course, *found))
    return None


def _ends(text: str, stops: Stops) -> list[str]:
    """Find the stops that bound a section, or the one place that it lies in."""
    inside = stops.unit(text.removesuffix("段"))
    return _told(text, stops) or ([] if inside is None else [inside])


def _told(text: str, stops: Stops) -> list[str]:
    """Find the stops of a name that tells its course in words."""
    ways = dict.fromkeys((tuple(_SPLIT.split(text)), tuple(_parts(text, stops))))
    return next((found for parts in ways if (found := _ends_and_between(parts, stops))), [])


def _parts(text: str, stops: Stops) -> Iterator[str]:
    """Split a name as `_SPLIT` does, but not within a unit (周至, 乐至)."""
    start = 0
    for cut in _SPLIT.finditer(text):
        if stops.unit(text[max(0, cut.start() - 1) : cut.end()]) is None:
            yield text[start : cut.start()]
            start = cut.end()
    yield text[start:]


def _ends_and_between(parts: Sequence[str], stops: Stops) -> list[str]:
    """Ids of the stops that the parts of a name tell; the ends must be known."""
    if not 2 <= len(parts) <= MAX_STOPS or not all(parts):
        return []
    first = _known(stops, (parts[0][i:] for i in range(len(parts[0]) - 1)))
    last = _known(stops, _before_tail(parts[-1]))
    if first is None or last is None or first == last:
        return []
    middle = [stop for part in parts[1:-1] if (stop := stops.stop(part)) is not None]
    return list(dict.fromkeys((first, *middle, last)))


def _known(stops: Stops, candidates: Iterator[str]) -> str | None:
    """First candidate that is a known place; the caller gives the longest first."""
    return next((place for candidate in candidates if (place := stops.stop(candidate)) is not None), None)


def _before_tail(text: str) -> Iterator[str]:
    """Beginnings of a text, longest first, after which only words of lines or axes follow."""
    for end in range(len(text), 1, -1):
        if _LINE_TAIL.fullmatch(text[end:]) or _AXIS_TAIL.fullmatch(text[end:]):
            yield text[:end]


def _abbreviated_ends(text: str, kind: str | None, stops: Stops) -> list[str]:
    """Find the stops of a name whose ends are groups of abbreviations: 广佛—澳珠主轴."""
    parts = _SPLIT.split(_AXIS_TAIL.sub("", _LINE_END.sub("", text)))
    if kind not in {"rail", "road", "zone"} or not 2 <= len(parts) <= MAX_STOPS:
        return []
    groups = [_alternatives(part) for part in parts]
    if not all(groups) or (kind != "zone" and _LINE_IN_NAME.search(text)):
        return []
    return _distinct(stops.units([names for group in groups for names in group]))


def abbreviated(text: str) -> list[tuple[str, ...]]:
    """Units that a zone's name abbreviates, several for each that is not clear; empty for any other name.

    >>> abbreviated("深汕合作区"), abbreviated("深莞惠都市圈")
    ([], [('深圳市',), ('东莞市',), ('惠州市',)])
    """
    return _alternatives(_UNION_TAIL.sub("", text.removesuffix("核心区")))


def strung_cities(name: str, cities: Sequence[str], home: str) -> list[str]:
    """Cities that the name of an axis or a belt strings together by their first signs; empty where that is a guess.

    Parameters
    ----------
    name
        Name of an axis, belt or corridor.
    cities
        Names of the cities of the plan's province: each sign must mean one of them and no other.
    home
        The plan's own city, which must be among those strung together; its sign means no other.

    >>> strung_cities("郑开创新轴", ["郑州市", "开封市", "洛阳市"], "郑州市")
    ['郑州市', '开封市']
    >>> strung_cities("沿江创新带", ["合肥市", "淮南市"], "合肥市")
    []
    """
    stem = _AXIS_TAIL.sub("", key(name))
    if stem == key(name) or not 2 <= len(stem) <= MAX_SIGNS:
        return []
    found: list[str] = []
    for sign, count in Counter(stem).items():
        meant = [city for city in cities if city.startswith(sign)]
        meant = [home] if home in meant else meant
        if len(meant) != count:
            return []
        found += meant
    return found if home in found else []


def _abbreviated(text: str, kind: str | None, stops: Stops) -> tuple[Course, list[str]]:
    """Find the stops of a name made of abbreviations, and whether they make a line or a whole."""
    course: Course = "via"
    nearby = None
    if kind in {"rail", "road"}:
        if _LOCAL_WAY.search(text):
            return course, []
        stem = _LINE_HEAD.sub("", _LINE_END.sub("", text))
        nearby = stops.nearby if _LONG_WAY.search(text) else None
    elif kind not in {"zone", "region", None} or (kind is None and _TOWN_END.search(text)):
        return course, []
    elif _AXIS_TAIL.search(text):
        stem = _AXIS_TAIL.sub("", text)
        if stem.endswith(_WATERS):  # 珠江发展轴 follows the river, it does not join 珠海 and 江门
            return course, []
    else:
        stem, course = _UNION_TAIL.sub("", text), "all"
        if _SIDE_OF_PROVINCE.fullmatch(stem):
            return course, []
    alternatives = _alternatives(stem, nearby)
    if not 2 <= len(alternatives) <= MAX_STOPS or len(set(stem)) < len(stem):  # 宁扬宁马 is two lines
        return course, []
    return course, _distinct(stops.units(alternatives, local=_LOCAL_RAIL.search(text) is not None))


_SIDE_OF_PROVINCE = re.compile(".[东西南北中]")
"""赣西 is the west of a province, not 赣州 and 西安."""


def _distinct(ids: list[str]) -> list[str]:
    """``ids``, or nothing where one stands twice or too few or many are left."""
    return ids if 2 <= len(ids) == len(set(ids)) <= MAX_STOPS else []


def _alternatives(stem: str, nearby: Callable[[str], tuple[str, ...]] | None = None) -> list[tuple[str, ...]]:
    """Units that each piece of a run of abbreviations and short names may mean; empty where a piece is neither.

    ``nearby`` adds what a character may stand for about the plan.

    >>> _alternatives("穗湛江")
    [('广州市',), ('湛江市',)]
    """
    found: list[tuple[str, ...]] = []
    position = 0
    while position < len(stem):
        piece = next((p for n in (4, 3, 2) if (p := stem[position : position + n]) in pieces()), stem[position])
        units = pieces().get(piece, ())
        if nearby is not None and len(piece) == 1:
            units = tuple(dict.fromkeys((*units, *nearby(piece))))
        if not units:
            return []
        found.append(units)
        position += len(piece)
    return found


@cache
def pieces() -> dict[str, tuple[str, ...]]:
    """One-character abbreviations and short names of units, with the units that each may stand for.

    >>> pieces()["穗"], pieces()["佛山"]
    (('广州市',), ('佛山市',))
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in vocabulary("unit_abbreviations"):
        found[row["abbreviation"]] = (*found.get(row["abbreviation"], ()), row["unit"])
        short = short_unit_name(row["unit"])
        if len(short) > 1:
            found[short] = (row["unit"],)
    return found


@cache
def established() -> frozenset[str]:
    """Units that have an abbreviation which any plan understands."""
    return frozenset(row["unit"] for row in vocabulary("unit_abbreviations"))
