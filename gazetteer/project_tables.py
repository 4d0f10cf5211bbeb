"""Project tables: the rows of tables that a plan's text gives one cell a line, or with bars or tabs between cells.

A table begins with its titles (序号, 项目名称, 建设内容, 总投资 ... in any order and wording).  Where its cells come
one a line, some are broken over lines and some left out; which line belongs to which column is then settled for the
whole table at once (:mod:`gazetteer.table_alignment`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from gazetteer.table_alignment import Line, align
from gazetteer.table_columns import Column, caption_scale, column_of, is_amount, settle_columns, word_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer.plan import Plan
    from gazetteer.table_alignment import AlignedCell
    from gazetteer.table_columns import Role

RowKind = Literal["project", "section", "total"]

_ANCHOR = re.compile(
    r"^[ \t]*(?:[|｜][ \t]*)?"
    r"(?:(?:项目)?[序编]\s*号|[一-鿿]{0,6}名\s*称|项\s*目|工\s*程|[建重主具拟][一-鿿]{0,4}(?:项目|工程)"
    r"|(?:项目|工程)?(?:类\s*[别型]|分类)|所属领域|领\s*域)[^\n，。]{0,160}$",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_BEHIND_TABLE = re.compile(r"[（＊*]?(?:注|备注|说明|资料来源|数据来源)\s*\d?[：:、.]")
_SEPARATORS = (re.compile(r"[|｜]"), re.compile(r"\t"))
_MAX_TITLES = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its column, its words (a cell broken over lines joined) and its span in the plan's text as stored."""

    column: Column
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One row of a project table.

    ``kind`` is "section" for a row that heads others (一、轨道交通工程) and "total" for sums; ``sections`` are the
    headings above the row inside its table, outermost first.
    """

    plan: str
    cells: tuple[Cell, ...]
    kind: RowKind = "project"
    sections: tuple[str, ...] = ()

    def cell(self, role: Role) -> Cell | None:
        """Cell of the first column with a role, where the row has one."""
        return next((cell for cell in self.cells if cell.column.role == role), None)

    @property
    def name(self) -> str:
        """Words of the name's cell."""
        cell = self.cell("name")
        return cell.text if cell else ""

    @property
    def start(self) -> int:
        """Offset of the row's first cell in the plan's text."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Offset behind the row's last cell in the plan's text."""
        return self.cells[-1].end


def read_project_tables(plan: Plan) -> list[ProjectRow]:
    r"""Rows of all project tables of a plan, in the order of the text.

    Returns
    -------
    list of ProjectRow
        ``plan.text[cell.start:cell.end]`` is what each cell stands for; tables of indicators are left alone.

    >>> from gazetteer.plan import Plan
    >>> text = "单位：亿元\n序号\n项目名称\n总投资\n1\n东湖大桥\n12.5\n2\n西岭隧道\n8\n"
    >>> for row in read_project_tables(Plan("t", text)):
    ...     print(row.name, [cell.text for cell in row.cells])
    东湖大桥 ['1', '东湖大桥', '12.5']
    西岭隧道 ['2', '西岭隧道', '8']
    """
    text = plan.form.text
    rows: list[ProjectRow] = []
    stops = [h.start for h in plan.outline.headings if h.level <= 3 or h.kind == "box"]
    position = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < position or not plan.counts(plan.form.span(anchor.start(), anchor.end())[0]):
            continue
        position, found = _separated_table(text, anchor.start()) or _line_table(text, anchor.start(), plan, stops)
        rows += _with_sections(plan, found)
    return rows


class _Raw(NamedTuple):
    """A row in offsets of the reading form, before sections are told apart."""

    cells: list[tuple[Column, str, int, int]]
    label: bool


def _with_sections(plan: Plan, raws: list[_Raw]) -> Iterator[ProjectRow]:
    """Rows with the spans of the stored text and the sections that they stand in."""
    stack: list[tuple[int, str]] = []
    for raw in raws:
        cells = tuple(Cell(column, words, *plan.form.span(start, end)) for column, words, start, end in raw.cells)
        name = next((c.text for c in cells if c.column.role == "name"), "")
        kind: RowKind = "project"
        if word_kind(name) == "total" or re.match("合计|总计|小计", name):
            kind = "total"
        elif raw.label:
            kind = "section"
            level = _section_level(name)
            stack = [s for s in stack if s[0] < level]
        yield ProjectRow(plan.name, cells, kind, tuple(title for _, title in stack))
        if kind == "section":
            stack.append((level, name))


