"""What is new, gone, advanced or set back between two plans."""

from __future__ import annotations

from maps.controls.base import Control


class PlanCompare(Control):
    """What is new, gone, advanced or set back between two plans."""

    template = "compare.html"
    scripts = ("compare.js",)
    region = "tab"
    tab = "compare"
