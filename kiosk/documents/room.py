"""The documents of the kiosk as the desk and the core use them: taken in, looked at, kept as pages, destroyed.

Owns the one reader that stays open while somebody looks through a document, so that each page does not start a child
process anew. Knows no job and no screen. Made by ``kiosk/app.py``, one a process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.documents.folders import Purged
from kiosk.documents.pages import PageChoice, RenderedPage
from kiosk.documents.reader import DocumentReader
from kiosk.documents.vault import Document, DocumentVault
from kiosk.fax.outcome import FaxPage


class DocumentRoom:
    """Documents and kept fax pages of one vault; any thread may use it."""

    def __init__(self, vault: DocumentVault) -> None:
        self._vault = vault
        self._lock = threading.RLock()
        self._open: tuple[str, DocumentReader] | None = None

    def add(self, source: Path, name: str) -> Document:
        """Take a file in. Raises DocumentError; nothing is left behind then."""
        return self._vault.add(source, name)

    def render(self, document_id: str, choice: PageChoice) -> RenderedPage:
        """A page exactly as it will be sent. Raises DocumentError."""
        with self._lock:
            return self._reader(document_id).page(choice)

    def _reader(self, document_id: str) -> DocumentReader:
        if self._open is None or self._open[0] != document_id:
            self.close()
            self._open = (document_id, self._vault.open(document_id))
        return self._open[1]

    def keep_pages(self, key: str, document_id: str, choices: Sequence[PageChoice]) -> None:
        """Keep these pages under ``key`` as they will be sent; kept already, nothing is done. Raises DocumentError."""
        if not self._vault.has(key):
            self._vault.put_pages(key, self._drawn(document_id, choices))

    def _drawn(self, document_id: str, choices: Sequence[PageChoice]) -> Iterator[FaxPage]:
        for choice in choices:
            yield self.render(document_id, choice).page

    def keep_page(self, key: str, page: FaxPage) -> None:
        """Keep one page that came in, as a folder of its own; on disk when this returns. Raises DocumentError."""
        self._vault.put_pages(key, (page,))

    def kept(self, prefix: str) -> tuple[str, ...]:
        """Keys of everything kept whose key begins so."""
        return tuple(key for key in self._vault.ids() if key.startswith(prefix))

    def kept_page(self, key: str, number: int) -> FaxPage:
        """One kept page, counted from 1. Raises DocumentError."""
        return self._vault.page(key, number)

    def purge(self, id_: str) -> Purged | None:
        """Destroy a document or kept pages; the proof of it, or None when it is gone already."""
        with self._lock:
            if self._open and self._open[0] == id_:
                self.close()
            return self._vault.purge(id_) if self._vault.has(id_) else None

    def close(self) -> None:
        """End the reader, if one is open: nobody looks at a document any more."""
        with self._lock:
            if self._open:
                self._open[1].close()
                self._open = None
