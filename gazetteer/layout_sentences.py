"""Sentences about a slogan: the one that leads up to it, those that follow, and the lines below that are marked.

Names are told apart by how they end (发展轴, 经济带), by the count that closes a list (甲、乙、丙三大片区), by the verb
that clauses share (甲城突出…，乙城突出…), by what the sentence makes of them (以甲城为核，以乙、丙为两翼), and by the
marks of their lines (——甲轴。…).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.layout_counts import CountReader
from gazetteer.layout_endings import ENDINGS
from gazetteer.layout_names import COMPASS, DIRECTIONS, split_items, trim
from gazetteer.layout_text import CLAUSE, SENTENCE, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part, Slogan

_WATERS = frozenset("江河湖湾海")
_RANKS = frozenset("主辅副次")
_LONE = frozenset(("主", "副", "副中心", "主中心"))
_NODES = re.compile(
    r"(?:推动|支持|促进|引导|培育|发展|做强|建设|推进)(?P<list>[^，。；：\n]{5,60})等(?:[一-鿿]{0,3})?"
    r"(?:(?:城市|县市|县区|\d{1,2}个[^，。；]{0,6}(?:县（市）|县市|县城))?(?:发展|建设)?(?:成为|建成|建设|打造)[^，。；]{0,8})?"
    r"(?:中等城市|县城|节点|城镇|新城|重点镇|中心镇|特色镇|支点)"
)
_CROSSING = re.compile(r"(?P<ends>[一-鿿]{2,8}[-—至][一-鿿]{2,8}?)(?:过江|跨江|过海)(?:隧道|通道|大桥)")
_MADE = re.compile(
    r"(?P<by>以|(?<=形成)|(?<=构建)|，(?!以|形成|构建)|；(?!以))(?P<list>[^，。；：]{2,80}?)为“?(?P<what>[一-鿿]{1,10}?)”?(?=[，。；、的])"
)
_COMMAS = ("，", "；")
_BY_SIDE = re.compile(rf"(?:{'|'.join(DIRECTIONS)})(?:地区|片区)?以")
"""南部以甲山为核心 tells what lies on that side, not what is counted."""
_LEAD_LINE = re.compile(
    r"(?<=\n)[ \u3000\t]*(?:—+|[●◆■▪•·]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.·])[ \u3000]*"
    r"(?P<title>[^\n。：，；]{2,30})(?=[。：，；\n])|(?<=\n)[ \u3000\t]*(?P<opening>[^\n。：，；]{4,30})(?=。[^\n])"
)
_SUBJECT = re.compile(
    r"(?<=[，。；：])(?P<name>[^，。；：\n“”]{2,8}?)(?P<verb>突出|重点发展|重点建设|主要发展|主攻|聚焦|做强|做优|承担|由(?=[^，。；]{2,60}组成))"
)
_TOWN = re.compile("(?<=[，。；])(?:中心城区|主城区)(?=[，（]|提质|扩容|[加做强优突建])")
_STRONG = frozenset(
    re.findall(
        r"\S+",
        """
    核 极 轴 带 廊 翼 组团 屏 环 圈 谷 片 片区 廊道 走廊 节点 增长极 产业带 副中心 极核 绿核 岸 链 脉 屏障
    经济带 商圈 门户
