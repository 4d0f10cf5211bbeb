"""What every control of a page has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from branca.element import MacroElement

from geo.errors import InputError
from maps.page import PageFigure, Raw, environment

if TYPE_CHECKING:
    from maps.page import Region


class Control(MacroElement):
    """A Folium plugin that lives in a :class:`maps.page.Page`: a template, scripts and a place on the page.

    A subclass names its Jinja template (macros ``html(this)`` and ``script(this)``, both optional), the files of
    ``maps/static`` it needs, and the region its HTML goes to. Whatever reaches a template is escaped.

    Raises
    ------
    InputError
        On rendering: it was added to a map that is no ``Page``.
    """

    template: ClassVar[str]
    scripts: ClassVar[tuple[str, ...]] = ()
    styles: ClassVar[tuple[str, ...]] = ()
    region: ClassVar[Region | None] = None
    tab: ClassVar[str] = ""
    """Name of its tab, where the region is ``"tab"``: strings has its word under ``tab.NAME``."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__

    @property
    def page(self) -> Any:
        """The page it stands on."""
        return self._parent

    def render(self, **_: Any) -> str:
        """Put HTML and script into the page; return nothing to show in its own place."""
        figure = self.get_root()
        if not isinstance(figure, PageFigure):
            raise InputError(f"{self._name} needs a maps.page.Page to stand on")
        module = environment().get_template(self.template).module
        if self.region is not None:
            figure.regions.setdefault(self.region, []).append(str(module.html(self)))  # type: ignore[attr-defined]
        if hasattr(module, "script"):
            figure.script.add_child(Raw(str(module.script(self))), name=self.get_name())
        return ""
