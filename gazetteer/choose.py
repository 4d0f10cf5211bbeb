"""Choosing between namesakes: by kind, area and what else the sentence names. A tie is told, not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer.names import is_generic, key, ordinary_words, short_unit_name
from gazetteer.places import SAME_PLACE_KM
from gazetteer.records import PRECISIONS
from gazetteer.scope import FAR, NAMED, SAME_PROVINCE, Scope
from gazetteer.stops import LINES
from geo.crs import GEOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gazetteer.entries import Gazetteer
    from gazetteer.infer import Carried
    from gazetteer.records import Place
    from gazetteer.units import Unit

    Points = NDArray[np.float64]

NEAR_KM: Final = 30.0
"""A place of the same sentence decides between namesakes when one is within this, and twice as near as the next."""
UNITS_LIKE: Final = frozenset({"admin", "zone", "region"})
ALIKE: Final = (
    frozenset({"rail", "road"}),
    frozenset({"platform", "zone", "facility", "logistics"}),
    frozenset({"port", "logistics", "platform"}),
    frozenset({"station", "airport", "logistics"}),
    frozenset({"nature", "utility", "zone"}),
    UNITS_LIKE,
)
"""Kinds that different writers give the same thing."""
BESIDE_KM: Final = 80.0
"""A place across the border of a province is as near to a plan as one in it, when it is within this of its seat."""
CITIES_NEAR_KM: Final = 400.0
COUNTIES_NEAR_KM: Final = 150.0
"""Cities and counties that a line of the plan may be called after by their first characters."""
MAX_INITIALS: Final = 3
KNOWN_AFAR: Final = frozenset({"admin", "region", "rail", "road", "airport"})
"""Kinds whose names, if not generic, mean the same in every plan."""


_COMMON_WAY: Final = re.compile(r".{1,2}(?:特?大桥|隧道|大道|立交|路|街|桥)")
"""Ways so called in many cities: 创新大道, 光明大桥."""
WORKS_ON_LINE: Final = re.compile(r"(?:扩建|改扩建|改建|改造|扩能|拓宽|扩容)(?:工程|项目)?$")
"""Works on a line are those of the plan's own part of it (京港澳高速公路改扩建)."""
_NAMESAKES: Final = frozenset({"nature", "facility", "zone"})
"""Kinds whose names are the same in many provinces: 天台山 stands in 成都 as well as in 天台."""

OUTSIDE: Final = "outside the plan's area"
"""Begins the reason where a name is known, but nowhere near."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The place chosen, or why none was; ``ambiguous`` where several were as good."""

    place: Place | None = None
    reason: str = ""
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    kind: str
    units: tuple[Unit, ...]
    tier: int
    near_only: bool


