"""Structures without a number: axes, belts, corridors, roles, sides of the compass and sets of zones that a plan names.

What counts, and what it becomes::

    lines      甲江乙带, 丙—丁—戊…走廊, 沿己大道…轴, X等滨水公园带      an axis, belt or corridor that its name or its sentence locates
    chains     “甲—乙—丙”旅游商圈, 片区                              a cluster or zone with its links as members
    roles      以甲为中心、乙为支点、丙和丁为节点的网络; 以甲江为轴线   a core, hub, nodes, an axis
    sides      东部突出…。西部突出…。北部…                            a zone for each side, three sides or more
    lists      甲商圈、乙商圈、丙商圈等…; 甲、乙、丙等…功能区            the listed zones, three or more of one kind
    rings      环甲、环乙等…                                          rings
    extents    甲经济带（涵盖乙、丙、丁…）; 甲片区乙区、丙区、丁县         the units that make it up
    sections   a heading that promises poles, zones or platforms     the names that open its sentences or table rows

A line that no place locates (优势农业产业带), national strategies and ladders of generic nouns are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.layout_elements import Draft
from gazetteer.layout_names import Names, is_verb, proper, split_items, trim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.layout_elements import ElementReader
    from gazetteer.layout_names import Span
    from gazetteer.records import Role

_LINE = r"(?:[一-鿿]{2}(?<!地)(?<!一)带|走廊|长廊|廊道|视廊|绿廊|中?轴线?|岸线|黄金海岸|生态屏障|安全屏障|绿链|绿道网)"
_AFTER = (
    r"(?![动来给头领状宽有入回着走子域块]|经济|产业|节点|试验区|合作|建筑|平台|高地|领域)"
    r"(?P<quote>”?)(?=[，。；：、（）“”…\s]|$|[和与及等的为是以在对串连向重加推打形实着著建承提深沿互之至到由于规并活整两要旅上中])"
)
_LINES = re.compile(rf"{_LINE}{_AFTER}")
_NATIONAL = re.compile(
    r"长江经济带|丝绸之路|一带一路|黄河流域|陆海新通道|京津冀|长三角|成渝|东北亚|新亚欧|中巴|中国—|国家|全球|世界城市|价值链|产业链|供应链|消费带动|海峡"
)
_GENERIC = re.compile(
    r"(?:优势|特色|重点|重要|战略性|综合|若干|一批|多条|多个|各|新|城市|农业|产业|现代|绿色|生态|安全|文化|旅游|经济|发展|滨水|创新|休闲|交通|立体|区域|国际|高效|物流|大|主|中|活力|科技|景观|蓝绿|慢行|运输|服务|防护|商旅|隔离|绿化|屏障|网络|级|都市|高端|时尚|文旅|专业|展贸|商业|商务|核心|消费|新兴|数字|智慧|知识|科技|人工智[能慧]|先进|制造|技术|高质量|金融|文商旅|融合|能源|康养|健康|人文|田园|乡村|总部|综合性|一体化|滨江|临江|绿|条|通风|视线|自然|郊野|社区|防灾)*"
)
_WATER = re.compile(
    r"(?:[沿临滨环跨][江河海湖湾山港路]|[一-鿿]{1,5}(?:江|河(?!道)|湖|湾|(?<!海)洋|(?<!分水)岭|大道|水道|快速|干线|航道|高速|铁路|高铁|口[东西]岸|路(?!网)|涌|溪))"
)
_PROVINCES = re.compile(r"^[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵黔云滇陕甘青藏桂蒙宁港澳台]{3,7}")
_CHAIN = re.compile(
    r"“?(?P<chain>[一-鿿（）A-Za-z0-9]{2,12}(?:—{1,2}[一-鿿（）A-Za-z0-9]{2,12}){1,5}?)”?(?P<kind>等?[一-鿿]{0,14}?(?:商圈|片区|先导区|示范区|功能区|组团|都市圈|旅游区))(?=[，。；、”的与和及旅建为等发协])"
)
_TRIGGER = re.compile(
    r"串联|串连|串起|连[接结通]|链接|联[通结]|为纽带|为轴|为脉络|沿|贯穿|贯通|途经|依托|整合|等[^，。；]{0,12}(?:带|廊|轴)"
)
_STRINGS = re.compile(r"串联|串连|串起|连[接结通]|链接|为极点|贯穿|节点的|沿线的?[一-鿿]|联动[^，。；]{2,16}、")
_ROLES: dict[str, Role] = {
    "智核": "core", "极核": "core", "核心": "core", "中心": "core", "龙头": "hub", "支点": "hub", "枢纽": "hub", "节点": "node",
    "副中心": "pole", "增长极": "pole", "发展极": "pole", "极点": "pole", "主轴": "axis", "轴线": "axis", "轴心": "axis",
    "脉络": "axis", "传导轴": "axis", "纽带": "axis", "主轴线": "axis", "门户": "gateway", "腹地": "zone", "两翼": "wing",
}  # fmt: skip
_ROLE = re.compile(
    rf"(?P<with>以)?(?P<list>[^，。；“”\n]{{2,110}}?)为[“]?(?P<role>{'|'.join(sorted(_ROLES, key=len, reverse=True))})[”]?(?P<end>[，、。；的]|之)"
)
_ALONE = ("axis", "hub")
_SIDE = re.compile(
    r"(?:(?<=[。；，：\n])|\A)\s*(?P<verb>(?:提升|推动|推进|加快|做强|做优|强化|引导|支持|促进|优化)?)(?P<side>东南部|东北部|西南部|西北部|[东西南北中]部)(?P<kind>(?:片区|地区|区域|板块|组团)?)"
    r"(?=突出|以|重点|着|著|产业|承|包括|加快|主要|打造|依托|聚焦|建设|发展|围绕|构建|要|发挥|提升|融合|[：，]|为)"
)
_FRAME = re.compile(r"[^，。；：\n“”]{0,22}(?:格局|布局(?:差异化)?|空间结构|空间体系|[东西南北](?:、[东西南北]){2,3}[一-鿿]{0,2}片区)")
_TRIPLE = re.compile(r"[一-鿿]{2,12}?[东西南北中]部[一-鿿]{2}(?:、[一-鿿]{2,12}?[东西南北中]部[一-鿿]{2}){2,}")
_KINDS = r"(?:商圈|都市圈|片区|组团|功能区|新城|增长极|副中心|板块)"
_CLOSED = re.compile(
    r"等(?:[一-鿿、]{0,20}?)(?P<kind>商圈|功能区|片区|组团|都市圈|发展平台|产业平台|功能平台|新城|消费示范区|文旅地标|融合发展区)(?=[，。；的、]|建设|发展|协同|加快)"
)
_RINGS = re.compile(
    r"环[^，。；、环\n]{2,12}(?:、环[^，。；、\n]{2,14}?)+(?=等|，|。|；|建设)(?:等[^，。；\n]{2,10}平台)?"
)
_EXTENT = re.compile(
    r"(?P<name>[一-鿿—]{1,24}?(?:经济带|都市圈|片区|试验区|走廊|城市群|产业带|示范区|合作区))(?:规划)?(?P<how>范围包括|范围为|涵盖|覆盖|包括|(?=[一-鿿]{2,3}市[一-鿿]{1,4}[区县]、))(?P<list>[^。；\n）]{6,160})"
)
_PROMISE = re.compile(r"(?:动力源|增长极|功能区|商圈|产业平台|发展平台|片区|组团|产业带|发展轴|新城)")
_ROW = re.compile(r"(?:^|\n)[ \t]*(?P<no>\d{1,2})[ \t]*\n\s*(?P<name>[^\n，。；]{3,24})[ \t]*(?=\n)")
_OPENING = re.compile(
    r"(?:(?<=[。；\n])|\A)\s*(?:突出抓好|加快|高标准|高水平|高质量|全力|规划|大力|推动|推进|做强|做优|做大|提升|支持|深化|建设|打造|建好)[^，。；\n]{2,60}"
)


@dataclass(slots=True)
class Structure:
    """An unnumbered layout where the text tells it."""

    start: int
    end: int
    name: str
    drafts: list[Draft]


class StructureReader:
    """Reads the unnumbered structures of one plan; shares text, mentions and headings with the reader of slogans."""

    def __init__(self, elements: ElementReader, *, taken: Iterable[Draft] = ()) -> None:
        self.elements = elements
        self.text = elements.text
        self.names: Names = elements.names
        told = list(taken)
        self.taken = {d.name for d in told}
        self._placed = self.taken | {m for d in told for m in d.members}
        self._elements = [(d.name, d.start) for d in told if d.start is not None and len(d.name) >= 3]
        self._told = sorted({elements.back(d.start, "。\n") for d in told if d.start is not None})

    def read(self) -> list[Structure]:
        """All structures, those of one sentence joined, in the order of the text."""
        found = [
            *self.sides(),
            *self.triples(),
            *self.roles(),
            *self.frames(),
            *self.sections(),
            *self.rings(),
            *self.extents(),
            *self.lists(),
        ]
        found += [s for s in self.chains() if not any(_overlap(s, o) for o in found)]
        found += [s for s in self.lines() if not any(s.start >= o.start and s.end <= o.end for o in found)]
        return _joined(self.text, sorted((s for s in found if s.drafts), key=lambda s: (s.start, -s.end)))

    # --- lines -------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[Structure]:
        """Belts, axes and corridors that their name or their sentence locates."""
        floor = 0
        for match in _LINES.finditer(self.text):
            left = max(floor, self.elements.back(match.start(), "，。；：\n（）《》？！", reach=70))
            comma = self.text.rfind("、", left, match.start())
            etc = self.text.rfind("等", max(left, comma), match.start() - 1)
            first = (etc if etc > comma and comma > 0 else comma) + 1
            a, b = trim(self.text, (max(left, first), match.end()), self.names)
            if (of := re.search(r"以?([^，。]{2,20})为", self.text[a:b])) and self.text[a + of.end() : b]:
                drafts = self._made(a, a + of.end(), b)
            elif self._is_line(name := _flat(self.text[a:b]), a, b):
                drafts = self._elliptic(a, b, left) or [self._line(name, a, b)]
                if etc >= 0 and etc + 1 == first:
                    drafts[0].members = self._before_etc(left, etc)
                elif len(drafts) == 1:
                    drafts[0].members += self._along(a, b, generic=bool(_GENERIC.fullmatch(_stem(name))))
            else:
                continue
            floor = match.end()
            if any(self._retold(d, a) for d in drafts):
                continue
            located = any(d.members for d in drafts) or any(_WATER.search(d.name) for d in drafts)
            if located and not all(self._repeats(d.name, a) for d in drafts) and not self._aside(a, drafts[0].name):
                name = "、".join(d.name for d in drafts)
                start = drafts[0].start if drafts[0].start is not None else a
                yield Structure(min(start, a), b, name, drafts + self._beside(drafts, a, b))

    def _made(self, start: int, middle: int, end: int) -> list[Draft]:
        """以甲大道为创新轴."""
        a, b = trim(self.text, (start, middle - 1), self.names)
        carrier, kind = self.text[a:b], _flat(self.text[middle:end])
        if re.search(r"[双两三四五六七八九十]|纽带|[，：“]", kind) or not (
            self.names.within(a, b) or _WATER.search(carrier)
        ):
            return []
        role: Role = "axis" if "轴" in kind else "corridor" if "廊" in kind else "belt"
        members = [*([carrier] if not self.names.at(a, b) else [m.name for m in self.names.within(a, b)])]
        return [Draft(role, carrier + kind, members=members + self._along(a, end), start=a, end=end)]

    def _before_etc(self, start: int, etc: int) -> list[str]:
        verbs = [
            m.end() for m in re.compile(r"推进|建设|打造|依托|利用|提升|推动|加强|构建").finditer(self.text, start, etc)
        ]
        return self.elements.listed(max(verbs, default=start), etc)

    def _repeats(self, name: str, offset: int) -> bool:
        return any(own == name and abs(at - offset) < 4000 for own, at in self._elements)

    def _retold(self, draft: Draft, offset: int) -> bool:
        """Whether an element of a numbered layout close by carries the line's name."""
        return any(0 <= offset - at < 1500 and name in draft.name for name, at in self._elements)

    def _aside(self, start: int, name: str) -> bool:
        """Whether a sentence that tells a slogan names the line only as what it joins, or in general words."""
        if not self._in_slogan_sentence(start):
            return False
        if re.search(r"(?:对接|联动|融入|衔接|以及)$", self.text[start - 4 : start]):
            return True
        clause = self.elements.back(start, "，。；\n")
        strung = re.search(r"节点的$", self.text[clause:start]) or (
            _STRINGS.search(self.text, clause, start) and len(self.elements.places(clause, start)) >= 2
        )
        return not strung and not _WATER.match(name)

    def _in_slogan_sentence(self, offset: int) -> bool:
        return self.elements.back(offset, "。\n") in self._told

    def _beside(self, drafts: list[Draft], start: int, end: int) -> list[Draft]:
        """What the same sentence, or the paragraph under the same heading, adds to a line: poles, nodes, sites of a list."""
        low, high = self.elements.back(start, "。；\n"), self.elements.stop(end, len(self.text), "。；\n")
        heading = self.elements.heading_of(start)
        if heading is not None:
            low = (
                self.elements.stop(heading.end, len(self.text), "\n")
                if self.text[heading.end - 1] != "\n"
                else heading.end
            )
            high = self.elements.stop(low + 1, min(len(self.text), heading.end + 900), "\n")
            banks = list(
                re.compile(r"沿(?P<way>[^，。；]{2,10}?)连[结接](?P<list>[^，。；]+)").finditer(self.text, low, high)
            )
            if len(banks) == len(drafts):
                for draft, bank in zip(drafts, banks, strict=True):
                    draft.members = self.elements.listed(*bank.span("list"))
        out = [d for m in _ROLE.finditer(self.text, low, high) for d in self._role(m)]
        if nodes := re.compile(
            r"(?:连[接结通]|串联)(?P<list>[^。；]{4,160}?)等(?:关键|重要|主要)?(?:节点|枢纽)"
        ).search(self.text, low, start):
            out += [
                self._site("node", *trim(self.text, i, self.names))
                for i in split_items(self.text, nodes.span("list"), names=self.names)
            ]
        if heading is None and not out:
            out += self._listmates(start, end)
        names = {d.name for d in drafts} | ({m for d in drafts for m in d.members} if not nodes else set())
        return [d for d in out if d.name not in names and d.role not in ("axis",)]

    def _listmates(self, start: int, end: int) -> list[Draft]:
        """The other items of the enumeration that a line stands in."""
        low = self.elements.back(start, "，。；：\n")
        high = self.elements.stop(end, len(self.text), "，。；：\n")
        if (
            self.text.count("、", low, high) < 2
            or re.search(r"等[^、，。；]*$", self.text[low:start])
            or "等" in self.text[end:high]
        ):
            return []
        out = []
        for item in split_items(self.text, (low, high), names=self.names):
            a, b = trim(self.text, item, self.names)
            word = self.text[a:b]
            if (a < end and b > start) or not 4 <= b - a <= 24 or not proper(word) or _LINES.search(word + "，"):
                continue
            if self.names.within(a, b) or not _GENERIC.fullmatch(word[:-1]):
                out.append(self._site("zone", a, b))
        return out if len(out) >= 2 else []

    def _is_line(self, name: str, start: int, end: int) -> bool:
        stem = _stem(name)
        if is_verb(stem):
            return False
        if not 4 <= len(name) <= 30 or _NATIONAL.search(name) or not stem or re.search(r"[+，：以]|[“”]$", name):
            return False
        if re.match(r"[一二三四五六七八九十两双多第0-9]", name) or re.search(
            r"[两三四五六七八九十]条|一带$|地带$|纽带$|支撑带$|延伸带$|交通圈$|^(?:的|在|对)", name
        ):
            return False
        if any(s.start < end and start < s.end for s in self.elements.slogans):
            return False
        generic = bool(_GENERIC.fullmatch(stem)) and not _WATER.match(stem)
        return not generic or self.text[start - 1 : start] == "等" or bool(self._along(start, end, generic=True))

    def _line(self, name: str, start: int, end: int) -> Draft:
        role: Role = "axis" if "轴" in name[-3:] else "corridor" if "廊" in name[-2:] else "belt"
        draft = Draft(role, name, start=start, end=end)
        chain = re.match(
            r"[“]?([一-鿿]{2,8}(?:—+[一-鿿]{2,10}?)+?)(?=”|[东西南北中]部|[一-鿿]{2,6}带$|[一-鿿]{2,6}(?:走廊|轴线?|廊道|屏障)$|科|创|经|产|生态)",
            self.text[start:end],
        )
        if chain:
            draft.members = re.split(r"—+", chain[1])
        elif provinces := _PROVINCES.match(name):
            draft.members = list(provinces[0])
        else:
            draft.members = [m.name for m in self.names.within(start, end) if m.end - m.start < end - start]
            if not draft.members and not _WATER.match(name) and (exact := self.names.at(start, end)):
                draft.members = [exact.name]
            if not draft.members and (water := _WATER.match(name)):
                draft.members = [water[0]] if not re.match("[沿临滨环跨]", water[0]) else []
        return draft

    def _elliptic(self, start: int, end: int, left: int) -> list[Draft]:
        """甲乙和丙丁创新走廊 names two corridors."""
        whole = re.match(r"(?P<first>[一-鿿—]{2,4})(?:和|与)(?P<rest>.+)$", self.text[start:end])
        if whole:
            first, rest, at = whole["first"], whole["rest"], start
        elif self.text[start - 1] == "、":
            low = max(left, self.text.rfind("、", left, start - 1) + 1)
            at, b = trim(self.text, (low, start - 1), self.names)
            first, rest = self.text[at:b], self.text[start:end]
        else:
            return []
        tail = rest[len(first) :]
        if (
            not 2 <= len(first) <= 4
            or len(tail) < 3
            or not _GENERIC.fullmatch(_stem(tail))
            or _GENERIC.fullmatch(first)
        ):
            return []
        drafts = [self._line(first + tail, at, at + len(first)), self._line(rest, end - len(rest), end)]
        for draft, stem in zip(drafts, (first, rest[: len(first)]), strict=True):
            draft.members = draft.members if len(draft.members) > 1 else [stem]
        return drafts

    def _along(self, start: int, end: int, *, generic: bool = False) -> list[str]:
        """Places that the sentence strings along a line; a ``generic`` name needs a verb that says so."""
        bracket = re.compile(r"（([一-鿿]{2,10}(?:—[一-鿿]{2,10})+)）").match(self.text, end)
        if bracket:
            return bracket[1].split("—")
        low, high = self.elements.back(start, "。；\n"), self.elements.stop(end, len(self.text), "。；\n")
        trigger = _STRINGS if generic else _TRIGGER
        out: list[str] = []
        for a, b in ((low, start), (end, high)):
            for clause in re.compile(r"[^，]+").finditer(self.text, a, b):
                if trigger.search(clause[0]):
                    out += self.elements.places(*clause.span())
        return out if not generic or len(out) >= 2 else []

    def chains(self) -> Iterator[Structure]:
        """“甲—乙—丙”旅游商圈."""
        for match in _CHAIN.finditer(self.text):
            links = re.split(r"—+", match["chain"])
            start = match.start("chain")
            shift = trim(self.text, (start, start + len(links[0])), self.names)[0] - start
            links[0] = links[0][shift:]
            if len(match["kind"]) < 2 or not all(self._is_place(w, start) for w in links):
                continue
            name = "—".join(links) + match["kind"].removeprefix("等")
            if name in self.taken or "—" in match["kind"]:
                continue
            role: Role = "cluster" if "圈" in match["kind"] else "zone"
            yield Structure(
                start + shift,
                match.end(),
                name,
                [Draft(role, name, members=links, start=start + shift, end=match.end())],
            )

    def _is_place(self, word: str, near: int) -> bool:
        if (
            re.fullmatch(
                r".*(?:空间|孵化器|加速器|科技园|公园|用地|区块|集聚区|城区|副中心|城镇|乡村|社区|镇村|区域|组团)", word
            )
            and len(word) <= 7
        ):
            return False
        at = self.text.find(word, near, near + 80)
        return at >= 0 and (bool(self.names.within(at, at + len(word))) or 2 <= len(word) <= 12)

    # --- roles and sides ---------------------------------------------------------------------------------------

    def roles(self) -> Iterator[Structure]:
        """以甲为中心、乙为支点、丙和丁两市为节点的网络; 以甲江为轴线."""
        position = 0
        while first := _ROLE.search(self.text, position):
            run, position = [first], first.end("role")
            while (more := _ROLE.match(self.text, run[-1].end("end"))) and run[-1]["end"] in "，、":
                run.append(more)
                position = more.end("role")
            drafts = [d for m in run for d in self._role(m)]
            roles = {d.role for d in drafts}
            told = {
                m["role"] for m in run if any(d.start is not None and m.start() <= d.start < m.end() for d in drafts)
            }
            if not drafts or self._beside_slogan(first.start()):
                continue
            if len(told) < 2 and not (
                roles & set(_ALONE) and told & {"轴线", "主轴", "脉络", "龙头", "主轴线", "传导轴"}
            ):
                continue
            start = min(d.start for d in drafts if d.start is not None)
            start -= self.text[start - 1] == "以"
            end = run[-1].end("role")
            if run[-1]["end"] == "的":
                end = self.elements.stop(end, min(len(self.text), end + 24), "，。；\n、")
            followers = list(self._followers(drafts, end))
            if len(told) < 2 and roles == {"hub"} and not followers:
                continue
            drafts += followers
            yield Structure(start, end, re.sub(r"[“”]", "", self.text[start:end]), drafts)

    def frames(self) -> Iterator[Structure]:
        """甲极点带动、轴带支撑的格局."""
        for match in re.compile(
            r"(?P<core>[一-鿿]{2,8}?(?:极点|核心|中心))(?:带动|引领)、(?P<lines>轴带|廊道|轴线)支撑(?:的?[一-鿿]{0,10}格局)?"
        ).finditer(self.text):
            a, b = trim(self.text, match.span("core"), self.names)
            places = [m.name for m in self.names.within(a, b)]
            core = Draft("pole" if "极" in self.text[a:b] else "core", self.text[a:b], members=places, start=a, end=b)
            lines = Draft("axis", match["lines"], defined=False, start=match.start("lines"), end=match.end("lines"))
            if b - a > 2:
                yield Structure(a, match.end(), self.text[a : match.end()], [core, lines])

    def _role(self, match: re.Match[str]) -> Iterator[Draft]:
        role = _ROLES[match["role"]]
        start = match.start("list")
        if with_ := list(re.compile(r"以(?!及)").finditer(self.text, start, match.end("list") - 1)):
            start = with_[-1].end()
        for a, b in split_items(self.text, (start, match.end("list")), names=self.names):
            ta, tb = trim(self.text, (a, b), self.names)
            word = self.text[ta:tb]
            known = self.names.within(ta, tb)
            chain = re.fullmatch(r"[一-鿿]{2,6}—+[一-鿿]{2,6}", word)
            water = _WATER.fullmatch(word)
            if not (known or chain or water) or tb - ta > 30:
                continue
            if not chain and not water and sum(m.end - m.start for m in known) * 2 < tb - ta:
                continue
            members = re.split(r"—+", word) if chain else [m.name for m in known] or [word]
            suffix = (
                match["role"]
                if role == "axis" and not chain and not word.endswith("道")
                else ""
                if chain or role == "axis"
                else f"({match['role']})"
            )
            yield Draft(role, word + suffix, members=members, start=ta, end=tb)

    def _followers(self, drafts: list[Draft], end: int) -> Iterator[Draft]:
        """以甲港为龙头，…强化乙港、丙港、丁港: the others of its kind in the sentences that follow."""
        head = drafts[0]
        if head.role != "hub" or len(drafts) > 1 or head.end is None:
            return
        kind = self.text[head.end - 1]
        stop = self.elements.stop(self.elements.stop(end, len(self.text), "。\n") + 1, len(self.text), "。\n")
        many = re.compile(rf"[一-鿿]{{2,5}}{kind}(?:、[一-鿿]{{2,5}}{kind})+").search(self.text, end, stop)
        if many is None:
            return
        for item in split_items(self.text, many.span(), names=self.names):
            a, b = trim(self.text, item, self.names)
            yield Draft("node", self.text[a:b], members=[self.text[a:b]], start=a, end=b)

    def _beside_slogan(self, start: int) -> bool:
        end = self.elements.stop(start, len(self.text), "。\n")
        return any(start <= s.start < end and s.form == "run" for s in self.elements.slogans)

    def sides(self) -> Iterator[Structure]:
        """Three sides of the compass or more, each opening a sentence or a paragraph."""
        group: list[re.Match[str]] = []
        for match in [*_SIDE.finditer(self.text), None]:
            apart = match is None or (group and self._far(group[-1].end(), match.start()))
            again = match is not None and any(m["side"] == match["side"] for m in group)
            if group and (apart or again):
                if len(group) >= 3 and not self._told_by_slogan(group[0].start()):
                    yield self._sided(group)
                group = []
            if match is not None:
                group.append(match)

    def _far(self, start: int, end: int) -> bool:
        between = self.text[start:end]
        return len(between) > 500 or len(re.findall(r"\n\s*\S", between)) > 1

    def _told_by_slogan(self, start: int) -> bool:
        low = self.elements.back(start, "\n", reach=600)
        return any(low <= s.start < start and len(s.parts) > 1 for s in self.elements.slogans)

    def _sided(self, group: list[re.Match[str]]) -> Structure:
        paragraph = self.elements.back(group[0].start("side"), "\n", reach=500)
        frames = [m for m in _FRAME.finditer(self.text, paragraph, group[0].start("side"))]
        if not frames and paragraph > 1:
            above = self.elements.back(paragraph - 1, "\n", reach=120)
            frames = [m for m in _FRAME.finditer(self.text, above, paragraph)]
        start, end = group[0].span("side")
        name = "、".join(m["side"] for m in group)
        if frames:
            frame = next((f for f in frames if f[0].endswith("片区")), frames[-1])
            start, end = frame.span()
            start += len(
                re.match(
                    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])?\s*(?:推动|推进|优化|最佳化|完善|构建|形成|统筹|促进)?",
                    frame[0],
                )[0]
            )  # type: ignore[index]
            name = self.text[start:end]
        drafts = []
        for k, match in enumerate(group):
            line = self.elements.stop(match.end(), len(self.text), "\n")
            stop = min(group[k + 1].start("verb") if k + 1 < len(group) else line, line)
            members = self.elements.places(match.end(), stop)
            drafts.append(
                Draft(
                    "zone",
                    match["side"] + match["kind"],
                    members=members,
                    fixed=True,
                    start=match.start("side"),
                    end=match.end("side"),
                )
            )
        return Structure(start, end, name, drafts)

    def triples(self) -> Iterator[Structure]:
        """甲城北部牵引、乙城中部建带、丙南部成链."""
        for match in _TRIPLE.finditer(self.text):
            drafts = []
            for a, b in split_items(self.text, match.span(), plain=True):
                a, b = trim(self.text, (a, b), self.names)
                side = re.compile(r"[东西南北中]部").search(self.text, a, b)
                if side is None or side.start() - a < 2:
                    break
                ta, tb = trim(self.text, (a, side.start()), self.names)
                role: Role = "belt" if self.text[b - 1] in "带链" else "zone"
                drafts.append(Draft(role, self.text[ta:tb], members=[self.text[ta:tb]], start=a, end=b))
            if len(drafts) >= 3:
                yield Structure(
                    drafts[0].start or 0, match.end(), "、".join(self.text[d.start : d.end] for d in drafts), drafts
                )

    # --- sets of zones -----------------------------------------------------------------------------------------

    def lists(self) -> Iterator[Structure]:
        """甲商圈、乙商圈、丙商圈等; 甲、乙、丙等…功能区."""
        for match in _CLOSED.finditer(self.text):
            left = self.elements.back(match.start(), "，。；：\n", reach=300)
            yield from self._list(left, match.start(), match.start() + 1, match.end(), match["kind"])
        repeated = re.compile(
            rf"(?:[^，。；：、\n]{{2,20}}?(?P<kind>{_KINDS})、)(?:[^，。；：、\n]{{2,16}}?(?P=kind)(?:、|和|与|及以及)?){{1,}}[^，。；：、\n]{{2,16}}?(?P=kind)"
        )
        for match in re.compile(r"(?:《[^《》]{2,12}都市圈[^《》]{0,8}》){3,}").finditer(self.text):
            spans = [m.span(1) for m in re.compile(r"《([^《》]{2,12}都市圈)").finditer(self.text, *match.span())]
            yield Structure(
                *match.span(), "、".join(self.text[a:b] for a, b in spans), [self._site("zone", a, b) for a, b in spans]
            )
        for match in repeated.finditer(self.text):
            yield from self._list(match.start(), match.end(), match.start(), match.end(), match["kind"])

    def _list(self, start: int, end: int, head: int, tail: int, kind: str) -> Iterator[Structure]:
        spans = [trim(self.text, item, self.names) for item in split_items(self.text, (start, end), names=self.names)]
        spans = [s for s in spans if 3 <= s[1] - s[0] <= 26]
        good = [s for s in spans if self._specific(*s)]
        if len(good) < 3 or len(good) < len(spans) - 1 or self._beside_slogan(start) or self._in_slogan_sentence(start):
            return
        role: Role = "cluster" if kind in ("商圈", "组团", "文旅地标") else "pole" if "极" in kind else "zone"
        drafts = [self._site(role, *s) for s in sorted({*good, *self._mates(start, end, kind)})]
        known = [d for d in drafts if d.name not in self._placed]
        if len(known) * 2 < len(drafts):
            return
        name = trim(self.text, (head, tail), self.names)
        label = (
            re.sub(r"^等", "", self.text[slice(*name)])
            if head != start
            else "、".join(d.name for d in drafts[:3]) + ("等" if len(drafts) > 3 else "")
        )
        goal = self._goal(start, tail)
        yield Structure(
            *(goal or (name if head != start else (good[0][0], good[-1][1]))),
            label if goal is None else self.text[slice(*goal)],
            drafts,
        )

    def _specific(self, start: int, end: int) -> bool:
        word = self.text[start:end]
        kind = re.search(rf"{_KINDS}$", word)
        stem = word[: kind.start()] if kind else word[:-1]
        exact = self.names.at(start, end)
        if exact is not None and exact.kind == "platform":
            return True
        if _GENERIC.fullmatch(stem) or re.match(r"[一二三四五六七八九两双多].{0,2}[城区园片核]", word):
            return False
        return bool(self.names.within(start, end)) or proper(word)

    def _mates(self, start: int, end: int, kind: str) -> list[Span]:
        """Names of the same kind, and platforms, in the sentence of a list but outside it."""
        low, high = self.elements.back(start, "。；\n"), self.elements.stop(end, len(self.text), "。；\n")
        out = [
            (m.start, m.end)
            for m in self.names.within(low, start)
            if m.kind in ("platform", "zone")
            and self.text[m.start : m.end] not in self._placed
            and m.end - m.start >= 5
            and self._specific(m.start, m.end)
        ]
        for match in re.compile(rf"[^，。；、\n]{{2,14}}?{re.escape(kind)}").finditer(self.text, low, high):
            span = trim(self.text, match.span(), self.names)
            if (span[1] <= start or span[0] >= end) and 4 <= span[1] - span[0] <= 16 and self._specific(*span):
                out.append(span)
        return sorted(set(out))

    def _goal(self, start: int, end: int) -> Span | None:
        """What a list is put together for: 打造…增长极 just above it, or 整体打造…区 behind it."""
        behind = re.compile(
            r"，(?:整体|共同|合力|联合)打造(?P<goal>[^，。；\n]{4,24}?(?:区|带|圈|极|片区))(?=[，。；])"
        ).match(self.text, end)
        if behind:
            return behind.span("goal")
        above = re.compile(r"打造(?P<goal>[^，。；\n]{3,22}(?:增长极|动力源))").search(
            self.text, max(0, start - 240), start
        )
        return above.span("goal") if above else None

    def _site(self, role: Role, start: int, end: int) -> Draft:
        name = _flat(self.text[start:end])
        exact = self.names.at(start, end)
        links = re.split(r"—+", name)
        members = [exact.name] if exact else links if len(links) > 1 and not proper(name) else [name]
        return Draft(role, name, members=members, start=start, end=end)

    def rings(self) -> Iterator[Structure]:
        """环甲、环乙等平台."""
        for match in _RINGS.finditer(self.text):
            drafts = []
            bare = re.sub(r"等[^、]*$", "", match[0])
            for a, b in split_items(self.text, (match.start(), match.start() + len(bare)), plain=True):
                word = self.text[a:b]
                if re.match(r"环(?:境|保|节|球|卫|比)", word):
                    break
                around = re.sub(r"(?:创新|策源|经济|生态|文化|旅游|产业|活力|知识)*[区圈带]$", "", word[1:])
                known = [m.name for m in self.names.within(a + 1, b)]
                drafts.append(Draft("ring", word, members=known or [around], start=a, end=b))
            if len(drafts) >= 2:
                yield Structure(match.start(), match.end(), "、".join(d.name for d in drafts), drafts)

    def extents(self) -> Iterator[Structure]:
        """甲经济带涵盖乙、丙、丁: the units that make up a belt or a zone."""
        for match in _EXTENT.finditer(self.text):
            a, b = trim(self.text, match.span("name"), self.names)
            name = self.text[a:b]
            items = split_items(self.text, match.span("list"), names=self.names, seps="、，；")
            spans = [trim(self.text, item, self.names) for item in items]
            units = [
                s
                for s in spans
                if any(m.kind == "admin" for m in self.names.within(*s))
                or re.search(r"[市区县州]$", self.text[s[0] : s[1]])
            ]
            if len(units) < 3 or len(units) * 3 < len(spans) * 2 or len(name) < 4 or any(e - s > 14 for s, e in units):
                continue
            if name.endswith(("带", "走廊")):
                if _NATIONAL.search(name):
                    continue
                members = [m.name for s in units for m in self.names.within(*s)] or [self.text[s:e] for s, e in units]
                yield Structure(a, b, name, [Draft("belt", name, members=members, fixed=True, start=a, end=b)])
                continue
            drafts, group = [], ""
            for s, e in units:
                city = re.match(r"[一-鿿]{2,4}?市(?=[一-鿿]{1,5}[区县市])", self.text[s:e])
                group = city[0] if city else group
                s += city.end() if city else 0
                drafts.append(Draft("zone", self.text[s:e], group, [self.text[s:e]], start=s, end=e))
            yield Structure(a, b, name, drafts)

    def sections(self) -> Iterator[Structure]:
        """A heading that promises poles, zones or platforms, and the names that open its sentences or table rows."""
        for heading in self.elements.headings:
            title = _PROMISE.search(self.text, heading.start, heading.end)
            if (
                title is None
                or heading.end - heading.start > 46
                or re.match(r"\s*第[一二三四五六七八九十]+[章篇]", self.text[heading.start : heading.end])
            ):
                continue
            if any(heading.start <= s.start < heading.end for s in self.elements.slogans) or re.search(
                r"[一二两双三四五六七八九][核极轴带廊翼心区城园片]：", self.text[heading.start : heading.end]
            ):
                continue
            after = (h.start for h in self.elements.headings if h.start > heading.start)
            table = "专栏" in self.text[heading.start : heading.end] or heading.kind in ("box",)
            stop = (
                min(next(after, len(self.text)), heading.end + 900)
                if not table
                else min(len(self.text), heading.end + 4000)
            )
            drafts = self._rows(heading.end, stop) if table else self._openings(heading.end, stop)
            if len(drafts) < 3:
                continue
            a, b = trim(self.text, (heading.start, title.end()), self.names)
            a = max(
                a,
                heading.start
                + len(
                    re.match(
                        r"\s*(?:专栏\s*\d*：?|[（(]?[一二三四五六七八九十\d]*[）)、.．])?\s*",
                        self.text[heading.start : heading.end],
                    )[0]
                ),
            )  # type: ignore[index]
            role: Role = (
                "pole" if re.search("极|动力源", self.text[a:b]) else "cluster" if "圈" in self.text[a:b] else "zone"
            )
            for draft in drafts:
                draft.role = role
            yield Structure(a, b, re.sub(r"[“”]", "", self.text[a:b]), drafts)

    def _rows(self, start: int, end: int) -> list[Draft]:
        drafts: list[Draft] = []
        for match in _ROW.finditer(self.text, start, end):
            if int(match["no"]) != len(drafts) + 1:
                break
            drafts.append(self._site("zone", *trim(self.text, match.span("name"), self.names)))
        return drafts

    def _openings(self, start: int, end: int) -> list[Draft]:
        drafts: list[Draft] = []
        for match in _OPENING.finditer(self.text, start, end):
            stop = match.end()
            if (etc := self.text.find("等", match.start(), stop)) >= 0:
                stop = etc
            for item in split_items(self.text, (match.start(), stop), names=self.names):
                a, b = trim(self.text, item, self.names)
                word = re.sub(r"“.*$|(?:开发|提质|建设|发展|升级).*$", "", self.text[a:b])
                b = a + len(word)
                known = self.names.at(a, b)
                named = self.text[b : b + 1] == "“" and len(word) >= 2  # 甲“一号工程”
                if (
                    named
                    or (known is not None and known.kind in ("zone", "platform", "admin", "logistics", "facility"))
                    or (
                        4 <= len(word) <= 18
                        and re.search(r"[区城园岛街镇谷]$", word)
                        and not _GENERIC.fullmatch(word[:-1])
                    )
                ):
                    drafts.append(self._site("zone", a, b))
        return drafts


