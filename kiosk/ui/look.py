"""How everything looks just now: panel, colours, faces, language, sentences. Handed to every widget.

Owns nothing but the bundle: a change of language, colours or size makes a new Look and the screen is composed anew with
it (A2), so that no widget listens to anything. A widget reckons in the places of the composition; ``at`` tells where a
place lies on the glass once the page has been stretched for large words. Called by the shell, passed through screens
to widgets.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.locale import Language, Translator
from kiosk.ui.faces import Face, Faces
from kiosk.ui.geometry import Panel, Rect
from kiosk.ui.sketch import Sketch
from kiosk.ui.stretch import AS_COMPOSED, Stretch
from kiosk.ui.theme import Palette, Type

_Cut = tuple[Type, Language | None, float]  # a role of type, in the forms of a language, at a scale


@dataclass(frozen=True)
class Look:
    """The present look. ``tr`` is the translator of ``language``. With a ``sketch`` things are measured, not drawn."""

    panel: Panel
    colours: Palette
    faces: Faces
    tr: Translator
    stretch: Stretch = AS_COMPOSED
    sketch: Sketch | None = None
    _opened: dict[_Cut, Face] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def language(self) -> Language:
        return self.tr.language

    @property
    def chrome(self) -> Look:
        """The look of what does not scroll: frame, bar and dialogs keep the design's widths and are not stretched."""
        if not self.panel.reflowed and not self.stretch.edges:
            return self
        return replace(self, panel=replace(self.panel, reflowed=False, rail=0), stretch=AS_COMPOSED)

    @property
    def composed(self) -> Look:
        """The look that heights are measured in: the page is composed for words of the usual size, then stretched."""
        if self.panel.zoom == 1:
            return self
        return replace(self, panel=replace(self.panel, zoom=1.0), sketch=Sketch(), stretch=AS_COMPOSED)

    @property
    def usual(self) -> Look:
        """Words of the usual size: caps of keys, which are large already and have no more room."""
        return self if self.panel.zoom == 1 else replace(self, panel=replace(self.panel, zoom=1.0))

    @property
    def latin(self) -> bool:
        """Whether sentences are in a Latin script (wider words, other sizes of tile titles)."""
        return self.language is Language.EN

    def at(self, rect: Rect) -> Rect:
        """Where a place of the composition lies on the page; origin top left."""
        return self.stretch.at(rect)

    def low(self, rect: Rect) -> tuple[int, int]:
        """The lower left corner of ``at(rect)`` in Kivy's coordinates."""
        return rect.x, self.panel.height - self.stretch.at(rect).bottom

    def face(self, role: Type, language: Language | None = None, scale: float = 1.0) -> Face:
        """The font file and pixel size of a role of type on this panel; ``scale`` for a currency sign."""
        cut = (role, language, scale)
        face = self._opened.get(cut)
        if face is None:
            style, forms = role.value, language or self.language
            face = self.faces.face(style.family, style.bold, forms, round(self.panel.text(style.size) * scale))
            self._opened[cut] = face
        return face

    def width(self, role: Type, text: str, scale: float = 1.0) -> int:
        """Width of one line in pixels."""
        width, style = self.faces.width(self.face(role, scale=scale), text), role.value
        if style.spacing:
            width += style.spacing * self.panel.text(style.size) * len(text)
        return round(width)

    def line_height(self, role: Type, scale: float = 1.0) -> int:
        """From line to line in pixels; of heights in a composition that of ``composed``."""
        return round(round(self.panel.text(role.value.size) * scale) * role.value.pitch)
