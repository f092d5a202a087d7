"""The house's part in a replay, done by the true coder and the true decoder.

Owns the files and the TIFF while a replay runs. Called by ``replay.py``; where the trace itself must do,
``kiosk.fax.replay_house`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from kiosk.devices.page_coder import supply
from kiosk.devices.page_decoder import decode
from kiosk.devices.page_tiff import PageTiff
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CopyQuality, FaxPage, Resolution, TraceEntry
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.replay_house import RecordedHouse
from kiosk.fax.trace_plan import read_plan
from kiosk.modem.files import trouble_with
from kiosk.modem.spool import Spool


class FilesHouse:
    """Codes the files' pages, as ``kiosk modem send`` has."""

    def __init__(self, files: Sequence[Path], entries: Sequence[TraceEntry]) -> None:
        """Raises NoPlanError, DocumentError, FileTroubleError."""
        plan = read_plan(entries).plan
        resolution = plan.first_format.resolution if isinstance(plan, CallPlan) else Resolution.FINE
        self._pages = Spool(files, resolution)

    def __enter__(self) -> FilesHouse:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pages.__exit__(kind, error, at)

    def code(self, wanted: PageWanted) -> CodedPage | None:
        if wanted.number > len(self._pages):
            return None
        return supply(wanted, self._pages[wanted.number - 1])

    def read(self, _arrived: PageArrived) -> CopyQuality:
        """Nothing comes in where files go out."""
        return CopyQuality(0)


class ReadingHouse:
    """Decodes what came in, and keeps it in a TIFF if that is wanted."""

    def __init__(self, remembered: RecordedHouse, out: Path | None) -> None:
        """Raises FileTroubleError, also where there is something already: nothing is written over."""
        self._remembered = remembered
        self._tiff = None
        if out is not None:
            with trouble_with(out, "write it"):
                self._tiff = PageTiff(out)

    def __enter__(self) -> ReadingHouse:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._tiff is not None:
            self._tiff.close()

    def code(self, wanted: PageWanted) -> CodedPage | None:
        """Nothing goes out where pages come in."""
        return self._remembered.code(wanted)

    def read(self, arrived: PageArrived) -> CopyQuality:
        decoded = decode(arrived)
        if self._tiff is not None and judge_page(decoded.quality) is not Fcf.RTN:
            self._keep(arrived.number, decoded.page)
        return decoded.quality

    def _keep(self, number: int, page: FaxPage) -> None:
        """A page that comes again under its number replaces what was taken for it."""
        assert self._tiff is not None
        while self._tiff.pages >= number:
            self._tiff.drop_last()
        self._tiff.append(page)
