"""A made-up atlas of any size for tests, benchmarks and a first look: nothing in it is a fact."""

from __future__ import annotations

import random
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gazetteer.records import KINDS, STATUSES

WEST, SOUTH, EAST, NORTH = 112.0, 22.5, 114.1, 24.2
CITIES = ("甲州市", "乙山市", "丙远市", "丁庆市")
STEMS = tuple("云海江河南北东西金玉龙凤石沙松柏新安宁和平永康泰丰华清石花凤梅兰竹菊春秋")
SUFFIXES = {
    "station": ("站", "东站", "枢纽"),
    "rail": ("城际", "铁路", "号线"),
    "road": ("高速", "大道", "大桥"),
    "airport": ("机场",),
    "port": ("港", "港区", "码头"),
    "logistics": ("物流园", "物流枢纽"),
    "platform": ("科学城", "开发区", "产业园", "创新港"),
    "zone": ("片区", "组团", "新城"),
    "facility": ("大学", "医院", "博物馆"),
    "utility": ("水库", "电厂", "变电站"),
    "nature": ("湖", "山", "湿地公园", "森林公园"),
    "admin": ("镇", "街道"),
    "region": ("经济圈",),
    "layout": ("轴",),
}
SHARES = {"station": 18, "rail": 9, "road": 10, "airport": 1, "port": 4, "logistics": 5, "platform": 20, "zone": 9,
          "facility": 10, "utility": 6, "nature": 5, "admin": 3}  # fmt: skip
POINT_PRECISIONS = ("surveyed", "site", "site", "approximate", "district", "town", "city")


