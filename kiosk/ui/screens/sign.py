"""The owner signs (A7): before an account payment, or for a receipt of cash already taken."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from kiosk.desk.views import ChargeView, Method, ReceiptView, Signature
from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.service_words import reason_words, still_words
from kiosk.ui.screens.words import quantity_facts, unit_short, waived_facts
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel, beside_side
from kiosk.ui.widgets.price import Amount
from kiosk.ui.widgets.signature import SignaturePad
from kiosk.ui.widgets.text import Text

Strokes = list[list[tuple[float, float]]]
Paid = Callable[[ReceiptView], None]
_FACTS = 4  # of more lines the amount below them leaves room


class Sign(Screen):
    """The pad at the left, what is signed at the right. Subclasses say what that is and what the signature does."""

    step = 0
    holds_session = False  # left alone nothing has happened

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._strokes: Strokes = []
        self._pad: SignaturePad | None = None

    # --- what subclasses say ------------------------------------------------------------------------------------

    def compose_side(self, page: Page, rect: Rect) -> None:
        """What is signed, in the side panel."""
        raise NotImplementedError

    def note(self) -> str:
        """What the signature is for."""
        raise NotImplementedError

    def sign(self, signature: Signature) -> None:
        """The signature is confirmed."""
        raise NotImplementedError

    def back(self) -> Back | None:
        """Back, while nothing is signed."""
        raise NotImplementedError

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        main, side = beside_side(self.look, page.rect, across=360)
        left, right = (24, 24) if panel.portrait else (32, 40)
        main = main.cut_left(panel.x(left))[1].cut_right(panel.x(right))[1]
        title, rest = main.cut_top(panel.y(69))
        page.add(Text(self.look, title, self.tr("sign.title"), Type.TITLE, self.look.colours.ink))
        self._compose_pad(page, rest.cut_bottom(panel.y(16))[1])
        page.add(SidePanel(self.look, side))
        self.compose_side(page, side)

    def _compose_pad(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        self._pad = SignaturePad(look, rect, self._strokes, self.refresh_bar)
        corner = rect.inset(panel.x(12), panel.y(12)).cut_top(panel.y(64))[0]
        caption = Caption(self.tr("sign.again"), Type.TEXT, "ink_eraser", 30)
        width = max(panel.x(130), look.width(Type.TEXT, caption.words) + panel.x(76))
        again = corner.cut_right(width)[0]
        self._pad.add(Button(look, again, "sign.again", caption, Kind.CONTROL, self._again))
        page.add(self._pad)

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        return BarContent(self.back(), Note(self.note()), self._forward())

    def _forward(self) -> Forward:
        if self.busy("sign"):
            return Forward(self.tr("sign.booking"), None, kind=Kind.NOT_YET)
        if self._pad is None or not self._pad.signed:
            return Forward(self.tr("sign.missing"), None, kind=Kind.NOT_YET)
        return Forward(self.tr("sign.confirm"), self._confirm, "check")

    def news_changed(self) -> None:
        self.refresh_bar()

    # --- acts ---------------------------------------------------------------------------------------------------

    def _again(self) -> None:
        self._strokes.clear()
        self.refresh()

    def _confirm(self) -> None:
        if self._pad is not None and self._pad.signed:
            self.sign(self._pad.signature)
            self.refresh_bar()

    def failed(self, error: KioskError) -> None:
        super().failed(error)
        self.refresh()


class SignPayment(Sign):
    """A charge is paid, or was: what it is for and how much stands beside the pad."""

    step = 6
    holds_session = True
    method = Method.ACCOUNT

    def charge(self) -> ChargeView | None:
        """What is paid; None while it is read."""
        raise NotImplementedError

    def number(self) -> str:
        """The receipt's number, if it is known already."""
        raise NotImplementedError

    def waived(self) -> tuple[Fact, ...]:
        """What of it was not taken, if anything."""
        return ()

    def amount_fen(self, charge: ChargeView) -> int:
        """What is to be paid, or was."""
        return charge.amount_fen

    def compose_side(self, page: Page, rect: Rect) -> None:
        panel, charge = self.look.panel, self.charge()
        if charge is not None:
            self._compose_charge(page, rect.inset(panel.x(32), panel.y(30)), charge)

    def _compose_charge(self, page: Page, rect: Rect, charge: ChargeView) -> None:
        look, panel, colours, tr = self.look, self.look.panel, self.look.colours, self.tr
        head, rest = rect.cut_top(panel.y(40))
        number, rest = rest.cut_top(panel.y(32), panel.y(14))
        page.add(Text(look, head, tr("sign.receipt"), Type.HEADING, colours.ink))
        told = tr("sign.number", number=self.number()) if self.number() else tr("sign.number.later")
        page.add(Text(look, number, told, Type.CAPTION, colours.ink2))
        facts = (
            Fact(tr("sign.unit"), unit_short(look, charge.unit)),
            Fact(tr("sign.item"), tr(charge.title_key)),
            *(Fact(label, value) for label, value in quantity_facts(look, charge)),
            Fact(tr("sign.method"), tr(f"pay.{self.method}")),
            *self.waived(),
        )
        many = len(facts) > _FACTS
        lines, rest = rest.cut_top(panel.y(36 * len(facts) + (8 if many else 18)), panel.y(6 if many else 14))
        hairline(page.canvas.after, look, Rect(lines.x, lines.y - panel.y(6), lines.w, 1), colours.stroke)
        lines_of_facts = lines.cut_top(panel.y(0 if many else 8))[1]
        page.add(FactLines(look, lines_of_facts, facts, (colours.ink2, colours.ink), 92))
        hairline(page.canvas.after, look, Rect(lines.x, lines.bottom, lines.w, 1), colours.stroke)
        amount = rest.cut_top(panel.y(56 if many else 84))[0]
        page.add(Amount(look, amount, self.amount_fen(charge), Type.NUMBER_L if many else Type.DISPLAY, colours.ink))

    def note(self) -> str:
        """Without paper, what becomes of the receipt."""
        receipt = self.shell.news.service("printed_receipt")
        if receipt.usable:
            return self.tr("sign.note")
        return f"{reason_words(self.shell, receipt)}\n{still_words(self.shell, receipt)}"


