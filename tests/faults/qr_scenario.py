"""A counter that takes payments by QR code, with the provider's double over a socket and a clock that is turned.

Owns the putting together, and a day to be cut: a payment, one that is given up, one that is struck out, one that comes
too late. ``live`` ends at a commit or has one request spoiled; ``again`` is what people and the next start do then. The
provider outlives every cut, as it does. Called by the tests of the desk, of the worker and of every commit and request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.clock import TurnedClock
from kiosk.core.health import HealthBoard
from kiosk.core.qr_worker import QrWorker
from kiosk.desk.house import DeskError
from kiosk.desk.views import Method, QrStage, QrView, Role, Staff
from kiosk.providers.signed_http import Answer, Merchant, SignedHttp
from kiosk.providers.wechat import WechatNative
from kiosk.store.database import Store
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults.cut_line import CutLine, Place
from tests.faults.money_scenario import CutStore, PowerCutError
from tests.hw_doubles import pay_provider as double
from tests.hw_doubles.pay_provider import PayProvider

CLERK, SUPERVISOR = Staff("07", "陈晓", Role.CLERK), Staff("12", "王岚", Role.SUPERVISOR)
STROKES = (((0.1, 0.2), (0.8, 0.6)),)
SHOWN_S = 60


@dataclass
class QrCounter:
    """The desk, the core's worker and the provider."""

    kit: FurnishedDesk
    worker: QrWorker
    provider: PayProvider
    clock: TurnedClock

    def look(self, seconds: float = 0.0) -> None:
        """The core looks, again and again until so much time is gone by."""
        ends = self.clock.monotonic() + seconds
        while True:
            pause_s = max(0.1, self.worker.turn())
            if self.clock.monotonic() + pause_s > ends:
                self.clock.turn(max(0.0, ends - self.clock.monotonic()))
                return
            self.clock.turn(pause_s)

    def show(self, charge: int, request_id: str = "") -> QrView:
        """The owner wants a code, and the core has looked."""
        order = self.kit.desk.qr.show(self.kit.visitor(), charge, request_id or f"code-{charge}")
        self.look()
        return self.kit.desk.qr.view(order.order_id)

    def paid(self, charge: int) -> str:
        """Code, phone, money: the number of the receipt."""
        shown = self.show(charge)
        assert self.provider.phone_pays(shown.code) == "paid"
        self.look(2.0)
        return self.kit.desk.qr.view(shown.order_id).receipt_number

    def balance_fen(self, account: str) -> int:
        return self.kit.house.books.ledger.balance_fen(account)

    def held_fen(self) -> int:
        """Of all that was paid with a code and belongs to nobody's charge."""
        sql = "SELECT -coalesce(sum(amount_fen), 0) AS fen FROM ledger_posting WHERE account LIKE 'held:qr.%'"
        return int(self.kit.house.store.one(sql)["fen"])

    @property
    def whole(self) -> bool:
        """Whether books and journal are right."""
        return [*self.kit.house.books.takings.faults(), *self.kit.house.books.journal.verify()] == []

    def close(self) -> None:
        self.worker.close()
        self.kit.close()


class _MortalHttp(SignedHttp):
    """Of a kiosk that dies with its line: whatever comes of a request after the cut, nobody hears it."""

    def __init__(self, line: CutLine, ours: Merchant, clock: TurnedClock) -> None:
        super().__init__(line.url, ours, clock)
        self._line = line

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """As a living one's, until then."""
        commits = CutStore.commits
        try:
            return super().ask(method, path, body)
        finally:
            if self._line.cut.is_set():
                raise PowerCutError
            assert CutStore.commits == commits, "a cut in a request would leave another store than one before it"


def open_counter(
    folder: Path, provider: PayProvider, store_class: type[Store] = Store, line: CutLine | None = None
) -> QrCounter:
    """Furnish it; ``provider`` is there already and has the clock of the counter from now on. ``line`` leads to it."""
    clock = TurnedClock(NOON)
    provider.now = clock.now
    kit = furnish(folder, clock, store_class, pay_devices=(Method.QR,), qr_provider="wechat", qr_show_s=SHOWN_S)
    ours = merchant()
    http = SignedHttp(provider.url, ours, clock) if line is None else _MortalHttp(line, ours, clock)
    wechat = WechatNative(http, ours, double.APP, "https://kiosk.invalid/paid")
    worker = QrWorker(kit.house, wechat, HealthBoard(kit.house.live, clock), SHOWN_S, http.close)
    return QrCounter(kit, worker, provider, clock)


def merchant() -> Merchant:
    """Not out of the files: reading a private key proves its primes, which takes longer than everything else."""
    key, public = double.key("merchant"), double.key("provider").public_key()
    return Merchant(double.MERCHANT, double.SERIAL, key, double.KEY_ID, public)


def morning(folder: Path) -> None:
    """Four charges that wait to be paid."""
    kit = furnish(folder)
    for fen in (400, 300, 600, 500):
        kit.owe(fen)
    kit.close()


