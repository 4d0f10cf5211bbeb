"""What a name means: namesakes, far places, ties, and honest fallbacks."""

from functools import cache

import pytest

from gazetteer.entries import Gazetteer
from gazetteer.geocode import MAX_AREAS, Geocoder, Resolved, geocode, geocoder, resolve
from gazetteer.records import PRECISIONS
from gazetteer.tables import COLUMNS, Row, read_tables
from geo.resources import data_path

TABLE = """
gz-daxuecheng,广州大学城,大学城|小谷围,platform,circle,113.39,23.05,WGS84,area,番禺区,,3,,,list,
gz-kexuecheng,广州科学城,~科学城,platform,circle,113.45,23.16,WGS84,area,黄埔区,,3,,,list,
cd-kexuecheng,成都科学城,~科学城,platform,point,104.07,30.42,WGS84,approximate,双流区,,,,,list,
gz-nan,广州南站,~南站,station,point,113.2645,22.9917,WGS84,site,番禺区,,,,,list,
fs-nan,佛山南站,~南站,station,point,113.08,22.97,WGS84,site,禅城区,,,,,list,
gz,广州站,,station,point,113.2519,23.1480,WGS84,site,越秀区,,,,,list,
gz-dong,广州东站,,station,point,113.3186,23.1510,WGS84,site,天河区,,,,,list,
xintang,新塘站,,station,point,113.6130,23.1276,WGS84,site,增城区,,,,,list,
foshan-xi,佛山西站,,station,point,113.0280,23.0550,WGS84,site,南海区,,,,,list,
baiyun,广州白云国际机场,白云国际机场|白云机场,airport,point,113.2990,23.3924,WGS84,site,白云区|花都区,,,,,list,
nansha-gang,广州港南沙港区,南沙港区,port,point,113.63,22.62,WGS84,approximate,南沙区,,,,,list,
guangchang-a,海珠广场,,platform,point,113.2590,23.1130,WGS84,site,越秀区,,,,,list,
guangchang-b,海珠广场,,platform,point,113.1200,23.0300,WGS84,site,禅城区,,,,,list,
lu-a,新风路,,road,line,,,,schematic,番禺区,@113.30 22.95|@113.32 22.95,,,,list,
yuan-a,东湖园,,platform,point,113.2900,23.1000,WGS84,site,越秀区,,,,,list,
yuan-a2,东湖园,,platform,point,113.2905,23.1000,WGS84,approximate,越秀区,,,,,list,
hu-a,月亮湖,,nature,point,113.40,22.95,WGS84,approximate,番禺区,,,,,list,
hu-b,月亮湖,,station,point,113.41,22.96,WGS84,site,番禺区,,,,,list,
xian-3,广州地铁3号线,地铁3号线,rail,line,,,,schematic,番禺区|天河区,广州东站|广州南站,,,,list,
dagang,大岗镇,,admin,point,113.40,22.79,WGS84,town,南沙区,,,,,list,
qiao,港珠澳大桥,,road,line,,,,schematic,珠海市,@113.55 22.21|@113.93 22.29,,,,list,
zjxc,珠江新城,,zone,circle,113.32,23.12,WGS84,area,天河区,,1.5,,,list,
"""


@cache
def admin() -> tuple[Row, ...]:
    return tuple(read_tables([data_path("gazetteer", "admin.csv")]))


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text("\n".join([",".join(COLUMNS), *TABLE.strip().splitlines()]) + "\n", encoding="utf-8")
    return Gazetteer([*admin(), *read_tables([path])])


GUANGZHOU = ("广州市",)


def told(answer: Resolved) -> tuple[str | None, str]:
    return (answer.place.id if answer.place else None), answer.resolved


