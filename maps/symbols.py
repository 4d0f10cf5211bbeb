"""How things look: colour and shape by kind, fill and line by status, extent by precision; one table for every map.

Colours are Okabe and Ito's (2008), told apart with every common colour vision; shape says the kind a second time.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from gazetteer.records import KINDS, PRECISIONS, STATUSES

if TYPE_CHECKING:
    from gazetteer.records import Kind, Precision, Status

OKABE_ITO = {
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
    "black": "#000000",
}

STONE, COAL = "#8a8378", "#4d4d4d"
EDGES = {
    "#E69F00": "#b87a00", "#56B4E9": "#2b86bd", "#009E73": "#00845f", "#F0E442": "#948700", "#0072B2": "#0072B2",
    "#D55E00": "#c45200", "#CC79A7": "#b35a8c", STONE: "#7d766b", COAL: COAL,
}  # fmt: skip
"""Of each colour a darker one for outlines, lines and dots: 3 : 1 or more on the map's ground (WCAG 1.4.11)."""
INKS = {
    "#E69F00": "#7a5200", "#56B4E9": "#1a5f8a", "#009E73": "#00684c", "#F0E442": "#5c5600", "#0072B2": "#00507f",
    "#D55E00": "#9a3f00", "#CC79A7": "#8b3a68", STONE: "#5d574d", COAL: "#333333",
}  # fmt: skip
"""Of each colour one for names: 4.5 : 1 or more (WCAG 1.4.3)."""

CIRCLE = "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
SQUARE = "M-.9,-.9H.9V.9H-.9Z"
DIAMOND = "M0,-1.25L1.15,0L0,1.25L-1.15,0Z"
TRIANGLE = "M0,-1.2L1.15,.85H-1.15Z"
TRIANGLE_DOWN = "M0,1.2L1.15,-.85H-1.15Z"
HEXAGON = "M1.1,0L.55,.95H-.55L-1.1,0L-.55,-.95H.55Z"
PENTAGON = "M0,-1.15L1.1,-.35L.68,.95H-.68L-1.1,-.35Z"
CROSS = "M-.4,-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z"
STAR = "M0,-1.3L.36,-.42L1.24,-.4L.55,.18L.78,1.05L0,.55L-.78,1.05L-.55,.18L-1.24,-.4L-.36,-.42Z"
BAR = "M-1.3,-.4H1.3V.4H-1.3Z"
OVAL = "M1.2,0A1.2,.75 0 1 1 -1.2,0A1.2,.75 0 1 1 1.2,0Z"
HOUSE = "M-.9,1V-.2L0,-1.15L.9,-.2V1Z"
ARCH = "M-.95,1V-.1A.95,.95 0 0 1 .95,-.1V1Z"


@dataclass(frozen=True, slots=True)
class KindStyle:
    """Look of a kind: ``path`` is an SVG path about the origin, about one unit in radius."""

    zh: str
    en: str
    colour: str
    path: str
    weight: float
    """What a place of this kind is worth beside others, mentions being equal: see :mod:`maps.prominence`."""
    quiet: bool = False
    """Whether the base map shows it already, so that its layer is off at first."""


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """Look of a status: how the symbol is filled and how the line is broken (in line widths)."""

    zh: str
    en: str
    fill: str
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PrecisionStyle:
    """What a precision means in words, and the radius in metres of the circle of doubt (0: none)."""

    zh: str
    en: str
    zh_words: str
    en_words: str
    radius_m: int
    form: str
    """``pin``, ``circle``, ``extent``, ``line`` or ``unit``: how the map shows it."""


