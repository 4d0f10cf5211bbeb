"""Which line of a table with one cell a line belongs to which column: the cheapest way through lines and columns.

A line costs what its words cost in a column; a cell left out, one more line for a cell and a line behind the table
have their prices.  Dynamic programming over the lines keeps the few ways that can still be the cheapest, so that the
time grows with the number of lines only.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.table_columns import is_amount, is_text, is_years, misfit, word_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazetteer.table_columns import Column, WordKind

_FIRST_LINES = 40
"""Lines from which one sees whether blank lines stand between cells."""
_LEFT_OUT = 1.3
_LEFT_OUT_OF = {"number": 3.0, "category": 0.3, "name": 50.0}
_LINE_BEHIND = 0.9
_MORE_LINES = 1.0
_MORE_NUMBERS = 3.0
_UNNUMBERED_LABEL = 1.2
_AGAINST_GAPS = 1.5
_BEAM = 6.0
_NEVER = 90.0
_IMPOSSIBLE = 1e9
_BROKEN_END = re.compile(r"[、，（—至和与及]$")
_BROKEN_BEGIN = re.compile(r"[、，）；。：—]|(?:[一二三四]期|[东西南北]段)?(?:及|等|工程|项目|公?里|元|段|改造)?$")
_LABEL = re.compile(r"([一-鿿]{2,8})：")
_ANOTHER_LABEL = 2.0


class Line(NamedTuple):
    """A filled line: its span, its words without spaces at either end, whether a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool


@dataclass(slots=True)
class AlignedCell:
    """Lines that make one cell; ``opens`` where its row begins, ``label`` in a row that heads others or sums them."""

    column: int
    lines: list[Line]
    opens: bool
    label: bool


class _State(NamedTuple):
    cost: float
    number: int
    """The number of the row that is open, else of the last that had one."""
    before: int
    """Place of the line before; -1 at the first."""
    opens: bool


def align(columns: Sequence[Column], source: Iterable[Line]) -> list[AlignedCell]:
    """Cells of a table, from its lines and whatever follows it; empty where no row can be read.

    Parameters
    ----------
    columns
        Settled columns, one of which names the rows.
    source
        Lines behind the titles; no more are taken than it needs to see that the table has ended.
    """
    alignment = _Alignment(columns, source)
    path, lines = alignment.cheapest(), alignment.lines
    cells: list[AlignedCell] = []
    for index, (place, opens) in enumerate(path):
        column = place % alignment.width
        if opens or not cells or cells[-1].column != column:
            cells.append(AlignedCell(column, [lines[index]], opens, place >= alignment.width))
        else:
            cells[-1].lines.append(lines[index])
    return _with_last_lines(cells, lines[len(path) :])


def _with_last_lines(cells: list[AlignedCell], behind: Sequence[Line]) -> list[AlignedCell]:
    """Give the last cell the further lines that the same column has in most rows before."""
    if not cells:
        return cells
    last = cells[-1]
    counts = Counter(len(c.lines) for c in cells[:-1] if c.column == last.column and not c.label)
    if counts and not last.label:
        usual = counts.most_common(1)[0][0]
        for line in behind[: max(0, usual - len(last.lines))]:
            if word_kind(line.text) not in {"text", "long"}:
                break
            last.lines.append(line)
    return cells


