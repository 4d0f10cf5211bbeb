"""Titles of pages: the area that the plans share, in both languages."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from maps.titles import ATLAS, titled


@pytest.mark.parametrize(
    ("areas", "zh", "en"),
    [
        ([["南沙区"], ["番禺区"]], "广州", "Guangzhou"),
        ([["番禺区"], ["番禺区"]], "番禺", "Panyu"),
        ([["广州市"], ["番禺区"], ["佛山市", "广州市"]], "广州", "Guangzhou"),
        ([["成都市"], ["苏州市"], ["西安市"]], "成都、苏州、西安", "Chengdu, Suzhou, Xi'an"),
        ([["广州市"], ["深圳市"], ["佛山市"], ["东莞市"]], "广东", "Guangdong"),
        ([["广东省"], ["番禺区"]], "广东", "Guangdong"),
    ],
)
def test_a_title_names_what_the_plans_share(areas, zh, en):
    words = titled(ATLAS, areas, default_gazetteer().units)
    assert words == (f"{zh} · {ATLAS[0]}", f"{en} · {ATLAS[1]}")


@pytest.mark.parametrize("areas", [[], [[]], [["广州市"], []], [["成都市"], ["苏州市"], ["西安市"], ["杭州市"]]])
def test_a_title_names_no_area_where_plans_share_none_that_is_known(areas):
    assert titled(ATLAS, areas, default_gazetteer().units) == ATLAS
