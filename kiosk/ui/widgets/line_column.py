"""What the house does now, at the left of the clerk's board: the line's call, each device, head office (J3).

Owns the drawing, as a column or, on a small panel, as a strip. What the words are is the board's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type
from kiosk.ui.widgets.ladder import ProgressBar
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import RIGHT, IconMark, Set, Text


@dataclass(frozen=True)
class LineNow:
    """The line: what it does; in a call the page (of how many), the whole call's fraction if it is known, two facts."""

    title: str
    colour: Colour
    page: str = ""
    of_pages: str = ""
    fraction: float | None = None
    facts: tuple[str, ...] = ()
    icon: str = "outgoing_mail"


@dataclass(frozen=True)
class DeviceNow:
    """A device in one line; ``troubled`` ones are bold in their colour."""

    icon: str
    name: str
    state: str
    colour: Colour
    troubled: bool


_ONE_LINE, _TWO_LINES = 34, 48  # least heights of a device's row


class LineColumn(Box):
    """272 wide, sunken."""

    def __init__(self, look: Look, rect: Rect, line: LineNow, devices: Sequence[DeviceNow]) -> None:
        super().__init__(look, rect, Paint(fill=look.colours.sunken))
        inside = rect.inset(look.panel.x(24), look.panel.y(6))
        rest = self._add_line(inside, line)
        hairline(self.canvas.after, look, Rect(inside.x, rest.y, inside.w, 1), look.colours.stroke)
        rest = rest.cut_top(look.panel.y(8))[1]
        self._add_devices(rest, devices)

    def _add_line(self, rect: Rect, line: LineNow) -> Rect:
        look, panel = self.look, self.look.panel
        head, rest = rect.cut_top(panel.y(46))
        icon, words = head.cut_left(panel.x(28), panel.x(8))
        self.add(IconMark(look, icon, line.icon, 26, line.colour))
        self.add(Text(look, words, line.title, Type.CAPTION_BOLD, line.colour))
        if line.page:
            number, rest = rest.cut_top(panel.y(58), panel.y(6))
            runs = [
                Run(line.page, Type.NUMBER_L, look.colours.ink),
                Run(line.of_pages, Type.VALUE, look.colours.ink2, lead=8),
            ]
            self.add(RunLine(look, number, runs))
        if line.fraction is not None:
            bar, rest = rest.cut_top(panel.y(12), panel.y(8))
            self.add(ProgressBar(look, bar, line.fraction))
        for fact in line.facts:
            row, rest = rest.cut_top(panel.y(26))
            self.add(Text(look, row, fact, Type.STAFF, look.colours.ink2))
        return rest.cut_top(panel.y(12))[1]

    def _add_devices(self, rect: Rect, devices: Sequence[DeviceNow]) -> None:
        """Each in a line as high as its words need; where there is not room for all, the sound ones are icons only."""
        panel = self.look.panel
        needs = [panel.y(_TWO_LINES if self._wide(device, rect.w) else _ONE_LINE) for device in devices]
        if sum(needs) > rect.h:
            troubled = [device for device in devices if device.troubled]
            rect = self._add_sound(rect, [device for device in devices if not device.troubled])
            devices, needs = troubled, [rect.h // max(1, len(troubled))] * len(troubled)
        spare = max(0, rect.h - sum(needs)) // max(1, len(devices))
        for device, need in zip(devices, needs, strict=True):
            row, rect = rect.cut_top(min(need + spare, max(need, panel.y(50))))
            self._add_device(row, device)

    def _add_sound(self, rect: Rect, devices: Sequence[DeviceNow]) -> Rect:
        """A line of icons, and the first one's word for all of them; returns what is left below."""
        look, panel = self.look, self.look.panel
        if not devices:
            return rect
        row, rest = rect.cut_top(panel.y(_TWO_LINES))
        for device in devices:
            icon, row = row.cut_left(panel.x(28), panel.x(6))
            self.add(IconMark(look, icon, device.icon, 26, device.colour))
        if look.width(Type.STAFF, devices[0].state) <= row.w:
            self.add(Text(look, row, devices[0].state, Type.STAFF, look.colours.ink2, RIGHT))
        return rest

    def _wide(self, device: DeviceNow, width: int) -> bool:
        """Whether name and state need a line each."""
        look, role = self.look, Type.STAFF_BOLD if device.troubled else Type.STAFF
        words = look.width(role, device.name) + look.width(role, device.state)
        return words + look.panel.x(28 + 10 + 6) > width

    def _add_device(self, rect: Rect, device: DeviceNow) -> None:
        look, panel = self.look, self.look.panel
        icon, text = rect.cut_left(panel.x(28), panel.x(10))
        self.add(IconMark(look, icon, device.icon, 26, device.colour))
        role = Type.STAFF_BOLD if device.troubled else Type.STAFF
        ink = device.colour if device.troubled else look.colours.ink
        state_ink = device.colour if device.troubled else look.colours.ink2
        state, name = text.cut_right(look.width(role, device.state), panel.x(6))
        place = RIGHT
        if look.width(role, device.name) > name.w:  # both do not fit into one line
            (name, state), place = text.centred(text.w, min(text.h, panel.y(42))).rows(2, 0), Set()
        self.add(Text(look, name, device.name, role, ink))
        self.add(Text(look, state, device.state, role, state_ink, place))


class LineStrip(Box):
    """The same as one strip: the line, and the devices as icons; those in trouble say what is wrong."""

    def __init__(self, look: Look, rect: Rect, line: LineNow, devices: Sequence[DeviceNow]) -> None:
        super().__init__(look, rect, Paint(fill=look.colours.sunken))
        panel = look.panel
        inside = rect.inset(panel.x(24), 0)
        words = " ".join(part for part in (line.title, line.page, line.of_pages) if part)
        icon, rest = inside.cut_left(panel.x(30), panel.x(8))
        self.add(IconMark(look, icon, line.icon, 26, line.colour))
        title, rest = rest.cut_left(look.width(Type.STAFF_BOLD, words), panel.x(24))
        self.add(Text(look, title, words, Type.STAFF_BOLD, line.colour))
        for device in sorted(devices, key=lambda device: not device.troubled):
            rest = self._add_device(rest, device)

    def _add_device(self, rect: Rect, device: DeviceNow) -> Rect:
        look, panel = self.look, self.look.panel
        width = look.width(Type.STAFF_BOLD, device.state) if device.troubled else 0
        needed = panel.x(34) + (width + panel.x(6) if width else 0)
        if needed > rect.w:
            return rect
        icon, rest = rect.cut_left(panel.x(28), panel.x(6))
        self.add(IconMark(look, icon, device.icon, 26, device.colour))
        if not device.troubled:
            return rest.cut_left(0, panel.x(6))[1]
        words, rest = rest.cut_left(width, panel.x(14))
        self.add(Text(look, words, device.state, Type.STAFF_BOLD, device.colour))
        return rest
