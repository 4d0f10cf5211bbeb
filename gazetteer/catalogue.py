"""The embedded catalogue: what the known plans name, as facts without their text.

``data/catalogue`` holds ``plans.json`` (title, issuer, period, area), ``mentions.csv`` (offsets, name, kind, status,
numbers of chapter, section and box, id of the place meant) and ``layouts.json``. A plan's headings are kept as their
numbers only; positions come from the gazetteer.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazetteer.records import Layout, LayoutElement, Mention
from geo.errors import InputError, MissingDataError
from geo.export import write_json, write_text
from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gazetteer.plan import Plan

_COLUMNS = ("plan", "start", "end", "name", "kind", "status", "outline", "place", "resolved")
_NUMBERED = re.compile(
    r"\s*(第[一二三四五六七八九十百零〇\d]+[篇部编章节]|(?:专栏|附表|附件|表)\s*[一二三四五六七八九十\d]+|（[一二三四五六七八九十百\d]+）|"
    r"[一二三四五六七八九十百]+(?=、)|\d{1,2}(?=\s*[.、．·]))"
)


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """What a plan is, without its text."""

    name: str
    title: str
    issuer: str = ""
    date: str | None = None
    period: tuple[int, int] | None = None
    area: tuple[str, ...] = ()
    script: str = "simplified"
    characters: int = 0

    @classmethod
    def of(cls, plan: Plan) -> PlanInfo:
        """Describe a plan."""
        return cls(
            name=plan.name,
            title=plan.title,
            issuer=plan.issuer,
            date=plan.date,
            period=plan.period,
            area=plan.area,
            script=plan.script,
            characters=len(plan.text),
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Plans, the mentions in them (not placed) and the layouts that they tell."""

    plans: tuple[PlanInfo, ...]
    mentions: tuple[Mention, ...]
    layouts: tuple[Layout, ...]

    def __repr__(self) -> str:
        return f"<Catalogue: {len(self.plans)} plans, {len(self.mentions):,} mentions, {len(self.layouts)} layouts>"


def outline_numbers(outline: Sequence[str]) -> tuple[str, ...]:
    """Numbers of headings without their words.

    >>> outline_numbers(("第二章 创新", "第一节 布局", "专栏 3 平台", "三、项目"))
    ('第二章', '第一节', '专栏3', '三')
    """
    found = (_NUMBERED.match(title) for title in outline)
    return tuple(re.sub(r"\s", "", match.group(1)) for match in found if match)


def write_catalogue(
    directory: Path, plans: Iterable[PlanInfo], mentions: Iterable[Mention], layouts: Iterable[Layout]
) -> None:
    """Write a catalogue; the words of plans stay out of it.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    infos = [{**_info(p)} for p in plans]
    numbers = {info["name"]: i for i, info in enumerate(infos)}
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for m in mentions:
        headings = "|".join(outline_numbers(m.outline))
        writer.writerow(
            (numbers[m.plan], m.start, m.end, m.name, m.kind, m.status, headings, m.place or "", m.resolved)
        )
    write_json(infos, directory / "plans.json", indent=1)
    write_text(table.getvalue(), directory / "mentions.csv")
    write_json(
        [{**x.to_dict(), "outline": outline_numbers(x.outline)} for x in layouts], directory / "layouts.json", indent=0
    )


def _info(plan: PlanInfo) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in PlanInfo.__slots__}


def read_catalogue(directory: Path | None = None) -> Catalogue:
    """Read a catalogue; by default the embedded one.

    Raises
    ------
    MissingDataError
        There is none.
    InputError
        A file of it is damaged.
    """
    directory = data_path("catalogue") if directory is None else directory
    try:
        infos = json.loads((directory / "plans.json").read_text(encoding="utf-8"))
        told = json.loads((directory / "layouts.json").read_text(encoding="utf-8"))
        with (directory / "mentions.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        plans = tuple(
            PlanInfo(**{**p, "area": tuple(p["area"]), "period": tuple(p["period"]) if p["period"] else None})
            for p in infos
        )
        mentions = tuple(_mention(row, plans) for row in rows)
        layouts = tuple(_layout(record) for record in told)
    except FileNotFoundError as error:
        raise MissingDataError(f"{error.filename}: the catalogue is not there; name plan files instead") from None
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InputError(f"{directory}: the catalogue is damaged ({error})") from None
    return Catalogue(plans, mentions, layouts)


def _mention(row: dict[str, str], plans: Sequence[PlanInfo]) -> Mention:
    return Mention(
        plan=plans[int(row["plan"])].name,
        start=int(row["start"]),
        end=int(row["end"]),
        text="",
        name=row["name"],
        kind=row["kind"],  # type: ignore[arg-type]
        status=row["status"],  # type: ignore[arg-type]
        outline=tuple(filter(None, row["outline"].split("|"))),
        place=row["place"] or None,
        resolved=row["resolved"],  # type: ignore[arg-type]
    )


def _layout(record: dict[str, Any]) -> Layout:
    elements = tuple(LayoutElement(**{**e, "members": tuple(e["members"])}) for e in record["elements"])
    told = tuple((int(start), int(end)) for start, end in record["told"])
    linked = {key: tuple(record.get(key, ())) for key in ("outline", "same_as", "versions")}
    return Layout(**{**record, **linked, "elements": elements, "told": told})
