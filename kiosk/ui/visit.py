"""What the glass knows of the person before it, and forgets when they go (A1).

Owns the choices and the identity of one visit. A new Visit is the whole of the wiping: nothing of a person is kept
anywhere else in the screens.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.views import Staff, Visitor
from kiosk.locale import Language
from kiosk.ui.theme import Palette


@dataclass
class Visit:
    """One person's stay: language, colours if chosen, who it is once identified."""

    language: Language
    palette: Palette | None = None
    visitor: Visitor | None = None
    staff: Staff | None = None  # at the clerk's side of the glass (J1)
