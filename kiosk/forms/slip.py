"""The owner's slip of a service request: case number, price and what happens next (D2, D3).

Owns its layout. Knows no case file. Called by the core's print worker.
"""

from __future__ import annotations

from kiosk.assets import Assets
from kiosk.forms.blocks import Align, Block, Canvas, Gap, Line, Words
from kiosk.forms.data import CaseSlipData
from kiosk.forms.roll import DASHES, DOTS_PER_INCH, ROLL_80, RULE, TEXT, VALUE, Roll, Slip, png, yuan
from kiosk.forms.type import Style
from kiosk.locale import Language

TITLE = "服务工作单"
FEEDBACK_TITLE = "一案一表"


def case_slip(data: CaseSlipData, language: Language, assets: Assets, roll: Roll = ROLL_80) -> bytes:
    """The slip as a 1-bit PNG, ``roll.dots`` wide, at 203 dpi. Raises AssetError, MissingTextError."""
    return png(draw_case_slip(data, language, assets, roll).image, DOTS_PER_INCH)


def draw_case_slip(data: CaseSlipData, language: Language, assets: Assets, roll: Roll = ROLL_80) -> Canvas:
    """As ``case_slip``, before it is a file."""
    slip = Slip(language, assets, roll)
    title = (FEEDBACK_TITLE, "forms.feedback.title") if data.addressee else (TITLE, "forms.slip.title")
    blocks = [*slip.head(data.issuer, *title), RULE]
    blocks += [Words(slip.tr("forms.slip.case_number"), TEXT, Align.CENTRE), _case_number(slip, data.case_number), RULE]
    blocks += [slip.facts(_facts(slip, data)), DASHES, *_next_steps(slip, data), DASHES]
    if data.check is not None:
        words = [Words(slip.tr("forms.check_code", code=data.check.code), TEXT)]
        blocks += [slip.check(data.check, words), DASHES]
    return slip.render([*blocks, *slip.foot(data.issuer)], data.issuer)


def _case_number(slip: Slip, number: str) -> Block:
    for size_px in slip.roll.amount_sizes_px:
        style = Style(size_px, bold=True, leading=1.2)
        if slip.type.width(number, style) <= slip.roll.room:
            return Words(number, style, Align.CENTRE)
    return Words(number, VALUE, Align.CENTRE)


def _facts(slip: Slip, data: CaseSlipData) -> list[tuple[str, str, Style]]:
    tr = slip.tr
    facts = [(tr("forms.time"), data.taken_at, Style(28)), (tr("forms.unit"), data.unit, VALUE)]
    if data.addressee:
        facts += [(tr("forms.feedback.about"), data.item, VALUE), (tr("forms.feedback.to"), data.addressee, VALUE)]
        facts.append((tr("forms.feedback.answer"), data.wanted_time, VALUE))
    else:
        facts += [(tr("forms.slip.item"), data.item, VALUE), (tr("forms.slip.price"), _price(slip, data), VALUE)]
        facts.append((tr("forms.slip.wanted"), data.wanted_time, VALUE))
    return [*facts, (slip.tr("forms.slip.words"), data.words, Style(28))] if data.words else facts


def _price(slip: Slip, data: CaseSlipData) -> str:
    """Never 0.00 for a price nobody knows yet (design.md 3)."""
    if data.price_fen is None:
        return slip.tr("forms.slip.by_quote")
    return f"{yuan(data.price_fen)} / {data.price_unit}" if data.price_unit else yuan(data.price_fen)


def _next_steps(slip: Slip, data: CaseSlipData) -> list[Block]:
    steps = [slip.tr("forms.slip.next.accept"), slip.tr("forms.slip.next.visit"), slip.tr("forms.slip.next.agree")]
    if data.addressee:
        steps = [slip.tr("forms.feedback.next.accept"), slip.tr("forms.feedback.next.answer")]
    numbered = [Line([(Words(f"{n}.", TEXT), 30), (Words(step, TEXT), None)], gap=4) for n, step in enumerate(steps, 1)]
    return [Words(slip.tr("forms.slip.next"), VALUE), Gap(6), *numbered]
