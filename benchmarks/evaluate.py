"""Score what is read against the annotated passages, and hold the floors.

python benchmarks/evaluate.py                  every score, for each plan and in all; exit code 1 below a floor
python benchmarks/evaluate.py --leave-one-out  the same, each plan read without the gazetteer rows that only it names
python benchmarks/evaluate.py --raise          lift the floors to a margin below what is measured; none is lowered

The plans and the annotation lie beside the repository, in ../shared; without them nothing is done. The floors are
in floors.json, with the hash of the annotation that they were measured on: other annotation needs --accept, once.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import yaml

from gazetteer.entries import Gazetteer, default_gazetteer
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.plan import read_plan
from geo.export import to_json
from maps.layout_geometry import mark_drawn

FLOORS = Path(__file__).with_name("floors.json")
SHARED = Path(__file__).resolve().parents[2] / "shared"
MARGIN = 0.01
GOLD = ("dev/gold/*.jsonl", "dev/windows/*", "layouts-dev.yaml", "lookalikes-dev.yaml", "score.py", "score_layouts.py")
NUMBER = r"(\d\.\d+)"
MENTION_SCORES = {
    "recall": rf"  recall {NUMBER}",
    "precision": rf"precision {NUMBER}",
    "F1": rf"  F1 {NUMBER}",
    "strict F1": rf"strict F1 {NUMBER}",
    "kind": rf"found: kind {NUMBER}",
    "status": rf"status {NUMBER}",
    "name": rf"name {NUMBER}",
    "located": rf"located {NUMBER}",
    "district": rf"right district {NUMBER}",
}
LAYOUT_SCORES = {
    "layouts": rf"layouts found \S+ {NUMBER}",
    "numbered": rf"numbered \S+ {NUMBER}",
    "elements": rf"elements found \S+ {NUMBER}",
    "drawn": rf"drawn \S+ {NUMBER}",
    "members": rf"members \S+ {NUMBER}",
}


def main():
    options = arguments()
    evaluation = options.shared / "eval"
    if not (evaluation / "score.py").is_file():
        print(f"evaluation skipped: no annotated passages in {evaluation}")
        return 0
    paths = sorted((options.shared / "plans").glob("*.txt"))
    if options.leave_one_out:
        name, (mentions, layouts) = "leave one out", read_without_own_rows(paths)
    else:
        name, (mentions, layouts) = "scores", read(paths, default_gazetteer())
    table = {plan: scores(evaluation, mentions, layouts, plan) for plan in [*(p.name for p in paths), None]}
    show(table)
    return hold(name, table, gold_hash(evaluation), options)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-one-out", action="store_true", help="without the rows that only the plan itself names")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors; none is lowered")
    parser.add_argument("--accept", action="store_true", help="with --raise: the annotation has changed and is right")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of plans/ and eval/ (default: ../shared)")
    return parser.parse_args()


def read(paths, gazetteer):
    """Mentions and layouts of plans, as the atlas reads them."""
    mentions, layouts = [], []
    for path in paths:
        plan = read_plan(path)
        found = find_mentions(plan, gazetteer)
        mentions += found
        layouts += mark_drawn(read_layouts(plan, found), gazetteer, area=plan.area)
    return mentions, layouts


def read_without_own_rows(paths):
    """Read each plan with a gazetteer that has no row which only this plan names.

    Units of the administrative division stay: their lists are complete whichever plan names them.
    """
    gazetteer = default_gazetteer()
    named_by = defaultdict(set)
    for mention in read(paths, gazetteer)[0]:
        named_by[mention.place].add(mention.plan)
    mentions, layouts = [], []
    for path in paths:
        kept = [row for row in gazetteer.rows.values() if row.kind == "admin" or named_by[row.id] != {path.name}]
        print(f"{path.name}: {len(gazetteer.rows) - len(kept)} of {len(gazetteer.rows)} rows are known from it alone")
        found = read([path], Gazetteer(kept))
        mentions += found[0]
        layouts += found[1]
    return mentions, layouts


def scores(evaluation, mentions, layouts, plan):
    """Scores of one plan, or of all where ``plan`` is None, as the two scripts print them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mentions_file, layouts_file = folder / "mentions.jsonl", folder / "layouts.json"
        mentions_file.write_text("".join(to_json(m.to_dict()) + "\n" for m in mentions), encoding="utf-8")
        layouts_file.write_text(to_json([x.to_dict() for x in layouts if plan in (None, x.plan)]), encoding="utf-8")
        gold, layout_gold, lookalikes = gold_of(evaluation, folder, plan)
        told = run(evaluation / "score.py", gold, mentions_file)
        told_layouts = run(evaluation / "score_layouts.py", layout_gold, lookalikes, layouts_file)
    wrong, among = map(int, re.search(r"taken for layouts (\d+)/(\d+)", told_layouts).groups())
    return {
        **{key: number(pattern, told) for key, pattern in MENTION_SCORES.items()},
        **{key: number(pattern, told_layouts) for key, pattern in LAYOUT_SCORES.items()},
        "lookalikes left": 1 - wrong / max(1, among),
    }


