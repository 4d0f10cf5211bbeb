"""Floors for the layouts read out of annotated plans; skipped where the plans are not beside the checkout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer.layouts import read_layouts
from gazetteer.plan import read_plan

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "eval" / "score_layouts.py"
GOLD = [SHARED / "eval" / name for name in ("layouts-dev.yaml", "lookalikes-dev.yaml")]
# Without a gazetteer: names come from the text alone.
FLOORS = {"numbered": 0.97, "layouts found": 0.92, "elements found": 0.86, "members": 0.68}


@pytest.mark.skipif(not SCORER.exists(), reason="the annotated plans are not beside the checkout")
def test_layouts_stay_above_their_floors(tmp_path: Path) -> None:
    found = [x.to_dict() for path in sorted((SHARED / "plans").glob("*.txt")) for x in read_layouts(read_plan(path))]
    answer = tmp_path / "layouts.json"
    answer.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    report = subprocess.run(
        [sys.executable, str(SCORER), *map(str, GOLD), str(answer)], capture_output=True, text=True, check=True
    ).stdout
    for name, floor in FLOORS.items():
        measured = re.search(rf"{name} (\d+)/(\d+)", report)
        assert measured is not None, report
        share = int(measured[1]) / int(measured[2])
        assert share >= floor, f"{name} fell to {share:.3f}: {report}"
    taken = re.search(r"taken for layouts (\d+)/", report)
    assert taken is not None
    assert int(taken[1]) == 0, report
