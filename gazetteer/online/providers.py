"""Amap, Tianditu and Nominatim: each turns a name into hits, WGS 84, with the unit that it says they are in."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from gazetteer.online.cache import Cache
from gazetteer.online.client import BusyError, Client, OnlineError
from geo.datum import to_wgs84
from geo.errors import InputError, MissingDataError

if TYPE_CHECKING:
    from gazetteer.units import Unit

MAX_HITS: Final = 10
CHINA: Final = "73,3,136,54"
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a provider: its name for the place, longitude and latitude (WGS 84), and where it says it is."""

    name: str
    lng: float
    lat: float
    city: str = ""
    district: str = ""
    adcode: int = 0
    what: str = ""
    """The provider's own class of the thing."""


class Provider(Protocol):
    """Turns a name into hits."""

    name: str
    terms: str
    """Whose data it is, for the source of a place."""
    cache: Cache

    def search(self, name: str, *, unit: Unit | None = None) -> list[Hit]:
        """Hits for a name, best first, in a unit where one is given; empty where there are none."""


def key_of(provider: str) -> str:
    """Key of a provider from the environment.

    Raises
    ------
    MissingDataError
        The variable is not set.
    """
    variable = f"PLAN_ATLAS_{provider.upper()}_KEY"
    value = os.environ.get(variable, "").strip()
    if not value:
        raise MissingDataError(f"{provider} needs a key: set the environment variable {variable}")
    return value


class _Cached:
    """What the providers share: the client, the cache, and the shape of a request."""

    name = ""

    def __init__(self, client: Client, cache: Cache | None) -> None:
        self.client = client
        self.cache = Cache() if cache is None else cache

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.cache)} answers kept>"

    def search(self, name: str, *, unit: Unit | None = None) -> list[Hit]:
        """Hits for a name, best first, in a unit where one is given; empty where there are none.

        Raises
        ------
        OnlineError
            The provider did not answer, or refused; such an answer is never kept.
        """
        request = {"provider": self.name, "name": name, "adcode": unit.adcode if unit else 0}
        kept = self.cache.get(request)
        if kept is None:
            try:
                kept = [asdict(hit) for hit in self._ask(name, unit)][:MAX_HITS]
            except (KeyError, TypeError, ValueError, AttributeError):
                raise OnlineError(f"{self.name} answered in a form that is not known") from None
            self.cache.put(request, kept)
        return [Hit(**hit) for hit in kept]

    def _ask(self, name: str, unit: Unit | None) -> list[Hit]:
        raise NotImplementedError


class Amap(_Cached):
    """Amap's search of places (高德 搜索 POI, v3): GCJ-02, needs a key in ``PLAN_ATLAS_AMAP_KEY``."""

    name = "amap"
    terms = "Amap (高德)"
    BUSY: Final = frozenset({"10004", "10014", "10015", "10016", "10019", "10020", "10021"})
    """Codes for asking too fast, against those for a wrong key or a spent quota."""

    def __init__(
        self, *, base_url: str = "https://restapi.amap.com", cache: Cache | None = None, client: Client | None = None
    ) -> None:
        super().__init__(client or Client(self.name, interval_s=0.35), cache)
        self.base_url = base_url
        self._key = key_of(self.name)

    def _ask(self, name: str, unit: Unit | None) -> list[Hit]:
        params = {
            "keywords": name.replace("|", " "), "offset": MAX_HITS, "page": 1, "extensions": "base", "output": "JSON",
            "key": self._key,
        }  # fmt: skip
        if unit is not None:
            params |= {"city": unit.adcode, "citylimit": "true"}
        answer = self.client.json(f"{self.base_url}/v3/place/text", params=params, accept=self._accept)
        hits = []
        for poi in answer["pois"]:
            if not isinstance(poi["location"], str):  # a chain of shops has an empty list
                continue
            lng, lat = (float(part) for part in poi["location"].split(","))
            lng, lat = to_wgs84(lng, lat, datum="GCJ-02")
            hits.append(
                Hit(
                    _text(poi["name"]), round(float(lng), 6), round(float(lat), 6), _text(poi.get("cityname")),
                    _text(poi.get("adname")), _code(poi.get("adcode")), _text(poi.get("type")),
                )
            )  # fmt: skip
        return hits

    def _accept(self, answer: Any) -> None:
        if isinstance(answer, dict) and answer.get("status") == "1":
            return
        code = str(answer.get("infocode", "?")) if isinstance(answer, dict) else "?"
        raise (BusyError if code in self.BUSY else OnlineError)(f"amap refused: code {code}")


