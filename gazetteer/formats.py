"""The text of a plan file: plain text, Markdown, HTML, Word and PDF, each within limits."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from gazetteer.characters import simplify
from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_PDF_PAGES = 3000
MAX_CHARACTERS = 20_000_000

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_text(path: Path) -> str:
    """Text of a plan file as stored, line ends kept; for HTML, Word and PDF the text extracted from it.

    A byte order mark is not part of the text.  Encodings: UTF-8, UTF-16 with a mark, else GB 18030.

    Raises
    ------
    InputError
        The file is missing, a folder, empty, too large, binary, encrypted, damaged or in an unknown encoding.
    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name the plan files in it")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(f"{path}: {size / 1e6:.0f} MB is larger than the limit of {MAX_FILE_BYTES / 1e6:.0f} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    if not data.strip():
        raise InputError(f"{path}: the file is empty")
    text = _extractor(path, data)(path, data)
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"{path}: {len(text):,} characters are more than the limit of {MAX_CHARACTERS:,}")
    if not text.strip():
        raise InputError(f"{path}: no text in it (a scanned PDF needs OCR first)")
    return text


def _extractor(path: Path, data: bytes) -> Callable[[Path, bytes], str]:
    suffix = path.suffix.lower()
    if data.startswith(b"%PDF") or suffix == ".pdf":
        return _pdf_text
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        return _docx_text
    if suffix in {".html", ".htm", ".xhtml"} or re.match(
        rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html)\b", data, re.IGNORECASE
    ):
        return _html_text
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{path}: an old Word file (.doc); save it as .docx")
    return decode


def decode(path: Path, data: bytes) -> str:
    """Decode the bytes of a text file: UTF-8 or UTF-16 by its mark, UTF-8, else GB 18030."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise InputError(f"{path}: its byte order mark says {encoding}, but it does not decode") from None
            if "\x00" in text:
                raise InputError(f"{path}: a binary file or UTF-32, not a text; save it as UTF-8")
            return text
    if b"\x00" in data:
        raise InputError(f"{path}: a binary file, not a text (for UTF-16 a byte order mark is needed)")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _looks_chinese(text):
            return text
    raise InputError(f"{path}: the encoding is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8")


def _looks_chinese(text: str) -> bool:
    # GB 18030 decodes nearly any bytes, most of them to characters that are in no GB 2312 even when simplified.
    wide = simplify("".join(c for c in text if c > "\x7f"))
    common = len(wide.encode("gb2312", errors="ignore").decode("gb2312"))
    return bool(wide) and common >= 0.9 * len(wide) and not re.search(r"[\x01-\x08\x0e-\x1f]", text)


_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
_HIDDEN = frozenset({
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "option", "button",
})  # fmt: skip


def _html_text(path: Path, data: bytes) -> str:
    from lxml import etree, html

    text = _decode_html(path, data)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text).replace("\x00", "")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False, recover=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise InputError(f"{path}: not readable as HTML") from None
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS:
                pieces.append("\n")
            if tag and not _is_hidden(element):
                pieces.append(_flow(element.text))
        else:
            if tag in _BLOCKS:
                pieces.append("\n")
            parent = element.getparent()
            if parent is not None and not _is_hidden(parent):
                pieces.append(_flow(element.tail))
    lines = (re.sub(r"[ \t]+", " ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def _decode_html(path: Path, data: bytes) -> str:
    """Decode a page: UTF-8 where it is valid, else as the page declares, else by guess."""
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    if declared is not None and not data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)):
        name = declared.group(1).decode("ascii", errors="replace").lower()
        for encoding in ("utf-8", _WIDER.get(name, name)):
            with contextlib.suppress(LookupError, UnicodeError):
                return data.decode(encoding)
    return decode(path, data)


_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
"""Encodings that pages mean when they declare the narrower one (WHATWG Encoding Standard, 4.2)."""


def _flow(text: str | None) -> str:
    """Text of a node with its source line ends removed: between ideographs they are no space."""
    return re.sub(r"\s*\n\s*", "", text or "").replace("\r", "")


def _is_hidden(element: object) -> bool:
    node = element
    while node is not None:
        if getattr(node, "tag", None) in _HIDDEN:
            return True
        node = node.getparent()  # type: ignore[attr-defined]
    return False


def _docx_text(path: Path, data: bytes) -> str:
    import docx
    from docx.table import Table

    try:
        _check_archive(path, data)
        document = docx.Document(io.BytesIO(data))
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - python-docx lets many kinds through for a damaged file
        raise InputError(f"{path}: a damaged Word file ({type(error).__name__})") from None
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += (cell for row in block.rows for cell in _row_cells(row))
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"


def _check_archive(path: Path, data: bytes) -> None:
    """Refuse an archive that is no Word document or unpacks to far more than it weighs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES or unpacked > 200 * max(len(data), 50_000):
            raise InputError(f"{path}: unpacks to {unpacked / 1e6:.0f} MB; refused as an archive bomb")
        if "word/document.xml" not in archive.namelist():
            raise InputError(f"{path}: a zip archive, but not a Word document")


def _row_cells(row: object) -> Iterator[str]:
    seen = None
    for cell in row.cells:  # type: ignore[attr-defined]
        # A merged cell comes once for each column that it spans.
        if cell._tc is not seen:
            yield cell.text
        seen = cell._tc


def _pdf_text(path: Path, data: bytes) -> str:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "encrypted; remove its password first" if "assword" in str(error) else "damaged or cut short"
        raise InputError(f"{path}: the PDF is {reason}") from None
    try:
        if len(document) > MAX_PDF_PAGES:
            raise InputError(f"{path}: {len(document)} pages are more than the limit of {MAX_PDF_PAGES}")
        pages = [page.get_textpage().get_text_range().replace("\r", "").split("\n") for page in document]
    except pdfium.PdfiumError:
        raise InputError(f"{path}: the PDF is damaged or cut short") from None
    finally:
        document.close()
    return "\n".join(_unwrap(_without_running_heads(pages))) + "\n"


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Lines of all pages without page numbers and the heads and feet that most pages repeat."""
    edges: Counter[str] = Counter()
    for lines in pages:
        filled = [line.strip() for line in lines if line.strip()]
        edges.update({re.sub(r"\d+", "#", line) for line in (*filled[:2], *filled[-2:])})
    repeated = {line for line, n in edges.items() if n >= max(3, len(pages) // 3) and len(line) < 60}
    return [
        line
        for lines in pages
        for line in lines
        if not re.fullmatch(r"\s*[-—–]*\s*\d{0,4}\s*[-—–]*\s*", line)
        and re.sub(r"\d+", "#", line.strip()) not in repeated
    ]


_ENDS_BLOCK = re.compile(r"[。！？；：.!?;:]\s*$")
_BEGINS_BLOCK = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[章节篇節]|专栏|專欄|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．])"
)


def _unwrap(lines: list[str]) -> list[str]:
    """Join the lines that the page width broke: a short line, or one that ends a sentence, ends its paragraph."""
    width = sorted(len(line) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    paragraphs: list[str] = []
    open_line = False
    for raw in lines:
        line = raw.rstrip()
        if open_line and not _BEGINS_BLOCK.match(line) and not raw.startswith(("  ", "\u3000")):
            paragraphs[-1] += line.lstrip()
        else:
            paragraphs.append(line)
        open_line = len(line) > 0.8 * width and not _ENDS_BLOCK.search(line)
    return paragraphs
