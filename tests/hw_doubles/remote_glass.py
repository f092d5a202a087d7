"""A person's hands and eyes on the true screens, through the kiosk's own remote (docs/ui.md).

Owns the client's end of the socket and the waiting for a screen. Knows no widget. Called by demo, flow tests and bench.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.hw_doubles.processes import until

_START_S = 60.0


class GlassError(AssertionError):
    """The glass refused an act: the control is not there or is covered."""


class RemoteGlass:
    """Acts on the glass. Each returns when the frame that shows its effect has been drawn."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._socket: socket.socket | None = None
        self._lines: Any = None

    def connect(self, within_s: float = _START_S) -> None:
        """Wait until the screens listen."""
        self.close()
        until(self._try, f"the screens listen on {self.path}", within_s, 0.05)

    def _try(self) -> bool:
        candidate = socket.socket(socket.AF_UNIX)
        try:
            candidate.connect(str(self.path))
        except OSError:
            candidate.close()
            return False
        self._socket, self._lines = candidate, candidate.makefile("rw", encoding="utf-8")
        return True

    def close(self) -> None:
        """Let go of the remote."""
        if self._socket is not None:
            self._lines.close()
            self._socket.close()
            self._socket = None

    def ask(self, do: str, **values: object) -> dict[str, Any]:
        """One request; its answer. Raises GlassError."""
        self.send(do, **values)
        return self.answer(f"{do} {values}")

    def send(self, do: str, **values: object) -> None:
        """One request whose answer is not waited for: ``answer`` follows."""
        self._lines.write(json.dumps({"do": do, **values}) + "\n")
        self._lines.flush()

    def answer(self, to: str = "") -> dict[str, Any]:
        """The answer to the oldest request that has none yet. Raises GlassError."""
        answer: dict[str, Any] = json.loads(self._lines.readline() or '{"ok": false, "error": "the screens went away"}')
        if not answer["ok"]:
            raise GlassError(f"{to}: {answer['error']}")
        return answer

    # --- hands

    def touch(self, *names: str) -> None:
        """A finger on these controls, one after another; waits for each to be there and the glass to be at rest."""
        for name in names:
            self.wait(name)
            self.ask("touch", name=name)

    def double_touch(self, name: str) -> None:
        """Two quick taps on the same place."""
        self.wait(name)
        self.ask("double_touch", name=name)

    def type(self, digits: str) -> None:
        """The number pad."""
        self.ask("type", digits=digits)

    def sign(self, points: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Strokes on the glass, in pixels."""
        for stroke in points:
            self.ask("drag", points=list(stroke))

    # --- eyes

    def look(self) -> dict[str, Any]:
        """Screen, texts, touchable controls."""
        return self.ask("look")

    def texts(self) -> str:
        """All words on the glass."""
        return "\n".join(self.look()["texts"])

    def at_rest(self) -> bool:
        """No use case is under way."""
        return bool(self.look()["idle"])

    def wait(self, name: str, within_s: float = 20.0) -> None:
        """Until a control of this name can be touched."""

        def there() -> bool:
            seen = self.look()
            return bool(seen["idle"]) and (name in seen["touchable"] or any(name in text for text in seen["texts"]))

        self._until(there, f"{name!r} can be touched", within_s)

    def wait_screen(self, *screens: str, within_s: float = 20.0) -> str:
        """Until one of these screens is shown; which."""
        self._until(lambda: self.look()["screen"] in screens, f"screen {' or '.join(screens)}", within_s)
        return str(self.look()["screen"])

    def wait_text(self, text: str, within_s: float = 20.0) -> None:
        """Until these words are on the glass."""
        self._until(lambda: text in self.texts(), f"{text!r} is on the glass", within_s)

    def until(self, seen: Callable[[dict[str, Any]], object], what: str, within_s: float = 20.0) -> None:
        """Until a look at the glass satisfies ``seen``."""
        self._until(lambda: seen(self.look()), what, within_s)

    def _until(self, condition: Any, what: str, within_s: float) -> None:
        try:
            until(condition, what, within_s, 0.05)
        except AssertionError as error:
            raise GlassError(f"{error}; the glass shows {self.look()}") from error

    def screenshot(self, path: Path) -> Path:
        """What is on the glass, as PNG."""
        self.ask("screenshot", path=str(path))
        return path
