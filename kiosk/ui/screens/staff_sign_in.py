"""The clerk's way in: a PIN of six digits that names the person (J1). Wrong ones are slowed and locked (K5)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.desk.views import Staff, StaffRefusal
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR, NumberPad, PasscodeDots
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.text import WRAP, IconMark, Text

PIN_LENGTH = 6
_WALL = 560


class StaffSignIn(Screen):
    """``then`` makes the screen that the person came for."""

    name = "staff_sign_in"

    def __init__(self, shell: Shell, then: Callable[[Staff], Screen]) -> None:
        super().__init__(shell)
        self._then = then
        self._typed = ""
        self._refusal: StaffRefusal | None = None
        self._wait_until = 0.0
        self._shown_wait = 0

    def leave(self) -> None:
        self._typed = ""

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            wall, pad = page.rect.cut_top(panel.y(420))
        else:
            wall, pad = page.rect.cut_left(panel.x(_WALL))
        self._compose_wall(page, wall)
        dots, keys = pad.inset(panel.x(32), 0).cut_top(panel.y(78))
        if not panel.portrait:
            keys = keys.cut_right(panel.x(376))[0]
        self._dots = PasscodeDots(self.look, self._dots_place(dots), PIN_LENGTH, len(self._typed))
        page.add(self._dots, NumberPad(self.look, keys.cut_bottom(panel.y(12))[1], CLEAR, self._type))

    def _dots_place(self, rect: Rect) -> Rect:
        """The dots stand over the middle of the pad."""
        width = self.look.panel.x(36) * (PIN_LENGTH - 1) + self.look.panel.y(22)
        return rect.cut_right(self.look.panel.x(376))[0].centred(width, rect.h)

    def _compose_wall(self, page: Page, rect: Rect) -> None:
        look, panel, ink = self.look, self.look.panel, self.look.colours.on_wall
        page.add(Box(look, rect, Paint(fill=look.colours.wall)))
        inside = rect.inset(panel.x(48), panel.y(36))
        icon, rest = inside.cut_top(panel.y(84), panel.y(8))
        page.add(IconMark(look, icon.cut_left(panel.x(72))[0], "badge", 76, ink))
        title, rest = rest.cut_top(panel.y(66))
        page.add(Text(look, title, self.tr("sign_in.title"), Type.OUTCOME, ink))
        words, rest = rest.cut_top(panel.y(72), panel.y(20))
        page.add(Text(look, words, self._words(), Type.LEAD, ink, WRAP))
        hairline(page.canvas.after, look, Rect(rest.x, rest.y, rest.w, 1), look.colours.stroke)
        note = rest.cut_top(panel.y(16))[1]
        page.add(Text(look, note, self.tr("sign_in.note"), Type.CAPTION, ink, WRAP))

    def _words(self) -> str:
        if self._wait_s and self._refusal is not None:
            minutes, seconds = divmod(self._wait_s, 60)
            key = "sign_in.locked" if self._refusal.reason_key == "staff.locked" else "sign_in.wait"
            return self.tr(key, time=f"{minutes:02d}:{seconds:02d}")
        return self.tr("sign_in.wrong" if self._refusal is not None else "sign_in.words")

    @property
    def _wait_s(self) -> int:
        return max(0, round(self._wait_until - self.shell.clock.monotonic() + 0.49))

    def tick(self) -> None:
        if self._wait_s != self._shown_wait:
            self._shown_wait = self._wait_s
            self.refresh()

    def bar(self) -> BarContent:
        back = Back(self.tr("sign_in.back"), self.shell.back)
        missing = PIN_LENGTH - len(self._typed)
        if self._wait_s:
            return BarContent(back, None, Forward(self.tr("sign_in.closed"), None, kind=Kind.UNAVAILABLE))
        if missing:
            return BarContent(back, None, Forward(self.tr("sign_in.enter"), None, kind=Kind.NOT_YET))
        if self.busy("sign_in"):
            return BarContent(back, None, Forward(self.tr("sign_in.checking"), None, kind=Kind.NOT_YET))
        return BarContent(back, None, Forward(self.tr("sign_in.enter"), self._sign_in))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _type(self, key: str) -> None:
        if self.busy("sign_in"):
            return
        if key == CLEAR:
            self._typed = ""
        elif key == BACKSPACE:
            self._typed = self._typed[:-1]
        elif len(self._typed) < PIN_LENGTH:
            self._typed += key
        self._dots.show(len(self._typed))
        self.refresh_bar()

    def _sign_in(self) -> None:
        pin = self._typed
        self.work("sign_in", lambda: self.shell.desk.staff.sign_in_pin(pin), self._answered)
        self.refresh_bar()

    def _answered(self, answer: Staff | StaffRefusal) -> None:
        self._typed = ""
        if isinstance(answer, Staff):
            self.shell.visit.staff = answer
            self.shell.instead(self._then(answer))
            return
        self._refusal = answer
        self._wait_until = self.shell.clock.monotonic() + answer.wait_s
        self.refresh()
