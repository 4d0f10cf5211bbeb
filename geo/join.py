"""Which districts a place lies in: points, lines with the length in each, areas with the share in each.

One index (`shapely.STRtree`) over the districts serves every place; the polygons are prepared once and tested in bulk.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.crs import area_m2, geometry_array, length_m, metric_crs, project
from geo.errors import InputError, MissingDataError
from geo.export import LIST_SEPARATOR
from geo.shapes import load_districts

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    Indices = NDArray[np.intp]
    Values = NDArray[np.float64]

TOLERANCE_M = 500.0
"""A place outside every district belongs to the nearest within this: piers and bridges lie off a simplified coast."""
SLIVER_M = 100.0
"""A shorter stretch of line is put down to the border, which is known to about 75 m."""
SLIVER_SHARE = 0.005
"""A piece of an area is put down to the border if it is a smaller share both of the area and of the district."""
WHOLE_SHARE = 0.95
"""An area that covers at least this share of each district of a city spans the whole city."""
METRES_A_DEGREE = 110_000.0
"""Least length of a degree of latitude, rounded down: turns the tolerance into degrees for the index."""

UNIT_COLUMNS = ("adcode", "name", "city", "city_adcode")
SHARE_COLUMNS = ("place", *UNIT_COLUMNS, "length_km", "area_km2", "share", "covers", "distance_m")


def join_districts(
    places: gpd.GeoDataFrame,
    districts: gpd.GeoDataFrame | None = None,
    *,
    tolerance_m: float = TOLERANCE_M,
    whole_cities: bool = True,
) -> gpd.GeoDataFrame:
    """Places with the districts and cities that they lie in.

    Parameters
    ----------
    places
        Points, lines, areas, mixed; any CRS, WGS 84 where none is stated. Missing and empty geometry is in no district.
    districts
        From `geo.shapes.load_districts`. Where left out, Guangdong as shipped, and for a place that meets none of
        those the country, if the extra ``plan-atlas[china]`` is installed.
    tolerance_m
        A place that meets no district belongs to the nearest within this many metres.
    whole_cities
        Name the city instead of its districts where an area covers all of them; ``districts`` must then hold every
        district of its cities.

    Returns
    -------
    GeoDataFrame
        A copy of ``places`` with three more columns, each a tuple, empty where no district is met: ``districts``
        (names), ``adcodes`` and ``cities``. The longest stretch or the largest share comes first; of districts that
        share a point, the first in ``districts``. What ``places`` states in columns of these names already (as
        ``Atlas.places`` does) is replaced, but for units of cities of which ``districts`` has no polygon: those stay,
        behind the ones that are met.

    Raises
    ------
    InputError
        ``districts`` lacks a column.

    See Also
    --------
    district_shares : the lengths and shares, as a long table.

    Examples
    --------
    >>> import geopandas as gpd
    >>> places = gpd.GeoDataFrame({"name": ["广州南站"]}, geometry=gpd.points_from_xy([113.2645], [22.9917]))
    >>> join_districts(places)[["districts", "cities"]].iloc[0].tolist()
    [('番禺区',), ('广州市',)]
    """
    shares, used = _shares(geometry_array(places), districts, tolerance_m=tolerance_m, whole_cities=whole_cities)
    joined = places.copy()
    # The table is sorted by place: each place's rows are one slice.
    bounds = np.searchsorted(shares["place"].to_numpy(), np.arange(len(places) + 1))
    stated = _stated(places, used)
    for column, source in (("districts", "name"), ("adcodes", "adcode"), ("cities", "city")):
        values = shares[source].tolist()
        cells = np.empty(len(places), dtype=object)
        for row, (start, end) in enumerate(itertools.pairwise(bounds.tolist())):
            cells[row] = tuple(dict.fromkeys(value for value in (*values[start:end], *stated[column][row]) if value))
        joined[column] = pd.Series(cells, index=joined.index, dtype=object)
    return joined


def district_shares(
    places: gpd.GeoDataFrame | gpd.GeoSeries,
    districts: gpd.GeoDataFrame | None = None,
    *,
    tolerance_m: float = TOLERANCE_M,
) -> pd.DataFrame:
    """How much of each place lies in which district, one row for each pair that meets.

    Parameters
    ----------
    places, districts, tolerance_m
        As for `join_districts`.

    Returns
    -------
    DataFrame
        Sorted by place, then by share, largest first. Columns: ``place`` (label in the index of ``places``);
        ``adcode``, ``name``, ``city``, ``city_adcode`` of the district; ``length_km`` (lines, else NaN); ``area_km2``
        (areas, else NaN); ``share`` of the place that lies in the district, summing to 1 where the districts hold all
        of it; ``covers``, the share of the district that the place covers (areas, else NaN); ``distance_m`` to the
        district, 0 where they meet. Of several points in one place, each has an equal share; of a collection only the
        parts of the highest dimension count.

    Raises
    ------
    InputError
        ``districts`` lacks a column.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import LineString
    >>> line = gpd.GeoSeries([LineString([(113.10, 23.02), (113.26, 22.99)])])  # from Foshan to Guangzhou South
    >>> district_shares(line)[["name", "length_km"]].round(1).to_numpy().tolist()
    [['南海区', 7.4], ['禅城区', 4.1], ['顺德区', 3.9], ['番禺区', 1.4]]
    """
    shares, _ = _shares(geometry_array(places), districts, tolerance_m=tolerance_m, whole_cities=False)
    return shares.assign(place=places.index.to_numpy()[shares["place"].to_numpy()])


def _shares(
    shapes: NDArray[Any], districts: gpd.GeoDataFrame | None, *, tolerance_m: float, whole_cities: bool
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Shares by the position of each place, and the codes of the districts that these were measured with."""
    used = load_districts() if districts is None else _checked(districts)
    shares = _measure(shapes, used, tolerance_m=tolerance_m)
    shares = _merge_whole_cities(shares, used) if whole_cities else shares
    codes = _codes(used["adcode"])
    located = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    beyond = np.setdiff1d(np.flatnonzero(located), shares["place"].to_numpy())
    country = _country() if districts is None and len(beyond) else None
    if country is None:
        return shares, codes
    found = _measure(shapes[beyond], country, tolerance_m=tolerance_m)
    found = _merge_whole_cities(found, country) if whole_cities else found
    found["place"] = beyond[found["place"].to_numpy()]
    both = pd.concat([shares, found], ignore_index=True).sort_values("place", kind="stable", ignore_index=True)
    return both, codes


