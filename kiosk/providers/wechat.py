"""WeChat Pay, Native (API v3): the code on the glass is scanned with the phone, the kiosk asks whether it was paid.

Owns the addresses, the fields and what WeChat's words mean in the house's (``kiosk.domain.qr``). Knows no row and no
charge. Called by ``kiosk.core`` through ``PaymentProvider``; made by ``kiosk/core_app.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from kiosk.clock import iso_utc
from kiosk.domain.qr import RefundState, Trade, TradeState
from kiosk.providers.errors import ProviderRefusedError, ProviderSilentError
from kiosk.providers.protocol import BackPayment, QrRequest
from kiosk.providers.signed_http import Answer, Merchant, SignedHttp

T = TypeVar("T")

_TRADES = {
    "SUCCESS": TradeState.PAID,
    "REFUND": TradeState.REFUNDED,
    "NOTPAY": TradeState.NOT_PAID,
    "USERPAYING": TradeState.NOT_PAID,
    "ACCEPT": TradeState.NOT_PAID,
    "PAYERROR": TradeState.NOT_PAID,  # that try failed; the code can be scanned again
    "CLOSED": TradeState.CLOSED,
    "REVOKED": TradeState.CLOSED,
}
_REFUNDS = {
    "SUCCESS": RefundState.DONE,
    "PROCESSING": RefundState.UNDER_WAY,
    "ABNORMAL": RefundState.FAILED,
    "CLOSED": RefundState.FAILED,
}
_MOST_WORDS = 127


class WechatNative:
    """One merchant at WeChat Pay."""

    name = "wechat"

    def __init__(self, http: SignedHttp, merchant: Merchant, app_id: str, notify_url: str) -> None:
        self._http, self._merchant, self._app_id, self._notify_url = http, merchant, app_id, notify_url

    def create(self, order: QrRequest) -> str:
        body = {
            "appid": self._app_id,
            "mchid": self._merchant.id,
            "description": order.words[:_MOST_WORDS],
            "out_trade_no": order.number,
            "time_expire": _seconds(order.payable_until_utc),
            "notify_url": self._notify_url,
            "amount": {"total": order.amount_fen, "currency": order.currency},
        }
        return _part(self._done("POST", "/v3/pay/transactions/native", body), "code_url", str)

    def query(self, order_number: str) -> Trade:
        path = f"/v3/pay/transactions/out-trade-no/{quote(order_number, safe='')}?mchid={self._merchant.id}"
        answer = self._http.ask("GET", path)
        if answer.status == 404:
            return Trade(order_number, TradeState.NOT_THERE, answer.at_utc)
        body = _accepted("GET", path, answer)
        if _part(body, "mchid", str) != self._merchant.id:
            raise ProviderSilentError(f"an order of {body['mchid']}", reason="provider-garbled")
        state = _word(_TRADES, _part(body, "trade_state", str))
        trade = Trade(_part(body, "out_trade_no", str), state, answer.at_utc)
        return _paid(trade, body) if state in (TradeState.PAID, TradeState.REFUNDED) else trade

    def close(self, order_number: str) -> None:
        path = f"/v3/pay/transactions/out-trade-no/{quote(order_number, safe='')}/close"
        self._done("POST", path, {"mchid": self._merchant.id})

    def give_back(self, refund: BackPayment) -> RefundState:
        amount = {"refund": refund.amount_fen, "total": refund.paid_fen, "currency": refund.currency}
        body = {"out_trade_no": refund.order_number, "out_refund_no": refund.number, "amount": amount}
        return _word(_REFUNDS, _part(self._done("POST", "/v3/refund/domestic/refunds", body), "status", str))

    def refund(self, refund_number: str) -> RefundState:
        path = f"/v3/refund/domestic/refunds/{quote(refund_number, safe='')}"
        answer = self._http.ask("GET", path)
        if answer.status == 404:
            return RefundState.NOT_THERE
        return _word(_REFUNDS, _part(_accepted("GET", path, answer), "status", str))

    def _done(self, method: str, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return _accepted(method, path, self._http.ask(method, path, body))


def _accepted(method: str, path: str, answer: Answer) -> Mapping[str, Any]:
    """The body of an answer that says yes. Raises ProviderRefusedError."""
    if answer.status in (200, 204):
        return answer.body
    said = f"{answer.body.get('code')}: {answer.body.get('message')}"
    raise ProviderRefusedError(f"{method} {path}: {answer.status} {said}", reason="provider-refused")


def _paid(trade: Trade, body: Mapping[str, Any]) -> Trade:
    amount: Mapping[str, Any] = _part(body, "amount", dict)
    return Trade(
        trade.order_number,
        trade.state,
        trade.at_utc,
        _part(body, "transaction_id", str),
        _part(amount, "total", int),
        _part(amount, "currency", str),
        iso_utc(_moment(_part(body, "success_time", str))),
    )


def _part(body: Mapping[str, Any], name: str, kind: type[T]) -> T:
    """A field of the type it must have. Raises ProviderSilentError: what cannot be read says nothing."""
    value = body.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ProviderSilentError(f"{name}: {value!r:.60}", reason="provider-garbled")
    return value


def _word(words: Mapping[str, T], said: str) -> T:
    if said not in words:
        raise ProviderSilentError(f"{said!r} is no word of theirs", reason="provider-garbled")
    return words[said]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ProviderSilentError(f"{text!r} is no moment", reason="provider-garbled") from error
    if moment.tzinfo is None:
        raise ProviderSilentError(f"{text!r} has no zone", reason="provider-garbled")
    return moment


def _seconds(utc: str) -> str:
    """RFC 3339 without fractions, as the field wants it."""
    return datetime.fromisoformat(utc).isoformat(timespec="seconds")
