"""What the glass knows of the person before it, and forgets when they go (A1).

Owns the choices and the identity of one visit. A new Visit is the whole of the wiping: nothing of a person is kept
anywhere else in the screens.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.views import Staff, Visitor
from kiosk.locale import Language
from kiosk.ui.theme import ZOOMS, Palette


@dataclass
class Visit:
    """One person's stay: language, colours if chosen, size of words, height of the controls, who it is once known."""

    language: Language
    palette: Palette | None = None
    zoom: float = ZOOMS[0]
    lowered: bool = False  # everything in the lower part of the glass
    visitor: Visitor | None = None
    staff: Staff | None = None  # at the clerk's side of the glass (J1)
    beside: Staff | None = None  # whose counter it is while ``staff`` has signed in there to decide or to take over

    def staff_leaves(self) -> tuple[Staff, ...]:
        """Nobody is signed in any more; who was."""
        out = {person.id: person for person in (self.staff, self.beside) if person is not None}
        self.staff = self.beside = None
        return tuple(out.values())
