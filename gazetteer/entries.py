"""The gazetteer: every named place that is known, by name and by id, realised when it is asked for."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from gazetteer.index import NameIndex
from gazetteer.names import key, warm_keys
from gazetteer.places import Places
from gazetteer.records import PRECISIONS
from gazetteer.tables import read_tables, shipped_tables
from gazetteer.units import Units
from geo.collector import collector_paused
from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gazetteer.geocode import Geocoder
    from gazetteer.online import OnlineSource
    from gazetteer.places import Stretch
    from gazetteer.records import Kind, Place
    from gazetteer.tables import Row


def load_gazetteer(
    extra: Sequence[str | Path] = (),
    *,
    districts: gpd.GeoDataFrame | None = None,
    online: OnlineSource | None = None,
) -> Gazetteer:
    """Load the gazetteer that is shipped, and tables of one's own over it.

    Parameters
    ----------
    extra
        CSV tables in the format of ``data/gazetteer/README.md``. Their rows win: over a row with the same id, and over
        a row with the same name and kind in the same district.
    districts
        County polygons to use, with the columns of `geo.shapes.load_districts`; default: those that are shipped.
    online
        Where to ask for names that no table has (`gazetteer.online.online_source`); default: nowhere.

    Raises
    ------
    InputError
        A table cannot be read or a row is wrong; the message names file and row.

    Examples
    --------
    >>> gazetteer = load_gazetteer()
    >>> gazetteer.lookup("番禺區")[0].precision
    'area'
    """
    with collector_paused():
        own = read_tables([Path(path) for path in extra])
        rows = _over(read_tables(shipped_tables(), lenient=True), own)
        return Gazetteer(rows, Units(rows, districts), online=online)


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer that is shipped, loaded once."""
    return load_gazetteer()


def _over(shipped: Sequence[Row], own: Sequence[Row]) -> list[Row]:
    """Shipped rows with the user's own put in their place."""
    if not own:
        return list(shipped)
    taken: dict[str, Row] = {}
    for row in own:
        if row.id in taken:
            raise InputError(f"{row.file} row {row.line}: the id {row.id!r} stands already in row {taken[row.id].line}")
        taken[row.id] = row
    named: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in own:
        named[key(row.name), row.kind].append(row)
    kept = [
        row
        for row in shipped
        if row.id not in taken
        and not any(
            not (mine.districts and row.districts) or set(mine.districts) & set(row.districts)
            for mine in named.get((key(row.name), row.kind), ())
        )
    ]
    return [*kept, *own]


class Gazetteer:
    """Named places and administrative units, looked up by name (Simplified or Traditional) or id.

    Geometry is made only when a place is asked for, and kept. Beside the ids of the tables there are those of
    `gazetteer.places.Places`; all can be asked for at any time, in any session.
    """

    def __init__(self, rows: Iterable[Row], units: Units | None = None, *, online: OnlineSource | None = None) -> None:
        self.online = online
        self.geocoders: dict[tuple[str, ...], Geocoder] = {}
        """Kept by `gazetteer.geocode.geocoder`, one for each area."""
        self.rows: dict[str, Row] = {row.id: row for row in rows}
        warm_keys(name for row in self.rows.values() for name in (row.name, *row.aliases, *row.contextual))
        self.units = Units(self.rows.values()) if units is None else units
        self.index = NameIndex(self.rows.values(), self.units)
        self.places = Places(self.rows, self.units, self.index)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, place: object) -> bool:
        return isinstance(place, str) and (place in self.rows or self.place(place) is not None)

    def __iter__(self) -> Iterator[Place]:
        """Realise every row of the tables, in the order of the ids."""
        return (place for i in sorted(self.rows) if (place := self.place(i)) is not None)

    def __repr__(self) -> str:
        kinds = Counter(row.kind for row in self.rows.values())
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(4))
        return f"<Gazetteer: {len(self)} places ({told}{', ...' if len(kinds) > 4 else ''})>"

    def _repr_html_(self) -> str:
        head, *lines = self.coverage()
        header = "".join(f"<th>{html.escape(str(cell))}</th>" for cell in head)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in line) + "</tr>" for line in lines)
        return f"<table><caption>{html.escape(repr(self))}</caption><tr>{header}</tr>{body}</table>"

    def coverage(self) -> list[list[str | int]]:
        """Count rows by kind and precision: a header, a line for each kind, a line of sums."""
        counts = Counter((row.kind, row.precision) for row in self.rows.values())
        kinds = sorted({kind for kind, _ in counts})
        lines: list[list[str | int]] = [["kind", *PRECISIONS, "all"]]
        for kind in kinds:
            line = [counts[kind, precision] for precision in PRECISIONS]
            lines.append([kind, *line, sum(line)])
        sums = [sum(counts[kind, precision] for kind in kinds) for precision in PRECISIONS]
        return [*lines, ["all", *sums, sum(sums)]]

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every form under which a place is known anywhere, with the ids it may mean.

        Forms are Simplified with marks key (`gazetteer.characters.fold_marks`): names, aliases, full names of units
        and short names of provinces and cities. Forms that need a plan near the place are in `contextual`.
        """
        return iter(self.index.anywhere().items())

    @property
    def contextual(self) -> Mapping[str, tuple[str, ...]]:
        """Forms that mean a place only near it, with ids: ``~`` aliases, and short names of counties (番禺)."""
        return self.index.near()

    def lookup(self, name: str, *, kind: Kind | None = None) -> list[Place]:
        """Places called ``name``, contextual aliases included, those that bear it as their full name first."""
        ids = dict.fromkeys((*self.index.ids(name), *self.index.near_ids(name)))
        ranked = sorted(ids, key=lambda i: not self.index.is_canonical(name, i))
        found = [place for i in ranked if (place := self.place(i)) is not None]
        return [place for place in found if kind in (None, place.kind)]

    def place(self, place: str) -> Place | None:
        """Return the place of an id with its geometry, None where no place has that id."""
        return self.places.get(place)

    def kind(self, place: str) -> Kind | None:
        """Kind of a row or unit without realising it, None for any other id."""
        row = self.rows.get(place)
        return row.kind if row is not None else "admin" if self.units.get(place) is not None else None

    def segments(self, place: str) -> list[Stretch]:
        """Parts of a line with the status and the ends of each, in order.

        Parameters
        ----------
        place
            Id of a row whose geometry is a line; of anything else, and of a line without segments, the list is empty.
        """
        row = self.rows.get(place)
        return [] if row is None or not row.segments else self.places.segments(row)

    def to_geodataframe(self, *, units: bool = False) -> gpd.GeoDataFrame:
        """Every row as a feature, WGS 84, with flat properties; lists are joined with ``|`` as in the tables.

        Parameters
        ----------
        units
            Provinces, cities and counties as well.
        """
        wanted = sorted(i for i in self.rows if units or self.units.get(i) is None)
        places = [place for i in wanted if (place := self.place(i)) is not None]
        columns = {
            "id": [p.id for p in places],
            "name": [p.name for p in places],
            "aliases": ["|".join(p.aliases) for p in places],
            "kind": [p.kind for p in places],
            "precision": [p.precision for p in places],
            "districts": ["|".join(p.districts) for p in places],
            "status": [self.rows[p.id].status for p in places],
            "lng": [p.lng for p in places],
            "lat": [p.lat for p in places],
            "source": [p.source for p in places],
            "note": [p.note for p in places],
        }
        return gpd.GeoDataFrame(columns, geometry=[p.geometry for p in places], crs="EPSG:4326")
