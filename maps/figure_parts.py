"""Small parts of a figure: numbered badges, symbols from SVG paths, halos, round lengths."""

from __future__ import annotations

import re
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from maps.figure_fonts import font
from maps.layout_styles import ROLE_STYLES

BADGE_PT: Final = 8.5


def draw_badge(
    axes: Any, row: Any, x: float, y: float, *, radius: float = BADGE_PT, zorder: int = 5, alpha: float = 1
) -> None:
    """Draw the number of an element in its symbol, or in a ring of its colour."""
    style = ROLE_STYLES[row.role]
    symbol = row.form == "symbol"
    shape = svg_outline(style.path if symbol else ROLE_STYLES["core"].path)
    outline = Outline(np.asarray(shape.vertices) * radius + (x, y), shape.codes)
    axes.add_patch(
        PathPatch(
            outline, facecolor="white", edgecolor="white", linewidth=2.6, zorder=zorder, joinstyle="round", alpha=alpha
        )
    )
    edge = darker(style.colour, 0.28)
    dash = (0, (2, 1.4)) if symbol and row.schematic else "solid"
    look = {"facecolor": style.colour if symbol else "white", "edgecolor": edge, "linewidth": 0.8 if symbol else 1.5}
    axes.add_patch(PathPatch(outline, **look, zorder=zorder, joinstyle="round", alpha=alpha, linestyle=dash))
    ink = style.ink if symbol else darker(style.colour, 0.45)
    axes.text(
        x,
        y,
        str(row.order),
        fontproperties=font(radius * 1.05, weight="bold"),
        color=ink,
        ha="center",
        va="center_baseline",
        zorder=zorder + 1,
        alpha=alpha,
    )


def svg_outline(path: str) -> Outline:
    """Matplotlib path of a symbol's SVG path (`maps.symbols`): moves, lines and circular arcs about the origin.

    >>> [round(float(v), 2) for v in svg_outline("M-1,-1H1V1Z").get_extents().bounds]
    [-1.0, -1.0, 2.0, 2.0]
    """
    if "A" in path:
        return Outline.circle()
    vertices: list[tuple[float, float]] = []
    x = y = 0.0
    for letter, numbers in re.findall(r"([MLHVZ])([^MLHVZ]*)", path):
        values = [float(v) for v in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter == "H":
            x = values[0]
        elif letter == "V":
            y = values[0]
        elif letter in "ML":
            x, y = values
        vertices.append(vertices[0] if letter == "Z" else (x, -y))
    flipped = np.array(vertices)
    codes = [Outline.MOVETO, *[Outline.LINETO] * (len(vertices) - 2), Outline.CLOSEPOLY]
    return Outline(flipped, codes)


def darker(colour: str, share: float) -> tuple[float, float, float]:
    """Colour with ``share`` of its light taken away.

    >>> darker("#ffffff", 0.5)
    (0.5, 0.5, 0.5)
    """
    r, g, b = mpl.colors.to_rgb(colour)
    return (r * (1 - share), g * (1 - share), b * (1 - share))


def halo() -> Any:
    """White around a text."""
    return withStroke(linewidth=2.4, foreground="white")


def round_length(metres: float) -> float:
    """Largest 1, 2 or 5 times a power of ten that is not longer.

    >>> round_length(7300), round_length(180)
    (5000.0, 100.0)
    """
    power = 10.0 ** np.floor(np.log10(metres))
    return float(next(n * power for n in (5, 2, 1) if n * power <= metres))
