"""Layouts on the page: the map of one, its panel, and the gallery of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from maps.controls.base import Control
from maps.page import static_text

if TYPE_CHECKING:
    from collections.abc import Mapping


class LayoutPanel(Control):
    """Draws one layout and tells of it in the panel; with ``gallery`` it first shows all.

    ``data`` is what :func:`maps.layout_data.encode_layouts` returns.
    """

    template = "layouts.html"
    scripts = ("layouts.js", "layout_labels.js", "layout_panel.js", "layout_gallery.js")
    styles = ("atlas.css", "layouts.css")
    region = "tab"

    def __init__(self, data: Mapping[str, Any], *, gallery: bool = False) -> None:
        super().__init__()
        self.layout_data, self.gallery = data, gallery

    def render(self, **kwargs: Any) -> str:
        """Put the data and the script into the page."""
        words = json.loads(static_text("layouts.json"))
        self.page.data["layouts"] = {**self.layout_data, "gallery": self.gallery, "words": words}
        return super().render(**kwargs)