class SignOnAccount(SignPayment):
    """The signature is the payment: both in one step (G1)."""

    name = "sign_account"

    def __init__(self, shell: Shell, charge_id: int, paid: Paid) -> None:
        super().__init__(shell)
        self._charge_id, self._paid = charge_id, paid
        self._charge: ChargeView | None = None
        self._request_id = ""

    def enter(self) -> None:
        self._request_id = str(uuid.uuid4())  # a second touch on the same sight is the same payment (G1)
        self.work("charge", lambda: self.shell.desk.money.charge(self._charge_id), self._take)

    def _take(self, charge: ChargeView) -> None:
        self._charge = charge
        self.refresh()

    def charge(self) -> ChargeView | None:
        return self._charge

    def number(self) -> str:
        return ""

    def back(self) -> Back | None:
        return Back(self.tr("bar.back"), self.shell.back)

    def sign(self, signature: Signature) -> None:
        visitor, money, request_id = self.shell.visit.visitor, self.shell.desk.money, self._request_id
        if visitor is not None:
            pay = partial(money.pay_on_account, visitor, self._charge_id, signature, request_id)
            self.work("sign", pay, self._paid)


class SignReceipt(SignPayment):
    """It is paid and booked; the signature goes on its receipt."""

    name = "sign_receipt"

    def __init__(self, shell: Shell, receipt: ReceiptView, signed: Paid) -> None:
        super().__init__(shell)
        self.method = receipt.method
        self._receipt, self._signed = receipt, signed

    def charge(self) -> ChargeView | None:
        return self._receipt.charge

    def number(self) -> str:
        return self._receipt.number

    def waived(self) -> tuple[Fact, ...]:
        return tuple(Fact(*waived) for waived in waived_facts(self.look, self._receipt))

    def amount_fen(self, charge: ChargeView) -> int:
        return self._receipt.received_fen

    def back(self) -> Back | None:
        return None

    def sign(self, signature: Signature) -> None:
        number, money = self._receipt.number, self.shell.desk.money
        self.work("sign", lambda: money.sign_receipt(number, signature), self._signed)
