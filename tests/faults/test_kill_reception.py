"""K1, B9: kill -9 of the core while a fax comes in, and a disk without room: what was confirmed is here, always.

Real processes and real signals; the far end that sent is the witness of what was confirmed to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.views import FaxState, ReceivedState
from tests.flows.estate import RETRIES_S, SPEED, Beside, letter, letter_rasters
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time
CALLER, SENDER = "057187009999", FarEnd(ident="+86 571 8700 9999", ecm=False)  # pages last long enough to be cut off in


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("kill-reception")
    with Lobby(folder, speed=SPEED, retry_waits_s=RETRIES_S, screens=False) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        until(lambda: device(house) == ("ok", ""), "the line is there", 30)
        yield house


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sent = tmp_path_factory.mktemp("sent") / "sent.tif"
    sent.write_bytes(letter(2))
    return sent


def newest_is_over(house: Beside) -> bool:
    return bool(house.received()) and house.received()[0].state is not ReceivedState.ARRIVING


def test_killed_in_page_two_page_one_is_listed_readable_and_the_fax_says_incomplete(
    lobby: Lobby, house: Beside, two_pages: Path
) -> None:
    lobby.telephone.call_in(two_pages, CALLER, SENDER)
    until(lambda: (call := house.desk.status.incoming()) and call.page == 2, "page 2 is on the line", 60, 0.002)
    lobby.restart("core")
    until(lambda: newest_is_over(house), "the truth is made", 20)
    view = house.received()[0]
    assert (view.state, view.complete, view.pages) == (ReceivedState.NEW, False, 1)
    assert (view.caller_ident, view.caller_number) == (SENDER.ident, CALLER)
    assert house.received_rasters(view.id) == letter_rasters(1)
    assert min(house.desk.received.page(house.clerk(), view.id, 1, (300, 400)).grey) < 100
    assert house.desk.trouble.recovered() == ("recovered.received",)
    until(lambda: lobby.message_lamp(), "the message lamp is lit after the restart", 20)
    record = lobby.telephone.wait_for_call()
    assert len(record.pages) == 1 and not record.delivered  # the sender knows it too
    assert house.faults() == []


def test_the_sender_tries_again_and_the_line_answers(lobby: Lobby, house: Beside, two_pages: Path) -> None:
    lobby.telephone.call_in(two_pages, CALLER, SENDER)
    until(lambda: len(house.received()) == 2 and newest_is_over(house), "the second try is over", 120)
    view = house.received()[0]
    assert view.complete and house.received_rasters(view.id) == letter_rasters(2)


def test_without_room_on_the_disk_it_rings_in_vain_sending_works_and_with_room_it_answers_again(
    lobby: Lobby, house: Beside, two_pages: Path
) -> None:
    known, calls = len(house.received()), finished(lobby)
    lobby.want_free(1 << 30)  # megabytes: no disk has them
    lobby.restart("core")
    until(lambda: device(house) == ("trouble", "disk-nearly-full"), "the clerk is told why", 20)
    lobby.telephone.call_in(two_pages, CALLER, FarEnd(gives_up_after_rings=4))
    until(lambda: finished(lobby) > calls, "the caller has given up", 60, 0.05)
    assert lobby.telephone.calls()[-1].rings == 4 and lobby.telephone.calls()[-1].pages == []
    assert len(house.received()) == known
    job = house.order("02112003871")
    house.until_state(job, FaxState.DELIVERED)
    lobby.want_free(64)
    lobby.restart("core")
    until(lambda: device(house) == ("ok", ""), "there is room", 20)
    lobby.telephone.call_in(two_pages, CALLER, SENDER)
    until(lambda: len(house.received()) > known and newest_is_over(house), "it is answered", 120)
    assert house.received()[0].complete and house.faults() == []


def device(house: Beside) -> tuple[str, str]:
    """State and reason of the fax line."""
    return next(((d.state, d.reason) for d in house.desk.status.devices() if d.name == "fax_line"), ("", ""))


def finished(lobby: Lobby) -> int:
    """How many calls are over."""
    return sum(call.finished for call in lobby.telephone.calls())
