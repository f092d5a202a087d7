"""B6, G1, K2: calls that break on the way: what the glass says, only confirmed pages charged, none sent twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.desk.views import FaxState
from tests.flows.acts import Clerk
from tests.flows.estate import SPEED, Beside
from tests.flows.line_stage import RETRIES_S, Watched
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    with Lobby(tmp_path_factory.mktemp("drops"), speed=SPEED, retry_waits_s=RETRIES_S) as lobby:
        lobby.telephone.set(far_end=FarEnd(ecm=False))  # pages last long enough to be cut off in
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


def in_a_page(lobby: Lobby) -> None:
    until(lambda: lobby.telephone.state()["signal"].startswith("page"), "a page is on the line", 60)


def test_the_far_end_hangs_up_in_page_two_the_clerk_asks_and_only_page_two_goes_out_again(
    lobby: Lobby, house: Beside
) -> None:
    """The modem hears of it only after the page and its EOP: whether page two arrived, the recipient alone knows."""
    number, clerk = "02112003841", Clerk(lobby.glass)
    lobby.telephone.set(number, far_end=FarEnd(hang_up="in:page:2", ecm=False))
    fax = Watched(lobby, house, number, pages=2)
    fax.told("result.unknown.title")
    assert house.charged_fen(fax.job) == 0
    lobby.telephone.set(number, far_end=FarEnd(ecm=False))
    clerk.sign_in()
    clerk.settle(2, arrived=len(house.arrived(fax.job)) == 2)
    clerk.leave()
    house.until_state(fax.job, FaxState.DELIVERED)
    fax.owner.come_back()
    fax.owner.see_my_fax()
    fax.delivered_and_paid()
    assert fax.pages_by_call() == [1, 1]


def test_a_page_that_arrives_spoilt_is_sent_anew_in_the_same_call_and_charged_once(lobby: Lobby, house: Beside) -> None:
    lobby.telephone.set("02112003842", far_end=FarEnd(ecm=False, spoil_pages=(1,)))
    fax = Watched(lobby, house, "02112003842", pages=2)
    fax.delivered_and_paid()
    (call,) = [call for call in lobby.telephone.calls() if call.number == "02112003842"]
    assert (len(call.refused_pages), len(call.pages)) == (1, 2)


def test_a_modem_pulled_out_in_a_page_is_told_and_plugged_in_again_the_fax_goes_on(lobby: Lobby, house: Beside) -> None:
    fax = Watched(lobby, house, "02112003843")
    in_a_page(lobby)
    lobby.telephone.unplug()
    until(lambda: not house.desk.status.service("place_call").usable, "the modem is missed", 30)
    assert house.charged_fen(fax.job) == 0
    lobby.telephone.replug()
    fax.delivered_and_paid()


def test_a_modem_that_hangs_is_told_and_once_it_lives_again_the_fax_goes_on(lobby: Lobby, house: Beside) -> None:
    fax = Watched(lobby, house, "02112003844")
    in_a_page(lobby)
    lobby.telephone.hang_modem()
    until(lambda: not house.desk.status.service("place_call").usable, "the modem is silent", 90)
    assert house.charged_fen(fax.job) == 0
    lobby.telephone.revive_modem()
    fax.delivered_and_paid()
    assert house.desk.status.service("place_call").usable
