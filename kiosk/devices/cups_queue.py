"""Makes a queue for an IPP Everywhere printer, and makes sure that it is one.

Owns the checking that ``lpadmin -m everywhere`` leaves out: it returns before the printer's description exists, and
succeeds with the printer switched off, leaving a queue that prints nothing. Called at set-up (deploy, ``doctor``), by
the printing double, and by ``cups_printer.py`` to wipe out a mark that cupsd itself never wipes.
"""

from __future__ import annotations

import threading
import time

import cups

from kiosk.devices.cups_line import Attributes, SpoolerLine, lacks_description
from kiosk.devices.errors import DeviceError

_ASK_AGAIN_S = 0.02
_ADD_AGAIN_S = 2.0
_FORGOTTEN = "cups-ipp-missing-job-history"


class QueueNotReadyError(DeviceError):
    """The queue has no description of its printer: what is sent there would be "completed" and never printed."""

    number = 2102
    message_key = "error.printer.not_ready"
    retryable = True


def ensure_queue(server: str, queue: str, device_uri: str, timeout_s: float = 30.0) -> None:
    """Make (or mend) ``queue`` for the IPP Everywhere printer at ``device_uri``; returns once it can print.

    Raises QueueNotReadyError when the printer has not described itself within ``timeout_s`` (it is off, or no IPP
    Everywhere printer), SpoolerUnreachableError, QueueMissingError, ``cups.IPPError`` if cupsd forbids it.
    """
    line = SpoolerLine(server)
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        line.ask(lambda spooler: _add(spooler, queue, device_uri))
        if _described(line, queue, min(deadline, time.monotonic() + _ADD_AGAIN_S)):
            line.ask(lambda spooler: _open(spooler, queue))
            return
    raise QueueNotReadyError(f"{device_uri} has not described itself to {queue}", device=queue)


def forgot_a_job(attributes: Attributes) -> bool:
    """Whether ``printer-state-reasons`` bear the mark of a printer that died mid-job and came back without memory.

    Measured with CUPS 2.4.2: the mark is on the job for one second only, then the job reads "completed successfully";
    on the queue it stays for ever, through restarts and later jobs, until the queue is described anew.
    """
    return _FORGOTTEN in (attributes.get("printer-state-reasons") or ())


def wipe_mark(line: SpoolerLine, queue: str, timeout_s: float = 3.0) -> None:
    """Describe ``queue`` anew, which wipes the mark of ``forgot_a_job``; earlier jobs must be settled before.

    Raises QueueNotReadyError when the printer is off, else as ``ensure_queue``.
    """
    uri = line.queue_attributes(queue, ["device-uri"])["device-uri"]
    tick = threading.Event()
    deadline = time.monotonic() + timeout_s
    line.ask(lambda spooler: _add(spooler, queue, uri))
    while forgot_a_job(line.queue_attributes(queue, ["printer-state-reasons"])):
        if time.monotonic() >= deadline:
            raise QueueNotReadyError(f"{uri} does not describe itself to {queue}", device=queue)
        tick.wait(_ASK_AGAIN_S)


def _add(spooler: cups.Connection, queue: str, device_uri: str) -> None:
    spooler.addPrinter(queue, device=device_uri, ppdname="everywhere")


def _described(line: SpoolerLine, queue: str, deadline: float) -> bool:
    tick = threading.Event()
    while lacks_description(line.queue_attributes(queue, ["printer-make-and-model"])):
        if time.monotonic() >= deadline:
            return False
        tick.wait(_ASK_AGAIN_S)
    return True


def _open(spooler: cups.Connection, queue: str) -> None:
    # "retry-current-job": a queue that stops itself at the first trouble needs a person with a shell to start it again.
    spooler.setPrinterErrorPolicy(queue, "retry-current-job")
    spooler.enablePrinter(queue)
    spooler.acceptJobs(queue)
