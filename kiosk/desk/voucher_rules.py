"""What makes a voucher good: its series, and of a registered one that it was issued, paid for, not blocked, not over.

Owns these rules and their refusals, and the account of vouchers that were sold (G2). No log has the number of one that
still can pay. Called by ``grants``, inside its step, and by ``vouchers``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kiosk.desk.house import Books, House, PaymentRefusedError
from kiosk.desk.views import ChargeState
from kiosk.domain.accounts import AccountClass, account, class_of
from kiosk.store.database import Row

SALE = "voucher"  # the kind of a charge by which vouchers are sold
VOUCHERS_SOLD = "charge.voucher"  # its title
SERIAL_LIMIT = 999_999
_WRITTEN = re.compile(r"([A-Z0-9]{1,12})-([0-9]{1,12})")


class VoucherUnknownError(PaymentRefusedError):
    """The number is of no series that this house takes."""

    number = 5028
    message_key = "error.voucher"


class VoucherNotIssuedError(PaymentRefusedError):
    """The number is of a registered series, and was never issued."""

    number = 5034
    message_key = "error.voucher_not_issued"


class VoucherBlockedError(PaymentRefusedError):
    """The voucher was reported lost, or is blocked for another reason."""

    number = 5035
    message_key = "error.voucher_blocked"


class VoucherExpiredError(PaymentRefusedError):
    """The last day of the voucher is over."""

    number = 5036
    message_key = "error.voucher_expired"


class VoucherUnpaidError(PaymentRefusedError):
    """The voucher is to be sold, and nobody has paid for it yet."""

    number = 5037
    message_key = "error.voucher_unpaid"


class VoucherSaleError(PaymentRefusedError):
    """Vouchers are bought with money: not with vouchers, and they are not given away by way of a sale."""

    number = 5038
    message_key = "error.voucher_sale"


class VoucherSpentError(PaymentRefusedError):
    """The sale stays: one of its vouchers has paid for something."""

    number = 5041
    message_key = "error.voucher_spent"


@dataclass(frozen=True)
class Voucher:
    """A voucher that can pay: ``number`` as it is kept, ``debit`` the account it is paid from."""

    number: str
    face_fen: int
    debit: str
    issue_id: int | None = None


def good_voucher(house: House, books: Books, typed: str) -> Voucher:
    """The voucher of this number, if it is good but for having been used.

    A number of the register is good by its issue alone. Raises VoucherUnknownError, VoucherNotIssuedError,
    VoucherBlockedError, VoucherUnpaidError, VoucherExpiredError.
    """
    series, serial, written = read_number(house, typed)
    issue = books.vouchers.issue_of(series, serial)
    if issue is None:
        if series in house.settings.registered_vouchers or books.vouchers.has_register(series):
            raise VoucherNotIssuedError("not issued", number=written)
        debit = account(AccountClass.VOUCHER, series)
        return Voucher(written, house.settings.vouchers[series], debit)
    number = number_of(series, serial)
    _refuse(house, books, issue, number)
    kind = AccountClass.PREPAID if issue["sold"] else AccountClass.VOUCHER
    return Voucher(number, issue["face_fen"], account(kind, series), issue["id"])


def was_bought(house: House, books: Books, typed: str) -> bool:
    """Whether it is one of those that are sold: what it pays was paid for. Raises VoucherUnknownError."""
    series, serial, _ = read_number(house, typed)
    issue = books.vouchers.issue_of(series, serial)
    return issue is not None and bool(issue["sold"])


def is_bought(debit: str) -> bool:
    """Whether this account is that of vouchers that were bought, of which nothing is given away."""
    return class_of(debit) is AccountClass.PREPAID


def read_number(house: House, typed: str) -> tuple[str, int, str]:
    """Series, serial and number of what was typed: `` fx-000123 ``. Raises VoucherUnknownError."""
    written = "".join(typed.split()).upper()
    found = _WRITTEN.fullmatch(written)
    if found is None or found[1] not in house.settings.vouchers:
        raise VoucherUnknownError("of no series", number=written)
    return found[1], int(found[2]), written


def number_of(series: str, serial: int) -> str:
    """A number of the register as it is printed and kept: ``FX-000123``."""
    return f"{series}-{serial:06d}"


def today(house: House) -> date:
    """The day of the house."""
    return house.clock.now().astimezone(house.settings.timezone).date()


def sale_account(books: Books, charge: Row) -> str:
    """The account that a charge credits where it is no income: what was sold is owed; '' for any other charge."""
    if charge["kind"] != SALE:
        return ""
    return account(AccountClass.PREPAID, books.vouchers.get(charge["job_id"])["series"])


def refuse_sale(charge: Row) -> None:
    """Raises VoucherSaleError where the charge is a sale of vouchers."""
    if charge["kind"] == SALE:
        raise VoucherSaleError(f"charge {charge['id']}")


def refuse_spent(books: Books, charge: Row) -> None:
    """Raises VoucherSpentError where one of the vouchers that this charge has sold was used."""
    if charge["kind"] == SALE and books.vouchers.get(charge["job_id"])["used"]:
        raise VoucherSpentError(f"charge {charge['id']}")


def _refuse(house: House, books: Books, issue: Row, number: str) -> None:
    word = books.vouchers.block_of(number)
    if word is not None and word["blocked"]:
        raise VoucherBlockedError("blocked", number=number)
    if issue["sold"] and issue["sale"] != ChargeState.PAID:
        raise VoucherUnpaidError(f"issue {issue['id']} is {issue['sale']}", number=number)
    if issue["valid_until"] is not None and today(house).isoformat() > issue["valid_until"]:
        last = date.fromisoformat(issue["valid_until"])
        day = {"year": last.year, "month": last.month, "day": last.day}
        raise VoucherExpiredError(f"issue {issue['id']}", number=number, **day)
