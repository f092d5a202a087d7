"""An opened document: how many pages, and each page as it will be sent.

Owns the life of the sandboxed worker behind it. Knows no file format, no vault. Made by ``vault.open`` and by
``render``; used by the desk's use cases and the fax worker, from any thread (one request at a time).
"""

from __future__ import annotations

import threading
from types import TracebackType

from kiosk.documents.errors import NoSuchPageError, SandboxError
from kiosk.documents.fonts import TextFont
from kiosk.documents.intake import Content
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.pages import PageChoice, RenderedPage
from kiosk.documents.worker import Worker, WorkerGoneError

_STARTS = 3


class DocumentReader:
    """Pages of one document, drawn in its own child process. Owns ``content`` and closes it.

    A child that a page has killed is replaced for the next page: one bad page does not spoil the others.
    """

    def __init__(self, content: Content, limits: DocumentLimits, font: TextFont | None = None) -> None:
        """Opens the document. Raises DocumentError; ``content`` is then closed."""
        self._content = content
        self._limits = limits
        self._font = font
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        try:
            self._worker = self._start()
        except BaseException:
            self.close()
            raise
        self.kind: DocumentKind = self._worker.opened.kind
        self.page_count: int = self._worker.opened.page_count
        self.measures: frozenset[str] = self._worker.measures

    def page(self, choice: PageChoice) -> RenderedPage:
        """One page exactly as it will be sent, with its warnings (B3). Raises NoSuchPageError, DocumentError."""
        if choice.number > self.page_count:
            raise NoSuchPageError(f"page {choice.number} of {self.page_count}", page=choice.number)
        with self._lock:
            for _ in range(_STARTS):
                try:
                    return self._living().draw(choice)
                except WorkerGoneError:
                    continue
        raise SandboxError("reader is hung up again and again")

    def close(self) -> None:
        """End the child and forget the octets. May be called again."""
        with self._lock:
            if self._worker:
                self._worker.close()
                self._worker = None
            self._content.close()

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _living(self) -> Worker:
        if self._worker is None or not self._worker.alive:
            if self._worker:
                self._worker.close()
            self._worker = self._start()
        return self._worker

    def _start(self) -> Worker:
        for _ in range(_STARTS):
            try:
                return Worker(self._content, self._limits, self._font)
            except WorkerGoneError:
                continue
        raise SandboxError("reader is hung up again and again")
