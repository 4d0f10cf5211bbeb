"""Writing results: all or nothing, and in the form that the next tool expects.

A file is written beside its destination and moved over it when complete, so that a full disk or an interrupted run
leaves the old file or none, never half a one.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import WGS84
from geo.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DECIMALS = 6
"""Decimals of a degree in GeoJSON: 0.1 m, as RFC 7946 advises."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet runs a cell that starts with one of these (OWASP, CSV injection)."""
LIST_SEPARATOR = "|"
GEOPACKAGE_DATE = "2000-01-01T00:00:00.000Z"
"""GeoPackage dates each layer; a fixed date gives the same bytes for the same data."""


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Temporary path beside a destination, moved over it when the block ends well and removed when it does not.

    Folders above the destination are made. A file that exists keeps its permissions; a new one gets the usual ones.

    Raises
    ------
    OutputError
        The destination is a folder, something above it is a file, or the disk is full, read-only or forbidden.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "out" / "table.csv"
    >>> with replacing(target) as aside:
    ...     _ = aside.write_text("a,b")
    >>> target.read_text()
    'a,b'
    """
    path = Path(path)
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: is {'a folder' if path.is_dir() else 'a device'}; name a file to write")
    path = path.resolve() if path.is_symlink() else path
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        os.close(handle)
        aside = Path(name)
        yield aside
        _sync(aside)
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        aside.replace(path)
        aside = None
    except OutputError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"{path}: cannot be written ({_reason(error)})") from error
    finally:
        if aside is not None:
            _remove(aside)


def _sync(path: Path) -> None:
    """Force a file to the disk before it takes the place of another."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(aside: Path) -> None:
    """Remove a temporary file and what SQLite may have left beside it."""
    for name in (aside.name, f"{aside.name}-journal", f"{aside.name}-wal", f"{aside.name}-shm"):
        with contextlib.suppress(OSError):
            aside.with_name(name).unlink(missing_ok=True)


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _reason(error: BaseException) -> str:
    """Say in one line why the system refused."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())


def write_bytes(data: bytes, path: str | Path) -> None:
    """Write bytes, all or nothing; errors as `replacing`."""
    with replacing(path) as aside:
        aside.write_bytes(data)


def write_text(text: str, path: str | Path) -> None:
    """Write text as UTF-8 with line feeds, all or nothing; errors as `replacing`.

    A lone surrogate, which UTF-8 cannot hold, is written as U+FFFD.
    """
    write_bytes(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8"), path)


def write_json(value: Any, path: str | Path, *, indent: int | None = 2) -> None:
    """Write a value as JSON, all or nothing; errors as `replacing`.

    Tuples and arrays become lists, missing numbers null, numpy numbers plain ones. Characters are written as they are.
    """
    write_text(to_json(value, indent=indent) + "\n", path)


def write_jsonl(records: Iterable[Mapping[str, Any]], path: str | Path) -> None:
    """Write records as JSON lines, one object a line, all or nothing; errors as `replacing`."""
    write_text("".join(to_json(record) + "\n" for record in records), path)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text of a value that may hold numpy and pandas scalars, tuples, and NaN (as null).

    >>> to_json({"名": "广州", "adcodes": (440113,), "lng": float("nan")})
    '{"名": "广州", "adcodes": [440113], "lng": null}'
    """
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=_plain)
    except (TypeError, ValueError):  # a number that JSON has not, or a key that is no text
        return json.dumps(_plain(value), ensure_ascii=False, indent=indent, allow_nan=False)


def _plain(value: Any) -> Any:
    """Turn a value into what JSON knows."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if np.isfinite(value) else None
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted(_plain(item) for item in value)
        case np.ndarray():
            return _plain(value.tolist())
        case np.generic():
            return _plain(value.item())
    if value is pd.NA or value is pd.NaT:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def write_geojson(gdf: gpd.GeoDataFrame, path: str | Path, *, decimals: int = DECIMALS) -> None:
    """Write places as GeoJSON (RFC 7946), all or nothing.

    WGS 84, longitude first, no ``crs`` member, outer rings counter-clockwise, coordinates without heights and with at
    most six decimals, rows in their order, properties flat: lists are joined by ``|``, missing values are null. A row
    without geometry has a null geometry. The column ``id``, if its values are unique, is also each feature's ``id``.

    Raises
    ------
    InputError
        The frame states no CRS and its coordinates are not degrees.
    OutputError
        As `replacing`.
    """
    write_text(geojson(gdf, decimals=decimals), path)


def geojson(gdf: gpd.GeoDataFrame, *, decimals: int = DECIMALS) -> str:
    """Text that `write_geojson` writes: one feature a line, so that a diff shows what changed.

    >>> places = gpd.GeoDataFrame({"name": ["广州南站"]}, geometry=gpd.points_from_xy([113.26455123], [22.99173]))
    >>> print(geojson(places).splitlines()[1])
    {"type": "Feature", "properties": {"name": "广州南站"}, "geometry": {"type":"Point","coordinates":[113.264551,22.99173]}}
    """  # noqa: E501
    gdf = _in_wgs84(gdf)
    shapes = _rounded(gdf.geometry.to_numpy(), decimals)
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    texts = np.where(absent, "null", shapely.to_geojson(shapes))
    records = flat_table(gdf).to_dict("records")
    ids = "id" in gdf.columns and gdf["id"].is_unique and gdf["id"].notna().all()
    lines = []
    for record, geometry in zip(records, texts, strict=True):
        told = to_json({"type": "Feature", **({"id": record["id"]} if ids else {}), "properties": record})
        lines.append(f'{told[:-1]}, "geometry": {geometry}}}')
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _in_wgs84(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame in WGS 84; one without CRS must already be in degrees."""
    if gdf.crs is None:
        bounds = gdf.total_bounds if len(gdf) else np.zeros(4)
        if (np.abs(bounds) > [180, 90, 180, 90]).any():
            raise InputError(
                "the places state no CRS and their coordinates are not degrees: set it with gdf.set_crs(...)"
            )
        return gdf.set_crs(WGS84)
    return gdf if gdf.crs == WGS84 else gdf.to_crs(WGS84)