class Tianditu(_Cached):
    """Tianditu's search of places (天地图 地名搜索 V2): CGCS2000, needs a key in ``PLAN_ATLAS_TIANDITU_KEY``."""

    name = "tianditu"
    terms = "Tianditu (天地图)"

    def __init__(
        self, *, base_url: str = "https://api.tianditu.gov.cn", cache: Cache | None = None, client: Client | None = None
    ) -> None:
        super().__init__(client or Client(self.name, interval_s=0.25), cache)
        self.base_url = base_url
        self._key = key_of(self.name)

    def _ask(self, name: str, unit: Unit | None) -> list[Hit]:
        query: dict[str, Any] = {"keyWord": name, "start": 0, "count": MAX_HITS}
        if unit is not None and unit.level != "province":  # of a province it answers how many, not where
            query |= {"queryType": 12, "specify": f"156{unit.adcode}"}
        else:
            query |= {"queryType": 7, "level": 12, "mapBound": CHINA}
        params = {"postStr": json.dumps(query, ensure_ascii=False), "type": "query", "tk": self._key}
        answer = self.client.json(f"{self.base_url}/v2/search", params=params, accept=self._accept)
        hits = []
        for poi in answer.get("pois") or ():
            lng, lat = (float(part) for part in poi["lonlat"].replace(",", " ").split())
            hits.append(
                Hit(
                    _text(poi["name"]), round(lng, 6), round(lat, 6), _text(poi.get("city")), _text(poi.get("county")),
                    _code(str(poi.get("countyCode") or "")[-6:]), _text(poi.get("typeName")),
                )
            )  # fmt: skip
        return hits

    def _accept(self, answer: Any) -> None:
        status = answer.get("status") if isinstance(answer, dict) else None
        code = str(status.get("infocode", "?")) if isinstance(status, dict) else "?"
        if code != "1000":
            raise OnlineError(f"tianditu refused: code {code}")


class Nominatim(_Cached):
    """OpenStreetMap's Nominatim: WGS 84, no key, one request a second at most."""

    name = "nominatim"
    terms = "© OpenStreetMap contributors (ODbL), Nominatim"

    def __init__(
        self,
        *,
        base_url: str = "https://nominatim.openstreetmap.org",
        cache: Cache | None = None,
        client: Client | None = None,
    ) -> None:
        super().__init__(client or Client(self.name, interval_s=1.0), cache)
        self.base_url = base_url

    def _ask(self, name: str, unit: Unit | None) -> list[Hit]:
        query = name if unit is None else f"{name}, {unit.city or unit.name}"
        params = {
            "q": query, "format": "jsonv2", "addressdetails": 1, "countrycodes": "cn", "limit": MAX_HITS,
            "accept-language": "zh-CN",
        }  # fmt: skip
        answer = self.client.json(f"{self.base_url}/search", params=params, accept=self._accept)
        hits = []
        for found in answer:
            address = found.get("address") or {}
            districts = [address.get(level) for level in ("city_district", "district", "county", "suburb")]
            hits.append(
                Hit(
                    _text(found.get("name") or str(found["display_name"]).split(",")[0]),
                    round(float(found["lon"]), 6), round(float(found["lat"]), 6), _text(address.get("city")),
                    next((_text(d) for d in districts if d), ""), 0,
                    _text(f"{found.get('category', '')}/{found.get('type', '')}"),
                )
            )  # fmt: skip
        return hits

    def _accept(self, answer: Any) -> None:
        if not isinstance(answer, list):
            raise OnlineError("nominatim refused")


PROVIDERS: Final[dict[str, type[Amap | Tianditu | Nominatim]]] = {
    "amap": Amap,
    "tianditu": Tianditu,
    "nominatim": Nominatim,
}


def provider_named(name: str, *, cache: Cache | None = None) -> Provider:
    """Make the provider of that name.

    Raises
    ------
    InputError
        No provider has that name.
    MissingDataError
        It needs a key, and the environment has none.
    """
    if name not in PROVIDERS:
        raise InputError(f"unknown online provider {name!r}: use one of {', '.join(PROVIDERS)}")
    return PROVIDERS[name](cache=cache)


def _text(value: Any) -> str:
    """Text of a field; Amap writes an empty list for nothing."""
    return value.strip() if isinstance(value, str) else ""


def _code(value: Any) -> int:
    return int(value) if isinstance(value, (str, int)) and str(value).isdigit() else 0
