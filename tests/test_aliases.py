"""Names that places had before, are known by for short, or are written in Traditional characters."""

import pytest

from gazetteer.entries import Gazetteer, default_gazetteer
from gazetteer.geocode import resolve

FORMER = [
    ("广州白云(棠溪)站", "广州白云站"),
    ("棠溪站", "广州白云站"),
    ("广州新客站", "广州南站"),
    ("广州火车东站", "广州东站"),
    ("望洪站", "东莞西站"),
    ("南沙北站", "庆盛站"),
    ("佛山高明机场", "珠三角枢纽(广州新)机场"),
    ("珠三角新干线机场", "珠三角枢纽(广州新)机场"),
    ("新白云国际机场", "广州白云国际机场"),
    ("潮汕机场", "揭阳潮汕国际机场"),
    ("虎门二桥", "南沙大桥"),
    ("京珠高速", "京港澳高速公路"),
    ("广九铁路", "广深铁路"),
    ("武广高铁", "京广高铁"),
    ("广州新电视塔", "广州塔"),
    ("陈氏书院", "陈家祠"),
    ("广州国际会议展览中心", "广交会展馆"),
    ("华南植物园", "华南国家植物园"),
    ("横琴新区", "横琴粤澳深度合作区"),
    ("三龙湾高端创新集聚区", "佛山三龙湾科技城"),
    ("穗港智造特别合作区", "广州穗港智造合作区"),
    ("广州再生医学与健康广东省实验室", "生物岛实验室"),
    ("龙穴岛街道", "龙穴街道"),
]
SHORT = [
    ("知识城", "中新广州知识城"),
    ("大学城", "广州大学城"),
    ("大湾区", "粤港澳大湾区"),
    ("三龙湾", "佛山三龙湾科技城"),
    ("天河CBD", "天河中央商务区"),
    ("琶洲西区", "琶洲互联网创新集聚区"),
    ("海南自贸港", "海南自由贸易港"),
    ("国家超算广州中心", "国家超级计算广州中心"),
    ("白云机场", "广州白云国际机场"),
    ("穗莞深城际", "穗莞深城际铁路"),
    ("广佛肇城际", "广佛肇城际铁路"),
    ("广珠城轨", "广珠城际铁路"),
    ("琶莲城际", "穗莞深城际琶洲支线"),
    ("佛穗莞城际", "佛山经广州至东莞城际铁路"),
    ("芳白城际", "芳村至白云机场城际铁路"),
    ("广湛高铁", "广州至湛江高铁"),
    ("珠肇高铁", "珠海至肇庆高铁"),
    ("南沙港", "广州港南沙港区"),
    ("小蛮腰", "广州塔"),
    ("华工", "华南理工大学"),
]
TRADITIONAL = [
    ("廣州白雲站", "广州白云站"),
    ("粵港澳大灣區", "粤港澳大湾区"),
    ("中新廣州知識城", "中新广州知识城"),
    ("廣州捷運8號線", "广州地铁8号线"),
    ("廣佛環線", "广佛环线城际铁路"),
    ("廣州人工智慧與數位經濟試驗區(大學城片區)", "广州人工智能与数字经济试验区(大学城片区)"),
    ("石棋鎮", "石碁镇"),
]
MERGED = [
    ("萝岗区", 440112),
    ("芳村区", 440103),
    ("广州东山区", 440104),
    ("增城市", 440118),
    ("从化市", 440117),
    ("清新县", 441803),
    ("高要市", 441204),
]
"""Counties that are gone, and the code of the one that has their ground (GB/T 2260)."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return default_gazetteer()


@pytest.mark.parametrize(("form", "name"), [*FORMER, *SHORT, *TRADITIONAL])
def test_other_names_mean_the_place_they_belong_to(gazetteer: Gazetteer, form: str, name: str):
    found = resolve(form, gazetteer=gazetteer, area=["广州市"])
    assert found.place is not None, found.reason
    assert found.place.name == name


@pytest.mark.parametrize(("form", "adcode"), MERGED)
def test_a_county_that_is_gone_stands_in_the_one_that_has_its_ground(gazetteer: Gazetteer, form: str, adcode: int):
    found = resolve(form, gazetteer=gazetteer, area=["广州市"])
    assert found.place is not None, found.reason
    assert found.place.adcodes == (adcode,)


@pytest.mark.parametrize(("area", "there"), [("广州市", True), ("重庆市", False), ("深圳市", False)])
def test_what_other_cities_have_too_is_short_for_it_only_at_home(gazetteer: Gazetteer, area: str, there: bool):
    found = resolve("大学城", gazetteer=gazetteer, kind="platform", area=[area]).place
    assert (found is not None and found.name == "广州大学城") is there
