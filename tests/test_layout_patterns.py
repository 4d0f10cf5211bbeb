"""How plans of many cities name what their slogans count: one sentence of our own for each way."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.layout_links import link_layouts
from gazetteer.layout_slogans import find_slogans
from gazetteer.layouts import read_layouts
from gazetteer.plan import Plan
from gazetteer.records import Layout, LayoutElement
from tests.test_layouts import groups, layout_of, layouts_of, members


def test_parts_taken_up_with_a_comma_and_ordinals() -> None:
    layout = layout_of(
        "着力构建“一核、三极、两屏”的空间结构。一核，即以碑林区、莲湖区为主体的中央活力区，提升商贸功能。三极，一是高新区极，"
        "以丝路科学城为承载；二是西咸新区极，依托沣东新城建设；三是国际港务区极。两屏，南部依托秦岭构筑秦岭生态屏障，北部依托渭河构筑渭河生态屏障。",
        碑林区="admin", 莲湖区="admin", 丝路科学城="platform", 沣东新城="zone",
    )  # fmt: skip
    assert groups(layout) == {
        "一核": ["中央活力区"],
        "三极": ["高新区极", "西咸新区极", "国际港务区极"],
        "两屏": ["秦岭生态屏障", "渭河生态屏障"],
    }
    assert members(layout)["西咸新区极"] == ("沣东新城",)
    assert members(layout)["中央活力区"] == ("碑林区", "莲湖区")


def test_sections_that_name_and_then_locate() -> None:
    layout = layout_of(
        "打造“三大产业带”：东部先进制造业带，布局于经开区、中牟县；南部航空经济产业带，依托航空港区和新郑市；西部绿色产业带，涵盖上街区、荥阳市。",
        中牟县="admin", 新郑市="admin", 上街区="admin", 荥阳市="admin",
    )  # fmt: skip
    assert [e.name for e in layout.elements] == ["东部先进制造业带", "南部航空经济产业带", "西部绿色产业带"]
    assert members(layout)["西部绿色产业带"] == ("上街区", "荥阳市")


def test_marked_lines_below_the_slogan() -> None:
    layout = layout_of(
        "构建网络化格局，打造“两轴三带”。\n——成渝发展主轴。串联简阳、资阳，向东对接重庆。\n——成德眉发展轴。纵贯德阳、成都、眉山。\n"
        "——临港经济产业带。依托国际铁路港，重点布局青白江、广汉。\n——高新技术产业带。辐射彭山、东坡。\n——临空经济产业带。联动雁江、乐至。\n",
        简阳="admin", 资阳="admin", 德阳="admin", 成都="admin", 眉山="admin", 青白江="admin", 广汉="admin",
    )  # fmt: skip
    assert groups(layout) == {
        "两轴": ["成渝发展主轴", "成德眉发展轴"],
        "三带": ["临港经济产业带", "高新技术产业带", "临空经济产业带"],
    }
    assert members(layout)["成德眉发展轴"] == ("德阳", "成都", "眉山")


def test_numbers_of_a_sum_in_quotation_marks() -> None:
    layout = layout_of(
        "构建“1+2+N”物流枢纽体系，“1”为国际陆港，“2”为航空港物流枢纽、圃田物流枢纽，“N”为若干物流配送中心。"
    )
    assert groups(layout)["1"] == ["国际陆港"]
    assert groups(layout)["2"] == ["航空港物流枢纽", "圃田物流枢纽"]
    assert not layout.elements[-1].defined


def test_main_and_auxiliary_stations_told_behind() -> None:
    layout = layout_of(
        "形成“三主两辅”客运枢纽格局：以昆明南站、昆明站、长水机场站为主，以呈贡站、安宁站为辅。",
        昆明南站="station", 昆明站="station", 长水机场站="station", 呈贡站="station", 安宁站="station",
    )  # fmt: skip
    assert groups(layout) == {"三主": ["昆明南站", "昆明站", "长水机场站"], "两辅": ["呈贡站", "安宁站"]}


def test_a_river_its_banks_and_many_points() -> None:
    layouts = layouts_of(
        "坚持以湘江为脉，推动“一江两岸、双核多点”协调发展。河东突出商贸文化，做优老城；河西突出科技创新，做强新区。"
        "以五一商圈、梅溪湖为双核，以金霞、黄花、星沙等为多点支撑。",
        湘江="nature",
    )  # fmt: skip
    layout = next(x for x in layouts if x.name.startswith("一江"))
    assert groups(layout) == {
        "一江": ["湘江"],
        "两岸": ["河东", "河西"],
        "双核": ["五一商圈", "梅溪湖"],
        "多点": ["金霞", "黄花", "星沙"],
    }


def test_a_word_of_the_plans_own_in_a_run() -> None:
    layout = layout_of("建设“三生三带”：钱塘江生态带、城西科创产业带、大运河诗路生活带。")
    assert groups(layout)["三带"] == ["钱塘江生态带", "城西科创产业带", "大运河诗路生活带"]


def test_places_told_respectively() -> None:
    layout = layout_of("依托影城和船厂两大支柱，做强北部文旅、南部造船两大核心区域，形成“双核布局”。")
    assert members(layout) == {"北部文旅核心区域": ("影城",), "南部造船核心区域": ("船厂",)}


def test_a_structure_told_by_supporting_roles() -> None:
    layout = layout_of("建设以江城机场为核心，北山机场为补充的机场体系布局。", 江城机场="airport", 北山机场="airport")
    assert [(e.role, e.members) for e in layout.elements] == [("core", ("江城机场",)), ("node", ("北山机场",))]


def test_a_park_with_a_core_is_no_structure() -> None:
    assert layouts_of("打造以甲药业、乙药业为核心的生物制药基地。", 甲药业="facility", 乙药业="facility") == []


@pytest.mark.parametrize(
    "text",
    [
        "推进政务服务“一网通办”“一网统管”。",
        "推动“三链同构”“五链耦合”，抓好“两个毫不动摇”。",
        "落实“四个革命、一个合作”，推动“三医联动”。",
        "坚持一村一品、一镇一业，实施“四水同治”。",
        "完善“1+6+N”基层治理体系，建设“双一流”大学。",
        "打造“一核两翼”产业体系，完善“四送一服”。",
        "深化“最多跑一次”改革，推进“千村示范、万村整治”。",
        "统一“双随机、一公开”监管，落实“两统一分”模式。",
        "形成“一主多元”的办学格局，构建“四纵八横”的标准体系框架。",
        "完善“一核多元、多方共治”的基层治理格局，打造“一刻钟便民生活圈”。",
        "构建“一体两翼”的金融服务格局，形成“两端多点”供应链体系。",
    ],
)
def test_what_counts_no_places_is_no_slogan(text: str) -> None:
    assert find_slogans(text) == []


def counted(plan: str, scope: str, *counts: str) -> Layout:
    parts = tuple(LayoutElement("core", count, group=count, defined=False) for count in counts)
    return Layout(plan, 0, 4, "".join(counts), scope=scope, elements=parts)


def test_versions_refer_to_each_other_and_strangers_do_not() -> None:
    layouts = link_layouts(
        [
            counted("a.txt", "番禺区", "一核", "两带", "三路"),
            counted("b.txt", "广州市", "一核", "两带", "五路"),
            counted("c.txt", "广州市", "一核", "双带", "五路"),
            counted("d.txt", "武汉市", "一核", "两带", "五路"),
        ],
        default_gazetteer().units,
    )
    three, five, again, afar = layouts
    assert set(three.versions) == {five.id, again.id}
    assert five.versions == again.versions == (three.id,)
    assert (five.same_as, again.same_as) == ((again.id,), (five.id,))
    assert (afar.same_as, afar.versions) == ((), ())


def test_slogans_that_name_other_things_are_no_versions() -> None:
    text = "构建“一心一轴六区”布局，一轴：科创轴。\n第二章 渔业\n构建“一心一轴五区”布局，一轴：渔耕水乡景观轴。\n"
    layouts = link_layouts(read_layouts(Plan(name="a.txt", text=text)), default_gazetteer().units)
    assert len(layouts) == 2
    assert all(not x.versions and not x.same_as for x in layouts)


def test_the_sentence_before_says_what_is_what() -> None:
    layout = layout_of(
        "以甲城为核，以余江、慈山为两翼，以甬水科创带、滨海产业带为两带，形成“一核两翼两带”的发展新格局。"
    )
    assert groups(layout) == {"一核": ["甲城"], "两翼": ["余江", "慈山"], "两带": ["甬水科创带", "滨海产业带"]}


def test_brackets_behind_every_part() -> None:
    layout = layout_of("产业空间形成一廊（赣水两岸科创大走廊）、两区（高新区、经开区）、多园（小蓝园、望城园）的布局。")
    assert layout.name == "一廊、两区、多园"
    assert groups(layout) == {
        "一廊": ["赣水两岸科创大走廊"],
        "两区": ["高新区", "经开区"],
        "多园": ["小蓝园", "望城园"],
    }


def test_parts_explained_before_the_slogan_is_told() -> None:
    layout = layout_of(
        "“两核驱动”是发展动力，即老城核心区和观山核心区。“三轴拓展”是骨架，包括甲城—龙洞堡发展轴、甲城—清镇发展轴以及甲城—修文发展轴。"
        "由此形成“两核驱动、三轴拓展”的空间结构。"
    )
    assert groups(layout) == {
        "两核": ["老城核心区", "观山核心区"],
        "三轴": ["甲城—龙洞堡发展轴", "甲城—清镇发展轴", "甲城—修文发展轴"],
    }


def test_an_elliptic_list_closed_by_its_own_count() -> None:
    layout = layout_of("形成“一主五轴”格局，“一主”是指老城；“五轴”即济青、济泰、京沪、济临、济郑五条城镇发展轴。")
    assert groups(layout)["五轴"] == [
        "济青城镇发展轴", "济泰城镇发展轴", "京沪城镇发展轴", "济临城镇发展轴", "济郑城镇发展轴",
    ]  # fmt: skip


def test_clauses_that_say_what_each_city_consists_of() -> None:
    layout = layout_of(
        "构建“一江两岸、双城拥江”的格局。昌南城由东湖区、西湖区组成，昌北城由红谷滩区、新建区组成。",
        东湖区="admin", 西湖区="admin", 红谷滩区="admin", 新建区="admin",
    )  # fmt: skip
    assert groups(layout)["双城"] == ["昌南城", "昌北城"]
    assert members(layout)["昌北城"] == ("红谷滩区", "新建区")


@pytest.mark.parametrize(
    "text",
    [
        "西部省区要建好“三基地一枢纽”，守住“两地一屏一通道”。",
        "大学的“一圈一网一高地”和数据要素“一区三中心”都已开工。",
        "面向欧亚建设“一区两体系”，融入“六链五群”。",
        "在深空探测上形成“3+N”发展格局。",
    ],
)
def test_ranks_and_systems_are_no_layouts(text: str) -> None:
    assert layouts_of(text) == []


def test_ranks_that_are_located_or_told_as_space_are_layouts() -> None:
    located = layout_of(
        "打造“两区两基地”：两区为兴庆区、金凤区，两基地为苏银产业园、宁东能源基地。",
        兴庆区="admin", 金凤区="admin", 苏银产业园="platform", 宁东能源基地="platform",
    )  # fmt: skip
    assert groups(located) == {"两区": ["兴庆区", "金凤区"], "两基地": ["苏银产业园", "宁东能源基地"]}
    assert layout_of("优化“一枢纽四中心”空间布局。").name == "一枢纽四中心"


def test_areas_told_in_the_order_of_the_slogan() -> None:
    layout = layout_of(
        "形成“一主一副、两翼齐飞”的区域格局。要做大合肥都市圈，培育皖北增长极，皖江扩大开放，皖南办好旅游。\n",
        合肥都市圈="zone", 皖江="zone",
    )  # fmt: skip
    assert groups(layout) == {"一主": ["合肥都市圈"], "一副": ["皖北增长极"], "两翼": ["皖江", "皖南"]}


def test_areas_told_by_their_kind_and_between_known_parts() -> None:
    layout = layout_of(
        "落实“一圈一群两翼一带”布局。以贵阳都市圈为主，引领黔中城市群，遵义省级中心跟上。毕节城镇群、铜仁城镇群要扩容。沿江城镇带发展，各县都有份。\n",
        贵阳都市圈="zone", 黔中城市群="region", 毕节城镇群="zone", 铜仁城镇群="zone",
    )  # fmt: skip
    assert groups(layout) == {
        "一圈": ["贵阳都市圈"],
        "一群": ["黔中城市群"],
        "两翼": ["毕节城镇群", "铜仁城镇群"],
        "一带": ["沿江城镇带"],
    }


def test_clauses_opened_by_the_areas_that_a_count_counts() -> None:
    layout = layout_of(
        "四大片区各有进步，皖江经济区产值翻番，皖北经济区粮食丰收，皖西试验区绿意更浓，皖南示范区游人如织。\n",
        皖江经济区="zone", 皖北经济区="zone", 皖西试验区="zone", 皖南示范区="zone",
    )  # fmt: skip
    assert [e.name for e in layout.elements] == ["皖江经济区", "皖北经济区", "皖西试验区", "皖南示范区"]


def test_cities_by_the_rank_that_the_plan_gives_them() -> None:
    layout = layout_of(
        "优化“一主两副、多点支撑”格局，福州都市圈、宁德新区同步扩容。\n其他事项从略。支持福州打造国家中心城市，厦门、泉州省域副中心城市要提质。\n",
        福州都市圈="zone", 福州="admin", 厦门="admin", 泉州="admin",
    )  # fmt: skip
    assert groups(layout) == {"一主": ["福州"], "两副": ["厦门", "泉州"], "多点": ["?多点"]}


def test_an_elliptic_belt_is_counted_with_its_neighbour() -> None:
    layout = layout_of(
        "按照“一核三带”格局，推进西咸一体化，做强渭河平原、秦岭经济带，保护黄河生态带。\n",
        西咸="zone", 渭河平原="zone", 秦岭经济带="zone", 黄河生态带="zone",
    )  # fmt: skip
    assert groups(layout) == {"一核": ["西咸"], "三带": ["渭河平原经济带", "秦岭经济带", "黄河生态带"]}
    assert members(layout)["渭河平原经济带"] == ("渭河平原",)


def test_an_endnote_that_counts_again_before_it_lists() -> None:
    layout = layout_of(
        "“两横两纵”水网：“两横”指两条横向引水干线，包括引江济巢、引淮入亳2个工程；“两纵”指两条纵向引水干线，包括淠史杭灌区、驷马山引水2个工程。"
    )
    assert groups(layout) == {"两横": ["引江济巢", "引淮入亳"], "两纵": ["淠史杭灌区", "驷马山引水"]}


def test_one_area_alone_and_titles_tell_no_element() -> None:
    layout = layout_of("完善“一核一带一区”格局，昌吉示范区开园，获评国家知识产权示范区。\n", 昌吉示范区="zone")
    assert not any(e.defined for e in layout.elements)


def test_a_corridor_joins_the_provinces_of_its_name() -> None:
    layout = layout_of("“两向三廊”建成：东向长江走廊，南向川滇走廊、川黔桂走廊。")
    assert groups(layout)["三廊"] == ["长江走廊", "川滇走廊", "川黔桂走廊"]
    assert members(layout)["川黔桂走廊"] == ("川", "黔", "桂")


def test_cities_that_the_plan_supports_one_after_the_other() -> None:
    layout = layout_of(
        "实施“双核引领、多点支撑、全域共进”战略，支持济南办好会展、做大软件，支持青岛扩建港口，携手潍坊、淄博同行。\n",
        济南="admin", 青岛="admin", 潍坊="admin", 淄博="admin",
    )  # fmt: skip
    assert groups(layout)["双核"] == ["济南", "青岛"]


def test_the_rank_of_cities_told_with_a_verb() -> None:
    layout = layout_of(
        "优化“一主两副”城镇格局，各市分工不同。\n支持石家庄打造国家中心城市、唐山邯郸建设副中心城市。\n",
        石家庄="admin", 唐山="admin", 邯郸="admin",
    )  # fmt: skip
    assert groups(layout) == {"一主": ["石家庄"], "两副": ["唐山", "邯郸"]}


def test_a_long_name_of_a_part_of_a_province() -> None:
    layout = layout_of(
        "形成“一圈一带两区”布局。做强济南都市圈，建好山东沿海经济带，推动鲁北融入京津冀协同发展先导区、鲁中山地生态保育区各展所长。\n",
        济南都市圈="zone", 山东="admin",
    )  # fmt: skip
    assert groups(layout) == {
        "一圈": ["济南都市圈"],
        "一带": ["山东沿海经济带"],
        "两区": ["鲁北融入京津冀协同发展先导区", "鲁中山地生态保育区"],
    }


def test_notes_that_say_what_a_slogan_means() -> None:
    places = {"天河区": "admin", "黄埔区": "admin", "番禺区": "admin"}
    for note in (
        "注：“一核两翼”指天河区、黄埔区和番禺区。",
        "注：“一核两翼”是指以天河区为核，以黄埔区、番禺区为两翼。",
    ):
        layout = layout_of(f"构建“一核两翼”格局。\n{note}", **places)
        assert groups(layout) == {"一核": ["天河区"], "两翼": ["黄埔区", "番禺区"]}


def test_a_city_that_is_a_pole_lies_where_it_is() -> None:
    layout = layout_of(
        "推进“两极一区”协同：做强银川、石嘴山两个增长极，把固原建成生态先行区。",
        银川="admin", 石嘴山="admin", 固原="admin",
    )  # fmt: skip
    assert members(layout)["石嘴山"] == ("石嘴山",)


def test_economic_areas_listed_behind_their_count() -> None:
    names = ["胶东经济区", "鲁南经济区", "省会经济区", "黄河三角洲经济区"]
    layout = layout_of(f"形成“四大经济区”格局，{'、'.join(names)}竞相发展。", **dict.fromkeys(names, "zone"))
    assert [e.name for e in layout.elements] == names


def test_numbered_paragraphs_below_the_slogan_name_its_areas() -> None:
    layout = layout_of(
        "（一）优化区域布局\n落实“一圈两翼三带”战略。\n1.做强昆明都市圈。昆明扩容提质。\n2.壮大滇西、滇东北两翼。\n"
        "3.建设沿边开放带、金沙江生态带、昆玉创新带。\n（二）抓好农业\n",
        昆明都市圈="zone", 昆明="admin",
    )  # fmt: skip
    assert groups(layout) == {
        "一圈": ["昆明都市圈"],
        "两翼": ["滇西", "滇东北"],
        "三带": ["沿边开放带", "金沙江生态带", "昆玉创新带"],
    }


def test_a_rank_told_in_between_does_not_end_what_explains_a_slogan() -> None:
    layout = layout_of(
        "实施“双核引领、多点支撑”战略，支持长春建好枢纽、加快建设“一枢纽、三中心”，支持吉林市建设旅游名城。\n",
        长春="admin", 吉林市="admin",
    )  # fmt: skip
    assert groups(layout)["双核"] == ["长春", "吉林市"]


def test_another_slogan_in_between_leaves_three_of_one_kind_to_be_found() -> None:
    layouts = layouts_of(
        "构建“三极一带一区”格局。福州经济圈要建强省会，厦漳泉经济圈要加快“一体两翼”港口协同，三明经济圈要绿色转型。\n"
    )
    layout = next(x for x in layouts if x.name == "三极一带一区")
    assert groups(layout)["三极"] == ["福州经济圈", "厦漳泉经济圈", "三明经济圈"]


def test_notes_that_explain_a_long_slogan_in_pieces() -> None:
    layout = layout_of(
        "围绕“一主两副、一圈两带”格局布局产业。\n注：“一主两副”指石家庄中心城区，唐山城区、邯郸城区；"
        "“一圈两带”指石家庄都市圈，京广铁路制造业带、京九铁路农业带。\n"
    )
    assert groups(layout) == {
        "一主": ["石家庄中心城区"],
        "两副": ["唐山城区", "邯郸城区"],
        "一圈": ["石家庄都市圈"],
        "两带": ["京广铁路制造业带", "京九铁路农业带"],
    }


def test_a_single_new_area_of_the_paragraph_is_not_the_one_zone() -> None:
    layout = layout_of(
        "构建“三极一区”格局，福州经济圈、厦漳泉经济圈、三明经济圈竞相发展。滨海新区加快建设。\n", 滨海新区="platform"
    )
    assert groups(layout) == {"三极": ["福州经济圈", "厦漳泉经济圈", "三明经济圈"], "一区": ["?一区"]}


def test_sides_that_the_gazetteer_knows_are_completed_all_the_same() -> None:
    layout = layout_of(
        "形成沿海、中部、西部三大产业带。\n一、做优沿海产业带，提升甲子港区。\n二、做强中部产业带，建设青山工业园。\n"
        "三、做特西部产业带，建设白塔产业园。\n",
        沿海="zone", 中部="zone", 西部="zone", 甲子港区="platform", 青山工业园="platform", 白塔产业园="platform",
    )  # fmt: skip
    assert members(layout) == {
        "沿海产业带": ("甲子港区",),
        "中部产业带": ("青山工业园",),
        "西部产业带": ("白塔产业园",),
    }


def test_what_lies_on_a_side_is_none_of_what_a_slogan_counts() -> None:
    layout = layout_of(
        "构建“两屏两廊多心”生态格局。西部以马鞍山、凤凰山为重点，南部以青龙山、白云岭等山地为核心，构建西部和南部生态屏障。\n",
        马鞍山="nature", 凤凰山="nature", 青龙山="nature", 白云岭="nature",
    )  # fmt: skip
    assert groups(layout)["两屏"] == ["西部生态屏障", "南部生态屏障"]
    assert groups(layout)["多心"] == ["?多心"]


def test_a_line_lies_along_the_road_or_river_that_opens_its_name() -> None:
    layout = layout_of(
        "形成“一轴两带”布局。一轴为开元大道创新轴，串联科技城、软件园；两带为蓝溪河生态带、青江口西岸产业带。\n",
        科技城="platform", 软件园="platform",
    )  # fmt: skip
    assert members(layout)["开元大道创新轴"] == ("开元大道", "科技城", "软件园")
    assert members(layout)["蓝溪河生态带"] == ("蓝溪河",)


def test_the_last_place_of_a_chain_is_whole() -> None:
    layout = layout_of(
        "形成“一核两区”布局。一核为“东湖—西山—南浦海龙”先导区；两区为老港—高新区西区、新港—北塘片区。\n", 南浦="admin"
    )
    assert members(layout)["“东湖—西山—南浦海龙”先导区".replace("“", "").replace("”", "")][-1] == "南浦海龙"
    assert members(layout)["老港—高新区西区"] == ("老港", "高新区西区")
    assert members(layout)["新港—北塘片区"] == ("新港", "北塘")


def test_a_part_of_a_town_beyond_a_road_is_of_the_town() -> None:
    layout = layout_of(
        "形成“东部、西部、北部”三大片区。东部片区包括青云镇、白鹤镇；西部片区包括石湖街、兰溪镇迎宾大道以南区域；"
        "北部片区包括柳林镇。\n",
        青云镇="admin", 白鹤镇="admin", 石湖街="admin", 兰溪镇迎宾大道="road", 柳林镇="admin",
    )  # fmt: skip
    assert members(layout)["西部片区"] == ("石湖街", "兰溪镇")


def test_the_zones_that_a_management_runs_are_a_layout() -> None:
    assert [s.name for s in find_slogans("健全广清合作区“两园一城”管理模式。推行“两园一城”管理模式。")] == ["两园一城"]
