"""Tables: what is read, and that every fault is named with its file and row."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.checks import check_tables
from gazetteer.tables import COLUMNS, Row, Segment, parse_waypoint, read_table, read_tables, shipped_tables
from geo.errors import InputError

GOOD = {
    "id": "nan-zhan", "name": "某南站", "kind": "station", "geometry": "point", "lng": "113.265", "lat": "22.992",
    "datum": "WGS84", "precision": "site", "districts": "番禺区", "source": "a public list, row 1",
}  # fmt: skip


def write(folder: Path, *rows: dict[str, str], name: str = "own.csv", encoding: str = "utf-8") -> Path:
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row.get(column, "")}"' if row.get(column) else "" for column in COLUMNS) for row in rows]
    path = folder / name
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def faults_of(folder: Path, **changes: str) -> list[tuple[int, str, str]]:
    table = read_table(write(folder, GOOD | changes))
    return [(fault.row, fault.column, fault.problem) for fault in table.faults]


def test_a_sound_row_is_read_as_it_stands(tmp_path: Path) -> None:
    rows = read_tables([write(tmp_path, GOOD | {"aliases": "南站旧名|~南站", "status": "built", "note": "n"})])
    assert rows == [
        Row(
            id="nan-zhan", name="某南站", kind="station", geometry="point", precision="site", aliases=("南站旧名",),
            contextual=("南站",), lng=113.265, lat=22.992, districts=("番禺区",), status="built",
            source="a public list, row 1", note="n",
        )
    ]  # fmt: skip
    assert (rows[0].file, rows[0].line) == ("own.csv", 2)


def test_coordinates_of_amap_are_moved_by_half_a_kilometre(tmp_path: Path) -> None:
    (row,) = read_tables([write(tmp_path, GOOD | {"lng": "113.26995", "lat": "22.98903", "datum": "GCJ-02"})])
    # the station hall of Guangzhou South as OpenStreetMap has it; Amap gives it at the coordinates above
    assert row.lng == pytest.approx(113.26455, abs=5e-4)
    assert row.lat == pytest.approx(22.99173, abs=5e-4)


def test_bom_columns_in_any_order_and_missing_optional_ones_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "name,id,kind,geometry,lng,lat,datum,precision,source\n某站,a,station,point,113.2,23,WGS84,site,x\n",
        "utf-8-sig",
    )
    assert [row.name for row in read_tables([path])] == ["某站"]


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"kind": "statoin"}, "kind", "'statoin' is not one of"),
        ({"kind": "layout"}, "kind", "'layout' is not one of"),
        ({"geometry": "dot"}, "geometry", "'dot' is not one of"),
        ({"precision": "exact"}, "precision", "'exact' is not one of"),
        ({"precision": "schematic"}, "precision", "does not fit a point"),
        ({"lng": ""}, "lng", "is empty"),
        ({"lat": "22,99"}, "lat", "is not a number"),
        ({"lat": "nan"}, "lat", "outside"),
        ({"lng": "1132.65"}, "lng", "outside"),
        ({"lng": "22.99", "lat": "113.26"}, "lat", "outside"),
        ({"lng": "40.0", "lat": "86.0"}, "lng", "changed places"),
        ({"datum": ""}, "datum", "is empty"),
        ({"datum": "GCJ02"}, "datum", "'GCJ02' is not one of"),
        ({"id": "Nan Zhan"}, "id", "lower-case"),
        ({"name": ""}, "name", "is empty"),
        ({"name": "=1+1"}, "name", "formula"),
        ({"note": "@SUM(A1)"}, "note", "formula"),
        ({"note": "-2+3"}, "note", "formula"),
        ({"note": "a\x07b"}, "note", "control"),
        ({"aliases": "a||b"}, "aliases", "empty part"),
        ({"source": ""}, "source", "is empty"),
        ({"source": "editor: near 某站"}, "precision", "never better than approximate"),
        ({"status": "done"}, "status", "'done' is not one of"),
        ({"members": "甲|乙"}, "members", "a point has no members"),
        ({"radius_km": "2"}, "radius_km", "only a circle"),
        ({"segments": "甲>乙=built"}, "segments", "is not among the members"),
    ],
)
def test_every_wrong_cell_is_named(tmp_path: Path, changes: dict[str, str], column: str, says: str) -> None:
    faults = faults_of(tmp_path, **changes)
    assert any(row == 2 and where == column and says in what for row, where, what in faults), faults


LINE = {"geometry": "line", "lng": "", "lat": "", "datum": "", "precision": "schematic", "kind": "rail"}


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        (LINE | {"members": "甲"}, "members", "at least 2"),
        (LINE | {"members": "甲|@113 N"}, "members", "not a waypoint"),
        (LINE | {"members": "甲|某南站"}, "members", "the place itself"),
        (LINE | {"members": "甲|乙", "lng": "113"}, "lng", "must be empty"),
        (LINE | {"members": "甲|乙", "precision": "area"}, "precision", "does not fit a line"),
        (LINE | {"members": "甲|乙", "segments": "甲>丙=built"}, "segments", "'丙' is not among"),
        (LINE | {"members": "甲|乙", "segments": "甲到乙"}, "segments", "is not from>to=status"),
        (LINE | {"members": "甲|乙", "segments": "甲>乙=open"}, "segments", "is not from>to=status"),
        ({"geometry": "circle", "precision": "area"}, "radius_km", "is empty"),
        ({"geometry": "circle", "precision": "area", "radius_km": "900"}, "radius_km", "outside"),
        (LINE | {"geometry": "polygon", "precision": "area", "members": "甲|乙"}, "members", "at least 3"),
        (LINE | {"geometry": "unit", "precision": "district", "districts": ""}, "districts", "needs the district"),
        (LINE | {"geometry": "unit", "precision": "town", "members": "甲镇|乙镇"}, "members", "one town, or none"),
    ],
)
def test_members_must_fit_the_geometry(tmp_path: Path, changes: dict[str, str], column: str, says: str) -> None:
    faults = faults_of(tmp_path, **changes)
    assert any(where == column and says in what for _, where, what in faults), faults


def test_segments_keep_their_status_whichever_way_they_are_written(tmp_path: Path) -> None:
    cells = GOOD | LINE | {"members": "甲|乙|丙", "segments": "甲>乙=built|丙>乙=planned"}
    (row,) = read_tables([write(tmp_path, cells)])
    assert row.segments == (Segment("甲", "乙", "built"), Segment("乙", "丙", "planned"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"id,name\n", "missing column"),
        ((",".join(COLUMNS) + ",colour\n").encode(), "unknown column 'colour'"),
        (";".join(COLUMNS).encode(), "semicolons"),
        ("\t".join(COLUMNS).encode(), "tabs"),
        (b"", "empty"),
        ((",".join(COLUMNS) + "\n广州南站").encode("gbk"), "not UTF-8"),
        ((",".join(COLUMNS) + '\n"a').encode(), "not CSV"),
        ((",".join(COLUMNS) + "\na,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n").encode(), "17 cells under 16 columns"),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    assert says in " ".join(map(str, read_table(path).faults))


def test_a_missing_file_is_one_line_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^absent\.csv row 1: the file cannot be read") as caught:
        read_tables([tmp_path / "absent.csv"])
    assert "\n" not in str(caught.value)


def test_what_only_the_ground_and_other_rows_can_tell(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        GOOD | {"id": "a-far", "name": "甲站", "lng": "112.0"},
        GOOD | {"id": "a-near", "name": "乙站", "districts": "番禹区"},
        GOOD | {"id": "a-near", "name": "丙站"},
        GOOD | LINE | {"id": "b-line", "name": "丁线", "members": "甲站|无此站", "districts": ""},
        GOOD | {"id": "a-last", "name": "戊站"},
        GOOD | {"id": "z-twin", "name": "戊站"},
    )
    told = [str(fault) for fault in check_tables([path])]
    wanted = ["row 2, lng: is 1", "row 3, districts: '番禹区' is not a known", "row 4, id: 'a-near' stands already"]
    wanted += ["row 5, members: '无此站' is not a known place", "row 5, members: its geometry cannot be made"]
    wanted += [
        "row 6, id: 'a-last' comes before 'b-line'",
        "row 7, name: station '戊站' in 番禺区 is own.csv row 6 again",
    ]
    assert [line for line, start in zip(told, wanted, strict=True) if not line.startswith(f"own.csv {start}")] == []


def test_shipped_tables_have_no_fault() -> None:
    assert [str(fault) for fault in check_tables()] == []
    assert len(shipped_tables()) > 5


def test_waypoints() -> None:
    assert parse_waypoint("@113.5 22.5") == (113.5, 22.5)
    assert parse_waypoint("@113.5,22.5") is None
    assert parse_waypoint("@999 22.5") is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    table = read_table(path)
    assert table.rows == ()
    assert table.faults


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12)))
def test_no_cells_make_the_reader_fail_and_none_passes_unnamed(tmp_path: Path, cells: dict[str, str]) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
        writer = csv.writer(file)
        writer.writerows([COLUMNS, [(GOOD | cells).get(column, "") for column in COLUMNS]])
    table = read_table(path)
    assert len(table.rows) + bool(table.faults) == 1
    for row in table.rows:
        assert (row.geometry, row.lng is not None) == ("point", True)
