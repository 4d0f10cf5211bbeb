"""The first page of an atlas in a real browser."""

from __future__ import annotations

import pytest

from maps.sample import sample_plans
from maps.start_page import start_page

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 812}
HOSTILE = (
    "</script><script>window.hurt=1</script>",
    "<img src=x onerror=window.hurt=1>",
    "javascript:window.hurt=1",
    "名\x00字\u202e反",
    "长" * 100_000,
)


def test_start_page(see, tmp_path):
    kinds, precisions = {"station": 7, "platform": 9}, {"site": 10, "city": 6}
    info = {
        "plans": sample_plans(),
        "counts": {"places": 16, "mentions": 30, "by_kind": kinds, "places_by_precision": precisions},
        "layouts": [{"name": value, "plan": "a14", "url": value} for value in HOSTILE],
        "files": ["map.html", "places.geojson"],
    }
    (tmp_path / "index.html").write_text(start_page(info), "utf-8")
    seen = see(tmp_path / "index.html", viewport=PHONE)
    seen.keep("start-phone")
    assert seen.run("document.documentElement.scrollWidth") == PHONE["width"]
    seen.page.click("#language")
    assert seen.page.title() == "Atlas of plans"
    assert seen.page.is_visible("text=Open the map")
    assert not seen.page.is_visible("text=打开地图")
    assert seen.run("window.hurt") is None


def test_the_title_names_the_area_in_both_languages(see, tmp_path):
    (tmp_path / "index.html").write_text(start_page({"title": ("甲州 · 图集", "Jiazhou · Atlas")}), "utf-8")
    seen = see(tmp_path / "index.html")
    assert (seen.page.title(), seen.page.inner_text("h1")) == ("甲州 · 图集", "甲州 · 图集")
    seen.page.click("#language")
    assert (seen.page.title(), seen.page.inner_text("h1")) == ("Jiazhou · Atlas", "Jiazhou · Atlas")
