"""The picture and the A3 sheet that people take away."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

pytestmark = pytest.mark.browser


def test_picture(seen):
    with seen.page.expect_download() as download:
        seen.page.click("#export")
    data = Path(download.value.path()).read_bytes()
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    assert picture.format is None
    assert picture.width == 3200
    foot = picture.crop((0, picture.height - 180, 1600, picture.height))
    assert len(foot.getcolors(1_000_000)) > 60  # the legend is in the picture
    seen.keep("map-export", data)


def test_no_name_is_cut_off_at_the_rim_of_the_picture(seen):
    cut = """() => { const {view} = Atlas.snapshot(1600, 1000, 1);
      return view.placed.filter((p) => !Atlas.isWithin(p.boxes, [0, 0, 1600, 1000])).map((p) => p.label.text); }"""
    assert seen.run(cut) == []


def test_picture_of_the_district_view_has_its_own_legend(seen):
    seen.page.click("#tab-districts")
    entries = seen.run("Atlas.legendEntries().map(entry => entry.text)")
    assert entries == seen.page.locator("#district-ramp li").all_inner_texts()


def test_prints_one_a3_page(seen, tmp_path):
    seen.page.pdf(path=str(tmp_path / "map.pdf"), prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(tmp_path / "map.pdf")
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    picture = document[0].render(scale=0.6).to_pil()
    assert len(picture.getcolors(1_000_000)) > 200
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    seen.keep("map-print", buffer.getvalue())
    document.close()


def test_the_sheet_says_what_it_shows(seen):
    seen.page.locator("#pane-legend .key[data-group=kind]", has_text="车站").click()
    seen.run("window.dispatchEvent(new Event('beforeprint'))")
    told = seen.run("document.getElementById('sheet').textContent")
    assert f"显示 {seen.shown()} / 400 个地点" in told
    assert "甲州市第十四个五年规划" in told
    legend = seen.run("[...document.querySelectorAll('#sheet-legend li')].map(li => li.textContent)")
    assert "车站" not in legend
    assert {"铁路与轨道", "在建"} <= set(legend)
