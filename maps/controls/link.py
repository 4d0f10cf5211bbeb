"""Keeps view, filter and selection in the URL fragment, and a button that copies the link."""

from __future__ import annotations

from maps.controls.base import Control


class LinkState(Control):
    """Keeps view, filter and selection in the URL fragment, and a button that copies the link."""

    template = "link.html"
    scripts = ("link.js",)
    region = "tools"
