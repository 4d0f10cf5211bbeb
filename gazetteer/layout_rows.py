"""Rows of names that fill a part of a slogan by kind and count: 三山四水, then 甲山、乙岭、丙山 and 丁江、戊河….

The word of a part says what its elements are (mountains, rivers, parks, lines, towns); where the text behind a slogan
lists as many names of that kind, they are what is counted. A list may also say it of its items: 甲镇、乙镇等为节点.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer.layout_names import trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part, Slogan
    from gazetteer.layout_text import Draft, TextReader

_KINDS: tuple[tuple[str, str], ...] = (
    ("山 屏 屏障 脉 峰", "山|山脉|山地|山系|岭|峰|高原|丘陵"),
    ("江 河 水 川", "江|河|水|川|溪|渠|干流"),
    ("湖 库", "湖|水库|库区|淀|泊"),
    ("湾", "湾"),
    ("岛", "岛"),
    ("园 园区 产业园 基地", "园|园区|基地|科技城|开发区|集聚区|工业区|高新区|经开区"),
    ("纵 横 环 射 射线 联 联络线 连线 通道 路 干 轨", "铁路|高铁|高速|公路|大道|路|国道|省道|线|大桥|隧道|通道|城际"),
    ("港", "港|港区|作业区|口岸"),
    ("城 新城 副城 副 副中心 次中心 镇 点 节点 支点 星 珠 辅", "城|新城|城区|县城|市|县|镇|新区"),
    ("片 片区 区 板块", "区|片区|组团"),
)
"""Words of parts, and how the names of what they count end."""
_OF_PART = {unit: re.compile(f"(?:{ends})$") for units, ends in _KINDS for unit in units.split()}
_TOWNS, _AREAS = _OF_PART["城"], _OF_PART["片"]
_ONE_OF_NATURE = frozenset("山江河湖湾")
"""Words of parts of one: the first name that ends so is meant (一江, then 长江)."""
_RUN_ON = frozenset("江河")
_FEWEST_AREAS = 3
"""A paragraph names an area or two of its own accord; from so many on, they are what is counted."""
_SEVERAL = 2
_REACH = 500
_ENDS_PARAGRAPH = 60
"""A paragraph that goes on for no more than this behind its slogan leaves it to the next to explain."""
_CLAUSE = re.compile(r"[^，。；：\n“”（）]+")
_MARK = re.compile(r"、|以及|[和与及]")
_SIDE = re.compile(r"[东西南北中]{1,2}部的|[^、]{0,6}的(?=[^、]{2,5}$)")
_LONGEST_ITEM = 16
_ITEM_ENDS = re.compile(r"等|[是为]|贯通|联动|引领|协同|承接|支撑|沿江展开|[两三四五六七八九十]+[条个座大]|(?<=.)沿")
_ENDS_LIST = re.compile("等")
_NOUN = re.compile(
    r"等[^，。；：、]{0,4}?(?P<noun>水库|湖泊|高速公路|高速|铁路|高铁|公路|国道|产业园|园区|基地|港区|水系|镇)(?![群网])"
)
_CALLED = (
    "(?:等[^，。；：、为是]{{0,10}})?(?:分别)?[为是](?:[^，。；：、]{{0,6}})?(?:{unit})(?![一-鿿]*[区带廊圈])"
    "|等[^，。；：、]{{0,4}}?{unit}(?:城市|县城|镇)"
)
_ALONG = re.compile(
    r"沿(?P<list>[^，。；：]{3,60}?)(?:等[^，。；：、]{0,4})?(?:建设|打造|构建|形成)(?P<kind>[^，。；：、]{0,8}?(?:廊道|走廊|带|轴))"
)
_BANDS = frozenset(("廊", "廊道", "走廊", "绿廊", "带", "轴"))


@dataclass(frozen=True, slots=True)
class _Row:
    """Items of one list, the noun that it closes with for all of them, and what it says they are."""

    items: tuple[Span, ...]
    noun: str
    end: int


def listed_in_rows(reader: TextReader, slogan: Slogan, found: Mapping[int, list[Draft]]) -> dict[int, list[Draft]]:
    """Elements for the parts of a slogan that nothing else names, from the rows of names behind it."""
    missing = [i for i in range(len(slogan.parts)) if i not in found]
    if not missing or not slogan.spatial or slogan.form != "run":
        return {}
    start, end = _region(reader, slogan)
    taken = [(d.start, d.end) for drafts in found.values() for d in drafts if d.start is not None and d.end is not None]
    rows = [row for row in _rows(reader, start, end) if not any(_meet(row, span) for span in taken)]
    out: dict[int, list[Draft]] = {}
    for i in missing:
        part = slogan.parts[i]
        if drafts := _by_label(reader, part, start, end):
            out[i] = drafts
            continue
        row = _row_for(reader, part, rows)
        if row is not None:
            rows = [other for other in rows if not any(_meet(other, span) for span in row.items)]
            out[i] = _drafts(reader, row)
        elif part.unit in _BANDS and (drafts := _bands(reader, part, start, end)):
            out[i] = drafts
        elif part.number == 1 and (one := _one(reader, part, start, end)) is not None:
            out[i] = reader.drafts([one])
    return out


def _region(reader: TextReader, slogan: Slogan) -> Span:
    """Span behind a slogan that may list what it counts: its paragraph, or the next where it ends one."""
    limit = min(reader.window(slogan), slogan.end + _REACH)
    other = (s.start for s in reader.slogans_in(slogan.end, limit) if len(s.parts) > 1 and s.spatial)
    limit = next(other, limit)
    end = reader.stop(slogan.end, limit, "\n")
    return slogan.end, limit if end - slogan.end < _ENDS_PARAGRAPH else end


def _rows(reader: TextReader, start: int, end: int) -> list[_Row]:
    """Lists of two names and more between two offsets."""
    rows = []
    for clause in _CLAUSE.finditer(reader.text, start, end):
        items = list(_items(reader, *clause.span()))
        if len(items) >= _SEVERAL:
            noun = _NOUN.match(reader.text, items[-1][1], clause.end())
            rows.append(_Row(tuple(items), noun["noun"] if noun else "", items[-1][1]))
    return rows


def _items(reader: TextReader, start: int, end: int) -> Iterator[Span]:
    """What marks divide in a clause, up to 等 and to the words that go on with the sentence."""
    position = start
    for mark in [*_MARK.finditer(reader.text, start, end), None]:
        last = end if mark is None else mark.start()
        if mark is not None and reader.names.covers(last):
            continue
        a, b = trim(reader.text, (position, last), reader.names) if position == start else (position, last)
        side = _SIDE.match(reader.text, a, b)
        a = side.end() if side else a
        known = next((m for m in reader.names.within(a, b) if m.start == a), None)
        ends = _ITEM_ENDS if mark is None else _ENDS_LIST
        cut = ends.search(reader.text, a + 1 if known is None else known.end, b)
        if cut is not None:
            b = cut.start()
        if 0 < b - a <= _LONGEST_ITEM:
            yield a, b
        if cut is not None:
            return
        position = last if mark is None else mark.end()


def _row_for(reader: TextReader, part: Part, rows: Sequence[_Row]) -> _Row | None:
    """The row that has as many names of the kind as a part counts, or that says of its items that they are such."""
    ends = _OF_PART.get(part.unit)
    called = re.compile(_CALLED.format(unit=re.escape(part.unit)))
    for row in rows:
        if (len(row.items) == part.number or part.number is None) and called.match(reader.text, row.end):
            return row
    fewest = _FEWEST_AREAS if ends is _AREAS else _SEVERAL
    if ends is None or (part.number or fewest) < fewest or (part.number is None and ends in (_TOWNS, _AREAS)):
        return None
    for row in rows:
        run = row.items if row.noun and ends.search(row.noun) else _of_kind(reader, row, ends)
        if len(run) == part.number or (part.number is None and len(run) >= _SEVERAL):
            return replace(row, items=tuple(run))
    return None


def _of_kind(reader: TextReader, row: _Row, ends: re.Pattern[str]) -> Sequence[Span]:
    """The first items of a row that are of a kind, one after another; the last may go on with the sentence."""
    run: list[Span] = []
    for a, b in row.items:
        whole = _is_of(reader, (a, b), ends)
        high = b if whole else next((i for i in range(b - 1, a + 1, -1) if _is_of(reader, (a, i), ends)), a)
        if high > a:
            run.append((a, high))
        if not whole and run:
            break
    return run


def _is_of(reader: TextReader, span: Span, ends: re.Pattern[str]) -> bool:
    if ends.search(reader.text[slice(*span)]):
        return True
    known = reader.names.at(*span)
    if known is None or (known.start, known.end) != span:
        return False
    return ends is _TOWNS if known.kind == "admin" else ends.search(known.name) is not None


def _one(reader: TextReader, part: Part, start: int, end: int) -> Span | None:
    """The river, lake ... that is the one of its kind: 一江, then 长江干流."""
    if part.unit not in _ONE_OF_NATURE:
        return None
    reach = "(?:干流|[一-鿿]{1,4}段)*(?:岸线)?" if part.unit in _RUN_ON else ""  # 长江干流宜昌段 is the 江
    called = re.compile(f"(?P<name>(?![滨沿环临跨沿河江湖隔])[一-鿿]{{1,3}}{part.unit}){reach}")
    for mention in reader.names.within(start, end):
        if name := called.fullmatch(reader.text[mention.start : mention.end]):
            return mention.start, mention.start + len(name["name"])
    return None


def _by_label(reader: TextReader, part: Part, start: int, end: int) -> list[Draft]:
    """以甲为核心圈层，乙、丙为紧密圈层: as many labels as are counted; of 一核 the place itself (甲为核)."""
    label = re.compile(
        rf"(?:(?<=[，。；：])|\A)以?(?P<list>[^，。；：“”（）]{{2,60}})为(?P<name>[^，。；：、]{{0,5}}{re.escape(part.unit)}心?)(?=[，。；、])"
    )
    found = list(label.finditer(reader.text, start, end))
    if part.number == 1:
        one = next((m for m in found if "、" not in m["list"]), None)
        return reader.drafts([one.span("list")]) if one and len(one["list"]) <= _LONGEST_ITEM else []
    if len(found) != part.number or len({m["name"] for m in found}) < len(found):
        return []
    drafts = reader.drafts([m.span("name") for m in found])
    for draft, match in zip(drafts, found, strict=True):
        places = [reader.text[a:b] for a, b in _items(reader, *match.span("list"))]
        draft.name, draft.members, draft.inner, draft.fixed = match["name"], places, [], True
    return drafts


def _bands(reader: TextReader, part: Part, start: int, end: int) -> list[Draft]:
    """沿甲河、乙河等水系建设生态廊道: one band along each, as many as are counted."""
    for along in _ALONG.finditer(reader.text, start, end):
        items = list(_items(reader, *along.span("list")))
        fits = part.unit[-1] in along["kind"] or (part.unit == "廊" and along["kind"].endswith("廊道"))
        if not fits or len(items) < _SEVERAL or part.number not in (None, len(items)):
            continue
        drafts = reader.drafts(items)
        for draft in drafts:
            draft.members, draft.inner, draft.fixed = draft.inner or [draft.name], [], True
            draft.name += along["kind"]
        return drafts
    return []


def _drafts(reader: TextReader, row: _Row) -> list[Draft]:
    drafts = reader.drafts(row.items)
    for draft in drafts:
        known = None if draft.start is None or draft.end is None else reader.names.at(draft.start, draft.end)
        if known is not None and known.kind != "admin" and known.name.startswith(draft.name):
            draft.name = known.name
        elif row.noun and not draft.name.endswith(row.noun):
            draft.name += row.noun  # 甲、乙等水库: what the list says last is part of each name
    return drafts


def _meet(row: _Row, span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in row.items)
