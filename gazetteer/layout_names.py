"""Noun phrases of layouts: where a name begins and ends, how a list splits, which ending its items share.

Works on spans (``start``, ``end``) of one Simplified text, so that every name keeps its place in the plan.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.records import Mention

Span = tuple[int, int]

_VERBS = tuple(
    re.findall(
        r"\S+",
        """
    建设成为 建设成 打造成为 打造成 打造为 打造 规划建设 高标准建设 开发建设 构建 构筑 建设 形成 建成 成为 培育
    培强 加快 推动 推进 提升 增强 强化 做强 做优 做大 做精 做实 做特 做高 依托 围绕 聚焦 通过 串联 串连 串起
    连接 连结 链接 联通 连通 联结 对接 聚力 全力 着力 著力 着重 著重 加速 充分发挥 发挥 突出抓好 突出 重点发展
    重点推进 重点 加强 深化 完善 优化 最佳化 促进 统筹 谋划 支持 整合 活化利用 充分利用 利用 营造 塑造 实施
    分别为 分别是 分别 依次为 依次是 就是 包括 涵盖 覆盖 贯通 支撑 高水平 高标准 高质量推进 大力 全面 深入 积极
    努力 继续 进一步 分别位于 位于 集中 规划 新建 扩建 改造 升级 纳入 作为 牵引 带动 辐射 辐射带动
    锚定 巩固 改善 保护 维护 修复 筑牢
    筑强 共建 共同建设 共同打造 打响 擦亮 助力 携手 引领 引导 其中 以及 使 构造 创建 争创 布局建设 布局 建立
    拓展 延伸至 延伸 发展壮大 壮大 提质 完成 坚持 实现 落实 确定 明确 划定 设立 立足 结合 按照 沿着 环绕 利于
    逐步 主动 稳步 有序 持续 集聚 聚集 推广 参与 融入 全面融入 服务 配套 拓宽 加密 由 从北到南 自西向东 从东到西
    自北向南 优化发展 最佳化发展 培育发展 推出 建好 建强 做好 用好 办好 加大 参与打造 积极参与 增加 增设 发挥好
    抓好 重塑 振兴 活化 激活 抓住 有效 联动推进
