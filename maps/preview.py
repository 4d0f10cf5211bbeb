"""A small picture of an atlas for its first page: land, the area of the plans, and every place as a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from markupsafe import Markup, escape

from gazetteer.records import UNIT_PRECISIONS
from maps.basemap import land_around
from maps.page import clean_text
from maps.prominence import prominence
from maps.symbols import EDGES, INKS, KIND_STYLES, symbol_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from gazetteer.records import Kind

WIDTH, HEIGHT = 560, 420
TOLERANCE_PX = 1.0
DOT_PX = 4.2
NAMES = 9
NAMED_KINDS = frozenset({"airport", "port", "station", "platform"})
SYMBOL_PX = 15
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Degrees to pixels: equirectangular, true in the middle of the picture."""

    west: float
    north: float
    across: float
    down: float

    @classmethod
    def around(cls, bounds: Iterable[float], *, margin_px: float = 26) -> Frame:
        """Frame that shows all of an area in the middle."""
        west, south, east, north = bounds
        shrink = float(np.cos(np.radians((south + north) / 2)))
        wide, high = WIDTH - 2 * margin_px, HEIGHT - 2 * margin_px
        down = min(wide / ((east - west) * shrink or 1), high / (north - south or 1))
        across = down * shrink
        return cls((west + east) / 2 - WIDTH / 2 / across, (south + north) / 2 + HEIGHT / 2 / down, across, down)

    def pixels(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Shapes in pixels, cut to the picture and as simple as they look there."""
        turned = shapely.transform(shapes, lambda xy: (xy - (self.west, self.north)) * (self.across, -self.down))
        cut = shapely.clip_by_rect(turned, -9, -9, WIDTH + 9, HEIGHT + 9)
        return np.asarray(shapely.simplify(cut, TOLERANCE_PX))


def preview_svg(places: gpd.GeoDataFrame, districts: gpd.GeoDataFrame, *, focus: Iterable[str]) -> Markup:
    """Picture of the places of an atlas as inline SVG, without meaning for a screen reader.

    Parameters
    ----------
    places
        As :attr:`maps.atlas.Atlas.places`: ``name``, ``kind``, ``precision``, ``mentions``, ``plans``, geometry in
        WGS 84. What is only known to be in a unit is left out.
    districts
        Polygons with ``name``, ``city``, ``province``.
    focus
        Names of the units that the plans are for; the picture shows them whole.

    >>> from maps.sample import sample_districts, sample_places
    >>> ground = sample_districts()
    >>> preview_svg(sample_places(20).assign(mentions=1), ground, focus=["甲州市"])[:4]
    Markup('<svg')
    """
    wanted = set(focus)
    inside = districts[["name", "city", "province"]].isin(wanted).any(axis=1).to_numpy()
    ground = shapely.force_2d(districts.geometry.to_numpy())
    bounds = shapely.total_bounds(ground[inside] if inside.any() else ground)
    frame = Frame.around(bounds)
    layers = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#cfe2ea"/>',
        _areas(frame.pixels(land_around(districts).geometry.to_numpy()), fill="#e8e4da"),
        _areas(frame.pixels(ground[~inside]), fill="#f1eee6", stroke="#e2dccd"),
        _areas(frame.pixels(ground[inside]), fill="#fcfaf5", stroke="#dcd5c6"),
        *_places(places, frame),
    ]
    return Markup(  # noqa: S704 - numbers, colours of ours, and names escaped in _names
        f'<svg class="preview" aria-hidden="true" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(layers)}</svg>'
    )


def _places(places: gpd.GeoDataFrame, frame: Frame) -> Iterator[str]:
    known = places[~places["precision"].isin(UNIT_PRECISIONS) & ~places["kind"].isin(["admin", "region"])]
    shapes = shapely.force_2d(known.geometry.to_numpy())
    lines = (shapely.length(shapes) > 0) & (shapely.area(shapes) == 0)
    rails = frame.pixels(shapes[lines & (known["kind"] == "rail").to_numpy()])
    colour = EDGES[KIND_STYLES["rail"].colour]
    yield f'<path d="{_trace(rails)}" fill="none" stroke="{colour}" stroke-opacity=".55" stroke-width="1.4"/>'
    spots = frame.pixels(shapely.point_on_surface(shapes[~lines]))
    seen = ~shapely.is_empty(spots)
    x, y = shapely.get_coordinates(spots[seen]).T
    dots = known[~lines][seen].assign(x=x, y=y)
    for colour, group in dots.groupby(dots["kind"].map(lambda kind: EDGES[KIND_STYLES[kind].colour]), sort=True):
        path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in zip(group["x"], group["y"], strict=True))
        yield f'<path d="{path}" stroke="{colour}" stroke-width="{DOT_PX}" stroke-linecap="round"/>'
    yield from _names(dots)


def _names(dots: gpd.GeoDataFrame) -> Iterator[str]:
    """Symbols and names of the places that count most, each clear of those before it and of the rim."""
    taken: list[Box] = []
    chosen = dots[dots["kind"].isin(NAMED_KINDS)]
    kinds, names, plans = chosen["kind"].tolist(), chosen["name"].tolist(), chosen["plans"].map(len)
    first = prominence(kinds, mentions=chosen["mentions"], plans=plans, names=names)
    chosen = chosen.assign(first=first).sort_values(["first", "name"], ascending=[False, True])
    for name, kind, x, y in chosen[["name", "kind", "x", "y"]].itertuples(index=False):
        shown = clean_text(name, limit=16)
        wide = 13.0 * len(shown) + 14
        box = (x - 9, y - 10, x + wide, y + 10)
        clear = all(box[0] > b[2] or box[2] < b[0] or box[1] > b[3] or box[3] < b[1] for b in taken)
        if len(taken) == NAMES or not clear or box[0] < 4 or box[2] > WIDTH - 4 or box[1] < 4 or box[3] > HEIGHT - 4:
            continue
        taken.append(box)
        yield _sign(shown, kind, x, y)


def _sign(name: str, kind: Kind, x: float, y: float) -> str:
    corner = f'<svg x="{x - SYMBOL_PX / 2:.1f}" y="{y - SYMBOL_PX / 2:.1f}" '
    symbol = str(symbol_svg(kind, size=SYMBOL_PX)).replace("<svg ", corner)
    ink = INKS[KIND_STYLES[kind].colour]
    return f'{symbol}<text x="{x + 11:.1f}" y="{y + 4.5:.1f}" fill="{ink}">{escape(name)}</text>'


def _areas(shapes: NDArray[np.object_], *, fill: str, stroke: str = "none") -> str:
    return f'<path d="{_trace(shapes, close=True)}" fill="{fill}" stroke="{stroke}" stroke-width=".8"/>'


def _trace(shapes: NDArray[np.object_], *, close: bool = False) -> str:
    parts = shapely.get_parts(shapes)
    lines = shapely.get_rings(parts) if close else parts[shapely.get_type_id(parts) == 1]
    return "".join(_line(shapely.get_coordinates(line), close=close) for line in lines)


def _line(points: NDArray[np.float64], *, close: bool) -> str:
    if len(points) < (4 if close else 2):
        return ""
    pairs = [f"{x:.1f} {y:.1f}" for x, y in points[: len(points) - close]]
    return "M" + "L".join(pairs) + ("Z" if close else "")
