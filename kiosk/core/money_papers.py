"""From booked rows to the papers of money: receipts, their copies, the sheets of days and counts (G3, G4, G5).

Owns which values of the books stand on them. Knows no layout (``kiosk.forms``) and no printer. Called by ``papers``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.assets import Assets
from kiosk.core.paper_words import PaperWords
from kiosk.desk.charge_lines import lines_of
from kiosk.desk.copies import FORM as COPY
from kiosk.desk.day_sheet import FORM as DAY_REPORT
from kiosk.desk.day_sheet import DaySheet
from kiosk.desk.house import Books, House
from kiosk.desk.log_sheets import CHARGE_LOG, COUNT_SHEET, ChargeLog, CountSheet
from kiosk.desk.reasons import reason_words
from kiosk.desk.receipts import waived_fen
from kiosk.desk.settling import reason_of
from kiosk.desk.sheets import SHEET_COPY
from kiosk.desk.views import ChargeLine, Method
from kiosk.domain.sheets import BookSheet, CopyMark
from kiosk.forms.book_sheet import book_sheet
from kiosk.forms.both import chinese_for
from kiosk.forms.data import NOTHING, Both, ReceiptData, ReceiptLine
from kiosk.forms.receipt import receipt
from kiosk.forms.roll import ROLL_58, ROLL_80
from kiosk.locale import Language, Translator
from kiosk.store.database import Row, Store


class MoneyPapers:
    """Draws what money leaves on paper."""

    def __init__(self, house: House, assets: Assets, words: PaperWords) -> None:
        self._house = house
        self._assets = assets
        self._words = words
        self._roll = ROLL_58 if words.head.receipt_width_mm == 58 else ROLL_80

    @property
    def forms(self) -> Mapping[str, Callable[[int, Language], Sequence[bytes]]]:
        """The names of the forms, and who draws them."""
        sheets = {form: partial(self._sheet, form) for form in (DAY_REPORT, CHARGE_LOG, COUNT_SHEET)}
        return {"receipt": self._receipt, COPY: self._copy, SHEET_COPY: self._sheet_copy, **sheets}

    def _receipt(self, ref: int, language: Language, copy: Row | None = None) -> tuple[bytes, ...]:
        books, words = self._house.books, self._words
        paid = books.takings.by_receipt(ref)
        charge = books.takings.charge(paid["charge_id"])
        method, chinese = Method(paid["method"]), Translator(chinese_for(language))
        cash = method is Method.CASH and not paid["reverses"]
        struck_by, booked = books.takings.reversal_of(ref), books.ledger.get(paid["transaction_id"])
        said = booked.reason
        voucher = reason_of(said) if method is Method.VOUCHER and not paid["reverses"] else ""
        way = _both(chinese, f"charge.method.{method.value}")
        data = ReceiptData(
            issuer=words.issuer(chinese.language),
            number=paid["receipt_number"],
            issued_at=words.local(paid["paid_utc"]),
            unit=words.unit(charge["unit_id"], chinese, short=True),
            paid_by=replace(way, chinese=f"{way.chinese} {voucher}".strip()),
            lines=_lines(books, chinese, charge, -1 if paid["reverses"] else 1),
            total_fen=paid["amount_fen"],
            check=words.check(paid["receipt_number"], paid["check_code"]),
            signature=_strokes(books.takings.signature(ref)),
            waived_fen=waived_fen(booked),
            tendered_fen=paid["tendered_fen"] if cash else None,
            change_fen=paid["change_fen"] if cash else None,
            approved_by=self._person(paid["approved_by"]),
            reverses=books.takings.by_receipt(paid["reverses"])["receipt_number"] if paid["reverses"] else None,
            struck_out_by=struck_by["receipt_number"] if struck_by else None,
            reason=NOTHING if voucher else told_reason(chinese, said),
            handled_by=self._person(paid["staff_id"]) if paid["reverses"] else "",
            copy_number=copy["copy"] if copy else 0,
            copied_at=words.local(copy["wanted_utc"]) if copy else "",
            copied_by=self._person(copy["staff_id"]) if copy else "",
        )
        return (receipt(data, language, self._assets, self._roll),)

    def _copy(self, ref: int, language: Language) -> tuple[bytes, ...]:
        copy = self._house.books.copies.get(ref)
        return self._receipt(copy["receipt"], language, copy)

    def _sheet(self, form: str, ref: int, language: Language) -> tuple[bytes, ...]:
        return self._drawn(self._read(form, ref, language), language)

    def _sheet_copy(self, ref: int, language: Language) -> tuple[bytes, ...]:
        """A sheet as it would be printed now, with its mark."""
        copy = self._house.books.sheets.copy(ref)
        mark = CopyMark(copy["copy"], self._words.local(copy["wanted_utc"]), self._person(copy["staff_id"]))
        sheet = self._read(copy["form"], copy["count_id"], language)
        return self._drawn(replace(sheet, copy=mark), language)

    def _read(self, form: str, count_id: int, language: Language) -> BookSheet:
        """A sheet of the books; ``count_id``: the count that is on it, or that has ended its day."""
        told = self._told(language)
        if form == COUNT_SHEET:
            return CountSheet(*told).count(count_id)
        maker = ChargeLog(*told) if form == CHARGE_LOG else DaySheet(*told)
        return maker.sheet(self._day_of(count_id))

    def _told(self, language: Language) -> tuple[Store, Translator, ZoneInfo]:
        return self._house.store, Translator(language), self._house.settings.timezone

    def _day_of(self, count_id: int) -> date:
        """The day that this count has ended."""
        return date.fromisoformat(self._house.books.days.count(count_id)["business_day"])

    def _drawn(self, sheet: BookSheet, language: Language) -> tuple[bytes, ...]:
        return book_sheet(sheet, self._words.issuer(language), language, self._assets)

    def _person(self, staff_id: str | None) -> str:
        return self._house.books.people.staff_name(staff_id) if staff_id else ""


def _lines(books: Books, chinese: Translator, charge: Row, sign: int) -> tuple[ReceiptLine, ...]:
    """What was charged, the first line with what it was for; a reversal gives it back."""
    first, *more = (_line(chinese, line, sign) for line in lines_of(books, charge))
    detail = Both(chinese(f"charge.detail.{charge['kind']}", detail=charge["detail"]))
    return (replace(first, detail=detail), *more)


def _line(chinese: Translator, line: ChargeLine, sign: int) -> ReceiptLine:
    """A line without a unit is of one piece: a minimum, a rounding, what is taken off and why."""
    if not line.unit_key:
        why = told_reason(chinese, line.words) if line.words else Both("")
        return ReceiptLine(_both(chinese, line.title_key), why, Both(""), None, sign * line.amount_fen)
    title = Both(line.words) if line.words else _both(chinese, line.title_key)
    quantity = [tr.count(line.unit_key, line.quantity) for tr in (chinese, Translator(Language.EN))]
    return ReceiptLine(title, Both(""), Both(*quantity), line.unit_fen, sign * line.amount_fen)


def told_reason(chinese: Translator, said: str) -> Both:
    """Why it was given, or struck out; a reason of the list in English too, without what somebody has added to it."""
    words, english = reason_words(chinese, said), Translator(Language.EN)
    named = reason_words(english, said) != words
    return Both(words, reason_words(english, said.partition(": ")[0]) if named else "")


def _both(chinese: Translator, key: str) -> Both:
    return Both(chinese(key), Translator(Language.EN)(key))


def _strokes(text: str | None) -> tuple[tuple[tuple[float, float], ...], ...]:
    strokes: list[list[Any]] = json.loads(text) if text else []
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
