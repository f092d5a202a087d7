"""A printer behind CUPS: hands pictures over exactly once and tells the truth about what became of them.

Owns the way from a 1-bit PNG to a job of a queue, and the reading of IPP's words (RFC 8011) as the truth of
``protocols.PrintStatus``. Knows nothing of receipts or forms. Called by the core's print worker; made by ``kiosk.app``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

import cups

from kiosk.devices.cups_line import (
    Attributes,
    QueueMissingError,
    SpoolerLine,
    SpoolerUnreachableError,
    lacks_description,
    takes_raster,
)
from kiosk.devices.cups_queue import QueueNotReadyError, forgot_a_job, is_held, settle_and_open, wipe_mark
from kiosk.devices.errors import DeviceError
from kiosk.devices.ipp_reasons import Trouble, printer_trouble
from kiosk.devices.print_media import Document, PrintMedia
from kiosk.devices.protocols import Health, HealthState, PrintState, PrintStatus


class JobRefusedError(DeviceError):
    """cupsd did not take the job."""

    number = 2103
    message_key = "error.printer.refused"
    retryable = True


class _JobState(IntEnum):
    """RFC 8011 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True)
class _Job:
    id: int
    state: _JobState
    is_half: bool  # cupsd has not got its document, or does not know that it has
    was_processed: bool


_JOB_ATTRIBUTES = [
    *("job-id", "job-name", "job-state", "job-state-reasons", "number-of-documents", "time-at-processing")
]
_NAMED_AT_ONCE = 500  # scheduler/ipp.c, get_jobs()