""",
    )
)
_CUT = re.compile("|".join(sorted(map(re.escape, _VERBS), key=len, reverse=True)))
_LEAD = re.compile(
    r"^(?:（[一二三四五六七八九\d]{1,2}）|[“”\"'‘’\s、—和与及并以将把在对向为是指即由至到:：]|从(?![化江])|以及|其中|"
    + "|".join(sorted(map(re.escape, _VERBS), key=len, reverse=True))
    + (
        r"|联动(?!发展|创新|轴|带)|世界级|世界一流的?|国际一流的?|国际级|具有[^的]{2,12}的|我市|我区|全市"
        r"|[东西南北]向(?=[一-鿿]{2,}走廊)|全省|新的|一批|若干个?|多个|现代化的|高质量的)"
    )
)
_NEVER_CUT = re.compile(
    r"结合(?=部)|(?:规划|改造|升级|引领|支撑|辐射|带动|服务|延伸|配套|突出|提升|保护|建设|培育|发展壮大|集聚|牵引"
    r"|修复|壮大|统筹|融入|重点|积极|全面|布局|加速|共建|由|联通|使|覆盖)"
    r"(?=[区城园谷轴带廊核极翼圈片环心港](?![一-鿿])|展示|示范|试验|先行|创新|发展|功能|产业|枢纽|中心"
    r"|生态|小镇|新城|平台|协同|商贸|贸易|融合|能力|经济|联动|走廊|型|性|业|器)"
)
_TAIL = re.compile(
    r"(?:等.{0,14}|(?<=[省市区县])全[域境]|两市|三市|四市|两区|三区|两镇|三镇|各[区市镇县]|[“”\"'‘’\s。，；：、]|"
    r"(?<=[一-鿿])[一两二三四五六七八九十\d]{1,2}[个大座][一-鿿]{2,12}|(?:北部|南部|东部"
    r"|西部)?[两三四五]镇|山体|(?<=[一-鿿）]{2})(?:互动|协同|联动|一体化?|错位|融合|连片|分区|竞相|加快|特色|差异化|绿色"
    r"|高质量)?(?:发展|互动|建设|改造|带动发展)|(?<=[一-鿿）]{2})(?:的?(?:保护|治理|修复|开发)[与和、]?(?:利用|开发|保护|修复)))+$"
)
_PLACE_END = re.compile(
    r"(?:[区城园谷港镇村街带轴廊核极翼圈片环岛山湖江河站场路道市县湾厂院校馆塔寺库坝桥]|组团|片区|中心"
    r"|走廊|枢纽|平台|基地|小镇|高地|社区|之都|门户|机场|广场|屏障|节点|CBD)$"
)
DIRECTIONS = (
    "东南部",
    "东北部",
    "西南部",
    "西北部",
    "中东部",
    "中西部",
    "东部",
    "西部",
    "南部",
    "北部",
    "中部",
    "东",
    "西",
    "南",
    "北",
    "中",
)
DIRECTION = re.compile("^(?:" + "|".join(DIRECTIONS) + ")")
_SHARED = re.compile(r"(?:中心城区|城区|都市区|片区|组团|新区|新城|高铁|站|港|机场|镇|街道?|发展[轴带]|走廊)$")
SIDE = re.compile("(?:" + "|".join(DIRECTIONS) + "|[沿滨临环][一-鿿]|[一-鿿]?[东西南北]岸)")
_CARRIER = re.compile(
    r"[一-鿿]{1,5}?(?:江|河(?!道)|湖|湾|(?<!海)洋|(?<!分水)岭|大道|水道|快速|干线|航道|高速|铁路|高铁"
    r"|[东西南北]岸|路(?!网)|涌|溪|山(?!水)|海峡)(?![河口])"
)
_CLOSERS = {"“": "”", "(": ")", "（": "）", "《": "》", "「": "」", "‘": "’"}


PROVINCE_SIGNS = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵黔云滇陕甘陇青藏桂蒙宁新疆港澳台"
GENERIC = re.compile(
    r"(?:海洋|优势|特色|重点|重要|战略性|综合|若干|一批|多条|多个|各|新|城市|农业|产业|现代|绿色|生态|安全"
    r"|文化|旅游|经济|发展|滨水|创新|休闲|交通|立体|区域|国际|高效|物流|大|主|中|活力|科技|景观|蓝绿"
    r"|慢行|运输|服务|防护|商旅|隔离|绿化|屏障|网络|级|都市|高端|时尚|文旅|专业|展贸|商业|商务|核心"
    r"|消费|新兴|数字|智慧|知识|科技|人工智[能慧]|先进|制造|技术|高质量|金融|文商旅|融合|能源|康养"
    r"|健康|人文|田园|乡村|总部|综合性|一体化|滨江|临江|绿|条|通风|视线|自然|郊野|社区|防灾)*"
)
"""Words that say what a line or an area is for, and never where."""
COMPASS = re.compile(rf"[{PROVINCE_SIGNS}](?:[东西南北]{{1,2}}|中)(?![部向线站])")
"""A part of a province by its short name: 赣东北, 陕南."""
_PROVINCES_JOINED = re.compile(
    rf"(?P<signs>[{PROVINCE_SIGNS}]{{2,7}})(?:高铁|铁路|综合|交通|运输|物流|经济)*(?:大?通道|大?走廊|廊道|[带轴])"
)


_JOINED_KIND = re.compile(
    rf"(?:城镇|开放|合作|同城|协同|联动|开发|{GENERIC.pattern[3:-2]})*(?:轴线?|带|走廊|廊道|都市圈|经济圈|城市群|组团|一体化)"
)
_NO_SIGN = re.compile("[江河湖海湾山东南西北中沿滨环临城乡新水港口文化]")
"""Signs of cities that are words first: 滨海 is not 滨州 and 威海."""
MOST_JOINED = 5


class Names:
    """The mentions of a plan, to be asked which lie within a span; empty where the caller knows none."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted((m for m in mentions if m.kind != "layout"), key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self._mentions]

        self._cities = {m.name for m in mentions if m.kind == "admin" and m.name.endswith("市")}

    def joined(self, words: str, *, bare: bool = False) -> list[str]:
        """Cities that a line or area joins by a character of each (昌九走廊); a ``bare`` stem only where asked.

        A character stands for the one city of the plan that begins with it, else for the one that holds it, else for
        a province; none are returned where a character stands for none or for several.
        """
        for length in range(min(MOST_JOINED, len(words)), 1, -1):
            rest = words[length:]
            if _JOINED_KIND.fullmatch(rest) or (bare and not rest):
                found = [self._signed(sign) for sign in words[:length]]
                told = any(city.startswith(words[:length]) for city in self._cities)
                if not told and all(found) and sum(len(name) > 1 for name in set(found)) * 2 >= length:
                    return found
        return []

    def _signed(self, sign: str) -> str:
        if _NO_SIGN.match(sign):
            return ""
        first = [name for name in self._cities if name.startswith(sign)]
        found = first or [name for name in self._cities if sign in name[:-1]]
        return found[0] if len(found) == 1 else sign if not found and sign in PROVINCE_SIGNS else ""

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that lie wholly between two offsets, in reading order."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return [m for m in self._mentions[first:last] if m.end <= end]

    def covers(self, offset: int) -> bool:
        """Whether a mention runs across an offset, so that a text must not be cut there."""
        at = bisect.bisect_left(self._starts, offset)
        return any(m.end > offset for m in self._mentions[max(0, at - 3) : at])

    def at(self, start: int, end: int) -> Mention | None:
        """Find the mention that fills a span exactly, or all of it but a character or two of what follows."""
        return next((m for m in self.within(start, end) if m.start == start and end - m.end <= 1), None)


