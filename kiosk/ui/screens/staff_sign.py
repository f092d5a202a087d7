"""A member of the staff signs: the pad, and beside it what the signature is for (A7, G4, G5).

Owns how that stands there. What is signed, and what becomes of it, is said by who asks for the signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.sign import Sign
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.bar import Back
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.panels import Fact, FactLines
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.text import WRAP, Text


@dataclass(frozen=True)
class Matter:
    """What is signed: a heading, an amount, facts, and a sentence if there is one. ``ink``: of the amount."""

    title: str
    fen: int
    facts: tuple[Fact, ...]
    words: str = ""
    ink: Colour | None = None


class StaffSign(StaffScreen, Sign):
    """Subclasses say what it is and what the signature does; left alone nothing has happened."""

    note_key: ClassVar[str]

    def matter(self) -> Matter:
        """What stands beside the pad."""
        raise NotImplementedError

    def back(self) -> Back | None:
        return Back(self.tr("staff.back"), lambda: staff_back(self.shell))

    def note(self) -> str:
        return self.tr(self.note_key)

    def compose_side(self, page: Page, rect: Rect) -> None:
        look, panel, colours, matter = self.look, self.look.panel, self.look.colours, self.matter()
        head, rest = rect.inset(panel.x(28), panel.y(20)).cut_top(panel.y(40), panel.y(4))
        page.add(Text(look, head, matter.title, Type.SUBTITLE, colours.ink))
        amount, rest = rest.cut_top(panel.y(70), panel.y(8))
        page.add(Amount(look, amount, matter.fen, Type.NUMBER, matter.ink or colours.ink))
        facts = (*matter.facts, Fact(self.tr("day_end.by"), self.staff.name))
        lines, rest = rest.cut_top(panel.y(36 * len(facts)), panel.y(8))
        page.add(FactLines(look, lines, facts, (colours.ink2, colours.ink), 92))
        if matter.words:
            told = first_lines(look, matter.words, Type.TEXT, rest)
            page.add(Text(look, rest, told, Type.TEXT, colours.ink, WRAP))
