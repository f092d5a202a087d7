"""A1, J1, K5: what was shown and typed to be paid, granted or quoted goes with whoever stood there, owner or clerk.

The search is that of ``test_wiping``, done once for all of them: it goes through everything that Python knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.qr_log import QrLog
from kiosk.desk.views import Method
from kiosk.ui.session import WAITS_S
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.staff_walk import enter_pin, see
from tests.ui.test_wiping import planted
from tests.ui.till_walk import SUPERVISOR_PIN
from tests.ui.tour_machine import fit_machine, to_machine, turned
from tests.ui.work_walk import to_case

CODE = "qxvzjw=rp?lruyapzib/yapxw//:nixiew"
VOUCHER, WHY, MATERIAL = "739158264", "xqzvjwy", "wzxvkqj"


@pytest.fixture
def paying(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Glass]:
    """A kiosk with everything that one can pay with."""
    caplog.set_level("INFO")
    ways = {"pay_devices": (Method.QR, Method.MACHINE), "qr_provider": "wechat", "vouchers": {"FX": 9000}}
    furnished = furnished_desk(tmp_path / "desk", **ways, approve_above_fen=1000)
    furnished.healthy("fax_line", "receipt_printer", "form_printer", "lights", "cash_acceptor", "qr_provider")
    glass = Glass(furnished, ui_settings())
    yield glass
    glass.close()
    furnished.close()


def owner_leaves_the_machine_and_a_code(glass: Glass) -> None:
    """With money in the one; they walk away from the other."""
    from kiosk.ui.screens.qr_pay import QrPay

    till = fit_machine(glass)
    charge = to_machine(glass, till)
    till.machine.put_coin(100)
    turned(glass, till)
    glass.touch("bar.back")
    glass.until(lambda: glass.shell.dialogs.open, "where the money is")
    glass.touch("dialog.close")
    assert till.kit.house.books.acceptor.collection() is None, "nothing is taken for who has gone"
    glass.shell.go(QrPay(glass.shell, charge, lambda _receipt: None))
    glass.settle()
    QrLog(till.kit.house).keep_code(till.kit.house.books.qr.to_ask()[0]["id"], planted(CODE))
    glass.until(lambda: glass.shows_key("qr.title"), "the code")
    glass.pass_time(WAITS_S)
    assert glass.screen == "idle"


def clerk_types_what_is_not_booked(glass: Glass) -> None:
    """Material of a quote, a voucher's number, a reason that a supervisor is looking at."""
    to_case(glass)
    for name in ("case.quote", "work.add.material", "work.words"):
        glass.touch(name)
    write(glass, MATERIAL)
    for _ in range(3):
        glass.touch("bar.back")
    charge = glass.furnished.owe(3000)
    see(glass, "共 6 件")
    glass.touch("board.more")
    see(glass, "30.00")
    glass.touch(f"row.cash.{charge}")
    glass.until_screen("staff_cash")
    glass.settle()
    glass.touch("take.voucher")
    glass.type_digits(planted(VOUCHER))
    assert glass.shows(planted(VOUCHER))
    glass.touch("bar.back")
    glass.touch("take.free")
    glass.touch("free.other")
    write(glass, WHY)
    glass.touch("bar.forward")
    glass.until_screen("staff_approve")
    glass.settle()
    glass.touch("bar.forward")
    enter_pin(glass, SUPERVISOR_PIN)
    glass.until_screen("staff_approve")
    glass.settle()
    assert glass.shows(planted(WHY))


def write(glass: Glass, backwards: str) -> None:
    """Latin letters on the staff's keyboard."""
    glass.until_screen("staff_writing")
    for key in ("mode", *planted(backwards), "done"):
        glass.touch(f"key.{key}")
    assert glass.shows(planted(backwards))


def test_a1_j1_what_was_shown_and_typed_to_be_paid_is_gone_and_everybody_is_signed_out(
    paying: Glass, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.ui import leaks

    owner_leaves_the_machine_and_a_code(paying)
    clerk_types_what_is_not_booked(paying)
    paying.touch("frame.leave")
    paying.settle()
    paying.pass_time(1)
    paying.until(lambda: not paying.shell.left_over, "collected")
    paying.turn()
    assert paying.screen == "idle"
    canaries = [planted(canary) for canary in (CODE, VOUCHER, WHY, MATERIAL)]
    assert leaks.on_widgets(canaries) == []
    assert leaks.screens_left(paying.shell.screen) == []
    assert [canary for canary in canaries if canary in caplog.text] == []
    assert leaks.in_memory(canaries) == []
    found = leaks.in_files([paying.furnished.folder], canaries)
    assert {words for _file, words in found} == {planted(CODE)}, "asked of the provider; nothing else was booked"
    out = [str(body["staff"]) for kind, body in paying.furnished.records() if kind == "staff.signed_out"]
    assert sorted(out) == ["07", "12"], "the clerk too, whose counter it was while the supervisor looked"
