"""Make ``china_airports.csv``: civil airports of mainland China outside Guangdong.

    python data/gazetteer/make_china_airports.py optd_por_best_known_so_far.csv runways.csv

Positions: opentraveldata ``optd_por_best_known_so_far.csv`` (commit c17743a, CC BY 4.0), held against the middle of the
runways in OurAirports ``runways.csv`` (commit 1fb3eea, public domain). Where both agree within 500 m the row is `site`;
within 2.5 km (the middle of the runways is not the terminal), or where OurAirports has no runway, `approximate`, but only
the county where the one position is given to 0.01° or coarser. Where they disagree by more the runway is taken if it
stands in ``RUNWAY_RIGHT``, else the row is left out. Names are those under which the airports are run, by IATA code.
"""

# ruff: noqa: E501, SIM905 (lists of names)
from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from china_rows import Ground, write

from geo.crs import GEOD

SITE_M, APPROXIMATE_M, NEAR_M = 500.0, 2500.0, 30_000.0
# code, city, own name, "国" for an international airport; "-" where there is no own name
NAMES = """
AAT 阿勒泰 雪都|ACF 阿拉尔 塔里木|ACX 兴义 万峰林|AEB 百色 巴马|AHJ 阿坝 红原|AKA 安康 富强|AKU 阿克苏 红旗坡|AOG 鞍山 腾鳌
APJ 阿里 普兰|AQG 安庆 天柱山|AVA 安顺 黄果树|AXF 阿拉善左旗 巴彦浩特|BAR 琼海 博鳌 国|BAV 包头 东河 国|BFJ 毕节 飞雄
BFY 蚌埠 滕湖|BHY 北海 福成|BPE 秦皇岛 北戴河|BPL 博乐 阿拉山口|BPX 昌都 邦达|BSD 保山 云瑞|BZJ 亳州 -|BZX 巴中 恩阳
CDE 承德 普宁|CGD 常德 桃花源|CGO 郑州 新郑 国|CGQ 长春 龙嘉 国|CHG 朝阳 -|CIF 赤峰 玉龙|CIH 长治 王村|CKG 重庆 江北 国
CNI 长海 大长山岛|CQW 重庆 仙女山|CSX 长沙 黄花 国|CTU 成都 双流 国|CWJ 沧源 佤山|CZX 常州 奔牛 国|DAT 大同 云冈 国
DBC 白城 长安|DCY 稻城 亚丁|DDG 丹东 浪头 国|DDR 日喀则 定日|DHH 巴里坤 大河|DIG 迪庆 香格里拉|DLC 大连 周水子 国
DLU 大理 凤仪|DNH 敦煌 莫高 国|DOY 东营 胜利|DQA 大庆 萨尔图|DSN 鄂尔多斯 伊金霍洛 国|DTU 五大连池 德都|DYG 张家界 荷花 国
DZH 达州 金垭|EHU 鄂州 花湖 国|EJN 额济纳旗 桃来|ENH 恩施 许家坪|ENY 延安 南泥湾|ERL 二连浩特 赛乌素 国|FOC 福州 长乐 国
FUG 阜阳 西关|FYJ 抚远 东极|FYN 富蕴 可可托海|GMQ 果洛 玛沁|GOQ 格尔木 -|GXH 甘南 夏河|GYS 广元 盘龙|GYU 固原 六盘山
GZG 甘孜 格萨尔|HAK 海口 美兰 国|HBQ 祁连 -|HCJ 河池 金城江|HCZ 郴州 北湖|HDG 邯郸 -|HEK 黑河 瑷珲|HET 呼和浩特 白塔 国
HFE 合肥 新桥 国|HGH 杭州 萧山 国|HIA 淮安 涟水 国|HJB 和静 巴音布鲁克|HJJ 怀化 芷江|HLD 呼伦贝尔 海拉尔 国
HLH 乌兰浩特 义勒力特|HMI 哈密 伊州|HNY 衡阳 南岳|HPG 神农架 红坪|HQL 塔什库尔干 红其拉甫|HQQ 安阳 红旗渠
HRB 哈尔滨 太平 国|HSF 绥芬河 东宁|HSN 舟山 普陀山 国|HTN 和田 昆冈|HTT 茫崖 花土沟|HUO 霍林郭勒 霍林河|HXD 德令哈 -
HYN 台州 路桥|HZA 菏泽 牡丹|HZG 汉中 城固|HZH 黎平 -|INC 银川 河东 国|IQM 且末 玉都|IQN 庆阳 -|JBK 奇台 江布拉克
JDZ 景德镇 罗家|JGD 加格达奇 嘎仙|JGN 嘉峪关 -|JGS 井冈山 -|JHG 西双版纳 嘎洒 国|JIC 金昌 金川|JIQ 黔江 武陵山|JIU 九江 庐山
JJN 泉州 晋江 国|JMJ 澜沧 景迈|JMU 佳木斯 东郊|JNH 嘉兴 南湖|JNZ 锦州 锦州湾|JSJ 建三江 湿地|JUH 池州 九华山|JUZ 衢州 -
JXA 鸡西 兴凯湖|JZH 九寨黄龙 -|KCA 库车 龟兹|KGT 康定 -|KHG 喀什 徕宁 国|KHN 南昌 昌北 国|KJH 凯里 黄平|KJI 布尔津 喀纳斯
KMG 昆明 长水 国|KOW 赣州 黄金 国|KRL 库尔勒 梨城|KRY 克拉玛依 古海|KWE 贵阳 龙洞堡 国|KWL 桂林 两江 国|LCX 龙岩 冠豸山
LDS 伊春 林都|LFQ 临汾 尧都|LGZ 山南 隆子|LHW 兰州 中川 国|LIJ 丽水 -|LJG 丽江 三义 国|LLB 荔波 -|LLF 永州 零陵
LLV 吕梁 大武|LNJ 临沧 博尚|LNL 陇南 成县|LPF 六盘水 月照|LSG 乐山 -|LUM 德宏 芒市 国|LXA 拉萨 贡嘎 国|LYA 洛阳 北郊
LYG 连云港 花果山 国|LYI 临沂 启阳 国|LZG 阆中 古城|LZH 柳州 白莲|LZO 泸州 云龙|LZY 林芝 米林|MDG 牡丹江 海浪 国
MIG 绵阳 南郊|NAO 南充 高坪|NAY 北京 南苑|NBS 长白山 -|NDG 齐齐哈尔 三家子|NGB 宁波 栎社 国|NGQ 阿里 昆莎|NKG 南京 禄口 国
NLH 宁蒗 泸沽湖|NLT 新源 那拉提|NNG 南宁 吴圩 国|NNY 南阳 姜营|NTG 南通 兴东 国|NZH 满洲里 西郊 国|NZL 扎兰屯 成吉思汗
OHE 漠河 古莲|PEK 北京 首都 国|PKX 北京 大兴 国|PVG 上海 浦东 国|PZI 攀枝花 保安营|QSZ 莎车 叶尔羌|RHT 阿拉善右旗 巴丹吉林
RIZ 日照 山字河|RKZ 日喀则 和平|RLK 巴彦淖尔 天吉泰|RQA 若羌 楼兰|SHA 上海 虹桥 国|SHE 沈阳 桃仙 国|SHF 石河子 花园
SHS 荆州 沙市|SJW 石家庄 正定 国|SQD 上饶 三清山|SQJ 三明 沙县|SYM 普洱 思茅|SYX 三亚 凤凰 国|SZH 朔州 滋润
TAO 青岛 胶东 国|TCG 塔城 -|TCZ 腾冲 驼峰|TEN 铜仁 凤凰|TFU 成都 天府 国|TGO 通辽 -|THQ 天水 麦积山|TLQ 吐鲁番 交河
TNA 济南 遥墙 国|TNH 通化 三源浦|TSN 天津 滨海 国|TVS 唐山 三女河|TWC 图木舒克 唐王城|TXN 黄山 屯溪 国|TYN 太原 武宿 国
UCB 乌兰察布 集宁|URC 乌鲁木齐 天山 国|UYN 榆林 榆阳|WDS 十堰 武当山|WEF 潍坊 -|WEH 威海 大水泊 国|WGN 邵阳 武冈
WHA 芜湖 宣州|WMT 遵义 茅台|WNH 文山 砚山|WNJ 威宁 草海|WNZ 温州 龙湾 国|WSK 重庆 巫山|WUA 乌海 -|WUH 武汉 天河 国
WUS 武夷山 -|WUT 忻州 五台山|WUX 苏南 硕放 国|WUZ 梧州 西江|WXN 重庆 万州|XAI 信阳 明港|XFN 襄阳 刘集|XIC 西昌 青山
XIL 锡林浩特 -|XIY 西安 咸阳 国|XMN 厦门 高崎 国|XNN 西宁 曹家堡 国|XNT 邢台 褡裢|XRQ 新巴尔虎右旗 宝格德|XUZ 徐州 观音 国
YBP 宜宾 五粮液|YCU 运城 盐湖 国|YIC 宜春 明月山|YIE 阿尔山 伊尔施|YIH 宜昌 三峡 国|YIN 伊宁 -|YIW 义乌 -|YKH 营口 兰旗
YLX 玉林 福绵|YNJ 延吉 朝阳川 国|YNT 烟台 蓬莱 国|YNZ 盐城 南洋 国|YSQ 松原 查干湖|YTW 于田 万方|YTY 扬州 泰州 国
YUS 玉树 巴塘|YYA 岳阳 三荷|YZY 张掖 甘州|ZAT 昭通 -|ZFL 昭苏 天马|ZHY 中卫 沙坡头|ZQZ 张家口 宁远|ZYI 遵义 新舟
"""
OTHER_NAMES = {
    "BAV": "包头二里半机场|包头机场", "CNI": "长海机场|大连长海机场", "DLU": "大理荒草坝机场", "HBQ": "海北祁连机场",
    "HLD": "海拉尔东山国际机场|海拉尔机场", "HTT": "海西花土沟机场", "HXD": "海西德令哈机场", "IQN": "庆阳西峰机场",
    "JGN": "嘉峪关酒泉机场", "JGS": "吉安井冈山机场", "JIQ": "重庆黔江武陵山机场|重庆武陵山机场", "KGT": "甘孜康定机场",
    "LNL": "陇南成州机场", "NBS": "白山长白山机场", "PEK": "首都机场|北京首都机场", "PKX": "大兴机场|北京大兴机场",
    "URC": "乌鲁木齐地窝堡国际机场|地窝堡国际机场|乌鲁木齐地窝堡机场", "WEF": "潍坊南苑机场",
    "WUX": "无锡硕放机场|无锡硕放国际机场|无锡苏南硕放国际机场|无锡苏南国际机场|苏南国际机场",
    "WXN": "万州五桥机场|万州机场", "YCU": "运城关公机场|运城张孝机场", "YTY": "扬泰国际机场|扬泰机场",
    "KHG": "喀什国际机场", "HTN": "和田机场", "TCG": "塔城千泉机场",
}  # fmt: skip
"""Former and other names that do not follow from the name."""
WELL_KNOWN = frozenset(
    "虹桥 浦东 双流 首都 萧山 禄口 江北 咸阳 白塔 天河 新郑 黄花 长水 地窝堡 硕放 龙洞堡 吴圩 遥墙 流亭 花湖 奔牛 栎社 龙嘉 桃仙 "
    "周水子 中川 曹家堡 昌北 武宿 高崎 美兰 屯溪 涟水 三女河 启阳 大水泊 刘集 嘎洒 三义 贡嘎 姜营".split()
)
"""Own names that mean the airport in any plan, without the word 国际."""
AMBIGUOUS = frozenset(
    "滨海 东河 太平 凤凰 和平 黄金 大河 草海 天山 南湖 西郊 海浪 胜利 河东 三峡 龙湾 白塔 江北".split()
)
"""Own names that other places have too: contextual even with 国际."""
TWO_DISTRICTS = {"PKX": "大兴区|广阳区", "SHA": "长宁区|闵行区", "PEK": "顺义区|朝阳区", "CGO": "新郑市|中牟县",
                 "CKG": "重庆市", "LHW": "永登县|皋兰县", "YKH": "营口市"}  # fmt: skip
