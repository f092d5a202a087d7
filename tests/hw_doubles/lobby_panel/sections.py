"""The groups of the bench, from top to bottom: lamps, papers and sticks, far end, faults, cards, cash, phone, office.

Owns where everything stands and what of a ``Seen`` each part shows. Knows doubles by their dials' names only. Called by
``window``, which gives each group its rectangle and every new ``Seen``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.text import IconMark
from tests.hw_doubles.lobby_panel import plan
from tests.hw_doubles.lobby_panel.keeper import Act, Keeper
from tests.hw_doubles.lobby_panel.look import CALL_GLOW, CHOSEN, DIM, EN_PX, FAULTY, MESSAGE_GLOW, WORDS
from tests.hw_doubles.lobby_panel.paper import Outlet
from tests.hw_doubles.lobby_panel.parts import Arrow, Chip, DialRow, Lamp, PushButton, TwoLanguages, plain, tray
from tests.hw_doubles.lobby_panel.plan import GAP, INSET, ROW
from tests.hw_doubles.lobby_panel.switches import CASH_FEN, DIALS
from tests.hw_doubles.lobby_panel.watching import Office, Seen, Telephone
from tests.hw_doubles.lobby_panel.words import label

OpenIt = Callable[[Path], None]
NAME_WIDTH = 94
# ITU signal names stay as they are; everything else on the line is one of these.
_PARTY = {"kiosk": "→", "far": "←"}


class Section(Placed):
    """A group. ``height`` is what it needs at the bench's width."""

    height = 0

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect)
        self.keeper, self.open_it = keeper, open_it
        self.add(tray(look, rect))
        self.inside = rect.inset(INSET, INSET)

    def show(self, seen: Seen, now_s: float) -> None:
        """Show a new moment."""

    def tick(self, now_s: float) -> None:
        """Show what moves faster than moments are seen."""

    def turn(self, key: str, position: str) -> None:
        """Have a dial turned."""
        self.keeper.do(lambda switches: switches.turn(key, position))

    def dial(self, rect: Rect, key: str) -> DialRow:
        """A dial of which the first position is the good one, its name before it."""
        name, cells = rect.cut_left(NAME_WIDTH)
        columns = cells.columns(len(DIALS[key].positions), 6)
        dial = DialRow(self.look, columns, DIALS[key], self.turn, first_is_well=True)
        self.add(TwoLanguages(self.look, name, label(key)), dial)
        return dial

    def heading(self, rect: Rect, key: str) -> TwoLanguages:
        """A group's or device's name, in one line."""
        heading = TwoLanguages(self.look, rect, label(key), bold=True)
        self.add(heading)
        return heading


class Lamps(Section):
    """Call light, message lamp, and the button on the wall (F1, F3)."""

    height = plan.LAMPS

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        call, message, button = rect.inset(INSET, 5).columns(3, GAP)
        self._call = Lamp(look, call, label("lamp.call"), CALL_GLOW)
        self._message = Lamp(look, message, label("lamp.message"), MESSAGE_GLOW)
        push = PushButton(look, button, "button.call", label("button.call"), self._press)
        self.add(self._call, self._message, push)

    def _press(self) -> None:
        self.keeper.do(lambda switches: switches.press_call_button())

    def tick(self, now_s: float) -> None:
        call, message = self.keeper.lamps()
        self._call.show(call)
        self._message.show(message)


class Browser(Placed):
    """An outlet with its name above and the arrows to older and newer sheets beneath."""

    def __init__(self, look: Look, rect: Rect, key: str, open_it: OpenIt, feeds: bool = False) -> None:
        super().__init__(look, rect)
        name, rest = rect.cut_top(22)
        arrows, outlet = rest.cut_bottom(26, 4)
        self.outlet = Outlet(look, outlet, f"{key}.sheet", feeds, open_it)
        older, rest = arrows.cut_left(34)
        newer, where = rest.cut_right(34)
        self._where = plain(look, where, align="centre", size=13)
        self.add(
            TwoLanguages(look, name, label(key), bold=True),
            self.outlet,
            Arrow(look, older, f"{key}.older", "arrow_back", lambda: self.browse(-1)),
            Arrow(look, newer, f"{key}.newer", "arrow_forward", lambda: self.browse(1)),
            self._where,
        )
        self._none = plain(look, outlet, label("fax.none" if key == "fax" else "paper.none").zh, 13, DIM, "centre")
        self.add(self._none)

    def browse(self, by: int) -> None:
        """To an older or newer sheet."""
        self.outlet.browse(by)
        self._where.show(self.outlet.where)

    def take(self, sheets: tuple[Path, ...], now_s: float) -> None:
        """The sheets there are."""
        self.outlet.take(sheets, now_s)
        self._where.show(self.outlet.where)
        self._none.opacity = 0 if sheets else 1