def gold_of(evaluation, folder, plan):
    """Annotation of one plan, or of all, in the form that the scripts read."""
    if plan is None:
        return evaluation / "dev", evaluation / "layouts-dev.yaml", evaluation / "lookalikes-dev.yaml"
    windows = json.loads((evaluation / "dev/windows/index.json").read_text(encoding="utf-8"))
    own = {window: where for window, where in windows.items() if where["doc"] == plan}
    (folder / "windows").mkdir()
    (folder / "windows/index.json").write_text(json.dumps(own), encoding="utf-8")
    shutil.copytree(evaluation / "dev/gold", folder / "gold")
    for name, entries in (("layouts", None), ("lookalikes", "non_spatial_lookalikes")):
        told = yaml.safe_load((evaluation / f"{name}-dev.yaml").read_text(encoding="utf-8"))
        among = [entry for entry in (told[entries] if entries else told) if entry["doc"] == plan[:3]]
        (folder / f"{name}.yaml").write_text(yaml.safe_dump({entries: among} if entries else among), encoding="utf-8")
    return folder, folder / "layouts.yaml", folder / "lookalikes.yaml"


def run(script, *files):
    done = subprocess.run([sys.executable, script, *files], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{script.name}: {done.stderr.strip()}")
    return done.stdout


def number(pattern, text):
    found = re.search(pattern, text)
    if found is None:
        sys.exit(f"no number for {pattern!r} in:\n{text}")
    return float(found.group(1))


def label(plan):
    """Short name of a plan in the table and in the floors."""
    return plan[:3] if plan else "all"


def show(table):
    """One line for each score, one column for each plan."""
    print(" " * 16 + "".join(f"{label(plan):>8}" for plan in table))
    for score in table[None]:
        print(f"{score:<16}" + "".join(f"{table[plan][score]:8.3f}" for plan in table))


def gold_hash(evaluation):
    """Hash of all files that decide about the scores."""
    digest = hashlib.sha256()
    for pattern in GOLD:
        for path in sorted(evaluation.glob(pattern)):
            digest.update(path.relative_to(evaluation).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def hold(name, table, gold, options):
    """Compare each plan, and all, with the floors, or lift these; returns the exit code."""
    told = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {"gold": gold}
    if told["gold"] != gold and not (options.lift and options.accept):
        print("the annotation is not the one that the floors stand for: look at it, then --raise --accept")
        return 1
    floors = told.get(name, {})
    if options.lift:
        floors = {label(plan): lifted(floors.get(label(plan), {}), measured) for plan, measured in table.items()}
        FLOORS.write_text(json.dumps({**told, "gold": gold, name: floors}, indent=1) + "\n", encoding="utf-8")
    missed = [
        f"{label(plan)} {score}: {measured[score]:.3f} is below the floor of {floor}"
        for plan, measured in table.items()
        for score, floor in floors.get(label(plan), {}).items()
        if measured[score] < floor
    ]
    held = f"all {sum(map(len, floors.values()))} floors held" if floors else "no floor is set"
    print("\n".join(missed) if missed else held)
    return 1 if missed else 0


def lifted(floors, measured):
    """Floors a margin below what is measured, none lower than it was."""
    return {score: max(floors.get(score, 0.0), round(value - MARGIN, 3)) for score, value in measured.items()}


if __name__ == "__main__":
    sys.exit(main())
