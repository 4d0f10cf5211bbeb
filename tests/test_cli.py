"""The command line, end to end, on plans of our own: what it prints, writes and answers to what it cannot use."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys

import pytest

from maps.cli import main
from tests.plans import CHENGDU, SUZHOU
from tests.test_formats import BAD

FILES = {
    "index.html",
    "map.html",
    "layouts.html",
    "places.geojson",
    "mentions.jsonl",
    "layouts.json",
    "layouts.geojson",
    "report.json",
}


@pytest.fixture
def run(capsys):
    """Run a command; returns exit code, standard output and standard error."""

    def command(*arguments) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "成都.txt"
    path.write_text(CHENGDU, encoding="utf-8")
    return path


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "苏州.txt"
    path.write_text(SUZHOU, encoding="utf-8")
    return path


def objects(lines: str) -> list[dict]:
    return [json.loads(line) for line in lines.splitlines()]


def test_mentions_are_lines_whose_offsets_slice_the_file(run, plan):
    code, out, err = run("mentions", plan)
    found = objects(out)
    assert (code, err) == (0, "")
    assert "十陵南站" in {m["name"] for m in found}
    assert all(CHENGDU[m["start"] : m["end"]] == m["text"] and m["plan"] == plan.name for m in found)


def test_layouts_name_their_elements_and_have_the_ids_of_the_atlas(run, other, tmp_path):
    code, out, _ = run("layouts", other)
    [layout] = objects(out)
    assert code == 0
    run("build", other, "--quiet", "-o", tmp_path / "atlas")
    assert [layout["id"]] == [x["id"] for x in json.loads((tmp_path / "atlas" / "layouts.json").read_text("utf-8"))]
    assert layout["id"]
    assert layout["name"] == "一核四城"
    assert [e["name"] for e in layout["elements"]][:2] == ["苏州古城", "东部综合商务城"]


def test_text_prints_what_offsets_refer_to(run, plan):
    assert run("text", plan) == (0, CHENGDU, "")


def test_locate_answers_each_name_in_its_line(run):
    code, out, _ = run("locate", "--json", "廣州南站", "查无此地名")
    south, none = objects(out)
    assert code == 0
    assert (south["name"], south["place"], south["districts"]) == ("廣州南站", "广州南站", ["番禺区"])
    # The station's position as published: 113.2646 E, 22.9917 N.
    assert (south["lng"], south["lat"]) == (pytest.approx(113.2646, abs=0.003), pytest.approx(22.9917, abs=0.003))
    assert none["lng"] is None
    assert none["reason"] == "unknown"


def test_locate_abstains_between_namesakes_until_the_plan_decides(run):
    _, tie, _ = run("locate", "--json", "白云")
    _, decided, _ = run("locate", "--json", "白云", "--plan", "广州市")
    assert objects(tie)[0]["reason"].startswith("ambiguous")
    assert objects(decided)[0]["districts"] == ["白云区"]


def test_locate_reads_well_without_json(run):
    code, out, _ = run("locate", "广州南站")
    assert code == 0
    assert out.startswith("广州南站\t113.")


def test_own_rows_win(run, tmp_path):
    table = tmp_path / "own.csv"
    table.write_text(
        "id,name,kind,geometry,lng,lat,datum,precision,districts,source\n"
        "own-south,广州南站,station,point,113.27,22.99,WGS84,site,番禺区,own survey\n",
        encoding="utf-8",
    )
    _, out, _ = run("locate", "--json", "广州南站", "--gazetteer", table)
    assert (objects(out)[0]["id"], objects(out)[0]["source"]) == ("own-south", "own survey")


def test_build_writes_the_whole_atlas_of_two_plans(run, plan, other, tmp_path):
    folder = tmp_path / "deep" / "atlas"
    code, out, err = run("build", plan, other, "--output", folder)
    assert code == 0
    assert {path.name for path in folder.iterdir()} == FILES
    assert out.splitlines()[-1] == str(folder / "index.html")
    assert err.splitlines() == ["1/2 成都.txt", "2/2 苏州.txt"]
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    mentions = objects((folder / "mentions.jsonl").read_text(encoding="utf-8"))
    assert set(report["plans"]) == {"成都.txt", "苏州.txt"}
    assert report["counts"]["mentions"] == len(mentions)
    placed = [m for m in mentions if m["lng"] is not None and m["kind"] != "layout"]
    assert report["counts"]["located"] == len(placed)
    places = json.loads((folder / "places.geojson").read_text(encoding="utf-8"))["features"]
    assert len(places) == report["counts"]["places"]
    assert "武侯区" in {place["properties"]["name"] for place in places}


def test_plans_of_one_name_are_told_apart(run, plan, tmp_path):
    twin = tmp_path / "twin" / plan.name
    twin.parent.mkdir()
    twin.write_text(SUZHOU, encoding="utf-8")
    assert run("build", plan, twin, "-q", "-o", tmp_path / "atlas") == (0, "", "")
    report = json.loads((tmp_path / "atlas" / "report.json").read_text(encoding="utf-8"))
    assert set(report["plans"]) == {"成都.txt", "成都-2.txt"}


def test_build_twice_gives_the_same_bytes(run, plan, tmp_path):
    for name in ("one", "two"):
        run("build", plan, "-q", "-o", tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_plan_without_places_is_built_and_said(run, tmp_path):
    path = tmp_path / "none.txt"
    path.write_text("坚持稳中求进，提高质量。\n", encoding="utf-8")
    code, _, err = run("build", path, "-q", "-o", tmp_path / "atlas")
    assert (code, err) == (0, "plan-atlas: no place was found in the plans\n")
    assert {file.name for file in (tmp_path / "atlas").iterdir()} == FILES


@pytest.mark.parametrize("name", BAD)
def test_bad_plans_get_one_line_and_the_others_are_done(run, plan, tmp_path, name):
    make, told = BAD[name]
    bad = tmp_path / "bad" / name
    bad.parent.mkdir()
    make(bad)
    code, out, err = run("mentions", bad, plan)
    assert code == 1
    assert {m["plan"] for m in objects(out)} == {plan.name}
    [line] = err.splitlines()
    assert line.startswith(f"plan-atlas: {bad}: ")
    assert told in line


def test_build_goes_on_without_a_bad_plan(run, plan, tmp_path):
    code, _, err = run("build", tmp_path / "missing.txt", plan, "-q", "-o", tmp_path / "atlas")
    assert code == 1
    assert err == f"plan-atlas: {tmp_path / 'missing.txt'}: no such file\n"
    assert {file.name for file in (tmp_path / "atlas").iterdir()} == FILES


def test_build_of_nothing_but_bad_plans_makes_no_folder(run, tmp_path):
    code, _, _ = run("build", tmp_path / "missing.txt", "-o", tmp_path / "atlas")
    assert code == 1
    assert not (tmp_path / "atlas").exists()


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_an_output_that_is_a_file_stays_as_it_is(run, plan, tmp_path, below):
    target = tmp_path / "taken"
    target.write_text("mine", encoding="utf-8")
    code, _, err = run("build", plan, "-q", "-o", target / below)
    assert (code, len(err.splitlines())) == (1, 1)
    assert "is a file" in err
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_must_not_be_written(run, plan, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    code, _, err = run("build", plan, "-q", "-o", folder)
    assert (code, err) == (1, f"plan-atlas: {folder}: must not be written; name another folder for the atlas\n")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc")  # noqa: PTH112 - a test of the system
def test_a_folder_that_nobody_can_make(run, plan):
    code, _, err = run("build", plan, "-q", "-o", "/proc/plan-atlas")
    assert (code, len(err.splitlines())) == (1, 1)
    assert err.startswith("plan-atlas: /proc/")


def outside(*arguments, **options) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "maps", *map(str, arguments)]
    return subprocess.run(line, text=True, stderr=subprocess.PIPE, check=False, **options)


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("某市发展规划\n" + SUZHOU * 40, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "maps", "mentions", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def _small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_leaves_the_atlas_that_was_there(run, plan, other, tmp_path):
    folder = tmp_path / "atlas"
    run("build", plan, "-q", "-o", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = outside("build", plan, other, "-q", "-o", folder, preexec_fn=_small_files)
    assert done.returncode == 1
    assert re.fullmatch(rf"plan-atlas: {folder}/\w+\.\w+: cannot be written \(File too large\)\n", done.stderr)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_full_disk_leaves_no_new_folder(plan, tmp_path):
    done = outside("build", plan, "-q", "-o", tmp_path / "atlas", preexec_fn=_small_files)
    assert done.returncode == 1
    assert not (tmp_path / "atlas").exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110 - a test of the system
@pytest.mark.parametrize("arguments", [("locate", "广州南站"), ("gazetteer", "coverage")])
def test_a_full_disk_under_standard_output_is_one_line(arguments):
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = outside(*arguments, stdout=full)
    assert done.returncode == 1
    assert done.stderr == "plan-atlas: the output cannot be written (No space left on device)\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("mentions",),
        ("locate",),
        ("build", "--lang", "fr"),
        ("build", "--tiles", "nowhere"),
        ("build", "--tiles", "tianditu"),
        ("build", "--no-such-option"),
        ("build", "--online", "baidu"),
        ("figure", "一核", "-o", "figure.bmp"),
        ("locate", "白云", "--plan", "火星市"),
        ("gazetteer", "suggest"),
    ],
)
def test_a_wrong_command_is_exit_code_2_and_prints_no_result(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2
    assert arguments == () or (out, bool(err)) == ("", True)


def test_an_area_that_nobody_knows_is_said(run):
    _, _, err = run("locate", "白云", "--plan", "火星市")
    assert "火星市" in err
    assert run("locate", "白云", "--plan", "广州都市圈")[0] == 0


def test_a_table_that_is_not_there_is_one_line_without_a_row(run, tmp_path):
    path = tmp_path / "nope.csv"
    told = (1, "", f"plan-atlas: {path}: no such file\n")
    assert run("gazetteer", "check", path) == run("locate", "白云", "--gazetteer", path) == told


def test_a_sound_table_has_no_fault(run, tmp_path):
    table = tmp_path / "own.csv"
    table.write_text(
        "id,name,kind,geometry,lng,lat,datum,precision,districts,source\n"
        "a-one,某站,station,point,113.3,22.95,WGS84,site,番禺区,survey\n",
        encoding="utf-8",
    )
    assert run("gazetteer", "check", table) == (0, "no fault\n", "")


def test_every_fault_of_a_table_names_file_and_row(run, tmp_path):
    table = tmp_path / "own.csv"
    table.write_text(
        "id,name,kind,geometry,lng,lat,datum,precision,districts,source\n"
        "a-one,某站,station,point,113.3,22.9,WGS84,site,番禺区,survey\n"
        "a-two,某港,harbour,point,113.3,22.9,WGS84,site,番禺区,survey\n"
        "a-three,某园,platform,point,213.3,22.9,WGS84,site,番禺区,survey\n",
        encoding="utf-8",
    )
    code, out, err = run("gazetteer", "check", table)
    assert code == 1
    lines = out.splitlines()
    assert all(str(table) in line or table.name in line for line in lines)
    assert any("row 3" in line and "kind" in line for line in lines)
    assert any("row 4" in line and "lng" in line for line in lines)
    assert not any("row 2" in line for line in lines)
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("option", ["--gazetteer", "--districts"])
def test_a_missing_table_or_polygon_file_is_one_line(run, plan, tmp_path, option):
    code, out, err = run("mentions", plan, option, tmp_path / "nothing")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "nothing" in err


def test_suggestions_on_the_terminal_run_nothing_in_a_spreadsheet(run, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("成都市发展规划\n\n=1+1推进十陵南站建设。\n", encoding="utf-8")
    code, out, _ = run("gazetteer", "suggest", path)
    assert code == 0
    assert "'=1+1推进十陵南站建设。" in out
    assert ",=" not in out


def square(west, south, east, north, **properties):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_figure_and_maps_stand_on_districts_of_ones_own(run, tmp_path):
    path, polygons, drawn = tmp_path / "plan.txt", tmp_path / "own.geojson", tmp_path / "layout.pdf"
    path.write_text("成都市发展规划\n\n构建“一核两翼”格局。一核即锦江区；两翼为双流区、龙泉驿区。\n", encoding="utf-8")
    units = [("锦江区", 104.05), ("双流区", 103.95), ("龙泉驿区", 104.15)]
    features = [
        square(x, 30.5, x + 0.1, 30.7, name=name, adcode=510100 + n, city="成都市", province="四川省")
        for n, (name, x) in enumerate(units, start=80)
    ]
    polygons.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    code, out, err = run("figure", "一核两翼", path, "--districts", polygons, "-o", drawn)
    assert (code, out, err) == (0, f"{drawn}\n", "")
    assert drawn.stat().st_size > 5_000
    assert run("build", path, "--districts", polygons, "-q", "-o", tmp_path / "atlas") == (0, "", "")
    for page in ("map.html", "layouts.html"):
        held = (tmp_path / "atlas" / page).read_text(encoding="utf-8")
        data = json.loads(re.search(r'id="atlas-data">(.*?)</script>', held, re.DOTALL)[1])
        assert data["base"]["units"]["name"] == [name for name, _ in units]


def test_what_nobody_has_placed_is_suggested_as_rows_to_fill(run, plan, tmp_path):
    target = tmp_path / "missing.csv"
    code, _, _ = run("gazetteer", "suggest", plan, "-o", target)
    assert code == 0
    rows = target.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("id,name,")
    assert any(",十陵南站," in row for row in rows)
