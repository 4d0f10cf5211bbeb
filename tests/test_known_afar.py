"""Plans of other provinces: what their names mean, what ours do not mean there, and where nothing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gazetteer.entries import Gazetteer, default_gazetteer
from gazetteer.geocode import Geocoder
from gazetteer.tables import COLUMNS, read_tables
from geo.resources import data_path

if TYPE_CHECKING:
    from gazetteer.records import Kind


@pytest.mark.parametrize("name", ["长安镇", "人民街道", "创新大道", "光明大桥", "大石街道", "科学城"])
def test_a_plan_of_another_province_does_not_mean_ours(name: str) -> None:
    answer = Geocoder(default_gazetteer(), area=("武汉市",), fallback=False).resolve(name)
    assert answer.place is None or not any(440000 <= code < 450000 for code in answer.place.adcodes)


@pytest.mark.parametrize(
    ("name", "district"), [("广州南站", "番禺区"), ("番禺区", "番禺区"), ("白云国际机场", "白云区")]
)
def test_a_name_that_is_one_in_the_country_holds_anywhere(name: str, district: str) -> None:
    place = Geocoder(default_gazetteer(), area=("武汉市",)).resolve(name).place
    assert place is not None
    assert district in place.districts


TABLE = """
dian-shan-hu,淀山湖,,nature,point,120.96,31.11,WGS84,approximate,青浦区,,,,,list,
hua-hu,鄂州花湖国际机场,花湖国际机场|鄂州花湖机场,airport,point,115.03,30.34,WGS84,approximate,鄂城区,,,,,list,
hu-su-hu,沪苏湖高铁,,rail,line,,,,schematic,上海市|苏州市|湖州市,上海市|吴江区|湖州市,,,,list,
yu-rong,成渝中线高铁,,rail,line,,,,schematic,成都市|资阳市|重庆市,成都市|资阳市|重庆市,,,,list,
"""


@pytest.fixture(scope="module")
def afar(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The units of the country and four places: what lines are made of when no table has them."""
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text("\n".join([",".join(COLUMNS), *TABLE.strip().splitlines()]) + "\n", encoding="utf-8")
    return Gazetteer(read_tables([data_path("gazetteer", "admin.csv"), path]))


@pytest.mark.parametrize(
    ("area", "name", "kind", "districts"),
    [
        ("成都市", "成都至达州至万州高铁", "rail", {"成都市", "达州市", "重庆市"}),
        ("成都市", "市域铁路成资线", "rail", {"成都市", "资阳市"}),
        ("成都市", "邛崃至芦山高速", "road", {"成都市", "雅安市"}),
        ("成都市", "成德眉资", "zone", {"成都市", "德阳市", "眉山市", "资阳市"}),
        ("苏州市", "苏锡常都市快线", "rail", {"苏州市", "无锡市", "常州市"}),
        ("苏州市", "南通经苏州至嘉兴至宁波铁路", "rail", {"南通市", "苏州市", "嘉兴市", "宁波市"}),
        ("苏州市", "淀山湖", "nature", {"青浦区"}),
        ("苏州市", "沪苏湖高铁吴江段", "rail", {"吴江区"}),
        ("西安市", "西安至重庆高铁安康至重庆段", "rail", {"安康市", "重庆市"}),
        ("西安市", "鄠邑至周至至眉县高速", "road", {"西安市", "宝鸡市"}),
        ("西安市", "鄠周眉高速", "road", {"西安市", "宝鸡市"}),
        ("武汉市", "鄂州花湖机场", "airport", {"鄂城区"}),
        ("武汉市", "武汉—鄂州—黄石城际", "rail", {"武汉市", "鄂州市", "黄石市"}),
        ("郑州市", "郑许市域铁路", "rail", {"郑州市", "许昌市"}),
        ("郑州市", "郑登洛城际", "rail", {"郑州市", "洛阳市"}),
        ("杭州市", "杭德市域铁路", "rail", {"杭州市", "湖州市"}),
        ("合肥市", "合六市域铁路", "rail", {"合肥市", "六安市"}),
        ("重庆市", "成渝中线高铁重庆段", "rail", {"重庆市"}),
        ("重庆市", "渝北区", "admin", {"两江新区"}),
    ],
)
def test_names_of_other_provinces(afar: Gazetteer, area: str, name: str, kind: Kind, districts: set[str]) -> None:
    place = Geocoder(afar, area=(area,)).resolve(name, kind=kind).place
    assert place is not None
    assert set(place.districts) == districts


@pytest.mark.parametrize(
    ("area", "name", "kind"),
    [
        # 宜 is 宜兴 here and not 宜昌, 武 is 武胜 or 武隆 and not 武汉
        ("苏州市", "沪宜高速", "road"),
        ("重庆市", "渝武高速", "road"),
        # four cities, of which two begin with the same character
        ("武汉市", "武鄂黄黄", "zone"),
        # a lake called after a city a thousand kilometres away
        ("西安市", "昆明渠", "nature"),
    ],
)
def test_what_would_be_a_guess_stays_without_a_position(afar: Gazetteer, area: str, name: str, kind: Kind) -> None:
    assert Geocoder(afar, area=(area,)).resolve(name, kind=kind).place is None


def test_the_name_of_a_line_within_a_name_is_no_stop(afar: Gazetteer) -> None:
    place = Geocoder(afar, area=("青岛市",)).resolve("青岛至京沪高铁二通道铁路", kind="rail").place
    assert place is None or not {"北京市", "上海市"} & set(place.districts)
