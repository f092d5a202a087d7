"""How everything looks just now: panel, colours, faces, language, sentences. Handed to every widget.

Owns nothing but the bundle: a change of language or colours makes a new Look and the screen is composed anew with it
(A2), so that no widget listens to anything. Called by the shell, passed through screens to widgets.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.locale import Language, Translator
from kiosk.ui.faces import Face, Faces
from kiosk.ui.geometry import Panel
from kiosk.ui.theme import Family, Palette, Type


@dataclass(frozen=True)
class Look:
    """The present look. ``tr`` is the translator of ``language``."""

    panel: Panel
    colours: Palette
    faces: Faces
    tr: Translator

    @property
    def language(self) -> Language:
        return self.tr.language

    @property
    def latin(self) -> bool:
        """Whether sentences are in a Latin script (wider words, other sizes of tile titles)."""
        return self.language is Language.EN

    def face(self, role: Type, language: Language | None = None, scale: float = 1.0) -> Face:
        """The font file and pixel size of a role of type on this panel; ``scale`` for a currency sign."""
        style = role.value
        family = Family(style.family)
        return self.faces.face(family, style.bold, language or self.language, self.panel.text(style.size * scale))

    def width(self, role: Type, text: str, scale: float = 1.0) -> int:
        """Width of one line in pixels."""
        spacing = role.value.spacing * self.panel.text(role.value.size) * len(text)
        return round(self.faces.width(self.face(role, scale=scale), text) + spacing)

    def line_height(self, role: Type) -> int:
        """From line to line in pixels."""
        return round(self.panel.text(role.value.size) * role.value.pitch)
