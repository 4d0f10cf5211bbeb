"""Online tiles that an atlas may be made with: whose they are, and in which datum."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from geo.errors import InputError


@dataclass(frozen=True, slots=True)
class Tiles:
    """One provider. ``urls`` are Leaflet templates, the lower layer first; ``hosts`` is for the page's policy."""

    name: str
    urls: tuple[str, ...]
    subdomains: str
    hosts: tuple[str, ...]
    attribution: str
    datum: str
    max_zoom: int


_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{0}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={0}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk="
)
PROVIDERS = {
    "tianditu": Tiles(
        "tianditu",
        (_TIANDITU.format("vec"), _TIANDITU.format("cva")),
        "01234567",
        ("https://*.tianditu.gov.cn",),
        '<a href="https://www.tianditu.gov.cn">天地图</a> © 国家地理信息公共服务平台',
        "CGCS2000",
        18,
    ),
    "osm": Tiles(
        "osm",
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
        "a",
        ("https://tile.openstreetmap.org",),
        '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors',
        "WGS84",
        19,
    ),
    "amap": Tiles(
        "amap",
        ("https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}",),
        "1234",
        ("https://*.is.autonavi.com",),
        '© <a href="https://lbs.amap.com">高德地图 Amap</a>',
        "GCJ-02",
        18,
    ),
}


def tiles_named(choice: str) -> Tiles:
    """Return the provider ``"osm"``, ``"amap"`` or ``"tianditu:KEY"``.

    CGCS2000 is WGS 84 at this scale; with GCJ-02 tiles the page moves the atlas to fit them.

    Raises
    ------
    InputError
        The name is unknown, or Tianditu has no key of letters and digits.

    >>> tiles_named("amap").datum
    'GCJ-02'
    """
    name, _, key = choice.partition(":")
    if name not in PROVIDERS:
        raise InputError(f"unknown tiles {name!r}: one of {', '.join(PROVIDERS)} (tianditu:KEY)")
    provider = PROVIDERS[name]
    if name != "tianditu":
        return provider
    if not re.fullmatch(r"[0-9A-Za-z]{8,64}", key):
        raise InputError("Tianditu's tiles need a key of your own: tianditu:KEY (https://console.tianditu.gov.cn)")
    return replace(provider, urls=tuple(url + key for url in provider.urls))
