"""Index of names: which places and units a form of a name may mean, anywhere or near them only."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.names import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        anywhere: dict[str, list[str]] = defaultdict(list)
        near: dict[str, list[str]] = defaultdict(list)
        self._canonical: set[tuple[str, str]] = set()
        self._admin: set[str] = set()
        """Names of rows of kind admin."""
        self._tabled: set[str] = set()
        """Ids of rows of kind admin."""
        for row in rows:
            self._add_row(row, anywhere, near)
        self._add_units(units, anywhere, near)
        # The collector of garbage goes over lists time and again, over tuples of strings once.
        self._anywhere = {form: tuple(ids) for form, ids in anywhere.items()}
        self._near = {form: tuple(ids) for form, ids in near.items()}

    def _add_row(self, row: Row, anywhere: dict[str, list[str]], near: dict[str, list[str]]) -> None:
        name = key(row.name)
        self._canonical.add((name, row.id))
        plain = {name, *map(key, row.aliases)}
        if row.kind == "admin":
            self._tabled.add(row.id)
            plain |= {n[:-1] for n in plain if n.endswith("街道")} | {f"{n}道" for n in plain if n.endswith("街")}
            self._admin |= plain
        for form in sorted(plain):
            anywhere[form].append(row.id)
        for form in dict.fromkeys(map(key, row.contextual)):
            if form not in plain:
                near[form].append(row.id)

    def _add_units(self, units: Units, anywhere: dict[str, list[str]], near: dict[str, list[str]]) -> None:
        """Qualified names of all units (广州市番禺区); names and short names of those that no row stands for."""
        for name, bearers in units.names():
            for unit in bearers:
                self._add_unit(anywhere, name, unit.id, canonical=name == key(unit.name))
        for name, bearers in units.short_names():
            for unit in bearers:
                if unit.id not in self._tabled:
                    self._add_unit(near if unit.level == "district" else anywhere, name, unit.id)

    def _add_unit(self, forms: dict[str, list[str]], name: str, place: str, *, canonical: bool = False) -> None:
        """Add one name of a unit, unless a row of kind admin bears it already, or the row of the unit does."""
        if place in self._tabled and canonical:
            return
        if canonical:
            self._canonical.add((name, place))
        if name not in self._admin and place not in forms[name]:
            forms[name].append(place)

    def anywhere(self) -> Mapping[str, tuple[str, ...]]:
        """Every form that means a place wherever it stands, with ids."""
        return self._anywhere

    def near(self) -> Mapping[str, tuple[str, ...]]:
        """Every form that means a place only near it, with ids."""
        return self._near

    def ids(self, name: str) -> tuple[str, ...]:
        """Ids of what is called ``name`` wherever it stands."""
        return self._anywhere.get(name) or self._anywhere.get(key(name), ())

    def knows(self, form: str) -> bool:
        """Whether a form, already a key, means anything anywhere."""
        return form in self._anywhere or form in self._near

    def near_ids(self, name: str) -> tuple[str, ...]:
        """Ids of what may be called ``name`` near it."""
        return self._near.get(name) or self._near.get(key(name), ())

    def is_canonical(self, name: str, place: str) -> bool:
        """Whether ``name`` is the full name of the place, and not an alias."""
        return (key(name), place) in self._canonical
