"""Tree plan, kind, status, and the links to the layout maps."""

from __future__ import annotations

from maps.controls.base import Control


class LayerTree(Control):
    """Tree plan, kind, status, and the links to the layout maps."""

    template = "layers.html"
    scripts = ("layers.js",)
    region = "tab"
    tab = "layers"
