"""The payment provider's double as a process of its own, and the people at it: a phone, and who disturbs it.

The kiosk reaches it over the network alone; a person's phone, the manner in which it answers and what becomes of its
notifications are told to it in lines of JSON. Owns the process and these words. Called by the lobby, whose panel, demo
and flows hold the phone; ``python -m tests.hw_doubles.pay_process FOLDER PORT`` is its other end.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.hw_doubles.pay_notices import notify
from tests.hw_doubles.pay_provider import LOST_ANSWER, OTHER_AMOUNT, Order, PayProvider
from tests.hw_doubles.processes import first_line, free_port, spawn, stop

WELL, LOSES, CONTRADICTS, AWAY = "well", "loses", "contradicts", "away"
MANNERS = (WELL, LOSES, CONTRADICTS, AWAY)
SENT, LATE, TWICE, LOST = "sent", "late", "twice", "lost"
NOTICES = (SENT, LATE, TWICE, LOST)
_LATE_S = 8.0
_KINDS = ("create", "query", "close", "refund", "refund_query")
_ALWAYS = {
    WELL: {},
    LOSES: dict.fromkeys(_KINDS, LOST_ANSWER),  # what is asked is done, and nobody hears of it
    CONTRADICTS: {"query": OTHER_AMOUNT},
}
_ROOT = Path(__file__).resolve().parents[2]


class PayProviderProcess:
    """``with PayProviderProcess(folder) as provider:`` listens at ``provider.url``; its keys are in ``folder`` by then.

    ``notify_url`` is where the kiosk may listen for its notifications. Its words may come from any thread.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key_file, self.provider_key_file = folder / "merchant.pem", folder / "provider.pem"
        self.log = folder / "provider.log"
        self._port, self._notices_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._speaking = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def notify_listen(self) -> str:
        return f"127.0.0.1:{self._notices_port}"

    @property
    def notify_url(self) -> str:
        return f"http://{self.notify_listen}/paid"

    def __enter__(self) -> PayProviderProcess:
        self.start()
        self.wait_ready()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to start: its keys take a moment."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.hw_doubles.pay_process", str(self.folder), str(self._port)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = spawn(command, self.log, cwd=_ROOT, **pipes)

    def wait_ready(self) -> None:
        """Until it listens. AssertionError with its log if it does not come to that."""
        assert self._process is not None
        first_line(self._process, self.log)

    def stop(self) -> None:
        stop(self._process, signal.SIGTERM)
        for pipe in (self._process.stdin, self._process.stdout) if self._process is not None else ():
            if pipe is not None:
                pipe.close()

    # --- people

    def phone_pays(self, times: int = 1) -> list[str]:
        """The newest code that may be paid is scanned, so many times; what the phone says each time.

        Raises ValueError when there is no such code.
        """
        said: list[str] = self._told("pay", times)
        if not said:
            raise ValueError("no code can be paid now")
        return said

    def says_paid_untruly(self) -> None:
        """A notification of a payment that nobody has made."""
        self._told("untrue")

    @property
    def manner(self) -> str:
        """How it answers: one of MANNERS."""
        return str(self._told("manner"))

    def set_manner(self, manner: str) -> None:
        self._told("set_manner", manner)

    @property
    def notices(self) -> str:
        """What becomes of its notifications: one of NOTICES."""
        return str(self._told("notices"))

    def set_notices(self, notices: str) -> None:
        self._told("set_notices", notices)

    def orders(self) -> list[dict[str, Any]]:
        """number, amount_fen, state (NOTPAY, SUCCESS, CLOSED) and refunded_fen of each, oldest first."""
        orders: list[dict[str, Any]] = self._told("orders")
        return orders

    def _told(self, word: str, *values: object) -> Any:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        with self._speaking:
            process.stdin.write(json.dumps([word, *values]).encode() + b"\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())


class _Counter:
    """Who sits at the provider and hears those words."""

    def __init__(self, provider: PayProvider) -> None:
        self._provider, self._manner, self._notices = provider, WELL, SENT

    def manner(self) -> str:
        return self._manner

    def notices(self) -> str:
        return self._notices

    def set_notices(self, notices: str) -> None:
        self._notices = notices

    def set_manner(self, manner: str) -> None:
        provider, was, self._manner = self._provider, self._manner, manner
        if manner == AWAY:
            provider.go_away()
            return
        with provider.lock:
            provider.money.always = dict(_ALWAYS[manner])
        if was == AWAY:
            provider.come_back()

    def pay(self, times: int) -> list[str]:
        with self._provider.lock:
            order = next(reversed(self._provider.open_orders()), None)
            said = [self._provider.phone_pays(order.code) for _ in range(times)] if order is not None else []
        if order is not None and order.paid_at:
            self._tell(order)
        return said

    def _tell(self, order: Order) -> None:
        times = {SENT: 1, LATE: 1, TWICE: 2, LOST: 0}[self._notices]
        for _ in range(times):
            late_s = _LATE_S if self._notices == LATE else 0.0
            telling = threading.Timer(late_s, _notify, (self._provider, order.notify_url))
            telling.daemon = True
            telling.start()

    def untrue(self) -> None:
        for order in [*self._provider.money.orders.values()][-1:]:
            _notify(self._provider, order.notify_url)

    def orders(self) -> list[dict[str, Any]]:
        with self._provider.lock:
            money = self._provider.money
            return [{**_in_short(order), "refunded_fen": _given_back(money, order)} for order in money.orders.values()]


def _in_short(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in ("number", "amount_fen", "state", "words")}


def _given_back(money: Any, order: Order) -> int:
    return sum(back.amount_fen for back in money.refunds.values() if back.order is order and back.status == "SUCCESS")


def _notify(provider: PayProvider, url: str) -> None:
    """A kiosk that is away has not been told, and asks."""
    with suppress(OSError):
        notify(provider, url)


def main(folder: Path, port: int) -> int:
    """Serve until nobody speaks any more."""
    with PayProvider(folder, port=port) as provider:
        counter = _Counter(provider)
        print("ready", flush=True)
        for line in sys.stdin:
            word, *values = json.loads(line)
            print(json.dumps(getattr(counter, word)(*values)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
