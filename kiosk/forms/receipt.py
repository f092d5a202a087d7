"""收款收据: the receipt of a payment (G3), its reprint, and the receipt of a reversal (G4).

Owns the order of design.md 6, and that a receipt is Chinese first with English small beside it, whoever holds it: it is
the house's paper for the owner's books (docs/adr/receipts-chinese-first.md). Knows no store and no printer. Called by
the core's print worker.
"""

from __future__ import annotations

from kiosk.assets import Assets
from kiosk.forms.blocks import Align, Block, Canvas, Column, Gap, Inset, Line, Row, Rule, Stack, Words
from kiosk.forms.both import BothSlip, Fact
from kiosk.forms.capitals import amount_in_capitals
from kiosk.forms.data import Both, ReceiptData, ReceiptLine
from kiosk.forms.roll import DOTS_PER_INCH, HEAD, ROLL_80, RULE, SMALL, TEXT, VALUE, Roll, png, yuan
from kiosk.forms.type import SMALLEST_PX, Style
from kiosk.locale import Language

TITLE = "收款收据"
_DASHES = Rule(thickness=2, dash=(7, 5), before=8, after=8)  # two languages take more of the paper than one
_CAPITALS = Style(26, official=True)
_SOBER = Style(28)


def receipt(data: ReceiptData, language: Language, assets: Assets, roll: Roll = ROLL_80) -> bytes:
    """The receipt as a 1-bit PNG, ``roll.dots`` wide, at 203 dpi. ``language``: Chinese of the owner's kind.

    Raises AssetError, MissingTextError.
    """
    return png(draw_receipt(data, language, assets, roll).image, DOTS_PER_INCH)


def draw_receipt(data: ReceiptData, language: Language, assets: Assets, roll: Roll = ROLL_80) -> Canvas:
    """As ``receipt``, before it is a file."""
    slip = BothSlip(language, assets, roll)
    blocks = [*slip.head(data.issuer, TITLE, "forms.receipt.title"), *_marks(slip, data), RULE]
    blocks += [slip.told(_facts(slip, data)), _DASHES, *_items(slip, data), RULE, *_sums(slip, data), _DASHES]
    blocks += [slip.signature(data.signature, data.handled_by), Gap(8), _DASHES]
    blocks += [slip.check(data.check, _proof(slip, data)), _DASHES, *slip.foot(data.issuer)]
    return slip.render(blocks, data.issuer)


def _marks(slip: BothSlip, data: ReceiptData) -> list[Block]:
    """What the holder must know before anything else: a copy, a reversal, or struck out; each in its frame."""
    framed = [_copy(slip, data), _struck_out(slip, data)]
    return [part for words in framed if words for part in (Gap(8), Inset(Stack(words), pad_x=12, pad_y=8, stroke=3))]


def _copy(slip: BothSlip, data: ReceiptData) -> list[Block]:
    if not data.copy_number:
        return []
    mark = slip.both("forms.copy.mark")
    blocks: list[Block] = [Words(f"{mark.chinese} {mark.english} {data.copy_number}", HEAD, Align.CENTRE)]
    if data.copied_at:
        made = slip.both("forms.copy.made", at=data.copied_at, person=data.copied_by)
        blocks += [Words(made.chinese, TEXT, Align.CENTRE), Words(made.english, SMALL, Align.CENTRE)]
    return blocks


def _struck_out(slip: BothSlip, data: ReceiptData) -> list[Block]:
    """A reversal, with the number it strikes out; or that this one was struck out, and by which."""
    if data.reverses is not None:
        heading = slip.both("forms.receipt.reversal")
        told = slip.both("forms.receipt.reverses", number=data.reverses)
    elif data.struck_out_by is not None:
        heading = slip.both("forms.receipt.struck_out")
        told = slip.both("forms.receipt.struck_out_by", number=data.struck_out_by)
    else:
        return []
    words: list[Block] = [Words(f"{heading.chinese} {heading.english}", HEAD, Align.CENTRE)]
    return [*words, Words(told.chinese, TEXT, Align.CENTRE), Words(told.english, SMALL, Align.CENTRE)]


