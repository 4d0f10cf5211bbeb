"""The gazetteer's tables on disk: reading, typing, faults of single rows (columns: ``data/gazetteer/README.md``)."""

from __future__ import annotations

import csv
import io
import logging
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

import numpy as np

from gazetteer.records import KINDS, PRECISIONS, STATUSES, Kind, Precision, Status
from geo.datum import DATUMS, to_wgs84
from geo.errors import InputError
from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Shape = Literal["point", "line", "union", "hull", "circle", "polygon", "unit"]
"""How a row's geometry is made."""
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)

COLUMNS: Final = (
    "id", "name", "aliases", "kind", "geometry", "lng", "lat", "datum", "precision", "districts", "members",
    "radius_km", "status", "segments", "source", "note",
)  # fmt: skip
REQUIRED: Final = ("id", "name", "kind", "geometry", "precision", "source")
TABLE_KINDS: Final = frozenset(KINDS) - {"layout"}
POSITIONED: Final = frozenset({"point", "circle"})
PRECISIONS_OF: Final[dict[str, frozenset[str]]] = {
    "point": frozenset(PRECISIONS) - {"area", "schematic"},
    "line": frozenset({"surveyed", "site", "approximate", "schematic"}),
    "union": frozenset(PRECISIONS),
    "hull": frozenset({"area"}),
    "circle": frozenset({"area"}),
    "polygon": frozenset({"area"}),
    "unit": frozenset({"area", "town", "district", "city"}),
}
MEMBERS_OF: Final = {"line": (2, 9999), "union": (1, 9999), "hull": (1, 9999), "polygon": (3, 9999), "unit": (0, 1)}
"""Fewest and most members of each geometry that has any."""
MAX_RADIUS_KM: Final = 100.0
MAX_BYTES: Final = 64 * 2**20

_LOG = logging.getLogger(__name__)
_NO_CELLS: Final = dict.fromkeys(COLUMNS, "")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SEGMENT: Final = re.compile(r"(?P<start>[^>=|]+)>(?P<end>[^>=|]+)=(?P<status>\w+)")
"""A part of a line with a status of its own, as tables and atlases write it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ufffd]")
_SUSPECT = re.compile(rf"(?m:^[=+\-@])|{_CONTROL.pattern}")
"""Finds at once, in all cells of a row, whether one may have a fault of `_RowReader._check_cells`."""
_EDITOR_PRECISIONS = frozenset({"approximate", "area", "schematic", "town", "district", "city"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one row of a table; ``row`` counts as a spreadsheet does, the header being 1."""

    file: str
    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f", {self.column}" if self.column else ""
        return f"{self.file} row {self.row}{where}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a line, from one member to another, with its own status."""

    start: str
    end: str
    status: Status


