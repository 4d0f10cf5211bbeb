"""Nearer, farther, and back to the first view."""

from __future__ import annotations

from maps.controls.base import Control


class ZoomButtons(Control):
    """Nearer, farther, and back to the first view."""

    template = "zoom.html"
    scripts = ("zoom.js",)
    region = "tools"
