"""The sandboxed child seen from outside: started for one document, asked for pages, killed at its limit.

Owns the process and its deadline, and the translation of how it ended into an error. Knows no file format; of the
document only checked integers and raster octets come through here. Called by ``reader``.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, assert_never

import kiosk
from kiosk.documents.errors import (
    DamagedDocumentError,
    DocumentError,
    EmptyDocumentError,
    EncryptedDocumentError,
    KindNotYetError,
    MemoryLimitError,
    NoTextFontError,
    PictureTooLargeError,
    SandboxError,
    TimeLimitError,
    TooManyPagesError,
    UnsupportedKindError,
)
from kiosk.documents.fonts import TextFont
from kiosk.documents.intake import Content
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.limits import MEGAPIXEL, DocumentLimits
from kiosk.documents.pages import PageChoice, RenderedPage
from kiosk.documents.sheet import WIDTH_PELS
from kiosk.documents.wire import (
    MAX_HEADER_OCTETS,
    Refusal,
    WireError,
    choice_line,
    read_drawn,
    read_fields,
    read_opened,
    read_ready,
)
from kiosk.fax.outcome import FaxPage

_START_WALL_S = 20  # an SD card that is busy may take seconds to load Python
_END_WALL_S = 2  # from the end of its output to the end of the child
_CHILD = "kiosk.documents.child"
_YIELDS = "5"  # nice: the line and a finger come first (K4); with more a busy kiosk would run out of a page's time


class WorkerGoneError(Exception):
    """The child ended for a reason that has nothing to do with the document: start another."""


class _OutputEndedError(WireError):
    """The child's output ended in the middle of an answer."""


class Worker:
    """One child with one document. Not for use by two threads at once."""

    def __init__(self, content: Content, limits: DocumentLimits, font: TextFont | None, module: str = _CHILD) -> None:
        """Start the child and open the document in it. Raises DocumentError, WorkerGoneError."""
        self._limits = limits
        self._timed_out = False
        self._ready = False
        self._process = _start(_config(content, limits, font), content.fd, module)
        try:
            with self._answering(_START_WALL_S):
                self.measures = read_ready(self._header())
            self._ready = True
            with self._answering(limits.page_wall_s):
                self.opened = read_opened(self._header(), limits.pages)
        except BaseException:
            self.close()
            raise

    def draw(self, choice: PageChoice) -> RenderedPage:
        """One page as it will be sent. Raises DocumentError, WorkerGoneError."""
        with self._answering(self._limits.page_wall_s):
            self._ask(choice_line(choice))
            drawn = read_drawn(self._header(), choice.resolution)
            rows = self._read(drawn.octets)
        return RenderedPage(FaxPage(WIDTH_PELS, drawn.height, choice.resolution, rows), drawn.notes)

    @property
    def alive(self) -> bool:
        """Whether the child can be asked for more."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the child. May be called again."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):  # closing flushes a request that the dead child never read
                if pipe:
                    pipe.close()

    @contextmanager
    def _answering(self, seconds: float) -> Iterator[None]:
        """Within this the child has ``seconds``; then it is killed. Whatever it does wrong becomes an error."""
        deadline = threading.Timer(seconds, self._time_out)
        deadline.daemon = True
        deadline.start()
        try:
            yield
        except WireError as error:
            raise self._ended(error) from error
        finally:
            deadline.cancel()

    def _time_out(self) -> None:
        self._timed_out = True
        self._process.kill()

    def _ask(self, request: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise _OutputEndedError("child is gone") from error

    def _header(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        text = self._process.stdout.readline(MAX_HEADER_OCTETS)
        if not text.endswith(b"\n"):
            raise WireError("endless header") if len(text) == MAX_HEADER_OCTETS else _OutputEndedError("no answer")
        fields = read_fields(text)
        if "refused" in fields:
            raise refusal_error(fields["refused"], self._limits, fields["kind"])
        return fields

    def _read(self, octets: int) -> bytes:
        assert self._process.stdout is not None
        rows = self._process.stdout.read(octets)
        if len(rows) != octets:
            raise _OutputEndedError("raster cut short")
        return rows

    def _ended(self, error: WireError) -> Exception:
        """What a child that stopped answering (or talked nonsense) says about the document."""
        if isinstance(error, _OutputEndedError):
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_WALL_S)
        code = self._process.poll()
        self.close()
        detail = f"reader: {error}, ended {code}"
        if self._timed_out or code == -signal.SIGXCPU:
            return TimeLimitError(detail)
        if code == -signal.SIGHUP:
            return WorkerGoneError(detail)
        if not self._ready:
            return SandboxError(detail)
        if code == -signal.SIGKILL:  # not ours: the kernel had no memory left
            return MemoryLimitError(detail)
        return DamagedDocumentError(detail)


def refusal_error(refusal: Refusal, limits: DocumentLimits, kind: DocumentKind | None) -> DocumentError:
    """The house's error for a child's refusal."""
    match refusal:
        case Refusal.EMPTY:
            return EmptyDocumentError("no pages or no words")
        case Refusal.UNSUPPORTED:
            return UnsupportedKindError("unknown content")
        case Refusal.NOT_YET:
            return KindNotYetError(kind=kind.shown if kind else "")
        case Refusal.ENCRYPTED:
            return EncryptedDocumentError("password needed")
        case Refusal.DAMAGED:
            return DamagedDocumentError(f"unreadable {kind or ''}")
        case Refusal.TOO_MANY_PAGES:
            return TooManyPagesError(limit=limits.pages)
        case Refusal.PICTURE_TOO_LARGE:
            return PictureTooLargeError(limit_megapixels=limits.pixels // MEGAPIXEL, limit_wan=limits.pixels // 10_000)
        case Refusal.MEMORY:
            return MemoryLimitError("address space")
        case Refusal.NO_FONT:
            return NoTextFontError("no font for text")
    assert_never(refusal)


def _config(content: Content, limits: DocumentLimits, font: TextFont | None) -> str:
    return json.dumps(
        {
            "fd": content.fd,
            "octets": content.octets,
            "limits": asdict(limits),
            "font": {"path": str(font.path), "face": font.face} if font else None,
        }
    )


def _start(config: str, fd: int, module: str) -> subprocess.Popen[bytes]:
    folder = Path(tempfile.mkdtemp(prefix="kiosk-reader-"))
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", "-m", "kiosk.priority", _YIELDS, module, config],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a hostile file makes a library print goes nowhere
            pass_fds=(fd,),
            cwd=folder,
            env={"PYTHONPATH": str(Path(kiosk.__file__).parents[1]), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
    except OSError as error:
        raise SandboxError(str(error)) from error
    finally:
        folder.rmdir()  # the child stands in a folder that is no more: nothing can be created there
