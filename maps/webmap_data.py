"""The atlas as compact columns: what the page's script (``static/places.js``) reads.

A text that may repeat (name, alias, source, heading, sentence) is a number in ``pool``, -1 where there is none; kinds,
statuses and precisions are their numbers in :mod:`gazetteer.records`. Lines are encoded polylines
(:func:`maps.packing.encode_polyline`) of integers, ``scale`` to a degree: ``places.at`` holds the points of all places,
``places.shapes`` the lines and areas, each once, to which ``places.shape`` refers; an area of whole districts is the
list of their numbers on the base map. Mentions stand in the order of their places: each place has a run of them.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from gazetteer.records import KINDS, PRECISIONS, STATUSES, UNIT_PRECISIONS, Mention
from gazetteer.tables import SEGMENT
from geo.errors import InputError
from maps.basemap import units_that_fill
from maps.packing import Pool, encode_polyline, quantise
from maps.page import clean_text, safe_url
from maps.prominence import prominence
from maps.romanise import simplified_table, syllable_table, traditional_table
from maps.titles import short_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

SCALE = 100_000
"""Integers a degree: 5 decimals, about a metre."""
SIMPLIFY_DEG = (0.0001, 0.002)
"""Simplification of the smallest and the largest shapes, 10 m and 200 m; between them a 350th of the size."""
WIDE_AREA, WIDE_AREA_DEG = 1500, 0.01
"""Areas beyond 3° are simplified to a 1500th of their size, at most 1 km: a pixel where they fill the screen."""
NAME_LIMIT = 200
SMALLEST_PART = 0.0005
"""Share of an area below which a part of it (an islet) or a hole (between borders of two sources) is left out."""
COUNTED_PRECISIONS = UNIT_PRECISIONS - {"town"}
"""Shown as a count on the districts of the base map, which has no towns."""
PLACE_COLUMNS = frozenset({"id", "name", "kind", "geometry"})


def encode(
    places: gpd.GeoDataFrame,
    mentions: Sequence[Mention] | pd.DataFrame,
    plans: Sequence[Mapping[str, Any]],
    *,
    districts: gpd.GeoDataFrame,
    layouts: Iterable[Mapping[str, Any]] = (),
    unplaced: Iterable[Mapping[str, Any] | Mention] = (),
) -> dict[str, Any]:
    """Columns of the atlas.

    Parameters
    ----------
    places, mentions, plans, layouts, unplaced
        As in :func:`maps.webmap.atlas_map`.
    districts
        The base map's districts (``name``, ``city``, ``geometry``): a place of which only the district or city is
        known, and an area that consists of whole districts, refer to them instead of carrying the polygon again.

    Raises
    ------
    InputError
        A column is missing, or a kind, status or precision is unknown.
    """
    missing = PLACE_COLUMNS - set(places.columns)
    if missing:
        raise InputError(f"places lack the columns {', '.join(sorted(missing))}")
    frame = places.reset_index(drop=True)
    if frame.crs is not None and frame.crs.to_epsg() != 4326:
        frame = frame.to_crs(4326)
    located = ~(frame.geometry.isna() | frame.geometry.is_empty).to_numpy()
    pool, plan_numbers = Pool(), {str(_get(plan, "name")): i for i, plan in enumerate(plans)}
    records = mention_frame(mentions)
    kept = frame[located].reset_index(drop=True)
    told = _mentions(records, kept, plan_numbers, pool)
    lost = frame[~located]
    columns = _places(kept, plan_numbers, pool, districts)
    columns["prominence"] = _prominence(columns, told, pool)
    searched = [pool.texts[i] for i in [*columns["name"], *itertools.chain(*columns["aliases"])]]
    syllables, exceptions = syllable_table(searched)
    return {
        "scale": SCALE,
        "plans": [_plan(plan) for plan in plans],
        "places": columns,
        "mentions": told,
        "layouts": [_layout(layout, plan_numbers) for layout in layouts],
        "unplaced": _unplaced([*unplaced, *lost.drop(columns="geometry").to_dict("records")], plan_numbers, pool),
        "pool": pool.texts,
        "syllables": syllables,
        "readings": exceptions,
        "simplified": simplified_table(searched),
        "traditional": traditional_table(pool.texts),
    }


def mention_frame(mentions: Sequence[Mention] | pd.DataFrame) -> pd.DataFrame:
    """Mentions as a table with every column the map reads, in the order of plan and text.

    >>> mention_frame([]).columns.tolist()
    ['place', 'plan', 'outline', 'status', 'sentence', 'name', 'start', 'end', 'text']
    """
    columns = ["place", "plan", "outline", "status", "sentence", "name", "start", "end", "text"]
    if not isinstance(mentions, pd.DataFrame):
        mentions = pd.DataFrame([mention.to_dict() for mention in mentions])
    frame = mentions.reindex(columns=columns)
    frame["start"] = pd.to_numeric(frame["start"], errors="coerce").fillna(-1).astype(int)
    return frame.sort_values(["plan", "start"], kind="stable", ignore_index=True)


def _get(record: Any, key: str) -> Any:
    return record.get(key) if hasattr(record, "get") else getattr(record, key, None)


def _plan(plan: Mapping[str, Any]) -> dict[str, str]:
    area = _get(plan, "area")
    text = "、".join(map(str, area)) if isinstance(area, (list, tuple)) else area
    return {
        "name": clean_text(_get(plan, "name"), limit=NAME_LIMIT),
        "title": clean_text(_get(plan, "title"), limit=NAME_LIMIT) or clean_text(_get(plan, "name"), limit=NAME_LIMIT),
        "short": short_title(clean_text(_get(plan, "title") or _get(plan, "name"), limit=NAME_LIMIT)),
        "period": clean_text(_get(plan, "period"), limit=60),
        "area": clean_text(text, limit=120),
        "file": safe_url(_get(plan, "file")),
    }


def _layout(layout: Mapping[str, Any], plan_numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": clean_text(_get(layout, "name"), limit=NAME_LIMIT),
        "plan": plan_numbers.get(str(_get(layout, "plan")), -1),
        "scope": clean_text(_get(layout, "scope"), limit=NAME_LIMIT),
        "url": safe_url(_get(layout, "url")),
    }


def _codes(values: Iterable[Any], known: Sequence[str], what: str, *, default: int) -> list[int]:
    numbers = {name: i for i, name in enumerate(known)}
    codes = []
    for value in values:
        text = "" if _is_missing(value) else str(value)
        if text and text not in numbers:
            raise InputError(f"unknown {what} {clean_text(text, limit=40)!r}: one of {', '.join(known)}")
        codes.append(numbers.get(text, default))
    return codes


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value == "" or (isinstance(value, float) and math.isnan(value))


def _texts(value: object) -> list[str]:
    """List of texts, from a list, a tuple, an array or one text with ``|`` between."""
    if isinstance(value, str):
        return [part for part in value.split("|") if part]
    if isinstance(value, (list, tuple, np.ndarray)):
        return [str(part) for part in value if not _is_missing(part)]
    return []


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    return frame[name].tolist() if name in frame.columns else [None] * len(frame)


def _places(
    frame: gpd.GeoDataFrame, plan_numbers: Mapping[str, int], pool: Pool, ground: gpd.GeoDataFrame
) -> dict[str, Any]:
    geometry = shapely.force_2d(frame.geometry.to_numpy())
    precision = _codes(_column(frame, "precision"), PRECISIONS, "precision", default=-1)
    districts = [[clean_text(name, limit=60) for name in _texts(value)] for value in _column(frame, "districts")]
    numbers = _unit_numbers(ground)
    known_units = [
        (_units_of([clean_text(name)], numbers) if kind == "admin" else [])
        or (_units_of(inside, numbers) if code >= 0 and PRECISIONS[code] in COUNTED_PRECISIONS else [])
        for name, kind, inside, code in zip(frame["name"], frame["kind"], districts, precision, strict=True)
    ]
    shapes, references = _shapes(
        geometry, skip=np.array([bool(found) for found in known_units], dtype=bool), ground=ground
    )
    return {
        "id": [clean_text(value, limit=NAME_LIMIT) for value in frame["id"]],
        "name": [pool(clean_text(value, limit=NAME_LIMIT) or "?") for value in frame["name"]],
        "aliases": [
            [pool(alias.removeprefix("~"), limit=NAME_LIMIT) for alias in _texts(value)]
            for value in _column(frame, "aliases")
        ],
        "kind": _codes(frame["kind"], KINDS, "kind", default=0),
        "precision": precision,
        "status": _codes(_column(frame, "status"), STATUSES, "status", default=len(STATUSES) - 1),
        "source": [pool(value) for value in _column(frame, "source")],
        "note": [pool(value) for value in _column(frame, "note")],
        "districts": [[pool(name) for name in names if name] for names in districts],
        "plans": [
            [plan_numbers[plan] for plan in _texts(value) if plan in plan_numbers] for value in _column(frame, "plans")
        ],
        "units": known_units,
        "segments": _segments(_column(frame, "segments"), geometry, pool),
        "at": encode_polyline(np.rint(_anchors(geometry) * SCALE).astype(np.int64)),
        "shape": references,
        "shapes": shapes,
    }


def _prominence(columns: Mapping[str, list[Any]], told: Mapping[str, list[int]], pool: Pool) -> list[float]:
    count = len(columns["id"])
    plans = [set(numbers) for numbers in columns["plans"]]
    for place, plan in zip(told["place"], told["plan"], strict=True):
        plans[place].add(plan)
    points: list[float] = prominence(
        [KINDS[code] for code in columns["kind"]],
        mentions=np.bincount(np.array(told["place"], dtype=int), minlength=count),
        plans=[len(numbers) for numbers in plans],
        names=[pool.texts[number] for number in columns["name"]],
    ).tolist()
    return points


def _segments(column: Sequence[object], geometry: NDArray[np.object_], pool: Pool) -> list[list[int]]:
    """Rows place, from, to, status: a row for each part of a line whose parts differ, in the order of the parts."""
    rows = []
    for number, (value, parts) in enumerate(zip(column, shapely.get_num_geometries(geometry), strict=True)):
        found = [SEGMENT.fullmatch(text) for text in _texts(value)]
        if len(found) not in {0, parts} or None in found:
            raise InputError(f"the segments of a line are from>to=status, one for each of its parts, not {value!r:.80}")
        for match in filter(None, found):
            status = _codes([match["status"]], STATUSES, "status", default=len(STATUSES) - 1)
            rows.append([number, pool(match["start"], limit=60), pool(match["end"], limit=60), *status])
    return rows


def _unit_numbers(ground: gpd.GeoDataFrame) -> dict[str, set[int]]:
    """Numbers of the districts that a name means: its own, or all of a city."""
    numbers: dict[str, set[int]] = {}
    for number, names in enumerate(zip(ground["name"], ground["city"], strict=True)):
        for name in names:
            numbers.setdefault(name, set()).add(number)
    return numbers


def _units_of(names: Sequence[str], numbers: Mapping[str, set[int]]) -> list[int]:
    return sorted(set().union(*(numbers.get(name, ()) for name in names)))


def _anchors(geometry: NDArray[np.object_]) -> NDArray[np.float64]:
    """Where the symbol or label stands: the point, the middle of the line, a point inside the area; shape (n, 2)."""
    anchors = shapely.point_on_surface(geometry)
    lines = np.isin(shapely.get_type_id(geometry), [1, 5])
    if lines.any():
        longest = [max(shapely.get_parts(line), key=lambda part: part.length) for line in geometry[lines]]
        anchors[lines] = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    areas = np.isin(shapely.get_type_id(geometry), [3, 6])
    centres = shapely.centroid(geometry[areas])
    anchors[areas] = np.where(shapely.covers(geometry[areas], centres), centres, anchors[areas])
    return np.asarray(shapely.get_coordinates(anchors))


def _shapes(
    geometry: NDArray[np.object_], *, skip: NDArray[np.bool_], ground: gpd.GeoDataFrame
) -> tuple[list[dict[str, Any]], list[int]]:
    """Lines and areas, each distinct one once, and the number of each place's; -1 for points."""
    wanted = np.flatnonzero(~skip & (shapely.get_dimensions(geometry) > 0))
    distinct, numbers = np.unique(shapely.to_wkb(geometry[wanted]), return_inverse=True)
    given = shapely.from_wkb(distinct)
    areas = np.flatnonzero(shapely.get_dimensions(given) == 2)
    found = units_that_fill(given[areas], ground.geometry.to_numpy())
    units = dict(zip(areas.tolist(), found, strict=True))
    shapes = [{"units": units[n]} if units.get(n) else _shape(_simplified(shape)) for n, shape in enumerate(given)]
    references = np.full(len(geometry), -1)
    references[wanted] = numbers
    return shapes, references.tolist()


