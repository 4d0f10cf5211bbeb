"""Properties of mentions: what a table's row or the clause around a name says of its cost, years, length and area.

The rule, which would rather leave a quantity out than give it to the wrong name:

1. A name that fills the name's cell of a table row has what that row says.
2. Elsewhere a quantity belongs to the one name that its clause is about: the name stands right before its word
   (甲线全长12公里), or right behind it (总投资30亿元的甲站), or heads the clauses or the line that lead to it
   (甲线：起于乙镇，全长12公里).  A name in a list, a place where something else is built, or a part takes none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gazetteer.project_tables import read_project_tables
from gazetteer.quantities import amount_yuan, find_quantities, properties_of, size_of, years_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.plan import Plan
    from gazetteer.project_tables import ProjectRow
    from gazetteer.quantities import Property, Quantity, Years
    from gazetteer.records import Kind, Mention, Status

NameSpan = tuple[int, int, "Kind"]

_WIDE: frozenset[str] = frozenset({"admin", "region", "layout"})
_LONG: frozenset[str] = frozenset({"rail", "road", "nature", "utility", "zone", "port"})
_SENTENCE = "。！？\n\r"
_CLAUSE = "，；：（"
_GENERIC = (
    r"（[^（）\n]{0,40}）|改?扩建|新建|改造|升级|建设|项目|工程|线路|路线|主线|正线|全线|规划|建成|通车|开工|开通|运营|"
    r"投入使用|投用|完工|竣工|已|将|正式|全面|加快|启动|实施|推进|前期工作|预计|计划|力争|于|在|到|[一二三四]期|的|”|\s|其|总|约|20\d\d年底?前?"
)
_TAIL = re.compile(rf"(?:{_GENERIC})*")
_LEAD = re.compile(
    r"(?:其中|加快|推进|推动|建设|规划|新建|续建|[改扩]+建|实施|启动|开工|建成|完成|打造|开展|加强|重点|全面|高标准|高水平|"
    r"高质量|积极|稳步|继续|持续|有序|力争|争取|计划|预计|将|已|投资|同时|此外|——|[●·■◆*“\s]|20\d\d年底?前?，?|到|“?十[二三四五六七]五”?(?:期间|时期)?，?|"
    r"（?[一二三四五六七八九十\d]{1,3}[）、.．]|（[一二三四五六七八九十\d]+）)*"
)
_ROUTE = re.compile(
    r"(?:线路|路线|项目|工程|全线|该线|主线)?"
    r"(?:起于|起自|起点|[东西南北]{1,2}(?:起|至|接|连|延|侧)|止于|终于|终点|止|至|途[经径]|经|接|连接|串联|沿|位于|毗邻|跨|自|由|从)"
)
_DESCRIBES = re.compile(
    r"(?:设计|采用|双向|按|为|共|设|总|全|含|包括|时速|规划|预计|计划|投资|占地|用地|建筑|面积|线路|项目|工程|宽|桥|道路|红线|"
    r"主要建设|建设内容|20\d\d年)"
)
_STATES = re.compile(r"总?(?:全长|长\d|里程|投资|面积|占地|用地|建筑面积)|采用|双向|设计|时速|宽|共设|设站")
_CLAUSE_LEAD = re.compile(
    r"(?:项目|工程|线路|全线|路线|主线|正线|该线|该项目|其|规划|预计|计划|建设|总|约|\s|20\d\d年)*"
)
_LISTED = re.compile(r"[、和与及以至—~]|等")
_ELSEWHERE = re.compile(r"”?(?:周边|沿线|附近|两侧|配套|范围|以[东西南北]|出口|片区|地区|的)")
_BEHIND = re.compile(
    r"(?:以上|左右|（[^（）]{1,16}）)?(?:的|(?:用于)?(?:建设|新建|打造|实施|改造|兴建))(?:新建|建设|规划)?“?"
)
_AFTER_BARE = re.compile(r"[，。；、）\n]|$|加快|推进|建设|开工|建成|通车")
_DISTANCE = re.compile(r"[距离往]|半径|周边|以内|相距|时速")
_HEADED = re.compile(r"(?:总|项目|计划总|预计总|建设(?:周期|年限|工期|期限|时间)|占地|工程总)")
_MOST_CLAUSES = 9


def with_properties(plan: Plan, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions with the properties that their table row or their clause states, otherwise as they were.

    A status that nothing around the name tells is taken from the table's column or section, else from the years of
    the works: begun by the plan's first year they are under way.
    """
    form = plan.form
    spans: list[NameSpan] = []
    for m in mentions:
        if form.starts is None or form.ends is None:
            spans.append((m.start, m.end, m.kind))
        else:
            spans.append((bisect_left(form.starts, m.start), bisect_left(form.ends, m.end) + 1, m.kind))
    found = clause_properties(form.text, spans, period=plan.period)
    statuses: dict[int, Status] = {}
    for row in read_project_tables(plan):
        index = _named(row, mentions)
        if index is None:
            status = status_from_table(row, period=plan.period)
            statuses.update(dict.fromkeys(_listed(row, mentions), status))
            continue
        found[index] = {**found.get(index, {}), **properties_of_row(row, mentions[index].kind, period=plan.period)}
        statuses[index] = status_from_table(row, period=plan.period)
    result = list(mentions)
    for index in found.keys() | statuses.keys():
        mention = mentions[index]
        told, status = found.get(index, {}), statuses.get(index, "unspecified")
        if mention.status != "unspecified" or mention.kind in _WIDE:
            status = mention.status
        elif status == "unspecified" and plan.period and "years" in told:
            status = _status_by_years(told["years"], plan.period)
        if told or status != mention.status:
            ordered: dict[str, Any] = {key: told[key] for key in _ORDER if key in told}
            properties = ordered | mention.properties
            result[index] = replace(mention, status=status, properties=properties)
    return result