def _rounded(shapes: Any, decimals: int) -> Any:
    """Flat shapes with rounded coordinates and rings as RFC 7946 wants them; what rounding broke is repaired."""
    shapes = shapely.transform(shapely.force_2d(shapes), lambda xy: np.round(xy, decimals))
    area = shapely.get_dimensions(shapes) == 2
    broken = area & ~shapely.is_valid(shapes)
    if broken.any():
        repaired = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
        shapes = np.where(broken, shapely.transform(repaired, lambda xy: np.round(xy, decimals)), shapes)
    return np.where(area, shapely.orient_polygons(shapes), shapes)


def flat_table(gdf: gpd.GeoDataFrame | pd.DataFrame, *, separator: str = LIST_SEPARATOR) -> pd.DataFrame:
    """Columns without geometry, every cell a number, a text, a boolean or None; lists are joined by a separator.

    >>> flat_table(pd.DataFrame({"districts": [("番禺区", "南沙区"), ()], "n": [1, 2]})).values.tolist()
    [['番禺区|南沙区', 1], ['', 2]]
    """
    columns = [column for column in gdf.columns if not isinstance(gdf[column].dtype, gpd.array.GeometryDtype)]
    table = {str(column): [_cell(value, separator) for value in gdf[column]] for column in columns}
    return pd.DataFrame(table, index=gdf.index, columns=list(table), dtype=object)


def _cell(value: Any, separator: str) -> Any:
    """Turn a value into one that a table holds."""
    value = _plain(value)
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return separator.join("" if item is None else str(item) for item in value)
    return to_json(value) if isinstance(value, list | dict) else value


def write_csv(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table as CSV that a spreadsheet opens safely, all or nothing; errors as `replacing`.

    UTF-8 with a byte order mark, without which Excel shows Chinese as noise, and the text of `csv_text`.
    """
    write_text("\ufeff" + csv_text(table), path)


def csv_text(table: pd.DataFrame) -> str:
    """Text that `write_csv` writes behind the byte order mark.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers. Geometry is
    left out, except that a frame of places without ``lng`` and ``lat`` gets them, from a point inside each geometry.

    >>> print(csv_text(pd.DataFrame({"name": ["=1+1"], "n": [-2]})), end="")
    name,n
    '=1+1,-2
    """
    if isinstance(table, gpd.GeoDataFrame) and not {"lng", "lat"} & set(table.columns):
        places = _in_wgs84(table)
        anchors = shapely.point_on_surface(places.geometry.to_numpy())
        table = places.assign(lng=np.round(shapely.get_x(anchors), 6), lat=np.round(shapely.get_y(anchors), 6))
    flat = flat_table(table).map(_line_feeds).map(neutralise)
    flat.columns = [neutralise(_line_feeds(column)) for column in flat.columns]
    text: str = flat.to_csv(index=False, lineterminator="\n")
    return text


def _line_feeds(cell: Any) -> Any:
    """Return a cell whose lines end in line feeds, the only ends that the CSV writer quotes."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell


def neutralise(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs: text that starts like a formula gets an apostrophe before it.

    >>> neutralise("=cmd|' /C calc'!A0"), neutralise("广州南站"), neutralise(-3.5)
    ("'=cmd|' /C calc'!A0", '广州南站', -3.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \u3000\ufeff").startswith(FORMULA_STARTS) else cell


def write_geopackage(layers: Mapping[str, gpd.GeoDataFrame], path: str | Path) -> None:
    """Write places as a GeoPackage, one layer for each name, all or nothing.

    Cells are flat as in GeoJSON; geometry is WGS 84. The same data give the same bytes.

    Raises
    ------
    InputError
        A frame states no CRS and its coordinates are not degrees.
    OutputError
        As `replacing`.
    """
    frames = {name: _in_wgs84(gdf) for name, gdf in layers.items()}
    with replacing(path) as aside:
        aside.unlink()  # GDAL adds layers to a file that is a GeoPackage, and an empty file is none
        for name, gdf in frames.items():
            table = _typed(flat_table(gdf))
            layer = gpd.GeoDataFrame(table, geometry=gdf.geometry.to_numpy(), crs=WGS84)
            _add_layer(layer, aside, name=name)
        _fix_dates(aside)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Give columns of numbers their type back, so that GIS tools see numbers."""
    return pd.DataFrame({name: _typed_column(table[name]) for name in table.columns}, index=table.index)


def _typed_column(column: pd.Series[Any]) -> pd.Series[Any]:
    kinds = {type(value) for value in column if value is not None}
    if kinds == {bool}:
        return column.astype("boolean")
    if kinds == {int}:
        return column.astype("Int64")
    return column.astype(float) if kinds and kinds <= {int, float} else column


def _add_layer(layer: gpd.GeoDataFrame, path: Path, *, name: str) -> None:
    """Add a layer, with GDAL's own errors (full disk) turned into the system's."""
    try:
        layer.to_file(path, layer=name, driver="GPKG")
    except OSError:
        raise
    except Exception as error:
        raise OSError(_reason(error)) from error


def _fix_dates(path: Path) -> None:
    """Put a fixed date into a GeoPackage, in place of the time of writing."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (GEOPACKAGE_DATE,))
        connection.commit()