def _section_level(title: str) -> int:
    if re.match(r"[一二三四五六七八九十]+[、．.]|[ⅠⅡⅢABCDEF]", title):
        return 1
    return 2 if title.startswith("（") else 0 if title.endswith("项目") and len(title) <= 6 else 1


# -- tables with separators ------------------------------------------------------------------------------------------


def _separated_table(text: str, start: int) -> tuple[int, list[_Raw]] | None:
    """Where a table with bars or tabs in its lines ends, and its rows; None where none begins here."""
    stop = text.find("\n", start)
    title_line = text[start : stop if stop >= 0 else len(text)]
    for separator in _SEPARATORS:
        parts = [part for part in _split(title_line, start, separator) if part[0]]
        known = [column_of(words) for words, _, _ in parts]
        if len(parts) < 2 or sum(c is not None for c in known) < max(2, len(parts) // 2):
            continue
        titles = [c or Column("text", words) for c, (words, _, _) in zip(known, parts, strict=True)]
        columns = settle_columns(titles, caption_scale(text[max(0, start - 80) : start]))
        if columns is not None:
            return _separated_rows(text, stop, separator, columns)
    return None


def _split(line: str, start: int, separator: re.Pattern[str]) -> list[tuple[str, int, int]]:
    """Cells of a line with their spans; a bar at either edge of the line bounds no cell."""
    edges = [(0, 0), *(m.span() for m in separator.finditer(line)), (len(line), len(line))]
    pieces = [(left[1], right[0]) for left, right in pairwise(edges)]
    if line.lstrip()[:1] in "|｜" and line.strip():
        pieces = pieces[1:]
        if line.rstrip()[-1] in "|｜":
            pieces = pieces[:-1]
    cells = []
    for low, high in pieces:
        words = line[low:high]
        inner = words.strip(" \t\r*")
        low += words.find(inner) if inner else 0
        cells.append((inner, start + low, start + low + len(inner)))
    return cells


def _separated_rows(
    text: str, position: int, separator: re.Pattern[str], columns: tuple[Column, ...]
) -> tuple[int, list[_Raw]]:
    rows: list[_Raw] = []
    for match in _LINE.finditer(text, max(position, 0)):
        pieces = _split(match.group(), match.start(), separator)
        filled = [p for p in pieces if p[0]]
        if not filled:
            continue
        if len(pieces) < 2 and word_kind(filled[0][0]) not in {"section", "total"}:
            break
        position = match.end()
        if all(re.fullmatch(r"[:\-—： ]+", p[0]) for p in filled):
            continue
        raw = _separated_row(pieces, filled, columns)
        if raw is not None:
            rows.append(raw)
    return position, rows


def _separated_row(
    pieces: list[tuple[str, int, int]], filled: list[tuple[str, int, int]], columns: tuple[Column, ...]
) -> _Raw | None:
    named = next(c for c in columns if c.role == "name")
    if len(filled) == 1 and word_kind(filled[0][0]) in {"section", "total", "text", "status"}:
        return _Raw([(named, *filled[0])], label=True)
    # A row that is short by cells lacks those of merged cells to its left, unless its number begins it.
    if len(pieces) < len(columns) and word_kind(filled[0][0]) != "integer":
        pieces = [("", 0, 0)] * (len(columns) - len(pieces)) + pieces
    cells = [(column, *piece) for column, piece in zip(columns, pieces, strict=False) if piece[0]]
    name = next((c for c in cells if c[0].role == "name"), None)
    if name is None:
        labels = [c for c in cells if word_kind(c[1]) in {"section", "total"}]
        if not labels:
            return None
        name = (named, *labels[0][1:])
        cells = [name, *(c for c in cells if is_amount(c[0].role))]
        return _Raw(cells, label=True)
    numbered = any(c.role == "number" for c in columns)
    return _Raw(cells, label=numbered and cells[0][0].role == "name" and word_kind(name[1]) in {"section", "total"})


# -- tables with one cell a line -------------------------------------------------------------------------------------


def _line_table(text: str, start: int, plan: Plan, stops: list[int]) -> tuple[int, list[_Raw]]:
    """Where a table with one cell a line ends, and its rows; none of them where only titles stand here."""
    lines = _LineReader(text, start)
    titles = _titles(lines, 0)
    if titles is None:
        return start, []
    count, columns = titles
    settled = settle_columns(columns, caption_scale(text[max(0, start - 240) : start]))
    last, first = lines.at(count - 1), lines.at(count)
    if settled is None or last is None or first is None:
        return last.start if last else start, []
    index = bisect_left(stops, plan.form.span(first.start, first.end)[0])
    stop = stops[index] if index < len(stops) else len(plan.text)
    cells = align(settled, _body(lines, count, columns, plan, stop))
    return (cells[-1].lines[-1].end, _rows(settled, cells)) if cells else (last.start, [])


def _rows(columns: tuple[Column, ...], cells: list[AlignedCell]) -> list[_Raw]:
    rows: list[_Raw] = []
    for cell in cells:
        if cell.opens:
            rows.append(_Raw([], label=cell.label))
        words = "".join(line.text for line in cell.lines)
        rows[-1].cells.append((columns[cell.column], words, cell.lines[0].start, cell.lines[-1].end))
    return [row for row in rows if any(column.role == "name" for column, *_ in row.cells)]


class _LineReader:
    """The filled lines of a text from an offset on, read as far as asked for."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._position = start
        self._lines: list[Line] = []

    def at(self, index: int) -> Line | None:
        """The filled line with a number; None behind the last."""
        while len(self._lines) <= index:
            match = _LINE.search(self._text, self._position)
            if match is None:
                return None
            between = self._text.count("\n", self._position, match.start())
            self._position = match.end()
            words = match.group().strip()
            if words:
                low = match.start() + match.group().find(words)
                self._lines.append(Line(low, low + len(words), words, gap=between > 1))
        return self._lines[index]


def _titles(lines: _LineReader, first: int) -> tuple[int, list[Column]] | None:
    """Number of the first line behind the titles that begin at line ``first``, and the columns; None without titles."""
    columns: list[Column] = []
    known = 0
    pending: list[Column] = []
    index = first
    while len(columns) + len(pending) < _MAX_TITLES:
        run = [line.text for i in range(3) if (line := lines.at(index + i)) is not None]
        taken, column = _title(run)
        if column is not None:
            columns += [*pending, column]
            pending, known, index = [], known + 1, index + taken
        elif run and len(pending) < 3 and len(run[0]) <= 16 and word_kind(run[0]) == "text" and columns:
            pending.append(Column("text", re.sub(r"\s", "", run[0])))
            index += 1
        else:
            break
    if len(columns) > 2 and columns[0].role == "name" and columns[1].role == "number":
        # The table's caption, in a line of its own.
        columns, known = columns[1:], known - 1
    if known < 2:
        return None
    line = lines.at(index)
    numbered = any(c.role == "number" for c in columns)
    if pending and numbered and line is not None and re.match(r"1[.、．]?$|[一（]", line.text):
        return index, [*columns, *pending]
    return index - len(pending), columns


def _title(run: list[str]) -> tuple[int, Column | None]:
    """Number of lines that make the next title, and its column; 0 where the next line is no known title."""
    for count in range(len(run), 0, -1):
        column = column_of("".join(run[:count]))
        alone = [column_of(words) for words in run[:count]]
        # Two titles that happen to make one ("项目" and "类型") are two; a title broken in two has a part that is none.
        if column is not None and (None in alone or len({c.role for c in alone if c}) == 1):
            return count, column
    return 0, None


def _body(lines: _LineReader, first: int, columns: Sequence[Column], plan: Plan, stop: int) -> Iterator[Line]:
    """Lines behind the titles up to a heading, a note or other titles; titles repeated on a new page left out."""
    titles = "".join(c.title for c in columns)
    index = page = first
    while (line := lines.at(index)) is not None:
        start = plan.form.span(line.start, line.end)[0]
        if start >= stop or _BEHIND_TABLE.match(line.text):
            return
        if line.text in {"续表", "（续）"}:
            index += 1
            continue
        if titles.startswith(line.text[:2]) and titles.startswith(re.sub(r"\s", "", line.text)):
            behind = _behind_titles(lines, index, titles)
            if behind is not None and index > page:
                index = page = behind
                continue
        if column_of(line.text) is not None and _titles(lines, index) is not None:
            return
        if plan.counts(start):
            yield line
        index += 1


def _behind_titles(lines: _LineReader, index: int, titles: str) -> int | None:
    """Number of the line behind titles that are repeated from line ``index`` on; None where they are not."""
    read = ""
    while len(read) < len(titles) and (line := lines.at(index)) is not None:
        read += re.sub(r"\s", "", line.text)
        index += 1
    return index if read == titles else None
