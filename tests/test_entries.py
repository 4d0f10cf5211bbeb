"""The gazetteer: names, ids and the geometry of rows, on small tables and the units that are shipped."""

from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from gazetteer.entries import Gazetteer, load_gazetteer
from gazetteer.realise import union
from gazetteer.tables import COLUMNS, read_tables
from gazetteer.units import Units
from geo.errors import InputError
from geo.resources import data_path

GEOD = Geod(ellps="WGS84")

TABLE = """
zhan-a,甲站,甲地铁站|~甲,station,point,113.30,23.00,WGS84,site,番禺区,,,,,list,
zhan-b,乙站,,station,point,113.40,23.00,WGS84,site,番禺区,,,,,list,
zhan-c,丙站,,station,point,113.60,23.00,WGS84,site,番禺区|东莞市,,,,,list,
xian,甲丙线,,rail,line,,,,schematic,,甲站|乙站|@113.45 23.05|丙站,,construction,甲站>乙站=built|乙站>丙站=planned,list,
huan,甲环线,,rail,line,,,,schematic,,甲站|乙站|丙站|甲站,,,甲站>丙站=built|丙站>甲站=planned,list,
yuan,圆区,,platform,circle,113.3,23.0,WGS84,area,番禺区,,2,,,list,
duo,多边区,,zone,polygon,,,,area,番禺区,@113.3 23.0|@113.4 23.0|@113.4 23.1,,,,list,
bao,包区,,zone,hull,,,,area,番禺区,甲站|乙站,,,,list,
he,合区,广顺,zone,union,,,,area,,越秀区|荔湾区,,,,list,
zhen,丁镇,,admin,point,113.35,22.95,WGS84,town,番禺区,,,,,list,
jie,戊街道,,admin,point,113.36,22.95,WGS84,town,番禺区,,,,,list,
zai-zhen,己园,,platform,unit,,,,town,番禺区,丁镇,,,,list,
zai-qu,庚园,,platform,unit,,,,district,番禺区,,,,,list,
shuang,辛院,,facility,union,,,,approximate,番禺区,甲站|丁镇,,,,list,
zi-shen,壬区,,zone,union,,,,area,番禺区,癸区,,,,list,
zi-shen-2,癸区,,zone,union,,,,area,番禺区,壬区,,,,list,
que,缺线,,rail,line,,,,schematic,番禺区,甲站|无此站,,,,list,
"""


def table(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([",".join(COLUMNS), *text.strip().splitlines()]) + "\n", encoding="utf-8")
    return path


@cache
def units() -> Units:
    return Units(read_tables([data_path("gazetteer", "admin.csv")]))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer(read_tables([table(tmp_path_factory.mktemp("own"), TABLE)]), units())


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return load_gazetteer()


def only(gazetteer: Gazetteer, name: str) -> shapely.Geometry:
    (place,) = gazetteer.lookup(name)
    assert place.geometry is not None
    return place.geometry


def test_names_are_found_in_both_scripts_and_with_any_marks(own: Gazetteer) -> None:
    assert own.lookup("甲地铁站") == own.lookup("甲地鐵站") == own.lookup(" “甲站” ")
    assert [place.id for place in own.lookup("甲")] == ["zhan-a"]
    assert own.lookup("没有这里") == []
    assert own.lookup("甲站", kind="rail") == []


def test_a_contextual_form_is_kept_apart_from_the_names(own: Gazetteer) -> None:
    assert own.contextual["甲"] == ("zhan-a",)
    assert "甲" not in dict(own.names())
    assert dict(own.names())["甲地铁站"] == ("zhan-a",)


def test_a_street_office_is_known_with_and_without_its_last_character(own: Gazetteer) -> None:
    assert [place.id for place in own.lookup("戊街")] == ["jie"]


def test_a_line_runs_through_its_members_in_order(own: Gazetteer) -> None:
    assert list(only(own, "甲丙线").coords) == [(113.3, 23.0), (113.4, 23.0), (113.45, 23.05), (113.6, 23.0)]


