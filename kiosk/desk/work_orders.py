"""Inspect, then quote: labour and material are told and signed for before work begins; accepted, owed (D4, D6).

Owns quotes and their versions, the owner's word on each, and the charge for what was agreed, or for less with a
reason, which the owner signs for as well. A quote is not changed: another one is a new version, signed anew, and until
it is answered the work is not accepted. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kiosk.desk.corrections import stated
from kiosk.desk.counter import counter_only
from kiosk.desk.grants import ApprovalMissingError
from kiosk.desk.house import Books, DeskError, House, RequestUsedError, sure_moment
from kiosk.desk.receipts import NotSignedError
from kiosk.desk.repair_errors import CaseMovedError
from kiosk.desk.views import (
    CaseKind,
    CaseState,
    LessCharged,
    LineKind,
    QuoteAnswer,
    Role,
    Signature,
    Staff,
    WorkLine,
    WorkQuote,
    WorkStanding,
)
from kiosk.locale import Language, Translator
from kiosk.store.database import Row
from kiosk.store.journal import canonical

LESS = "charge.less"  # the title of the line that takes something off
LINES_LIMIT, WORDS_LIMIT, QUANTITY_LIMIT, PRICE_LIMIT_FEN = 8, 30, 99, 9_999_900


class WorkLinesError(DeskError):
    """A quote without a line, or one that cannot be: no words, a number out of bounds, material the owner brings."""

    number = 5013
    message_key = "error.work_lines"


class QuoteOpenError(DeskError):
    """The owner has not answered the newest quote: nothing is accepted before."""

    number = 5014
    message_key = "error.work_open"


class LessError(DeskError):
    """At the acceptance less may be charged than was agreed: never more, and not nothing."""

    number = 5015
    message_key = "error.work_less"


class WorkDesk:
    """Quotes for work on the spot."""

    def __init__(self, house: House) -> None:
        self._house = house

    def standing(self, case_id: int) -> WorkStanding:
        """How a case stands with its quotes."""
        books = self._house.books
        case, newest, agreed = books.cases.get(case_id), books.work.newest(case_id), books.work.agreed(case_id)
        labour = WorkLine(LineKind.LABOUR, "", 1, case["price_fen"] or 0)
        told = [_view(books, row) if row else None for row in (newest, agreed)]
        return WorkStanding(told[0], told[1], (labour,))

    def quote(self, staff: Staff, case_id: int, lines: Sequence[WorkLine], request_id: str) -> WorkQuote:
        """A new version; the same ``request_id`` gives the same one.

        Raises WorkLinesError, CaseMovedError, CounterOnlyError, and RequestUsedError when the request has quoted
        another case, or other lines.
        """
        counter_only(staff)
        with self._house.step() as books:
            known = books.work.by_request(request_id)
            if known is None:
                case = _under_way(books, case_id)
                _check(case, lines)
                made = {"case_id": case_id, "request_id": request_id, "staff_id": staff.id}
                total_fen = sum(line.amount_fen for line in lines)
                row = {**made, "total_fen": total_fen, "made_utc": self._house.now_utc}
                known = books.work.get(books.work.add(row, [_row(line) for line in _kept(lines)]))
                told = canonical([_row(line) for line in _kept(lines)])
                said = {"case": case["number"], "version": known["version"], "lines": told, "total_fen": total_fen}
                books.record("case.quoted", **said, staff=staff.id, **books.vouched("work_quote", id=known["id"]))
            if known["case_id"] != case_id or _view(books, known).lines != _kept(lines):
                raise RequestUsedError(f"request {request_id} made quote {known['id']} of case {known['case_id']}")
            return _view(books, known)

    def answer(self, staff: Staff, quote_id: int, agreed: bool, signature: Signature) -> WorkQuote:
        """The owner's word, on the glass that ``staff`` handed over; the same word again changes nothing.

        Raises NotSignedError for a yes without a signature, CaseMovedError when there is a newer quote, another word
        was given, or the case is over; CounterOnlyError.
        """
        counter_only(staff)
        if agreed and not signature:
            raise NotSignedError(f"quote {quote_id}")
        with self._house.step() as books:
            quote = books.work.get(quote_id)
            if quote["agreed"] is None:
                case, newest = _under_way(books, quote["case_id"]), books.work.newest(quote["case_id"])
                if newest is None or newest["id"] != quote_id:
                    raise CaseMovedError(f"quote {quote_id} was replaced by another")
                row = {"quote_id": quote_id, "agreed": int(agreed), "strokes": canonical(signature)}
                books.work.answer({**row, "staff_id": staff.id, "answered_utc": self._house.now_utc})
                kind = "case.agreed" if agreed else "case.declined"
                told = {"case": case["number"], "version": quote["version"], "signed": bool(signature)}
                books.record(kind, **told, staff=staff.id, **books.vouched("work_answer", quote_id=quote_id))
            elif bool(quote["agreed"]) is not agreed:
                raise CaseMovedError(f"quote {quote_id} was answered otherwise")
            return _view(books, books.work.get(quote_id))

    def check_less(self, staff: Staff, case_id: int, amount_fen: int) -> bool:
        """Whether ``amount_fen`` instead of what was agreed takes a supervisor beside ``staff``.

        Asked before anybody is asked why. Raises LessError, CounterOnlyError.
        """
        counter_only(staff)
        agreed = self._house.books.work.agreed(case_id)
        off_fen = _less_fen(agreed["total_fen"] if agreed else 0, amount_fen)
        return staff.role is not Role.SUPERVISOR and _above(self._house, off_fen)

    def charge_of(self, case_id: int) -> int | None:
        """The charge that the acceptance of the work made, if anything was to be paid."""
        charge = self._house.books.takings.charge_of("repair", case_id)
        return int(charge["id"]) if charge else None


def refuse_open_quote(books: Books, case_id: int) -> None:
    """Raises QuoteOpenError while the newest quote is not answered."""
    newest = books.work.newest(case_id)
    if newest is not None and newest["agreed"] is None:
        raise QuoteOpenError(f"quote {newest['id']} of case {case_id}")


def charge_work(house: House, books: Books, case: Row, staff: Staff, less: LessCharged | None) -> None:
    """What was agreed, or ``less``, is owed, inside the step that accepts the work; nothing without a quote, or one of
    nought. Raises LessError, ApprovalMissingError when so much less is a supervisor's to give, ReasonMissingError.
    """
    agreed = books.work.agreed(case["id"])
    agreed_fen = agreed["total_fen"] if agreed else 0
    taken_off = _taken_off(house, staff, agreed_fen, less)
    if agreed is None or not agreed_fen:
        return
    title, owed_fen = item_title(case["item_key"]), agreed_fen + sum(line["unit_fen"] for line in taken_off)
    row = {"kind": "repair", "job_id": case["id"], "unit_id": case["unit_id"], "title_key": title, "quantity": 1}
    row |= {"detail": case["number"], "unit_fen": owed_fen, "amount_fen": owed_fen}
    charge_id = books.takings.add_charge({**row, "made_utc": house.now_utc})
    books.work.add_charge_lines(charge_id, [*_charge_lines(title, books.work.lines(agreed["id"])), *taken_off])
    said = {"charge": charge_id, "case": case["number"], "unit": case["unit_id"], "amount_fen": owed_fen}
    if less is not None:
        approved_by = _approved_by(house, staff, agreed_fen - less.amount_fen, less.approver)
        said |= {"agreed_fen": agreed_fen, "reason": taken_off[0]["words"], "staff": staff.id}
        said |= {"approved_by": approved_by}
    books.record("charge.made", **said, **books.vouched("charge", id=charge_id))


def item_title(item_key: str) -> str:
    """The sentence of a catalogue item, which names its income too; one that head office has added has none of its own.

    All three catalogues have the same keys, so one is asked for all.
    """
    return item_key if Translator(Language.ZH_HANS).has(item_key) else "charge.repair"


def _charge_lines(title: str, lines: Iterable[Row]) -> Iterable[Row]:
    for line in lines:
        kind = LineKind(line["kind"])
        own = f"charge.{kind}" if line["words"] else title
        kept = {"words": line["words"], "quantity": line["quantity"], "unit_fen": line["unit_fen"]}
        yield {"title_key": own, "unit_key": f"charge.unit.{kind}", **kept}


def _taken_off(house: House, staff: Staff, agreed_fen: int, less: LessCharged | None) -> list[Row]:
    """The line that makes the amount less than was agreed, with its reason; none where it is not."""
    if less is None:
        return []
    _approved_by(house, staff, _less_fen(agreed_fen, less.amount_fen), less.approver)
    off = {"unit_key": "", "quantity": 1, "unit_fen": less.amount_fen - agreed_fen}
    return [{"title_key": LESS, "words": stated(less.reason), **off}]


def _less_fen(agreed_fen: int, amount_fen: int) -> int:
    """How much less it is. Raises LessError."""
    if not 0 < amount_fen < agreed_fen:
        raise LessError(f"{amount_fen} fen of {agreed_fen} agreed")
    return agreed_fen - amount_fen


def _above(house: House, off_fen: int) -> bool:
    return off_fen > house.settings.approve_above_fen


def _approved_by(house: House, staff: Staff, off_fen: int, approver: Staff | None) -> str | None:
    """The supervisor who allows so much less; nobody where a clerk may. Raises ApprovalMissingError."""
    if not _above(house, off_fen):
        return None
    for person in (staff, approver):
        if person is not None and person.role is Role.SUPERVISOR:
            return person.id
    raise ApprovalMissingError(f"{off_fen} fen less by {staff.id}")


def _under_way(books: Books, case_id: int) -> Row:
    """An accepted repair. Raises CaseMovedError."""
    case = books.cases.get(case_id)
    if case["state"] != CaseState.ACCEPTED or case["kind"] != CaseKind.REPAIR:
        raise CaseMovedError(f"case {case_id} is {case['state']}")
    return case


def _check(case: Row, lines: Sequence[WorkLine]) -> None:
    if not 0 < len(lines) <= LINES_LIMIT:
        raise WorkLinesError(f"{len(lines)} lines", limit=LINES_LIMIT)
    for line in lines:
        told = len(line.words) <= WORDS_LIMIT and (bool(line.words.strip()) or line.kind is LineKind.LABOUR)
        counted = 0 < line.quantity <= QUANTITY_LIMIT and 0 <= line.unit_fen <= PRICE_LIMIT_FEN
        brought = line.kind is LineKind.MATERIAL and case["materials_by_owner"]
        if not told or not counted or brought:
            raise WorkLinesError(f"{line}", limit=LINES_LIMIT)


def _kept(lines: Sequence[WorkLine]) -> tuple[WorkLine, ...]:
    """The lines as they are kept."""
    return tuple(replace(line, words=" ".join(line.words.split())) for line in lines)


def _row(line: WorkLine) -> Row:
    return {"kind": line.kind.value, "words": line.words, "quantity": line.quantity, "unit_fen": line.unit_fen}


def _view(books: Books, row: Row) -> WorkQuote:
    answer = {None: QuoteAnswer.OPEN, 1: QuoteAnswer.AGREED, 0: QuoteAnswer.DECLINED}[row["agreed"]]
    lines = tuple(
        WorkLine(LineKind(line["kind"]), line["words"], line["quantity"], line["unit_fen"])
        for line in books.work.lines(row["id"])
    )
    made = sure_moment(row["made_utc"])
    return WorkQuote(row["id"], row["case_id"], row["version"], lines, made, answer)