def _facts(slip: BothSlip, data: ReceiptData) -> list[Fact]:
    facts = [
        Fact("forms.number", Both(data.number), HEAD),
        Fact("forms.time", Both(data.issued_at), _SOBER),
        Fact("forms.unit", Both(data.unit), VALUE),
        Fact("forms.receipt.paid_by", data.paid_by, VALUE),
    ]
    if data.reason.chinese:
        facts.append(Fact("forms.receipt.why", data.reason, _SOBER))
    if data.approved_by:
        facts.append(Fact("forms.receipt.approved_by", Both(data.approved_by), VALUE))
    if data.handled_by:
        facts.append(Fact("forms.receipt.handled_by", Both(data.handled_by), VALUE))
    if data.tendered_fen is not None:
        facts.append(Fact("forms.receipt.tendered", Both(yuan(data.tendered_fen)), _SOBER))
    if data.change_fen is not None:
        facts.append(Fact("forms.receipt.change", Both(yuan(data.change_fen)), _SOBER))
    return facts


def _items(slip: BothSlip, data: ReceiptData) -> list[Block]:
    items: list[Block] = []
    for line in data.lines:
        items += [Gap(10)] if items else []
        english = " · ".join(words for words in (line.title.english, line.quantity.english) if words)
        items += slip.pair(Both(line.title.chinese, english), VALUE)
        items += [Words(line.detail.chinese, TEXT)] if line.detail.chinese else []
        items.append(_quantity_and_amount(slip, line))
    return items


def _quantity_and_amount(slip: BothSlip, line: ReceiptLine) -> Block:
    each = "" if line.unit_price_fen is None else f" × {yuan(line.unit_price_fen)}"
    return _left_and_right(slip, Words(f"{line.quantity.chinese}{each}", TEXT), line.amount_fen)


def _left_and_right(slip: BothSlip, words: Words, fen: int) -> Block:
    amount = Words(yuan(fen), VALUE, Align.RIGHT)
    if slip.roll.narrow:
        return Stack([words, amount])
    return Row([Column(words), Column(amount, slip.type.width(amount.words, VALUE) + 2)], foot=True)


def _sums(slip: BothSlip, data: ReceiptData) -> list[Block]:
    """The total; where a part of it was not taken, what was waived and what was received."""
    if not data.waived_fen:
        return _total(slip, "forms.receipt.total", data.total_fen)
    told = [("forms.receipt.total", data.total_fen), ("forms.receipt.waived", -data.waived_fen)]
    lines = [_left_and_right(slip, Words(slip.label(key), TEXT), fen) for key, fen in told]
    return [*lines, _DASHES, *_total(slip, "forms.receipt.received", data.total_fen - data.waived_fen)]


def _total(slip: BothSlip, key: str, fen: int) -> list[Block]:
    label = Words(slip.label(key), VALUE)
    label_px = slip.type.width(label.words, VALUE) + 2
    capitals = Words(amount_in_capitals(fen), _CAPITALS, Align.RIGHT)
    amount = yuan(fen)
    for size_px in slip.roll.amount_sizes_px:
        large = _Amount(slip, amount, size_px)
        if not slip.roll.narrow and large.width_px + 16 + label_px <= slip.roll.room:
            return [large.line(label), capitals]
        if large.width_px <= slip.roll.room:
            return [label, large.line(Words("", HEAD)), capitals]
    return [label, Words(amount, VALUE, Align.RIGHT), capitals]


class _Amount:
    """A large amount whose ¥ is 0.62 of the figures, on the same baseline, 0.14 em before them (design.md 1)."""

    def __init__(self, slip: BothSlip, amount: str, size_px: int) -> None:
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


def _proof(slip: BothSlip, data: ReceiptData) -> list[Block]:
    kind = slip.both("forms.original")
    if data.copy_number:
        kind = slip.both("forms.copy", n=data.copy_number)
    code = slip.both("forms.check_code", code=data.check.code)
    text = SMALL if slip.roll.narrow else TEXT
    said = slip.tr("forms.kiosk_and_kind", kiosk=data.issuer.kiosk, kind=f"{kind.chinese} {kind.english}")
    scan = slip.both("forms.receipt.scan")
    return [
        Words(scan.chinese, VALUE),
        Words(scan.english, SMALL),
        Words(code.chinese, text),
        Words(said, text),
    ]
