"""What the symbols mean, each a switch, and the filter by district."""

from __future__ import annotations

from maps.controls.base import Control


class Legend(Control):
    """What the symbols mean, each a switch, and the filter by district."""

    template = "legend.html"
    scripts = ("legend.js",)
    region = "tab"
    tab = "legend"
