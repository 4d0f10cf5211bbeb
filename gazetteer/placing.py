"""From found names to mentions with positions: status, context, and the districts of slogans."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypedDict

from gazetteer.characters import fold_marks
from gazetteer.edges import full_name
from gazetteer.geocode import Geocoder, geocoder
from gazetteer.records import Mention
from gazetteer.status import governs_behind, statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.records import Place, Precision, Resolution
    from gazetteer.spans import Span
    from gazetteer.units import Unit


_LIST_MARKS = frozenset("、和与及")
_WITHOUT_STATUS = frozenset({"admin", "region"})

_SENTENCE_END = re.compile(r"[。；！？\n\r]")


def _has_status(span: Span) -> bool:
    """Whether a thing can be planned and built: a unit cannot, nor a river or a mountain that is no park."""
    return span.kind not in _WITHOUT_STATUS and (span.kind != "nature" or span.name.endswith(("园", "区")))


def mentions_of(plan: Plan, spans: list[Span], gazetteer: Gazetteer | None) -> list[Mention]:
    """Mentions for the spans of names in a plan, in order; without a gazetteer they stay without positions."""
    form, outlined = plan.form, plan.outline
    text = form.text
    stored = [(span, *form.span(span.start, span.end)) for span in spans]
    stored = [one for one in stored if outlined.counts(one[1])]
    spans = [span for span, _, _ in stored]
    outlines = [outlined.at(start) for _, start, _ in stored]
    told = statuses(text, [(span.start, span.end) for span in spans], outlines)
    coder = geocoder(gazetteer, plan.area) if gazetteer is not None else None
    around = _Surroundings(text)
    found: list[Mention] = []
    for (span, start, end), outline, status in zip(stored, outlines, told, strict=True):
        around.come_to(span, outline)
        words, name = plan.text[start:end], full_name(span)
        if plan.script == "simplified":
            name = _as_written(name, text[span.start : span.end], words)
        meaning = _UNPLACED
        if coder is not None:
            if name[1:2] == "部" and _SIDE.fullmatch(name):
                name = _holder(coder, around.heading, plan) + name
            if span.kind != "layout":
                meaning = _meaning(name, words, span, coder, (*around.nearby, *around.heading))
        mention = Mention(
            plan=plan.name,
            start=start,
            end=end,
            text=words,
            name=name,
            kind=span.kind,
            status=status if _has_status(span) else "unspecified",
            outline=outline,
            **meaning,
        )
        around.leave(span, mention)
        found.append(mention)
    return found if gazetteer is None else _with_layouts_placed(found, plan.area, gazetteer)


def _as_written(name: str, read: str, words: str) -> str:
    """A name with the characters that a Simplified text writes, where reading folds them (濛阳, 硃山湖)."""
    if read == words or len(read) != len(words) or read not in name:
        return name
    own = "".join(b if "\u4e00" <= b <= "\u9fff" else a for a, b in zip(read, words, strict=True))
    return name.replace(read, own)


class _Surroundings:
    """Units that may hold what is named next: ``nearby`` in the sentence, the nearest first, and in the ``heading``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nearby: list[str] = []
        self.heading: list[str] = []
        self._headed: tuple[str, ...] = ()
        self._last: Span | None = None
        self._labelled = False
        """Whether the heading is a label before a colon in whose line the things follow."""
        self._county = ""
        """County that the first of a list of towns names."""

    def come_to(self, span: Span, outline: tuple[str, ...]) -> None:
        """Forget what the sentence and the heading before those of a name told."""
        since = self._last.end if self._last else 0
        if _SENTENCE_END.search(self.text, since, span.start):
            self.nearby = []
        # A label that is no place (城市更新：) ends what a label before it held.
        relabelled = self._labelled and _OTHER_LABEL.search(self.text, since, span.start)
        if relabelled or outline[: len(self._headed)] != self._headed:
            self.heading, self._labelled = [], False
        if self._county and self.text[since : span.start] not in _LIST_MARKS:
            self._county = ""
        if self._county and span.kind == "admin" and _TOWN.search(span.name):
            self.nearby = [self._county]

    def leave(self, span: Span, mention: Mention) -> None:
        """Remember a unit for what follows; of several in a list, none holds it more than the others."""
        last, self._last = self._last, span
        place, outline = mention.place, mention.outline
        if self._is_label(span):
            held = [f"admin-{mention.adcodes[0]}"] if len(mention.adcodes) == 1 and place else []
            self.heading, self._headed = held, outline
            self._labelled = self.text[(colon := self.text.find("：", span.end)) + 1 : colon + 2] not in _LINE_ENDS
        if span.kind != "admin" or place is None:
            return
        if len(mention.adcodes) == 1 and _TOWN.search(span.name):
            before = last.name if last is not None and last.kind == "admin" and last.end == span.start else ""
            told = any(county in span.name or county == before for county in mention.districts)
            self._county = f"admin-{mention.adcodes[0]}" if told else self._county
        if last is not None and last.kind == "admin" and self.text[last.end : span.start] in _LIST_MARKS:
            self.nearby = []
        elif _governs(self.text, span):
            self.nearby = [place, *self.nearby]
        if self.text[span.start - 1 : span.start] in "\n\r" and self.text[span.end : span.end + 1] in "\n\r：":
            self.heading, self._headed = [place], outline
            self._labelled = self._labelled and self.text[span.end : span.end + 1] == "："

    def _is_label(self, span: Span) -> bool:
        """Whether a unit or a zone opens a line or a sentence and stands before a colon, so that it ends the former."""
        opens = span.kind in _HOLDING and self.text[span.start - 1 : span.start] in _BEFORE_LABEL
        return opens and _LABEL.match(self.text, span.end) is not None


