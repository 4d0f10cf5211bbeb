"""A layout as a figure for a report: A4 landscape or 16:9, with legend, scale, north arrow and source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline

from geo.crs import metric_crs, project
from geo.errors import InputError, OutputError
from geo.land import load_land
from geo.shapes import load_districts
from maps.basemap import land_around, rivers_of
from maps.figure_fonts import font, text_width, wrap
from maps.figure_labels import Badge, Box, Boxes, Placed, place
from maps.figure_parts import BADGE_PT, darker, draw_badge, halo, round_length
from maps.layout_data import layout_view
from maps.layout_geometry import realise_layout
from maps.layout_styles import ROLE_STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from pyproj import CRS

    from gazetteer.entries import Gazetteer
    from gazetteer.records import Kind, Layout

Size = Literal["a4", "16:9"]
SIZES: Final[dict[Size, tuple[float, float]]] = {"a4": (11.69, 8.27), "16:9": (13.333, 7.5)}
"""Inches; A4 landscape, and the slide of 16 by 9."""
FORMATS: Final = ("svg", "png", "pdf")
PANEL_IN, MARGIN_IN, FOOT_IN = 3.05, 0.32, 0.36
SEA, WATER, LAND, FOCUS, BORDER, CITY_BORDER, INK, SOFT = (
    "#dfe8eb", "#a3c9da", "#f1eee6", "#fdfcf8", "#d8d0bf", "#b8ad99", "#1f2b33", "#5b6870",
)  # fmt: skip
POINTS_AN_INCH: Final = 72.0
COARSE_PT: Final = 12.0
"""A river with corners farther apart than this, in points of the sheet, would be seen to run past its bed."""


def layout_figure(
    layout: Layout,
    gazetteer: Gazetteer,
    *,
    area: Sequence[str] = (),
    hints: Mapping[str, Kind] | None = None,
    source: str = "",
    size: str = "a4",
    lang: Literal["zh", "en"] = "zh",
    districts: gpd.GeoDataFrame | None = None,
) -> Figure:
    """Draw a layout as a figure.

    Parameters
    ----------
    layout, gazetteer, area, hints
        As in `maps.layout_geometry.realise_layout`.
    source
        Title of the plan, for the source line.
    size
        ``"a4"`` (landscape) or ``"16:9"``.
    lang
        ``"en"`` adds the English names of the roles.
    districts
        County-level polygons of the base map; those that are shipped where left out. `maps.atlas.Atlas.ground` has
        those of an atlas beyond them.

    Raises
    ------
    InputError
        The size is unknown, or nothing of the layout has a position.
    MissingDataError
        No font with Chinese characters is installed.
    """
    if size not in get_args(Size):
        raise InputError(f"size is a4 or 16:9, not {size!r}")
    frame = realise_layout(layout, gazetteer, area=area, hints=hints)
    if frame.geometry.isna().all():
        raise InputError(f"{layout.name}: the plan names no place that is known, there is nothing to draw")
    width, height = SIZES[size]  # type: ignore[index]
    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    sheet = _Sheet(figure, frame, width, height)
    sheet.base(load_districts() if districts is None else districts, set(area) | {layout.scope})
    sheet.water(rivers_of(gazetteer))
    sheet.elements()
    sheet.furniture()
    sheet.panel(layout, source, lang)
    return figure


def save_figure(figure: Figure, path: str | Path, *, dpi: int = 200) -> Path:
    """Write a figure as SVG, PNG or PDF by the file's ending; the same figure gives the same bytes.

    Raises
    ------
    InputError
        The ending is none of these.
    OutputError
        The file cannot be written.
    """
    path = Path(path)
    ending = check_format(path)
    metadata = {
        "svg": {"Date": None, "Creator": "Plan Atlas"},
        "png": {"Software": "Plan Atlas"},
        "pdf": {"CreationDate": None, "ModDate": None, "Creator": "Plan Atlas", "Producer": None},
    }[ending]
    settings: Any = {"svg.hashsalt": "plan-atlas", "svg.fonttype": "path", "pdf.fonttype": 3}
    try:
        with mpl.rc_context(settings):
            figure.savefig(path, format=ending, dpi=dpi, metadata=metadata)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def check_format(path: Path) -> str:
    """Ending of a figure's file, ``"svg"``, ``"png"`` or ``"pdf"``.

    Raises
    ------
    InputError
        It is none of these.

    >>> check_format(Path("layout.PDF"))
    'pdf'
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise InputError(f"{path.name}: a figure is .svg, .png or .pdf")
    return ending


