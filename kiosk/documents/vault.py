"""Stored documents and fax pages, encrypted at rest (A6, B2).

Owns what is known about each document, and the taking in of a file: read once, looked at in the sandbox, kept. Knows no
screen, no job, no file format. The desk's use cases take documents in; the fax worker keeps the final pages of its jobs
here; the retention job purges.

A document is a sealed folder (see ``folders``) with a ``card``, and ``original`` or ``page-NNNN``.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from kiosk.documents.errors import DocumentExistsError, NoSuchDocumentError, NoSuchPageError
from kiosk.documents.folders import Build, Purged, SealedFolders
from kiosk.documents.fonts import TextFont
from kiosk.documents.intake import Content, Progress, read_source, source_errors
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.limits import MEGABYTE, DocumentLimits
from kiosk.documents.names import clean_name
from kiosk.documents.pagefile import decode_page, encode_page
from kiosk.documents.reader import DocumentReader
from kiosk.fax.outcome import FaxPage

_CARD, _ORIGINAL = "card", "original"


@dataclass(frozen=True)
class Document:
    """A stored document. ``name`` is fit to be shown; ``sha256`` (hex) and ``octets`` are of the original."""

    id: str
    name: str
    kind: DocumentKind
    page_count: int
    octets: int
    sha256: str


class StoredPages(Sequence[FaxPage]):
    """Kept fax pages, each decrypted when it is asked for: what a fax line is given to send."""

    def __init__(self, count: int, load: Callable[[int], FaxPage]) -> None:
        self._count = count
        self._load = load

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> FaxPage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FaxPage]: ...
    def __getitem__(self, index: int | slice) -> FaxPage | Sequence[FaxPage]:
        numbers = range(1, self._count + 1)[index]
        return self._load(numbers) if isinstance(numbers, int) else [self._load(number) for number in numbers]


class DocumentVault:
    """All documents of this kiosk. Several processes and threads may use the same ``root`` at once."""

    def __init__(
        self,
        root: Path,
        key: bytes,
        limits: DocumentLimits | None = None,
        font: TextFont | None = None,
        reserve_octets: int = 64 * MEGABYTE,
    ) -> None:
        """``key`` from ``load_or_create_key``. ``reserve_octets`` of the disk stay free for the journal."""
        self._folders = SealedFolders(root, key, reserve_octets)
        self._limits = limits or DocumentLimits()
        self._font = font

    def add(self, source: Path, name: str, progress: Progress | None = None) -> Document:
        """Take a file in: read it once, look at it in the sandbox, keep it encrypted.

        Returns when it is safe on disk. Raises DocumentError; nothing is left behind then.
        """
        with source_errors(source):
            self._folders.check_room(min(source.lstat().st_size, self._limits.octets))
        digest = hashlib.sha256()
        with self._folders.building(secrets.token_hex(16)) as build:
            chunks = read_source(source, self._limits, progress)
            content = Content(_kept(chunks, build, digest.update))
            octets = content.octets
            with DocumentReader(content, self._limits, self._font) as reader:
                kind, page_count = reader.kind, reader.page_count
            document = Document(build.id, clean_name(name), kind, page_count, octets, digest.hexdigest())
            build.put(_CARD, json.dumps(vars(document)).encode())
        return document

    def put_pages(self, id_: str, pages: Iterable[FaxPage]) -> StoredPages:
        """Keep finished fax pages (of a job, or received) under an id of the caller's choice.

        Returns when they are safe on disk. Raises DocumentExistsError, StorageError.
        """
        if self.has(id_):
            raise DocumentExistsError(id_)
        self._folders.check_room(0)
        count = 0
        with self._folders.building(id_) as build:
            for count, page in enumerate(pages, 1):
                build.put(_page_file(count), encode_page(page))
            build.put(_CARD, json.dumps({"id": id_, "pages": count}).encode())
        return self.pages(id_)

    def has(self, id_: str) -> bool:
        """Whether something is kept under this id."""
        return self._folders.has(id_)

    def ids(self) -> tuple[str, ...]:
        """Ids of everything kept, for the retention job."""
        return self._folders.ids()

    def document(self, id_: str) -> Document:
        """What is known about a document. Raises NoSuchDocumentError, DocumentTamperedError."""
        card = self._card(id_)
        if "kind" not in card:
            raise NoSuchDocumentError(f"{id_} holds fax pages")
        return Document(**{**card, "kind": DocumentKind(card["kind"])})

    def open(self, id_: str) -> DocumentReader:
        """Open a document to draw its pages; close the reader when done. Raises DocumentError."""
        self.document(id_)
        return DocumentReader(Content(self._folders.read(id_, _ORIGINAL)), self._limits, self._font)

    def pages(self, id_: str) -> StoredPages:
        """The pages kept by ``put_pages``, each read when asked for. Raises NoSuchDocumentError."""
        card = self._card(id_)
        if "kind" in card:
            raise NoSuchDocumentError(f"{id_} holds a document, not fax pages")
        return StoredPages(card["pages"], lambda number: self._load(id_, number))

    def page(self, id_: str, number: int) -> FaxPage:
        """One kept page, counted from 1. Raises NoSuchDocumentError, NoSuchPageError, DocumentTamperedError."""
        if not 1 <= number <= len(self.pages(id_)):
            raise NoSuchPageError(f"page {number} of {id_}", page=number)
        return self._load(id_, number)

    def purge(self, id_: str) -> Purged:
        """Destroy a document for good; the proof of it. Raises NoSuchDocumentError, StorageError."""
        return self._folders.purge(id_)

    def sweep(self) -> tuple[str, ...]:
        """Finish what a power cut broke off: unfinished documents, unfinished purges. Core calls this at its start."""
        return self._folders.sweep()

    def _load(self, id_: str, number: int) -> FaxPage:
        return decode_page(b"".join(self._folders.read(id_, _page_file(number))))

    def _card(self, id_: str) -> dict[str, Any]:
        card: dict[str, Any] = json.loads(b"".join(self._folders.read(id_, _CARD)))
        return card


def _page_file(number: int) -> str:
    return f"page-{number:04}"


def _kept(chunks: Iterable[bytes], build: Build, hashed: Callable[[bytes], None]) -> Iterator[bytes]:
    """Pass the chunks on, sealed to disk and hashed on the way."""
    with build.writing(_ORIGINAL) as sealer:
        for chunk in chunks:
            sealer.write(chunk)
            hashed(chunk)
            yield chunk
