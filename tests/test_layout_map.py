"""The page of layouts, without a browser: what is in the file."""

from __future__ import annotations

import json
import re

import pytest

from gazetteer.entries import load_gazetteer
from gazetteer.plan import Plan
from gazetteer.records import Layout, LayoutElement
from geo.errors import InputError
from maps.layout_data import encode_layouts
from maps.layout_gallery import layout_gallery
from maps.layout_geometry import realise_layout
from maps.layout_map import layout_ids, layout_map

HOSTILE = "</script><img src=x onerror=alert(1)>"
TEXT = f"广州市发展规划\n构建一核两极格局：番禺核心区{HOSTILE}引领。\n"


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture(scope="module")
def layouts():
    start = TEXT.index("番禺核心区")
    elements = (
        LayoutElement("core", "番禺核心区" + HOSTILE, "一核", ("番禺区",), start=start, end=start + 5),
        LayoutElement("pole", "极", "两极", (HOSTILE,)),
        LayoutElement("pole", "两极(其余)", "两极", defined=False),
    )
    here = TEXT.index("一核")
    return [
        Layout("a.txt", here, here + 4, "一核两极", "广州市", elements),
        Layout("b.txt", 0, 2, "一核", elements=elements[1:]),
    ]


def page_data(page):
    html = page.to_html()
    return json.loads(re.search(r'id="atlas-data">(.*?)</script>', html, re.DOTALL)[1])["layouts"]


def test_data_of_a_page(gazetteer, layouts):
    plan = Plan("a.txt", TEXT)
    data = page_data(layout_map(layouts[0], gazetteer, plan=plan))
    core, pole, rest = data["layouts"][0]["elements"]
    texts = data["pool"]
    assert core["form"] == "area"
    assert core["rings"]
    assert HOSTILE in texts[core["sentence"]]  # escaped in the file, plain text in the data
    assert [texts[i] for i in pole["missing"]] == [HOSTILE]
    assert "at" not in pole
    assert rest["unnamed"] is True


def test_nothing_of_the_plan_is_markup(gazetteer, layouts):
    html = layout_map(layouts[0], gazetteer, plan=Plan("a.txt", TEXT)).to_html()
    assert "<img src=x" not in html
    assert "onerror=alert" not in re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)


def test_page_without_a_plan_has_no_sentences(gazetteer, layouts):
    record = page_data(layout_map(layouts[0], gazetteer))["layouts"][0]
    assert record["sentence"] == -1
    assert not any("sentence" in e for e in record["elements"])


def test_page_asks_nobody_and_is_the_same_twice(gazetteer, layouts):
    one, two = (layout_gallery(layouts, gazetteer).to_html() for _ in range(2))
    assert one == two
    assert "default-src &#39;none&#39;" in one
    assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="(?!data:)', one)


def test_gallery_holds_every_layout_with_its_id(gazetteer, layouts):
    data = page_data(layout_gallery(layouts, gazetteer))
    assert [record["id"] for record in data["layouts"]] == layout_ids(layouts)
    assert [record["view"] is None for record in data["layouts"]] == [False, True]
    assert [plan["name"] for plan in data["plans"]] == ["a.txt", "b.txt"]


def test_ids_do_not_depend_on_the_other_layouts(layouts):
    assert layout_ids(layouts)[1] == layout_ids(layouts[1:])[0]


def test_outline_of_a_district_is_small(gazetteer, layouts):
    record = encode_layouts(layouts[:1], [realise_layout(layouts[0], gazetteer)])["layouts"][0]
    assert sum(len(ring) for ring in record["elements"][0]["rings"]) < 3000


def test_single_site_is_shown_with_its_neighbourhood(gazetteer):
    site = Layout("a.txt", 0, 2, "一极", "番禺区", (LayoutElement("pole", "极", "一极", ("广州南站",)),))
    west, south, east, north = encode_layouts([site], [realise_layout(site, gazetteer)])["layouts"][0]["view"]
    assert 0.05 < east - west < 0.5
    assert west < 113.2645 < east
    assert south < 22.9917 < north


def test_language_is_checked(gazetteer, layouts):
    with pytest.raises(InputError, match="zh or en"):
        layout_map(layouts[0], gazetteer, lang="fr")


def test_shows_itself_in_jupyter(gazetteer, layouts):
    assert "iframe" in layout_map(layouts[0], gazetteer)._repr_html_()
