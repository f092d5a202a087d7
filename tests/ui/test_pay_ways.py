"""G2: every way of paying at once, in every look; the account above its limit, vouchers, free services, by touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.views import ChargeState, Method
from kiosk.domain.qr import TradeState
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.staff_walk import enter_pin, sign_in, to_the_cash_row
from tests.ui.till_walk import SUPERVISOR_PIN
from tests.ui.tour_qr import Core, shown
from tests.ui.tour_ways import owe_above_the_limit
from tests.ui.tours import VOUCHERS, WAYS, looked_at_closely
from tests.ui.walk import sign


@pytest.fixture
def ways_glass(tmp_path: Path) -> Iterator[Glass]:
    """A kiosk with everything that one can pay with."""
    furnished = furnished_desk(
        tmp_path,
        pay_devices=(Method.QR, Method.MACHINE),
        qr_provider="wechat",
        vouchers={"FX": 5000, "GY": 2000, "LP": 20000, "HD": 1000},
        registered_vouchers=("HD", "LP"),
        approve_above_fen=1000,
    )
    furnished.healthy("fax_line", "receipt_printer", "form_printer", "lights", "media", "cash_acceptor", "qr_provider")
    opened = Glass(furnished, ui_settings())
    yield opened
    opened.close()
    opened.furnished.close()


def test_every_way_of_paying_and_of_granting_in_every_look(ways_glass: Glass, tmp_path: Path) -> None:
    assert looked_at_closely(ways_glass, tmp_path, WAYS) == []


def test_the_register_of_vouchers_in_every_look(ways_glass: Glass, tmp_path: Path) -> None:
    assert looked_at_closely(ways_glass, tmp_path, VOUCHERS) == []
    sold, given = ways_glass.furnished.house.store.rows(
        "SELECT staff_id, approved_by, sold FROM voucher_issue ORDER BY id"
    )
    assert (sold["sold"], sold["approved_by"], given["sold"], given["approved_by"]) == (1, None, 0, "12")


def test_at_the_limit_a_supervisor_approves_and_the_owner_signs_for_the_account(
    ways_glass: Glass, tmp_path: Path
) -> None:
    charge = owe_above_the_limit(ways_glass, tmp_path)
    assert not ways_glass.shows_key("pay.to_sign"), "what somebody must allow is not begun with"
    ways_glass.touch("pay.account")
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("cash_wait")
    ways_glass.settle()
    ways_glass.touch("cash.clerk")
    enter_pin(ways_glass, SUPERVISOR_PIN)
    ways_glass.until_screen("staff_approve")
    ways_glass.settle()
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("fax_result")
    assert ways_glass.shell.visit.staff is None, "the supervisor is out before the owner has the glass (K5)"
    ways_glass.settle()
    assert ways_glass.shows_key("toast.limit_granted")
    ways_glass.touch("pay.account")
    ways_glass.touch("bar.forward")
    sign(ways_glass)
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("receipt")
    assert ways_glass.desk.money.charge(charge).state is ChargeState.PAID


def at_the_board(glass: Glass, folder: Path, pages: int) -> int:
    """The clerk at the board, and a fax touched there for which cash is to be taken; the charge."""
    glass.touch("idle.wake")
    sign_in(glass)
    return to_the_cash_row(glass, folder, pages)


def test_a_clerk_takes_a_voucher_from_the_board_and_the_owner_has_left(ways_glass: Glass, tmp_path: Path) -> None:
    at_the_board(ways_glass, tmp_path, pages=2)
    ways_glass.touch("take.voucher")
    ways_glass.type_digits("17")
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("staff_cash_taken")
    ways_glass.touch("taken.gone")
    ways_glass.until_screen("staff_board")
    ways_glass.settle()
    receipt = ways_glass.desk.money.receipt("K01-000001")
    assert (receipt.method, receipt.amount_fen, receipt.print_state) == (Method.VOUCHER, 800, "waiting")


def test_g2_who_stands_at_the_counter_pays_by_phone_while_the_clerk_is_signed_in(
    ways_glass: Glass, tmp_path: Path
) -> None:
    charge = at_the_board(ways_glass, tmp_path, pages=2)
    ways_glass.touch("take.qr")
    ways_glass.until_screen("staff_qr")
    ways_glass.settle()
    core = Core(ways_glass)
    core.shows()
    shown(ways_glass, "qr.title")
    core.hears(TradeState.PAID)
    ways_glass.until_screen("staff_cash_taken")
    ways_glass.settle()
    staff = ways_glass.shell.visit.staff
    assert staff is not None and staff.id == "07" and ways_glass.shows_key("taken.title.qr")
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("sign_receipt")
    assert ways_glass.shell.visit.staff is None, "the owner signs: the clerk is out (K5)"
    receipt = ways_glass.desk.money.receipt_of(charge)
    assert receipt is not None and (receipt.method, receipt.amount_fen) == (Method.QR, 800)
    assert [body["staff"] for kind, body in ways_glass.furnished.records() if kind == "qr.wanted"] == ["07"]


def test_k2_while_a_code_is_open_every_other_way_says_why_it_is_shut_and_opens_by_itself(
    ways_glass: Glass, tmp_path: Path
) -> None:
    charge = owe_above_the_limit(ways_glass, tmp_path)
    visitor, core = ways_glass.furnished.visitor(), Core(ways_glass)
    order = ways_glass.desk.qr.show(visitor, charge, "left").order_id
    core.shows()
    ways_glass.desk.qr.give_up(visitor, order)
    ways_glass.shell.home()
    ways_glass.until(lambda: ways_glass.shows_key("home.open_fax"), "the fax is owed for")
    ways_glass.touch("home.open_fax")
    ways_glass.until_screen("fax_result")
    ways_glass.settle()
    assert ways_glass.shows_key("why.qr.open") and ways_glass.shows_key("pay.to_qr")
    core.hears(TradeState.CLOSED)
    ways_glass.until(lambda: not ways_glass.shows_key("why.qr.open"), "the other ways are open again")


def test_only_a_supervisor_gives_away_much_and_the_clerk_keeps_the_counter(ways_glass: Glass, tmp_path: Path) -> None:
    at_the_board(ways_glass, tmp_path, pages=3)
    ways_glass.touch("take.free")
    ways_glass.touch("free.fault")
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("staff_approve")
    ways_glass.settle()
    for pin in (CLERK_PIN, SUPERVISOR_PIN):
        assert ways_glass.shows_key("approve.not_you")
        ways_glass.touch("bar.forward")
        enter_pin(ways_glass, pin)
        ways_glass.until_screen("staff_approve")
        ways_glass.settle()
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("staff_cash_taken")
    staff = ways_glass.shell.visit.staff
    assert staff is not None and staff.id == "07"
    payment = ways_glass.furnished.house.books.takings.payment("K01-000001")
    assert (payment["staff_id"], payment["approved_by"], payment["method"]) == ("07", "12", "free")


@pytest.mark.parametrize("way", ["free", "voucher", "cash"])
def test_g3_what_is_signed_for_is_what_was_taken_as_on_the_paper(ways_glass: Glass, tmp_path: Path, way: str) -> None:
    at_the_board(ways_glass, tmp_path, pages=2)
    _settle_by(ways_glass, way)
    ways_glass.until_screen("staff_cash_taken")
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("sign_receipt")
    told = {"8.00": True} if way == "cash" else {"减免": True, "−¥ 8.00": True, "0.00": True, "8.00": False}
    assert {words: words in _amounts(ways_glass) for words in told} == told
    sign(ways_glass)
    ways_glass.touch("bar.forward")
    ways_glass.until_screen("receipt")
    assert {words: words in _amounts(ways_glass) for words in told} == told


def _settle_by(glass: Glass, way: str) -> None:
    """The clerk books it: nothing is taken, a voucher, or the exact money."""
    if way == "cash":
        glass.touch("note.exact")
    elif way == "free":
        glass.touch("take.free")
        glass.touch("free.goodwill")
    else:
        glass.touch("take.voucher")
        glass.type_digits("17")
    glass.touch("bar.forward")


def _amounts(glass: Glass) -> set[str]:
    """Every text of the glass by itself; an amount alone in its place without its sign."""
    return {text.removeprefix("¥").strip() for text in glass.texts}
