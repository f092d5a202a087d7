"""收款收据: the receipt of a payment (G3), its reprint, and the receipt of a reversal (G4).

Owns the order of design.md 6. Knows no store and no printer. Called by the core's print worker and by the screens that
show a receipt.
"""

from __future__ import annotations

from kiosk.assets import Assets
from kiosk.forms.blocks import Align, Block, Canvas, Column, Gap, Inset, Row, Stack, Words
from kiosk.forms.capitals import amount_in_capitals
from kiosk.forms.data import ReceiptData, ReceiptLine
from kiosk.forms.roll import DASHES, DOTS_PER_INCH, HEAD, ROLL_80, RULE, SMALL, TEXT, VALUE, Roll, Slip, png, yuan
from kiosk.forms.type import Style
from kiosk.locale import Language

TITLE = "收款收据"
_CAPITALS = Style(26, official=True)


def receipt(data: ReceiptData, language: Language, assets: Assets, roll: Roll = ROLL_80) -> bytes:
    """The receipt as a 1-bit PNG, ``roll.dots`` wide, at 203 dpi. Raises AssetError, MissingTextError."""
    return png(draw_receipt(data, language, assets, roll).image, DOTS_PER_INCH)


def draw_receipt(data: ReceiptData, language: Language, assets: Assets, roll: Roll = ROLL_80) -> Canvas:
    """As ``receipt``, before it is a file."""
    slip = Slip(language, assets, roll)
    blocks = [*slip.head(data.issuer, TITLE, "forms.receipt.title"), *_struck_out(slip, data), RULE]
    blocks += [_facts(slip, data), DASHES, *_items(slip, data), RULE, *_total(slip, data), DASHES]
    blocks += [slip.signature(data.signature), DASHES]
    blocks += [slip.check(data.check, _proof(slip, data)), DASHES, *slip.foot(data.issuer)]
    return slip.render(blocks, data.issuer)


def _struck_out(slip: Slip, data: ReceiptData) -> list[Block]:
    """A reversal says so before anything else, with the number it strikes out."""
    if data.reverses is None:
        return []
    words: list[Block] = [Words(slip.tr("forms.receipt.reversal"), HEAD, Align.CENTRE)]
    words.append(Words(slip.tr("forms.receipt.reverses", number=data.reverses), TEXT, Align.CENTRE))
    if data.reason:
        words.append(Words(slip.tr("forms.receipt.reason", reason=data.reason), TEXT, Align.CENTRE))
    return [Gap(8), Inset(Stack(words), pad_x=12, pad_y=8, stroke=3)]


def _facts(slip: Slip, data: ReceiptData) -> Block:
    facts = [
        (slip.tr("forms.number"), data.number, HEAD),
        (slip.tr("forms.time"), data.issued_at, Style(28)),
        (slip.tr("forms.unit"), data.unit, VALUE),
        (slip.tr("forms.receipt.paid_by"), data.paid_by, VALUE),
    ]
    if data.tendered_fen is not None:
        facts.append((slip.tr("forms.receipt.tendered"), yuan(data.tendered_fen), Style(28)))
    if data.change_fen is not None:
        facts.append((slip.tr("forms.receipt.change"), yuan(data.change_fen), Style(28)))
    return slip.facts(facts)


def _items(slip: Slip, data: ReceiptData) -> list[Block]:
    items: list[Block] = []
    for line in data.lines:
        items += [Gap(10)] if items else []
        items += [Words(line.title, VALUE), *([Words(line.detail, TEXT)] if line.detail else [])]
        items.append(_quantity_and_amount(slip, line))
    return items


def _quantity_and_amount(slip: Slip, line: ReceiptLine) -> Block:
    amount = Words(yuan(line.amount_fen), VALUE, Align.RIGHT)
    quantity = Words(f"{line.quantity} {line.unit_word} × {yuan(line.unit_price_fen)}", TEXT)
    if slip.roll.narrow:
        return Stack([quantity, amount])
    return Row([Column(quantity), Column(amount, slip.type.width(amount.words, VALUE) + 2)], foot=True)


def _total(slip: Slip, data: ReceiptData) -> list[Block]:
    amount = yuan(data.total_fen)
    label = Words(slip.tr("forms.receipt.total"), HEAD)
    label_px = slip.type.width(label.words, HEAD) + 2
    capitals = Words(amount_in_capitals(data.total_fen), _CAPITALS, Align.RIGHT)
    for size_px in slip.roll.amount_sizes_px:
        large = _Amount(amount, size_px)
        beside = slip.roll.room - label_px - 16
        if not slip.roll.narrow and large.width(slip) <= beside:
            return [Row([Column(label, label_px), Column(large.row(slip, beside), beside)], foot=True), capitals]
        if large.width(slip) <= slip.roll.room:
            return [label, large.row(slip, slip.roll.room), capitals]
    return [label, Words(amount, VALUE, Align.RIGHT), capitals]


class _Amount:
    """A large amount whose ¥ is 0.62 of the figures, on the same baseline, 0.14 em before them (design.md 1)."""

    def __init__(self, amount: str, size_px: int) -> None:
        self._sign, self._figures = amount.split("¥")[0] + "¥", amount.split("¥")[1]
        self._large = Style(size_px, bold=True, leading=1.16)
        self._small = Style(max(round(size_px * 0.62), 24), bold=True, leading=1.16)
        self._gap = round(size_px * 0.14)

    def width(self, slip: Slip) -> int:
        """Dots it takes."""
        return sum(self._widths(slip)) + self._gap

    def row(self, slip: Slip, room: int) -> Block:
        """The amount at the right edge of ``room``."""
        sign_px, figures_px = self._widths(slip)
        # The em box hangs 0.12 em below the baseline and the line adds its share: lift the smaller ¥ by the difference.
        drop = self._large.line_px - self._large.baseline_px - (self._small.line_px - self._small.baseline_px)
        sign = Stack([Words(self._sign, self._small, Align.RIGHT), Gap(drop)])
        columns = [Column(Gap(1), room - self.width(slip) - self._gap), Column(sign, sign_px)]
        return Row([*columns, Column(Words(self._figures, self._large), figures_px)], gap=self._gap, foot=True)

    def _widths(self, slip: Slip) -> tuple[int, int]:
        return slip.type.width(self._sign, self._small) + 1, slip.type.width(self._figures, self._large) + 1


def _proof(slip: Slip, data: ReceiptData) -> list[Block]:
    kind = slip.tr("forms.original")
    if data.copy_number:
        kind = slip.tr("forms.copy", n=data.copy_number)
    return [
        Words(slip.tr("forms.receipt.scan"), VALUE),
        Words(slip.tr("forms.check_code", code=data.check.code), TEXT if not slip.roll.narrow else SMALL),
        Words(slip.tr("forms.kiosk_and_kind", kiosk=data.issuer.kiosk, kind=kind), TEXT),
    ]
