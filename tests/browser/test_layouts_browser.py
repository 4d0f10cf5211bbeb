"""The page of layouts in a real browser: browse, search, open, choose, both languages, print; nothing fetched."""

from __future__ import annotations

import pytest

from gazetteer.entries import load_gazetteer
from gazetteer.layout_links import layout_ids, link_layouts
from gazetteer.plan import Plan
from gazetteer.records import Layout, LayoutElement
from maps.layout_gallery import layout_gallery
from maps.layout_map import layout_map

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 812}
HOSTILE = "</script><img src=x onerror=window.hurt=1>${window.hurt=1}"
TEXT = f"广州市发展规划\n构建一核两极两轴格局：广佛核心{HOSTILE}引领。\n"
STATIONS = ("广州站", "广州东站", "广州南站", "佛山西站", "广州北站", "新塘站", "南沙站", "广州白云站")
OVERLAPS = """() => {
  const boxes = Atlas.canvas.last.boxes, all = new Set();
  for (const cell of boxes.cells.values()) for (const box of cell) all.add(box);
  const list = [...all], hit = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  return list.filter((a, i) => list.some((b, j) => j > i && hit(a, b))).length;
}"""

NAMES_OUTSIDE = """() => {
  const size = Atlas.map.getSize(), moved = Atlas.canvas._bounds.min;
  return Atlas.badges.filter((badge) => badge.name).map((badge) => {
    const [a, b] = [[badge.name.x, badge.name.y], [badge.name.x + badge.name.width, badge.name.y + badge.name.height]]
      .map(([x, y]) => Atlas.map.layerPointToContainerPoint(moved.add([x, y])));
    return a.x < 0 || b.x > size.x || a.y < 0 || b.y > size.y ? badge.shape.element.name : null;
  }).filter(Boolean);
}"""
BADGE = """() => {
  const badge = Atlas.badges[1], at = Atlas.canvas._bounds.min.add([badge.x, badge.y]);
  const point = Atlas.map.layerPointToContainerPoint(at);
  return [point.x, point.y];
}"""


@pytest.fixture(scope="module")
def layouts():
    at = TEXT.index("广佛核心")
    first = Layout(
        "a.txt", TEXT.index("一核"), TEXT.index("格局"), "一核两极两轴", "广州市",
        (
            LayoutElement("core", "广佛核心" + HOSTILE, "一核", ("广州市", "佛山市"), start=at, end=at + 4),
            LayoutElement("pole", "肇庆极", "两极", ("肇庆市",)),
            LayoutElement("pole", "清远极", "两极", ("清远市", "无此地名处")),
            LayoutElement("axis", "广清轴", "两轴", ("广州市", "清远市")),
            LayoutElement("axis", "两轴(其余)", "两轴", defined=False),
        ),
        outline=("第一章 总体" + HOSTILE,),
    )  # fmt: skip
    hubs = tuple(LayoutElement("hub", f"{name}枢纽", "八枢纽", (name,)) for name in STATIONS)
    return [first, Layout("b.txt", 0, 3, "八枢纽", "广东省", hubs), Layout("b.txt", 5, 8, "三园一城", "广东省")]


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture(scope="module")
def gallery(tmp_path_factory, layouts, gazetteer):
    path = tmp_path_factory.mktemp("layouts") / "layouts.html"
    layout_gallery(layouts, gazetteer, plans={"a.txt": Plan("a.txt", TEXT)}).save(path)
    return path


def quiet(seen, path):
    """What the fixture does not look at: the file itself is all that was opened, and nothing of a plan ran."""
    assert {url.split("#")[0] for url in seen.requests if url.startswith("file:")} == {path.as_uri()}
    assert seen.run("window.hurt") is None


def test_gallery_shows_every_layout_and_searches(see, gallery):
    seen = see(gallery, viewport=DESKTOP)
    cards = seen.page.locator(".card")
    assert cards.count() == 3
    assert seen.page.locator(".card svg").count() == 2
    seen.page.fill("#layout-search", "广州南站")
    assert [cards.nth(i).locator("strong").inner_text() for i in range(cards.count())] == ["八枢纽"]
    seen.page.fill("#layout-search", "")
    seen.page.select_option("#layout-plan", "a.txt")
    assert cards.count() == 1
    seen.page.select_option("#layout-plan", "")
    seen.page.check("#layout-drawn")
    assert cards.count() == 2
    seen.keep("layouts-gallery")
    quiet(seen, gallery)


def test_within_a_plan_what_is_drawn_comes_first_under_short_titles(see, tmp_path, layouts, gazetteer):
    named = "广州市国民经济和社会发展第十四个五年规划和2035年远景目标纲要"
    plans = {"b.txt": Plan("b.txt", f"{named}\n加快建设。\n"), "a.txt": Plan("a.txt", TEXT)}
    layout_gallery([layouts[2], layouts[1], layouts[0]], gazetteer, plans=plans).save(tmp_path / "layouts.html")
    seen = see(tmp_path / "layouts.html", viewport=DESKTOP)
    assert seen.page.locator(".card strong").all_inner_texts() == ["八枢纽", "三园一城", "一核两极两轴"]
    assert seen.page.locator(".card .from").first.inner_text() == "广州市“十四五”规划"
    assert (seen.page.title(), seen.page.inner_text("h1")) == ("广州 · 空间结构图", "广州 · 空间结构图")
    seen.page.click("#language")
    assert seen.page.inner_text("h1") == "Guangzhou · Layout maps"
    seen.page.click(".card >> nth=0")
    assert seen.page.inner_text("h1") == "Guangzhou · Layout maps"