def test_districts_that_a_row_does_not_state_come_from_the_ground(own: Gazetteer) -> None:
    place = own.place("xian")
    assert place is not None
    assert {"番禺区", "东莞市"} <= set(place.districts) <= {"番禺区", "黄埔区", "东莞市"}
    assert 440113 in place.adcodes


def test_segments_carry_their_own_status(own: Gazetteer) -> None:
    built, planned = own.segments("xian")
    assert (built.status, built.line.coords[0]) == ("built", (113.3, 23.0))
    assert (planned.status, planned.line.coords[0]) == ("planned", (113.4, 23.0))
    assert built.end == planned.start
    assert own.segments("zhan-a") == []


def test_segments_of_a_ring_run_to_where_it_closes(own: Gazetteer) -> None:
    assert [(part.start, part.end, part.status) for part in own.segments("huan")] == [
        ("甲站", "丙站", "built"),
        ("丙站", "甲站", "planned"),
    ]


def test_a_circle_has_the_published_radius_in_all_directions(own: Gazetteer) -> None:
    ring = shapely.get_coordinates(only(own, "圆区"))
    distances = [GEOD.inv(113.3, 23.0, lng, lat)[2] for lng, lat in ring]
    assert min(distances) == pytest.approx(2000, abs=0.01)
    assert max(distances) == pytest.approx(2000, abs=0.01)


def test_a_polygon_has_the_corners_of_its_row(own: Gazetteer) -> None:
    assert only(own, "多边区").equals(shapely.Polygon([(113.3, 23), (113.4, 23), (113.4, 23.1)]))


def test_a_hull_holds_its_members(own: Gazetteer) -> None:
    hull = only(own, "包区")
    assert hull.contains(shapely.LineString([(113.30, 23.0), (113.40, 23.0)]))


def test_a_union_of_districts_covers_both_and_nothing_else(own: Gazetteer) -> None:
    parts = [only(own, "越秀区"), only(own, "荔湾区")]
    assert only(own, "合区").area == pytest.approx(sum(part.area for part in parts), rel=1e-3)
    place = own.place("he")
    assert place is not None
    assert set(place.districts) == {"越秀区", "荔湾区"}


def test_sites_of_one_institution_stay_points(own: Gazetteer) -> None:
    assert only(own, "辛院").equals(shapely.MultiPoint([(113.30, 23.0), (113.35, 22.95)]))


def test_what_is_only_known_to_be_in_a_unit_is_drawn_as_the_unit(own: Gazetteer) -> None:
    assert only(own, "庚园").equals(only(own, "番禺区"))
    assert only(own, "己园").equals(shapely.Point(113.35, 22.95))


def test_rows_without_known_members_have_no_geometry_and_no_precision(own: Gazetteer) -> None:
    for place in (own.place("que"), own.place("zi-shen")):
        assert place is not None
        assert (place.geometry, place.precision, place.lng) == (None, None, None)


def test_the_representative_point_of_a_place_lies_on_it(own: Gazetteer) -> None:
    for place in own:
        if place.geometry is not None:
            assert place.geometry.distance(shapely.Point(place.lng, place.lat)) < 0.02, place.id
    line = own.place("xian")
    assert line is not None
    assert line.geometry is not None
    assert line.geometry.distance(shapely.Point(line.lng, line.lat)) < 1e-6


def test_derived_ids_can_be_asked_for_at_any_time(own: Gazetteer) -> None:
    line, inside, nothing = own.place("via+zhan-a+zhan-c"), own.place("in+zhan-a"), own.place("via+zhan-a+absent")
    assert line is not None
    assert line.precision == "schematic"
    assert list(line.geometry.coords) == [(113.3, 23.0), (113.6, 23.0)]  # type: ignore[union-attr]
    assert inside is not None
    assert inside.precision == "approximate"  # never as exact as the place that holds it
    assert nothing is None


