"""Values that try to run code, in every field: nothing runs, nothing breaks."""

from __future__ import annotations

import pandas as pd
import pytest

from maps.sample import sample_districts, sample_places
from maps.webmap import atlas_map

pytestmark = pytest.mark.browser
HOSTILE = [
    "</script><script>window.hurt=1</script>",
    "<img src=x onerror=window.hurt=1>",
    "${window.hurt=1}",
    "{{window.hurt=1}}",
    "'\"><svg onload=window.hurt=1>",
    "\\';window.hurt=1;//",
    "javascript:window.hurt=1",
    "\u2028window.hurt=1\u2029",
    "名\x00字\u202e反\u2066",
    "=1+1|' /C calc'!A0",
    "😀\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "长" * 100_000,
]
TOUR = [
    "Atlas.openTab('layers')",
    "document.querySelectorAll('#tree .expander').forEach(node => node.click())",
    "Atlas.openTab('list')",
    "document.getElementById('list-lost').click()",
    "document.getElementById('list-wide').click()",
    "document.getElementById('list-seen').click()",
    "Atlas.openTab('districts')",
    "Atlas.openTab('compare')",
    "document.querySelectorAll('#compare-groups details').forEach(node => { node.open = true })",
    "Atlas.setLanguage('en')",
    "Atlas.openTab('legend')",
]


def test_hostile_values_in_every_field_run_nothing(see, tmp_path):
    ground, numbered = sample_districts(), list(enumerate(HOSTILE))
    places = sample_places(40, districts=ground)
    columns = {
        **dict.fromkeys(("name", "source", "note"), HOSTILE),
        **{key: [[value] for value in HOSTILE] for key in ("aliases", "districts")},
        "id": [f"{value}{row}" for row, value in numbered],
        "plans": [[f"plan{row}{value}"] for row, value in numbered],
        "kind": ["platform"] * len(HOSTILE),
    }
    places = places.assign(**{key: [*first, *places[key].tolist()[len(HOSTILE) :]] for key, first in columns.items()})
    keys = ("title", "period", "area", "file", "kind", "reason", "scope", "url", "sentence", "text", "outline")
    names = [f"plan{row}{value}" for row, value in numbered]
    records = [
        {**dict.fromkeys(keys, value), "name": name, "plan": name} for name, value in zip(names, HOSTILE, strict=True)
    ]
    mentions = pd.DataFrame(records).assign(place=columns["id"], status="planned", start=1)
    ground.loc[: len(HOSTILE) - 1, "name"] = [value[:100] for value in HOSTILE]
    ground.loc[: len(HOSTILE) - 1, "city"] = [value[:100] for value in HOSTILE]
    atlas_map(places, mentions, records, records, records, districts=ground, title=HOSTILE[0]).save(tmp_path / "h.html")
    seen = see(tmp_path / "h.html")
    for step in TOUR:
        seen.run(f"() => {{ {step} }}")
        seen.settle(120)
    for row in range(len(HOSTILE)):
        seen.run("i => { Atlas.select(Atlas.store.places[i]); Atlas.goTo(Atlas.store.places[i]); }", row)
        seen.run("i => Atlas.tip(10, 10, ...Atlas.describe(Atlas.store.places[i]))", row)
        seen.settle(30)
    for query in ("script", "img", "${", "java", "="):
        seen.page.fill("#search", query)
    seen.run("() => { Atlas.openTab('list'); Atlas.map.setView([30, 110], 4, {animate: false}); }")  # all in view
    seen.page.wait_for_function("count => Atlas.parts.list.table().length > count", arg=len(places))
    table = seen.run("Atlas.parts.list.table().map(row => row.map(value => Atlas.parts.list.cell(value)))")
    cells = [cell.lstrip('"') for row in table for cell in row]
    assert "'=1+1|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@"}]
    assert seen.run("window.hurt") is None
    assert seen.run("document.querySelectorAll('img:not(.leaflet-tile), iframe, svg[onload], script[src]').length") == 0
    assert "javascript:" not in seen.run("[...document.querySelectorAll('a[href]')].map(link => link.protocol)")
    seen.keep("hostile")
