"""Where a plan names what its slogan counts: the elements of a numbered layout.

A part (两翼) is looked for, in this order, in

1. its own brackets inside the slogan: 双核(甲乙);
2. the brackets behind the slogan, divided by semicolons or by the counts;
3. the places that take the part up again (keys): 两翼：…; 一核引领：…; “三片”…; 四轴即…; a heading 三、四轴：…; 以甲、乙为“双轴”;
4. the sentences that follow: names that end as the unit does (发展轴, 经济带), counted lists (甲、乙、丙三大片区),
   clauses that begin with such a name, lists that share one ending (以甲江、乙江为主体共建生态走廊);
5. the clause before: 以甲、乙站为主，丙站为辅的“两主一辅”;
6. the headings below, where there are as many as the slogan counts.

What is only counted stays as one element that is not defined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.layout_names import DIRECTION, carrier, complete, proper, split_items, trim, unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.layout_names import Names, Span
    from gazetteer.layout_slogans import Part, Slogan
    from gazetteer.outline import Heading
    from gazetteer.records import Role

_REACH = 6000
_ENDINGS = {
    "核": "核心区|核心城区|极核|绿核|主核|副核|核心|内核|新核|核|中心城区|主城区|城区",
    "极": "增长极|成长极|发展极|极核|极点|极|城区",
    "轴": "轴线|轴", "脉": "脉", "带": "带", "廊": "走廊|廊道|长廊|廊", "翼": "翼", "心": "中心|核心|绿心|心",
    "区": "区|小镇", "城": "新城|城区|城", "园": "园区|产业园|新城|园", "谷": "谷", "圈": "圈", "片": "片区|片|组团", "片区": "片区",
    "组团": "组团", "港": "港区|港", "屏": "屏障|萤幕障|屏", "岸": "岸线|岸", "链": "链", "环": "环", "村": "村", "都": "都",
    "点": "节点|支点|点", "节点": "节点", "廊道": "廊道|走廊", "走廊": "走廊|廊道", "门户": "门户", "枢纽": "枢纽", "副": "副中心|新城|城区",
    "主": "主城区|中心城区|主城", "副中心": "副中心", "岛": "岛", "湾": "湾区|湾", "星": "新城|卫星城", "文旅区": "文旅区", "产业带": "产业带|经济带|带",
}  # fmt: skip
_AFTER = (
    r"(?=[，。；：、（）()“”…\s]|$|[和与及等的为是以在对串连向重加推打形实着著建承提深全之至到由于支沿依布构突主新两并，]"
    r"|联动|联通|发展建设|协同|互动|集聚发展|发挥|创新|旧改|旧村|引领|辐射|带动|覆盖|贯|[三四五六七八九十]大|开发建设|高质量发展)"
)
_STRONG = frozenset(
    [
        "核",
        "极",
        "轴",
        "带",
        "廊",
        "翼",
        "组团",
        "屏",
        "环",
        "圈",
        "谷",
        "片",
        "片区",
        "廊道",
        "走廊",
        "节点",
        "增长极",
        "产业带",
        "副中心",
        "极核",
        "绿核",
        "岸",
        "链",
        "脉",
        "屏障",
        "经济带",
        "商圈",
        "门户",
    ]
)
_KEY_TAIL = re.compile(
    r"(?:[一-鿿]{2,4})?：|[”]?(?:即|分别为|分别是|分别|就是|是指|是|指|为|包括|——)|[”]?（(?![^）]{0,3}）)"
)
_SKIP = re.compile(
    r"[”\s]*(?:[一-鿿]{2,4}(?=：))?(?:即|分别为|分别是|分别|就是|是指|是|指|为|包括|——|：|，|。)*[”\s：]*"
)
_HEADING_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*[一-鿿]{0,6}?[“]?$")
_BY = re.compile(r"以(?P<list>[^，。；\n]{2,60}?)(?:为|作为)(?P<what>[^，。；\n]{1,14})")
_TOWN = re.compile(r"^[一-鿿]{2,4}(?:城区|县城|新城|新区|市区)$")
_NO_PLACE = frozenset(("空港", "海港", "铁路港", "陆港", "河港", "内陆港", "商旅经济", "公路港", "航空港"))
_CLAUSE = "，。；\n！？"
_SENTENCE = "。；\n！？"
_PLACE = re.compile(
    r"(?:[区城园谷港镇村街岛山岭湖江河海湾站场路道线市县州厂院馆塔寺库桥洲涌]|片区|中心|走廊|枢纽|平台|基地|机场|广场|高铁|高速|城际|铁路|航道|商圈|组团|公园|湿地|新区|地区|水道)$"
)
_LISTED = re.compile(
    r"(?:串联|串连|串起|连[接结通]|链接|联[通结]|依托|沿着?|覆盖|涵盖|包括|联动|整合|贯通|围绕|途经|衔接|以)(?P<list>[^，。；\n]{2,90})"
)
_GOAL = re.compile(
    r"建设|打造|构建|构筑|形成|培育|推动|为[^，。；]{0,8}(?:核心|中心|引擎|牵引|纽带|重点|依托|龙头|起点|引领)|谋划|规划建设|共建|等"
)
_OUTWARD = re.compile(r"延伸|辐射|对接|东南亚|对[^，。]{0,12}联系")


@dataclass(slots=True)
class Draft:
    """An element while it is being read; ``name`` and ``members`` are still as the text writes them."""

    role: Role
    name: str
    group: str = ""
    members: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    """Places inside the name itself."""
    exact: bool = False
    """Whether the name is that of one place."""
    fixed: bool = False
    """Whether its members are told already, so that no further sentence adds any."""
    defined: bool = True
    start: int | None = None
    end: int | None = None


class ElementReader:
    """Reads the elements of slogans out of one plan."""

    def __init__(self, text: str, names: Names, headings: Sequence[Heading], slogans: Sequence[Slogan]) -> None:
        self.text = text
        self.names = names
        self.headings = headings
        self.slogans = slogans
        self._taken: dict[tuple[int, ...], Span] = {}

    # --- spans -------------------------------------------------------------------------------------------------

    def stop(self, start: int, end: int, marks: str) -> int:
        """First offset from ``start`` that holds one of ``marks`` outside brackets, or ``end``."""
        depth = 0
        for i in range(start, end):
            c = self.text[i]
            if c in "（(":
                depth += 1
            elif c in "）)":
                depth = max(0, depth - 1)
            elif c in marks and (depth == 0 or c == "\n"):
                return i
        return end

    def back(self, start: int, marks: str, *, reach: int = 240) -> int:
        """Offset just behind the last of ``marks`` before ``start``."""
        floor = max(0, start - reach)
        return max((self.text.rfind(m, floor, start) + 1 for m in marks), default=floor) or floor

    def heading_of(self, offset: int) -> Heading | None:
        """The heading line that holds an offset."""
        return next((h for h in self.headings if h.start <= offset < h.end and h.end - h.start < 90), None)

    def window(self, slogan: Slogan) -> int:
        """Where the section that explains a slogan ends."""
        above = [h for h in self.headings if h.start <= slogan.start]
        level = above[-1].level if above else 99
        limit = min(len(self.text), slogan.end + _REACH)
        after = (h.start for h in self.headings if h.start > slogan.start and h.level <= level)
        return min(limit, next(after, limit))

    # --- a run of parts ----------------------------------------------------------------------------------------

    def read(self, slogan: Slogan) -> list[Draft]:
        """Elements of one telling of a slogan, in the order of its parts."""
        if slogan.form == "shape":
            return [self.counted_only(p) for p in slogan.parts]
        if slogan.form == "sum":
            return self.read_sum(slogan)
        found: dict[int, list[Draft]] = {}
        for step in (self.own_brackets, self.brackets, self.keyed, self.below, self.before, self.following):
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
            if part.number is None or len(drafts) < part.number:
                rest = self.counted_only(part)
                if drafts and part.number is not None:
                    rest.name = f"{part.text}(其余)"
                if not drafts or part.number is not None:
                    out.append(rest)
        return out

    @staticmethod
    def settle(draft: Draft) -> None:
        """Decide which places locate an element: a line by all of them, a site by itself where its name is one."""
        site = draft.role in ("zone", "cluster", "hub", "node", "gateway") or bool(_TOWN.search(draft.name))
        if site and not draft.fixed and (draft.exact or (draft.inner and proper(draft.name) and len(draft.name) >= 4)):
            chain = "—" in draft.name
            draft.members = draft.inner if draft.exact or chain else [draft.name]
        else:
            inner = [] if draft.exact and draft.members else draft.inner
            draft.members = [*inner, *draft.members]
        if not draft.members and draft.role in ("axis", "belt", "corridor", "ring") and (line := carrier(draft.name)):
            draft.members = [line]
        short = len(draft.name) <= 4 or draft.role in ("hub", "node") or bool(_TOWN.search(draft.name))
        if not draft.members and short and not DIRECTION.match(draft.name) and draft.name not in _NO_PLACE:
            draft.members = [draft.name]

    @staticmethod
    def counted_only(part: Part) -> Draft:
        """The element that stands for what a slogan counts and never names."""
        name = part.text if not part.text.isdigit() and part.text not in ("N", "X") else part.text + part.unit
        return Draft(part.role, name, part.text, defined=False, start=part.start, end=part.end)

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
        end = self._close(start)
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

    def _close(self, start: int) -> int:
        depth, limit = 1, min(len(self.text), start + 400)
        for i in range(start, limit):
            depth += (self.text[i] == "（") - (self.text[i] == "）")
            if depth == 0:
                return i
        return limit

    def deal(self, slogan: Slogan, items: list[Span]) -> dict[int, list[Draft]]:
        """Deal a flat list out to the parts of a slogan by their counts."""
        out, position = {}, 0
        spare = len(items) - sum(p.number or 0 for p in slogan.parts)
        for i, part in enumerate(slogan.parts):
            number = part.number if part.number is not None else spare
            out[i] = self.drafts(items[position : position + number])
            position += number
        return {i: d for i, d in out.items() if d}

    def drafts(self, items: Sequence[Span], *, ending: str = "") -> list[Draft]:
        """Drafts for listed names, the shared ending of an elliptic list given to all."""
        spans = [trim(self.text, item, self.names) for item in items]
        spans = [s for s in spans if s[1] - s[0] >= 1]
        words = [re.sub(r"^“(.*)”$", r"\1", self.text[a:b]) for a, b in spans]
        whole = complete(words, ending)
        out = []
        for name, (a, b), item in zip(whole, spans, items, strict=False):
            known = self.names.at(a, b)
            if known is not None and known.kind == "station" and not name.endswith(("站", "枢纽")):
                name = known.name
            exact, inner = self.own_members(a, b)
            before = re.compile(r"(?:以|由|依托|沿)(?P<list>[^，。；]{2,60})").search(self.text, item[0], a)
            members = self.listed(*before.span("list")) if before else []
            if self.text[b - 1] in "翼轴带廊圈极" and (
                told := re.compile(r"[为是即](?P<list>[^，。；：]{2,24})(?=[，。；])").match(self.text, b)
            ):
                members = [w for w in self.listed(*told.span("list")) if proper(w)]
            out.append(Draft("zone", re.sub(r"[“”\"]", "", name), "", members, inner, exact, bool(members), True, a, b))
        return out

    def own_members(self, start: int, end: int) -> tuple[bool, list[str]]:
        """Places inside a name: the links of a chain A—B—C, else the mentions it holds."""
        words = self.text[start:end]
        exact = self.names.at(start, end)
        chain = re.match(
            r"[“]?([一-鿿（）A-Za-z0-9]{2,14}(?:—+[一-鿿（）A-Za-z0-9]{2,14})+?)(?:[”]|(?=[^一-鿿—])|$)", words
        )
        if chain:
            return False, [re.sub(r"[“”]", "", w) for w in re.split(r"—+", chain[1])]
        if exact is not None:
            return True, [exact.name]
        return False, [m.name for m in self.names.within(start, end)]

    # --- keys --------------------------------------------------------------------------------------------------

    def keys(self, slogan: Slogan) -> dict[int, tuple[int, int]]:
        """For each part, where the plan takes it up again: start and end of the key."""
        limit = self.window(slogan)
        runs = [(s.start, s.end) for s in self.slogans if len(s.parts) > 1 and s.start < limit and s.end > slogan.start]
        out: dict[int, tuple[int, int]] = {}
        for i, part in enumerate(slogan.parts):
            digits = {"两": "两双二", "双": "两双二", "二": "两双二"}.get(part.text[0], part.text[0])
            unit = re.escape(part.unit) + ("(?:区|区域)?" if part.unit == "片" else "")
            pattern = (
                re.compile(rf"(?<![一二三四五六七八九十第两])[{digits}]大?{unit}")
                if len(part.text) - len(part.unit) == 1
                else re.compile(re.escape(part.text))
            )
            own = (
                s.start
                for s in self.slogans
                if s.start > slogan.end and s.key != slogan.key and (part.number, part.unit) in s.key
            )
            for match in pattern.finditer(self.text, slogan.end, min(limit, next(own, limit))):
                if any(a <= match.start() < b for a, b in runs):
                    continue
                if self._is_key(match.start(), match.end()):
                    verb = re.compile(r"[一-鿿]{0,4}”").match(self.text, match.end())
                    quoted = self.text[match.start() - 1] == "“" and verb
                    out[i] = (match.start(), verb.end() if quoted and verb else match.end())
                    break
        return out

    def _is_key(self, start: int, end: int) -> bool:
        text = self.text
        if text[start - 1] == "“" and re.match(r"(?![一二三四五六七八九两双多])[一-鿿]{0,4}”", text[end : end + 5]):
            return True
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if not line.strip() or (_HEADING_NUMBER.search(line) and len(line) < 12):
            return (
                bool(re.match(r"[一-鿿]{0,4}[：。，\n]|[一-鿿]{2,4}$|[为是指即]", text[end : end + 6]))
                or not line.strip()
            )
        return bool(_KEY_TAIL.match(text, end)) and text[start - 1] in "，。；：、\n（ “"

    def keyed(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements from the text between one key and the next."""
        keys = self.keys(slogan)
        out = {}
        for i in missing:
            if i not in keys:
                continue
            start, end = keys[i]
            later = [k[0] for j, k in keys.items() if k[0] > start]
            heading = self.heading_of(start)
            if heading is not None and heading.end - heading.start < 90:
                after = (h.start for h in self.headings if h.start > start and h.level <= heading.level)
                stop = min(min(later, default=len(self.text)), next(after, self.window(slogan)))
            else:
                stop = min(min(later, default=len(self.text)), self.stop(end, len(self.text), "\n"))
            drafts = self.listed_before(start, slogan.parts[i]) or self.segment(end, stop, slogan.parts[i])
            if drafts:
                self.locate(drafts, end, max(stop, end))
                out[i] = drafts
        return out

    def listed_before(self, start: int, part: Part) -> list[Draft]:
        """以甲和乙为“双轴”; 推动甲、乙、丙“三片区”互动."""
        if not part.number or part.number < 2:
            return []
        low = self.back(start, _CLAUSE + "：")
        clause = self.text[low:start].rstrip("“")
        by = re.search(r"以(?P<list>.{3,60})为$", clause)
        if by:
            span = (low + by.start("list"), low + by.end("list"))
        elif self.text[start - 1] == "“" and clause and clause[-1] not in "的为是即了升聚起合":
            span = (low, low + len(clause))
        else:
            return []
        items = split_items(self.text, span, count=part.number, names=self.names)
        return self.drafts(items) if len(items) == part.number else []

    def segment(self, start: int, end: int, part: Part) -> list[Draft]:
        """Elements of one part from the text that explains it."""
        skip = _SKIP.match(self.text, start, end)
        says = bool(skip and re.search(r"[：。是为指即括]|分别|——", skip[0]))
        start = skip.end() if skip else start
        number = part.number
        head = self.stop(start, end, _SENTENCE)
        if number == 1:
            return self.single(start, end, part, says=says)
        if number and (inner := re.compile(rf"“[^“”]?大?{re.escape(part.unit)}区?”").search(self.text, start, head)):
            if listed := self.listed_before(inner.start() + 1, part):
                return listed
        clause = self.stop(start, head, "，")
        items = split_items(self.text, (start, clause), count=number, names=self.names)
        if self._plain(items) and (
            len(items) == number
            if number
            else len(items) >= 2 and all(proper(self.text[a:b].rstrip("”")) for a, b in items)
        ):
            return self.drafts(items)
        if sided := self.sides((), start, end, part):
            return sided
        for stop in (head, end):
            spans = self.ending(start, stop, part)
            if number and len(spans) >= number:
                return self.drafts(self.alike(spans, number))
        if listed := self.counted_list(start, end, part):
            return listed
        if expanded := self.expand(start, end, part):
            return expanded
        spans = self.ending(start, end, part)
        items = split_items(self.text, (start, head), count=number, names=self.names, seps="、；，")
        if self._plain(items) and (number and len(items) == number):
            return self.drafts(items)
        if len(spans) >= 2 or (spans and number is None):
            return self.drafts(spans)
        return []

    def alike(self, spans: Sequence[Span], number: int) -> list[Span]:
        """As many names as are counted: those with one ending where that gives the number, else the first."""
        for width in (3, 2):
            kinds = [self.text[b - width : b] for _, b in spans]
            for kind in dict.fromkeys(kinds):
                if kinds.count(kind) == number:
                    return [s for s, k in zip(spans, kinds, strict=True) if k == kind]
        return list(spans[:number])

    def _plain(self, items: Sequence[Span]) -> bool:
        """Whether every item reads like a name rather than like a clause."""
        for position, (a, b) in enumerate(items):
            ta, tb = trim(self.text, (a, b), self.names)
            if position == 0 and len(items) > 1:
                a = ta
            lead = self.text[a:ta].strip("“”以和与及、打造建设形成为 ")
            if not 2 <= tb - ta <= 34 or len(lead) > 1 or re.search(r"[，：]|[^行人成]为", self.text[ta:tb]):
                return False
        return bool(items)

    def single(self, start: int, end: int, part: Part, *, says: bool = True) -> list[Draft]:
        """The one core, axis ... that a key explains."""
        clause = self.stop(start, end, "，。；\n")
        if says and clause > start and self._plain([(start, clause)]) and clause - start <= 34:
            span = trim(self.text, (start, clause), self.names)
            if self.text[start : start + 1] not in "以将依" or proper(self.text[slice(*span)]):
                drafts = self.drafts([span])
                drafts[0].members += self.places(clause, self.stop(clause, end, "。\n"), limit=12)
                return drafts
        paragraph = self.stop(start, end, "\n")
        spans = self.ending(start, paragraph, part) or self.ending(start, end, part)
        by = _BY.match(self.text, start, end)
        if by and part.unit in ("村", "园", "镇") and not spans:
            spans = [trim(self.text, by.span("list"), self.names)]
        if by and spans and spans[0][0] > by.end() + 40:
            spans = spans[:1]
        if not spans:
            return []
        drafts = self.drafts(spans[:1])
        sentence = self.stop(spans[0][1], end, "。\n")
        drafts[0].members += self.places(start, spans[0][0]) + self.places(spans[0][1], sentence)
        return drafts

    # --- names by their endings --------------------------------------------------------------------------------

    def ending(self, start: int, end: int, part: Part, *, generic: bool = False) -> list[Span]:
        """Names between two offsets that end as the unit of a part does, each once; ``generic`` ones on demand."""
        endings = _ENDINGS.get(part.unit) or re.escape(part.unit[-2:])
        out: list[Span] = []
        seen: set[str] = set()
        low = start
        for match in re.compile(rf"(?:{endings})(?P<quote>”?){_AFTER}").finditer(self.text, start, end):
            left = max(low, self.back(match.start(), "，。；：\n（）、", reach=40))
            a, b = trim(self.text, (left, match.end() - len(match["quote"])), self.names)
            word = self.text[a:b]
            if re.search(r"(?:对接|联动|融入|衔接|接入)$", self.text[left:a]):  # a line of somebody else's
                continue
            if b - a < len(match[0].rstrip("”")) + 1 or word in seen or b - a > 36:
                continue
            if not generic and re.fullmatch(
                r"[一二三四五六七八九十两双多第各]+[大个条]?.{1,4}|(?:发展|创新|产业|经济|空间|主|新|重要)?(?:发展)?[轴带廊](?:线|道)?|.{0,2}[本该其各全]区.*|都市圈|.*(?:之间|沿线|城市群)|.*[^行]为.*|.{0,2}以.*|.*[两双三四五六七八九].{0,2}(?:片|区|轴|带|核|极|翼)",
                word,
            ):
                continue
            if any(word in s or s in word for s in seen):
                continue
            seen.add(word)
            out.append((a, b))
            low = match.end()
        return out

    def counted_list(self, start: int, end: int, part: Part) -> list[Draft]:
        """甲、乙、丙三大片区: a list closed by its own count."""
        n = part.number
        if not n or n < 2:
            return []
        numeral = "两双二" if n == 2 else part.text[0] if len(part.text) > len(part.unit) else ""
        if not numeral:
            return []
        endings = _ENDINGS.get(part.unit) or re.escape(part.unit)
        pattern = re.compile(rf"(?:等)?[{numeral}](?:大|个|条)(?P<head>[一-鿿]{{0,12}}?(?:{endings})){_AFTER}")
        for match in pattern.finditer(self.text, start, end):
            if drafts := self.list_up_to(match.start(), n, match["head"]):
                return drafts
        return []

    def list_up_to(self, end: int, number: int, head: str) -> list[Draft]:
        """The enumeration of ``number`` items that closes at ``end``, completed by the head noun that counts it."""
        low = self.back(end, "，。；\n：）" if self.text[end - 1] != "）" else "，。；\n：")
        if told := re.compile(r"”?(?:即|分别为|为|是)").search(
            self.text, low, max(low, self.text.find("、", low, end))
        ):
            low = told.end()
        items = split_items(self.text, (low, end), count=number, names=self.names)
        if len(items) != number:
            return []
        ending = re.sub(r"^.*的|^重点|^特色", "", head)
        spans = [trim(self.text, item, self.names) for item in items]
        if not all(2 <= b - a <= 40 for a, b in spans):
            return []
        known = [self.names.at(a, b) is not None for a, b in spans]
        elliptic = all(DIRECTION.match(self.text[a:b]) for a, b in spans)
        if not elliptic and (all(known) or sum(proper(self.text[a:b]) for a, b in spans) * 2 > number):
            ending = ""
        return self.drafts(items, ending=ending)

    def expand(self, start: int, end: int, part: Part) -> list[Draft]:
        """以甲江、乙江为主体共建生态走廊: the listed places, each with the ending that they share."""
        if not part.number or part.number < 2:
            return []
        for match in _BY.finditer(self.text, start, end):
            items = split_items(self.text, match.span("list"), count=part.number, names=self.names)
            sentence = self.stop(match.end(), end, "。；\n")
            spans = self.ending(match.start("what"), sentence, part, generic=True)
            if len(items) == part.number and spans:
                a, b = spans[-1]
                inner = self.names.within(a, b)
                tail = self.text[
                    inner[0].end if inner and inner[0].start == a and inner[0].end < b - 1 else max(a, b - 4) : b
                ]
                tail = "" if re.match(r"[两双三四五六七八九十]", tail) else tail
                drafts = self.drafts(items)
                for draft in drafts:
                    draft.name = re.sub(r"(?:地铁|等.*)$", "", draft.name)
                    draft.members, draft.inner, draft.fixed = draft.inner or [draft.name], [], True
                    draft.name += tail
                return drafts
        return []

    # --- the sentences that follow, the clause before, the headings below ----------------------------------------

    def region(self, slogan: Slogan) -> Span:
        """The paragraph behind a slogan, or the one below where the slogan is a heading or ends its paragraph."""
        limit = self.window(slogan)
        end = self.stop(slogan.end, limit, "\n")
        if self.heading_of(slogan.start) is not None or end - slogan.end < 60:
            below = re.compile(r"[^\n]{30,}").search(self.text, end, limit)
            if below and self.heading_of(below.start()) is None:
                end = below.end()
        others = [s.start for s in self.slogans if s.start > slogan.end and len(s.parts) > 1 and s.key != slogan.key]
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
                    drafts = self.sides(spans, start, end, part) or self.drafts(spans[: part.number])
                else:
                    drafts = self.sides(spans, start, end, part) or self.expand(start, end, part)
                    if not drafts and (len(spans) >= 2 or (many and len(spans) >= 2)):
                        drafts = self.drafts(spans)
            if not drafts and part.role == "zone" and (part.number or 0) >= 3:
                drafts = self.platforms(start, end, part)
            if drafts:
                used |= {d.name for d in drafts}
                out[i] = drafts
        self.locate([d for drafts in out.values() for d in drafts], start, end, near=True)
        return out

    def platforms(self, start: int, end: int, part: Part) -> list[Draft]:
        """A counted list of platforms or boards that stands for the areas of a slogan: as many, whatever they are called."""
        match = re.compile(rf"{part.text[0]}大[一-鿿]{{0,4}}(?:平台|板块|片区|区域|功能区)").search(
            self.text, start, end
        )
        return self.list_up_to(match.start(), part.number or 0, match[0][2:]) if match else []

    def subjects(self, start: int, end: int, part: Part) -> list[Draft]:
        """Clauses that begin with a name of the unit: 甲片区…；乙片区…。"""
        endings = _ENDINGS.get(part.unit) or re.escape(part.unit)
        pattern = re.compile(
            rf"(?:(?<=[。；\n])|\A)(?P<name>[^，。；：、\n“”（）]{{1,14}}?(?:{endings})(?P<with>（含?[^（）]{{2,16}}）)?)(?=[重加着著依打以建发推提形、，：为是将面力])"
        )
        spans, seen = [], set()
        for match in pattern.finditer(self.text, start, end):
            a, b = match.span("name")
            word = self.text[a:b]
            if trim(self.text, (a, b), self.names)[0] == a and word not in seen:
                seen.add(word)
                spans.append((a, b))
        if part.number is None:
            return []
        if len(spans) > part.number:  # 甲城区…；乙片区…；丙片区…: those with one ending
            kinds = [self.text[b - 2 : b] for _, b in spans]
            spans = [s for s, kind in zip(spans, kinds, strict=True) if kinds.count(kind) == part.number]
        if len(spans) != part.number:
            return []
        drafts = self.drafts(spans)
        for draft, (a, b) in zip(drafts, spans, strict=True):
            draft.name = self.text[a:b]
            if "（" in draft.name:
                draft.members, draft.fixed = [w for w in re.split(r"（含?|[）、和]", draft.name) if w], True
        return drafts

    def sides(self, spans: Sequence[Span], start: int, end: int, part: Part) -> list[Draft]:
        """西部以…为重点，东部以…，构建西部、东部和南部屏障: elements told by the side of the compass."""
        if not part.number or part.number < 2:
            return []
        endings = _ENDINGS.get(part.unit) or re.escape(part.unit)
        side = r"(?:[东西南北中]{1,3}部|[沿滨临][江河海湖])"
        pattern = re.compile(rf"{side}(?:[、和与及]{side})+[一-鿿]{{0,12}}?(?:{endings}){_AFTER}")
        for match in pattern.finditer(self.text, start, end):
            items = split_items(self.text, match.span(), count=part.number, names=self.names)
            if len(items) == part.number:
                drafts = self.drafts(items)
                for draft in drafts:
                    name = self.text[draft.start : draft.end] if draft.start is not None else ""
                    where = re.match(side, name)
                    lead = (
                        re.compile(rf"{where[0]}(?:地区)?以(?P<list>[^，。；\n]+)").search(self.text, start, end)
                        if where
                        else None
                    )
                    if lead:
                        draft.members, draft.inner, draft.fixed = self.listed(*lead.span("list")), [], True
                        draft.start, draft.end = lead.span()
                return drafts
        return []

    def before(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements named in the sentence that leads up to the slogan."""
        low = self.back(slogan.start, _SENTENCE)
        out: dict[int, list[Draft]] = {}
        for i in missing:
            part = slogan.parts[i]
            drafts: list[Draft] = []
            if part.unit in ("主", "辅", "副", "次"):
                match = re.compile(rf"[以，：]?(?P<list>[^，。；：]{{2,80}})为{part.unit}").search(
                    self.text, low, slogan.start
                )
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
            if not drafts and i == len(slogan.parts) - 1 and len(missing) == len(slogan.parts):
                match = re.compile(r"(?P<list>[^，。；：\n]{4,60})(?:纳入|列入|入选)[^，。；“]{0,20}“?$").search(
                    self.text, low, slogan.start
                )
                drafts = self.drafts(split_items(self.text, match.span("list"), names=self.names)) if match else []
            if drafts:
                out[i] = drafts
        return out

    def counted(self, slogan: Slogan, part: Part) -> list[Draft]:
        """The list that a single count closes or opens: 甲、乙、丙三大产业带; 双枢纽 between two stations."""
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
            return drafts
        if number >= 2 and self.text[slogan.start - 1] == "“":  # 甲、乙两大核心，形成“双核布局”
            low = self.back(slogan.start, _SENTENCE)
            count = "[两双二]" if number == 2 else part.text[0]
            counts = list(re.compile(rf"{count}[大个](?P<head>[一-鿿]{{2,8}})，").finditer(self.text, low, slogan.start))
            other = counts[-1] if counts else None
            if other and (drafts := self.list_up_to(other.start(), number, other["head"])):
                return drafts
        opened = re.compile(r"”?(?:[一-鿿]{0,6}?)(?:：|（|，?(?:即|分别为|分别是|包括))").match(self.text, slogan.end)
        if opened and number >= 2:
            end = (
                self._close(opened.end())
                if opened[0][-1] == "（"
                else self.stop(opened.end(), len(self.text), "。；\n")
            )
            items = split_items(self.text, (opened.end(), end), count=number, names=self.names)
            if len(items) == number and self._plain(items):
                return self.drafts(items)
        if "枢纽" in part.unit and number == 2:
            low = self.back(slogan.start, _SENTENCE)
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

    def below(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """The headings below a slogan, where there are as many as it counts."""
        if len(missing) < len(slogan.parts) or len(slogan.parts) < 2:
            return {}
        limit = self.window(slogan)
        inside = [h for h in self.headings if slogan.end <= h.start < limit]
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
            a = child.start + len(
                re.match(r"\s*[（(]?[一二三四五六七八九十\d]*[）)、.．]?\s*", self.text[child.start : child.end])[0]
            )  # type: ignore[index]
            b = self.stop(a, child.end, "。\n")
            named = self.ending(a, b, part)
            if not named:
                return {}
            spans.append(named[0])
        return self.deal(slogan, spans)

    def read_sum(self, slogan: Slogan) -> list[Draft]:
        """5+10+N: the lists below, each under a heading and as long as its number."""
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

    # --- members -----------------------------------------------------------------------------------------------

    def locate(self, drafts: list[Draft], start: int, end: int, *, near: bool = False) -> None:
        """Give each element the places of the sentences that take its name up again, up to the next element's."""
        marks: list[tuple[int, int, Draft]] = []
        for draft in drafts:
            bare = re.sub(r"（[^（）]*）", "", draft.name)
            if len(bare) < 3 or draft.fixed:
                continue
            own = draft.end if draft.end is not None and start <= draft.end <= end else start
            anchor = draft.start if draft.start is not None and start <= draft.start < end else None
            listed = (
                self.text[draft.end : draft.end + 1] in ("、", "和", "与", "及") if draft.end is not None else False
            )
            again = self.text.find(bare, own, end)
            if again >= 0 and (listed or again > own):
                marks.append((again, again + len(bare), draft))
            elif anchor is not None:
                marks.append((anchor, own, draft))
        marks.sort(key=lambda m: m[0])
        for k, (a, b, draft) in enumerate(marks):
            following = marks[k + 1][0] if k + 1 < len(marks) else end
            low = max(self.back(a, _SENTENCE, reach=120), marks[k - 1][1] if k else start, start)
            if len(drafts) > 1 and re.match(r"[、和与及]", self.text[b : b + 1]):
                continue
            line = self.stop(b, end, "\n")
            if line - b < 4 < end - line:  # a heading of its own: the paragraph below tells
                line = self.stop(line + 1, end, "\n")
            high = min(following, line)
            lead = self.back(following, _CLAUSE) if following < line else high
            high = max(b, min(high, lead))
            if near and self.text[a - 1 : a] not in ("。", "；", "\n"):  # told within a sentence, not as its subject
                high = min(high, self.stop(b, high, "。"))
            draft.members += self.places(low, a) + self.places(b, high)

    def places(self, start: int, end: int, *, limit: int = 24) -> list[str]:
        """Places named between two offsets: mentions, and listed names that end as places do."""
        out: list[tuple[int, str]] = []
        for clause in re.compile(r"[^，。；\n]+").finditer(self.text, start, end):
            if _OUTWARD.search(clause[0]):
                continue
            known = self.names.within(*clause.span())
            out += [(m.start, m.name) for m in known if m.kind != "region"]
            for match in _LISTED.finditer(self.text, *clause.span()):
                stop = match.end("list")
                if goal := _GOAL.search(self.text, match.start("list") + 2, stop):
                    stop = goal.start()
                for a, b in split_items(self.text, (match.start("list"), stop), names=self.names):
                    ta, tb = trim(self.text, (a, b), self.names)
                    word = self.text[ta:tb]
                    if (
                        2 <= tb - ta <= 18
                        and _PLACE.search(word)
                        and "之" not in word
                        and not any(m.end > ta and m.start < tb for m in known)
                    ):
                        out.append((ta, word))
        return [name for _, name in sorted(out)][:limit]

    def listed(self, start: int, end: int) -> list[str]:
        """Items of a list of places: 甲山、乙山、丙山等山体为重点."""
        end = min([end, *(i for w in ("等", "为") if (i := self.text.find(w, start, end)) >= 0)])
        items = split_items(self.text, (start, end), names=self.names)
        spans = [trim(self.text, item, self.names) for item in items]
        return list(unique(self.text[a:b] for a, b in spans))
