"""Names found by how they end: 甲发展轴 for an axis, 乙经济带 for a belt; counted and elliptic lists."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.layout_names import DIRECTION, SIDE, proper, split_items, trim
from gazetteer.layout_text import CLAUSE, Draft, TextReader
from gazetteer.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part

_ALONE = {"点": "(?<![重试热站网要特观亮起难景焦据])点"}
"""Endings that many other words have as well: 重点, 观点."""
ENDINGS = {
    row["unit"]: "|".join(_ALONE.get(word, word) for word in row["endings"].split("|"))
    for row in vocabulary("layout_units")
    if row["endings"]
}
"""How the names of what a unit counts end, as an alternation."""
_AFTER = (
    r"(?=[，。；：、（）()“”…\s]|$"
    r"|[和与及等的为是以在对串连向重加推打形实着著建承提深全之至到由于支沿依布构突主新两并内，]"
    r"|联动|联通|发展建设|协同|互动|集聚发展|发挥|创新|旧改|旧村|引领|辐射|带动|覆盖|贯"
    r"|稳步|竞相|有序|持续|不断|显著|更加|功能|[三四五六七八九十]大|开发建设|高质量发展)"
)
_MAKES = re.compile(r"(?:形成|构成|组成|打造|构建|建设|构筑|统筹|优化)$")
_MADE_SO = re.compile(
    r"(?:以(?P<made>.{2,60}?)等?(?:为|作为)|(?P<joined>.{2,60}?)等?(?:纳入|列入)"
    r"|(?P<built>[^以将把]{2,60}?)(?:一体(?:化)?发展|共同)?(?:构成|组成|形成|为))$"
)
_HAN = re.compile("[一-鿿]+")
_ETC = re.compile("[^等]*[^等]等[一-鿿]{0,4}")
_NUMERAL = re.compile("[一二三四五六七八九十两双]")
LONGEST_HEAD = 18
BY = re.compile(r"以(?P<list>[^，。；\n]{2,60}?)(?:为|作为)(?P<what>[^，。；\n]{1,14})")


@cache
def _ends_as(unit: str) -> re.Pattern[str]:
    """Ending of the names that a unit counts, where a name may end."""
    endings = ENDINGS.get(unit) or re.escape(unit[-2:])
    return re.compile(rf"(?:{endings})(?P<quote>”?){_AFTER}")


class EndingReader(TextReader):
    """Finds the names that one part of a slogan counts, in the text that explains it."""

    def ends_as(self, span: Span, part: Part) -> bool:
        """Whether a name ends as the unit of a part does."""
        endings = ENDINGS.get(part.unit) or re.escape(part.unit)
        return bool(re.search(rf"(?:{endings})$", self.text[slice(*span)]))

    def ending(self, start: int, end: int, part: Part, *, generic: bool = False) -> list[Span]:
        """Names between two offsets that end as the unit of a part does, each once; ``generic`` ones on demand."""
        out: list[Span] = []
        seen: set[str] = set()
        low = start
        for match in _ends_as(part.unit).finditer(self.text, start, end):
            left = max(low, self.back(match.start(), "，。；：\n（）、", reach=40))
            if _ETC.fullmatch(self.text[left : match.start()]):  # 甲、乙等产业带 are many, and none is named
                continue
            a, b = trim(self.text, (left, match.end() - len(match["quote"])), self.names)
            word = self.text[a:b]
            elsewhere = re.search(r"(?:对接|联动|融入|衔接|接入)$", self.text[left:a])  # a line of somebody else's
            if elsewhere and part.role in ("axis", "belt", "corridor"):
                continue
            if b - a < len(match[0].rstrip("”")) + 1 or word in seen or b - a > 36:
                continue
            if (
                not generic
                and not self._is_name(a, b)
                and re.fullmatch(
                    r"[一二三四五六七八九十两双]+(?:[大个条].{1,4}|.{1,2})|[多第各]+[大个条]?.{1,4}|(?:发展|创新|产业|经济|空间|主|新|重要)?"
                    r"(?:发展)?[轴带廊](?:线|道)?|(?:综合)?(?:交通|运输|物流|开放)大?(?:走廊|廊道)|.{0,2}[本该其各全]区.*|都市圈|.*(?:之间|沿线|城市群)"
                    r"|.*[^行]为.*|.{0,2}以.*|.*\d[条个].*|.*[两双三四五六七八九].{0,2}(?:片|区|轴|带|核|极|翼)",
                    word,
                )
            ):
                continue
            if any(word in s or s in word for s in seen):
                continue
            seen.add(word)
            out.append((a, b))
            low = match.end()
        return out

    def _is_name(self, start: int, end: int) -> bool:
        """Whether a place begins a name and holds its numeral: 三门湾片区, 四明山片区."""
        first = next(iter(self.names.within(start, end)), None)
        return first is not None and first.start - start <= 1 and bool(_NUMERAL.search(first.text))

    def alike(self, spans: Sequence[Span], number: int) -> list[Span]:
        """As many names as are counted: those with one ending where that gives the number, else the first."""
        for width in (3, 2):
            kinds = [self.text[b - width : b] for _, b in spans]
            for kind in dict.fromkeys(kinds):
                if kinds.count(kind) == number:
                    return [s for s, k in zip(spans, kinds, strict=True) if k == kind]
        return list(spans[:number])

    def counted_list(self, start: int, end: int, part: Part) -> list[Draft]:
        """甲、乙、丙三大片区: a list closed by its own count."""
        n = part.number
        if not n or n < 2:
            return []
        numeral = "两双二" if n == 2 else part.text[0] if len(part.text) > len(part.unit) else ""
        if not numeral:
            return []
        for match in re.compile("等?(?P<count>[两双二三四五六七八九十])(?:大|个|条)").finditer(self.text, start, end):
            named = _ends_as(part.unit).search(self.text, match.end(), min(end, match.end() + LONGEST_HEAD))
            if match["count"] not in numeral or named is None:
                continue
            head = self.text[match.end() : named.end() - len(named["quote"])]
            if _HAN.fullmatch(head) and (drafts := self.list_up_to(match.start(), n, head)):
                return drafts
        return []

    def list_up_to(self, end: int, number: int, head: str) -> list[Draft]:
        """Read the ``number`` items that close at ``end``, completed by the head noun that counts them."""
        if self.text[end - 1] == "为" and (by := self.text.rfind("以", self.back(end, CLAUSE), end)) >= 0:
            return self.list_made(by + 1, end - 1, number)  # 以甲、乙、丙为三个支点
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
        elliptic = all(SIDE.fullmatch(self.text[a:b]) or DIRECTION.match(self.text[a:b]) for a, b in spans)
        if not elliptic and (all(known) or sum(proper(self.text[a:b]) for a, b in spans) * 2 > number):
            ending = ""
        return self.drafts(items, ending=ending)

    def list_made(self, start: int, end: int, number: int) -> list[Draft]:
        """Read as many names as are counted between two offsets; none where there are more or fewer."""
        items = split_items(self.text, (start, end), count=number, names=self.names)
        return self.drafts(items) if len(items) == number and self.plain(items) else []

    def listed_before(self, start: int, part: Part) -> list[Draft]:
        """以甲和乙为“双轴”; 推动甲、乙、丙“三片区”互动."""
        low = self.back(start, CLAUSE + "：")
        clause = self.text[low:start].rstrip("“")
        by = _MADE_SO.search(clause)
        span = (low + by.start(by.lastgroup), low + by.end(by.lastgroup)) if by and by.lastgroup else None
        if not part.number:
            items = split_items(self.text, span, names=self.names) if span else []
            return self.drafts(items) if len(items) >= 2 and self.plain(items) else []
        if part.number == 1 and not by:
            return []
        if span is None and (
            self.text[start - 1] == "“"
            and clause
            and clause[-1] not in "的为是即了升聚起合"
            and not _MAKES.search(clause)
        ):
            span = (low, low + len(clause))
        if span is None:
            return []
        items = split_items(self.text, span, count=part.number, names=self.names)
        return self.drafts(items) if len(items) == part.number else []

    def expand(self, start: int, end: int, part: Part) -> list[Draft]:
        """以甲江、乙江为主体共建生态走廊: the listed places, each with the ending that they share."""
        if not part.number or part.number < 2:
            return []
        for match in BY.finditer(self.text, start, end):
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
                metro = self.text[: items[-1][1]].endswith("地铁")  # 甲、乙地铁: their stations
                for draft in drafts:
                    draft.name = re.sub(r"(?:地铁|等.*)$", "", draft.name)
                    draft.inner = draft.inner or [draft.name + "站"] * metro
                    draft.members, draft.inner, draft.fixed = draft.inner or [draft.name], [], True
                    draft.name += tail
                return drafts
        return []

    def subjects(self, start: int, end: int, part: Part) -> list[Draft]:
        """Find clauses that begin with a name of the unit (甲片区…；乙片区…)."""
        endings = ENDINGS.get(part.unit) or re.escape(part.unit)
        pattern = re.compile(
            rf"(?:(?<=[。；\n])|\A)(?P<name>[^，。；：、\n“”（）]{{1,14}}?(?:{endings})"
            rf"(?P<with>（含?[^（）]{{2,16}}）)?)(?=[重加着著依打以建发推提形、，：为是将面力])"
        )
        spans, seen = [], set()
        for match in pattern.finditer(self.text, start, end):
            a, b = match.span("name")
            word = self.text[a:b]
            if trim(self.text, (a, b), self.names)[0] == a and word not in seen:
                seen.add(word)
                spans.append((a, b))
        if part.number in (None, 1):  # many sentences open with one name that ends so
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

    def sides(self, start: int, end: int, part: Part) -> list[Draft]:
        """西部以…为重点，东部以…，构建西部、东部和南部屏障: elements told by the side of the compass."""
        if not part.number or part.number < 2:
            return []
        endings = ENDINGS.get(part.unit) or re.escape(part.unit)
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

    def platforms(self, start: int, end: int, part: Part) -> list[Draft]:
        """Read a counted list of platforms that stands for the areas of a slogan: as many, whatever they are called."""
        noun = "大[一-鿿]{0,4}(?:平台|板块|片区|区域|功能区)"
        noun = noun if part.role == "zone" else "个[一-鿿]{0,4}(?:片区|城区|新城|组团|城市|县城)"
        match = re.compile(part.text[0] + noun).search(self.text, start, end)
        return self.list_up_to(match.start(), part.number or 0, match[0][2:]) if match else []
