"""The unit picker: building, entrance, room. The active field is selected and its choices stand as keys beneath it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.desk.views import UnitView
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import one_line
from kiosk.ui.widgets.paint import Paint, Placed
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Touchable

PARTS = ("building", "entrance", "room")
_A_PAGE = 6
_GAP = 12
_SMALLER = (Type.TEXT, Type.CAPTION)  # for a building that has a name and no number


@dataclass(frozen=True)
class Pick:
    """What has been chosen so far: up to three parts, the active one, the page of its choices."""

    chosen: tuple[str, ...] = ()
    active: int = 0
    page: int = 0

    def choose(self, value: str) -> Pick:
        """Choosing moves on by itself; what depended on another choice goes."""
        chosen = (*self.chosen[: self.active], value)
        return Pick(chosen, min(self.active + 1, len(PARTS) - 1))

    def activate(self, part: int) -> Pick:
        """Choose this part again; only parts whose foregoing ones are chosen can be."""
        return replace(self, active=part, page=0) if part <= len(self.chosen) else self

    def turn(self, pages: int) -> Pick:
        return replace(self, page=self.page + pages)

    def choices(self, units: Sequence[UnitView]) -> list[str]:
        """The values the active part can have, given the parts before it."""
        before = self.chosen[: self.active]
        fitting = (unit for unit in units if parts_of(unit)[: self.active] == before)
        return sorted({parts_of(unit)[self.active] for unit in fitting}, key=_by_number)

    def unit(self, units: Sequence[UnitView]) -> UnitView | None:
        """The unit, once all three parts are chosen."""
        return next((unit for unit in units if parts_of(unit) == self.chosen), None)


def parts_of(unit: UnitView) -> tuple[str, str, str]:
    """Building, entrance and room."""
    return unit.building, unit.entrance, unit.room


def _by_number(value: str) -> tuple[int, str]:
    return (int(value), "") if value.isdigit() else (10**9, value)


class UnitPicker(Placed):
    """Draws a Pick; calls ``picked`` with the next one."""

    def __init__(
        self, look: Look, rect: Rect, units: Sequence[UnitView], pick: Pick, picked: Callable[[Pick], None]
    ) -> None:
        super().__init__(look, rect)
        self._units, self._pick, self._picked = units, pick, picked
        panel = look.panel
        fields, rest = rect.cut_top(panel.y(104), panel.y(4))
        for part, cell in enumerate(fields.columns(3, panel.x(_GAP))):
            self._add_field(cell, part)
        hint, keys = rest.cut_top(panel.y(40), panel.y(6))
        self.add(Text(look, hint, look.tr(f"unit.choose.{PARTS[pick.active]}"), Type.CAPTION, look.colours.ink2))
        self._add_choices(keys)

    def _add_field(self, rect: Rect, part: int) -> None:
        look, colours = self.look, self.look.colours
        active = part == self._pick.active
        paint = Paint(
            fill=colours.accent_tint if active else colours.surface,
            edge=colours.accent if active else colours.stroke,
            stroke=Stroke.SELECTED if active else Stroke.CONTROL,
            radius=Radius.CARD,
        )
        held = replace(paint, fill=colours.accent_tint)
        touch = Touchable(
            look, rect, f"unit.{PARTS[part]}", paint, held, lambda: self._picked(self._pick.activate(part))
        )
        value = self._pick.chosen[part] if part < len(self._pick.chosen) else ""
        noun = Run(look.tr(f"unit.{PARTS[part]}"), Type.LEAD, colours.ink2, lead=8 if value and not look.latin else 0)
        room = rect.inset(look.panel.x(8), 0).w - look.width(noun.role, noun.text) - look.panel.x(8)
        role, value = _fitted(look, value, (Type.NUMBER_L, *_SMALLER), room)
        number = [Run(value, role, colours.ink, lead=8 if look.latin else 0)] if value else []
        runs = [noun, *number] if look.latin else [*number, noun]
        touch.add(RunLine(look, rect, runs, "centre"))
        self.add(touch)

    def _add_choices(self, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        choices = self._pick.choices(self._units)
        rows, _ = rect.cut_top(panel.y(72 * 2 + 10))
        if len(choices) > _A_PAGE:
            arrows, rows = rows.cut_right(panel.x(72), panel.x(_GAP))
            self._add_arrows(arrows, len(choices))
        first = self._pick.page * _A_PAGE
        cells = rows.grid(3, 2, panel.x(_GAP), panel.y(10))
        for cell, value in zip(cells, choices[first : first + _A_PAGE], strict=False):
            chosen = self._pick.chosen[self._pick.active : self._pick.active + 1] == (value,)
            kind = Kind.FILLED if chosen else Kind.KEY
            role, words = _fitted(look, value, (Type.LABEL if chosen else Type.VALUE, *_SMALLER), cell.w - panel.x(16))
            caption = Caption(words, role)
            act = self._choose(value)
            self.add(Button(look, cell, f"unit.choice.{value}", caption, kind, act))

    def _choose(self, value: str) -> Callable[[], None]:
        return lambda: self._picked(self._pick.choose(value))

    def _add_arrows(self, rect: Rect, count: int) -> None:
        look, page = self.look, self._pick.page
        last = (count - 1) // _A_PAGE
        up, down = rect.rows(2, look.panel.y(10))
        for cell, name, step, possible in ((up, "up", -1, page > 0), (down, "down", 1, page < last)):
            icon = "arrow_up" if step < 0 else "keyboard_arrow_down"
            kind = Kind.CONTROL if possible else Kind.NOT_YET
            act = self._turn(step) if possible else None
            self.add(Button(look, cell, f"unit.page.{name}", Caption("", Type.TEXT, icon, 32), kind, act))

    def _turn(self, step: int) -> Callable[[], None]:
        return lambda: self._picked(self._pick.turn(step))


def _fitted(look: Look, name: str, roles: Sequence[Type], width: int) -> tuple[Type, str]:
    """The first of ``roles`` in which an estate's own name of a building fits; in the last one it may lose its end."""
    role = next((role for role in roles if look.width(role, name) <= width), roles[-1])
    return role, one_line(look, name, role, width)
