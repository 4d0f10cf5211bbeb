"""Choropleth of how many places each district has, with its numbers."""

from __future__ import annotations

from maps.controls.base import Control


class DistrictView(Control):
    """Choropleth of how many places each district has, with its numbers."""

    template = "districts.html"
    scripts = ("districts.js",)
    region = "tab"
    tab = "districts"
