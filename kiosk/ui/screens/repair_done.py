"""The request has been taken: its number large, whether the slip is printed, what happens next. No way back."""

from __future__ import annotations

from kiosk.desk.views import CaseView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.repair_form import item_words
from kiosk.ui.screens.service_words import paper_state
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Colour, Icon, Type
from kiosk.ui.widgets.bar import BarContent, Forward, Lookup
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import WRAP, IconMark, Text, flow

_WALL = 512


class RepairDone(Screen):
    """Outcome of the repair flow."""

    name = "repair_done"

    def __init__(self, shell: Shell, case: CaseView) -> None:
        super().__init__(shell)
        self._case = case
        self._slip = "waiting"

    def enter(self) -> None:
        self.news_read()

    def news_changed(self) -> None:
        self.refresh()

    def news_read(self) -> None:
        self.work("slip", lambda: self.shell.desk.repairs.slip_state(self._case.id), self._take_slip)

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
        self._compose_wall(page, wall)
        self._compose_next(page, rest.inset(panel.x(32), panel.y(24)))

    def _compose_wall(self, page: Page, rect: Rect) -> None:
        look, panel, ink = self.look, self.look.panel, self.look.colours.on_accent
        page.add(Box(look, rect, Paint(fill=look.colours.accent)))
        inside = rect.inset(panel.x(32), panel.y(36))
        head, rest = inside.cut_top(panel.y(70), panel.y(28))
        icon, title = head.cut_left(panel.x(64), panel.x(16))
        page.add(IconMark(look, icon, "check_circle", 64, ink))
        page.add(Text(look, title, self.tr("repair.done.title"), Type.OUTCOME, ink))
        label, rest = rest.cut_top(panel.y(34))
        number, rest = rest.cut_top(panel.y(84), panel.y(20))
        page.add(Text(look, label, self.tr("repair.done.number"), Type.TEXT, ink))
        page.add(Text(look, number, self._case.number, Type.DISPLAY, ink))
        words = f"{item_words(look, self._case.item_key)} · {self.tr(self._case.wanted_key)}"
        page.add(Text(look, rest, words, Type.LEAD, ink, WRAP))

    def _compose_next(self, page: Page, rect: Rect) -> None:
        panel = self.look.panel
        title, rect = rect.cut_top(panel.y(48), panel.y(24))
        page.add(Text(self.look, title, self.tr("repair.done.next"), Type.TITLE, self.look.colours.ink))
        for icon, words, ink in self._lines():
            mark, text = rect.cut_left(panel.x(Icon.CARD), panel.x(18))
            page.add(IconMark(self.look, mark.cut_top(panel.y(36))[0], icon, 36, ink))
            told, _ = flow(self.look, text, words, Type.TEXT, self.look.colours.ink)
            page.add(told)
            rect = rect.cut_top(max(told.rect.h, panel.y(40)), panel.y(24))[1]

    def _lines(self) -> tuple[tuple[str, str, Colour], ...]:
        colours = self.look.colours
        slip = paper_state(self._slip, self.shell.news.service("printed_slip"))
        slip_icon, slip_ink = {
            "printed": ("check_circle", colours.accent),
            "waiting": ("print", colours.accent),
        }.get(slip, ("warning", colours.ochre))
        return (
            (slip_icon, self.tr(f"repair.slip.{slip}"), slip_ink),
            ("concierge", self.tr("repair.done.told"), colours.accent),
            ("draw", self.tr("repair.done.sign"), colours.accent),
        )

    def bar(self) -> BarContent:
        finish = Lookup("repair.finish", self.tr("home.finish"), "logout", self.shell.end)
        return BarContent(middle=(finish,), forward=Forward(self.tr("repair.done.home"), self.shell.home, "home"))
