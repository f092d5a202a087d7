"""To whom: the number, typed twice, read back in groups; zone and price as soon as they are known (B1, B4)."""

from __future__ import annotations

from kiosk.desk.views import NumberCheck
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.words import page_price, zone_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.field import NumberEntry, NumberField
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.pad import BACKSPACE, PLUS, NumberPad
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.tags import Pill
from kiosk.ui.widgets.text import WRAP, Text
from kiosk.ui.widgets.touch import Act

_LONGEST = 21
_NOTHING = NumberCheck(False, ())


class NumberStep(StepScreen[s.FaxNumber]):
    """Two fields and a pad."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.FaxNumber) -> None:
        super().__init__(walk, step, spec)
        errand = self._errand = walk.of(FaxErrand)
        self._typed = [errand.number, errand.number]
        self._active = 0
        self._check = errand.check or _NOTHING
        self._checked = errand.number

    # --- what is known ------------------------------------------------------------------------------------------

    @property
    def _first_done(self) -> bool:
        return self._check.complete and self._checked == self._typed[0]

    @property
    def _wrong_from(self) -> int | None:
        """Where the second entry begins to differ from the first."""
        first, second = self._typed
        return next((i for i, digit in enumerate(second) if i >= len(first) or first[i] != digit), None)

    @property
    def _missing(self) -> int:
        return max(0, len(self._typed[0]) - len(self._typed[1]))

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            left, right = page.margin.cut_top(panel.y(400), panel.y(8))
        else:
            left, right = page.margin.cut_left(panel.x(552), panel.x(32))
        pad = right.cut_top(panel.y(20))[1].cut_bottom(panel.y(14))[1]
        page.add(NumberPad(self.look, pad, PLUS, self._type, self.shell.clock.monotonic))
        title, rest = left.cut_top(panel.y(78), panel.y(10))
        page.add(Text(self.look, title, self.tr(self.spec.title), Type.TITLE, self.look.colours.ink))
        self._entries = Placed(self.look, rest)
        page.add(self._entries)
        self._compose_entries(self._entries)

    def _compose_entries(self, page: Placed) -> None:
        """What a key changes: the fields and what is known of the number; the pad stays."""
        panel = self.look.panel
        first, rest = page.rect.cut_top(panel.y(102), panel.y(12))
        second, rest = rest.cut_top(panel.y(102), panel.y(16))
        self._compose_fields(page, first, second)
        self._compose_known(page, rest)

    def _show_entries(self) -> None:
        if self.look.panel.portrait:
            self.refresh()  # the price comes in a line of its own: the page is another
        elif self.shown:
            self._entries.wipe()
            self._compose_entries(self._entries)
            self.refresh_bar()

    def _compose_fields(self, page: Placed, first: Rect, second: Rect) -> None:
        page.add(NumberField(self.look, first, "fax.number.first", self._first_entry(), self._activator(0)))
        act = self._activator(1) if self._first_done else None
        page.add(NumberField(self.look, second, "fax.number.second", self._second_entry(), act))

    def _first_entry(self) -> NumberEntry:
        groups = grouped(self._typed[0], self._check.groups)
        active = self._active == 0
        return NumberEntry(self.tr(self.spec.first), groups, active, done=self._first_done and not active)

    def _second_entry(self) -> NumberEntry:
        fault = self.tr(self.spec.differs) if self._wrong_from is not None else ""
        return NumberEntry(
            self.tr(self.spec.again),
            grouped(self._typed[1], self._check.groups),
            active=self._active == 1,
            done=bool(self._typed[1]) and not fault and not self._missing,
            missing=self._missing if self._active == 1 and not fault else 0,
            wrong_from=self._wrong_from,
            fault=fault,
        )

    def _compose_known(self, page: Placed, rect: Rect) -> None:
        """Zone and price, or why the number is refused."""
        look, panel, check = self.look, self.look.panel, self._check
        row, below = rect.cut_top(panel.y(44), panel.y(4))
        if check.zone is not None and check.rate is not None and check.complete:
            zone, runs = zone_words(look, check.zone, check.place), self._price_runs(check.rate.unit_fen)
            price = sum(look.width(run.role, run.text) for run in runs)
            place, after = beside(look, row, (Pill.needed(look, zone, "call", Type.TEXT_BOLD), price), panel.x(16))
            page.add(Pill(look, place, zone, "call", Type.TEXT_BOLD), RunLine(look, after, runs))
        elif self._refused:
            page.add(Text(look, rect, self.tr(check.reason_key), Type.TEXT_BOLD, look.colours.seal, WRAP))
            return
        page.add(Text(look, below, self.tr(self.spec.hint), Type.CAPTION, look.colours.ink2, WRAP))

    def _price_runs(self, page_fen: int) -> list[Run]:
        colours = self.look.colours
        before, after = self.tr("fax.number.price", price="|").split("|")
        return [
            Run(before, Type.TEXT, colours.ink),
            Run(money_words(page_fen), Type.TEXT_BOLD, colours.ink),
            Run(after, Type.TEXT, colours.ink),
        ]

    @property
    def _refused(self) -> bool:
        """Whether the first number is wrong for good, not merely short."""
        return bool(self._check.reason_key) and not self._check.missing and self._check.reason_key != "number.short"

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        price = page_price(self.look, self._check) if self._check.complete else None
        return BarContent(self.way_back(), price, self._forward())

    def _forward(self) -> Forward:
        if not self._typed[0]:
            return self.not_yet(self.spec.missing)
        if not self._first_done:
            return self.not_yet(self.spec.refused) if self._refused else self._digits(max(1, self._check.missing))
        if self._active == 0 and self._typed[1] != self._typed[0]:
            return Forward(self.tr(self.spec.type_again), lambda: self._activate(1))
        if self._wrong_from is not None:
            return self.not_yet(self.spec.differs)
        if self._missing:
            return self._digits(self._missing)
        return Forward(self.tr(self.spec.forward), self._next)

    def _digits(self, missing: int) -> Forward:
        return Forward(self.look.tr.count(self.spec.digits, missing), None, kind=Kind.NOT_YET)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _activator(self, field: int) -> Act:
        return lambda: self._activate(field)

    def _activate(self, field: int) -> None:
        self._active = field
        self._show_entries()

    def _type(self, key: str) -> None:
        typed = self._typed[self._active]
        if key == BACKSPACE:
            typed = typed[:-1]
        elif len(typed) < _LONGEST and (key != PLUS or not typed):
            typed += key
        self._typed[self._active] = typed
        if self._active == 0:
            self._typed[1] = ""
            self._check_first()
        self._show_entries()

    def language_changed(self) -> None:
        self._check_first()

    def _check_first(self) -> None:
        """Check what is typed; if more was typed meanwhile, check again."""
        text, language = self._typed[0], self.look.language
        if not text:
            self._check, self._checked = _NOTHING, ""
            return

        def done(check: NumberCheck) -> None:
            self._check, self._checked = check, text
            if text != self._typed[0]:
                self._check_first()
            self._show_entries()

        visitor = self.shell.visit.visitor
        self.work("check", lambda: self.shell.desk.fax.check_number(text, language, visitor), done)

    def _next(self) -> None:
        self._errand.number, self._errand.check = self._typed[0], self._check
        self.go_on()


def grouped(text: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    """``text`` cut like ``groups`` (of a number that is a little older or longer), the rest in the last group."""
    cut: list[str] = []
    for group in groups:
        if not text:
            break
        cut.append(text[: len(group)])
        text = text[len(group) :]
    if text:
        cut = [*cut[:-1], cut[-1] + text] if cut else [text]
    return tuple(cut)
