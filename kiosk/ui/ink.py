"""The character under the finger: its strokes, when they are read, and what they were read as.

Owns the pause after which a character is taken for finished, and that an answer to strokes which have changed meanwhile
is no answer. Pure: knows no widget, no recogniser and no clock of its own. Called by ``kiosk.ui.screens.writing``.
"""

from __future__ import annotations

from kiosk.ui.strokes import Lines

PAUSE_S = 0.3  # between two strokes a hand is faster; somebody who waits for the candidates has stopped


class Ink:
    """One character. The pad writes into ``strokes`` (points in its unit box); one pad, one Ink."""

    def __init__(self) -> None:
        self.strokes: Lines = []
        self.candidates: tuple[str, ...] = ()
        self._lifted_s = 0.0  # when the finger was lifted last
        self._state = 0  # counts changes of the strokes
        self._begun = self._read = 0  # the state of which a reading was begun, and of which one has come back
        self._in_reading = 0  # strokes
        self._closed: int | None = None  # so many strokes are the character; what follows is the next one's

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn."""
        return not self.strokes

    @property
    def unread(self) -> bool:
        """Whether the candidates are not those of these strokes."""
        return not self.blank and self._read != self._state

    def lifted(self, now_s: float) -> None:
        """The strokes have become others: one has ended, or was taken back."""
        self._lifted_s = now_s
        if self._closed is not None and len(self.strokes) > self._closed:
            return  # of the next character
        self._state += 1
        if self.blank:
            self.candidates = ()

    def due(self, now_s: float) -> bool:
        """Whether the finger has rested long enough, and nobody reads these strokes yet."""
        return self.unread and self._begun != self._state and now_s - self._lifted_s >= PAUSE_S

    def begin_reading(self) -> tuple[int, Lines]:
        """The state that is read, and a copy of its strokes."""
        character = self.strokes[: self._closed]
        self._begun, self._in_reading = self._state, len(character)
        return self._state, [list(stroke) for stroke in character]

    def close(self) -> None:
        """A key was pressed: what is drawn by now is the character, however long it takes to read it."""
        if self._closed is None:
            self._closed = len(self.strokes)

    def take(self, state: int, candidates: tuple[str, ...]) -> None:
        """What the strokes of ``state`` were read as; no answer any more if they are others by now."""
        if state == self._state:
            self._read, self.candidates = state, candidates

    def undo(self, now_s: float) -> None:
        """Take back the last stroke."""
        if self.strokes:
            self.strokes.pop()
            if self._closed is not None:
                self._closed = min(self._closed, len(self.strokes))
            self.lifted(now_s)

    def pass_on(self) -> None:
        """What was read is text now; a stroke that was begun since is the first of the next character."""
        del self.strokes[: self._in_reading]
        self._closed, self.candidates = None, ()
        self.lifted(self._lifted_s)

    def wipe(self) -> None:
        """Nothing is drawn: the next character, or the next person (A1)."""
        self.strokes.clear()
        self._closed = None
        self.lifted(self._lifted_s)
