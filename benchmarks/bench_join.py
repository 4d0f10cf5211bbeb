"""Time the join of places with districts, and check it against a plain spatial join.

python benchmarks/bench_join.py [POINTS]
"""

import sys
import time

import geopandas as gpd
import numpy as np
import shapely

from geo import district_shares, join_districts, load_districts

BOX = (109.6, 20.2, 117.3, 25.5)


def timed(label, function):
    start = time.perf_counter()
    result = function()
    print(f"{label:<44}{time.perf_counter() - start:8.3f} s")
    return result


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rng = np.random.default_rng(0)
    corners = rng.uniform(BOX[:2], BOX[2:], (count, 2))
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*corners.T), crs="EPSG:4326")
    # Lines of about 60 km in six steps, and circles of about 5 km.
    walks = corners[: count // 20, None, :] + rng.normal(0, 0.1, (count // 20, 7, 2)).cumsum(axis=1)
    lines = gpd.GeoDataFrame(geometry=shapely.linestrings(walks), crs="EPSG:4326")
    areas = gpd.GeoDataFrame(geometry=shapely.buffer(shapely.points(corners[: count // 20]), 0.05), crs="EPSG:4326")

    districts = timed("read districts", load_districts)
    joined = timed(f"join {len(points):,} points", lambda: join_districts(points))
    timed(f"  geopandas.sjoin of the same {len(points):,}", lambda: points.sjoin(districts, how="left"))
    timed(f"join {len(lines):,} lines with lengths", lambda: district_shares(lines))
    timed(f"join {len(areas):,} areas with shares", lambda: district_shares(areas))

    plain = points.sjoin(districts[["name", "geometry"]], how="left")["name"]
    plain = plain[~plain.index.duplicated()].fillna("")
    found = joined["districts"].map(lambda names: names[0] if names else "")
    print(f"in a district: {(plain != '').sum():,}; other than sjoin says: {((found != plain) & (plain != '')).sum()}; "
          f"off the coast, put to the nearest: {((found != '') & (plain == '')).sum()}")  # fmt: skip


if __name__ == "__main__":
    main()
