"""Columns of project tables: what a title says that its column holds, and how well words fit there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gazetteer.quantities import MONEY, amount_yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

Role = Literal[
    "number", "name", "category", "status", "place", "content", "investment", "part_investment", "years", "start",
    "finish", "responsible", "length", "area", "text",
]  # fmt: skip
WordKind = Literal["dash", "integer", "year", "years", "number", "status", "total", "section", "text", "long"]

_TITLES: dict[Role, tuple[str, ...]] = {
    "number": (r"(?:项目)?(?:序号|编号)", r"No\.?"),
    "name": (
        (
            r"(?!.*(?:[序编]号|领域|地点)|(?:指标|单位|企业|部门|文件|政策|制度|产品|品种|类别|任务|责任))"
            r"[一-鿿]{0,6}?名称(?:及[一-鿿]{2,6})?"
        ),
        r"(?:建设|重[点大]|主要|具体|拟建)?(?:项目|工程)(?:项目)?",
    ),
    "status": (
        r"(?:建设|项目|工程)?(?:性质|状态|阶段)",
        r"(?:项目|工程|建设|前期工作?|前期)?(?:进展|进度)(?:情况|阶段)?",
    ),
    "category": (r"(?:项目|工程|建设)?(?:类别|类型|分类|大类)", r"(?:所属)?(?:领域|行业|板块)"),
    "place": (
        r"(?:建设|项目|实施|所在|所属|工程)*(?:地点|地址|位置|选址|所在地|区位|区域|地区)",
        r"(?:所在|所属)?(?:区县|县区|县市区|区市县|市县|属地|辖区|镇街)",
    ),
    "content": (
        (
            r"(?:项目|工程|主要|建设|规划|拟建|实施|功能)*(?:内容|规模|任务|概况|简介|基本情况|标准)"
            r"(?:[及和与、]?(?:主要|建设)*(?:内容|规模|标准|情况|作用))?"
        ),
    ),
    "part_investment": (
        (
            r"(?:(?:到|至|截至|截止)?20\d\d年?底?(?:前|—20\d\d年?)?|十[二三四五六七]五(?:期间|时期)?"
            r"|累计|已|其中|规划期内?|年度|本年|当年)+"
            r"(?:累计|计划|预计|安排|已|完成|估算|规划)*(?:总?投资)(?:额|计划|估算|规模)?"
        ),
    ),
    "investment": (
        r"(?:项目|工程|估算|计划|预计|概算|匡算|规划|建设)*(?:总投资|投资)(?:总额|额|估算|规模|概算|匡算|总规模)*",
        r"(?:估算|概算)?总额",
    ),
    "start": (r"(?:拟|计划|预计|项目)*(?:开工|开始|启动|动工)(?:时间|年份|年度|年月|年限|年)",),
    "finish": (r"(?:拟|计划|预计|项目)*(?:竣工|完工|建成|完成|投产|通车|结束|投用)(?:时间|年份|年度|年月|年限|年)",),
    "years": (
        (
            r"(?:建设|实施|项目|工程|计划|起止|规划)*"
            r"(?:年限|年度|周期|工期|期限|时间|时限|时段|时序|年月|年份|起止年?|进度安排)"
        ),
    ),
    "responsible": (
        (
            r"(?:责任|牵头|实施|建设|主管|配合|业主|项目|承担|申报|推进|负责)+"
            r"(?:单位|主体|部门|业主|法人|市州|区县|地区)+"
        ),
    ),
    "length": (r"(?:线路|建设|路线|道路|总)?(?:里程|长度|全长)",),
    "area": (r"(?:规划|占地|用地|总|园区|控制)*(?:总?面积)",),
    "text": (
        r"备注|说明|资金来源|资金筹措|投资主体|单位|数量|功能定位|定位|发展目标|建设目标|建设意义|依据",
        r"技术标准|(?:电压)?等级|主导产业|重点产业|用途",
    ),
}
_TITLE = re.compile("|".join(f"(?P<{role}_>{'|'.join(patterns)})" for role, patterns in _TITLES.items()))
_NO_PROJECTS = re.compile(r"指标|属性|增速|目标值|预期性|约束性|完成值|责任人|联系人")
_BRACKET = re.compile(r"[（［\[]([^（）［］]*)[）］\]]")
_UNITS = re.compile(r"(万亿|亿|千万|百万|万)?(人民币)?元")
_UNIT_LINE = re.compile(r"单位\s*[:：][^\n]{0,12}?((?:万亿|亿|千万|百万|万)?元)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, its title as read, and for money how many yuan one of its numbers counts."""

    role: Role
    title: str
    scale: int | None = None


