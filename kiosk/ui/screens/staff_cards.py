"""Whose card is whose: a supervisor gives a card to a person, or takes a lost one back (J1).

Owns the list of persons and the screen of one of them. Nobody is shown a card's number, and it is not known here.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.desk.cards import COMMAND_LINE
from kiosk.desk.views import PresentedCard, Staff, StaffCard
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_lists import StaffList
from kiosk.ui.screens.staff_room import ROLE_ICONS, StaffScreen, staff_back
from kiosk.ui.screens.words import full_date_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.table import TableLine
from kiosk.ui.widgets.text import WRAP, WRAP_MIDDLE, IconMark, Text


class CardList(StaffList[StaffCard]):
    """Everyone at the clerk's side, with or without a card."""

    name = "staff_cards"
    tab: ClassVar[str] = "cards"
    title_key: ClassVar[str] = "tab.cards"
    heading: ClassVar[str] = "cards.heading"
    nothing: ClassVar[str] = "cards.nothing"

    def news_read(self) -> None:
        self.work("cards", lambda: self.shell.desk.cards.listing(self.staff), self.take)

    def line(self, card: StaffCard) -> TableLine:
        colours, has = self.look.colours, card.bound_at is not None
        return TableLine(
            ROLE_ICONS[card.staff.role],
            self.tr("staff.person", name=card.staff.name, id=card.staff.id),
            since_words(self, card) if has else self.tr("cards.pin_only"),
            self.tr("cards.has" if has else "cards.has_none"),
            colours.accent if has else colours.ink2,
            f"cards.{card.staff.id}",
            lambda: self.shell.go(PersonCard(self.shell, self.staff, card)),
            staff=True,
        )


class PersonCard(StaffScreen):
    """One person's card: waits for the card that is to be theirs."""

    name = "staff_card"
    title_key: ClassVar[str] = "tab.cards"

    def __init__(self, shell: Shell, staff: Staff, card: StaffCard) -> None:
        super().__init__(shell, staff)
        self._of = card
        self._held: PresentedCard | None = None
        self._problem = ""

    def card_held(self, card: PresentedCard, *, unbidden: bool) -> None:
        """The card that is to be bound, until another is held to the reader."""
        self._held, self._problem = (None, card.problem) if card.problem else (card, "")
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(16))
        title, rest = inside.cut_top(panel.y(56), panel.y(2))
        page.add(Text(look, title, self.tr("cards.title", name=self._of.staff.name), Type.TITLE, look.colours.ink))
        since, rest = rest.cut_top(panel.y(40), panel.y(20))
        page.add(Text(look, since, since_words(self, self._of), Type.TEXT, look.colours.ink2))
        wanted, rest = rest.cut_top(panel.y(84), panel.y(12))
        icon, words = wanted.cut_left(panel.x(72), panel.x(16))
        ink = look.colours.accent if self._held is not None else look.colours.ink
        page.add(IconMark(look, icon, "check_circle" if self._held is not None else "contactless", 64, ink))
        page.add(Text(look, words, self._words(), Type.LEAD, ink, WRAP_MIDDLE))
        note, rest = rest.cut_top(panel.y(70), panel.y(16))
        page.add(Text(look, note, self.tr("cards.kept"), Type.CAPTION, look.colours.ink2, WRAP))
        if self._of.bound_at is not None:
            self._compose_unbind(page, rest.cut_top(panel.y(70))[0])

    def _compose_unbind(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        words = self.tr("cards.unbind")
        beside = rect.cut_left(look.width(Type.TEXT_BOLD, words) + panel.x(48), panel.x(20))
        cell, note = rect.rows(2, panel.y(8)) if panel.narrow else beside
        caption = Caption(words, Type.TEXT_BOLD)
        place = cell if panel.narrow else cell.centred(cell.w, panel.y(66))
        page.add(Button(look, place, "cards.unbind", caption, Kind.DANGER_OUTLINED, self._unbind))
        page.add(Text(look, note, self.tr("cards.unbind.words"), Type.CAPTION, look.colours.ink2, WRAP_MIDDLE))

    def _words(self) -> str:
        if self._problem:
            return self.tr(f"sign_in.card.{self._problem}")
        return self.tr("cards.hold" if self._held is None else "cards.held")

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        if self._held is None:
            return BarContent(back, forward=Forward(self.tr("cards.bind_wait"), None, kind=Kind.NOT_YET))
        held = self._held
        return BarContent(back, forward=Forward(self.tr("cards.bind"), lambda: self._bind(held), "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _bind(self, card: PresentedCard) -> None:
        cards, person = self.shell.desk.cards, self._of.staff.id
        self.work("card", lambda: cards.bind(self.staff, person, card), lambda _none: self.shell.back())

    def _unbind(self) -> None:
        cards, person = self.shell.desk.cards, self._of.staff.id
        self.work("card", lambda: cards.unbind(self.staff, person), lambda _none: self.shell.back())


def since_words(screen: StaffScreen, card: StaffCard) -> str:
    """Since when the card is theirs, and who said so."""
    if card.bound_at is None:
        return screen.tr("cards.has_none")
    local = card.bound_at.astimezone(screen.shell.settings.timezone)
    by = screen.tr("cards.by_command") if card.bound_by == COMMAND_LINE.id else card.bound_by
    return screen.tr("cards.bound", time=f"{full_date_words(screen.look, local)} {local:%H:%M}", by=by)
