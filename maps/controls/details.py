"""Card of the selected place: facts, precision in words, every mention."""

from __future__ import annotations

from maps.controls.base import Control


class PlaceDetails(Control):
    """Card of the selected place: facts, precision in words, every mention."""

    template = "details.html"
    scripts = ("details.js",)
    region = "side"
