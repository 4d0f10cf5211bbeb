"""Suggestions: what is missing, most mentioned first, ready to be filled in."""

from pathlib import Path

import pytest

from gazetteer.entries import Gazetteer, load_gazetteer
from gazetteer.records import Mention
from gazetteer.suggest import suggest, write_suggestions
from gazetteer.tables import COLUMNS, read_table
from geo.errors import OutputError


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def mention(name: str, start: int = 0, **changes: object) -> Mention:
    fields: dict[str, object] = {"plan": "a.txt", "kind": "platform", "resolved": "none", "reason": "unknown"} | changes
    return Mention(start=start, end=start + len(name), text=name, name=name, **fields)  # type: ignore[arg-type]


PLACED = {"lng": 113.0, "lat": 23.0, "resolved": "exact", "precision": "site", "reason": ""}


def test_the_most_mentioned_comes_first_and_what_is_placed_is_left_out(gazetteer: Gazetteer) -> None:
    table = suggest(
        [
            mention("甲园", 5),
            mention("乙园", 9),
            mention("乙園", 20, plan="b.txt"),
            mention("丙园", 30, **PLACED),
            mention(
                "丁园",
                40,
                lng=113.0,
                lat=23.0,
                resolved="context",
                precision="district",
                districts=("番禺区",),
                reason="",
            ),
            mention("一核两极", 50, kind="layout"),
            mention("某国", 60, kind="region"),
        ],
        gazetteer,
        sentences={("a.txt", 9): "建设\n乙园。"},
    )
    assert table["name"].tolist() == ["乙园", "甲园", "丁园"]
    assert table["mentions"].tolist() == [2, 1, 1]
    assert table.loc[0, ["plans", "sentence", "id"]].tolist() == ["a.txt|b.txt", "建设 乙园。", "yi-yuan"]
    assert table.loc[2, ["districts", "reason"]].tolist() == ["番禺区", "only its district is known"]


def test_names_that_are_alike_are_suggested_and_not_taken(gazetteer: Gazetteer) -> None:
    table = suggest([mention("广州南站站", kind="station")], gazetteer)
    assert "广州南站" in table.loc[0, "nearest"].split("|")
    assert table.loc[0, "geometry"] == table.loc[0, "lng"] == ""


def test_an_id_that_is_taken_gets_a_number(gazetteer: Gazetteer) -> None:
    table = suggest([mention("广州南站"), mention("广州南站", kind="facility")], gazetteer)
    assert sorted(table["id"]) == ["guang-zhou-nan-zhan-2", "guang-zhou-nan-zhan-3"]


def test_a_filled_in_table_loads(gazetteer: Gazetteer, tmp_path: Path) -> None:
    table = suggest([mention("=cmd()园"), mention("甲园", districts=("番禺区",))], gazetteer)
    path = write_suggestions(table, tmp_path / "todo.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "\n=" not in path.read_text("utf-8-sig")
    assert ",=" not in path.read_text("utf-8-sig")
    rows = table[table["name"] == "甲园"].copy()
    rows[["geometry", "lng", "lat", "datum", "precision", "source"]] = [
        "point",
        "113.3",
        "23.0",
        "WGS84",
        "site",
        "own",
    ]
    filled = write_suggestions(rows, tmp_path / "own.csv", reader=False)
    assert read_table(filled).faults == ()
    (place,) = load_gazetteer([filled]).lookup("甲园")
    assert (place.lng, place.districts) == (113.3, ("番禺区",))


def test_nothing_missing_gives_an_empty_table_with_the_header(gazetteer: Gazetteer, tmp_path: Path) -> None:
    table = suggest([], gazetteer)
    assert table.empty
    assert tuple(table.columns[: len(COLUMNS)]) == COLUMNS
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        write_suggestions(table, tmp_path / "file" / "folder.csv")
