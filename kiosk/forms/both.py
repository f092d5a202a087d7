"""A slip that is Chinese first with English small beside it: the pieces of ``roll.py`` in two languages.

Owns where the English stands: after its label where there is room, else beneath, in the smallest size. Knows no single
form. Called by ``receipt.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.assets import Assets
from kiosk.forms import marks
from kiosk.forms.blocks import Align, Block, Column, Gap, Line, Picture, Row, Rule, Stack, Words
from kiosk.forms.data import Both, Issuer, Strokes
from kiosk.forms.roll import FORM_TITLE, HEAD, SMALL, TEXT, VALUE, Roll, Slip
from kiosk.forms.type import Style
from kiosk.locale import Language, Translator

_BESIDE_PX = 10
_COLUMN_GAP_PX = 16


@dataclass(frozen=True)
class Fact:
    """A label's key and its value; English words of the value stand beneath it."""

    key: str
    value: Both
    style: Style


def chinese_for(language: Language) -> Language:
    """The Chinese of an owner: traditional for who reads that, else simplified."""
    return language if language is Language.ZH_HANT else Language.ZH_HANS


class BothSlip(Slip):
    """Words, type and paper of one slip in Chinese (of the owner's kind) and English."""

    def __init__(self, language: Language, assets: Assets, roll: Roll) -> None:
        super().__init__(chinese_for(language), assets, roll)
        self._english = Translator(Language.EN)

    def both(self, key: str, **values: object) -> Both:
        """A sentence in Chinese and in English."""
        return Both(self.tr(key, **values), self._english(key, **values))

    def label(self, key: str) -> str:
        """Both on one line."""
        both = self.both(key)
        return f"{both.chinese} {both.english}"

    def pair(self, both: Both, style: Style, align: Align = Align.LEFT, width: int = 0) -> list[Block]:
        """Chinese in ``style``, English small after it on the same baseline if ``width`` has room, else beneath."""
        chinese, english = Words(both.chinese, style, align), Words(both.english, SMALL, align)
        if not both.english:
            return [chinese]
        chinese_px, english_px = (self.type.width(part.words, part.style) + 2 for part in (chinese, english))
        free = (width or self.roll.room) - chinese_px - _BESIDE_PX - english_px
        if free < 0:
            return [chinese, english]
        before = round(free * align.value)
        line = Line([(Words(both.chinese, style), chinese_px), (Words(both.english, SMALL), None)], _BESIDE_PX)
        return [Row([Column(Gap(0), before), Column(line)], gap=0)] if before else [line]

    def head(self, issuer: Issuer, title: str, title_key: str) -> list[Block]:
        """House, official title, and its English."""
        titled = Both(self.roll.title_gap.join(title), self.both(title_key).english)
        return [Words(issuer.house, HEAD, Align.CENTRE), Gap(6), *self.pair(titled, FORM_TITLE, Align.CENTRE)]

    def told(self, facts: Sequence[Fact]) -> Block:
        """Label and value; on narrow paper the value stands below its label."""
        if self.roll.narrow:
            told = [Stack([Words(self.label(fact.key), SMALL), *self._value(fact, 0), Gap(6)]) for fact in facts]
            return Stack(told)
        label_px = max(self._label_px(fact.key) for fact in facts)
        return Stack([block for fact in facts for block in (self._line(fact, label_px), Gap(4))])

    def _label_px(self, key: str) -> int:
        """What a label takes: both languages on one line if that is not too long, else one beneath the other."""
        both, most = self.both(key), self.roll.room // 3
        one_line = self.type.width(self.label(key), TEXT) + 2
        beneath = max(self.type.width(both.chinese, TEXT), self.type.width(both.english, SMALL)) + 2
        return one_line if one_line <= most else min(beneath, most)

    def _line(self, fact: Fact, label_px: int) -> Block:
        both, value = self.both(fact.key), Stack(self._value(fact, self.roll.room - label_px - _COLUMN_GAP_PX))
        fits = self.type.width(self.label(fact.key), TEXT) <= label_px
        label = [Words(self.label(fact.key), TEXT)] if fits else [Words(both.chinese, TEXT), Words(both.english, SMALL)]
        drop = max(fact.style.baseline_px - TEXT.baseline_px, 0)
        return Row([Column(Stack([Gap(drop), *label]), label_px), Column(value)], _COLUMN_GAP_PX)

    def _value(self, fact: Fact, width: int) -> list[Block]:
        return self.pair(fact.value, fact.style, width=width)

    def signature(self, strokes: Strokes, handled_by: str = "") -> Block:
        """The signature on its line, its label in both languages."""
        both = self.both("forms.receipt.handled_signature" if handled_by else "forms.signature")
        width = 300 if self.roll.narrow else 380
        written: Block = Picture(marks.signature(strokes, width, pen_px=4)) if strokes else Gap(120)
        signed = Stack([written, Rule(thickness=2, before=0, after=0)])
        label = Stack([Words(both.chinese, TEXT), Words(both.english, SMALL)])
        if self.roll.narrow:
            return Stack([label, Row([Column(Gap(0)), Column(signed, width)])])
        return Row([Column(label), Column(signed, width)])

    def foot(self, issuer: Issuer) -> list[Block]:
        """Whom to ask, and thanks."""
        return [
            Words(self.tr("forms.ask", phone=issuer.service_phone), TEXT, Align.CENTRE),
            Words(self._english("forms.ask", phone=issuer.english_phone or issuer.service_phone), SMALL, Align.CENTRE),
            Words(self.tr("forms.thanks"), VALUE, Align.CENTRE),
        ]