def trim(text: str, span: Span, names: Names | None = None) -> Span:
    """Cut verbs, quotation marks and connectors from the ends of a phrase.

    >>> text = "加快建设世界级滨江活力带等"
    >>> text[slice(*trim(text, (0, len(text))))]
    '滨江活力带'
    """
    start, end = span
    if tail := _TAIL.search(text[start:end]):
        head = text[start : start + tail.start()]
        if len(head) >= 2:
            opener = text[end - 1]
            end = start + tail.start()
            if opener in ")）" and opener not in text[start:end] and re.search("[（(]", text[start:end]):
                end = span[1]
    last = start
    for verb in _CUT.finditer(text, start, end):
        noun = _NEVER_CUT.match(text, verb.start())
        if (noun and noun[0] == verb[0]) or end - verb.end() < 2:
            continue
        if (
            verb[0][0] not in "做建打构推加形"
            and names is not None
            and (names.covers(verb.end()) or names.covers(verb.start() + 1))
        ):
            continue
        if _inside_brackets(text[start : verb.start()]):
            continue
        last = verb.end()
    start = last
    of = text.rfind("的", start, end)
    if of >= 0 and end - of > 2 and not (names is not None and names.covers(of)):
        start = of + 1
    while start < end and (lead := _LEAD.match(text[start:end])) and end - start - lead.end() >= 2:
        if names is not None and any(m.start == start for m in names.within(start, end)):
            break
        noun = _NEVER_CUT.match(text, start)
        if noun and noun[0] == lead[0]:
            break
        start += lead.end()
    while start < end and text[start] in '“”"‘’、，。 \n:：;；':
        start += 1
    while (
        end > start
        and text[end - 1] in '“”"‘’、，。 \n:：;；'
        and not (text[end - 1] == "”" and "“" in text[start:end])
    ):
        end -= 1
    if end > start and text[end - 1] in "）)" and not re.search(r"[（(]", text[start:end]):
        end -= 1
    return start, end


def _inside_brackets(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in (("(", ")"), ("（", "）")))


def split_items(
    text: str,
    span: Span,
    *,
    count: int | None = None,
    names: Names | None = None,
    seps: str = "、；;+",
    plain: bool = False,
) -> list[Span]:
    """Split an enumeration at its commas, and at 和, 与, 及 where the count or the last item asks for it.

    >>> text = "甲城、乙城、丙谷和丁园"
    >>> [text[a:b] for a, b in split_items(text, (0, len(text)))]
    ['甲城', '乙城', '丙谷', '丁园']
    """
    pieces = _split(text, span, seps)
    if plain:
        return pieces
    if count is not None and len(pieces) == count:
        return pieces
    out: list[Span] = []
    for position, piece in enumerate(pieces):
        last = position == len(pieces) - 1
        cut = _connector(text, piece, names) if last or (count is not None and len(pieces) < count) else None
        if cut is None:
            out.append(piece)
        else:
            out += [(piece[0], cut[0]), (cut[1], piece[1])]
    if count is not None and len(out) < count:
        again = []
        for piece in out:
            cut = _connector(text, piece, names)
            again += [piece] if cut is None else [(piece[0], cut[0]), (cut[1], piece[1])]
        if len(again) == count:
            return again
    return out if count is None or len(out) == count or len(pieces) != count else pieces