def _governs(text: str, span: Span) -> bool:
    """Whether a unit is what its clause speaks of, so that things named further on are in it.

    支持南沙建设甲, 在南沙规划甲 and 南沙：甲 say so; 延长石油扩产 or 周至至乾县高速公路 do not.
    """
    return _OPENS.match(text[span.start - 1 : span.start]) is not None or governs_behind(text, span.end)


_HOLDING = frozenset({"admin", "zone", "platform"})
_LINE_ENDS = ("\n", "\r", "")
_OTHER_LABEL = re.compile(r"[\n\r][^\n\r，。；：、]{1,16}：")
_BEFORE_LABEL = "\n\r。；　 ）.—"
_LABEL = re.compile(r"[\u4e00-\u9fff]{0,6}：")
_TOWN = re.compile(r"(?:街道|街|镇|乡|村|社区)$")
_OPENS = re.compile(r"$|[在于，。；：！？（\n\r 　]")
_SIDE = re.compile(r"[东南西北中]部(?:片区|地区|组团|区域)")


def _holder(coder: Geocoder, heading: list[str], plan: Plan) -> str:
    """District whose 北部片区 is meant: that of the heading, else the plan's own where it is one district."""
    names = [place.name for i in heading if (place := coder.gazetteer.place(i)) is not None] or list(plan.area[:1])
    return next((name for name in names if name.endswith(("区", "县"))), "")


_TOLD_WITHIN = 320
"""Characters behind a slogan within which its elements are told as a rule."""


class _Meaning(TypedDict, total=False):
    """The fields of a mention that tell where it is."""

    place: str | None
    lng: float | None
    lat: float | None
    precision: Precision | None
    districts: tuple[str, ...]
    adcodes: tuple[int, ...]
    resolved: Resolution
    reason: str


_UNPLACED = _Meaning()


