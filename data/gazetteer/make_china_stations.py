"""Make ``china_stations.csv``: railway stations of China outside Guangdong that sell tickets.

    python data/gazetteer/make_china_stations.py station.csv locations.json 高铁站_小.json data.ts

Positions, each a geocoding of names and addresses, none with a licence of its own: ``station.csv`` of
listenzcc/China-rail-way-stations-data (commit fb1b147, 2022, from heywhale), ``locations.json`` of yuqianma/railway-map
(62b583f, 2022, Amap), ``高铁站_小.json`` of Raymond1030/China-High-speed-railway-Mapbox-Visualization (6a8ec38, 2023,
Baidu). Which stations there are, and for which city: the list of 12306 in ``data.ts`` of pomerun/china-railway-station
(901bd8e, January 2026).

Each of the three puts one station in ten somewhere else, mostly in the middle of a town of that name. So a row is `site`
only where two lie within 500 m of each other, and only in the city that its source and 12306 name; `approximate` where
one source alone is known, in the city that it names and within 3 km of the county in its address. Where sources
disagree, or the one is not in the county of its address, only the county (where they agree on it) or the city is told.
Large stations that are younger than the sources stand in ``YOUNG`` with their county. Of the others that 12306 lists
and no source has, the county is told where the station is called after one of its city's (隆昌北站 in 隆昌市), else the
city alone. Stations that stand in ``china_stations_odbl.csv``, from OpenStreetMap, are left out. What sells tickets is
in service.
"""

# ruff: noqa: E501 (lists of names)
from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from china_rows import FOLDER, Ground, read, write

from gazetteer.names import short_unit_name
from geo.crs import GEOD
from geo.datum import to_wgs84

AGREE_M, ADDRESS_DEG = 500.0, 0.03
DIRECTIONS = "东南西北"
YOUNG = """
苏州南 苏州市吴江区|天府 成都市双流区|重庆东 重庆市南岸区|杭州西 杭州市余杭区|北京丰台 丰台区|北京朝阳 北京市朝阳区
南京北 南京市浦口区|合肥西 合肥市蜀山区|长沙西 望城区|西安东 灞桥区|雄安 雄县|北京大兴 大兴区|北京通州 北京市通州区
济南东 济南市历城区|襄阳东 襄州区|重庆西 沙坪坝区|乐山 乐山市市中区|天津 天津市河北区
成都西 青羊区|呼和浩特东 呼和浩特市新城区|兰州新区 永登县|天府机场 简阳市|石家庄东 石家庄市长安区|鄂尔多斯 伊金霍洛旗
临沧 临翔区|西双版纳 景洪市|普洱 思茅区|林芝 巴宜区|山南 乃东区|保山 隆阳区|二连 二连浩特市|门源 门源回族自治县
喀左 喀喇沁左翼蒙古族自治县|江北机场 两江新区|泉州南 晋江市|温州北 永嘉县|湖州东 吴兴区|湖州南浔 南浔区|盛泽 苏州市吴江区
练塘 青浦区|上海松江 松江区|八达岭长城 延庆区|太子城 崇礼区|三星堆 广汉市|黄龙九寨 松潘县|黄胜关 松潘县|镇江关 松潘县
乌海 海勃湾区|龙洞堡 南明区|天河机场 黄陂区|盘龙城 黄陂区|厦门高崎 湖里区|宜昌北 夷陵区|南充北 顺庆区|长白山 安图县
中川机场东 永登县|白洋淀 安新县|红岛 城阳区|东花园北 怀来县|长白山西 抚松县|磨憨 勐腊县|海东 平安区|吴圩机场 南宁市江南区
香格里拉 香格里拉市|礼贤 大兴区|辽宁朝阳 双塔区
"""
"""Large stations without a sound position, and their county."""


SELLS = "sells tickets (12306, January 2026)"
DOUBTED = frozenset({"二密河"})
"""Stations that lie beyond the boundary of their county."""
OUTSIDE = frozenset({"广东省", "香港特别行政区", "澳门特别行政区", "台湾省"})
"""Provinces whose stations stand in other tables."""


