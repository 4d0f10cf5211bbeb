"""Lines in parts of different status, and areas that are told by the districts they consist of."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from maps.sample import sample_districts, sample_plans
from maps.webmap import atlas_map

pytestmark = pytest.mark.browser
BUILT = shapely.LineString([(112.5, 23.3), (112.9, 23.35)])
PLANNED = shapely.LineString([(112.9, 23.35), (113.3, 23.3)])
BLUENESS = """(points) => {
  const view = Atlas.canvas.last, canvas = Atlas.canvas.canvases[0];
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return points.map(([lng, lat]) => {
    const [x, y] = Atlas.project(lng, lat).map((v, i) => Math.round((i ? view.y(v) : view.x(v)) * view.ratio));
    return data[4 * (y * canvas.width + x) + 2] - data[4 * (y * canvas.width + x)];
  });
}"""


@pytest.fixture
def seen(see, tmp_path):
    ground = sample_districts()
    whole = shapely.union_all(ground.geometry[:3].to_numpy())
    places = gpd.GeoDataFrame(
        {
            "id": ["line", "zone"],
            "name": ["甲丙线", "三区"],
            "kind": ["rail", "zone"],
            "status": ["planned", "built"],
            "precision": ["approximate", "area"],
            "segments": [["甲站>乙站=built", "乙站>@113.3 23.3=planned"], []],
        },
        geometry=[shapely.MultiLineString([BUILT, PLANNED]), whole],
        crs=4326,
    )
    atlas_map(places, pd.DataFrame(), sample_plans(), districts=ground).save(tmp_path / "map.html")
    return see(tmp_path / "map.html")


def inked(seen):
    """Shares of the built and the planned part that have the line's colour: all where solid, less where dashed."""
    steps = np.linspace(0.05, 0.95, 200)
    points = [shapely.get_coordinates(part.interpolate(steps, normalized=True)) for part in (BUILT, PLANNED)]
    return np.reshape(np.array(seen.run(BLUENESS, np.concatenate(points).tolist())) > 50, (2, 200)).mean(axis=1)


def test_each_part_of_a_line_is_drawn_as_its_own_status(seen):
    seen.look_at(23.33, 112.9, 10)
    built, planned = inked(seen)
    assert built > 0.85  # the name lies on some of it
    assert 0.3 < planned < 0.8


def test_a_status_that_is_switched_off_takes_its_parts_away(seen):
    seen.look_at(23.33, 112.9, 10)
    seen.run("() => { Atlas.state.status[0] = 0; Atlas.applyFilter(); Atlas.canvas.draw(); }")
    built, planned = inked(seen)
    assert built < 0.2
    assert planned > 0.3


def test_the_card_tells_the_parts(seen):
    seen.run("Atlas.select(Atlas.store.byId.get('line'))")
    text = seen.page.inner_text("#details")
    assert "甲站—乙站 已建成" in text
    assert "乙站—(113.3, 23.3) 规划" in text


def test_an_area_of_whole_districts_has_their_common_outline(seen):
    rings, first, last = seen.run("""() => {
      const {parts} = Atlas.store.byId.get("zone").geometry, ring = parts[0];
      return [parts.length, [ring[0], ring[1]], [ring[ring.length - 2], ring[ring.length - 1]]];
    }""")
    assert (rings, first) == (1, last)
    inside = seen.run("""() => {
      const {geometry} = Atlas.store.byId.get("zone"), view = Atlas.canvas.last;
      return Atlas.base.units.map(({at}) => Atlas.inArea(geometry, view.x(at[0]), view.y(at[1]), view));
    }""")
    assert inside == [number < 3 for number in range(len(inside))]
