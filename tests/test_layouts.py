"""Layouts read out of sentences of our own, in the style of plans of many cities."""

from __future__ import annotations

import time

import pytest

from gazetteer.layout_slogans import find_slogans
from gazetteer.layouts import read_layouts
from gazetteer.plan import Plan
from gazetteer.records import Layout, Mention


def layouts_of(text: str, **kinds: str) -> list[Layout]:
    """Layouts of a text; the keywords give the names that the gazetteer would have found, with their kinds."""
    text = text if text.endswith("\n") else text + "\n"
    mentions = []
    for name, kind in kinds.items():
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention("test.txt", at, at + len(name), name, name, kind))  # type: ignore[arg-type]
            at = text.find(name, at + len(name))
    return read_layouts(Plan(name="test.txt", text=text), mentions)


def layout_of(text: str, **kinds: str) -> Layout:
    layouts = layouts_of(text, **kinds)
    assert len(layouts) == 1, [x.name for x in layouts]
    return layouts[0]


def groups(layout: Layout) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for e in layout.elements:
        out.setdefault(e.group, []).append(e.name if e.defined else f"?{e.name}")
    return out


def members(layout: Layout) -> dict[str, tuple[str, ...]]:
    return {e.name: e.members for e in layout.elements}


def test_parts_are_taken_up_again_with_colons() -> None:
    layout = layout_of(
        "构筑三轴三带多中心的城市空间。三轴：科技创新引领轴、古都文化传承轴、国际文化交流轴；三带：北山生态带、渭河生态带、秦岭生态带。"
    )
    assert layout.name == "三轴三带多中心"
    assert groups(layout) == {
        "三轴": ["科技创新引领轴", "古都文化传承轴", "国际文化交流轴"],
        "三带": ["北山生态带", "渭河生态带", "秦岭生态带"],
        "多中心": ["?多中心"],
    }
    assert members(layout)["渭河生态带"] == ("渭河",)
    assert [e.role for e in layout.elements][3] == "belt"


def test_a_mountain_and_its_wings() -> None:
    layout = layout_of("城市走向“一山连两翼”空间格局，龙泉山成为绿心，西翼为中心城区，东翼为东部新城。")
    assert groups(layout) == {"一山": ["?一山"], "两翼": ["西翼", "东翼"]}
    assert members(layout)["东翼"] == ("东部新城",)


def test_verbs_between_the_parts() -> None:
    layout = layout_of(
        "构建“一核引领、两极带动、多点支撑”的格局。\n一核引领：依托滨湖新区建设科创核心区。\n"
        "两极带动：形成东部、西部先进制造增长极。\n多点支撑：支持各类园区提质。"
    )
    assert layout.name == "一核引领、两极带动、多点支撑"
    assert groups(layout) == {
        "一核": ["科创核心区"],
        "两极": ["东部先进制造增长极", "西部先进制造增长极"],
        "多点": ["?多点"],
    }
    assert members(layout)["科创核心区"] == ("滨湖新区",)


def test_stars_around_a_core() -> None:
    layout = layouts_of(
        "构建“一核九星、双网融合”的空间格局。“一核”即城市核心区，"
        "“九星”即滨江、萧山、余杭、钱塘、临平、富阳、临安、桐庐、建德九个新城。"
    )[0]
    assert groups(layout)["九星"] == ["滨江", "萧山", "余杭", "钱塘", "临平", "富阳", "临安", "桐庐", "建德"]
    assert groups(layout)["双网"] == ["?双网"]


def test_a_main_city_and_its_seconds_are_no_stations() -> None:
    layout = layout_of("构建“一主两副”城市体系。“一主”为江城主城；“两副”分别为光谷副城、车谷副城。")
    assert [(e.role, e.name) for e in layout.elements] == [
        ("core", "江城主城"),
        ("pole", "光谷副城"),
        ("pole", "车谷副城"),
    ]


def test_brackets_are_dealt_out_by_the_counts() -> None:
    layout = layout_of("形成“一廊两圈三区”布局（大运河文化长廊、瘦湖休闲圈、邵湖生态圈、古城区、瓜洲新区、港口区）。")
    assert groups(layout) == {
        "一廊": ["大运河文化长廊"],
        "两圈": ["瘦湖休闲圈", "邵湖生态圈"],
        "三区": ["古城区", "瓜洲新区", "港口区"],
    }


