"""The national tables: names that plans of other provinces use come to the right county, and only there."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.geocode import Geocoder


@pytest.mark.parametrize(
    ("area", "name", "districts"),
    [
        ("成都市", "高新区", {"武侯区", "双流区", "郫都区"}),
        ("成都市", "经开区", {"龙泉驿区"}),
        ("西安市", "高新区", {"雁塔区", "长安区", "鄠邑区"}),
        ("苏州市", "苏州工业园区", {"吴中区"}),
        ("德州市", "德州高新技术产业开发区", {"禹城市"}),
        ("重庆市", "西永综保区", {"沙坪坝区"}),
        ("武汉市", "光谷", {"洪山区", "江夏区"}),
        ("眉山市", "成德眉资", {"成都市", "德阳市", "眉山市", "资阳市"}),
        ("沈阳市", "东北大学", {"和平区"}),
        ("合肥市", "骆岗公园", {"包河区"}),
        ("苏州市", "沪苏湖铁路", {"上海市", "苏州市", "湖州市"}),
        ("长沙市", "常德高新区", {"鼎城区"}),
    ],
)
def test_a_plan_s_own_names(area: str, name: str, districts: set[str]) -> None:
    place = Geocoder(default_gazetteer(), area=(area,), fallback=False).resolve(name).place
    assert place is not None
    assert set(place.districts) == districts


@pytest.mark.parametrize("name", ["高新区", "经开区", "综合保税区", "空港新城", "外滩", "西湖", "新街口"])
def test_short_names_stay_in_their_city(name: str) -> None:
    assert Geocoder(default_gazetteer(), area=("汕尾市",), fallback=False).resolve(name).place is None


def test_a_railway_s_stops_are_in_order() -> None:
    (line,) = default_gazetteer().lookup("成渝高铁")
    lngs = [x for x, _ in line.geometry.coords] if line.geometry is not None else []
    assert len(lngs) > 8
    assert lngs == sorted(lngs)