@lru_cache(maxsize=4096)
def column_of(title: str) -> Column | None:
    """Column that a title names; None for words that are no known title.

    >>> column_of("总投资（亿元）")
    Column(role='investment', title='总投资（亿元）', scale=100000000)
    >>> column_of("建设 内容及规模").role, column_of("推进建设")
    ('content', None)
    """
    title = re.sub(r"\s+", "", title)
    if len(title) > 26:
        return None
    bracket = "".join(_BRACKET.findall(title))
    words = re.sub(r"[“”*：]", "", _BRACKET.sub("", title))
    unit = _UNITS.search(bracket) or re.search(r"()(万元|亿元)$", words)
    words = re.sub(r"(?:万元|亿元|公里|平方公里)$", "", words)
    found = _TITLE.fullmatch(words)
    if found is None or not words:
        return None
    role: Role = found.lastgroup[:-1]  # type: ignore[index,assignment]
    scale = None
    if role in {"investment", "part_investment"} and unit is not None:
        scale = MONEY[re.sub("元|人民币", "", unit.group())]
    return Column(role, title, scale)


def caption_scale(caption: str) -> int | None:
    """Yuan that a caption's unit counts ("单位：万元"); None where it names no unit of money.

    >>> caption_scale("重大项目表  单位：公里、亿元")
    100000000
    """
    found = _UNIT_LINE.search(caption)
    return MONEY[found.group(1)[:-1]] if found else None


def settle_columns(columns: Sequence[Column], scale: int | None) -> tuple[Column, ...] | None:
    """Columns of a table of projects, one of which names them; None where the titles are those of another table."""
    if len(columns) < 2 or any(_NO_PROJECTS.search(c.title) for c in columns):
        return None
    if any(c.title in {"单位", "计量单位"} for c in columns) and not any(c.role == "investment" for c in columns):
        return None
    roles = [c.role for c in columns]
    names = [i for i, role in enumerate(roles) if role == "name"]
    if not names and "category" in roles and len(columns) > 2:
        names = [roles.index("category")]
    if not names:
        return None
    own = next((i for i in names if re.search("项目名称|工程名称", columns[i].title)), names[0])
    settled = []
    for i, column in enumerate(columns):
        role: Role = "name" if i == own else "text" if column.role == "name" else column.role
        money = role in {"investment", "part_investment"}
        settled.append(Column(role, column.title, column.scale or scale if money else None))
    return tuple(settled)


_DASH = re.compile(r"[—\-－/\\…·无]*")
_INTEGER = re.compile(r"（?\d{1,3}[.、．）]?|[一二三四五六七八九十]{1,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(
    r"(?:(?:拟|计划|预计)?(?:19|20)\d\d[年.．/\-—至\d月底初前后上下半及以]*(?:开工|建成|完工|竣工|启动|投产)?[，；\-—至]?)+|“?十[二三四五六七]五”?(?:期间|时期|[前中后]期)?(?:[—至].*)?|长期|[一二三四五]?年"
)
_SIZE = re.compile(r"约?\d+(?:\.\d+)?(?:平方公里|平方千米|公里|千米|km|米|公顷|万?亩|万?平方米)")
_STATUS_WORDS = (
    "新建|续建|在建|拟建|改建|扩建|改扩建|迁建|新建续建|前期|前期工作|前期项目|储备|储备项目|预备|预备项目|谋划|规划|规划建设|研究|建成|已建|"
    "已建成|竣工|完工|投产|建成投产|新开工|拟开工|计划开工|收尾|在建项目|新建项目|续建项目|开工|已开工|计划新开工|计划竣工|计划建成|建设中|重建|改造|升级改造"
)
_STATUS = re.compile(_STATUS_WORDS)
_TOTAL = re.compile(r"(?:[一-鿿]{0,6})?(?:合\s?计|小\s?计|总\s?计|共\s?计)(?:（.*）)?[：:]?")
_SECTION = re.compile(
    r"[一二三四五六七八九十]+[、．.][^。]{2,30}|（[一二三四五六七八九十]+）[^。]{2,30}|[^。]{2,24}（(?:共计?)?\d+[项个]）|[ⅠⅡⅢⅣⅤABCDEF][、．.][^。]{2,24}"
)


