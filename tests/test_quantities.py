"""Amounts, years, lengths and areas, and the one name that each belongs to."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.plan import Plan
from gazetteer.properties import clause_properties, with_properties
from gazetteer.quantities import amount_yuan, find_quantities, properties_of, size_of, years_of
from gazetteer.records import Mention

MARKED = re.compile(r"<(?P<name>[^<>|]+)\|(?P<kind>\w+)>")


def read(marked):
    """A sentence with its names marked <name|kind>, as text and spans."""
    spans, parts, position, length = [], [], 0, 0
    for match in MARKED.finditer(marked):
        before = marked[position : match.start()]
        parts += [before, match["name"]]
        start = length + len(before)
        length = start + len(match["name"])
        spans.append((start, length, match["kind"]))
        position = match.end()
    parts.append(marked[position:])
    return "".join(parts), spans


def told(marked, **options):
    text, spans = read(marked)
    found = clause_properties(text, spans, **options)
    return {text[slice(*spans[index][:2])]: properties for index, properties in found.items()}


# -- amounts ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**15), st.sampled_from([("元", 1), ("万元", 10**4), ("亿元", 10**8), ("万亿元", 10**12)]))
def test_every_whole_yuan_survives_its_unit(yuan, unit):
    name, worth = unit
    assert amount_yuan(f"{Decimal(yuan) / worth:f}{name}") == yuan
    assert amount_yuan(f"{Decimal(yuan) / worth:f}", scale=worth) == yuan


@given(st.integers(0, 10**13))
def test_commas_between_thousands_do_not_count(yuan):
    assert amount_yuan(f"{yuan:,}元") == amount_yuan(f"{yuan:,}".replace(",", "，"), scale=1) == yuan


@given(st.integers(1, 10**7), st.sampled_from(["总投资", "计划总投资约", "总投资额为", "投资", "估算总投资（暂定）"]))
def test_a_sentence_says_the_amount_of_its_cell(amount, words):
    assert properties_of(f"{words}{amount}万元，年内开工") == {"investment_yuan": amount * 10**4}


@given(st.text(alphabet="0123456789.,，万亿元约总投资全长公里平方—-年“”十四五期间（）的线", max_size=40))
def test_any_characters_are_read_within_their_text(text):
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        if quantity.key == "years":
            assert quantity.value[0] <= quantity.value[1]
        else:
            assert quantity.value >= 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("概算总投资12.8亿元以上", 1_280_000_000),
        ("总投资额达1.2万亿元", 1_200_000_000_000),
        ("计划投资3600余万元", 36_000_000),
        ("总投资：45亿，分两期", 4_500_000_000),
        ("总投资30亿美元", None),
        ("累计完成投资30亿元", None),
        ("固定资产投资3000亿元", None),
        ("吸引社会投资20亿元", None),
        ("2023年计划投资8亿元", None),
        ("实现产值300亿元", None),
        ("投资强度每亩400万元", None),
        ("总投资亿元以上的项目30个", None),
        ("投资30—50亿元", None),
    ],
)
def test_only_a_total_investment_counts(words, expected):
    assert properties_of(words).get("investment_yuan") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("全长约36.5公里", {"length_km": 36.5}),
        ("桥长1860米", {"length_km": 1.86}),
        ("设计时速250公里/小时", {}),
        ("道路红线宽60米", {}),
        ("距火车站5公里", {}),
        ("岸线长8公里", {}),
        ("其中隧道长3公里", {}),
        ("周长12公里", {}),
        ("规划面积18平方公里", {"area_km2": 18.0}),
        ("占地约450亩", {"area_km2": 0.3}),
        ("总用地面积3.2公顷", {"area_km2": 0.032}),
        ("占地面积25万平方米", {"area_km2": 0.25}),
        ("流域面积1.5万平方公里", {"area_km2": 15000.0}),
        ("总建筑面积25万平方米", {}),
        ("绿化面积2平方公里", {}),
    ],
)
def test_sizes_are_those_of_the_whole(words, expected):
    assert properties_of(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2021-2025", (2021, 2025)),
        ("2019—2023年", (2019, 2023)),
        ("2021年3月至2024年12月", (2021, 2024)),
        ("2022.06-2026.09", (2022, 2026)),
        ("2024年", (2024, 2024)),
        ("“十四五”", (2021, 2025)),
        ("十五五时期", (2026, 2030)),
        ("“十四五”至“十五五”", (2021, 2030)),
        ("规划期内", (2023, 2035)),
        ("2025—2021", None),
        ("长期", None),
        ("二十五年", None),
        ("共3年", None),
    ],
)
def test_years(words, expected):
    assert years_of(words, period=(2023, 2035)) == expected


def test_a_size_without_any_unit_says_nothing():
    assert size_of("12", "长度", "length_km") is None
    assert size_of("12", "面积（平方公里）", "length_km") is None
    assert size_of("2.5", "占地面积（万平方米）", "area_km2") == 0.025


# -- whose it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("<成渝中线高铁|rail>全长约292公里。", {"成渝中线高铁": {"length_km": 292.0}}),
        (
            "加快建设<苏台高速|road>，线路全长82公里，估算总投资210亿元。",
            {"苏台高速": {"length_km": 82.0, "investment_yuan": 21_000_000_000}},
        ),
        (
            "<秦汉大道|road>：起于<沣东新城|zone>，止于<秦汉新城|zone>，全长12公里，总投资18亿元。",
            {"秦汉大道": {"length_km": 12.0, "investment_yuan": 1_800_000_000}},
        ),
        (
            "<太湖新城|zone>规划面积26平方公里；<相城站|station>总投资40亿元。",
            {"太湖新城": {"area_km2": 26.0}, "相城站": {"investment_yuan": 4_000_000_000}},
        ),
        ("建成总投资30亿元的<天府艺术公园|facility>。", {"天府艺术公园": {"investment_yuan": 3_000_000_000}}),
        ("投资12亿元建设<锦江绿道|nature>。", {"锦江绿道": {"investment_yuan": 1_200_000_000}}),
        ("<独墅湖第二通道|road>（全长3.5公里，总投资25亿元）加快推进。", {
            "独墅湖第二通道": {"length_km": 3.5, "investment_yuan": 2_500_000_000},
        }),
        ("<西安地铁10号线|rail>（34.5公里）、<西安地铁15号线|rail>（18.9公里）开工。", {
            "西安地铁10号线": {"length_km": 34.5},
            "西安地铁15号线": {"length_km": 18.9},
        }),
        ("开工<甲线|rail>（全长3公里）、<乙线|rail>（全长4公里）。", {
            "甲线": {"length_km": 3.0}, "乙线": {"length_km": 4.0},
        }),
        ("<甲线|rail>36公里、<乙线|rail>12公里加快建设。", {"甲线": {"length_km": 36}, "乙线": {"length_km": 12}}),
        ("<吴中区|admin><太湖湿地公园|nature>占地面积4.6平方公里。", {"太湖湿地公园": {"area_km2": 4.6}}),
        ("<双流区|admin>面积466平方公里。", {"双流区": {"area_km2": 466.0}}),
        ("<阳澄湖枢纽|station>2025年建成投用。", {"阳澄湖枢纽": {"years": [2025, 2025]}}),
        ("<金鸡湖隧道|road>2021年开工，2025年底建成通车。", {"金鸡湖隧道": {"years": [2021, 2025]}}),
        ("力争2024年底前建成<浐灞体育公园|facility>。", {"浐灞体育公园": {"years": [2024, 2024]}}),
        ("“十四五”期间开工建设<成都第二绕城|road>。", {"成都第二绕城": {"years": [2021, 2025]}}),
        ("规划期内建成<成都第二绕城|road>。", {"成都第二绕城": {"years": [2023, 2035]}}),
        ("<渭河大桥|road>项目。建设周期：2022—2024年。", {"渭河大桥": {"years": [2022, 2024]}}),
        (
            "<草堂科技园|platform>：总投资8000万元，毗邻<秦岭|nature>，总占地面积300亩。建设年限：2021—2023年。",
            {"草堂科技园": {"investment_yuan": 80_000_000, "area_km2": 0.2, "years": [2021, 2023]}},
        ),
    ],
)  # fmt: skip
def test_a_quantity_goes_to_the_name_that_its_clause_is_about(sentence, expected):
    assert told(sentence, period=(2023, 2035)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "推进<甲线|rail>、<乙线|rail>建设，总投资90亿元。",
        "<甲线|rail>和<乙线|rail>全长30公里。",
        "<甲大桥|road>等项目总投资50亿元。",
        "2025年建成<甲站|station>、<乙站|station>。",
        "总投资60亿元的<甲站|station>和<乙站|station>。",
        "依托<甲站|station>建设商务区，总面积4.5平方公里。",
        "位于<甲湖|nature>，占地面积2平方公里。",
        "<甲机场|airport>周边道路改造，总投资3亿元。",
        "推进<甲机场|airport>周边道路改造，总投资3亿元。",
        "距<甲站|station>5公里。",
        "<甲线|rail>设计时速250公里。",
        "<甲园|platform>总建筑面积30万平方米。",
        "<甲园|platform>入驻企业总投资30亿元。",
        "<甲园|platform>完成投资30亿元。",
        "<甲区|admin>总投资300亿元。",
        "在<甲区|admin>建设隧道，全长3公里。",
        "在<甲区|admin>规划建设产业园，面积10平方公里。",
        "<甲一核两翼|layout>，面积10平方公里。",
        "建设<甲线|rail>。全市轨道交通里程达600公里。",
        "建设<甲线|rail>，打造一批示范园区，总面积30平方公里。",
        "2025年建成<甲站|station>周边路网。",
        "<甲线|rail>、<乙线|rail>（30公里）开工。",
        "<甲站|station>启用，全市高速公路里程超1000公里。",
    ],
)
def test_what_may_be_meant_otherwise_is_left_out(sentence):
    assert told(sentence) == {}


def mention(plan, name, kind, **known):
    start = plan.text.index(name)
    return Mention(plan.name, start, start + len(name), name, name, kind, **known)


def test_mentions_keep_all_else_and_their_order():
    plan = Plan("t", "推動 8 號線北延段建設,全長 12.5 公里,總投資1,050萬元。謀劃長湖站。\n")
    line = mention(plan, "8 號線北延段", "rail", status="construction", properties={"years": [2020, 2024]})
    station = mention(plan, "長湖站", "station", status="study")
    first, second = with_properties(plan, [line, station])
    assert second is station
    assert first.properties == {"years": [2020, 2024], "length_km": 12.5, "investment_yuan": 10_500_000}
    assert (first.start, first.end, first.text, first.status) == (line.start, line.end, line.text, "construction")


def test_taiwanese_words_before_a_name_do_not_move_its_clause():
    plan = Plan(
        "t", "發展網際網路、人工智慧、奈米、晶片與資訊產業，最佳化數位經濟，擴建貨櫃碼頭。\n銀湖大橋全長3.2公里。\n"
    )
    assert plan.script == "traditional-taiwan"
    [bridge] = with_properties(plan, [mention(plan, "銀湖大橋", "road")])
    assert bridge.properties == {"length_km": 3.2}
