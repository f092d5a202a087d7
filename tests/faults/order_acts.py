"""Acts of the random walk that orders bring: faxes page by page, work by its quotes (B6, D4, G1).

Owns what they are for the desk and for the model. A fax is ordered as an owner does it, over a document room that draws
nothing; what the line proves is told to ``Dispatch`` as the core's worker does. Which is done is ``walk_acts``' choice.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from kiosk.desk.directory import Directory
from kiosk.desk.dispatch import Attempt
from kiosk.desk.fax import FaxDesk
from kiosk.desk.views import CaseDraft, DraftPage, FaxDraft, LineKind, Visitor, WorkLine
from kiosk.fax.outcome import CallOutcome, CallReport, PageState
from tests.desk_fixture import NUMBER, FurnishedDesk
from tests.faults.grant_acts import Act
from tests.faults.money_model import Model
from tests.faults.money_scenario import CLERK, STROKES
from tests.faults.order_model import Fax, Work

_PRICES = """{"version": 2, "valid_from": "1970-01-01", "withdraws": [1], "fax": {
  "local": {"normal": 200, "urgent": 300, "minimum": 500, "free_pages_a_month": 3},
  "domestic": {"normal": 125, "urgent": 200, "rounding": {"to_fen": 10, "rule": "half_up"}},
  "international": {"normal": 1200, "urgent": 1800}},
  "repairs": [{"key": "repair.drain", "group": "repair.group.water", "fen": 5000}]}"""
_NUMBERS = {"local": "0512 6522 1234", "domestic": NUMBER}
_LETTER = "a-letter"
_UNDER_WAY = 4  # faxes, and cases, that are not over


class NoPages:
    """A document room that keeps pages by saying so: their pictures are not what is counted here."""

    def keep_pages(self, key: str, document_id: str, choices: object) -> None:
        """Nothing to draw."""


def prepare(kit: FurnishedDesk, folder: Path) -> None:
    """A price list with every kind of rate, and the letter that is faxed again and again."""
    (folder / "prices.json").write_text(_PRICES)
    Directory(kit.house).import_prices(folder / "prices.json")
    row = {"id": _LETTER, "unit_id": "12-1-101", "kind": "pdf", "pages": 9, "octets": 1, "sha256": ""}
    with kit.house.step() as books:
        books.documents.add({**row, "taken_at_utc": kit.house.now_utc})


# --- faxes


def fax(chance: Random, model: Model, visitor: Visitor, request: str) -> Act:
    """The next thing that happens to one of them."""
    under_way = [number for number, each in _last(model.orders.faxes) if each.state != "over"]
    if not under_way or (len(under_way) < _UNDER_WAY and chance.random() < 0.3):
        return _ordered(chance, visitor, request)
    number = chance.choice(under_way)
    each = model.orders.faxes[number]
    if chance.random() < 0.08:
        return _cancelled(visitor, number)
    match each.state:
        case "waiting":
            return Act(
                "dial", lambda kit: _dial(kit, number), lambda model: model.orders.dial(number), again=False, core=True
            )
        case "calling":
            return _calling(chance, number, each)
        case _:
            return _settled(chance, number, each)


def _ordered(chance: Random, visitor: Visitor, request: str) -> Act:
    zone, pages = chance.choice(tuple(_NUMBERS)), chance.randint(1, 5)
    draft = FaxDraft(_NUMBERS[zone], _LETTER, tuple(DraftPage(number) for number in range(1, pages + 1)))

    def desk(kit: FurnishedDesk) -> str:
        faxes = FaxDesk(kit.house, NoPages(), kit.dispatch)
        with kit.house.step():
            return str(faxes.order(visitor, draft, faxes.quote(visitor, draft), request))

    return Act("order", desk, lambda model: model.orders.order(zone, pages, request))


def _cancelled(visitor: Visitor, number: int) -> Act:
    def desk(kit: FurnishedDesk) -> str:
        kit.desk.fax.cancel(visitor, number)
        return "cancelled"

    return Act("cancel", desk, lambda model: model.orders.cancel(number))


def _calling(chance: Random, number: int, each: Fax) -> Act:
    """A page is proved, or the call ends."""
    if chance.random() < 0.3:
        cause = chance.choice(("line_lost", "busy"))
        report = CallReport(CallOutcome(cause), ())
        return Act(
            "hang up",
            lambda kit: _called(kit, number, lambda attempt: kit.dispatch.end(attempt, report)),
            lambda model: model.orders.hang_up(number, cause),
            again=False,
            core=True,
        )
    page = chance.choice(tuple(each.pages))
    state = chance.choice((PageState.CONFIRMED, PageState.CONFIRMED, PageState.UNKNOWN))

    def desk(kit: FurnishedDesk) -> str:
        with kit.house.step() as books:
            _called(kit, number, lambda attempt: kit.dispatch.note_page(attempt, page, state))
            return str(books.faxes.pages(number)[page - 1]["state"])

    return Act("page", desk, lambda model: model.orders.page(number, page, state.value), again=False, core=True)


def _settled(chance: Random, number: int, each: Fax) -> Act:
    page = chance.choice([page for page, state in each.pages.items() if state == "unknown"])
    arrived = chance.random() < 0.5

    def desk(kit: FurnishedDesk) -> str:
        kit.desk.fax.settle_unknown(CLERK, number, page, arrived)
        return "settled"

    return Act("settle page", desk, lambda model: model.orders.settle(number, page, arrived))


def _dial(kit: FurnishedDesk, number: int) -> str:
    """As the core does it with the order that is due; which that is, is not money's business."""
    with kit.house.step() as books:
        if books.faxes.job(number)["state"] in ("queued", "retry"):
            books.faxes.begin_attempt(number, kit.house.now_utc)
        return _state(kit, number)


