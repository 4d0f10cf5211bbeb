"""Zones, sides and belts on the ground: what is drawn where the words tell only a part of it."""

from __future__ import annotations

import pytest
import shapely

from gazetteer.entries import load_gazetteer
from gazetteer.records import Layout, LayoutElement
from geo.crs import area_m2, length_m
from maps.layout_data import layout_view
from maps.layout_geometry import realise_layout
from maps.layout_help import help_for, read_help


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def drawn(gazetteer, *elements, area=("广州市",), scope=""):
    return realise_layout(Layout("plan.txt", 0, 2, "格局", scope=scope, elements=elements), gazetteer, area=area)


def shape(gazetteer, name):
    return gazetteer.lookup(name)[0].geometry


def point(gazetteer, name):
    place = gazetteer.lookup(name)[0]
    return shapely.Point(place.lng, place.lat)


def test_belt_along_the_coast_keeps_to_the_coast(gazetteer):
    members = ("汕头市", "茂名市", "潮州市", "揭阳市", "汕尾市", "阳江市")
    frame = drawn(gazetteer, LayoutElement("belt", "沿海产业带", members=members), area=("广东省",))
    belt = frame.geometry[0]
    assert frame.form[0] == "band"
    assert frame.schematic[0]
    assert all(belt.distance(shapely.Point(spot)) < 0.25 for spot in ((111.95, 21.75), (115.35, 22.75), (116.8, 23.3)))
    assert not belt.covers(point(gazetteer, "揭阳市"))  # 40 km inland
    assert length_m([belt.exterior])[0] < 2.6 * length_m([shapely.LineString([(110.9, 21.5), (116.9, 23.5)])])[0]


def test_belt_known_by_its_districts_is_a_band_through_them(gazetteer):
    frame = drawn(gazetteer, LayoutElement("belt", "西部高质量发展带"))
    assert frame.form[0] == "band"
    assert all(frame.geometry[0].intersects(shape(gazetteer, n)) for n in ("花都区", "白云区", "荔湾区", "番禺区"))
    assert area_m2(frame)[0] < 0.2 * area_m2([shape(gazetteer, "白云区")])[0]


def test_ground_of_units_in_no_row_stays_their_ground(gazetteer):
    frame = drawn(gazetteer, LayoutElement("belt", "珠江西岸先进装备制造产业带"), area=("佛山市",))
    assert frame.form[0] == "area"


def test_sides_are_whole_districts_where_the_plan_puts_their_places(gazetteer):
    sides = (
        LayoutElement("zone", "中部", members=("琶洲人工智能产业集聚区", "天河智慧城")),
        LayoutElement("zone", "东南部", members=("广州科学城", "番禺汽车城", "南沙先行启动区")),
        LayoutElement("zone", "西部", members=("广州荔湾产业园",)),
        LayoutElement("zone", "北部", members=("花都汽车城", "从化经济开发区")),
    )
    frame = drawn(gazetteer, *sides)
    where = dict(zip(frame.name, frame.geometry, strict=True))
    for side, district in [("中部", "天河区"), ("东南部", "南沙区"), ("西部", "荔湾区"), ("北部", "从化区")]:
        ground = shape(gazetteer, district)
        assert where[side].intersection(ground).area > 0.5 * ground.area
        others = shapely.union_all([other for name, other in where.items() if name != side])
        assert others.intersection(ground).area < 0.02 * ground.area


def test_zones_that_overlap_are_kept_apart(gazetteer):
    names = ("万博长隆商圈", "祈福—雄峰城商圈")
    hulls = [shape(gazetteer, name) for name in names]
    assert hulls[0].intersection(hulls[1]).area > 0.05 * hulls[1].area
    frame = drawn(gazetteer, *(LayoutElement("cluster", name) for name in names), area=("番禺区",))
    assert frame.geometry[0].intersection(frame.geometry[1]).area < 1e-4 * frame.geometry[1].area
    both = shapely.union_all(hulls)
    assert frame.geometry.union_all().area == pytest.approx(both.area, rel=0.02)


def test_zone_inside_another_stays_whole(gazetteer):
    zones = (LayoutElement("zone", "天河区", members=("天河区",)), LayoutElement("zone", "广州市", members=("广州市",)))
    frame = drawn(gazetteer, *zones, area=("广东省",))
    assert area_m2(frame)[0] == pytest.approx(area_m2([shape(gazetteer, "天河区")])[0], rel=1e-3)


def test_zone_around_three_places_ends_at_the_border_of_its_district(gazetteer):
    zone = LayoutElement("zone", "沙湾古镇—宝墨园—龙湾涌湿地岭南文化生态旅游片区")
    ground = drawn(gazetteer, zone, area=("番禺区",)).geometry[0]
    assert ground.difference(shape(gazetteer, "番禺区").buffer(0.002)).area < 0.01 * ground.area


