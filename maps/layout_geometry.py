"""Layouts on the ground: each core, pole, axis, belt, zone ... of a layout as geometry, by its role.

What the text locates is drawn, and what is only a scheme says so. A core is the union of its units; a pole, node, hub
or gateway a point that is drawn as a symbol; an axis, belt or corridor a band (:mod:`maps.layout_bands`); a wing or
ring is one; a zone or cluster its footprint, or an outline around its places clipped to their districts. An element
whose name tells nothing but a side (东部增长极) is that part of the layout's own ground.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from gazetteer.layout_links import layout_ids
from geo.crs import WGS84
from maps.layout_drawing import Drawing
from maps.layout_help import help_for
from maps.layout_members import Finder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Kind, Layout

COLUMNS: Final = (
    "layout", "order", "role", "group", "name", "defined", "members", "located", "missing", "schematic", "form",
    "bearing", "label_lng", "label_lat", "geometry",
)  # fmt: skip


def realise_layout(
    layout: Layout,
    gazetteer: Gazetteer,
    *,
    area: Sequence[str] = (),
    hints: Mapping[str, Kind] | None = None,
    curated: bool = True,
) -> gpd.GeoDataFrame:
    """Geometry of a layout's elements.

    Parameters
    ----------
    layout
        A layout as `gazetteer.layouts.read_layouts` gives it.
    gazetteer
        The places that are known.
    area
        Units that the plan is for; they decide between namesakes.
    hints
        Kinds of members by name, as the plan's mentions have them; by their endings where left out.
    curated
        Use the help of ``data/layouts``.

    Returns
    -------
    GeoDataFrame
        WGS 84, a row an element in the layout's order. Columns: ``layout``, ``order`` (from 1), ``role``, ``group``,
        ``name``, ``defined``, ``members``, ``located`` and ``missing`` (tuples of names), ``schematic``, ``form``
        (``"area"``, ``"band"``, ``"symbol"``, ``"ring"``, ``"wing"``; empty where nothing is drawn), ``bearing``
        (degrees, NaN without an arrow), ``label_lng``, ``label_lat``, ``geometry`` (None where nothing is drawn).
        ``attrs["scope"]`` are the bounds of the layout's own ground, None where that is not known.

    Examples
    --------
    >>> from gazetteer.entries import default_gazetteer
    >>> from gazetteer.records import Layout, LayoutElement
    >>> axis = LayoutElement("axis", "发展轴", members=("肇庆市", "广州市", "佛山市"))
    >>> drawn = realise_layout(Layout("a.txt", 0, 2, "一轴", elements=(axis,)), default_gazetteer())
    >>> drawn[["form", "schematic"]].values.tolist()
    [['band', True]]
    """
    entry = help_for(layout) if curated else None
    if entry is not None and entry.scope and not layout.scope:
        layout = replace(layout, scope=entry.scope)
    drawing = Drawing(layout, Finder(layout, gazetteer, area=area, hints=hints), entry)
    rows = [drawing.row(i) for i in range(len(layout.elements))]
    data = {column: [row[column] for row in rows] for column in COLUMNS if column != "geometry"}
    frame = gpd.GeoDataFrame(data, geometry=[row["geometry"] for row in rows], crs=WGS84)
    frame.attrs["scope"] = None if drawing.scope is None else tuple(map(float, drawing.scope.bounds))
    return frame


def mark_drawn(
    layouts: Sequence[Layout],
    gazetteer: Gazetteer,
    *,
    area: Sequence[str] = (),
    hints: Mapping[str, Kind] | None = None,
    curated: bool = False,
) -> list[Layout]:
    """Layouts with ``drawn`` set on every element that has a geometry; as scores are taken, without curated help."""
    frames = (realise_layout(x, gazetteer, area=area, hints=hints, curated=curated) for x in layouts)
    return [marked(layout, frame) for layout, frame in zip(layouts, frames, strict=True)]


def marked(layout: Layout, frame: gpd.GeoDataFrame) -> Layout:
    """The layout with ``drawn`` set as in its frame, which `realise_layout` made of it."""
    pairs = zip(layout.elements, frame.geometry.notna(), strict=True)
    return replace(layout, elements=tuple(replace(element, drawn=bool(drawn)) for element, drawn in pairs))


def layouts_geodataframe(
    layouts: Iterable[Layout],
    gazetteer: Gazetteer,
    *,
    areas: Mapping[str, Sequence[str]] | None = None,
    frames: Sequence[gpd.GeoDataFrame] | None = None,
) -> gpd.GeoDataFrame:
    """Every element that is drawn, of many layouts, for a file: lists joined with ``|``, ``plan`` and ``id`` added.

    Parameters
    ----------
    layouts, gazetteer
        As in `realise_layout`.
    areas
        Units that each plan is for, by the plan's name.
    frames
        What `realise_layout` made of each layout, where that is at hand.
    """
    layouts = list(layouts)
    if frames is None:
        frames = [realise_layout(x, gazetteer, area=(areas or {}).get(x.plan, ())) for x in layouts]
    kept = [
        frame[frame.geometry.notna()].assign(id=number, plan=layout.plan)
        for number, layout, frame in zip(layout_ids(layouts), layouts, frames, strict=True)
    ]
    columns = ["id", "plan", *COLUMNS]
    flat = gpd.GeoDataFrame({c: [v for f in kept for v in f[c]] for c in columns}, geometry="geometry", crs=WGS84)
    for column in ("members", "located", "missing"):
        flat[column] = ["|".join(names) for names in flat[column]]
    return flat
