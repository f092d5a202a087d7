"""A provider's bill of a day (对账单): a file in the provider's layout becomes lines in the house's words (G2, G5).

Owns the layouts, which are data (``bills/NAME.toml``), and what makes a file no bill. Knows no ledger. Called by
``reconciling``.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.desk.house import DeskError

LAYOUTS = Path(__file__).parent / "bills"
_COLUMNS = ("at", "order", "transaction", "state", "amount", "currency", "fee", "refund", "refunded")
_MOST_OCTETS = 64 << 20
_MOST_FEN = 10**13  # no line of a bill is of more; and no exponent makes a number that takes minutes


class BillError(DeskError):
    """The file is no bill in this layout; ``reason`` says where."""

    number = 5111
    message_key = "error.bill"


@dataclass(frozen=True)
class BillLine:
    """Money that moved at the provider: ``fen`` was paid, or given back (then ``refund`` is the merchant's number).

    ``fee_fen`` is what the provider keeps of it; it is negative where a refund brings some back.
    """

    number: int  # of the line in the file
    at: datetime
    order: str
    transaction: str
    fen: int
    currency: str
    fee_fen: int
    refund: str = ""


@dataclass(frozen=True)
class Layout:
    """How a provider writes its bill."""

    encoding: str
    delimiter: str
    prefix: str
    ends_at: str
    fen_per_unit: int
    timezone: ZoneInfo
    columns: Mapping[str, str]
    paid: frozenset[str]
    refunded: frozenset[str]


def layout_of(path: Path) -> Layout:
    """The layout in a TOML file. Raises BillError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = {name: str(table["columns"][name]) for name in _COLUMNS}
        return Layout(
            encoding=table["encoding"],
            delimiter=table["delimiter"],
            prefix=table["prefix"],
            ends_at=table["ends_at"],
            fen_per_unit={"yuan": 100, "fen": 1}[table["money"]],
            timezone=ZoneInfo(table["timezone"]),
            columns=columns,
            paid=frozenset(table["states"]["paid"]),
            refunded=frozenset(table["states"]["refunded"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BillError(f"{path}: {error!r}", reason=f"{path.name}: {error}") from error


def read_bill(path: Path, layout: Layout) -> tuple[BillLine, ...]:
    """Every payment and refund in the file; orders that were never paid are none. Raises BillError, naming the line."""
    try:
        if path.stat().st_size > _MOST_OCTETS:
            raise BillError(f"{path}: too large", reason="> 64 MB")
        with path.open(encoding=layout.encoding, newline="") as file:
            rows = csv.reader(file, delimiter=layout.delimiter)
            try:
                return tuple(_lines(rows, layout))
            except (UnicodeError, csv.Error) as error:
                line = rows.line_num + 1
                raise BillError(f"{path}: line {line}: {error}", reason=f"{line}: {error}") from error
    except (OSError, LookupError, TypeError) as error:  # the layout's encoding or delimiter is none
        raise BillError(f"{path}: {error}", reason=str(error)) from error


def _lines(rows: Iterator[list[str]], layout: Layout) -> Iterator[BillLine]:
    heading = [_bare(field, layout) for field in next(rows, [])]
    unclear = [name for name in layout.columns.values() if heading.count(name) != 1]
    if unclear:
        raise BillError(f"not one column each of {unclear}", reason="1: " + "、".join(unclear))
    for number, row in enumerate(rows, start=2):
        fields = [_bare(field, layout) for field in row]
        if not any(fields):
            continue
        if fields[0] == layout.ends_at:
            return
        if len(fields) != len(heading):
            raise BillError(f"line {number}: {len(fields)} fields for {len(heading)}", reason=str(number))
        found = _line(number, dict(zip(heading, fields, strict=True)), layout)
        if found is not None:
            yield found
    raise BillError("the sums are missing: the file is not whole", reason=layout.ends_at)


def _line(number: int, fields: Mapping[str, str], layout: Layout) -> BillLine | None:
    said = {name: fields[column] for name, column in layout.columns.items()}
    back = said["state"] in layout.refunded
    if not back and said["state"] not in layout.paid:
        return None
    try:
        return BillLine(
            number=number,
            at=_moment(said["at"], layout),
            order=said["order"],
            transaction=said["transaction"],
            fen=_whole_fen(said["refunded"] if back else said["amount"], layout),
            currency=said["currency"],
            fee_fen=_fen(said["fee"], layout),
            refund=said["refund"] if back else "",
        )
    except (ValueError, ArithmeticError) as error:
        raise BillError(f"line {number}: {error}", reason=str(number)) from error


def _moment(text: str, layout: Layout) -> datetime:
    """When it was; one that names no time zone is of the layout's. Raises ValueError, OverflowError."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=layout.timezone)).astimezone(UTC)


def _whole_fen(text: str, layout: Layout) -> int:
    """An amount: one that is not whole fen is none. Raises ValueError, ArithmeticError."""
    value = _value(text, layout)
    if value != value.to_integral_value():
        raise ValueError(f"{text!r} is not whole fen")
    return int(value)


def _fen(text: str, layout: Layout) -> int:
    """Whole fen of a fee, which is given with five decimals: the rest is the provider's rounding."""
    return int(_value(text, layout).to_integral_value())


def _value(text: str, layout: Layout) -> Decimal:
    value = Decimal(text) * layout.fen_per_unit
    if not value.is_finite() or abs(value) > _MOST_FEN:
        raise ValueError(f"{text!r} is no amount")
    return value


def _bare(field: str, layout: Layout) -> str:
    return field.strip().removeprefix(layout.prefix).strip()


def known_layouts() -> Mapping[str, Any]:
    """The layouts that come with the kiosk, by name."""
    return {path.stem: path for path in sorted(LAYOUTS.glob("*.toml"))}
