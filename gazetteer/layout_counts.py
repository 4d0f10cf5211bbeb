"""Sets told by one count (三大产业带, 双枢纽) and sums (5+10+N): what they count."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from gazetteer.layout_keys import KeyReader
from gazetteer.layout_names import split_items, trim
from gazetteer.layout_text import SENTENCE

if TYPE_CHECKING:
    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part, Slogan
    from gazetteer.layout_text import Draft


class CountReader(KeyReader):
    """Reads what stands around a single count, and the lists of a sum."""

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
        quoted = re.search(rf"(?:“[^“”]{{1,12}}”[、和与]?){{{number}}}$", self.text[max(0, close - 60) : close])
        if number >= 2 and (self.text[close - 1] != "”" or quoted) and (drafts := self.list_up_to(close, number, head)):
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
        opened = re.compile(r"”?(?:[一-鿿]{0,6}?)(?:：|（|，?(?:即|分别为|分别是|包括|为|是指|指))").match(
            self.text, slogan.end
        )
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
        """依托甲和乙两大支柱，做强丙、丁两大核心: a list as long before it says where each is."""
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

    def read_sum(self, slogan: Slogan) -> list[Draft]:
        """5+10+N: the lists below, each under a heading and as long as its number."""
        if keyed := self.keyed_sum(slogan) or self.row_of_units(slogan):
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

    def row_of_units(self, slogan: Slogan) -> list[Draft]:
        """1+8: 甲与乙、丙、…八市融合发展: as many units in one list as the sum has, in its order."""
        counts = [part.number or 0 for part in slogan.parts]
        if not all(counts):
            return []
        low, high = self.back(slogan.start, SENTENCE), self.stop(slogan.end, len(self.text), "。\n")
        row: list[Span] = []
        for unit in [m for m in self.names.within(low, high) if m.kind == "admin"]:
            if row and self.text[row[-1][1] : unit.start] not in ("、", "和", "与", "及"):
                if len(row) == sum(counts):
                    break
                row = []
            row.append((unit.start, unit.end))
        return self.dealt(slogan, self.drafts(row)) if len(row) == sum(counts) else []

    def dealt(self, slogan: Slogan, drafts: list[Draft]) -> list[Draft]:
        """Drafts in the order of the terms of a sum, with their roles and groups; what they do not fill stays open."""
        out: list[Draft] = []
        rest = iter(drafts)
        for part in slogan.parts:
            found = list(islice(rest, part.number))
            for draft in found:
                draft.role, draft.group = part.role, part.text
                self.settle(draft)
            out += found
            if len(found) < (part.number or 1):
                open_ = self.counted_only(part)
                open_.name = f"{part.text}(其余)" if found else open_.name
                out.append(open_)
        return out

    def keyed_sum(self, slogan: Slogan) -> list[Draft]:
        """“5”为甲枢纽、乙枢纽…; “N”为若干节点: each number of a sum taken up again in quotation marks."""
        stop = self.stop(slogan.end, self.window(slogan), "\n")
        found: list[Draft] = []
        at = slogan.end
        for part in slogan.parts:
            key = re.compile(rf"“{re.escape(part.text)}”(?:个)?(?:为|是|指|即|：|包括)+").search(self.text, at, stop)
            at = key.end() if key else at
            clause = self.stop(key.end(), stop, "，。；") if key else 0
            begun = (m.start for m in self.names.within(at - 1, clause) if m.start < at < m.end)  # “3”为即|墨
            at = next(begun, at) if key else at
            items = split_items(self.text, (at, clause), count=part.number, names=self.names) if key else []
            if items and self.plain(items) and (len(items) == part.number if part.number else len(items) >= 2):
                drafts = self.drafts(items)
                for draft in drafts:
                    draft.role, draft.group = part.role, part.text
                    self.settle(draft)
                found += drafts
            else:
                found.append(self.counted_only(part))
        return found if any(d.defined for d in found) else []