""",
    )
)


_MADE_UNITS = {
    "主": "主(?:要|体|中心|枢纽)?(?:枢纽|站)?", "辅": "辅(?:助)?(?:枢纽|站)?", "次": "次(?:级)?(?:中心)?",
    "区": "区", "组团": "组团", "廊道": "廊道?",
    "核": "(?:主|双|极)?核心?区?", "心": "(?:中|核|绿)心", "副": "副(?:中心|城)?", "轴": "(?:主|发展)?轴[线带]?",
    "极": "(?:增长)?极",
    "点": "(?:支|节)?点(?:支撑)?", "带": "(?:发展|经济)?带", "翼": "翼", "廊": "(?:走)?廊道?", "城": "城",
}  # fmt: skip
"""How a sentence calls what it makes places: 以甲为核心."""


def _is_unit(what: str, part: Part) -> bool:
    """Whether words are the unit of a part, with or without its number."""
    words = re.sub("^[一两双二三四五六七八九十多]", "", what)
    return words == part.unit or bool(re.fullmatch(_MADE_UNITS.get(part.unit, part.unit), words))


class SentenceReader(CountReader):
    """Reads the elements of a slogan out of the sentences around it."""

    def region(self, slogan: Slogan) -> Span:
        """Span of the paragraph behind a slogan, or of the one below where the slogan ends its own."""
        limit = self.window(slogan)
        end = self.stop(slogan.end, limit, "\n")
        if self.heading_of(slogan.start) is not None or end - slogan.end < 60:
            below = re.compile(r"[^\n]{30,}").search(self.text, end, limit)
            if below and self.heading_of(below.start()) is None:
                end = below.end()
        others = [
            s.start
            for s in self.slogans_in(slogan.end + 1, end)
            if len(s.parts) > 1 and s.spatial and s.key != slogan.key
        ]
        return slogan.end, min(end, min(others, default=end))

    def following(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements named in the sentences that follow."""
        start, end = self.region(slogan)
        out: dict[int, list[Draft]] = {}
        used: set[str] = set()
        for i in missing:
            part = slogan.parts[i]
            drafts = self.labelled(start, end, part) if part.role == "wing" and (part.number or 0) > 1 else []
            drafts = drafts or self.counted_list(start, end, part) or self.subjects(start, end, part)
            if not drafts and part.unit in _STRONG and len(slogan.parts) > 1:
                spans = [s for s in self.ending(start, end, part) if self.text[slice(*s)] not in used]
                many = part.number is None
                if part.number and len(spans) >= part.number:
                    drafts = self.sides(start, end, part) or self.drafts(spans[: part.number])
                else:
                    drafts = self.sides(start, end, part) or self.expand(start, end, part)
                    if not drafts and (len(spans) >= 2 or (many and len(spans) >= 2)):
                        drafts = self.drafts(spans)
            if not drafts and part.unit in _LONE and part.number == 1:
                spans = self.ending(start, end, part) or [m.span() for m in _TOWN.finditer(self.text, start, end)][:1]
                drafts = self.drafts(spans) if len(spans) == 1 else []
            if not drafts and len(slogan.parts) > 1:
                drafts = self.enumerated(start, end, part)
            if not drafts and part.role == "node" and part.number is None:
                listed = _NODES.search(self.text, start, end)
                items = split_items(self.text, listed.span("list"), names=self.names) if listed else []
                drafts = self.drafts(items) if len(items) >= 2 and self.plain(items) else []
            if not drafts and part.role in ("zone", "wing", "node") and (part.number or 0) >= 3:
                drafts = self.platforms(start, end, part)
            if drafts:
                used |= {d.name for d in drafts}
                out[i] = drafts
        self.locate([d for drafts in out.values() for d in drafts], start, end, near=True)
        return out

    def enumerated(self, start: int, end: int, part: Part) -> list[Draft]:
        """Read a list that opens its clause: 甲中心、乙中心功能增强 for 两中心; 甲、乙、丙等组团 for 多组团."""
        endings, number = ENDINGS.get(part.unit) or re.escape(part.unit), part.number or 0
        if number == 1:
            return []
        one = rf"[^，。；：、\n“”（）]{{1,10}}?(?:{endings})"
        endings += "|县城|城镇|节点城市|城市" if part.role == "node" else ""
        many = rf"[^，。；：\n“”（）]{{5,60}})等(?:多个|若干)?(?:(?!为)[一-鿿]){{0,4}}?(?:{endings}"
        listed = rf"{one}(?:、{one}){{{number - 1}}})(?![一-鿿]*?、" if number else many
        for match in re.compile(rf"(?<=[，。；\n])(?P<list>{listed})").finditer(self.text, start, end):
            items = split_items(self.text, match.span("list"), names=self.names)
            known = sum(bool(self.names.within(*item)) for item in items)
            if len(items) >= 2 and known * 2 >= len(items) and self.plain(items):
                return self.drafts(items)
        return []

    def before(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements named in the sentence that leads up to the slogan."""
        low = self.back(slogan.start, SENTENCE)
        out: dict[int, list[Draft]] = {}
        for i in missing:
            part = slogan.parts[i]
            drafts: list[Draft] = []
            if part.unit in _RANKS:
                told = re.compile(rf"[以，：]?(?P<list>[^，。；：]{{2,80}})为{part.unit}(?=[，。；的])")
                match = told.search(self.text, low, slogan.start) or told.search(self.text, *self.region(slogan))
                if match:
                    items = split_items(self.text, match.span("list"), count=part.number, names=self.names)
                    if part.number in (None, len(items)):
                        drafts = self._stations(self.drafts(items))
            elif slogan.form == "counted":
                drafts = self.counted(slogan, part)
            elif len(slogan.parts) == 1:
                drafts = self.listed_before(part.start, part)
            elif len(slogan.parts) > 1 and part.unit in _STRONG and part.number:
                spans = self.ending(low, slogan.start, part)
                if len(spans) == part.number:
                    drafts = self.drafts(spans)
                    made = re.compile(r"将(?P<what>[^，。；]{4,40}?)(?:打造|建设)[为成]").search(
                        self.text, low, spans[0][0]
                    )
                    if part.number == 1 and made:
                        drafts = self.drafts([made.span("what")])
                    elif part.number == 1:
                        ends = [d.end or 0 for found in out.values() for d in found if (d.end or 0) <= spans[0][0]]
                        clause = self.back(spans[0][0], CLAUSE)
                        along = "沿" in self.text[clause : spans[0][0]]  # 沿甲江打造乙走廊
                        first = clause if along else max([low, *ends])
                        drafts[0].members = self.places(first, spans[0][0]) or drafts[0].members
            if not drafts and len(slogan.parts) > 1:
                drafts = self.closed_by(low, self.region(slogan)[1], part)
            if not drafts and i == 0 and part.number == 1 and len(slogan.parts) > 1:  # 甲合作区“一区三园”
                lead = next(
                    (m for m in self.names.within(slogan.start - 24, slogan.start) if m.end >= slogan.start - 1), None
                )
                if lead is not None and lead.kind in ("platform", "zone") and lead.name.endswith(part.unit):
                    drafts = self.drafts([(lead.start, lead.end)])
            if not drafts and i == len(slogan.parts) - 1 and len(missing) == len(slogan.parts):
                match = re.compile(r"(?P<list>[^，。；：\n]{4,60})(?:纳入|列入|入选)[^，。；“]{0,20}“?$").search(
                    self.text, low, slogan.start
                )
                drafts = self.drafts(split_items(self.text, match.span("list"), names=self.names)) if match else []
            if drafts:
                out[i] = drafts
        return out

    @staticmethod
    def _stations(drafts: list[Draft]) -> list[Draft]:
        """甲、甲东、甲南站: the last alone says that all are stations."""
        if drafts[-1].name.endswith("站"):
            for draft in drafts:
                draft.name = draft.name if draft.name.endswith("站") else draft.name + "站"
                draft.members = [re.sub(r"（[^（）]*）", "", draft.name)]
        return drafts

    def closed_by(self, start: int, end: int, part: Part) -> list[Draft]:
        """甲、乙双核联动: places in a list that the part itself closes, as many as it counts."""
        if not part.number:
            return []
        digit = "[两双二]" if part.number == 2 else part.text[0]
        verb = "[一-鿿]{2,4}" if part.number == 1 else "(?:[一-鿿]{2,4})?"
        for match in re.compile(rf"{digit}大?{re.escape(part.unit)}(?={verb}[，。；、])").finditer(
            self.text, start, end
        ):
            items = split_items(self.text, (self.back(match.start(), CLAUSE + "：“"), match.start()), names=self.names)
            spans = [trim(self.text, item, self.names) for item in items]
            if len(spans) == part.number and all(self._is_place(s) for s in spans):
                return self.drafts(spans)
        return []

    def _is_place(self, span: Span) -> bool:
        """Whether a phrase is a known place, a part of a province or a town by its kind."""
        name = self.text[slice(*span)]
        return bool(self.names.at(*span) or COMPASS.fullmatch(name) or re.fullmatch("(?:中心|主|老)城区?", name))

    def stated(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """以甲城为核，乙、丙为两翼，…形成“一核两翼”: the sentence before says what is what."""
        low = self.back(slogan.start, SENTENCE, reach=400)
        told = list(self._made(low, slogan.start))
        behind = self._made(*self.region(slogan))  # 建设以甲为核心的基地 is not about the slogan
        told += [
            m
            for m in behind
            if (m["by"] in _COMMAS or self.text[m.start() - 1] in "，。；：\n中指即") and self.text[m.end()] != "的"
        ]
        out = {}
        for i in missing:
            part = slogan.parts[i]
            for match in told:
                etc = self.text.find("等", *match.span("list"))
                listed = match.start("list"), match.end("list") if etc < 0 else etc
                if _BY_SIDE.match(match["list"]):
                    continue
                items = split_items(self.text, listed, count=part.number, names=self.names)
                if part.number not in (None, len(items)) and part.number != 1:
                    continue
                if _is_unit(match["what"], part) and part.number in (None, len(items)) and self.plain(items):
                    out[i] = self._stations(self.drafts(items)) if part.unit in _RANKS else self.drafts(items)
                elif part.number == 1 and len(items) > 1 and _is_unit(match["what"], part) and self.plain(items):
                    out[i] = self.drafts([listed])[:1]  # 甲、乙、丙为核心: one core of three
                    out[i][0].members, out[i][0].inner, out[i][0].fixed = self.listed(*listed), [], True
                elif part.number == 1 and len(match["what"]) > 3 and self.ends_as(match.span("what"), part):
                    out[i] = self.drafts([match.span("what")])  # 甲、乙为南部水乡片区
                    out[i][0].members, out[i][0].inner = self.listed(*match.span("list")), []
                    out[i][0].fixed = True
                if i in out:
                    break
        return out

    def _made(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Clauses that make places what a slogan counts: 以甲为核，乙、丙为翼; two or more where 以 is not said."""
        run: list[re.Match[str]] = []
        for match in _MADE.finditer(self.text, start, end):
            if not run or match["by"] not in _COMMAS or run[-1].end() != match.start():
                if len(run) > 1 or (run and run[0]["by"] not in _COMMAS):
                    yield from run
                run = []
            run.append(match)
        if len(run) > 1 or (run and run[0]["by"] not in _COMMAS):
            yield from run

    def leads(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements that open marked lines below a slogan, told apart by how they end (——甲轴。…; （一）乙带。…)."""
        lines = list(_LEAD_LINE.finditer(self.text, self.stop(slogan.end, len(self.text), "\n"), self.window(slogan)))
        spans = [trim(self.text, line.span(line.lastgroup or 0), self.names) for line in lines]
        out: dict[int, list[Draft]] = {}
        for i in missing:
            part = slogan.parts[i]
            own = [k for k, span in enumerate(spans) if self.ends_as(span, part)]
            if (
                len(own) < 2
                or part.number not in (None, len(own))
                or (part.number is None and part.unit not in _STRONG)
            ):
                continue
            out[i] = self.drafts([spans[k] for k in own])
            for draft, k in zip(out[i], own, strict=True):
                last = lines[k + 1].start() if k + 1 < len(lines) else self.stop(lines[k].end(), len(self.text), "\n")
                if not draft.fixed:
                    titled = lines[k].lastgroup == "title"
                    draft.members += self.places(lines[k].end(), last, limit=24 if titled else 4)
        return out

    def parallel(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """甲城突出…，乙城突出…，丙城突出…: as many clauses as are counted, each a name and the same verb."""
        start, end = self.region(slogan)
        clauses = list(_SUBJECT.finditer(self.text, start, end))
        out = {}
        for i in missing:
            number = slogan.parts[i].number or 0
            for verb in dict.fromkeys(c["verb"] for c in clauses):
                spans = [trim(self.text, c.span("name"), self.names) for c in clauses if c["verb"] == verb]
                if any(self.text[slice(*s)] in {p.text for p in slogan.parts} for s in spans):
                    continue
                if number >= 2 and len(spans) == number and self.plain(spans):
                    out[i] = self.drafts(spans)
                    ends = [*(c.start() for c in clauses if c["verb"] == verb), self.stop(spans[-1][1], end, "。\n")]
                    for draft, (_, after), last in zip(out[i], spans, ends[1:], strict=True):
                        draft.members += self.places(after, max(after, last))
                    break
        return out

    def waters(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """一江, 一湖: the one water of that kind in the sentence of the slogan."""
        sentence = self.back(slogan.start, SENTENCE), self.stop(slogan.end, len(self.text), "。\n")
        out = {}
        for i in missing:
            part = slogan.parts[i]
            if part.number != 1 or part.unit not in _WATERS:
                continue
            named = [
                m for m in self.names.within(*sentence) if m.kind == "nature" and self.text[m.end - 1] == part.unit
            ]
            if len({m.name for m in named}) == 1:
                out[i] = self.drafts([(named[0].start, named[0].end)])
        return out

    def crossings(self, slogan: Slogan) -> list[Draft]:
        """Bridges and tunnels that the sentence of banks (一江三岸) names: they are what joins them."""
        if not any(part.unit == "岸" for part in slogan.parts):
            return []
        sentence = self.back(slogan.start, SENTENCE), self.stop(slogan.end, len(self.text), "。\n")
        found = [(m, named) for m in self.names.within(*sentence) if (named := _CROSSING.fullmatch(m.name))]
        return [
            Draft("corridor", m.name, members=re.split("[-—至]", named["ends"]), start=m.start, end=m.end)
            for m, named in found
        ]
