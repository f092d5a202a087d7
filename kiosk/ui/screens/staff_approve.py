"""A supervisor approves: an account above its limit, a larger amount that is given away (G2).

Owns the asking: whoever is signed in keeps the counter, the supervisor signs in beside them, sees what it is about,
says yes or no, and is signed out again. What a yes does is the matter's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Generic, TypeVar

from kiosk.desk.reasons import reason_words
from kiosk.desk.views import ChargeView, Role, Staff, UnitView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, give_back_counter, staff_back
from kiosk.ui.screens.staff_sign_in import StaffSignIn
from kiosk.ui.screens.words import unit_short
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.states import BusyState
from kiosk.ui.widgets.text import WRAP, Text

_LABELS = 132  # design px


Granted = TypeVar("Granted")


@dataclass(frozen=True)
class About:
    """The unit, the key of what it is for, and the amount in question."""

    unit: UnitView
    what_key: str
    fen: int


def about_charge(charge: ChargeView) -> About:
    """A charge as something to approve."""
    return About(charge.unit, charge.title_key, charge.amount_fen)


@dataclass(frozen=True)
class Matter(Generic[Granted]):
    """What is to be approved: whose, what, how much, and ``facts``: keys of labels, and words or the name of a reason.

    ``refuse`` None: going back is the refusal.
    """

    about: About
    title_key: str
    words_key: str
    facts: tuple[tuple[str, str], ...]
    grant: Callable[[Staff], Granted]
    granted: Callable[[Granted], None] | None = None  # what comes of it goes on there
    refuse: Callable[[Staff], None] | None = None


class SupervisorSignIn(StaffSignIn):
    """The supervisor's PIN or card, beside the clerk's; without one it is the clerk's counter still."""

    name = "staff_approval"
    title_key: ClassVar[str] = "approve.sign_in"

    def go_back(self) -> None:
        staff_back(self.shell)


class Approve(StaffScreen, Generic[Granted]):
    """What it is about. A supervisor decides; anybody else (``clerk`` from then on) lets a supervisor sign in."""

    name = "staff_approve"
    title_key: ClassVar[str] = "staff.room.approve"

    def __init__(
        self, shell: Shell, staff: Staff, read: Callable[[], Matter[Granted]], clerk: Staff | None = None
    ) -> None:
        super().__init__(shell, staff)
        self._read, self._clerk = read, clerk
        self._matter: Matter[Granted] | None = None

    def enter(self) -> None:
        self.work("matter", self._read, self._take)

    def _take(self, matter: Matter[Granted]) -> None:
        self._matter = matter
        self.refresh()

    @property
    def _may(self) -> bool:
        return self.staff.role is Role.SUPERVISOR

    def compose(self, page: Page) -> None:
        look, panel, matter = self.look, self.look.panel, self._matter
        if matter is None:
            page.add(BusyState(look, page.rect, self.tr("list.reading")))
            return
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(420))
        else:
            side, main = page.rect.cut_right(panel.x(430))
        inside = main.inset(panel.x(STAFF_MARGIN), panel.y(20))
        no, inside = inside.cut_bottom(panel.y(80), panel.y(8))
        title, words = inside.cut_top(panel.y(100), panel.y(8))
        page.add(Text(look, title, self.tr(matter.title_key), Type.TITLE, look.colours.ink, WRAP))
        told = self.tr(matter.words_key if self._may else "approve.not_you")
        page.add(Text(look, words, told, Type.LEAD, look.colours.ink2 if self._may else look.colours.seal, WRAP))
        if self._may and matter.refuse is not None:
            caption = Caption(self.tr("approve.no"), Type.TEXT_BOLD, "close", 30)
            act = partial(self._refuse, matter.refuse)
            page.add(Button(look, no.cut_left(panel.x(280))[0], "approve.no", caption, Kind.OUTLINED, act))
        page.add(SidePanel(look, side))
        self._compose_side(page, side.inset(panel.x(28), panel.y(20)), matter)

    def _compose_side(self, page: Page, rect: Rect, matter: Matter[Granted]) -> None:
        look, panel, about = self.look, self.look.panel, matter.about
        label, rest = rect.cut_top(panel.y(34))
        amount, rest = rest.cut_top(panel.y(84), panel.y(12))
        page.add(Text(look, label, self.tr(about.what_key), Type.LEAD, look.colours.ink2))
        page.add(Amount(look, amount, about.fen, Type.DISPLAY, look.colours.ink))
        told = (("approve.unit", unit_short(look, about.unit)), *matter.facts)
        facts = tuple(Fact(self.tr(key), reason_words(look.tr, words)) for key, words in told)
        room = rest.w - (FactLines.column(look, facts, _LABELS) if panel.zoom == 1 else 0)
        short = tuple(fact for fact in facts if look.width(Type.TEXT_BOLD, fact.value) <= room)
        lines, below = rest.cut_top(panel.y(38 * len(short)), panel.y(6))
        page.add(FactLines(look, lines, short, (look.colours.ink2, look.colours.ink), _LABELS))
        written = "\n".join(fact.value for fact in facts if fact not in short)  # a sentence has a place of its own
        written = first_lines(look, written, Type.TEXT, below)
        page.add(Text(look, below, written, Type.TEXT, look.colours.ink, WRAP))

    def bar(self) -> BarContent:
        back, matter = Back(self.tr("staff.back"), self._back), self._matter
        if matter is None or self.busy("approve"):
            return BarContent(back, forward=Forward(self.tr("approve.booking"), None, kind=Kind.NOT_YET))
        if not self._may:
            return BarContent(back, forward=Forward(self.tr("approve.supervisor"), self._let_in, "badge"))
        return BarContent(back, forward=Forward(self.tr("approve.yes"), partial(self._grant, matter), "check"))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _let_in(self) -> None:
        shell, read, clerk = self.shell, self._read, self._clerk or self.staff
        self._give_back()
        shell.instead(SupervisorSignIn(shell, lambda person: Approve(shell, person, read, clerk)))

    def _grant(self, matter: Matter[Granted]) -> None:
        self.work("approve", lambda: matter.grant(self.staff), partial(self._done, matter))
        self.refresh_bar()

    def _refuse(self, refuse: Callable[[Staff], None]) -> None:
        self.work("approve", lambda: refuse(self.staff), lambda _none: self._back())

    def _done(self, matter: Matter[Granted], come_of_it: Granted) -> None:
        if matter.granted is None:
            self._back()
            return
        self._give_back()
        matter.granted(come_of_it)

    def _back(self) -> None:
        self._give_back()
        staff_back(self.shell)

    def _give_back(self) -> None:
        """It is the clerk's counter again, and whoever signed in beside them is out."""
        if self._clerk is not None:
            give_back_counter(self.shell, self._clerk, self.staff)


def approve_limit(shell: Shell, staff: Staff, charge_id: int) -> Approve[None]:
    """An owner asks to charge the account above its limit: a row of the board, or the owner stands here and waits."""
    desk = shell.desk.grants

    def read() -> Matter[None]:
        found = desk.above_limit(charge_id)
        told = [("approve.limit", found.limit_fen), ("approve.owed", found.owed_fen), ("approve.held", found.held_fen)]
        return Matter(
            about_charge(found.charge),
            "approve.limit.title",
            "approve.limit.words",
            tuple((key, money_words(fen)) for key, fen in told if fen or key != "approve.held"),
            lambda supervisor: desk.decide_above_limit(supervisor, charge_id, True),
            None,
            lambda supervisor: desk.decide_above_limit(supervisor, charge_id, False),
        )

    return Approve(shell, staff, read)
