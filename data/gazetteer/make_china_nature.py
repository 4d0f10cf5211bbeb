"""Make ``china_nature.csv``: the best known rivers, lakes and mountains of China outside Guangdong.

    python data/gazetteer/make_china_nature.py ne_10m_rivers_lake_centerlines.json ne_10m_lakes.json

Rivers and most lakes: Natural Earth 1:10,000,000 (public domain; martynafford/natural-earth-geojson, commit 0b9a6ce),
thinned: a river is `schematic`, a lake an `area` whose shore may be off by 1-2 km. Courses that Natural Earth lacks or
cuts short go through towns on the river (``BEFORE``, ``AFTER``, ``BY_TOWNS``), read off by the editor. Smaller lakes are
points by the editor, mountains the counties or cities in which they stand.
"""

# ruff: noqa: E501 (lists of names)
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from china_rows import Ground, write
from shapely.geometry import shape

from geo.shapes import load_districts

RIVER_DEG, LAKE_DEG, GAP_DEG, SHARE_DEG = 0.025, 0.012, 0.7, 0.08
SOURCE = "Natural Earth 1:10M (public domain)"
# name, other names, names in Natural Earth, and the box (west, south, east, north) that it lies in
RIVERS: dict[str, tuple[str, tuple[str, ...], tuple[float, float, float, float]]] = {
    "长江干流": ("扬子江|长江", ("Chang Jiang", "Yangtze"), (104.64, 28, 123, 33)),
    "金沙江": ("", ("Jinsha", "Chang Jiang"), (95, 25, 104.64, 33)),
    "通天河": ("", ("Tongtian",), (90, 30, 99, 36)),
    "黄河": ("黄河干流", ("Huang",), (95, 32, 120, 42)),
    "雅砻江": ("", ("Yalong",), (96, 26, 103, 35)),
    "大渡河": ("", ("Dadu",), (99, 28, 104, 34)),
    "沱江": ("", ("Tuo",), (103, 28, 106, 31.1)),
    "岷江": ("", ("Min",), (103, 28, 105, 30)),
    "嘉陵江": ("", ("Jialing",), (105, 29, 107, 35)),
    "乌江": ("", ("Wu",), (104, 26, 109, 30)),
    "汉江": ("汉水", ("Han",), (106, 30, 115, 34)),
    "湘江": ("", ("Xiang",), (110, 25, 114, 30)),
    "沅江": ("沅水", ("Yuan",), (107, 26, 114, 30)),
    "赣江": ("", ("Gan",), (114, 24, 117, 30)),
    "闽江": ("", ("Min",), (117, 25, 120, 28.5)),
    "瓯江": ("", ("Ou",), (118, 27, 121, 29)),
    "九龙江": ("", ("Jiulong",), (116, 24, 118.5, 26)),
    "淮河": ("淮河干流", ("Huai", "Hudi"), (113, 32, 120, 34)),
    "渭河": ("", ("Wei",), (103, 33, 111, 36)),
    "泾河": ("", ("Jing",), (106, 34, 110, 36)),
    "汾河": ("", ("Fen",), (110, 35, 113, 39)),
    "无定河": ("", ("Wuding",), (109, 36, 111, 39)),
    "滦河": ("", ("Luan",), (116, 39, 120, 42.2)),
    "永定河": ("", ("Yongding",), (115, 39, 117.5, 41)),
    "桑干河": ("", ("Sanggan",), (112, 39, 116, 41)),
    "海河干流": ("~海河", ("Hai",), (116.9, 38.8, 118, 39.5)),
    "漳河": ("", ("Zhang",), (112, 36, 116, 37.5)),
    "沁河": ("", ("Qin",), (112, 34.9, 114, 37)),
    "沂河": ("", ("Yi",), (118, 34, 120, 37)),
    "颍河": ("", ("Ying",), (115, 32, 117, 34)),
    "辽河": ("", ("Liao",), (122, 40, 124, 44)),
    "西辽河": ("", ("Xiliao",), (120, 43, 124, 44)),
    "大凌河": ("", ("Daling",), (119, 40, 122, 42)),
    "松花江": ("松花江干流", ("Songhua",), (124, 45, 133, 48)),
    "第二松花江": ("西流松花江", ("Di’er Songhua",), (123, 42, 128, 46)),
    "嫩江": ("", ("Nen",), (123, 46, 127, 52)),
    "穆棱河": ("", ("Muling",), (130, 43, 134, 46)),
    "乌苏里江": ("", ("Ussuri",), (133, 43, 135.2, 49)),
    "鸭绿江": ("", ("Yalu",), (124, 39, 129, 42.2)),
    "图们江": ("", ("Tumen",), (128, 41.8, 131, 43.2)),
    "澜沧江": ("", ("Lancang",), (96, 21, 103, 33)),
    "雅鲁藏布江": ("", ("Maquan", "Yarlung"), (82, 28, 95, 31)),
    "塔里木河": ("", ("Tarim",), (80, 40, 88, 42)),
    "额尔齐斯河": ("", ("Ertix",), (85, 46, 91, 49)),
    "南盘江": ("", ("Nanpan",), (103, 23, 107, 26)),
    "红水河": ("", ("Hongshui",), (106, 23, 110, 26)),
    "左江": ("", ("Zuo",), (105, 22, 109, 23)),
    "邕江": ("", ("Yong",), (108, 22, 109, 23)),
    "郁江": ("", ("Yu",), (108, 22, 111, 24)),
    "柳江": ("", ("Liu",), (109, 23, 110, 25)),
    "融江": ("", ("Rong",), (109, 24, 110, 26)),
    "浔江": ("", ("Xun",), (110, 23, 111.4, 24)),
    "钱塘江": ("", ("Fuchun",), (118, 29, 121, 31)),
}
BEFORE = {
    "岷江": [
        (103.62, 32.78), (103.60, 32.64), (103.73, 32.32), (103.68, 32.04), (103.85, 31.68), (103.58, 31.48),
        (103.49, 31.06), (103.61, 31.00), (103.75, 30.63), (103.81, 30.41), (103.87, 30.19), (103.85, 29.85),
        (103.77, 29.56),
    ],
}  # fmt: skip
AFTER = {
    "长江干流": [(119.55, 32.24), (120.27, 31.95), (120.85, 31.97), (121.30, 31.52), (121.52, 31.40), (121.95, 31.25)],
    "钱塘江": [(120.19, 30.17), (120.15, 30.20), (120.25, 30.30), (120.55, 30.37), (120.95, 30.35)],
}
NOTES = {"颍河": "only below 阜阳", "无定河": "only below 榆林", "第二松花江": "a part of 松花江 since 1988"}
BY_TOWNS: dict[str, tuple[str, str, list[tuple[float, float]]]] = {
    "黄浦江": ("", "米市渡, 闵行, 徐汇, 外滩, 杨浦, 吴淞口", [
        (121.24, 30.96), (121.37, 30.99), (121.47, 31.05), (121.46, 31.17), (121.49, 31.22), (121.51, 31.25),
        (121.55, 31.28), (121.50, 31.39)]),
    "京杭大运河": ("京杭运河|~大运河", "通州, 天津, 沧州, 德州, 聊城, 济宁, 台儿庄, 淮安, 扬州, 镇江, 常州, 无锡, 苏州, 嘉兴, 杭州", [
        (116.67, 39.92), (117.18, 39.15), (116.87, 38.31), (116.30, 37.45), (115.70, 36.80), (116.00, 36.45),
        (116.58, 35.40), (117.73, 34.56), (118.30, 33.97), (119.02, 33.62), (119.44, 32.79), (119.43, 32.38),
        (119.44, 32.21), (119.95, 31.78), (120.30, 31.57), (120.57, 31.30), (120.64, 31.16), (120.75, 30.76),
        (120.15, 30.33)]),
    "涪江": ("", "平武, 江油, 绵阳, 三台, 射洪, 遂宁, 潼南, 合川", [
        (104.53, 32.41), (104.75, 31.78), (104.75, 31.46), (105.09, 31.09), (105.38, 30.87), (105.58, 30.51),
        (105.84, 30.19), (106.28, 29.98)]),
    "渠江": ("", "渠县, 广安, 合川", [(106.97, 30.84), (106.64, 30.48), (106.28, 30.01)]),
    "府河(成都)": ("~府河|~锦江", "郫都, 成都, 华阳, 江口", [
        (103.88, 30.85), (104.07, 30.69), (104.09, 30.63), (104.06, 30.51), (103.87, 30.19)]),
    "资江": ("资水", "邵阳, 新化, 安化, 益阳", [(111.47, 27.24), (111.32, 27.75), (111.22, 28.38), (112.35, 28.59)]),
    "漓江": ("", "桂林, 阳朔, 平乐", [(110.29, 25.28), (110.43, 25.05), (110.50, 24.78), (110.64, 24.63)]),
    "洛河(洛阳)": ("~洛河", "卢氏, 洛宁, 宜阳, 洛阳, 偃师, 巩义", [
        (111.05, 34.05), (111.65, 34.39), (112.18, 34.52), (112.45, 34.66), (112.78, 34.71), (113.02, 34.83)]),
    "浑河": ("", "抚顺, 沈阳, 海城西", [(123.92, 41.87), (123.42, 41.75), (122.90, 41.36), (122.45, 41.02)]),
    "湟水": ("湟水河", "湟源, 西宁, 乐都, 民和, 达川", [
        (101.26, 36.68), (101.78, 36.63), (102.40, 36.48), (102.80, 36.33), (103.35, 36.13)]),
    "甬江": ("", "宁波三江口, 镇海", [(121.56, 29.88), (121.64, 29.93), (121.72, 29.96)]),
    "吴淞江": ("苏州河", "太湖瓜泾口, 昆山, 上海外白渡桥", [
        (120.64, 31.21), (120.95, 31.27), (121.20, 31.27), (121.38, 31.22), (121.49, 31.25)]),
    "灞河": ("", "蓝田, 灞桥, 渭河口", [(109.32, 34.15), (109.06, 34.27), (109.02, 34.43)]),
    "浐河": ("", "引镇, 长乐坡, 灞河口", [(109.10, 34.08), (109.03, 34.22), (109.02, 34.36)]),
    "沣河": ("", "秦渡镇, 咸阳东", [(108.80, 34.03), (108.77, 34.10), (108.76, 34.33)]),
    "青衣江": ("", "雅安, 洪雅, 夹江, 乐山", [(103.00, 29.99), (103.37, 29.91), (103.57, 29.74), (103.75, 29.56)]),
    "安宁河": ("", "冕宁, 西昌, 德昌, 米易, 攀枝花东", [
        (102.17, 28.55), (102.23, 27.88), (102.18, 27.40), (102.11, 26.89), (101.87, 26.60)]),
    "赤水河": ("", "茅台, 赤水, 合江", [(106.37, 27.86), (105.70, 28.59), (105.83, 28.81)]),
    "秦淮河": ("", "溧水, 江宁, 三汊河口", [(119.02, 31.65), (118.85, 31.95), (118.73, 32.07)]),
    "曹娥江": ("", "嵊州, 上虞, 钱塘江口", [(120.82, 29.59), (120.87, 30.03), (120.75, 30.24)]),
    "奉化江": ("", "奉化, 宁波三江口", [(121.41, 29.65), (121.56, 29.88)]),
    "姚江": ("余姚江", "余姚, 宁波三江口", [(121.15, 30.04), (121.56, 29.88)]),
    "新安江": ("", "屯溪, 深渡, 千岛湖, 建德", [(118.31, 29.71), (118.60, 29.83), (119.04, 29.60), (119.28, 29.48), (119.50, 29.55)]),
    "富春江": ("", "梅城, 桐庐, 富阳", [(119.50, 29.55), (119.68, 29.79), (119.95, 30.05), (120.15, 30.13)]),
    "信江": ("", "上饶, 弋阳, 鹰潭, 余干", [(117.97, 28.45), (117.43, 28.40), (117.03, 28.24), (116.70, 28.70)]),
    "抚河": ("", "南城, 抚州, 李渡", [(116.63, 27.56), (116.36, 27.95), (116.20, 28.35)]),
    "清江": ("清江流域", "利川, 恩施, 长阳, 宜都", [(108.94, 30.29), (109.48, 30.27), (111.20, 30.47), (111.45, 30.39)]),
    "浏阳河": ("", "浏阳, 㮾梨, 长沙", [(113.64, 28.15), (113.10, 28.18), (112.98, 28.25)]),
    "澧水": ("", "桑植, 张家界, 石门, 津市", [(110.16, 29.40), (110.48, 29.12), (111.38, 29.58), (111.88, 29.60)]),
    "伊河": ("", "栾川, 嵩县, 伊川, 偃师", [(111.62, 33.78), (112.08, 34.13), (112.43, 34.42), (112.79, 34.70)]),
    "贾鲁河": ("", "郑州, 中牟, 尉氏, 扶沟, 周口", [(113.60, 34.85), (114.00, 34.72), (114.19, 34.41), (114.39, 34.06), (114.64, 33.62)]),
    "大汶河": ("", "莱芜, 大汶口, 东平", [(117.66, 36.20), (117.09, 35.95), (116.46, 35.93)]),
    "小清河": ("", "济南, 邹平北, 羊口", [(117.00, 36.70), (117.74, 37.00), (118.86, 37.27)]),
    "大沽河": ("", "莱西, 平度东, 胶州湾", [(120.50, 36.87), (120.25, 36.60), (120.12, 36.20)]),
    "潮白河": ("", "密云, 顺义, 香河", [(116.83, 40.37), (116.67, 40.13), (116.80, 39.93), (117.00, 39.76)]),
    "北运河": ("", "通州, 武清, 天津", [(116.67, 39.92), (117.05, 39.38), (117.17, 39.15)]),
    "温榆河": ("", "昌平, 顺义西, 通州", [(116.24, 40.20), (116.55, 40.06), (116.67, 39.92)]),
    "滹沱河": ("", "定襄, 平山, 正定, 献县", [(112.96, 38.48), (114.19, 38.25), (114.57, 38.12), (116.12, 38.19)]),
    "伊通河": ("", "伊通, 长春, 农安", [(125.30, 43.35), (125.33, 43.90), (125.19, 44.43)]),
    "太子河": ("", "本溪, 辽阳, 海城西", [(123.78, 41.30), (123.18, 41.28), (122.60, 41.00)]),
    "洮河": ("", "岷县, 临洮, 永靖", [(104.04, 34.44), (103.86, 35.38), (103.32, 35.93)]),
    "大通河": ("", "门源, 享堂", [(101.62, 37.38), (102.83, 36.35)]),
    "清水江": ("", "都匀, 凯里, 锦屏", [(107.52, 26.26), (107.98, 26.58), (109.20, 26.68)]),
    "南明河": ("", "花溪, 贵阳, 乌当", [(106.67, 26.43), (106.71, 26.57), (106.80, 26.66)]),
    "右江": ("", "百色, 田东, 平果, 南宁西", [(106.62, 23.90), (107.12, 23.60), (107.58, 23.32), (108.15, 22.83)]),
    "怒江": ("", "福贡, 泸水, 潞江坝", [(98.87, 26.90), (98.86, 25.85), (98.88, 24.98)]),
    "元江": ("红河(元江)", "元江, 蛮耗, 河口", [(101.99, 23.60), (103.40, 23.00), (103.96, 22.53)]),
    "盘龙江": ("", "松华坝, 昆明, 滇池", [(102.78, 25.14), (102.72, 25.04), (102.69, 24.95)]),
    "木兰溪": ("", "仙游, 莆田, 三江口", [(118.69, 25.36), (119.02, 25.43), (119.15, 25.37)]),
    "南渡江": ("", "定安, 海口", [(110.35, 19.69), (110.37, 20.07)]),
}  # fmt: skip
LAKES = {
    "太湖": ("", "Tai Hu"), "鄱阳湖": ("", "Poyang Hu"), "洞庭湖": ("", "Dongting Hu"), "洪泽湖": ("", "Hongze Hu"),
    "巢湖(湖)": ("~巢湖", "Chao Hu"), "呼伦湖": ("", "Hulun Nuur"), "纳木错": ("", "Nam Co"), "色林错": ("", "Siling Co"),
    "博斯腾湖": ("", "Bosten Hu"), "青海湖": ("", "Qinghai Hu"), "高邮湖": ("", "Gaoyou Hu"), "微山湖": ("", "Weishan Hu"),
    "东平湖": ("", "Dongping Hu"), "骆马湖": ("", "Luoma Hu"), "梁子湖": ("", "Liangzi Hu"), "石臼湖": ("", "Shijiu Hu"),
    "滆湖": ("", "Ge Hu"), "艾比湖": ("", "Ebinur Hu"), "羊卓雍错": ("羊湖|羊卓雍措", "Yamzho Yumco"),
    "玛旁雍错": ("", "Mapam Yumco"), "鄂陵湖": ("", "Ngoring Hu"), "乌梁素海": ("", "Ulansuhai Nur"),
    "丹江口水库": ("", "Danjiangkou Shuiku"), "千岛湖": ("新安江水库", "Xinanjiang Shuiku"), "官厅水库": ("", "Guanting Shuiku"),
    "松花湖": ("", "Songhua Hu"), "达里湖": ("达里诺尔", "Dalai Nur"),
}  # fmt: skip
POINTS = {
    "滇池": ("", 102.69, 24.82, "昆明站 (15 km S of it)"), "洱海": ("", 100.19, 25.79, "大理站 (20 km N of it)"),
    "抚仙湖": ("", 102.89, 24.53, "澄江 (15 km S of it)"), "泸沽湖": ("", 100.78, 27.70, "宁蒗泸沽湖机场 (17 km N of it)"),
    "阳澄湖": ("", 120.77, 31.42, "苏州园区站 (11 km NE of it)"), "淀山湖": ("", 120.96, 31.11, "青浦 (15 km W of it)"),
    "金鸡湖": ("", 120.70, 31.31, "苏州园区站 (4 km S of it)"), "独墅湖": ("", 120.70, 31.275, "苏州园区站 (8 km S of it)"),
    "玄武湖": ("", 118.795, 32.073, "南京站 (2 km S of it)"), "杭州西湖": ("~西湖|西湖风景名胜区", 120.145, 30.243, "杭州站 (3.5 km W of it)"),
    "东湖(武汉)": ("武汉东湖|~东湖", 114.40, 30.56, "武昌站 (9 km E of it)"), "白洋淀": ("", 115.98, 38.90, "安新 (5 km E of it)"),
    "密云水库": ("", 116.95, 40.49, "密云 (15 km NE of it)"), "昆明湖": ("", 116.266, 39.991, "颐和园"),
    "东钱湖": ("", 121.66, 29.77, "宁波站 (15 km SE of it)"),
}  # fmt: skip
MOUNTAINS = """
秦岭 西安市|宝鸡市|渭南市|商洛市|汉中市|安康市|天水市|陇南市|洛阳市|三门峡市|南阳市
大巴山 广元市|巴中市|达州市|汉中市|安康市
大别山 六安市|安庆市|黄冈市|信阳市
太行山 石家庄市|邢台市|邯郸市|保定市|阳泉市|晋中市|长治市|晋城市|安阳市|新乡市|焦作市
武陵山 恩施土家族苗族自治州|湘西土家族苗族自治州|张家界市|铜仁市|黔江区
祁连山 张掖市|酒泉市|武威市|海北藏族自治州
六盘山 固原市|平凉市
贺兰山 银川市|石嘴山市|阿拉善盟
小兴安岭 伊春市|黑河市
长白山 延边朝鲜族自治州|白山市
阴山 巴彦淖尔市|包头市|呼和浩特市|乌兰察布市
吕梁山 吕梁市|临汾市|忻州市
罗霄山 萍乡市|吉安市|赣州市|株洲市|郴州市
雪峰山 怀化市|邵阳市|娄底市|益阳市
岷山 阿坝藏族羌族自治州|绵阳市|广元市|陇南市|甘南藏族自治州
邛崃山 阿坝藏族羌族自治州|雅安市|成都市
阿尔泰山 阿勒泰地区
武夷山脉 南平市|三明市|龙岩市|上饶市|鹰潭市|抚州市|赣州市
伏牛山 洛阳市|三门峡市|南阳市|平顶山市
崤山 三门峡市|洛阳市
桐柏山 南阳市|信阳市|随州市
大娄山 遵义市|重庆市
乌蒙山 毕节市|六盘水市|昭通市|曲靖市
苗岭 黔东南苗族侗族自治州|黔南布依族苗族自治州|安顺市
中条山 运城市|晋城市
仙霞岭 衢州市|丽水市|金华市
括苍山 台州市|温州市|丽水市
洞宫山 丽水市|宁德市|南平市
怀玉山 上饶市|衢州市
九岭山 宜春市|九江市|长沙市
大洪山 随州市|荆门市
沂蒙山 临沂市
龙泉山 龙泉驿区|简阳市|金堂县|青白江区
龙门山 都江堰市|彭州市|什邡市|绵竹市
青城山 都江堰市
贡嘎山 康定市|泸定县
四姑娘山 小金县
苍山 大理市
玉龙雪山 玉龙纳西族自治县
梵净山 江口县|印江土家族苗族自治县|松桃苗族自治县
缙云山 北碚区
歌乐山 沙坪坝区
骊山 临潼区
终南山 长安区
太白山 太白县|眉县
嵩山 登封市
云台山(修武) 修武县
泰山风景名胜区 泰山区|岱岳区
崂山风景名胜区 崂山区
黄山风景名胜区 黄山市黄山区
庐山风景名胜区 庐山市
九华山 青阳县
天柱山 潜山市
齐云山 休宁县
天目山 杭州市临安区
莫干山 德清县
四明山 余姚市|嵊州市
雁荡山 乐清市
紫金山 南京市玄武区
花果山 连云港市海州区
武当山 丹江口市
神农顶 神农架林区
岳麓山 岳麓区
张家界国家森林公园 张家界市武陵源区
冠豸山 连城县
清源山 泉州市丰泽区
鼓山 福州市晋安区
"""
OTHER_NAMES = {
    "罗霄山": "罗霄山脉", "雪峰山": "雪峰山脉", "邛崃山": "邛崃山脉", "阿尔泰山": "阿尔泰山脉", "大娄山": "大娄山脉", "仙霞岭": "仙霞岭山脉",
    "云台山(修武)": "~云台山", "泰山风景名胜区": "泰山风景区", "黄山风景名胜区": "黄山风景区", "庐山风景名胜区": "庐山风景区",
    "崂山风景名胜区": "崂山风景区", "苍山": "", "龙泉山": "龙泉山脉|龙泉山城市森林公园", "太行山": "太行山脉", "秦岭": "秦岭山脉",
    "武陵山": "武陵山脉", "祁连山": "祁连山脉", "吕梁山": "吕梁山脉", "大别山": "大别山脉", "龙门山": "龙门山脉",
}  # fmt: skip


