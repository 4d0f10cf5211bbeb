"""Table of the places in view and of the names that could not be placed, with CSV download."""

from __future__ import annotations

from maps.controls.base import Control


class PlaceTable(Control):
    """Table of the places in view and of the names that could not be placed, with CSV download."""

    template = "list.html"
    scripts = ("list.js",)
    region = "tab"
    tab = "list"
