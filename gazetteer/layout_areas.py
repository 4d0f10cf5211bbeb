"""Areas that follow a slogan without its labels: 一圈一带两区, then 甲都市圈…、乙经济带…、丙先导区、丁示范区.

What the paragraph names is dealt out to the parts still missing: by the rank that cities are given (甲、乙副中心); in
order, where the first sentences name as many areas as the slogan counts; by kind, where as many end as the part says;
by place, where as many stand between two parts as the parts between them count.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from gazetteer.layout_names import COMPASS, trim
from gazetteer.layout_sentences import SentenceReader
from gazetteer.layout_text import CLAUSE, SENTENCE

if TYPE_CHECKING:
    from gazetteer.layout_names import Span
    from gazetteer.layout_slogans import Part, Slogan
    from gazetteer.layout_text import Draft
    from gazetteer.records import Mention

_AREA = re.compile(
    r"(?:都市圈|经济圈|城市群|城镇群|增长极|(?:经济|城[镇市]|发展|生态|功能|产业|文化|文旅|旅游|创新|开放|聚集|集聚|农业)[带区]|走廊"
    r"|(?:示范|先导|先行|试验|实验|合作|协同|开发|保育|涵养|保护)区|片区|组团)(?![域位块])"
)
_SITE = re.compile("[区城园谷片]$")
_KINDS = {"核": "核|都市圈|核心区", "主": "都市圈|中心城市|主城区", "极": "极|都市圈|经济圈", "群": "群", "翼": "翼"}
_ANY_AREA = frozenset(("翼", "主", "副", "核", "极", "心", "区", "片", "片区", "域", "板块"))
"""Units that count areas of whatever name."""
_LINE_END = re.compile("(?:[带廊轴圈]|走廊|廊道)$")
_RANKS = {
    **dict.fromkeys(("主", "核"), re.compile("(?:建设|打造|建成)?(?:国家中心城市|主中心)")),
    **dict.fromkeys(("副", "副中心"), re.compile("(?:两市)?(?:加快)?(?:建设|打造)?(?:省域|市域|区域)?副中心")),
    **dict.fromkeys(
        ("极", "心", "星"), re.compile("(?:两市)?(?:加快)?(?:建设|打造)?(?:区域|省域)?(?:增长极|中心城市)")
    ),
    "点": re.compile("(?:等|[两三四五六七八九]个)?(?:区域性?中心|节点|支点)城市"),
}
"""Ranks of cities that a plan counts, as it gives them."""
_JOINS = ("", "、", "和", "与", "及")
_LEADS = frozenset(("支持", "推动", "提升", "做强", "强化", "增强", "促进"))
_UNITED = re.compile("一体化")
_BUILDS = re.compile("建设|打造|构建|创建|争创|建成|形成|[，、]")
_CALLED_BY_CITY = re.compile("(?:都市圈|经济圈|城市群)$")
_TITLE = re.compile("国家|全国|省级|市级|[一二两双三四五六七八九十多各]+[大个条]")
"""国家知识产权示范区 is a title that a place bears, 三大经济带 counts areas."""
_LONGEST = 18
_CLAUSES_REACH = 400
_ENDS_PARAGRAPH = 60
_REACH = 700
_RANK_REACH = 8000
"""How far behind a slogan a plan says which cities have the rank that it counts: often in another chapter."""
_FEW = 6
_CENTRE = re.compile("[^，。；、]{2,12}?(?:区域性?|省域|国家)中心城市")
MANY = 3
"""From so many clauses on, what opens them is what a count before them counts."""


class AreaReader(SentenceReader):
    """Deals the areas that follow a slogan out to its parts."""

    def announced(self, slogan: Slogan, found: dict[int, list[Draft]]) -> dict[int, list[Draft]]:
        """Read the areas of the paragraph behind a slogan for the parts of which fewer are found than counted."""
        missing = [i for i, p in enumerate(slogan.parts) if len(found.get(i, ())) < (p.number or 1)]
        if not missing or not slogan.spatial or slogan.form not in ("run", "counted"):
            return {}
        start, end = self._paragraphs(slogan)
        if slogan.form == "counted":
            return self._clauses(slogan, start, end)
        told_as = {i: self._cities(slogan, slogan.parts[i], start, end) for i in missing}
        ranked = {i: drafts for i, drafts in told_as.items() if drafts}
        missing, found = [i for i in missing if i not in ranked], found | ranked
        areas = self.areas(start, end)
        if not found and (dealt := self._between(slogan, areas, {})):
            return dealt
        beyond = self.areas(start, self.stop(start, start + _REACH, "\n"))  # another slogan may stand between them
        chosen = {}
        for i in missing:
            part = slogan.parts[i]
            many = (part.number or 0) >= MANY
            if drafts := self._of_one_kind(part, areas) or (self._of_one_kind(part, beyond) if many else []):
                chosen[i] = drafts
        chosen |= self._between(slogan, areas, found | chosen)
        told = sum(map(len, (found | chosen).values()))
        return ranked | (chosen if told > 1 else {})  # one area alone may be any

    def _paragraphs(self, slogan: Slogan) -> Span:
        """Span that may name what a slogan counts: its paragraph, or those up to the next heading where it ends one."""
        start, end = self.region(slogan)
        if self.stop(start, len(self.text), "\n") - start < _ENDS_PARAGRAPH:
            others = (s.start for s in self.slogans_in(start, self.window(slogan)) if len(s.parts) > 1 and s.spatial)
            end = max(end, min(self.window(slogan), next(others, len(self.text))))
        return start, min(end, start + _REACH)

    def _cities(self, slogan: Slogan, part: Part, start: int, end: int) -> list[Draft]:
        """Cities told by the rank that a part counts, or after one verb."""
        return self._ranked(slogan, part, end) or self._supported(part, start, end)

    def _ranked(self, slogan: Slogan, part: Part, end: int) -> list[Draft]:
        """甲、乙省域副中心城市: cities that the plan gives the rank which a part counts, as many as it counts."""
        rank = _RANKS.get(part.unit)
        stop = min(len(self.text), slogan.end + _RANK_REACH) if part.number else end
        sentence = self.back(slogan.start, SENTENCE) if part.number else slogan.end
        for match in rank.finditer(self.text, sentence, stop) if rank else ():
            run: list[Span] = []
            at = match.start()
            for city in reversed(self.names.within(self.back(at, CLAUSE, reach=60), at)):
                if city.kind != "admin" or self.text[city.end : at] not in _JOINS:
                    break
                run.insert(0, (city.start, city.end))
                at = city.start
            if len(run) == part.number or (part.number is None and len(run) > 1):
                return self.drafts(run)
        return []

    def _supported(self, part: Part, start: int, end: int) -> list[Draft]:
        """支持甲…，支持乙…: as many cities as a part of cities counts, each after the same verb."""
        if part.unit not in _RANKS or (part.number or 0) < 2:
            return []
        led: dict[str, list[Span]] = {}
        for run in self._runs(start, max(end, self.stop(end, len(self.text), "\n"))):
            verb = self.text[run[0][0] - 2 : run[0][0]]
            if verb in _LEADS and len(run) == part.number:
                return self.drafts(run)
            if verb in _LEADS and run[0][0] < end:
                led.setdefault(verb, []).append(run[0])
        return next((self.drafts(spans) for spans in led.values() if len(spans) == part.number), [])

    def _runs(self, start: int, end: int) -> list[list[Span]]:
        """Cities between two offsets, those of one list together."""
        runs: list[list[Span]] = []
        for city in self.names.within(start, end):
            if city.kind != "admin":
                continue
            if runs and self.text[runs[-1][-1][1] : city.start] in _JOINS:
                runs[-1].append((city.start, city.end))
            else:
                runs.append([(city.start, city.end)])
        return runs

    def areas(self, start: int, end: int) -> list[Span]:
        """Names of areas between two offsets, each once: mentions, and names that end as areas do."""
        spans = [(m.start, m.end) for m in self.names.within(start, end) if self._is_area(m)]
        spans += [m.span() for m in COMPASS.finditer(self.text, start, end)]
        ends = {b for _, b in spans}
        low = start
        for match in _AREA.finditer(self.text, start, end):
            left = max(low, self.back(match.start(), "，。；：\n（）、”", reach=_LONGEST + 12))
            a, b = trim(self.text, (left, match.end()), self.names)
            low = match.end()
            opener = COMPASS.search(self.text, left, a)
            if opener and not _BUILDS.search(self.text, opener.end(), a):  # 辽西融入京津冀先导区 is one name
                a = opener.start()
            if b not in ends and len(match[0]) < b - a <= _LONGEST and not _TITLE.match(self.text, a):
                spans.append((a, b))
        whole: dict[str, Span] = {}
        last = start
        for a, b in sorted(spans, key=lambda s: (s[0], -s[1])):
            if a >= last:
                whole.setdefault(self.text[a:b], (a, b))
                last = b
        return list(whole.values())

    @staticmethod
    def _is_area(mention: Mention) -> bool:
        if mention.kind == "region":  # 甲城市群 may be an element, the region around the plan's area is none
            return bool(_AREA.search(mention.name))
        return mention.kind == "zone" or (mention.kind == "platform" and bool(_SITE.search(mention.name)))

    def _named(self, spans: list[Span]) -> list[Draft]:
        """Drafts with the whole names of areas; 辽西先导区 lies in 辽西."""
        drafts = self.drafts(spans)
        for draft, (a, b) in zip(drafts, spans, strict=True):
            known = self.names.at(a, b)
            if (part := COMPASS.match(self.text, a, b)) and (known is None or known.place is None):
                draft.name, draft.start = self.text[a:b], a
                draft.members, draft.inner, draft.fixed = [part[0]], [], True
            elif not draft.members and not draft.inner and _CALLED_BY_CITY.search(draft.name):
                draft.members = [draft.name]
        return drafts

    def _clauses(self, slogan: Slogan, start: int, end: int) -> dict[int, list[Draft]]:
        """五大片区协同，甲经济区…，乙经济区…: as many clauses as are counted, each opened by an area."""
        number = slogan.parts[0].number or 0
        stop = start
        while number >= MANY and (stop := self.stop(stop, end, "。\n") + 1) <= end:
            opening = [s for s in self.areas(start, stop) if self.text[s[0] - 1] in "，；、。\n"]
            if len(opening) == number:
                return {0: self._named(opening)}
            if len(opening) > number or stop - start > _CLAUSES_REACH:
                break
        return {}

    def row_of_areas(self, slogan: Slogan) -> list[Draft]:
        """1+3功能区建设。加快甲城市群…，支持乙经济区…: the areas of the next sentence, in its order."""
        total = sum(part.number or 0 for part in slogan.parts)
        end = self.stop(slogan.end, len(self.text), "。\n")
        stop = self.stop(end + 1, len(self.text), "。\n")
        areas = self.areas(end, stop) if self.text[end : end + 1] == "。" else []
        areas = [s for s in areas if _AREA.search(self.text[slice(*s)])]  # 甲乙、丙丁融合发展 are within one
        centres = (trim(self.text, m.span(), self.names) for m in _CENTRE.finditer(self.text, end, stop))
        areas = sorted([*areas, *centres]) if areas else []
        if not 2 <= len(areas) <= total <= _FEW:
            return []
        drafts = self._named(areas)
        for draft, (a, b), (after, _) in zip(drafts, areas, [*areas[1:], (stop, 0)], strict=True):
            known = self.names.at(a, b)
            if known is None or known.place is None:  # an area of no known extent is where its sentence goes on
                inside = [m.name for m in self.names.within(a, b) if m.kind == "admin"]
                draft.members, draft.inner = inside or self.places(b, after) or [draft.name], []
                draft.fixed = True
        return self.dealt(slogan, drafts)

    def _of_one_kind(self, part: Part, areas: list[Span]) -> list[Draft]:
        """Areas that end as a part counts them, if they are as many; 甲、乙经济带 are two."""
        fits = [self._is_kind(s, part) and not self._any_site(s, part) for s in areas]
        listed = [
            fit or (after and self.text[s[1]] == "、" and t[0] == s[1] + 1)
            for (s, fit), (t, after) in pairwise([*zip(areas, fits, strict=True), ((0, 0), False)])
        ]
        for chosen in (fits, listed):
            if 0 < sum(map(bool, chosen)) == part.number:
                drafts = self._named([s for s, yes in zip(areas, chosen, strict=True) if yes])
                for draft, following in pairwise(drafts):
                    tail = _AREA.search(following.name)
                    if not _AREA.search(draft.name + "。") or not draft.name.endswith(part.unit):
                        draft.name += tail[0] if tail and chosen is listed else ""
                return drafts
        return []

    def _any_site(self, span: Span, part: Part) -> bool:
        """Whether an area is a single new area or park: any paragraph may name one, so one alone is no 一区."""
        known = self.names.at(*span)
        return part.number == 1 and known is not None and known.kind == "platform"

    def _is_kind(self, span: Span, part: Part) -> bool:
        united = part.unit == "核" and _UNITED.match(self.text, span[1])
        endings = _KINDS.get(part.unit)
        if united or endings is None:
            return bool(united) or self.ends_as(span, part)
        return bool(re.search(f"(?:{endings})$", self.text[slice(*span)]))

    def _can_be(self, span: Span, part: Part) -> bool:
        """Whether an area is of the kind that a part counts, or the part counts areas of any name."""
        free = part.unit in _ANY_AREA and not _LINE_END.search(self.text[slice(*span)])
        return (free or self._is_kind(span, part)) and not self._any_site(span, part)

    def _between(self, slogan: Slogan, areas: list[Span], found: dict[int, list[Draft]]) -> dict[int, list[Draft]]:
        """Deal areas out by order: as many stand between two known parts as those between them count."""
        out: dict[int, list[Draft]] = {}
        names = {d.name for drafts in found.values() for d in drafts}
        spans = {i: [(d.start, d.end) for d in drafts if d.start and d.end] for i, drafts in found.items()}
        for before, after in pairwise([-1, *sorted(found), len(slogan.parts)]):
            parts = [i for i in range(before + 1, after) if slogan.parts[i].number]
            total = sum(slogan.parts[i].number or 0 for i in parts)
            low = max((b for _, b in spans.get(before, ())), default=slogan.end)
            high = min((a for a, _ in spans.get(after, ())), default=len(self.text))
            free = [s for s in areas if low <= s[0] and s[1] <= high and self.text[slice(*s)] not in names]
            if not total or len(free) < total:
                continue
            if len(free) > total and (
                after in found or self.stop(free[total - 1][1], free[total][0], "。；\n") == free[total][0]
            ):
                continue
            fitting = True
            position = 0
            dealt = {}
            for i in parts:
                count = slogan.parts[i].number or 0
                dealt[i] = free[position : position + count]
                position += count
                fitting = fitting and all(self._can_be(s, slogan.parts[i]) for s in dealt[i])
            if fitting:
                out |= {i: self._named(items) for i, items in dealt.items()}
        return out
