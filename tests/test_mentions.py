"""What a careful reader would find, in plans of any city."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.entries import default_gazetteer
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan
from tests.plans import CHENGDU, GUANGZHOU_TRADITIONAL, SUZHOU, XIAN

IN_CHENGDU = """
天府新区 成都东部新区 成都高新技术产业开发区 成都未来科技城 交子公园商圈 成自宜高铁 成都至格尔木铁路 地铁8号线二期
10号线三期 十陵南站 成都东站 成洛大道 天府大道北延线 武侯区 郫都区 岷江 沱江 李家岩水库 三坝水库 毗河供水二期工程
"""
IN_SUZHOU = """
一核四城 苏州古城 东部综合商务城 西部生态科技城 南部太湖新城 北部高铁新城 苏州工业园区 昆山经济技术开发区 太湖科学城
吴淞江科技城 通苏嘉甬铁路 沪苏湖铁路 苏台高速公路 张靖皋长江大桥 太仓港区 常熟港区 苏州湾博物馆 平江历史文化街区
"""
IN_XIAN = """
西部科技创新港 丝路科学城 西安高新区 沣东新城 沣西新城 西安咸阳国际机场三期扩建工程 西延高铁 西十高铁 西安至安康城际铁路
引汉济渭工程 大明宫国家遗址公园 秦岭国家植物园 碑林区 莲湖区 雁塔区 灞桥区
"""


def read(text: str, name: str = "plan.txt") -> dict[str, object]:
    plan = Plan(name, text)
    return {m.text: m for m in find_mentions(plan, default_gazetteer())}


def names(text: str) -> set[str]:
    return set(read("广州市发展规划\n" + text)) - {"广州市"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(CHENGDU, IN_CHENGDU), (SUZHOU, IN_SUZHOU), (XIAN, IN_XIAN)],
    ids=["chengdu", "suzhou", "xian"],
)
def test_plans_of_cities_that_no_table_knows(text: str, expected: str) -> None:
    found = set(read(text))
    missing = set(expected.split()) - found
    assert not missing


@pytest.mark.parametrize("text", [CHENGDU, SUZHOU, XIAN], ids=["chengdu", "suzhou", "xian"])
def test_nothing_of_another_city_is_placed_in_guangdong(text: str) -> None:
    for mention in read(text).values():
        assert not any(440000 <= code < 450000 for code in mention.adcodes), mention


def test_a_list_of_stations_is_completed_from_its_end() -> None:
    found = read(GUANGZHOU_TRADITIONAL)
    assert [found[t].name for t in ("廣州", "廣州東", "廣州南", "廣州白雲", "佛山西")] == [
        "广州站",
        "广州东站",
        "广州南站",
        "广州白云站",
        "佛山西站",
    ]
    assert {found[t].kind for t in ("廣州", "廣州東", "佛山西")} == {"station"}


def test_bare_metro_lines_belong_to_the_city_of_the_plan() -> None:
    assert read(GUANGZHOU_TRADITIONAL)["8號線東延段"].name == "广州地铁8号线东延段"
    assert read(CHENGDU)["10号线三期"].name == "成都地铁10号线三期"


def test_taiwanese_words_become_mainland_ones_and_offsets_stay() -> None:
    mention = read(GUANGZHOU_TRADITIONAL)["南沙港區四期貨櫃碼頭"]
    assert mention.name == "广州港南沙港区四期集装箱码头"
    assert GUANGZHOU_TRADITIONAL[mention.start : mention.end] == "南沙港區四期貨櫃碼頭"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("推进广深港、广珠澳科技创新走廊建设。", {"广深港", "广珠澳科技创新走廊"}),
        ("加快有轨电车2、3、5号线建设。", {"有轨电车2", "3", "5号线"}),
        ("依托广州南站周边商圈发展。", {"广州南站"}),
        ("建设佛山经广州至东莞城际（28号线）。", {"佛山经广州至东莞城际", "28号线"}),
        ("保护青螺山—白鹤山。", {"青螺山", "白鹤山"}),
        ("打造“广州制造”品牌，弘扬“广州精神”。", set()),
        ("落实《广州市城市更新条例》，市委市政府高度重视。", set()),
        ("加快产业园区、港口和高铁建设，建设一批现代产业园。", set()),
        ("发挥广州市委领导核心作用。", set()),
        ("建设国际一流科学城，提升互联互通水平。", set()),
    ],
)
def test_the_edges_of_names(sentence: str, expected: set[str]) -> None:
    assert names(sentence) == expected


def test_a_heading_holds_what_is_below_it_and_no_more() -> None:
    text = """广州市番禺区发展规划
第一章 布局
第一节 各镇
沙湾街

建设青螺生物产业园。
第二节 公共服务
建设青螺职业技术学院。
"""
    found = read(text)
    assert found["青螺生物产业园"].place == "in+sha-wan-jie-dao"  # type: ignore[attr-defined]
    assert found["青螺职业技术学院"].place == "in+admin-440113"  # type: ignore[attr-defined]


def test_headings_of_the_contents_do_not_count_twice() -> None:
    contents = "目录\n" + "".join(f"第{n}章 建设南沙科学城\n" for n in "一二三四五六")
    body = "".join(f"第{n}章 建设南沙科学城\n推进工作。\n" for n in "一二三四五六")
    found = find_mentions(Plan("p.txt", f"广州市发展规划\n{contents}{body}"), default_gazetteer())
    assert sum(m.text == "南沙科学城" for m in found) == 6


def test_a_plan_without_a_place_has_no_mention() -> None:
    assert find_mentions(Plan("p.txt", "坚持创新驱动发展，全面深化改革。\n"), default_gazetteer()) == []


def test_an_unknown_plan_file_says_where_each_name_is_known_to_be() -> None:
    mention = read(CHENGDU + "\n打造青螺公园商圈。")["青螺公园商圈"]
    assert (mention.precision, mention.districts, mention.resolved) == ("city", ("成都市",), "context")


_WORDS = st.sampled_from(
    [
        *re.split(r"(?<=[，。、：])", CHENGDU + SUZHOU + GUANGZHOU_TRADITIONAL),
        "貨櫃碼頭",
        "8 號線", "（廣州）", "“一核兩極四軸”", "\r\n", "\u3000", "⻄江", "𠮷", "😀", "――", "\x00",
        "廣佛環線（廣州南至白雲機場段）",
        "网际网路", "至", "、", "等", "市橋", "有轨电车2、3、5号线", "二期、三期", "一至三期",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=40).map("".join))
def test_every_mention_slices_back_to_its_words(text: str) -> None:
    plan = Plan("p.txt", text)
    previous = 0
    for mention in find_mentions(plan, default_gazetteer()):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= previous, "none overlaps another"
        previous = mention.end
