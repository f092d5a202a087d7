"""Quotes of work in words and lines: the same for who writes one, who agrees to it, and who pays it (D4).

Owns how a line is told and how lines stand above their sum. Called by the clerk's and the owner's screens of a quote.
"""

from __future__ import annotations

from kiosk.desk.views import CaseView, LineKind, WorkLine, WorkQuote
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.screen import Page
from kiosk.ui.screens.words import item_words
from kiosk.ui.theme import Type
from kiosk.ui.widgets.fitting import one_line
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.text import RIGHT, Text

ICONS = {LineKind.LABOUR: "engineering", LineKind.MATERIAL: "construction"}
_LINE, _SUM = 36, 84


def line_words(look: Look, line: WorkLine, item_key: str) -> str:
    """进水软管; labour without words is the item itself."""
    return line.words or item_words(look, item_key)


def times_words(line: WorkLine) -> str:
    """2 × ¥ 18.50; nothing where there is one."""
    return f"{line.quantity} × {money_words(line.unit_fen)}" if line.quantity > 1 else ""


def compose_quote(look: Look, page: Page, rect: Rect, quote: WorkQuote, item_key: str) -> Rect:
    """The lines of a quote and their sum; returns what is left below them."""
    for line in quote.lines:
        row, rect = rect.cut_top(look.panel.y(_LINE))
        price = money_words(line.amount_fen)
        text, amount = row.cut_left(row.w - look.width(Type.TEXT, price) - look.panel.x(10))
        times = times_words(line)
        room = text.w - look.width(Type.CAPTION, times) - look.panel.x(10)
        words = one_line(look, line_words(look, line, item_key), Type.TEXT, room if times else text.w)
        page.add(Text(look, text, words, Type.TEXT, look.colours.ink))
        page.add(Text(look, text, times, Type.CAPTION, look.colours.ink2, RIGHT))
        page.add(Text(look, amount, price, Type.TEXT, look.colours.ink, RIGHT))
    if quote.less:
        rect = _compose_less(look, page, rect, quote.total_fen - quote.agreed_fen)
    hairline(page.canvas.after, look, Rect(rect.x, rect.y + look.panel.y(4), rect.w, 1), look.colours.stroke)
    total, rest = rect.cut_top(look.panel.y(8))[1].cut_top(look.panel.y(_SUM))
    page.add(Amount(look, total, quote.total_fen, Type.DISPLAY, look.colours.ink))
    return rest


def _compose_less(look: Look, page: Page, rect: Rect, fen: int) -> Rect:
    """What is taken off at the acceptance, as a line of its own."""
    row, rest = rect.cut_top(look.panel.y(_LINE))
    price = money_words(fen)
    text, amount = row.cut_left(row.w - look.width(Type.TEXT, price) - look.panel.x(10))
    words = one_line(look, look.tr("charge.less"), Type.TEXT, text.w)
    page.add(Text(look, text, words, Type.TEXT, look.colours.ink))
    page.add(Text(look, amount, price, Type.TEXT, look.colours.ink, RIGHT))
    return rest


def quote_words(look: Look, quote: WorkQuote) -> str:
    """¥ 87.00 · 业主已同意."""
    return look.tr("work.told", price=money_words(quote.total_fen), answer=look.tr(f"work.answer.{quote.answer}"))


def compose_head(look: Look, page: Page, rect: Rect, case: CaseView) -> Rect:
    """Which case and what for, above the lines; returns what is left."""
    number, rest = rect.cut_top(look.panel.y(32))
    page.add(Text(look, number, look.tr("work.case", number=case.number), Type.CAPTION, look.colours.ink2))
    item, rest = rest.cut_top(look.panel.y(42), look.panel.y(6))
    page.add(Text(look, item, item_words(look, case.item_key), Type.SUBTITLE, look.colours.ink))
    return rest