def test_brackets_inside_the_slogan() -> None:
    layout = layout_of("形成“双核（甲城乙城）+双副中心（丙城丁城）”的动力系统格局。")
    assert [(e.role, e.name) for e in layout.elements] == [
        ("core", "甲城"), ("core", "乙城"), ("pole", "丙城"), ("pole", "丁城"),
    ]  # fmt: skip


def test_stations_named_before_the_slogan_share_their_ending() -> None:
    layout = layout_of("布局以江城、江城东、江城南站为主，武昌、汉阳站为辅的“三主两辅”客运枢纽。")
    assert groups(layout) == {"三主": ["江城站", "江城东站", "江城南站"], "两辅": ["武昌站", "汉阳站"]}
    assert {e.role for e in layout.elements} == {"hub"}


def test_headings_below_a_slogan_name_its_parts() -> None:
    layout = layout_of(
        "第一节 建设“一区两城”创新格局\n统筹全市创新资源，优化布局，增强策源能力，服务国家战略需求。\n"
        "一、加快建设望江试验区\n集聚要素，形成示范，吸引人才，服务企业。\n"
        "二、高标准建设东湖科学城\n布局装置，汇聚人才，开放共享，服务产业。\n"
        "三、提升云水新城\n完善配套，产城融合，职住平衡，绿色低碳。"
    )
    assert groups(layout) == {"一区": ["望江试验区"], "两城": ["东湖科学城", "云水新城"]}


def test_heading_keys_and_a_paragraph_for_each_axis() -> None:
    layout = layout_of(
        "第一节 总体格局\n构建“一核两轴”的都市圈总体格局。\n一、一核：江城核心区\n提升能级，带动周边。\n"
        "二、两轴：江汉发展轴和江黄发展轴\n江汉发展轴。依托汉宜高铁，联通江城、天门、荆州，协同布局产业。\n"
        "江黄发展轴。依托武黄高速，联通江城、鄂州、黄石，共建走廊。",
        江城="admin", 天门="admin", 荆州="admin", 鄂州="admin", 黄石="admin", 汉宜高铁="rail", 武黄高速="road",
    )  # fmt: skip
    assert groups(layout) == {"一核": ["江城核心区"], "两轴": ["江汉发展轴", "江黄发展轴"]}
    assert members(layout)["江汉发展轴"] == ("汉宜高铁", "江城", "天门", "荆州")
    assert members(layout)["江黄发展轴"] == ("武黄高速", "江城", "鄂州", "黄石")


def test_sums_take_the_lists_below_as_long_as_their_numbers() -> None:
    layout = layout_of(
        "专栏5 “2+3+N”物流枢纽\n一、特大型物流枢纽（2个）\n空港物流枢纽、江港物流枢纽。\n"
        "二、大型物流枢纽（3个）\n东湖物流枢纽、云水物流枢纽、北湖物流枢纽。\n三、节点型（多个）\n甲镇、乙镇等。"
    )
    assert layout.name == "2+3+N"
    assert [len(v) for v in groups(layout).values()] == [2, 3, 2]
    assert "空港物流枢纽" in groups(layout)["2(特大型物流枢纽)"]


def test_counted_lists_give_their_shared_noun_to_every_item() -> None:
    layout = layout_of("优化生产力布局，形成沿江、东南部、西部三大产业带。")
    assert [(e.role, e.name) for e in layout.elements] == [
        ("belt", "沿江产业带"), ("belt", "东南部产业带"), ("belt", "西部产业带"),
    ]  # fmt: skip


def test_one_slogan_told_twice_is_one_layout_and_other_numbers_another() -> None:
    layouts = layouts_of(
        "一是建设“一核两带三路”重点地区。\n二是聚焦“一核两带五路”空间布局。\n三是推进“一核两带三路”空间建设，一核：云水新城。"
    )
    assert sorted((x.name, len(x.told)) for x in layouts) == [("一核两带三路", 2), ("一核两带五路", 1)]
    three = next(x for x in layouts if x.name == "一核两带三路")
    assert three.elements[0].name == "云水新城"
    assert three.told[0] != (three.start, three.end)


def test_offsets_are_those_of_the_stored_text() -> None:
    text = "構建“一軸兩帶”空間格局。一軸：長江發展軸；兩帶：東山生態帶、西山生態帶。\n"
    layout = read_layouts(Plan(name="t.txt", text=text))[0]
    assert text[layout.start : layout.end] == "一軸兩帶"
    assert [text[e.start : e.end] for e in layout.elements] == ["長江發展軸", "東山生態帶", "西山生態帶"]
    assert [e.name for e in layout.elements] == ["长江发展轴", "东山生态带", "西山生态带"]


