"""A tour of paying with the phone: what the glass says at every stage, and what the clerk decides (G2, K2).

The core's part is done by its own log of the provider's answers; no provider is there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.clock import iso_utc
from kiosk.desk.qr_log import QrLog
from kiosk.desk.qr_refunds import refund_heard
from kiosk.domain.qr import RefundState, Trade, TradeState
from kiosk.store.database import Row
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.staff_walk import see, sign_in
from tests.ui.walk import to_result

Stop = Callable[[str], None]
_ANSWERS = {
    "qr_doubt": "task.qr_doubt.release",
    "qr_contradiction": "task.qr_contradiction.settled",
    "qr_refund": "task.qr_refund.there",
}
CODE = "weixin://wxpay/bizpayurl?pr=7uKk2bQzz"


class Core:
    """What the core does with the answers of the provider."""

    def __init__(self, glass: Glass) -> None:
        self.kit, self.log = glass.furnished, QrLog(glass.furnished.house)

    @property
    def order(self) -> Row:
        """The newest order."""
        return self.kit.house.store.one("SELECT * FROM qr_order ORDER BY id DESC LIMIT 1")

    def shows(self) -> None:
        self.log.keep_code(self.order["id"], CODE)

    def hears(self, state: TradeState, **said: object) -> None:
        order = self.order
        paid = {"transaction": f"42000{order['id']:05d}", "amount_fen": order["amount_fen"], "currency": "CNY"}
        trade = Trade(order["number"], state, iso_utc(self.kit.clock.now()), **(paid | said))  # type: ignore[arg-type]
        self.log.heard(order["id"], trade)


def fit_provider(glass: Glass) -> Core:
    """A provider that answers."""
    glass.furnished.set_health("qr_provider", "ok")
    glass.until(lambda: glass.shell.news.service("pay_qr").usable, "the provider is there")
    return Core(glass)


def to_code(glass: Glass, core: Core, folder: Path) -> None:
    """A fax that is owed for, and the screen that shows a code."""
    to_result(glass, letter(folder / "letter.pdf", 1))
    glass.touch("pay.qr")
    glass.touch("bar.forward")
    glass.until_screen("qr_pay")
    glass.settle()


def shown(glass: Glass, key: str) -> None:
    glass.until(lambda: glass.shows_key(key), key)
    glass.settle()


def qr_tour(glass: Glass, folder: Path, stop: Stop) -> None:
    """From the way of paying to the clerk who decides."""
    core = fit_provider(glass)
    to_code(glass, core, folder)
    core.shows()
    shown(glass, "qr.title")
    stop("52-qr")
    glass.touch("bar.back")
    shown(glass, "qr.checking.title")
    glass.pass_time(11)
    shown(glass, "qr.doubt.title")
    stop("52-qr-doubt")
    core.hears(TradeState.CLOSED)
    glass.until_screen("fax_result")
    glass.settle()
    _over(glass, core, stop)
    core.shows()
    shown(glass, "qr.title")
    core.hears(TradeState.PAID, currency="HKD")
    shown(glass, "qr.doubt.title")
    glass.shell.end()
    _clerk(glass, core, stop)


def _over(glass: Glass, core: Core, stop: Stop) -> None:
    """Every way a code ends without money; then one more code."""
    glass.touch("bar.forward")
    for reason in ("expired", "silent", "refused"):
        glass.until_screen("qr_pay")
        glass.settle()
        if reason == "expired":
            core.shows()
            core.log.expire(core.order["id"])
            core.hears(TradeState.CLOSED)
        else:
            core.log.never_shown(core.order["id"], reason)
        shown(glass, f"qr.over.{reason}.title")
        if reason == "silent":
            stop("52-qr-silent")
        glass.touch("bar.back" if reason == "refused" else "bar.forward")
    glass.until_screen("fax_result")
    glass.settle()
    glass.touch("bar.forward")
    glass.until_screen("qr_pay")
    glass.settle()


def _clerk(glass: Glass, core: Core, stop: Stop) -> None:
    """A contradiction, a code in doubt and a refund that failed, on the board and opened."""
    kit = glass.furnished
    visitor = kit.visitor()
    paid = kit.desk.qr.show(visitor, kit.owe(300), "paid").order_id
    core.shows()
    core.hears(TradeState.PAID)
    receipt = kit.desk.qr.view(paid).receipt_number
    kit.desk.corrections.void(kit.clerk(), receipt, "重复", (((0.1, 0.2), (0.8, 0.6)),), "void")
    refund_heard(kit.house, 1, RefundState.FAILED)
    doubt = kit.desk.qr.show(visitor, kit.owe(400), "doubt").order_id
    core.shows()
    kit.desk.qr.give_up(visitor, doubt)
    glass.pass_time(11)
    glass.touch("idle.wake")
    sign_in(glass)
    see(glass, glass.shell.look.tr("board.qr_doubt"))
    for row in (f"row.qr_doubt.{doubt}", "row.qr_contradiction.1", "row.qr_refund.1"):
        _open(glass, row)
        if "doubt" in row:
            stop("52-task-doubt")
        if "refund" in row:
            stop("52-task-refund")
        assert glass.shows_key("staff.choose"), "where money moves nothing is chosen for the clerk"
        glass.touch(_ANSWERS[row.split(".")[1]])
        glass.touch("bar.forward")
        glass.until_screen("staff_board")
        glass.settle()


def _open(glass: Glass, row: str) -> None:
    from kiosk.ui import driving

    for _ in range(4):
        if row in driving.look(glass.shell)["touchable"]:
            break
        glass.touch("board.more")
    glass.touch(row)
    glass.settle()
