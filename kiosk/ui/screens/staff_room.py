"""What all screens of the staff's side share: the inverted frame with the person, the tabs, leaving (J1).

Owns who is signed in while a staff screen is on the glass, and the end of it: whenever the glass is handed to an owner,
the clerk is signed out first, so that nobody but the clerk is ever behind the PIN (K5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from kiosk.desk.views import Role, Staff, UnitView
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.frame import FrameStyle
from kiosk.ui.widgets.paint import Placed, hairline
from kiosk.ui.widgets.tabs import Tab, TabBar, tabs_height
from kiosk.ui.widgets.touch import Act

ROLE_ICONS = {Role.CLERK: "person", Role.SUPERVISOR: "badge", Role.TECHNICIAN: "engineering"}


class StaffScreen(Screen):
    """A screen behind the PIN. ``title_key`` names the room in the frame."""

    frame_style: ClassVar[FrameStyle] = FrameStyle.STAFF
    title_key: ClassVar[str] = "staff.room.board"

    def __init__(self, shell: Shell, staff: Staff) -> None:
        super().__init__(shell)
        self.staff = staff

    @property
    def room(self) -> tuple[str, str, str]:
        person = self.tr("staff.person", name=self.staff.name, id=self.staff.id)
        return (
            self.tr(self.title_key),
            self.staff.id if self.look.panel.portrait else person,
            ROLE_ICONS[self.staff.role],
        )


def add_head_key(
    look: Look, page: Page, cell: Rect, touch_id: str, caption: Caption, act: Act, chosen: bool = False
) -> None:
    """A key in the line above a list: as high as the line, between hairlines, filled if it is what is shown."""
    kind = Kind.FILLED if chosen else Kind.PLAIN
    page.add(Button(look, cell, touch_id, caption, kind, act, bleed=True))
    for x in (cell.x, cell.right):
        hairline(page.canvas.after, look, Rect(x, cell.y, 1, cell.h), look.colours.line)


def sign_out(shell: Shell) -> None:
    """The clerk's sign-in ends; the visit goes on (an owner signs now)."""
    staff = shell.visit.staff
    if staff is not None:
        shell.visit.staff = None
        shell.run("sign_out", lambda: shell.desk.staff.sign_out(staff), lambda _none: None)


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
        if self.shell.stage.foot(self.look) is not None:  # the tabs stay while the page scrolls
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
        closing = Tab("tab.closing", self.tr("tab.closing"), "point_of_sale", self._no_closing, missing=True)
        cards = (self._tab("cards", "contactless"),) if self._gives_cards else ()
        return (
            self._tab("board", "dashboard"),
            self._tab("fax_log", "fax"),
            self._tab("cases", "assignment"),
            closing,
            *cards,
            self._tab("technician", "construction"),
        )

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

    def _no_closing(self) -> None:
        self.shell.dialogs.tell("tab.closing.missing")


class StaffRooms:
    """The rooms behind the tabs, by name; filled by ``staff_door``, so that no tab's screen knows another's."""

    def __init__(self, **rooms: Callable[[Shell, Staff, StaffRooms], Screen]) -> None:
        self._rooms = rooms

    def of(self, name: str) -> MakeRoom:
        """How the room of this name is made."""
        make = self._rooms[name]
        return lambda shell, staff: make(shell, staff, self)