@lru_cache(maxsize=16384)
def _kind(words: str) -> WordKind:
    if _DASH.fullmatch(words):
        return "dash"
    if _INTEGER.fullmatch(words):
        return "integer"
    if _YEAR.fullmatch(words):
        return "year"
    if len(words) > 60 or words.endswith("。"):
        return "long"
    if amount_yuan(words, scale=1) is not None or _SIZE.fullmatch(words):
        return "number"
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return kind
    return "text"


_PATTERNS: tuple[tuple[WordKind, re.Pattern[str]], ...] = (
    ("years", _YEARS), ("status", _STATUS), ("total", _TOTAL), ("section", _SECTION),
)  # fmt: skip


def word_kind(words: str) -> WordKind:
    """What the words of one line look like, whatever column they stand in.

    >>> [word_kind(w) for w in ("12", "1,203.5", "2021-2025年", "小计", "一、铁路工程", "/", "东一路改造")]
    ['integer', 'number', 'years', 'total', 'section', 'dash', 'text']
    """
    # Prose never comes twice: only short words are worth remembering.
    return "long" if len(words) > 60 else _kind(words)


_NEVER = 99.0
_FITS: dict[str, dict[WordKind, float]] = {
    "number": {"integer": 0, "dash": 1},
    "name": {
        "text": 0, "section": 1, "total": 2, "long": 3, "status": 3, "dash": 4,
        "years": 6, "year": 6, "integer": 7, "number": 7,
    },
    "amount": {"number": 0, "integer": 0.1, "year": 0.3, "dash": 0, "text": 4, "status": 6, "years": 6},
    "years": {"years": 0, "year": 0, "dash": 0, "integer": 3, "number": 4, "text": 4},
    "status": {"status": 0, "dash": 0.2, "text": 2, "section": 2},
    "label": {
        "text": 0.2, "section": 1, "dash": 0.1, "status": 1, "long": 4,
        "integer": 5, "number": 5, "years": 5, "year": 5,
    },
    "text": {
        "text": 0, "long": 0, "dash": 0, "status": 0.8, "section": 1.5,
        "years": 2, "year": 2, "number": 2.5, "integer": 3,
    },
}  # fmt: skip
_GROUPS: dict[Role, str] = {
    "number": "number", "name": "name", "category": "label", "status": "status", "place": "label", "content": "text",
    "investment": "amount", "part_investment": "amount", "years": "years", "start": "years", "finish": "years",
    "responsible": "label", "length": "amount", "area": "amount", "text": "text",
}  # fmt: skip
_ENDINGS: dict[Role, re.Pattern[str]] = {
    "place": re.compile(r"[区县市镇街乡村州盟旗]$|街道$|片区$|全[市区县]$"),
    "responsible": re.compile(r"(?:[局委办厅院镇街乡]|政府|公司|集团|管委会|中心|街道|单位)$"),
}


def is_amount(role: Role) -> bool:
    """Whether a column holds numbers of money, length or area."""
    return _GROUPS[role] == "amount"


def is_years(role: Role) -> bool:
    """Whether a column holds years, whose cells may break behind a dash."""
    return _GROUPS[role] == "years"


def is_text(role: Role) -> bool:
    """Whether a column's cells are words, which may break over lines."""
    return _GROUPS[role] in {"text", "label", "name"}


def misfit(role: Role, words: str, kind: WordKind) -> float:
    """How ill a line's words fit a column: 0 for what one expects there, 99 for what never stands there."""
    cost = _FITS[_GROUPS[role]].get(kind, _NEVER)
    ending = _ENDINGS.get(role)
    if kind == "text" and ending is not None and ending.search(words):
        cost = 0
    elif kind == "text" and ending is not None:
        cost += 0.3
    if kind == "text" and _GROUPS[role] == "label" and len(words) > 20:
        cost += 1.5
    return cost