def _split(text: str, span: Span, seps: str) -> list[Span]:
    out: list[Span] = []
    closers: list[str] = []
    start = span[0]
    for i in range(*span):
        c = text[i]
        if closers and c == closers[-1]:
            closers.pop()
            if c == "”" and text[i + 1 : i + 2] == "“":  # “甲”“乙”
                out.append((start, i + 1))
                start = i + 1
        elif c in _CLOSERS:
            closers.append(_CLOSERS[c])
        elif c in seps and not closers:
            out.append((start, i))
            start = i + 1
    out.append((start, span[1]))
    return [(a, b) for a, b in out if text[a:b].strip('“”"、 \n')]


def _connector(text: str, piece: Span, names: Names | None) -> Span | None:
    for match in re.compile(r"以及|和|与|及|暨").finditer(text, piece[0] + 2, piece[1] - 1):
        if _inside_brackets(text[piece[0] : match.start()]) or text[piece[0] : match.start()].count("“") > text[
            piece[0] : match.start()
        ].count("”"):
            continue
        if names is not None and names.covers(match.start() + 1) and names.covers(match.start()):
            continue
        if text[match.start() : match.start() + 2] in ("和谐", "和平", "与会", "及时"):
            continue
        return match.span()
    return None


MOST_ELLIPTIC = 3


def complete(items: Sequence[str], ending: str) -> list[str]:
    """Give the items of an elliptic list the ending that only the last carries.

    >>> complete(["东部", "南部创新经济增长极"], "")
    ['东部创新经济增长极', '南部创新经济增长极']
    >>> complete(["沿江", "西部"], "产业带")
    ['沿江产业带', '西部产业带']
    """
    if not items:
        return []
    tail = ending
    last = items[-1]
    sides = [DIRECTION.match(item) for item in items]
    bare = all(s is not None and s.end() == len(item) for s, item in zip(sides[:-1], items[:-1], strict=True))
    short = all(len(item) <= 5 and not _PLACE_END.search(item) for item in items[:-1])
    if not tail and len(items) > 1:
        side, shared = sides[-1], _SHARED.search(last)
        if bare and side and side.end() >= 2 and len(last) - side.end() >= 2:
            tail = last[side.end() :]
        elif short and shared and shared.start() >= 2:
            tail = shared[0]
    if not tail:
        return list(items)
    if tail.endswith("城区") and len(items) > MOST_ELLIPTIC:  # 甲、乙、丙、丁城区: the last alone is so called
        return list(items)
    return [
        item if item.endswith(tail[-2:]) or (_PLACE_END.search(item) and not SIDE.fullmatch(item)) else item + tail
        for item in items
    ]


def carrier(name: str) -> str:
    """Return the river, road or line that opens the name of an axis or belt; empty where none does.

    >>> carrier("渭河生态带"), carrier("流溪河生态带"), carrier("沿江创新带")
    ('渭河', '流溪河', '')
    """
    match = _CARRIER.match(name)
    return match[0] if match and not re.match("[临环]|.*[沿滨跨与]", match[0]) else ""


def provinces(name: str) -> list[str]:
    """Return the provinces that a corridor joins by their short names, as it writes them; none for another name.

    >>> provinces("川滇黔走廊"), provinces("湘江走廊")
    (['川', '滇', '黔'], [])
    """
    match = _PROVINCES_JOINED.fullmatch(name)
    return list(match["signs"]) if match else []


def is_verb(words: str) -> bool:
    """Whether words are one of the verbs that plans put before a name.

    >>> is_verb("共建"), is_verb("汉江")
    (True, False)
    """
    return bool(_CUT.fullmatch(words))


def proper(name: str) -> bool:
    """Whether a name ends as places do, so that it needs no completion."""
    return bool(_PLACE_END.search(name))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Values in their order, each once, empty ones left out."""
    return tuple(dict.fromkeys(v for v in values if v))
