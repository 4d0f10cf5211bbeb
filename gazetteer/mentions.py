"""Mentions: every name of a place or spatial project in a plan, with its kind, status and position.

Reading goes over the text once for the names that the gazetteer knows and once for the rules; what overlaps is settled
for the longest meaningful name; lists are completed from their last item; then each name gets its status from the words
around it and its position from the gazetteer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import ahocorasick_rs

from gazetteer.candidates import KnownSpans, find_candidates
from gazetteer.characters import fold_marks
from gazetteer.enumerations import complete_lists
from gazetteer.geocode import Geocoder, geocoder
from gazetteer.lexicon import Lexicon, lexicon
from gazetteer.layout_slogans import Slogan, find_slogans
from gazetteer.names import short_unit_name, vocabulary
from gazetteer.records import Mention
from gazetteer.scope import NAMED, SAME_CITY, SAME_PROVINCE
from gazetteer.status import masked, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.records import Kind, Resolution
    from gazetteer.tables import Row
    from gazetteer.units import Unit


@dataclass(frozen=True, slots=True)
class Span:
    """A name in the reading form of a plan, before it is placed."""

    start: int
    end: int
    name: str
    kind: Kind
    ids: tuple[str, ...] = ()
    known: bool = False
    wide: int = 0
    """1 for a city, 2 for a province or a region of cities."""
    fragile: bool = False
    """So short and far off that it counts only where a word may begin (南非 in 岭南非遗)."""


class NameAutomaton:
    """Every name and alias of a gazetteer in one automaton, leftmost-longest."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        forms: dict[str, tuple[str, ...]] = {}
        for form, ids in gazetteer.names():
            if len(form) >= 2:
                forms[form] = ids
        self.contextual = frozenset(form for form in gazetteer.contextual if len(form) >= 2 and form not in forms)
        for form, ids in gazetteer.contextual.items():
            if len(form) >= 2:
                forms[form] = tuple(dict.fromkeys((*forms.get(form, ()), *ids)))
        self.forms = list(forms)
        self.ids = list(forms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self.forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """``(form, start, end)`` of every known name in a text in reading form, none overlapping another."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text)
        quoted = self._quoted(text)
        if quoted:
            taken = [(start, end) for _, start, end in quoted]
            found = [f for f in found if not any(f[1] < end and start < f[2] for start, end in taken)]
            found = sorted([*found, *quoted], key=lambda f: f[1])
        return found

    def _quoted(self, text: str) -> list[tuple[int, int, int]]:
        """Known names that have quotation marks within (环珠江口“黄金内湾”), their closing mark included."""
        kept = [i for i, c in enumerate(text) if c not in "“”"]
        if len(kept) == len(text):
            return []
        found = []
        matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes("".join(text[i] for i in kept))
        for form, low, high in matches:
            start, end = kept[low], kept[high - 1] + 1
            if end - start == high - low:
                continue
            words = text[start:end]
            if words.count("“") == words.count("”") + 1 and text[end : end + 1] == "”":
                end += 1
            elif words.count("“") != words.count("”") or words.find("”") < words.find("“"):
                continue
            found.append((form, start, end))
        return found


_AUTOMATA: WeakKeyDictionary[Gazetteer, NameAutomaton] = WeakKeyDictionary()


def name_automaton(gazetteer: Gazetteer) -> NameAutomaton:
    """The automaton of a gazetteer, made once."""
    if gazetteer not in _AUTOMATA:
        _AUTOMATA[gazetteer] = NameAutomaton(gazetteer)
    return _AUTOMATA[gazetteer]


def find_mentions(plan: Plan, gazetteer: Gazetteer, *, locate: bool = True) -> list[Mention]:
    """Mentions of places and spatial projects in a plan, in the order of the text.

    Parameters
    ----------
    plan
        The plan to read.
    gazetteer
        Names that are known, and the positions that they have.
    locate
        Also give each mention its position; without it only text, name, kind and status are filled.

    Returns
    -------
    list of Mention
        None overlaps another; ``plan.text[m.start:m.end] == m.text`` for each.
    """
    text = plan.form.text
    known = _known_names(text, gazetteer, plan.area)
    spans = KnownSpans([s.start for s in known], [s.end for s in known], [s.wide for s in known])
    ruled = [Span(c.start, c.end, text[c.start : c.end], c.kind) for c in find_candidates(text, spans)]
    slogans = [Span(s.start, s.end, text[s.start : s.end], "layout") for s in find_slogans(text) if _is_layout(text, s)]
    chosen = [*_settle(known, ruled, slogans), *_one_character_cities(text, plan, gazetteer)]
    chosen = [part for span in chosen for part in _without_apposition(text, _extend(text, span))]
    direct = Geocoder(gazetteer, area=plan.area, fallback=False)
    chosen = complete_lists(
        text,
        _settle_overlaps(chosen),
        make=Span,
        is_city=lambda name: any(u.level == "city" for u in gazetteer.units.find(name)),
        is_known=lambda name: direct.resolve(name).resolved in {"exact", "alias"},
        city=_metro_city(plan, gazetteer),
        area=short_unit_name(plan.area[0]) if plan.area else "",
    )
    chosen = [s for s in chosen if not _is_no_mention(text, s)]
    return _mentions(plan, _settle_overlaps(chosen), gazetteer if locate else None)


def _known_names(text: str, gazetteer: Gazetteer, area: tuple[str, ...]) -> list[Span]:
    """Known names, those dropped that in this plan's area mean nothing, and short ones that only cut a word."""
    words = lexicon()
    begins = {end for token, _, end in words.tokens_in(text) if words.tokens[token] in _BEGIN_AFTER}
    automaton = name_automaton(gazetteer)
    coder = Geocoder(gazetteer, area=area, fallback=False)
    meanings: dict[int, Span | None] = {}
    found = []
    for form, start, end in automaton.find(text):
        if form not in meanings:
            meanings[form] = _meaning(automaton, form, gazetteer, coder)
        meaning = meanings[form]
        if meaning is None or (meaning.fragile and not (start in begins or _free_before(text, start, found))):
            continue
        surface = automaton.forms[form]
        if not (surface in automaton.contextual and _cuts_a_word(text, start, surface, words)):
            found.append(Span(start, end, meaning.name, meaning.kind, meaning.ids, known=True, wide=meaning.wide))
    return found


_BEGIN_AFTER = frozenset({"break", "conjunction", "open", "close"})
_LEAD_IN = frozenset("在赴至到从的向对自往来经国")


def _free_before(text: str, start: int, found: list[Span]) -> bool:
    return start == 0 or text[start - 1] in _LEAD_IN or (bool(found) and found[-1].end == start)


def _meaning(automaton: NameAutomaton, form: int, gazetteer: Gazetteer, coder: Geocoder) -> Span | None:
    """A span, not yet set, for what a form means in the plan's area; None where it means nothing there."""
    surface = automaton.forms[form]
    chosen, _, _ = coder.chooser.choose_id(surface)
    row = gazetteer.rows.get(chosen or "")
    if row is not None:
        units = gazetteer.places.units_of(row.id)
        wide = _width(row, units)
        if not wide and not _is_near(row, units, coder, contextual=surface in automaton.contextual):
            return None
        fragile = len(surface) == 2 and (
            row.kind == "region"
            or (row.kind == "admin" and surface != row.name and units and coder.scope.tier(units) > _sturdy(units))
        )
        return Span(0, 0, _canonical(surface, row), row.kind, (row.id,), known=True, wide=wide, fragile=fragile)
    if surface in automaton.contextual:
        return None
    # A tie: the name is one, but what it means is told by nothing here.
    kinds = [gazetteer.rows[i].kind for i in automaton.ids[form] if i in gazetteer.rows]
    return Span(0, 0, surface, kinds[0], known=True) if kinds else None


def _sturdy(units: Sequence[Unit]) -> int:
    """How far off a unit may be for its two-character name to count inside a run of characters."""
    return SAME_CITY if any(u.level == "district" for u in units) else SAME_PROVINCE


def _canonical(surface: str, row: Row) -> str:
    """Name of a place as plans give it: 东环街 for a street office, 香港 for the Special Administrative Region."""
    if row.kind == "admin" and (f"{surface}道" == row.name or (row.name.startswith(surface) and "特别行政区" in row.name)):
        return surface
    return row.name


_PART_OF_WORD = frozenset("大小老古")
_PRAISE = ("一流", "百年", "世界级", "国际化", "现代化", "高水平")


def _cuts_a_word(text: str, start: int, surface: str, words: Lexicon) -> bool:
    """Whether what stands before a short name makes it part of another word (大雁塔) or a goal (国际一流科学城)."""
    return text[start - 1 : start] in _PART_OF_WORD or (surface in words.suffixes and text[max(0, start - 4) : start].endswith(_PRAISE))


def _is_near(row: Row, units: Sequence[Unit], coder: Geocoder, *, contextual: bool) -> bool:
    """Whether a short county name (江海, 双城), a town or a village is meant: only in a city of the plan."""
    if row.kind != "admin":
        return True
    is_unit = coder.gazetteer.units.get(row.id) is not None
    if is_unit and not contextual:
        return True
    return not units or coder.scope.tier(units) <= (SAME_CITY if is_unit else NAMED)


def _width(row: Row, units: Sequence[Unit]) -> int:
    """2 for a province or a region of cities, 1 for a city, 0 for all else."""
    if row.kind == "region":
        return 2
    if row.kind == "admin":
        return 0 if any(u.level == "district" for u in units) else 1 if any(u.level == "city" for u in units) else 2
    return 2 * (row.kind == "zone" and len(row.name) <= 8 and len({unit.city for unit in units}) > 1)


def _metro_city(plan: Plan, gazetteer: Gazetteer) -> str:
    """City whose metro a bare line number in a plan means, without its rank."""
    for name in plan.area:
        for unit in gazetteer.units.find(name):
            return short_unit_name(unit.city or unit.name)
    return ""


def _settle(known: list[Span], ruled: list[Span], slogans: list[Span]) -> list[Span]:
    """Longest meaningful name among those that overlap; a slogan beats what lies in it."""
    by_end = {s.end: s for s in known}
    by_start = {s.start: s for s in known}
    kept = []
    for span in ruled:
        same_end = by_end.get(span.end)
        if same_end is not None and same_end.start > span.start and not _known_prefix(
            span.start, same_end.start, by_start
        ):
            continue
        if same_end is not None and same_end.start <= span.start:
            continue
        kept.append(span)
    return _settle_overlaps([*known, *kept, *slogans])


def _known_prefix(start: int, end: int, by_start: Mapping[int, Span]) -> bool:
    """Whether known names fill the span from start to end."""
    position = start
    while position < end and (span := by_start.get(position)) is not None and span.end <= end:
        position = span.end
    return position == end


def _settle_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The longest of those that overlap, known names before others, in the order of the text."""
    taken: list[Span] = []
    group: list[Span] = []
    reach = -1
    for span in sorted(spans, key=lambda s: s.start):
        if span.start >= reach:
            taken += _longest_first(group)
            group = []
        group.append(span)
        reach = max(reach, span.end)
    return [*taken, *_longest_first(group)]


def _longest_first(group: list[Span]) -> list[Span]:
    if len(group) < 2:
        return group
    kept: list[Span] = []
    for span in sorted(group, key=lambda s: (s.start - s.end, s.kind != "layout", not s.known, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def _is_layout(text: str, slogan: Slogan) -> bool:
    """Whether a slogan is a name (一核两极四轴), not a count of things (三大产业带) or a run that brackets fill."""
    return slogan.form in {"run", "sum"} and "（" not in text[slogan.start : slogan.end]


_PLACE_WORDS = r"(?:(?!建设|推进|加快|工程|项目|改造|规划|阶段|路段|时段|一段|手段|形成|连接|提升)[\u4e00-\u9fff]){1,6}"
_EXTENSIONS = re.compile(
    r"(?:复线|连接线|西环线|东环线)?"
    rf"(?:{_PLACE_WORDS}至{_PLACE_WORDS}段|{_PLACE_WORDS}段(?=[一二三]期|改|扩|拓|[、，。；]|$))?"
    r"(?:第?[一二三四五六七八九十\d]+(?:至[一二三四五六七八九十\d]+)?期(?:[东西南北中]段)?)?"
    r"(?:[东西南北]延(?:段|线)?(?:支线)?(?:[一二三]期)?|[东西南北中]段|支线)?"
    r"(?:第?[一二三四五六七八九十]+跑道|[一二三四]期)?"
    r"(?:扩能改造|扩能|扩容|拓宽|快速化(?:改造)?|改扩建|扩建|改造|改建|升级改造|迁建|综合改造|整治)?(?:及其?配套)?(?:工程|项目)?"
)
_BARE_WORKS = re.compile(r"扩能改造|扩能|扩容|拓宽|快速化(?:改造)?|改扩建|扩建|改造|改建|升级改造|迁建|综合改造|整治")
_PROJECT_KINDS = frozenset({"rail", "road", "airport", "port", "station", "logistics", "platform", "facility", "utility"})


def _extend(text: str, span: Span) -> Span:
    """Take in what belongs to a project's name behind it: phase, section, extension works."""
    if span.kind not in _PROJECT_KINDS:
        return span
    found = _EXTENSIONS.match(text, span.end)
    tail = found.group() if found else ""
    if "段" in tail and span.kind not in {"rail", "road"}:
        return span
    if not tail or tail in {"项目", "工程"}:
        return span
    ends = re.match(r"[，。；、：）\s]|等|$", text[span.end + len(tail) : span.end + len(tail) + 1])
    if _BARE_WORKS.fullmatch(tail) and not (ends and span.kind not in {"platform", "facility", "logistics"}):
        # 改造广州火车站 is work on it; only 广州火车站改造 before a mark is a project's name.
        return span
    return replace(span, end=span.end + len(tail), name=span.name + tail, ids=(), known=False)


# In 在穗, 来蓉 one character stands for the city that the plan is for.
_IN_CITY = re.compile(r"(?<=[在来驻赴留返离])([\u4e00-\u9fff])(?=[发就创工生和、的高企央金各人投落，。]|总部|港澳)")


def _one_character_cities(text: str, plan: Plan, gazetteer: Gazetteer) -> list[Span]:
    """Abbreviation of the plan's own city behind 在, 来, 驻."""
    names = {row["abbreviation"]: row["unit"] for row in vocabulary("unit_abbreviations") if len(row["abbreviation"]) == 1}
    cities = {short_unit_name(c) for c in (*plan.area, _metro_city(plan, gazetteer)) if c}
    return [
        Span(m.start(), m.end(), names[m.group()], "admin")
        for m in _IN_CITY.finditer(text)
        if short_unit_name(names.get(m.group(), "")) in cities
    ]


_APPOSITION = re.compile(r"（([^（）、，]{2,24}(?:号线|延段|延线|支线|西延|[东西南北]延至[^（）]*|产业园|产业新城|物流园|枢纽|高速|城际|大道))）$")


def _without_apposition(text: str, span: Span) -> list[Span]:
    """A line or hub and the second name that brackets give it, as two names (…城际（28号线）)."""
    found = _APPOSITION.search(text[span.start : span.end]) if span.kind in {"rail", "road", "logistics"} else None
    if found is None or not found.start():
        return [span]
    end = span.start + found.start()
    first = replace(span, end=end, name=_APPOSITION.sub("", span.name))
    return [first, Span(end + 1, span.end - 1, found.group(1), span.kind)]


_ORGANISATION = re.compile(
    r"(?:市委|省委|区委|县委|党委|工委|市政府|省政府|区政府|县政府|人民政府|政府|人大|政协|海关|税务|公安|检察|法院|集团|公司|银行|日报|"
    r"股份|联盟|商会|协会|学会|办公室|指挥部|委员会|管委会|话|菜|人民?(?=[，。、])|制造[”]|样板|样本|模式|经验|速度|质量[”]|品牌|方案|条例|条例》|标准|精神|故事|声音|智慧[”]|方言|文化(?=[，。、魅影自遗特]))"
)


def _is_no_mention(text: str, span: Span) -> bool:
    """An organisation as an actor, or a name inside the title of a document."""
    if span.kind == "admin" and _ORGANISATION.match(text, span.end):
        return True
    opened = text.rfind("《", max(0, span.start - 60), span.start)
    if opened >= 0 and "》" not in text[opened : span.start]:
        return True
    return span.kind in {"admin", "zone"} and len(span.name) <= 8 and _in_brand(text, span)


def _in_brand(text: str, span: Span) -> bool:
    """Whether a place only lends its name to a brand or programme in quotation marks (“广州制造”)."""
    opened, closed = text.rfind("“", max(0, span.start - 24), span.start), text.find("”", span.end, span.end + 24)
    if opened < 0 or closed < 0 or re.search(r"[”。；\n]", text[opened + 1 : span.start]) or "“" in text[span.end : closed]:
        return False
    rest = text[opened + 1 : span.start] + text[span.end : closed]
    return len(rest) >= 2 and not re.search(r"[、—\-，（]", rest)


_SAME_PASSAGE = 40
"""Characters between two mentions up to which the first may tell where the second is, where no text is at hand."""
_ELLIPTIC = ((re.compile(r"高速(?=$|[（东西南北中]|扩建|改扩建|连接线)"), "高速公路", "road"), (re.compile(r"城际(?=$|（)"), "城际铁路", "rail"))


def _full_name(span: Span) -> str:
    """Name without quotation marks, with the word that 高速 and 城际 leave out."""
    name = span.name.replace("“", "").replace("”", "")
    for pattern, full, kind in _ELLIPTIC:
        if span.kind == kind:
            name = pattern.sub(full, name)
    return name


_LIST_MARKS = frozenset("、和与及")
_SENTENCE_END = re.compile(r"[。；！？\n\r]")


def _mentions(plan: Plan, spans: list[Span], gazetteer: Gazetteer | None) -> list[Mention]:
    text = masked(plan.form.text, ((s.start, s.end) for s in spans))
    coder = geocoder(gazetteer, plan.area) if gazetteer is not None else None
    found = []
    nearby: list[str] = []
    heading: list[str] = []
    previous_end = 0
    for span in spans:
        start, end = plan.form.span(span.start, span.end)
        if not plan.counts(start):
            continue
        outline = plan.outline_at(start)
        mention = Mention(
            plan=plan.name,
            start=start,
            end=end,
            text=plan.text[start:end],
            name=_full_name(span),
            kind=span.kind,
            status=status_of(text, span.start, span.end, outline) if span.kind not in {"admin", "region"} else "unspecified",
            outline=outline,
        )
        if _SENTENCE_END.search(text, previous_end, span.start):
            nearby = []
        if coder is not None and span.kind != "layout":
            mention = _placed(mention, span, coder, [*nearby, *heading])
        if span.kind == "admin" and mention.place is not None:
            # Of several units in a list, none holds what follows more than the others.
            listed = bool(found) and found[-1].kind == "admin" and text[previous_end : span.start] in _LIST_MARKS
            nearby = [] if listed else [mention.place, *nearby]
            if text[span.start - 1 : span.start] in "\n\r" and text[span.end : span.end + 1] in "\n\r：":
                heading = [mention.place]
        previous_end = span.end
        found.append(mention)
    return found if gazetteer is None else _layout_districts(found, plan, gazetteer)


_TOLD_WITHIN = 320
"""Characters behind a slogan within which its elements are told as a rule."""


def _layout_districts(mentions: list[Mention], plan: Plan, gazetteer: Gazetteer) -> list[Mention]:
    """Give each slogan the districts of the places told behind it, else those of the plan's area."""
    units = [unit for name in plan.area for unit in gazetteer.units.find(name)[:1]]
    for i, slogan in enumerate(mentions):
        if slogan.kind != "layout":
            continue
        told: dict[str, int] = {}
        for m in mentions[i + 1 :]:
            if m.start - slogan.end > _TOLD_WITHIN or m.kind == "layout":
                break
            if m.kind in {"platform", "zone", "station"} and m.resolved in {"exact", "alias"} and len(m.districts) <= 4:
                told |= dict(zip(m.districts, m.adcodes, strict=False))
        named = told if told and len(told) <= 8 else {unit.name: unit.adcode for unit in units}
        mentions[i] = replace(slogan, districts=tuple(named), adcodes=tuple(named.values()))
    return mentions


def place_mentions(
    mentions: Iterable[Mention], gazetteer: Gazetteer, *, areas: Mapping[str, tuple[str, ...]]
) -> list[Mention]:
    """Give mentions that come without positions (those of a catalogue) what their names mean.

    Parameters
    ----------
    mentions
        In the order of the text; ``areas`` names the units that each one's plan is for.
    """
    placed = []
    nearby: list[str] = []
    plan, end = "", 0
    for mention in mentions:
        if mention.plan != plan or mention.start - end > _SAME_PASSAGE:
            nearby = []
        plan, end = mention.plan, mention.end
        if mention.kind != "layout":
            coder = geocoder(gazetteer, areas.get(mention.plan, ()))
            mention = _placed(mention, Span(mention.start, mention.end, mention.name, mention.kind), coder, nearby)
        if mention.kind == "admin" and mention.place is not None:
            nearby.insert(0, mention.place)
        placed.append(mention)
    return placed


def _placed(mention: Mention, span: Span, coder: Geocoder, context: list[str]) -> Mention:
    place = coder.gazetteer.place(span.ids[0]) if len(span.ids) == 1 else None
    if place is not None:
        resolved: Resolution = "exact" if mention.name == place.name == fold_marks(mention.text) else "alias"
        reason = ""
    else:
        answer = coder.resolve(mention.name, kind=span.kind, context=tuple(context[:3]))
        place, resolved, reason = answer.place, answer.resolved, answer.reason
    if place is None:
        return replace(mention, resolved=resolved, reason=reason or "unknown")
    return replace(
        mention,
        place=place.id,
        lng=place.lng,
        lat=place.lat,
        precision=place.precision,
        districts=place.districts,
        adcodes=place.adcodes,
        resolved=resolved,
        reason="" if place.lng is not None else "no position",
    )
