"""The telephone world in lockstep: line time passes only while whoever uses the modem waits, in a process of its own.

Owns that process and its clock (``line_s``). An hour on the line takes half a minute, exactly and without haste on a
slow machine, and what modem, line and far ends cost in CPU and memory is not in the caller's account. Knows nothing of
what is being said. Called by ``tests.hw_doubles.lockstep_line``, which puts a driver on it.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd, Line
from tests.hw_doubles.softmodem.spandsp import TICK_MS
from tests.hw_doubles.softmodem.virtual import VirtualDte

_PROMPT_S = 30  # the other process answers in milliseconds, unless the machine stands still


@dataclass(frozen=True)
class _CallDue:
    at_ms: int
    tiff: Path
    number: str
    far_end: FarEnd


class LockstepWorld:
    """Context manager. One modem, one line; received pages go into ``folder``."""

    def __init__(self, folder: Path) -> None:
        # A fork would bring the caller's memory, threads and open files with it.
        context = multiprocessing.get_context("spawn")
        self._ours, self._theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._theirs, folder), name="telephone", daemon=True)
        self._line_ms = 0

    def __enter__(self) -> LockstepWorld:
        self._process.start()
        self._theirs.close()  # or the end of the other process would not show here
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ours.send(("end",))
        self._process.join(_PROMPT_S)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._ours.close()

    @property
    def line_s(self) -> float:
        """Seconds of line time since the beginning."""
        return self._line_ms / 1000

    def write(self, octets: bytes) -> None:
        """To the modem, at once."""
        self._ours.send(("write", octets))

    def run(self, ms: int) -> bytes:
        """Let up to ``ms`` pass (whole ticks of 20), less if the modem says something: what it says."""
        self._line_ms, heard = self._ask("run", ms)
        return bytes(heard)

    def set(self, far_end: FarEnd | None = None, line: Line | None = None, number: str | None = None) -> None:
        """What answers from the next call on (at ``number``, or everywhere); what the wire does from now on."""
        self._ours.send(("set", far_end, line, number))

    def call_in(self, tiff: Path, number: str, far_end: FarEnd | None = None, after_ms: int = 0) -> None:
        """Somebody calls in ``after_ms`` of line time, or as soon as the line is free then."""
        self._ours.send(("call_in", _CallDue(self._line_ms + after_ms, tiff, number, far_end or FarEnd())))

    def take_calls(self) -> list[CallRecord]:
        """The calls that are over, since this was last asked."""
        return list(self._ask("take_calls"))

    def off_hook(self) -> bool:
        """Whether the modem has the line."""
        return bool(self._ask("off_hook"))

    def _ask(self, *words: object) -> Any:
        self._ours.send(words)
        if not self._ours.poll(_PROMPT_S):
            raise TimeoutError(f"the telephone world does not answer {words[0]}")
        return self._ours.recv()


class _Server:
    def __init__(self, folder: Path) -> None:
        self._dte = VirtualDte(folder)
        self._due: list[_CallDue] = []

    def write(self, octets: bytes) -> None:
        self._dte.write(octets)

    def run(self, ms: int) -> tuple[int, bytes]:
        dte = self._dte
        end_ms = dte.now_ms + ms
        while not dte.heard and dte.now_ms < end_ms:
            self._ring()
            dte.run(TICK_MS)
        heard = bytes(dte.heard)
        dte.heard.clear()
        return dte.now_ms, heard

    def set(self, far_end: FarEnd | None, line: Line | None, number: str | None) -> None:
        exchange = self._dte.exchange
        exchange.line = line or exchange.line
        if far_end is not None and number is not None:
            exchange.numbers[number] = far_end
        elif far_end is not None:
            exchange.default = far_end

    def call_in(self, due: _CallDue) -> None:
        self._due.append(due)

    def take_calls(self) -> list[CallRecord]:
        exchange = self._dte.exchange
        finished = exchange.finished_calls()
        exchange.calls = [call for call in exchange.calls if not call.finished]
        return finished

    def off_hook(self) -> bool:
        return not self._dte.exchange.on_hook

    def close(self) -> None:
        self._dte.close()

    def _ring(self) -> None:
        exchange = self._dte.exchange
        if self._due and self._dte.now_ms >= self._due[0].at_ms and exchange.call is None:
            due = self._due.pop(0)
            exchange.call_in(due.tiff, due.number, due.far_end)


def _serve(requests: Connection, folder: Path) -> None:
    server = _Server(folder)
    try:
        while (words := requests.recv())[0] != "end":
            answer = getattr(server, words[0])(*words[1:])
            if answer is not None:
                requests.send(answer)
    except EOFError:
        pass  # the test was killed: its world ends with it
    finally:
        server.close()
