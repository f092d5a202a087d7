"""The line at work: a ladder of what has happened and when, the page under way, cancel at any moment (B6)."""

from __future__ import annotations

from datetime import datetime

from kiosk.desk.views import FaxProgress, FaxState, PageView
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.fax_errand import OVER, FaxErrand
from kiosk.ui.screens.fax_ladder import rungs_of
from kiosk.ui.screens.service_words import reason_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, PriceTag
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.dialog import Choice
from kiosk.ui.widgets.ladder import Ladder, Rung
from kiosk.ui.widgets.pages import PagePicture
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import SidePanel
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import WRAP, Text

_THUMB = (300, 424)


class ProgressStep(StepScreen[s.Progress]):
    """The line works for this person, who may watch or go; unless it cannot work at all."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.Progress) -> None:
        super().__init__(walk, step, spec)
        self._job_id = walk.of(FaxErrand).job_id
        self._progress: FaxProgress | None = None
        self._pictures: dict[int, PageView] = {}
        self._ladder: Ladder | None = None
        self._picture: PagePicture | None = None
        self._cancelling = False

    def enter(self) -> None:
        self._read()

    def news_changed(self) -> None:
        self.refresh()

    def news_read(self) -> None:
        self._read()

    def _read(self) -> None:
        self.work("progress", lambda: self.shell.desk.fax.progress(self._job_id), self._take)

    def _take(self, progress: FaxProgress) -> None:
        before, self._progress = self._progress, progress
        if progress.state in OVER:
            self.go_on()
            return
        self.holds_session = not self._held_up(progress)
        self._want_picture(self._page)
        if before is None or _shape(before) != _shape(progress) or self._ladder is None:
            self.refresh()
        elif before != progress:
            self._show(progress)

    def _show(self, progress: FaxProgress) -> None:
        """Only the bar under the current rung and the line on the page have moved."""
        if self._ladder is not None:
            self._ladder.show(self._rungs(progress))
        if self._picture is not None:
            self._picture.show_sent(progress.fraction)

    # --- the page under way -------------------------------------------------------------------------------------

    @property
    def _page(self) -> int:
        progress = self._progress
        if progress is None:
            return 1
        under_way = 0 if self._held_up(progress) else progress.page
        return min(progress.pages, under_way or progress.confirmed + 1)

    def _want_picture(self, number: int) -> None:
        visitor, fax = self.shell.visit.visitor, self.shell.desk.fax
        if number in self._pictures or visitor is None:
            return

        def done(picture: PageView) -> None:
            self._pictures[number] = picture
            self.refresh()

        self.work("picture", lambda: fax.sent_page(visitor, self._job_id, number, _THUMB), done)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(300))
        else:
            side, main = page.rect.cut_right(panel.x(392))
        page.add(SidePanel(self.look, side))
        self._ladder, self._picture = None, None
        if self._progress is None:
            return
        main = main.inset(panel.x(32), panel.y(24))
        self._ladder = Ladder(self.look, main, self._rungs(self._progress))
        page.add(self._ladder)
        self._compose_side(page, side.inset(panel.x(40), panel.y(26)), self._progress)

    def _rungs(self, progress: FaxProgress) -> tuple[Rung, ...]:
        zone, now = self.shell.settings.timezone, self.shell.clock.now()
        return rungs_of(self.look, progress, zone, now, self._held_up(progress))

    def _held_up(self, progress: FaxProgress) -> str:
        """Why an order that waits for the line cannot be sent now: it goes by itself when the line is back (K2).

        A call that is under way is held up with its core: what that said last of it is no longer so.
        """
        call = self.shell.news.service("place_call")
        waits = progress.state in (FaxState.QUEUED, FaxState.RETRY) or self.shell.news.core_is_silent
        if call.usable or not waits:
            return ""
        return self.tr("ladder.held_up", reason=reason_words(self.shell, call))

    def _compose_side(self, page: Page, rect: Rect, progress: FaxProgress) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        if panel.portrait:
            picture, rest = rect.cut_left(panel.x(150), panel.x(28))
            count, rest = rest.cut_top(panel.y(112), panel.y(16))
        else:
            top, rest = rect.cut_top(panel.y(214), panel.y(24))
            picture, count = top.cut_left(panel.x(150), panel.x(28))
        sheet = PagePicture(look, picture, self._pictures.get(self._page))
        page.add(sheet)
        if progress.state is FaxState.CALLING and not self._held_up(progress):
            sheet.show_sent(progress.fraction)
        self._picture = sheet
        label, number = count.centred(count.w, panel.y(110)).cut_top(panel.y(36))
        page.add(Text(look, label, self.tr("sending.page"), Type.LEAD, colours.ink2))
        runs = [
            Run(str(self._page), Type.DISPLAY, colours.ink),
            Run(f"/ {progress.pages}", Type.ACTION, colours.ink2, lead=12),
        ]
        page.add(RunLine(look, number, runs))
        hairline(page.canvas.after, look, Rect(rest.x, rest.y - panel.y(8), rest.w, 1), colours.stroke)
        self._compose_when(page, rest, progress)

    def _compose_when(self, page: Page, rect: Rect, progress: FaxProgress) -> None:
        look, panel = self.look, self.look.panel
        _, rest = rect.cut_top(panel.y(6))
        if progress.expected_end is not None and not self._held_up(progress):
            when, rest = rest.cut_top(panel.y(36), panel.y(4))
            words = self.tr("sending.expected", time=self._clock(progress.expected_end))
            page.add(Text(look, when, words, Type.TEXT, look.colours.ink2))
        page.add(Text(look, rest, self.tr(self.spec.meanwhile), Type.TEXT, look.colours.ink, WRAP))

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.shell.settings.timezone):%H:%M}"

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        progress = self._progress
        price = None
        if progress is not None:
            pages = self.look.tr.count("count.pages", progress.pages)
            price = PriceTag(progress.quoted_fen, (pages, self.tr("price.only_delivered.short")))
        cancel = Back(
            self.tr(self.spec.cancelling if self._cancelling else self.spec.cancel), self._ask_cancel, danger=True
        )
        return BarContent(cancel, price, Forward(self.tr(self.spec.home), self.shell.home, "home", Kind.PLAIN))

    def _ask_cancel(self) -> None:
        tr = self.tr

        def choices() -> tuple[Choice, Choice]:
            return (
                Choice("cancel.yes", tr(self.spec.cancel), Kind.DANGER_OUTLINED, self._cancel),
                Choice("cancel.no", tr("sending.go_on"), Kind.FILLED, self.shell.dialogs.close),
            )

        self.shell.dialogs.ask("sending.cancel.title", lambda: tr("sending.cancel.words"), choices)

    def _cancel(self) -> None:
        self.shell.dialogs.close()
        visitor = self.shell.visit.visitor
        if visitor is None:
            return
        self._cancelling = True
        self.work("cancel", lambda: self.shell.desk.fax.cancel(visitor, self._job_id), self._cancelled)
        self.refresh_bar()

    def _cancelled(self, _nothing: None) -> None:
        self._read()


def _shape(progress: FaxProgress) -> tuple[object, ...]:
    """What changes the composition, not only a bar."""
    return (
        progress.state,
        progress.phase,
        progress.page,
        progress.confirmed,
        progress.attempt,
        progress.ahead,
        progress.expected_end is None,
    )