def _country() -> gpd.GeoDataFrame | None:
    """Districts of the country, None where the extra with them is not installed."""
    try:
        return load_districts(country=True)
    except MissingDataError:
        return None


def _stated(places: gpd.GeoDataFrame, codes: NDArray[np.int64]) -> dict[str, list[tuple[Any, ...]]]:
    """What each place states of units in cities that no district has a code of: names, codes, cities."""
    none: list[tuple[Any, ...]] = [()] * len(places)
    if not {"districts", "adcodes"} <= set(places.columns):
        return {"districts": none, "adcodes": none, "cities": none}
    held = {*(codes // 100).tolist(), *(codes // 10_000 * 100).tolist()}  # a province's own code ends in 0000
    units = []
    for names, numbers in zip(places["districts"], places["adcodes"], strict=True):
        pairs = zip(_items(names), _codes(_items(numbers)).tolist(), strict=False)
        units.append([(name, code) for name, code in pairs if code // 100 not in held])
    return {
        "districts": [tuple(name for name, _ in pairs) for pairs in units],
        "adcodes": [tuple(code for _, code in pairs) for pairs in units],
        "cities": [tuple(name for name, code in pairs if code % 100 == 0 and code % 10_000) for pairs in units],
    }


def _items(cell: Any) -> list[Any]:
    """Items of a list, or of one that a file holds as text."""
    if isinstance(cell, str):
        return [item for item in cell.split(LIST_SEPARATOR) if item]
    return list(cell) if isinstance(cell, Iterable) else []


def _codes(values: Any) -> NDArray[np.int64]:
    """Codes of units as numbers, 0 for what is none."""
    numbers = pd.to_numeric(pd.Series(values, dtype=object), errors="coerce").fillna(0)
    return np.asarray(numbers, dtype=np.int64)


def _checked(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Districts to join with, which must have all columns."""
    missing = [column for column in UNIT_COLUMNS if column not in districts.columns]
    if missing:
        raise InputError(f"districts have no column {missing[0]!r}: read them with load_districts(path)")
    return districts


def _measure(shapes: NDArray[Any], districts: gpd.GeoDataFrame, *, tolerance_m: float) -> pd.DataFrame:
    """Shares with the position of each place instead of its label."""
    polygons = geometry_array(districts)
    shapely.prepare(polygons)
    tree = shapely.STRtree(polygons)
    shapes = _repaired(shapes)
    dimension = shapely.get_dimensions(shapes)
    parts, owner = shapely.get_parts(shapes, return_index=True)
    keep = (shapely.get_dimensions(parts) == dimension[owner]) & np.isfinite(shapely.bounds(parts)).all(axis=1)
    parts, owner = parts[keep], owner[keep]
    measures = _measures(parts)
    part, unit, amount = _overlaps(parts, measures, polygons, tree)
    table = pd.DataFrame({"place": owner[part], "unit": unit, "amount": amount, "distance_m": 0.0})
    table = table.groupby(["place", "unit"], as_index=False, sort=False).sum()

    total = np.bincount(owner, weights=measures, minlength=len(shapes)).astype(float)
    outside = np.setdiff1d(owner, table["place"].to_numpy())
    near = _nearest(shapes, outside, polygons, tree, tolerance_m=tolerance_m)
    near["amount"] = total[near["place"].to_numpy()]
    table = pd.concat([table, near], ignore_index=True)
    return _finish(table, total, dimension, districts)


def _repaired(shapes: NDArray[Any]) -> NDArray[Any]:
    """Shapes that can be cut: areas that cross themselves are made valid, the rest stays."""
    faulty = (shapely.get_dimensions(shapes) == 2) & ~shapely.is_valid(shapes)
    return np.where(faulty, shapely.make_valid(shapes), shapes) if faulty.any() else shapes


def _measures(parts: NDArray[Any]) -> Values:
    """Length of lines in metres, area of areas in square metres, 1 for a point."""
    dimension = shapely.get_dimensions(parts)
    measures = np.ones(len(parts))
    measures[dimension == 1] = length_m(parts[dimension == 1])
    measures[dimension == 2] = area_m2(parts[dimension == 2])
    # A line or area without extent still lies somewhere.
    return np.maximum(measures, 1e-9)


def _overlaps(
    parts: NDArray[Any], measures: Values, polygons: NDArray[Any], tree: shapely.STRtree
) -> tuple[Indices, Indices, Values]:
    """Pairs of part and district that meet, with how much of the part lies in the district."""
    part, unit = tree.query(parts)
    meets = shapely.intersects(polygons[unit], parts[part])
    part, unit = part[meets], unit[meets]
    amount = measures[part]
    dimension = shapely.get_dimensions(parts)[part]
    # Most lines and areas lie in one district whole: only the others are cut.
    cut = np.flatnonzero((dimension > 0) & ~shapely.covers(polygons[unit], parts[part]))
    pieces = shapely.intersection(parts[part[cut]], polygons[unit[cut]])
    amount[cut] = np.where(dimension[cut] == 1, length_m(pieces), area_m2(pieces))

    order = np.lexsort((unit, part))
    part, unit, amount, dimension = part[order], unit[order], amount[order], dimension[order]
    # A point on a border meets two districts and belongs to the first.
    keep = (dimension > 0) | _starts(part)
    part, unit, amount = part[keep], unit[keep], amount[keep]
    counted = np.bincount(part, weights=amount, minlength=len(parts))
    # What only touches districts, from outside, is put down to the first; a line along a border is halved.
    amount = np.where((counted[part] == 0) & _starts(part), measures[part], amount)
    excess = np.divide(measures, counted, out=np.ones_like(measures), where=counted > measures)
    return part, unit, amount * excess[part]


def _starts(groups: Indices) -> NDArray[np.bool_]:
    """Whether each entry of a sorted array is the first of its value."""
    starts: NDArray[np.bool_] = np.r_[True, groups[1:] != groups[:-1]][: len(groups)]
    return starts


def _nearest(
    shapes: NDArray[Any], rows: Indices, polygons: NDArray[Any], tree: shapely.STRtree, *, tolerance_m: float
) -> pd.DataFrame:
    """Nearest district within the tolerance for the places that meet none."""
    none = pd.DataFrame({"place": rows[:0], "unit": rows[:0], "distance_m": np.zeros(0)})
    if not len(rows) or not len(polygons):
        return none
    highest = np.abs(shapely.bounds(shapes[rows])[:, [1, 3]]).max()
    reach = tolerance_m / METRES_A_DEGREE / np.cos(np.radians(min(highest, 89.0)))
    row, unit = tree.query(shapes[rows], predicate="dwithin", distance=reach)
    if not len(row):
        return none
    # Each shape is projected once, though it may stand in many pairs.
    some_rows, row_at = np.unique(row, return_inverse=True)
    some_units, unit_at = np.unique(unit, return_inverse=True)
    crs = metric_crs(shapes[rows[some_rows]])
    near_shapes, near_units = project(shapes[rows[some_rows]], to=crs), project(polygons[some_units], to=crs)
    distance = shapely.distance(near_shapes[row_at], near_units[unit_at])
    near = pd.DataFrame({"place": rows[row], "unit": unit, "distance_m": distance})
    near = near[near["distance_m"] <= tolerance_m].sort_values(["place", "distance_m", "unit"])
    return near.drop_duplicates("place")


def _finish(table: pd.DataFrame, total: Values, dimension: NDArray[Any], districts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Turn amounts into shares, leave slivers out, and add what the district is called."""
    place, unit, amount = table["place"].to_numpy(), table["unit"].to_numpy(), table["amount"].to_numpy()
    kind = dimension[place]
    ground = area_m2(districts)[unit] if (kind == 2).any() else np.ones(len(table))
    table = table.assign(
        length_km=np.where(kind == 1, amount / 1e3, np.nan),
        area_km2=np.where(kind == 2, amount / 1e6, np.nan),
        share=np.divide(amount, total[place], out=np.ones(len(table)), where=total[place] > 0),
        covers=np.where(kind == 2, np.minimum(amount / ground, 1.0), np.nan),
    )
    sliver = (kind == 1) & (amount < SLIVER_M)
    sliver |= (kind == 2) & (table["share"].to_numpy() < SLIVER_SHARE) & (table["covers"].to_numpy() < SLIVER_SHARE)
    largest = table.groupby("place")["share"].transform("max").to_numpy()
    held = table.groupby("place")["share"].transform("sum").to_numpy()
    table = table[~sliver | (table["share"] == largest)]
    # What slivers held goes to the others, in proportion.
    kept = table.groupby("place")["share"].transform("sum")
    table["share"] *= np.divide(held[table.index], kept, out=np.ones(len(table)), where=kept > 0)
    for column in UNIT_COLUMNS:
        table[column] = districts[column].to_numpy()[table["unit"].to_numpy()]
    table = table.sort_values(["place", "share", "unit"], ascending=[True, False, True], ignore_index=True)
    return table[list(SHARE_COLUMNS)]


def _merge_whole_cities(shares: pd.DataFrame, districts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Put one row for the city where a place covers each of its districts."""
    counts = districts.groupby("city").size()
    covered = shares[shares["covers"] >= WHOLE_SHARE]
    whole = covered.groupby(["place", "city"]).size().rename("covered").reset_index()
    whole = whole[(whole["city"] != "") & (whole["covered"] == whole["city"].map(counts)) & (whole["covered"] > 1)]
    if whole.empty:
        return shares
    merged = shares.merge(whole[["place", "city"]], on=["place", "city"], how="left", indicator=True)
    spans = (merged.pop("_merge") == "both").to_numpy()
    merged.loc[spans, "name"] = merged.loc[spans, "city"]
    merged.loc[spans, "adcode"] = merged.loc[spans, "city_adcode"]
    sums = (
        merged[spans]
        .groupby(["place", "city"], as_index=False)
        .agg({column: "sum" if column in ("area_km2", "share") else "first" for column in SHARE_COLUMNS})
    )
    merged = pd.concat([merged[~spans], sums[list(SHARE_COLUMNS)]], ignore_index=True)
    return merged.sort_values(["place", "share", "adcode"], ascending=[True, False, True], ignore_index=True)
