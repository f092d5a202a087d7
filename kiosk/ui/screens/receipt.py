"""The receipt and its paper: printed, on its way, in trouble, unknown. Trouble never loses it (G3, C4)."""

from __future__ import annotations

from datetime import datetime

from kiosk.desk.views import ReceiptView
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.service_words import cause_of, paper_state
from kiosk.ui.screens.words import unit_short, waived_facts
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Colour, Icon, Type
from kiosk.ui.widgets.bar import BarContent, Forward
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.qr_card import QR_SIDE, QrCard, QrCode, QrSquare, code_lines
from kiosk.ui.widgets.text import IconMark, Text, flow
from kiosk.ui.widgets.touch import Act

_MARK = 86  # design px: narrower than the sign by the air around its ink, which then stands in line with the words
_REASONS = ("media-empty", "media-jam", "cover-open", "offline", "absent")


class Receipt(Screen):
    """Says what the printer says, and goes on whatever it says."""

    name = "receipt"
    step = 6

    def __init__(self, shell: Shell, receipt: ReceiptView, then: Act) -> None:
        super().__init__(shell)
        self._receipt, self._then = receipt, then
        self._code = QrCode(receipt.proof)
        self._since: datetime | None = None

    def enter(self) -> None:
        self._read()

    def news_read(self) -> None:
        if self._receipt.print_state in ("waiting", "trouble", "unsigned"):
            self._read()

    def _read(self) -> None:
        number, desk = self._receipt.number, self.shell.desk
        self.work("receipt", lambda: (desk.money.receipt(number), desk.status.since("receipt_printer")), self._take)

    def _take(self, read: tuple[ReceiptView, datetime | None]) -> None:
        if read != (self._receipt, self._since):
            self._receipt, self._since = read
            self.refresh()

    def news_changed(self) -> None:
        self.refresh()

    @property
    def _state(self) -> str:
        return paper_state(self._receipt.print_state, self.shell.news.service("printed_receipt"))

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        panel = self.look.panel
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(430))
        else:
            side, main = page.rect.cut_right(panel.x(360))
        self._compose_state(page, main)
        page.add(SidePanel(self.look, side))
        self._compose_receipt(page, side.inset(panel.x(18), panel.y(18)))

    @property
    def _troubled(self) -> bool:
        return self._state in ("trouble", "unknown", "failed")

    @property
    def _waits(self) -> bool:
        """Whether it comes out once somebody has seen to the printer."""
        return self._troubled and self._state != "failed"

    @property
    def _code_above(self) -> bool:
        """Beside large words the code stands at the top, where nobody has to scroll for it."""
        return self.look.panel.zoom > 1

    def _compose_state(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        if self._troubled:
            page.add(Box(look, rect, Paint(fill=colours.ochre_tint)))
        inside = rect.inset(panel.x(40), panel.y(32))
        mark, text = inside.cut_top(panel.y(QR_SIDE if self._code_above else 120), panel.y(10))
        if self._code_above:
            square, mark = mark.cut_right(panel.y(QR_SIDE))
            page.add(QrSquare(look, square, self._code))
        icon, ink = self._sign()
        page.add(IconMark(look, mark.cut_left(panel.x(_MARK))[0], icon, Icon.OUTCOME, ink))
        if self._waits and self._since is not None:
            self._compose_waited(page, mark.cut_right(panel.x(200 if panel.zoom == 1 else 280))[0], self._since)
        title, rest = flow(look, text, self.tr(self._title_key()), Type.OUTCOME, colours.ink, gap=8)
        words, _ = flow(look, rest, self.tr(self._words_key()), Type.LEAD, colours.ink2)
        page.add(title, words)

    def _sign(self) -> tuple[str, Colour]:
        colours = self.look.colours
        if self._state == "printed":
            return "check_circle", colours.accent
        return ("print_disabled", colours.ochre) if self._troubled else ("receipt_long", colours.accent)

    def _compose_waited(self, page: Page, rect: Rect, since: datetime) -> None:
        look, panel = self.look, self.look.panel
        label, below = rect.cut_top(panel.y(30))
        waited = max(0, int((self.shell.clock.now() - since).total_seconds()))
        page.add(Text(look, label, self.tr("receipt.waited"), Type.CAPTION, look.colours.ink2))
        self._waited = Text(look, below, f"{waited // 60:02d}:{waited % 60:02d}", Type.DISPLAY, look.colours.ink)
        page.add(self._waited)

    def _title_key(self) -> str:
        if self._state != "trouble":
            return f"receipt.{self._state}"
        reason = self._receipt.reason or cause_of(self.shell.news.service("printed_receipt"))
        return f"receipt.trouble.{reason}" if reason in _REASONS else "receipt.trouble.other"

    def _words_key(self) -> str:
        return f"receipt.{self._state}.words"

    def _compose_receipt(self, page: Page, rect: Rect) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        head, rest = rect.cut_top(panel.y(QR_SIDE), panel.y(12))
        if self._code_above:
            page.add(*code_lines(look, head, self._head_lines()))
        else:
            page.add(QrCard(look, head, self._code, self._head_lines()))
        facts = self._facts()
        lines, rest = rest.cut_top(panel.y(36 * len(facts) + 10), panel.y(8))
        hairline(page.canvas.after, look, Rect(lines.x, lines.y - panel.y(4), lines.w, 1), colours.stroke)
        page.add(FactLines(look, lines.cut_top(panel.y(4))[1], facts, (colours.ink2, colours.ink), 92))
        hairline(page.canvas.after, look, Rect(lines.x, lines.bottom, lines.w, 1), colours.stroke)
        amount = rest.cut_top(panel.y(76))[0]
        page.add(Amount(look, amount, self._receipt.received_fen, Type.DISPLAY, colours.ink))

    def _head_lines(self) -> tuple[tuple[str, Type, Colour], ...]:
        """What the code beside them is: the paper's own, for a person's own phone, even where no paper comes."""
        tr, receipt, ink, ink2 = self.tr, self._receipt, self.look.colours.ink, self.look.colours.ink2
        return (
            (tr("sign.receipt"), Type.HEADING, ink),
            (tr("sign.number", number=receipt.number), Type.CAPTION, ink2),
            (tr("receipt.qr"), Type.CAPTION_BOLD, ink),
            (tr("receipt.qr.code", code=receipt.check_code), Type.CAPTION, ink2),
        )

    def _facts(self) -> tuple[Fact, ...]:
        tr, receipt = self.tr, self._receipt
        facts = [
            Fact(tr("sign.unit"), unit_short(self.look, receipt.charge.unit)),
            Fact(tr("sign.item"), tr(receipt.charge.title_key)),
            Fact(tr("sign.method"), tr(f"pay.{receipt.method}")),
        ]
        facts += (Fact(*waived) for waived in waived_facts(self.look, receipt))
        if receipt.change_fen:
            facts.append(Fact(tr("receipt.change"), money_words(receipt.change_fen)))
        return tuple(facts)

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        return BarContent(forward=Forward(self.tr("receipt.next"), self._then))

    def tick(self) -> None:
        if self._waits and self._since is not None and self.page is not None:
            waited = max(0, int((self.shell.clock.now() - self._since).total_seconds()))
            self._waited.show(f"{waited // 60:02d}:{waited % 60:02d}")
