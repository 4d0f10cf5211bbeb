"""For everyone: keyboard, visible focus, contrast, and axe-core on every page in both languages."""

from __future__ import annotations

import pytest

from gazetteer.entries import load_gazetteer
from gazetteer.records import Layout, LayoutElement
from maps.layout_gallery import layout_gallery
from maps.sample import sample_plans
from maps.start_page import start_page
from maps.symbols import EDGES, INKS

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 812}
MAP_STEPS = {
    "desktop": (
        DESKTOP,
        ["", "Atlas.select(Atlas.store.places[0])", "Atlas.openTab('layers')", "Atlas.openTab('list')",
         "Atlas.openTab('districts')", "Atlas.openTab('compare')"],
    ),
    "phone": (PHONE, ["", "Atlas.sheet(1)", "Atlas.select(Atlas.store.places[0])"]),
}  # fmt: skip
FOCUS = """() => {
  const node = document.activeElement;
  return [node === document.body ? "" : node.id || node.className, getComputedStyle(node).outlineStyle];
}"""


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_everything_reachable_by_keyboard_with_visible_focus(seen):
    met = set()
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        name, outline = seen.run(FOCUS)
        met.add(name)
        assert not name or outline != "none", name
    assert {"search", "tab-legend", "language", "measure", "print", "export", "zoom-in", "legend-district"} <= met


def test_names_and_symbols_stand_out_from_the_ground(seen):
    ground = seen.run("Atlas.baseColours")
    for colour in INKS.values():
        assert min(contrast(colour, ground[name]) for name in ("focus", "land", "around")) >= 4.5, colour
    for colour in EDGES.values():
        assert min(contrast(colour, ground[name]) for name in ("focus", "land")) >= 3, colour
    assert contrast(ground["riverName"], ground["land"]) >= 4.5
    assert contrast(ground["cityName"], ground["land"]) >= 3  # large and bold


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("device", MAP_STEPS)
def test_axe_on_the_map(see, atlas, device, language):
    viewport, steps = MAP_STEPS[device]
    seen = see(atlas, viewport=viewport, fragment=f"#lang={language}")
    assert [finding for step in steps for finding in seen.grave_findings(step)] == []


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    elements = tuple(LayoutElement("hub", f"{name}枢纽", "两枢纽", (name,)) for name in ("广州站", "广州南站"))
    path = tmp_path_factory.mktemp("layouts") / "layouts.html"
    layout_gallery([Layout("a.txt", 0, 3, "两枢纽", "广州市", elements)], load_gazetteer()).save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_on_the_layouts(see, gallery, language):
    seen = see(gallery)
    if language == "en":
        seen.page.click("#language")
    found = seen.grave_findings()
    seen.page.locator(".card").first.click()
    seen.settle(300)
    assert found + seen.grave_findings("document.querySelector('.element .head').click()") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_on_the_start_page(see, tmp_path, language):
    info = {
        "plans": sample_plans(),
        "counts": {"places": 16, "mentions": 30, "by_kind": {"station": 7}, "places_by_precision": {"site": 16}},
        "layouts": [{"name": "一核两极", "plan": "a14", "url": "layouts.html#1"}],
        "files": ["map.html", "places.geojson"],
    }
    (tmp_path / "index.html").write_text(start_page(info, lang=language), "utf-8")
    assert see(tmp_path / "index.html").grave_findings() == []
