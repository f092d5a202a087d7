"""One test of a device, run by the core: what it will do, how far it is, what came of it, what to do (J3).

Owns the showing and the person's answers. It may be left at any time: the core goes on and the outcome is kept.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from kiosk.desk.self_tests import may_test
from kiosk.desk.views import SelfTestKind, SelfTestOffer, SelfTestState, SelfTestView, Staff
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.staff_room import StaffScreen, staff_back
from kiosk.ui.screens.technician_test_words import (
    measured,
    outcome_colour,
    outcome_icon,
    outcome_words,
    rungs_of,
    told,
)
from kiosk.ui.shell import Shell
from kiosk.ui.theme import STAFF_MARGIN, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import first_lines, one_line
from kiosk.ui.widgets.ladder import Ladder
from kiosk.ui.widgets.text import WRAP, IconMark, Text


class DeviceTest(StaffScreen):
    """Before: what it does. Meanwhile: the ladder, a question where the person has to look. After: the outcome."""

    name = "staff_test"
    title_key: ClassVar[str] = "staff.room.technician"

    def __init__(self, shell: Shell, staff: Staff, kind: SelfTestKind, outcome: SelfTestView | None = None) -> None:
        """``outcome``: of a test that was made elsewhere and is only shown here."""
        super().__init__(shell, staff)
        self._kind = kind
        self._test = outcome
        self._need = ""

    def enter(self) -> None:
        self.work("offer", lambda: self.shell.desk.self_tests.offers(self.staff), self._take_offers)

    def _take_offers(self, offers: tuple[SelfTestOffer, ...]) -> None:
        offer = next(offer for offer in offers if offer.kind is self._kind)
        self._need = offer.need
        if self._test is None and offer.last is not None and not offer.last.state.over:
            self._take(offer.last)  # somebody left it while it ran
        self.refresh()

    def news_read(self) -> None:
        if self._test is not None and not self._test.state.over:
            test_id = self._test.id
            self.work("view", lambda: self.shell.desk.self_tests.view(self.staff, test_id), self._take)

    def _take(self, test: SelfTestView) -> None:
        self.holds_session = not test.state.over  # whoever waits for a call's end is not asked whether they are there
        if test != self._test:
            self._test = test
            self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(STAFF_MARGIN), panel.y(8))
        title, rest = inside.cut_top(panel.y(58), panel.y(8))
        page.add(Text(look, title, self.tr(f"self_test.{self._kind}"), Type.TITLE, look.colours.ink))
        test = self._test
        if test is None:
            words = self.tr(f"self_test.need.{self._need}.words" if self._need else f"self_test.{self._kind}.words")
            page.add(Text(look, rest, words, Type.LEAD, look.colours.ink2, WRAP))
            return
        if panel.portrait:
            ladder, side = rest.cut_top(panel.y(60) * len(test.steps) + panel.y(20), panel.y(20))
        else:
            ladder, side = rest.cut_left(panel.x(370), panel.x(36))
        page.add(Ladder(look, ladder, rungs_of(look, test)))
        if test.state.over:
            self._compose_outcome(page, side, test)
        elif self._asks(test):
            self._compose_question(page, side, test)
        else:
            words = told(look, test) or self.tr(f"self_test.{self._kind}.words")
            page.add(Text(look, side, words, Type.LEAD, look.colours.ink2, WRAP))

    def _asks(self, test: SelfTestView) -> bool:
        unanswered = test.step and test.step not in test.answers
        return self._kind is SelfTestKind.LAMPS and test.state is SelfTestState.RUNNING and bool(unanswered)

    def _compose_question(self, page: Page, rect: Rect, test: SelfTestView) -> None:
        look, panel = self.look, self.look.panel
        buttons, words = rect.cut_bottom(panel.y(110), panel.y(12))
        head, below = words.cut_top(panel.y(48), panel.y(4))
        page.add(Text(look, head, self.tr("self_test.lamps.question"), Type.LABEL, look.colours.ink, WRAP))
        page.add(Text(look, below, self.tr(f"self_test.lamps.{test.step}.words"), Type.LEAD, look.colours.ink2, WRAP))
        yes, no = buttons.columns(2, panel.x(16))
        for cell, key, kind, seen in ((no, "no", Kind.OUTLINED, False), (yes, "yes", Kind.FILLED, True)):
            caption = Caption(self.tr(f"self_test.lamps.{key}"), Type.LABEL)
            act = partial(self._answer, test, seen)
            page.add(Button(look, cell, f"test.{key}", caption, kind, act))

    def _compose_outcome(self, page: Page, rect: Rect, test: SelfTestView) -> None:
        look, panel = self.look, self.look.panel
        head, rest = rect.cut_top(panel.y(60), panel.y(6))
        icon, words = head.cut_left(panel.x(48), panel.x(14))
        colour = outcome_colour(look, test)
        page.add(IconMark(look, icon, outcome_icon(test), 44, colour))
        page.add(Text(look, words, outcome_words(look, test), Type.LABEL, colour))
        facts = measured(look, test)
        height = panel.y(48 if test.state is SelfTestState.PASSED else 132)  # of what is well, one sentence
        text, table = rest.cut_top(height if facts else rest.h, panel.y(8))
        said = first_lines(look, told(look, test), Type.TEXT, text)
        page.add(Text(look, text, said, Type.TEXT, look.colours.ink, WRAP))
        for name, value in facts[: max(1, table.h // panel.y(34))]:
            line, table = table.cut_top(panel.y(34))
            left, right = line.cut_left(min(line.w // 2, look.width(Type.STAFF, name) + panel.x(16)))
            page.add(Text(look, left, name, Type.STAFF, look.colours.ink2))
            page.add(Text(look, right, one_line(look, value, Type.STAFF, right.w), Type.STAFF, look.colours.ink))

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), self._back)
        if self._need:
            return BarContent(back, forward=Forward(self.tr("self_test.cannot"), None, kind=Kind.UNAVAILABLE))
        test = self._test
        if self.busy("ask") or self.busy("cancel"):
            return BarContent(back, forward=Forward(self.tr("self_test.asking"), None, kind=Kind.NOT_YET))
        if self._kind is SelfTestKind.GLASS:
            return BarContent(back, self._noted(test))
        if test is None or test.state.over:
            key = "self_test.start" if test is None else "self_test.again"
            return BarContent(back, self._noted(test), Forward(self.tr(key), self._start, "cycle"))
        stop = Forward(self.tr("self_test.stop"), self._cancel, "close", Kind.PLAIN)
        return BarContent(back, Note(outcome_words(self.look, test)), stop)

    def _noted(self, test: SelfTestView | None) -> Note | None:
        """Who and when: the outcome is a record."""
        if test is None or test.ended_at is None:
            return None
        when = test.ended_at.astimezone(self.shell.settings.timezone)
        return Note(self.tr("self_test.recorded", when=f"{when:%m-%d %H:%M:%S}", staff=test.staff_id))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if not may_test(self.staff.role):
            self.shell.dialogs.tell("error.role")
            return
        tests, wanted = self.shell.desk.self_tests, (self.staff, self._kind, self.look.language, str(uuid.uuid4()))
        self.work("ask", lambda: tests.ask(*wanted), self._take)
        self.refresh_bar()

    def _answer(self, test: SelfTestView, seen: bool) -> None:
        tests = self.shell.desk.self_tests

        def answered() -> SelfTestView:
            tests.answer(self.staff, test.id, test.step, seen)
            return tests.view(self.staff, test.id)

        self.work("answer", answered, self._take)

    def _cancel(self) -> None:
        if self._test is not None:
            test_id = self._test.id
            self.work("cancel", lambda: self.shell.desk.self_tests.cancel(self.staff, test_id), lambda _none: None)
            self.refresh_bar()

    def _back(self) -> None:
        """Lamps that play while nobody looks would lie: such a test ends with the screen."""
        if self._kind is SelfTestKind.LAMPS and self._test is not None and not self._test.state.over:
            tests, staff, test_id = self.shell.desk.self_tests, self.staff, self._test.id
            self.shell.run("cancel_lamps", lambda: tests.cancel(staff, test_id), lambda _none: None)
        staff_back(self.shell)
