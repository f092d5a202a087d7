"""A remote for demonstrations and tests: JSON lines on an AF_UNIX socket that only the kiosk's user may open.

Owns the protocol. Started only if ``screen.remote`` names a socket, which is refused unless the kiosk runs on doubles
(K5). A request is ``{"do": ..., ...}``, its answer ``{"ok": true, ...}`` or ``{"ok": false, "error": ...}``, and is
given after the frame that shows its effect has been drawn. See docs/ui.md for the commands.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from kivy.clock import Clock as KivyClock

from kiosk.errors import KioskError
from kiosk.ui import driving
from kiosk.ui.shell import Shell

Deliver = Callable[[Callable[[], None]], None]
_FRAMES_UNTIL_SHOWN = 2
_ANSWER_WITHIN_S = 30.0


class Remote:
    """Listens on ``path``; one client at a time."""

    def __init__(self, path: Path, shell: Shell, deliver: Deliver) -> None:
        self._path, self._shell, self._deliver = path, shell, deliver
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
            result = self._in_kivy(lambda: driving.carry_out(self._shell, request))
        except (KioskError, ValueError, KeyError, TimeoutError) as error:
            return {"ok": False, "error": getattr(error, "detail", "") or str(error)}
        return {"ok": True, **result}

    def _in_kivy(self, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Run ``act`` between two frames and wait until its effect has been drawn."""
        future: Future[dict[str, Any]] = Future()

        def carry_out() -> None:
            try:
                answer = act()
            except KioskError as error:
                future.set_exception(error)
                return
            _after_frames(_FRAMES_UNTIL_SHOWN, lambda: future.set_result(answer))

        self._deliver(carry_out)
        return future.result(_ANSWER_WITHIN_S)


def _after_frames(frames: int, then: Callable[[], None]) -> None:
    if frames == 0:
        then()
    else:
        KivyClock.schedule_once(lambda _dt: _after_frames(frames - 1, then), 0)
