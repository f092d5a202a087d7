"""Hostile and broken files: a clear reason for the person, the kiosk unharmed (B2, K5)."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.documents.errors import (
    DamagedDocumentError,
    DocumentError,
    DocumentTooLargeError,
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
from kiosk.documents.fonts import installed_text_font
from kiosk.documents.intake import Content, read_source
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.pages import PageChoice, PageNote
from kiosk.documents.reader import DocumentReader
from kiosk.documents.wire import MEASURES
from kiosk.documents.worker import Worker, WorkerGoneError
from kiosk.fax.outcome import Resolution
from kiosk.locale import Language, Translator
from tests.unit.documents import materials

MISBEHAVING = "tests.faults.misbehaving_reader"
LIMITS = DocumentLimits()


def look_at(octets: bytes, limits: DocumentLimits = LIMITS) -> frozenset[PageNote]:
    """Open a document and draw its first page."""
    with DocumentReader(Content([octets]), limits, installed_text_font()) as reader:
        return reader.page(PageChoice(1)).notes


def open_descriptors() -> set[str]:
    return {link.name for link in Path("/proc/self/fd").iterdir()}


def child_processes() -> set[int]:
    """Process ids of this process's children."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended
            found.update(int(pid) for pid in (task / "children").read_text().split())
    return found


REFUSED: dict[str, tuple[Callable[[], bytes], type[DocumentError]]] = {
    "a program called .pdf": (lambda: b"MZ\x90\x00\x03" + bytes(range(256)) * 40, UnsupportedKindError),
    "a zip archive": (lambda: b"PK\x03\x04" + bytes(500), UnsupportedKindError),
    "random octets": (lambda: os.urandom(5000) + bytes(1), UnsupportedKindError),
    "a photo in HEIC": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(500), KindNotYetError),
    "a word processor's file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), KindNotYetError),
    "a PDF with a password": (materials.encrypted_pdf, EncryptedDocumentError),
    "a PDF of 10,000 pages": (lambda: materials.many_pages_pdf(10_000), TooManyPagesError),
    "a PDF of 201 pages": (lambda: materials.many_pages_pdf(201), TooManyPagesError),
    "a PDF without pages": (lambda: materials.pdf([]), DocumentError),
    "a PDF cut short": (lambda: materials.pdf([materials.TEXT_PAGE])[:500], DamagedDocumentError),
    "a PDF that is only a header": (lambda: b"%PDF-1.7\n", DamagedDocumentError),
    "a PDF whose tree is 5,000 deep": (lambda: materials.deep_tree_pdf(5000), DamagedDocumentError),
    "a PDF whose tree is a circle": (materials.looping_tree_pdf, DamagedDocumentError),
    "a PNG of 20,000 x 20,000": (lambda: materials.png_header(20_000, 20_000), PictureTooLargeError),
    "a JPEG of 20,000 x 20,000": (lambda: materials.jpeg_of_size(20_000, 20_000), PictureTooLargeError),
    "a PNG a pel high and endlessly wide": (lambda: materials.png_header(2**31 - 1, 1), PictureTooLargeError),
    "a PNG of no width": (lambda: materials.png_header(0, 10), DamagedDocumentError),
    "a JPEG cut short": (
        lambda: materials.encoded(materials.shadowed_photo(), "JPEG")[:20_000],
        DamagedDocumentError,
    ),
    "a PNG cut short": (
        lambda: materials.encoded(materials.shadowed_photo(), "PNG")[:20_000],
        DamagedDocumentError,
    ),
    "a TIFF cut short": (lambda: materials.fax_tiff(2)[:200], DamagedDocumentError),
    "a TIFF of 300 pages": (lambda: materials.fax_tiff(300, lines=10), TooManyPagesError),
    "a text of nothing but blanks": (lambda: b" \r\n\t\r\n" * 100, EmptyDocumentError),
    "a text of 10,000 pages": (lambda: b"\f".join([b"x"] * 10_000), TooManyPagesError),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_quickly_with_its_reason_in_every_language(name: str) -> None:
    make, expected = REFUSED[name]
    octets = make()
    began = time.monotonic()
    with pytest.raises(expected) as caught:
        look_at(octets)
    assert time.monotonic() - began < 5
    for language in Language:
        assert Translator(language)(caught.value.message_key, **caught.value.values)


