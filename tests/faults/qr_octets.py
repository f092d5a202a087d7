"""Every octet between the kiosk and its payment provider: after which of them whose state is what (K1, G1).

Owns the sorting. A power cut after an octet leaves what the kiosk had committed, which is the same for a whole request
(nothing is committed while one is under way: the scenario's client looks), and what the provider made of the octets it
got. So each beginning of each request is said to the true double, over a socket, and what it remembers then is
compared, to the last field. Each beginning of each answer is heard by the true client. Neighbours with one outcome are
a ``Stretch``; whoever calls lives through both ends of each. Called by ``test_every_qr_commit`` and by
``tests.bench.crash_octets``.
"""

from __future__ import annotations

import json
import socket
import threading
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.clock import TurnedClock
from kiosk.providers.errors import ProviderError
from kiosk.providers.signed_http import SignedHttp
from tests.faults.cut_line import CutLine, Request, Stretch, stretches
from tests.faults.qr_scenario import live, merchant
from tests.hw_doubles.pay_provider import Money, PayProvider

DONE, NOTHING = "carried out", "nothing done"


@dataclass(frozen=True)
class Exchange:
    """A request and its answer as they went over the wire, what the provider remembered before, and when it was."""

    kind: str
    request: Request
    before: Money
    at: datetime


def exchanges(folder: Path, provider: PayProvider) -> list[Exchange]:
    """The whole day, uncut."""
    notes: list[tuple[Money, datetime]] = []
    with CutLine(folder, provider.address) as line:
        line.begins = lambda: notes.append((deepcopy(provider.money), provider.now()))
        live(folder, provider, line=line)
    told = zip(provider.money.asked, line.requests(), notes, strict=True)
    return [Exchange(kind, request, before, at) for kind, request, (before, at) in told]


def of_request(exchange: Exchange, provider: PayProvider) -> list[Stretch]:
    """After no octet of it, after one, ... after all but the last: what the provider did."""
    return stretches(len(exchange.request.said), lambda octets: _said(exchange, provider, octets))


def of_answer(exchange: Exchange) -> list[Stretch]:
    """After no octet of it, after one, ... after all but the last: what the kiosk takes it for when the line breaks."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return stretches(len(exchange.request.heard), lambda octets: _heard(exchange, listener, octets))


def _said(exchange: Exchange, provider: PayProvider, octets: int) -> str:
    """So many octets are said, then the line ends: what the provider did."""
    provider.money, provider.now = deepcopy(exchange.before), lambda: exchange.at
    with socket.create_connection(provider.address) as line:
        line.sendall(exchange.request.said[:octets])
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):
            pass
    return NOTHING if _moved(provider.money) == _moved(exchange.before) else DONE


def _moved(money: Money) -> str:
    """All that it remembers but the list of what it was asked."""
    faults = {kind: list(waiting) for kind, waiting in money.faults.items() if waiting}
    return repr((money.orders, money.refunds, faults, money.always, money.refund_status))


def _heard(exchange: Exchange, listener: socket.socket, octets: int) -> str:
    """So many octets of the answer are heard, then the line ends: what the kiosk's client says of it."""
    head, _, body = exchange.request.said.partition(b"\r\n\r\n")
    method, path, _ = head.partition(b"\r\n")[0].decode().split(" ")
    host, port = listener.getsockname()
    http = SignedHttp(f"http://{host}:{port}", merchant(), TurnedClock(exchange.at))
    answers = threading.Thread(target=_answer, args=(listener, len(body), exchange.request.heard[:octets]))
    answers.start()
    try:
        answer = http.ask(method, path, json.loads(body) if body else None)
    except ProviderError as error:
        return f"{type(error).__name__}, {error.reason}"
    finally:
        http.close()
        answers.join()
    return f"an answer: {answer.status}"


def _answer(listener: socket.socket, body: int, words: bytes) -> None:
    """Hears a request with so many octets of body, and says these words."""
    line, heard = listener.accept()[0], b""
    with line:
        while len(heard.partition(b"\r\n\r\n")[2]) < body or b"\r\n\r\n" not in heard:
            part = line.recv(65536)
            if not part:
                break
            heard += part
        line.sendall(words)