class Papers(Section):
    """What the printers put out, the stick in its hole, the scanner that is not there yet."""

    height = plan.PAPERS

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        receipt, rest = self.inside.cut_left(196, 12)
        form, media = rest.cut_left(150, 12)
        self._receipt = Browser(look, receipt, "receipt", open_it, feeds=True)
        self._form = Browser(look, form, "form", open_it)
        self.add(self._receipt, self._form)
        name, rest = media.cut_top(22, 2)
        self.heading(name, "stick")
        cells, rest = rest.cut_top(3 * ROW + 2 * 6, 8)
        self._stick = DialRow(look, cells.grid(2, 3, 6, 6), DIALS["stick"], self.turn)
        name, rest = rest.cut_top(22)
        self.heading(name, "scanner")
        absent = TwoLanguages(look, rest.cut_top(ROW)[0], label("scanner.absent"))
        absent.colour(DIM, DIM)
        self.add(self._stick, absent)

    def show(self, seen: Seen, now_s: float) -> None:
        self._receipt.take(seen.receipts, now_s)
        self._form.take(seen.forms, now_s)
        self._stick.show(seen.positions["stick"])

    def tick(self, now_s: float) -> None:
        self._receipt.outlet.tick(now_s)
        self._form.outlet.tick(now_s)


class FarEndFax(Section):
    """The machine at the other end: what it is, what is on the line, what it received."""

    height = plan.FAR_END

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        pages, rest = self.inside.cut_left(150, 14)
        self._pages = Browser(look, pages, "fax", open_it)
        state, rest = rest.cut_top(44, 4)
        self._compose_state(state)
        name, rest = rest.cut_top(20, 1)
        self.heading(name, "far_end")
        cells, rest = rest.cut_top(2 * ROW + 6, 6)
        self._far_end = DialRow(look, cells.grid(4, 2, 6, 6), DIALS["far_end"], self.turn)
        name, rest = rest.cut_top(20, 1)
        self.heading(name, "line")
        self._line = DialRow(look, rest.cut_top(ROW)[0].columns(5, 6), DIALS["line"], self.turn, first_is_well=True)
        self.add(self._pages, self._far_end, self._line)

    def _compose_state(self, rect: Rect) -> None:
        icon, words = rect.cut_left(40, 6)
        upper, lower = words.rows(2, 0)
        self._icon = IconMark(self.look, icon, "call", 34, DIM)
        self._now = plain(self.look, upper)
        self._last = plain(self.look, lower, size=13, colour=DIM)
        self.add(self._icon, self._now, self._last)

    def show(self, seen: Seen, now_s: float) -> None:
        self._pages.take(seen.received, now_s)
        self._far_end.show(seen.positions["far_end"])
        self._line.show(seen.positions["line"])
        telephone = seen.telephone
        self._icon.show("call", CHOSEN if telephone.off_hook else DIM)
        self._now.show(_line_now(telephone), CHOSEN if telephone.off_hook else WORDS)
        last = label("fax.last")
        self._last.show(f"{last.zh} {last.en}: {telephone.last_call}" if telephone.last_call else "")

    def tick(self, now_s: float) -> None:
        self._pages.outlet.tick(now_s)


def _line_now(telephone: Telephone) -> str:
    """The state of the line in one line."""
    if not telephone.off_hook:
        return " ".join(label("fax.on_hook"))
    sound = f"{_PARTY.get(telephone.party, '')} {telephone.signal}" if telephone.signal else label("fax.silence").zh
    return f"{label('fax.off_hook').zh} {telephone.number}   {sound}"


class Faults(Section):
    """A row of switches for everything that breaks in a lobby (K1, K2)."""

    height = plan.FAULTS

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        name, rest = self.inside.cut_top(24)
        self.heading(name, "faults")
        rows = rest.rows(5, 6)
        self._dials = {
            "receipt_fault": self.dial(rows[0], "receipt_fault"),
            "form_fault": self.dial(rows[1], "form_fault"),
        }
        left, right = rows[2].cut_left(NAME_WIDTH + 3 * 70 + 12, 14)
        self._dials |= {"modem": self.dial(left, "modem"), "pins": self.dial(right, "pins")}
        left, right = rows[3].cut_left(NAME_WIDTH + 3 * 70 + 12, 14)
        self._dials |= {"broker": self.dial(left, "broker"), "office": self.dial(right, "office")}
        left, right = rows[4].cut_left(NAME_WIDTH + 3 * 70 + 12, 14)
        self._compose_kills(left)
        self._dials |= {"card_reader": self.dial(right, "card_reader")}

    def _compose_kills(self, rect: Rect) -> None:
        name, cells = rect.cut_left(NAME_WIDTH)
        self.add(TwoLanguages(self.look, name, label("kill")))
        for process, cell in zip(("core", "ui"), cells.columns(2, 6), strict=True):
            key = f"kill.{process}"
            self.add(Chip(self.look, cell, key, label(key), self._killing(process)))

    def _killing(self, process: str) -> Callable[[], None]:
        return lambda: self.keeper.kill(process)

    def show(self, seen: Seen, now_s: float) -> None:
        for key, dial in self._dials.items():
            dial.show(seen.positions[key])


