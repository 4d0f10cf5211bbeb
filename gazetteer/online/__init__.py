"""Online geocoders behind one small interface: off unless asked for, keys from the environment, answers checked."""

from gazetteer.online.cache import Cache
from gazetteer.online.client import Client, OnlineError
from gazetteer.online.locate import OnlineSource, online_source
from gazetteer.online.overpass import Overpass
from gazetteer.online.providers import PROVIDERS, Amap, Hit, Nominatim, Provider, Tianditu

__all__ = [
    "PROVIDERS",
    "Amap",
    "Cache",
    "Client",
    "Hit",
    "Nominatim",
    "OnlineError",
    "OnlineSource",
    "Overpass",
    "Provider",
    "Tianditu",
    "online_source",
]
