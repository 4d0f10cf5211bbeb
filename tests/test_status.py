"""The rule for each status, one sentence each."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan


@pytest.mark.parametrize(
    ("sentence", "name", "status"),
    [
        ("加快建设南沙港铁路。", "南沙港铁路", "construction"),
        ("规划建设鱼珠站。", "鱼珠站", "planned"),
        ("新建鱼珠站。", "鱼珠站", "planned"),
        ("谋划广深第二高铁。", "广深第二高铁", "study"),
        ("开展广深第二高铁前期工作。", "广深第二高铁", "study"),
        ("猎德大桥建成通车。", "猎德大桥", "built"),
        ("猎德大桥、海心桥建成通车。", "猎德大桥", "built"),
        ("猎德大桥、海心桥等一批项目建成通车。", "猎德大桥", "built"),
        ("推动猎德大桥、海心桥建成通车。", "猎德大桥", "construction"),
        ("深化广深第二高铁、南沙港铁路等通道建设前期工作。", "广深第二高铁", "study"),
        ("推进猎德大桥、海心桥等跨江通道规划建设。", "猎德大桥", "planned"),
        ("规划猎德大桥建设。", "猎德大桥", "planned"),
        ("加快建设南沙港铁路及规划配套道路、猎德大桥。", "猎德大桥", "construction"),
        ("2027年前建成猎德大桥。", "猎德大桥", "construction"),
        ("2019年建成猎德大桥。", "猎德大桥", "built"),
        ("争取南沙港铁路列入国家规划。", "南沙港铁路", "study"),
        ("发展服务业的南沙科学城。", "南沙科学城", "unspecified"),
        ("打造“一核两翼”生态安全格局。", "一核两翼", "planned"),
        ("推进狮子洋环境保护。", "狮子洋", "unspecified"),
        ("到2025年建成南沙港铁路。", "南沙港铁路", "construction"),
        ("力争建成南沙港铁路。", "南沙港铁路", "construction"),
        ("推进广深第二高铁、南沙港铁路规划建设。", "广深第二高铁", "planned"),
        ("打造南沙科学城。", "南沙科学城", "planned"),
        ("推进南沙科学城建设。", "南沙科学城", "construction"),
        ("南沙科学城位于南部。", "南沙科学城", "unspecified"),
        ("打造粤港澳大湾区国际航运枢纽。", "粤港澳大湾区", "unspecified"),
        ("专栏1 重点建设项目\n南沙港铁路。", "南沙港铁路", "construction"),
        ("专栏1 规划研究项目\n（一）规划建设项目：鱼珠站。", "鱼珠站", "planned"),
        ("依托南沙科学城发展海洋经济。", "南沙科学城", "unspecified"),
        ("做强南沙科学城、中新广州知识城。", "南沙科学城", "unspecified"),
        ("整合南沙科学城等平台。", "南沙科学城", "unspecified"),
        ("升级广州火车站。", "广州火车站", "built"),
    ],
)
def test_status(sentence: str, name: str, status: str) -> None:
    plan = Plan("p.txt", f"广州市发展规划\n{sentence}")
    found = [m for m in find_mentions(plan, default_gazetteer()) if m.text == name]
    assert [m.status for m in found] == [status]


@pytest.mark.parametrize(
    ("sentence", "name", "status"),
    [
        ("力争成达万高铁、东吴大桥2026年建成投运。", "成达万高铁", "construction"),
        ("东吴大桥完工。", "东吴大桥", "built"),
        ("合肥综合保税区成功封关运作，蜀山综合保税区成功扩区。", "蜀山综合保税区", "built"),
        ("合新高铁开工建设，引江济淮二期工程投产运营。", "合新高铁", "construction"),
        ("合新高铁开工建设，引江济淮二期工程投产运营。", "引江济淮二期工程", "built"),
        ("推进兰张三四线铁路、七道梁隧道等项目开工建设。", "七道梁隧道", "planned"),
        ("力争开工沈白高铁。", "沈白高铁", "planned"),
        ("启动西安地铁11号线。", "西安地铁11号线", "planned"),
        ("打通天府大道北延线等断头路。", "天府大道北延线", "construction"),
        ("推动厦门大学附属第一医院迁建。", "厦门大学附属第一医院", "construction"),
        ("研究西成铁路线位。", "西成铁路", "study"),
        ("推进东湖公园智慧化。", "东湖公园", "unspecified"),
        ("构建“一心两翼三带”新型空间。", "一心两翼三带", "planned"),
        ("推动“一心两翼三带”良性互动。", "一心两翼三带", "unspecified"),
        ("桃花潭大桥主体封顶。", "桃花潭大桥", "construction"),
        ("续建：西成铁路、兰合铁路", "西成铁路", "construction"),
        ("三期规划：西成铁路、兰合铁路", "兰合铁路", "planned"),
        ("研究项目：西成铁路、兰合铁路", "兰合铁路", "study"),
        ("科学研究：兰州大学。", "兰州大学", "unspecified"),
        ("争取西成铁路纳入国家规划。", "西成铁路", "study"),
        ("兰州新区纳入全国首批零碳园区名单。", "兰州新区", "unspecified"),
        ("共建武汉新城。", "武汉新城", "construction"),
        ("布局襄阳算力中心。", "襄阳算力中心", "planned"),
        ("推动东岭片区旧城改造。", "东岭片区", "construction"),
        ("武汉地铁12号线主体完工。", "武汉地铁12号线", "construction"),
        ("一、“十三五”发展回顾\n新增蜀山综合保税区。", "蜀山综合保税区", "built"),
        ("一、主要任务\n新增蜀山综合保税区。", "蜀山综合保税区", "planned"),
        ("推进城西大桥、河口大桥等跨黄河通道规划建设。", "河口大桥", "planned"),
        ("西固水厂扩建工程。建设周期：2021—2024年。", "西固水厂扩建工程", "construction"),
        ("西固水厂扩建工程。建设周期：2023—2026年。", "西固水厂扩建工程", "planned"),
    ],
)
def test_status_in_any_city(sentence: str, name: str, status: str) -> None:
    plan = Plan("p.txt", f"发展规划（2021—2025年）\n{sentence}")
    found = [m for m in find_mentions(plan, default_gazetteer()) if m.text == name]
    assert [m.status for m in found] == [status]
