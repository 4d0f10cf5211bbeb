"""The report of an atlas: what was found, placed at which precision, ambiguous, not placed, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from gazetteer.records import PRECISIONS, STATUSES, Mention

if TYPE_CHECKING:
    from maps.atlas import Atlas

Report = dict[str, Any]


def report_of(atlas: Atlas) -> Report:
    """Plans with their numbers, counts in all, and every name without a position with its reason."""
    located = [m for m in atlas.mentions if m.lng is not None and m.kind != "layout"]
    missing: dict[tuple[str, str, str], list[Mention]] = {}
    for m in atlas.unplaced:
        missing.setdefault((m.name, m.kind, m.reason), []).append(m)
    plans = {}
    for info in atlas.plans:
        own = [m for m in atlas.mentions if m.plan == info.name]
        plans[info.name] = {
            "title": info.title,
            "characters": info.characters,
            "mentions": len(own),
            "located": sum(m.plan == info.name for m in located),
            "layouts": sum(x.plan == info.name for x in atlas.layouts),
        }
    rows = [
        {
            "name": name,
            "kind": kind,
            "reason": reason,
            "mentions": len(group),
            "plans": sorted({m.plan for m in group}),
            "at": [[m.plan, m.start, m.end] for m in group[:5]],
        }
        for (name, kind, reason), group in sorted(missing.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    kinds = Counter(m.kind for m in atlas.mentions)
    return {
        "plans": plans,
        "counts": {
            "mentions": len(atlas.mentions),
            "located": len(located),
            "places": len(atlas.places),
            "layouts": len(atlas.layouts),
            "layouts_drawn": sum(any(e.drawn for e in x.elements) for x in atlas.layouts),
            "by_kind": dict(kinds.most_common()),
            "by_precision": {p: n for p in PRECISIONS if (n := sum(m.precision == p for m in located))},
            "by_status": {s: n for s in STATUSES if (n := sum(m.status == s for m in atlas.mentions))},
            "places_by_precision": {p: int(n) for p in PRECISIONS if (n := (atlas.places["precision"] == p).sum())},
        },
        "ambiguous": [row for row in rows if str(row["reason"]).startswith("ambiguous")],
        "not_placed": [row for row in rows if not str(row["reason"]).startswith("ambiguous")],
    }
