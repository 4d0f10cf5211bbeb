"""Saves the map as a PNG picture, composed in the page."""

from __future__ import annotations

from maps.controls.base import Control


class ImageExport(Control):
    """Saves the map as a PNG picture, composed in the page."""

    template = "export.html"
    scripts = ("export.js",)
    region = "tools"