_O = OKABE_ITO
KIND_STYLES: dict[Kind, KindStyle] = {
    "station": KindStyle("车站", "Station", _O["blue"], CIRCLE, 8),
    "rail": KindStyle("铁路与轨道", "Railway", _O["blue"], BAR, 4),
    "road": KindStyle("道路桥隧", "Road", _O["orange"], BAR, 3),
    "airport": KindStyle("机场", "Airport", _O["sky"], TRIANGLE, 9),
    "port": KindStyle("港口航道", "Port", _O["sky"], TRIANGLE_DOWN, 7),
    "logistics": KindStyle("物流枢纽", "Logistics", _O["orange"], SQUARE, 4),
    "platform": KindStyle("平台园区", "Platform", _O["vermillion"], DIAMOND, 5),
    "zone": KindStyle("片区组团", "Zone", _O["purple"], HEXAGON, 4),
    "facility": KindStyle("公共设施", "Facility", _O["yellow"], HOUSE, 2),
    "utility": KindStyle("水利能源", "Utility", COAL, CROSS, 2),
    "nature": KindStyle("山水生态", "Nature", _O["green"], ARCH, 3),
    "admin": KindStyle("行政区", "Administrative", STONE, OVAL, 1, quiet=True),
    "layout": KindStyle("空间结构", "Layout", _O["purple"], STAR, 2),
    "region": KindStyle("区域", "Region", STONE, PENTAGON, 1, quiet=True),
}
STATUS_STYLES: dict[Status, StatusStyle] = {
    "built": StatusStyle("已建成", "Built", "full", ()),
    "construction": StatusStyle("在建", "Being built", "half", (5, 1.6)),
    "planned": StatusStyle("规划", "Planned", "hollow", (2.6, 1.8)),
    "study": StatusStyle("研究谋划", "Under study", "dotted", (0.1, 2)),
    "unspecified": StatusStyle("未说明", "Not stated", "pale", ()),
}
PRECISION_STYLES: dict[Precision, PrecisionStyle] = {
    "surveyed": PrecisionStyle("实测", "Surveyed", "位置误差不超过 100 米", "known within 100 m", 0, "pin"),
    "site": PrecisionStyle("地块", "Site", "位置误差约 500 米以内", "known within about 500 m", 500, "circle"),
    "approximate": PrecisionStyle(
        "大致", "Approximate", "位置误差约 2 公里以内", "known within about 2 km", 2000, "circle"
    ),
    "area": PrecisionStyle("范围", "Extent", "画出的是其大致范围", "its rough extent is drawn", 0, "extent"),
    "schematic": PrecisionStyle(
        "示意线",
        "Schematic",
        "按已知节点连成的示意线，不是实际线位",
        "a line through known points, not the alignment",
        0,
        "line",
    ),
    "town": PrecisionStyle("仅知镇街", "Town only", "只知道所在镇街", "only the town is known", 3500, "unit"),
    "district": PrecisionStyle("仅知区县", "District only", "只知道所在区县", "only the district is known", 0, "unit"),
    "city": PrecisionStyle("仅知城市", "City only", "只知道所在城市", "only the city is known", 0, "unit"),
}


def symbol_table() -> dict[str, Any]:
    """Everything above in the order of the records, as a page's script needs it.

    >>> table = symbol_table()
    >>> [len(table[name]) for name in ("kinds", "statuses", "precisions")]
    [14, 5, 8]
    """
    return {
        "kinds": [{"key": kind, **_kind(KIND_STYLES[kind])} for kind in KINDS],
        "statuses": [{"key": status, **asdict(STATUS_STYLES[status])} for status in STATUSES],
        "precisions": [{"key": precision, **asdict(PRECISION_STYLES[precision])} for precision in PRECISIONS],
        "order": [KINDS.index(kind) for kind in KIND_STYLES],
    }


def _kind(style: KindStyle) -> dict[str, Any]:
    return {**asdict(style), "edge": EDGES[style.colour], "ink": INKS[style.colour]}


def symbol_svg(kind: Kind, *, status: Status = "built", size: int = 18) -> Markup:
    """Symbol of a kind as inline SVG, ``size`` pixels square, without meaning for a screen reader.

    >>> symbol_svg("airport").startswith("<svg aria-hidden")
    True
    """
    style = KIND_STYLES[kind]
    hollow = STATUS_STYLES[status].fill in {"hollow", "dotted"}
    fill, stroke = ("#fff" if hollow else style.colour), EDGES[style.colour]
    return Markup(  # noqa: S704 - every part is a constant of this module
        f'<svg aria-hidden="true" width="{size}" height="{size}" viewBox="-1.6 -1.6 3.2 3.2">'
        f'<path d="{style.path}" fill="{fill}" stroke="{stroke}" stroke-width=".3" stroke-linejoin="round"/></svg>'
    )