def test_zone_of_sites_keeps_to_them_and_has_no_corners(gazetteer):
    members = ("莲花湾片区", "广州国际科技创新城", "番禺智能制造产业园", "海鸥岛", "番禺汽车城")
    zone = drawn(gazetteer, LayoutElement("zone", "融合发展集聚区", members=members), area=("番禺区",)).geometry[0]
    places = [gazetteer.lookup(name)[0] for name in members]
    hull = shapely.union_all([place.geometry for place in places]).convex_hull
    assert all(zone.intersects(shapely.Point(place.lng, place.lat)) for place in places)
    assert zone.intersection(hull).area < 0.85 * hull.area  # not the triangle of the outermost


def test_place_of_which_only_the_city_is_known_stands_at_its_seat(gazetteer):
    ports = tuple(LayoutElement("node", name, members=(name,)) for name in ("佛山港", "肇庆港", "清远港"))
    frame = drawn(gazetteer, *ports, area=("佛山市", "肇庆市", "清远市"))
    for spot, city in zip(frame.geometry, ("佛山市", "肇庆市", "清远市"), strict=True):
        assert spot.distance(point(gazetteer, city)) < 0.01


def test_line_far_from_the_scope_is_not_meant(gazetteer):
    belt = LayoutElement("belt", "产业密集带", members=("广佛肇城际铁路",))
    assert drawn(gazetteer, belt, area=("哈尔滨市",)).geometry[0] is None
    assert drawn(gazetteer, belt, area=("佛山市",)).geometry[0] is not None


def test_what_lies_outside_the_scope_is_shown_with_the_scope(gazetteer):
    frame = drawn(gazetteer, LayoutElement("zone", "英德市", members=("连樟样板区",)), area=("黄埔区",))
    west, south, east, north = layout_view(frame)
    view = shapely.box(west, south, east, north)
    assert view.covers(shape(gazetteer, "黄埔区"))
    assert view.covers(frame.geometry[0])


def test_help_says_where_an_element_is(gazetteer, monkeypatch, tmp_path):
    (tmp_path / "a.yaml").write_text("- layout: 格局\n  elements:\n    空港: {places: [广州白云国际机场]}\n", "utf-8")
    entries = read_help(tmp_path)
    monkeypatch.setattr("maps.layout_geometry.help_for", lambda layout: help_for(layout, entries))
    frame = drawn(gazetteer, LayoutElement("hub", "空港"))
    assert frame.geometry[0].distance(point(gazetteer, "广州白云国际机场")) < 1e-3


def test_every_place_of_the_help_that_is_shipped_is_known(gazetteer):
    named = [
        name
        for entry in read_help()
        for given in entry.elements.values()
        for name in (*given.places, *given.carrier, *given.order, *given.extent)
    ]
    assert named
    assert [name for name in named if not gazetteer.lookup(name)] == []


def test_town_that_a_road_divides_is_ground_and_no_road(gazetteer):
    zone = LayoutElement("zone", "北部片区", members=("新造镇", "南村镇南大干线"))
    frame = drawn(gazetteer, zone, area=("番禺区",))
    assert frame.form[0] == "area"
    assert frame.geometry[0].covers(point(gazetteer, "南村镇"))


def test_city_called_after_a_port_is_a_city(gazetteer):
    frame = drawn(gazetteer, LayoutElement("pole", "双城", members=("贵港",)), area=("贵港市",))
    assert frame.geometry[0].distance(point(gazetteer, "贵港市")) < 0.01
    assert not frame.schematic[0]


@pytest.mark.parametrize(
    ("area", "name", "side"),
    [("厦门市", "西部创新极核", "西"), ("成都市", "东部产业片区", "东"), ("广州市", "北部生态片区", "北")],
)
def test_a_side_alone_is_never_all_of_the_ground(gazetteer, area, name, side):
    frame = drawn(gazetteer, LayoutElement("zone", name), area=(area,))
    ground = shape(gazetteer, area)
    share = area_m2([frame.geometry[0].intersection(ground)])[0] / area_m2([ground])[0]
    assert 0.1 < share < 0.75
    middle, whole = frame.geometry[0].centroid, ground.centroid
    assert {"西": middle.x < whole.x, "东": middle.x > whole.x, "北": middle.y > whole.y}[side]


@pytest.mark.parametrize(
    ("area", "name"),
    [("厦门市", "东部某某会展新城"), ("成都市", "西部某某博览城商圈"), ("武汉市", "南部某某科技城")],
)
def test_a_place_whose_name_begins_with_a_side_is_a_sign_in_it_and_not_that_side(gazetteer, area, name):
    frame = drawn(gazetteer, LayoutElement("core", f"{name}中心", members=(name,)), area=(area,))
    assert frame.geometry[0].geom_type == "Point"
    assert shape(gazetteer, area).covers(frame.geometry[0])
    assert frame.schematic[0]


def test_a_part_of_which_only_its_city_is_told_is_not_drawn_as_the_city(gazetteer):
    bay, itself = (
        drawn(gazetteer, LayoutElement("zone", name, members=("厦门市",)), area=("厦门市",))
        for name in ("海湾片区", "厦门市")
    )
    assert bay.geometry[0] is None
    assert itself.geometry[0] is not None
