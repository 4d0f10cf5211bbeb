"""The atlas: plans, what they name, where it is, and how it is handed on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gazetteer.catalogue import Catalogue, PlanInfo, read_catalogue
from gazetteer.entries import default_gazetteer
from gazetteer.layout_links import link_layouts
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.placing import place_mentions
from geo.errors import InputError, MissingDataError
from geo.export import write_geojson, write_json, write_jsonl, write_text
from geo.folders import check_folder, moved_together
from geo.shapes import load_districts
from maps.mentioned_places import place_key, places_of
from maps.report import Report, report_of
from maps.titles import ATLAS, titled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd

    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from gazetteer.records import Layout, Mention
    from maps.page import Language, Page


def _quiet(step: str, done: int, total: int) -> None:
    del step, done, total


@dataclass
class Atlas:
    """Plans, their mentions and layouts, and the places that they mean.

    Make one with :func:`build_atlas` (plan texts) or :func:`catalogue_atlas` (the embedded catalogue). For each of
    ``layouts``, ``layout_frames`` holds what :func:`maps.layout_geometry.realise_layout` makes of it.
    """

    plans: tuple[PlanInfo, ...]
    mentions: list[Mention]
    layouts: list[Layout]
    layout_frames: list[gpd.GeoDataFrame] = field(repr=False)
    gazetteer: Gazetteer = field(repr=False)
    texts: dict[str, Plan] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return (
            f"<Atlas: {len(self.plans)} plans, {len(self.mentions):,} mentions, {len(self.places):,} places, "
            f"{len(self.layouts)} layouts>"
        )

    def _repr_html_(self) -> str:
        return str(self.map()._repr_html_())

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """Every place that is mentioned and has a position, one row each, WGS 84.

        Columns: id, name, aliases (list), kind, status, precision, districts (list), adcodes (list), plans (list),
        mentions (number), source, note, segments (list), geometry. A line whose parts are not of one status has a part
        of its geometry for each of its ``segments`` (``"from>to=status"``, as the gazetteer knows it). Where only a
        town, district or city is known, the geometry is that unit (a town may be a point), and ``precision`` says so.
        Areas are simplified to a thousandth of their size (at least 50 m), units of which no more is known to a 200th:
        join ``adcodes`` to borders of your own where exact ones count.
        """
        return places_of(self.mentions, self.gazetteer)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Mentions as a table, with the key of their place and the sentence around them where the text is at hand."""
        frame = pd.DataFrame([m.to_dict() for m in self.mentions])
        if frame.empty:
            return frame
        frame["place"] = [place_key(m) for m in self.mentions]
        frame["sentence"] = [self._sentence(m) for m in self.mentions]
        return frame

    def _sentence(self, mention: Mention) -> str | None:
        plan = self.texts.get(mention.plan)
        if plan is None:
            return None
        start, end = plan.sentence(mention.start, mention.end)
        return plan.text[start:end].strip()

    @cached_property
    def ground(self) -> gpd.GeoDataFrame | None:
        """District polygons under the maps: the gazetteer's own, else those of the plans' provinces.

        None stands for the districts that are shipped: where all plans lie in them, or where those of the country
        (the extra ``plan-atlas[china]``) are not installed.
        """
        if not self.gazetteer.units.shipped:
            own = self.gazetteer.units.polygons
            mine = own[(own["adcode"] // 10000).isin(self._provinces)].reset_index(drop=True)
            return mine if len(mine) else own
        if not self.is_beyond_shipped_districts:
            return None
        try:
            country = load_districts(country=True)
        except MissingDataError:
            return None
        return country[(country["adcode"] // 10000).isin(self._provinces)].reset_index(drop=True)

    @property
    def is_beyond_shipped_districts(self) -> bool:
        """Whether a plan is for a province whose districts are not shipped."""
        return not self._provinces <= set((load_districts()["adcode"] // 10000).tolist())

    @property
    def _provinces(self) -> set[int]:
        units = [unit for plan in self.plans for name in plan.area for unit in self.gazetteer.units.find(name)[:1]]
        return {unit.adcode // 10000 for unit in units}

    @property
    def title(self) -> tuple[str, str]:
        """Chinese and English title, with the area that the plans share."""
        return titled(ATLAS, [plan.area for plan in self.plans], self.gazetteer.units)

    @property
    def unplaced(self) -> list[Mention]:
        """Mentions of placeable things that have no position, with the reason."""
        return [m for m in self.mentions if m.lng is None and m.kind != "layout"]

    @cached_property
    def report(self) -> Report:
        """What was found, placed at which precision, ambiguous, not placed and why."""
        return report_of(self)

    def map(self, *, lang: Language = "zh", tiles: str | None = None) -> Page:
        """Interactive map of all places, one self-contained HTML page; shows itself in Jupyter."""
        from maps.basemap import railways_of, rivers_of
        from maps.webmap import atlas_map

        return atlas_map(
            self.places,
            self.table,
            [_plan_record(p) for p in self.plans],
            layouts=[
                {"name": x.name, "plan": x.plan, "scope": x.scope, "url": f"layouts.html#{i}"}
                for i, x in zip(self._layout_ids, self.layouts, strict=True)
            ],
            unplaced=self.unplaced,
            lang=lang,
            title=self.title,
            tiles=tiles,
            districts=self.ground,
            rivers=rivers_of(self.gazetteer),
            railways=railways_of(self.gazetteer),
        )

    @property
    def _layout_ids(self) -> list[str]:
        from maps.layout_map import layout_ids

        return layout_ids(self.layouts)

    def layout(self, name: str, *, plan: str | None = None, lang: Language = "zh") -> Page:
        """Map of one layout, by its name or a part of it.

        Raises
        ------
        InputError
            No layout of the atlas is so called.
        """
        from maps.layout_map import layout_map

        found = self.find_layout(name, plan=plan)
        return layout_map(
            found, self.gazetteer, plan=self.texts.get(found.plan), area=self.area_of(found.plan), lang=lang,
            districts=self.ground,
        )  # fmt: skip

    def find_layout(self, name: str, *, plan: str | None = None) -> Layout:
        """The layout that is called ``name``: the same words first, then one that holds them."""
        among = [x for x in self.layouts if plan is None or plan in x.plan]
        wanted = name.strip("“”\"' ")
        exact = [x for x in among if x.name == wanted]
        found = exact or [x for x in among if wanted in x.name]
        if not found:
            known = "、".join(dict.fromkeys(x.name for x in among[:12]))
            raise InputError(f"no layout is called {name!r}; among those found: {known or 'none'}")
        return max(found, key=lambda x: sum(e.drawn for e in x.elements))

    def area_of(self, plan: str) -> tuple[str, ...]:
        """Units that a plan is for."""
        return next((p.area for p in self.plans if p.name == plan), ())

    def save(self, directory: str | Path, *, lang: Language = "zh", tiles: str | None = None) -> list[Path]:
        """Write the atlas to a folder: pages for people, records for programs.

        Returns
        -------
        list of Path
            ``index.html``, ``map.html``, ``layouts.html``, ``places.geojson``, ``mentions.jsonl``, ``layouts.json``,
            ``layouts.geojson``, ``report.json``.

        Raises
        ------
        OutputError
            The folder or a file cannot be written; then every file is as it was before.
        """
        from maps.layout_gallery import layout_gallery
        from maps.layout_geometry import layouts_geodataframe
        from maps.preview import preview_svg
        from maps.start_page import start_page

        folder = Path(directory)
        check_folder(folder)
        gallery = layout_gallery(
            self.layouts, self.gazetteer, plans=self.texts, infos=self.plans, frames=self.layout_frames, lang=lang,
            districts=self.ground,
        )  # fmt: skip
        drawn = layouts_geodataframe(self.layouts, self.gazetteer, frames=self.layout_frames)
        ground = load_districts() if self.ground is None else self.ground
        preview = preview_svg(self.places, ground, focus=[unit for plan in self.plans for unit in plan.area])
        page, start = self.map(lang=lang, tiles=tiles), start_page({**self.info, "preview": preview}, lang=lang)
        with moved_together(folder) as aside:
            write_jsonl((m.to_dict() for m in self.mentions), aside / "mentions.jsonl")
            write_json([x.to_dict() for x in self.layouts], aside / "layouts.json")
            write_geojson(self.places, aside / "places.geojson")
            write_geojson(drawn, aside / "layouts.geojson")
            write_json(self.report, aside / "report.json")
            write_text(page.to_html(), aside / "map.html")
            write_text(gallery.to_html(), aside / "layouts.html")
            write_text(start, aside / "index.html")
        return [folder / name for name in _FILES]

    @property
    def info(self) -> dict[str, Any]:
        """What the start page tells: plans, counts and downloads."""
        report = self.report
        return {
            "title": self.plans[0].title if len(self.plans) == 1 else self.title,
            "plans": [{**_plan_record(p), **report["plans"][p.name]} for p in self.plans],
            "counts": report["counts"],
            "layouts": [
                {"name": x.name, "plan": x.plan, "url": f"layouts.html#{i}", "drawn": any(e.drawn for e in x.elements)}
                for i, x in zip(self._layout_ids, self.layouts, strict=True)
            ],
            "files": list(_FILES[1:]),
        }


_FILES = (
    "index.html", "map.html", "layouts.html", "places.geojson", "mentions.jsonl", "layouts.json", "layouts.geojson",
    "report.json",
)  # fmt: skip


def build_atlas(
    plans: Sequence[Plan],
    *,
    gazetteer: Gazetteer | None = None,
    progress: Callable[[str, int, int], None] = _quiet,
) -> Atlas:
    r"""Read the mentions and layouts of plans and place them.

    Parameters
    ----------
    plans
        From :func:`gazetteer.plan.read_plan`; their names are told apart.
    gazetteer
        The places that are known; by default those that ship with Plan Atlas.
    progress
        Called with a step's name, how many plans are done and how many there are.

    Examples
    --------
    >>> from gazetteer.plan import Plan
    >>> atlas = build_atlas([Plan("示例.txt", "广州市发展规划\n加快建设广州南站。")])
    >>> atlas.places["name"].tolist()
    ['广州南站']
    """
    gazetteer = default_gazetteer() if gazetteer is None else gazetteer
    mentions: list[Mention] = []
    layouts: list[Layout] = []
    texts: dict[str, Plan] = {}
    for number, plan in enumerate(plans):
        progress(plan.name, number, len(plans))
        name = _free_name(plan.name, texts)
        named = plan if name == plan.name else replace(plan, name=name)
        texts[name] = named
        found = find_mentions(named, gazetteer)
        mentions += found
        layouts += read_layouts(named, found)
    progress("", len(plans), len(plans))
    infos = tuple(PlanInfo.of(plan) for plan in texts.values())
    return Atlas(infos, mentions, *_drawn(layouts, infos, gazetteer), gazetteer, texts)


def catalogue_atlas(catalogue: Catalogue | None = None, *, gazetteer: Gazetteer | None = None) -> Atlas:
    """Place what the embedded catalogue names; no plan text is needed."""
    gazetteer = default_gazetteer() if gazetteer is None else gazetteer
    catalogue = read_catalogue() if catalogue is None else catalogue
    areas = {p.name: p.area for p in catalogue.plans}
    mentions = place_mentions(catalogue.mentions, gazetteer, areas=areas)
    return Atlas(catalogue.plans, mentions, *_drawn(catalogue.layouts, catalogue.plans, gazetteer), gazetteer)


def _drawn(
    layouts: Sequence[Layout], plans: Sequence[PlanInfo], gazetteer: Gazetteer
) -> tuple[list[Layout], list[gpd.GeoDataFrame]]:
    from maps.layout_geometry import marked, realise_layout

    areas = {plan.name: plan.area for plan in plans}
    layouts = link_layouts(layouts, gazetteer.units)
    frames = [realise_layout(layout, gazetteer, area=areas[layout.plan]) for layout in layouts]
    return [marked(layout, frame) for layout, frame in zip(layouts, frames, strict=True)], frames


def _free_name(name: str, taken: Iterable[str]) -> str:
    """A plan's name that no other plan of the atlas has."""
    if name not in taken:
        return name
    stem, suffix = Path(name).stem, Path(name).suffix
    return next(f"{stem}-{n}{suffix}" for n in range(2, 9999) if f"{stem}-{n}{suffix}" not in taken)


def _plan_record(plan: PlanInfo) -> dict[str, Any]:
    period = "–".join(map(str, plan.period)) if plan.period else ""
    return {
        "name": plan.name,
        "title": plan.title,
        "period": period,
        "area": list(plan.area),
        "file": "",
        "characters": plan.characters,
    }
