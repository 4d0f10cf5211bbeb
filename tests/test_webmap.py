"""The atlas map as a file: what is in it, what may never be in it."""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.entries import default_gazetteer
from gazetteer.records import KINDS, PRECISIONS, STATUSES, Mention
from geo.errors import InputError, OutputError
from geo.shapes import load_districts
from maps.basemap import BaseMap, arcs_of, rivers_of, units_that_fill
from maps.controls.search import SearchBox
from maps.packing import decode_polyline, encode_polyline
from maps.page import Page, clean_text, safe_url, to_json
from maps.romanise import latin_name, pinyin, simplified_table, syllable_table
from maps.sample import sample_districts, sample_mentions, sample_places, sample_plans, sample_unplaced
from maps.symbols import KIND_STYLES, OKABE_ITO, PRECISION_STYLES, STATUS_STYLES
from maps.tiles import tiles_named
from maps.webmap import atlas_map

GRID = st.integers(-18_000_000, 18_000_000)
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def districts():
    return sample_districts()


@pytest.fixture(scope="module")
def places(districts):
    return sample_places(120, districts=districts)


@pytest.fixture
def make(places, districts):
    def build(**changes):
        given = {
            "places": places, "mentions": sample_mentions(places), "plans": sample_plans(), "districts": districts,
            "layouts": [{"name": "一核两极", "plan": "a15", "scope": "全市", "url": "layouts/a.html"}],
            "unplaced": sample_unplaced(), **changes,
        }  # fmt: skip
        positional = [given.pop(key) for key in ("places", "mentions", "plans", "layouts", "unplaced")]
        return atlas_map(*positional, **given)

    return build


def data_of(text):
    return json.loads(re.search(r'<script type="application/json" id="atlas-data">(.*?)</script>', text, re.DOTALL)[1])


def decoded(line, scale):
    return decode_polyline(line) / scale


def names_in(data):
    return [data["pool"][i] for i in data["places"]["name"]]


