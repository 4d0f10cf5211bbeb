"""Spans, lists and places in the text of a plan: what every reader of layouts asks."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.layout_names import DIRECTION, carrier, complete, proper, provinces, split_items, trim, unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.layout_names import Names, Span
    from gazetteer.layout_slogans import Part, Slogan
    from gazetteer.outline import Heading
    from gazetteer.records import Mention, Role

_REACH = 6000
_SHORTEST = 3
"""Characters of a name that may be told of again; 东翼 may with two."""
_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+[章节篇]\s*|专栏\s*\d*：?|[（(]?[一二三四五六七八九十\d]+[）)、.．])?\s*"
)
CLAUSE = "，。；\n！？"
SENTENCE = "。；\n！？"
_MADE_OF = re.compile(r"以(?P<list>[^，。；：\n]{2,60})为(?:主|主体|核心|重点|骨干|载体|中心)[^，。；：“\n]{0,3}“?\Z")
_COUNT = re.compile("[一二三四五六七八九十两双多]")
_TOWN = re.compile(r"^[一-鿿]{2,4}(?:城区|县城|新城|新区|市区)$")
_NO_PLACE = frozenset(("空港", "海港", "铁路港", "陆港", "河港", "内陆港", "商旅经济", "公路港", "航空港"))
_PLACE = re.compile(
    r"(?:[区城园谷港镇村街岛山岭湖江河溪渠海湾站场路道线市县州厂院馆塔寺库桥洲涌]|片区|中心|走廊|枢纽|平台"
    r"|基地|机场|广场|高铁|高速|城际|铁路|航道|商圈|组团|公园|湿地|新区|地区|水道)$"
)
_LISTED = re.compile(
    r"(?:串联|串连|串起|连[接结通]|链接|联[通结]|依托|沿着?|覆盖|涵盖|包括|包含|联动|整合|贯通|围绕|途经"
    r"|衔接|以)(?P<list>[^，。；\n]{2,90})"
)
_EXTENT = re.compile(
    r"(?:涵盖|包括|包含|覆盖)(?P<list>[^，。；：\n]{2,60}?)等?[两三四五六七八九十\d]{0,2}个?"
    r"(?:片区|街道|乡镇|镇|区县|县区|县市|地区|城区|组团|城市|县城|县)(?=[，。；\n])"
)
"""涵盖河西、河东等片区: the noun behind a list says that its short items are places."""
_KIND = "核心区|组团|片区?|走廊|廊道|[轴带廊翼圈]"
_KIND_OF_LINE = re.compile(
    r"(?<=[一-鿿]{2})(?:(?:城[镇市]|经济|产业|[科协]?创新|科创|科技|生态|文化|文旅|旅游|发展|都市|开放|空港|滨水|景观|功能|联动|合作|综合|交通|先进"
    rf"|现代|绿色|一体)[一-鿿]*(?:{_KIND}|区)|{_KIND})$"
)
_COURSE = re.compile(
    r"(?P<name>[^（）]{2,20}[轴带廊线区心核极圈])（(?P<course>[^（）—、]{2,12}(?:(?:—+|、)[^（）—、]{2,12})+)）"
)
_COMPRISES = re.compile(
    r"”?，?(?:主要|由|范围)?(?:涵盖|包括|包含|覆盖|含|辖|由(?=[^，。；]{2,60}组成))(?P<list>[^，。；：\n]{2,80}?)"
    r"(?:等?[两三四五六七八九十\d]{0,2}个?(?P<noun>片区|街道|乡镇|区县|县区|县市|地区|城区|组团|城市|县城)|等地?|组成)?(?=[，。；\n])"
)
_GOAL = re.compile(
    r"建设|打造|构建|构筑|形成|培育|推动|为[^，。；]{0,8}(?:核心|中心|引擎|牵引|纽带|重点|依托|龙头"
    r"|起点|引领)|谋划|规划建设|共建|等"
)
_BEYOND = re.compile("以?[东西南北]{1,2}(?:侧|部)?(?:区域|地区|片区|部分)?(?![一-鿿])")
_DIVIDED = re.compile(
    "(?P<unit>[一-鿿]{2,4}?[区县镇街乡])[一-鿿]{1,8}?(?:路|道|线|高速|铁路|江|河|涌|渠)"
    "以?[东西南北]{1,2}(?:侧|部)?(?:区域|地区|片区|部分)?"
)
"""甲镇乙大道以南区域 is a part of the town."""
_OUTWARD = re.compile(r"延伸|辐射|对接(?=[一-鿿]{2})|东南亚|对[^，。]{0,12}联系")


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


class TextReader:
    """Knows the text of one plan, the names in it, its headings and its slogans."""

    def __init__(self, text: str, names: Names, headings: Sequence[Heading], slogans: Sequence[Slogan]) -> None:
        self.text = text
        self.names = names
        self.headings = headings
        self.slogans = slogans
        self._slogan_starts = [s.start for s in slogans]
        self._heading_starts = [h.start for h in headings]
        self._taken: dict[tuple[int, ...], Span] = {}

    def stop(self, start: int, end: int, marks: str) -> int:
        """First offset from ``start`` that holds one of ``marks`` outside brackets, or ``end``."""
        end = min(end, len(self.text))
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
        """Return the heading line that holds an offset."""
        at = bisect.bisect_right(self._heading_starts, offset) - 1
        above = self.headings[at] if at >= 0 else None
        return above if above is not None and offset < above.end < above.start + 90 else None

    def headings_in(self, start: int, end: int) -> Sequence[Heading]:
        """Headings that begin between two offsets."""
        first, last = (bisect.bisect_left(self._heading_starts, x) for x in (start, end))
        return self.headings[first:last]

    def slogans_in(self, start: int, end: int) -> Sequence[Slogan]:
        """Slogans that begin between two offsets."""
        first, last = (bisect.bisect_left(self._slogan_starts, x) for x in (start, end))
        return self.slogans[first:last]

    def after_number(self, start: int, end: int) -> int:
        """Offset behind the number or box label that opens a heading."""
        number = _NUMBER.match(self.text, start, end)
        return number.end() if number else start

    def window(self, slogan: Slogan) -> int:
        """Where the section that explains a slogan ends."""
        at = bisect.bisect_right(self._heading_starts, slogan.start) - 1
        level = self.headings[at].level if at >= 0 else 99
        limit = min(len(self.text), slogan.end + _REACH)
        below = next((h for h in self.headings_in(slogan.start + 1, limit) if h.level <= level), None)
        if below is not None and self._takes_up(below, slogan):  # its parts are headings of the slogan's own rank
            level = below.level - 1
        after = (h.start for h in self.headings_in(slogan.start + 1, limit) if h.level <= level)
        return min(limit, next(after, limit))

    def _takes_up(self, heading: Heading, slogan: Slogan) -> bool:
        """Whether a heading is a part of a slogan told again: （一）一主."""
        title = self.text[self.after_number(heading.start, heading.end) : heading.end].lstrip("—“ ")
        return any(title.startswith(part.text) for part in slogan.parts)

    def close(self, start: int) -> int:
        """Offset of the bracket that closes the one opened just before ``start``."""
        depth, limit = 1, min(len(self.text), start + 400)
        for i in range(start, limit):
            depth += (self.text[i] == "（") - (self.text[i] == "）")
            if depth == 0:
                return i
        return limit

    @staticmethod
    def settle(draft: Draft) -> None:
        """Decide which places locate an element: a line by all of them, a site by itself where its name is one."""
        site = draft.role in ("zone", "cluster", "hub", "node", "gateway") or bool(_TOWN.search(draft.name))
        city = draft.role in ("core", "pole") and len(draft.name) <= 4
        site |= draft.exact and (city or draft.role == "ring")
        if site and not draft.fixed and (draft.exact or (draft.inner and proper(draft.name) and len(draft.name) >= 4)):
            chain = "—" in draft.name
            draft.members = draft.inner if draft.exact or chain else [draft.name]
        else:
            inner = [] if draft.exact and draft.members else draft.inner
            draft.members = [*inner, *draft.members]
        line = carrier(draft.name) if draft.role in ("axis", "belt", "corridor", "ring") else ""
        if line and not any(line in member for member in draft.members):
            draft.members = [line, *(m for m in draft.members if m not in draft.inner or not line.startswith(m[:2]))]
        short = len(draft.name) <= 4 or draft.role in ("hub", "node") or bool(_TOWN.search(draft.name))
        if not draft.members and short and not DIRECTION.match(draft.name) and draft.name not in _NO_PLACE:
            draft.members = [draft.name]

    @staticmethod
    def counted_only(part: Part) -> Draft:
        """Return the element that stands for what a slogan counts and never names."""
        name = part.text if not part.text.isdigit() and part.text not in ("N", "X") else part.text + part.unit
        return Draft(part.role, name, part.text, defined=False, start=part.start, end=part.end)

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
            before = before or _MADE_OF.search(self.text, self.back(a, CLAUSE), a)
            members = self.listed(*before.span("list")) if before else []
            if self.text[b - 1] in "翼轴带廊圈极" and (
                told := re.compile(
                    r"(?:[为是即](?![^，。；：、]{2,5}的)(?P<list>[^，。；：]{2,24})|(?:(?:的?(?:引领|带动|辐射|支撑))?(?:作用)?，)?以(?P<of>[^，。；：]{2,40})为(?:主体|主|核心|重点))(?=[，。；])"
                ).match(self.text, b)
            ):
                members = self.listed(*told.span("of")) if told["of"] else self._sites(*told.span("list"))
            if not members and (places := self.comprised(b)):
                members = places
            if course := _COURSE.fullmatch(name):  # 甲轴（乙—丙—丁）
                name, members, inner, exact = course["name"], re.split("—+|、", course["course"]), [], False
            out.append(Draft("zone", re.sub(r"[“”\"]", "", name), "", members, inner, exact, bool(members), True, a, b))
        return out

    def _sites(self, start: int, end: int) -> list[str]:
        """Items of a list that are places or end as places do."""
        known = {m.text for m in self.names.within(start, end)}
        return [w for w in self.listed(start, end) if w in known or (proper(w) and not _COUNT.match(w))]

    def comprised(self, end: int) -> list[str]:
        """Places that the words right behind a name say it takes in: 甲区，涵盖乙、丙、丁."""
        match = _COMPRISES.match(self.text, end)
        if match is None:
            return []
        items = split_items(self.text, match.span("list"), names=self.names)
        spans = [trim(self.text, item, self.names) for item in items]
        sure = sum(bool(self.names.within(a, b)) for a, b in spans) * 2 >= len(spans) or match["noun"]
        if len(spans) < 2 or not sure or not all(2 <= b - a <= 14 for a, b in spans):
            return []
        return [known.name if (known := self.names.at(a, b)) else self._undivided(a, b) for a, b in spans]

    def own_members(self, start: int, end: int) -> tuple[bool, list[str]]:
        """Places inside a name: the links of a chain A—B—C, else the mentions it holds."""
        words = self.text[start:end]
        exact = self.names.at(start, end)
        chain = re.match(
            r"[“]?([一-鿿（）A-Za-z0-9]{2,14}(?:—+[一-鿿（）A-Za-z0-9]{2,14})+?)(?:[”]|(?=[^一-鿿—])|$)", words
        )
        if chain:
            links = [re.sub(r"[“”]", "", w) for w in re.split(r"—+", chain[1])]
            if chain[0].endswith("”"):  # “甲—乙—丙”片区: the quotation marks close the last place
                return False, links
            return False, [*links[:-1], self._last_link(start + words.rfind("—") + 1, end, links[-1])]
        if joined := provinces(words):
            return False, joined
        if exact is not None and exact.place is None and words[-1] in "带廊轴" and (line := carrier(words)):
            return False, [line]  # 长江北走廊 lies along it
        short = exact is not None and exact.name != words  # 兰白 for the area of both
        open_ = exact is None or exact.place is None or short
        if cities := self.names.joined(words, bare=exact is not None) if open_ else []:
            return False, cities
        if exact is not None:
            return True, [exact.name]
        return False, [m.name for m in self.names.within(start, end)]

    def _last_link(self, start: int, end: int, words: str) -> str:
        """Return the place that the last link of a chain begins with: 丙 of 甲—乙—丙生态带."""
        known = next((m for m in self.names.within(start, end) if m.start == start), None)
        if known is not None:
            return known.text
        shorter = _KIND_OF_LINE.sub("", words)
        return carrier(words) or (shorter if len(shorter) >= 2 else words)

    def listed(self, start: int, end: int) -> list[str]:
        """Items of a list of places: 甲山、乙山、丙山等山体为重点."""
        end = min([end, *(i for w in ("等", "为") if (i := self.text.find(w, start, end)) >= 0)])
        items = split_items(self.text, (start, end), names=self.names)
        spans = [trim(self.text, item, self.names) for item in items]
        return list(unique(self._undivided(a, b) for a, b in spans))

    def places(self, start: int, end: int, *, limit: int = 24) -> list[str]:
        """Places named between two offsets: mentions, and listed names that end as places do."""
        out: list[tuple[int, str]] = []
        for clause in re.compile(r"[^，。；\n]+").finditer(self.text, start, end):
            if _OUTWARD.search(clause[0]):
                continue
            known = self.names.within(*clause.span())
            out += [(m.start + k, x) for m in known if m.kind != "region" for k, x in enumerate(self._whole(m))]
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
            for match in _EXTENT.finditer(self.text, *clause.span()):
                items = split_items(self.text, match.span("list"), names=self.names)
                spans = [trim(self.text, item, self.names) for item in items]
                if len(spans) > 1 and all(2 <= b - a <= 4 for a, b in spans):
                    out += [(a, self.text[a:b]) for a, b in spans if not any(m.end > a and m.start < b for m in known)]
        return [name for _, name in sorted(out)][:limit]

    def _whole(self, mention: Mention) -> list[str]:
        """Places that a mention stands for as a member: the links of a chain, the unit that a road divides."""
        if mention.kind == "zone" and re.fullmatch("[^—、（）]{2,8}(?:—[^—、（）]{2,8})+", mention.text):
            return mention.text.split("—")
        side = _BEYOND.match(self.text, mention.end)
        return [mention.name if side is None else self._undivided(mention.start, side.end(), whole=mention.name)]

    def _undivided(self, start: int, end: int, *, whole: str = "") -> str:
        """Return the unit of which a road or river cuts the named part off (甲镇乙大道以南区域); else the name."""
        part = _DIVIDED.fullmatch(self.text, start, end)
        return part["unit"] if part else whole or self.text[start:end]

    def locate(self, drafts: list[Draft], start: int, end: int, *, near: bool = False) -> None:
        """Give each element the places of the sentences that take its name up again, up to the next element's."""
        marks: list[tuple[int, int, Draft]] = []
        for draft in drafts:
            bare = re.sub(r"（[^（）]*）", "", draft.name)
            if draft.fixed or (len(bare) < _SHORTEST and not DIRECTION.match(bare)):
                continue
            own = draft.end if draft.end is not None and start <= draft.end <= end else start
            anchor = draft.start if draft.start is not None and start <= draft.start < end else None
            listed = (
                self.text[draft.end : draft.end + 1] in ("、", "和", "与", "及") if draft.end is not None else False
            )
            again = self.text.find(bare, own, end)
            if (way := carrier(bare)) and (again < 0 or listed):  # 甲大道创新轴，…。以甲大道为主轴，串联…
                made = self.text.find(f"以{way}为", own, end)
                again = made + 1 if made >= 0 else again
            if again >= 0 and (listed or again > own):
                marks.append((again, again + len(bare), draft))
            elif anchor is not None:
                marks.append((anchor, own, draft))
        marks.sort(key=lambda m: m[0])
        told = start
        for k, (a, b, draft) in enumerate(marks):
            following = min([*(d.start for d in drafts if d.start is not None and d.start > b), end])
            following = min(following, marks[k + 1][0]) if k + 1 < len(marks) else following
            low = max(self.back(a, SENTENCE, reach=120), marks[k - 1][1] if k else start, told)
            if len(drafts) > 1 and re.match(r"[、和与及]", self.text[b : b + 1]):
                continue
            line = self.stop(b, end, "\n")
            if line - b < 4 < end - line:  # a heading of its own: the paragraph below tells
                line = self.stop(line + 1, end, "\n")
            high = min(following, line)
            apart = self.back(
                following, SENTENCE
            )  # 以甲为核心，打造乙区: what leads up to a name is not the one before's
            lead = (apart if apart > b else self.back(following, CLAUSE)) if following < line else high
            high = max(b, min(high, lead))
            if near and self.text[a - 1 : a] not in ("。", "；", "\n"):  # told within a sentence, not as its subject
                high = min(high, self.stop(b, high, "。"))
            if a == draft.start and self.text[a - 1] in "、和与及":  # the last of a list: the next sentence is on all
                high = min(high, self.stop(b, high, "。；"))
            told = high
            draft.members += self.places(low, a) + self.places(b, high)

    def plain(self, items: Sequence[Span]) -> bool:
        """Whether every item reads like a name rather than like a clause."""
        for position, (a, b) in enumerate(items):
            ta, tb = trim(self.text, (a, b), self.names)
            if position == 0 and len(items) > 1:
                a = ta
            lead = self.text[a:ta].strip("“”以和与及、打造建设形成为 ")
            if not 2 <= tb - ta <= 34 or len(lead) > 1 or re.search(r"[，：]|[^行人成]为", self.text[ta:tb]):
                return False
        return bool(items)