class _Sheet:
    """A figure in the making: the map's axes in metres, and a layer of points over all for the writing."""

    def __init__(self, figure: Figure, frame: gpd.GeoDataFrame, width: float, height: float) -> None:
        self.figure, self.frame = figure, frame
        self.wide, self.high = width * POINTS_AN_INCH, height * POINTS_AN_INCH
        left, low = MARGIN_IN / width, FOOT_IN / height
        box = (left, low, 1 - (PANEL_IN + 1.6 * MARGIN_IN) / width, 1 - (FOOT_IN + MARGIN_IN) / height)
        self.map = figure.add_axes((box[0], box[1], box[2] - box[0], box[3]))
        self.paper = figure.add_axes((0, 0, 1, 1), facecolor="none")
        self.paper.set(xlim=(0, self.wide), ylim=(0, self.high))
        self.paper.axis("off")
        self.frame_pt = (box[0] * self.wide, box[1] * self.high, box[2] * self.wide, (box[1] + box[3]) * self.high)
        west, south, east, north = layout_view(frame)
        self.crs: CRS = metric_crs(shapely.box(west, south, east, north))
        x0, y0, x1, y1 = project(shapely.box(west, south, east, north), to=self.crs).bounds
        room = (self.frame_pt[2] - self.frame_pt[0]) / (self.frame_pt[3] - self.frame_pt[1])
        half_y = max(y1 - y0, (x1 - x0) / room) * 0.54
        mid = ((x0 + x1) / 2, (y0 + y1) / 2)
        self.window = (mid[0] - half_y * room, mid[1] - half_y, mid[0] + half_y * room, mid[1] + half_y)
        self.map.set(xlim=self.window[::2], ylim=self.window[1::2], xticks=[], yticks=[], facecolor=SEA)
        for spine in self.map.spines.values():
            spine.set(color="#9aa5ab", linewidth=0.8)
        self.boxes = Boxes((self.frame_pt[0] + 3, self.frame_pt[1] + 3, self.frame_pt[2] - 3, self.frame_pt[3] - 3))
        self.metres_a_point = 2 * half_y / (self.frame_pt[3] - self.frame_pt[1])

    def points(self, x: float, y: float) -> tuple[float, float]:
        """Metres of the map as points of the sheet."""
        return (
            self.frame_pt[0] + (x - self.window[0]) / self.metres_a_point,
            self.frame_pt[1] + (y - self.window[1]) / self.metres_a_point,
        )

    def _text(self, x: float, y: float, text: str, **look: Any) -> Any:
        """Write on the sheet, never as mathematics: a name may hold dollar signs."""
        return self.paper.text(x, y, text, parse_math=False, **look)

    def metres(self, box: Box) -> Box:
        """Rectangle of the sheet as metres of the map."""
        scale, (left, low) = self.metres_a_point, self.frame_pt[:2]
        west, south = self.window[:2]
        x0, y0, x1, y1 = box
        xs, ys = [west + (x - left) * scale for x in (x0, x1)], [south + (y - low) * scale for y in (y0, y1)]
        return xs[0], ys[0], xs[1], ys[1]

    # the ground ---------------------------------------------------------------------------------------------------

    def base(self, districts: gpd.GeoDataFrame, focus: set[str]) -> None:
        """Land, borders and the names of districts, which give way to the layout's own."""
        window = project(shapely.box(*self.window), to="EPSG:4326", source=self.crs)
        near = districts[districts.intersects(window.buffer(0.05))]
        for shape in project(_land(window, districts).intersection(window).to_numpy(), to=self.crs):
            self._area(shape, zorder=0.5, facecolor=LAND, edgecolor="none", linewidth=0)
        shapes = project(shapely.make_valid(near.geometry.to_numpy()), to=self.crs)
        shapes = shapely.coverage_simplify(shapely.set_precision(shapes, 1), 0.5 * self.metres_a_point)
        stands_out = near["name"].isin(focus) | near["city"].isin(focus) | near["province"].isin(focus)
        for shape, mine in zip(shapes, stands_out, strict=True):
            self._area(shape, zorder=1, facecolor=FOCUS if mine else LAND, edgecolor=BORDER, linewidth=0.6)
        for rows in near.groupby("city", sort=True).indices.values():
            whole = shapely.union_all(shapely.buffer(shapes[rows], 2))
            self._area(whole, zorder=2, facecolor="none", edgecolor=CITY_BORDER, linewidth=1.0)
        self.names = [
            (str(name), self.points(*shapely.get_coordinates(shapely.point_on_surface(part))[0]))
            for name, shape in zip(near["name"], shapes, strict=True)
            if not (part := shapely.intersection(shapely.make_valid(shape), shapely.box(*self.window))).is_empty
            and part.area > (38 * self.metres_a_point) ** 2
        ]

    def water(self, rivers: gpd.GeoDataFrame) -> None:
        """Rivers, pale, but for those whose course is known too coarsely for the figure's scale."""
        window = project(shapely.box(*self.window), to="EPSG:4326", source=self.crs)
        near = rivers[rivers.intersects(window)] if len(rivers) else rivers
        for line in shapely.get_parts(project(near.geometry.to_numpy(), to=self.crs)):
            steps = np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T)
            if line.geom_type == "LineString" and np.median(steps) < COARSE_PT * self.metres_a_point:
                course = shapely.get_coordinates(shapely.simplify(line, 0.3 * self.metres_a_point))
                self.map.plot(*course.T, color=WATER, linewidth=1.4, zorder=2.5)
        self.map.set(xlim=self.window[::2], ylim=self.window[1::2])

    def _area(self, shape: Any, **look: Any) -> None:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and not part.is_empty:
                rings = [np.asarray(ring.coords) for ring in (part.exterior, *part.interiors)]
                codes = [[Outline.MOVETO, *[Outline.LINETO] * (len(r) - 2), Outline.CLOSEPOLY] for r in rings]
                path = Outline(np.vstack(rings), np.concatenate(codes))
                self.map.add_patch(PathPatch(path, joinstyle="round", **look))

    # the layout ---------------------------------------------------------------------------------------------------

    def elements(self) -> None:
        """Areas, bands, symbols with their numbers, and names beside them."""
        drawn = self.frame[self.frame.geometry.notna()]
        rows = sorted(
            drawn.itertuples(index=False), key=lambda row: (ROLE_STYLES[row.role].level, -row.geometry.area, row.order)
        )
        for row in rows:
            if row.form != "symbol":
                self._element(row, 10 + ROLE_STYLES[row.role].level)
        badges = []
        for row in drawn.itertuples(index=False):
            at = project(shapely.Point(row.label_lng, row.label_lat), to=self.crs)
            badges.append(Badge(*self.points(at.x, at.y), row.name))
        many = len(badges) > 14
        self._reserve_furniture()
        placed = place(badges, self.boxes, radius=BADGE_PT * (0.85 if many else 1), size=8.2 if many else 9.6)
        for spot, row in zip(placed, drawn.itertuples(index=False), strict=True):
            self._label(spot, row, 8.2 if many else 9.6)
        lines = drawn.geometry[drawn["form"].isin(["band", "ring"])]
        over = shapely.union_all(project(lines.to_numpy(), to=self.crs)) if len(lines) else shapely.Point()
        for name, (x, y) in sorted(self.names):
            half = text_width(name, 7) / 2
            box = (x - half, y - 4.5, x + half, y + 4.5)
            if self.boxes.free(box) and not over.intersects(shapely.box(*self.metres(box))):
                self.boxes.take(box)
                self._text(x, y, name, fontproperties=font(7), color="#8a8170", ha="center", va="center", zorder=3)

    def _element(self, row: Any, zorder: int) -> None:
        style = ROLE_STYLES[row.role]
        edge = darker(style.colour, 0.28)
        shape = project(row.geometry, to=self.crs)
        line = row.form in {"band", "ring"}
        dash = (0, (4, 2.6)) if row.schematic else "solid"
        if line:
            self._area(shape, zorder=zorder, facecolor="none", edgecolor="white", linewidth=3)
        fill = mpl.colors.to_rgba(style.colour, style.fill * (0.85 if line and row.schematic else 1))
        hatch = "////" if style.hatch and not line else None
        self._area(shape, zorder=zorder, facecolor=fill, edgecolor="none", linewidth=0)
        if hatch:
            self._area(
                shape,
                zorder=zorder,
                facecolor="none",
                edgecolor=(*mpl.colors.to_rgb(edge), 0.35),
                hatch=hatch,
                linewidth=0,
            )
        self._area(
            shape, zorder=zorder, facecolor="none", edgecolor=edge, linewidth=1.0 if line else 1.3, linestyle=dash
        )

    def _label(self, spot: Placed, row: Any, size: float) -> None:
        moved = np.hypot(spot.x - spot.badge.x, spot.y - spot.badge.y) > 1.5
        edge = darker(ROLE_STYLES[row.role].colour, 0.35)
        if moved:
            self.paper.plot([spot.badge.x, spot.x], [spot.badge.y, spot.y], color=edge, linewidth=0.9, zorder=20)
            self.paper.add_patch(Circle((spot.badge.x, spot.badge.y), 2, facecolor=edge, edgecolor="none", zorder=20))
        if spot.far:
            tx = min(max(spot.x, spot.box[0]), spot.box[2])
            ty = min(max(spot.y, spot.box[1]), spot.box[3])
            self.paper.plot([spot.x, tx], [spot.y, ty], color="#6d7a82", linewidth=0.7, zorder=20)
        draw_badge(self.paper, row, spot.x, spot.y, zorder=24)
        right = spot.box[2] <= spot.x
        for i, text in enumerate(spot.lines):
            y = spot.box[3] - (i + 0.5) * (spot.box[3] - spot.box[1]) / len(spot.lines)
            x, side = (spot.box[2], "right") if right else (spot.box[0], "left")
            written = self._text(
                x,
                y,
                text,
                fontproperties=font(size, weight="bold"),
                color=INK,
                ha=side,
                va="center_baseline",
                zorder=26,
            )
            written.set_path_effects([halo()])

    # what a map has -----------------------------------------------------------------------------------------------

    def _reserve_furniture(self) -> None:
        x0, y0, x1, y1 = self.frame_pt
        self.boxes.take((x0, y0, x0 + 120, y0 + 30))
        self.boxes.take((x1 - 34, y1 - 50, x1, y1))

    def furniture(self) -> None:
        """Scale bar and north arrow."""
        x0, y0, x1, y1 = self.frame_pt
        length = round_length(100 * self.metres_a_point)
        width = length / self.metres_a_point
        x, y = x0 + 12, y0 + 11
        for i, colour in enumerate((INK, "white")):
            self.paper.add_patch(
                Rectangle(
                    (x + i * width / 2, y), width / 2, 3.2, facecolor=colour, edgecolor=INK, linewidth=0.7, zorder=30
                )
            )
        told = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
        label = self._text(
            x + width, y + 6, told, fontproperties=font(7.5), color=INK, ha="center", va="bottom", zorder=30
        )
        zero = self._text(x, y + 6, "0", fontproperties=font(7.5), color=INK, ha="center", va="bottom", zorder=30)
        for text in (label, zero):
            text.set_path_effects([halo()])
        nx, ny = x1 - 17, y1 - 34
        self.paper.add_patch(
            Polygon([(nx, ny + 20), (nx - 6, ny), (nx, ny + 5)], facecolor=INK, edgecolor=INK, linewidth=0.6, zorder=30)
        )
        self.paper.add_patch(
            Polygon(
                [(nx, ny + 20), (nx + 6, ny), (nx, ny + 5)], facecolor="white", edgecolor=INK, linewidth=0.6, zorder=30
            )
        )
        self._text(
            nx, ny + 22, "N", fontproperties=font(8.5, weight="bold"), color=INK, ha="center", va="bottom", zorder=30
        )

    def panel(self, layout: Layout, source: str, lang: str) -> None:
        """Slogan, legend in its order, and the source line."""
        x = self.frame_pt[2] + MARGIN_IN * POINTS_AN_INCH * 0.6
        room = self.wide - MARGIN_IN * POINTS_AN_INCH - x
        y = self.frame_pt[3]
        size = 19.0 if text_width(layout.name, 19) <= 2 * room else 14.0
        for text in wrap(layout.name, size, room)[:4]:
            self._text(x, y, text, fontproperties=font(size, weight="bold"), color=INK, va="top")
            y -= size * 1.32
        facts = [f"{source}" if source else "", layout.scope]
        for text in [line for fact in facts if fact for line in wrap(fact, 8, room)]:
            self._text(x, y - 2, text, fontproperties=font(8), color=SOFT, va="top")
            y -= 11.5
        self._legend(x, y - 8, room, lang)
        foot = f"来源：{source}；" if source else ""
        note = "示意图，虚线边为示意位置；Plan Atlas · WGS 84"
        self._text(self.frame_pt[0], self.frame_pt[1] - 8, foot + note, fontproperties=font(7), color=SOFT, va="top")

    def _legend(self, x: float, y: float, room: float, lang: str) -> None:
        rows = list(self.frame.itertuples(index=False))
        groups = len({row.group or row.role for row in rows})
        step = min(19.0, (y - self.frame_pt[1] - groups * 18) / max(len(rows), 1))
        size = 9.0 if step >= 15 else max(4.5, step * 0.62)
        last = None
        for row in rows:
            style = ROLE_STYLES[row.role]
            head = row.group or style.zh
            if head != last:
                told = f"{head}  {style.en}" if lang == "en" else head
                self._text(
                    x, y - 5, told, fontproperties=font(min(10.0, size * 1.1), weight="bold"), color=INK, va="top"
                )
                y -= min(18.0, step * 1.05)
                last = head
            drawn = row.geometry is not None
            self._swatch(row, x + 9, y - step / 2, min(0.8 * BADGE_PT, step * 0.42), faint=not drawn)
            told = row.name + ("" if drawn else "（未落图）" if row.defined else "（规划未点名）")
            lines = wrap(told, size, room - 34)
            text = lines[0] if len(lines) == 1 else lines[0][:-1] + "…"
            self._text(
                x + 32,
                y - step / 2,
                text,
                fontproperties=font(size),
                color=INK if drawn else SOFT,
                va="center_baseline",
            )
            y -= step

    def _swatch(self, row: Any, x: float, y: float, radius: float, *, faint: bool) -> None:
        style = ROLE_STYLES[row.role]
        area = row.form not in {"", "symbol"}
        if area:
            fill = mpl.colors.to_rgba(style.colour, style.fill)
            edge, dash = darker(style.colour, 0.28), (0, (3, 2)) if row.schematic else "solid"
            box = Rectangle(
                (x - 9, y - radius), 26, 2 * radius, facecolor=fill, edgecolor=edge, linewidth=0.8, linestyle=dash
            )
            self.paper.add_patch(box)
        at, size = (x + 4, radius * 0.84) if area else (x + 4, radius)
        draw_badge(self.paper, row, at, y, radius=size, alpha=0.45 if faint else 1)


def _land(window: shapely.Geometry, districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Land in a window, however far that is from the districts, but for provinces that these draw themselves."""
    land = load_land(window.bounds)
    if districts.empty:
        return land
    bounds: Any = tuple(districts.total_bounds)
    drawn = set(load_land(bounds)["name"]) - set(land_around(districts)["name"])
    return land[~land["name"].isin(drawn)]