NOTES = {
    "NAY": "closed to civil traffic in 2019",
    "URC": "until 2025 乌鲁木齐地窝堡国际机场",
    "WUX": "the airport of 无锡 and 苏州",
}
RUNWAY_RIGHT = {"KCA": "ZWKC", "TAO": "ZSQD", "YIH": "ZHYC", "YIW": "ZSYW"}
"""Airports that moved: the ICAO code whose runways lie at the new site."""


def main(positions: Path, runways: Path) -> None:
    """Write the table."""
    given = read_positions(positions)
    middles = read_middles(runways)
    ground, rows = Ground(), []
    cities = Counter(name[1] for name in names())
    for code, city, own, international in names():
        if code not in given:
            print(f"{code} {city}{own}: no position")
            continue
        lng, lat = given[code]
        source = f"opentraveldata (optd_por_best_known_so_far, {code})"
        ident, middle, away = nearest(lng, lat, middles)
        if code in RUNWAY_RIGHT:
            ident = RUNWAY_RIGHT[code]
            lng, lat, precision = *middles[ident], "site"
            source = f"OurAirports, middle of the runways of {ident}"
        elif away <= SITE_M:
            precision = "site"
            source += f"; OurAirports runways of {ident} within {SITE_M:.0f} m"
        elif away <= APPROXIMATE_M:
            precision = "approximate"
        elif away > NEAR_M:
            precision = "district" if coarse(lng) or coarse(lat) else "approximate"
        else:
            print(f"{code} {city}{own}: {away / 1000:.1f} km from the runways of {ident} at {middle}: left out")
            continue
        county = ground.county(lng, lat)
        if county is None or county["province"] == "广东省":
            print(f"{code} {city}{own}: in no county outside Guangdong: left out")
            continue
        name = f"{city}{own}{international}机场"
        rows.append({
            "name": name,
            "aliases": "|".join(aliases(code, city, own, international, alone=cities[city] == 1)),
            "kind": "airport", "geometry": "unit" if precision == "district" else "point", "lng": f"{lng:.5f}", "lat": f"{lat:.5f}", "datum": "WGS84",
            "precision": precision, "districts": TWO_DISTRICTS.get(code, ground.name(county)), "source": source,
            "note": NOTES.get(code, ""),
        })  # fmt: skip
    write("china_airports.csv", rows)


