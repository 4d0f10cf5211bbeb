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
        ("广西壮族自治区规划\n完善南宁东、南宁、五象站功能。", {"南宁东": "南宁东站", "南宁": "南宁站"}),
        ("推动产业、金融等四大商圈发展。", {}),
    ],
)
def test_a_list_says_once_what_its_items_are(sentence: str, expected: dict[str, str]) -> None:
    found = read(sentence)
    assert {text: found.get(text) for text in expected} == expected
    assert expected or not found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("太原市发展规划\n推动太忻一体化。", {"太忻"}),
        ("浙江省发展规划\n唱好杭甬“双城记”，提升金丽温开放大通道。", {"杭甬", "金丽温开放大通道"}),
        ("黑龙江省发展规划\n深化哈大齐、哈牡绥协同。", {"哈大齐", "哈牡绥"}),
        ("湖北省发展规划\n促进汉襄宜“金三角”发展，健全鄂湘赣三省合作机制。", {"汉襄宜“金三角”", "鄂湘赣"}),
        ("云南省发展规划\n形成昆玉、昆曲、昆楚快速联系。", {"昆玉", "昆曲", "昆楚"}),
        ("福建省发展规划\n促进江海联动、东西协作、产城融合发展、内外协同。", set()),
    ],
)
def test_rows_of_cities(text: str, expected: set[str]) -> None:
    assert set(read(text)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "推进合肥长鑫存储器、芜湖奇瑞新能源汽车、滁州惠科光电等重大项目建设。",
            {
                "合肥长鑫存储器": "合肥长鑫存储器项目",
                "芜湖奇瑞新能源汽车": "芜湖奇瑞新能源汽车项目",
                "滁州惠科光电": "滁州惠科光电项目",
            },
        ),
        ("加快比亚迪刀片电池、万华化学烟台工厂等项目投产。", {"比亚迪刀片电池": "比亚迪刀片电池项目"}),
        ("实施加装电梯、污水管网改造、冷链物流等项目。", {}),
        ("支持贵阳等市发展算力等项目。", {"贵阳": "贵阳市"}),
        (
            "推进引江补汉、引大济湟等工程，实施引才入皖、引水入城等项目。",
            {"引江补汉": "引江补汉工程", "引大济湟": "引大济湟工程"},
        ),
        (
            "实施G310线天水至陇西段、S232线周至段改建。",
            {"G310线天水至陇西段": "G310线天水至陇西段", "S232线周至段改建": "S232线周至段改建"},
        ),
    ],
)
def test_projects_of_lists(sentence: str, expected: dict[str, str]) -> None:
    found = read(sentence)
    assert {text: found.get(text) for text in expected} == expected
    assert all(text in expected or text == "万华化学烟台工厂" for text in found)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("株洲中车突破关键技术，延长石油稳产增产。", set()),
        ("支持西安长安区、阿里地区发展。", {"西安长安区", "阿里地区"}),
        ("建设百年科学城、国家级信创产业基地、城乡融合发展示范区。", set()),
        ("推进阜阳复线船闸建设。", {"阜阳复线船闸"}),
        ("文临高速建成通车。", {"文临高速"}),
        ("推动东岭片区旧城改造。", {"东岭片区"}),
        ("实施南川沟、北川沟综合整治，治理侵蚀沟。", {"南川沟", "北川沟"}),
        ("推动首都医科大学宣武医院房山院区等新院区开工。", {"首都医科大学宣武医院房山院区"}),
        ("完善银行间市场，提升都市圈内公路服务。", set()),
        ("加强沟通协调，疏浚排水沟渠。", set()),
        ("修复那考河，强化琼州海峡航运管理。", {"那考河", "琼州海峡"}),
    ],
)
def test_what_is_a_name(sentence: str, expected: set[str]) -> None:
    assert set(read(sentence)) == expected


def test_a_course_of_three_places_is_one_zone() -> None:
    found = read("推动武汉—鄂州—黄石一线产业布局，保护岷江—沱江水系。")
    assert "武汉—鄂州—黄石" in found
    assert "岷江—沱江" not in found


def test_names_that_share_a_cell_share_its_status() -> None:
    rows = ("类别 | 项目 | 建设性质", "---|---|---", "铁路 | 西成铁路、兰合铁路 | 续建", "公路 | 中兰高速公路 | 建成")
    table = "".join(f"| {row} |\n" for row in rows)
    plan = Plan("p.txt", f"甘肃省发展规划（2021—2025年）\n专栏1 项目表\n{table}")
    found = {m.text: m.status for m in find_mentions(plan, default_gazetteer())}
    assert [found[name] for name in ("西成铁路", "兰合铁路", "中兰高速公路")] == [
        "construction",
        "construction",
        "built",
    ]
