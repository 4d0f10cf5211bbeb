"""A plan: its text as stored, the form in which it is matched, its outline, title, period and area."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.characters import Script, SpanMap, detect_script, fold_marks, reading_form, simplify
from gazetteer.formats import read_text
from gazetteer.outline import Outline, read_outline, title_lines
from geo.resources import data_path

if TYPE_CHECKING:
    from gazetteer.records import Layout, Mention

_PERIOD = re.compile(r"(20\d\d)\s*年?\s*[—―–\-至]+\s*(20\d\d)\s*年")
_FIVE_YEAR = {
    "十二": (2011, 2015),
    "十三": (2016, 2020),
    "十四": (2021, 2025),
    "十五": (2026, 2030),
    "十六": (2031, 2035),
}
_ISSUER = re.compile(
    r"(?:中共)?(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,10}(?:[省市区县州盟]人民政府(?:办公[厅室])?|[省市区县州]委)(?![\u4e00-\u9fff]{0,4}员会)"
)
_DATE = re.compile(r"(20\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})")


@dataclass(frozen=True)
class Plan:
    """A plan document, ready to be read.

    ``text`` is the text as stored; ``simplified`` has the same length and the same offsets; ``form`` is what rules and
    automata match (Simplified, marks folded, mainland vocabulary), with the map back to ``text``.
    """

    name: str
    text: str = field(repr=False)
    path: Path | None = field(default=None, repr=False)

    @cached_property
    def simplified(self) -> str:
        """Simplified form, character for character."""
        return simplify(self.text)

    @cached_property
    def script(self) -> Script:
        """Characters and vocabulary that the text is written in."""
        return detect_script(self.text, self.simplified)

    @cached_property
    def form(self) -> SpanMap:
        """The form in which names are matched."""
        return reading_form(self.simplified, self.script, folded=self._folded)

    @cached_property
    def _folded(self) -> str:
        return fold_marks(self.simplified)

    @cached_property
    def outline(self) -> Outline:
        """Chapters, sections, numbered paragraphs and boxes; offsets are those of ``text``."""
        return read_outline(self._folded)

    def outline_at(self, offset: int) -> tuple[str, ...]:
        """Headings that stand above an offset of ``text``, outermost first."""
        return self.outline.at(offset)

    def counts(self, offset: int) -> bool:
        """Whether an offset lies in the plan itself, not in contents, portal furniture or spam."""
        return self.outline.counts(offset)

    @cached_property
    def title(self) -> str:
        """Title, Simplified; the file's name where no line reads like one."""
        candidates = [re.sub(r"^.*关于印发|的通知$|[《》]", "", c) for c in title_lines(self.simplified)]
        named = [c for c in candidates if re.search(r"国民经济|发展规划|总体规划|纲要", c)]
        return (named or candidates or [Path(self.name).stem])[0]

    @cached_property
    def period(self) -> tuple[int, int] | None:
        """First and last year that the plan is for, where it says so."""
        head = self.simplified[:6000]
        five = re.search(r"第(十[二三四五六])个五年", self.title) or re.search(r"“?(十[二三四五六])五”?", self.title)
        if five:
            return _FIVE_YEAR[five.group(1)]
        years = _PERIOD.search(head)
        return (int(years.group(1)), int(years.group(2))) if years else None

    @cached_property
    def date(self) -> str | None:
        """Date of issue as the document's first lines give it, ISO 8601."""
        lines = (line for line in self.simplified[:3000].splitlines() if len(line) < 40)
        found = next(filter(None, map(_DATE.search, lines)), None)
        return f"{found.group(1)}-{int(found.group(2)):02d}-{int(found.group(3)):02d}" if found else None

    @cached_property
    def issuer(self) -> str:
        """Who issued it, where the first lines say so; else empty."""
        found = _ISSUER.search(self.simplified[:3000])
        return found.group() if found else ""

    @cached_property
    def area(self) -> tuple[str, ...]:
        """Full names of the units that the plan is for (("番禺区",), ("广州市",)), from its title, else its text."""
        return plan_area(self.title) or plan_area(self.simplified[:4000], most=1) or plan_area(self.simplified, most=1)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Mentions found with the gazetteer that ships with Plan Atlas."""
        from gazetteer.entries import default_gazetteer
        from gazetteer.mentions import find_mentions

        return find_mentions(self, default_gazetteer())

    @cached_property
    def layouts(self) -> list[Layout]:
        """Layouts that the plan tells, read with its own mentions."""
        from gazetteer.layouts import read_layouts

        return read_layouts(self, self.mentions)

    def sentence(self, start: int, end: int, *, limit: int = 160) -> tuple[int, int]:
        """Span of the sentence around ``text[start:end]``, cut to ``limit`` characters on both sides."""
        left = max(self.simplified.rfind(mark, max(0, start - limit), start) for mark in "。；\n！？;")
        low = left + 1 if left >= 0 else max(0, start - limit)
        ends = [i for mark in "。；\n！？;" if (i := self.simplified.find(mark, end, end + limit)) >= 0]
        high = min(ends) + 1 if ends else min(len(self.text), end + limit)
        if high > 0 and self.text[high - 1 : high] == "\n":
            high -= 1
        return low, max(high, end)

    def __repr__(self) -> str:
        """Name, title, size and area in one line."""
        return (
            f"<Plan {self.name}: {self.title}, {len(self.text):,} characters, {'、'.join(self.area) or 'area unknown'}>"
        )

    def _repr_html_(self) -> str:
        from html import escape

        rows = {
            "title": self.title,
            "issuer": self.issuer,
            "date": self.date or "",
            "period": "–".join(map(str, self.period or ())),
            "area": "、".join(self.area),
            "script": self.script,
            "characters": f"{len(self.text):,}",
        }
        cells = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows.items())
        return f"<table><caption>{escape(self.name)}</caption>{cells}</table>"


def read_plan(path: str | Path) -> Plan:
    """Read a plan file: .txt, .md, .html, .docx or .pdf, in Traditional or Simplified characters.

    Raises
    ------
    InputError
        The file cannot be read as a plan; the message is one line with the file's name.
    """
    path = Path(path)
    return Plan(name=path.name, text=read_text(path), path=path)


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    adcode: int
    short: str


@cache
def _units() -> tuple[dict[str, list[_Unit]], re.Pattern[str]]:
    """Administrative units by full and by short name, and the pattern that finds them."""
    by_name: dict[str, list[_Unit]] = {}
    with data_path("gazetteer", "admin.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = re.search(r"(\d{6})$", row["id"])
            if row["kind"] != "admin" or code is None:
                continue
            name = row["name"]
            short = re.sub(r"(?:省|市|区|县|自治区|特别行政区|自治州|地区|盟|旗|自治县)$", "", name)
            unit = _Unit(name, int(code.group(1)), short)
            by_name.setdefault(name, []).append(unit)
            if len(short) >= 2 and unit.adcode % 100 == 0:
                by_name.setdefault(short, []).append(unit)
    names = sorted(by_name, key=len, reverse=True)
    return by_name, re.compile("|".join(map(re.escape, names)))


def plan_area(words: str, *, most: int = 0) -> tuple[str, ...]:
    """Full names of the administrative units that a title (or a text) is about, the innermost level only.

    >>> plan_area("广州市番禺区国民经济和社会发展第十四个五年规划")
    ('番禺区',)
    >>> plan_area("成都市国民经济和社会发展第十四个五年规划")
    ('成都市',)
    """
    by_name, pattern = _units()
    found: list[_Unit] = []
    region: tuple[str, ...] = ()
    for name, districts in _regions().items():
        # 广州都市圈 is more than 广州.
        if not most and name in words and (name[:2] not in words.replace(name, "") or not region):
            region = districts
            words = words.replace(name, "□")
    for match in pattern.finditer(words):
        options = by_name[match.group()]
        cities = {u.adcode // 100 for u in found}
        provinces = {u.adcode // 10000 for u in found}
        options = (
            [u for u in options if u.adcode // 100 in cities]
            or [u for u in options if u.adcode // 10000 in provinces]
            or options
        )
        if len({u.adcode for u in options}) == 1:
            found.append(options[0])
    if most:
        counts: dict[_Unit, int] = {}
        for unit in found:
            counts[unit] = counts.get(unit, 0) + 1
        return tuple(u.name for u in sorted(counts, key=lambda u: -counts[u])[:most])
    inner = [u for u in found if not any(_contains(u, v) for v in found)]
    return tuple(dict.fromkeys(u.name for u in inner)) or region


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Regions that plans are made for (都市圈, 城市群, 经济圈), the longest name first, with their units."""
    with data_path("gazetteer", "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: tuple(filter(None, row["districts"].split("|"))) for row in csv.DictReader(file)}
    planned = {
        n: d for n, d in rows.items() if d and n.endswith(("都市圈", "城市群", "经济圈", "大湾区", "经济带", "都市区"))
    }
    return dict(sorted(planned.items(), key=lambda item: -len(item[0])))


def _contains(outer: _Unit, inner: _Unit) -> bool:
    if outer.adcode == inner.adcode:
        return False
    if outer.adcode % 10000 == 0:
        return inner.adcode // 10000 == outer.adcode // 10000
    return outer.adcode % 100 == 0 and inner.adcode // 100 == outer.adcode // 100