def test_a_card_opens_its_map_and_back_again(see, gallery, layouts):
    seen = see(gallery, viewport=DESKTOP)
    seen.page.click(".card >> text=一核两极两轴")
    assert seen.page.locator(".slogan").inner_text() == "一核两极两轴"
    assert seen.page.url.endswith("#" + layout_ids(layouts)[0])
    assert seen.page.locator("#gallery").is_hidden()
    assert seen.page.locator(".group h3").all_inner_texts() == ["一核", "两极", "两轴"]
    assert "规划只计数，未点名" in seen.page.locator(".element").nth(4).inner_text()
    seen.keep("layouts-one")
    seen.page.go_back()
    seen.settle(100)
    assert seen.page.locator("#gallery").is_visible()
    quiet(seen, gallery)


def test_fragment_opens_a_layout_and_an_unknown_one_the_gallery(see, gallery, layouts):
    seen = see(gallery, viewport=DESKTOP, fragment="#" + layout_ids(layouts)[1])
    assert seen.page.locator(".slogan").inner_text() == "八枢纽"
    lost = see(gallery, viewport=DESKTOP, fragment="#nowhere")
    assert lost.page.locator("#gallery").is_visible()
    quiet(seen, gallery)
    quiet(lost, gallery)


def test_element_tells_its_sentence_and_what_is_missing(see, gallery, layouts):
    seen = see(gallery, viewport=DESKTOP, fragment="#" + layout_ids(layouts)[0])
    seen.page.locator(".element .head").nth(0).click()
    assert HOSTILE in seen.page.locator(".element.chosen blockquote").inner_text()
    seen.page.locator(".element .head").nth(2).click()
    assert "无此地名处" in seen.page.locator(".element.chosen .more").inner_text()
    seen.page.keyboard.press("Escape")
    assert seen.page.locator(".element.chosen").count() == 0
    quiet(seen, gallery)


def test_click_on_the_map_chooses_the_element(see, gallery, layouts):
    seen = see(gallery, viewport=DESKTOP, fragment="#" + layout_ids(layouts)[0])
    seen.settle(300)
    badge = seen.run(BADGE)
    seen.page.mouse.click(*badge)
    assert "肇庆极" in seen.page.locator(".element.chosen").inner_text()
    quiet(seen, gallery)


def test_badges_and_names_do_not_overlap(see, gallery, layouts):
    for number in layout_ids(layouts)[:2]:
        seen = see(gallery, viewport=DESKTOP, fragment="#" + number)
        seen.settle(300)
        assert seen.run(OVERLAPS) == 0
        assert seen.run("Atlas.badges.length") > 3


def test_english_adds_role_names(see, gallery, layouts):
    seen = see(gallery, viewport=DESKTOP, fragment="#" + layout_ids(layouts)[0])
    seen.page.click("#language")
    assert "Core" in seen.page.locator(".group h3").nth(0).inner_text()
    assert "Only counted" in seen.page.locator(".element").nth(4).inner_text()
    quiet(seen, gallery)


def test_print_sheet_has_the_legend(see, gallery, layouts):
    seen = see(gallery, viewport=DESKTOP, fragment="#" + layout_ids(layouts)[0])
    seen.run("window.dispatchEvent(new Event('beforeprint'))")
    told = seen.run("[...document.querySelectorAll('#sheet-legend li')].map((li) => li.textContent)")
    assert told[1:] == ["肇庆极", "清远极", "广清轴"]
    assert seen.run("document.querySelector('#sheet-map canvas').width") > 2000
    quiet(seen, gallery)


def test_phone_shows_the_gallery_above_the_panel(see, gallery):
    seen = see(gallery, viewport=PHONE)
    card = seen.page.locator(".card").first.bounding_box()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 375
    assert seen.run("document.documentElement.scrollWidth") <= 375
    seen.keep("layouts-phone")
    quiet(seen, gallery)


def test_single_map_needs_no_gallery(see, tmp_path, layouts, gazetteer):
    path = tmp_path / "one.html"
    layout_map(layouts[0], gazetteer, lang="en").save(path)
    seen = see(path, viewport=DESKTOP)
    assert seen.page.locator(".slogan").inner_text() == "一核两极两轴"
    assert seen.page.locator("#gallery, .layout-nav").count() == 0
    quiet(seen, path)


def test_versions_lead_to_each_other(see, tmp_path, gazetteer):
    def hubs(plan, *counts):
        parts = tuple(LayoutElement("hub", name, count, (name,)) for name, count in zip(STATIONS, counts, strict=False))
        return Layout(plan, 0, 4, "".join(counts), "广州市", parts)

    four, three = link_layouts([hubs("a.txt", "五主", "四辅"), hubs("b.txt", "五主", "三辅")], gazetteer.units)
    path = tmp_path / "layouts.html"
    layout_gallery([four, three], gazetteer).save(path)
    seen = see(path, viewport=DESKTOP, fragment="#" + four.id)
    link = seen.page.locator(".links a")
    assert link.count() == 1
    assert link.inner_text().startswith("五主三辅")
    link.click()
    assert seen.page.locator(".slogan").inner_text() == "五主三辅"
    assert seen.page.locator(".links a").inner_text().startswith("五主四辅")


def test_names_stay_in_the_window(see, gallery, layouts):
    for viewport in (DESKTOP, PHONE):
        seen = see(gallery, viewport=viewport, fragment="#" + layout_ids(layouts)[1])
        seen.settle(300)
        out = seen.run(NAMES_OUTSIDE)
        assert out == []


def test_on_a_phone_the_sheet_is_headed_by_the_slogan(see, gallery, layouts):
    seen = see(gallery, viewport=PHONE, fragment="#" + layout_ids(layouts)[1])
    assert seen.page.locator(".panel-head h1").inner_text() == "八枢纽"
