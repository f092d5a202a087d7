"""A GPIO header whose other side is in another process: the lobby's board of lamps and a call button.

``lobby_pins`` is a pin factory for the configuration key that names the real one; it connects to a ``LobbyBoard``,
which the lobby panel or a test owns. The wire is a socket: the board sees what a lamp would see, and pulling the plug
is closing it. Lines of JSON: ``{"pin": 17, "level": 0.5}`` to the board, ``{"pin": 22, "high": false}`` to the pins,
which answer ``{"seen": 1}`` when the change has had its effect.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from gpiozero.pins.mock import MockFactory, MockPWMPin

SOCKET_VARIABLE = "KIOSK_LOBBY_PINS"


def lobby_pins() -> LobbyFactory:
    """The factory on the board whose socket the environment names. Raises OSError when nothing is plugged in there."""
    return LobbyFactory(Path(os.environ[SOCKET_VARIABLE]))


class LobbyPin(MockPWMPin):
    """A pin whose level goes over the wire."""

    def _change_state(self, value: float) -> bool:
        changed = bool(super()._change_state(value))
        if self._function == "output":
            self.factory.tell(self.info.name, value)
        return changed


class LobbyFactory(MockFactory):
    """Pins on a plugged-in board; writing to one after the plug was pulled raises ConnectionError."""

    def __init__(self, path: Path) -> None:
        super().__init__(pin_class=LobbyPin)
        self._wire = socket.socket(socket.AF_UNIX)
        try:
            self._wire.connect(str(path))
        except OSError:
            self._wire.close()
            raise
        self._reader = threading.Thread(target=self._read, name="lobby-pins", daemon=True)
        self._reader.start()

    def tell(self, name: str, level: float) -> None:
        """Send one output level; the pin's number is the one after GPIO in its name."""
        send_line(self._wire, {"pin": int(name.removeprefix("GPIO")), "level": float(level)})

    def close(self) -> None:
        """Unplug from our side."""
        super().close()
        with suppress(OSError):
            self._wire.shutdown(socket.SHUT_RDWR)
        self._reader.join()
        self._wire.close()

    def _read(self) -> None:
        for change in lines_of(self._wire):
            pin = self.pin(change["pin"])
            drive = pin.drive_high if change["high"] else pin.drive_low
            drive()
            with suppress(OSError):  # nobody left to tell
                send_line(self._wire, {"seen": 1})


class LobbyBoard:
    """What is soldered to the header: lamps to look at, a button to press, a plug to pull.

    ``watch`` is called as ``watch(pin, level)`` in the board's thread whenever a lamp changes.
    """

    def __init__(self, path: Path, watch: Callable[[int, float], None] | None = None) -> None:
        self._path = path
        self._watch = watch
        self._changed = threading.Condition()
        self._levels: dict[int, float] = {}
        self._unseen = 0
        self._wire: socket.socket | None = None
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def plugged(self) -> bool:
        """Whether the header is there."""
        return self._listener is not None

    def plug_in(self) -> None:
        """From now on a factory may connect."""
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, args=(self._listener,), name="lobby-board", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Fault on request: the header is gone, whoever used it included. Harmless when it is gone already."""
        listener, self._listener = self._listener, None
        if listener is None or self._thread is None:
            return
        self._path.unlink(missing_ok=True)
        for wire in (listener, self._wire):
            if wire is not None:
                with suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def press(self, pin: int) -> None:
        """Push the button down (it pulls its pin low). Raises ConnectionError when no driver is connected."""
        self._drive(pin, high=False)

    def release(self, pin: int) -> None:
        """Let the button go."""
        self._drive(pin, high=True)

    def levels(self) -> Mapping[int, float]:
        """Brightness of each lamp, 0..1, by pin; empty when no driver is connected."""
        with self._changed:
            return dict(self._levels)

    def wait_for(self, proof: Callable[[Mapping[int, float]], bool], timeout_s: float = 5.0) -> bool:
        """Whether ``proof(levels)`` comes true in time."""
        with self._changed:
            return self._changed.wait_for(lambda: proof(self._levels), timeout_s)

    def settle(self, timeout_s: float = 5.0) -> bool:
        """Whether every press and release has had its effect on the other side in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._unseen == 0, timeout_s)

    def _drive(self, pin: int, high: bool) -> None:
        wire = self._wire
        if wire is None:
            raise ConnectionError("no driver is connected to the board")
        with self._changed:
            self._unseen += 1
        send_line(wire, {"pin": pin, "high": high})

    def _serve(self, listener: socket.socket) -> None:
        with listener:
            while self._listener is listener:
                try:
                    wire, _ = listener.accept()
                except OSError:  # unplugged
                    return
                with wire:
                    self._wire = wire
                    self._follow(wire)
                    self._wire = None

    def _follow(self, wire: socket.socket) -> None:
        for line in lines_of(wire):
            if "seen" in line:
                self._count(line["seen"])
            else:
                self._set(line["pin"], line["level"])
        with self._changed:  # lamps without a driver are dark
            pins, self._levels, self._unseen = list(self._levels), {}, 0
            self._changed.notify_all()
        for pin in pins:
            self._report(pin, 0.0)

    def _count(self, seen: int) -> None:
        with self._changed:
            self._unseen -= seen
            self._changed.notify_all()

    def _set(self, pin: int, level: float) -> None:
        with self._changed:
            changed = self._levels.get(pin) != level
            self._levels[pin] = level
            self._changed.notify_all()
        if changed:
            self._report(pin, level)

    def _report(self, pin: int, level: float) -> None:
        if self._watch is not None:
            self._watch(pin, level)


def send_line(wire: socket.socket, values: Mapping[str, Any]) -> None:
    """Write one JSON line. Raises OSError when the other side is gone."""
    wire.sendall(json.dumps(values).encode() + b"\n")


def lines_of(wire: socket.socket) -> Iterator[dict[str, Any]]:
    """JSON lines until the other side is gone, however it went."""
    with suppress(ConnectionError), wire.makefile("rb") as stream:
        for line in stream:
            yield json.loads(line)
