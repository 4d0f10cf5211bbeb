"""All layouts of a set of plans on one page: to browse by plan and scope, to search, each with its own map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.basemap import rivers_of
from maps.layout_data import encode_layouts
from maps.layout_geometry import realise_layout
from maps.layout_map import LayoutMap, layout_page
from maps.titles import LAYOUTS, titled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from gazetteer.catalogue import PlanInfo
    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.records import Layout
    from maps.page import Language

SUBTITLE = ("规划文字中的空间格局", "Spatial structures that plans tell in words")


def layout_gallery(
    layouts: Sequence[Layout],
    gazetteer: Gazetteer,
    *,
    plans: Mapping[str, Plan] | None = None,
    infos: Sequence[PlanInfo] = (),
    frames: Sequence[gpd.GeoDataFrame] | None = None,
    lang: Language = "zh",
    title: str | tuple[str, str] | None = None,
    districts: gpd.GeoDataFrame | None = None,
) -> LayoutMap:
    """Gallery of layouts in one HTML file that loads nothing; ``#ID`` behind its address opens one layout.

    Parameters
    ----------
    layouts
        Layouts in the order to show them, but that within a plan those that are drawn come first;
        `maps.layout_map.layout_ids` gives their ids.
    gazetteer
        The places that are known.
    plans
        Plans by name, for the sentences; a layout whose plan is missing (the catalogue's) is shown without.
    infos
        Titles and areas of plans.
    frames
        What `maps.layout_geometry.realise_layout` made of each layout, where that is at hand.
    lang, title, districts
        As in `maps.layout_map.layout_map`.

    >>> from gazetteer.entries import default_gazetteer
    >>> "<title>空间结构图</title>" in layout_gallery([], default_gazetteer()).to_html()
    True
    """
    known: list[Plan | PlanInfo] = [*(plans or {}).values(), *infos]
    areas = {plan.name: plan.area for plan in known}
    if frames is None:
        frames = [realise_layout(layout, gazetteer, area=areas.get(layout.plan, ())) for layout in layouts]
    data = encode_layouts(layouts, frames, plans=plans, infos=infos)
    order = {plan["name"]: number for number, plan in enumerate(data["plans"])}
    data["layouts"].sort(key=lambda record: (order[record["plan"]], record["view"] is None))
    return layout_page(
        data,
        title=title or titled(LAYOUTS, areas.values(), gazetteer.units),
        subtitle=SUBTITLE,
        focus=dict.fromkeys(name for area in areas.values() for name in area),
        lang=lang,
        gallery=True,
        districts=districts,
        rivers=rivers_of(gazetteer),
    )
