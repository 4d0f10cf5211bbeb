"""Tell what the audit of the gazetteer found, and how its rows stand in the present tables.

python benchmarks/audit.py           the figures, as Markdown
python benchmarks/audit.py --write   the same into docs/gazetteer-audit.md
python benchmarks/audit.py --draw 7  ids of a new sample, with another seed

docs/gazetteer-audit.csv holds the samples: what a row stated when it was audited, what another source says, a verdict.
Distances are computed anew from both positions; rows that have changed since are named.
"""

import argparse
import csv
import random
import statistics
from collections import Counter, defaultdict
from pathlib import Path

from gazetteer.tables import Row, read_tables, shipped_tables
from geo.crs import GEOD

DOCS = Path(__file__).resolve().parents[1] / "docs"
WITHIN_M = {"surveyed": 100.0, "site": 500.0, "approximate": 2000.0}
"""How far a position may be off: data/gazetteer/README.md."""
SAMPLE = {
    "station": 12, "airport": 5, "port": 9, "road": 9, "platform": 20, "facility": 14, "zone": 8, "nature": 8,
    "utility": 5, "logistics": 4, "admin": 6,
}  # fmt: skip
CLASSES = {
    "surveyed": "exact", "site": "exact", "approximate": "approximate", "area": "area", "schematic": "line",
    "town": "unit", "district": "unit", "city": "unit",
}  # fmt: skip
LINES_OF = {"road", "nature"}
"""Kinds of which lines are drawn too; the courses of railways are compared whole, not by sample."""
VAGUE = 0.4
"""Weight of a row that states no position of its own."""
VERDICTS = ("ok", "wrong", "overclaimed", "cannot tell")
TITLES = {
    "1": "First sample, by lot",
    "2": "Second sample, by lot",
    "3": "Rows that had become more exact in a day, all of them",
}
MOVED_M = 50.0
MARK = "<!-- figures -->"


def main():
    options = arguments()
    rows = {row.id: row for row in read_tables(shipped_tables()) if row.file != "admin.csv"}
    if options.draw is not None:
        print(*draw(list(rows.values()), options.draw), sep="\n")
        return
    with (DOCS / "gazetteer-audit.csv").open(encoding="utf-8", newline="") as file:
        audited = list(csv.DictReader(file))
    text = report(audited, rows)
    if options.write:
        page = DOCS / "gazetteer-audit.md"
        before, _, after = page.read_text(encoding="utf-8").split(MARK)
        page.write_text(f"{before}{MARK}\n{text}\n{MARK}{after}", encoding="utf-8")
    else:
        print(text)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--draw", type=int, metavar="SEED")
    return parser.parse_args()


def draw(rows: list[Row], seed: int) -> list[str]:
    """Ids of a sample by kind and precision: one of each class at least, the others in proportion."""
    chance, drawn = random.Random(seed), []  # noqa: S311
    for kind, wanted in SAMPLE.items():
        classes = defaultdict(list)
        for row in rows:
            if row.kind == kind and (CLASSES[row.precision] != "line" or kind in LINES_OF):
                classes[CLASSES[row.precision]].append(row.id)
        weights = {name: len(ids) * (VAGUE if name in {"unit", "line"} else 1) for name, ids in classes.items()}
        take = dict.fromkeys(sorted(classes), 1)
        while sum(take.values()) < min(wanted, sum(map(len, classes.values()))):
            open_ = [name for name in take if take[name] < len(classes[name])]
            take[max(open_, key=lambda name: weights[name] / (take[name] + 0.5))] += 1
        for name, number in take.items():
            drawn += chance.sample(sorted(classes[name]), number)
    return drawn


def report(audited: list[dict[str, str]], rows: dict[str, Row]) -> str:
    """Figures of each sample, then what has changed in it since, as Markdown."""
    parts = []
    for sample, title in TITLES.items():
        own = [one for one in audited if one["sample"] == sample]
        parts += [f"### {title}", by_kind(own), figures(own, rows), changes(own, rows)]
    return "\n\n".join(parts)


