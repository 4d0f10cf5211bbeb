"""How the roles of a layout look, on every map and figure: Okabe and Ito's colours, a shape and a weight for each.

Roles that often stand together differ in lightness as well, and every element carries its number: a grey print is read
by number, outline and pattern.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from gazetteer.records import ROLES
from maps.symbols import CIRCLE, DIAMOND, HEXAGON, OKABE_ITO, PENTAGON, SQUARE, TRIANGLE

if TYPE_CHECKING:
    from gazetteer.records import Role

_O = OKABE_ITO


@dataclass(frozen=True, slots=True)
class RoleStyle:
    """Look of a role: ``path`` is the symbol of an element that is only a point, ``ink`` is legible on the colour."""

    zh: str
    en: str
    colour: str
    ink: str
    path: str
    fill: float
    """Opacity of an area in this role."""
    level: int
    """Lower levels are drawn first."""
    hatch: bool = False


ROLE_STYLES: Final[dict[Role, RoleStyle]] = {
    "core": RoleStyle("核", "Core", _O["vermillion"], "#fff", CIRCLE, 0.5, 2),
    "pole": RoleStyle("极", "Pole", _O["orange"], "#1f2b33", CIRCLE, 0.5, 7),
    "axis": RoleStyle("轴", "Axis", _O["blue"], "#fff", DIAMOND, 0.85, 6),
    "belt": RoleStyle("带", "Belt", _O["green"], "#fff", DIAMOND, 0.6, 4),
    "corridor": RoleStyle("廊", "Corridor", _O["sky"], "#1f2b33", DIAMOND, 0.8, 5),
    "zone": RoleStyle("区", "Zone", _O["purple"], "#1f2b33", HEXAGON, 0.38, 1),
    "cluster": RoleStyle("组团", "Cluster", _O["yellow"], "#1f2b33", PENTAGON, 0.6, 1, hatch=True),
    "node": RoleStyle("节点", "Node", "#3d474d", "#fff", CIRCLE, 0.5, 7),
    "hub": RoleStyle("枢纽", "Hub", _O["orange"], "#1f2b33", SQUARE, 0.5, 7),
    "wing": RoleStyle("翼", "Wing", _O["sky"], "#1f2b33", HEXAGON, 0.4, 0, hatch=True),
    "ring": RoleStyle("环", "Ring", _O["green"], "#fff", CIRCLE, 0.7, 3),
    "gateway": RoleStyle("门户", "Gateway", _O["blue"], "#fff", TRIANGLE, 0.5, 7),
}


def role_table() -> dict[str, dict[str, Any]]:
    """Return everything above as a page's script needs it.

    >>> list(role_table()) == list(ROLES)
    True
    """
    return {role: asdict(ROLE_STYLES[role]) for role in ROLES}
