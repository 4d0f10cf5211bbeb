"""Switch between Chinese and English."""

from __future__ import annotations

from maps.controls.base import Control


class LanguageSwitch(Control):
    """Switch between Chinese and English."""

    template = "language.html"
    scripts = ("language.js",)
    region = "tools"
