"""Keys: the places where a plan takes up the parts of its slogan again, and what it says there.

A key is a part told once more so that words can follow: 两翼：…; 一核引领：…; “三片”…; 一核，即…; 四轴即…; a heading
三、四轴：…; 以甲、乙为“双轴”. What stands between one key and the next is its segment. A segment names its elements in
one list, in sections (甲带，依托…；乙带，…), one after the other (一是…；二是…), by their endings or by sides.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from gazetteer.layout_endings import BY, LONGEST_HEAD, EndingReader
from gazetteer.layout_names import proper, split_items, trim
from gazetteer.layout_text import SENTENCE, Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part, Slogan

_AIM = r"(?:突出|聚焦|重在|着眼|强调|注重)[^，。；：、\n]{2,8}，"
"""三区突出特色，支持甲、乙、丙: what a part is for, before its places."""
_SKIP = re.compile(
    rf"(?:{_AIM})?"
    r"[”\s]*(?:(?![为是即指])[一-鿿]{2,4}(?=：|。.))?(?:即|分别为|分别是|分别|依次为|依次是|就是|是指|是|指|为|包括|——|：|，|。|\n)*"
    r"(?:[二两三四五六七八九十]+[个条大][一-鿿]{2,12}，(?:包括|分别为|分别是|即))?[”\s：]*"
)
_KEY_TAIL = re.compile(
    r"(?:[一-鿿]{2,4})?：|[”]?，(?=即|是指|分别|包括)|[”]?(?:即|分别为|分别是|分别|依次为|依次是|就是|是指|是|指|为|包括|——)|[”]?（(?![^）]{0,3}）)"
)
_HEADING_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．·]\s*[一-鿿]{0,6}?[“]?$")
_MARK = re.compile(
    r"\s*(?:(?:[—●◆■▪•·]+|（[一二三四五六七八九十\d]{1,2}）|第[一二三四五六七八九十]+[章节]"
    r"|\d{1,2}[.．、）]|[①-⑩])\s*)?(?:其中[，：]?)?“?"
)
"""What may stand between the end of a sentence and a key: （1）一核。…; ——两翼协同。…; 其中，三带…."""
_COMPOSED = re.compile(
    r"(?:由|以|是|依托|做强|统筹|整合|包括)?(?P<list>[^，。；：\n]{2,60}?)等?(?:所|共同)?(?:组成|构成|围合|围合形成|联合形成|共同形成|形成)"
    r"(?:而成)?的(?P<name>[^，。；：、的\n]{2,24})(?=[，。；\n])"
)
_TOLD = re.compile("[：，]|(?:重?点?)(?:以|为|是|即|指|包括|涵盖|依托|突出|由|在)")
_APART = re.compile("，(?:[东西南北中]{1,2}[翼片部轴带]|以[^，。；]{2,60}为[一两双三四五六七八九多])")
"""What comes next belongs to the next part."""
_ABOVE = 600
"""How far above a slogan the lines may begin that it sums up."""
_OF_TOWNS = frozenset(("核", "主", "心", "极", "圈", "体"))
"""Units that one group of towns can be."""
_IS = re.compile("[：]|(?:包括|涵盖|依托|即|是|为|指)")
_GOAL = re.compile(r"，(?:建设|打造|形成|构建)(?P<name>[^，。；、\n]{3,16}(?:中心城市|[区城心核]|中心))(?=[，。；\n])")
_MADE_UP = re.compile(r"由(?P<list>[^，。；：\n]{2,60}?)等?(?:共同)?(?:组成|构成)(?=[，。；\n])")
_ORDINAL = re.compile(r"(?:(?<=[。；，：\n])|\A)[一二三四五六七八九]是")
_OPENS = re.compile(r"[^。；，：\n]+")


class KeyReader(EndingReader):
    """Reads the elements of a part where the plan takes it up again."""

    def keys(self, slogan: Slogan) -> dict[int, tuple[int, int]]:
        """For each part, where the plan takes it up again: start and end of the key."""
        limit = self.window(slogan)
        runs = [(s.start, s.end) for s in self.slogans_in(slogan.start, limit) if len(s.parts) > 1]
        out: dict[int, tuple[int, int]] = {}
        for i, part in enumerate(slogan.parts):
            digits = {"两": "两双二", "双": "两双二", "二": "两双二"}.get(part.text[0], part.text[0])
            unit = ("[极级]" if part.unit == "极" else re.escape(part.unit)) + (
                "(?:区|区域)?" if part.unit == "片" else ""
            )
            pattern = (
                re.compile(
                    rf"(?<![一二三四五六七八九十第两])[{digits}](?:大?{unit}|[大个条座][一-鿿]{{0,4}}?{unit}(?=[：]|包括|分别))"
                )
                if len(part.text) - len(part.unit) == 1
                else re.compile(re.escape(part.text))
            )
            own = (
                s.start
                for s in self.slogans_in(slogan.end + 1, limit)
                if s.key != slogan.key and (part.number, part.unit) in s.key
            )
            above = self.back(slogan.start, "\n", reach=900)
            for match in itertools.chain(
                pattern.finditer(self.text, slogan.end, min(limit, next(own, limit))),
                pattern.finditer(self.text, above, slogan.start),
                (
                    m
                    for m in pattern.finditer(self.text, max(0, above - _ABOVE), above)
                    if self._labels(m.start(), m.end())
                ),
            ):
                if any(a <= match.start() < b for a, b in runs):
                    continue
                if self._is_key(match.start(), match.end()):
                    verb = re.compile(r"[一-鿿]{0,4}”").match(self.text, match.end())
                    quoted = self.text[match.start() - 1] == "“" and verb
                    out[i] = (match.start(), verb.end() if quoted and verb else match.end())
                    break
        return out

    def _labels(self, start: int, end: int) -> bool:
        """Whether a part opens a line that a colon closes: the lines above a slogan that sums them up."""
        return self.text[start - 1] in "\n “" and bool(re.match("”?：", self.text[end : end + 2]))

    def _is_key(self, start: int, end: int) -> bool:
        text = self.text
        if text[start - 1] == "“" and re.match(r"(?![一二三四五六七八九两双多])[一-鿿]{0,4}”", text[end : end + 5]):
            return True
        line = text[text.rfind("\n", 0, start) + 1 : start]
        opens = _MARK.fullmatch(text, self.back(start, "。；\n", reach=30), start)
        marked = opens is not None and len(opens[0]) > 0 and "其" not in opens[0]
        if not line.strip() or marked or (_HEADING_NUMBER.search(line) and len(line) < 12):
            return (
                bool(re.match(r"[一-鿿]{0,4}[：。，\n]|[一-鿿]{2,4}$|[为是指即]", text[end : end + 6]))
                or not line.strip()
            )
        if text[start - 1] in "。；：" and text[end : end + 1] == "，":  # 两屏，南部依托甲山…
            return True
        made = text[start - 1] == "为" and "以" in text[self.back(start, SENTENCE + "，") : start]
        if made and re.compile(r"(?:[一-鿿]{2})?[，。；、]").match(text, end):  # 以甲、乙为双核，以丙为多点支撑
            return True
        return bool(_KEY_TAIL.match(text, end) or re.compile(_AIM).match(text, end)) and (
            text[start - 1] in "，。；：、\n（ “" or text[start - 2 : start] == "其中"
        )

    def keyed(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """Elements from the text between one key and the next."""
        keys = self.keys(slogan)
        out = {}
        for i in missing:
            if i not in keys:
                continue
            start, end = keys[i]
            later = [k[0] for j, k in keys.items() if k[0] > start]
            if start < slogan.start:
                later.append(max(start, self.back(slogan.start, SENTENCE)))
            heading = self.heading_of(start)
            if heading is not None and heading.end - heading.start < 90:
                after = (h.start for h in self.headings_in(start + 1, len(self.text)) if h.level <= heading.level)
                stop = min(min(later, default=len(self.text)), next(after, self.window(slogan)))
            else:
                stop = min(min(later, default=len(self.text)), self.stop(end, len(self.text), "\n"))
            drafts = self.listed_before(start, slogan.parts[i]) or self.segment(end, stop, slogan.parts[i])
            if drafts:
                if slogan.parts[i].number == 1 and (
                    apart := _APART.search(self.text, end, self.stop(end, max(stop, end), "。\n"))
                ):
                    stop = apart.start()
                self.locate(drafts, end, self._up_to_other(slogan, end, max(stop, end)))
                out[i] = drafts
        return out

    def _up_to_other(self, slogan: Slogan, start: int, end: int) -> int:
        """Where the sentence of another slogan begins between two offsets, else the second of them."""
        own = set(slogan.key)
        others = (s.start for s in self.slogans_in(start, end) if s.spatial and own.isdisjoint(s.key))
        other = next(others, end)
        return end if other == end else max(start, self.back(other, SENTENCE))

    def segment(self, start: int, end: int, part: Part) -> list[Draft]:
        """Elements of one part from the text that explains it."""
        skip = _SKIP.match(self.text, start, end)
        says = bool(skip and re.search(r"[：。是为指即括]|分别|——", skip[0]))
        start = skip.end() if skip else start
        if again := re.compile(rf"“?{re.escape(part.text)}”?(?:即|分别为|是指|是|指|为|包括|：)").match(
            self.text, start, end
        ):
            start, says = again.end(), True
        number = part.number
        head = self.stop(start, end, SENTENCE)
        if number == 1:
            return self.single(start, end, part, says=says)
        made = _COMPOSED.match(self.text, start, end)
        if made and (listed := self.each(made.span("list"), made.span("name"), number or 0)):
            return listed
        if sections := self.sections(start, end, part) or self.labelled(start, end, part):
            return sections
        inner = re.compile(rf"“[^“”]?大?{re.escape(part.unit)}区?”").search(self.text, start, head)
        if inner and (listed := self.listed_before(inner.start() + 1, part)):
            return listed
        if re.search("[两三四五六七八九十]条", self.text[start:head]) and (
            listed := self.counted_list(start, head + 1, part)
        ):
            return listed
        clause = self.stop(start, head, "，")
        items = split_items(self.text, (start, clause), count=number, names=self.names)
        if self.plain(items) and (
            len(items) == number if number else len(items) >= 2 and (self.closed(items, says=says))
        ):
            return self.drafts(items)
        if sided := self.sides(start, end, part):
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
        if self.plain(items) and (number and len(items) == number):
            return self.drafts(items)
        if len(spans) >= 2 or (spans and number is None):
            return self.drafts(spans)
        return []

    def labelled(self, start: int, end: int, part: Part) -> list[Draft]:
        """东翼甲、乙，西翼以丙为主: each wing opened by its side, up to the next."""
        side = rf"[东西南北中]{{1,2}}部?{re.escape(part.unit)}(?!区)"
        pattern = re.compile(rf"(?<=[，。；：、\s]){side}")
        marks: dict[str, Span] = {}
        if first := re.compile(side).match(self.text, start):
            marks[first[0]] = first.span()
        for match in pattern.finditer(self.text, start, end):
            marks.setdefault(match[0], match.span())
        if len(marks) != part.number or not all(
            _TOLD.match(self.text, b) or self._begins(b) for _, b in marks.values()
        ):
            return []
        spans = list(marks.values())
        last = self.stop(spans[-1][1], end, "。；\n")
        if (made := self.text.find("，以", spans[-1][1] + 2, last)) >= 0:
            last = made
        drafts = self.drafts(spans)
        for draft, (_, a), b in zip(drafts, spans, [*(s[0] for s in spans[1:]), last], strict=True):
            if draft.fixed:
                continue
            by = BY.match(self.text, a, b)
            told = _IS.match(self.text, a, b)
            a = told.end() if told else a
            clause = self.stop(a, b, "，。；\n")
            listed = (
                self.listed(a, clause) if self.names.within(a, clause) and (told or "、" in self.text[a:clause]) else []
            )
            draft.members = self.listed(*by.span("list")) if by else listed or self.places(a, b)
            draft.fixed = bool(draft.members)
        return drafts

    def _begins(self, offset: int) -> bool:
        """Whether a place begins at an offset."""
        return any(m.start == offset for m in self.names.within(offset, offset + LONGEST_HEAD))

    def each(self, span: Span, kind: Span, number: int) -> list[Draft]:
        """依托甲高速、乙高速形成的发展轴: as many names as are counted, each with the ending that they share."""
        items = split_items(self.text, span, count=number, names=self.names)
        if number < 2 or len(items) != number or not self.plain(items):
            return []
        drafts = self.drafts(items)
        for draft in drafts:
            draft.members, draft.inner, draft.fixed = draft.inner or [draft.name], [], True
            draft.name += self.text[slice(*kind)]
        return drafts

    def closed(self, items: Sequence[Span], *, says: bool) -> bool:
        """Whether the items of a list without a count are all names: by their endings, or short and said to be so."""
        if all(proper(self.text[a:b].rstrip("”")) for a, b in items):
            return True
        whole = says or "等" in self.text[slice(*items[-1])]
        return whole and all(self.names.within(a, b) or b - a <= 5 for a, b in items[:-1])

    def sections(self, start: int, end: int, part: Part) -> list[Draft]:
        """甲带，依托丙、丁；乙带，涵盖戊: each section opens with a name and goes on to tell where it is."""
        number = part.number or 0
        stop = self.stop(start, end, "\n")
        marks = [m.end() for m in _ORDINAL.finditer(self.text, start, stop)]
        if number >= 2 and len(marks) == number:
            bounds = [(a, b - 2) for a, b in zip(marks, [*marks[1:], stop + 2], strict=True)]
        else:
            stop = self.stop(start, stop, "。")
            bounds = split_items(self.text, (start, stop), seps="；;", plain=True)
        if number < 2 or len(bounds) != number:
            return []
        opens = [m.span() for a, b in bounds if (m := _OPENS.match(self.text, a, b))]
        if (
            len(opens) < number
            or not self.plain(opens)
            or not all(b > o[1] + 1 for o, (_, b) in zip(opens, bounds, strict=True) if o != opens[-1])
        ):
            return []
        drafts = self.drafts(opens)
        for draft, (_, after), (_, last) in zip(drafts, opens, bounds, strict=True):
            if not draft.fixed:
                draft.members += self.places(after, last)
        return drafts

    def composed(self, start: int, end: int) -> list[Draft]:
        """甲区、乙区组成的核心区: a name behind the places that make it up."""
        match = _COMPOSED.match(self.text, start, end)
        if match is None and (bare := _MADE_UP.match(self.text, start, end)):  # 由甲、乙组成
            drafts = self.drafts([bare.span("list")])[:1]
            drafts[0].members, drafts[0].inner, drafts[0].fixed = self.listed(*bare.span("list")), [], True
            return drafts
        if match is None:
            return []
        drafts = self.drafts([match.span("name")])
        for draft in drafts:
            draft.members, draft.inner, draft.fixed = self.listed(*match.span("list")), [], True
        return drafts

    def single(self, start: int, end: int, part: Part, *, says: bool = True) -> list[Draft]:
        """Read the one core, axis ... that a key explains."""
        if apart := _APART.search(self.text, start, self.stop(start, end, "。\n")):
            end = apart.start()
        if composed := self.composed(start, end):
            return composed
        clause = self.stop(start, end, "，。；\n")
        span = trim(self.text, (start, clause), self.names)
        made = re.compile(r"以[^，。；]+为[^，。；]{1,6}的").fullmatch(
            self.text, start, span[0]
        )  # 以甲、乙为主体的丙区
        told = says and start < clause <= start + 40 and self.plain([span if made else (start, clause)])
        if told and (self.text[start : start + 1] not in "以将依" or proper(self.text[slice(*span)])):
            drafts = self.drafts([span])
            if not drafts[0].fixed:
                drafts[0].members += self.places(clause, self.stop(clause, end, "。\n"), limit=12)
            return drafts
        paragraph = self.stop(start, end, "\n")
        spans = self.ending(start, paragraph, part) or self.ending(start, end, part)
        by = BY.match(self.text, start, end)
        if by and part.unit in ("村", "园", "镇") and not spans:
            spans = [trim(self.text, by.span("list"), self.names)]
        if by and spans and spans[0][0] > by.end() + 40:
            spans = spans[:1]
        if not spans and by and len(self.names.within(*by.span("list"))) > 1:
            goal = _GOAL.match(self.text, by.end(), end)
            drafts = self.drafts([goal.span("name") if goal else by.span("list")])
            drafts[0].members, drafts[0].inner, drafts[0].fixed = self.listed(*by.span("list")), [], True
            return drafts
        if not spans and part.unit in _OF_TOWNS:  # 推动甲、乙、丙同城化: one core of three
            clause = self.stop(start, end, "，。；\n")
            towns = [m for m in self.names.within(start, clause) if m.kind == "admin"]
            if len(towns) < 2 or not re.fullmatch("[^、]+(?:、[^、]+)+", self.text[towns[0].start : towns[-1].end]):
                return []
            drafts = self.drafts([(towns[0].start, towns[-1].end)])[:1]
            drafts[0].members, drafts[0].inner, drafts[0].fixed = [m.name for m in towns], [], True
            return drafts
        if not spans:
            return []
        drafts = self.drafts(spans[:1])
        sentence = self.stop(spans[0][1], end, "。\n")
        drafts[0].members += self.places(start, spans[0][0]) + self.places(spans[0][1], sentence)
        return drafts