def main(rivers: Path, lakes: Path) -> None:
    """Write the table."""
    ground = Ground()
    country = shapely.simplify(shapely.union_all(load_districts(country=True, level="province").geometry), 0.01)
    rows = [*river_rows(read(rivers), country, ground), *lake_rows(read(lakes), ground)]
    for name, (other, lng, lat, near) in POINTS.items():
        rows.append(make(name, other, "point", "approximate", ground.name(ground.county(lng, lat)),
                         f"editor: centre of the lake, near {near}", lng=f"{lng}", lat=f"{lat}", datum="WGS84"))  # fmt: skip
    for line in MOUNTAINS.split("\n"):
        if line:
            name, districts = line.split()
            precision = "city" if districts.endswith(("市|", "州", "盟")) or is_city(districts, ground) else "district"
            rows.append(
                make(name, OTHER_NAMES.get(name, ""), "unit", precision, districts, "editor: the units it stands in")
            )
    write("china_nature.csv", rows)


def make(
    name: str, other: str, geometry: str, precision: str, districts: str, source: str, **cells: str
) -> dict[str, str]:
    """Make one row."""
    return {
        "name": name, "aliases": other, "kind": "nature", "geometry": geometry, "precision": precision,
        "districts": districts, "source": source, **cells,
    }  # fmt: skip


