"""Names of the shipped tables that stand in many cities are meant only near their own."""

from __future__ import annotations

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.geocode import Geocoder


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