@pytest.mark.parametrize(
    ("name", "kind", "area", "place", "how"),
    [
        ("广州南站", "station", GUANGZHOU, "gz-nan", "exact"),
        ("廣州南站", "station", GUANGZHOU, "gz-nan", "exact"),
        ("白云机场", "airport", GUANGZHOU, "baiyun", "alias"),
        # contextual forms need a plan near the place
        ("南站", "station", GUANGZHOU, "gz-nan", "alias"),
        ("南站", "station", ("佛山市",), "fs-nan", "alias"),
        ("科学城", "platform", ("黄埔区",), "gz-kexuecheng", "alias"),
        ("科学城", "platform", ("成都市",), "cd-kexuecheng", "alias"),
        # a name that says where it is, or means one thing in the country, holds anywhere
        ("广州大学城", "platform", ("成都市",), "gz-daxuecheng", "exact"),
        ("港珠澳大桥", "road", ("成都市",), "qiao", "exact"),
        # units: short and full, decided by the plan
        ("番禺", "admin", GUANGZHOU, "admin-440113", "alias"),
        ("白云区", "admin", GUANGZHOU, "admin-440111", "exact"),
        ("白云区", "admin", ("贵阳市",), "admin-520113", "exact"),
        ("鼓楼区", "admin", ("福州市",), "admin-350102", "exact"),
        ("东莞", "admin", ("成都市",), "admin-441900", "alias"),
        # units before a name, or the plan's own left out
        ("广州市番禺区小谷围", "platform", GUANGZHOU, "gz-daxuecheng", "alias"),
        ("南站", "station", ("番禺区",), "gz-nan", "alias"),
        ("地铁3号线", "rail", GUANGZHOU, "xian-3", "alias"),
        # two rows for one place; two kinds of one name
        ("东湖园", "platform", GUANGZHOU, "yuan-a", "exact"),
        ("月亮湖", "station", GUANGZHOU, "hu-b", "exact"),
        ("月亮湖", "nature", GUANGZHOU, "hu-a", "exact"),
        # the plan's city decides between namesakes
        ("海珠广场", "platform", ("佛山市",), "guangchang-b", "exact"),
    ],
)
def test_a_known_name(gazetteer: Gazetteer, name: str, kind: str, area: tuple[str, ...], place: str, how: str) -> None:
    assert told(resolve(name, gazetteer=gazetteer, kind=kind, area=area)) == (place, how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("大学城", "platform"), ("科学城", "region"), ("小谷围", "platform"), ("珠江新城", "zone")],
)
def test_a_namesake_far_away_is_refused(gazetteer: Gazetteer, name: str, kind: str) -> None:
    answer = Geocoder(gazetteer, area=("上海市",), fallback=False).resolve(name, kind=kind)  # type: ignore[arg-type]
    assert told(answer) == (None, "none")
    assert answer.reason.startswith("outside the plan's area: ")


def test_a_tie_is_told_and_not_guessed(gazetteer: Gazetteer) -> None:
    both = ("广州市", "佛山市")
    answer = resolve("海珠广场", gazetteer=gazetteer, kind="platform", area=both)
    assert told(answer) == (None, "none")
    assert answer.reason == "ambiguous: 海珠广场 (广州市越秀区), 海珠广场 (佛山市禅城区)"
    beside = resolve("海珠广场", gazetteer=gazetteer, kind="platform", area=both, context=["fs-nan"])
    assert told(beside) == ("guangchang-b", "exact")


def test_the_sentence_lets_a_contextual_form_mean_another_city(gazetteer: Gazetteer) -> None:
    shanghai = Geocoder(gazetteer, area=("上海市",), fallback=False)
    assert told(shanghai.resolve("科学城", kind="platform", context=("admin-510100",))) == ("cd-kexuecheng", "alias")


@pytest.mark.parametrize(
    ("name", "kind", "place"),
    [
        ("广州东至新塘五六线", "rail", "via+gz-dong+xintang"),
        ("佛山西经广州至新塘城际", "rail", "via+foshan-xi+gz+xintang"),
        ("广州至清远城际铁路", "rail", "via+gz+admin-441800"),
        ("广清永高铁", "rail", "via+gz+admin-441800+admin-431100"),
        ("广佛", "zone", "all+admin-440100+admin-440600"),
    ],
)
def test_a_line_never_seen_before_composes_itself(gazetteer: Gazetteer, name: str, kind: str, place: str) -> None:
    answer = resolve(name, gazetteer=gazetteer, kind=kind, area=GUANGZHOU)  # type: ignore[arg-type]
    assert told(answer) == (place, "composed")
    assert answer.place is not None
    assert answer.place.precision == ("area" if kind == "zone" else "schematic")