class Found(NamedTuple):
    """A station as one source has it."""

    lng: float
    lat: float
    province: str
    city: str
    address: str
    source: str


def main(heywhale: Path, amap: Path, baidu: Path, tickets: Path) -> None:
    """Write the table."""
    ground = Ground()
    sold = read_tickets(tickets)
    sources = [read_heywhale(heywhale), read_amap(amap), read_baidu(baidu)]
    young = dict(cell.split() for cell in YOUNG.replace("\n", "|").split("|") if cell)
    rows, dropped = [], Counter()
    licensed = {row["name"].removesuffix("站") for row in read(FOLDER / "china_stations_odbl.csv")}
    for name in sorted((sold.keys() | young.keys()) - DOUBTED - licensed):
        found = [source[name] for source in sources if name in source]
        if any(f.province.startswith("广东") for f in found):
            continue
        row = settle(found, sold.get(name, ""), ground, dropped) if found else None
        if name in young and (row is None or row["precision"] != "site"):
            row = {
                "geometry": "unit", "precision": "district", "districts": young[name],
                "source": "editor: the county it is known to be in",
            }  # fmt: skip
        if row is None and not found:
            row = called_after(name, sold.get(name, ""), ground)
        if row is None:
            continue
        city = short_city(name, ground, row)
        row |= {"name": f"{name}站", "kind": "station", "aliases": "|".join(aliases(name, city, row)), "note": ""}
        rows.append(row | ({"status": "built", "note": SELLS} if name in sold else {}))
    print(dict(dropped))
    write("china_stations.csv", rows)


def called_after(name: str, sold_for: str, ground: Ground) -> dict[str, str] | None:
    """Cells of a station that only 12306 has: the county of its city that it is called after, else the city."""
    sold = ground.units.one(f"{sold_for}市") or ground.units.one(sold_for)
    if sold is None or sold.province in OUTSIDE:
        return None
    counties = ground.frame[ground.frame["city"] == sold.city]
    forms = (name, name.rstrip(DIRECTIONS))
    called = [county for _, county in counties.iterrows() if short_unit_name(county["name"]) in forms]
    cells = {"geometry": "unit", "source": "12306 (pomerun/china-railway-station): its city"}
    if len(called) == 1 and called[0]["city"] != called[0]["name"]:
        source = f"{cells['source']}, and the county it is called after"
        return cells | {"precision": "district", "districts": ground.name(called[0]), "source": source}
    return cells | {"precision": "city", "districts": sold.city}


def settle(found: list[Found], sold_for: str, ground: Ground, dropped: Counter[str]) -> dict[str, str] | None:
    """Decide between the sources: a point, a unit, or nothing."""
    placed = [(f, county) for f in found if (county := ground.county(f.lng, f.lat)) is not None]
    placed = [(f, county) for f, county in placed if in_city(f, county, sold_for)]
    if not placed:
        dropped["in another city than its source says"] += 1
        return None
    agreeing = [(a, b) for a, b in combinations(placed, 2) if metres(a[0], b[0]) <= AGREE_M]
    if agreeing:
        (first, county), (second, _) = agreeing[0]
        return point(first, "site", ground.name(county), f"{first.source}; {second.source} within 500 m")
    (first, county), *others = placed
    if others or len(placed) < len(found):
        dropped["told by the county or city, sources differ"] += 1
        counties = {c["adcode"] for _, c in placed}
        return unit(ground.name(county) if len(counties) == 1 else county["city"], placed, len(counties) == 1)
    if first.source.startswith("Raymond"):
        dropped["told by the city, one source, the least sound"] += 1
        return unit(county["city"], placed, False)
    if not near_address(first, county, ground):
        dropped["told by the city, outside the county of its address"] += 1
        return unit(county["city"], placed, False)
    return point(first, "approximate", ground.name(county), first.source)


