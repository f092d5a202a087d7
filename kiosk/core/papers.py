"""From committed rows to paper: receipt, transmission report, received fax, case slip (G3, B7, B8, D3).

Owns which values of the store stand on which form. Knows no layout (``kiosk.forms``) and no printer. Called by the
print workers; the same rows give the same paper, so a form lost in a crash is drawn again exactly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from kiosk.assets import Assets
from kiosk.desk.fax_views import result_view
from kiosk.desk.house import DeskError, House, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.numbers import same_number
from kiosk.desk.received import FORM, received_view
from kiosk.documents.room import DocumentRoom
from kiosk.fax.outcome import CallOutcome, Coding, FaxPage, PageState, Resolution
from kiosk.forms.data import (
    CaseSlipData,
    Check,
    Issuer,
    ReceiptData,
    ReceiptLine,
    ReceivedPage,
    ReceivedPrintData,
    ReportAttempt,
    ReportPage,
    TransmissionReportData,
)
from kiosk.forms.receipt import receipt
from kiosk.forms.received import ReceivedSheets
from kiosk.forms.report import transmission_report
from kiosk.forms.roll import ROLL_58, ROLL_80, yuan
from kiosk.forms.slip import case_slip
from kiosk.forms.test_page import test_page
from kiosk.forms.test_sheet import test_fax, test_sheet
from kiosk.locale import Language, Translator
from kiosk.store.database import Row
from kiosk.store.prints import TEST_FORMS

Texts = Mapping[Language, str]


class NoSuchFormError(DeskError):
    """A print job names a form this kiosk does not have."""

    number = 5040


@dataclass(frozen=True)
class Letterhead:
    """What every form says of the house."""

    names: Texts
    service_numbers: Texts
    own_ident: str
    receipt_width_mm: int


class Papers:
    """Draws forms."""

    def __init__(self, house: House, room: DocumentRoom, assets: Assets, letterhead: Letterhead) -> None:
        self._house = house
        self._room = room
        self._assets = assets
        self._head = letterhead
        self._roll = ROLL_58 if letterhead.receipt_width_mm == 58 else ROLL_80
        self._forms: Mapping[str, Callable[[int, Language], Sequence[bytes]]] = {
            "receipt": self._receipt,
            "slip": self._slip,
            "report": self._report,
            FORM: self._received,
            TEST_FORMS[0]: self._test_roll,
            TEST_FORMS[1]: self._test_sheet,
        }

    def draw(self, form: str, ref: int, language: str) -> Sequence[bytes]:
        """The form as PNGs for its printer, one a sheet. Raises NoSuchFormError."""
        if form not in self._forms:
            raise NoSuchFormError(form)
        return self._forms[form](ref, Language(language))

    def _receipt(self, ref: int, language: Language) -> tuple[bytes, ...]:
        tr, books = Translator(language), self._house.books
        paid = books.takings.by_receipt(ref)
        charge = books.takings.charge(paid["charge_id"])
        cash = paid["method"] == "cash" and not paid["reverses"]
        sign = -1 if paid["reverses"] else 1
        struck_by = books.takings.reversal_of(ref)
        line = ReceiptLine(
            title=tr(charge["title_key"]),
            detail=tr(f"charge.detail.{charge['kind']}", detail=charge["detail"]),
            quantity=charge["quantity"],
            unit_word=tr(f"charge.unit.{charge['kind']}"),
            unit_price_fen=charge["unit_fen"],
            amount_fen=sign * charge["amount_fen"],
        )
        strokes = books.takings.signature(ref)
        data = ReceiptData(
            issuer=self._issuer(language),
            number=paid["receipt_number"],
            issued_at=self._local(paid["paid_utc"]),
            unit=self._unit(charge["unit_id"], tr, short=True),
            paid_by=tr(f"charge.method.{paid['method']}"),
            lines=(line,),
            total_fen=paid["amount_fen"],
            check=self._check(paid["receipt_number"], paid["check_code"]),
            signature=_strokes(strokes),
            tendered_fen=paid["tendered_fen"] if cash else None,
            change_fen=paid["change_fen"] if cash else None,
            reverses=books.takings.by_receipt(paid["reverses"])["receipt_number"] if paid["reverses"] else None,
            struck_out_by=struck_by["receipt_number"] if struck_by else None,
            reason=books.ledger.get(paid["transaction_id"]).reason,
            handled_by=books.people.staff_name(paid["staff_id"]) if paid["reverses"] else "",
        )
        return (receipt(data, language, self._assets, self._roll),)

    def _slip(self, ref: int, language: Language) -> tuple[bytes, ...]:
        tr, case = Translator(language), self._house.books.cases.get(ref)
        data = CaseSlipData(
            issuer=self._issuer(language),
            case_number=case["number"],
            taken_at=self._local(case["opened_utc"]),
            unit=self._unit(case["unit_id"], tr, short=True),
            item=tr(case["item_key"]),
            wanted_time=tr(case["wanted_key"]),
            price_fen=case["price_fen"],
            words=case["words"],
            addressee=tr(case["addressee"]) if case["addressee"] else "",
        )
        return (case_slip(data, language, self._assets, self._roll),)

    def _report(self, ref: int, language: Language) -> tuple[bytes, ...]:
        tr, books = Translator(language), self._house.books
        job, pages, attempts = books.faxes.job(ref), books.faxes.pages(ref), books.faxes.attempts(ref)
        charge = books.takings.charge_of("fax", ref)
        result = result_view(job, pages, charge)
        started, ended = job["started_utc"] or job["created_utc"], job["ended_utc"] or self._house.now_utc
        last = attempts[-1] if attempts else {}
        data = TransmissionReportData(
            issuer=self._issuer(language),
            number=job["number"],
            printed_at=self._local(self._house.now_utc),
            outcome=_outcome(job["outcome"]),
            unit=self._unit(job["unit_id"], tr),
            to_number=job["shown"],
            zone=tr(f"charge.zone.{job['zone']}"),
            own_ident=self._head.own_ident,
            started=self._local(started, seconds=True),
            ended=self._local(ended, seconds=True),
            duration_s=round((sure_moment(ended) - sure_moment(started)).total_seconds()),
            resolution=Resolution(job["resolution"]),
            pages=tuple(self._page(page, attempts) for page in pages),
            attempts=tuple(self._attempt(attempt) for attempt in attempts),
            check=self._check(job["number"], job["pages_key"][:8].upper()),
            operated_by=tr("printing.by_owner"),
            far_ident=job["far_ident"],
            far_ident_matches=same_number(job["far_ident"], job["e164"], self._house.settings.country),
            bit_rate=last.get("bit_rate"),
            ecm=bool(last["ecm"]) if last.get("ecm") is not None else None,
            fee_fen=result.amount_fen,
            fee_detail=_fee_words(tr, charge) if charge else "",
            page_one=self._page_one(job),
        )
        return transmission_report(data, language, self._assets)

    def _received(self, ref: int, language: Language) -> Sequence[bytes]:
        books = self._house.books
        printing = books.receptions.printing(ref)
        fax = books.receptions.get(printing["received_id"])
        pages = books.receptions.pages(fax["id"])
        data = ReceivedPrintData(
            issuer=self._issuer(language),
            number=fax["number"],
            received_at=self._local(fax["begun_utc"]),
            caller=received_view(books, fax).caller,
            complete=bool(fax["complete"]),
            pages=tuple(self._received_page(page) for page in pages),
            copy_number=printing["copy"],
        )
        return ReceivedSheets(data, language, self._assets)

    def _test_roll(self, ref: int, language: Language) -> tuple[bytes, ...]:
        return (test_page(self._issuer(language), self._asked_at(ref), language, self._assets, self._roll),)

    def _test_sheet(self, ref: int, language: Language) -> tuple[bytes, ...]:
        return (test_sheet(self._issuer(language), self._asked_at(ref), language, self._assets),)

    def test_fax(self) -> FaxPage:
        """The page of the technician's test call."""
        language = Language.ZH_HANS
        return test_fax(self._issuer(language), self._local(self._house.now_utc), language, self._assets)

    def _asked_at(self, test_id: int) -> str:
        return self._local(self._house.books.self_tests.get(test_id)["asked_utc"], seconds=True)

    def _received_page(self, page: Row) -> ReceivedPage:
        size = (page["width"], page["height"], Resolution(page["resolution"]))
        return ReceivedPage(*size, partial(self._room.kept_page, page["pages_key"], 1), page["damaged"])

    def _page(self, page: Row, attempts: list[Row]) -> ReportPage:
        attempt = next((a for a in attempts if a["number"] == page["attempt"]), {})
        coding = attempt.get("coding")
        return ReportPage(
            number=page["number"],
            state=PageState(page["state"]),
            confirmed=self._time(page["confirmed_utc"]) if page["confirmed_utc"] else "",
            bit_rate=attempt.get("bit_rate"),
            coding=Coding(coding) if coding else None,
        )

    def _attempt(self, attempt: Row) -> ReportAttempt:
        return ReportAttempt(
            started=self._time(attempt["intent_utc"]),
            duration_s=round((attempt["duration_ms"] or 0) / 1000),
            outcome=_outcome(attempt["outcome"]),
            confirmed_pages=attempt["confirmed"] or 0,
            far_ident=attempt["far_ident"],
        )

    def _page_one(self, job: Row) -> FaxPage | None:
        """The picture of page one, unless the document is confidential (A5)."""
        return None if job["confidential"] else self._room.kept_page(job["pages_key"], 1)

    # --- words

    def _issuer(self, language: Language) -> Issuer:
        settings, numbers = self._house.settings, self._head.service_numbers
        return Issuer(self._head.names[language], settings.kiosk_id, numbers[language], bool(settings.doubles))

    def _check(self, number: str, code: str) -> Check:
        return Check(f"{self._house.settings.receipt_url}{number}/{code}", code)

    def _unit(self, unit_id: str, tr: Translator, *, short: bool = False) -> str:
        """A unit in words, or as a roll has room for it."""
        unit = view_of_unit(self._house.books, unit_id)
        return tr(
            "unit.short" if short else "unit.words", building=unit.building, entrance=unit.entrance, room=unit.room
        )

    def _moment(self, text: str) -> datetime:
        return sure_moment(text).astimezone(self._house.settings.timezone)

    def _local(self, text: str, *, seconds: bool = False) -> str:
        return self._moment(text).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")

    def _time(self, text: str) -> str:
        return self._moment(text).strftime("%H:%M:%S")


def _strokes(text: str | None) -> tuple[tuple[tuple[float, float], ...], ...]:
    strokes: list[list[Any]] = json.loads(text) if text else []
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)


def _fee_words(tr: Translator, charge: Row) -> str:
    """2 页 × ¥4.00."""
    return f"{tr.count('count.pages', charge['quantity'])} × {yuan(charge['unit_fen'])}"


def _outcome(text: str | None) -> CallOutcome:
    """An attempt whose end was never written ended with the line."""
    return CallOutcome(text) if text in set(CallOutcome) else CallOutcome.LINE_LOST
