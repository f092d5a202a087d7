"""收款收据: the receipt of a payment (G3), its reprint, and the receipt of a reversal (G4).

Owns the order of design.md 6. Knows no store and no printer. Called by the core's print worker and by the screens that
show a receipt.
"""

from __future__ import annotations

from kiosk.assets import Assets
from kiosk.forms.blocks import Align, Block, Canvas, Column, Gap, Inset, Line, Row, Stack, Words
from kiosk.forms.capitals import amount_in_capitals
from kiosk.forms.data import ReceiptData, ReceiptLine
from kiosk.forms.roll import DASHES, DOTS_PER_INCH, HEAD, ROLL_80, RULE, SMALL, TEXT, VALUE, Roll, Slip, png, yuan
from kiosk.forms.type import SMALLEST_PX, Style
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
    blocks += [slip.signature(data.signature, data.handled_by), Gap(8), DASHES]
    blocks += [slip.check(data.check, _proof(slip, data)), DASHES, *slip.foot(data.issuer)]
    return slip.render(blocks, data.issuer)


def _struck_out(slip: Slip, data: ReceiptData) -> list[Block]:
    """A reversal says so before anything else, with the number it strikes out; so does what it has struck out."""
    if data.reverses is not None:
        said = [slip.tr("forms.receipt.reversal"), slip.tr("forms.receipt.reverses", number=data.reverses)]
    elif data.struck_out_by is not None:
        number = data.struck_out_by
        said = [slip.tr("forms.receipt.struck_out"), slip.tr("forms.receipt.struck_out_by", number=number)]
    else:
        return []
    if data.reason:
        said.append(slip.tr("forms.receipt.reason", reason=data.reason))
    words: list[Block] = [Words(line, TEXT if n else HEAD, Align.CENTRE) for n, line in enumerate(said)]
    return [Gap(8), Inset(Stack(words), pad_x=12, pad_y=8, stroke=3)]


def _facts(slip: Slip, data: ReceiptData) -> Block:
    facts = [
        (slip.tr("forms.number"), data.number, HEAD),
        (slip.tr("forms.time"), data.issued_at, Style(28)),
        (slip.tr("forms.unit"), data.unit, VALUE),
        (slip.tr("forms.receipt.paid_by"), data.paid_by, VALUE),
    ]
    if data.handled_by:
        facts.append((slip.tr("forms.receipt.handled_by"), data.handled_by, VALUE))
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
    label = Words(slip.tr("forms.receipt.total"), HEAD)
    capitals = Words(amount_in_capitals(data.total_fen), _CAPITALS, Align.RIGHT)
    amount = yuan(data.total_fen)
    for size_px in slip.roll.amount_sizes_px:
        large = _Amount(slip, amount, size_px)
        if not slip.roll.narrow and large.width_px + 16 + slip.type.width(label.words, HEAD) <= slip.roll.room:
            return [large.line(label), capitals]
        if large.width_px <= slip.roll.room:
            return [label, large.line(Words("", HEAD)), capitals]
    return [label, Words(amount, VALUE, Align.RIGHT), capitals]


class _Amount:
    """A large amount whose ¥ is 0.62 of the figures, on the same baseline, 0.14 em before them (design.md 1)."""

    def __init__(self, slip: Slip, amount: str, size_px: int) -> None:
        sign, figures = amount.split("¥")
        small = Style(max(round(size_px * 0.62), SMALLEST_PX), bold=True, leading=1.16)
        self._sign = Words(f"{sign}¥", small, Align.RIGHT)
        self._figures = Words(figures, Style(size_px, bold=True, leading=1.16))
        self._sign_px, self._figures_px = (slip.type.width(part.words, part.style) + 1 for part in self._parts)
        self._gap = round(size_px * 0.14)

    @property
    def _parts(self) -> tuple[Words, Words]:
        return self._sign, self._figures

    @property
    def width_px(self) -> int:
        """Dots it takes, with the white before it."""
        return self._sign_px + self._figures_px + 2 * self._gap

    def line(self, label: Words) -> Block:
        """The amount at the right edge, ``label`` at the left."""
        return Line([(label, None), (self._sign, self._sign_px), (self._figures, self._figures_px)], self._gap)


def _proof(slip: Slip, data: ReceiptData) -> list[Block]:
    kind = slip.tr("forms.original")
    if data.copy_number:
        kind = slip.tr("forms.copy", n=data.copy_number)
    return [
        Words(slip.tr("forms.receipt.scan"), VALUE),
        Words(slip.tr("forms.check_code", code=data.check.code), TEXT if not slip.roll.narrow else SMALL),
        Words(slip.tr("forms.kiosk_and_kind", kiosk=data.issuer.kiosk, kind=kind), TEXT),
    ]
