"""Which places make up an element: not those that hold all the others, nor those that it only points to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gazetteer.geocode import geocoder
from maps.layout_members import LINE_ROLES, Located

if TYPE_CHECKING:
    from gazetteer.records import LayoutElement
    from maps.layout_members import Finder

FEWEST_SITES: Final = 3
"""From so many sites on a line is drawn through them, not as the ground of the units that hold them."""
MADE_UP: Final = 0.5
"""Units that cover so much of a belt's ground are what it is made up of, and no sites along it."""
FEWEST_UNITS: Final = 3
"""Of so many units that the plan names a side of the ground is made up, and no longer a part cut by the compass."""
PART_ROLES: Final = frozenset({"core", "zone", "cluster"})
NEARLY_ALL: Final = 0.95
"""What holds so much of the scope is the scope."""
IN_A_ROW: Final = 0.5
"""Places lie in a row when they spread across it at most this share of how they spread along it."""


class Fitting:
    """Chooses among the members of elements that a `maps.layout_members.Finder` has found."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder

    def fitting(self, element: LayoutElement, items: list[Located]) -> list[Located]:
        """Members that make up an element's ground or path: not those that hold all the others, nor far-off units."""
        if self._is_whole_scope(element, items):
            return []
        itself = [item for item in items if item.own == "itself"]
        if itself and element.role not in LINE_ROLES:
            towns = [item for item in items if self.finder.scope.town(item.place) is not None]
            return towns if len(towns) > 1 else itself
        if itself and itself[0].form == "line":
            return [item for item in items if item.form == "line"]
        if (itself or len(items) == 1) and items[0].form == "area":
            return self._course_of(element, items[0], items)
        named = [item for item in items if item.own == "named"]
        kept = named or [item for item in items if not self._holds_rest(item, items)]
        ground = self.finder.scope.ground
        if element.role in LINE_ROLES:
            kept = self._in_province(kept)
        elif ground is not None and any(ground.intersects(item.point) for item in kept):
            kept = [
                i
                for i in kept
                if i.place.kind not in {"admin", "region"} or i.name in element.name or ground.intersects(i.point)
            ]
        return kept or items

    def _is_whole_scope(self, element: LayoutElement, items: list[Located]) -> bool:
        """Whether of a part of the scope nothing is known but that: 某湾, of which the plan tells only its own city."""
        ground = self.finder.scope.ground
        if element.role not in PART_ROLES or not element.defined or len(items) != 1 or ground is None:
            return False
        (item,) = items
        named = item.name in element.name or element.name in item.name
        if named or item.form != "area" or item.place.kind != "admin" or not self.finder.scope.sure:
            return False
        return bool(item.shape.intersection(ground).area > NEARLY_ALL * ground.area)

    def _course_of(self, element: LayoutElement, itself: Located, items: list[Located]) -> list[Located]:
        """What a line passes that is known as the ground of whole units: its sites, or for an axis those units.

        A belt of units that lie in no row is their ground.
        """
        others = (item for item in items if item is not itself and not item.coarse)
        sites = [item for item in others if item.place.kind not in {"region", "nature"}]
        units = sum(item.shape.area for item in sites if item.form == "area" and item.place.kind == "admin")
        if len(sites) >= FEWEST_SITES and units < MADE_UP * itself.shape.area:
            return sites
        crossed = self._made_of(itself)
        if len(crossed) < 2 or itself.place.kind == "admin" or (element.role == "belt" and not _in_a_row(crossed)):
            return [itself]
        return crossed

    def _made_of(self, whole: Located) -> list[Located]:
        """Units that a ground is made up of, as its row has them."""
        row = self.finder.gazetteer.rows.get(whole.place.id)
        names = row.members if row is not None and row.geometry == "union" else whole.place.districts
        return [found for name in names for found in self.finder.find(name)]

    def knows_ground(self, items: list[Located]) -> bool:
        """Whether it is known which ground is meant by 东部: as such, or by the units of the scope that make it up."""
        ground = self.finder.scope.ground
        units = [item for item in items if item.place.kind == "admin" and ground and ground.intersects(item.point)]
        return len(units) >= FEWEST_UNITS or any(item.own == "itself" for item in items)

    def _in_province(self, items: list[Located]) -> list[Located]:
        """Places of a line but for the provinces and the cities of other provinces that it only points to."""
        units = self.finder.gazetteer.units
        home = geocoder(self.finder.gazetteer, self.finder.area).scope.provinces
        afar = [
            i
            for i in items
            if (unit := units.get(i.place.id)) and (unit.level == "province" or unit.province not in home)
        ]
        rest = [item for item in items if item not in afar]
        return rest if home and sum(item.form != "line" for item in rest) > 1 else items

    def _holds_rest(self, item: Located, items: list[Located]) -> bool:
        others = [other for other in items if other is not item]
        if item.form != "area" or not others or item.own:
            return False
        if item.place.kind == "region":
            return True
        smaller = [other for other in others if other.form != "area" or other.shape.area < item.shape.area / 2]
        held = int(shapely.covers(item.shape, [other.point for other in smaller]).sum()) if smaller else 0
        return 2 * held >= len(others)


def _in_a_row(items: list[Located]) -> bool:
    """Whether places lie along a line rather than about a middle."""
    points = np.array([(i.point.x * np.cos(np.radians(i.point.y)), i.point.y) for i in items])
    if len(points) < 3:
        return True
    along, across = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[:2]
    return bool(across < IN_A_ROW * along)
