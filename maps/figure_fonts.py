"""A font for Chinese: Noto's or Source Han's where installed, else the platform's own, else a clear error."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from matplotlib import font_manager

from geo.errors import MissingDataError

Weight = Literal["regular", "bold"]

FONT_FILES: Final = (
    "notosanscjk", "notosanssc", "notosanshans", "sourcehansans", "pingfang", "msyh", "hiragino sans gb", "stheiti",
    "simhei", "deng", "wqy-microhei", "wqy-zenhei", "droidsansfallback", "arialuni",
)  # fmt: skip
"""Beginnings of font files with Chinese characters, the best first."""
BOLD: Final = ("bold", "bd", "medium", "heavy")
WIDE: Final = frozenset("WFA")


@cache
def chinese_font(weight: Weight = "regular") -> Path:
    """File of a font with Chinese characters.

    Raises
    ------
    MissingDataError
        No such font is installed.
    """
    files = sorted(Path(path) for path in font_manager.findSystemFonts())
    for wanted in FONT_FILES:
        found = [path for path in files if path.name.lower().startswith(wanted)]
        heavy = [path for path in found if any(word in path.stem.lower() for word in BOLD)]
        plain = [path for path in found if "regular" in path.stem.lower()] or [p for p in found if p not in heavy]
        ranked = [*heavy, *plain] if weight == "bold" else [*plain, *heavy]
        if ranked:
            return ranked[0]
    raise MissingDataError("no font with Chinese characters is installed: install Noto Sans CJK (fonts-noto-cjk)")


def font(size: float, *, weight: Weight = "regular") -> Any:
    """Font properties of the Chinese font at a size in points."""
    return font_manager.FontProperties(fname=str(chinese_font(weight)), size=size)


def text_width(text: str, size: float) -> float:
    """Width of a line in points: a Chinese character is as wide as it is high, a Latin one a little over half.

    >>> text_width("一核", 10), text_width("A4", 10)
    (20.0, 11.8)
    """
    return round(sum(1.0 if unicodedata.east_asian_width(sign) in WIDE else 0.59 for sign in text) * size, 3)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines no wider than ``width`` points; no line begins with a closing mark.

    >>> wrap("广州都市圈发展规划", 10, 45)
    ['广州都市', '圈发展规', '划']
    """
    lines, line = [], ""
    for sign in text:
        if line and text_width(line + sign, size) > width and sign not in "，。；：、）”》!?,.;:)":
            lines.append(line)
            line = ""
        line += sign
    return [*lines, line] if line else lines