class Chooser:
    """Chooses what a form of a name means in a plan for one area."""

    def __init__(self, gazetteer: Gazetteer, scope: Scope) -> None:
        self.gazetteer, self.index, self.scope = gazetteer, gazetteer.index, scope
        self._admin: dict[str, str | None] = {}
        self.carried: dict[str, list[Carried]] = {}
        """What `gazetteer.infer.carried_units` found, by name."""

    def admin(self, name: str) -> str | None:
        """Return the id of the unit or town called ``name``, without any context; None where there is none or a tie."""
        if name not in self._admin:
            found = self.choose_id(name, kind="admin")[0] if self.index.ids(name) or self.index.near_ids(name) else None
            self._admin[name] = found if found is not None and self.is_unit(found) else None
        return self._admin[name]

    def is_unit(self, place: str) -> bool:
        """Whether an id is a unit or a town, and not something of kind admin that is made of several (港澳)."""
        row = self.gazetteer.rows.get(place)
        if self.scope.units.get(place) is not None:
            return True
        return row is not None and row.kind == "admin" and row.geometry in {"point", "circle", "polygon", "unit"}

    def choose(
        self,
        name: str,
        *,
        kind: str | None = None,
        context: Sequence[str] = (),
        inside: Unit | None = None,
    ) -> Choice:
        """Choose the place that is called exactly ``name``.

        Parameters
        ----------
        name
            Name, alias or contextual form.
        kind
            Kind that is asked for.
        context
            Ids of places that stand beside the name, the nearest first.
        inside
            Unit that the name was told to be in; it stands for the plan's area.
        """
        place, reason, ambiguous = self.choose_id(name, kind=kind, context=context, inside=inside)
        return Choice(None if place is None else self.gazetteer.place(place), reason, ambiguous)

    def choose_id(
        self, name: str, *, kind: str | None = None, context: Sequence[str] = (), inside: Unit | None = None
    ) -> tuple[str | None, str, bool]:
        """Choose as `choose` does, without realising the place: its id, the reason for none, whether it is a tie."""
        found = self._candidates(name, context, inside)
        found = [c for c in found if _kinds_meet(kind, c.kind)]
        admitted = [c for c in found if inside is not None or self._admitted(c, name)]
        if not admitted:
            return None, self._far(found), False
        tied = admitted
        if len(tied) > 1:
            scores = [self._score(c, name, kind) for c in admitted]
            best = min(scores)
            tied = [c for c, score in zip(admitted, scores, strict=True) if score == best]
        if len(tied) > 1:
            tied = self._settle(tied, context)
        if len(tied) > 1:
            return None, f"ambiguous: {self._told(tied)}", True
        return tied[0].id, "", False

    def _candidates(self, name: str, context: Sequence[str], inside: Unit | None) -> list[_Candidate]:
        anywhere, near = self.index.ids(name), self.index.near_ids(name)
        if not anywhere and not near:
            return []
        named = self.named_units(context)
        found = []
        for i in dict.fromkeys((*anywhere, *near)):
            units = tuple(self.gazetteer.places.units_of(i))
            if inside is not None and not any(self.scope.units.inside(unit, inside) for unit in units):
                continue
            found.append(
                _Candidate(
                    i, self.gazetteer.kind(i) or "admin", units, self.scope.tier(units, named), i not in anywhere
                )
            )
        return found

    def named_units(self, context: Sequence[str]) -> list[Unit]:
        """Units among the places of the context."""
        return [
            unit for i in context if self.gazetteer.kind(i) == "admin" for unit in self.gazetteer.places.units_of(i)
        ]

    def _admitted(self, candidate: _Candidate, name: str) -> bool:
        """Whether a place may be meant by a plan at that distance."""
        tier, kind = candidate.tier, candidate.kind
        if candidate.near_only:
            unit_name = kind == "admin" and key(name) not in ordinary_words() and not is_generic(name)
            return tier <= (SAME_PROVINCE if unit_name else NAMED)
        if tier <= NAMED or kind == "region" or (kind == "admin" and self._is_unit(candidate)):
            return True
        if kind == "zone" and len(name) > 2 and len({u.city for u in candidate.units}) > 1 and not is_generic(name):
            return True  # 粤港澳大湾区, 长株潭: what several cities make is known in any plan; 广中 is a cut word
        if is_generic(name):
            return False
        if kind == "admin":  # 长安镇 and 人民街道 stand in many provinces
            return self._says_where(candidate, name)
        if kind in LINES and tier == FAR and WORKS_ON_LINE.search(name):
            return False
        afar = kind in KNOWN_AFAR and not (kind == "road" and _COMMON_WAY.fullmatch(name))
        afar = afar or (kind == "nature" and len({u.province for u in candidate.units}) > 1)  # 黄河
        return tier == SAME_PROVINCE or afar or self._says_where(candidate, name) or self._beside(candidate)

    def _is_unit(self, candidate: _Candidate) -> bool:
        """Whether a row of kind admin is a province, city or county, or several of them together (港澳)."""
        row = self.gazetteer.rows.get(candidate.id)
        return self.gazetteer.units.get(candidate.id) is not None or (row is not None and row.geometry == "union")

    def _beside(self, candidate: _Candidate) -> bool:
        """Whether a place lies near the seat of the plan's area."""
        place = self.gazetteer.place(candidate.id)
        if place is None or place.lng is None or place.lat is None:
            return False
        return bool((self.km_from_seats(np.array([place.lng]), np.array([place.lat])) <= BESIDE_KM)[0])

    def km_from_seats(self, lngs: Points, lats: Points) -> Points:
        """Distance of points from the nearest seat of the plan's area; inf without an area."""
        nearest = np.full(len(lngs), np.inf)
        for unit in self.scope.area:
            if (seat := self.scope.units.point(unit)) is not None:
                ones = np.ones(len(lngs))
                nearest = np.minimum(nearest, GEOD.inv(seat.x * ones, seat.y * ones, lngs, lats)[2] / 1000)
        return nearest

    @cached_property
    def initials(self) -> dict[str, tuple[str, ...]]:
        """Names of a few cities and counties about the plan by their first character, the nearest cities first."""
        units = [u for u in self.scope.units if u.lng is not None and u.city and not is_generic(u.name)]
        km = self.km_from_seats(*np.array([(unit.lng, unit.lat) for unit in units], dtype=float).T)
        about = [
            (unit.level == "district", distance, unit.name)
            for unit, distance in zip(units, km.tolist(), strict=True)
            if distance <= (COUNTIES_NEAR_KM if unit.level == "district" else CITIES_NEAR_KM)
        ]
        found: dict[str, tuple[str, ...]] = {}
        for *_, name in sorted(about):
            found[name[0]] = (*found.get(name[0], ()), name)[:MAX_INITIALS]
        return found

    def _says_where(self, candidate: _Candidate, name: str) -> bool:
        """Whether a name carries the city, county or province that it is in."""
        text = key(name)
        own = {n for unit in candidate.units for n in (unit.city, unit.province) if n}
        if any(short_unit_name(n) in text for n in own):
            return True
        counties = {unit.name for unit in candidate.units}
        if candidate.kind not in _NAMESAKES:
            return any(short_unit_name(county) in text for county in counties)
        return any(
            county in text
            or ((short := short_unit_name(county)) in text and (county[-1] == "市" or len(text) > len(short) + 2))
            for county in counties
        )

    def _score(self, candidate: _Candidate, name: str, kind: str | None) -> tuple[bool, int, int, bool, bool]:
        return (
            candidate.tier == FAR,
            _kind_rank(kind, candidate.kind),
            candidate.tier,
            not self.index.is_canonical(name, candidate.id),
            candidate.near_only,
        )

    def _settle(self, tied: list[_Candidate], context: Sequence[str]) -> list[_Candidate]:
        """Of candidates that are as good, the one that the context points to, or the best known of one place."""
        places = [self.gazetteer.place(c.id) for c in tied]
        spots = [(c, p) for c, p in zip(tied, places, strict=True) if p is not None and p.lng is not None]
        if len(spots) < len(tied):
            return [c for c, _ in spots] if len(spots) == 1 else tied
        first = spots[0][1]
        if all(_km(first, place) <= SAME_PLACE_KM for _, place in spots[1:]):
            return [min(spots, key=lambda s: (PRECISIONS.index(s[1].precision or "city"), s[0].id))[0]]
        for i in context:
            beside = self.gazetteer.place(i)
            if beside is None or beside.lng is None:
                continue
            ranked = sorted(spots, key=lambda s: _km(beside, s[1]))
            nearest, second = (_km(beside, place) for _, place in ranked[:2])
            if nearest <= NEAR_KM and 2 * nearest <= second:
                return [ranked[0][0]]
        return tied

    def _told(self, candidates: Sequence[_Candidate]) -> str:
        def one(candidate: _Candidate) -> str:
            row = self.gazetteer.rows.get(candidate.id)
            name = row.name if row else candidate.units[0].name
            where = "、".join(_label(unit) for unit in candidate.units[:3]) or "?"
            return f"{name} ({where})"

        return ", ".join(one(c) for c in sorted(candidates, key=lambda c: c.id)[:5])

    def _far(self, found: Sequence[_Candidate]) -> str:
        return f"{OUTSIDE}: {self._told(found)}" if found else ""


def _label(unit: Unit) -> str:
    return unit.name if unit.level != "district" or unit.city == unit.name else f"{unit.city}{unit.name}"


def _kinds_meet(kind: str | None, other: str) -> bool:
    """Whether something of kind ``other`` may be meant by a name of kind ``kind``: a unit only by names of areas."""
    if kind is None or kind == other:
        return True
    return kind in UNITS_LIKE if other == "admin" else kind != "admin" or other in UNITS_LIKE


def _kind_rank(kind: str | None, other: str) -> int:
    if kind is None or kind == other:
        return 0
    return 1 if any(kind in family and other in family for family in ALIKE) else 2


def _km(a: Place, b: Place) -> float:
    _, _, metres = GEOD.inv(a.lng, a.lat, b.lng, b.lat)
    return float(np.nan_to_num(metres, nan=np.inf)) / 1000
