"""The map of one layout: bold and calm, numbered as the slogan counts, with the plan's words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gazetteer.layout_links import layout_ids
from geo.land import COUNTRY
from geo.shapes import load_districts
from maps.basemap import BaseMap, rivers_of
from maps.controls.export import ImageExport
from maps.controls.language import LanguageSwitch
from maps.controls.layouts import LayoutPanel
from maps.controls.printing import PrintButton, PrintSheet
from maps.controls.zoom import ZoomButtons
from maps.layout_data import encode_layouts
from maps.layout_geometry import realise_layout
from maps.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.records import Layout
    from maps.page import Language

__all__ = ["LayoutMap", "layout_ids", "layout_map", "layout_page"]


class LayoutMap(Page):
    """The page that :func:`layout_map` makes; a Folium map with ``save``, ``to_html`` and ``_repr_html_``."""


def layout_map(
    layout: Layout,
    gazetteer: Gazetteer,
    *,
    plan: Plan | None = None,
    area: Sequence[str] | None = None,
    lang: Language = "zh",
    districts: gpd.GeoDataFrame | None = None,
) -> LayoutMap:
    """Map of one layout in one HTML file that loads nothing.

    Parameters
    ----------
    layout
        A layout as `gazetteer.layouts.read_layouts` gives it.
    gazetteer
        The places that are known.
    plan
        Its plan, for the sentences and the area; without it the map has no sentences.
    area
        Units that the plan is for; the plan's own where left out.
    lang
        Language the page opens in: ``"zh"`` or ``"en"``, which adds the English names of the roles.
    districts
        County-level polygons of the base map; those that are shipped where left out.

    Raises
    ------
    InputError
        The language is unknown.

    >>> from gazetteer.entries import default_gazetteer
    >>> from gazetteer.records import LayoutElement, Layout
    >>> poles = LayoutElement("pole", "<b>番禺</b>", "一极", ("番禺区",))
    >>> page = layout_map(Layout("a.txt", 0, 2, "一极", elements=(poles,)), default_gazetteer())
    >>> "<b>番禺" in page.to_html()
    False
    """
    known = area if area is not None else (plan.area if plan is not None else ())
    plans = {} if plan is None else {layout.plan: plan}
    data = encode_layouts([layout], [realise_layout(layout, gazetteer, area=known)], plans=plans)
    rivers = rivers_of(gazetteer)
    return layout_page(data, title=layout.name, focus=known, lang=lang, districts=districts, rivers=rivers)


def layout_page(
    data: dict[str, Any],
    *,
    title: str | tuple[str, str],
    focus: Iterable[str] = (),
    lang: Language = "zh",
    subtitle: str | tuple[str, str] = "",
    gallery: bool = False,
    districts: gpd.GeoDataFrame | None = None,
    rivers: gpd.GeoDataFrame | None = None,
) -> LayoutMap:
    """Page of layouts that were encoded with `maps.layout_data.encode_layouts`: one map, or the gallery with all."""
    views = [record["view"] for record in data["layouts"] if record["view"]]
    bounds = COUNTRY
    if views:
        west, south, east, north = np.median(np.array(views), axis=0) if gallery else np.array(views[0])
        bounds = (float(west), float(south), float(east), float(north))
    page = LayoutMap(title=title, subtitle=subtitle, lang=lang, bounds=bounds)
    base = BaseMap(load_districts() if districts is None else districts, focus=focus, rivers=rivers)
    tools = [LanguageSwitch(), ImageExport(), PrintButton(), PrintSheet(), ZoomButtons()]
    for control in [base, *tools, LayoutPanel(data, gallery=gallery)]:
        control.add_to(page)
    return page
