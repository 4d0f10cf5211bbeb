"""What the stops of a line mean: stations, towns and cities, and the cities that one character stands for."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer.compose import established
from gazetteer.names import short_unit_name
from gazetteer.scope import SAME_CITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.choose import Chooser
    from gazetteer.records import Place
    from gazetteer.units import Unit

LINES: Final = frozenset({"rail", "road"})
MAX_COMBINATIONS: Final = 1500
LONG_DEG: Final = 3.0
"""A line of two characters that is no longer joins the cities that they are known for."""
STRAY_DEG: Final = 4.0
"""A line past the plan's cities, of characters that may mean several units, is believed up to this length."""
COUNTY_DEG: Final = 1.0
"""How much longer a way through a city may be than one through a county of the same character and still be meant."""


class LineStops:
    """Finds the stops of one line for a plan: on a railway a station before the town that it is called after.

    Parameters
    ----------
    chooser
        Chooses among namesakes for the plan.
    kind
        Kind of the line.
    """

    def __init__(self, chooser: Chooser, kind: str | None) -> None:
        self.chooser, self.kind = chooser, kind
        self.stop = lru_cache(maxsize=256)(self._stop)

    def _stop(self, name: str) -> str | None:
        if len(name) < 2:
            return None
        if self.kind == "rail":
            form = name if name.endswith("站") else f"{name}站"
            station = self.chooser.choose(form, kind="station").place
            if station is not None and station.kind in {"station", "airport"}:
                return station.id
        place = self.chooser.choose(name).place
        if place is None:
            city = self.chooser.scope.units.one(name, near=self.chooser.scope.area)
            return city.id if city is not None and city.level == "city" else None  # 安康 is a word, but no stop else
        return place.id if place.lng is not None and place.kind not in LINES else None

    def section(self, line: str, ends: Sequence[str]) -> str | None:
        """Id of the part of a known line between two places, or inside one; None where it is not known to pass."""
        whole = self.chooser.choose(line, kind=self.kind).place if self.kind in LINES else None
        if whole is None or whole.kind not in LINES:
            return None
        part = self.chooser.gazetteer.place("+".join(("part", whole.id, *ends)))
        return None if part is None else part.id

    def unit(self, name: str) -> str | None:
        """Id of a unit or town."""
        return self.chooser.admin(name)

    def nearby(self, character: str) -> tuple[str, ...]:
        """Names of cities and counties about the plan's area that begin with a character."""
        return self.chooser.initials.get(character, ())

    def units(self, alternatives: Sequence[tuple[str, ...]], *, local: bool = False) -> list[str]:
        """Ids of the units that make the likeliest way, one for each tuple of names; empty where that is a guess.

        Parameters
        ----------
        alternatives
            Names of the units that each character may mean.
        local
            The line is one for commuters, so that the near is likelier than the established.
        """
        choices = [self._bearers(names) for names in alternatives]
        if not all(choices) or math.prod(len(choice) for choice in choices) > MAX_COMBINATIONS:
            return []
        ways = [way for way in itertools.product(*choices) if len({place.id for place in way}) == len(way)]
        best = self._pair(ways, local=local) if len(choices) == 2 else min(ways, key=self._oddity, default=())
        stray = any(len(c) > 1 for c in choices) and _length(best) > STRAY_DEG and not self._passes(best)
        if stray or self._levels(best) == {True, False}:
            return []
        return [self._station_of(place) or place.id for place in best]

    def _pair(self, ways: Sequence[tuple[Place, ...]], *, local: bool) -> tuple[Place, ...]:
        """Way between two units: of established abbreviations if it is short, else the one that is near the plan."""
        usual = [way for way in ways if all(self._is_usual(place) for place in way)]
        best = min(usual, key=self._oddity, default=())
        if best and _length(best) <= LONG_DEG:
            return best
        near = [
            way for way in ways if _length(way) <= LONG_DEG and self._passes(way) and (local or not self._foreign(way))
        ]
        if not near:
            return best
        clear = len(near) == 1 and (local or not best or all(self._is_established(place) for place in near[0]))
        return near[0] if clear else ()

    def _foreign(self, way: Sequence[Place]) -> bool:
        """Whether a stop is a county of another city, and not one that has an abbreviation (金门 in 厦金)."""
        return any(
            unit.level == "district" and self.chooser.scope.tier([unit]) > SAME_CITY and unit.name not in established()
            for place in way
            for unit in self._units(place)
        )

    def _is_established(self, place: Place) -> bool:
        return all(unit.name in established() for unit in self._units(place))

    def _is_usual(self, place: Place) -> bool:
        """Whether one character stands for a unit in any plan."""
        return all(unit.level != "district" and unit.name in established() for unit in self._units(place))

    def _oddity(self, way: Sequence[Place]) -> tuple[bool, float]:
        """How unlikely a way is meant: cities do not stand beside provinces, and counties are meant where near."""
        return len(self._levels(way)) > 1, _length(way) + COUNTY_DEG * self._counties(way)

    def _counties(self, way: Sequence[Place]) -> int:
        return sum(unit.level == "district" for place in way for unit in self._units(place))

    def _levels(self, way: Sequence[Place]) -> set[bool]:
        """Whether stops are cities or counties (True), or provinces (False); 重庆 and 香港 are both."""
        units = [unit for place in way for unit in self._units(place)]
        return {unit.level != "province" for unit in units if unit.level != "province" or not unit.city}

    def _passes(self, way: Sequence[Place]) -> bool:
        """Whether a stop lies in a city of the plan, or the plan has none."""
        scope = self.chooser.scope
        return not scope or any(scope.tier(self._units(place)) <= SAME_CITY for place in way)

    def _units(self, place: Place) -> list[Unit]:
        return self.chooser.gazetteer.places.units_of(place.id)

    def _station_of(self, place: Place) -> str | None:
        """Find the main station of a city on a railway, where one is called after it."""
        if self.kind != "rail":
            return None
        found = self.chooser.choose(f"{short_unit_name(place.name)}站", kind="station").place
        return found.id if found is not None and found.kind == "station" else None

    def _bearers(self, names: Sequence[str]) -> list[Place]:
        ids = [id_ for name in names if (id_ := self.chooser.admin(name)) is not None]
        places = [self.chooser.gazetteer.place(i) for i in ids if self.chooser.scope.units.get(i) is not None]
        return [place for place in places if place is not None and place.lng is not None]


def _length(places: Sequence[Place]) -> float:
    """Length of a way through places, in degrees: enough to compare; 0 for none."""
    points = np.array([(place.lng, place.lat) for place in places], dtype=float).reshape(-1, 2)
    return float(np.hypot(*np.diff(points, axis=0).T).sum())
