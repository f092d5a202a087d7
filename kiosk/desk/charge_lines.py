"""What an amount is made up of, line by line, for screens and receipts (B4, G3).

Owns how each kind of charge is told; the lines add up to its amount. Called by the views of receipts and by the papers.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.desk.house import Books
from kiosk.desk.views import ChargeLine
from kiosk.domain.tariff import PartKind, Rate, kept_rate
from kiosk.locale import Translator
from kiosk.store.database import Row

_TITLES = {
    PartKind.FREE: "charge.part.free",
    PartKind.MINIMUM: "charge.part.minimum",
    PartKind.ROUNDING: "charge.part.rounding",
}


def lines_of(books: Books, charge: Row) -> tuple[ChargeLine, ...]:
    """The lines of a charge."""
    kept = books.work.charge_lines(charge["id"])
    if kept:
        names = ("title_key", "quantity", "unit_key", "unit_fen", "words")
        return tuple(ChargeLine(*(line[name] for name in names)) for line in kept)
    unit = f"charge.unit.{charge['kind']}"
    return tuple(
        ChargeLine(
            _TITLES.get(part.kind, str(charge["title_key"])),
            part.quantity,
            unit if part.kind in (PartKind.UNITS, PartKind.FREE) else "",
            part.unit_fen,
        )
        for part in rate_of(books, charge).parts(charge["quantity"])
    )


def rate_of(books: Books, charge: Row) -> Rate:
    """By which rate it was reckoned: that of its order, or flat."""
    return kept_rate(books.takings.rate(charge["id"]), charge["unit_fen"])


def with_parts(tr: Translator, said: str, rate: Rate, pages: int) -> str:
    """``said`` (3 页 × ¥4.00), and what else makes the amount of so many pages what it is: 本月免费 2 页."""
    for part in rate.parts(pages):
        match part.kind:
            case PartKind.UNITS:
                continue
            case PartKind.FREE:
                more = tr.count("price.part.free", part.quantity)
            case PartKind.MINIMUM:
                more = tr("price.part.minimum")
            case PartKind.ROUNDING:
                more = tr("price.part.rounding")
            case _:
                assert_never(part.kind)
        said = tr("price.part", said=said, more=more)
    return said
