"""G2: what a payment provider may say, and what of it the kiosk believes. Over a socket, with real signatures."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock, iso_utc
from kiosk.domain.qr import RefundState, TradeState
from kiosk.providers.errors import (
    ProviderError,
    ProviderRefusedError,
    ProviderSilentError,
    ProviderUntrustedError,
)
from kiosk.providers.protocol import BackPayment, QrRequest
from kiosk.providers.signed_http import SignedHttp, read_merchant
from kiosk.providers.wechat import WechatNative
from tests.hw_doubles import pay_provider as double
from tests.hw_doubles.pay_provider import PayProvider

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
ORDER = QrRequest("K01-Q000001-0A1B2C3D", 400, "CNY", "传真", "2026-11-18T04:04:00.000Z")
BACK = BackPayment("K01-R000001-0A1B2C3D", ORDER.number, 400, 400, "CNY")


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture
def provider(tmp_path: Path, clock: TurnedClock) -> Iterator[PayProvider]:
    with PayProvider(tmp_path, clock.now) as provider:
        yield provider


@pytest.fixture
def wechat(provider: PayProvider, clock: TurnedClock) -> Iterator[WechatNative]:
    merchant = read_merchant(
        double.MERCHANT, double.SERIAL, provider.key_file, double.KEY_ID, provider.provider_key_file
    )
    http = SignedHttp(provider.url, merchant, clock)
    yield WechatNative(http, merchant, double.APP, "https://kiosk.invalid/paid")
    http.close()


def test_an_order_is_made_paid_with_a_phone_and_told_of(provider: PayProvider, wechat: WechatNative) -> None:
    code = wechat.create(ORDER)
    assert wechat.query(ORDER.number).state is TradeState.NOT_PAID
    assert provider.phone_pays(code) == "paid"
    trade = wechat.query(ORDER.number)
    assert (trade.state, trade.amount_fen, trade.currency) == (TradeState.PAID, 400, "CNY")
    assert trade.transaction.startswith("42000") and trade.paid_utc == iso_utc(NOON)
    assert provider.money.orders[ORDER.number].words == "传真"


def test_an_order_made_twice_is_one_order_with_one_code(provider: PayProvider, wechat: WechatNative) -> None:
    provider.fail("create", double.LOST_ANSWER)
    with pytest.raises(ProviderSilentError):
        wechat.create(ORDER)
    assert wechat.create(ORDER) == wechat.create(ORDER)
    assert len(provider.money.orders) == 1


def test_a_closed_order_can_be_paid_no_longer(provider: PayProvider, wechat: WechatNative) -> None:
    code = wechat.create(ORDER)
    wechat.close(ORDER.number)
    assert wechat.query(ORDER.number).state is TradeState.CLOSED
    assert provider.phone_pays(code) != "paid"


def test_what_was_paid_is_not_closed(provider: PayProvider, wechat: WechatNative) -> None:
    provider.phone_pays(wechat.create(ORDER))
    with pytest.raises(ProviderRefusedError):
        wechat.close(ORDER.number)
    assert wechat.query(ORDER.number).state is TradeState.PAID


def test_an_unknown_order_is_an_answer_and_no_error(wechat: WechatNative) -> None:
    assert wechat.query("K01-Q000099-00000000").state is TradeState.NOT_THERE
    assert wechat.refund("K01-R000099-00000000") is RefundState.NOT_THERE


def test_money_is_given_back_once_however_often_it_is_asked(provider: PayProvider, wechat: WechatNative) -> None:
    provider.phone_pays(wechat.create(ORDER))
    assert [wechat.give_back(BACK), wechat.give_back(BACK), wechat.refund(BACK.number)] == [RefundState.DONE] * 3
    assert provider.taken_fen() == 0
    assert wechat.query(ORDER.number).state is TradeState.REFUNDED


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (double.LOST_REQUEST, ProviderSilentError),
        (double.LOST_ANSWER, ProviderSilentError),
        (double.BROKEN, ProviderSilentError),
        (double.GARBAGE, ProviderSilentError),
        (double.FORGED, ProviderUntrustedError),
        (double.UNSIGNED, ProviderUntrustedError),
        (double.REFUSED, ProviderRefusedError),
    ],
)
def test_what_is_no_signed_answer_says_nothing(
    provider: PayProvider, wechat: WechatNative, fault: str, error: type[ProviderError]
) -> None:
    provider.phone_pays(wechat.create(ORDER))
    provider.fail("query", fault)
    with pytest.raises(error) as raised:
        wechat.query(ORDER.number)
    assert type(raised.value) is error
    assert wechat.query(ORDER.number).state is TradeState.PAID


def test_nobody_there_is_silence(provider: PayProvider, wechat: WechatNative) -> None:
    provider.go_away()
    with pytest.raises(ProviderSilentError) as raised:
        wechat.query(ORDER.number)
    assert raised.value.reason == "provider-silent"


def test_an_answer_of_yesterday_is_not_believed(
    provider: PayProvider, wechat: WechatNative, clock: TurnedClock
) -> None:
    """K5: a recorded answer played again is signed as well as it ever was."""
    wechat.create(ORDER)
    moment = clock.now()
    provider.now = lambda: moment
    clock.turn(299)
    assert wechat.query(ORDER.number).state is TradeState.NOT_PAID
    clock.turn(2)
    with pytest.raises(ProviderUntrustedError):
        wechat.query(ORDER.number)


def test_a_request_that_another_key_has_signed_is_refused_there(
    provider: PayProvider, clock: TurnedClock, tmp_path: Path
) -> None:
    merchant = read_merchant(double.MERCHANT, "0" * 16, provider.key_file, double.KEY_ID, provider.provider_key_file)
    http = SignedHttp(provider.url, merchant, clock)
    with pytest.raises(ProviderUntrustedError):
        WechatNative(http, merchant, double.APP, "https://kiosk.invalid/paid").create(ORDER)
    http.close()
    assert provider.money.orders == {}


def test_a_key_file_that_holds_no_key_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(ProviderError) as raised:
        read_merchant(double.MERCHANT, double.SERIAL, tmp_path / "key.pem", double.KEY_ID, tmp_path / "none.pem")
    assert raised.value.reason == "provider-keys" and "key.pem" in raised.value.detail


def test_the_double_signs_what_the_published_interface_says(provider: PayProvider) -> None:
    headers = provider.signed(b'{"a":1}')
    assert sorted(headers) == [
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Timestamp",
    ]
    assert len(base64.b64decode(headers["Wechatpay-Signature"])) == 256
