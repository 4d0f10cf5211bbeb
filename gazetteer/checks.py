"""Checks of whole tables: what only other rows, the administrative units and the ground can tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.entries import Gazetteer
from gazetteer.names import key
from gazetteer.tables import Fault, read_table, shipped_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazetteer.tables import Row
    from gazetteer.units import Units

TOLERANCE_M: Final = {
    "surveyed": 500.0, "site": 1000.0, "approximate": 2500.0, "area": 2500.0, "schematic": 10000.0, "town": 5000.0,
    "district": 0.0, "city": 0.0,
}  # fmt: skip
"""How far a place may lie outside a district that its row states: bridges stand on boundaries, chords cut corners."""
SPAN_M: Final = 20_000.0
"""How far a point that stands for something in several districts may lie from the others of them."""


def check_tables(paths: Iterable[str | Path] | None = None, *, units: Units | None = None) -> list[Fault]:
    """Every fault of the tables, each with its file and row; an empty list says that they are sound.

    Parameters
    ----------
    paths
        Tables to check. Members may be rows of the tables that are shipped as well. Default: all that are shipped.
    units
        Administrative units to check against; default: those that are shipped.

    Returns
    -------
    list of Fault
        In the order of files and rows.

    Examples
    --------
    >>> check_tables([])
    []
    """
    shipped = shipped_tables()
    wanted = shipped if paths is None else [Path(path) for path in paths]
    tables = [read_table(path) for path in wanted]
    faults = [fault for table in tables for fault in table.faults]
    rows = [row for table in tables for row in table.rows]
    if rows:
        known = {path.resolve() for path in wanted}
        others = [row for path in shipped if path.resolve() not in known for row in read_table(path).rows]
        mine = {row.id for row in rows}
        gazetteer = Gazetteer([*(row for row in others if row.id not in mine), *rows], units)
        faults += _order(rows)
        faults += _twins([row for row in rows if gazetteer.units.get(row.id) is None])
        for row in rows:
            faults += (Fault(row.file, row.line, column, problem) for column, problem in _against(row, gazetteer))
    files = {path.name: i for i, path in enumerate(wanted)}
    return sorted(faults, key=lambda fault: (files.get(fault.file, 0), fault.row))


def _order(rows: Sequence[Row]) -> Iterator[Fault]:
    """Ids that stand twice, and the first row of each file that is out of order."""
    seen: dict[str, Row] = {}
    last: dict[str, str] = {}
    told: set[str] = set()
    for row in rows:
        if (first := seen.get(row.id)) is not None:
            yield Fault(row.file, row.line, "id", f"{row.id!r} stands already in {first.file} row {first.line}")
        seen[row.id] = row
        if row.id < last.get(row.file, "") and row.file not in told:
            told.add(row.file)
            yield Fault(row.file, row.line, "id", f"{row.id!r} comes before {last[row.file]!r}: sort the rows by id")
        last[row.file] = row.id


def _twins(rows: Sequence[Row]) -> Iterator[Fault]:
    """Rows that have the same name and kind in the same district."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        for district in row.districts or ("",):
            first = seen.setdefault((key(row.name), row.kind, district), row)
            if first is not row and first.id != row.id:
                where = f" in {district}" if district else ""
                yield Fault(
                    row.file, row.line, "name", f"{row.kind} {row.name!r}{where} is {first.file} row {first.line} again"
                )
                break


def _against(row: Row, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Find what is wrong with a row in the light of the other rows and the units."""
    yield from _districts(row, gazetteer)
    yield from _members(row, gazetteer)
    yield from _ground(row, gazetteer)


def _districts(row: Row, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    for name in row.districts:
        if not gazetteer.units.find(name):
            yield "districts", f"{name!r} is not a known county or city"


def _members(row: Row, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    for name in row.members:
        if name.startswith("@"):
            continue
        ids = gazetteer.places.member_ids(name, row)
        if not ids:
            yield "members", f"{name!r} is not a known place"
        elif len(ids) > 1 and gazetteer.places.apart(ids):
            yield "members", f"{name!r} may be {', '.join(sorted(ids)[:4])}: give the id"
    if not any(name.startswith("@") for name in row.members) or row.geometry != "unit":
        return
    yield "members", "a unit's member is a town, not a waypoint"


def _ground(row: Row, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Districts that the geometry of a row does not reach."""
    place = gazetteer.place(row.id)
    if place is None or place.lng is None:
        yield "members", "its geometry cannot be made: too few members are known"
        return
    if row.geometry == "unit" or place.geometry is None:
        return
    column = "lng" if row.lng is not None else "members"
    units = [(name, unit) for name in row.districts if (unit := gazetteer.places.unit_of(name, row)) is not None]
    away = {name: gazetteer.units.distance_m(unit, place.geometry) for name, unit in units}
    one_stands_for_all = (
        place.geometry.geom_type.endswith("Point") and min(away.values(), default=0.0) <= (TOLERANCE_M[row.precision])
    )
    for name, distance in away.items():
        if distance > (SPAN_M if one_stands_for_all else TOLERANCE_M[row.precision]):
            inside = "、".join(u.name for u in gazetteer.units.around(place.geometry)[:4]) or "no known county"
            yield column, f"is {distance / 1000:.1f} km from {name}, and lies in {inside}"
