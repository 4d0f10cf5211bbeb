"""Plans: characters, outline, title, period, area."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.characters import detect_script, fold_marks, reading_form, simplify
from gazetteer.plan import Plan, plan_area
from tests.plans import CHENGDU, GUANGZHOU_TRADITIONAL

CHINESE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("⻄⻓ 貨櫃捷運網路8A—（）“”\n\u3000"),
    max_size=60,
)


@given(CHINESE)
def test_simplifying_and_folding_keep_every_offset(text: str) -> None:
    assert len(simplify(text)) == len(text) == len(fold_marks(text))


@given(CHINESE)
def test_the_reading_form_maps_back_in_order_and_covers_the_text(text: str) -> None:
    form = reading_form(simplify(text), "traditional-taiwan")
    spans = [form.span(i, i + 1) for i in range(len(form.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (CHENGDU, "simplified"),
        (GUANGZHOU_TRADITIONAL, "traditional-taiwan"),
        ("廣州市發展規劃\n建設廣州南站，優化布局。", "traditional"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert detect_script(text) == script


def test_a_name_that_only_looks_taiwanese_stays() -> None:
    assert "天河智慧城" in Plan("p.txt", GUANGZHOU_TRADITIONAL + "建設天河智慧城。").form.text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "武汉市国民经济和社会发展第十五个五\n年规划和二〇三五年远景目标纲要（草\n案）",
            "武汉市国民经济和社会发展第十五个五年规划和二〇三五年远景目标纲要（草案）",
        ),
        (
            "西安市人民政府\n西安市国民经济和社会发展第十五个五年规划\n和二〇三五年远景目标纲要",
            "西安市国民经济和社会发展第十五个五年规划和二〇三五年远景目标纲要",
        ),
        ("# 泉州市国民经济和社会发展第十五个五年规划\n纲要", "泉州市国民经济和社会发展第十五个五年规划纲要"),
        ("宁波市国民经济和社会发展第十五个五年规划纲要", "宁波市国民经济和社会发展第十五个五年规划纲要"),
    ],
)
def test_a_title_may_run_over_lines_and_no_row_of_a_table_takes_its_place(head: str, title: str) -> None:
    body = "第一章 总体要求\n坚持创新发展。\n" + "某区：某园。\n" * 12 + "某某东站综合枢纽 高新区 规划\n"
    plan = Plan("a.pdf", f"{head}\n{body}")
    assert (plan.title, plan.period) == (title, (2026, 2030))


def test_title_period_and_area() -> None:
    plan = Plan("p.txt", CHENGDU)
    assert plan.title == "成都市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"
    assert (plan.period, plan.area) == ((2021, 2025), ("成都市",))


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("广州市番禺区国民经济和社会发展第十四个五年规划", ("番禺区",)),
        ("南京市江宁区国土空间总体规划", ("江宁区",)),
        ("四川省综合立体交通网规划", ("四川省",)),
        ("关于推动高质量发展的意见", ()),
    ],
)
def test_area_of_a_title(title: str, area: tuple[str, ...]) -> None:
    assert plan_area(title) == area


def test_a_metropolitan_area_is_more_than_its_city() -> None:
    assert set(plan_area("广州都市圈发展规划")) > {"广州市", "佛山市", "清城区"}


def test_outline_of_chapters_boxes_and_what_follows_them() -> None:
    text = (
        "一、总体\n（一）布局。建设港口。\n专栏一 项目\n（一）机场。新建机场。\n（二）港口。扩建港口。\n"
        "（二）交通。建设公路。\n二、保障\n"
    )
    plan = Plan("p.txt", text)
    assert plan.outline_at(text.index("新建机场")) == ("一、总体", "（一）布局", "专栏一 项目", "（一）机场")
    assert plan.outline_at(text.index("建设公路"))[0] == "一、总体"
    assert plan.outline_at(text.index("保障")) == ("二、保障",)


def test_portal_furniture_and_spam_do_not_count() -> None:
    text = "首页 > 规划\n亚洲av无码专区\n广州市发展规划\n建设广州南站。\n扫一扫在手机打开当前页\n"
    plan = Plan("p.txt", text)
    counted = "".join(c for i, c in enumerate(text) if plan.counts(i))
    assert counted.split() == ["广州市发展规划", "建设广州南站。"]


def test_an_offset_belongs_to_its_sentence() -> None:
    plan = Plan("p.txt", CHENGDU)
    start = CHENGDU.index("十陵南站")
    low, high = plan.sentence(start, start + 4)
    assert CHENGDU[low:high].strip() == "新建十陵南站，改造成都东站。"
