"""The ground of an element, in metres: footprints cut to where they belong, or a soft outline around its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

from maps.layout_shapes import areas_of, band
from maps.layout_zones import blob, soft_edge

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from shapely.geometry.base import BaseGeometry

    from maps.layout_members import Finder, Located

SLIVER: Final = 0.03
"""What a district's border cuts off a footprint is left out below this share of the rest."""
OUTLINES: Final = frozenset({"hull", "circle", "polygon"})
"""What the gazetteer draws around places without regard to borders; a union of units ends at theirs."""
WHOLE: Final = 0.995
"""A footprint that has so much of it inside is left as it is."""
PAD: Final = 0.022
REACH: Final = 0.32
"""Outlines around places, and how far these may be apart, as shares of the layout's diagonal."""
WITHIN: Final = 0.5
"""A footprint is cut to its districts where so much of it lies in them."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Geometry of an element in metres, and how it came about."""

    shape: BaseGeometry
    form: str
    schematic: bool
    label: shapely.Point | None = None
    bearing: float = float("nan")


class Grounds:
    """Draws elements that are areas.

    Parameters
    ----------
    finder
        Finder of the layout.
    metres
        Takes a shape in WGS 84 to the drawing's projection.
    scope
        The layout's ground in that projection, None where it is not known or only supposed.
    extent_m
        Diagonal of what is drawn.
    """

    def __init__(
        self,
        finder: Finder,
        metres: Callable[[BaseGeometry], Any],
        *,
        scope: BaseGeometry | None,
        extent_m: float,
    ) -> None:
        self.finder, self.metres, self.scope, self.extent_m = finder, metres, scope, extent_m

    def drawn(self, items: list[Located], *, clip: bool = False) -> Drawn:
        """Footprints, or a soft outline around places that have none."""
        areas = [self.footprint(item) for item in items if item.form == "area" and not item.coarse]
        areas = [self._within_scope(area) for area in areas] if clip else areas
        towns = self._towns(items)
        if towns:
            areas += [self.metres(town) for town in towns.values()]
            items = [item for item in items if item.place.id not in towns]
        whole = areas_of(shapely.union_all(areas)) if areas else shapely.Polygon()
        lines = [self.metres(item.shape) for item in items if item.form == "line"]
        points = [self.metres(i.point) for i in items if i.form == "point" or i.coarse]
        points = [point for point in points if not whole.covers(point)]
        if lines and whole.is_empty and not points:
            line = shapely.union_all(lines)
            inside = line.intersection(self.scope) if self.scope is not None else line
            return Drawn(
                band_of(inside if not inside.is_empty else line, 0.012 * self.extent_m), "band", schematic=False
            )
        if not points or towns:
            return Drawn(whole, "area", schematic=bool(towns))
        if len(points) == 1 and whole.is_empty:
            return Drawn(points[0], "symbol", schematic=all(item.coarse for item in items))
        grounds = [part for part in shapely.get_parts(whole) if not part.is_empty]
        around = blob([*points, *grounds], pad=PAD * self.extent_m, reach=REACH * self.extent_m)
        return Drawn(areas_of(shapely.union_all([self._clipped(around, items), whole])), "area", schematic=True)

    def _towns(self, items: list[Located]) -> dict[str, BaseGeometry]:
        """Grounds of towns by id, where an element is made up of several."""
        grounds = {item.place.id: self.finder.scope.town(item.place) for item in items if item.place.kind == "admin"}
        known = {key: ground for key, ground in grounds.items() if ground is not None}
        return known if len(known) > 1 else {}

    def footprint(self, item: Located) -> BaseGeometry:
        """Footprint of a place in the districts that it lies in: the outline around three towns ends at the border."""
        shape = shapely.make_valid(self.metres(item.shape))
        row = self.finder.gazetteer.rows.get(item.place.id)
        if item.place.kind in {"admin", "region", "nature"} or row is None or row.geometry not in OUTLINES:
            return shape
        inside = _without_slivers(self._clipped(shape, [item]), SLIVER)
        if not WITHIN * shape.area < inside.area < WHOLE * shape.area:
            return shape
        soft = soft_edge(inside)
        return inside if soft.is_empty else soft

    def _within_scope(self, area: BaseGeometry) -> BaseGeometry:
        """Part of an area in the layout's own ground, where it is larger than that: a zone of several districts."""
        if self.scope is None or area.area <= self.scope.area:
            return area
        inside = areas_of(area.intersection(self.scope))
        return area if inside.is_empty else inside

    def _clipped(self, around: BaseGeometry, items: list[Located]) -> BaseGeometry:
        """Outline cut to the districts that its places lie in."""
        units = self.finder.gazetteer.units
        codes = dict.fromkeys(code for item in items for code in item.place.adcodes)
        shapes = [
            shape for code in codes if (unit := units.by_adcode.get(code)) and (shape := units.shape(unit)) is not None
        ]
        shapes = [shape for shape in shapes if shape.geom_type.endswith("Polygon")]
        if not shapes:
            return around
        return areas_of(around.intersection(shapely.union_all([shapely.make_valid(self.metres(s)) for s in shapes])))


def _without_slivers(shape: BaseGeometry, share: float) -> BaseGeometry:
    """Areas of a shape without those that are less than a share of the largest."""
    parts = [part for part in shapely.get_parts(areas_of(shape)) if part.area > 0]
    largest = max((part.area for part in parts), default=0.0)
    return areas_of(shapely.MultiPolygon([part for part in parts if part.area > share * largest]))


def band_of(shape: BaseGeometry, half_width: float) -> BaseGeometry:
    """Band along a line in pieces."""
    parts = [band(part, half_width) for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    whole: BaseGeometry = shapely.union_all(parts)
    return whole


def label_point(shape: BaseGeometry) -> shapely.Point:
    """Point where a label stands best: the middle of the widest circle inside the largest part.

    >>> label_point(shapely.box(0, 0, 2, 2)).distance(shapely.Point(1, 1)) < 1e-9
    True
    """
    if shape.geom_type == "Point":
        return shape
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    if largest.geom_type != "Polygon":
        return shape.representative_point()
    width = min(largest.bounds[2] - largest.bounds[0], largest.bounds[3] - largest.bounds[1])
    circle = shapely.maximum_inscribed_circle(largest, tolerance=width / 50)
    return shapely.Point(shapely.get_coordinates(circle)[0])