def names() -> list[tuple[str, str, str, str]]:
    """List code, city, own name and 国际 of each airport."""
    found = []
    for cell in NAMES.replace("\n", "|").split("|"):
        if cell:
            code, city, own, *rest = cell.split()
            found.append((code, city, own.strip("-"), "国际" if rest else ""))
    return found


def aliases(code: str, city: str, own: str, international: str, *, alone: bool) -> list[str]:
    """Other forms of an airport's name, ``~`` before those that other places share."""
    found = []
    if own:
        if international:
            found += [f"{city}{own}机场", f"{'~' if own in AMBIGUOUS else ''}{own}国际机场"]
        found.append(f"{'' if own in WELL_KNOWN - AMBIGUOUS else '~'}{own}机场")
        if alone:
            found.append(f"{city}机场")
    if international and alone:
        found.append(f"{city}国际机场")
    found += OTHER_NAMES.get(code, "").split("|") if code in OTHER_NAMES else []
    name = f"{city}{own}{international}机场"
    plain = {form for form in found if not form.startswith("~")} | {name}
    return [form for form in dict.fromkeys(found) if form != name and form.removeprefix("~") not in plain - {form}]


def coarse(degrees: float) -> bool:
    """Whether a coordinate is given to no more than two decimals."""
    return round(degrees, 2) == degrees