def live(folder: Path, provider: PayProvider, at: int = 0, after: bool = False, line: CutLine | None = None) -> int:
    """The day, until the power goes at commit ``at`` or at the cut of ``line``; returns how many commits there were."""
    CutStore.at, CutStore.after, CutStore.commits = 0, False, 0
    counter = open_counter(folder, provider, CutStore, line)
    CutStore.at, CutStore.after, CutStore.commits = at, after, 0
    try:
        for act in DAY:
            act(counter)
    except PowerCutError:
        pass
    finally:
        counter.close()
    return CutStore.commits


def cut_and_lived_on(folder: Path, provider: PayProvider, place: Place) -> list[str]:
    """What is wrong when the power went, or the line broke, there, and everybody has done the rest."""
    with CutLine(folder, provider.address, place) as line:
        live(folder, provider, line=line)
    live(folder, provider)
    return [*([] if line.reached.is_set() else ["the power never went"]), *wrong(folder, provider)]


def live_on(folder: Path, store_class: type[Store] = Store) -> None:
    """The same over a store of another class, whose power is somebody else's business."""
    with PayProvider(folder / "provider") as provider:
        counter = open_counter(folder, provider, store_class)
        try:
            for act in DAY:
                act(counter)
        finally:
            counter.close()


def _pays(counter: QrCounter) -> None:
    _until_decided(counter, 1, pays=True)


def _gives_up_and_signs(counter: QrCounter) -> None:
    """Charge 2: a code that nobody scans; then it goes to the account."""
    desk, visitor = counter.kit.desk, counter.kit.visitor()
    if desk.money.receipt_of(2) is not None:
        return
    shown = _shown(counter, 2)
    if shown.stage in (QrStage.ASKING, QrStage.SHOWN):
        desk.qr.give_up(visitor, shown.order_id)
    counter.look(25.0)
    desk.money.pay_on_account(visitor, 2, STROKES, "account-2")


def _is_struck_out(counter: QrCounter) -> None:
    _until_decided(counter, 3, pays=True)
    paid = counter.kit.house.store.one("SELECT receipt_number FROM payment WHERE charge_id = 3 AND reverses IS NULL")
    counter.kit.desk.corrections.refund(SUPERVISOR, paid["receipt_number"], "重复", STROKES, "refund-3")
    counter.look(25.0)


def _comes_too_late(counter: QrCounter) -> None:
    """Charge 4: the provider is away when the code is given up, the clerk lets cash be taken, then it was paid."""
    desk, visitor = counter.kit.desk, counter.kit.visitor()
    if desk.money.receipt_of(4) is None:
        shown = _shown(counter, 4)
        counter.provider.money.always["close"] = counter.provider.money.always["query"] = double.LOST_REQUEST
        if shown.stage in (QrStage.ASKING, QrStage.SHOWN):
            counter.provider.phone_pays(shown.code)
            desk.qr.give_up(visitor, shown.order_id)
        counter.look(4.0)
        desk.qr.release(CLERK, shown.order_id)
        desk.money.take_cash(CLERK, 4, 500, "cash-4")
    counter.provider.money.always.clear()
    counter.look(40.0)


DAY: tuple[Callable[[QrCounter], None], ...] = (_pays, _gives_up_and_signs, _is_struck_out, _comes_too_late)


def _shown(counter: QrCounter, charge: int) -> QrView:
    """A code for the charge, however often a request is lost on the way."""
    shown = counter.show(charge)
    if shown.stage is QrStage.ASKING:
        counter.look(4.0)
    return counter.kit.desk.qr.view(shown.order_id)


def _until_decided(counter: QrCounter, charge: int, *, pays: bool) -> None:
    """The owner scans, and tries again while there is no receipt: as people do after a power cut."""
    for attempt in range(4):
        if counter.kit.house.store.row("SELECT 1 FROM payment WHERE charge_id = ? AND reverses IS NULL", (charge,)):
            return
        try:
            shown = counter.kit.desk.qr.show(counter.kit.visitor(), charge, f"code-{charge}-{attempt}")
        except DeskError:
            return
        counter.look(4.0)
        code = counter.kit.desk.qr.view(shown.order_id).code
        if pays and code:
            counter.provider.phone_pays(code)
        counter.look(25.0)


def wrong(folder: Path, provider: PayProvider) -> list[str]:
    """What was lost or done twice, between the owners, the provider and the books."""
    provider.money.always.clear()
    counter = open_counter(folder, provider)
    counter.look(30.0)
    books, store = counter.kit.house.books, counter.kit.house.store
    found = [*books.takings.faults(), *books.journal.verify()]
    states = [row["state"] for row in store.rows("SELECT state FROM charge ORDER BY id")]
    if states != ["paid", "paid", "refunded", "paid"]:
        found.append(f"charges {states}")
    if (held := counter.balance_fen("provider:wechat")) != provider.taken_fen():
        found.append(f"the provider holds {provider.taken_fen()} fen, the books say {held}")
    stray = "SELECT account, sum(amount_fen) AS fen FROM ledger_posting WHERE account LIKE 'held:%' GROUP BY 1"
    found += [f"{row['account']} is owed {row['fen']} fen" for row in store.rows(stray) if row["fen"]]
    found += [f"order {row['number']} is {row['state']}" for row in store.rows(_UNDECIDED)]
    counter.close()
    return found


_UNDECIDED = "SELECT number, state FROM qr_order WHERE state NOT IN ('paid', 'closed', 'owed_back')"
