"""Hold, then capture: the quote is held with the order, a delivered piece captures its share, the rest is let go (G1).

Owns when that happens and its records; whether a piece was delivered is the caller's word (``dispatch``). The k-th
piece captured costs what k pieces cost more than k - 1 by the rate of the quote, so all captures add up to the rate's
amount for what was delivered. Every act is inside the caller's step and may be done again: what is captured stays so.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.desk.house import Books, House
from kiosk.domain.accounts import AccountClass, account
from kiosk.domain.tariff import Rate, read_rate


def hold(
    house: House, books: Books, kind: str, job_id: int, unit_id: str, rate: Rate, quantity: int, price_version: int
) -> None:
    """Hold what ``quantity`` pieces cost. Raises StoreError when the order is held already."""
    row = {
        "kind": kind,
        "job_id": job_id,
        "unit_id": unit_id,
        "rate": rate.text(),
        "quantity": quantity,
        "held_fen": rate.amount_fen(quantity),
        "price_version": price_version,
    }
    hold_id = books.holds.add({**row, "made_utc": house.now_utc})
    books.record("hold.made", **row, **books.vouched("hold", id=hold_id))


def capture(house: House, books: Books, kind: str, job_id: int, delivered: Iterable[int]) -> None:
    """Capture what of ``delivered`` (numbers of pieces, from 1) is not captured yet; nothing without a hold."""
    held = books.holds.of(kind, job_id)
    if held is None:
        return
    captured = {row["piece"] for row in books.holds.captures(held["id"])}
    rate = read_rate(held["rate"])
    for nth, piece in enumerate(sorted(set(delivered) - captured), start=len(captured) + 1):
        fen = rate.amount_fen(nth) - rate.amount_fen(nth - 1)
        books.holds.capture(held["id"], piece, fen, house.now_utc)
        told = books.vouched("hold_capture", hold_id=held["id"], piece=piece)
        books.record("hold.captured", kind=kind, job_id=job_id, piece=piece, amount_fen=fen, **told)


def release(house: House, books: Books, kind: str, job_id: int) -> int | None:
    """The order is over: let go of the rest. Returns what was captured in fen; None without a hold."""
    held = books.holds.of(kind, job_id)
    if held is None:
        return None
    captured_fen = sum(int(row["fen"]) for row in books.holds.captures(held["id"]))
    rest_fen = held["held_fen"] - captured_fen
    books.holds.release(held["id"], rest_fen, house.now_utc)
    told = {"captured_fen": captured_fen, "released_fen": rest_fen, **books.vouched("hold_release", hold_id=held["id"])}
    books.record("hold.released", kind=kind, job_id=job_id, **told)
    return captured_fen


def has_account(books: Books, unit_id: str) -> bool:
    """Whether the unit may charge anything to an account at all."""
    unit = books.people.unit(unit_id)
    return unit is not None and bool(unit["account"])


def account_refuses(books: Books, unit_id: str, quoted_fen: int) -> str:
    """Key of why the account would not take an order of ``quoted_fen``, told before it is sent; empty if it would.

    Nothing is refused by it: there are other ways of paying. What is owed and not paid yet may come to the account too.
    """
    if not has_account(books, unit_id):
        return "quote.account.none"
    unpaid_fen = sum(int(charge["amount_fen"]) for charge in books.takings.unpaid(unit_id))
    return "" if account_allows(books, unit_id, unpaid_fen + quoted_fen) else "quote.account.limit"


def account_allows(books: Books, unit_id: str, amount_fen: int) -> bool:
    """Whether the unit's account takes ``amount_fen`` more, beside what it owes and what is held of its orders."""
    unit = books.people.unit(unit_id)
    if unit is None or not unit["account"]:
        return False
    owed_fen = books.ledger.balance_fen(account(AccountClass.UNIT, unit_id))
    return bool(owed_fen + books.holds.open_fen(unit_id) + amount_fen <= unit["credit_limit_fen"])
