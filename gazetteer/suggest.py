"""Suggestions: what a plan names and nobody could place, as a table of the gazetteer ready to be filled in."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
from rapidfuzz import fuzz, process

from gazetteer.names import identifier, key
from gazetteer.records import UNIT_PRECISIONS
from gazetteer.tables import COLUMNS
from geo.export import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Mention

NEAREST: Final = 3
"""Known names suggested for each."""
LEAST_LIKENESS: Final = 60.0
EXTRA_COLUMNS: Final = ("mentions", "plans", "reason", "nearest", "sentence")


def suggest(
    mentions: Iterable[Mention], gazetteer: Gazetteer, *, sentences: Mapping[tuple[str, int], str] | None = None
) -> pd.DataFrame:
    """List the names without a position of their own, most mentioned first, as rows to be filled in.

    Parameters
    ----------
    mentions
        Mentions of one plan or many. Left out are layouts, regions, and what has a position already; included is what
        is only known to be in a unit.
    gazetteer
        Known names, of which the most alike are suggested; a suggestion is never taken by itself.
    sentences
        The sentence around each mention, by plan and start.

    Returns
    -------
    DataFrame
        The columns of a table of the gazetteer (`gazetteer.tables.COLUMNS`), with id, name, kind and, where the unit is
        known, districts filled in; then mentions (count), plans, reason, nearest (known names, the most alike first)
        and sentence, which are for the reader and must be deleted before the table is loaded.
    """
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if _wanted(mention):
            groups[key(mention.name), mention.kind].append(mention)
    ranked = sorted(groups.values(), key=lambda group: (-len(group), group[0].plan, group[0].start))
    known = list(dict.fromkeys(row.name for row in gazetteer.rows.values() if gazetteer.units.get(row.id) is None))
    taken = set(gazetteer.rows)
    lines = []
    for group in ranked:
        line = _line(group, known, sentences or {})
        line["id"] = _free(line["id"], taken)
        lines.append(line)
    return pd.DataFrame(lines, columns=[*COLUMNS, *EXTRA_COLUMNS])


def write_suggestions(table: pd.DataFrame, path: str | Path, *, reader: bool = True) -> Path:
    """Write suggestions as CSV (UTF-8 with a byte-order mark, so that Excel reads it).

    Parameters
    ----------
    table
        What `suggest` gave.
    path
        File to write.
    reader
        False leaves out the columns for the reader: what remains is a table of the gazetteer.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    chosen = table if reader else table[list(COLUMNS)]
    write_csv(chosen, path)
    return Path(path)


def _wanted(mention: Mention) -> bool:
    if mention.kind in {"layout", "region"}:
        return False
    return mention.lng is None or (mention.resolved == "context" and mention.precision in UNIT_PRECISIONS)


def _line(group: list[Mention], known: list[str], sentences: Mapping[tuple[str, int], str]) -> dict[str, object]:
    first = group[0]
    name = key(first.name)
    alike = process.extract(name, known, scorer=fuzz.WRatio, limit=NEAREST, score_cutoff=LEAST_LIKENESS)
    districts = dict.fromkeys(district for mention in group for district in mention.districts)
    line: dict[str, object] = dict.fromkeys(COLUMNS, "")
    return line | {
        "id": identifier(name),
        "name": name,
        "kind": first.kind,
        "districts": "|".join(districts) if len(districts) == 1 else "",
        "mentions": len(group),
        "plans": "|".join(dict.fromkeys(mention.plan for mention in group)),
        "reason": next((mention.reason for mention in group if mention.reason), f"only its {first.precision} is known"),
        "nearest": "|".join(match for match, *_ in alike),
        "sentence": " ".join(sentences.get((first.plan, first.start), "").split()),
    }


def _free(wanted: object, taken: set[str]) -> str:
    """Return an id that no row has, and take it."""
    base = str(wanted) or "place"
    free, number = base, 2
    while free in taken:
        free, number = f"{base}-{number}", number + 1
    taken.add(free)
    return free