def read_positions(path: Path) -> dict[str, tuple[float, float]]:
    """Positions of airports by IATA code; of a code that stands twice the airport, not the city."""
    found: dict[str, tuple[float, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="^"):
            kind = row["pk"].split("-")[1]
            if "A" in kind and (row["iata_code"] not in found or kind == "A"):
                found[row["iata_code"]] = float(row["longitude"]), float(row["latitude"])
    return found


def read_middles(path: Path) -> dict[str, tuple[float, float]]:
    """Middle of the runways of each Chinese airport, by ICAO code."""
    ends: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = [row[c] for c in ("le_longitude_deg", "le_latitude_deg", "he_longitude_deg", "he_latitude_deg")]
            if row["airport_ident"].startswith("Z") and all(cells):
                a, b, c, d = map(float, cells)
                ends[row["airport_ident"]] += [(a, b), (c, d)]
    return {ident: tuple(np.mean(points, axis=0)) for ident, points in ends.items()}


def nearest(lng: float, lat: float, middles: dict[str, tuple[float, float]]) -> tuple[str, tuple[float, float], float]:
    """Return the runways nearest to a position, their middle, and the distance in metres."""
    idents = list(middles)
    points = np.array([middles[i] for i in idents])
    _, _, away = GEOD.inv(np.full(len(points), lng), np.full(len(points), lat), points[:, 0], points[:, 1])
    best = int(np.argmin(away))
    return idents[best], middles[idents[best]], float(away[best])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
