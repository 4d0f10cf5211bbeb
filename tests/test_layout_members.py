"""Which places a sentence gives to an element, and which it gives to the next: sentences of our own."""

from __future__ import annotations

from gazetteer.entries import default_gazetteer
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan


def told(title: str, text: str) -> dict[str, tuple[str, ...]]:
    """Members of every defined element of a plan, by its name."""
    plan = Plan("p.txt", f"{title}\n{text}")
    layouts = read_layouts(plan, find_mentions(plan, default_gazetteer()))
    return {e.name: e.members for layout in layouts for e in layout.elements if e.defined}


def test_the_last_of_a_list_does_not_take_what_the_next_sentence_names() -> None:
    found = told("昆明市综合交通规划", "形成“一环两射”路网，两射包括昆曲高速、昆玉高速。加快建设昆楚高速、昆磨高速。")
    assert found["昆玉高速"] == ("昆玉高速公路",)


def test_axes_of_one_sentence_keep_to_their_own_course() -> None:
    found = told(
        "成都市国土空间规划",
        "构建“两轴”格局，两轴为南北城市中轴、东西城市轴线，其中南北城市中轴自彭州市经新都区至仁寿县，"
        "东西城市轴线自郫都区经青羊区、龙泉驿区至简阳市。",
    )
    assert found["南北城市中轴"] == ("彭州市", "新都区", "仁寿县")
    assert found["东西城市轴线"] == ("郫都区", "青羊区", "龙泉驿区", "简阳市")


def test_sides_of_two_characters_are_told_of_again() -> None:
    found = told(
        "杭州市国土空间规划", "构建“一江连两翼”格局。两翼为东翼和西翼，东翼以钱塘区、萧山区为主体，西翼以临安区为主体。"
    )
    assert (found["东翼"], found["西翼"]) == (("钱塘区", "萧山区"), ("临安区",))


def test_a_place_of_another_slogan_is_no_member() -> None:
    found = told(
        "杭州市国土空间规划",
        "构建“一江两翼”格局，两翼为东翼和西翼，东翼以钱塘区为主体，西翼以临安区为主体。构建“三轴”空间，三轴为甲轴、乙轴、富阳区发展轴。",
    )
    assert found["西翼"] == ("临安区",)


def test_where_an_element_is_told_behind_its_name_again() -> None:
    found = told(
        "银川都市圈国土空间规划",
        "构建“一带两区”格局，“一带”是沿黄生态经济带，“两区”是贺兰山东麓葡萄产业区和灵武东部能源化工区。\n"
        "——沿黄生态经济带以黄河为依托，连接石嘴山、吴忠、中卫，建设生态廊道。\n"
        "——贺兰山东麓葡萄产业区由西夏区、永宁县、青铜峡市组成。\n"
        "——灵武东部能源化工区包括宁东镇和白土岗乡，发展现代煤化工。",
    )
    assert {"石嘴山市", "吴忠市", "中卫市"} <= set(found["沿黄生态经济带"])
    assert {"西夏区", "永宁县", "青铜峡市"} <= set(found["贺兰山东麓葡萄产业区"])
    assert {"宁东镇", "白土岗乡"} <= set(found["灵武东部能源化工区"])