def _overlap(one: Structure, other: Structure) -> bool:
    return one.start < other.end and other.start < one.end


def _joined(text: str, found: list[Structure]) -> list[Structure]:
    """Structures of one sentence, or of sentences side by side in one paragraph, as one layout."""
    out: list[Structure] = []
    for one in found:
        last = out[-1] if out else None
        gap = text[last.end : one.start] if last is not None else ""
        if last is not None and (one.start < last.end or ("\n" not in gap and len(gap) < 36 and gap.count("。") < 2)):
            names = {d.name for d in last.drafts}
            for again in one.drafts:
                for known in last.drafts:
                    if known.name == again.name and len(again.members) > len(known.members):
                        known.members = again.members
            fresh = [d for d in one.drafts if d.name not in names and not any(d.name in n for n in names)]
            if fresh and last.name and fresh[0].name not in last.name:
                last.name = (
                    "、".join([last.name, *(d.name for d in fresh)])
                    if len(last.drafts) + len(fresh) <= 4
                    else last.name
                )
            last.drafts += fresh
            last.end = max(last.end, one.end) if one.start > last.start else last.end
        else:
            out.append(one)
    return out


def _flat(words: str) -> str:
    return re.sub(r"—+", "—", re.sub(r"[“”]", "", words))


def _stem(name: str) -> str:
    kind = re.search(r"(?:[一-鿿]{2}带|走廊|长廊|廊道|视廊|绿廊|中?轴线?|岸线|海岸|屏障|绿链|网)$", name)
    return name[: kind.start()] if kind else ""