def is_city(districts: str, ground: Ground) -> bool:
    """Whether the first of the units is a city."""
    unit = ground.units.one(districts.split("|")[0])
    return unit is not None and unit.level == "city"


def read(path: Path) -> list[dict[str, Any]]:
    """Features of a GeoJSON file."""
    return [f for f in json.loads(path.read_text(encoding="utf-8"))["features"] if f["geometry"]]


def river_rows(features: list[dict[str, Any]], country: Any, ground: Ground) -> list[dict[str, str]]:
    """Rivers as lines through waypoints, in China only."""
    rows = []
    for name, (other, called, box) in RIVERS.items():
        chosen = [shape(f["geometry"]) for f in features if f["properties"]["name"] in called]
        inside = [shapely.clip_by_rect(line, *box).intersection(country.buffer(0.03)) for line in chosen]
        course = chain([part for line in inside for part in shapely.get_parts(line) if part.length > 0.02])
        if name in BEFORE:
            course = join(BEFORE[name], course)
        if name in AFTER:
            course = course if near_end(course, AFTER[name][0]) else course[::-1]
            course = [*course, *AFTER[name]]
        rows.append(line_row(name, other, course, RIVER_DEG, SOURCE, ground))
    for name, (other, towns, course) in BY_TOWNS.items():
        rows.append(line_row(name, other, course, 0.0, f"editor: through {towns}", ground))
    return rows


