"""Paper from a roll: its widths, the sizes of type on it, and the pieces every slip has.

Owns design.md 6 for 80 and 58 mm. Knows no single form. Called by ``receipt.py``, ``slip.py`` and ``test_page.py``.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from kiosk.assets import Assets
from kiosk.domain.money import figures, minus
from kiosk.forms import marks
from kiosk.forms.blocks import WHITE, Align, Block, Canvas, Column, Gap, Inset, Line, Picture, Row, Rule, Stack, Words
from kiosk.forms.data import Check, Issuer, Strokes
from kiosk.forms.type import Style, Type
from kiosk.locale import Language, Translator

DOTS_PER_INCH = 203
TEXT = Style(26)
VALUE = Style(28, bold=True)
SMALL = Style(24)
HEAD = Style(36, bold=True)
FORM_TITLE = Style(64, bold=True, official=True)
RULE = Rule()
DASHES = Rule(thickness=2, dash=(7, 5))
_DEMO_PX = 64  # no inverse area larger than 576 x 64
_SIDE_PX = 16


@dataclass(frozen=True)
class Roll:
    """A width of paper in dots of 1/8 mm, and what follows from it."""

    dots: int
    amount_sizes_px: tuple[int, ...]  # the largest that fits is taken
    title_gap: str
    narrow: bool

    @property
    def room(self) -> int:
        """Dots between the side margins."""
        return self.dots - 2 * _SIDE_PX


ROLL_80 = Roll(dots=576, amount_sizes_px=(112, 80, 56), title_gap=" ", narrow=False)
ROLL_58 = Roll(dots=384, amount_sizes_px=(80, 56, 44), title_gap="", narrow=True)


class Slip:
    """Words, type and paper of one slip; builds the pieces that all slips share."""

    def __init__(self, language: Language, assets: Assets, roll: Roll) -> None:
        self.tr = Translator(language)
        self.language = language
        self.type = Type(assets, language)
        self.roll = roll

    def head(self, issuer: Issuer, title: str, title_key: str) -> list[Block]:
        """House, the form's official title, its translation beneath unless the title already is the owner's."""
        spaced = self.roll.title_gap.join(title)
        blocks: list[Block] = [
            Words(issuer.house, HEAD, Align.CENTRE),
            Gap(6),
            Words(spaced, FORM_TITLE, Align.CENTRE),
        ]
        if self.tr(title_key) != title:
            blocks.append(Words(self.tr(title_key), SMALL, Align.CENTRE))
        return blocks

    def facts(self, facts: Sequence[tuple[str, str, Style]]) -> Block:
        """Label and value; on narrow paper the value stands below its label."""
        if self.roll.narrow:
            return Stack([Stack([Words(label, SMALL), Words(value, style), Gap(6)]) for label, value, style in facts])
        widest = max(self.type.width(label, TEXT) for label, _, _ in facts)
        label_px = min(max(widest, 96), self.roll.room // 3)
        lines = [Line([(Words(label, TEXT), label_px), (Words(value, style), None)]) for label, value, style in facts]
        return Stack([block for line in lines for block in (line, Gap(6))])

    def signature(self, strokes: Strokes, handled_by: str = "") -> Block:
        """The signature on its line; an unsigned slip has the line, to be signed by pen.

        The owner's, or that of the person of the house by whom it was ``handled_by``.
        """
        label = self.tr("forms.receipt.handled_signature" if handled_by else "forms.signature")
        width = 300 if self.roll.narrow else 380
        written: Block = Picture(marks.signature(strokes, width, pen_px=4)) if strokes else Gap(120)
        signed = Stack([written, Rule(thickness=2, before=0, after=0)])
        if self.roll.narrow:
            return Stack([Words(label, SMALL), Row([Column(Gap(0)), Column(signed, width)])])
        return Row([Column(Words(label, TEXT)), Column(signed, width)])

    def check(self, check: Check, words: Sequence[Block]) -> Block:
        """QR code and the words about it: beside it, or above it on narrow paper."""
        code = Picture(marks.qr_code(check.url, most_px=190))
        if self.roll.narrow:
            return Stack([*words, Gap(10), Picture(code.image, Align.CENTRE)])
        return Row([Column(code, code.image.width), Column(Stack(words))], gap=28)

    def foot(self, issuer: Issuer) -> list[Block]:
        """Whom to ask, and thanks."""
        return [
            Words(self.tr("forms.ask", phone=issuer.service_phone), TEXT, Align.CENTRE),
            Words(self.tr("forms.thanks"), VALUE, Align.CENTRE),
        ]

    def render(self, blocks: Sequence[Block], issuer: Issuer) -> Canvas:
        """The slip as a picture as long as it needs to be; paper of a demonstration says so at either end."""
        bar = [self._demo_bar()] if issuer.demo else []
        form = Inset(Stack([Gap(12), *bar, *blocks, Gap(12), *bar, Gap(8)]), pad_x=_SIDE_PX, pad_y=0)
        height = form.height(self.type, self.roll.dots)
        canvas = Canvas(Image.new("1", (self.roll.dots, height), WHITE), self.type)
        form.draw(canvas, 0, 0, self.roll.dots)
        return canvas

    def _demo_bar(self) -> Block:
        words = Words("演示 无效", Style(36, bold=True, official=True), Align.CENTRE, ink=WHITE)
        pad = (_DEMO_PX - words.style.line_px) // 2
        return Stack([Inset(words, pad_x=8, pad_y=pad, fill=True), Gap(8)])


def yuan(amount_fen: int) -> str:
    """``123456789`` as ``¥1,234,567.89``; a minus sign leads what is given back."""
    return f"{minus(amount_fen)}¥{figures(amount_fen)}"


def png(image: Image.Image, dpi: int) -> bytes:
    """``image`` as a PNG that knows its resolution."""
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(dpi, dpi))
    return file.getvalue()
