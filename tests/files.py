"""Plan files for the tests, made in code: Word, HTML and PDF with a text layer."""

from __future__ import annotations

import html
import io
import zipfile
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LINE_HEIGHT = 20


def write_docx(path: Path, lines: Sequence[str], *, table: Sequence[Sequence[str]] = ()) -> Path:
    """Word file of paragraphs, with a table after them."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    document.save(str(path))
    return path


def write_docx_bomb(path: Path, *, megabytes: int = 300) -> Path:
    """Zip archive that looks like a Word file and unpacks to far more than it weighs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(b" " * 1_000_000)
    return path


def write_html(path: Path, lines: Sequence[str], *, encoding: str = "utf-8") -> Path:
    """Page of the lines as paragraphs; what a browser does not show of it names a station."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>佛山西站</title></head>\n'
        f"<body><script>var a = '佛山西站';</script><noscript>佛山西站</noscript>\n{body}\n</body></html>"
    )
    path.write_bytes(page.encode(encoding))
    return path


def write_pdf(path: Path, pages: Sequence[Sequence[str]], *, encrypted: bool = False) -> Path:
    """PDF with a text layer of Chinese characters (PDF 32000-1, 9.7.5.2: UniGB-UCS2-H), no font embedded."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
        b"/Supplement 4 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox "
        b"[0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for lines in pages:
        text = b"".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T*\n" for line in lines)
        stream = b"BT /F1 12 Tf %d TL 50 800 Td\n" % LINE_HEIGHT + text + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % len(objects)
            + b"/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    path.write_bytes(_pdf(objects, encrypted=encrypted))
    return path


def _pdf(objects: Sequence[bytes], *, encrypted: bool) -> bytes:
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    xref = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    # The keys belong to no password, the empty one included: a reader must ask for it.
    lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
    told = (lock + b" /ID [<00> <00>]") if encrypted else b""
    file.write(b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, told, xref))
    return file.getvalue()
