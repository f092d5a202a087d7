"""Finance's signature under a closed day (G5): after the clerk's, once, by another person.

Owns who signs and what exactly is signed: a statement that names the report by its hash, the person, the moment and the
strokes, under the kiosk's own key. A report that does not hold any more is not signed. Called by the glass and by
``kiosk ledger sign-day``.
"""

from __future__ import annotations

import json
from datetime import date

from kiosk.desk.house import Books, DeskError, House, RequestUsedError, sure_moment
from kiosk.desk.sheets import want_signed_report
from kiosk.desk.signing import Signer, holds, sha256_of
from kiosk.desk.views import FinanceSigning, Role, Signature, Staff
from kiosk.store.database import Row
from kiosk.store.journal import canonical

VERSION = 1


class FinanceOnlyError(DeskError):
    """Finance signs, and not who has closed the day."""

    number = 5131
    message_key = "error.finance_only"


class DayNotClosedError(DeskError):
    """The clerk has not closed this day."""

    number = 5132
    message_key = "error.day_not_closed"


class ReportBrokenError(DeskError):
    """The report is not the one that the clerk signed, or not over this ledger: ``kiosk ledger verify`` says more."""

    number = 5133
    message_key = "error.report_broken"


class FinanceDesk:
    """What finance still has to sign, and signing it."""

    def __init__(self, house: House) -> None:
        self._house = house

    def unsigned(self) -> tuple[date, ...]:
        """Days that the clerk has closed and finance has not signed, the oldest first."""
        return tuple(date.fromisoformat(day) for day in self._house.books.signings.unsigned())

    def signing(self, day: date) -> FinanceSigning | None:
        """Finance's signature under a day, if it is there."""
        row = self._house.books.signings.get(day.isoformat())
        return _view(self._house.books, row) if row else None

    def sign(self, staff: Staff, day: date, signature: Signature, request_id: str) -> FinanceSigning:
        """Sign a closed day; signed already, it is the signature that is there. ``signature`` may be empty: the PIN
        has said who it is, and on the command line there is no glass.

        Raises FinanceOnlyError, DayNotClosedError, ReportBrokenError, and RequestUsedError for another day's request.
        """
        if staff.role is not Role.FINANCE:
            raise FinanceOnlyError(f"{day} by {staff.id}, {staff.role.value}")
        with self._house.step() as books:
            known = books.signings.by_request(request_id)
            if known is not None and known["business_day"] != day.isoformat():
                raise RequestUsedError(f"request {request_id} signed {known['business_day']}, not {day}")
            row = known or books.signings.get(day.isoformat())
            if row is None:
                row = self._sign(books, staff, day.isoformat(), signature, request_id)
        return _view(self._house.books, row)

    def _sign(self, books: Books, staff: Staff, day: str, signature: Signature, request_id: str) -> Row:
        closing = books.days.closing(day)
        if closing is None:
            raise DayNotClosedError(day)
        if staff.id == closing["staff_id"]:
            raise FinanceOnlyError(f"{day} by {staff.id}, who closed it")
        signer, now, strokes = Signer(self._house.signing_seed), self._house.now_utc, canonical(signature)
        _check_report(books, closing, signer)
        digest = sha256_of(closing["report"])
        text = statement(self._house.settings.kiosk_id, (day, staff.id, now), digest, strokes)
        row = {
            "business_day": day,
            "request_id": request_id,
            "staff_id": staff.id,
            "report_sha256": digest,
            "strokes": strokes,
            "statement": text,
            "public_key": signer.public_key,
            "signature": signer.sign(text),
            "signed_utc": now,
        }
        books.signings.add(row)
        want_signed_report(books, closing["count_id"], now)
        names = ("business_day", "report_sha256", "statement", "public_key", "signature", "signed_utc")
        books.record("day.signed", staff=staff.id, **{name: row[name] for name in names})
        return row


def statement(kiosk_id: str, said: tuple[str, str, str], report_sha256: str, strokes: str) -> str:
    """What finance's signature is over: canonical JSON. ``said``: business day, person, moment."""
    day, staff_id, signed_utc = said
    return canonical(
        {
            "v": VERSION,
            "kiosk": kiosk_id,
            "business_day": day,
            "finance": staff_id,
            "signed_utc": signed_utc,
            "report_sha256": report_sha256,
            "strokes_sha256": sha256_of(strokes),
        }
    )


def _check_report(books: Books, closing: Row, signer: Signer) -> None:
    """Signed by this kiosk, and over the ledger as it is now. Raises ReportBrokenError."""
    day = closing["business_day"]
    if closing["public_key"] != signer.public_key or not holds(
        closing["report"], closing["signature"], signer.public_key
    ):
        raise ReportBrokenError(f"{day}: the report is not what this kiosk signed")
    ledger = json.loads(closing["report"])["ledger"]
    if ledger["last"] is not None and books.ledger.get(ledger["last"]).hash != ledger["hash"]:
        raise ReportBrokenError(f"{day}: the report is over another ledger")


def _view(books: Books, row: Row) -> FinanceSigning:
    return FinanceSigning(
        business_day=date.fromisoformat(row["business_day"]),
        staff_id=row["staff_id"],
        name=books.people.staff_name(row["staff_id"]),
        signed_at=sure_moment(row["signed_utc"]),
        report_sha256=row["report_sha256"],
    )