def _status_by_years(years: Sequence[int], period: Years) -> Status:
    if years[-1] < period[0]:
        return "built"
    return "construction" if years[0] <= period[0] else "planned"


_ORDER: tuple[Property, ...] = ("investment_yuan", "years", "length_km", "area_km2")


# -- table rows ------------------------------------------------------------------------------------------------------


def _named(row: ProjectRow, mentions: Sequence[Mention]) -> int | None:
    """Number of the one mention that a project row is about: it fills the cell that names the row."""
    cell = row.cell("name")
    if cell is None or row.kind != "project":
        return None
    first = bisect_left(mentions, cell.start, key=lambda m: m.start)
    last = bisect_right(mentions, cell.end - 1, key=lambda m: m.start)
    inside = [i for i in range(first, last) if mentions[i].kind not in _WIDE and mentions[i].end <= cell.end]
    if len(inside) != 1:
        return None
    mention = mentions[inside[0]]
    own = len(mention.text)
    others = sum(m.end - m.start for m in mentions[first:last] if m is not mention)
    size = len(re.sub(r"\s", "", cell.text))
    rest = size - own - others
    behind = cell.text[-(cell.end - mention.end) :] if mention.end < cell.end else ""
    return inside[0] if own >= 0.6 * size or rest <= 2 or _TAIL.fullmatch(behind) else None


def _listed(row: ProjectRow, mentions: Sequence[Mention]) -> list[int]:
    """Numbers of the mentions that a row is about together: a list of them fills the cell that names the row."""
    cell = row.cell("name")
    if cell is None or row.kind != "project":
        return []
    first = bisect_left(mentions, cell.start, key=lambda m: m.start)
    last = bisect_right(mentions, cell.end - 1, key=lambda m: m.start)
    inside = [i for i in range(first, last) if mentions[i].kind not in _WIDE and mentions[i].end <= cell.end]
    rest = re.sub(r"\s", "", cell.text)
    for i in inside:
        rest = rest.replace(re.sub(r"\s", "", mentions[i].text), "", 1)
    return inside if len(inside) > 1 and _MARKS.fullmatch(rest) else []


_MARKS = re.compile(r"[、，和及与（）()]*")


def properties_of_row(row: ProjectRow, kind: Kind, *, period: Years | None = None) -> dict[Property, Any]:
    """What a table row says of the project that it names, a thing of a kind.

    The total investment counts, not a period's share of it.
    """
    found: dict[Property, Any] = {}
    content = row.cell("content")
    if content is not None:
        stated = properties_of(content.text, period=period)
        found |= {key: value for key, value in stated.items() if _may_have(kind, key)}
    money, length, area = row.cell("investment"), row.cell("length"), row.cell("area")
    if money is not None and (yuan := amount_yuan(money.text, scale=money.column.scale)) is not None:
        found["investment_yuan"] = yuan
    if length is not None and (size := size_of(length.text, length.column.title, "length_km")) is not None:
        found["length_km"] = size
    if area is not None and (size := size_of(area.text, area.column.title, "area_km2")) is not None:
        found["area_km2"] = size
    years = _row_years(row, period)
    if years is not None:
        found["years"] = list(years)
    return found


def _row_years(row: ProjectRow, period: Years | None) -> Years | None:
    cells = [row.cell(role) for role in ("years", "start", "finish")]
    whole, start, finish = (years_of(c.text, period=period) if c is not None else None for c in cells)
    if whole is not None:
        return whole
    if start is not None and finish is not None and start[0] <= finish[1]:
        return start[0], finish[1]
    return None


