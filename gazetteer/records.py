"""The records that pass between the steps: mention, place, layout."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

Kind = Literal[
    "admin", "station", "rail", "road", "airport", "port", "logistics", "platform",
    "zone", "facility", "utility", "nature", "layout", "region",
]  # fmt: skip
Status = Literal["built", "construction", "planned", "study", "unspecified"]
Precision = Literal["surveyed", "site", "approximate", "area", "schematic", "town", "district", "city"]
Resolution = Literal["exact", "alias", "composed", "context", "online", "none"]
Role = Literal[
    "core", "pole", "axis", "belt", "corridor", "zone", "cluster", "node", "hub", "wing", "ring", "gateway",
]  # fmt: skip

KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""Best first: nothing is put on a map more exactly than it is known."""
UNIT_PRECISIONS: frozenset[Precision] = frozenset({"town", "district", "city"})
"""Of what is only known to be in a unit."""
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Place:
    """What a name means on the ground: one entry of the gazetteer.

    ``lng`` and ``lat`` (WGS 84, degrees) are those of a point that stands for it, None where nothing is known of its
    position; ``districts`` are county-level names, or city names where the place spans whole cities.
    """

    id: str
    name: str
    kind: Kind
    precision: Precision | None
    districts: tuple[str, ...] = ()
    adcodes: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    lng: float | None = None
    lat: float | None = None
    shape: Callable[[], BaseGeometry | None] = field(default=lambda: None, repr=False, compare=False)
    """Makes the geometry; what it makes is kept by whoever gave it."""

    @property
    def geometry(self) -> BaseGeometry | None:
        """Point, line or area, WGS 84 (longitude, latitude in degrees), made when it is asked for; None as ``lng``."""
        return self.shape()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place in a plan, with what it means where that is known.

    ``start`` and ``end`` are character offsets in the plan's text as stored: ``plan.text[start:end] == text``.
    """

    plan: str
    start: int
    end: int
    text: str
    name: str
    kind: Kind
    status: Status = "unspecified"
    outline: tuple[str, ...] = ()
    place: str | None = None
    lng: float | None = None
    lat: float | None = None
    precision: Precision | None = None
    districts: tuple[str, ...] = ()
    adcodes: tuple[int, ...] = ()
    resolved: Resolution = "none"
    reason: str = ""
    """Why it has no position: "unknown", "ambiguous: ...", "no position: ..."; empty where it has one."""
    properties: dict[str, Any] = field(default_factory=dict)
    """What the sentence or table row says of it: investment_yuan, years, length_km, area_km2."""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as it is written to ``mentions.jsonl``."""
        record = asdict(self)
        properties = record.pop("properties")
        return {**record, **properties}


@dataclass(frozen=True, slots=True)
class LayoutElement:
    """One core, axis, zone ... of a layout, with the places that locate it in the order of the text."""

    role: Role
    name: str
    group: str = ""
    """The part of the slogan that counts it: "四轴"; empty in an unnumbered structure."""
    members: tuple[str, ...] = ()
    defined: bool = True
    """False where the plan only counts it and never names it."""
    start: int | None = None
    end: int | None = None
    """Where the text names it, as offsets in the plan's text as stored."""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A spatial structure told in words: a slogan (一核两极四轴) or an unnumbered set of axes, belts and cores."""

    plan: str
    start: int
    end: int
    name: str
    scope: str = ""
    elements: tuple[LayoutElement, ...] = ()
    told: tuple[tuple[int, int], ...] = ()
    """Every place in the plan that tells this layout, the first included."""
    outline: tuple[str, ...] = ()
    id: str = ""
    """Empty until `gazetteer.layout_links.link_layouts` has seen all layouts."""
    same_as: tuple[str, ...] = ()
    """Ids of the layouts of other plans, or of other passages, that are this one told again."""
    versions: tuple[str, ...] = ()
    """Ids of the layouts that are this one with other counts or other elements."""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as it is written to ``layouts.json``."""
        return asdict(self)
