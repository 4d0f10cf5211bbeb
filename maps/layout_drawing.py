"""One layout in the making: which places make up each element, and the geometry that its role asks for, in metres."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.crs import WGS84, metric_crs, project
from maps.layout_bands import Band, Node, draw_band
from maps.layout_coast import COASTAL, coast_path
from maps.layout_fitting import Fitting
from maps.layout_grounds import Drawn, Grounds, label_point
from maps.layout_help import ElementHelp, LayoutHelp
from maps.layout_members import LINE_ROLES, ONLY_SIDE, Finder, Located, side_of
from maps.layout_shapes import areas_of, hull, leaf, ring
from maps.layout_sides import share_sides
from maps.layout_zones import keep_apart, soft_inside

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
WITHIN: Final = 0.5
"""A side's ground that the gazetteer knows is the scope's own with so much of it inside."""
BEYOND: Final = 0.15
"""A course whose last place is this share of its length beyond its end is drawn on to there."""
STRAIGHT: Final = 0.8
"""Cosine of the sharpest turn that a course takes to its last place; past that the place is its end."""
GAP: Final = 0.003
"""Between the sides of a scope, as a share of the diagonal."""
ZONE_ROLES: Final = frozenset({"zone", "cluster"})
PLACE_ROLES: Final = frozenset({"core", *ZONE_ROLES})
LARGEST_SHARE: Final = 0.35
"""An area of more than this share of the layout's square contains the rest rather than being one place of it."""


