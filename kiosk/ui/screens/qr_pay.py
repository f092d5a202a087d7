"""Paying with the phone: the code, large, until its provider has said that it was paid; nobody is hurried (G2, A1).

Owns what each stage says and which ways lead on from it. The code is on the glass only while it may be scanned, whole
without scrolling however large the words are, and no other way is offered before it is surely closed. Knows no
provider; its desk is ``QrDesk``.
``CodeScreen`` is what the owner's step shares with the clerk's (``staff_qr``).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from kiosk.desk.house import GoneError
from kiosk.desk.views import QrStage, QrView, ReceiptView, Visitor
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.session import WAITS_S
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Icon, Stroke, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.panels import SidePanel
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.qr_card import QrCode, QrSquare
from kiosk.ui.widgets.ring import Ring, RingPaint
from kiosk.ui.widgets.text import WRAP, IconMark, Text

_MARK = 86  # design px, as on the screen for cash
_RING, _BESIDE = 84, 120  # how high below the code, how wide beside it
_SIDE = 470  # what the code has of an upright panel
_TITLE = 72  # what it leaves of it to its title
_ICONS = {
    QrStage.ASKING: "sync",
    QrStage.SHOWN: "qr_code_scanner",
    QrStage.CHECKING: "sync",
    QrStage.DOUBT: "warning",
    QrStage.PAID: "check_circle",
    QrStage.OVER: "error",
}


class CodeScreen(Screen):
    """Follows one order; ``again`` begins another when the code is over."""

    holds_session = True

    def __init__(self, shell: Shell, charge_id: int, paid: Callable[[ReceiptView], None]) -> None:
        super().__init__(shell)
        self._charge_id, self._paid = charge_id, paid
        self._request_id = str(uuid.uuid4())
        self._view: QrView | None = None
        self._code: QrCode | None = None
        self._read_at = 0.0
        self._ring: Ring | None = None

    # --- in whose name it is asked for and given up -------------------------------------------------------------

    def ask(self, charge_id: int, request_id: str) -> QrView:
        """Want a code; in a thread of its own."""
        raise NotImplementedError

    def withdraw(self, order_id: int) -> QrView:
        """Do not want it any more; in a thread of its own."""
        raise NotImplementedError

    def in_doubt(self) -> BarContent:
        """Where one may go while nobody knows whether it was paid."""
        raise NotImplementedError

    @property
    def doubt_words(self) -> str:
        """What is told meanwhile."""
        raise NotImplementedError

    # --- what becomes of it -------------------------------------------------------------------------------------

    def enter(self) -> None:
        self.work("show", self._begin, self._take_both, self._refused)

    def _refused(self, error: KioskError) -> None:
        """There will be no code: back to the other ways, and why."""
        self.shell.back()
        self.failed(error)

    def _begin(self) -> tuple[QrView | None, ReceiptView | None]:
        """The code; or, had it been paid by a moment before, the receipt."""
        receipt = self.shell.desk.money.receipt_of(self._charge_id)
        return (None, receipt) if receipt is not None else (self.ask(self._charge_id, self._request_id), None)

    def news_read(self) -> None:
        view = self._view
        if view is not None:
            self.work("view", lambda: self._read(view.order_id), self._take_both)

    def _read(self, order_id: int) -> tuple[QrView | None, ReceiptView | None]:
        """How the order stands, and the receipt however it came: the clerk may have let it be paid another way."""
        desk = self.shell.desk
        return desk.qr.view(order_id), desk.money.receipt_of(self._charge_id)

    def _take_both(self, found: tuple[QrView | None, ReceiptView | None]) -> None:
        view, receipt = found
        if receipt is not None:
            self._paid(receipt)
        elif view is not None:
            self._take(view)

    def _take(self, view: QrView) -> None:
        same, self._read_at = self._stage is view.stage, self.shell.clock.monotonic()
        if self._code is None or self._code.content != view.code:
            self._code = QrCode(view.code) if view.code else None
        known, self._view = self._view is not None, view
        if view.stage is QrStage.OVER and view.reason == "given_up":
            self.shell.back()
            self.shell.toasts.say("toast.qr_given_up")
        elif not (same and known):
            self.refresh()

    def tick(self) -> None:
        if self._ring is not None and self._view is not None:
            gone_s = self.shell.clock.monotonic() - self._read_at
            self._ring.show(max(0.0, self._view.left_s - gone_s), self._view.total_s)

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait and panel.window and self._code is not None:  # a page that scrolls begins with the code
            title = panel.y(_TITLE) if panel.upright else 0
            side, main = page.rect.cut_top(min(panel.y(_SIDE), page.first_view.h - title))
        elif panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(_SIDE))
        else:
            side, main = page.rect.cut_right(panel.x(424))
        page.add(SidePanel(self.look, side))
        self._ring = None
        self._compose_words(page, main.inset(panel.x(32), panel.y(24)))
        inside = side.inset(panel.x(28), panel.y(12 if panel.window else 24))
        if self._code is None:
            self._compose_sign(page, inside)
        else:
            self._compose_code(page, inside, self._code)

    def _compose_words(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        if self._code is not None and not panel.portrait:
            icon, rect = rect.cut_top(panel.y(96), panel.y(4))
            mark = icon.cut_left(panel.x(_MARK))[0]
            page.add(IconMark(look, mark, _ICONS[QrStage.SHOWN], Icon.OUTCOME, look.colours.accent))
        rest = rect
        if not self._title_beside:
            title, rest = rect.cut_top(panel.y(56), panel.y(8))
            self._compose_title(page, title)
        amount, words = rest.cut_bottom(panel.y(112), panel.y(8))
        page.add(Text(look, words, self._words, Type.LEAD, look.colours.ink2, WRAP))
        label, figures = amount.cut_top(panel.y(36))
        page.add(Text(look, label, self.tr("qr.amount"), Type.LEAD, look.colours.ink2))
        if self._view is not None:
            page.add(Amount(look, figures, self._view.amount_fen, Type.NUMBER_L, look.colours.ink))

    def _compose_title(self, page: Page, rect: Rect) -> None:
        page.add(Text(self.look, rect, self.tr(f"{self._key}.title"), Type.TITLE, self.look.colours.ink, WRAP))

    @property
    def _title_beside(self) -> bool:
        """Whether the code has a whole row of a lying glass, on which there is room for what it is for."""
        panel = self.look.panel
        return self._code is not None and panel.reflowed and not panel.upright and panel.top == 0

    def _compose_sign(self, page: Page, rect: Rect) -> None:
        look, side = self.look, self.look.panel.y(160)
        ink = look.colours.ochre if self._stage is QrStage.DOUBT else look.colours.ink2
        page.add(IconMark(look, rect.centred(side, side), _ICONS[self._stage], 104, ink))

    def _compose_code(self, page: Page, rect: Rect, code: QrCode) -> None:
        """The code in what is seen before anybody scrolls: where that is low, the time left stands beside it."""
        look, panel, colours = self.look, self.look.panel, self.look.colours
        seen = Rect(rect.x, rect.y, rect.w, min(rect.h, page.first_view.bottom - rect.y - panel.y(12)))
        if panel.window:
            square, beside = seen.cut_left(min(seen.h, seen.w - panel.x(_BESIDE)), panel.x(16))
            ring, title = beside.cut_bottom(panel.y(104), panel.y(8))
            if self._title_beside:
                self._compose_title(page, title)
        else:
            ring, square = seen.cut_bottom(panel.y(_RING), panel.y(8))
        paint = RingPaint(colours.accent, colours.line, colours.ink, 72, Stroke.PROGRESS, Type.TEXT_BOLD)
        self._ring = Ring(look, ring, paint)
        page.add(QrSquare(look, square, code), self._ring)
        self.tick()

    @property
    def _stage(self) -> QrStage:
        return self._view.stage if self._view is not None else QrStage.ASKING

    @property
    def _key(self) -> str:
        """Names the sentences of the stage."""
        match self._stage:
            case QrStage.SHOWN:
                return "qr"
            case QrStage.OVER:
                assert self._view is not None
                return f"qr.over.{self._view.reason}"
            case QrStage.PAID:
                return "qr.checking"
            case stage:
                return f"qr.{stage}"

    @property
    def _words(self) -> str:
        if self._stage is QrStage.DOUBT:
            return self.doubt_words
        wallet = self.tr(f"qr.wallet.{self._view.provider}") if self._view is not None else ""
        return self.tr(f"{self._key}.words", wallet=wallet)

    # --- ways on ------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        other = Back(self.tr("cash.other"), self._give_up)
        match self._stage:
            case QrStage.ASKING:
                return BarContent(other, forward=self._not_yet("qr.asking"))
            case QrStage.SHOWN:
                return BarContent(other, forward=self._not_yet("qr.waiting"))
            case QrStage.CHECKING | QrStage.PAID:
                return BarContent(forward=self._not_yet("qr.checking"))
            case QrStage.DOUBT:
                return self.in_doubt()
            case QrStage.OVER:
                back = Back(self.tr("cash.other"), self.shell.back)
                if self._view is not None and self._view.reason in ("refused", "owed_back"):
                    return BarContent(back)
                return BarContent(back, forward=Forward(self.tr("qr.again"), self._again, "qr_code_scanner"))

    def _not_yet(self, key: str) -> Forward:
        return Forward(self.tr(key), None, kind=Kind.NOT_YET)

    def _give_up(self) -> None:
        view = self._view
        if view is not None:
            self.work("give_up", lambda: self.withdraw(view.order_id), self._take)

    def _again(self) -> None:
        self._request_id, self._view = str(uuid.uuid4()), None
        self.refresh()
        self.enter()


class QrPay(CodeScreen):
    """The owner's: whoever is identified at the glass."""

    name = "qr_pay"
    step = 6
    patience_s = WAITS_S

    def __init__(self, shell: Shell, charge_id: int, paid: Callable[[ReceiptView], None]) -> None:
        super().__init__(shell, charge_id, paid)
        self._visitor = shell.visit.visitor

    def ask(self, charge_id: int, request_id: str) -> QrView:
        return self.shell.desk.qr.show(self._known, charge_id, request_id)

    def withdraw(self, order_id: int) -> QrView:
        return self.shell.desk.qr.give_up(self._known, order_id)

    @property
    def _known(self) -> Visitor:
        if self._visitor is None:
            raise GoneError("nobody is identified")
        return self._visitor

    def in_doubt(self) -> BarContent:
        home = Back(self.tr("bar.home"), self.shell.home)  # it stays open, on the board
        return BarContent(home, forward=Forward(self.tr("pay.no_way"), self.shell.calling.call, "concierge"))

    @property
    def doubt_words(self) -> str:
        return self.tr("qr.doubt.words")
