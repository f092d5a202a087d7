"""The telephone world's process: real time, the port, the control socket, around one exchange.

Owns the event loop and the pace: one tick of the exchange each 20 ms (divided by ``speed``). Knows no T.30. Started by
``__main__.py``; its other end is ``client.py``.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.hw_doubles.softmodem.control import Control
from tests.hw_doubles.softmodem.exchange import Exchange
from tests.hw_doubles.softmodem.replies import ReplyWatch
from tests.hw_doubles.softmodem.second_set import SecondPort
from tests.hw_doubles.softmodem.serialport import SerialPort
from tests.hw_doubles.softmodem.spandsp import TICK_MS

_CATCH_UP_TICKS = 25  # a machine that stood still longer than that loses line time instead of racing
_UNIX_PATH_LIMIT = 100


class World:
    """One modem (or two), one line, one port, one control socket in ``folder``."""

    def __init__(
        self, folder: Path, speed: float, log: object | None = None, parent: int | None = None, *, second: bool = False
    ) -> None:
        self._parent = parent  # a test that is killed must not leave a world behind
        self._tick_s = TICK_MS / 1000 / speed
        self.ticks = 0
        self.lost_ticks = 0
        self.port = SerialPort(folder / "modem")
        self.exchange = Exchange(folder, self._say, log)
        self.replies = ReplyWatch()
        self._second = SecondPort(SerialPort(folder / "modem-2")) if second else None
        self.exchange.second_set = self._second.set if self._second else None
        self._selector = selectors.DefaultSelector()
        self._listener = self._listen(folder)
        self._running = True
        self.replug()
        (folder / "telephone.json").write_text(
            json.dumps({"port": str(folder / "modem"), "control": self._listener.getsockname()})
        )

    def run(self) -> None:
        """Until ``stop``."""
        due = time.monotonic() + self._tick_s
        while self._running:
            if self._parent is not None and os.getppid() != self._parent:
                break
            self._serve(max(0.0, due - time.monotonic()))
            due = self._keep_pace(due)
        self.port.unplug()
        self.exchange.close()
        if self._second is not None:
            self._second.close()

    def stop(self) -> None:
        self._running = False

    def unplug(self) -> None:
        self._stop_watching_port()
        self.port.unplug()
        self.exchange.reset_modem()

    def replug(self) -> None:
        if not self.port.plugged:
            self.port.plug()
            self.exchange.reset_modem()

    def state(self) -> dict[str, Any]:
        """The picture that a panel draws."""
        call = self.exchange.call
        sounds = list(call.talk.current.values()) if call else []
        return {
            "plugged": self.port.plugged,
            "modem_hung": self.exchange.modem.hung,
            "port_open": self.port.is_open,
            "port_opens": self.port.opens,
            "off_hook": not self.exchange.on_hook,
            "awaits_call": self.exchange.modem.awaits_call,
            "ringing": call is not None and self.exchange.on_hook,
            "number": call.record.number if call else "",
            "outcome": call.record.outcome if call else "",
            "stage": str(call.stage) if call else "",
            "signal": sounds[-1].name if sounds else "",
            "party": str(sounds[-1].side) if sounds else "",
            "page": call.talk.page if call else 0,
            "ms": call.at_ms if call else 0.0,
            "calls": len(self.exchange.calls),
            "ticks": self.ticks,
            "lost_ticks": self.lost_ticks,
            "cpu_s": time.process_time(),
            "pid": os.getpid(),
        }

    def _keep_pace(self, due: float) -> float:
        for _ in range(_CATCH_UP_TICKS):
            if time.monotonic() < due:
                return due
            self._tick()
            due += self._tick_s
        late = max(0, int((time.monotonic() - due) / self._tick_s))
        self.lost_ticks += late
        return due + late * self._tick_s

    def _tick(self) -> None:
        self.ticks += 1
        self._take_from_port()
        self.exchange.tick()
        self.port.write(b"")
        if self._second is not None:
            self._second.tick()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.data, Control):
                key.data.tick()

    def _say(self, octets: bytes) -> None:
        self.port.write(octets)
        self.replies.said(octets, time.monotonic())

    def _take_from_port(self) -> None:
        """Move octets from the port to the modem, unless the modem holds RTS/CTS."""
        was_open = self.port.is_open
        if not self.port.plugged or not self.exchange.modem.ready_for_more:
            return
        octets = self.port.read()
        if octets:
            self.replies.heard(octets, time.monotonic(), in_call=not self.exchange.on_hook)
            self.exchange.modem.feed(octets)
        if was_open and not self.port.is_open:
            self.exchange.reset_modem()

    def _serve(self, timeout_s: float) -> None:
        self._watch_port()
        for key, _ in self._selector.select(timeout_s):
            if key.data == "listener":
                self._accept()
            elif key.data == "port":
                self._take_from_port()
            elif not key.data.serve():
                self._selector.unregister(key.fileobj)
                key.data.close()

    def _watch_port(self) -> None:
        """Listen to the port only while it is open and the modem takes octets: a closed pty would wake us for ever."""
        wanted = self.port.is_open and self.exchange.modem.ready_for_more
        watched = any(key.data == "port" for key in self._selector.get_map().values())
        if wanted and not watched:
            self._selector.register(self.port, selectors.EVENT_READ, "port")
        elif watched and not wanted:
            self._stop_watching_port()

    def _stop_watching_port(self) -> None:
        if any(key.data == "port" for key in self._selector.get_map().values()):
            self._selector.unregister(self.port)

    def _listen(self, folder: Path) -> socket.socket:
        path = folder / "control.sock"
        if len(str(path)) > _UNIX_PATH_LIMIT:
            path = Path(tempfile.mkdtemp(prefix="telephone-")) / "control.sock"
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        listener.listen()
        self._selector.register(listener, selectors.EVENT_READ, "listener")
        return listener

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        self._selector.register(connection, selectors.EVENT_READ, Control(connection, self))
