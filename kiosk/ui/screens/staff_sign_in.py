"""The clerk's way in: a PIN of six digits that names the person, or a card (J1). Wrong ones are slowed and locked (K5).

A card that comes while an owner is at work only names its person: held once more, it leads in. So a card that swings
too near to the reader ends nobody's business, and nobody but who has the card goes on with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from kiosk.desk.views import CardRecognised, PresentedCard, Staff, StaffRefusal
from kiosk.domain.offer import TYPED
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
_WAITS = {"staff.locked": "sign_in.locked", "staff.card_unknown": "sign_in.card.wait"}
_REFUSED = {"staff.card_unknown": "sign_in.card.unknown", "staff.card_wanted": "sign_in.card.wrong"}


class StaffSignIn(Screen):
    """``then`` makes the screen that the person came for. ``forgets``: it is the end of what an owner began here."""

    name = "staff_sign_in"
    title_key: ClassVar[str] = "sign_in.title"

    def __init__(self, shell: Shell, then: Callable[[Staff], Screen], *, forgets: bool = False) -> None:
        super().__init__(shell)
        self._then, self._forgets = then, forgets
        self._typed = ""
        self._refusal: StaffRefusal | None = None
        self._card: PresentedCard | None = None  # whose person is named, and who is not in by it yet
        self._known: CardRecognised | None = None
        self._problem = ""  # of what was held to the reader last
        self._wait_until = 0.0
        self._shown_wait = 0

    def leave(self) -> None:
        self._typed, self._card, self._known = "", None, None

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
        keys = keys.cut_bottom(panel.y(12))[1]
        page.add(self._dots, NumberPad(self.look, keys, CLEAR, self._type, self.shell.clock.monotonic))

    def _dots_place(self, rect: Rect) -> Rect:
        """The dots stand over the middle of the pad."""
        width = self.look.panel.x(36) * (PIN_LENGTH - 1) + self.look.panel.y(22)
        pad = rect if self.look.panel.portrait else rect.cut_right(self.look.panel.x(376))[0]
        return pad.centred(width, rect.h)

    def _compose_wall(self, page: Page, rect: Rect) -> None:
        look, panel, ink = self.look, self.look.panel, self.look.colours.on_wall
        page.add(Box(look, rect, Paint(fill=look.colours.wall)))
        inside = rect.inset(panel.x(48), panel.y(36))
        icon, rest = inside.cut_top(panel.y(84), panel.y(8))
        page.add(IconMark(look, icon.cut_left(panel.x(72))[0], "badge", 76, ink))
        title, rest = rest.cut_top(panel.y(66))
        page.add(Text(look, title, self.tr(self.title_key), Type.OUTCOME, ink))
        words, rest = rest.cut_top(panel.y(72), panel.y(20))
        page.add(Text(look, words, self._words(), Type.LEAD, ink, WRAP))
        hairline(page.canvas.after, look, Rect(rest.x, rest.y, rest.w, 1), look.colours.stroke)
        note = rest.cut_top(panel.y(16))[1]
        page.add(Text(look, note, self.tr("sign_in.note"), Type.CAPTION, ink, WRAP))

    def _words(self) -> str:
        if self._wait_s and self._refusal is not None:
            minutes, seconds = divmod(self._wait_s, 60)
            return self.tr(_WAITS.get(self._refusal.reason_key, "sign_in.wait"), time=f"{minutes:02d}:{seconds:02d}")
        if self._problem:
            return self.tr(f"sign_in.card.{self._problem}")
        if self._known is not None:
            return self.tr(
                "sign_in.card.pin" if self._known.pin_wanted else "sign_in.card.again", name=self._known.name
            )
        if self._refusal is not None:
            return self.tr(_REFUSED.get(self._refusal.reason_key, "sign_in.wrong"))
        return self._invitation()

    def _invitation(self) -> str:
        """What may be done: of a reader nothing where there is none."""
        reader = self.shell.news.device("card_reader")
        if reader is None:
            return self.tr("sign_in.words")
        unread = self.shell.news.core_is_silent and reader.detail != TYPED
        if unread or reader.state != "ok":
            return self.tr("sign_in.card.out")
        return self.tr("sign_in.card.first" if self.shell.desk.staff.needs_both else "sign_in.card.words")

    @property
    def _wait_s(self) -> int:
        return max(0, round(self._wait_until - self.shell.clock.monotonic() + 0.49))

    def tick(self) -> None:
        if self._wait_s != self._shown_wait:
            self._shown_wait = self._wait_s
            self.refresh()

    def bar(self) -> BarContent:
        back = Back(self.tr("sign_in.back"), self.go_back)
        missing = PIN_LENGTH - len(self._typed)
        if self._wait_s:
            return BarContent(back, None, Forward(self.tr("sign_in.closed"), None, kind=Kind.UNAVAILABLE))
        if missing:
            return BarContent(back, None, Forward(self.tr("sign_in.enter"), None, kind=Kind.NOT_YET))
        if self.busy("sign_in"):
            return BarContent(back, None, Forward(self.tr("sign_in.checking"), None, kind=Kind.NOT_YET))
        return BarContent(back, None, Forward(self.tr("sign_in.enter"), self._sign_in))

    # --- acts ---------------------------------------------------------------------------------------------------

    def go_back(self) -> None:
        """Nobody signs in."""
        self.shell.back()

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
        card = self._card
        self.work("sign_in", lambda: self.shell.desk.staff.sign_in_pin(pin, card), self._answered)
        self.refresh_bar()

    def card_held(self, card: PresentedCard, *, unbidden: bool) -> None:
        """A card that nobody asked for, before an owner's work, is to be held a second time."""
        if card.problem:
            self._problem = card.problem
            self.refresh()
            return
        again = self._card is not None and self._card.token == card.token
        sure = again or not (unbidden and self._forgets)
        staff = self.shell.desk.staff
        self.work("sign_in", lambda: staff.sign_in_card(card, sure=sure), lambda answer: self._of_card(card, answer))

    def _of_card(self, card: PresentedCard, answer: Staff | CardRecognised | StaffRefusal) -> None:
        if not isinstance(answer, CardRecognised):
            self._answered(answer)
            return
        self._card, self._known, self._refusal, self._problem = card, answer, None, ""
        self.refresh()

    def _answered(self, answer: Staff | StaffRefusal) -> None:
        self._typed, self._card, self._known, self._problem = "", None, None, ""
        if isinstance(answer, Staff):
            self.shell.visit.beside, self.shell.visit.staff = self.shell.visit.staff, answer
            self.shell.instead(self._then(answer))
            return
        self._refusal = answer
        self._wait_until = self.shell.clock.monotonic() + answer.wait_s
        self.refresh()