def sample_districts(*, columns: int = 8, rows: int = 6) -> gpd.GeoDataFrame:
    """Wavy grid of districts in four cities, WGS 84.

    >>> sample_districts().city.nunique()
    4
    """
    chance = random.Random(7)  # noqa: S311 - a sample, not a secret
    width, height = (EAST - WEST) / columns, (NORTH - SOUTH) / rows
    corner = {
        (i, j): (WEST + (i + chance.uniform(-0.3, 0.3)) * width, SOUTH + (j + chance.uniform(-0.3, 0.3)) * height)
        for i in range(columns + 1)
        for j in range(rows + 1)
    }
    records = []
    for i in range(columns):
        for j in range(rows):
            ring = [corner[i, j], corner[i + 1, j], corner[i + 1, j + 1], corner[i, j + 1]]
            city = (i * 2 // columns) + 2 * (j * 2 // rows)
            name = STEMS[i] + STEMS[10 + j] + "区"
            records.append(
                (440000 + 100 * city + 10 * i + j, name, "district", CITIES[city], "某某省", shapely.Polygon(ring))
            )
    frame = gpd.GeoDataFrame(records, columns=["adcode", "name", "level", "city", "province", "geometry"], crs=4326)
    return frame.sort_values("adcode", ignore_index=True)


def sample_plans() -> list[dict[str, Any]]:
    """Five plans, two of them for the same city and following periods."""
    rows = [
        ("a14", "甲州市第十四个五年规划", "2021-2025", ["甲州市"]),
        ("a15", "甲州市第十五个五年规划", "2026-2030", ["甲州市"]),
        ("circle", "甲州都市圈发展规划", "2023-2030", list(CITIES)),
        ("b15", "乙山市第十五个五年规划", "2026-2030", ["乙山市"]),
        ("c15", "丙远市第十五个五年规划", "2026-2030", ["丙远市"]),
    ]
    return [dict(zip(("name", "title", "period", "area"), row, strict=True), file=f"{row[0]}.txt") for row in rows]


def sample_places(count: int = 600, *, seed: int = 1, districts: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """Places of every kind, status and precision, denser about one centre, with the columns of the atlas map.

    >>> frame = sample_places(50)
    >>> len(frame), frame.crs.to_epsg(), frame["id"].is_unique
    (50, 4326, True)
    """
    chance = random.Random(seed)  # noqa: S311
    ground = sample_districts() if districts is None else districts
    tree = shapely.STRtree(ground.geometry.to_numpy())
    kinds = chance.choices(list(SHARES), weights=list(SHARES.values()), k=count)
    plans = [plan["name"] for plan in sample_plans()]
    records = []
    for number, kind in enumerate(kinds):
        x = min(EAST - 0.02, max(WEST + 0.02, chance.gauss(113.2, 0.38)))
        y = min(NORTH - 0.02, max(SOUTH + 0.02, chance.gauss(23.15, 0.3)))
        name = "".join(chance.sample(STEMS, 2)) + chance.choice(SUFFIXES[kind])
        shape, precision = _sample_shape(kind, x, y, chance)
        found = tree.query(shapely.Point(x, y), predicate="intersects")
        district = ground["name"].iloc[int(found[0])] if len(found) else ""
        if precision == "city" and len(found):
            district = ground["city"].iloc[int(found[0])]
        records.append({
            "id": f"p{number:05d}", "name": name, "aliases": [name[:2]] if chance.random() < 0.3 else [], "kind": kind,
            "precision": precision, "source": chance.choice(["OSM", "GeoNames", "editor: near the station"]),
            "note": "", "districts": [district] if district else [], "status": chance.choice(STATUSES),
            "plans": sorted(chance.sample(plans, chance.choice([1, 1, 1, 2, 3]))), "geometry": shape,
        })  # fmt: skip
    return gpd.GeoDataFrame(records, crs=4326)


def _sample_shape(kind: str, x: float, y: float, chance: random.Random) -> tuple[shapely.Geometry, str]:
    if kind in {"rail", "road"}:
        turn, points = chance.uniform(0, 6.28), [(x, y)]
        for _ in range(chance.randint(4, 14)):
            turn += chance.uniform(-0.5, 0.5)
            step = shapely.affinity.rotate(shapely.Point(0.03, 0), turn, origin=(0, 0), use_radians=True)
            points.append((points[-1][0] + step.x, points[-1][1] + step.y))
        return shapely.LineString(points), "schematic"
    if kind == "zone" or (kind in {"nature", "platform"} and chance.random() < 0.25):
        return shapely.Point(x, y).buffer(chance.uniform(0.008, 0.05), quad_segs=6), "area"
    return shapely.Point(x, y), chance.choice(POINT_PRECISIONS)


def sample_mentions(places: gpd.GeoDataFrame, *, seed: int = 2) -> pd.DataFrame:
    """Mentions of the places in their plans, some in Traditional characters, with sentences made of empty words."""
    chance = random.Random(seed)  # noqa: S311
    records = []
    for place in places.itertuples():
        for plan in place.plans:
            for _ in range(chance.choice([1, 1, 2, 4])):
                chapter, section = chance.randint(1, 12), chance.randint(1, 5)
                box = (f"專欄{chance.randint(1, 9)} 重點項目",) if chance.random() < 0.3 else ()
                start = chance.randint(100, 90_000)
                records.append({
                    "plan": plan, "place": place.id, "name": place.name, "text": place.name, "start": start,
                    "end": start + len(place.name), "status": chance.choice(STATUSES),
                    "outline": (f"第{chapter}章 某某", f"第{section}節 某某", *box),
                    "sentence": f"此處說到{place.name}，並說明與其他項目的關係，僅為示例。",
                })  # fmt: skip
    return pd.DataFrame(records)


def sample_unplaced(count: int = 40, *, seed: int = 3) -> list[dict[str, Any]]:
    """Names without a position, with the reasons a geocoder gives."""
    chance = random.Random(seed)  # noqa: S311
    reasons = ("unknown", "ambiguous: two places share the name", "no position: only the name is known")
    plans = [plan["name"] for plan in sample_plans()]
    kinds = [kind for kind in KINDS if kind in SHARES]
    return [
        {"name": "".join(chance.sample(STEMS, 3)) + "项目", "plan": chance.choice(plans), "kind": chance.choice(kinds),
         "reason": chance.choice(reasons)}
        for _ in range(count)
    ]  # fmt: skip