class Cards(Section):
    """What is held to the card reader (J1)."""

    height = plan.CARDS

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        name, cells = self.inside.cut_left(NAME_WIDTH)
        self.add(TwoLanguages(look, name, label("card")))
        self._dial = DialRow(look, cells.columns(len(DIALS["card"].positions), 6), DIALS["card"], self.turn)
        self.add(self._dial)

    def show(self, seen: Seen, now_s: float) -> None:
        self._dial.show(seen.positions["card"])


class Cash(Section):
    """Notes and coins for the acceptor, and its box (G2)."""

    height = plan.CASH
    _BOX = 150

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        name, cells = self.inside.cut_left(NAME_WIDTH)
        self.add(TwoLanguages(look, name, label("cash_box")))
        box, pieces = cells.cut_right(self._BOX, 14)
        for fen, cell in zip(CASH_FEN, pieces.columns(len(CASH_FEN), 6), strict=True):
            self.add(Chip(look, cell, f"cash.{fen}", label(f"cash.{fen}"), self._inserting(fen)))
        self._dial = DialRow(look, box.columns(2, 6), DIALS["cash_box"], self.turn, first_is_well=True)
        self.add(self._dial)

    def _inserting(self, fen: int) -> Callable[[], None]:
        return lambda: self.keeper.do(lambda switches: switches.insert(fen))

    def show(self, seen: Seen, now_s: float) -> None:
        self._dial.show(seen.positions["cash_box"])


class Phone(Section):
    """The owner's phone, and the payment provider behind it (G2)."""

    height = plan.PHONE
    _ACTS: Mapping[str, Act] = MappingProxyType(
        {
            "phone.pay": lambda switches: switches.phone_pays(1),
            "phone.twice": lambda switches: switches.phone_pays(2),
            "phone.untrue": lambda switches: switches.say_paid_untruly(),
        }
    )

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        acts, *dials = self.inside.rows(3, 6)
        name, cells = acts.cut_left(NAME_WIDTH)
        self.add(TwoLanguages(look, name, label("phone")))
        for key, cell in zip(self._ACTS, cells.columns(len(self._ACTS), 6), strict=True):
            self.add(Chip(look, cell, key, label(key), partial(keeper.do, self._ACTS[key])))
        self._dials = {key: self.dial(rect, key) for key, rect in zip(("notices", "provider"), dials, strict=True)}

    def show(self, seen: Seen, now_s: float) -> None:
        for key, dial in self._dials.items():
            dial.show(seen.positions[key])


class HeadOffice(Section):
    """What head office holds of this kiosk (H1)."""

    height = plan.OFFICE

    def __init__(self, look: Look, rect: Rect, keeper: Keeper, open_it: OpenIt) -> None:
        super().__init__(look, rect, keeper, open_it)
        left, right = self.inside.cut_left(250, 14)
        name, rest = left.cut_top(22)
        self.heading(name, "records")
        online, rest = rest.cut_top(34)
        icon, words = online.cut_left(30, 6)
        self._icon = IconMark(look, icon, "cloud_off", 26, DIM)
        self._count = plain(look, words, size=22)
        self._state = plain(look, rest.cut_top(18)[0], size=13)
        self._waiting = plain(look, rest.cut_top(18)[1], size=13, colour=DIM)
        self._newest = [plain(look, row, size=EN_PX + 2, colour=DIM) for row in right.rows(5, 0)]
        self.add(self._icon, self._count, self._state, self._waiting, *self._newest)

    def show(self, seen: Seen, now_s: float) -> None:
        office = seen.office
        self._icon.show("cloud_done" if office.online else "cloud_off", MESSAGE_GLOW if office.online else FAULTY)
        self._count.show(f"{office.held} / {office.written}")
        self._state.show(" ".join(label("records.online" if office.online else "records.offline")))
        self._waiting.show(_custody(office))
        for row, record in zip(self._newest, [*office.newest, *[None] * 5][:5], strict=True):
            row.show(f"{record[0]:>4}  {record[1]}" if record else "")


def _custody(office: Office) -> str:
    open_records = office.written - office.acknowledged
    if open_records == 0:
        return " ".join(label("records.all"))
    return f"{open_records} {' '.join(label('records.waiting'))}"


SECTIONS: tuple[type[Section], ...] = (Lamps, Papers, FarEndFax, Faults, Cards, Cash, Phone, HeadOffice)
