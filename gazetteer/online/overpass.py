"""Overpass: the course of a railway, road or river by its name, from OpenStreetMap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from gazetteer.online.cache import Cache
from gazetteer.online.client import BusyError, Client, OnlineError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TIMEOUT_S: Final = 25
TOLERANCE_DEG: Final = 0.0002
"""Lines are thinned to about 20 m."""
TAGS: Final = {"rail": "railway", "road": "highway", "nature": "waterway"}
ROUTES: Final = {"rail": "train|subway|light_rail|tram|railway", "road": "road", "nature": "waterway"}


class Overpass:
    """Courses of lines, WGS 84, no key; requests at least two seconds apart."""

    name = "overpass"
    terms = "© OpenStreetMap contributors (ODbL), Overpass"

    def __init__(
        self, *, base_url: str = "https://overpass-api.de", cache: Cache | None = None, client: Client | None = None
    ) -> None:
        self.base_url = base_url
        self.client = client or Client(self.name, interval_s=2.0)
        self.cache = Cache() if cache is None else cache

    def course(self, name: str, kind: str, *, bounds: tuple[float, float, float, float]) -> BaseGeometry | None:
        """Course of what is called exactly ``name`` inside bounds.

        Parameters
        ----------
        name
            Name as OpenStreetMap has it.
        kind
            ``rail``, ``road`` or ``nature`` (rivers).
        bounds
            West, south, east, north in degrees.

        Returns
        -------
        LineString, MultiLineString or None
            Ways that meet are joined; None where nothing there is called so.

        Raises
        ------
        OnlineError
            The server did not answer, or ran out of time; such an answer is never kept.
        """
        west, south, east, north = (round(value, 3) for value in bounds)
        request = {"provider": self.name, "name": name, "kind": kind, "bounds": [west, south, east, north]}
        kept = self.cache.get(request)
        if kept is None:
            query = overpass_query(name, kind, (west, south, east, north))
            answer = self.client.json(f"{self.base_url}/api/interpreter", data={"data": query}, accept=_accept)
            try:
                kept = [[list(point) for point in line] for line in _lines(answer)]
            except (KeyError, TypeError, ValueError):
                raise OnlineError("overpass answered in a form that is not known") from None
            self.cache.put(request, kept)
        return _joined(kept)


def overpass_query(name: str, kind: str, bounds: tuple[float, float, float, float]) -> str:
    r"""Query for ways and routes of a name inside bounds (west, south, east, north).

    >>> print(overpass_query('a"b', "rail", (113, 22, 114, 23))[:71])
    [out:json][timeout:25];(way["railway"]["name"="a\"b"](22,113,23,114);re
    """
    quoted = "".join(c for c in name if c.isprintable()).replace("\\", "\\\\").replace('"', '\\"')
    west, south, east, north = bounds
    box = f"({south},{west},{north},{east})"
    way = f'way["{TAGS[kind]}"]["name"="{quoted}"]{box}'
    relation = f'relation["type"="route"]["route"~"^({ROUTES[kind]})$"]["name"="{quoted}"]{box}'
    return f"[out:json][timeout:{TIMEOUT_S}];({way};{relation};);out geom;"


def _accept(answer: Any) -> None:
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise OnlineError("overpass refused")
    if "error" in str(answer.get("remark", "")):
        # a query that ran out of time or memory is answered with 200 and the part found so far
        raise BusyError("ran out of time")


def _lines(answer: Any) -> list[list[tuple[float, float]]]:
    """Lines of ways, and of the ways of relations (not of their stops)."""
    found = []
    for element in answer["elements"]:
        members = element["members"] if element["type"] == "relation" else [element]
        for member in members:
            if member["type"] != "way" or member.get("role") in {"platform", "stop"} or not member.get("geometry"):
                continue
            line = [(round(float(p["lon"]), 6), round(float(p["lat"]), 6)) for p in member["geometry"] if p]
            if len(line) > 1 and line not in found:
                found.append(line)
    return found


def _joined(lines: list[list[list[float]]]) -> BaseGeometry | None:
    if not lines:
        return None
    ways = shapely.union_all([shapely.LineString(line) for line in lines])
    merged: BaseGeometry = shapely.line_merge(ways) if ways.geom_type == "MultiLineString" else ways
    return merged.simplify(TOLERANCE_DEG)
