"""Rows of names that fill what a slogan counts: sentences of our own about real places."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan


def told(title: str, sentence: str) -> dict[str, list[str]]:
    """Names of the defined elements of the first layout of a plan, by the part that counts them."""
    plan = Plan("p.txt", f"{title}\n{sentence}")
    layout = read_layouts(plan, find_mentions(plan, default_gazetteer()))[0]
    named: dict[str, list[str]] = {}
    for element in layout.elements:
        if element.defined:
            named.setdefault(element.group, []).append(element.name)
    return named


def test_mountains_and_the_one_river_by_kind_and_count() -> None:
    found = told(
        "丽水市国土空间总体规划",
        "构建“一江四山”生态安全格局，加强瓯江干流岸线管控，保护洞宫山、仙霞岭、括苍山和雁荡山等重点山体。",
    )
    assert found == {"一江": ["瓯江"], "四山": ["洞宫山", "仙霞岭", "括苍山", "雁荡山"]}


def test_bays_and_islands_before_what_becomes_of_them() -> None:
    found = told(
        "烟台市海洋发展规划",
        "优化“三湾两岛”海洋空间布局，芝罘湾、套子湾、龙口湾建设滨海客厅，养马岛和崆峒岛发展生态旅游。",
    )
    assert found == {"三湾": ["芝罘湾", "套子湾", "龙口湾"], "两岛": ["养马岛", "崆峒岛"]}


def test_what_a_list_says_of_its_items() -> None:
    found = told(
        "南昌市综合交通规划",
        "完善“两纵三横”公路网，其中昌九高速、昌樟高速为纵线，杭瑞高速、沪昆高速、福银高速为横线。",
    )
    assert {group: len(names) for group, names in found.items()} == {"两纵": 2, "三横": 3}
    assert found["两纵"][0].startswith("昌九高速")


def test_bands_along_the_rivers_of_a_list() -> None:
    found = told(
        "安庆市国土空间总体规划", "构建“一江多廊”生态网络，守护长江岸线，沿皖河、潜水、秋浦河等水系建设生态廊道。"
    )
    assert found == {"一江": ["长江"], "多廊": ["皖河生态廊道", "潜水生态廊道", "秋浦河生态廊道"]}


@pytest.mark.parametrize("listed", ["洞宫山、仙霞岭", "洞宫山、仙霞岭、括苍山、雁荡山、九龙山"])
def test_a_list_of_another_number_is_not_what_is_counted(listed: str) -> None:
    assert "四山" not in told(
        "丽水市国土空间总体规划", f"构建“一江四山”生态安全格局，加强瓯江干流岸线管控，保护{listed}。"
    )


def test_circles_by_what_their_lists_are_called() -> None:
    found = told(
        "长沙都市圈发展规划",
        "形成“一核三圈层”空间结构。长沙市区为核心圈层，浏阳、宁乡、湘潭为紧密圈层，益阳、娄底为辐射圈层。",
    )
    assert found["三圈层"] == ["核心圈层", "紧密圈层", "辐射圈层"]


def test_the_one_core_is_called_so() -> None:
    found = told(
        "合肥市开发区布局", "形成“一核多园”创新布局：合肥高新区为核，巢湖科技园、庐江高新园、肥西产业园联动发展。"
    )
    assert found["一核"] == ["合肥高新区"]
    assert found["多园"] == ["巢湖科技园", "庐江高新园", "肥西产业园"]


def test_a_sum_whose_list_begins_with_a_city_that_begins_like_a_verb() -> None:
    found = told(
        "青岛市城镇体系规划", "建立“1+2+3”的城镇体系，“1”为主城区，“2”为即墨、胶州，“3”为平度、莱西、董家口三个城市。"
    )
    assert found["2"] == ["即墨", "胶州"]