def _called(kit: FurnishedDesk, number: int, act: Callable[[Attempt], None]) -> str:
    with kit.house.step() as books:
        job = books.faxes.job(number)
        if job["state"] == "calling":
            pages = tuple(page["number"] for page in books.faxes.pages(number))
            act(Attempt(number, job["attempts"], job["dial"], job["e164"], job["pages_key"], pages))
        return _state(kit, number)


def _state(kit: FurnishedDesk, number: int) -> str:
    state = str(kit.house.books.faxes.job(number)["state"])
    return {"queued": "waiting", "retry": "waiting", "calling": "calling", "unknown": "unknown"}.get(state, "over")


# --- work


def work(chance: Random, model: Model, visitor: Visitor, request: str) -> Act:
    """The next thing that happens to a case; now and then what cannot be."""
    under_way = [case for case, each in _last(model.orders.works) if each.state != "closed"]
    if not under_way or (len(under_way) < _UNDER_WAY and chance.random() < 0.2):
        return _opened(visitor, request)
    case = chance.choice(under_way)
    each = model.orders.works[case]
    if each.state == "open" and chance.random() < 0.8:
        return _case("accept", case, lambda kit: kit.desk.repairs.accept(CLERK, case), "accepted")
    open_quotes = [quote for quote, (_, said) in each.quotes.items() if said is None]
    if open_quotes and chance.random() < 0.7:
        return _answered(chance, chance.choice(tuple(each.quotes)))
    match chance.choice(("quote", "quote", "close", "close_undone")):
        case "quote":
            return _quoted(chance, case, request)
        case "close":
            return _case("close", case, lambda kit: kit.desk.repairs.close(CLERK, case, STROKES, 5), "closed")
        case _:
            return _case("close_undone", case, lambda kit: kit.desk.repairs.close_undone(CLERK, case), "closed")


def _opened(visitor: Visitor, request: str) -> Act:
    draft = CaseDraft("repair.drain", "厨房水槽漏水", "wanted.today")
    return Act(
        "open case",
        lambda kit: str(kit.desk.repairs.open(visitor, draft, request).id),
        lambda model: model.orders.open(request),
    )


def _case(name: str, case: int, act: Callable[[FurnishedDesk], object], told: str) -> Act:
    """A step of a case that is taken once: whoever comes second is refused."""

    def desk(kit: FurnishedDesk) -> str:
        act(kit)
        return told

    return Act(name, desk, lambda model: getattr(model.orders, name)(case), again=False)


def _quoted(chance: Random, case: int, request: str) -> Act:
    labour_fen, hose_fen, hoses = chance.choice((0, 3000, 5000)), chance.choice((0, 1850)), chance.randint(1, 3)
    lines = [WorkLine(LineKind.LABOUR, "", 1, labour_fen), WorkLine(LineKind.MATERIAL, "进水软管", hoses, hose_fen)]
    return Act(
        "quote",
        lambda kit: str(kit.desk.work.quote(CLERK, case, lines, request).id),
        lambda model: model.orders.quote(case, (labour_fen, hoses * hose_fen), request),
    )


def _answered(chance: Random, quote: int) -> Act:
    agreed = chance.random() < 0.7

    def desk(kit: FurnishedDesk) -> str:
        kit.desk.work.answer(CLERK, quote, agreed, STROKES if agreed else ())
        return "answered"

    return Act("answer", desk, lambda model: model.orders.answer(quote, agreed))


def _last(orders: dict[int, Fax] | dict[int, Work]) -> list[tuple[int, Fax | Work]]:
    """The newest few: what is older is over, or forgotten."""
    return [(number, orders[number]) for number in range(max(1, len(orders) - 20), len(orders) + 1)]
