"""Where a plan names what its slogan counts: the elements of a numbered layout.

A part (两翼) is looked for, in this order, in

1. its own brackets inside the slogan: 双核(甲乙);
2. the brackets behind the slogan, divided by semicolons or by the counts;
3. the places that take the part up again (:mod:`gazetteer.layout_keys`): 两翼：…; “三片”…; a heading 三、四轴：…;
4. the sentences around it and the marked lines below (:mod:`gazetteer.layout_sentences`);
5. the areas that its paragraph goes on to name, as many as it counts (:mod:`gazetteer.layout_areas`);
6. rows of names of the kind that it counts (:mod:`gazetteer.layout_rows`): 三山, then 甲山、乙岭、丙山;
7. the headings below, where there are as many as the slogan counts.

A set told by one count, and a sum, have their own ways (:mod:`gazetteer.layout_counts`). What is only counted stays as
one element that is not defined.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer.layout_areas import AreaReader
from gazetteer.layout_extents import told_again
from gazetteer.layout_names import split_items
from gazetteer.layout_rows import listed_in_rows

if TYPE_CHECKING:
    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Slogan
    from gazetteer.layout_text import Draft

_NOTE = re.compile(r"”?(?:空间|发展|区域)*(?:格局|布局|结构)?：?(?:是指|指的是|指|即|分别[为是])(?!以)")
_SHORTENED = 4
_IN_BRACKETS = re.compile(r"(?:(?![一二三四五六七八九十两双多])[一-鿿]{2})?”?（([^（）\n]{2,60})）")


def _is_called(member: str, element: str) -> bool:
    """Whether a member is another element, in full or short of its last word (东西城市轴 for 东西城市轴线)."""
    return member == element or (len(member) >= _SHORTENED and element.startswith(member))


class ElementReader(AreaReader):
    """Reads the elements of slogans out of one plan."""

    def read(self, slogan: Slogan) -> list[Draft]:
        """Elements of one telling of a slogan, in the order of its parts."""
        if slogan.form == "shape":
            return [self.counted_only(p) for p in slogan.parts]
        if slogan.form == "sum":
            told = self.read_sum(slogan)
            return told if any(d.defined for d in told) else self.row_of_areas(slogan) or told
        found: dict[int, list[Draft]] = {}
        steps = (
            self.own_brackets, self.brackets, self.noted, self.keyed, self.stated, self.below, self.leads, self.before,
            self.waters, self.following, self.parallel,
        )  # fmt: skip
        for step in steps:
            missing = [i for i in range(len(slogan.parts)) if i not in found]
            if missing:
                for i, drafts in step(slogan, missing).items():
                    found.setdefault(i, drafts)
        found |= self.announced(slogan, found)
        found |= listed_in_rows(self, slogan, found)
        out: list[Draft] = []
        for i, part in enumerate(slogan.parts):
            drafts = found.get(i, [])
            for draft in drafts:
                draft.role, draft.group = part.role, part.text
                self.settle(draft)
                if not self.is_located(draft) and (places := told_again(self, draft, self.window(slogan))):
                    draft.members = places
            out += drafts
            for draft in drafts:
                others = [o.name for o in drafts if o is not draft]
                draft.members = [m for m in draft.members if not any(_is_called(m, other) for other in others)]
            if part.number is None or len(drafts) < part.number:
                rest = self.counted_only(part)
                if drafts and part.number is not None:
                    rest.name = f"{part.text}(其余)"
                if not drafts or part.number is not None:
                    out.append(rest)
        return out + self.crossings(slogan)

    def is_located(self, draft: Draft) -> bool:
        """Whether an element has a place that is more than its own name, or is a place that is known."""
        if any(member != draft.name for member in draft.members):
            return True
        known = None if draft.start is None or draft.end is None else self.names.at(draft.start, draft.end)
        return known is not None and known.resolved in {"exact", "alias"}

    def own_brackets(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """双核(甲乙)+双副中心(丙丁)."""
        found = {}
        for i in missing:
            part = slogan.parts[i]
            inside = _IN_BRACKETS.match(self.text, part.end)
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
        """一轴两廊三区”功能分区(即甲轴，乙廊、丙廊，丁区、戊区、己区); a note that says 指 instead."""
        match = re.compile(r"[”]?[^，。；、（\n“]{0,8}（").match(self.text, slogan.end)
        note = _NOTE.match(self.text, slogan.end) if match is None else None
        if not (match or note) or len(missing) < len(slogan.parts):
            return {}
        start = (match or note).end()  # type: ignore[union-attr]
        end = self.close(start) if match else self.stop(start, len(self.text), "。；\n")
        if note and (quoted := self.text.find("，“", start, end)) >= 0:  # “一主一副”为甲和乙，“两轴”为…
            end = quoted
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
        if (match or self.plain(items)) and (len(items) == total or (many and len(items) > total)):
            return self.deal(slogan, items)
        return {}

    @cached_property
    def _notes(self) -> list[Slogan]:
        """Slogans that the text goes on to explain."""
        return [s for s in self.slogans if s.form == "run" and _NOTE.match(self.text, s.end)]

    def noted(self, slogan: Slogan, missing: list[int]) -> dict[int, list[Draft]]:
        """A note explains some parts of a slogan by themselves: “一圈两带”指甲都市圈，乙带、丙带."""
        out: dict[int, list[Draft]] = {}
        for other in self._notes:
            if (at := slogan.place_of(other)) is not None:
                told = self.brackets(other, list(range(len(other.parts))))
                out |= {at + i: drafts for i, drafts in told.items() if at + i in missing}
        return out

    def deal(self, slogan: Slogan, items: list[Span]) -> dict[int, list[Draft]]:
        """Deal a flat list out to the parts of a slogan by their counts."""
        out, position = {}, 0
        spare = len(items) - sum(p.number or 0 for p in slogan.parts)
        for i, part in enumerate(slogan.parts):
            number = part.number if part.number is not None else spare
            out[i] = self.drafts(items[position : position + number])
            position += number
        return {i: d for i, d in out.items() if d}

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
