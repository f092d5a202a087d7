"""What the monkey can do: each act by its name and plain arguments, so that a run is a list which anybody can replay.

Owns the acts: fingers (also several, also while a page comes), keys, time, stick, line, paper, devices, a core that
goes and comes back. An act that is not possible at the moment does nothing: a list stays playable when steps are taken
out of it. Called by ``monkey``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.store.database import Store
from tests.desk_fixture import CLERK_PIN
from tests.ui import key_walk
from tests.ui.harness import Glass
from tests.ui.paper import letter

UNITS = {"12-1-101": "246810", "12-1-102": "135790", "8-2-201": "244948", "12-1-202": "314159"}
PINS = (CLERK_PIN, "121212", "313131")
LONG = 10_000
NAMES = (
    "装修验收确认函.pdf",
    "👩‍👩‍👧‍👦🎉 emoji.pdf",
    "\u202egpj.\u0639\u0642\u062f \u05d7\u05d5\u05d6\u05d4.pdf",
    "Ａ\u0301\u0323\u0308\u200b\u200d\ufeff\u00ad.pdf",
    "㛃𬱖𰻝\U000323af\ue000\ufffd.pdf",
    "x" * LONG + ".pdf",
    " \t.pdf",
)
_ENDINGS = {
    "delivered": (CallOutcome.DELIVERED, PageState.CONFIRMED),
    "busy": (CallOutcome.BUSY, PageState.NOT_SENT),
    "lost": (CallOutcome.LINE_LOST, PageState.UNKNOWN),
    "no fax": (CallOutcome.NOT_A_FAX, PageState.NOT_SENT),
}


class Acts:
    """The acts on one glass. ``folder`` holds the documents of the stick."""

    def __init__(self, glass: Glass, folder: Path) -> None:
        self.glass, self.shell, self.furnished = glass, glass.shell, glass.furnished
        self._file = letter(folder / "letter.pdf", 2) if not (folder / "letter.pdf").exists() else folder / "letter.pdf"
        self._fingers: dict[int, Any] = {}
        self._call: Any = None
        self._arriving: int | None = None

    @property
    def hands_off(self) -> bool:
        """Whether no finger lies on the glass."""
        return not self._fingers

    @property
    def names(self) -> list[str]:
        """What can be pressed now."""
        from kiosk.ui.stops import stops

        return [stop.name for stop in stops(self.shell)]

    def do(self, step: list[Any]) -> None:
        """One step: the act's name and its arguments."""
        name, *arguments = step
        act: Callable[..., None] = getattr(self, f"_{name}")
        act(*arguments)

    # --- fingers ------------------------------------------------------------------------------------------------

    def _control(self, name: str) -> Any:
        """The control with this id, if a finger would meet it."""
        from kiosk.ui import touches

        for control in touches.walk(self.shell):
            if getattr(control, "touch_id", None) == name and getattr(control, "act", None) is not None:
                touches.reveal(control)
                return control if touches.topmost(self.shell, *control.to_window(*control.center)) is control else None
        return None

    def _down(self, x: float, y: float, quick: int = 0) -> Any:
        """A finger, origin bottom left; the ``quick``-th tap of a series is told as Kivy tells it."""
        from kiosk.ui import touches

        finger = touches.Finger(x, y)
        finger.is_double_tap, finger.is_triple_tap = quick % 2 == 1, quick > 0 and quick % 2 == 0
        finger.press()
        return finger

    def _touch(self, name: str, times: int = 1) -> None:
        """Tap a control; ``times`` of them as fast as a hand can, whatever comes on the glass meanwhile."""
        control = self._control(name)
        if control is None:
            return
        x, y = control.to_window(*control.center)
        listens = self.hands_off and not self.shell.fade.under_way and not self.shell.resting.dimmed
        for tap in range(times):
            finger = self._down(x, y, tap)
            assert tap or not listens or control.down, f"{name} does not answer a finger"
            finger.lift()
            self.glass.turn(1)

    def _at(self, x: float, y: float) -> None:
        self._down(x, y).lift()
        self.glass.turn(1)

    def _hold(self, number: int, x: float, y: float) -> None:
        self._lift(number)
        self._fingers[number] = self._down(x, y)
        self.glass.turn(1)

    def _hold_on(self, number: int, name: str) -> None:
        control = self._control(name)
        if control is not None:
            self._hold(number, *control.to_window(*control.center))

    def _glide(self, number: int, x: float, y: float) -> None:
        if number in self._fingers:
            self._fingers[number].glide(x, y)
            self.glass.turn(1)

    def _lift(self, number: int) -> None:
        if number in self._fingers:
            self._fingers.pop(number).lift()
            self.glass.turn(1)

    def _drop(self) -> None:
        """The panel is unplugged: nobody will lift what lay on it."""
        self._fingers.clear()
        self.shell.hand.let_go()
        self.glass.turn(1)

    # --- keys, time ---------------------------------------------------------------------------------------------

    def _key(self, code: int, character: str | None = None) -> None:
        key_walk.press(self.glass, code, character)

    def _time(self, seconds: float) -> None:
        self.glass.pass_time(seconds)

    def _settle(self) -> None:
        self.glass.settle()

    def _news(self) -> None:
        """The newsboy has been."""
        from kiosk.ui.news import read_news

        self.shell.take_news(read_news(self.glass.desk))
        self.glass.settle()

    # --- where a run begins ---------------------------------------------------------------------------------------

    def _opening(self, kind: str) -> None:
        """Deep in the house at once: a blind hand would seldom come there."""
        if kind == "staff":
            self._board()
        elif kind != "idle":
            self._known(kind)

    def _known(self, kind: str) -> None:
        """An owner at home: with nothing, or with a fax that waits, is sent, or is to be paid."""
        visitor = self.furnished.visitor("12-1-102", UNITS["12-1-102"])
        if kind != "known":
            self._stick(NAMES[0], NAMES[1])
            self.furnished.order(visitor, self.glass.desk.fax.take_in(visitor, "s/0").id, 2)
        if kind in ("sending", "sent"):
            self._dial()
        if kind == "sent":
            self._ends("delivered")
        self._touch("idle.wake")
        self.shell.visit.visitor = visitor
        self.shell.home()
        self.glass.settle()
        self._touch("home.open_fax")
        self.glass.settle()

    def _board(self) -> None:
        """A clerk at a board with something of everything."""
        from kiosk.ui.screens.staff_board import StaffBoard
        from kiosk.ui.screens.staff_door import staff_rooms

        visitor = self.furnished.visitor("8-2-201", UNITS["8-2-201"])
        self._stick(NAMES[2])
        document = self.glass.desk.fax.take_in(visitor, "s/0").id
        for how in ("delivered", "lost", "busy"):
            self.furnished.order(visitor, document, 2)
            self._dial()
            self._ends(how)
        self._arrives()
        self.glass.desk.calls.call("home", visitor)
        self._health("form_printer", "trouble", "unheard-of")
        self._touch("idle.wake")
        self.shell.visit.staff = staff = self.furnished.clerk()
        self.shell.far_side(StaffBoard(self.shell, staff, staff_rooms()))
        self.glass.settle()

    # --- ways that a blind hand does not find --------------------------------------------------------------------

    def _identify(self, unit: str, code: str) -> None:
        self.glass.settle()
        for part in unit.split("-"):
            self._touch(f"unit.choice.{part}")
        self._digits(code)
        self._touch("bar.forward")
        self.glass.settle()

    def _digits(self, digits: str) -> None:
        for digit in digits:
            self._touch(f"pad.{digit}")

    def _number(self, number: str) -> None:
        for _ in range(2):
            self._digits(number)
            self.glass.settle()
            self._touch("bar.forward")

    def _draw(self) -> None:
        """A stroke on whatever takes strokes."""
        from kiosk.ui import touches
        from kiosk.ui.widgets.touch import Stroked

        for field in touches.walk(self.shell):
            if isinstance(field, Stroked):
                finger = self._down(field.x + field.width * 0.2, field.y + field.height * 0.5)
                for part in (0.4, 0.5, 0.7):
                    finger.glide(field.x + field.width * part, field.y + field.height * (part - 0.1))
                finger.lift()
                self.glass.turn(1)
                return

    # --- the house ----------------------------------------------------------------------------------------------

    def _stick(self, *names: str) -> None:
        files = [
            {"key": f"s/{n}", "path": str(self._file), "name": name, "folder": "", "octets": 5000, "kind": "pdf"}
            for n, name in enumerate(names)
        ]
        self._live("stick", {"label": names[-1][:40] if names else "", "files": files})

    def _pull(self) -> None:
        self._live("stick", None)

    def _live(self, key: str, value: object) -> None:
        self.furnished.house.live.put(key, value)
        self.furnished.house.ring()

    def _health(self, device: str, state: str, reason: str) -> None:
        self.furnished.set_health(device, state, reason)

    def _core_ends(self) -> None:
        """Everything that lives in memory has gone, as when the core starts anew."""
        another = Store(self.furnished.folder / "live.db", volatile=True)
        with another.step() as store:
            store.run("DELETE FROM live")
        another.close()
        self.furnished.house.ring()
        self._call = self._arriving = None

    def _core_is_back(self) -> None:
        self.furnished.healthy()

    def _dial(self, **line: Any) -> None:
        if self._call is None and (attempt := self.furnished.dispatch.begin_next()) is not None:
            self._call = attempt
        elif self._call is not None:
            state = self.furnished.house.live.get("line")
            if state:
                self._live("line", {**state, "phase": "sending", "page": 1, "fraction": 0.5, "far_ident": NAMES[3]})

    def _ends(self, how: str) -> None:
        if self._call is not None:
            outcome, page = _ENDINGS[how]
            attempt, self._call = self._call, None
            self.furnished.end_call(attempt, outcome, [page] * len(attempt.pages))

    def _arrives(self) -> None:
        if self._call is None:
            self.furnished.receive_fax(1)

    def _printed(self, form: str, state: str, reason: str) -> None:
        self.furnished.printed(form, state, reason)
        self.furnished.house.ring()

    def _cash(self) -> None:
        """A clerk at another counter takes what somebody waits to pay."""
        books = self.furnished.house.books
        for row in books.takings.unpaid():
            if row["state"] == "cash":
                try:
                    self.glass.desk.money.take_cash(self.furnished.clerk(), row["id"], row["amount_fen"])
                except KioskError:
                    return
