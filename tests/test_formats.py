"""The same plan in every format and encoding: the same places, at the offsets of the text that was read."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.formats import read_text
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan, read_plan
from geo.errors import InputError
from tests.files import write_docx, write_docx_bomb, write_html, write_pdf
from tests.plans import CHENGDU, GUANGZHOU_TRADITIONAL

LINES = CHENGDU.splitlines()


def found(plan: Plan) -> list[tuple[str, str, str]]:
    """Name, kind and status of each mention; every one must slice back to its words."""
    mentions = find_mentions(plan, default_gazetteer(), locate=False)
    assert all(plan.text[m.start : m.end] == m.text for m in mentions)
    return [(m.name, m.kind, m.status) for m in mentions]


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, str, str]]:
    names = found(Plan("plan.txt", CHENGDU))
    assert {"天府新区", "十陵南站"} <= {name for name, _, _ in names}
    return names


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "gb18030"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_text_in_every_encoding_is_kept_as_stored(tmp_path, expected, mark, encoding, line_end):
    stored = CHENGDU.replace("\n", line_end)
    path = tmp_path / "plan.txt"
    path.write_bytes(mark + stored.encode(encoding))
    plan = read_plan(path)
    assert plan.text == stored
    assert found(plan) == expected


def test_traditional_text_in_gb18030(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(GUANGZHOU_TRADITIONAL.encode("gb18030"))
    assert read_text(path) == GUANGZHOU_TRADITIONAL


def test_markdown_marks_hide_no_name(tmp_path, expected):
    path = tmp_path / "plan.md"
    heads = ("第一章", "第一节", "第二节", "专栏")
    marked = [f"## {line}" if line.startswith(heads) else line.replace("十陵南站", "**十陵南站**") for line in LINES]
    path.write_text("\n\n".join(marked), encoding="utf-8")
    plan = read_plan(path)
    assert found(plan) == expected
    assert plan.outline_at(plan.text.index("十陵南站")) == ("第一章 城市空间", "第二节 综合交通")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_html_gives_what_is_shown_and_nothing_else(tmp_path, expected, encoding):
    plan = read_plan(write_html(tmp_path / "plan.html", LINES, encoding=encoding))
    assert plan.text == CHENGDU
    assert found(plan) == expected


def test_html_in_big5_as_it_declares(tmp_path):
    page = write_html(tmp_path / "plan.html", GUANGZHOU_TRADITIONAL.splitlines())
    data = page.read_text(encoding="utf-8").replace("utf-8", "big5").replace("佛山西站", "").replace("'", '"')
    page.write_bytes(data.encode("big5"))
    assert read_text(page) == GUANGZHOU_TRADITIONAL


def test_html_markup_and_source_lines_do_not_part_a_name(tmp_path):
    path = tmp_path / "plan.htm"
    path.write_text("<html><body><p>建设广<b>州南</b>\n  站&#12289;广州白云站</p></body></html>", encoding="utf-8")
    assert read_text(path) == "建设广州南站、广州白云站\n"


def test_word_paragraphs_and_table_cells(tmp_path, expected):
    path = write_docx(tmp_path / "plan.docx", LINES, table=[["项目", "地点"], ["扩建广州南站", "番禺区"]])
    plan = read_plan(path)
    assert plan.text == CHENGDU + "项目\n地点\n扩建广州南站\n番禺区\n"
    assert found(plan)[: len(expected)] == expected
    assert [name for name, _, _ in found(plan)[len(expected) :]] == ["广州南站", "番禺区"]


def test_pdf_lines_are_joined_where_the_page_broke_them(tmp_path, expected):
    broken = [line[i : i + 23] for line in LINES for i in range(0, len(line), 23)]
    assert any(line.endswith("高新技术产") for line in broken), "a break must fall inside a name"
    plan = read_plan(write_pdf(tmp_path / "plan.pdf", [broken]))
    assert plan.text == CHENGDU
    assert found(plan) == expected


def test_pdf_running_heads_and_page_numbers_are_left_out(tmp_path):
    head = "成都市发展规划纲要"
    pages = [[head, f"建设第{number}个水库。", f"— {number} —"] for number in "一二三四五"]
    numbered = [[*page[:2], f"- {i} -"] for i, page in enumerate(pages, 1)]
    text = read_text(write_pdf(tmp_path / "plan.pdf", numbered))
    assert text.split() == [f"建设第{number}个水库。" for number in "一二三四五"]


def _bytes(data: bytes):
    return lambda path: path.write_bytes(data)


BAD = {
    "missing.txt": (lambda path: path.unlink(missing_ok=True), "no such file"),
    "folder.txt": (lambda path: path.mkdir(), "is a folder"),
    "empty.txt": (_bytes(b""), "is empty"),
    "blank.txt": (_bytes(b" \n\n"), "is empty"),
    "binary.txt": (_bytes(bytes(range(256)) * 20), "binary"),
    "half.txt": (_bytes(CHENGDU.encode()[:100] + b"\xff\xff" + CHENGDU.encode()), "encoding"),
    "big5.txt": (_bytes(GUANGZHOU_TRADITIONAL.encode("big5")), "encoding"),
    "shift-jis.txt": (_bytes("東京都の計画。鉄道を建設する。".encode("shift_jis") * 9), "encoding"),
    "utf-16.txt": (_bytes(b"\xff\xfe" + CHENGDU.encode("utf-16-le") + b"\x00"), "does not decode"),
    "utf-32.txt": (_bytes(CHENGDU.encode("utf-32")), "UTF-32"),
    "old.doc": (_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99), "old Word file"),
    "zip.docx": (_bytes(b"PK\x05\x06" + bytes(18)), "Word"),
    "cut.docx": (lambda path: path.write_bytes(write_docx(path, LINES).read_bytes()[:-200]), "damaged Word file"),
    "bomb.docx": (write_docx_bomb, "archive bomb"),
    "cut.pdf": (lambda path: path.write_bytes(write_pdf(path, [LINES]).read_bytes()[:900]), "cut short"),
    "locked.pdf": (lambda path: write_pdf(path, [LINES], encrypted=True), "encrypted"),
    "scan.pdf": (lambda path: write_pdf(path, [[]]), "no text"),
    "script.html": (_bytes(b"<html><script>x</script></html>"), "no text"),
}
"""Files that cannot be read: how each is made, and what its one line says."""


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why_in_one_line(tmp_path, name):
    make, told = BAD[name]
    path = tmp_path / name
    make(path)
    with pytest.raises(InputError, match=told) as caught:
        read_plan(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
