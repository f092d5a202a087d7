"""Service requests: from the owner's words to the owner's signature, or to the answer (D2, D3, D6, E1 in a first form).

Owns the way open -> accepted -> closed, each step with its record and its person. Prices are those of the list that the
owner was told from. Feedback has no price and no visit: whoever accepts it is responsible until the owner has
been answered (E2).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from kiosk.desk.counter import counter_only
from kiosk.desk.house import Books, DeskError, House, RequestUsedError, moment, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.pricing import honoured, told_now
from kiosk.desk.ratings import keep_rating
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.repair_errors import CaseMovedError
from kiosk.desk.signing import sha256_of
from kiosk.desk.views import (
    CaseDraft,
    CaseKind,
    CaseState,
    CaseView,
    CatalogueItem,
    LessCharged,
    Signature,
    Staff,
    Urgency,
    Visitor,
)
from kiosk.desk.work_orders import charge_work, refuse_open_quote
from kiosk.store.database import Row
from kiosk.store.journal import canonical

WORDS_LIMIT = 200
_NO_LIST = 0  # version of the price list of what has no price
_SERIES = {CaseKind.REPAIR: ("case", "R"), CaseKind.FEEDBACK: ("feedback", "C")}
FEEDBACK_ABOUT = ("feedback.complaint", "feedback.suggestion", "feedback.advice", "feedback.other")
FEEDBACK_TO = ("feedback.centre", "feedback.manager")


class WordsMissingError(DeskError):
    """A request without words, or with too many."""

    number = 5011
    message_key = "error.words"


class UnknownRequestError(DeskError):
    """A request about nothing the house knows, or for nobody: a screen's mistake, never a person's."""

    number = 5012


class RepairDesk:
    """Service requests of every kind. Who is neither clerk nor supervisor moves none: CounterOnlyError."""

    def __init__(self, house: House) -> None:
        self._house = house

    def catalogue(self) -> tuple[CatalogueItem, ...]:
        """The published items of the price list in force."""
        prices = self._house.books.prices.current(self._house.now_utc)
        told = told_now(self._house, prices)
        return tuple(
            CatalogueItem(item.key, item.group, item.price_fen, told=told, urgent_fen=item.urgent_fen)
            for item in prices.repairs
        )

    def open(self, visitor: Visitor, draft: CaseDraft, request_id: str) -> CaseView:
        """Make the case, its slip and its record in one step; the same ``request_id`` gives the same case.

        Raises WordsMissingError, UnknownRequestError, QuoteChangedError; RequestUsedError when the request has opened
        another case.
        """
        words = " ".join(draft.words.split())
        if not words or len(words) > WORDS_LIMIT:
            raise WordsMissingError(f"{len(words)} characters", limit=WORDS_LIMIT)
        with self._house.step() as books:
            known = books.cases.by_request(request_id)
            if known:
                return self._view(_same(known, visitor, draft, words))
            version, price_fen = self._price(books, draft)
            row = self._row(visitor, draft, words, version, price_fen, request_id)
            case_id = books.cases.add(row, _SERIES[draft.kind])
            row = books.cases.get(case_id)
            books.prints.want("receipt", "slip", case_id, visitor.language.value, self._house.now_utc)
            books.record(
                "case.opened",
                case=row["number"],
                unit=visitor.unit.id,
                item=draft.item_key,
                words=words,
                wanted=draft.wanted_key,
                urgency=draft.urgency.value,
                price_fen=price_fen,
                addressee=draft.addressee,
                **books.vouched("service_case", id=case_id),
            )
        return self._view(row)

    def _price(self, books: Books, draft: CaseDraft) -> tuple[int, int | None]:
        """Version of the price list that was told, and what the item costs by it; feedback has neither."""
        match draft.kind:
            case CaseKind.REPAIR:
                told = draft.told or told_now(self._house, books.prices.current(self._house.now_utc))
                prices = honoured(self._house, books, told)
                return prices.version, prices.repair(draft.item_key).price(draft.urgency)
            case CaseKind.FEEDBACK:
                if draft.item_key not in FEEDBACK_ABOUT or draft.addressee not in FEEDBACK_TO:
                    raise UnknownRequestError(f"feedback {draft.item_key!r} to {draft.addressee!r}")
                return _NO_LIST, None
            case _:
                assert_never(draft.kind)

    def _row(
        self, visitor: Visitor, draft: CaseDraft, words: str, version: int, price_fen: int | None, request_id: str
    ) -> Row:
        return {
            "request_id": request_id,
            "kind": draft.kind.value,
            "unit_id": visitor.unit.id,
            "person_id": visitor.person_id,
            "language": visitor.language.value,
            "item_key": draft.item_key,
            "words": words,
            "wanted_key": draft.wanted_key,
            "urgency": draft.urgency.value,
            "materials_by_owner": int(draft.materials_by_owner),
            "price_version": version,
            "price_fen": price_fen,
            "addressee": draft.addressee,
            "opened_utc": self._house.now_utc,
        }

    def of_unit(self, visitor: Visitor, kind: CaseKind = CaseKind.REPAIR) -> tuple[CaseView, ...]:
        """The visitor's own requests of this kind, newest first."""
        return tuple(self._view(row) for row in self._house.books.cases.of_unit(visitor.unit.id, kind.value))

    def case(self, case_id: int) -> CaseView:
        """One request."""
        return self._view(self._house.books.cases.get(case_id))

    def listing(self, states: Collection[CaseState]) -> tuple[CaseView, ...]:
        """Requests in these states, for the clerk."""
        return tuple(self._view(row) for row in self._house.books.cases.in_states([state.value for state in states]))

    def accept(self, staff: Staff, case_id: int) -> CaseView:
        """The clerk takes the case. Raises CaseMovedError when somebody has already."""
        counter_only(staff)
        with self._house.step() as books:
            if not books.cases.accept(case_id, staff.id, self._house.now_utc):
                raise CaseMovedError(f"case {case_id} is not open")
            row = books.cases.get(case_id)
            told = {"staff": staff.id, "accepted_utc": row["accepted_utc"]}
            books.record("case.accepted", case=row["number"], **told)
        return self._view(row)

    def close(
        self,
        staff: Staff,
        case_id: int,
        signature: Signature,
        score: int,
        reason_key: str = "",
        less: LessCharged | None = None,
    ) -> CaseView:
        """The owner has inspected, signs and rates, and what was agreed, or ``less``, is owed: one step.

        Raises CaseMovedError unless it was accepted, QuoteOpenError while a quote is not answered; NotSignedError for
        less without a signature, LessError, ApprovalMissingError, ReasonMissingError.
        """
        counter_only(staff)
        if less is not None and not signature:
            raise NotSignedError(f"case {case_id} for less than was agreed")
        with self._house.step() as books:
            refuse_open_quote(books, case_id)
            if not books.cases.close(case_id, staff.id, canonical(signature), self._house.now_utc):
                raise CaseMovedError(f"case {case_id} is not accepted")
            row = books.cases.get(case_id)
            told = {"closed_utc": row["closed_utc"], "strokes_sha256": sha256_of(row["signature"])}
            books.record("case.closed", case=row["number"], staff=staff.id, signed=bool(signature), **told)
            charge_work(self._house, books, row, staff, less)
            keep_rating(books, "repair", case_id, score, reason_key, self._house.now_utc)
        return self._view(row)

    def close_undone(self, staff: Staff, case_id: int) -> CaseView:
        """The owner has declined the quote and nothing is done. Raises CaseMovedError unless that is so."""
        counter_only(staff)
        with self._house.step() as books:
            newest = books.work.newest(case_id)
            declined = newest is not None and newest["agreed"] == 0 and books.work.agreed(case_id) is None
            if not declined or not books.cases.close(case_id, staff.id, None, self._house.now_utc):
                raise CaseMovedError(f"case {case_id} has no declined quote, or is not accepted")
            row = books.cases.get(case_id)
            books.record("case.closed", case=row["number"], staff=staff.id, signed=False)
        return self._view(row)

    def answer(self, staff: Staff, case_id: int) -> CaseView:
        """The owner has been answered: feedback is closed. Raises CaseMovedError unless it was accepted feedback."""
        counter_only(staff)
        with self._house.step() as books:
            feedback = books.cases.get(case_id)["kind"] == CaseKind.FEEDBACK.value
            if not feedback or not books.cases.close(case_id, staff.id, None, self._house.now_utc):
                raise CaseMovedError(f"case {case_id} is no accepted feedback")
            row = books.cases.get(case_id)
            books.record("case.closed", case=row["number"], staff=staff.id, signed=False)
        return self._view(row)

    def slip_state(self, case_id: int) -> str:
        """How the slip's printing stands: waiting | trouble | printed | unknown | failed."""
        row = self._house.books.prints.of("slip", case_id)
        if row is None:
            return "failed"
        return "trouble" if row["state"] == "waiting" and row["reason"] else str(row["state"])

    def _view(self, row: Row) -> CaseView:
        return CaseView(
            id=row["id"],
            number=row["number"],
            unit=view_of_unit(self._house.books, row["unit_id"]),
            item_key=row["item_key"],
            words=row["words"],
            wanted_key=row["wanted_key"],
            urgency=Urgency(row["urgency"]),
            price_fen=row["price_fen"],
            state=CaseState(row["state"]),
            opened_at=sure_moment(row["opened_utc"]),
            accepted_at=moment(row["accepted_utc"]),
            accepted_by=row["accepted_by"] or "",
            closed_at=moment(row["closed_utc"]),
            kind=CaseKind(row["kind"]),
            addressee=row["addressee"],
            materials_by_owner=bool(row["materials_by_owner"]),
        )


def _same(known: Row, visitor: Visitor, draft: CaseDraft, words: str) -> Row:
    """The case that this very request has opened. Raises RequestUsedError: the answer would be another's case."""
    if (known["unit_id"], known["item_key"], known["words"]) != (visitor.unit.id, draft.item_key, words):
        raise RequestUsedError(f"request {known['request_id']} opened {known['number']}")
    return known