_STATUSES: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"前期|储备|谋划|研究|预备"), "study"),
    (re.compile(r"新建续建|续建|在建|收尾|建设中|已开工|(?:计划|预计)(?:竣工|建成|完工|投产)"), "construction"),
    (re.compile(r"新建|拟建|拟开工|计划(?:新)?开工|新开工|规划"), "planned"),
    (re.compile(r"已?建成|已建|竣工|完工|投产"), "built"),
)


def status_from_table(row: ProjectRow, *, period: Years | None = None) -> Status:
    r"""Status that a table gives a row: by its column (建设性质, 进展), else by the innermost section that says one.

    A new work that was begun before the plan's first year is under way by then.

    >>> from gazetteer.plan import Plan
    >>> from gazetteer.project_tables import read_project_tables
    >>> plan = Plan("t", "序号\n项目名称\n建设性质\n1\n东湖大桥\n续建\n2\n西岭隧道\n前期\n")
    >>> [status_from_table(row) for row in read_project_tables(plan)]
    ['construction', 'study']
    """
    cells = [c.text for role in ("status", "category") if (c := row.cell(role)) is not None and len(c.text) <= 12]
    sections = [title for title in reversed(row.sections) if re.search("项目|前期|[续在新拟]建", title)]
    for words in (*cells, *sections):
        for pattern, status in _STATUSES:
            if pattern.search(words):
                years = _row_years(row, period)
                begun = status == "planned" and years is not None and period is not None and years[0] < period[0]
                return "construction" if begun else status
    return "unspecified"


# -- clauses ---------------------------------------------------------------------------------------------------------


def clause_properties(
    text: str, names: Sequence[NameSpan], *, period: Years | None = None
) -> dict[int, dict[Property, Any]]:
    """Properties by the number of the name that each quantity of a text belongs to.

    Parameters
    ----------
    text
        In reading form.
    names
        Start, end and kind of each name, in order and not overlapping.
    period
        Years of the plan.

    >>> line = "东环线全长21.6公里，总投资98亿元；甲站、乙站总投资3亿元。"
    >>> clause_properties(line, [(0, 3, "rail"), (21, 23, "station"), (24, 26, "station")])
    {0: {'length_km': 21.6, 'investment_yuan': 9800000000}}
    """
    found: dict[int, dict[Property, Any]] = {}
    if not names:
        return found
    clauses = _Clauses(text, names)
    for quantity in find_quantities(text, period=period):
        owner = clauses.owner(quantity)
        if owner is None or not _may_have(names[owner][2], quantity.key):
            continue
        told = found.setdefault(owner, {})
        if quantity.key == "years" and quantity.event and "years" in told:
            told["years"] = [min(told["years"][0], quantity.value[0]), max(told["years"][1], quantity.value[1])]
        else:
            told.setdefault(quantity.key, quantity.value)
    return {owner: told for owner, told in found.items() if told}


def _may_have(kind: Kind, key: Property) -> bool:
    if kind in _WIDE:
        return kind == "admin" and key == "area_km2"
    if key == "length_km":
        return kind in _LONG
    return kind not in {"rail", "road"} if key == "area_km2" else True


