"""A card held to the reader, brought to the glass: the clerk's way in without touching anything (J1).

Owns the two ways that a card comes, with the news or typed by a reader that is a keyboard, and which screen it is for:
the one that waits for cards, else the sign-in in front of what an owner sees; behind the PIN a card means nothing, so
that none turns a clerk's screen away. Each holding is taken once. Called by ``kiosk.ui.running``, in the Kivy thread.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kivy.clock import Clock as KivyClock

from kiosk.desk.views import PresentedCard
from kiosk.ui.shell import Shell
from kiosk.ui.wedge import GAP_S, Key, Wedge
from kiosk.ui.widgets.frame import FrameStyle

_LATER_S = 0.02  # the next look is surely behind the gap


@runtime_checkable
class CardTaker(Protocol):
    """A screen that a card can be held for."""

    def card_held(self, card: PresentedCard, *, unbidden: bool) -> None:
        """``unbidden``: the card itself has brought this screen, nobody at the glass has asked for it."""
        ...


@runtime_checkable
class NumberTaker(Protocol):
    """A screen that takes what a reader types as what it is: the bar code of a seal, not a card."""

    def number_read(self, number: str) -> None:
        """All digits that were typed at once."""
        ...


class StaffCards:
    """Hands cards to the screens of ``shell``. ``typed``: the reader is a keyboard."""

    def __init__(self, shell: Shell, *, typed: bool) -> None:
        self._shell = shell
        self._last = ""
        self._wedge = Wedge(shell.clock, self._press, self._typed) if typed else None

    def take(self, card: PresentedCard | None) -> None:
        """What the reader last told, if it is fresh."""
        if card is None or card.id == self._last:
            return
        self._last = card.id
        self._shell.session.refill()
        self._shell.resting.brighten()
        unbidden = not isinstance(self._shell.screen, CardTaker)
        if unbidden and self._shell.screen.frame_style is not FrameStyle.STAFF:
            self._shell.staff_entry()
        screen = self._shell.screen
        if isinstance(screen, CardTaker):
            screen.card_held(card, unbidden=unbidden)

    # --- a reader that types

    def key_down(self, code: int, character: str | None, modifiers: frozenset[str]) -> bool:
        """A key of the window: the keypad's, unless a reader has typed it. True: it has a meaning here."""
        key = Key(code, character, modifiers)
        if self._wedge is None:
            return self._press(key)
        self._wedge.key(key)
        if self._wedge.holding:
            KivyClock.schedule_once(lambda _dt: self._look_again(), GAP_S + _LATER_S)
        return True

    def _look_again(self) -> None:
        if self._wedge is not None:
            self._wedge.tick()

    def _press(self, key: Key) -> bool:
        return self._shell.keypad.key_down(key.code, key.character, key.modifiers)

    def _typed(self, number: str) -> None:
        """The same way as any card from here on: the number itself goes no further than the desk."""
        screen = self._shell.screen
        if isinstance(screen, NumberTaker):
            screen.number_read(number)
            return
        self._shell.run("card", lambda: self._shell.desk.cards.present(number), lambda _none: None)