def test_a_composed_line_runs_between_its_ends_and_knows_its_districts(gazetteer: Gazetteer) -> None:
    place = resolve("广州东至新塘五六线", gazetteer=gazetteer, kind="rail", area=GUANGZHOU).place
    assert place is not None
    assert list(place.geometry.coords) == [(113.3186, 23.1510), (113.6130, 23.1276)]  # type: ignore[union-attr]
    assert set(place.districts) >= {"天河区", "黄埔区", "增城区"}


@pytest.mark.parametrize(
    ("name", "kind", "area", "context", "place", "precision"),
    [
        # a part of a known place
        ("南沙港区五期", "port", GUANGZHOU, (), "in+nansha-gang", "approximate"),
        ("白云国际机场T3", "airport", GUANGZHOU, (), "in+baiyun", "approximate"),
        ("白云国际机场三期扩建工程", "airport", GUANGZHOU, (), "in+baiyun", "approximate"),
        ("广州大学城创新中心", "platform", GUANGZHOU, (), "in+gz-daxuecheng", "area"),
        ("地铁3号线北延段", "rail", GUANGZHOU, (), "in+xian-3", "schematic"),
        # a unit in the name
        ("番禺区无人知晓产业园", "platform", GUANGZHOU, (), "in+admin-440113", "district"),
        ("番禺无人知晓产业园", "platform", GUANGZHOU, (), "in+admin-440113", "district"),
        ("大岗镇无人知晓基地", "platform", GUANGZHOU, (), "in+dagang", "town"),
        ("清远无人知晓基地", "platform", GUANGZHOU, (), "in+admin-441800", "city"),
        ("无人知晓（番禺区）中心", "platform", GUANGZHOU, (), "in+admin-440113", "district"),
        # a unit of the sentence or heading, the nearest first
        ("无人知晓园", "platform", GUANGZHOU, ("admin-440115", "admin-440113"), "in+admin-440115", "district"),
        ("无人知晓园", "platform", GUANGZHOU, ("dagang",), "in+dagang", "town"),
        ("无人知晓湖", "nature", GUANGZHOU, ("admin-440115",), "in+admin-440115", "district"),
        # the plan's own area
        ("无人知晓园", "platform", GUANGZHOU, (), "in+admin-440100", "city"),
        ("无人知晓园", "platform", ("番禺区",), (), "in+admin-440113", "district"),
        ("无人知晓园", "platform", ("上海市",), (), "in+admin-310000", "city"),
        ("广州无人知晓园", "platform", ("番禺区",), (), "in+admin-440113", "district"),
        ("无人知晓园", "platform", GUANGZHOU, ("admin-440605",), "in+admin-440100", "city"),
        ("无人知晓大道", "road", GUANGZHOU, (), "in+admin-440100", "city"),
        # 中山大学 and 北京路 are no places in Zhongshan and Beijing
        ("中山大学某研究院", "platform", GUANGZHOU, (), "in+admin-440100", "city"),
        ("北京路某商业中心", "platform", GUANGZHOU, (), "in+admin-440100", "city"),
        # 城区 is a county of 汕尾, and 海城市 one of 鞍山, but not here
        ("外围城区", "zone", GUANGZHOU, (), "in+admin-440100", "city"),
        ("全球海城市共建园区", "platform", GUANGZHOU, (), "in+admin-440100", "city"),
    ],
)
def test_what_no_table_has_is_placed_no_better_than_it_is_known(
    gazetteer: Gazetteer,
    name: str,
    kind: str,
    area: tuple[str, ...],
    context: tuple[str, ...],
    place: str,
    precision: str,
) -> None:
    answer = resolve(name, gazetteer=gazetteer, kind=kind, area=area, context=context)  # type: ignore[arg-type]
    assert told(answer) == (place, "context")
    assert answer.place is not None
    assert answer.place.precision == precision


