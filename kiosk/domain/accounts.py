"""The chart of accounts (会计科目): where money can be, who owes it, and why it came.

Owns the classes of accounts and how an account is written, ``class:name``. Pure; knows no amount. Called by ``booking``
(which accounts a transaction moves) and by the proof of the ledger (no account may stand outside the chart).
"""

from __future__ import annotations

from enum import StrEnum

CLERKS_DRAWER = "drawer"  # the one cash point a counter has had from the beginning
MACHINES_BOX = "machine"  # the cash point of the machine that takes notes and coins by itself
FREE_SERIES = "free"  # what was given free, by its reason: ``voucher:free.goodwill``; every other name is a series


class AccountError(ValueError):
    """A name that is no account of this house."""


class AccountClass(StrEnum):
    """Debits are positive. The first four hold money or claims, HELD is owed to whoever put it into the machine,
    PREPAID to whoever bought vouchers, the others say where money came from or went."""

    CASH = "cash"  # 库存现金: what lies in the drawer of a cash point
    UNIT = "unit"  # 应收账款: what a unit owes
    BAG = "bag"  # 在途货币资金: a sealed deposit bag on its way to the bank
    PROVIDER = "provider"  # 其他货币资金: what a payment provider has taken for the house
    HELD = "held"  # 预收账款: in the machine for a charge, by the charge's id, and not yet applied to it
    PREPAID = "prepaid"  # 合同负债: paid for vouchers that are not used yet, by their series
    INCOME = "income"  # 营业收入: by item of the catalogue
    VOUCHER = "voucher"  # 优惠减免: what was given away, by the voucher's series or the reason
    DIFFERENCE = "difference"  # 待处理财产损溢: found in counting, by cash point
    FLOAT = "float"  # 备用金: change money that finance has lent to a cash point


def account(kind: AccountClass, name: str) -> str:
    """The account as it is written, e.g. ``unit:12-1-101``. Raises AccountError for a name that cannot be one."""
    if not name or not name.isprintable() or name != name.strip():
        raise AccountError(f"{kind.value}: {name!r} names no account")
    return f"{kind.value}:{name}"


def class_of(written: str) -> AccountClass:
    """The class of a written account. Raises AccountError when it is not in the chart."""
    kind, colon, name = written.partition(":")
    if not colon or kind not in set(AccountClass):
        raise AccountError(f"{written!r} is not in the chart of accounts")
    account(AccountClass(kind), name)
    return AccountClass(kind)