class TestFile:
    def test_nothing_in_it_is_loaded_from_elsewhere(self, make):
        text = make().to_html()
        assert not re.findall(r"<(?:script|img|iframe|embed|object|source)[^>]+\bsrc=", text)
        assert re.findall(r'<link[^>]+href="([^"]*)"', text) == ["data:,"]
        styles = "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
        assert {url[:5] for url in re.findall(r"url\(([^)]*)\)", styles)} <= {"data:", "#defa"}

    def test_policy_names_every_script_and_style_by_its_hash(self, make):
        text = make().to_html()
        policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules["default-src"] == "'none'"
        assert rules["img-src"] == "data: blob:"
        assert "unsafe" not in policy
        for tag, rule in (("script", "script-src"), ("style", "style-src")):
            blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
            hashes = {base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks}
            assert blocks
            assert {f"'sha256-{digest}'" for digest in hashes} == set(rules[rule].split())

    def test_same_input_same_bytes(self, make):
        assert make().to_html() == make().to_html()

    def test_same_bytes_whatever_the_hash_seed(self):
        code = (
            "import hashlib; from maps.sample import *; from maps.webmap import atlas_map; p = sample_places(80);"
            "m = atlas_map(p, sample_mentions(p), sample_plans(), districts=sample_districts());"
            "print(hashlib.sha256(m.to_html().encode()).hexdigest())"
        )
        seeds = ({**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2"))
        digests = {subprocess.check_output([sys.executable, "-c", code], env=env, cwd=ROOT) for env in seeds}
        assert len(digests) == 1

    def test_title_language_and_zoom_by_pinch(self, make):
        text = make(title="图集 A", lang="en").to_html()
        assert "<title>图集 A</title>" in text
        assert '<html lang="en">' in text
        assert "user-scalable" not in text
        assert "maximum-scale" not in text

    def test_licences_are_in_the_page(self, make):
        text = make().to_html()
        assert "BSD-2-Clause" in text
        assert "Vladimir Agafonkin" in text

    def test_five_plans_fit_in_three_megabytes(self, districts):
        places = sample_places(3000, districts=districts)
        mentions = sample_mentions(places)
        # five plans of 230,000 characters together: 3,000 sentences of 75, each with three names
        mentions["sentence"] = [f"第{i // 3}句各不相同，" + "字" * 65 for i in range(len(mentions))]
        size = len(atlas_map(places, mentions, sample_plans(), districts=districts).to_html().encode())
        assert size < 3_000_000

    def test_saves_and_shows_in_a_notebook(self, make, tmp_path):
        page = make()
        page.save(tmp_path / "map.html")
        assert (tmp_path / "map.html").read_text("utf-8") == page.to_html()
        assert page._repr_html_().startswith("<div")

    def test_folder_that_is_not_there_gives_one_clear_line(self, make, tmp_path):
        with pytest.raises(OutputError, match=r"cannot write .*map\.html"):
            make().save(tmp_path / "missing" / "map.html")


class TestData:
    def test_positions_survive_to_a_metre(self, make, places):
        data = data_of(make().to_html())["atlas"]
        at = decoded(data["places"]["at"], data["scale"])
        points = (places.geometry.geom_type == "Point").to_numpy()
        error = np.abs(at[points] - shapely.get_coordinates(places.geometry[points]))
        assert data["places"]["id"] == places["id"].tolist()
        assert error.max() <= 0.5e-5 + 1e-12

    def test_lines_and_areas_keep_their_course(self, make, places):
        data = data_of(make().to_html())["atlas"]
        checked = 0
        for number, reference in enumerate(data["places"]["shape"]):
            if reference < 0:
                continue
            drawn = [
                shapely.LineString(decoded(part, data["scale"]))
                for part in data["places"]["shapes"][reference]["parts"]
            ]
            given = places.geometry.iloc[number]
            given = given.boundary if "Polygon" in given.geom_type else given
            assert shapely.hausdorff_distance(shapely.union_all(drawn), given) < 0.002
            checked += 1
        assert checked > 20

    def test_other_crs_is_brought_to_wgs84(self, make, places):
        a, b = data_of(make().to_html()), data_of(make(places=places.to_crs(32649)).to_html())
        difference = np.subtract(decoded(a["atlas"]["places"]["at"], 1), decoded(b["atlas"]["places"]["at"], 1))
        assert np.abs(difference).max() <= 2

    def test_parts_of_a_line_keep_their_own_status(self, make, places):
        told = ["甲站>乙站=built", "乙站>@113.2 23=planned"]
        frame = places.assign(segments=[told if number == 3 else [] for number in range(len(places))])
        parts = shapely.MultiLineString([[(112.5, 23), (112.8, 23.1)], [(112.8, 23.1), (113.2, 23)]])
        frame.loc[3, "geometry"] = parts
        data = data_of(make(places=frame).to_html())["atlas"]
        told = [(data["pool"][a], data["pool"][b], STATUSES[s]) for _, a, b, s in data["places"]["segments"]]
        assert told == [("甲站", "乙站", "built"), ("乙站", "@113.2 23", "planned")]
        assert {row[0] for row in data["places"]["segments"]} == {3}
        drawn = data["places"]["shapes"][data["places"]["shape"][3]]["parts"]
        starts = [decoded(part, data["scale"])[0].tolist() for part in drawn]
        assert starts == [[112.5, 23.0], [112.8, 23.1]]

    def test_segments_that_do_not_fit_the_line_are_refused(self, make, places):
        frame = places.assign(segments=[["甲站>乙站=built", "乙站>丙站=planned"], *[[]] * (len(places) - 1)])
        with pytest.raises(InputError, match="one for each of its parts"):
            make(places=frame)

    def test_place_known_only_by_its_district_refers_to_the_base_map(self, make, places):
        data = data_of(make().to_html())
        vague = places.index[places["precision"] == "district"]
        assert len(vague) > 3
        for number in vague:
            units = [data["base"]["units"]["name"][i] for i in data["atlas"]["places"]["units"][number]]
            assert units == places["districts"][number]

    def test_row_without_geometry_is_listed_as_not_placed(self, make, places):
        gone = places.copy()
        gone.loc[0, "geometry"] = None
        data = data_of(make(places=gone).to_html())["atlas"]
        assert gone["id"][0] not in data["places"]["id"]
        assert gone["name"][0] in [row[0] for row in data["unplaced"]]

    def test_mentions_as_records(self, make, places):
        place = places.iloc[0]
        mention = Mention(plan=place.plans[0], start=7, end=9, text="廣州", name=place["name"], kind=place.kind,
                          status="study", outline=("第一章",), place=place.id)  # fmt: skip
        data = data_of(make(mentions=[mention]).to_html())["atlas"]
        assert data["mentions"]["place"] == [0]
        assert data["mentions"]["start"] == [7]
        assert data["traditional"]["廣"] == "广"

    def test_shared_borders_travel_once(self, districts):
        base = BaseMap(districts).base_data
        borders = sum(len(decode_polyline(arc)) - 1 for arc in base["arcs"])
        edges = set()
        for polygon in districts.geometry:
            ring = [tuple(point) for point in np.rint(shapely.get_coordinates(polygon) * 1e4).astype(int).tolist()]
            edges |= {tuple(sorted(edge)) for edge in itertools.pairwise(ring)}
        assert borders == len(edges)

    def test_area_of_whole_districts_is_told_by_their_numbers(self, make, places, districts):
        three = shapely.union_all(districts.geometry[:3].to_numpy())
        frame = places.copy()
        frame.loc[0, ["kind", "precision", "geometry"]] = ["zone", "area", three]
        frame.loc[1, ["kind", "precision", "geometry"]] = ["zone", "area", shapely.buffer(three, 0.02)]
        data = data_of(make(places=frame).to_html())["atlas"]["places"]
        whole, wider = (data["shapes"][data["shape"][i]] for i in (0, 1))
        assert whole == {"units": [0, 1, 2]}
        assert wider["area"] == 1

    def test_units_fill_an_area_whose_border_is_coarser(self, districts):
        units = districts.geometry.to_numpy()
        coarse = shapely.simplify(shapely.union_all(shapely.segmentize(units[4:9], 0.01)), 0.003)
        assert units_that_fill(np.array([coarse]), units) == [[4, 5, 6, 7, 8]]

    def test_rivers_of_the_base_map_flow_and_come_near(self):
        rivers = rivers_of(default_gazetteer())
        assert {"西江", "北江", "流溪河"} <= set(rivers["name"])
        assert not [name for name in rivers["name"] if "—" in name or "保护区" in name]
        near = {line["name"] for line in BaseMap(load_districts(), rivers=rivers).base_data["lines"]}
        assert "西江" in near
        assert "黄河" not in near

    def test_land_reaches_as_far_as_one_can_look(self, districts):
        data = BaseMap(districts).base_data
        west, _, east, _ = data["bounds"]
        rings = [decoded(line, data["scale"]) for line in data["around"]]
        land = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) > 3])
        far = [("乌鲁木齐", 87.6, 43.8), ("喀什", 76.0, 39.5), ("哈尔滨", 126.6, 45.8), ("拉萨", 91.1, 29.65)]
        assert all(land.covers(shapely.Point(lng, lat)) and west < lng < east for _, lng, lat in far)
        assert not land.covers(shapely.Point(130.0, 25.0)), "the Pacific"
        assert len("".join(data["around"])) < 40_000

    def test_arcs_rebuild_every_ring(self):
        rings = [[[(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]], [[(2, 0), (4, 0), (4, 2), (2, 2), (2, 0)]],
                 [[(9, 9), (8, 9), (8, 8), (9, 9)]]]  # fmt: skip
        arcs, references, owners = arcs_of(rings)
        for unit, reference in zip(rings, references, strict=True):
            points = []
            for number in reference[0]:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                assert not points or points[-1] == arc[0]
                points += arc if not points else arc[1:]
            assert points[0] == points[-1]
            assert set(points) == set(unit[0])
            assert len(points) == len(unit[0])
        assert sorted(map(len, owners)) == [1, 1, 1, 2]

    def test_unknown_kind_is_refused_in_one_line(self, make, places):
        wrong = places.copy()
        wrong.loc[3, "kind"] = "volcano"
        with pytest.raises(InputError, match="unknown kind 'volcano': one of admin"):
            make(places=wrong)

    def test_missing_columns_are_named(self, make, places):
        with pytest.raises(InputError, match="places lack the columns kind, name"):
            make(places=places.drop(columns=["name", "kind"]))

    def test_empty_atlas_is_a_map_of_the_ground(self, make):
        none = gpd.GeoDataFrame({"id": [], "name": [], "kind": []}, geometry=[], crs=4326)
        data = data_of(make(places=none, mentions=pd.DataFrame(), unplaced=[]).to_html())
        assert data["atlas"]["places"]["id"] == []
        assert len(data["base"]["units"]["name"]) == 48


class TestPolyline:
    def test_example_of_its_author(self):
        # developers.google.com/maps/documentation/utilities/polylinealgorithm, latitude first
        points = np.array([[3850000, -12020000], [4070000, -12095000], [4325200, -12645300]])
        assert encode_polyline(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"

    @given(st.lists(st.tuples(GRID, GRID), max_size=40))
    def test_every_line_comes_back(self, points):
        grid = np.array(points, dtype=np.int64).reshape(-1, 2)
        assert decode_polyline(encode_polyline(grid)).tolist() == grid.tolist()


HOSTILE = [
    "</script><script>window.hurt=1</script>",
    "<img src=x onerror=window.hurt=1>",
    "${window.hurt=1}",
    "{{ 7*7 }}{% raw %}",
    "'\"><svg onload=window.hurt=1>",
    "\\u003cscript>\\",
    "<!--<script>",
    "]]>\u2028\u2029",
    "名\x00字\u202e反",
    "😀\ud800",
]


BAD_URLS = [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", " java\tscript:alert(1)", "java\x00script:alert(1)",
    "data:text/html,x", "vbscript:x", "//evil.example", "\\\\evil.example", "http://[",
]  # fmt: skip


class TestHostile:
    @pytest.mark.parametrize("value", HOSTILE)
    def test_value_never_leaves_its_text(self, make, places, value):
        hostile = {"name": value, "source": value, "note": value, "id": value, "aliases": [value], "districts": [value]}
        frame = places.assign(**{key: [first, *places[key].tolist()[1:]] for key, first in hostile.items()})
        record = dict.fromkeys(
            ("name", "title", "period", "area", "file", "plan", "kind", "reason", "scope", "url"), value
        )
        page = make(places=frame, plans=[*sample_plans(), record], title=value, unplaced=[record], layouts=[record])
        text = page.to_html()
        assert text.count("<script") == make().to_html().count("<script")
        assert "<img" not in re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        assert "\x00" not in text
        assert "\u202e" not in text
        data = data_of(text)
        assert clean_text(value) in names_in(data["atlas"])
        assert clean_text(value) in [row[0] for row in data["atlas"]["unplaced"]]

    @pytest.mark.parametrize("url", BAD_URLS)
    def test_dangerous_urls_are_dropped(self, url):
        assert safe_url(url) == ""

    @pytest.mark.parametrize("url", ["https://example.org/a?b=1#c", "layouts/x.html", "../a.txt", "a b.html", "#top"])
    def test_ordinary_urls_stay(self, url):
        assert safe_url(url) == url.replace(" ", "")

    def test_json_in_a_script_has_no_markup(self):
        assert not set("<>&'\u2028\u2029") & set(to_json("<>&'\u2028\u2029"))

    def test_hundred_thousand_characters_are_cut(self, make, places):
        frame = places.copy()
        frame.loc[0, "name"] = "长" * 100_000
        assert len(names_in(data_of(make(places=frame).to_html())["atlas"])[0]) == 200

    def test_folium_plugin_that_loads_files_is_refused(self):
        from folium.plugins import Fullscreen

        page = Page(title="x")
        Fullscreen().add_to(page)
        with pytest.raises(InputError, match="cannot load https://"):
            page.to_html()

    def test_control_needs_our_page(self):
        import folium

        other = folium.Map()
        SearchBox().add_to(other)
        with pytest.raises(InputError, match="SearchBox needs"):
            other.get_root().render()


class TestSymbols:
    def test_every_kind_status_and_precision_has_a_look(self):
        assert set(KIND_STYLES) == set(KINDS)
        assert set(STATUS_STYLES) == set(STATUSES)
        assert set(PRECISION_STYLES) == set(PRECISIONS)

    def test_kinds_differ_in_colour_or_shape_and_colours_are_okabe_itos(self):
        looks = {(style.colour, style.path) for style in KIND_STYLES.values()}
        assert len(looks) == len(KINDS)
        coloured = {style.colour for style in KIND_STYLES.values() if len(set(style.colour[1:])) > 2}
        assert coloured - {"#8a8378"} <= set(OKABE_ITO.values())


class TestNames:
    def test_pinyin_and_initials_table(self):
        table, exceptions = syllable_table(["番禺广场", "重庆"])
        assert [table[c] for c in "番禺广场"] != []
        assert exceptions["重庆"] == ["chong", "qing"]
        assert pinyin("增城") == ["zeng", "cheng"]

    def test_traditional_and_its_variants_lead_to_simplified(self):
        table = simplified_table(["台山", "广州"])
        assert table["臺"] == "台"
        assert table["廣"] == "广"

    @pytest.mark.parametrize(("name", "latin"), [("广州市", "Guangzhou"), ("西安市", "Xi'an"), ("佛冈县", "Fogang")])
    def test_latin_names(self, name, latin):
        assert latin_name(name) == latin


class TestTiles:
    def test_only_asked_for_and_only_their_hosts(self, make):
        assert "openstreetmap" not in make().to_html()
        text = make(tiles="osm").to_html()
        policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
        assert "img-src data: blob: https://tile.openstreetmap.org" in policy
        assert 'content="strict-origin-when-cross-origin"' in text
        assert "OpenStreetMap" in text

    def test_tianditu_needs_a_key(self):
        with pytest.raises(InputError, match="key of your own"):
            tiles_named("tianditu")
        assert all("tk=abcdef0123456789" in url for url in tiles_named("tianditu:abcdef0123456789").urls)

    def test_key_cannot_carry_markup(self):
        with pytest.raises(InputError, match="key"):
            tiles_named('tianditu:"><script>')
