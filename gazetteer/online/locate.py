"""Online answers judged: the right name, in the plan's area, in the unit that the name and the provider say."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import shapely
from rapidfuzz import fuzz

from gazetteer.infer import carried_units, leading_unit
from gazetteer.names import identifier, key
from gazetteer.online.cache import Cache, default_cache_path
from gazetteer.online.client import OnlineError
from gazetteer.online.overpass import Overpass
from gazetteer.online.providers import Hit, Provider, provider_named
from gazetteer.realise import anchor
from gazetteer.records import Place
from gazetteer.scope import SAME_CITY

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer.choose import Chooser
    from gazetteer.records import Kind, Precision
    from gazetteer.units import Unit

_LOG = logging.getLogger(__name__)
Ask = Callable[[], tuple[Place | None, str]]
POINT_KINDS: Final = frozenset(
    {"station", "airport", "port", "logistics", "platform", "zone", "facility", "utility", "nature"}
)
LINE_KINDS: Final = frozenset({"rail", "road", "nature"})
SAME_NAME: Final = 88.0
"""Least likeness of two names, 0 to 100 (RapidFuzz ratio, units left out), to be the same place."""
BORDER_M: Final = 500.0
"""A hit this far outside the county that its provider states still counts as in it."""
FAILURES: Final = 3
"""After this many failures in a row a provider is not asked again."""


def online_source(name: str, *, cache: Path | None = None, lines: bool = True) -> OnlineSource:
    """Make the online source that ``--online NAME`` asks for.

    Parameters
    ----------
    name
        ``amap``, ``tianditu`` or ``nominatim``.
    cache
        File of answers; default `gazetteer.online.cache.default_cache_path`.
    lines
        Ask Overpass for the course of lines.

    Raises
    ------
    InputError
        No provider has that name.
    MissingDataError
        The provider needs a key, and the environment has none.
    """
    kept = Cache(cache or default_cache_path())
    return OnlineSource(provider_named(name, cache=kept), Overpass(cache=kept) if lines else None)


@dataclass(slots=True)
class OnlineSource:
    """Finds names online, and refuses answers that cannot be meant."""

    provider: Provider
    overpass: Overpass | None = None
    _failures: dict[str, int] = field(default_factory=dict)

    def save(self) -> None:
        """Sort the file of answers, so that it can be shipped."""
        self.provider.cache.save()
        if self.overpass is not None and self.overpass.cache is not self.provider.cache:
            self.overpass.cache.save()

    def find(self, name: str, kind: Kind | None, chooser: Chooser) -> tuple[Place | None, str]:
        """Find a name in the area of a plan.

        Parameters
        ----------
        name
            Name that no table has.
        kind
            Kind of the name; lines are asked of Overpass only, units and regions of nobody.
        chooser
            The plan's area and the gazetteer.

        Returns
        -------
        tuple
            The place, or None and the reason: nothing found, refused, or no answer. Errors of a provider do not pass:
            a plan is read to its end without it.
        """
        if not chooser.scope.area:
            return None, ""
        if kind in LINE_KINDS and self.overpass is not None:
            place, reason = self._guarded("overpass", lambda: self._course(name, kind, chooser))
            if place is not None or kind not in POINT_KINDS:
                return place, reason
        if kind in POINT_KINDS:
            return self._guarded(self.provider.name, lambda: self._point(name, kind, chooser))
        return None, ""

    def _guarded(self, who: str, ask: Ask) -> tuple[Place | None, str]:
        if self._failures.get(who, 0) >= FAILURES:
            return None, f"online: {who} is not asked any more"
        try:
            found = ask()
        except OnlineError as error:
            self._failures[who] = self._failures.get(who, 0) + 1
            _LOG.warning("%s", error)
            return None, f"online: {error}"
        self._failures[who] = 0
        return found

    def _point(self, name: str, kind: Kind, chooser: Chooser) -> tuple[Place | None, str]:
        area = chooser.scope.area
        hits = self.provider.search(name, unit=area[0] if len(area) == 1 else None)
        reasons = []
        for hit in hits:
            units, reason = judge(hit, name, chooser)
            if reason:
                reasons.append(reason)
                continue
            precision: Precision = "site" if key(hit.name) == key(name) else "approximate"
            place = self._place(name, kind, shapely.Point(hit.lng, hit.lat), precision, units, self.provider.name)
            return place, ""
        return None, f"online: {reasons[0]}" if reasons else "online: nothing found"

    def _course(self, name: str, kind: Kind, chooser: Chooser) -> tuple[Place | None, str]:
        units = chooser.scope.units
        shapes = [shape for unit in chooser.scope.area if (shape := units.shape(unit)) is not None]
        bounds = shapely.GeometryCollection(shapes).bounds
        if self.overpass is None or not shapes or bounds[2] - bounds[0] < 1e-6:
            return None, ""
        line = self.overpass.course(name, kind, bounds=bounds)
        if line is None:
            return None, "online: nothing found"
        return self._place(name, kind, line, "approximate", units.around(line), "overpass"), ""

    def _place(
        self,
        name: str,
        kind: Kind,
        geometry: shapely.Geometry,
        precision: Precision,
        units: list[Unit],
        who: str,
    ) -> Place:
        point = anchor(geometry)
        terms = self.overpass.terms if who == "overpass" and self.overpass else self.provider.terms
        return Place(
            id=f"online-{who}-{identifier(name)}-{round(point.x * 1e4)}-{round(point.y * 1e4)}",
            name=name,
            kind=kind,
            shape=lambda: geometry,
            precision=precision,
            districts=tuple(unit.name for unit in units),
            adcodes=tuple(unit.adcode for unit in units),
            source=terms,
            lng=round(point.x, 6),
            lat=round(point.y, 6),
        )


def judge(hit: Hit, name: str, chooser: Chooser) -> tuple[list[Unit], str]:
    """Units of a hit, and the reason to refuse it; an empty reason accepts it.

    Refused are: another name; a place outside the cities of the plan's area; a place outside the unit that its provider
    states, or that the name carries.
    """
    if not _same_name(hit.name, name, chooser):
        return [], f"found only {hit.name!r}"
    point = shapely.Point(hit.lng, hit.lat)
    units = chooser.scope.units
    there = units.around(point)
    near = there or [unit for city in (hit.city,) if (unit := units.one(city)) is not None]
    stated = units.one(hit.district, near=near) if hit.district else None
    if stated is not None and there and stated not in there and units.distance_m(stated, point) > BORDER_M:
        return [], f"{hit.name} is said to be in {stated.name}, and lies in {there[0].name}"
    found = there or ([stated] if stated is not None else near)
    if not found or chooser.scope.tier(found) > SAME_CITY:
        where = found[0].name if found else hit.city or "no known unit"
        return [], f"{hit.name} in {where} is outside the plan's area"
    for carried in carried_units(key(name), chooser):
        if carried.unit is not None and not any(units.inside(unit, carried.unit) for unit in found):
            return [], f"{hit.name} in {found[0].name} is not in {carried.unit.name}"
    return found, ""


def _same_name(found: str, name: str, chooser: Chooser) -> bool:
    """Whether a provider's name is the name, units and brackets apart."""
    bare = [leading_unit(key(text), chooser)[1] or key(text) for text in (found, name)]
    return bare[0] == bare[1] or fuzz.ratio(*bare) >= SAME_NAME