ACCEPTED: dict[str, Callable[[], bytes]] = {
    "a PDF called .jpg": materials.pdf,
    "a page of 25 kilometres": lambda: materials.pdf(size=(7e7, 1e8)),
    "a page as wide as a hair": lambda: materials.pdf(size=(1, 14_000)),
    "a page of no size": lambda: materials.pdf(size=(0, 0)),
    "a PDF with a program attached to its opening": lambda: materials.pdf(
        trailer_extra=b"", extra_objects=[b"<</Type/Action/S/Launch/F(/bin/sh)>>"]
    ),
    "a TIFF whose directory is a circle": materials.looping_tiff,
    "a scan of an A3 sheet": lambda: materials.encoded(Image.new("1", (2432, 3508), 1), "TIFF", compression="group4"),
    "a picture of one pel": lambda: materials.encoded(Image.new("L", (1, 1), 255), "PNG"),
    "a picture as narrow as a thread": lambda: materials.encoded(Image.new("L", (2, 30_000), 255), "PNG"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_odd_but_honest_files_pass(name: str) -> None:
    assert isinstance(look_at(ACCEPTED[name]()), frozenset)


def test_pictures_swollen_to_the_limit_pass_or_are_stopped_by_memory() -> None:
    """Decompression bombs: 64 megapixels out of a few kilobytes."""
    bomb = materials.png_header(8000, 8000, 8, 6, rows=8000)
    assert len(bomb) < 300_000
    assert PageNote.BLANK in look_at(bomb)
    with pytest.raises(MemoryLimitError):
        look_at(bomb, replace(LIMITS, memory_octets=350 << 20))


def test_a_page_that_takes_for_ever_is_stopped_by_its_processor_time() -> None:
    slow = materials.slow_pdf()
    assert len(slow) < 200_000
    with pytest.raises(TimeLimitError):
        look_at(slow, replace(LIMITS, page_cpu_s=1))


def test_a_page_that_takes_for_ever_is_stopped_by_the_clock() -> None:
    with pytest.raises(TimeLimitError):
        look_at(materials.slow_pdf(), replace(LIMITS, page_wall_s=1))


def test_a_page_that_swells_in_memory_is_stopped() -> None:
    """The library dies of it: to the person the file is damaged."""
    bloated = materials.bloated_pdf()
    assert len(bloated) < 500_000
    with pytest.raises((DamagedDocumentError, MemoryLimitError)):
        look_at(bloated, replace(LIMITS, memory_octets=400 << 20))


def test_after_a_page_that_killed_its_reader_the_others_are_still_there() -> None:
    with DocumentReader(Content([materials.slow_pdf()]), replace(LIMITS, page_cpu_s=1), None) as reader:
        with pytest.raises(TimeLimitError):
            reader.page(PageChoice(1))
        assert any(reader.page(PageChoice(2)).page.rows)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGHUP])
def test_a_reader_killed_between_pages_is_replaced(ending: signal.Signals) -> None:
    others = child_processes()
    with DocumentReader(Content([materials.pdf()]), LIMITS, None) as reader:
        before = reader.page(PageChoice(1))
        (pid,) = child_processes() - others
        os.kill(pid, ending)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert reader.page(PageChoice(1)) == before


def test_a_reader_opened_in_a_thread_that_has_ended_still_draws() -> None:
    """The kernel hangs a child up when the thread that started it ends; nobody shall notice."""
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(lambda: DocumentReader(Content([materials.pdf()]), LIMITS, None)).result()
    with reader:
        assert any(reader.page(PageChoice(1)).page.rows)


def test_text_without_a_font_is_refused() -> None:
    with pytest.raises(NoTextFontError), DocumentReader(Content([b"text"]), LIMITS, None):
        pass


def test_files_too_large_or_empty_are_refused_unread(tmp_path: Path) -> None:
    large, empty = tmp_path / "large.pdf", tmp_path / "empty.pdf"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    empty.touch()
    with pytest.raises(DocumentTooLargeError) as caught:
        next(read_source(large, LIMITS))
    assert caught.value.values == {"limit_mb": 50}
    with pytest.raises(EmptyDocumentError):
        list(read_source(empty, LIMITS))


