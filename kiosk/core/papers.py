"""From committed rows to paper: transmission report, received fax, case slip, test pages (B7, B8, D3).

Owns which values of the store stand on which form; those of money are ``money_papers``'s. Knows no layout
(``kiosk.forms``) and no printer. Called by the print workers; the same rows give the same paper, so a form lost in a
crash is drawn again exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from kiosk.assets import Assets
from kiosk.core.money_papers import MoneyPapers
from kiosk.core.paper_words import Letterhead, PaperWords
from kiosk.desk.charge_lines import with_parts
from kiosk.desk.fax_views import result_view
from kiosk.desk.house import DeskError, House, sure_moment
from kiosk.desk.numbers import readable, same_number
from kiosk.desk.received import FORM, received_view
from kiosk.desk.views import Rate
from kiosk.documents.room import DocumentRoom
from kiosk.fax.outcome import CallOutcome, Coding, FaxPage, PageState, Resolution
from kiosk.forms.data import (
    CaseSlipData,
    ReceivedPage,
    ReceivedPrintData,
    ReportAttempt,
    ReportPage,
    TransmissionReportData,
)
from kiosk.forms.received import ReceivedSheets
from kiosk.forms.report import transmission_report
from kiosk.forms.roll import ROLL_58, ROLL_80, yuan
from kiosk.forms.slip import case_slip
from kiosk.forms.test_page import test_page
from kiosk.forms.test_sheet import test_fax, test_sheet
from kiosk.locale import Language, Translator
from kiosk.store.database import Row
from kiosk.store.prints import TEST_FORMS


class NoSuchFormError(DeskError):
    """A print job names a form this kiosk does not have."""

    number = 5040


class Papers:
    """Draws forms."""

    def __init__(self, house: House, room: DocumentRoom, assets: Assets, letterhead: Letterhead) -> None:
        self._house = house
        self._room = room
        self._assets = assets
        self._words = PaperWords(house, letterhead)
        self._roll = ROLL_58 if letterhead.receipt_width_mm == 58 else ROLL_80
        self._forms: Mapping[str, Callable[[int, Language], Sequence[bytes]]] = {
            **MoneyPapers(house, assets, self._words).forms,
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

    def _slip(self, ref: int, language: Language) -> tuple[bytes, ...]:
        tr, case = Translator(language), self._house.books.cases.get(ref)
        data = CaseSlipData(
            issuer=self._words.issuer(language),
            case_number=case["number"],
            taken_at=self._words.local(case["opened_utc"]),
            unit=self._words.unit(case["unit_id"], tr, short=True),
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
        result = result_view(job, pages, charge, self._house.settings.country)
        started, ended = job["started_utc"] or job["created_utc"], job["ended_utc"] or self._house.now_utc
        last = attempts[-1] if attempts else {}
        data = TransmissionReportData(
            issuer=self._words.issuer(language),
            number=job["number"],
            printed_at=self._words.local(self._house.now_utc),
            outcome=_outcome(job["outcome"]),
            unit=self._words.unit(job["unit_id"], tr),
            to_number=job["shown"],
            zone=tr(f"charge.zone.{job['zone']}"),
            own_ident=self._words.head.own_ident,
            started=self._words.local(started, seconds=True),
            ended=self._words.local(ended, seconds=True),
            duration_s=round((sure_moment(ended) - sure_moment(started)).total_seconds()),
            resolution=Resolution(job["resolution"]),
            pages=tuple(self._page(page, attempts) for page in pages),
            attempts=tuple(self._attempt(attempt) for attempt in attempts),
            check=self._words.check(job["number"], job["pages_key"][:8].upper()),
            operated_by=tr("printing.by_owner"),
            far_ident=result.far_ident,
            far_ident_matches=same_number(job["far_ident"], job["e164"], self._house.settings.country),
            bit_rate=last.get("bit_rate"),
            ecm=bool(last["ecm"]) if last.get("ecm") is not None else None,
            fee_fen=result.amount_fen,
            fee_detail=_fee_words(tr, charge, result.rate) if charge else "",
            page_one=self._page_one(job),
        )
        return transmission_report(data, language, self._assets)

    def _received(self, ref: int, language: Language) -> Sequence[bytes]:
        books = self._house.books
        printing = books.receptions.printing(ref)
        fax = books.receptions.get(printing["received_id"])
        pages = books.receptions.pages(fax["id"])
        data = ReceivedPrintData(
            issuer=self._words.issuer(language),
            number=fax["number"],
            received_at=self._words.local(fax["begun_utc"]),
            caller=received_view(books, fax, self._house.settings.country).caller,
            complete=bool(fax["complete"]),
            pages=tuple(self._received_page(page) for page in pages),
            copy_number=printing["copy"],
        )
        return ReceivedSheets(data, language, self._assets)

    def _test_roll(self, ref: int, language: Language) -> tuple[bytes, ...]:
        return (test_page(self._words.issuer(language), self._asked_at(ref), language, self._assets, self._roll),)

    def _test_sheet(self, ref: int, language: Language) -> tuple[bytes, ...]:
        return (test_sheet(self._words.issuer(language), self._asked_at(ref), language, self._assets),)

    def test_fax(self) -> FaxPage:
        """The page of the technician's test call."""
        language = Language.ZH_HANS
        return test_fax(self._words.issuer(language), self._words.local(self._house.now_utc), language, self._assets)

    def _asked_at(self, test_id: int) -> str:
        return self._words.local(self._house.books.self_tests.get(test_id)["asked_utc"], seconds=True)

    def _received_page(self, page: Row) -> ReceivedPage:
        size = (page["width"], page["height"], Resolution(page["resolution"]))
        return ReceivedPage(*size, partial(self._room.kept_page, page["pages_key"], 1), page["damaged"])

    def _page(self, page: Row, attempts: list[Row]) -> ReportPage:
        attempt = next((a for a in attempts if a["number"] == page["attempt"]), {})
        coding = attempt.get("coding")
        return ReportPage(
            number=page["number"],
            state=PageState(page["state"]),
            confirmed=self._words.time(page["confirmed_utc"]) if page["confirmed_utc"] else "",
            bit_rate=attempt.get("bit_rate"),
            coding=Coding(coding) if coding else None,
        )

    def _attempt(self, attempt: Row) -> ReportAttempt:
        return ReportAttempt(
            started=self._words.time(attempt["intent_utc"]),
            duration_s=round((attempt["duration_ms"] or 0) / 1000),
            outcome=_outcome(attempt["outcome"]),
            confirmed_pages=attempt["confirmed"] or 0,
            far_ident=readable(attempt["far_ident"], self._house.settings.country),
        )

    def _page_one(self, job: Row) -> FaxPage | None:
        """The picture of page one, unless the document is confidential (A5)."""
        return None if job["confidential"] else self._room.kept_page(job["pages_key"], 1)


def _fee_words(tr: Translator, charge: Row, rate: Rate) -> str:
    """2 页 × ¥4.00, and what else made the amount what it is."""
    pages = int(charge["quantity"])
    return with_parts(tr, f"{tr.count('count.pages', pages)} × {yuan(rate.unit_fen)}", rate, pages)


def _outcome(text: str | None) -> CallOutcome:
    """An attempt whose end was never written ended with the line."""
    return CallOutcome(text) if text in set(CallOutcome) else CallOutcome.LINE_LOST
