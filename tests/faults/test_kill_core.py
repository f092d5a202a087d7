"""K1, G1, G3, B6: kill -9 of the core at chosen moments of a fax; then it starts again and everything is true.

Real processes: core, screens, soft modem, spooler, broker, head office. After each crash the witnesses who do not
belong to the house are asked (``Beside.faults``): the recipient, head office, the paper.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.desk.views import FaxState
from kiosk.locale import Language, Translator
from tests.flows.acts import Clerk, Owner
from tests.flows.estate import RETRIES_S, SPEED, Beside
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.private_cups import PAPER_OUT
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time
OVER = (FaxState.DELIVERED, FaxState.FAILED, FaxState.CANCELLED, FaxState.UNKNOWN)


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    with Lobby(tmp_path_factory.mktemp("kill-core"), speed=SPEED, retry_waits_s=RETRIES_S) as lobby:
        lobby.telephone.set(far_end=FarEnd(ecm=False))  # pages last long enough to be cut off in
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


def calls_to(lobby: Lobby, number: str) -> list[int]:
    """How many pages each call to a number left there."""
    return [len(call.pages) for call in lobby.telephone.calls() if call.number == number]


def test_killed_while_orders_wait_for_a_modem_each_is_sent_once(lobby: Lobby, house: Beside) -> None:
    lobby.telephone.unplug()
    until(lambda: not house.desk.status.service("place_call").usable, "the core misses its modem", 20)
    jobs = {number: house.order(number) for number in ("02112003841", "02112003842")}
    lobby.restart("core")
    lobby.telephone.replug()
    for job in jobs.values():
        house.until_state(job, FaxState.DELIVERED)
    assert [calls_to(lobby, number) for number in jobs] == [[1], [1]]
    assert house.faults() == []


def test_killed_while_dialling_the_order_goes_on_and_the_idle_screen_says_so(lobby: Lobby, house: Beside) -> None:
    number = "02112003843"
    lobby.telephone.set(number, far_end=FarEnd(rings=2, ecm=False))
    job = house.order(number)
    until(lambda: lobby.telephone.state()["number"] == number, "the modem has dialled", 30)
    lobby.restart("core")
    lobby.glass.wait_text(Translator(Language.ZH_HANS)("recovered.fax"))
    house.until_state(job, FaxState.DELIVERED)
    assert calls_to(lobby, number) == [0, 1]
    assert house.faults() == []


def test_killed_in_page_one_the_whole_fax_is_sent_again(lobby: Lobby, house: Beside) -> None:
    number = "02112003847"
    job = house.order(number)
    until(lambda: lobby.telephone.state()["signal"].startswith("page"), "page 1 is on the line", 30)
    lobby.restart("core")
    house.until_state(job, FaxState.DELIVERED)
    assert calls_to(lobby, number) == [0, 1]
    assert house.faults() == []


def test_killed_in_page_two_only_page_two_is_sent_again_while_the_owner_watches(lobby: Lobby, house: Beside) -> None:
    number, owner = "02112003844", Owner(lobby.glass)
    owner.come_back()
    job = house.order(number, pages=2)
    owner.see_my_fax()
    house.until_page(job, 1, "confirmed")
    until(lambda: lobby.telephone.state()["signal"].startswith("page"), "page 2 is on the line", 30)
    lobby.restart("core")
    house.until_state(job, FaxState.DELIVERED)
    assert calls_to(lobby, number) == [1, 1]
    owner.glass.wait_screen("fax_result")
    owner.pay_on_account()
    owner.finish()
    assert house.faults() == []


def test_killed_between_page_and_its_confirmation_the_clerk_is_asked_and_nothing_is_charged_before(
    lobby: Lobby, house: Beside
) -> None:
    number, owner, clerk = "02112003845", Owner(lobby.glass), Clerk(lobby.glass)
    job = house.order(number, pages=2)
    house.until_page(job, 1, "unknown")
    lobby.restart("core")
    house.until_state(job, FaxState.UNKNOWN)
    assert house.charged_fen(job) == 0
    owner.come_back()
    owner.see_my_fax()
    owner.glass.wait_text(Translator(Language.ZH_HANS)("result.unknown.title"))
    clerk.sign_in()
    clerk.settle(1, arrived=bool(house.arrived(job)))
    clerk.leave()
    house.until_state(job, FaxState.DELIVERED)
    assert house.arrived(job) == house.kept(job)
    assert house.faults() == []


def test_killed_after_the_call_the_unpaid_fax_is_on_offer_and_the_receipt_comes_out_once_when_there_is_paper(
    lobby: Lobby, house: Beside
) -> None:
    number, owner, printer = "02112003846", Owner(lobby.glass), lobby.cups.printer(lobby.cups.receipt_queue)
    job = house.order(number)
    house.until_state(job, FaxState.DELIVERED)
    lobby.restart("core")
    printer.set_fault(PAPER_OUT)
    on_paper = len(printer.printed())
    owner.come_back()
    owner.see_my_fax()
    owner.pay_on_account()
    owner.glass.wait_text(Translator(Language.ZH_HANS)("receipt.trouble.media-empty"), 60)
    lobby.restart("core")  # with a receipt that waits in the spooler
    printer.clear()
    owner.glass.wait_text(Translator(Language.ZH_HANS)("receipt.printed"), 60)
    assert len(printer.printed()) == on_paper + 1
    owner.finish()
    assert house.faults() == []
