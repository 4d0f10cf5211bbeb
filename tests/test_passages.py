"""Passages about six cities, written in the style of plans and annotated before they were read.

Each name of `passages/` stands in brackets with its kind, its status and, where the text shortens it, its full name:
``[[words|kind|status|name]]``. The floors are what is read today, less a little; none of these passages may be met by
words of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from gazetteer.entries import default_gazetteer
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan

PASSAGES = Path(__file__).with_name("passages")
MARKED = re.compile(r"\[\[([^\]]+)\]\]")


class Gold(NamedTuple):
    start: int
    end: int
    kind: str
    status: str
    name: str


def annotated(path: Path) -> tuple[str, list[Gold]]:
    text, gold, end = "", [], 0
    marked = path.read_text(encoding="utf-8")
    for match in MARKED.finditer(marked):
        text += marked[end : match.start()]
        words, kind, status, *name = match[1].split("|")
        gold.append(Gold(len(text), len(text) + len(words), kind, status, name[0] if name else words))
        text += words
        end = match.end()
    return text + marked[end:], gold


@pytest.mark.parametrize(
    ("city", "exact", "kind", "status"),
    [
        ("hefei", 0.90, 0.97, 0.92),
        ("xiamen", 0.83, 0.91, 0.91),
        ("lanzhou", 0.88, 0.89, 0.97),
        ("harbin", 0.87, 0.88, 0.77),
        ("nanning", 0.84, 0.80, 0.87),
        ("taiyuan", 0.80, 0.83, 0.80),
    ],
)
def test_a_passage_of_a_city_that_no_rule_was_made_for(city: str, exact: float, kind: float, status: float) -> None:
    text, gold = annotated(PASSAGES / f"{city}.txt")
    found = {(m.start, m.end): m for m in find_mentions(Plan(f"{city}.txt", text), default_gazetteer())}
    both = [(wanted, found[wanted.start, wanted.end]) for wanted in gold if (wanted.start, wanted.end) in found]
    assert 2 * len(both) / (len(gold) + len(found)) >= exact
    assert sum(mention.kind == wanted.kind for wanted, mention in both) >= kind * len(both)
    assert sum(mention.status == wanted.status for wanted, mention in both) >= status * len(both)
    assert all(text[start:end] == mention.text for (start, end), mention in found.items())
