"""The reading process: gives up its rights, opens one document, draws its pages on request.

Owns the loop of the sandboxed child and nothing else. Started by ``kiosk.documents.worker`` with one argument, CONFIG,
behind the line and the screens (``kiosk.priority``). CONFIG is JSON: the inherited descriptor and size of the document,
its limits, the font. Standard input brings requests, standard output takes answers (see ``wire``). It ends when its
input ends.

Everything that could fail because of the document either becomes a refusal or ends the process; the parent reads both.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from typing import Any, BinaryIO

from PIL import ImageFont

from kiosk.documents.confine import allow_cpu, confine, die_with_parent
from kiosk.documents.kinds import HEAD_OCTETS, DocumentKind, sniff
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.raster import draw_page
from kiosk.documents.reading.pdf import PdfSource
from kiosk.documents.reading.picture import PictureSource
from kiosk.documents.reading.source import PageSource
from kiosk.documents.reading.text import TextSource, load_font
from kiosk.documents.wire import Refusal, RefusedError, line, read_choice


def main() -> int:
    """Serve one document until the parent closes our input."""
    config = json.loads(sys.argv[1])
    limits = DocumentLimits(**config["limits"])
    answers = _own_output()
    font = _prepare(config["font"])
    measures = confine(limits)
    die_with_parent()  # not before: a change of privileges makes the kernel forget it
    _answer(answers, {"ready": measures})
    try:
        return _serve(config["fd"], config["octets"], limits, font, answers)
    except MemoryError:
        return _refuse(answers, Refusal.MEMORY)


def _serve(fd: int, octets: int, limits: DocumentLimits, font: ImageFont.FreeTypeFont | None, answers: BinaryIO) -> int:
    kind = sniff(os.pread(fd, HEAD_OCTETS, 0))
    try:
        allow_cpu(limits)
        source = _open(fd, octets, kind, limits, font)
        if source.page_count < 1:
            raise RefusedError(Refusal.EMPTY)
    except RefusedError as refused:
        return _refuse(answers, refused.refusal, kind)
    _answer(answers, {"kind": kind, "pages": source.page_count})
    for request in sys.stdin.buffer:
        allow_cpu(limits)
        _draw(source, request, answers)
    return 0


def _open(
    fd: int, octets: int, kind: DocumentKind | None, limits: DocumentLimits, font: ImageFont.FreeTypeFont | None
) -> PageSource:
    match kind:
        case None:
            raise RefusedError(Refusal.UNSUPPORTED)
        case DocumentKind.HEIC | DocumentKind.OFFICE:
            raise RefusedError(Refusal.NOT_YET)
        case DocumentKind.PDF:
            return PdfSource(fd, octets, limits)
        case DocumentKind.TEXT:
            if font is None:
                raise RefusedError(Refusal.NO_FONT)
            return TextSource(os.pread(fd, octets, 0), font, limits)
        case DocumentKind.JPEG | DocumentKind.PNG | DocumentKind.TIFF:
            return PictureSource(fd, kind, limits)


def _draw(source: PageSource, request: bytes, answers: BinaryIO) -> None:
    try:
        height, rows, notes = draw_page(source, read_choice(request))
    except RefusedError as refused:
        _refuse(answers, refused.refusal)
    else:
        _answer(answers, {"height": height, "notes": sorted(notes)}, rows)


def _refuse(answers: BinaryIO, refusal: Refusal, kind: DocumentKind | None = None) -> int:
    _answer(answers, {"refused": refusal, "kind": kind})
    return 0


def _answer(answers: BinaryIO, fields: dict[str, Any], rows: bytes = b"") -> None:
    answers.write(line(fields))
    answers.write(rows)
    answers.flush()


def _own_output() -> BinaryIO:
    """Keep standard output for answers alone: whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _prepare(font: dict[str, Any] | None) -> ImageFont.FreeTypeFont | None:
    """Load everything that would be looked for in files later, when there are none any more."""
    for codec in ("utf-8-sig", "utf-16", "gb18030", "big5"):
        codecs.lookup(codec)
    return load_font(font["path"], font["face"]) if font else None


if __name__ == "__main__":
    sys.exit(main())
