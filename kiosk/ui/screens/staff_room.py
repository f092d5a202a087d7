"""What all screens of the staff's side share: the inverted frame with the person, the tabs, leaving (J1).

Owns who is signed in while a staff screen is on the glass, and the end of it: whenever the glass is handed to an owner,
the clerk is signed out first, so that nobody but the clerk is ever behind the PIN (K5).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from kiosk.desk.counter import AT_THE_COUNTER
from kiosk.desk.views import Role, Staff, UnitView
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.frame import FrameStyle
from kiosk.ui.widgets.paint import Placed, hairline
from kiosk.ui.widgets.tabs import Tab, TabBar, tabs_height
from kiosk.ui.widgets.touch import Act

ROLE_ICONS = {
    Role.CLERK: "person",
    Role.SUPERVISOR: "badge",
    Role.TECHNICIAN: "engineering",
    Role.FINANCE: "account_balance_wallet",
}


class StaffScreen(Screen):
    """A screen behind the PIN. ``title_key`` names the room in the frame."""

    frame_style: ClassVar[FrameStyle] = FrameStyle.STAFF
    title_key: ClassVar[str] = "staff.room.board"

    def __init__(self, shell: Shell, staff: Staff) -> None:
        super().__init__(shell)
        self.staff = staff

    @property
    def room(self) -> tuple[str, str, str]:
        return room_words(self.look, self.tr(self.title_key), self.staff)


def room_words(look: Look, title: str, staff: Staff) -> tuple[str, str, str]:
    """What the frame of a staff screen says: the room, the person, and the icon of what they are."""
    person = look.tr("staff.person", name=staff.name, id=staff.id)
    return title, staff.id if look.panel.portrait else person, ROLE_ICONS[staff.role]


def add_head_key(
    look: Look, page: Page, cell: Rect, touch_id: str, caption: Caption, act: Act, chosen: bool = False
) -> None:
    """A key in the line above a list: as high as the line, between hairlines, filled if it is what is shown."""
    kind = Kind.FILLED if chosen else Kind.PLAIN
    page.add(Button(look, cell, touch_id, caption, kind, act, bleed=True))
    for x in (cell.x, cell.right):
        hairline(page.canvas.after, look, Rect(x, cell.y, 1, cell.h), look.colours.line)


def add_pager(
    look: Look, page: Page, rect: Rect, listed: tuple[int, int, int], turn: Callable[[int], None], air: int = 60
) -> Rect:
    """Which part of a long list is seen, at the right of ``rect``, as a key that turns to the next; what is left of it.

    ``listed``: the first that is seen, how many have room, how many there are. ``air``: design px beside the words.
    """
    first, room, count = listed
    last = min(count, first + room)
    words = look.tr("list.page", first=first + 1, last=last, n=count)
    cell, rest = rect.cut_right(look.width(Type.TEXT, words) + look.panel.x(air), look.panel.x(8))
    caption = Caption(words, Type.TEXT, "keyboard_arrow_down", 28, icon_last=True)
    add_head_key(look, page, cell, "list.more", caption, lambda: turn(last if last < count else 0))
    return rest


def sign_out(shell: Shell) -> None:
    """The clerk's sign-in ends; the visit goes on (an owner signs now)."""
    for staff in shell.visit.staff_leaves():
        shell.run(f"sign_out.{staff.id}", partial(shell.desk.staff.sign_out, staff), lambda _none: None)


def give_back_counter(shell: Shell, clerk: Staff, beside: Staff) -> None:
    """It is ``clerk``'s counter again; whoever has signed in beside them is out."""
    shell.visit.staff, shell.visit.beside = clerk, None
    if beside.id != clerk.id:
        shell.run(f"sign_out.{beside.id}", partial(shell.desk.staff.sign_out, beside), lambda _none: None)


def hand_over(shell: Shell, unit: UnitView) -> None:
    """The glass goes to an owner of ``unit``: the clerk is out, and any other visitor is forgotten (A1)."""
    sign_out(shell)
    visitor = shell.visit.visitor
    if visitor is not None and visitor.unit.id != unit.id:
        shell.dismiss()


def staff_back(shell: Shell) -> None:
    """One screen back; if that is an owner's, the clerk is signed out."""
    shell.back()
    if shell.screen.frame_style is not FrameStyle.STAFF:
        sign_out(shell)


MakeRoom = Callable[[Shell, Staff], Screen]


class TabbedScreen(StaffScreen):
    """A staff screen with the tabs in the bar's place. ``rooms`` are handed on from tab to tab."""

    tab: ClassVar[str]

    def __init__(self, shell: Shell, staff: Staff, rooms: StaffRooms) -> None:
        super().__init__(shell, staff)
        self.rooms = rooms

    def bar(self) -> None:
        return None

    def compose(self, page: Page) -> None:
        if self.shell.stage.scrolls(self.look):  # the tabs stay at the foot of the glass
            self.compose_room(page, page.rect)
            return
        tabs = self._tabs()
        place, rest = page.rect.cut_bottom(tabs_height(self.look, tabs))
        self.compose_room(page, rest)
        page.add(TabBar(self.look, place, tabs))

    def foot(self, look: Look) -> Placed:
        """The tabs, higher beside large words."""
        tabs = self._tabs()
        return TabBar(look, look.panel.whole.cut_bottom(tabs_height(look, tabs))[0], tabs)

    def compose_room(self, page: Page, rect: Rect) -> None:
        """Everything between frame and tabs."""
        raise NotImplementedError

    def _tabs(self) -> tuple[Tab, ...]:
        """Finance signs days: what came in by fax, and who waits for whom, is not shown to it (A6).

        Nor are papers and cases shown to a technician, who looks at the board for what is wrong with devices.
        """
        if self.staff.role is Role.FINANCE:
            return (self._tab("till", "point_of_sale"),)
        cards = (self._tab("cards", "contactless"),) if self._gives_cards else ()
        return (
            self._tab("board", "dashboard"),
            *((self._tab("fax_log", "fax"), self._tab("cases", "assignment")) if self._at_the_counter else ()),
            self._tab("till", "point_of_sale"),
            *cards,
            self._tab("technician", "construction"),
        )

    @property
    def _at_the_counter(self) -> bool:
        return self.staff.role in AT_THE_COUNTER

    @property
    def _gives_cards(self) -> bool:
        """A supervisor, where there is a reader: nobody else is shown anything of cards."""
        return self.staff.role is Role.SUPERVISOR and self.shell.news.device("card_reader") is not None

    def _tab(self, name: str, icon: str) -> Tab:
        make = self.rooms.of(name)
        return Tab(
            f"tab.{name}",
            self.tr(f"tab.{name}"),
            icon,
            lambda: self.shell.instead(make(self.shell, self.staff)),
            open=name == self.tab,
        )


class StaffRooms:
    """The rooms behind the tabs, by name; filled by ``staff_door``, so that no tab's screen knows another's."""

    def __init__(self, **rooms: Callable[[Shell, Staff, StaffRooms], Screen]) -> None:
        self._rooms = rooms

    def of(self, name: str) -> MakeRoom:
        """How the room of this name is made."""
        make = self._rooms[name]
        return lambda shell, staff: make(shell, staff, self)
