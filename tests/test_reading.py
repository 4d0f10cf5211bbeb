"""Where names begin and end, and how lists complete them, in sentences about cities all over the country."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan


def read(text: str) -> dict[str, str]:
    """Words and names of the mentions in a text."""
    return {m.text: m.name for m in find_mentions(Plan("p.txt", text), default_gazetteer())}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("建成京新高速公路临河至白疙瘩段。", "京新高速公路临河至白疙瘩段"),
        ("推进包茂高速耀州至铜川段拓宽。", "包茂高速耀州至铜川段拓宽"),
        ("推进引江济淮工程安徽段建设。", "引江济淮工程安徽段"),
        ("推进鄂北水资源配置工程襄阳段建设。", "鄂北水资源配置工程襄阳段"),
        ("西气东输二线兰州支线投产。", "西气东输二线兰州支线"),
        ("建设四川大学华西医院天府院区。", "四川大学华西医院天府院区"),
        ("建设沈阳市第四人民医院新院。", "沈阳市第四人民医院新院"),
        ("推进田湾核电站7号机组建设。", "田湾核电站7号机组"),
        ("建设长城国家文化公园（宁夏段）。", "长城国家文化公园（宁夏段）"),
        ("建成G4京港澳高速延长线。", "G4京港澳高速延长线"),
        ("推进长丰水库除险加固。", "长丰水库"),
        ("推进宝鸡峡灌区续建配套与现代化改造。", "宝鸡峡灌区续建配套与现代化改造"),
    ],
)
def test_a_name_takes_its_section_branch_and_works(sentence: str, name: str) -> None:
    assert name in read(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "（一）铁路。",
        "（二）机场",
        "(三)公路",
        "兰州市交通规划（2021—2025年）\n",
        "合肥市面向东盟开放行动计划\n",
    ],
)
def test_numbers_of_headings_and_titles_are_no_mentions(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("提升宽窄巷子、盐市口、骡马市传统商圈。", {"盐市口": "盐市口商圈", "宽窄巷子": "宽窄巷子商圈"}),
        ("做强江汉路、光谷、中南等核心商圈。", {"江汉路": "江汉路商圈", "中南": "中南商圈"}),
        ("安徽省发展规划\n加快苏皖、浙皖、沪皖合作产业园建设。", {"苏皖": "苏皖合作产业园", "浙皖": "浙皖合作产业园"}),
        ("泸永、叙威、古金等6条高速公路建成通车。", {"泸永": "泸永高速公路", "叙威": "叙威高速公路"}),
        ("推动产业、金融等四大商圈发展。", {}),
    ],
)
def test_a_list_says_once_what_its_items_are(sentence: str, expected: dict[str, str]) -> None:
    found = read(sentence)
    assert {text: found.get(text) for text in expected} == expected
    assert expected or not found
