"""Geometry on the ground: datum, district polygons, joins, lines and extents, export."""

from geo.crs import area_m2, buffer_m, in_metres, length_m, metric_crs, project
from geo.datum import Datum, from_wgs84, geometry_to_wgs84, parse_datum, to_wgs84
from geo.errors import InputError, MissingDataError, OutputError, PlanAtlasError
from geo.export import (
    flat_table,
    geojson,
    replacing,
    to_json,
    write_bytes,
    write_csv,
    write_geojson,
    write_geopackage,
    write_json,
    write_jsonl,
    write_text,
)
from geo.join import district_shares, join_districts
from geo.resources import data_path
from geo.shapes import load_districts

__all__ = [
    "Datum",
    "InputError",
    "MissingDataError",
    "OutputError",
    "PlanAtlasError",
    "area_m2",
    "buffer_m",
    "data_path",
    "district_shares",
    "flat_table",
    "from_wgs84",
    "geojson",
    "geometry_to_wgs84",
    "in_metres",
    "join_districts",
    "length_m",
    "load_districts",
    "metric_crs",
    "parse_datum",
    "project",
    "replacing",
    "to_json",
    "to_wgs84",
    "write_bytes",
    "write_csv",
    "write_geojson",
    "write_geopackage",
    "write_json",
    "write_jsonl",
    "write_text",
]
