"""From places and layouts to maps: symbols, web maps, figures, the atlas and the command line."""

from maps.atlas import Atlas, build_atlas, catalogue_atlas
from maps.layout_geometry import realise_layout
from maps.layout_map import layout_map
from maps.webmap import atlas_map

__all__ = ["Atlas", "atlas_map", "build_atlas", "catalogue_atlas", "layout_map", "realise_layout"]
