"""Write the embedded catalogue from plan files: ``python data/catalogue/make_catalogue.py PLAN...``.

Only facts go into it: names, kinds, statuses, offsets, the numbers of chapters, sections and boxes, and the elements of
layouts. The plans' sentences do not.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from gazetteer.catalogue import PlanInfo, write_catalogue
from gazetteer.entries import default_gazetteer
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan, read_plan


def main(paths: list[str]) -> None:
    """Read the plans in the order given and write the catalogue beside this file."""
    plans = [_called_by_its_title(read_plan(path)) for path in paths]
    gazetteer = default_gazetteer()
    mentions = {plan.name: find_mentions(plan, gazetteer) for plan in plans}
    layouts = [layout for plan in plans for layout in read_layouts(plan, mentions[plan.name])]
    write_catalogue(
        Path(__file__).parent,
        [PlanInfo.of(plan) for plan in plans],
        [m for found in mentions.values() for m in found],
        layouts,
    )


def _called_by_its_title(plan: Plan) -> Plan:
    return replace(plan, name=plan.title)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
