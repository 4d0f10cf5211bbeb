"""Measure how far built lines are drawn from their tracks, and stations from where other lists have them.

python benchmarks/audit_lines.py [--reference DIRECTORY]

The tracks are those of ../shared/reference (OpenStreetMap by way of RailVista and Raymond1030, HKUST's metro lines),
which do not come with Plan Atlas: without them it says so and stops. A track is walked in steps of 100 m, each compared
with the nearest point of the lines that stand for it: what the reference lacks is not judged. Where both tracks of a
railway are in it, both are walked. A line should be within 500 m of its track, a station of where another list has it.
"""

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely

from gazetteer.entries import Gazetteer, default_gazetteer
from geo.crs import GEOD, metric_crs, project

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
LIMIT_M, STEP_M = 500.0, 100.0
SAME_KM = 5.0
"""Stations of one name that are further apart are two stations."""
TRACKS = {
    "rail_osm_lines/gd_rail_lines_wgs84.geojson": {
        "京九铁路": ("京九铁路",), "京广高速线": ("京广高铁",), "广深港高速铁路": ("广深港高铁",),
        "杭深线": ("厦深铁路",), "贵广高铁": ("贵广高铁",),
    },
    "railvista_rail/gd_rail_alignments_wgs84.geojson": {
        "guangzhu": ("广珠城际铁路",), "guangzhao": ("广佛肇城际铁路", "贵广高铁"), "guangzhan": ("广州至湛江高铁",),
        "nanguang": ("南广高铁",), "guanghui": ("广州至汕尾高铁",), "suishen": ("穗莞深城际铁路",),
        "fowan": ("佛莞城际铁路",), "maochong": ("佛莞城际铁路",), "guangfohuan": ("广佛环线佛山西站至广州南站段",),
        "huadu_airport": ("新塘经白云机场至广州北站城际铁路",), "airport_n": ("新塘经白云机场至广州北站城际铁路",),
        "pazhou": ("广佛环线广州南站至白云机场段",), "shenjing": ("穗莞深城际琶洲支线",),
    },
    "hkust_metro/gz_metro_lines_wgs84.geojson": {
        "广清城际线": ("广清城际铁路", "广清城际铁路一期"), "黄埔有轨电车1号线": ("黄埔有轨电车1号线",),
        "海珠有轨电车1号线": ("海珠有轨电车1号线",), "佛山地铁2号线": ("佛山地铁2号线",), "APM线": ("广州地铁APM线",),
        "广佛线": ("广佛线",), "广州东环城际线": ("新塘经白云机场至广州北站城际铁路",),
        "地铁14号线支线": ("广州地铁14号线知识城支线",), "地铁3号线": ("广州地铁3号线", "广州地铁3号线支线"),
        "地铁3号线北延段": ("广州地铁3号线北延段",),
        **{f"地铁{n}号线": (f"广州地铁{n}号线",) for n in (1, 2, 4, 5, 6, 7, 8, 9, 13, 14, 18, 21, 22)},
    },
}  # fmt: skip
"""Rows that stand for each track of each file (guangzhao used 贵广 as far as 佛山西); others are not judged."""
STATIONS = {
    "openmetro/gz_stations.csv": "openmetro",
    "hkust_metro/gz_metro_stations_wgs84.csv": "HKUST",
    "osm_chinarail/gd_stations_wgs84.csv": "chinarail",
    "amap_subway_2019/gz_subway_4401.csv": "Amap",
    "yuqianma_amap/gd_rail_stations.csv": "yuqianma",
    "heywhale_rail/gd_rail_stations.csv": "heywhale",
}
"""Lists of stations, and the word in a row's source that says that the row rests on it."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", type=Path, default=REFERENCE)
    folder = parser.parse_args().reference
    if not folder.is_dir():
        print(f"{folder} is not there: the tracks do not come with Plan Atlas")
        return
    gazetteer = default_gazetteer()
    print(lines(gazetteer, folder))
    print()
    print(stations(gazetteer, folder))


def lines(gazetteer: Gazetteer, folder: Path) -> str:
    """Return a table of tracks: length, distances from what is drawn, and how much lies further off than allowed."""
    table = [
        "| track | drawn as | km | median m | most m | beyond 500 m, km |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    far_km = all_km = 0.0
    for file, rows_of in TRACKS.items():
        for name, track in tracks(folder / file):
            if (rows := rows_of.get(name)) is None:
                continue
            distances = apart_m(track, drawn(gazetteer, rows))
            far, length = (distances > LIMIT_M).sum() * STEP_M / 1000, len(distances) * STEP_M / 1000
            far_km, all_km = far_km + far, all_km + length
            told = f"{length:.0f} | {np.median(distances):.0f} | {distances.max():.0f} | {far:.1f}"
            table.append(f"| {name} | {'、'.join(rows)} | {told} |")
    table.append(f"| all | | {all_km:.0f} | | | {far_km:.1f} |")
    return "\n".join(table)


def tracks(path: Path):
    """Name and geometry of each track of a file."""
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        told = feature["properties"]
        name = told["line"].partition("(")[0] if "line" in told else told.get("id") or told["name"]
        yield name, shapely.from_geojson(json.dumps(feature["geometry"]))


def drawn(gazetteer: Gazetteer, names: tuple[str, ...]) -> shapely.Geometry:
    """Return what is drawn for rows of these names."""
    places = [place for name in names for place in gazetteer.lookup(name, kind="rail") if place.name == name]
    if len(places) < len(names):
        raise SystemExit(f"{'、'.join(names)}: not all of them are in the gazetteer")
    return shapely.union_all([place.geometry for place in places])


def apart_m(track: shapely.Geometry, line: shapely.Geometry) -> np.ndarray:
    """Distance of each step of a track from a line."""
    metres = metric_crs(track)
    track, line = project(track, to=metres), project(line, to=metres)
    steps = [part.interpolate(np.arange(0, part.length, STEP_M)) for part in shapely.get_parts(track)]
    return shapely.distance(np.concatenate(steps), line)


def stations(gazetteer: Gazetteer, folder: Path) -> str:
    """Return figures of stations in a list on which their row does not rest; name those further off than allowed."""
    told = defaultdict(list)
    for file, word in STATIONS.items():
        with (folder / file).open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                told[row["name"].removesuffix("站")].append((word, float(row["lng_wgs84"]), float(row["lat_wgs84"])))
    off = {}
    for place in gazetteer:
        if place.kind != "station" or place.lng is None or place.precision not in {"surveyed", "site", "approximate"}:
            continue
        found = [
            (GEOD.inv(place.lng, place.lat, lng, lat)[2], word)
            for word, lng, lat in told.get(place.name.removesuffix("站"), [])
            if word not in place.source
        ]
        near = [(metres, word) for metres, word in found if metres < 1000 * SAME_KM]
        if near:
            off[place.name, place.precision] = min(near)
    every = np.array([metres for metres, _ in off.values()])
    far = [f"{name} ({precision}, {off[name, precision][0]:.0f} m, {off[name, precision][1]})"
           for name, precision in off if off[name, precision][0] > LIMIT_M]  # fmt: skip
    return (
        f"{len(every)} stations are in a list on which they do not rest: median {np.median(every):.0f} m from the "
        f"nearest, {(every <= LIMIT_M).sum()} within {LIMIT_M:.0f} m. Beyond: {'、'.join(far) or 'none'}."
    )


if __name__ == "__main__":
    main()
