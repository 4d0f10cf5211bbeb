"""A Folium map in one HTML file that asks nobody for anything: scripts, styles, data inside, under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import folium
import jinja2
import numpy as np
from branca.element import CssLink, Element, Figure, JavascriptLink
from markupsafe import Markup

from geo.errors import InputError, MissingDataError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Language = Literal["zh", "en"]
Region = Literal["head", "tab", "tools", "side", "sheet"]

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
BASE_SCRIPTS = ("core.js", "canvas.js", "labels.js", "page.js")
BASE_STYLES = ("page.css",)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
JSON_IN_HTML = {ord(c): f"\\u{ord(c):04x}" for c in "<>&'\u2028\u2029"}
INLINE_CODE = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)


def clean_text(value: object, *, limit: int | None = None) -> str:
    r"""Text of a value that is safe to show: no control characters, no marks that reverse the writing direction.

    ``None`` and NaN give the empty string; ``limit`` cuts with an ellipsis.

    >>> clean_text("广州\x00南站\u202e"), clean_text(float("nan")), clean_text("番禺广场", limit=3)
    ('广州\ufffd南站', '', '番禺…')
    """
    if value is None or (isinstance(value, float) and value != value):
        return ""
    text = DIRECTION_MARKS.sub("", CONTROL_CHARACTERS.sub("\ufffd", str(value)))
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"


def safe_url(value: object) -> str:
    r"""URL that a page may link to: ``http``, ``https``, ``mailto`` or relative; anything else gives the empty string.

    >>> safe_url("layouts/a.html#x"), safe_url(" JaVa\tscript:alert(1)"), safe_url("//evil.example/")
    ('layouts/a.html#x', '', '')
    """
    text = re.sub(r"[\x00-\x20\x7f-\x9f]", "", clean_text(value)).replace("\ufffd", "")
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme.lower() in {"http", "https"}:
        return text if parts.netloc else ""
    if parts.scheme.lower() == "mailto":
        return text
    relative = not parts.scheme and not parts.netloc and not text.startswith(("//", "\\", "/\\"))
    return text if relative else ""


def to_json(value: Any) -> str:
    r"""JSON that may stand in an HTML script element: no ``<``, ``>``, ``&``, quotes or line separators of Unicode.

    >>> to_json({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain)
    return text.translate(JSON_IN_HTML)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} does not go into a page's data")


@cache
def strings() -> dict[str, list[str]]:
    """Every word of the interface as ``{key: [Chinese, English]}``."""
    table: dict[str, list[str]] = json.loads((STATIC / "strings.json").read_text("utf-8"))
    return table


@cache
def environment() -> jinja2.Environment:
    """Jinja environment of the page's templates: everything escaped, undefined names refused."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["js"] = lambda value: Markup(to_json(value))  # noqa: S704 - escaped by to_json
    env.globals["t"] = lambda key, lang: strings()[key][0 if lang == "zh" else 1]
    return env


@cache
def static_text(name: str) -> str:
    """Text of one of our scripts or styles."""
    return (STATIC / name).read_text("utf-8")


@cache
def leaflet_directory() -> Path:
    """Folder of Leaflet's files in the package XStatic-Leaflet.

    Raises
    ------
    MissingDataError
        The package is not installed.
    """
    try:
        return Path(str(import_module("xstatic.pkg.leaflet").BASE_DIR))
    except ImportError as error:
        raise MissingDataError("Leaflet is missing: pip install XStatic-Leaflet") from error


def _data_uri(path: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


@cache
def leaflet_script() -> str:
    """Leaflet with its licence line and its marker images inside."""
    images = leaflet_directory() / "images"
    icons = {
        "iconUrl": _data_uri(images / "marker-icon.png"),
        "iconRetinaUrl": _data_uri(images / "marker-icon-2x.png"),
        "shadowUrl": _data_uri(images / "marker-shadow.png"),
    }
    code = (leaflet_directory() / "leaflet.js").read_text("utf-8").split("//# sourceMappingURL")[0]
    return f"{code.rstrip()}\nL.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({to_json(icons)});"


@cache
def leaflet_style() -> str:
    """Leaflet's style sheet with its images inside."""
    images = leaflet_directory() / "images"
    css = (leaflet_directory() / "leaflet.css").read_text("utf-8")
    return re.sub(r"url\((images/[\w-]+\.png)\)", lambda m: f"url({_data_uri(images / Path(m[1]).name)})", css)


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode('utf-8')).digest()).decode('ascii')}'"


