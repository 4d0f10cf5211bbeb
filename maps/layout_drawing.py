"""One layout in the making: which places make up each element, and the geometry that its role asks for, in metres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.crs import WGS84, metric_crs, project
from maps.layout_bands import Band, Node, draw_band
from maps.layout_fitting import Fitting
from maps.layout_help import ElementHelp, LayoutHelp
from maps.layout_members import LINE_ROLES, ONLY_SIDE, Finder, Located, side_of
from maps.layout_shapes import areas_of, band, compass_parts, hull, leaf, ring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from gazetteer.records import Layout, LayoutElement

SYMBOL_ROLES: Final = frozenset({"pole", "node", "hub", "gateway"})
SMALLEST_EXTENT_M: Final = 4_000.0
"""A layout of one building is drawn as large as one of this diagonal: its neighbourhood tells where it is."""
SCOPE_SHARE: Final = 0.28
FEWEST_SIDES: Final = 3
"""From so many on, elements called by a side alone share the scope between them."""
FRAGMENT: Final = 0.3
LARGEST_SHARE: Final = 0.35
"""An area of more than this share of the layout's square contains the rest rather than being one place of it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Geometry of an element in metres, and how it came about."""

    shape: BaseGeometry
    form: str
    schematic: bool
    label: shapely.Point | None = None
    bearing: float = float("nan")


