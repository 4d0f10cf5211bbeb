"""The embedded catalogue: facts about five plans, without a sentence of theirs; what is written is read back."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from gazetteer.catalogue import PlanInfo, outline_numbers, read_catalogue, write_catalogue
from gazetteer.entries import default_gazetteer, load_gazetteer
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.placing import place_mentions
from gazetteer.plan import Plan, read_plan
from gazetteer.records import KINDS, ROLES, STATUSES
from gazetteer.tables import COLUMNS
from geo.errors import InputError, MissingDataError
from geo.resources import data_path
from maps.atlas import build_atlas, catalogue_atlas
from tests.plans import CHENGDU, SUZHOU

PLANS = sorted((Path(__file__).resolve().parents[2] / "shared" / "plans").glob("*.txt"))


def without_words(mention):
    """What a catalogue keeps of a mention and the gazetteer adds to it."""
    return replace(mention, text="", outline=outline_numbers(mention.outline), properties={})


@pytest.fixture(scope="module")
def embedded():
    return read_catalogue()


def test_every_record_belongs_to_a_plan_and_lies_in_it(embedded):
    characters = {p.name: p.characters for p in embedded.plans}
    assert len(characters) == 5
    for record in (*embedded.mentions, *embedded.layouts):
        assert 0 <= record.start < record.end <= characters[record.plan]
    assert {m.kind for m in embedded.mentions} <= set(KINDS)
    assert {m.status for m in embedded.mentions} <= set(STATUSES)
    assert {e.role for x in embedded.layouts for e in x.elements} <= set(ROLES)


def test_mentions_of_a_plan_stand_in_order_and_apart(embedded):
    by_plan = {p.name: [m for m in embedded.mentions if m.plan == p.name] for p in embedded.plans}
    for mentions in by_plan.values():
        assert mentions
        assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_no_sentence_of_a_plan_is_in_it(embedded):
    told = [m.name for m in embedded.mentions] + [title for m in embedded.mentions for title in m.outline]
    assert not [words for words in told if re.search(r"[。；！？]", words) or len(words) > 60]
    assert all(
        re.fullmatch(r"[第篇部编章节专栏附表件（）一二三四五六七八九十百零〇\d]+", number)
        for m in embedded.mentions
        for number in m.outline
    )


def test_headings_keep_their_numbers_only():
    assert outline_numbers(("第十二章 构建格局", "（三）交通", "专栏 5 项目", "没有编号的标题")) == (
        "第十二章",
        "（三）",
        "专栏5",
    )


def test_what_is_written_is_read_back(tmp_path):
    plans = [Plan("a.txt", CHENGDU), Plan("b.txt", SUZHOU)]
    gazetteer = default_gazetteer()
    found = {plan.name: find_mentions(plan, gazetteer, locate=False) for plan in plans}
    layouts = [x for plan in plans for x in read_layouts(plan, found[plan.name])]
    mentions = [m for group in found.values() for m in group]
    assert layouts
    write_catalogue(tmp_path, map(PlanInfo.of, plans), mentions, layouts)
    back = read_catalogue(tmp_path)
    assert back.plans == tuple(PlanInfo.of(plan) for plan in plans)
    assert back.mentions == tuple(map(without_words, mentions))
    assert [(x.name, x.elements, x.told) for x in back.layouts] == [(x.name, x.elements, x.told) for x in layouts]
    assert "加快建设" not in (tmp_path / "mentions.csv").read_text(encoding="utf-8")


def test_a_catalogue_is_placed_like_the_text_it_came_from(tmp_path):
    plan = Plan("a.txt", CHENGDU)
    read = build_atlas([plan])
    write_catalogue(tmp_path, read.plans, read.mentions, read.layouts)
    placed = catalogue_atlas(read_catalogue(tmp_path))
    assert placed.mentions == list(map(without_words, read.mentions))


@pytest.mark.skipif(not PLANS, reason="the plans' texts are not there")
def test_the_known_plans_are_placed_from_a_catalogue_as_from_their_texts(tmp_path):
    plans, gazetteer = [read_plan(path) for path in PLANS], default_gazetteer()
    mentions = [m for plan in plans for m in find_mentions(plan, gazetteer)]
    write_catalogue(tmp_path, map(PlanInfo.of, plans), mentions, [])
    areas = {plan.name: plan.area for plan in plans}
    placed = place_mentions(read_catalogue(tmp_path).mentions, gazetteer, areas=areas)
    assert placed == list(map(without_words, mentions))


def test_a_gazetteer_that_has_grown_places_more(tmp_path):
    own = tmp_path / "own.csv"
    row = "qing-luo,青螺生物产业园,,platform,point,104.10,30.60,WGS84,site,武侯区,,,,,list,"
    own.write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    plan = Plan("a.txt", "成都市发展规划\n在武侯区建设青螺生物产业园。")
    mentions = find_mentions(plan, default_gazetteer())
    assert mentions[-1].precision == "district"
    (park,) = place_mentions(mentions[-1:], load_gazetteer([own]), areas={plan.name: plan.area})
    assert (park.place, park.precision) == ("qing-luo", "site")


def test_no_catalogue_is_missing_data(tmp_path):
    with pytest.raises(MissingDataError, match=r"plans\.json"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize("damage", ["[", "[{}]", '[{"name": 1}]'])
def test_a_damaged_catalogue_is_named(tmp_path, damage):
    for name in ("plans.json", "layouts.json", "mentions.csv"):
        (tmp_path / name).write_bytes(data_path("catalogue", name).read_bytes())
    (tmp_path / "plans.json").write_text(damage, encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        read_catalogue(tmp_path)
