"""Where a plan names what its slogan counts: the elements of a numbered layout.

A part (两翼) is looked for, in this order, in

1. its own brackets inside the slogan: 双核(甲乙);
2. the brackets behind the slogan, divided by semicolons or by the counts;
3. the places that take the part up again (keys): 两翼：…; 一核引领：…; “三片”…; 四轴即…; 以甲、乙为“双轴”;
   a heading 三、四轴：…;
4. the sentences that follow: names that end as the unit does (发展轴, 经济带), counted lists (甲、乙、丙三大片区),
   clauses that begin with such a name, lists that share one ending (以甲江、乙江为主体共建生态走廊);
5. the clause before: 以甲、乙站为主，丙站为辅的“两主一辅”;
6. the headings below, where there are as many as the slogan counts.

What is only counted stays as one element that is not defined.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.layout_keys import KeyReader
from gazetteer.layout_names import split_items, trim
from gazetteer.layout_text import SENTENCE, Draft

if TYPE_CHECKING:
    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part, Slogan

_WATERS = frozenset("江河湖湾海")
_LEAD_LINE = re.compile(
    r"(?<=\n)[ \u3000\t]*(?:—+|[●◆■▪•·]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.·])[ \u3000]*"
    r"(?P<title>[^\n。：，；]{2,30})(?=[。：，；\n])|(?<=\n)[ \u3000\t]*(?P<opening>[^\n。：，；]{4,30})(?=。[^\n])"
)
_SUBJECT = re.compile(
    r"(?<=[，。；：])(?P<name>[^，。；：\n“”]{2,8}?)(?P<verb>突出|重点发展|重点建设|主要发展|主攻|聚焦|做强|做优|承担)"
)
_STRONG = frozenset(
    re.findall(
        r"\S+",
        """
    核 极 轴 带 廊 翼 组团 屏 环 圈 谷 片 片区 廊道 走廊 节点 增长极 产业带 副中心 极核 绿核 岸 链 脉 屏障
    经济带 商圈 门户
