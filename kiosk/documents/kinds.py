"""Which kind of document some octets are, told from the content and never from the file's name (B2).

Owns the signatures. Knows no parser: it compares a prefix, so it is safe outside the sandbox, where the list of a
stick's files uses it. A file that only starts like its kind is found out later, in the child.
"""

from __future__ import annotations

import codecs
from enum import StrEnum

HEAD_OCTETS = 4096  # enough for every signature, and for text to show its encoding


class DocumentKind(StrEnum):
    """Kinds of documents; ``accepted`` ones can be faxed, the others are recognised to say so clearly."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    TEXT = "text"
    HEIC = "heic"
    OFFICE = "office"

    @property
    def accepted(self) -> bool:
        """Whether this kind can be read today."""
        return self not in (DocumentKind.HEIC, DocumentKind.OFFICE)

    @property
    def shown(self) -> str:
        """The kind's own name, the same in every language."""
        return "Office" if self is DocumentKind.OFFICE else self.value.upper()


_SIGNATURES: tuple[tuple[bytes, DocumentKind], ...] = (
    (b"\xff\xd8\xff", DocumentKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", DocumentKind.PNG),
    (b"II*\x00", DocumentKind.TIFF),
    (b"MM\x00*", DocumentKind.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DocumentKind.OFFICE),  # OLE2: doc, xls, ppt
    (b"{\\rtf", DocumentKind.OFFICE),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
_PDF_HEADER_WITHIN = 1024  # ISO 32000 readers accept a header this far in; mail gateways prepend lines

_TEXT_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CODECS = ("utf-8", "gb18030", "big5")  # in this order: GB18030 accepts nearly all that UTF-8 refused
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a")  # 1A: DOS end of file, still written by old tills


def sniff(head: bytes) -> DocumentKind | None:
    """The kind of a document that begins with ``head`` (its first HEAD_OCTETS); None if it is no known kind."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return DocumentKind.PDF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return DocumentKind.HEIC
    if head.startswith(b"PK\x03\x04"):
        return DocumentKind.OFFICE if any(part in head for part in _OFFICE_PARTS) else None
    return DocumentKind.TEXT if head and text_encoding(head) else None


def text_encoding(head: bytes, *, whole: bool = False) -> str | None:
    """The codec that reads ``head`` as plain text, or None. ``whole``: ``head`` is all of it, not a beginning."""
    for bom, codec in _TEXT_BOMS:
        if head.startswith(bom):
            return codec if _reads_as_text(head, codec, whole) else None
    return next((codec for codec in _TEXT_CODECS if _reads_as_text(head, codec, whole)), None)


def _reads_as_text(head: bytes, codec: str, whole: bool) -> bool:
    try:
        text = codecs.getincrementaldecoder(codec)().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return all(char >= " " or char in _TEXT_CONTROLS for char in text)
