"""The payment provider's thread: codes are fetched, orders asked after until decided, money is given back (G2).

Owns the rhythm: often while a person waits, ever more slowly for what nobody waits for. Nobody can call a kiosk behind
its router, so it asks; a notification, where one arrives, is a reason to ask at once and nothing else
(docs/adr/qr-truth-by-asking.md). Knows no provider by name and books nothing itself.
Called by ``kiosk.core.process``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.core.health import HealthBoard
from kiosk.desk.house import House
from kiosk.desk.qr_log import QrLog
from kiosk.desk.qr_refunds import refund_heard, refund_refused
from kiosk.devices.protocols import Health, HealthState
from kiosk.domain.qr import OrderState, RefundState
from kiosk.locale import Language, Translator
from kiosk.providers.errors import ProviderError, ProviderRefusedError
from kiosk.providers.protocol import BackPayment, PaymentProvider, QrRequest
from kiosk.store.database import Row

T = TypeVar("T")

_IDLE_S = 5.0
_ASK_S = 1.5  # while the code is on the glass
_OFTEN, _SLOWEST_S = 12, 300.0  # so many times quickly, then each time twice as long
_SECOND_LOOK_S = 20.0
_NO_CODE_S = 15.0  # a person has waited long enough for a code
_REFUND_S = 2.0
_PROBE_WELL_S, _PROBE_ILL_S = 600.0, 20.0
_PROBE = "probe-of-a-kiosk"  # an order nobody has: that it is not there is an answer


@dataclass
class _Pace:
    """When a thing is asked after again; ``since`` is when it was first seen as it is. Monotonic seconds."""

    state: str
    since: float
    next_at: float
    tries: int = 0


@dataclass(frozen=True)
class _Answer(Generic[T]):
    """What was said; None: nothing is known, or, with ``refused``, it was surely not carried out."""

    said: T | None = None
    refused: str = ""


class QrWorker:
    """The ``Turn`` of the payment provider. ``close`` lets go of its connection."""

    name = "qr_provider"

    def __init__(
        self, house: House, provider: PaymentProvider, health: HealthBoard, show_s: int, close: Callable[[], None]
    ) -> None:
        self._house, self._provider, self._health, self._show_s = house, provider, health, show_s
        self._log = QrLog(house)
        self._let_go = close
        self._paces: dict[str, _Pace] = {}
        self._probe_at = 0.0
        self._knocked = threading.Event()

    def knock(self) -> None:
        """Something has happened, the provider says: everything open is asked after in the next turn. Any thread."""
        self._knocked.set()

    def turn(self) -> float:
        """Ask after everything that is due."""
        orders, refunds = self._log.to_ask(), self._log.refunds_to_ask()
        self._forget({row["number"] for row in (*orders, *refunds)})
        if self._knocked.is_set():
            self._knocked.clear()
            for pace in self._paces.values():
                pace.next_at = min(pace.next_at, self._now)
        for order in orders:
            self._look_after(order)
        for refund in refunds:
            self._give_back(refund)
        self._probe()
        return min(_IDLE_S, *(max(0.0, pace.next_at - self._now) for pace in self._paces.values()), _IDLE_S)

    # --- orders

    def _look_after(self, order: Row) -> None:
        first_s = _SECOND_LOOK_S if order["state"] in (OrderState.PAID, OrderState.CLOSED) else 0.0
        pace = self._pace(order, first_s)
        waited_s = self._now - pace.since
        if order["state"] == OrderState.SHOWN and waited_s >= self._show_s:
            self._log.expire(order["id"])
            return
        if order["state"] == OrderState.WANTED and waited_s >= _NO_CODE_S:
            self._log.never_shown(order["id"], "silent")
            return
        if not self._due(pace, _ASK_S, steady=order["state"] == OrderState.SHOWN):
            return
        if order["state"] == OrderState.WANTED:
            self._fetch_code(order)
        else:
            self._ask_after(order)

    def _fetch_code(self, order: Row) -> None:
        title = Translator(Language.ZH_HANS)(self._log.title_key(order))  # in the payer's wallet, as on the receipt
        request = QrRequest(order["number"], order["amount_fen"], order["currency"], title, order["payable_until_utc"])
        answer = self._ask(lambda: self._provider.create(request), refusal_is_ill=True)
        if answer.refused:
            self._log.never_shown(order["id"], "refused")
        elif answer.said is not None:
            self._log.keep_code(order["id"], answer.said)

    def _ask_after(self, order: Row) -> None:
        """Close what is to be closed; whether it was, the query says: paid in the last moment, it was not."""
        if order["state"] == OrderState.CLOSING:
            self._ask(lambda: self._provider.close(order["number"]))
        trade = self._ask(lambda: self._provider.query(order["number"])).said
        if trade is not None:
            self._log.heard(order["id"], trade)

    # --- money that goes back

    def _give_back(self, refund: Row) -> None:
        pace = self._pace(refund, 0.0)
        if not self._due(pace, _REFUND_S, steady=False):
            return
        back = BackPayment(
            refund["number"], refund["order_number"], refund["amount_fen"], refund["paid_fen"], refund["currency"]
        )
        answer = self._ask(lambda: self._provider.refund(back.number))
        if answer.said is RefundState.NOT_THERE:
            answer = self._ask(lambda: self._provider.give_back(back))
        if answer.said is not None:
            refund_heard(self._house, refund["id"], answer.said)
        elif answer.refused:
            refund_refused(self._house, refund["id"], answer.refused)

    # --- the provider's health

    def _probe(self) -> None:
        """Nobody has asked for a while: a question that costs nothing tells whether keys and network are well."""
        if self._now >= self._probe_at:
            self._ask(lambda: self._provider.query(_PROBE), refusal_is_ill=True)

    def _ask(self, question: Callable[[], T], *, refusal_is_ill: bool = False) -> _Answer[T]:
        """One request; how the provider is, is known by its answer."""
        try:
            answer = _Answer(question())
        except ProviderRefusedError as error:
            if refusal_is_ill:
                self._tell(error)
                return _Answer(refused=error.reason)
            answer = _Answer(refused=error.reason)
        except ProviderError as error:
            self._tell(error)
            return _Answer()
        self._tell(None)
        return answer

    def _tell(self, error: ProviderError | None) -> None:
        if error is None:
            health, again_s = Health(HealthState.OK, detail=self._provider.name), _PROBE_WELL_S
        else:
            health, again_s = Health(HealthState.TROUBLE, error.reason, error.detail), _PROBE_ILL_S
        self._probe_at = self._now + again_s
        if self._health.put(self.name, health):
            self._house.ring()

    # --- rhythm

    @property
    def _now(self) -> float:
        return self._house.clock.monotonic()

    def _pace(self, row: Row, first_s: float) -> _Pace:
        """A state that is new is looked at anew."""
        pace = self._paces.get(row["number"])
        if pace is None or pace.state != row["state"]:
            pace = self._paces[row["number"]] = _Pace(row["state"], self._now, self._now + first_s)
        return pace

    def _due(self, pace: _Pace, every_s: float, *, steady: bool) -> bool:
        if self._now < pace.next_at:
            return False
        pace.tries += 1
        slower = 0 if steady else max(0, pace.tries - _OFTEN)
        pace.next_at = self._now + min(_SLOWEST_S, every_s * 2 ** min(slower, 20))
        return True

    def _forget(self, known: set[str]) -> None:
        for number in self._paces.keys() - known:
            del self._paces[number]

    def close(self) -> None:
        """Let go of the connection."""
        self._let_go()
