"""The handle on a telephone world: starts the child process, sets switches, reads what happened.

Owns the child's life and the client's end of the control socket. Knows no audio. Called by tests, bench, demo.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd, Line, as_json

_ROOT = Path(__file__).resolve().parents[3]
_ANSWER_WITHIN_S = 30.0


class TelephoneWorldError(Exception):
    """The telephone world is not there or refused a request; the text is its own."""


class TelephoneWorld:
    """A telephone world in ``folder`` (made if missing); a context manager. All methods may be called from any thread.

    Raises TelephoneWorldError when the child does not come up (libspandsp2 missing) or refuses a switch.
    """

    def __init__(
        self, folder: Path | str, speed: float = 1.0, log: bool = False, *, second_modem: bool = False
    ) -> None:
        self._folder = Path(folder)
        self._speed = speed
        self._log = log
        self._second_modem = second_modem
        self._child: subprocess.Popen[str] | None = None
        self._socket: socket.socket | None = None
        self._lines: Any = None
        self._lock = threading.Lock()
        self.port = str(self._folder / "modem")
        self.second_port = str(self._folder / "modem-2")  # a number reaches it as FarEnd(kind=FarEndKind.MODEM)

    @classmethod
    def attach(cls, folder: Path | str) -> TelephoneWorld:
        """A handle on a world which another process started in ``folder``."""
        world = cls(folder)
        world._connect()
        return world

    def __enter__(self) -> TelephoneWorld:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start the child and wait until the modem's port is there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.hw_doubles.softmodem", str(self._folder), "--with-parent"]
        command += ["--speed", str(self._speed)]
        if self._log:
            command.append("--log")
        if self._second_modem:
            command.append("--second-modem")
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
        self._child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=environment)
        assert self._child.stdout is not None
        if not self._child.stdout.readline():
            raise TelephoneWorldError(f"telephone world ended with {self._child.wait()}")
        self._connect()

    def stop(self) -> None:
        """End the child; a call under way is cut."""
        if self._socket is not None:
            self._lines.close()
            self._socket.close()
            self._socket = None
        if self._child is None:
            return
        self._child.send_signal(signal.SIGTERM)
        self._child.wait(timeout=10)
        assert self._child.stdout is not None
        self._child.stdout.close()
        self._child = None

    def set(self, number: str | None = None, far_end: FarEnd | None = None, line: Line | None = None) -> None:
        """Set switches: ``far_end`` for one number or (None) for all others, ``line`` for the wire. Both at next use.

        A line takes effect at once, also in a call; a far end with the next call.
        """
        if far_end is not None:
            self._ask("far_end", number=number, far_end=as_json(far_end))
        if line is not None:
            self._ask("line", line=as_json(line))

    def reset(self) -> None:
        """All switches as at the start; known calls are forgotten; the modem is there and alive."""
        self._ask("reset")

    def state(self) -> dict[str, Any]:
        """What is going on, as a dictionary.

        ``plugged, modem_hung, port_open``; ``awaits_call`` (the kiosk listens for rings); of the call ``off_hook,
        ringing, number, outcome, stage, signal`` (name of what is on the line now, "" = silence), ``party`` (who makes
        it), ``page, ms``; the switches ``far_end, line, numbers``;
        ``calls`` (how many so far), ``ticks, lost_ticks, cpu_s, pid`` of the world itself.
        """
        return self._ask("state")

    def calls(self) -> list[CallRecord]:
        """Every call since the start, oldest first; the last one may be under way (``finished`` is False)."""
        return [CallRecord.from_json(values) for values in self._ask("calls")["calls"]]

    def replies(self) -> list[tuple[float, str]]:
        """Milliseconds of the wall's from each OK of the modem in a call to the next octet from its port, and what it
        was; oldest first."""
        return [(time_ms, words) for time_ms, words in self._ask("replies")["replies"]]

    def wait_for_call(self, count: int = 1, timeout_s: float = 120.0) -> CallRecord:
        """Wait until ``count`` calls are finished; returns the last of them. Raises TimeoutError."""
        answer = self._ask("wait_for_call", wait_s=timeout_s, count=count, timeout_s=timeout_s)
        if answer["call"] is None:
            raise TimeoutError(f"{count} finished calls not seen within {timeout_s} s")
        return CallRecord.from_json(answer["call"])

    def call_in(self, tiff: Path | str, number: str = "057187009999", far_end: FarEnd | None = None) -> None:
        """A far end at ``number`` calls the modem and sends every page of ``tiff`` (as long as it rings: see FarEnd).

        Raises TelephoneWorldError while the line is in use. ``wait_for_call`` and ``calls`` have its record.
        """
        caller = far_end or FarEnd(ident="+86 571 8700 9999")
        self._ask("call_in", tiff=str(Path(tiff).resolve()), number=number, far_end=as_json(caller))

    def unplug(self) -> None:
        """Pull the modem's USB plug: the port vanishes, a call is lost."""
        self._ask("unplug")

    def replug(self) -> None:
        self._ask("replug")

    def hang_modem(self) -> None:
        """The modem's firmware hangs: it takes, answers and sends nothing; the far end waits. Unplugging cures it."""
        self._ask("hang_modem")

    def revive_modem(self) -> None:
        self._ask("revive_modem")

    def hang_up_far_end(self) -> None:
        """The far end hangs up now."""
        self._ask("hang_up_far_end")

    def _connect(self) -> None:
        told = json.loads((self._folder / "telephone.json").read_text())
        self.port = told["port"]
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(_ANSWER_WITHIN_S)
        self._socket.connect(told["control"])
        self._lines = self._socket.makefile("rw", encoding="utf-8")

    def _ask(self, request: str, wait_s: float = 0.0, **values: object) -> dict[str, Any]:
        with self._lock:
            if self._socket is None:
                raise TelephoneWorldError("the telephone world is not running")
            self._socket.settimeout(_ANSWER_WITHIN_S + wait_s)
            self._lines.write(json.dumps({"request": request, **values}) + "\n")
            self._lines.flush()
            line = self._lines.readline()
        if not line:
            raise TelephoneWorldError("the telephone world went away")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise TelephoneWorldError(answer["error"])
        return answer
