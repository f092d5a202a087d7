"""The files of one call that came in: a TIFF that is whole after every page, and a JSON report beside it.

Owns their names, and that nothing received is ever written over. Called by ``receive.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.fax import outcome as o
from kiosk.fax.trace_file import report_values
from kiosk.modem.files import write_private
from kiosk.modem.progress import show_reception

if TYPE_CHECKING:
    from kiosk.devices.page_tiff import PageTiff
    from kiosk.devices.protocols import ReceivedPage


class Folder:
    """The files of one call: the TIFF begins with the first page."""

    def __init__(self, out: Path, stem: str) -> None:
        self._out = out
        self._stem = stem
        self._tiff: PageTiff | None = None
        self._path: Path | None = None
        self._last = 0

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._tiff is not None:
            self._tiff.close()

    def keep(self, received: ReceivedPage) -> None:
        """On disk and synced when it returns."""
        if self._tiff is None:
            self._tiff = self._begin()
        self._tiff.append(received.page)
        self._last = received.number

    def watch(self, event: o.ReceptionEvent) -> None:
        """Say what happens, and take away a page that will not be confirmed."""
        if isinstance(event, o.PageDropped) and self._tiff is not None and event.page == self._last:
            self._tiff.drop_last()
            self._last = 0
        show_reception(event)

    def finish(self, report: o.ReceptionReport) -> dict[str, Any]:
        """Write the report beside the pages; returns its values. Raises FileTroubleError."""
        values = report_values(report)
        values["file"] = self._path.name if self._path and self._tiff and self._tiff.pages else None
        write_private(self._free_path(".json", self._path), (json.dumps(values, ensure_ascii=False, indent=2),))
        return values

    def _begin(self) -> PageTiff:
        from kiosk.devices.page_tiff import PageTiff

        self._path = self._free_path(".tif")
        return PageTiff(self._path)

    def _free_path(self, suffix: str, beside: Path | None = None) -> Path:
        """A name that nothing has yet: a call may end within the second in which another began."""
        path, number = (beside or self._out / self._stem).with_suffix(suffix), 1
        while path.exists():
            number += 1
            path = self._out / f"{self._stem}-{number}{suffix}"
        return path
