"""A fax that comes in, in a process that kills itself (SIGKILL) at one chosen commit: see test_every_reception_commit.

``live_through`` does what the core does with the line's events, after the recovery every start begins with. The sender
writes its own log, with fsync, of every page that was confirmed to it: the independent witness.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.devices.protocols import ReceivedPage
from kiosk.fax.outcome import CallerSays, CopyQuality, FaxPage, ReceptionOutcome, ReceptionReport
from tests.desk_fixture import FurnishedDesk, furnish, letter_page
from tests.faults.flow_scenario import DoomedStore, FarEndLog

CALLER = CallerSays("+86 571 8700 9999", "3#2#501", number="057187009999")
PAGES = 3


def sent(number: int) -> FaxPage:
    """Page ``number`` as the sender has it."""
    return letter_page(number, height=300)


def receive(kit: FurnishedDesk, log: FarEndLog) -> None:
    """One call: page 2 is refused once and comes again; each page is confirmed when it is kept."""
    received = kit.reception.begin(CALLER.number, None)
    kit.reception.note_caller(received, CALLER)
    for number in range(1, PAGES + 1):
        page = ReceivedPage(number, sent(number), CopyQuality(300))
        if number == 2:
            kit.reception.keep(received, ReceivedPage(number, sent(9), CopyQuality(300, 40, 40)))
            kit.reception.drop(received, number)
        kit.reception.keep(received, page)
        log.receive(number)  # MCF
        kit.reception.confirm(received, number)
    kit.reception.end(received, ReceptionReport(ReceptionOutcome.RECEIVED, (), CALLER, "V.17", 14400, True, 60_000))
    kit.reception.sweep()


def live_through(folder: Path, number: int = 0, when: str = "before") -> None:
    """Start as the core does, receive a fax, and die at commit ``number`` (0: never); ``commits`` says how many."""
    DoomedStore.doom = (number, when)
    kit = furnish(folder, store_class=DoomedStore)
    kit.reception.recover()
    kit.reception.sweep()
    receive(kit, FarEndLog(folder / "sender.log"))
    kit.close()
    (folder / "commits").write_text(str(DoomedStore.commits))


def start_again(folder: Path) -> None:
    """The power is back: what the core does before anything else."""
    kit = furnish(folder)
    kit.reception.recover()
    kit.reception.sweep()
    kit.close()
