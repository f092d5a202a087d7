"""K2, K5: who sends octet by octet, or answers nothing, holds up neither the provider's worker nor the listener."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import requests

from kiosk.clock import SystemClock, TurnedClock
from kiosk.headoffice.certificates import Authority, Role
from kiosk.providers.errors import ProviderSilentError
from kiosk.providers.knock import KnockListener
from kiosk.providers.signed_http import SignedHttp
from kiosk.providers.whole_time import TimedAdapter, WholeTime
from tests.faults.qr_scenario import merchant

_MOST = 300


IN_ITS_BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n"
IN_ITS_HEAD = b"HTTP/1.1 200 OK\r\nServer: "
BEFORE_IT = b""


def drip(line: socket.socket, clock: TurnedClock, begins: bytes, sent: list[int]) -> None:
    """An answer that takes a second an octet, by the kiosk's clock."""
    with line, suppress(OSError):
        line.recv(4096)
        line.sendall(begins)
        for octet in range(_MOST):
            line.sendall(b"x")
            sent.append(octet)
            clock.turn(1.0)
            threading.Event().wait(0.01)


@pytest.mark.parametrize("begins", [BEFORE_IT, IN_ITS_HEAD, IN_ITS_BODY])
def test_an_answer_that_drips_is_given_up_when_its_time_is_over(begins: bytes) -> None:
    clock, sent = TurnedClock(datetime(2026, 11, 22, 4, 0, tzinfo=UTC)), list[int]()
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        served = threading.Thread(target=lambda: drip(door.accept()[0], clock, begins, sent), daemon=True)
        served.start()
        http = SignedHttp(f"http://127.0.0.1:{door.getsockname()[1]}", merchant(), clock)
        with pytest.raises(ProviderSilentError):
            http.ask("GET", "/v3/pay")
        http.close()
        served.join(5.0)
    assert len(sent) < _MOST // 3


def test_behind_tls_two_answers_come_on_one_connection_and_the_one_that_drips_is_given_up(tmp_path: Path) -> None:
    clock, sent = TurnedClock(datetime(2026, 11, 22, 4, 0, tzinfo=UTC)), list[int]()
    identity = Authority.create(tmp_path).issue(Role.BROKER, "provider", ["127.0.0.1"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.cert_file, identity.key_file)
    time = WholeTime(clock, whole_s=8.0, silence_s=5.0)

    def serve() -> None:
        with context.wrap_socket(door.accept()[0], server_side=True) as line:
            for answer in (b"one", b"two"):
                line.recv(4096)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + answer)
            drip(line, clock, IN_ITS_HEAD, sent)

    with closing(socket.create_server(("127.0.0.1", 0))) as door, requests.Session() as session:
        session.mount("https://", TimedAdapter(time))
        served = threading.Thread(target=serve, daemon=True)
        served.start()
        ask = partial(session.get, f"https://127.0.0.1:{door.getsockname()[1]}/", verify=str(identity.ca_file))
        time.begin()
        assert [ask().content, ask().content] == [b"one", b"two"]
        with pytest.raises(requests.ReadTimeout):
            ask()
        session.close()
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