""",
    )
)


class ElementReader(KeyReader):
    """Reads the elements of slogans out of one plan."""

    def read(self, slogan: Slogan) -> list[Draft]:
        """Elements of one telling of a slogan, in the order of its parts."""
        if slogan.form == "shape":
            return [self.counted_only(p) for p in slogan.parts]
        if slogan.form == "sum":
            return self.read_sum(slogan)
        found: dict[int, list[Draft]] = {}
        steps = (
            self.own_brackets, self.brackets, self.keyed, self.below, self.leads, self.before, self.following,
            self.parallel, self.waters,
        )  # fmt: skip
        for step in steps:
            missing = [i for i in range(len(slogan.parts)) if i not in found]
            if missing:
                for i, drafts in step(slogan, missing).items():
                    found.setdefault(i, drafts)
        out: list[Draft] = []
        for i, part in enumerate(slogan.parts):
            drafts = found.get(i, [])
            for draft in drafts:
                draft.role, draft.group = part.role, part.text
                self.settle(draft)
            out += drafts
            for draft in drafts:
                draft.members = [m for m in draft.members if not any(m == o.name for o in drafts if o is not draft)]
            if part.number is None or len(drafts) < part.number:
                rest = self.counted_only(part)
                if drafts and part.number is not None:
                    rest.name = f"{part.text}(其余)"
                if not drafts or part.number is not None:
                    out.append(rest)
        return out

    def own_brackets(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """双核(甲乙)+双副中心(丙丁)."""
        found = {}
        for i in missing:
            part = slogan.parts[i]
            inside = re.compile(r"”?（([^（）\n]{2,40})）").match(self.text, part.end)
            last = i == len(slogan.parts) - 1
            if inside is None or (last and not any(j in found for j in range(i))):
                continue
            span = inside.span(1)
            items = split_items(self.text, span, count=part.number, names=self.names)
            if part.number and len(items) != part.number:
                known = [(m.start, m.end) for m in self.names.within(*span)]
                width, odd = divmod(span[1] - span[0], part.number)
                items = known if len(known) == part.number else items
                if len(items) == 1 and not odd and width >= 2:
                    items = [(span[0] + k * width, span[0] + (k + 1) * width) for k in range(part.number)]
            found[i] = self.drafts(items)
        return found

    def brackets(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """一轴两廊三区”功能分区(即甲轴，乙廊、丙廊，丁区、戊区、己区)."""
        match = re.compile(r"[”]?[^，。；、（\n“]{0,8}（").match(self.text, slogan.end)
        if match is None or len(missing) < len(slogan.parts):
            return {}
        start = match.end()
        end = self.close(start)
        inner = re.compile(r"(?:[^：，；、（）]{2,12}：|即|分别为|包括)").match(self.text, start, end)
        if (inner and not any(p.text in inner[0] for p in slogan.parts[1:])) or (
            inner and inner[0].rstrip("：") == slogan.name
        ):
            start = inner.end()
        if any(re.search(rf"[“]?{re.escape(p.text)}[”]?(?:：|为|是|指)", self.text[start:end]) for p in slogan.parts):
            return {}
        for seps in ("；;", "，,"):
            sections = split_items(self.text, (start, end), seps=seps, plain=True)
            if len(sections) == len(slogan.parts) and len(sections) > 1:
                out = {}
                for i, section in enumerate(sections):
                    items = split_items(
                        self.text, section, count=slogan.parts[i].number, names=self.names, seps="、；，"
                    )
                    out[i] = self.drafts(items)
                return out
        total = sum(p.number or 0 for p in slogan.parts)
        items = split_items(self.text, (start, end), count=total, names=self.names, seps="、；，")
        many = any(p.number is None for p in slogan.parts)
        if len(items) == total or (many and len(items) > total):
            return self.deal(slogan, items)
        return {}

    def deal(self, slogan: Slogan, items: list[Span]) -> dict[int, list[Draft]]:
        """Deal a flat list out to the parts of a slogan by their counts."""
        out, position = {}, 0
        spare = len(items) - sum(p.number or 0 for p in slogan.parts)
        for i, part in enumerate(slogan.parts):
            number = part.number if part.number is not None else spare
            out[i] = self.drafts(items[position : position + number])
            position += number
        return {i: d for i, d in out.items() if d}

    def region(self, slogan: Slogan) -> Span:
        """Span of the paragraph behind a slogan, or of the one below where the slogan ends its own."""
        limit = self.window(slogan)
        end = self.stop(slogan.end, limit, "\n")
        if self.heading_of(slogan.start) is not None or end - slogan.end < 60:
            below = re.compile(r"[^\n]{30,}").search(self.text, end, limit)
            if below and self.heading_of(below.start()) is None:
                end = below.end()
        others = [s.start for s in self.slogans_in(slogan.end + 1, end) if len(s.parts) > 1 and s.key != slogan.key]
        return slogan.end, min(end, min(others, default=end))

    def following(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements named in the sentences that follow."""
        start, end = self.region(slogan)
        out: dict[int, list[Draft]] = {}
        used: set[str] = set()
        for i in missing:
            part = slogan.parts[i]
            drafts = self.counted_list(start, end, part) or self.subjects(start, end, part)
            if not drafts and part.unit in _STRONG and len(slogan.parts) > 1:
                spans = [s for s in self.ending(start, end, part) if self.text[slice(*s)] not in used]
                many = part.number is None
                if part.number and len(spans) >= part.number:
                    drafts = self.sides(start, end, part) or self.drafts(spans[: part.number])
                else:
                    drafts = self.sides(start, end, part) or self.expand(start, end, part)
                    if not drafts and (len(spans) >= 2 or (many and len(spans) >= 2)):
                        drafts = self.drafts(spans)
            if not drafts and part.role == "zone" and (part.number or 0) >= 3:
                drafts = self.platforms(start, end, part)
            if drafts:
                used |= {d.name for d in drafts}
                out[i] = drafts
        self.locate([d for drafts in out.values() for d in drafts], start, end, near=True)
        return out

    def before(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements named in the sentence that leads up to the slogan."""
        low = self.back(slogan.start, SENTENCE)
        out: dict[int, list[Draft]] = {}
        for i in missing:
            part = slogan.parts[i]
            drafts: list[Draft] = []
            if part.unit in ("主", "辅", "副", "次"):
                told = re.compile(rf"[以，：]?(?P<list>[^，。；：]{{2,80}})为{part.unit}(?=[，。；的])")
                match = told.search(self.text, low, slogan.start) or told.search(self.text, *self.region(slogan))
                if match:
                    items = split_items(self.text, match.span("list"), count=part.number, names=self.names)
                    if part.number in (None, len(items)):
                        drafts = self.drafts(items)
                        if drafts[-1].name.endswith("站"):
                            for d in drafts:
                                d.name = d.name if d.name.endswith("站") else d.name + "站"
                                d.members = [re.sub(r"（[^（）]*）", "", d.name)]
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
                        drafts[0].members = self.places(low, spans[0][0]) or drafts[0].members
            if not drafts and i == 0 and part.number == 1 and len(slogan.parts) > 1:  # 甲合作区“一区三园”
                lead = next(
                    (m for m in self.names.within(slogan.start - 24, slogan.start) if m.end >= slogan.start - 1), None
                )
                if lead is not None and lead.kind in ("platform", "zone") and self.text[lead.end - 1] == part.unit:
                    drafts = self.drafts([(lead.start, lead.end)])
            if not drafts and i == len(slogan.parts) - 1 and len(missing) == len(slogan.parts):
                match = re.compile(r"(?P<list>[^，。；：\n]{4,60})(?:纳入|列入|入选)[^，。；“]{0,20}“?$").search(
                    self.text, low, slogan.start
                )
                drafts = self.drafts(split_items(self.text, match.span("list"), names=self.names)) if match else []
            if drafts:
                out[i] = drafts
        return out

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
                if number >= 2 and len(spans) == number and self.plain(spans):
                    out[i] = self.drafts(spans)
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

    def counted(self, slogan: Slogan, part: Part) -> list[Draft]:
        """Read the list that a single count closes or opens: 甲、乙、丙三大产业带; 双枢纽 between two stations."""
        head = re.sub(r"^[一二三四五六七八九十两双多\d]+[大个条]?", "", slogan.name)
        head = re.sub(r"(?:格局|布局|联动|驱动|引领)$", "", head)
        number = part.number or 0
        close = (
            slogan.start
            - (self.text[slogan.start - 1] in "“等")
            - (self.text[slogan.start - 2 : slogan.start] == "等“")
        )
        if number >= 2 and self.text[close - 1] != "”" and (drafts := self.list_up_to(close, number, head)):
            self.locate(drafts, slogan.end, min(len(self.text), slogan.end + 1600))
            return self.respectively(
                drafts, self.back(slogan.start, SENTENCE), "[两双二]" if number == 2 else part.text[0]
            )
        if number >= 2 and slogan.name == part.text:  # 甲空港、乙海港…“双港”
            spans = self.ending(self.back(slogan.start, SENTENCE), slogan.start, part)
            return self.drafts(spans) if len(spans) == number else []
        if number >= 2 and self.text[slogan.start - 1] == "“":  # 甲、乙两大核心，形成“双核布局”
            low = self.back(slogan.start, SENTENCE)
            count = "[两双二]" if number == 2 else part.text[0]
            counts = list(
                re.compile(rf"{count}[大个](?P<head>[一-鿿]{{2,8}})，").finditer(self.text, low, slogan.start)
            )
            other = counts[-1] if counts else None
            if other and (drafts := self.list_up_to(other.start(), number, other["head"])):
                return self.respectively(drafts, low, count)
        opened = re.compile(r"”?(?:[一-鿿]{0,6}?)(?:：|（|，?(?:即|分别为|分别是|包括))").match(self.text, slogan.end)
        if opened and number >= 2:
            end = (
                self.close(opened.end()) if opened[0][-1] == "（" else self.stop(opened.end(), len(self.text), "。；\n")
            )
            if sections := self.sections(opened.end(), self.stop(opened.end(), len(self.text), "\n"), part):
                return sections
            items = split_items(self.text, (opened.end(), end), count=number, names=self.names)
            if len(items) == number and self.plain(items):
                return self.drafts(items)
        if "枢纽" in part.unit and number == 2:
            low = self.back(slogan.start, SENTENCE)
            sites = [m for m in self.names.within(low, slogan.start) if m.kind in ("airport", "station", "port")]
            spans = [(m.start, m.end) for m in sites][-2:]
            if len(spans) < 2 and (
                two := re.compile(
                    r"(?P<a>[一-鿿]{2,12}(?:机场|站|港))(?:至|—|和|与)(?P<b>[一-鿿]{2,12}(?:机场|站|港))"
                ).search(self.text, low, slogan.start)
            ):
                spans = [trim(self.text, two.span("a"), self.names), two.span("b")]
            return self.drafts(spans) if len(spans) == 2 else []
        return []

    def respectively(self, drafts: list[Draft], low: int, count: str) -> list[Draft]:
        """抓住甲和乙两大龙头，巩固丙、丁两大核心: a list as long before it says where each is."""
        start = drafts[0].start
        if start is None or any(d.members or d.inner for d in drafts):
            return drafts
        listed = re.compile(rf"(?:[，。；：]|\A)(?P<list>[^，。；：]{{3,40}}){count}[大个][一-鿿]{{2,4}}，")
        match = listed.search(self.text, max(0, low - 1), start)
        items = split_items(self.text, match.span("list"), count=len(drafts), names=self.names) if match else []
        if len(items) == len(drafts):
            for draft, item in zip(drafts, items, strict=True):
                draft.members = [self.text[slice(*trim(self.text, item, self.names))]]
        return drafts

    def below(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Read the headings below a slogan, where there are as many as it counts."""
        if len(missing) < len(slogan.parts) or len(slogan.parts) < 2:
            return {}
        limit = self.window(slogan)
        inside = self.headings_in(slogan.end, limit)
        if not inside:
            return {}
        top = min(h.level for h in inside)
        children = [h for h in inside if h.level == top]
        numbers = [p.number for p in slogan.parts]
        total = sum(n or 0 for n in numbers)
        if None in numbers or not total or len(children) < total:
            return {}
        children = children[:total]
        spans = []
        for child, part in zip(children, [p for p in slogan.parts for _ in range(p.number or 0)], strict=True):
            a = self.after_number(child.start, child.end)
            b = self.stop(a, child.end, "。\n")
            named = self.ending(a, b, part)
            if not named:
                return {}
            spans.append(named[0])
        return self.deal(slogan, spans)

    def read_sum(self, slogan: Slogan) -> list[Draft]:
        """5+10+N: the lists below, each under a heading and as long as its number."""
        if keyed := self.keyed_sum(slogan):
            return keyed
        limit = min(len(self.text), slogan.end + 1500)
        lines = [m.span() for m in re.compile(r"[^\n]+").finditer(self.text, self.stop(slogan.end, limit, "\n"), limit)]
        out: list[Draft] = []
        position = 0
        for part in slogan.parts:
            found: list[Draft] = []
            while position < len(lines) and not found:
                a, b = lines[position]
                if number := re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]").match(self.text, a, b):
                    a = number.end()
                label = self.text[lines[position - 1][0] : lines[position - 1][1]].strip() if position else ""
                items = split_items(self.text, (a, self.stop(a, b, "。")), count=part.number, names=self.names)
                if (
                    "、" in self.text[a:b]
                    and (len(items) == part.number if part.number else len(items) >= 2)
                    and len(label) < 30
                ):
                    found = self.drafts(items)
                    kind = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*|（[^）]*）$", "", label)
                    for draft in found:
                        draft.role, draft.group = part.role, f"{part.text}({kind})" if kind else part.text
                        self.settle(draft)
                position += 1
            if not found:
                return [self.counted_only(p) for p in slogan.parts]
            out += found
        return out

    def keyed_sum(self, slogan: Slogan) -> list[Draft]:
        """“5”为甲枢纽、乙枢纽…; “N”为若干节点: each number of a sum taken up again in quotation marks."""
        stop = self.stop(slogan.end, self.window(slogan), "\n")
        found: list[Draft] = []
        for part in slogan.parts:
            key = re.compile(rf"“{re.escape(part.text)}”(?:个)?(?:为|是|指|即|：|包括)+").search(
                self.text, slogan.end, stop
            )
            clause = self.stop(key.end(), stop, "，。；") if key else 0
            items = split_items(self.text, (key.end(), clause), count=part.number, names=self.names) if key else []
            if items and self.plain(items) and (len(items) == part.number if part.number else len(items) >= 2):
                drafts = self.drafts(items)
                for draft in drafts:
                    draft.role, draft.group = part.role, part.text
                    self.settle(draft)
                found += drafts
            else:
                found.append(self.counted_only(part))
        return found if any(d.defined for d in found) else []
