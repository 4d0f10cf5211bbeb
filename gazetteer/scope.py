"""The ground a plan is about: which units are inside it, in the same city, in the same province, or far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.units import Unit, Units

INSIDE: Final = 0
SAME_CITY: Final = 1
NAMED: Final = 2
"""In a city that the sentence or heading names."""
SAME_PROVINCE: Final = 3
FAR: Final = 4


class Scope:
    """How near a unit is to a plan's area.

    Parameters
    ----------
    area
        Names of the units that the plan is for; those that are not known are left out. Empty: nothing is far.
    units
        The administrative units.
    """

    def __init__(self, area: Iterable[str], units: Units) -> None:
        self.units, self.given = units, bool(names := tuple(area))
        found = [units.find(name) for name in names]
        clear = [bearers[0] for bearers in found if len(bearers) == 1]
        self.area: tuple[Unit, ...] = tuple(
            dict.fromkeys(unit for bearers in found for unit in _nearer(bearers, clear, units))
        )
        self.cities = {(unit.province, unit.city) for unit in self.area if unit.level != "province"}
        self.provinces = {unit.province for unit in self.area}

    def __bool__(self) -> bool:
        return self.given

    def tier(self, units: Iterable[Unit], named: Sequence[Unit] = ()) -> int:
        """Nearest tier of a place's units: `INSIDE`, `SAME_CITY`, `NAMED`, `SAME_PROVINCE` or `FAR`.

        A plan without an area has everything inside. A place without units (the sea, abroad) is `FAR`.
        """
        if not self.given:
            return INSIDE
        return min((self._tier(unit, named) for unit in units), default=FAR)

    def _tier(self, unit: Unit, named: Sequence[Unit]) -> int:
        if self.holds(unit):
            return INSIDE
        if (unit.province, unit.city) in self.cities:
            return SAME_CITY
        if any(unit.city == other.city and unit.province == other.province for other in named if other.city):
            return NAMED
        return SAME_PROVINCE if unit.province in self.provinces else FAR

    def holds(self, unit: Unit) -> bool:
        """Whether a unit lies in the plan's area."""
        return any(self.units.inside(unit, part) for part in self.area)


def _nearer(bearers: Sequence[Unit], clear: Sequence[Unit], units: Units) -> Sequence[Unit]:
    """Of namesakes, those near the units of the area that are clear."""
    if len(bearers) < 2 or not clear:
        return bearers
    return units.find(bearers[0].name, near=clear)
