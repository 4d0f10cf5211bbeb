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
    ],
)
def test_status(sentence: str, name: str, status: str) -> None:
    plan = Plan("p.txt", f"广州市发展规划\n{sentence}")
    found = [m for m in find_mentions(plan, default_gazetteer()) if m.text == name]
    assert [m.status for m in found] == [status]
