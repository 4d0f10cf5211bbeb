"""Online tiles under the atlas, where it was made with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps.controls.base import Control

if TYPE_CHECKING:
    from maps.tiles import Tiles


class OnlineTiles(Control):
    """Tiles of one provider and a switch; tiles in GCJ-02 move the atlas, and the page says so."""

    template = "tiles.html"
    scripts = ("tiles.js",)
    region = "tools"

    def __init__(self, tiles: Tiles) -> None:
        super().__init__()
        self.tiles = tiles
        self.options = {
            "urls": list(tiles.urls),
            "subdomains": tiles.subdomains,
            "attribution": tiles.attribution,
            "datum": tiles.datum,
            "max_zoom": tiles.max_zoom,
        }

    def render(self, **kwargs: Any) -> str:
        """Put the switch into the page and its hosts into the policy."""
        self.page.image_hosts = list(self.tiles.hosts)
        return super().render(**kwargs)
