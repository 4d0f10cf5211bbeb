"""Project tables, as portals, word processors and spreadsheets leave them in a text."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.plan import Plan
from gazetteer.project_tables import read_project_tables
from gazetteer.properties import properties_of_row, status_from_table, with_properties
from gazetteer.records import Mention


def rows_of(text):
    return read_project_tables(Plan("t", text))


def words(row):
    return {cell.column.role: cell.text for cell in row.cells}


def squeezed(text):
    return re.sub(r"\s", "", text)


TITLES = {
    "number": ["序号", "编号"],
    "name": ["项目名称", "工程名称", "名称", "建设项目"],
    "place": ["建设地点", "所在区县", "建设位置"],
    "content": ["建设内容", "建设内容及规模", "主要建设内容", "建设规模与内容", "项目概况"],
    "investment": ["总投资（亿元）", "总投资(亿元)", "估算总投资（亿元）", "投资估算（亿元）"],
    "part_investment": ["“十四五”投资（亿元）", "2020年底累计完成投资（亿元）", "“十四五”计划投资额"],
    "years": ["建设年限", "起止年限", "建设周期", "建设起止年限", "建设工期"],
    "responsible": ["责任单位", "牵头单位", "建设单位", "项目业主"],
    "status": ["建设性质", "项目状态"],
}
NAMES = [
    f"{a}{b}" for a in ("青龙", "白石", "云岭", "长溪", "双河") for b in ("大桥改造", "快速路工程", "水厂", "客运站")
]
VALUES = {
    "name": st.sampled_from(NAMES),
    "place": st.sampled_from(["青山区", "南溪县", "东湖镇"]),
    "content": st.sampled_from(["新建双向六车道道路及管线", "改造泵站两座，铺设管网", "建设站房和站前广场"]),
    "investment": st.sampled_from(["12.5", "3", "108.35", "0.8", "2021", "—"]),
    "part_investment": st.sampled_from(["2.25", "11", "60", "/"]),
    "years": st.sampled_from(["2021-2025", "2022—2024年", "2023年", "2020.6-2023.12"]),
    "responsible": st.sampled_from(["市交通局", "市轨道集团有限公司", "青山区政府", "水务局"]),
    "status": st.sampled_from(["新建", "续建", "改扩建"]),
}


@st.composite
def tables(draw):
    others = draw(st.lists(st.sampled_from(sorted(VALUES.keys() - {"name"})), unique=True, min_size=2))
    roles = [*draw(st.sampled_from([["number"], []])), "name", *others]
    titles = [draw(st.sampled_from(TITLES[role])) for role in roles]
    rows = [
        [str(number) if role == "number" else draw(VALUES[role]) for role in roles]
        for number in range(1, draw(st.integers(2, 7)) + 1)
    ]
    return roles, titles, rows


def shown(row):
    return [cell.text for cell in row.cells]


@settings(max_examples=120, deadline=None)
@given(tables(), st.sampled_from(["\n", "\n\n", "\r\n", "\n  "]))
def test_one_cell_a_line_in_any_order_of_columns(table, between):
    roles, titles, rows = table
    text = (
        "前文一段。\n" + between.join([*titles, *(cell for row in rows for cell in row)]) + "\n\n第二章 后文\n正文。\n"
    )
    found = rows_of(text)
    assert [[cell.column.role for cell in row.cells] for row in found] == [roles] * len(rows)
    assert [[text[c.start : c.end] for c in row.cells] for row in found] == rows


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(["bar", "tab"]))
def test_bars_and_tabs(table, style):
    roles, titles, rows = table
    lines = [titles, *rows]
    if style == "bar":
        drawn = ["| " + " | ".join(line) + " |" for line in lines]
        drawn.insert(1, "|" + " --- |" * len(roles))
    else:
        drawn = ["\t".join(line) for line in lines]
    text = "前文一段。\n" + "\n".join(drawn) + "\n表后的一段话，加快推进建设。\n"
    found = rows_of(text)
    assert [[cell.column.role for cell in row.cells] for row in found] == [roles] * len(rows)
    assert [[text[c.start : c.end] for c in row.cells] for row in found] == rows


BROKEN = """专栏3 重点交通项目
                                   单位：亿元
序号
项目名称
建设
地点
建设内容及
规模
总投资
（亿元）
建设
年限
责任单位
一、轨道交通工程
1
城东快线
一期工程
高新区
新建线路全长21.6
公里，设站12座
102.5
2021-
2025
市轨道集团
2
西站枢纽
雁塔区
站房
—
2023-2026
市交通局
小计
102.5
二、公路工程
3
北环路改造
未央区
改造城市快速路12公里
20
2022-2024
市住建局
注：投资以批复为准。