def by_kind(audited: list[dict[str, str]]) -> str:
    counts = Counter((one["kind"], one["verdict"]) for one in audited)
    lines = ["| kind | rows | " + " | ".join(VERDICTS) + " |", "| --- " * (len(VERDICTS) + 2) + "|"]
    for kind in dict.fromkeys(one["kind"] for one in audited):
        told = [counts[kind, verdict] for verdict in VERDICTS]
        lines.append(f"| {kind} | {sum(told)} | " + " | ".join(map(str, told)) + " |")
    told = [sum(one["verdict"] == verdict for one in audited) for verdict in VERDICTS]
    lines.append(f"| all | {sum(told)} | " + " | ".join(map(str, told)) + " |")
    return "\n".join(lines)


def figures(audited: list[dict[str, str]], rows: dict[str, Row]) -> str:
    """Shares of right districts, of positions within their precision, then and now, and of overclaims."""
    known = [one for one in audited if one["district"] != "unknown"]
    right = sum(one["district"] == "right" for one in known)
    located = [one for one in audited if one["evidence_of"] == "itself" and one["lng"]]
    then = [(off_m(one), one["precision"]) for one in located]
    now = [(off_m(one, row), row.precision) for one in located if (row := rows.get(one["id"])) and row.lng is not None]
    near = [float(one["distance_m"]) for one in audited if one["evidence_of"] == "neighbour" and one["distance_m"]]
    faults = [one for one in audited if one["verdict"] in {"wrong", "overclaimed"}]
    mended = sum(bool(changed(one, rows.get(one["id"]))) for one in faults)
    judged = sum(one["verdict"] != "cannot tell" for one in audited)
    claims = sum(one["verdict"] == "overclaimed" for one in audited)
    lines = [f"* Right district: {right} of {len(known)} that another source or the name itself tells."]
    if located:
        found = f"{len(then)}: {within(then)} within their precision, median {middle(then):.0f} m"
        today = f"today {within(now)} of {len(now)}, median {middle(now):.0f} m"
        lines.append(f"* Positions for which another source of the same place was found: {found}; {today}.")
    if near:
        lines.append(f"* For {len(near)} more a neighbour was compared, median {statistics.median(near):.0f} m away.")
    wrong = f"Wrong: {len(faults) - claims}. Of these {len(faults)}, {mended} have been changed since."
    return "\n".join([*lines, f"* Overclaimed: {claims} of {judged} that could be judged. {wrong}"])


def changes(audited: list[dict[str, str]], rows: dict[str, Row]) -> str:
    """Name the rows of the sample that are no longer as they were audited."""
    told = [f"* {one['name']}: {what}" for one in audited if (what := changed(one, rows.get(one["id"])))]
    return "Changed since the audit:\n\n" + "\n".join(told or ["* none"])


def changed(one: dict[str, str], row: Row | None) -> str:
    """What is different in the present row, empty where nothing is."""
    if row is None:
        return "no row has its id any more"
    parts = [
        f"{column} {one[column] or 'none'} → {value or 'none'}"
        for column, value in (
            ("geometry", row.geometry),
            ("precision", row.precision),
            ("districts", "|".join(row.districts)),
        )
        if one[column] != value
    ]
    if one["lng"] and row.lng is not None:
        moved = distance_m(float(one["lng"]), float(one["lat"]), row.lng, row.lat)
        parts += [f"moved {moved:.0f} m"] if moved > MOVED_M else []
    elif row.geometry == one["geometry"] and one["members"] != "|".join(row.members):
        parts.append("other members")
    return "; ".join(parts)


def off_m(one: dict[str, str], row: Row | None = None) -> float:
    """Distance from the evidence, as audited or of the present row."""
    lng, lat = (float(one["lng"]), float(one["lat"])) if row is None else (row.lng, row.lat)
    return distance_m(lng, lat, float(one["evidence_lng"]), float(one["evidence_lat"]))


def within(offs: list[tuple[float, str]]) -> int:
    """How many distances their precision allows; a precision that states no distance is not held to one."""
    return sum(metres <= WITHIN_M.get(precision, float("inf")) for metres, precision in offs)


def middle(offs: list[tuple[float, str]]) -> float:
    return statistics.median(metres for metres, _ in offs)


def distance_m(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    return float(GEOD.inv(lng, lat, other_lng, other_lat)[2])


if __name__ == "__main__":
    main()
