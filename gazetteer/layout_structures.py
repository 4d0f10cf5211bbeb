"""Structures without a number: axes, belts, corridors, roles, sides of the compass and sets of zones that a plan names.

What counts, and what it becomes::

    lines      甲江乙带, 丙—丁—戊…走廊, 沿己大道…轴, X等公园带    lines that their name or sentence locates
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
from typing import TYPE_CHECKING

from gazetteer.anchors import anchored
from gazetteer.layout_lines import NATIONAL, Structure
from gazetteer.layout_names import GENERIC, proper, split_items, trim
from gazetteer.layout_sides import SideReader
from gazetteer.layout_text import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.layout_names import Span
    from gazetteer.records import Role

_KINDS = r"(?:商圈|都市圈|片区|组团|功能区|新城|增长极|副中心|板块)"
_CLOSED = re.compile(
    r"等(?:[一-鿿、]{0,20}?)(?P<kind>商圈|功能区|片区|组团|都市圈|发展平台|产业平台|功能平台|新城"
    r"|消费示范区|文旅地标|融合发展区)(?=[，。；的、]|建设|发展|协同|加快)"
)
_REPEATED = re.compile(
    rf"(?:[^，。；：、\n]{{2,20}}?(?P<kind>{_KINDS})、)(?:[^，。；：、\n]{{2,16}}?(?P=kind)(?:、|和"
    rf"|与|及以及)?){{1,}}[^，。；：、\n]{{2,16}}?(?P=kind)"
)
_REPEATED_ANCHOR = re.compile("[圈区团城极心块](?=、)")
_RINGS = re.compile(
    r"环[^，。；、环\n]{2,12}(?:、环[^，。；、\n]{2,14}?)+(?=等|，|。|；|建设)(?:等[^，。；\n]{2,10}平台)?"
)
_EXTENT = re.compile(
    r"(?P<name>[一-鿿—]{1,24}?(?:经济带|都市圈|片区|试验区|走廊|城市群|产业带|示范区|合作区))(?:规划)?"
    r"(?P<how>范围包括|范围为|涵盖|覆盖|包括|(?=[一-鿿]{2,3}市[一-鿿]{1,4}[区县]、))"
    r"(?P<list>[^。；\n）]{6,160})"
)
_LINK = re.compile(
    r"(?:等?(?:山体|水道)?(?:和|与|及|以及))?(?P<link>[一-鿿]{2,8}?—+[一-鿿]{2,6}?)(?=[、，。；和与及以等]|山体|水道|[^一-鿿])"
)
_CHAIN = re.compile(
    r"“?(?P<chain>[一-鿿（）A-Za-z0-9]{2,12}(?:—{1,2}(?:(?!等)[一-鿿（）A-Za-z0-9]){2,12}){1,5}?)”?"
    r"(?P<kind>等?[一-鿿]{0,14}?(?:商圈|片区|先导区|示范区|功能区|组团|都市圈|旅游区))"
    r"(?=[，。；、”的与和及旅建为等发协])"
)
_LINKED = r"[一-鿿]{2,8}?—+[一-鿿]{2,6}?"
_STRINGS = re.compile(rf"{_LINKED}(?:(?:、|和|与|及|以及|等[一-鿿]{{0,3}}以及){_LINKED}){{2,}}(?![一-鿿]{{0,2}}—)")
_WHAT_FOR = re.compile(
    r"(?:创新|策源|经济|生态|文化|旅游|产业|活力|知识|科技|成果|转化|孵化)*(?:[区圈带园]|(?<=[化源新业技])(?:基地|平台|高地))$"
)
_DASH = re.compile("—")
_EXTENT_ANCHOR = re.compile(
    r"[济市片验业范作走](?=[带圈区群廊城](?:群)?(?:规划)?(?:范围|涵盖|覆盖|包括|[一-鿿]{2,3}市))"
)
_PROMISE = re.compile(r"(?:动力源|增长极|功能区|商圈|产业平台|发展平台|片区|组团|产业带|发展轴|新城)")
_ROW = re.compile(r"(?:^|\n)[ \t]*(?P<no>\d{1,2})[ \t]*\n\s*(?P<name>[^\n，。；]{3,24})[ \t]*(?=\n)")
_OPENING = re.compile(
    r"(?:(?<=[。；\n])|\A)\s*(?:突出抓好|加快|高标准|高水平|高质量|全力|规划|大力|推动|推进|做强|做优"
    r"|做大|提升|支持|深化|建设|打造|建好)[^，。；\n]{2,60}"
)


class StructureReader(SideReader):
    """Reads the unnumbered structures of one plan."""

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
            *self.strings(),
        ]
        found += [s for s in self.chains() if not any(_overlap(s, o) for o in found)]
        found += [s for s in self.lines() if not any(s.start >= o.start and s.end <= o.end for o in found)]
        return _joined(self.text, sorted((s for s in found if s.drafts), key=lambda s: (s.start, -s.end)))

    def chains(self) -> Iterator[Structure]:
        """“甲—乙—丙”旅游商圈."""
        for match in anchored(_CHAIN, self.text, _DASH, reach=13):
            links = re.split(r"—+", match["chain"])
            start = match.start("chain")
            shift = trim(self.text, (start, start + len(links[0])), self.names)[0] - start
            links[0] = links[0][shift:]
            if len(match["kind"]) < 2 or not all(self._is_place(w, start) for w in links):
                continue
            name = "—".join(links) + match["kind"].removeprefix("等")
            if name in self.taken or "—" in match["kind"]:
                continue
            role: Role = "cluster" if re.search("圈|组团", match["kind"]) else "zone"
            yield Structure(
                start + shift,
                match.end(),
                name,
                [Draft(role, name, members=links, start=start + shift, end=match.end())],
            )

    def _is_place(self, word: str, near: int) -> bool:
        if (
            re.fullmatch(
                (
                    r".*(?:空间|孵化器|加速器|科技园|公园|用地|区块|集聚区|城区|副中心|城镇|乡村|社区|镇村|区域"
                    r"|组团)"
                ),
                word,
            )
            and len(word) <= 7
        ):
            return False
        at = self.text.find(word, near, near + 80)
        return at >= 0 and (bool(self.names.within(at, at + len(word))) or 2 <= len(word) <= 12)

    def strings(self) -> Iterator[Structure]:
        """甲山—乙山、丙山—丁山以及戊江—己江…廊道: chains in a list, each a line of the kind that the sentence names."""
        for match in anchored(_STRINGS, self.text, _DASH, reach=9):
            stop = self.elements.stop(match.end(), len(self.text), "。；\n")
            kind = re.compile("走廊|廊道|绿廊|屏障|发展轴|轴带|景观带|生态带").search(self.text, match.end(), stop)
            if kind is None:
                continue
            spans = [
                trim(self.text, m.span("link"), self.names) for m in _LINK.finditer(self.text, match.start(), stop)
            ]
            if not all(self.names.within(*span) for span in spans):
                continue
            role: Role = "axis" if "轴" in kind[0] else "belt" if kind[0][-1] in "障带" else "corridor"
            drafts = [self._site(role, *span) for span in spans]
            for draft in drafts:
                draft.members = re.split("—+", draft.name)
            yield Structure(spans[0][0], kind.end(), "、".join(d.name for d in drafts[:3]) + "等" + kind[0], drafts)

    def lists(self) -> Iterator[Structure]:
        """甲商圈、乙商圈、丙商圈等; 甲、乙、丙等…功能区."""
        for match in _CLOSED.finditer(self.text):
            left = self.elements.back(match.start(), "，。；：\n", reach=300)
            yield from self._list(left, match.start(), match.start() + 1, match.end(), match["kind"])
        for match in re.compile(r"(?:《[^《》]{2,12}都市圈[^《》]{0,8}》){3,}").finditer(self.text):
            spans = [m.span(1) for m in re.compile(r"《([^《》]{2,12}都市圈)").finditer(self.text, *match.span())]
            yield Structure(
                *match.span(), "、".join(self.text[a:b] for a, b in spans), [self._site("zone", a, b) for a, b in spans]
            )
        for match in anchored(_REPEATED, self.text, _REPEATED_ANCHOR, reach=24):
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
        if GENERIC.fullmatch(stem) or re.match(r"[一二三四五六七八九两双多].{0,2}[城区园片核]", word):
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
        """Find what a list is put together for: 打造…增长极 just above it, or 整体打造…区 behind it."""
        behind = re.compile(
            r"，(?:整体|共同|合力|联合)打造(?P<goal>[^，。；\n]{4,24}?(?:区|带|圈|极|片区))(?=[，。；])"
        ).match(self.text, end)
        if behind:
            return behind.span("goal")
        above = re.compile(r"打造(?P<goal>[^，。；\n]{3,22}(?:增长极|动力源))").search(
            self.text, max(0, start - 240), start
        )
        return above.span("goal") if above else None

    def rings(self) -> Iterator[Structure]:
        """环甲、环乙等平台."""
        for match in _RINGS.finditer(self.text):
            drafts = []
            bare = re.sub(r"等[^、]*$", "", match[0])
            for a, b in split_items(self.text, (match.start(), match.start() + len(bare)), plain=True):
                word = self.text[a:b]
                if re.match(r"环(?:境|保|节|球|卫|比)", word):
                    break
                around = _WHAT_FOR.sub("", word[1:])
                known = [m.name for m in self.names.within(a + 1, b)]
                drafts.append(Draft("ring", word, members=known or [around], start=a, end=b))
            if len(drafts) >= 2:
                yield Structure(match.start(), match.end(), "、".join(d.name for d in drafts), drafts)

    def extents(self) -> Iterator[Structure]:
        """甲经济带涵盖乙、丙、丁: the units that make up a belt or a zone."""
        for match in anchored(_EXTENT, self.text, _EXTENT_ANCHOR, reach=26):
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
            units = [s for s in spans if s in units or 2 <= s[1] - s[0] <= 4]  # 来宾 among cities is a city, too
            if name.endswith(("带", "走廊")):
                if NATIONAL.search(name):
                    continue
                members = [
                    name for s, e in units for name in [m.name for m in self.names.within(s, e)] or [self.text[s:e]]
                ]
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
        """Headings that promise poles, zones or platforms, and the names that open their sentences or table rows."""
        for heading in self.elements.headings:
            title = _PROMISE.search(self.text, heading.start, heading.end)
            if (
                title is None
                or heading.end - heading.start > 46
                or re.match(r"\s*第[一二三四五六七八九十]+[章篇]", self.text[heading.start : heading.end])
            ):
                continue
            if self.elements.slogans_in(heading.start, heading.end) or re.search(
                r"[一二两双三四五六七八九][核极轴带廊翼心区城园片]：", self.text[heading.start : heading.end]
            ):
                continue
            after = (h.start for h in self.elements.headings_in(heading.start + 1, len(self.text)))
            table = "专栏" in self.text[heading.start : heading.end] or heading.kind == "box"
            stop = (
                min(next(after, len(self.text)), heading.end + 900)
                if not table
                else min(len(self.text), heading.end + 4000)
            )
            drafts = self._rows(heading.end, stop) if table else self._openings(heading.end, stop)
            if len(drafts) < 3:
                continue
            a, b = trim(self.text, (heading.start, title.end()), self.names)
            a = max(a, self.elements.after_number(heading.start, heading.end))
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
                        and not GENERIC.fullmatch(word[:-1])
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
                    if known.name == again.name and (again.fixed or len(again.members) > len(known.members)):
                        known.members, known.fixed = again.members, again.fixed
            fresh = [d for d in one.drafts if d.name not in names and not any(d.name in n for n in names)]
            named = [d.name for d in fresh if not d.name.endswith(")")]
            if named and last.name and named[0] not in last.name:
                last.name = "、".join([last.name, *named]) if len(last.drafts) + len(fresh) <= 4 else last.name
            last.drafts += fresh
            last.end = max(last.end, one.end) if one.start > last.start else last.end
        else:
            out.append(one)
    return out