def test_geometry_is_made_only_when_it_is_asked_for(own: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def count(shapes: list[shapely.Geometry]) -> shapely.Geometry | None:
        made.append(len(shapes))
        return union(shapes)

    monkeypatch.setattr("gazetteer.places.union", count)
    place = Gazetteer(own.rows.values(), units()).place("all+admin-440103+admin-440104")
    assert place is not None
    assert (place.precision, set(place.districts)) == ("area", {"越秀区", "荔湾区"})
    assert place.lng is not None
    assert not made
    assert place.geometry is not None
    assert place.geometry is place.geometry  # kept
    assert made == [2]


def test_an_area_of_counties_stands_amid_their_seats_and_not_in_the_hills(shipped: Gazetteer) -> None:
    city, whole = shipped.place("admin-441800"), shipped.place("all+admin-441802+admin-441803")
    assert city is not None
    assert whole is not None
    assert GEOD.inv(city.lng, city.lat, 113.0506, 23.6842)[2] < 3000  # the town hall
    assert GEOD.inv(city.lng, city.lat, whole.lng, whole.lat)[2] < 6000
    inside = shipped.place("in+admin-441800")
    assert inside is not None
    assert GEOD.inv(city.lng, city.lat, inside.lng, inside.lat)[2] > 20_000  # somewhere in it: not the town hall


def test_seats_lie_in_their_units(shipped: Gazetteer) -> None:
    seats = [u for u in shipped.units if "seat" in shipped.rows[u.id].source]
    assert len(seats) > 3000
    near = [u for u in seats if u.adcode // 10000 == 44]
    assert len(near) > 130
    for unit in near:
        assert shipped.units.polygon(unit).distance(shapely.Point(unit.lng, unit.lat)) < 0.002, unit.name  # type: ignore[union-attr]


def test_a_region_is_the_union_of_its_provinces_or_no_more_than_their_points(
    shipped: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gazetteer.units._country", lambda _: {})  # the polygons of the country are not installed
    rows = {i: shipped.rows[i] for i in ("region-zhang-san-jiao", "region-jing-jin-ji", "region-yue-gui")}
    gazetteer = Gazetteer([*read_tables([data_path("gazetteer", "admin.csv")]), *rows.values()])
    for place in (gazetteer.place(i) for i in rows):
        assert place is not None
        assert place.precision == "city"
        assert place.geometry.geom_type == "MultiPoint"  # type: ignore[union-attr]


def test_with_the_polygons_of_the_country_a_region_is_their_union() -> None:
    gazetteer = load_gazetteer()
    if not gazetteer.units.drawn(gazetteer.units.by_adcode[310000]):
        pytest.skip("the polygons of the country are not installed")
    place = gazetteer.place("region-zhang-san-jiao")
    assert place is not None
    assert place.precision == "area"
    inside = {name: place.geometry.contains(shapely.Point(xy)) for name, xy in CITIES.items()}  # type: ignore[union-attr]
    assert inside == {"南京": True, "合肥": True, "温州": True, "武汉": False, "南昌": False, "青岛": False}


CITIES = {
    "南京": (118.78, 32.06), "合肥": (117.23, 31.82), "温州": (120.70, 27.99),
    "武汉": (114.30, 30.59), "南昌": (115.86, 28.68), "青岛": (120.38, 36.07),
}  # fmt: skip


def test_a_section_of_a_line_is_cut_from_it(own: Gazetteer) -> None:
    section, inside = own.place("part+xian+zhan-a+zhan-b"), own.place("part+xian+admin-440113")
    assert section is not None
    assert list(section.geometry.coords) == [(113.3, 23.0), (113.4, 23.0)]  # type: ignore[union-attr]
    assert inside is not None
    assert inside.districts == ("番禺区",)
    assert own.place("part+xian+zhen+zhan-b") is None  # 丁镇 is not on the line
    assert own.place("part+zhan-a+zhan-b+zhan-c") is None


def test_units_know_their_hierarchy(shipped: Gazetteer) -> None:
    panyu, guangzhou = shipped.units.one("番禺区"), shipped.units.one("广州市")
    assert panyu is not None
    assert guangzhou is not None
    assert (panyu.city, panyu.province, panyu.level) == ("广州市", "广东省", "district")
    assert shipped.units.inside(panyu, guangzhou)
    assert not shipped.units.inside(guangzhou, panyu)
    dongguan = shipped.units.one("东莞市")
    assert dongguan is not None
    assert (dongguan.level, dongguan.city) == ("city", "东莞市")
    assert {unit.city for unit in shipped.units.find("白云区")} == {"广州市", "贵阳市"}
    assert shipped.units.one("贵阳市白云区", near=()) is not None
    assert shipped.units.one("白云区", near=[panyu]) == shipped.units.by_adcode[440111]


def test_a_district_is_drawn_and_a_far_one_never_claims_more_than_is_known(shipped: Gazetteer) -> None:
    near, far = shipped.place("admin-440113"), shipped.place("admin-510107")
    assert near is not None
    assert (near.precision, near.districts) == ("area", ("番禺区",))
    assert far is not None
    assert far.name == "武侯区"
    assert far.precision == ("district" if far.geometry.geom_type == "Point" else "area")  # type: ignore[union-attr]


def test_polygons_of_ones_own_need_no_codes() -> None:
    squares = [shapely.box(103 + i, 30, 104 + i, 31) for i in range(3)]
    frame = gpd.GeoDataFrame(
        {"adcode": 0, "name": ["武侯区", "白云区", "无名区"], "level": "district"}, geometry=squares, crs="EPSG:4326"
    ).assign(city=["成都市", "贵阳市", ""], city_adcode=0, province=["四川省", "", ""])
    gazetteer = load_gazetteer(districts=frame)
    assert gazetteer.units.around(shapely.Point(103.5, 30.5))[0].adcode == 510107
    assert gazetteer.units.around(shapely.Point(104.5, 30.5))[0].adcode == 520113
    (own,) = gazetteer.lookup("无名区")
    assert own.geometry.equals(squares[2])  # type: ignore[union-attr]
    assert gazetteer.place(own.id) == own
    (far,) = gazetteer.lookup("番禺区")
    assert far.precision == "district"  # no polygon of it: the point is no more than a sign


def test_own_rows_win_over_shipped_ones(tmp_path: Path) -> None:
    line = "mine,广州南站,,station,point,113.2,23.0,WGS84,surveyed,番禺区,,,,,survey,"
    gazetteer = load_gazetteer([table(tmp_path, line)])
    assert [(place.id, place.lng) for place in gazetteer.lookup("广州南站", kind="station")] == [("mine", 113.2)]
    elsewhere = line.replace("番禺区", "武侯区")
    both = load_gazetteer([table(tmp_path, elsewhere, "elsewhere.csv")]).lookup("广州南站", kind="station")
    assert len(both) == 2


def test_own_tables_must_be_sound(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"bad\.csv row 2, kind"):
        load_gazetteer([table(tmp_path, "a,甲,,nothing,point,113,23,WGS84,site,番禺区,,,,,x,", "bad.csv")])
    twice = "a,甲,,zone,point,113,23,WGS84,site,番禺区,,,,,x,\na,乙,,zone,point,113,23,WGS84,site,番禺区,,,,,x,"
    with pytest.raises(InputError, match=r"twice\.csv row 3: the id 'a' stands already in row 2"):
        load_gazetteer([table(tmp_path, twice, "twice.csv")])


def test_the_table_view_is_flat_and_escaped(tmp_path: Path) -> None:
    gazetteer = Gazetteer(read_tables([table(tmp_path, TABLE)]), units())
    frame = gazetteer.to_geodataframe()
    assert frame.crs == "EPSG:4326"
    assert len(frame) == len(gazetteer)
    assert frame.set_index("id").loc["zhan-c", "districts"] == "番禺区|东莞市"
    assert "17 places" in repr(gazetteer)
    assert "<table>" in gazetteer._repr_html_()
    assert "<Gazetteer" not in gazetteer._repr_html_()


def test_coverage_counts_each_row_once(own: Gazetteer) -> None:
    header, *lines, sums = own.coverage()
    assert header[0] == "kind"
    assert sums[-1] == len(own) == sum(int(line[-1]) for line in lines)