@dataclass(frozen=True, slots=True)
class Row:
    """One place as a table states it, its coordinate already WGS 84 (degrees)."""

    id: str
    name: str
    kind: Kind
    geometry: Shape
    precision: Precision
    aliases: tuple[str, ...] = ()
    contextual: tuple[str, ...] = ()
    """Aliases that were marked with ``~``: they resolve only near the place."""
    lng: float | None = None
    lat: float | None = None
    districts: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    radius_km: float | None = None
    status: Status | None = None
    segments: tuple[Segment, ...] = ()
    source: str = ""
    note: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file that can be used, and what is wrong with the others."""

    file: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def shipped_tables() -> list[Path]:
    """Every table that comes with Plan Atlas, in a fixed order.

    >>> all(path.suffix == ".csv" for path in shipped_tables())
    True
    """
    return sorted(data_path("gazetteer").rglob("*.csv"))


def read_tables(paths: Iterable[Path], *, lenient: bool = False) -> list[Row]:
    """Rows of all tables, in the order given.

    Parameters
    ----------
    paths
        The tables.
    lenient
        Leave out rows that are wrong, with a warning to the log, instead of raising.

    Raises
    ------
    InputError
        A file cannot be read or a row is wrong; the message names the first faults with file and row.
    """
    tables = [read_table(path) for path in paths]
    faults = [fault for table in tables for fault in table.faults]
    if faults and not lenient:
        shown = "; ".join(map(str, faults[:5]))
        more = f"; and {len(faults) - 5} more" if len(faults) > 5 else ""
        raise InputError(f"{shown}{more}. The columns are described in data/gazetteer/README.md")
    for fault in faults:
        _LOG.warning("row left out: %s", fault)
    return [row for table in tables for row in table.rows]


def read_table(path: Path) -> Table:
    """Read one table: every row that is sound, and every fault of the others.

    Checked here is what a row alone can tell; what concerns other rows and the ground is `gazetteer.checks`.

    Parameters
    ----------
    path
        A CSV file, UTF-8 with or without a byte-order mark; commas; the header in the first row, its columns in any
        order, those that are not required may be missing.
    """
    path = Path(path)
    try:
        text = _text(path)
        lines = list(_lines(text))
    except InputError as error:
        return Table(path.name, (), (Fault(path.name, 1, "", str(error)),))
    if not lines:
        return Table(path.name, (), (Fault(path.name, 1, "", "the file is empty; its first row must be the header"),))
    header = [cell.strip() for cell in lines[0][1]]
    problem = _header_problem(header)
    if problem:
        return Table(path.name, (), (Fault(path.name, 1, "", problem),))
    rows, datums, faults = [], [], []
    for number, cells in lines[1:]:
        reader = _RowReader(path.name, number, header, cells)
        row = reader.row()
        if row is not None:
            rows.append(row)
            datums.append(reader.cells["datum"])
        faults += reader.faults
    return Table(path.name, tuple(_in_wgs84(rows, datums)), tuple(faults))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise InputError(f"the file has {len(raw) / 2**20:.0f} MB; a table may have {MAX_BYTES // 2**20}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"not UTF-8 (byte {error.start}, row {line}): save it again as CSV UTF-8") from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise InputError(f"not CSV near line {reader.line_num}: {error}") from None


def _header_problem(header: Sequence[str]) -> str:
    if len(header) == 1:
        for mark, name in (("\t", "tabs"), (";", "semicolons"), ("，", "full-width commas")):
            if mark in header[0]:
                return f"the columns are separated by {name}; use commas"
    unknown = [column for column in header if column not in COLUMNS]
    missing = [column for column in REQUIRED if column not in header]
    twice = sorted({column for column in header if header.count(column) > 1})
    parts = [
        f"{what} {', '.join(map(repr, columns))}"
        for what, columns in (("unknown column", unknown), ("missing column", missing), ("repeated column", twice))
        if columns
    ]
    return "; ".join(parts)


class _RowReader:
    """Turns the cells of one row into a `Row` and collects what is wrong with them."""

    def __init__(self, file: str, number: int, header: Sequence[str], cells: Sequence[str]) -> None:
        self.file, self.number = file, number
        self.faults: list[Fault] = []
        if len(cells) != len(header):
            self.fault("", f"{len(cells)} cells under {len(header)} columns: is a cell with a comma not quoted?")
        self.cells = _NO_CELLS | dict(zip(header, map(str.strip, cells), strict=False))

    def fault(self, column: str, problem: str) -> None:
        self.faults.append(Fault(self.file, self.number, column, problem))

    def row(self) -> Row | None:
        """Return the row, or None when it has a fault."""
        if self.faults:
            return None
        cells = self.cells
        self._check_cells()
        shape = self._one_of("geometry", SHAPES)
        members, aliases = self._many("members"), self._many("aliases")
        lng, lat = self._position(shape)
        row = Row(
            id=cells["id"],
            name=cells["name"],
            kind=cast("Kind", self._one_of("kind", TABLE_KINDS)),
            geometry=cast("Shape", shape),
            precision=cast("Precision", self._one_of("precision", PRECISIONS)),
            aliases=tuple(dict.fromkeys(a for a in aliases if not a.startswith("~") and a != cells["name"])),
            contextual=tuple(dict.fromkeys(a[1:] for a in aliases if a.startswith("~"))),
            lng=lng,
            lat=lat,
            districts=self._many("districts"),
            members=members,
            radius_km=self._radius(shape),
            status=cast("Status", self._one_of("status", STATUSES[:-1])) if cells["status"] else None,
            segments=self._segments(members),
            source=cells["source"],
            note=cells["note"],
            file=self.file,
            line=self.number,
        )
        self._check_row(row)
        return None if self.faults else row

    def _one_of(self, column: str, allowed: Iterable[str]) -> str:
        value = self.cells[column]
        if value not in allowed:
            self.fault(column, f"{value!r} is not one of {', '.join(sorted(allowed))}" if value else "is empty")
        return value

    def _many(self, column: str) -> tuple[str, ...]:
        cell = self.cells[column]
        if not cell:
            return ()
        if "|" not in cell:
            return (cell,)
        parts = tuple(map(str.strip, cell.split("|")))
        if "" in parts:
            self.fault(column, "has an empty part between two |")
        return parts

    def _number(self, column: str, low: float, high: float) -> float | None:
        cell = self.cells[column]
        try:
            value = float(cell)
        except ValueError:
            self.fault(column, f"{cell!r} is not a number" if cell else "is empty")
            return None
        if not low <= value <= high:  # also catches nan
            self.fault(column, f"{cell} is outside {low:g} to {high:g}")
            return None
        return value

    def _position(self, shape: str) -> tuple[float | None, float | None]:
        cells = self.cells
        if shape not in POSITIONED and not (shape == "unit" and (cells["lng"] or cells["lat"])):
            for column in ("lng", "lat", "datum"):
                if cells[column]:
                    self.fault(column, f"must be empty for a {shape}")
            return None, None
        lng, lat = self._number("lng", -180, 180), self._number("lat", -90, 90)
        if lng is not None and lat is not None and 3 < lng < 54 and 73 < lat <= 90:
            self.fault("lng", "longitude and latitude seem to have changed places")
        self._one_of("datum", DATUMS)
        return lng, lat

    def _radius(self, shape: str) -> float | None:
        if shape == "circle":
            return self._number("radius_km", 0.01, MAX_RADIUS_KM)
        if self.cells["radius_km"]:
            self.fault("radius_km", "only a circle has a radius")
        return None

    def _segments(self, members: Sequence[str]) -> tuple[Segment, ...]:
        segments = []
        for part in self._many("segments"):
            match = SEGMENT.fullmatch(part)
            if match is None or match["status"] not in STATUSES[:-1]:
                self.fault("segments", f"{part!r} is not from>to=status ({', '.join(STATUSES[:-1])})")
                continue
            start, end = match["start"].strip(), match["end"].strip()
            absent = [name for name in (start, end) if name not in members]
            if absent:
                self.fault("segments", f"{absent[0]!r} is not among the members")
            else:
                if members.index(start) >= len(members) - members[::-1].index(end):  # a ring ends where it starts
                    start, end = end, start
                segments.append(Segment(start, end, cast("Status", match["status"])))
        return tuple(segments)

    def _check_cells(self) -> None:
        if not _SUSPECT.search("\n".join(self.cells.values())):
            return
        for column, value in self.cells.items():
            if value and column not in {"lng", "lat"} and value[0] in ("=+-" if column == "members" else "=+-@"):
                self.fault(column, f"starts with {value[0]!r}, which a spreadsheet runs as a formula")
            if _CONTROL.search(value):
                self.fault(column, "holds a control or replacement character")

    def _check_row(self, row: Row) -> None:
        if not _ID.fullmatch(row.id):
            self.fault("id", f"{row.id!r} is not lower-case letters and digits with hyphens")
        if not row.name:
            self.fault("name", "is empty")
        if not row.source:
            self.fault("source", "is empty: where does the position come from?")
        elif row.source.startswith("editor") and row.precision not in _EDITOR_PRECISIONS:
            self.fault("precision", f"an editor's position is never better than approximate, and says {row.precision}")
        if self.faults:
            return
        if row.precision not in PRECISIONS_OF[row.geometry]:
            allowed = ", ".join(p for p in PRECISIONS if p in PRECISIONS_OF[row.geometry])
            self.fault("precision", f"{row.precision!r} does not fit a {row.geometry}: {allowed}")
        self._check_members(row)

    def _check_members(self, row: Row) -> None:
        fewest, most = MEMBERS_OF.get(row.geometry, (0, 0))
        if not fewest <= len(row.members) <= most:
            wanted = f"at least {fewest}" if most > fewest else "no"
            wanted = "one town, or none" if row.geometry == "unit" else wanted
            self.fault("members", f"a {row.geometry} has {wanted} members, this has {len(row.members)}")
        for member in row.members:
            if member.startswith("@") and parse_waypoint(member) is None:
                self.fault("members", f"{member!r} is not a waypoint '@lng lat'")
            elif member in {row.name, row.id, *row.aliases}:
                self.fault("members", f"{member!r} is the place itself")
        if row.geometry == "unit" and not row.districts and row.kind != "admin":
            self.fault("districts", "a unit needs the district or city that it is in")
        if row.segments and row.geometry != "line":
            self.fault("segments", "only a line has segments")


def parse_waypoint(member: str) -> tuple[float, float] | None:
    """Longitude and latitude of a member ``@lng lat``; None for anything else.

    >>> parse_waypoint("@113.26 22.99"), parse_waypoint("广州南站")
    ((113.26, 22.99), None)
    """
    if not member.startswith("@"):
        return None
    try:
        lng, lat = (float(part) for part in member[1:].split())
    except ValueError:
        return None
    return (lng, lat) if abs(lng) <= 180 and abs(lat) <= 90 else None


def _in_wgs84(rows: Sequence[Row], datums: Sequence[str]) -> list[Row]:
    """Rows with the coordinates that ``datums`` name turned into WGS 84, all of one datum at once."""
    converted = list(rows)
    for datum in DATUMS[1:]:
        chosen = [i for i, given in enumerate(datums) if given == datum]
        if not chosen:
            continue
        lngs, lats = to_wgs84(
            np.array([rows[i].lng for i in chosen]), np.array([rows[i].lat for i in chosen]), datum=datum
        )
        for i, lng, lat in zip(chosen, lngs.tolist(), lats.tolist(), strict=True):
            converted[i] = replace(rows[i], lng=round(lng, 7), lat=round(lat, 7))
    return converted
