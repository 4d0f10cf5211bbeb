"""Names that say their own course."""

import pytest

from gazetteer.compose import compose, pieces


class Known:
    """Stops are known by their own names; an abbreviation means the first unit that the vocabulary gives."""

    def __init__(self, *stops: str) -> None:
        self.stops = stops

    def stop(self, name: str) -> str | None:
        return name if name in self.stops else None

    def unit(self, name: str) -> str | None:
        return self.stop(name)

    def section(self, line: str, ends: list[str]) -> str | None:
        return "+".join(("part", line, *ends)) if line == "己城高铁" else None

    def units(self, alternatives: list[tuple[str, ...]], *, local: bool = False) -> list[str]:  # noqa: ARG002
        return [names[0] for names in alternatives]

    def nearby(self, character: str) -> tuple[str, ...]:
        return {"戊": ("戊城市",)}.get(character, ())


@pytest.mark.parametrize(
    ("name", "kind", "stops", "expected"),
    [
        ("甲城至乙城高速铁路", "rail", ("甲城", "乙城"), "via+甲城+乙城"),
        ("甲城经丙城至乙城城际", "rail", ("甲城", "乙城", "丙城"), "via+甲城+丙城+乙城"),
        ("甲城经丙城至乙城城际", "rail", ("甲城", "乙城"), "via+甲城+乙城"),
        ("甲城—乙城—丙城通道", "road", ("甲城", "乙城", "丙城"), "via+甲城+乙城+丙城"),
        ("甲城-乙城", "rail", ("甲城", "乙城"), "via+甲城+乙城"),
        ("甲城东至乙城五六线", "rail", ("甲城东", "甲城", "乙城"), "via+甲城东+乙城"),
        ("某环线甲城西至乙城北段", "rail", ("甲城西", "乙城"), "via+甲城西+乙城"),
        ("甲城至乙城第二高铁", "rail", ("甲城", "乙城"), "via+甲城+乙城"),
        ("甲城—乙城科技创新走廊", "zone", ("甲城", "乙城"), "via+甲城+乙城"),
        ("甲城至乙城软件园", "platform", ("甲城", "乙城"), None),
        ("甲城至丙城铁路", "rail", ("甲城",), None),
        ("甲城至甲城铁路", "rail", ("甲城",), None),
        ("甲城铁路", "rail", ("甲城",), None),
        ("甲城至丙城高铁乙城至丁城段", "rail", ("甲城", "乙城", "丁城"), "via+乙城+丁城"),
        ("己城高铁乙城至丁城段", "rail", ("乙城", "丁城"), "part+己城高铁+乙城+丁城"),
        ("己城高铁乙城段改造工程", "rail", ("乙城",), "part+己城高铁+乙城"),
        ("甲城环线乙城段", "rail", ("乙城",), None),
        ("甲城环线乙城至丁城段", "rail", ("乙城", "丁城"), "via+乙城+丁城"),
        ("甲城至周至至乙城高速", "road", ("甲城", "周至", "乙城"), "via+甲城+周至+乙城"),
        ("甲城至乐至高速", "road", ("甲城", "乐至"), "via+甲城+乐至"),
        ("昌乐至乙城高速", "road", ("昌乐", "乙城"), "via+昌乐+乙城"),
        ("甲城经济区", "zone", ("甲城", "济区"), None),
        ("", "rail", (), None),
        ("至", "rail", (), None),
    ],
)
def test_names_that_tell_their_course(name: str, kind: str, stops: tuple[str, ...], expected: str | None) -> None:
    assert compose(name, kind, Known(*stops)) == expected


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("广佛", "zone", "all+广州市+佛山市"),
        ("穗莞深", "zone", "all+广州市+东莞市+深圳市"),
        ("廣佛肇", "zone", "all+广州市+佛山市+肇庆市"),
        ("广佛都市圈", "zone", "all+广州市+佛山市"),
        ("广清永高铁", "rail", "via+广州市+清远市+永州市"),
        ("广珠（澳）高铁", "rail", "via+广州市+珠海市"),
        ("深湛铁路", "rail", "via+深圳市+湛江市"),
        ("广佛—澳珠主轴", "zone", "via+广州市+佛山市+澳门特别行政区+珠海市"),
        ("穗莞港发展轴", "zone", "via+广州市+东莞市+香港特别行政区"),
        ("沈海高速公路", "road", "via+沈阳市+海口市"),
        ("成资S3线", "rail", "via+成都市+资阳市"),
        ("成都市域铁路成德线", "rail", "via+成都市+德阳市"),
        ("市域铁路成德线", "rail", "via+成都市+德阳市"),
        ("苏锡常都市快线", "rail", "via+苏州市+无锡市+常德市"),
        # a character that is no abbreviation means a unit nearby, in the names of ways between cities
        ("广戊城际", "rail", "via+广州市+戊城市"),
        ("广戊快速路", "road", None),
        ("广佛广肇城际", "rail", None),
        ("广戊都市圈", "zone", None),
        ("广佛产业园", "platform", None),
        ("广佛环线", "rail", None),
        ("广", "zone", None),
        ("广广高铁", "rail", None),
        ("中国", "region", None),
    ],
)
def test_abbreviations(name: str, kind: str, expected: str | None) -> None:
    assert compose(name, kind, Known()) == expected


def test_every_abbreviation_means_a_unit_that_is_known() -> None:
    from gazetteer.entries import load_gazetteer

    gazetteer = load_gazetteer()
    unknown = {unit for units in pieces().values() for unit in units if not gazetteer.lookup(unit, kind="admin")}
    assert unknown == set()
