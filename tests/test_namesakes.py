"""Sentences of several cities: namesakes far off, holders in a box of headings, lists, and words that name nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.geocode import Geocoder
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan

if TYPE_CHECKING:
    from gazetteer.records import Mention


def read(city: str, text: str) -> dict[str, Mention]:
    title = f"{city}国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"
    found = find_mentions(
        Plan("p.txt", f"{title}\n本纲要根据全市实际制定，阐明发展目标和重点任务。\n{text}"), default_gazetteer()
    )
    return {m.text: m for m in found if m.start > len(title)}


@pytest.mark.parametrize(
    ("city", "name", "kind", "wrong"),
    [
        ("成都市", "天台山", "nature", "天台县"),
        ("贵阳市", "天台山", "nature", "天台县"),
        ("武汉市", "金水河", "nature", "金水区"),
        ("长沙市", "金水河", "nature", "金水区"),
        ("武汉市", "江汉桥", "road", "九江市"),
        ("合肥市", "安庆桥", "road", "重庆市"),
        ("成都市", "九江街道", "admin", "九江市"),
        ("厦门市", "长春街道", "admin", "长春市"),
    ],
)
def test_a_namesake_in_another_province_is_not_taken(city: str, name: str, kind: str, wrong: str) -> None:
    answer = Geocoder(default_gazetteer(), area=(city,)).resolve(name, kind=kind)  # type: ignore[arg-type]
    assert answer.place is None or wrong not in answer.place.districts


@pytest.mark.parametrize(
    ("city", "sentence", "absent"),
    [
        ("武汉市", "推进宝丰片区和福田社区更新。", "宝丰县"),
        ("西安市", "推动双城联动，发展盐湖经济。", "双城区"),
        ("武汉市", "修缮长春观、归元寺。", "长春市"),
        ("成都市", "拓宽南京路、太原路。", "南京市"),
        ("厦门市", "更新九江街道、湖里街道。", "九江市"),
    ],
)
def test_a_unit_far_off_is_not_read_into_a_local_name(city: str, sentence: str, absent: str) -> None:
    assert absent not in {m.name for m in read(city, sentence).values()}


@pytest.mark.parametrize(
    ("city", "sentence", "name"),
    [
        ("武汉市", "学习深圳经验，对接福田、前海。", "福田区"),
        ("成都市", "加强与厦门、平潭等自贸片区联动。", "平潭县"),
        ("厦门市", "加强与义乌、昆山合作。", "义乌市"),
    ],
)
def test_a_county_far_off_is_one_where_its_province_is_named(city: str, sentence: str, name: str) -> None:
    assert name in {m.name for m in read(city, sentence).values()}


@pytest.mark.parametrize("city", ["武汉市", "长沙市"])
def test_works_on_a_long_road_are_not_those_of_another_province(city: str) -> None:
    for name in ("京港澳高速公路改扩建", "京港澳高速公路改扩建工程"):
        found = read(city, f"推进{name}。")[name]
        assert found.kind == "road"
        assert city in found.districts


def test_an_abbreviation_means_what_lies_near() -> None:
    place = Geocoder(default_gazetteer(), area=("厦门市",)).resolve("厦金", kind="zone").place
    assert place is not None
    assert set(place.districts) == {"厦门市", "金门县"}
    afar = Geocoder(default_gazetteer(), area=("杭州市",)).resolve("杭金", kind="zone").place
    assert afar is not None
    assert "金华市" in afar.districts


@pytest.mark.parametrize(
    ("city", "box", "item", "wrong"),
    [
        ("武汉市", "江汉区：王家墩片区。武汉开发区：甲乙丙新城。", "甲乙丙新城", "江汉区"),
        ("成都市", "金牛区：甲乙片区。\n成都高新区：丙丁戊新城、己庚片区。", "己庚片区", "金牛区"),
        ("厦门市", "海沧区：甲乙片区。\n火炬高新区：丙丁戊新城。", "丙丁戊新城", "海沧区"),
        ("武汉市", "汉阳区：甲乙片区。\n城市更新：丙丁戊新城。", "丙丁戊新城", "汉阳区"),
    ],
)
def test_a_zone_before_a_colon_ends_the_district_before_it(city: str, box: str, item: str, wrong: str) -> None:
    found = read(city, box)
    assert wrong not in found[item].districts


@pytest.mark.parametrize(
    ("city", "county", "towns"),
    [
        ("武汉市", "黄陂区", ("祁家湾街道", "李家集街道", "长轩岭街道")),
        ("成都市", "金堂县", ("甲乙镇", "丙丁镇")),
    ],
)
def test_towns_of_a_list_stay_in_the_county_of_the_first(city: str, county: str, towns: tuple[str, ...]) -> None:
    found = read(city, f"建设{county}{'、'.join(towns)}。")
    assert all(found[town].districts == (county,) for town in towns[1:])


@pytest.mark.parametrize(
    ("city", "sentence", "expected", "absent"),
    [
        ("成都市", "更新曹家巷、八里庄、枣子巷、祠堂街。", {"祠堂街"}, {"曹家巷街", "八里庄街", "枣子巷街"}),
        ("西安市", "更新书院门、德福巷、大麦市街。", {"大麦市街"}, {"德福巷街", "书院门街"}),
        ("厦门市", "建设仙岳路、疏港路、万石山隧道。", {"仙岳路", "万石山隧道"}, {"仙岳路隧道", "疏港路隧道"}),
        ("厦门市", "建设钟鼓山隧道。", {"钟鼓山隧道"}, {"鼓山隧道"}),
        ("武汉市", "修缮黎黄陂路。", {"黎黄陂路"}, {"黄陂路"}),
        ("成都市", "建设川青铁路镇江关站。", set(), {"川青铁路镇"}),
        ("成都市", "发展濛阳新城。", {"濛阳新城"}, {"蒙阳新城"}),
        ("武汉市", "治理硃山湖。", {"硃山湖"}, {"朱山湖"}),
        ("武汉市", "引进路特斯总部，举办路演活动。", set(), {"引进路"}),
    ],
)
def test_names_end_and_begin_where_they_do(city: str, sentence: str, expected: set[str], absent: set[str]) -> None:
    names = {m.name.removeprefix(city[:2]) for m in read(city, sentence).values()}
    assert expected <= names
    assert not absent & names


@pytest.mark.parametrize(
    ("city", "sentence"),
    [
        ("武汉市", "规范市房地产市场，培育众创空间—孵化器—加速器链条。"),
        ("成都市", "建设高水平理工科大学、循环经济园区和旅游推广中心。"),
        ("厦门市", "打造美丽田园，建设文体公园、综合化智能型物流中心。"),
        ("厦门市", "以城拓海，打造枢纽间联络线和高铁城际网络。"),
        ("成都市", "举办番禺国际珠宝节，支持湖北证监局、福建省分行工作。"),
    ],
)
def test_general_words_and_organisations_are_no_places(city: str, sentence: str) -> None:
    assert not read(city, sentence)


@pytest.mark.parametrize(
    ("city", "sentence", "expected", "absent"),
    [
        ("武汉市", "武汉枢纽直通线自横店东站经天河站至武汉站。", "武汉站", "武汉东站"),
        ("成都市", "川青铁路经十陵东站通达三星堆北站。", "川青铁路", "东站"),
    ],
)
def test_a_station_of_another_place_is_not_that_of_the_city(
    city: str, sentence: str, expected: str, absent: str
) -> None:
    names = {m.name for m in read(city, sentence).values()}
    assert expected in names
    assert absent not in names