class _Alignment:
    """A place is a column, or a column plus ``width`` inside a row that has only a label and sums."""

    def __init__(self, columns: Sequence[Column], source: Iterable[Line]) -> None:
        self.columns = columns
        self.source = iter(source)
        self.lines = list(islice(self.source, _FIRST_LINES))
        self.width = len(columns)
        self.name = next(i for i, column in enumerate(columns) if column.role == "name")
        self.numbered = any(column.role == "number" for column in columns)
        self.left_out = [_LEFT_OUT_OF.get(column.role, _LEFT_OUT) for column in columns]
        self.tails = [sum(self.left_out[i + 1 :]) for i in range(self.width)] + [0.0] * self.width
        gaps = [line.gap for line in self.lines]
        share = sum(gaps) / max(1, len(gaps))
        self.spaced, self.dense = share > 0.6, share < 0.3

    def cheapest(self) -> list[tuple[int, bool]]:
        """Place of each line of the table, and whether a row begins there."""
        steps: list[dict[int, _State]] = []
        best, end, end_place = 2.0 * self.width, -1, -1
        live: dict[int, _State] = {}
        for index in count():
            self.lines += islice(self.source, max(0, index + 1 - len(self.lines)))
            if index == len(self.lines):
                break
            live = self._step(index, live)
            steps.append(live)
            best += _LINE_BEHIND
            for place, state in live.items():
                if state.cost + self.tails[place] <= best:
                    best, end, end_place = state.cost + self.tails[place], index, place
            if not live or min(state.cost for state in live.values()) > best + _BEAM:
                break
        path = []
        for index in range(end, -1, -1):
            state = steps[index][end_place]
            path.append((end_place, state.opens))
            end_place = state.before
        return path[::-1]

    def _step(self, index: int, live: dict[int, _State]) -> dict[int, _State]:
        """Cheapest state at each place for one more line."""
        line = self.lines[index]
        kind = word_kind(line.text)
        costs = self._misfits(line, kind)
        number = int(re.sub(r"\D", "", line.text) or 0) if kind == "integer" else 0
        after: dict[int, _State] = {}
        for before, state in live.items() or ((-1, _State(0.0, 0, -1, opens=False)),):
            opened = state.cost + (self.tails[before] if before >= 0 else 0)
            crowded = _AGAINST_GAPS if self.spaced and not line.gap and before >= 0 else 0.0
            for place, cost in self._openings(kind, costs, number, state.number):
                self._offer(after, place, _State(opened + crowded + cost, number or state.number, before, opens=True))
            if before < 0:
                continue
            for place, cost in self._onward(before, costs, gap=line.gap):
                self._offer(after, place, _State(state.cost + crowded + cost, state.number, before, opens=False))
            more = (
                self._more(self.lines[index - 1].text, line, kind, before % self.width) + costs[before % self.width] / 2
            )
            self._offer(after, before, _State(state.cost + more, state.number, before, opens=False))
        bound = min((state.cost for state in after.values()), default=0.0) + _BEAM
        return {place: state for place, state in after.items() if state.cost <= bound}

    def _misfits(self, line: Line, kind: WordKind) -> list[float]:
        """What the line costs in each column; words behind a column's own title (重点产业：…) are at home there."""
        costs = [misfit(column.role, line.text, kind) for column in self.columns]
        label = _LABEL.match(line.text)
        homes = [label is not None and label.group(1) in column.title for column in self.columns]
        if any(homes):
            costs = [cost + (0 if home else _ANOTHER_LABEL) for cost, home in zip(costs, homes, strict=True)]
        return costs

    @staticmethod
    def _offer(after: dict[int, _State], place: int, state: _State) -> None:
        if state.cost < _IMPOSSIBLE and (place not in after or state.cost < after[place].cost):
            after[place] = state

    def _openings(self, kind: WordKind, costs: list[float], number: int, last: int) -> Iterator[tuple[int, float]]:
        """Places where a row may begin, and what that costs."""
        skipped = 0.0
        for place in range(self.name + 1):
            cost = costs[place]
            if self.columns[place].role == "number" and number:
                cost += 0 if number == last + 1 else 0.3 if number == 1 else 3
            if cost < _NEVER:
                yield place, skipped + cost
            skipped += self.left_out[place]
        if kind in {"section", "total"}:
            yield self.width + self.name, 0.0
        elif kind in {"text", "status"} and self.numbered:
            yield self.width + self.name, _UNNUMBERED_LABEL

    def _onward(self, before: int, costs: list[float], *, gap: bool) -> Iterator[tuple[int, float]]:
        """Places further right in the open row, and what that costs."""
        label = self.width if before >= self.width else 0
        skipped = 0.0
        for column in range(before - label + 1, self.width):
            if label and not is_amount(self.columns[column].role):
                continue
            if costs[column] < _NEVER:
                yield column + label, skipped + costs[column]
            # A blank line among lines that have none is a cell without words.
            skipped += 0.1 if label else self.left_out[column] * (0.2 if self.dense and gap else 1)
            if skipped > _BEAM:
                break

    def _more(self, before: str, line: Line, kind: WordKind, column: int) -> float:
        """What it costs that a line goes on with the cell of the line before."""
        role = self.columns[column].role
        if not is_text(role):
            broken = before.endswith(("—", "-", "－", "至")) and kind in {"year", "years"}
            return 0.2 if broken and is_years(role) else _IMPOSSIBLE
        if kind in {"integer", "section", "total"}:
            return _IMPOSSIBLE
        if kind in {"number", "year", "years"}:
            return _MORE_NUMBERS
        if before.count("（") > before.count("）") or _BROKEN_END.search(before) or _BROKEN_BEGIN.match(line.text):
            return 0.1
        cost = _MORE_LINES + (0 if role in {"content", "text"} else 0.3) + (0.6 if kind == "long" else 0)
        return cost + (0 if not self.spaced else 0.6 if line.gap else -0.9)
