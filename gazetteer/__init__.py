"""From text to places: plans, mentions, layouts in words, gazetteer entries, geocoding."""

from gazetteer.entries import Gazetteer, default_gazetteer, load_gazetteer
from gazetteer.geocode import geocode, resolve
from gazetteer.layouts import read_layouts
from gazetteer.mentions import find_mentions
from gazetteer.plan import Plan, read_plan
from gazetteer.records import Layout, LayoutElement, Mention, Place

__all__ = [
    "Gazetteer",
    "Layout",
    "LayoutElement",
    "Mention",
    "Place",
    "Plan",
    "default_gazetteer",
    "find_mentions",
    "geocode",
    "load_gazetteer",
    "read_layouts",
    "read_plan",
    "resolve",
]
