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
