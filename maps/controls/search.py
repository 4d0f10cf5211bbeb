"""Search over names, aliases, Traditional forms, pinyin and initials."""

from __future__ import annotations

from maps.controls.base import Control


class SearchBox(Control):
    """Search over names, aliases, Traditional forms, pinyin and initials."""

    template = "search.html"
    scripts = ("search.js",)
    region = "head"
