"""Spoken guidance: who cannot see the glass hears where they are, what is focused, what went wrong, what time is left.

Owns when something is said and what comes first; the words are those on the glass (``kiosk.ui.spoken``). Off until a
key, the plug of a headphone or a touch turns it on, and off again when the visit ends (A1). Digits of a passcode are
never said. Knows no synthesiser: a Voice says one thing at a time, and a later one cuts the earlier off. Called by the
keypad after each key and by the shell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.locale import Language
from kiosk.ui import spoken
from kiosk.ui.voices import Voice

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

_COUNTED_S = (15, 10, 5)  # seconds left that are told, once the dialog has asked


@dataclass(frozen=True)
class _Heard:
    """The state of the glass that was told last."""

    place: tuple[int, int] = (0, 0)  # the screen and the dialog
    focus: str = ""
    words: str = ""  # of the focused control
    sentences: tuple[str, ...] = ()


class Guide:
    """``look_again`` after anything may have changed; says what is new."""

    def __init__(self, shell: Shell, voice: Voice | None) -> None:
        self._shell, self._voice = shell, voice
        self.on = False
        self._heard = _Heard()
        self._counted: int | None = None

    @property
    def possible(self) -> bool:
        """Whether this kiosk has a voice."""
        return self._voice is not None

    # --- on and off ---------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """On or off."""
        self.turn(not self.on)

    def turn(self, on: bool) -> None:
        """On: says so, and where the person is. Off: says that too, for who hears only must know why it is still."""
        if self._voice is None or on == self.on:
            return
        self.on = on
        self._heard = _Heard()
        if on:
            self._shell.keypad.focus.show(True)
            self._heard = self._seen()
            self._tell([self._shell.look.tr("speech.on"), spoken.title(self._shell), self._heard.words])
        else:
            self._tell([self._shell.look.tr("speech.off")])

    def repeat(self) -> None:
        """All that stands on the glass, and where the focus is."""
        if self.on:
            self._heard = self._seen()
            self._tell([spoken.title(self._shell), *self._heard.sentences, self._heard.words])

    def forget(self) -> None:
        """The visit is over: silence, and the next person begins without it."""
        self.on, self._heard, self._counted = False, _Heard(), None
        if self._voice is not None:
            self._voice.hush()

    # --- what is new --------------------------------------------------------------------------------------------

    def typed(self, character: str) -> None:
        """A key wrote this; of a secret only that something was written."""
        if self.on:
            tr = self._shell.look.tr
            self._tell([tr("speech.secret_digit") if spoken.secret(self._shell) else character, *self._news()])

    def look_again(self) -> None:
        """Say what has become other."""
        if self.on and (news := self._news()):
            self._tell(news)

    def tick(self) -> None:
        """Four times a second: what came by itself, and the time that is left."""
        if not self.on:
            return
        self.look_again()
        left_s = int(self._shell.session.left_s) if self._shell.dialogs.warning else None
        told = left_s if left_s in _COUNTED_S else None
        if told is not None and told != self._counted:
            self._tell([self._shell.look.tr.count("speech.left", told)])
        self._counted = told

    def _news(self) -> list[str]:
        before, now = self._heard, self._seen()
        self._heard = now
        if now.place != before.place:
            dialog = now.sentences if self._shell.dialogs.shown else ()
            return [spoken.title(self._shell), *dialog, now.words]
        known = {_skeleton(each) for each in before.sentences}
        news = [each for each in now.sentences if _skeleton(each) not in known]
        return [*news, now.words] if (now.focus, now.words) != (before.focus, before.words) else news

    def _seen(self) -> _Heard:
        shell = self._shell
        stop = shell.keypad.focus.here
        place = (id(shell.screen), id(shell.dialogs.shown) if shell.dialogs.shown else 0)
        words = spoken.control(shell, stop) if stop else ""
        return _Heard(place, stop.name if stop else "", words, tuple(spoken.sentences(shell)))

    def _tell(self, parts: list[str]) -> None:
        if self._voice is not None:
            stop = " " if self._shell.look.latin else ""
            self._voice.say(stop.join(_ended(part, self._shell.look.latin) for part in parts if part), self._language)

    @property
    def _language(self) -> Language:
        return self._shell.look.language


def _skeleton(words: str) -> str:
    """A sentence without its figures: a page or a clock that counts on is no news."""
    return re.sub(r"\d+", "#", words)


def _ended(words: str, latin: bool) -> str:
    """With a stop at its end, so that the voice falls there."""
    return words if words[-1] in "。？！.?!…" else words + ("." if latin else "。")
