"""B8-B10, F3, H1: somebody faxes the kiosk while it is idle; pages, board, lamp, paper and head office agree.

Real processes: core, soft modem, spooler, head office; a far end that shares no code with the kiosk sends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.desk.views import FaxState, ReceivedState, ReceivedView
from tests.flows.acts import Clerk
from tests.flows.estate import RETRIES_S, SPEED, Beside, letter, letter_rasters
from tests.hw_doubles.lobby import KIOSK_ID, Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time
CALLER, IDENT = "057187009999", "+86 571 8700 9999"
SENDER = FarEnd(ident=IDENT, subaddress="121101")


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("received")
    with Lobby(folder, speed=SPEED, retry_waits_s=RETRIES_S) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        until(lambda: "ok" in {d.state for d in house.desk.status.devices() if d.name == "fax_line"}, "the line", 30)
        yield house


def fax_in(lobby: Lobby, house: Beside, folder: Path, pages: int, far_end: FarEnd = SENDER) -> ReceivedView:
    """Somebody sends ``letter(pages)``, once the kiosk counts what rings; the fax when its call is over."""
    known = len(house.received())
    sent = folder / "sent.tif"
    sent.write_bytes(letter(pages))
    until(lambda: lobby.telephone.state()["awaits_call"], "the kiosk listens for rings", 30)
    lobby.telephone.call_in(sent, CALLER, far_end)

    def over() -> bool:
        faxes = house.received()
        return len(faxes) > known and faxes[0].state is not ReceivedState.ARRIVING

    until(over, "the fax is here", 120, 0.05)
    return house.received()[0]


def test_a_fax_that_comes_in_by_night_is_safe_shown_printed_and_recorded(
    lobby: Lobby, house: Beside, tmp_path: Path
) -> None:
    assert not lobby.message_lamp()
    view = fax_in(lobby, house, tmp_path, pages=2)
    assert (view.complete, view.pages, view.damaged) == (True, 2, False)
    assert (view.caller_number, view.caller_ident, view.subaddress) == (CALLER, IDENT, "121101")
    assert house.received_rasters(view.id) == letter_rasters(2)
    assert lobby.telephone.calls()[-1].delivered and lobby.telephone.calls()[-1].rings == 2

    until(lobby.message_lamp, "the message lamp is lit", 10)
    (row,) = [row for row in house.desk.board.board(house.clerk()).rows if row.kind == "fax_received"]
    assert (row.ref, row.pages, row.unit and row.unit.id) == (view.id, 2, "12-1-101")

    clerk, on_paper = Clerk(lobby.glass), len(lobby.cups.printed(lobby.cups.form_queue))
    clerk.sign_in()
    clerk.open_row("fax_received")
    lobby.glass.wait_screen("staff_received_fax")
    assert IDENT in lobby.glass.texts()
    lobby.glass.touch("bar.forward")
    until(lambda: house.received()[0].state is ReceivedState.PRINTED, "it is on paper", 60, 0.05)
    sheets = lobby.cups.printed(lobby.cups.form_queue)[on_paper:]
    assert len(sheets) == 2
    with Image.open(sheets[0]) as sheet:
        assert sheet.convert("1").histogram()[0] > 10_000
    until(lambda: not lobby.message_lamp(), "the message lamp is dark", 10)
    clerk.leave()

    assert house.faults() == []
    records = lobby.office.records(KIOSK_ID)
    told = [json.loads(record["body"]) for record in records if record["kind"] == "fax.received"]
    assert [(body["fax"], body["pages"], body["confirmed"]) for body in told] == [(view.number, 2, 2)]
    assert "fax.received.printed" in {record["kind"] for record in records}


def test_sending_and_receiving_take_turns_on_one_line(lobby: Lobby, house: Beside, tmp_path: Path) -> None:
    first = fax_in(lobby, house, tmp_path, pages=1)
    job = house.order("02112003861", pages=1)
    house.until_state(job, FaxState.DELIVERED)
    second = fax_in(lobby, house, tmp_path, pages=1, far_end=FarEnd(ident=IDENT, ecm=False))
    assert (first.complete, second.complete) == (True, True)
    assert house.received_rasters(second.id) == letter_rasters(1)
    assert house.arrived(job) == house.kept(job)
    assert house.faults() == []


def test_an_order_made_while_a_fax_comes_in_waits_until_it_is_here(lobby: Lobby, house: Beside, tmp_path: Path) -> None:
    sent = tmp_path / "sent.tif"
    sent.write_bytes(letter(2))
    known = len(house.received())
    lobby.telephone.call_in(sent, CALLER, FarEnd(ident=IDENT, ecm=False))
    until(lambda: (call := house.desk.status.incoming()) and call.page == 1, "page 1 is on the line", 60)
    job = house.order("02112003862")
    house.until_state(job, FaxState.DELIVERED)
    assert len(house.received()) == known + 1 and house.received()[0].complete
    incoming, outgoing = lobby.telephone.calls()[-2:]
    assert incoming.incoming and incoming.delivered and outgoing.number == "02112003862"
    assert house.faults() == []