class _Clauses:
    """A text and its names, asked which name a quantity belongs to."""

    def __init__(self, text: str, names: Sequence[NameSpan]) -> None:
        self.text = text
        self.names = names
        self.starts = [start for start, _, _ in names]
        self.ends = [end for _, end, _ in names]

    def owner(self, quantity: Quantity) -> int | None:
        """Number of the name that a quantity belongs to; None where that is not sure."""
        behind = self._behind(quantity)
        if behind is not None:
            return behind
        if not quantity.keyed:
            return self._bare(quantity)
        start = self._clause_start(quantity.start)
        last = bisect_right(self.ends, quantity.start) - 1
        if last >= 0 and self.starts[last] >= start:
            if not _TAIL.fullmatch(self.text, self.ends[last], quantity.start):
                return None
            wide = self.names[last][2] in _WIDE
            return last if self._leads(last) and (not wide or self.ends[last] == quantity.start) else None
        if not _CLAUSE_LEAD.fullmatch(self.text, start, quantity.start):
            return None
        head = self._head(quantity.start)
        owner = self._of_clauses_before(start)
        if head is not None and owner != head:
            if owner is not None:
                return None
            return head if _HEADED.match(self.text, start) else None
        return owner

    def _behind(self, quantity: Quantity) -> int | None:
        """The one name right behind a quantity: 总投资30亿元的甲站, 2025年建成甲站."""
        joint = _BEHIND.match(self.text, quantity.end)
        if joint is None and not quantity.event:
            return None
        if not quantity.keyed and (joint is None or not joint.group().startswith("的")):
            return None
        start = joint.end() if joint is not None else quantity.end
        index = bisect_left(self.starts, start)
        if index == len(self.starts) or self.starts[index] != start or self.names[index][2] in _WIDE:
            return None
        if not quantity.keyed and self.names[index][2] not in {"rail", "road"}:
            return None
        end = self.ends[index]
        return None if _LISTED.match(self.text, end) or _ELSEWHERE.match(self.text, end) else index

    def _bare(self, quantity: Quantity) -> int | None:
        """The name that a length or area without a word stands at: 甲线（12公里）, 甲线12公里."""
        last = bisect_right(self.ends, quantity.start) - 1
        if last < 0 or self.names[last][2] in _WIDE:
            return None
        between = self.text[self.ends[last] : quantity.start]
        if between in {"（", "（约"} and self.text[quantity.end : quantity.end + 1] in {"）", "，"}:
            return last if self._has_bracket(last) else None
        line = self.names[last][2] in {"rail", "road"} and quantity.key == "length_km"
        if line and between in {"", "约"} and _AFTER_BARE.match(self.text, quantity.end):
            clause = self.text[self._clause_start(self.starts[last]) : self.starts[last]]
            return None if _DISTANCE.search(clause) else last
        return None

    def _clause_start(self, position: int) -> int:
        """Where the clause around a position begins; a bracket that is closed before it does not count."""
        low = max(0, position - 400)
        depth = 0
        for i in range(position - 1, low - 1, -1):
            c = self.text[i]
            if c == "）":
                depth += 1
            elif c == "（" and depth:
                depth -= 1
            elif (c in _CLAUSE and not depth) or c in "\n\r" or (c in _SENTENCE and not depth):
                return i + 1
        return low

    def _leads(self, index: int) -> bool:
        """Whether a name is what its clause is about: only verbs and units stand before it."""
        start = self._clause_start(self.starts[index])
        first = bisect_left(self.starts, start)
        parts, position = [], start
        for i in range(first, index):
            if self.names[i][2] != "admin":
                return False
            parts.append(self.text[position : self.starts[i]])
            position = self.ends[i]
        parts.append(self.text[position : self.starts[index]])
        if _DISTANCE.search(parts[0]) or (
            start and self.text[start - 1] == "（" and self._of_bracket(start) is not None
        ):
            return False
        return _LEAD.fullmatch("".join(parts)) is not None

    def _has_bracket(self, index: int) -> bool:
        """Whether the bracket behind a name is its own: it leads, or the item before it in the list has one too."""
        return (
            self._leads(index)
            or re.search(r"）[、和与及，]$", self.text[max(0, self.starts[index] - 2) : self.starts[index]]) is not None
        )

    def _of_bracket(self, start: int) -> int | None:
        """The name right before the bracket that opens at ``start - 1``."""
        last = bisect_right(self.ends, start - 1) - 1
        return last if last >= 0 and _TAIL.fullmatch(self.text, self.ends[last], start - 1) else None

    def _of_clauses_before(self, start: int) -> int | None:
        """The name that the clauses before a clause are about, within the sentence."""
        for _ in range(_MOST_CLAUSES):
            if start <= 0 or self.text[start - 1] in _SENTENCE:
                return None
            if self.text[start - 1] == "（":
                owner = self._of_bracket(start)
                return owner if owner is not None and self._has_bracket(owner) else None
            end = start - 1
            start = self._clause_start(end)
            inside = [
                i for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)) if self.ends[i] <= end
            ]
            if _ROUTE.match(self.text, start):
                continue
            own = [i for i in inside if self.names[i][2] not in _WIDE]
            if not own:
                if inside or not _DESCRIBES.match(self.text, start):
                    return None
                continue
            follows = _TAIL.match(self.text, self.ends[own[0]], end)
            reached = follows.end() if follows else self.ends[own[0]]
            route = reached == self.ends[own[0]] and _ROUTE.match(self.text, reached) is not None
            said = len(own) == 1 and (reached == end or _STATES.match(self.text, reached) is not None)
            return own[0] if (route or said) and self._leads(own[0]) else None
        return None

    def _head(self, position: int) -> int | None:
        """The one name that a line begins with and that a colon or a full stop sets off (甲站：…)."""
        line = self.text.rfind("\n", 0, position) + 1
        first = bisect_left(self.starts, line)
        if first == len(self.starts) or self.starts[first] >= position:
            return None
        if (
            self.names[first][2] == "admin"
            and first + 1 < len(self.starts)
            and self.starts[first + 1] == self.ends[first]
        ):
            first += 1
        if self.names[first][2] in _WIDE or not self._leads(first) or self._clause_start(self.starts[first]) != line:
            return None
        tail = _TAIL.match(self.text, self.ends[first])
        return first if tail is not None and self.text[tail.end() : tail.end() + 1] in {"：", "。"} else None