class Drawing:
    """One layout in the making: its members, a projection about them, and the measure that sizes depend on."""

    def __init__(self, layout: Layout, finder: Finder, entry: LayoutHelp | None = None) -> None:
        self.layout, self.finder, self.entry = layout, finder, entry
        fit = Fitting(finder)
        found = [finder.element(element) for element in layout.elements]
        fitting = [fit.fitting(element, items) for element, (items, _) in zip(layout.elements, found, strict=True)]
        self.located = [self._helped(e, items) for e, items in zip(layout.elements, fitting, strict=True)]
        sides = [e.defined and bool(ONLY_SIDE.fullmatch(e.name)) for e in layout.elements]
        if finder.scope[2] and sum(sides) >= FEWEST_SIDES:
            shared = zip(sides, self.located, strict=True)
            self.located = [[] if side and not fit.knows_ground(items) else items for side, items in shared]
        self.found, self.missing = [items for items, _ in found], [names for _, names in found]
        self.scope, self.sure = finder.scope[1], finder.scope[2]
        self.crs, self.extent_m = self._measure()
        self.scope_m = None if self.scope is None else areas_of(self.metres(self.scope))
        self.stroke_m = self._stroke()
        self.sides = self._sides()
        self.core: BaseGeometry | None = None
        self.core = self._core()

    # what is there ----------------------------------------------------------------------------------------------

    def _measure(self) -> tuple[CRS, float]:
        """Projection, and the diagonal of what is drawn: points and grounds, else lines, else the scope."""
        about = [
            spot for e, items in zip(self.layout.elements, self.located, strict=True) for spot in self._spots(e, items)
        ]
        if not about or (self.scope is not None and self._any_side()):
            about += [] if self.scope is None else [self.scope]
        if not about:
            return metric_crs(shapely.Point(0, 0)), SMALLEST_EXTENT_M
        crs = metric_crs(about)
        west, south, east, north = shapely.total_bounds(project(np.array(about, dtype=object), to=crs))
        return crs, max(float(np.hypot(east - west, north - south)), SMALLEST_EXTENT_M)

    def _stroke(self) -> float:
        """Diagonal that widths are a share of: a short layout is shown with its neighbourhood."""
        if self.scope_m is None or self.scope_m.is_empty:
            return self.extent_m
        west, south, east, north = self.scope_m.bounds
        return max(self.extent_m, SCOPE_SHARE * float(np.hypot(east - west, north - south)))

    def _spots(self, element: LayoutElement, items: Iterable[Located]) -> list[BaseGeometry]:
        """Ground of an element: its areas, the places that its line passes, else the line itself."""
        lines = [item for item in items if item.form == "line"]
        if course := [item.shape for item in lines if item.own == "itself"]:
            return course
        passed = element.role in LINE_ROLES
        found = (item for item in items if item.form != "line")
        spots = [i.point if (passed and i.form == "area") or i.coarse else i.shape for i in found]
        if len(spots) > 1 or not lines:
            return spots
        cut = [i.shape if self.scope is None else i.shape.intersection(self.scope) for i in lines]
        return spots + ([part for part in cut if not part.is_empty] or [item.shape for item in lines])

    def metres(self, shape: BaseGeometry) -> Any:
        """Shape in the drawing's projection."""
        return project(shape, to=self.crs)

    def _any_side(self) -> bool:
        return any(
            side_of(e.name) is not None and not items
            for e, items in zip(self.layout.elements, self.located, strict=True)
        )

    def _sides(self) -> dict[str, BaseGeometry]:
        """Parts of the scope for the sides that elements are named by, where the scope is known."""
        sides = [side for e in self.layout.elements if e.defined and (side := side_of(e.name)) is not None]
        if not sides or not self.sure or self.scope_m is None or not self._any_side():
            return {}
        return compass_parts(self.scope_m, sides)

    def _core(self) -> BaseGeometry | None:
        cores = (self.draw(i) for i, element in enumerate(self.layout.elements) if element.role == "core")
        shapes = [drawn.shape for drawn in cores if drawn is not None]
        return shapely.union_all(shapes) if shapes else None

    # elements ---------------------------------------------------------------------------------------------------

    def row(self, index: int) -> dict[str, Any]:
        """One row of the table."""
        element, drawn = self.layout.elements[index], self.draw(index)
        label = None
        if drawn is not None:
            label = project(drawn.label or label_point(drawn.shape), to=WGS84, source=self.crs)
        if (given := self._help(element).label) is not None:
            label = shapely.Point(given)
        return {
            "layout": self.layout.name,
            "order": index + 1,
            "role": element.role,
            "group": element.group,
            "name": element.name,
            "defined": element.defined,
            "members": element.members,
            "located": tuple(dict.fromkeys(item.name for item in self.found[index])),
            "missing": tuple(self.missing[index]),
            "schematic": bool(drawn and drawn.schematic),
            "form": drawn.form if drawn else "",
            "bearing": drawn.bearing if drawn else float("nan"),
            "label_lng": float("nan") if label is None else round(label.x, 6),
            "label_lat": float("nan") if label is None else round(label.y, 6),
            "geometry": None if drawn is None else project(drawn.shape, to=WGS84, source=self.crs),
        }

    def _help(self, element: LayoutElement) -> ElementHelp:
        return (self.entry.elements.get(element.name) if self.entry else None) or ElementHelp()

    def draw(self, index: int) -> Drawn | None:
        """Geometry of an element by its role, None where nothing locates it."""
        element, items = self.layout.elements[index], self.located[index]
        given = self._help(element)
        if not items:
            return self._by_side(element)
        if element.role in LINE_ROLES:
            drawn = self._line(element, items, given)
        elif element.role in SYMBOL_ROLES:
            drawn = self._symbol(items)
        elif element.role == "ring":
            drawn = self._ring(items)
        elif element.role == "wing":
            drawn = self._wing(items)
        else:
            drawn = self._ground(items, clip=element.role in {"zone", "cluster"})
        return None if drawn is None or drawn.shape.is_empty else drawn

    def _helped(self, element: LayoutElement, items: list[Located]) -> list[Located]:
        """Members of a line with the carriers and places of the curated help in their stead."""
        given = self._help(element)
        if element.role not in LINE_ROLES:
            return items
        carriers = [found for name in given.carrier for found in self.finder.find(name, line=True)]
        nodes = [found for name in (given.order or given.extent) for found in self.finder.find(name)]
        if nodes:
            items = [item for item in items if item.form == "line"] + nodes
        return (
            [replace(c, own="carrier") for c in carriers] + [i for i in items if i.form != "line"]
            if carriers
            else items
        )

    def _line(self, element: LayoutElement, items: list[Located], given: ElementHelp) -> Drawn | None:
        if [i.own for i in items] == ["itself"] and items[0].form == "area":
            return self._ground(items)
        course = next((i.shape for i in items if i.own == "itself" and i.form == "line"), None)
        lines = [(self.metres(i.shape), i.own != "") for i in items if i.form == "line" and i.own != "itself"]
        nodes = self._nodes([item for item in items if item.form != "line"])
        if course is not None and course.geom_type == "LineString":
            nodes = [Node(shapely.Point(xy)) for xy in self.metres(course).coords]
        elif course is not None:
            course, lines = None, [(self.metres(course), True)]
        outline = self.scope_m if self.scope_m is not None and not self.scope_m.is_empty else None
        if nodes and not lines and outline is not None and not any(outline.covers(node.point) for node in nodes):
            nodes = nodes + (self._head(nodes) if course is None else [])
        ordered = bool(given.order) or course is not None
        sizes = (self.extent_m, self.stroke_m)
        made = draw_band(Band(element.role, lines, nodes, *sizes, outline, self.core, ordered, given.arrow))
        if made is not None:
            return Drawn(made.shape, "band", made.schematic, made.label, made.bearing)
        rest = [item for item in items if item.form != "line"]
        return self._ground(rest) if rest else None

    def _head(self, nodes: list[Node]) -> list[Node]:
        """Hub or pole of the layout that is nearest to a line that lies wholly outside: it springs from there."""
        points = [
            self.metres(item.point)
            for element, items in zip(self.layout.elements, self.located, strict=True)
            if element.role in SYMBOL_ROLES
            for item in items[:1]
        ]
        ranked = sorted(points, key=lambda point: min(point.distance(node.point) for node in nodes))
        return [Node(point) for point in ranked[:1]]

    def _nodes(self, items: list[Located]) -> list[Node]:
        """Points that a path passes: of a line that was made of its ends, the ends."""
        nodes = []
        for item in items:
            large = item.form == "area" and self.metres(item.shape).area > LARGEST_SHARE * self.extent_m**2
            if large and item.place.kind != "admin" and len(items) > 2:
                continue
            if item.shape.geom_type == "LineString":
                nodes += [Node(self.metres(shapely.Point(xy))) for xy in item.shape.coords]
            else:
                unit = item.form == "area" and item.place.kind == "admin"
                nodes.append(Node(self.metres(item.point), self.metres(item.shape) if unit else None))
        return nodes

    def _symbol(self, items: list[Located]) -> Drawn:
        own = [item for item in items if item.own] or items
        points = [self.metres(item.point) for item in own]
        return Drawn(shapely.MultiPoint(points).centroid, "symbol", all(item.coarse for item in own))

    def _ring(self, items: list[Located]) -> Drawn:
        units = [item.place.geometry for item in items if item.coarse]
        rims = [self.metres(unit) for unit in units if unit is not None and unit.geom_type.endswith("Polygon")]
        if len(rims) == len(items):
            whole = areas_of(shapely.union_all(shapely.make_valid(rims)))
            return Drawn(whole.difference(whole.buffer(-0.05 * self.extent_m)), "ring", schematic=True)
        shapes = [self.metres(item.shape if item.form == "area" else item.point) for item in items]
        around = shapely.GeometryCollection(shapes).convex_hull
        shape = ring(around, gap=0.03 * self.stroke_m, width=0.018 * self.stroke_m)
        return Drawn(
            shape,
            "ring",
            schematic=True,
            label=shapely.Point(around.centroid.x, around.bounds[3] + 0.039 * self.stroke_m),
        )

    def _wing(self, items: list[Located]) -> Drawn:
        areas = [self.metres(item.shape) for item in items if item.form == "area" and not item.coarse]
        if areas and len(areas) * 2 >= len(items):
            return Drawn(areas_of(shapely.union_all(shapely.make_valid(areas))), "wing", schematic=False)
        points = [self.metres(item.point) for item in items]
        if self.core is None and len(points) == 1:
            return Drawn(points[0], "symbol", schematic=True)
        pad = 0.045 * self.extent_m
        if self.core is None:
            return Drawn(hull(points, pad=pad), "wing", schematic=True)
        root = shapely.get_coordinates(self.core.centroid)[0]
        return Drawn(leaf(shapely.get_coordinates(points), root, half_width=pad), "wing", schematic=True)

    def _ground(self, items: list[Located], *, clip: bool = False) -> Drawn:
        """Footprints, or an outline around places that have none."""
        areas = [shapely.make_valid(self.metres(i.shape)) for i in items if i.form == "area" and not i.coarse]
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
            inside = line.intersection(self.scope_m) if self.scope_m is not None else line
            return Drawn(
                band_of(inside if not inside.is_empty else line, 0.012 * self.extent_m), "band", schematic=False
            )
        if not points or towns:
            return Drawn(whole, "area", schematic=bool(towns))
        if len(points) == 1 and whole.is_empty:
            return Drawn(points[0], "symbol", schematic=all(item.coarse for item in items))
        pad = 0.022 * self.extent_m
        discs = [point.buffer(pad) for point in points]
        if len(areas) >= len(points):
            return Drawn(shapely.union_all([whole, *discs]), "area", schematic=True)
        around = hull([*points, *([whole] if areas else [])], pad=pad)
        if around.area > LARGEST_SHARE * self.extent_m**2 and len(points) < 4:
            return Drawn(shapely.union_all([whole, *discs]), "area", schematic=True)
        rough = shapely.union_all([self._clipped(around, items), whole, *discs])
        return Drawn(shapely.buffer(shapely.buffer(rough, pad), -pad), "area", schematic=True)

    def _towns(self, items: list[Located]) -> dict[str, BaseGeometry]:
        """Grounds of towns by id, where an element is made up of several."""
        grounds = {item.place.id: self.finder.town(item.place) for item in items if item.place.kind == "admin"}
        known = {key: ground for key, ground in grounds.items() if ground is not None}
        return known if len(known) > 1 else {}

    def _within_scope(self, area: BaseGeometry) -> BaseGeometry:
        """Part of an area in the layout's own ground, where it is larger than that: a zone of several districts."""
        if not self.sure or self.scope_m is None or area.area <= self.scope_m.area:
            return area
        inside = areas_of(area.intersection(self.scope_m))
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

    def _by_side(self, element: LayoutElement) -> Drawn | None:
        """Part of the scope for an element whose name tells only a side of it."""
        part = self.sides.get(side_of(element.name) or "")
        if part is None or part.is_empty or not element.defined:
            return None
        if element.role in SYMBOL_ROLES:
            middle = part.centroid
            return Drawn(middle if part.covers(middle) else label_point(part), "symbol", schematic=True)
        known = [self.metres(items[0].shape) for items in self.located if items and ONLY_SIDE.fullmatch(items[0].name)]
        part = _without_slivers(part.difference(shapely.union_all(shapely.make_valid(known)))) if known else part
        soft = shapely.buffer(shapely.buffer(areas_of(part), -0.03 * self.extent_m), 0.022 * self.extent_m)
        return Drawn(areas_of(part) if soft.is_empty else soft, "area", schematic=True)


def _without_slivers(shape: BaseGeometry) -> BaseGeometry:
    """Areas of a shape without those that are a fragment beside the largest."""
    parts = [part for part in shapely.get_parts(areas_of(shape)) if part.area > 0]
    largest = max((part.area for part in parts), default=0.0)
    return areas_of(shapely.MultiPolygon([part for part in parts if part.area > FRAGMENT * largest]))


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