class TestTakenOverChild:
    """Whatever the child says or does, the parent gets an error of this room and keeps nothing of it."""

    def draw(self, act: str, seconds: int = 5) -> None:
        worker = Worker(Content([act.encode()]), replace(LIMITS, page_wall_s=seconds), None, MISBEHAVING)
        try:
            worker.draw(PageChoice(1))
        finally:
            worker.close()

    @pytest.mark.parametrize(
        ("act", "error"),
        [
            ("crash", DamagedDocumentError),
            ("abort", DamagedDocumentError),
            ("no-memory", MemoryLimitError),
            ("hang-up", WorkerGoneError),
            ("endless-header", DamagedDocumentError),
            ("not-json", DamagedDocumentError),
            ("nested", DamagedDocumentError),
            ("huge-height", DamagedDocumentError),
            ("bool-height", DamagedDocumentError),
            ("text-height", DamagedDocumentError),
            ("unknown-note", DamagedDocumentError),
            ("short-raster", DamagedDocumentError),
            ("unknown-refusal", DamagedDocumentError),
            ('{"kind":"pdf","pages":1000000}', DamagedDocumentError),
            ('{"kind":"pdf","pages":-1}', DamagedDocumentError),
            ('{"kind":"pdf","pages":true}', DamagedDocumentError),
            ('{"kind":"exe","pages":1}', DamagedDocumentError),
            ("die-unready", SandboxError),
        ],
    )
    def test_its_end_or_its_nonsense_becomes_an_error(self, act: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            self.draw(act)

    def test_its_silence_is_ended_by_the_clock(self) -> None:
        with pytest.raises(TimeLimitError):
            self.draw("silence", seconds=1)

    def test_no_process_and_no_descriptor_is_left(self) -> None:
        before = open_descriptors()
        for act in ("crash", "short-raster"):
            content = Content([act.encode()])
            worker = Worker(content, LIMITS, None, MISBEHAVING)
            with pytest.raises(DamagedDocumentError):
                worker.draw(PageChoice(1))
            assert not worker.alive
            content.close()
        assert open_descriptors() == before

    def test_only_known_measures_are_believed(self) -> None:
        worker = Worker(Content([b"crash"]), LIMITS, None, MISBEHAVING)
        worker.close()
        assert worker.measures == {"limits"}


class TestConfinement:
    """K5: what code inside the reader could still do, tried from inside."""

    @pytest.fixture(scope="class")
    def tried(self, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.faults.prying_reader"], check=True, capture_output=True, text=True
        )
        found: dict[str, object] = json.loads(ran.stdout)
        return found

    @pytest.mark.parametrize(
        "act",
        [
            "writes_files",
            "opens_sockets",
            "forks",
            "runs_programs",
            "signals_its_parent",
            "traces_its_parent",
            "opens_many_files",
            "takes_two_gigabytes",
            "becomes_root",
            "reads_secrets",
        ],
    )
    def test_it_cannot(self, tried: dict[str, object], act: str) -> None:
        assert tried[act] is False

    def test_it_is_nobody_special_and_the_measures_of_every_kernel_hold(self, tried: dict[str, object]) -> None:
        measures = tried["measures"]
        assert tried["user"] != 0 and isinstance(measures, list)
        assert tried["capabilities"] == dict.fromkeys(("CapInh", "CapPrm", "CapEff", "CapAmb"), 0)
        assert {"limits", "no_new_privileges", "unprivileged", "no_calls"} <= set(measures) <= set(MEASURES)

    def test_where_the_kernel_has_landlock_it_sees_no_file_but_fonts(self, tried: dict[str, object]) -> None:
        measures = tried["measures"]
        assert isinstance(measures, list)
        confined = "no_files" in measures
        assert [tried[act] for act in ("reads_files", "lists_folders", "makes_files")].count(True) <= (3, 0)[confined]
        assert tried["lists_fonts"] is True

    @pytest.mark.parametrize("drawing", [False, True])
    def test_a_reader_does_not_outlive_its_parent(self, drawing: bool) -> None:
        """K1: killed while the reader waits, and while it is in the middle of an endless page."""
        command = [sys.executable, "-m", "tests.faults.dying_parent", *(["drawing"] if drawing else [])]
        pid = int(subprocess.run(command, capture_output=True, text=True).stdout)
        try:
            reader = os.pidfd_open(pid)
        except ProcessLookupError:
            return  # gone already
        assert select.select([reader], [], [], 5)[0], "the reader is still there"
        os.close(reader)


def test_the_parent_stays_lean_while_bombs_go_off() -> None:
    """Must hold: nothing of a picture's size reaches the parent's memory."""
    look_at(materials.png_header(100, 100, rows=100))
    bomb = materials.png_header(8000, 8000, 8, 6, rows=8000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with DocumentReader(Content([bomb]), LIMITS, None) as reader:
        reader.page(PageChoice(1, Resolution.SUPERFINE))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000
