"""B7: by policy a recipient whose machine says it is another number gets no page, which the house tells; no charge.

Real processes, and a far end that shares no code with the kiosk and tells what it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.desk.views import FaxState, Role, Staff
from tests.flows.estate import SPEED, Beside
from tests.flows.line_stage import RETRIES_S, TR, Watched
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.softmodem import FarEnd
from tests.hw_doubles.softmodem.records import CallRecord

pytestmark = pytest.mark.real_time
OTHER, OTHER_SHOWN = "02152663846", "+86 21 5266 9999"
RIGHT, RIGHT_SHOWN = "02152663847", "+86 21 5266 3847"
TECHNICIAN = Staff("99", "", Role.TECHNICIAN)


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("ident")
    with Lobby(folder, speed=SPEED, retry_waits_s=RETRIES_S, far_ident="refuse") as lobby:
        lobby.telephone.set(OTHER, far_end=FarEnd(ident=OTHER_SHOWN))
        lobby.telephone.set(RIGHT, far_end=FarEnd(ident=RIGHT_SHOWN))
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


def calls_to(lobby: Lobby, number: str) -> list[CallRecord]:
    return [call for call in lobby.telephone.calls() if call.number == number]


def test_a_machine_that_says_it_is_another_number_gets_no_page_and_is_not_called_again(
    lobby: Lobby, house: Beside
) -> None:
    fax = Watched(lobby, house, OTHER, pages=2)
    fax.told("fax.cause.far_ident_refused")
    house.until_state(fax.job, FaxState.FAILED)
    (call,) = calls_to(lobby, OTHER)
    assert call.pages == [] and [frame.name for frame in call.frames if frame.direction == "received"] == ["DCN"]
    assert not {"TCF", "page"} & {signal.name for signal in call.signals if signal.party == "kiosk"}
    assert [page["state"] for page in house.books.faxes.pages(fax.job)] == ["not_sent"] * 2
    assert OTHER_SHOWN in lobby.glass.texts()  # the owner reads who answered
    fax.failed_and_free()
    told = house.desk.line_log.calls(TECHNICIAN)[0]
    assert (told.outcome, told.ident, told.pages) == ("far_ident_refused", OTHER_SHOWN, 0)
    assert TR(f"line_log.outcome.{told.outcome}") == "号码不符"


def test_one_that_says_its_own_number_gets_its_pages(lobby: Lobby, house: Beside) -> None:
    fax = Watched(lobby, house, RIGHT)
    fax.delivered_and_paid()
    assert fax.pages_by_call() == [1] and house.progress(fax.job).far_ident == RIGHT_SHOWN
