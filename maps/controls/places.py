"""The places of the atlas: data for the page and the layer that draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps.controls.base import Control
from maps.symbols import symbol_table

if TYPE_CHECKING:
    from collections.abc import Mapping


class PlaceLayer(Control):
    """Symbols, lines and areas of the places on one canvas, by the room there is, with labels.

    ``data`` is what :func:`maps.webmap_data.encode` returns.
    """

    template = "places.html"
    scripts = ("symbols.js", "places.js", "scale.js", "crowd.js", "shapes.js", "draw.js", "pointer.js")
    styles = ("atlas.css",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()
        self.place_data = data

    def render(self, **kwargs: Any) -> str:
        """Put the data and the script into the page."""
        self.page.data["atlas"] = self.place_data
        self.page.data["symbols"] = symbol_table()
        return super().render(**kwargs)