def content_security_policy(*, scripts: Iterable[str], styles: Iterable[str], image_hosts: Iterable[str] = ()) -> str:
    """Policy that lets exactly these inline scripts and styles run and nothing be fetched but images of these hosts.

    >>> content_security_policy(scripts=[""], styles=[])[:39]
    "default-src 'none'; script-src 'sha256-"
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": [_hash(code) for code in scripts] or ["'none'"],
        "style-src": [_hash(code) for code in styles] or ["'none'"],
        "img-src": ["data:", "blob:", *image_hosts],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([rule, *values]) for rule, values in rules.items())


class Raw(Element):
    """Finished text in a figure; branca's own ``Element`` would run it as a Jinja template once more."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self._text


def _descendants(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _descendants(child)


class PageFigure(Figure):
    """The document around a :class:`Page`: head with the policy, regions for the controls, data, scripts."""

    def __init__(self, page: Page) -> None:
        super().__init__(title=page.title)
        self.page = page
        self.regions: dict[str, list[str]] = {}

    def render(self, **kwargs: Any) -> str:
        """Return the whole document; the same input gives the same text."""
        self.regions = {}
        self.header, self.html, self.script = Element(), Element(), Element()
        for part in (self.header, self.html, self.script):
            part._parent = self
        page = self.page
        elements = list(_descendants(page))
        page.render(**kwargs)
        self._refuse_links()
        names = self._settled_names()
        head, body, code = (names(str(part.render(**kwargs))) for part in (self.header, self.html, self.script))
        regions = {key: Markup(names("\n".join(parts))) for key, parts in self.regions.items()}  # noqa: S704
        scripts = [leaflet_script(), _bundle(BASE_SCRIPTS, elements, "scripts"), code]
        styles = [leaflet_style(), _bundle(BASE_STYLES, elements, "styles")]
        foreign = INLINE_CODE.findall(head)
        policy = content_security_policy(
            scripts=scripts + [text for tag, text in foreign if tag.lower() == "script"],
            styles=styles + [text for tag, text in foreign if tag.lower() == "style"],
            image_hosts=page.image_hosts,
        )
        return (
            environment()
            .get_template("page.html")
            .render(
                page=page,
                policy=policy,
                header=Markup(head),  # noqa: S704
                body=Markup(body),  # noqa: S704
                regions=regions,
                tabs=[e for e in elements if getattr(e, "region", None) == "tab"],
                data=Markup(to_json({**page.data, "strings": strings(), "lang": page.lang})),  # noqa: S704
                styles=[Markup(text) for text in styles],  # noqa: S704
                scripts=[Markup(text) for text in scripts],  # noqa: S704
                licences=_licences(),
            )
        )

    def _refuse_links(self) -> None:
        for element in _descendants(self.header):
            if isinstance(element, (JavascriptLink, CssLink)):
                raise InputError(f"a self-contained page cannot load {element.url}: leave that Folium plugin out")

    def _settled_names(self) -> Callable[[str], str]:
        """Return a function that puts numbers for branca's random ids, in order of their first use."""
        parts = (self.page, self.header, self.html, self.script)
        known = {element._id for part in parts for element in _descendants(part)}
        numbers: dict[str, str] = {}

        def settle(match: re.Match[str]) -> str:
            name = match[0]
            return numbers.setdefault(name, str(len(numbers) + 1)) if name in known else name

        return lambda text: re.sub(r"[0-9a-f]{32}", settle, text)


def _bundle(base: Sequence[str], elements: Iterable[Element], attribute: str) -> str:
    names = dict.fromkeys(base)
    for element in elements:
        names.update(dict.fromkeys(getattr(element, attribute, ())))
    return "\n".join(static_text(name) for name in names)


@cache
def _licences() -> list[tuple[str, str, str]]:
    return [
        (f"Leaflet {metadata.version('XStatic-Leaflet').rsplit('.', 1)[0]}", "BSD-2-Clause", "https://leafletjs.com"),
        (f"Folium {metadata.version('folium')}", "MIT", "https://python-visualization.github.io/folium/"),
        ("Plan Atlas", "MIT", ""),
    ]


def both(text: str | tuple[str, str], *, limit: int) -> list[str]:
    """Chinese and English wording, of a pair or of one text for both, cleaned and cut as by :func:`clean_text`."""
    zh, en = (text, text) if isinstance(text, str) else text
    return [clean_text(zh, limit=limit), clean_text(en, limit=limit)]


class Page(folium.Map):
    """A Folium map whose page is one file: it loads nothing, fits its container and speaks Chinese and English.

    Parameters
    ----------
    title, subtitle
        Plain text, or a pair of Chinese and English; shown in the panel, ``title`` also as the document's title.
    lang
        ``"zh"`` or ``"en"``: the language the page opens in; a switch changes it.
    bounds
        ``(west, south, east, north)`` in degrees (WGS 84): what the map shows at first.
    panel
        Whether the page has the panel at the left that holds search and tabs.

    Add controls (:class:`maps.controls.base.Control`) with ``add_to``; they bring their own scripts, styles and data.
    Other Folium layers may be added as long as they need no file from elsewhere. Folium does not escape what *they*
    are given.

    Raises
    ------
    InputError
        The language is unknown, the bounds are no box, or a Folium plugin that loads files is among the children.

    >>> page = Page(title="<b>图</b>", bounds=(112.0, 22.0, 114.0, 24.0))
    >>> "<title>&lt;b&gt;图&lt;/b&gt;</title>" in page.to_html(), page.to_html() == page.to_html()
    (True, True)
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - Folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(
        self,
        *,
        title: str | tuple[str, str],
        subtitle: str | tuple[str, str] = "",
        lang: Language = "zh",
        bounds: tuple[float, float, float, float] = (109.6, 20.2, 117.3, 25.6),
        panel: bool = True,
    ) -> None:
        if lang not in ("zh", "en"):
            raise InputError(f"the page's language is zh or en, not {lang!r}")
        west, south, east, north = (float(value) for value in bounds)
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise InputError(f"bounds are west, south, east, north in degrees, not {tuple(bounds)}")
        own = {"title": both(title, limit=120), "subtitle": both(subtitle, limit=200)}
        self.title, self.subtitle = (own[key][0 if lang == "zh" else 1] for key in ("title", "subtitle"))
        super().__init__(
            location=[round((south + north) / 2, 5), round((west + east) / 2, 5)],
            tiles=None,
            zoom_start=8,
            zoom_control=False,
        )
        self.lang = lang
        self.bounds = [[round(south, 5), round(west, 5)], [round(north, 5), round(east, 5)]]
        self.panel = panel
        self.data: dict[str, Any] = dict(own)
        self.image_hosts: list[str] = []
        self.figure = PageFigure(self)
        self.figure.add_child(self)

    def render(self, **kwargs: Any) -> str:
        """Put the map and its children into the figure; return nothing to show in its own place."""
        figure = self.figure
        module = environment().get_template("map.html").module
        figure.html.add_child(Raw(module.html(self)), name="map")  # type: ignore[attr-defined]
        figure.script.add_child(Raw(module.script(self)), name="map")  # type: ignore[attr-defined]
        for child in list(self._children.values()):
            child.render(**kwargs)
        figure.script.add_child(Raw("Atlas.start();"), name="start")
        return ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.title}>"

    def to_html(self) -> str:
        """Return the page as one HTML text."""
        return self.figure.render()

    def save(self, outfile: str | Path, **_: Any) -> None:  # type: ignore[override]
        """Write the page as UTF-8.

        Raises
        ------
        OutputError
            The file cannot be written.
        """
        page = self.to_html().encode("utf-8")
        try:
            Path(outfile).write_bytes(page)
        except OSError as error:
            raise OutputError(f"cannot write {outfile}: {error.strerror or error}") from error
