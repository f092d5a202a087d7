"""Check and confirm: number, document, time and price, large, before anything irreversible (B4, G1)."""

from __future__ import annotations

from functools import partial

from kiosk.desk.house import QuoteChangedError
from kiosk.desk.views import Quote, ServiceView, Urgency
from kiosk.errors import KioskError
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.flow.walk import Walk
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.service_words import reason_words
from kiosk.ui.screens.words import formula, zone_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.choice import Segment, SegmentedSwitch
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import Fact, FactRows, SidePanel
from kiosk.ui.widgets.price import price_runs
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import WRAP_MIDDLE, IconMark, Text


class QuoteStep(StepScreen[s.FaxQuote]):
    """The price in hero size; the bar holds one reassurance."""

    def __init__(self, walk: Walk, step: s.Step, spec: s.FaxQuote) -> None:
        super().__init__(walk, step, spec)
        self._errand = walk.of(FaxErrand)
        self._quote: Quote | None = None

    def enter(self) -> None:
        self._ask()

    def _ask(self) -> None:
        visitor = self.shell.visit.visitor
        if visitor is None:
            return
        draft = self._errand.draft

        def done(quote: Quote) -> None:
            if (draft, visitor) != (self._errand.draft, self.shell.visit.visitor):
                self._ask()  # it was changed while this was being reckoned
                return
            self._quote = quote
            self.refresh()

        self.work("quote", lambda: self.shell.desk.fax.quote(visitor, draft), done)

    def language_changed(self) -> None:
        self._ask()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(340 if panel.zoom == 1 else 390))
        else:
            side, main = page.rect.cut_right(panel.x(392))
        main = main.inset(panel.x(24 if panel.portrait else 32), 0)
        main = main if panel.portrait else main.cut_right(panel.x(8))[1]
        page.add(SidePanel(self.look, side))
        title, rest = main.cut_top(panel.y(67))
        page.add(Text(self.look, title, self.tr(self.spec.title), Type.TITLE, self.look.colours.ink))
        if self._quote is None:
            return
        self._compose_facts(page, rest, self._quote)
        self._compose_price(page, side.inset(panel.x(40), panel.y(36)), self._quote)

    def _compose_facts(self, page: Page, rect: Rect, quote: Quote) -> None:
        panel = self.look.panel
        switch, rows = rect.cut_bottom(panel.y(92))
        page.add(FactRows(self.look, rows, self._facts(quote)))
        segments = [self._segment(urgency) for urgency in (Urgency.NORMAL, Urgency.URGENT)]
        page.add(SegmentedSwitch(self.look, switch.cut_top(panel.y(76))[0], segments))

    def _facts(self, quote: Quote) -> tuple[Fact, ...]:
        tr, local = self.tr, quote.done_at.astimezone(self.shell.settings.timezone)
        minutes = max(1, round(quote.duration_s / 60))
        queue = tr("quote.no_queue") if not quote.ahead else self.look.tr.count("quote.ahead", quote.ahead)
        about = self.look.tr.count("quote.about", minutes, queue=queue)
        resolution = tr(f"resolution.{quote.resolution}")
        pages = self.look.tr.count("quote.document", quote.pages, resolution=resolution)
        return (
            Fact(tr("quote.to"), " ".join(quote.number_groups), zone_words(self.look, quote.zone, quote.place)),
            Fact(tr("quote.what"), pages),
            self._when(tr("quote.by", time=f"{local:%H:%M}"), about),
        )

    def _when(self, by: str, about: str) -> Fact:
        """No time is promised while the line is down."""
        label = self.tr("quote.when")
        return Fact(label, by, about) if self._call.usable else Fact(label, self.tr("quote.when_back"))

    @property
    def _call(self) -> ServiceView:
        return self.shell.news.service("place_call")

    def _segment(self, urgency: Urgency) -> Segment:
        title, words = self.tr(f"urgency.{urgency}"), self.tr(f"urgency.{urgency}.words")
        chosen = self._errand.urgency is urgency
        return Segment(f"quote.{urgency}", title, words, chosen, partial(self._choose, urgency))

    def _compose_price(self, page: Page, rect: Rect, quote: Quote) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        caption, rest = rect.cut_top(panel.y(36))
        hero, rest = rest.cut_top(panel.y(116), panel.y(8))
        hero = Rect(hero.x, hero.y, hero.w + panel.x(16), hero.h)  # an amount may stand nearer to the edge
        told = formula(look, quote.pages, quote.rate)
        fits = look.width(Type.VALUE, told) <= rest.w
        line, rest = rest.cut_top(panel.y(44 if fits else 64), panel.y(22 if fits else 8))
        page.add(
            Text(look, caption, self.tr("quote.price"), Type.LEAD, colours.ink2),
            RunLine(look, hero, price_runs(look, quote.total_fen, self._hero(hero.w, quote.total_fen), colours.ink)),
            Text(look, line, told, Type.VALUE if fits else Type.TEXT, colours.ink, WRAP_MIDDLE),
        )
        hairline(page.canvas.after, look, Rect(rest.x, rest.y, rest.w, 1), colours.stroke)
        promise = rest.cut_top(panel.y(14))[1].cut_top(panel.y(66))[0]
        icon, words = promise.cut_left(panel.x(32), panel.x(10))
        page.add(IconMark(look, icon, "verified", 32, colours.accent))
        page.add(Text(look, words, self.tr("price.only_delivered"), Type.SUBTITLE, colours.accent, WRAP_MIDDLE))

    def _hero(self, width: int, fen: int) -> Type:
        """The largest size of the scale in which the amount fits."""
        for role in (Type.HERO, Type.DISPLAY, Type.NUMBER_L):
            runs = price_runs(self.look, fen, role, self.look.colours.ink)
            if sum(self.look.width(r.role, r.text, r.scale) + self.look.panel.x(r.lead) for r in runs) <= width:
                return role
        return Type.NUMBER

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        call = self._call
        waits = f"{reason_words(self.shell, call)}\n{self.tr('quote.waits')}"
        told = self._quote.account_key if self._quote is not None else ""
        note = Note(self.tr(told or self.spec.note) if call.usable else waits)
        return BarContent(self.way_back(), note, self._forward(call))

    def _forward(self, call: ServiceView) -> Forward:
        if not call.usable:
            return Forward(self.tr(self.spec.line_waits), None, kind=Kind.UNAVAILABLE)
        if self._quote is None:
            return self.not_yet(self.spec.reckoning)
        if self.busy("order"):
            return self.not_yet(self.spec.ordering)
        return Forward(self.tr(self.spec.forward), self._order, "outgoing_mail")

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, urgency: Urgency) -> None:
        self._errand.urgency = urgency
        self._quote = None
        self._ask()
        self.refresh()

    def _order(self) -> None:
        visitor, quote = self.shell.visit.visitor, self._quote
        if visitor is None or quote is None:
            return
        draft, request_id = self._errand.draft, self._errand.request_id
        self.work(
            "order", lambda: self.shell.desk.fax.order(visitor, draft, quote, request_id), self._ordered, self._refused
        )
        self.refresh_bar()

    def _ordered(self, job_id: int) -> None:
        self._errand.job_id = job_id
        self.go_on()

    def _refused(self, error: KioskError) -> None:
        """A price that has changed is told with its new amount; nothing was ordered."""
        if isinstance(error, QuoteChangedError):
            self._quote = None
            self._ask()
        self.failed(error)

    def news_changed(self) -> None:
        self.refresh()
