"""A remote for demonstrations and tests: JSON lines on an AF_UNIX socket that only the kiosk's user may open.

Owns the protocol. Started only if ``screen.remote`` names a socket, which is refused unless the kiosk runs on doubles
(K5). A request is ``{"do": ..., ...}``, its answer ``{"ok": true, ...}`` or ``{"ok": false, "error": ...}``, and is
given after the frame that shows its effect has been drawn; ``frame_ms`` in it is how long that took (K4). The commands
are in docs/ui.md.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kivy.clock import Clock as KivyClock
from kivy.core.window import Window
from kivy.graphics.opengl import glFinish

from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.ui import driving
from kiosk.ui.shell import Shell
from kiosk.ui.turning import Loop

Deliver = Callable[[Callable[[], None]], None]
_FRAMES_UNTIL_SHOWN = 2
_ANSWER_WITHIN_S = 30.0
_BAD_REQUESTS = (KioskError, KeyError, TypeError, ValueError)  # json.JSONDecodeError is a ValueError


class Remote:
    """Listens on ``path``; one client at a time."""

    def __init__(self, path: Path, shell: Shell, loop: Loop, deliver: Deliver) -> None:
        self._path, self._shell, self._loop, self._deliver = path, shell, loop, deliver
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        path.chmod(0o600)
        self._listener.listen(1)
        self._thread = threading.Thread(target=self._serve, name="remote", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop listening; the thread ends by itself."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed
            with client, client.makefile("rw", encoding="utf-8") as lines:
                for line in lines:
                    lines.write(json.dumps(self._answer(line), ensure_ascii=False) + "\n")
                    lines.flush()

    def _answer(self, line: str) -> dict[str, Any]:
        try:
            request = json.loads(line)
            result = self._in_kivy(lambda: self._carried_out(request))
        except (*_BAD_REQUESTS, TimeoutError) as error:
            return {"ok": False, "error": getattr(error, "detail", "") or str(error)}
        return {"ok": True, **result}

    def _carried_out(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["do"] == "pulse":
            return asdict(self._loop.take_pulse())
        return driving.carry_out(self._shell, request)

    def _in_kivy(self, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Run ``act`` between two frames and wait until its effect has been drawn."""
        future: Future[dict[str, Any]] = Future()
        touched_s = self._shell.clock.monotonic()  # before the loop hears of it: waiting for the loop counts, too

        def carry_out() -> None:
            frame = _Frame(self._shell.clock, touched_s)
            try:
                answer = act()
            except _BAD_REQUESTS as error:
                frame.forget()
                future.set_exception(error)
                return
            _after_frames(_FRAMES_UNTIL_SHOWN, lambda: future.set_result({**answer, "frame_ms": frame.forget()}))

        self._deliver(carry_out)
        return future.result(_ANSWER_WITHIN_S)


class _Frame:
    """The first frame after an act: when its last pixel was there."""

    def __init__(self, clock: Clock, since_s: float) -> None:
        self._clock, self._since_s = clock, since_s
        self._after_ms: float | None = None
        Window.bind(on_flip=self._drawn)

    def _drawn(self, _window: object) -> None:
        glFinish()  # OpenGL only queues: a frame is drawn when the queue is empty
        if self._after_ms is None:
            self._after_ms = round((self._clock.monotonic() - self._since_s) * 1000, 2)

    def forget(self) -> float | None:
        """Look no longer; milliseconds since the touch, None if there was nothing to draw."""
        Window.unbind(on_flip=self._drawn)
        return self._after_ms


def _after_frames(frames: int, then: Callable[[], None]) -> None:
    if frames == 0:
        then()
    else:
        KivyClock.schedule_once(lambda _dt: _after_frames(frames - 1, then), 0)