@pytest.mark.parametrize(
    "text",
    [
        "积极参与一带一路建设。",
        "服务“一带一路”沿线国家。",
        "落实“三区三线”，严守“三线一单”。",
        "开展“一村一品、一镇一业”行动。",
        "推进“一区一赛道、一业一劲旅”。",
        "完善“1+3+N”政策体系和“2+N”供应商联合体。",
        "构建“一中心多站点”养老服务网络。",
        "打造“一城二都三中心”城市名片。",
        "形成以服务业为主体、科技为两翼的“一体两翼”产业发展方向。",
        "推动老港一带连片改造，发挥数字经济带动作用。",
        "促进一二三产业融合，发展优势农业产业带。",
        "东村一村、东村二村列入改造。",
        "精产国品一二三产区,一区二区在线。",
        "形成中心城区—副中心—新型城镇—美丽乡村的体系。",
        "优化众创空间—孵化器—加速器—科技园链条。",
        "实现1小时直连湾区、2小时互通省内的交通圈。",
        "“双区”建设、“双城”联动深入推进。",
        "强化东西两翼交通衔接。",
        "打造五湖四海宾客向往的城市。",
    ],
)
def test_lookalikes_are_no_layouts(text: str) -> None:
    assert layouts_of(text) == []


def test_a_corridor_with_the_places_that_it_strings_together() -> None:
    layout = layout_of(
        "以地铁2号线为纽带，串联东湖科学城、望江新城、云水新城打造江城科技创新走廊。",
        江城="admin", 东湖科学城="platform", 望江新城="zone", 云水新城="zone",
    )  # fmt: skip
    assert layout.name == "江城科技创新走廊"
    assert {"东湖科学城", "望江新城", "云水新城"} <= set(layout.elements[0].members)
    assert layout.elements[0].role == "corridor"


def test_two_corridors_that_share_their_noun() -> None:
    layout = layout_of("共建江汉黄和江孝宜科技创新走廊。", 江汉黄="zone")
    assert [e.name for e in layout.elements] == ["江汉黄科技创新走廊", "江孝宜科技创新走廊"]


def test_chains_of_places_in_a_name() -> None:
    layout = layout_of("加快“东湖——磨山——落雁”旅游商圈建设。")
    assert layout.elements[0].members == ("东湖", "磨山", "落雁")


def test_cities_told_by_their_roles() -> None:
    layout = layout_of(
        "构建以郑城为中心、洛城为支点、许城和新城两市为节点的联动网络。",
        郑城="admin",
        洛城="admin",
        许城="admin",
        新城="admin",
    )
    assert [(e.role, e.members) for e in layout.elements] == [
        ("core", ("郑城",)), ("hub", ("洛城",)), ("node", ("许城",)), ("node", ("新城",)),
    ]  # fmt: skip


def test_sides_of_the_compass_make_one_layout() -> None:
    layout = layout_of(
        "优化功能片区布局。东部突出先进制造，重点建设金桥新城。西部突出城市更新，提升静安新城。南部突出科技创新，建设零湾新城。",
        金桥新城="zone", 静安新城="zone", 零湾新城="zone",
    )  # fmt: skip
    assert [(e.name, e.members) for e in layout.elements] == [
        ("东部", ("金桥新城",)), ("西部", ("静安新城",)), ("南部", ("零湾新城",)),
    ]  # fmt: skip


def test_a_belt_and_the_units_that_make_it_up() -> None:
    layout = layout_of(
        "推进汉江经济带（汉江经济带涵盖江城市、天门市、荆州市、宜昌市）建设。",
        江城市="admin", 天门市="admin", 荆州市="admin", 宜昌市="admin",
    )  # fmt: skip
    assert layout.elements[0].name == "汉江经济带"
    assert layout.elements[0].members == ("江城市", "天门市", "荆州市", "宜昌市")


def test_contents_do_not_count() -> None:
    assert [s.name for s in find_slogans("第一节 一核两带\n")] == ["一核两带"]


def test_a_long_plan_is_read_in_linear_time() -> None:
    sentence = (
        "构建“一轴两带”空间格局，一轴：长江发展轴，两带：东山生态带、西山生态带。推动城市高质量发展，完善公共服务。\n"
    )

    def seconds(times: int) -> float:
        plan = Plan(name="long.txt", text=sentence * times)
        assert plan.outline is not None
        start = time.perf_counter()
        read_layouts(plan)
        return time.perf_counter() - start

    seconds(10)
    assert seconds(800) < 60 * max(seconds(40), 0.01)
