"""A request has been taken: its number large, whether the slip is printed, what happens next. No way back."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.views import CaseView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.service_words import paper_state
from kiosk.ui.screens.words import item_words
from kiosk.ui.theme import Colour, Icon, Type
from kiosk.ui.widgets.bar import BarContent, Forward, Lookup
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import WRAP, IconMark, Text, flow

_WALL = 512


@dataclass(frozen=True)
class Opened:
    """The case that the review opened, handed on."""

    case: CaseView | None = None


class TakenStep(StepScreen[s.Taken]):
    """Outcome of a request."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.Taken) -> None:
        super().__init__(walk, step, spec)
        self._case = walk.of(Opened).case
        self._slip = "waiting"

    def enter(self) -> None:
        self.news_read()

    def news_changed(self) -> None:
        self.refresh()

    def news_read(self) -> None:
        case = self._case
        if case is not None:
            self.work("slip", lambda: self.shell.desk.repairs.slip_state(case.id), self._take_slip)

    def _take_slip(self, state: str) -> None:
        if state != self._slip:
            self._slip = state
            self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            wall, rest = page.rect.cut_top(panel.y(400))
        else:
            wall, rest = page.rect.cut_left(panel.x(_WALL))
        page.add(Box(self.look, wall, Paint(fill=self.look.colours.wall)))
        self._compose_wall(page, wall.inset(panel.x(32), panel.y(36)))
        self._compose_next(page, rest.inset(panel.x(32), panel.y(24)))

    def _compose_wall(self, page: Page, rect: Rect) -> None:
        look, panel, ink = self.look, self.look.panel, self.look.colours.on_wall
        head, rest = rect.cut_top(panel.y(70), panel.y(28))
        icon, title = head.cut_left(panel.x(64), panel.x(16))
        page.add(IconMark(look, icon, "check_circle", 64, ink))
        page.add(Text(look, title, self.tr(self.spec.title), Type.OUTCOME, ink))
        label, rest = rest.cut_top(panel.y(34))
        number, rest = rest.cut_top(panel.y(84), panel.y(20))
        page.add(Text(look, label, self.tr(self.spec.number), Type.TEXT, ink))
        if self._case is not None:
            words = f"{item_words(look, self._case.item_key)} · {self.tr(self._case.wanted_key)}"
            page.add(Text(look, number, self._case.number, Type.DISPLAY, ink))
            page.add(Text(look, rest, words, Type.LEAD, ink, WRAP))

    def _compose_next(self, page: Page, rect: Rect) -> None:
        panel = self.look.panel
        title, rect = rect.cut_top(panel.y(48), panel.y(24))
        page.add(Text(self.look, title, self.tr(self.spec.next), Type.TITLE, self.look.colours.ink))
        for icon, words, ink in self._lines():
            mark, text = rect.cut_left(panel.x(Icon.CARD), panel.x(18))
            page.add(IconMark(self.look, mark.cut_top(panel.y(36))[0], icon, 36, ink))
            told, _ = flow(self.look, text, words, Type.TEXT, self.look.colours.ink)
            page.add(told)
            rect = rect.cut_top(max(told.rect.h, panel.y(40)), panel.y(24))[1]

    def _lines(self) -> list[tuple[str, str, Colour]]:
        """The slip's truth, then what the flow file says."""
        colours = self.look.colours
        slip = paper_state(self._slip, self.shell.news.service("printed_slip"))
        icon, ink = {
            "printed": ("check_circle", colours.accent),
            "waiting": ("print", colours.accent),
        }.get(slip, ("warning", colours.ochre))
        told = [(line.icon, self.tr(line.words), colours.accent) for line in self.spec.lines]
        key = f"{self.spec.slip}.{slip}"  # every state has a sentence: the file was refused otherwise
        return [(icon, self.tr(key), ink), *told]

    def bar(self) -> BarContent:
        finish = Lookup(f"{self.at.flow}.finish", self.tr("home.finish"), "logout", self.shell.end)
        return BarContent(middle=(finish,), forward=Forward(self.tr(self.spec.home), self.go_on, "home"))