def line_row(
    name: str, other: str, course: list[tuple[float, float]], tolerance: float, source: str, ground: Ground
) -> dict[str, str]:
    """Row of a line with the cities that it crosses."""
    line = shapely.simplify(shapely.LineString(course), tolerance)
    members = "|".join(f"@{x:.3f} {y:.3f}" for x, y in line.coords)
    if name in BEFORE or name in AFTER:
        source += "; where that ends, through towns on the river (editor)"
    note = NOTES.get(name, "")
    return make(name, other, "line", "schematic", cities(line, ground), source, members=members, note=note)


def cities(geometry: Any, ground: Ground) -> str:
    """Cities that a line crosses or an area covers; of what lies in one city the counties."""
    hits = ground.frame.iloc[sorted(ground.tree.query(geometry, predicate="intersects"))]
    size = shapely.area if geometry.geom_type.endswith("Polygon") else shapely.length
    share = size(shapely.intersection(hits.geometry.to_numpy(), geometry))
    kept = hits[share >= min(SHARE_DEG if size is shapely.length else 0.03 * geometry.area, share.max())]
    if kept["city"].nunique() == 1:
        return "|".join(dict.fromkeys(ground.name(row) for _, row in kept.iterrows()))
    return "|".join(dict.fromkeys(kept.sort_values("adcode")["city"]))


