"""One client of the control socket: a JSON object a line in, one out.

Owns the requests' meaning. Called by ``world.py`` when the socket is readable and at each tick (for waits).
"""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.hw_doubles.softmodem.settings import FarEnd, Line, as_json

if TYPE_CHECKING:
    from tests.hw_doubles.softmodem.world import World

_READ_OCTETS = 65536


class Control:
    """A connected client of ``world``."""

    def __init__(self, connection: socket.socket, world: World) -> None:
        self._connection, self._world = connection, world
        self._buffer = b""
        self._wanted_calls = 0
        self._wait_until = 0.0

    def serve(self) -> bool:
        """Read and answer what has come; False when the client has gone."""
        try:
            octets = self._connection.recv(_READ_OCTETS)
        except ConnectionError:
            return False
        self._buffer += octets
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._answer(json.loads(line))
        return bool(octets)

    def close(self) -> None:
        self._connection.close()

    def tick(self) -> None:
        """Answer a waiting client when its calls are finished or its time is over."""
        if not self._wanted_calls:
            return
        finished = self._world.exchange.finished_calls()
        if len(finished) >= self._wanted_calls:
            self._reply({"call": finished[self._wanted_calls - 1].to_json()})
        elif time.monotonic() >= self._wait_until:
            self._reply({"call": None})
        else:
            return
        self._wanted_calls = 0

    def _answer(self, asked: dict[str, Any]) -> None:
        if asked["request"] == "wait_for_call":
            self._wanted_calls = asked["count"]
            self._wait_until = time.monotonic() + asked["timeout_s"]
            return
        try:
            self._reply(self._carry_out(asked))
        except ValueError as error:
            self._reply({"error": str(error)})

    def _carry_out(self, asked: dict[str, Any]) -> dict[str, Any]:
        world, exchange = self._world, self._world.exchange
        match asked["request"]:
            case "far_end":
                self._set_far_end(asked["number"], FarEnd.from_json(asked["far_end"]))
            case "line":
                exchange.line = Line.from_json(asked["line"])
            case "state":
                return self._state()
            case "calls":
                return {"calls": [call.to_json() for call in exchange.calls]}
            case "replies":
                return {"replies": world.replies.replies}
            case "reset":
                self._reset()
            case "call_in":
                exchange.call_in(Path(asked["tiff"]), asked["number"], FarEnd.from_json(asked["far_end"]))
            case "unplug":
                world.unplug()
            case "replug":
                world.replug()
            case "hang_modem":
                exchange.modem.hung = True
            case "revive_modem":
                exchange.modem.hung = False
            case "hang_up_far_end":
                exchange.hang_up_far_end()
            case other:
                raise ValueError(f"no request {other}")
        return {}

    def _set_far_end(self, number: str | None, far_end: FarEnd) -> None:
        if number is None:
            self._world.exchange.default = far_end
        else:
            self._world.exchange.numbers[number] = far_end

    def _state(self) -> dict[str, Any]:
        exchange = self._world.exchange
        return {
            **self._world.state(),
            "far_end": as_json(exchange.default),
            "numbers": {number: as_json(far_end) for number, far_end in exchange.numbers.items()},
            "line": as_json(exchange.line),
        }

    def _reset(self) -> None:
        world, exchange = self._world, self._world.exchange
        exchange.hang_up()
        exchange.default, exchange.line = FarEnd(), Line()
        exchange.numbers.clear()
        exchange.calls.clear()
        exchange.modem.hung = False
        world.replug()

    def _reply(self, answer: dict[str, Any]) -> None:
        self._connection.sendall(json.dumps(answer).encode() + b"\n")
