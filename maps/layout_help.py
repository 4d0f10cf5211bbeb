"""Curated help for layouts whose words do not suffice: carrier, order, extent, label position (data/layouts)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

from geo.errors import InputError
from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gazetteer.records import Layout

Arrow = Literal["none", "start", "end", "both"]
ARROWS: tuple[Arrow, ...] = get_args(Arrow)


@dataclass(frozen=True, slots=True)
class ElementHelp:
    """Help for one element; whatever is left out stays automatic."""

    places: tuple[str, ...] = ()
    carrier: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    extent: tuple[str, ...] = ()
    label: tuple[float, float] | None = None
    arrow: Arrow | None = None


@dataclass(frozen=True, slots=True)
class LayoutHelp:
    """Help for one layout: the ground that it is about, and its elements by name."""

    layout: str
    scope: str = ""
    elements: Mapping[str, ElementHelp] = field(default_factory=dict)

    def fits(self, layout: Layout) -> bool:
        """Whether a layout is the one meant: same name, and every element that help is given for is there."""
        return layout.name == self.layout and set(self.elements) <= {element.name for element in layout.elements}


def read_help(directory: Path | None = None) -> tuple[LayoutHelp, ...]:
    """Read every YAML file of a folder, by default the one that is shipped.

    Raises
    ------
    InputError
        A file is no YAML or says something that the format does not know; the message names file and entry.

    >>> all(isinstance(entry, LayoutHelp) for entry in read_help())
    True
    """
    directory = data_path("layouts") if directory is None else directory
    return tuple(_entry(raw, path) for path in sorted(directory.glob("*.yaml")) for raw in _read(path))


@cache
def shipped_help() -> tuple[LayoutHelp, ...]:
    """Help that is shipped, read once."""
    return read_help()


def help_for(layout: Layout, entries: tuple[LayoutHelp, ...] | None = None) -> LayoutHelp | None:
    """First entry that fits a layout, None where none does."""
    return next((entry for entry in (shipped_help() if entries is None else entries) if entry.fits(layout)), None)


def _read(path: Path) -> list[Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not YAML ({str(error).splitlines()[0]})") from None
    if content is None:
        return []
    if not isinstance(content, list):
        raise InputError(f"{path}: a list of layouts is wanted")
    return content


def _entry(raw: Any, path: Path) -> LayoutHelp:
    if not isinstance(raw, dict) or not isinstance(raw.get("layout"), str):
        raise InputError(f"{path}: every entry names its layout")
    where = f"{path}: {raw['layout']}"
    _only(raw, {"layout", "scope", "elements"}, where)
    elements = raw.get("elements") or {}
    if not isinstance(raw.get("scope", ""), str) or not isinstance(elements, dict):
        raise InputError(f"{where}: scope is a name, elements are a table by name")
    return LayoutHelp(
        layout=raw["layout"],
        scope=raw.get("scope", ""),
        elements={str(name): _element(given, f"{where}, {name}") for name, given in elements.items()},
    )


def _element(raw: Any, where: str) -> ElementHelp:
    if not isinstance(raw, dict):
        raise InputError(f"{where}: places, carrier, order, extent, label or arrow is wanted")
    _only(raw, {"places", "carrier", "order", "extent", "label", "arrow"}, where)
    lists = {}
    for name in ("places", "carrier", "order", "extent"):
        value = raw.get(name) or []
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InputError(f"{where}: {name} is a list of names")
        lists[name] = tuple(value)
    label, arrow = raw.get("label"), raw.get("arrow")
    if label is not None and not _is_position(label):
        raise InputError(f"{where}: label is [longitude, latitude] in degrees, not {label!r}")
    if arrow is not None and arrow not in ARROWS:
        raise InputError(f"{where}: arrow is one of {', '.join(ARROWS)}, not {arrow!r}")
    return ElementHelp(**lists, label=None if label is None else (float(label[0]), float(label[1])), arrow=arrow)


def _is_position(value: Any) -> bool:
    numbers = isinstance(value, list) and len(value) == 2 and all(isinstance(v, (int, float)) for v in value)
    return numbers and -180 <= value[0] <= 180 and -90 <= value[1] <= 90


def _only(raw: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(set(map(str, raw)) - allowed)
    if unknown:
        raise InputError(f"{where}: unknown {unknown[0]!r}: use {', '.join(sorted(allowed))}")
