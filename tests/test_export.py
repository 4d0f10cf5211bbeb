"""Writing: all or nothing, RFC 7946, GeoPackage, and CSV that no spreadsheet runs."""

import json
import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import (
    InputError,
    OutputError,
    geojson,
    replacing,
    to_json,
    write_csv,
    write_geojson,
    write_geopackage,
    write_json,
    write_jsonl,
    write_text,
)


@pytest.fixture
def places():
    clockwise = shapely.Polygon([(113.0, 23.0), (113.0, 23.1), (113.1, 23.1), (113.1, 23.0)])
    return gpd.GeoDataFrame(
        {
            "id": ["a", "b", "c"],
            "name": ["广州南站", "一条线", "=HYPERLINK(1)"],
            "districts": [("番禺区",), ("南海区", "番禺区"), ()],
            "length_km": [np.nan, 16.8, np.nan],
        },
        geometry=[shapely.Point(113.26455123456, 22.99173, 5.0), shapely.LineString([(113, 23), (114, 23)]), clockwise],
        crs="EPSG:4326",
    )


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "places.json"
    target.write_text("old")

    def stop_half_way():
        with replacing(target) as aside:
            aside.write_text("new, but not all")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        stop_half_way()
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["places.json"]


def test_a_full_disk_is_one_line_and_leaves_the_old_file(tmp_path):
    # A limit on the size of files fails a write as a full disk does, in the middle.
    target = tmp_path / "big.txt"
    target.write_text("old")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "from geo import write_text, OutputError\n"
        "try: write_text('x' * 1_000_000, sys.argv[1])\n"
        "except OutputError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert str(target) in done.stdout
    assert "too large" in done.stdout
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["big.txt"]


@pytest.mark.parametrize("write", [write_text, write_json])
def test_a_folder_as_output_is_named(tmp_path, write):
    with pytest.raises(OutputError, match="is a folder") as caught:
        write("text", tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_file_where_a_folder_should_be_is_named(tmp_path, places):
    (tmp_path / "atlas").write_text("a file")
    for write in (write_geojson, write_csv, lambda gdf, path: write_geopackage({"places": gdf}, path)):
        with pytest.raises(OutputError, match="cannot be written"):
            write(places, tmp_path / "atlas" / "places.out")
    assert names_in(tmp_path) == ["atlas"]


def test_permissions_are_the_usual_ones(tmp_path):
    write_text("new", tmp_path / "new.txt")
    (tmp_path / "plain.txt").write_text("")
    assert (tmp_path / "new.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode
    (tmp_path / "new.txt").chmod(0o600)
    write_text("newer", tmp_path / "new.txt")
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o600


def test_a_lone_surrogate_does_not_stop_a_write(tmp_path):
    write_text("a\udc80b😀", tmp_path / "text.txt")
    assert (tmp_path / "text.txt").read_text(encoding="utf-8") == "a\ufffdb😀"


def test_geojson_keeps_rfc_7946(tmp_path, places):
    write_geojson(places, tmp_path / "places.geojson")
    read = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))
    assert set(read) == {"type", "features"}, "no crs member"
    assert [feature["id"] for feature in read["features"]] == ["a", "b", "c"]
    assert read["features"][0]["geometry"]["coordinates"] == [113.264551, 22.99173], "six decimals, no height"
    ring = shapely.LinearRing(read["features"][2]["geometry"]["coordinates"][0])
    assert ring.is_ccw, "outer rings are counter-clockwise"
    assert read["features"][1]["properties"] == {
        "id": "b", "name": "一条线", "districts": "南海区|番禺区", "length_km": 16.8,
    }  # fmt: skip
    assert read["features"][0]["properties"]["length_km"] is None


def test_geojson_projects_what_is_in_metres(places):
    features = json.loads(geojson(places.to_crs("EPSG:32649")))["features"]
    assert features[0]["geometry"]["coordinates"] == pytest.approx([113.264551, 22.99173], abs=2e-6)
    metres = places.to_crs("EPSG:32649").set_crs(None, allow_override=True)
    with pytest.raises(InputError, match="no CRS"):
        geojson(metres)


def test_geojson_of_nothing_and_of_missing_geometry():
    nothing = gpd.GeoDataFrame({"name": []}, geometry=[], crs="EPSG:4326")
    assert json.loads(geojson(nothing)) == {"type": "FeatureCollection", "features": []}
    missing = gpd.GeoDataFrame({"name": ["x", "y"]}, geometry=[None, shapely.Point()], crs="EPSG:4326")
    assert [f["geometry"] for f in json.loads(geojson(missing))["features"]] == [None, None]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
        max_leaves=8,
    )
)
def test_any_value_becomes_json_that_any_parser_reads(value):
    json.loads(to_json(value), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_json_lines_hold_numpy_values(tmp_path):
    write_jsonl([{"adcode": np.int64(440113), "at": pd.Timestamp("2026-01-01"), "none": pd.NA}], tmp_path / "x.jsonl")
    assert (tmp_path / "x.jsonl").read_text() == '{"adcode": 440113, "at": "2026-01-01T00:00:00", "none": null}\n'


def test_geopackage_comes_back_the_same_and_is_reproducible(tmp_path, places):
    layers = {"places": places, "lines": places.iloc[[1]]}
    write_geopackage(layers, tmp_path / "a.gpkg")
    write_geopackage(layers, tmp_path / "b.gpkg")
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    read = gpd.read_file(tmp_path / "a.gpkg", layer="places")
    assert read["name"].tolist() == places["name"].tolist()
    assert read["districts"].tolist() == ["番禺区", "南海区|番禺区", ""]
    assert read["length_km"].tolist()[1] == 16.8
    assert read.crs == "EPSG:4326"
    assert len(gpd.read_file(tmp_path / "a.gpkg", layer="lines")) == 1
    assert names_in(tmp_path) == ["a.gpkg", "b.gpkg"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u3000=1"])
def test_csv_runs_no_formula(tmp_path, cell):
    write_csv(pd.DataFrame({"name": [cell], cell: [1], "n": [-1.5]}), tmp_path / "table.csv")
    read = pd.read_csv(tmp_path / "table.csv", encoding="utf-8-sig", dtype=str)
    shown = "'" + cell.replace("\r", "\n")
    assert read["name"][0] == shown
    assert shown in read.columns
    assert read["n"][0] == "-1.5", "a negative number stays a number"


def test_csv_of_places_has_positions_and_opens_in_excel(tmp_path, places):
    write_csv(places, tmp_path / "places.csv")
    assert (tmp_path / "places.csv").read_bytes().startswith("\ufeffid,".encode())
    read = pd.read_csv(tmp_path / "places.csv")
    assert (read["lng"][0], read["lat"][0]) == (113.264551, 22.99173)
    assert "geometry" not in read.columns