def _simplified(shape: shapely.Geometry) -> shapely.Geometry:
    west, south, east, north = shape.bounds
    size = max(east - west, north - south)
    wide = min(size / WIDE_AREA, WIDE_AREA_DEG) if shape.area > 0 else 0.0
    low, high = SIMPLIFY_DEG
    simple = shapely.simplify(shape, max(low, min(size / 350, high), wide))
    return shapely.orient_polygons(simple)  # the page fills overlapping areas as one, by winding number


def _shape(shape: shapely.Geometry) -> dict[str, Any]:
    area = shape.area > 0
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in {"LineString", "LinearRing", "Polygon"}]
    lines = [line for part in parts for line in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])]
    if area:
        lines = [ring for ring in lines if shapely.Polygon(ring).area >= SMALLEST_PART * shape.area] or lines
    return {"area": int(area), "parts": [encode_polyline(quantise(line, scale=SCALE)) for line in lines]}


def _mentions(
    records: pd.DataFrame, places: gpd.GeoDataFrame, plan_numbers: Mapping[str, int], pool: Pool
) -> dict[str, list[Any]]:
    numbers = {str(name): i for i, name in enumerate(places["id"])}
    place = records["place"].map(lambda value: numbers.get(str(value), -1))
    plan = records["plan"].map(lambda value: plan_numbers.get(str(value), -1))
    frame = records[(place >= 0) & (plan >= 0)].assign(place=place, plan=plan)
    frame = frame.sort_values(["place", "plan", "start"], kind="stable")
    return {
        "place": frame["place"].tolist(),
        "plan": frame["plan"].tolist(),
        "status": _codes(frame["status"], STATUSES, "status", default=len(STATUSES) - 1),
        "outline": [[pool(part, limit=300) for part in _texts(value)] for value in frame["outline"]],
        "sentence": [pool(value) for value in frame["sentence"]],
        "text": [pool(value, limit=NAME_LIMIT) for value in frame["text"]],
        "start": frame["start"].tolist(),
    }


def _unplaced(
    records: Iterable[Mapping[str, Any] | Mention], plan_numbers: Mapping[str, int], pool: Pool
) -> list[list[Any]]:
    """Rows name, kind, plan, reason, text: one for each name and plan, with the times it occurs."""
    rows: dict[tuple[Any, ...], int] = {}
    for record in records:
        kind, plan = _get(record, "kind"), _get(record, "plan")
        key = (
            clean_text(_get(record, "name"), limit=NAME_LIMIT),
            KINDS.index(kind) if kind in KINDS else -1,
            plan_numbers.get(str(plan), -1),
            pool(_get(record, "reason"), limit=300),
        )
        rows[key] = rows.get(key, 0) + 1
    return [[*key, count] for key, count in sorted(rows.items(), key=lambda item: (item[0][2], -item[1], item[0]))]