def _with_layouts_placed(mentions: list[Mention], plan_area: Sequence[str], gazetteer: Gazetteer) -> list[Mention]:
    """Give each slogan the middle and the districts of the places told behind it, else those of the plan's area."""
    units = [unit for name in plan_area for unit in gazetteer.units.find(name)[:1]]
    area = _Meaning(
        districts=tuple(unit.name for unit in units),
        adcodes=tuple(unit.adcode for unit in units),
        **_middle([(unit.lng, unit.lat) for unit in units], "district" if _is_one_district(units) else "city"),
    )
    for i, slogan in enumerate(mentions):
        if slogan.kind != "layout":
            continue
        told: list[Mention] = []
        for m in mentions[i + 1 :]:
            if m.start - slogan.end > _TOLD_WITHIN or m.kind == "layout":
                break
            if m.kind in {"platform", "zone", "station"} and m.resolved in {"exact", "alias"} and len(m.districts) <= 4:
                told.append(m)
        named = {name: code for m in told for name, code in zip(m.districts, m.adcodes, strict=False)}
        if named and len(named) <= 8:
            meaning = _Meaning(
                districts=tuple(named),
                adcodes=tuple(named.values()),
                **_middle([(m.lng, m.lat) for m in told], "schematic"),
            )
        else:
            meaning = area
        mentions[i] = replace(slogan, **meaning)
    return mentions


def _is_one_district(units: Sequence[Unit]) -> bool:
    return len(units) == 1 and units[0].level == "district"


def _middle(points: Iterable[tuple[float | None, float | None]], precision: Precision) -> _Meaning:
    """Where something that several places make up is shown as a point."""
    known = [(lng, lat) for lng, lat in points if lng is not None and lat is not None]
    if not known:
        return _UNPLACED
    lngs, lats = zip(*known, strict=True)
    return _Meaning(
        lng=round(sum(lngs) / len(lngs), 6),
        lat=round(sum(lats) / len(lats), 6),
        precision=precision,
        resolved="context",
    )


def place_mentions(
    mentions: Iterable[Mention], gazetteer: Gazetteer, *, areas: Mapping[str, tuple[str, ...]]
) -> list[Mention]:
    """Give mentions that come without positions (those of a catalogue) what their names mean.

    What the reading took a name for it keeps, as long as the gazetteer has it; all else is asked anew, so that a
    gazetteer that has grown places more.

    Parameters
    ----------
    mentions
        In the order of the text, with ``place`` and ``resolved`` as the reading found them.
    gazetteer
        The places that are known.
    areas
        Units that each plan is for, by the plan's name.
    """
    placed: list[Mention] = []
    for plan, told in itertools.groupby(mentions, key=attrgetter("plan")):
        area = areas.get(plan, ())
        coder = geocoder(gazetteer, area)
        found = [m if m.kind == "layout" else replace(m, **_known_meaning(m, coder)) for m in told]
        placed += _with_layouts_placed(found, area, gazetteer)
    return placed


def _known_meaning(mention: Mention, coder: Geocoder) -> _Meaning:
    inside = mention.place if mention.resolved == "context" else None
    place = coder.gazetteer.place(mention.place) if mention.place is not None and inside is None else None
    if place is not None:
        return _located(place, mention.resolved)
    context = () if inside is None else (inside.removeprefix("in+"),)
    answer = coder.resolve(mention.name, kind=mention.kind, context=context)
    return _located(answer.place, answer.resolved, answer.reason)


def _meaning(name: str, words: str, span: Span, coder: Geocoder, context: Sequence[str]) -> _Meaning:
    """What a name means: the place that its span was found by, else what the geocoder makes of it."""
    place = coder.gazetteer.place(span.ids[0]) if len(span.ids) == 1 else None
    if place is not None:
        return _located(place, "exact" if name == place.name == fold_marks(words) else "alias")
    answer = coder.resolve(name, kind=span.kind, context=context[:3])
    return _located(answer.place, answer.resolved, answer.reason)


def _located(place: Place | None, resolved: Resolution, reason: str = "") -> _Meaning:
    if place is None:
        return {"place": None, "resolved": resolved, "reason": reason or "unknown"}
    return {
        "place": place.id,
        "lng": place.lng,
        "lat": place.lat,
        "precision": place.precision,
        "districts": place.districts,
        "adcodes": place.adcodes,
        "resolved": resolved,
        "reason": "" if place.lng is not None else "no position",
    }