@pytest.mark.parametrize(
    ("name", "kind", "area"),
    [
        ("无人知晓国", "region", GUANGZHOU),
        ("无人知晓县", "admin", GUANGZHOU),
        ("无人知晓江", "nature", GUANGZHOU),
        ("无人知晓高速公路", "road", GUANGZHOU),
        ("无人知晓铁路", "rail", GUANGZHOU),
        ("上海无人知晓中心", "platform", GUANGZHOU),
        ("无人知晓园", "platform", ("广州市", "佛山市")),
        ("无人知晓园", "platform", ("广东省",)),
        ("无人知晓园", "platform", ()),
        ("一核两极", "layout", GUANGZHOU),
        ("", "platform", GUANGZHOU),
    ],
)
def test_what_nothing_tells_stays_without_a_position(
    gazetteer: Gazetteer, name: str, kind: str, area: tuple[str, ...]
) -> None:
    answer = Geocoder(gazetteer, area=area).resolve(name, kind=kind)  # type: ignore[arg-type]
    if name:
        assert told(answer) == (None, "none")
        assert answer.reason == "unknown"
    else:
        assert answer.resolved in {"none", "context"}


def test_without_fallback_only_the_tables_and_composed_lines_count(gazetteer: Gazetteer) -> None:
    strict = Geocoder(gazetteer, area=GUANGZHOU, fallback=False)
    assert told(strict.resolve("番禺区无人知晓产业园", kind="platform")) == (None, "none")
    assert strict.resolve("广州东至新塘五六线", kind="rail").resolved == "composed"


def test_an_answer_is_never_more_exact_than_what_holds_it(gazetteer: Gazetteer) -> None:
    for row in list(gazetteer.rows.values())[-22:]:
        whole, part = gazetteer.place(row.id), gazetteer.place(f"in+{row.id}")
        assert whole is not None
        assert part is not None
        assert PRECISIONS.index(part.precision or "city") >= PRECISIONS.index("approximate")
        assert PRECISIONS.index(part.precision or "city") >= PRECISIONS.index(whole.precision or "city")


def test_geocoders_of_many_areas_are_not_all_kept(gazetteer: Gazetteer) -> None:
    cities = [unit.name for unit in gazetteer.units if unit.level == "city"][:100]
    first = geocoder(gazetteer, [cities[0]])
    for city in cities:
        geocoder(gazetteer, [city])
        assert geocoder(gazetteer, [cities[0]]) is first  # in use
    assert len(gazetteer.geocoders) <= MAX_AREAS


def test_geocode_gives_a_table_ready_for_a_map(gazetteer: Gazetteer) -> None:
    frame = geocode(
        ["广州南站", "无人知晓江", "海珠广场"], gazetteer=gazetteer, area=["广州市"], context=["番禺"], kind=None
    )
    assert frame.crs == "EPSG:4326"
    assert frame["place"].tolist()[0] == "gz-nan"
    assert frame.loc[0, ["precision", "districts", "adcodes", "resolved"]].tolist() == [
        "site",
        "番禺区",
        "440113",
        "exact",
    ]
    assert frame.loc[0, "lng"] == pytest.approx(113.2645)
    assert frame["place"].tolist()[2] == "guangchang-a"
    assert frame.geometry.notna().tolist() == [True, True, True]
    assert geocode([], gazetteer=gazetteer).empty


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "A" * 5000, "至" * 300, "（" * 200, "\x00", "广州" * 400, "线段段" * 2000 + "至"],
)
def test_hostile_names_are_answered_quickly(gazetteer: Gazetteer, name: str) -> None:
    assert resolve(name, gazetteer=gazetteer, kind="rail", area=GUANGZHOU).resolved in {"none", "context"}
