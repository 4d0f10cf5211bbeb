"""Index of names: which places and units a form of a name may mean, anywhere or near them only."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.names import folded, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gazetteer.tables import Row
    from gazetteer.units import Units


class NameIndex:
    """Forms of names, Simplified with marks folded, and the ids that each may mean.

    Parameters
    ----------
    rows
        Rows of the tables.
    units
        Administrative units. A row of kind admin that bears the full name of a unit stands for it.
    """

    def __init__(self, rows: Iterable[Row], units: Units) -> None:
        self._anywhere: dict[str, list[str]] = defaultdict(list)
        self._near: dict[str, list[str]] = defaultdict(list)
        self._canonical: set[tuple[str, str]] = set()
        self._admin: set[str] = set()
        for row in rows:
            self._add_row(row)
        self._add_units(units)

    def _add_row(self, row: Row) -> None:
        name = folded(row.name)
        self._canonical.add((name, row.id))
        plain = {name, *map(folded, row.aliases)}
        if row.kind == "admin":
            plain |= {n[:-1] for n in plain if n.endswith("街道")} | {f"{n}道" for n in plain if n.endswith("街")}
            self._admin |= plain
        for form in sorted(plain):
            self._anywhere[form].append(row.id)
        for form in map(folded, row.contextual):
            if form not in plain:
                self._near[form].append(row.id)

    def _add_units(self, units: Units) -> None:
        for name, bearers in units.names():
            for unit in bearers:
                if name == folded(unit.name):
                    self._canonical.add((name, unit.id))
                if not (len(bearers) == 1 and name in self._admin):
                    self._anywhere[name].append(unit.id)
        for name, bearers in units.short_names():
            if name not in self._admin:
                self._near[name] += [unit.id for unit in bearers]

    def anywhere(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every form that means a place wherever it stands, with ids."""
        return ((form, tuple(ids)) for form, ids in self._anywhere.items())

    def near(self) -> Mapping[str, tuple[str, ...]]:
        """Every form that means a place only near it, with ids."""
        return {form: tuple(ids) for form, ids in self._near.items()}

    def ids(self, name: str) -> tuple[str, ...]:
        """Ids of what is called ``name`` wherever it stands."""
        return tuple(self._anywhere.get(key(name), ()))

    def near_ids(self, name: str) -> tuple[str, ...]:
        """Ids of what may be called ``name`` near it."""
        return tuple(self._near.get(key(name), ()))

    def is_canonical(self, name: str, place: str) -> bool:
        """Whether ``name`` is the full name of the place, and not an alias."""
        return (key(name), place) in self._canonical
