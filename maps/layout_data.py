"""Layouts as a page reads them: integers for coordinates, the plan's own sentences, words as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from gazetteer.layout_links import layout_ids
from geo.land import COUNTRY
from maps.layout_styles import role_table
from maps.packing import Pool, encode_polyline, quantise
from maps.page import clean_text
from maps.titles import short_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from gazetteer.catalogue import PlanInfo
    from gazetteer.plan import Plan
    from gazetteer.records import Layout

SCALE: Final = 100_000
"""Integers a degree: 5 decimals, 1 m: a layout may be as small as a campus."""
DETAIL: Final = 1 / 900
"""Outlines are thinned to this share of a layout's diagonal: half a pixel where it fills the map."""
LEAST_SPAN_DEG: Final = 0.06
SENTENCE_LIMIT: Final = 160
MOST_SENTENCE: Final = 420

View = tuple[float, float, float, float]


def encode_layouts(
    layouts: Sequence[Layout],
    frames: Sequence[gpd.GeoDataFrame],
    *,
    plans: Mapping[str, Plan] | None = None,
    infos: Sequence[PlanInfo] = (),
) -> dict[str, Any]:
    """Everything that the page of layouts shows.

    Parameters
    ----------
    layouts
        Layouts as `gazetteer.layouts.read_layouts` gives them.
    frames
        What `maps.layout_geometry.realise_layout` made of each.
    plans
        Plans by name, for their sentences; a layout whose plan is not among them is shown without.
    infos
        Titles of plans.
    """
    plans, pool = plans or {}, Pool()
    known: list[Plan | PlanInfo] = [*plans.values(), *infos]
    titles = {plan.name: plan.title for plan in known}
    records = [
        {"id": number, **_record(layout, frame, plans.get(layout.plan), pool)}
        for number, layout, frame in zip(layout_ids(layouts), layouts, frames, strict=True)
    ]
    used = {layout.plan for layout in layouts}
    names = [name for name in dict.fromkeys([*titles, *(layout.plan for layout in layouts)]) if name in used]
    shown = [(name, clean_text(titles.get(name, name), limit=120)) for name in names]
    return {
        "scale": SCALE,
        "roles": role_table(),
        "plans": [{"name": name, "title": title, "short": short_title(title)} for name, title in shown],
        "layouts": records,
        "pool": pool.texts,
    }


def _record(layout: Layout, frame: gpd.GeoDataFrame, plan: Plan | None, pool: Pool) -> dict[str, Any]:
    drawn = frame[frame.geometry.notna()]
    view = layout_view(frame)
    tolerance = 0.0 if drawn.empty else float(np.hypot(*np.subtract(view[2:], view[:2]))) * DETAIL
    return {
        "name": clean_text(layout.name, limit=120),
        "plan": layout.plan,
        "scope": clean_text(layout.scope, limit=60),
        "outline": [pool(title, limit=80) for title in layout.outline],
        "told": max(1, len(layout.told)),
        "same": list(layout.same_as),
        "versions": list(layout.versions),
        "sentence": pool(_sentence(plan, layout.start, layout.end)),
        "view": None if drawn.empty else [round(v, 4) for v in view],
        "elements": [
            _element(row, _sentence(plan, e.start, e.end) if e.defined else "", tolerance, pool)
            for e, row in zip(layout.elements, frame.itertuples(index=False), strict=True)
        ],
    }


def _element(row: Any, sentence: str, tolerance: float, pool: Pool) -> dict[str, Any]:
    """One element; what it has not is left out, and the page's script knows what that means."""
    told = {
        "role": row.role,
        "name": clean_text(row.name, limit=80),
        "group": clean_text(row.group, limit=40),
        "unnamed": not row.defined,
        "located": [pool(name, limit=60) for name in row.located],
        "missing": [pool(name, limit=60) for name in row.missing],
        "form": row.form,
        "schematic": bool(row.schematic),
    }
    record: dict[str, Any] = {key: value for key, value in told.items() if value}
    if sentence:
        record["sentence"] = pool(sentence)
    if row.geometry is not None:
        record["at"] = [round(row.label_lng * SCALE), round(row.label_lat * SCALE)]
        if row.form != "symbol":
            record["rings"] = _rings(row.geometry, tolerance)
    return record


def _rings(shape: shapely.Geometry, tolerance: float) -> list[str]:
    """Rings of an area, thinned; specks are left out unless they are all there is."""
    parts = [part for part in shapely.get_parts(shapely.simplify(shape, tolerance)) if not part.is_empty]
    large = [part for part in parts if part.area > (4 * tolerance) ** 2] or parts
    rings = shapely.get_rings(large)
    return [encode_polyline(points) for ring in rings if len(points := quantise(ring, scale=SCALE)) >= 3]


def _sentence(plan: Plan | None, start: int | None, end: int | None) -> str:
    if plan is None or start is None or end is None:
        return ""
    low, high = plan.sentence(start, end, limit=SENTENCE_LIMIT)
    return clean_text(" ".join(plan.text[low:high].split()), limit=MOST_SENTENCE)


def layout_view(frame: gpd.GeoDataFrame) -> View:
    """West, south, east, north of what is drawn, with the neighbourhood that shows where it is.

    A single site is shown with a part of its scope around it, and what lies outside the scope with all of it; without
    anything drawn the view is the whole scope, or the country where none is told.
    """
    scope = frame.attrs.get("scope")
    drawn = frame.geometry[frame.geometry.notna()]
    if drawn.empty:
        return scope or COUNTRY
    west, south, east, north = (float(v) for v in drawn.total_bounds)
    if scope is not None and not shapely.box(west, south, east, north).intersects(shapely.box(*scope)):
        west, south, east, north = shapely.box(west, south, east, north).union(shapely.box(*scope)).bounds
    least = LEAST_SPAN_DEG
    if scope is not None:
        least = max(least, min(0.4, 0.4 * max(scope[2] - scope[0], scope[3] - scope[1])))
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = max(east - west, least) * 0.57, max(north - south, least) * 0.57
    return (x - half_x, y - half_y, x + half_x, y + half_y)
