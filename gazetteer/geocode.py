"""Geocoding: what a name in a plan means on the ground, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from gazetteer.choose import OUTSIDE, WORKS_ON_LINE, Chooser
from gazetteer.compose import compose
from gazetteer.infer import Holders, Variants
from gazetteer.names import key
from gazetteer.scope import Scope
from gazetteer.stops import LineStops

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Kind, Place, Resolution

MAX_AREAS = 32
MAX_ANSWERS = 1 << 15


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name means: a place and how it was found, or the reason why there is none."""

    name: str
    place: Place | None = None
    resolved: Resolution = "none"
    reason: str = ""


def resolve(
    name: str,
    *,
    gazetteer: Gazetteer,
    kind: Kind | None = None,
    area: Sequence[str] = (),
    context: Sequence[str] = (),
) -> Resolved:
    """Find what one name means.

    Parameters
    ----------
    name
        Canonical name, Simplified or Traditional.
    gazetteer
        The places that are known.
    kind
        Kind of the name, where it is known; it decides between namesakes.
    area
        Units that the plan is for ("广州市", "番禺区"). Namesakes far from it are refused; empty: nothing is far.
    context
        Ids of places in the same sentence and heading, the nearest first.

    Returns
    -------
    Resolved
        With ``place`` None and a reason where the name is unknown, ambiguous or means only places far off.

    Examples
    --------
    >>> from gazetteer.entries import load_gazetteer
    >>> resolve("番禺", gazetteer=load_gazetteer(), area=["广州市"]).place.adcodes
    (440113,)
    """
    return geocoder(gazetteer, area).resolve(name, kind=kind, context=context)


def geocode(
    names: Iterable[str],
    *,
    gazetteer: Gazetteer,
    area: Sequence[str] = (),
    kind: Kind | None = None,
    context: Sequence[str] = (),
) -> gpd.GeoDataFrame:
    """Find what many names mean.

    Parameters
    ----------
    names, gazetteer, kind, area
        As in `resolve`.
    context
        Names or ids of places that the names stand beside.

    Returns
    -------
    GeoDataFrame
        A row a name, WGS 84: name, kind, place (id), lng, lat, precision, districts and adcodes (joined with ``|``),
        resolved, reason, geometry.
    """
    coder = geocoder(gazetteer, area)
    ids = [i for given in context for i in coder.context_ids(given)]
    found = [coder.resolve(name, kind=kind, context=ids) for name in names]
    places = [answer.place for answer in found]
    columns = {
        "name": [answer.name for answer in found],
        "kind": [place.kind if place else kind for place in places],
        "place": [place.id if place else None for place in places],
        "lng": np.array([place.lng if place else None for place in places], dtype=float),
        "lat": np.array([place.lat if place else None for place in places], dtype=float),
        "precision": [place.precision if place else None for place in places],
        "districts": ["|".join(place.districts) if place else "" for place in places],
        "adcodes": ["|".join(map(str, place.adcodes)) if place else "" for place in places],
        "resolved": [answer.resolved for answer in found],
        "reason": [answer.reason for answer in found],
    }
    return gpd.GeoDataFrame(columns, geometry=[place.geometry if place else None for place in places], crs="EPSG:4326")


def geocoder(gazetteer: Gazetteer, area: Sequence[str] = ()) -> Geocoder:
    """Return the geocoder of a gazetteer for one area; the last `MAX_AREAS` are kept, with what they have made."""
    kept = gazetteer.geocoders
    coder = kept.pop(tuple(area), None) or Geocoder(gazetteer, area=area)
    kept[tuple(area)] = coder  # the newest stands last
    if len(kept) > MAX_AREAS:
        del kept[next(iter(kept))]
    return coder


class Geocoder:
    """Resolves names for one plan area, and keeps each answer.

    Parameters
    ----------
    gazetteer
        The places that are known.
    area
        Units that the plan is for.
    fallback
        False: only rows, units and composed lines; a name that nothing is known of stays without a position.
    """

    def __init__(self, gazetteer: Gazetteer, *, area: Sequence[str] = (), fallback: bool = True) -> None:
        self.gazetteer, self.fallback = gazetteer, fallback
        self.scope = Scope(area, gazetteer.units)
        self.chooser = Chooser(gazetteer, self.scope)
        self.variants = Variants(self.chooser)
        self.holders = Holders(self.chooser)
        self._answers: dict[tuple[str, str | None, tuple[str, ...]], Resolved] = {}

    def resolve(self, name: str, *, kind: Kind | None = None, context: Sequence[str] = ()) -> Resolved:
        """Find what one name means; see `gazetteer.geocode.resolve`."""
        asked = (name, kind, tuple(context))
        if asked not in self._answers:
            if len(self._answers) >= MAX_ANSWERS:
                self._answers.clear()
            self._answers[asked] = self._resolve(*asked)
        return self._answers[asked]

    def context_ids(self, name: str) -> list[str]:
        """Ids that a name or id given as context means."""
        if self.gazetteer.place(name) is not None:
            return [name]
        place = self.chooser.choose(key(name)).place
        return [place.id] if place else []

    def _resolve(self, name: str, kind: Kind | None, context: tuple[str, ...]) -> Resolved:
        text = key(name)
        direct = self.chooser.choose(text, kind=kind, context=context)
        if direct.place is not None:
            exact = self.gazetteer.index.is_canonical(text, direct.place.id)
            return self._positioned(name, direct.place, "exact" if exact else "alias")
        if direct.ambiguous or kind == "layout":
            return Resolved(name, reason=direct.reason or "unknown")
        if (place := self.variants.find(text, kind, context)) is not None:
            return self._positioned(name, place, "alias")
        outside = direct.reason.startswith(OUTSIDE)
        works = outside or WORKS_ON_LINE.search(text)
        if self.fallback and works and (place := self.holders.line(text, kind)) is not None:
            return Resolved(name, place, "context")
        place = self._composed(text, kind)
        if place is not None:
            return Resolved(name, place, "composed")
        place, refused = self._online(text, kind)
        if place is not None:
            return Resolved(name, place, "online")
        # A name that is known far off only (清华大学) is no place of the plan's own area.
        if self.fallback and not outside and (place := self.holders.find(text, kind, context)) is not None:
            return Resolved(name, place, "context")
        return Resolved(name, reason=direct.reason or refused or "unknown")

    def _online(self, text: str, kind: Kind | None) -> tuple[Place | None, str]:
        """Ask the online source of the gazetteer, where it has one."""
        if self.gazetteer.online is None:
            return None, ""
        place, reason = self.gazetteer.online.find(text, kind, self.chooser)
        if place is not None:
            self.gazetteer.places.keep(place)
        return place, reason

    def _positioned(self, name: str, place: Place, resolved: Resolution) -> Resolved:
        """Answer with a row that was found; where its geometry is not known, the unit that it states."""
        if place.lng is not None:
            return Resolved(name, place, resolved)
        unit = self.gazetteer.place(f"in+admin-{place.adcodes[0]}") if len(place.adcodes) == 1 else None
        if self.fallback and unit is not None:
            return Resolved(name, replace(unit, id=place.id, name=place.name, kind=place.kind), resolved)
        return Resolved(name, reason=f"no position: {place.name}")

    def _composed(self, text: str, kind: Kind | None) -> Place | None:
        composed = compose(text, kind, LineStops(self.chooser, kind))
        return None if composed is None else self.gazetteer.place(composed)