class CupsPrinter:
    """``Printer`` of ``protocols.py`` by pycups; any thread may use it.

    ``server`` is cupsd's Unix socket path or its host name; ``queue`` was made by ``cups_queue.ensure_queue``.
    """

    def __init__(self, server: str, queue: str, media: PrintMedia) -> None:
        self._line = SpoolerLine(server)
        self._queue = queue
        self._media = media
        self._handing_over: set[str] = set()
        self._waiting: set[str] = set()  # what this driver has last called WAITING
        self._forgotten: set[str] = set()  # what was lost between that word and the wiping of the mark

    def submit(self, name: str, picture_png: bytes) -> None:
        """Hand over ``picture_png`` as the job called ``name``; does nothing if that job is there and not surely lost.

        Settle earlier jobs (``status``) first: the mark of a printer that has lost one of them is wiped here.
        Raises UnprintablePictureError, SpoolerUnreachableError, QueueMissingError, QueueNotReadyError and
        JobRefusedError: in each case the job was surely not taken.
        """
        picture = self._media.checked(picture_png)
        known = self.status(name)
        if known is not None and known.state is not PrintState.FAILED:
            return
        raster = takes_raster(self._made_ready(), self._line.formats(self._queue))
        document = self._media.document(picture, raster=raster)
        self._waiting.add(name)
        self._handing_over.add(name)
        try:
            self._line.tell(lambda spooler: self._hand_over(spooler, name, document))
        except cups.IPPError as error:
            if self._find(name) is None:
                raise JobRefusedError(f"{self._queue}: {error}", device=self._queue) from error
        except SpoolerUnreachableError:
            # The line broke in the middle. Whether the job was taken, status() tells when cupsd is back: to say
            # "surely not taken" here could print it twice.
            return
        finally:
            self._handing_over.discard(name)

    def status(self, name: str) -> PrintStatus | None:
        """Truth about the job called ``name``, finished ones included; None if cupsd never saw it.

        A job that was handed over by half, by a core that was killed or over a line that broke, is taken back first.
        Raises SpoolerUnreachableError, QueueMissingError and QueueNotReadyError when cupsd cannot be asked.
        """
        ours = name in self._handing_over  # asked before and after: it may begin or end while cupsd is asked
        job = self._find(name)
        if job is not None and job.is_half and not (ours or name in self._handing_over):
            # Nobody will bring the other half, and cupsd would wait for it while a person stands there: 15 min
            # (MultipleOperationTimeout), after a power cut for ever. Never begun, so surely not printed.
            self.cancel(name)
            job = self._find(name)
        if job is None:
            return None
        status = self._truth(name, job)
        if status.state is PrintState.WAITING:
            self._waiting.add(name)
        else:
            self._waiting.discard(name)
        return status

    def cancel(self, name: str) -> None:
        """Take the job back if it is still there; what has come out stays out. Raises SpoolerUnreachableError."""
        job = self._find(name)
        if job is None or job.state >= _JobState.CANCELED:
            return
        try:
            self._line.ask(lambda spooler: spooler.cancelJob(job.id, purge_job=False))
        except cups.IPPError:
            return  # client-error-not-possible: it ended between question and wish, and status() says how

    def health(self) -> Health:
        """What is wrong with the printer now, asked at the printer itself; never raises."""
        try:
            trouble = self._trouble()
        except SpoolerUnreachableError as error:
            return Health(HealthState.UNKNOWN, "spooler", error.detail)
        except (QueueMissingError, QueueNotReadyError) as error:
            return Health(HealthState.ABSENT, "queue", error.detail)
        if trouble.offline:
            return Health(HealthState.ABSENT, trouble.reason)
        return Health(HealthState.TROUBLE if trouble.blocking else HealthState.OK, trouble.reason)

    def _truth(self, name: str, job: _Job) -> PrintStatus:
        match job.state:
            case _JobState.PENDING | _JobState.HELD | _JobState.PROCESSING | _JobState.STOPPED:
                trouble = self._trouble()
                return PrintStatus(PrintState.WAITING, trouble.reason if trouble.blocking else "")
            case _JobState.COMPLETED:
                # Field experience: a printer that died and came back has forgotten the job; cupsd then calls it
                # completed and marks the queue. Nobody knows what came out.
                if name in self._forgotten or forgot_a_job(self._described_queue()):
                    return PrintStatus(PrintState.UNKNOWN, "missing-job-history")
                return PrintStatus(PrintState.PRINTED)
            case _JobState.CANCELED | _JobState.ABORTED:
                # Once it was under way some of it may lie in the tray; cupsd does not know better.
                state = PrintState.UNKNOWN if job.was_processed else PrintState.FAILED
                return PrintStatus(state, f"job-{job.state.name.lower()}")
            case _:
                assert_never(job.state)

    def _trouble(self) -> Trouble:
        return printer_trouble(self._described_queue())

    def _made_ready(self) -> Attributes:
        attributes = self._described_queue()
        if not forgot_a_job(attributes):
            return attributes
        found = {name: self._find(name) for name in self._waiting}
        self._forgotten |= {name for name, job in found.items() if job and job.state is _JobState.COMPLETED}
        wipe_mark(self._line, self._queue)
        return attributes

    def _described_queue(self) -> Attributes:
        attributes = self._line.queue(self._queue)
        if is_held(attributes):
            settle_and_open(self._line, self._queue)
            attributes = self._line.queue(self._queue)
        if lacks_description(attributes):
            raise QueueNotReadyError(f"{self._queue} has no description of its printer", device=self._queue)
        return attributes

    def _find(self, name: str) -> _Job | None:
        """The newest job called ``name``, whether it is under way or long done.

        The few that are under way are looked through first: a receipt that waits for paper is asked for twice a second,
        for hours, and reading the history of five hundred jobs each time costs 15 ms of a fast processor.
        """
        for which in ("not-completed", "all"):
            jobs = self._jobs(which)
            ids = [job_id for job_id, attributes in jobs.items() if attributes.get("job-name") == name]
            if ids:
                return _job(max(ids), jobs[max(ids)])
        return None

    def _jobs(self, which: str) -> dict[int, Attributes]:
        """All of them, in parts. cupsd names 500 at once, the oldest first, however long its history is (measured).

        The newest job would be the one that is missing, and whoever is told "never seen" prints it again.
        """
        jobs: dict[int, Attributes] = {}
        while True:
            part = self._jobs_from(which, max(jobs, default=0) + 1)
            jobs |= part
            if len(part) < _NAMED_AT_ONCE:
                return jobs

    def _jobs_from(self, which: str, first_id: int) -> dict[int, Attributes]:
        asked = {"which_jobs": which, "first_job_id": first_id, "requested_attributes": _JOB_ATTRIBUTES}
        try:
            jobs: dict[int, Attributes] = self._line.ask(lambda spooler: spooler.getJobs(my_jobs=False, **asked))
        except cups.IPPError as error:
            raise SpoolerUnreachableError(f"{self._line.server} names no jobs: {error}", device=self._queue) from error
        return jobs

    def _hand_over(self, spooler: cups.Connection, name: str, document: Document) -> None:
        """Create-Job and Send-Document: from memory, so that no receipt lies about in a temporary file."""
        job_id = spooler.createJob(self._queue, name, document.options)
        spooler.startDocument(self._queue, job_id, name, document.mime_type, 1)
        spooler.writeRequestData(document.octets, len(document.octets))
        spooler.finishDocument(self._queue)


def _job(job_id: int, attributes: Attributes) -> _Job:
    state = _JobState(attributes["job-state"])
    return _Job(
        id=job_id,
        state=state,
        is_half=state <= _JobState.HELD and (_lacks_document(attributes) or _is_held_by_nobody(state, attributes)),
        was_processed=bool(attributes.get("time-at-processing")),
    )


def _lacks_document(attributes: Attributes) -> bool:
    """RFC 8011 5.3.8 ``job-incoming``. Measured: a cupsd that was started anew has forgotten that word."""
    reasons = attributes.get("job-state-reasons", ())
    return "job-incoming" in reasons or attributes.get("number-of-documents") == 0


def _is_held_by_nobody(state: _JobState, attributes: Attributes) -> bool:
    """Measured: a cupsd that died just after it had kept a document, and before it noted that, finds it when it is
    started anew and counts it, but holds the job on as if the document were still to come, without a reason. A person's
    hold has one (``job-hold-until-specified``).
    """
    never_begun = not attributes.get("time-at-processing")
    return state is _JobState.HELD and "none" in attributes.get("job-state-reasons", ()) and never_begun