第四节 后文
1
一段正文，推进建设。
"""


def test_broken_titles_and_cells_sections_and_sums():
    first, line, station, total, second, road = rows_of(BROKEN)
    assert [row.kind for row in (first, line, station, total, second, road)] == [
        "section", "project", "project", "total", "section", "project",
    ]  # fmt: skip
    assert words(line) == {
        "number": "1",
        "name": "城东快线一期工程",
        "place": "高新区",
        "content": "新建线路全长21.6公里，设站12座",
        "investment": "102.5",
        "years": "2021-2025",
        "responsible": "市轨道集团",
    }
    assert line.sections == ("一、轨道交通工程",)
    assert road.sections == ("二、公路工程",)
    assert squeezed(BROKEN[line.start : line.end]).startswith("1城东快线一期工程高新区")
    assert all(squeezed(BROKEN[c.start : c.end]) == c.text for c in line.cells)
    assert properties_of_row(line, "rail") == {
        "length_km": 21.6,
        "investment_yuan": 10_250_000_000,
        "years": [2021, 2025],
    }
    assert "investment_yuan" not in properties_of_row(station, "station")
    assert BROKEN[road.end :].startswith("\n注")


def test_blank_lines_between_cells_show_which_lines_belong_together():
    text = "\n\n".join(
        [
            "序号",
            "名称",
            "功能定位",
            "重点任务",
            "1",
            "云谷科技园",
            "研发总部基地。",
            "引进企业\n建设厂房",
            "2",
            "石湾港区",
            "物流枢纽。",
            "建设泊位",
        ]
    )
    park, port = rows_of(text + "\n")
    assert shown(park) == ["1", "云谷科技园", "研发总部基地。", "引进企业建设厂房"]
    assert shown(port) == ["2", "石湾港区", "物流枢纽。", "建设泊位"]


def test_empty_cells_of_a_word_table_are_blank_lines():
    text = "序号\n项目名称\n建设内容\n总投资（亿元）\n备注\n1\n甲湖公园\n新建公园\n3.2\n\n2\n乙河整治\n\n1.1\n储备\n"
    park, river = rows_of(text)
    assert words(park) == {"number": "1", "name": "甲湖公园", "content": "新建公园", "investment": "3.2"}
    assert words(river) == {"number": "2", "name": "乙河整治", "investment": "1.1", "text": "储备"}


def test_amounts_that_look_like_numbers_of_rows():
    cells = ["1", "甲路", "2", "3", "2", "乙路", "3", "12", "3", "丙路", "15", "4", "4", "丁路", "6.5", "5"]
    text = "\n".join(["序号", "项目名称", "里程（公里）", "总投资（亿元）", *cells]) + "\n"
    assert [words(row)["investment"] for row in rows_of(text)] == ["3", "12", "4", "5"]
    assert [properties_of_row(row, "road")["length_km"] for row in rows_of(text)] == [2, 3, 15, 6.5]


def test_titles_repeated_on_a_new_page_are_no_row():
    head = "序号\n项目名称\n总投资\n（万元）\n推进措施\n"
    text = f"{head}1\n甲路\n300\n加快\n2\n乙路\n500\n加快\n续表\n{head}3\n丙路\n700\n加快\n"
    assert [row.name for row in rows_of(text)] == ["甲路", "乙路", "丙路"]


def test_a_caption_that_could_be_a_title():
    assert [row.name for row in rows_of("重大项目\n序号\n项目名称\n总投资（万元）\n1\n甲路\n300\n2\n乙路\n500\n")] == [
        "甲路",
        "乙路",
    ]


def test_two_tables_and_the_text_between():
    text = (
        "序号\n项目名称\n总投资（万元）\n1\n甲路\n300\n2\n乙路\n500\n"
        "　　各单位要按照职责分工，抓好项目推进，定期调度进展，及时协调解决问题，确保按期完成年度目标任务和投资计划。\n"
        "　　市发展改革委要加强统筹。\n"
        "项目名称\n建设地点\n总投资（亿元）\n丙站\n东湖区\n12\n丁站\n西山区\n30\n"
    )
    found = rows_of(text)
    assert [row.name for row in found] == ["甲路", "乙路", "丙站", "丁站"]
    assert [properties_of_row(row, "station")["investment_yuan"] for row in found] == [
        3_000_000, 5_000_000, 1_200_000_000, 3_000_000_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "序号\n指标名称\n2020年\n2025年\n1\n铁路里程\n20\n30\n",
        "项目\n单位\n2020年\n2025年\n铁路里程\n公里\n20\n30\n",
        "类别\n序号\n指标\n2025年\n属性\n经济\n1\n地区生产总值（亿元）\n3000\n预期性\n",
        "重点项目\n推进甲路、乙路建设。\n项目\n丙路\n",
        "建设项目名称应当规范。\n投资规模要合理。\n",
        "",
    ],
)
def test_other_tables_and_prose_are_left_alone(text):
    assert rows_of(text) == []


def test_years_in_two_columns_and_units_in_the_caption():
    text = "单位：万元\n项目名称\t开工时间\t竣工时间\t总投资\n甲桥\t2021年\t2024年\t1,250\n乙桥\t2023年\t待定\t8亿元\n"
    first, second = rows_of(text)
    assert properties_of_row(first, "road") == {"investment_yuan": 12_500_000, "years": [2021, 2024]}
    assert properties_of_row(second, "road") == {"investment_yuan": 800_000_000}


def test_money_without_a_unit_is_no_amount():
    text = "项目名称\t建设性质\t总投资\n甲桥\t新建\t1250\n"
    [row] = rows_of(text)
    assert properties_of_row(row, "road") == {}


@pytest.mark.parametrize(
    ("word", "years", "expected"),
    [
        ("续建", "2021-2023", "construction"),
        ("在建", "2021-2023", "construction"),
        ("新建", "2021-2023", "planned"),
        ("新建", "2018-2023", "construction"),
        ("拟建", "2024-2026", "planned"),
        ("前期", "2024-2026", "study"),
        ("储备", "2024-2026", "study"),
        ("已建成", "2018-2020", "built"),
        ("扩建", "2021-2023", "unspecified"),
    ],
)
def test_status_by_column(word, years, expected):
    [row] = rows_of(f"项目名称\n建设性质\n建设年限\n甲路\n{word}\n{years}\n")
    assert status_from_table(row, period=(2021, 2025)) == expected


def test_status_by_section():
    text = "序号\n项目名称\n总投资（亿元）\n一、续建项目\n1\n甲路\n3\n二、前期项目（共2项）\n2\n乙路\n5\n3\n丙路\n6\n"
    found = [row for row in rows_of(text) if row.kind == "project"]
    assert [(row.name, status_from_table(row)) for row in found] == [
        ("甲路", "construction"), ("乙路", "study"), ("丙路", "study"),
    ]  # fmt: skip


def mention(plan, name, kind, status="unspecified"):
    start = plan.text.index(name)
    return Mention(plan.name, start, start + len(name), name, name, kind, status)


def test_a_mention_has_what_its_row_says():
    text = (
        "蘭溪市“十四五”規劃\n"
        "| 序號 | 項目名稱 | 建設性質 | 總投資(億元) | 建設年限 |\n"
        "| 1 | 蘭溪市 蘭江大橋改造工程 | 續建 | 12.5 | 2020-2023 |\n"
        "| 2 | 蘭溪站周邊配套道路網完善工程 | 新建 | 3 | 2021-2023 |\n"
        "| 3 | 金角水廠、永昌水廠 | 新建 | 4 | 2021-2023 |\n"
        "| 4 | 遊埠古鎮 | 新建 | - | “十四五” |\n"
    )
    plan = Plan("t", text)
    start = plan.text.index("1 | ")
    city = Mention("t", start + 4, start + 7, "蘭溪市", "兰溪市", "admin")
    bridge = mention(plan, "蘭江大橋", "road")
    station = mention(plan, "蘭溪站", "station")
    works = [mention(plan, name, "utility") for name in ("金角水廠", "永昌水廠")]
    town = mention(plan, "遊埠古鎮", "zone", "built")
    found = with_properties(plan, [city, bridge, station, *works, town])
    assert [m.properties for m in found] == [
        {}, {"investment_yuan": 1_250_000_000, "years": [2020, 2023]}, {}, {}, {}, {"years": [2021, 2025]},
    ]  # fmt: skip
    assert [m.status for m in found] == ["unspecified", "construction", *["unspecified"] * 3, "built"]
    assert [(m.start, m.end, m.text) for m in found] == [
        (m.start, m.end, m.text) for m in (city, bridge, station, *works, town)
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"序号名称项目总投资建设年限内容|\t\n （）12.—", "\n", "\n\n", "项目名称\n", "总投资（亿元）\n", "1\n"]
        ),
        max_size=80,
    )
)
def test_any_text_is_read_without_error_and_with_exact_spans(pieces):
    text = "".join(pieces)
    for row in rows_of(text):
        assert [c.start for c in row.cells] == sorted(c.start for c in row.cells)
        for cell in row.cells:
            assert squeezed(text[cell.start : cell.end]).replace(",", "，") == squeezed(cell.text)


@pytest.mark.parametrize(
    "line", ["项目名称\n", "序号\n项目名称\n", "1\n", "（", "项目名称|", "总投资", "12.5亿元", "2021年"]
)
def test_time_grows_with_the_length_only(line):
    def seconds(times):
        plan = Plan("t", "序号\n项目名称\n总投资（亿元）\n1\n甲路\n3\n" + line * times)
        _ = plan.form, plan.outline
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            with_properties(plan, [])
            best = min(best, time.process_time() - start)
        return best

    assert seconds(4000) < 16 * max(seconds(1000), 0.002)
