"""The places that mentions name, each once: what is drawn on the map and written as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from gazetteer.records import UNIT_PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Mention, Status

_STATUS_RANK: dict[Status, int] = {"built": 0, "construction": 1, "planned": 2, "study": 3, "unspecified": 4}
AREA_DETAIL, AREA_TOLERANCE_DEG = 1000, (0.0005, 0.01)
"""Areas are thinned to a thousandth of their size: 50 m, as finely as the shipped borders are true, to 1 km."""
UNIT_DETAIL, UNIT_TOLERANCE_DEG = 200, (0.003, 0.01)
"""A unit that stands for a place of which no more is known is drawn as coarsely as it says where that place is."""


def place_key(mention: Mention) -> str | None:
    """What a mention stands for on the map: its place, or itself in the unit that holds it."""
    if mention.place is None or mention.lng is None:
        return None
    return f"{mention.place}#{mention.name}" if mention.resolved == "context" else mention.place


def places_of(mentions: Sequence[Mention], gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Every place that is mentioned and has a position, one row each, with the columns of ``Atlas.places``."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        key = place_key(mention)
        if key is not None:
            groups.setdefault(key, []).append(mention)
    records = [_place(key, group, gazetteer) for key, group in sorted(groups.items())]
    columns = [
        "id",
        "name",
        "aliases",
        "kind",
        "status",
        "precision",
        "districts",
        "adcodes",
        "plans",
        "mentions",
        "source",
        "note",
        "segments",
        "geometry",
    ]
    frame = gpd.GeoDataFrame(records, columns=columns, geometry="geometry", crs="EPSG:4326")
    return frame.set_geometry(_thinned(frame.geometry.to_numpy(), coarse=frame["precision"].isin(UNIT_PRECISIONS)))


def _thinned(shapes: NDArray[np.object_], *, coarse: pd.Series[bool]) -> NDArray[np.object_]:
    """Shapes whose areas are simplified by their size; a unit that many places share only once."""
    west, south, east, north = shapely.bounds(shapes).T
    size = np.maximum(east - west, north - south)
    fine = np.clip(size / AREA_DETAIL, *AREA_TOLERANCE_DEG)
    tolerance = np.where(coarse, np.clip(size / UNIT_DETAIL, *UNIT_TOLERANCE_DEG), fine)
    keys = np.column_stack([[id(shape) for shape in shapes], coarse])
    _, each, again = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    simple = shapely.simplify(shapes[each], tolerance[each])[again.ravel()]
    return np.where(shapely.get_dimensions(shapes) == 2, simple, shapes)


def _place(key: str, group: Sequence[Mention], gazetteer: Gazetteer) -> dict[str, Any]:
    first = group[0]
    place = gazetteer.place(first.place or "")
    in_unit = first.resolved == "context"
    own = None if in_unit or first.resolved == "composed" else place
    status = min((m.status for m in group), key=_STATUS_RANK.__getitem__)
    parts = [] if own is None else gazetteer.segments(own.id)
    geometry = shapely.Point(first.lng, first.lat) if place is None or place.geometry is None else place.geometry
    return {
        "id": key,
        "name": first.name if own is None else own.name,
        "aliases": [] if in_unit or place is None else list(place.aliases),
        "kind": first.kind if own is None else own.kind,
        "status": status,
        "precision": first.precision,
        "districts": list(first.districts),
        "adcodes": list(first.adcodes),
        "plans": sorted({m.plan for m in group}),
        "mentions": len(group),
        "source": "" if place is None else place.source,
        "note": "" if place is None else place.note,
        "segments": [f"{part.start}>{part.end}={part.status or status}" for part in parts],
        "geometry": shapely.MultiLineString([part.line for part in parts]) if parts else geometry,
    }
