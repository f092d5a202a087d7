"""G2, K5: notifications that are delayed, doubled, lost or not true change nothing that is not confirmed by asking."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.desk.views import QrStage
from kiosk.providers.errors import ProviderError
from kiosk.providers.knock import KnockListener
from tests.faults.qr_scenario import QrCounter, merchant, open_counter
from tests.hw_doubles import pay_provider as double
from tests.hw_doubles.pay_notices import notify
from tests.hw_doubles.pay_provider import PayProvider


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[QrCounter]:
    with PayProvider(tmp_path / "provider") as provider:
        counter = open_counter(tmp_path / "kiosk", provider)
        yield counter
        counter.close()


@pytest.fixture
def door(counter: QrCounter) -> Iterator[str]:
    """Where the provider's notifications arrive."""
    listener = KnockListener(("127.0.0.1", 0), merchant(), counter.clock, counter.worker.knock)
    yield f"http://127.0.0.1:{listener.port}/paid"
    listener.close()


def in_doubt(counter: QrCounter) -> int:
    """A code that was paid and given up while the provider did not answer: asked after ever more slowly."""
    shown = counter.show(counter.kit.owe(400))
    counter.provider.phone_pays(shown.code)
    counter.provider.money.always |= {"query": double.LOST_REQUEST, "close": double.LOST_REQUEST}
    counter.kit.desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look(120.0)
    counter.provider.money.always.clear()
    counter.worker.turn()
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.DOUBT
    return shown.order_id


def test_a_notification_is_a_reason_to_ask_at_once(counter: QrCounter, door: str) -> None:
    order = in_doubt(counter)
    assert notify(counter.provider, door) == 204
    counter.worker.turn()
    assert counter.kit.desk.qr.view(order).stage is QrStage.PAID and counter.whole


def test_doubled_and_delayed_it_books_nothing_a_second_time(counter: QrCounter, door: str) -> None:
    order = in_doubt(counter)
    for _ in range(3):
        assert notify(counter.provider, door) == 204
        counter.worker.turn()
    counter.look(60.0)
    assert notify(counter.provider, door) == 204
    counter.worker.turn()
    assert counter.balance_fen("provider:wechat") == 400 and counter.whole
    assert counter.kit.desk.qr.view(order).stage is QrStage.PAID


def test_lost_it_is_found_out_by_asking(counter: QrCounter, door: str) -> None:
    order = in_doubt(counter)
    counter.look(300.0)
    assert counter.kit.desk.qr.view(order).stage is QrStage.PAID and counter.whole


@pytest.mark.parametrize("says", ["TRANSACTION.SUCCESS", "REFUND.SUCCESS"])
def test_what_it_says_is_not_believed(counter: QrCounter, door: str, says: str) -> None:
    shown = counter.show(counter.kit.owe(400))
    assert notify(counter.provider, door, says=says) == 204
    counter.look(3.0)
    assert counter.kit.desk.qr.view(shown.order_id).stage is QrStage.SHOWN
    assert counter.balance_fen("provider:wechat") == 0 and counter.whole


def test_nobody_else_can_knock(counter: QrCounter, door: str) -> None:
    in_doubt(counter)
    asked = len(counter.provider.money.asked)
    assert notify(counter.provider, door, forged=True) == 401
    past = counter.clock.now()
    counter.clock.turn(301)
    counter.provider.now = lambda: past
    assert notify(counter.provider, door) == 401  # one that was overheard, played again
    host, port = door.removeprefix("http://").removesuffix("/paid").split(":")
    for octets in (
        b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"POST / HTTP/1.1\r\n\r\n",
        b"\x00\xff\r\n\r\n",
    ):
        with closing(socket.create_connection((host, int(port)), 5)) as line:
            line.sendall(octets)
            assert b"204" not in line.recv(200)
    assert len(counter.provider.money.asked) == asked


def test_a_door_that_is_taken_is_the_providers_trouble(counter: QrCounter, door: str) -> None:
    port = int(door.removesuffix("/paid").rpartition(":")[2])
    with pytest.raises(ProviderError) as raised:
        KnockListener(("127.0.0.1", port), merchant(), counter.clock, counter.worker.knock)
    assert raised.value.reason == "provider-listener"
