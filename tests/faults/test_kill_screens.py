"""K1, A1, G1: kill -9 of the screens at chosen moments: nothing of the person stays, nothing is lost or doubled, and
who comes back finds what is under way or owed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.desk.views import FaxState
from kiosk.locale import Language, Translator
from tests.flows.acts import NUMBER, Clerk, Owner, sign
from tests.flows.estate import RETRIES_S, SPEED, Beside, letter
from tests.hw_doubles.lobby import Lobby

pytestmark = pytest.mark.real_time
TR = Translator(Language.ZH_HANS)


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    with Lobby(tmp_path_factory.mktemp("kill-screens"), speed=SPEED, retry_waits_s=RETRIES_S) as lobby:
        lobby.tray.plug("LETTER", {"letter.tif": letter(2)})
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


def kill_screens(lobby: Lobby) -> None:
    """kill -9, start, and the idle screen is there in the house's own language."""
    lobby.restart("ui")
    lobby.glass.wait_screen("idle")
    assert TR("idle.start") in lobby.glass.texts()


def test_killed_in_number_entry_and_in_the_preview_nothing_is_ordered_and_nobody_is_known(
    lobby: Lobby, house: Beside
) -> None:
    owner = Owner(lobby.glass)
    owner.begin_fax()
    owner.glass.type(NUMBER)
    kill_screens(lobby)
    owner.begin_fax()
    assert NUMBER[-4:] not in owner.glass.texts()
    owner.give_number()
    owner.open_stick()
    owner.choose("letter.tif")
    owner.glass.touch("bar.forward")
    owner.glass.wait_screen("fax_preview")
    kill_screens(lobby)
    owner.wake()
    assert "home.open_fax" not in owner.glass.look()["touchable"]
    assert house.books.faxes.latest(10) == []
    owner.glass.touch("bar.forward")
    owner.glass.wait_screen("idle")


def test_killed_while_sending_the_call_goes_on_and_the_owner_finds_it_again(lobby: Lobby, house: Beside) -> None:
    owner = Owner(lobby.glass)
    owner.begin_fax()
    owner.give_number()
    owner.open_stick()
    owner.choose("letter.tif")
    owner.see_price()
    owner.send()
    job = house.newest()
    house.until_page(job, 1, "confirmed")
    kill_screens(lobby)
    house.until_state(job, FaxState.DELIVERED)
    assert len(lobby.telephone.calls()) == 1  # a crash of the screens does not end a call
    owner.come_back()
    owner.see_my_fax()
    owner.glass.wait("pay.account")
    owner.pay_on_account()
    owner.glass.wait_text(TR("receipt.printed"), 60)
    owner.finish()
    assert house.faults() == []


def test_killed_between_the_cash_and_the_signature_the_payment_stands_once_and_the_owner_signs_for_it(
    lobby: Lobby, house: Beside
) -> None:
    owner, clerk, before = Owner(lobby.glass), Clerk(lobby.glass), len(house.payments())
    job = house.order("02112003847", pages=2)
    house.until_state(job, FaxState.DELIVERED)
    owner.come_back()
    owner.see_my_fax()
    owner.ask_to_pay_cash()
    clerk.sign_in()
    clerk.take_note(10)
    kill_screens(lobby)
    clerk.sign_in()
    assert not any(name.startswith("row.cash.") for name in clerk.glass.look()["touchable"])  # nothing is owed
    clerk.leave()
    owner.come_back()
    owner.glass.touch("home.open_fax")
    owner.glass.wait_screen("sign_receipt")
    sign(owner.glass)
    owner.glass.touch("bar.forward")
    owner.glass.wait_text(TR("receipt.printed"), 60)
    owner.finish()
    assert len(house.payments()) == before + 1
    assert house.books.takings.signature(before + 1)
    assert house.faults() == []


def test_killed_on_the_pad_before_the_signature_is_confirmed_it_is_still_owed_and_then_paid_once(
    lobby: Lobby, house: Beside
) -> None:
    owner, before = Owner(lobby.glass), len(house.payments())
    job = house.order("02112003848")
    house.until_state(job, FaxState.DELIVERED)
    owner.come_back()
    owner.see_my_fax()
    owner.glass.touch("pay.account", "bar.forward")
    owner.glass.wait("sign.again")
    sign(owner.glass)
    kill_screens(lobby)
    assert len(house.payments()) == before
    owner.come_back()
    owner.see_my_fax()
    owner.pay_on_account()
    owner.finish()
    assert len(house.payments()) == before + 1
    assert house.faults() == []
