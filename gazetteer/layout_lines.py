"""Axes, belts and corridors without a number, and chains of places: what their name or their sentence locates."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.layout_names import GENERIC, PROVINCE_SIGNS, Names, carrier, is_verb, proper, split_items, trim
from gazetteer.layout_text import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.layout_elements import ElementReader
    from gazetteer.records import Role

_LINE = (
    r"(?:[一-鿿]{2}(?<!地)(?<!一)带|走廊|长廊|廊道|视廊|绿廊|中?轴线?|岸线|黄金海岸|生态屏障|安全屏障"
    r"|绿链|绿道网)"
)
_AFTER = (
    r"(?![动来给头领状宽有入回着走子域块]|经济|产业|节点|试验区|合作|建筑|平台|高地|领域)"
    r"(?P<quote>”?)(?=[，。；：、（）“”…\s]|$"
    r"|[和与及等的为是以在对串连向重加推打形实着著建承提深沿互之至到由于规并活整两要旅上中])"
)
_LINES = re.compile(rf"{_LINE}{_AFTER}")
NATIONAL = re.compile(
    r"长江经济带|丝绸之路|一带一路|黄河流域|陆海新通道|京津冀|长三角|成渝|东北亚|新亚欧|中巴|中国—"
    r"|国家|全球|世界城市|价值链|产业链|供应链|消费带动|海峡"
)
_WATER = re.compile(
    r"(?:[沿临滨环跨][江河海湖湾山港路]|[一-鿿]{1,5}(?:江|河(?!道)|湖|湾|(?<!海)洋|(?<!分水)岭|大道"
    r"|水道|快速|干线|航道|高速|铁路|高铁|口[东西]岸|路(?!网)|涌|溪))"
)
_PROVINCES = re.compile(rf"^[{PROVINCE_SIGNS}]{{3,7}}")
_LINE_ROLES = frozenset(("axis", "belt", "corridor"))
_TRIGGER = re.compile(
    r"串联|串连|串起|连[接结通]|链接|联[通结]|为纽带|为轴|为脉络|沿|贯穿|贯通|途经|依托|整合"
    r"|等[^，。；]{0,12}(?:带|廊|轴)"
)
_STRINGS = re.compile(r"串联|串连|串起|连[接结通]|链接|为极点|贯穿|节点的|沿线的?[一-鿿]|联动[^，。；]{2,16}、")
_ROLES: dict[str, Role] = {
    "智核": "core",
    "极核": "core",
    **dict.fromkeys(("核", "双核", "两核", "三核", "主核", "副核"), "core"),
    **dict.fromkeys(("极", "双极", "两极", "三极", "多极"), "pole"),
    "核心": "core",
    "中心": "core",
    "龙头": "hub",
    "支点": "hub",
    "枢纽": "hub",
    "节点": "node",
    "副中心": "pole",
    "增长极": "pole",
    "发展极": "pole",
    "极点": "pole",
    "主轴": "axis",
    "轴线": "axis",
    "轴心": "axis",
    "脉络": "axis",
    "传导轴": "axis",
    "纽带": "axis",
    "主轴线": "axis",
    "门户": "gateway",
    "腹地": "zone",
    "辅助": "hub",
    "支撑": "hub",
    "协同": "hub",
    "补充": "node",
    "两翼": "wing",
}
ROLE = re.compile(
    rf"(?P<with>以)?(?P<list>[^，。；“”\n]{{2,110}}?)为[“]?"
    rf"(?P<role>{'|'.join(sorted(_ROLES, key=len, reverse=True))})[”]?(?P<end>[，、。；的]|之)"
)
THING = re.compile(r"[^，。；\n]{0,16}?(?:产业园|基地|园区|中心|枢纽|企业|集群|项目|平台|体系)(?=[，。；、])")
"""What a single centre makes up where no structure is told: a park, a base, a cluster of industry."""
ROLE_WORD = re.compile(rf"为[“]?(?:{'|'.join(_ROLES)})[”]?[，、。；的之]")
"""Where a role may end: quick to find, so that `ROLE` is tried in these clauses only."""


@dataclass(slots=True)
class Structure:
    """An unnumbered layout where the text tells it."""

    start: int
    end: int
    name: str
    drafts: list[Draft]


class LineReader:
    """Finds unnumbered lines; shares text, mentions and headings with the reader of slogans."""

    def __init__(self, elements: ElementReader, *, taken: Iterable[Draft] = ()) -> None:
        self.elements = elements
        self.text = elements.text
        self.names: Names = elements.names
        told = list(taken)
        self.taken = {d.name for d in told}
        self._placed = self.taken | {m for d in told for m in d.members}
        self._ground = {d.members[0] for d in told if len(d.members) == 1}
        self._elements = sorted((d.start, d.name, d.role) for d in told if d.start is not None and len(d.name) >= 3)
        self._told = sorted({elements.back(d.start, "。\n") for d in told if d.start is not None})

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
                elif re.match("[沿环滨][海江湾]", name) and not drafts[0].members:
                    drafts[0].members = self._along(a, b) or self._coast(a, b)
                elif len(drafts) == 1:
                    drafts[0].members += self._along(a, b, generic=bool(GENERIC.fullmatch(_stem(name))))
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
        return any(own == name for _, own, _ in self._told_within(offset, 4000))

    def _retold(self, draft: Draft, offset: int) -> bool:
        """Whether an element of a numbered layout close by carries the line's name."""
        near = self._told_within(offset, 1500)
        return any(name in draft.name and role in _LINE_ROLES for _, name, role in near)

    def _told_within(self, offset: int, reach: int) -> list[tuple[int, str, Role]]:
        """Elements of numbered layouts that begin at an offset or less than ``reach`` before it."""
        first = bisect.bisect_left(self._elements, (offset - reach + 1,))
        return self._elements[first : bisect.bisect_left(self._elements, (offset + 1,))]

    def _aside(self, start: int, name: str) -> bool:
        """Whether a sentence that tells a slogan names the line only as what it joins, or in general words."""
        if not self._in_slogan_sentence(start):
            return False
        if name in self._ground or re.search(r"(?:对接|联动|融入|衔接|以及)$", self.text[start - 4 : start]):
            return True
        clause = self.elements.back(start, "，。；\n")
        strung = re.search(r"节点的$", self.text[clause:start]) or (
            _STRINGS.search(self.text, clause, start) and len(self.elements.places(clause, start)) >= 2
        )
        return not strung and not _WATER.match(name)

    def _in_slogan_sentence(self, offset: int) -> bool:
        return self.elements.back(offset, "。\n") in self._told

    def _coast(self, start: int, end: int) -> list[str]:
        """Cities that the sentence of a belt along the coast names."""
        low, high = self.elements.back(start, "。；\n"), self.elements.stop(end, len(self.text), "。；\n")
        cities = [m.name for m in self.names.within(low, high) if m.kind == "admin" and m.name.endswith("市")]
        return cities if len(set(cities)) >= 3 else []

    def _beside(self, drafts: list[Draft], start: int, end: int) -> list[Draft]:
        """Find what the sentence, or the paragraph under the heading, adds to a line: poles, nodes, listed sites."""
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
        roles = (m for m in ROLE.finditer(self.text, low, high) if not THING.match(self.text, m.end()))
        out = [d for m in roles for d in self._role(m)]
        if nodes := re.compile(
            r"(?:连[接结通]|串联)(?P<list>[^。；]{4,160}?)等(?:关键|重要|主要)?(?:节点|枢纽)"
        ).search(self.text, low, start):
            out += [
                self._site("node", *trim(self.text, i, self.names))
                for i in split_items(self.text, nodes.span("list"), names=self.names)
            ]
        if heading is None and not out:
            out += self._listmates(start, end)
        for pole in (d for d in reversed(out) if d.role == "pole"):
            drafts[0].members = [*(m for m in pole.members if m not in drafts[0].members), *drafts[0].members]
        names = {d.name for d in drafts} | ({m for d in drafts for m in d.members} if not nodes else set())
        return [d for d in out if d.name not in names and d.role != "axis"]

    def _listmates(self, start: int, end: int) -> list[Draft]:
        """Find the other items of the enumeration that a line stands in."""
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
            if self.names.within(a, b) or not GENERIC.fullmatch(word[:-1]):
                out.append(self._site("zone", a, b))
        return out if len(out) >= 2 else []

    def _is_line(self, name: str, start: int, end: int) -> bool:
        stem = _stem(name)
        if is_verb(stem):
            return False
        if not 4 <= len(name) <= 30 or NATIONAL.search(name) or not stem or re.search(r"[+，：以]|[“”]$", name):
            return False
        if re.match(r"[一二三四五六七八九十两双多第0-9]", name) or re.search(
            r"[两三四五六七八九十]条|一带$|地带$|纽带$|支撑带$|延伸带$|交通圈$|^(?:的|在|对)", name
        ):
            return False
        if any(s.start < end and start < s.end for s in self.elements.slogans_in(start - 60, end)):
            return False
        generic = bool(GENERIC.fullmatch(stem)) and not _WATER.match(stem)
        return not generic or self.text[start - 1 : start] == "等" or bool(self._along(start, end, generic=True))

    def _line(self, name: str, start: int, end: int) -> Draft:
        role: Role = "axis" if "轴" in name[-3:] else "corridor" if "廊" in name[-2:] else "belt"
        draft = Draft(role, name, start=start, end=end)
        chain = re.match(
            r"[“]?([一-鿿]{2,8}(?:—+[一-鿿]{2,10}?[岛山湖江河港湾镇市县]?)+?)(?=”|[东西南北中]部|[一-鿿]{2,6}带$|[一-鿿]{2,6}"
            r"(?:走廊|轴线?|廊道|屏障)$|科|创|经|产|生态)",
            self.text[start:end],
        )
        if chain:
            draft.members = re.split(r"—+", chain[1])
        elif provinces := _PROVINCES.match(name):
            draft.members = list(provinces[0])
        elif cities := self.names.joined(name):
            draft.members = cities
        else:
            draft.members = [m.name for m in self.names.within(start, end) if m.end - m.start < end - start]
            if not draft.members and not _WATER.match(name) and (exact := self.names.at(start, end)):
                draft.members = [exact.name]
            if not draft.members and (water := _WATER.match(name)):
                draft.members = [water[0]] if not re.match("[沿临滨环跨]", water[0]) else []
        return draft

    def _elliptic(self, start: int, end: int, left: int) -> list[Draft]:
        """甲乙和丙丁创新走廊 names two corridors; so does 甲高速、乙快速生态廊道."""
        if roads := self._carriers(start, end, left):
            return roads
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
        if not 2 <= len(first) <= 4 or len(tail) < 3 or not GENERIC.fullmatch(_stem(tail)) or GENERIC.fullmatch(first):
            return []
        drafts = [self._line(first + tail, at, at + len(first)), self._line(rest, end - len(rest), end)]
        for draft, stem in zip(drafts, (first, rest[: len(first)]), strict=True):
            draft.members = draft.members if len(draft.members) > 1 else [stem]
        return drafts

    def _carriers(self, start: int, end: int, left: int) -> list[Draft]:
        name = _flat(self.text[start:end])
        if not (way := carrier(name)) or self.text[start - 1] != "、":
            return []
        items = split_items(self.text, (left, start - 1), names=self.names)
        spans = [trim(self.text, item, self.names) for item in items]
        before = [m for span in spans if (m := self.names.at(*span)) and m.kind in ("road", "rail", "nature")]
        if not before or len(before) < len(spans):
            return []
        lines = [self._line(_flat(self.text[m.start : m.end]) + name[len(way) :], m.start, m.end) for m in before]
        for line, mention in zip(lines, before, strict=True):
            line.members = [mention.name]
        return [*lines, self._line(name, start, end)]

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
                if trigger.search(clause[0]) and not self._of_another(clause[0], trigger):
                    out += self.elements.places(*clause.span())
        return out if not generic or len(out) >= 2 else []

    @staticmethod
    def _of_another(clause: str, trigger: re.Pattern[str]) -> bool:
        """Whether all that a clause strings belongs to a line that it names itself: 甲河、乙河等公园带."""
        told = list(trigger.finditer(clause))
        return bool(_LINES.search(clause)) and all(t[0].startswith("等") for t in told)

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

    def _site(self, role: Role, start: int, end: int) -> Draft:
        name = _flat(self.text[start:end])
        exact = self.names.at(start, end)
        links = re.split(r"—+", name)
        members = [exact.name] if exact else links if len(links) > 1 and not proper(name) else [name]
        return Draft(role, name, members=members, start=start, end=end)


def _flat(words: str) -> str:
    return re.sub(r"—+", "—", re.sub(r"[“”]", "", words))


def _stem(name: str) -> str:
    kind = re.search(r"(?:[一-鿿]{2}带|走廊|长廊|廊道|视廊|绿廊|中?轴线?|岸线|海岸|屏障|绿链|网)$", name)
    return name[: kind.start()] if kind else ""
