"""Prints a clean A3 sheet: title, map, legend, scale."""

from __future__ import annotations

from maps.controls.base import Control


class PrintButton(Control):
    """Opens the print dialogue."""

    template = "printing_button.html"
    region = "tools"


class PrintSheet(Control):
    """The sheet itself, drawn anew at print size when printing begins; needs :class:`PrintButton` and the export."""

    template = "printing.html"
    scripts = ("export.js", "printing.js")
    region = "sheet"
