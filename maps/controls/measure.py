"""Measures distances and areas on the ground."""

from __future__ import annotations

from maps.controls.base import Control


class MeasureTool(Control):
    """Measures distances and areas on the ground."""

    template = "measure.html"
    scripts = ("measure.js",)
    region = "tools"