def chain(parts: list[Any]) -> list[tuple[float, float]]:
    """Join parts end to end, the longest first; a part further than `GAP_DEG` from both ends is left out."""
    parts = sorted(parts, key=lambda part: -part.length)
    course = list(parts.pop(0).coords)
    while parts:
        gaps = [(min(gap(course[0], p.coords[i]) for i in (0, -1)), min(gap(course[-1], p.coords[i]) for i in (0, -1)), k)
                for k, p in enumerate(parts)]  # fmt: skip
        first, last, k = min(gaps, key=lambda g: min(g[:2]))
        if min(first, last) > GAP_DEG:
            break
        run = list(parts.pop(k).coords)
        if first < last:
            course.reverse()
        course += run if gap(course[-1], run[0]) <= gap(course[-1], run[-1]) else run[::-1]
    return course


def join(before: list[tuple[float, float]], course: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Put a course after another one, whichever of its ends is nearer."""
    return [*before, *(course if gap(before[-1], course[0]) <= gap(before[-1], course[-1]) else course[::-1])]


def near_end(course: list[tuple[float, float]], place: tuple[float, float]) -> bool:
    """Whether a course ends, rather than begins, near a place."""
    return gap(course[-1], place) <= gap(course[0], place)


def gap(a: Any, b: Any) -> float:
    """Distance in degrees."""
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def lake_rows(features: list[dict[str, Any]], ground: Ground) -> list[dict[str, str]]:
    """Lakes as polygons: the largest part of the shore, thinned."""
    rows = []
    for name, (other, called) in LAKES.items():
        chosen = [shape(f["geometry"]) for f in features if f["properties"]["name"] == called]
        largest = max((p for g in chosen for p in shapely.get_parts(g)), key=lambda p: p.area)
        outline = shapely.simplify(shapely.Polygon(largest.exterior), LAKE_DEG)
        members = "|".join(f"@{x:.3f} {y:.3f}" for x, y in outline.exterior.coords[:-1])
        rows.append(make(name, other, "polygon", "area", cities(outline, ground), SOURCE, members=members))
    return rows


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