class Drawing:
    """One layout in the making: its members, a projection about them, and the measure that sizes depend on."""

    def __init__(self, layout: Layout, finder: Finder, entry: LayoutHelp | None = None) -> None:
        self.layout, self.finder, self.entry = layout, finder, entry
        fit = Fitting(finder)
        found = [finder.element(element) for element in layout.elements]
        fitting = [fit.fitting(element, items) for element, (items, _) in zip(layout.elements, found, strict=True)]
        self.located = [self._helped(e, items) for e, items in zip(layout.elements, fitting, strict=True)]
        sides = [e.defined and bool(ONLY_SIDE.fullmatch(e.name)) for e in layout.elements]
        if finder.scope.sure and sum(sides) >= FEWEST_SIDES:
            shared = zip(sides, self.located, strict=True)
            self.located = [[] if side and not fit.knows_ground(items) else items for side, items in shared]
        self.found, self.missing = [items for items, _ in found], [names for _, names in found]
        self.scope, self.sure = finder.scope.ground, finder.scope.sure
        self.crs, self.extent_m = self._measure()
        self.scope_m = None if self.scope is None else areas_of(self.metres(self.scope))
        self.stroke_m = self._stroke()
        self.grounds = Grounds(finder, self.metres, scope=self.scope_m if self.sure else None, extent_m=self.extent_m)
        self.sides = self._sides()
        self.core: BaseGeometry | None = None
        self.core = self._core()
        self.drawn = self._apart([self.draw(i) for i in range(len(layout.elements))])

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
        spots = [i.point if (passed and i.form == "area") or i.coarse else self._shown(i.shape) for i in found]
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
        named = [
            (side, e, shown, found)
            for e, shown, found in zip(self.layout.elements, self.located, self.found, strict=True)
            if e.defined and (side := side_of(e.name)) is not None
        ]
        if not named or not self.sure or self.scope_m is None or not self._any_side():
            return {}
        known = [
            self.metres(item.shape)
            for _, e, shown, _ in named
            for item in shown
            if ONLY_SIDE.fullmatch(e.name) and item.form == "area"
        ]
        called = {side: ground for side, *_ in named if (ground := self._called(side)) is not None}
        wanted: dict[str, list[shapely.Point]] = {}
        for side, e, shown, found in named:
            if side not in called and not (shown and ONLY_SIDE.fullmatch(e.name)):
                sites = (item for item in found if item.form == "point" or item.place.kind not in {"admin", "region"})
                wanted.setdefault(side, []).extend(self.metres(item.point) for item in sites)
        units = [self.metres(unit) for unit in self.finder.scope.parts()]
        shared = share_sides(self.scope_m, wanted, units=units, known=[*known, *called.values()])
        return {**shared, **called}

    def _called(self, side: str) -> BaseGeometry | None:
        """Ground that the gazetteer knows as this side of the scope."""
        found = next((i for i in self.finder.find(f"{side}部") if i.form == "area" and not i.coarse), None)
        if found is None or self.scope_m is None:
            return None
        ground = self.metres(found.shape)
        inside = ground.intersection(self.scope_m).area
        return ground if inside > WITHIN * ground.area and ground.area < self.scope_m.area / 2 else None

    def _core(self) -> BaseGeometry | None:
        cores = (self.draw(i) for i, element in enumerate(self.layout.elements) if element.role == "core")
        shapes = [drawn.shape for drawn in cores if drawn is not None]
        return shapely.union_all(shapes) if shapes else None

    def _apart(self, drawn: list[Drawn | None]) -> list[Drawn | None]:
        """Zones of which no two overlap in part."""
        zones = [
            (i, d.shape)
            for i, (element, d) in enumerate(zip(self.layout.elements, drawn, strict=True))
            if d is not None and d.form == "area" and element.role in ZONE_ROLES
        ]
        kept = list(drawn)
        for (i, before), after in zip(zones, keep_apart([shape for _, shape in zones]), strict=True):
            found = drawn[i]
            if found is not None and after is not before:
                kept[i] = replace(found, shape=after)
        return kept

    # elements ---------------------------------------------------------------------------------------------------

    def row(self, index: int) -> dict[str, Any]:
        """One row of the table."""
        element, drawn = self.layout.elements[index], self.drawn[index]
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
            drawn = self._line(index, items, given)
        elif element.role in SYMBOL_ROLES:
            drawn = self._symbol(items)
        elif element.role == "ring":
            drawn = self._ring(items)
        elif element.role == "wing":
            drawn = self._wing(items)
        else:
            drawn = self.grounds.drawn(items, clip=element.role in ZONE_ROLES)
        return None if drawn is None or drawn.shape.is_empty else drawn

    def _helped(self, element: LayoutElement, items: list[Located]) -> list[Located]:
        """Members with the places and carriers of the curated help in their stead."""
        given = self._help(element)
        if given.places:
            items = [found for name in given.places for found in self.finder.find(name)]
        if element.role not in LINE_ROLES:
            return items
        carriers = [found for name in given.carrier for found in self.finder.find(name, line=True)]
        nodes = [found for name in (given.order or given.extent) for found in self.finder.find(name)]
        if nodes:
            items = [item for item in items if item.form == "line" and item.own != "itself"] + nodes
        return (
            [replace(c, own="carrier") for c in carriers] + [i for i in items if i.form != "line"]
            if carriers
            else items
        )

    def _line(self, index: int, items: list[Located], given: ElementHelp) -> Drawn | None:
        element = self.layout.elements[index]
        if [i.own for i in items] == ["itself"] and items[0].form == "area":
            return self.grounds.drawn(items)
        course = next((i.shape for i in items if i.own == "itself" and i.form == "line"), None)
        lines = [(self.metres(i.shape), i.own != "") for i in items if i.form == "line" and i.own != "itself"]
        nodes = self._nodes([item for item in items if item.form != "line"])
        ordered = bool(given.order) or course is not None
        if course is not None and course.geom_type == "LineString":
            nodes = self._to_its_ends(self.metres(course), index)
        elif course is not None:
            course, lines = None, [(self.metres(course), True)]
        elif not lines and not given.order and COASTAL.search(element.name) and (run := self._along_coast(items)):
            nodes, ordered = run, True
        outline = self.scope_m if self.scope_m is not None and not self.scope_m.is_empty else None
        inside = outline is None or any(outline.covers(node.point) for node in nodes)
        if nodes and not lines and not inside and not ordered:
            nodes = nodes + self._head(nodes)
        sizes = (self.extent_m, self.stroke_m)
        made = draw_band(Band(element.role, lines, nodes, *sizes, outline, self.core, ordered, given.arrow))
        if made is not None:
            return Drawn(made.shape, "band", made.schematic, made.label, made.bearing)
        rest = [item for item in items if item.form != "line"]
        return self.grounds.drawn(rest) if rest else None

    def _to_its_ends(self, course: shapely.LineString, index: int) -> list[Node]:
        """Corners of a course that is known, carried on to those of its places that lie a little beyond its ends."""
        corners = [shapely.Point(xy) for xy in course.coords]
        sites = [i for i in self.found[index] if not i.own and not i.coarse and i.place.kind not in {"admin", "region"}]
        points = [self.metres(item.point) for item in sites if item.form != "line"]
        for end in (0, -1):
            beyond = [p for p in points if course.project(p) == (0 if end == 0 else course.length)]
            beyond = [p for p in beyond if 0 < p.distance(corners[end]) < BEYOND * course.length]
            if beyond:
                last = max(beyond, key=corners[end].distance)
                corners = _carried_on(corners, last, end)
        return [Node(point) for point in corners]

    def _along_coast(self, items: list[Located]) -> list[Node]:
        """Coast from the first to the last of the units that a line is made up of."""
        grounds = [self.metres(item.shape) for item in items if item.form == "area" and item.place.kind == "admin"]
        path = coast_path(grounds, crs=self.crs, extent_m=self.extent_m) if len(grounds) > 1 else None
        return [] if path is None else [Node(shapely.Point(xy)) for xy in path.simplify(0.01 * self.extent_m).coords]

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
                ground = self.metres(item.shape) if unit else None
                nodes.append(self._node(item, ground))
        return nodes

    def _node(self, item: Located, ground: BaseGeometry | None) -> Node:
        """Where a line passes a place: a city at its seat, the district of a city anywhere, first in its midst."""
        unit = None if ground is None else self.finder.gazetteer.units.get(item.place.id)
        if ground is None or unit is None or unit.level != "district":
            return Node(self.metres(item.point), ground)
        middle = ground.centroid
        return Node(middle if ground.covers(middle) else label_point(ground), ground, loose=True)

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
        areas = [self.grounds.footprint(item) for item in items if item.form == "area" and not item.coarse]
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

    def _shown(self, shape: BaseGeometry) -> BaseGeometry:
        """Part of a large ground that is drawn of it, in degrees."""
        if not self.sure or self.scope is None or not shape.geom_type.endswith("Polygon"):
            return shape
        inside = areas_of(shape.intersection(self.scope)) if shape.area > self.scope.area else shape
        return shape if inside.is_empty else inside

    def _by_side(self, element: LayoutElement) -> Drawn | None:
        """Part of the scope for an element called by a side of it; a sign in it for a place whose name begins so."""
        side = side_of(element.name) or ""
        part = self.sides.get(side)
        if part is None or part.is_empty or not element.defined:
            return None
        place = element.role in PLACE_ROLES and any(name[:-2].startswith(side) for name in element.members)
        if element.role in SYMBOL_ROLES or place:  # a place called after a side is somewhere in it, not all of it
            middle = part.centroid
            return Drawn(middle if part.covers(middle) else label_point(part), "symbol", schematic=True)
        return Drawn(soft_inside(part, gap=GAP * self.extent_m), "area", schematic=True)


def _carried_on(corners: list[shapely.Point], last: shapely.Point, end: int) -> list[shapely.Point]:
    """Corners of a line with one more at an end, or with another end where the line would turn back on itself."""
    run = corners if end == -1 else corners[::-1]
    back = np.subtract(run[-1].coords[0], run[-2].coords[0])
    ahead = np.subtract(last.coords[0], run[-1].coords[0])
    turns = float(back @ ahead) < STRAIGHT * float(np.hypot(*back) * np.hypot(*ahead))
    run = [*(run[:-1] if turns else run), last]
    return run if end == -1 else run[::-1]