def point(found: Found, precision: str, district: str, source: str) -> dict[str, str]:
    """Cells of a row with a position."""
    return {
        "geometry": "point", "lng": f"{found.lng:.5f}", "lat": f"{found.lat:.5f}", "datum": "WGS84",
        "precision": precision, "districts": district, "source": source,
    }  # fmt: skip


def unit(name: str, placed: list[tuple[Found, Any]], is_county: bool) -> dict[str, str]:
    """Cells of a row of which only the unit is known."""
    source = "; ".join(f.source for f, _ in placed)
    precision = "district" if is_county else "city"
    return {"geometry": "unit", "precision": precision, "districts": name, "source": f"{source}: position not sure"}


def in_city(found: Found, county: Any, sold_for: str) -> bool:
    """Whether a position lies in the province and city that its source names, or the city that 12306 names."""
    if found.province and county["province"][:2] != found.province[:2]:
        return False
    held = f"{county['city']}|{county['name']}"
    wanted = [name[:2] for name in (found.city, sold_for) if name]
    return any(name in held for name in wanted)


def near_address(found: Found, county: Any, ground: Ground) -> bool:
    """Whether a position lies in, or within 3 km of, a county that the address names; True where it names none."""
    same_city = ground.frame[ground.frame["city"] == county["city"]]
    named = [shape for name, shape in zip(same_city["name"], same_city.geometry, strict=True) if name in found.address]
    here = shapely.Point(found.lng, found.lat)
    return not named or any(shapely.distance(shape, here) <= ADDRESS_DEG for shape in named)


def short_city(name: str, ground: Ground, row: dict[str, str]) -> str:
    """Short name of the prefecture that a station is called after, empty where it is not."""
    unit = ground.units.one(row["districts"])
    short = short_unit_name(unit.city) if unit is not None and unit.city else ""
    return short if short and re.fullmatch(rf"{short}[{DIRECTIONS}]?", name) else ""


def aliases(name: str, city: str, row: dict[str, str]) -> list[str]:
    """Other forms of a station's name: 火车站, 高铁站; for the stations of a city 南站 near it."""
    found = []
    if city or row["precision"] == "site":
        found.append(f"{name}火车站")
    if name[-1] in DIRECTIONS:
        found.append(f"{name}高铁站")
    if city and name != city:
        found.append(f"~{name[-1]}站")
    return found


def metres(a: Found, b: Found) -> float:
    """Distance of two positions."""
    return float(GEOD.inv(a.lng, a.lat, b.lng, b.lat)[2])


def read_heywhale(path: Path) -> dict[str, Found]:
    """Stations by name without 站."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["站名"].strip(): Found(
                float(row["WGS84_Lng"]), float(row["WGS84_Lat"]), row["省"], row["市"], row["车站地址"],
                "heywhale (listenzcc/China-rail-way-stations-data)",
            )
            for row in csv.DictReader(file)
        }  # fmt: skip


def read_amap(path: Path) -> dict[str, Found]:
    """Stations by name without 站; GCJ-02 taken back."""
    found = {}
    for name, cells in json.loads(path.read_text(encoding="utf-8")).items():
        if cells.get("location"):
            lng, lat = to_wgs84(*map(float, cells["location"]), datum="GCJ-02")
            source = "yuqianma/railway-map (Amap)"
            found[name.removesuffix("站")] = Found(
                float(lng), float(lat), cells["province"], cells["city"] or cells["province"], "", source
            )
    return found


def read_baidu(path: Path) -> dict[str, Found]:
    """Stations by name without 站."""
    return {
        feature["properties"]["车站"].strip(): Found(
            *feature["geometry"]["coordinates"], feature["properties"]["省份"], "", "",
            "Raymond1030/China-High-speed-railway (Baidu)",
        )
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    }  # fmt: skip


def read_tickets(path: Path) -> dict[str, str]:
    """City of each station that 12306 sells tickets for."""
    cells = [cell.split("|") for cell in path.read_text(encoding="utf-8").split("@")]
    return {cell[1].replace(" ", ""): cell[7].strip('"; \n') for cell in cells if len(cell) > 7}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
