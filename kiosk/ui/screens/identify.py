"""Who stands here: unit and passcode (A3). Wrong ones are told with what is left, waits and locks with their time."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.desk.views import IdentityRefusal, UnitView, Visitor
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad, PasscodeDots
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.unit_picker import Pick, UnitPicker


class Identify(Screen):
    """``then`` makes the screen that comes once the person is known."""

    name = "identify"

    def __init__(self, shell: Shell, then: Callable[[], Screen]) -> None:
        super().__init__(shell)
        self._then = then
        self._units: tuple[UnitView, ...] = ()
        self._pick = Pick()
        self._typed = ""
        self._refusal: IdentityRefusal | None = None
        self._wait_until = 0.0
        self._shown_wait = 0

    def enter(self) -> None:
        self.work("units", self.shell.desk.identity.units, self._take_units)

    def _take_units(self, units: tuple[UnitView, ...]) -> None:
        self._units = units
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            left, right = page.margin.cut_top(panel.y(400), panel.y(16))
        else:
            left, right = page.margin.cut_left(panel.x(528), panel.x(56))
            line = Rect(left.right + panel.x(24), left.y + panel.y(24), 1, left.h - panel.y(46))
            hairline(page.canvas, self.look, line, self.look.colours.line)
        self._compose_unit(page, left)
        self._compose_passcode(page, right)

    def _compose_unit(self, page: Page, rect: Rect) -> None:
        panel = self.look.panel
        title, rest = rect.cut_top(panel.y(86))
        page.add(
            Text(self.look, title, self.tr("identify.title"), Type.TITLE, self.look.colours.ink),
            UnitPicker(self.look, rest, self._units, self._pick, self._picked),
        )

    def _compose_passcode(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        head, pad = rect.cut_top(panel.y(82))
        pad = pad.cut_bottom(panel.y(12))[1]
        head = head.cut_top(panel.y(8))[1]
        self._dots = PasscodeDots(look, head, self._length, len(self._typed))
        page.add(
            Text(look, head, self.tr("identify.passcode"), Type.SUBTITLE, look.colours.ink),
            self._dots,
            NumberPad(look, pad, CLEAR, self._type, self.shell.clock.monotonic),
        )

    @property
    def _length(self) -> int:
        return self.shell.desk.identity.passcode_length

    @property
    def _wait_s(self) -> int:
        """Seconds until the next try is looked at."""
        return max(0, round(self._wait_until - self.shell.clock.monotonic() + 0.49))

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        back = Back(self.tr("bar.back"), self.shell.back)
        return BarContent(back, self._note(), self._forward())

    def _note(self) -> Note:
        refusal = self._refusal
        if refusal is None:
            return Note(self.tr("identify.forgotten"))
        if refusal.reason_key == "identity.locked":
            return Note(self.tr("identity.locked"), "error", alarm=True)
        return Note(self.look.tr.count("identity.wrong", refusal.tries_left), "error", alarm=True)

    def _forward(self) -> Forward:
        missing = self._length - len(self._typed)
        if self._refusal is not None and self._refusal.reason_key == "identity.locked":
            return Forward(self.tr("identify.locked"), None, kind=Kind.UNAVAILABLE)
        if self._wait_s:
            return Forward(self.look.tr.count("identify.wait", self._wait_s), None, kind=Kind.NOT_YET)
        if self._pick.unit(self._units) is None:
            return Forward(self.tr("identify.unit_missing"), None, kind=Kind.NOT_YET)
        if missing:
            return Forward(self.look.tr.count("identify.missing", missing), None, kind=Kind.NOT_YET)
        if self.busy("identify"):
            return Forward(self.tr("identify.checking"), None, kind=Kind.NOT_YET)
        return Forward(self.tr("identify.confirm"), self._identify)

    def tick(self) -> None:
        if self._wait_s != self._shown_wait:
            self._shown_wait = self._wait_s
            self.refresh_bar()

    # --- acts ---------------------------------------------------------------------------------------------------

    def _picked(self, pick: Pick) -> None:
        if pick.chosen != self._pick.chosen:
            self._refusal, self._wait_until = None, 0.0
        self._pick = pick
        self.refresh()

    def _type(self, key: str) -> None:
        if key == CLEAR:
            self._typed = ""
        elif key == BACKSPACE:
            self._typed = self._typed[:-1]
        elif len(self._typed) < self._length:
            self._typed += key
        self._dots.show(len(self._typed))
        self.refresh_bar()

    def _identify(self) -> None:
        unit = self._pick.unit(self._units)
        if unit is None:
            return
        passcode, language = self._typed, self.look.language
        identity = self.shell.desk.identity
        self.work("identify", lambda: identity.identify(unit.id, passcode, language), self._answered)
        self.refresh_bar()

    def _answered(self, answer: Visitor | IdentityRefusal) -> None:
        self._typed = ""
        if isinstance(answer, Visitor):
            self.shell.visit.visitor = answer
            self.shell.instead(self._then())
            return
        self._refusal = answer
        self._wait_until = self.shell.clock.monotonic() + answer.wait_s
        self.refresh()
