"""G1, G2, G3, A7, C4: cash with change and signature, double touches everywhere, a printer without paper; the power
goes while a note is on its way into the machine, and while somebody's phone pays (K1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.locale import Language, Translator
from tests.flows.acts import Clerk, Owner, sign
from tests.flows.estate import RETRIES_S, SPEED, Beside, letter
from tests.hw_doubles.cctalk_machine import NOTE_FEN
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.private_cups import PAPER_OUT
from tests.hw_doubles.processes import until
from tests.hw_doubles.remote_glass import RemoteGlass

pytestmark = pytest.mark.real_time
TR = Translator(Language.ZH_HANS)


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    with Lobby(tmp_path_factory.mktemp("cash"), speed=SPEED, retry_waits_s=RETRIES_S) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


class Impatient(RemoteGlass):
    """The same glass under a hand that taps everything twice."""

    def __init__(self, glass: RemoteGlass) -> None:
        super().__init__(glass.path)
        self._socket, self._lines = glass._socket, glass._lines

    def touch(self, *names: str) -> None:
        for name in names:
            self.double_touch(name) if name == "bar.forward" else super().touch(name)


def test_ten_yuan_for_eight_with_every_forward_touched_twice_is_one_order_one_payment_and_two_yuan_change(
    lobby: Lobby, house: Beside
) -> None:
    glass = Impatient(lobby.glass)
    owner, clerk = Owner(glass), Clerk(glass)
    owner.begin_fax()
    owner.give_number()
    lobby.tray.plug("LETTER", {"letter.tif": letter(2)})
    owner.open_stick()
    owner.choose("letter.tif")
    owner.see_price()
    assert house.books.faxes.latest(10) == []  # two taps on "see price" have not accepted it
    owner.send()
    assert glass.look()["screen"] == "fax_sending"  # nor has the second tap on "send" led away from it
    glass.wait_screen("fax_result", within_s=120)
    owner.ask_to_pay_cash()
    clerk.sign_in()
    clerk.take_note(10)
    assert "¥2.00" in glass.texts().replace(" ", "")
    glass.touch("bar.forward")
    glass.wait_screen("sign_receipt")
    sign(glass)
    glass.touch("bar.forward")
    glass.wait_screen("receipt")
    glass.wait_text(TR("receipt.printed"), 60)
    owner.finish()
    (payment,) = house.payments()
    assert (payment["method"], payment["amount_fen"], payment["tendered_fen"], payment["change_fen"]) == (
        "cash",
        800,
        1000,
        200,
    )
    assert payment["staff_id"] == "07" and house.books.takings.signature(payment["receipt"])
    assert len(house.books.faxes.latest(10)) == 1
    assert len(lobby.cups.printed(lobby.cups.receipt_queue)) == 1
    assert house.faults() == []


def test_without_paper_the_glass_says_so_and_the_receipt_comes_out_once_when_it_is_loaded(
    lobby: Lobby, house: Beside
) -> None:
    owner, printer = Owner(lobby.glass, language="en"), lobby.cups.printer(lobby.cups.receipt_queue)
    tr = Translator(Language.EN)
    on_paper = len(printer.printed())
    printer.set_fault(PAPER_OUT)
    job = house.order("02112003847")
    owner.come_back()
    owner.see_my_fax()
    owner.glass.wait_screen("fax_result", within_s=120)
    owner.pay_on_account()
    owner.glass.wait_text(tr("receipt.trouble.media-empty"), 60)
    assert tr("receipt.trouble.words") in owner.glass.texts()
    assert len(printer.printed()) == on_paper
    printer.clear()
    owner.glass.wait_text(tr("receipt.printed"), 60)
    owner.finish()
    assert len(printer.printed()) == on_paper + 1
    assert house.charged_fen(job) == 400 and house.faults() == []


def test_k1_the_power_goes_while_a_note_is_on_its_way_and_it_pays_once_when_it_is_back(
    lobby: Lobby, house: Beside
) -> None:
    glass, machine, before = lobby.glass, lobby.acceptor.machine, house.payments()
    accept_and_owe(lobby, house.agreed_work("repair.valve"))
    glass.touch("pay.machine", "bar.forward")
    glass.wait_screen("machine_pay")
    insert(lobby, 2000)
    until(lambda: machine.box_fen == 2000, "the first note is in the box", 20, 0.02)
    machine.notes.stacks = False
    insert(lobby, 1000)
    until(lambda: machine.notes.on_the_way == 1000, "the second is on its way", 20, 0.02)
    lobby.kill("core")
    machine.notes.stacked()
    machine.notes.stacks = True
    lobby.start("core")
    glass.wait_screen("sign_receipt", within_s=60)
    sign(glass)
    glass.touch("bar.forward")
    glass.wait_screen("receipt")
    glass.touch("bar.forward", "bar.forward")
    glass.wait_screen("idle")
    (payment,) = house.payments()[len(before) :]
    assert (payment["method"], payment["amount_fen"], machine.box_fen) == ("machine", 3000, 3000)
    assert house.faults() == []


def test_k1_the_power_goes_while_a_phone_pays_at_the_counter_and_it_is_paid_once_when_it_is_back(
    lobby: Lobby, house: Beside
) -> None:
    glass, clerk, before = lobby.glass, Clerk(lobby.glass), house.payments()
    house.owed_work("repair.lamp", "12-1-102", "135790")
    glass.touch("idle.wake")
    clerk.sign_in()
    clerk.open_row("cash")
    glass.touch("take.qr")
    glass.wait_text(TR("qr.title"), 60)
    lobby.kill("core")
    assert lobby.provider.phone_pays(2) == ["paid", "this code is no longer valid"]
    lobby.start("core")
    glass.wait_screen("staff_cash_taken", within_s=60)
    glass.touch("taken.gone")
    glass.wait_screen("staff_board")
    clerk.leave()
    (payment,) = house.payments()[len(before) :]
    assert (payment["method"], payment["amount_fen"]) == ("qr", 2000)
    assert [order["state"] for order in lobby.provider.orders()] == ["SUCCESS"]
    assert house.faults() == []


def accept_and_owe(lobby: Lobby, case: int) -> None:
    """The owner accepts the work on the clerk's word, and stands before the ways of paying for it."""
    glass, clerk = lobby.glass, Clerk(lobby.glass)
    glass.touch("idle.wake")
    clerk.sign_in()
    glass.touch(f"row.repair_accepted.{case}", "bar.forward", "rate.5")
    glass.wait("sign.again")
    sign(glass)
    glass.touch("bar.forward")
    glass.wait_screen("work_owed")
    glass.touch("bar.forward")
    Owner(glass).identify()
    glass.wait_screen("pay_work")


def insert(lobby: Lobby, fen: int) -> None:
    """A note, as soon as the machine takes it."""
    notes = lobby.acceptor.machine.notes
    until(lambda: notes.takes(NOTE_FEN[fen]) and notes.held is None, f"the machine takes {fen} fen", 20, 0.02)
    lobby.acceptor.machine.put_note(fen)
