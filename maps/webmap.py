"""The atlas map: every place that the plans name, in one HTML file that works from a USB stick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gazetteer.records import PRECISIONS
from geo.errors import InputError
from geo.land import COUNTRY
from geo.shapes import load_districts
from maps.basemap import BaseMap
from maps.controls.compare import PlanCompare
from maps.controls.details import PlaceDetails
from maps.controls.districts import DistrictView
from maps.controls.export import ImageExport
from maps.controls.language import LanguageSwitch
from maps.controls.layers import LayerTree
from maps.controls.legend import Legend
from maps.controls.link import LinkState
from maps.controls.list import PlaceTable
from maps.controls.measure import MeasureTool
from maps.controls.places import PlaceLayer
from maps.controls.printing import PrintButton, PrintSheet
from maps.controls.search import SearchBox
from maps.controls.tiles import OnlineTiles
from maps.controls.zoom import ZoomButtons
from maps.packing import decode_polyline
from maps.page import Page
from maps.tiles import Tiles, tiles_named
from maps.titles import ATLAS
from maps.webmap_data import COUNTED_PRECISIONS, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from gazetteer.records import Mention
    from maps.controls.base import Control
    from maps.page import Language

    Box = tuple[float, float, float, float]


class AtlasMap(Page):
    """The page that :func:`atlas_map` makes; a Folium map with ``save``, ``to_html`` and ``_repr_html_``."""


def atlas_map(
    places: gpd.GeoDataFrame,
    mentions: Sequence[Mention] | pd.DataFrame,
    plans: Sequence[Mapping[str, Any]],
    layouts: Iterable[Mapping[str, Any]] = (),
    unplaced: Iterable[Mapping[str, Any] | Mention] = (),
    *,
    lang: Language = "zh",
    title: str | tuple[str, str] | None = None,
    tiles: str | Tiles | None = None,
    districts: gpd.GeoDataFrame | None = None,
    rivers: gpd.GeoDataFrame | None = None,
    railways: gpd.GeoDataFrame | None = None,
    surroundings: gpd.GeoDataFrame | None = None,
) -> AtlasMap:
    """Interactive map of the places of a set of plans, complete in one HTML file.

    Parameters
    ----------
    places
        One row a place: ``id``, ``name``, ``kind``, ``geometry`` (point, line or area; any CRS, WGS 84 where none is
        stated), and where known ``aliases`` (list), ``precision``, ``source``, ``note``, ``districts`` (list),
        ``status``, ``plans`` (list of plan names), ``segments`` (list of ``"from>to=status"``, one for each part of a
        line whose parts are not of one status). A row without geometry is listed as not placed.
    mentions
        Mentions, or a table with ``place``, ``plan``, ``outline`` (headings), ``status``, ``sentence`` (original
        script; may be absent), ``start``, ``text`` (original script).
    plans
        ``name``, ``title``, ``period``, ``area``, ``file`` of each plan, in the order of the tree.
    layouts
        ``name``, ``plan``, ``scope``, ``url`` of layout maps to link to.
    unplaced
        Names without a position: ``name``, ``kind``, ``plan``, ``reason``; or the mentions themselves.
    lang
        Language the page opens in.
    title
        Title of the page, or the pair of a Chinese and an English one.
    tiles
        Online tiles, only when asked for: ``"osm"``, ``"amap"``, ``"tianditu:KEY"``. Without, nothing is loaded.
    districts
        County-level polygons of the base map; ``geo.shapes.load_districts()`` where none are given.
    rivers, railways, surroundings
        Lines and land of the base map, see :class:`maps.basemap.BaseMap`.

    Raises
    ------
    InputError
        A column is missing, a kind, status or precision is unknown, or the tiles are.
    MissingDataError
        No districts are given and none are installed.

    >>> from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans
    >>> places = sample_places(20)
    >>> page = atlas_map(places, sample_mentions(places), sample_plans(), districts=sample_districts())
    >>> page.to_html().count("https://cdn")
    0
    """
    if not plans:
        raise InputError("an atlas map needs at least one plan")
    if districts is None:
        districts = load_districts()
    base = BaseMap(
        districts,
        focus=_areas(plans),
        rivers=rivers,
        railways=railways,
        surroundings=surroundings,
    )
    data = encode(places, mentions, plans, layouts=layouts, unplaced=unplaced, districts=base.districts)
    page = AtlasMap(
        title=title or ATLAS,
        subtitle=_subtitle(data),
        lang=lang,
        bounds=_bounds(data, districts, _areas(plans)),
    )
    tabs = [Legend(), LayerTree(), PlaceTable(), DistrictView(), PlanCompare()]
    tools = [LanguageSwitch(), LinkState(), MeasureTool(), ImageExport(), PrintButton(), PrintSheet()]
    controls: list[Control] = [base, PlaceLayer(data), SearchBox(), *tabs, PlaceDetails(), *tools]
    if tiles is not None:
        controls.append(OnlineTiles(tiles_named(tiles) if isinstance(tiles, str) else tiles))
    for control in [*controls, ZoomButtons()]:
        control.add_to(page)
    return page


def _areas(plans: Iterable[Mapping[str, Any]]) -> list[str]:
    areas: list[str] = []
    for plan in plans:
        area = plan.get("area") or ()
        areas.extend([area] if isinstance(area, str) else map(str, area))
    return areas


def _subtitle(data: Mapping[str, Any]) -> tuple[str, str]:
    plans, places, mentions = len(data["plans"]), len(data["places"]["id"]), len(data["mentions"]["place"])
    return (
        f"{plans} 份规划 · {places:,} 个地点 · {mentions:,} 处提及",
        f"{plans} plans · {places:,} places · {mentions:,} mentions",
    )


def _bounds(data: Mapping[str, Any], districts: gpd.GeoDataFrame, areas: Sequence[str]) -> Box:
    """The ground that most plans share; without one, where most of what they say lies."""
    shared = _shared_ground(districts, areas)
    points = decode_polyline(data["places"]["at"]) / data["scale"]
    if shared is not None:
        west, south, east, north = shared
        inside = (points >= (west, south)).all(axis=1) & (points <= (east, north)).all(axis=1)
        if not len(points) or inside.sum() >= min(3, len(points)):
            return shared
    if len(points) < 3:
        return _widened(districts.total_bounds) if len(districts) else COUNTRY
    drawn = [number for number, precision in enumerate(PRECISIONS) if precision not in COUNTED_PRECISIONS]
    exact = np.isin(data["places"]["precision"], drawn)
    points = points[exact] if exact.sum() >= 3 else points
    return _widened(np.concatenate([np.quantile(points, 0.06, axis=0), np.quantile(points, 0.94, axis=0)]))


def _shared_ground(districts: gpd.GeoDataFrame, areas: Sequence[str]) -> Box | None:
    """Box of the units that at least half as many plans are for as the unit that most are for."""
    if not areas or districts.empty:
        return None
    levels = np.array([districts[level].astype(str) for level in ("name", "city", "province")])
    plans = np.sum([(levels == area).any(axis=0) for area in areas], axis=0)
    if plans.max() == 0:
        return None
    return _widened(districts[plans * 2 >= plans.max()].total_bounds)


def _widened(box: NDArray[np.float64], margin: float = 0.01) -> Box:
    west, south, east, north = (float(value) for value in box)
    low = (max(-180.0, west - margin), max(-85.0, south - margin))
    return (*low, min(180.0, east + margin), min(85.0, north + margin))
