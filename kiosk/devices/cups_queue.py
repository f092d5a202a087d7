"""Makes a queue for an IPP Everywhere printer, makes sure that it is one, and keeps cupsd from printing twice.

Owns the checking that ``lpadmin -m everywhere`` leaves out: it returns before the printer's description exists, and
succeeds with the printer switched off, leaving a queue that prints nothing. Called by whoever sets a printer up (the
installer, by docs/install.md; the printing double), and by ``cups_printer.py`` to wipe out a mark that cupsd itself
never wipes.

Field experience: cupsd 2.4.2 describes a printer in a thread beside its main loop, and shares lists with it which no
lock guards (all filters among them). Orders given meanwhile crash it, 2 in 1000 (docs/printing.md). So nobody
who prints may cause a describing, and who does cause one gives no order until it is over.
"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import cups

from kiosk.devices.cups_line import IPP_PORT, Attributes, QueueMissingError, SpoolerLine, lacks_description
from kiosk.devices.errors import DeviceError

_ASK_AGAIN_S = 0.02
_KNOCK_AGAIN_S = 0.5
_KNOCK_S = 2.0
_DESCRIBES_WITHIN_S = 10.0
_THREAD_ENDS_S = 0.1
_FORGOTTEN = "cups-ipp-missing-job-history"
_HELD = "held until the kiosk has settled its jobs"
_PRINTER = re.compile(r"<Printer .*?</Printer>", re.DOTALL)
_OPEN = re.compile(r"^State (Idle|Processing)$", re.MULTILINE)
_MESSAGE = re.compile(r"^StateMessage .*\n", re.MULTILINE)
_HELD_STATE = f"State Stopped\nStateMessage {_HELD}"


class QueueNotReadyError(DeviceError):
    """The queue has no description of its printer: what is sent there would be "completed" and never printed."""

    number = 2102
    message_key = "error.printer.not_ready"
    retryable = True


def ensure_queue(server: str, queue: str, device_uri: str, timeout_s: float = 30.0) -> None:
    """Make (or mend) ``queue`` for the IPP Everywhere printer at ``device_uri``; returns once it can print.

    A queue which has its description and is for that very device only gets its policy, and is opened. Raises
    QueueNotReadyError when the printer has not described itself within ``timeout_s`` (it is off, or no IPP Everywhere
    printer), SpoolerUnreachableError, QueueMissingError, ``cups.IPPError`` if cupsd forbids it.
    """
    line = SpoolerLine(server)
    deadline = time.monotonic() + timeout_s
    if not _is_made(line, queue, device_uri):
        # The raw queue first: an old description would look like the new one, and the end of the thread be missed.
        line.ask(lambda spooler: spooler.addPrinter(queue, device=device_uri, ppdname="raw"))
        while not _describe(line, queue, device_uri, deadline):
            if time.monotonic() >= deadline:
                raise QueueNotReadyError(f"{device_uri} has not described itself to {queue}", device=queue)
    line.ask(lambda spooler: _open(spooler, queue))


def _is_made(line: SpoolerLine, queue: str, device_uri: str) -> bool:
    try:
        attributes = line.queue(queue)
    except QueueMissingError:
        return False
    return attributes["device-uri"] == device_uri and not lacks_description(attributes)


def _describe(line: SpoolerLine, queue: str, device_uri: str, deadline: float) -> bool:
    """One describing from its begin to its end, so that there are never two; False if nothing has come of it."""
    tick = threading.Event()
    patience = min(deadline, time.monotonic() + _DESCRIBES_WITHIN_S)
    if _answers(device_uri) and line.ask(lambda spooler: _add(spooler, queue, device_uri)):
        # cupsd's answer to this one question waits for the lock that the thread holds while it writes attributes.
        while lacks_description(line.queue(queue)):
            if time.monotonic() >= patience:
                return False
            tick.wait(_ASK_AGAIN_S)
        tick.wait(_THREAD_ENDS_S)  # it still announces what it has done
        return True
    tick.wait(min(_KNOCK_AGAIN_S, deadline - time.monotonic()))
    return False


def _answers(device_uri: str) -> bool:
    """Whether anybody is at the printer's address: a describing of one that is off would hang for half a minute."""
    address = urlsplit(device_uri)
    if address.hostname is None:
        return True  # not a matter of the net
    try:
        socket.create_connection((address.hostname, address.port or IPP_PORT), timeout=_KNOCK_S).close()
    except OSError:
        return False
    return True


