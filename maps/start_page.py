"""The first page of an atlas: what is in it and where to go, one HTML file that loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from gazetteer.records import KINDS, PRECISIONS
from geo.errors import InputError
from maps.page import both, clean_text, content_security_policy, environment, safe_url, static_text
from maps.symbols import KIND_STYLES, PRECISION_STYLES, symbol_svg
from maps.titles import ATLAS, short_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.page import Language

LINKED = frozenset({"map.html", "layouts.html", "index.html"})
"""Pages that the start page opens by its own buttons rather than offers for download."""
FIRST_LAYOUTS = 12
"""Layouts shown at once; the rest unfold."""
FILES = {
    "places.geojson": ("地点，带几何（WGS 84）", "places with geometry (WGS 84)"),
    "mentions.jsonl": (
        "每一处提及：原文位置、名称、类别、状态、坐标",
        "every mention: offsets, name, kind, status, position",
    ),
    "layouts.json": ("空间结构及其要素", "layouts with their elements"),
    "layouts.geojson": ("画出的空间结构", "layouts as drawn"),
    "places.gpkg": ("地点，GeoPackage", "places as GeoPackage"),
    "report.json": ("统计、未落图与重名", "figures, what was not placed, what is ambiguous"),
}


def start_page(atlas_info: Mapping[str, Any], *, lang: Language = "zh") -> str:
    """HTML of ``index.html``: plans, figures by kind and precision, links to the maps, downloads.

    Parameters
    ----------
    atlas_info
        ``title`` (a text, or the pair of a Chinese and an English one); ``plans`` (records with ``name``, ``title``,
        ``period``, ``area``, ``characters``, ``mentions``, ``located``); ``counts`` (``places``, ``mentions``,
        ``located``, ``layouts``, ``layouts_drawn``, ``by_kind``, ``places_by_precision``); ``layouts`` (``name``,
        ``plan``, ``url``, ``drawn``); ``files`` (names); ``preview`` (of :func:`maps.preview.preview_svg`). Whatever
        is absent is left out of the page.
    lang
        Language the page opens in; a switch changes it.

    Raises
    ------
    InputError
        The language is unknown.

    >>> page = start_page({"plans": [{"title": "<i>"}], "counts": {"places": 3}})
    >>> "&lt;i&gt;" in page, "<i>" in page
    (True, False)
    """
    if lang not in ("zh", "en"):
        raise InputError(f"the page's language is zh or en, not {lang!r}")
    script, style = static_text("start.js"), static_text("start.css")
    title = atlas_info.get("title") or ATLAS
    return environment().get_template("start.html").render(
        lang=lang,
        title=both(title, limit=120),
        figures=_figures(atlas_info),
        plans=[_plan(plan) for plan in atlas_info.get("plans") or ()],
        kinds=_kinds(atlas_info),
        precisions=_precisions(atlas_info),
        layouts=_layouts(atlas_info),
        shown=FIRST_LAYOUTS,
        files=_files(atlas_info),
        preview=atlas_info.get("preview"),
        policy=content_security_policy(scripts=[script], styles=[style]),
        script=Markup(script),  # noqa: S704 - our own file
        style=Markup(style),  # noqa: S704
    )  # fmt: skip


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _figures(info: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    counts = info.get("counts") or {}
    numbers = [
        (len(info.get("plans") or ()), "份规划", "plans"),
        (_number(counts.get("places")), "个地点", "places"),
        (_number(counts.get("mentions")), "处提及", "mentions"),
        (_number(counts.get("layouts_drawn", counts.get("layouts"))), "幅空间结构图", "layout maps"),
    ]
    return [(f"{number:,}", zh, en) for number, zh, en in numbers if number]


def _plan(plan: Mapping[str, Any]) -> dict[str, Any]:
    area = plan.get("area") or ()
    mentions, located = _number(plan.get("mentions")), _number(plan.get("located"))
    return {
        "title": clean_text(plan.get("title") or plan.get("name"), limit=120),
        "short": short_title(clean_text(plan.get("title") or plan.get("name"), limit=120)),
        "area": clean_text("、".join(map(str, area)) if isinstance(area, (list, tuple)) else area, limit=80),
        "period": clean_text(plan.get("period"), limit=40),
        "characters": f"{_number(plan.get('characters')):,}",
        "mentions": f"{mentions:,}",
        "share": round(100 * located / mentions) if mentions else 0,
    }


def _kinds(info: Mapping[str, Any]) -> list[dict[str, Any]]:
    counts = {kind: _number(count) for kind, count in ((info.get("counts") or {}).get("by_kind") or {}).items()}
    most = max(counts.values(), default=0)
    return [
        {
            "symbol": symbol_svg(kind, size=24),
            "zh": KIND_STYLES[kind].zh,
            "en": KIND_STYLES[kind].en,
            "count": f"{counts[kind]:,}",
            "bar": _bar(KIND_STYLES[kind].colour, counts[kind] / most),
        }
        for kind in sorted(KINDS, key=lambda kind: -counts.get(kind, 0))
        if counts.get(kind)
    ]


def _bar(colour: str, share: float) -> Markup:
    width = max(1.0, round(100 * share, 1))
    return Markup(  # noqa: S704 - a colour of our table and a number
        f'<svg aria-hidden="true" class="bar" viewBox="0 0 100 6" preserveAspectRatio="none">'
        f'<rect width="{width}" height="6" fill="{colour}"/></svg>'
    )


def _precisions(info: Mapping[str, Any]) -> list[dict[str, Any]]:
    counts = (info.get("counts") or {}).get("places_by_precision") or {}
    total = sum(_number(count) for count in counts.values())
    shades = ("#0b5a7a", "#2f7897", "#5b98ad", "#8ab7bf", "#a9c9b9", "#d9c58c", "#e0ab6c", "#c98a5a")
    rows, start = [], 0.0
    for precision, shade in zip(PRECISIONS, shades, strict=True):
        count, style = _number(counts.get(precision)), PRECISION_STYLES[precision]
        if not count:
            continue
        width = 100 * count / total
        rows.append({
            "zh": style.zh, "en": style.en, "zh_words": style.zh_words, "en_words": style.en_words, "shade": shade,
            "count": f"{count:,}", "start": round(start, 2), "width": round(width, 2),
        })  # fmt: skip
        start += width
    return rows


def _layouts(info: Mapping[str, Any]) -> list[dict[str, Any]]:
    titles = {plan.get("name"): plan.get("title") for plan in info.get("plans") or ()}
    return [
        {
            "name": clean_text(layout.get("name"), limit=60),
            "plan": short_title(clean_text(titles.get(layout.get("plan")), limit=80)),
            "url": safe_url(layout.get("url")),
        }
        for layout in info.get("layouts") or ()
        if layout.get("drawn", True)
    ]


def _files(info: Mapping[str, Any]) -> list[dict[str, str]]:
    names = [str(name) for name in info.get("files") or () if str(name) not in LINKED]
    described = [(name, *FILES.get(name, ("", ""))) for name in names]
    return [
        {"name": clean_text(name, limit=80), "url": safe_url(name), "zh": zh, "en": en} for name, zh, en in described
    ]
