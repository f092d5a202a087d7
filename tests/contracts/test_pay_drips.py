"""K2, K5: who sends octet by octet, or answers nothing, holds up neither the provider's worker nor the listener."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime

import pytest

from kiosk.clock import SystemClock, TurnedClock
from kiosk.providers.errors import ProviderSilentError
from kiosk.providers.knock import KnockListener
from kiosk.providers.signed_http import SignedHttp
from tests.faults.qr_scenario import merchant

_MOST = 300


def drip(line: socket.socket, clock: TurnedClock, sent: list[int]) -> None:
    """An answer that takes a second an octet, by the kiosk's clock."""
    with line, suppress(OSError):
        line.recv(4096)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n")
        for octet in range(_MOST):
            line.sendall(b"x")
            sent.append(octet)
            clock.turn(1.0)
            threading.Event().wait(0.01)


def test_an_answer_that_drips_is_given_up_when_its_time_is_over() -> None:
    clock, sent = TurnedClock(datetime(2026, 11, 22, 4, 0, tzinfo=UTC)), list[int]()
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        served = threading.Thread(target=lambda: drip(door.accept()[0], clock, sent), daemon=True)
        served.start()
        http = SignedHttp(f"http://127.0.0.1:{door.getsockname()[1]}", merchant(), clock)
        with pytest.raises(ProviderSilentError):
            http.ask("GET", "/v3/pay")
        http.close()
        served.join(5.0)
    assert len(sent) < _MOST // 3


def test_a_notification_that_drips_is_cut_off() -> None:
    listener = KnockListener(("127.0.0.1", 0), merchant(), SystemClock(), lambda: None, patience_s=0.2)
    with closing(listener), closing(socket.create_connection(("127.0.0.1", listener.port))) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n")
        cut = False
        for _ in range(_MOST):
            threading.Event().wait(0.01)
            try:
                line.sendall(b"x")
            except OSError:
                cut = True
                break
    assert cut


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_no_name_server_is_waited_for_when_the_core_begins_to_listen(host: str) -> None:
    asked, ends = list[str](), list[bool]()

    def hear(event: str, _: object) -> None:  # a hook stays for the life of the process
        if not ends and event in ("socket.gethostbyaddr", "socket.gethostbyname"):
            asked.append(event)

    sys.addaudithook(hear)
    listener = KnockListener((host, 0), merchant(), SystemClock(), lambda: None)
    ends.append(True)
    with closing(listener), closing(socket.create_connection(("127.0.0.1", listener.port), 1.0)):
        assert asked == []