def forgot_a_job(attributes: Attributes) -> bool:
    """Whether ``printer-state-reasons`` bear the mark of a printer that died mid-job and came back without memory.

    Measured with CUPS 2.4.2: the mark is on the job for one second only, then the job reads "completed successfully";
    on the queue it stays for ever, through restarts and later jobs, until the queue is described anew.
    """
    return _FORGOTTEN in (attributes.get("printer-state-reasons") or ())


def wipe_mark(line: SpoolerLine, queue: str) -> None:
    """Give ``queue`` its own description anew, which wipes the mark of ``forgot_a_job``; settle earlier jobs before.

    cupsd does that by itself and at once, in 3 ms: the printer is not asked, and no thread begun. Raises
    QueueNotReadyError when there is no description or cupsd forbids it, QueueMissingError, SpoolerUnreachableError.
    """
    description = line.description(queue)
    if description is None:
        raise QueueNotReadyError(f"{queue} has no description of its printer", device=queue)
    try:
        with os.fdopen(os.memfd_create(queue), "wb") as file:  # libcups wants a file, and a full disk takes none
            file.write(description)
            file.flush()
            line.ask(lambda spooler: spooler.addPrinter(queue, filename=f"/proc/self/fd/{file.fileno()}"))
    except cups.IPPError as error:
        raise QueueNotReadyError(f"{queue} may not be described anew: {error}", device=queue) from error
    if forgot_a_job(line.queue(queue)):
        raise QueueNotReadyError(f"{queue} keeps the mark of a lost job", device=queue)


def hold_queues(printers_conf: Path) -> None:
    """Stop every open queue in cupsd's ``printers.conf``; to be called before each start of cupsd, never while it runs.

    Measured: a cupsd that is started anew sends each job again that was under way when it died, so a power cut would
    print a receipt twice. Held, the queues wait until ``CupsPrinter`` has taken such jobs back and opens them.
    """
    if printers_conf.exists():
        _replace(printers_conf, _PRINTER.sub(lambda printer: _hold(printer[0]), printers_conf.read_text()))


def _replace(path: Path, words: str) -> None:
    """Whole or not at all, whenever the power goes; cupsd's own owner and mode stay."""
    was = path.stat()
    new = path.with_name(f"{path.name}.new")
    with new.open("w") as file:
        os.fchmod(file.fileno(), was.st_mode & 0o777)
        os.fchown(file.fileno(), was.st_uid, was.st_gid)
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _hold(printer: str) -> str:
    if not _OPEN.search(printer):
        return printer  # stopped by a technician, or held already
    return _OPEN.sub(_HELD_STATE, _MESSAGE.sub("", printer))


def is_held(attributes: Attributes) -> bool:
    """Whether ``hold_queues`` has stopped this queue (and not a technician), by ``printer-state-message``."""
    return attributes.get("printer-state-message") == _HELD


def settle_and_open(line: SpoolerLine, queue: str) -> None:
    """Take back every job of ``queue`` that was under way when cupsd died (it becomes UNKNOWN), then let the rest go.

    Raises QueueNotReadyError if cupsd forbids it, SpoolerUnreachableError.
    """
    try:
        for job_id in line.ask(lambda spooler: _under_way(spooler, queue)):
            line.ask(partial(_take_back, job_id=job_id))
        line.ask(lambda spooler: spooler.enablePrinter(queue))
    except cups.IPPError as error:
        raise QueueNotReadyError(f"{queue} cannot be opened: {error}", device=queue) from error


def _under_way(spooler: cups.Connection, queue: str) -> list[int]:
    wanted = ["job-id", "job-printer-uri", "time-at-processing"]
    jobs = spooler.getJobs(which_jobs="not-completed", my_jobs=False, requested_attributes=wanted)
    ours = {number: job for number, job in jobs.items() if job["job-printer-uri"].rpartition("/")[2] == queue}
    return [number for number, job in ours.items() if job.get("time-at-processing")]


def _take_back(spooler: cups.Connection, job_id: int) -> None:
    spooler.cancelJob(job_id, purge_job=False)


def _add(spooler: cups.Connection, queue: str, device_uri: str) -> bool:
    """False if the printer could not be asked: cupsd 2.4.10 says so, 2.4.2 only leaves a queue without description."""
    try:
        spooler.addPrinter(queue, device=device_uri, ppdname="everywhere")
    except cups.IPPError as error:
        if error.args[0] != cups.IPP_DEVICE_ERROR:
            raise
        return False
    return True


def _open(spooler: cups.Connection, queue: str) -> None:
    # "retry-current-job": a queue that stops itself at the first trouble needs a person with a shell to start it again.
    spooler.setPrinterErrorPolicy(queue, "retry-current-job")
    spooler.enablePrinter(queue)
    spooler.acceptJobs(queue)
