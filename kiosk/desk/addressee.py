"""For whom is a fax that came in? A suggestion that the clerk verifies, always (B10). Pure.

Owns the order of the hints: the subaddress the sender dialled for (SUB, T.30 5.3.6.1.4), then the sender's number, if a
unit has faxed to it before. Two units that fit equally are no suggestion. Knows no store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.desk.numbers import same_number

_SEPARATORS = "#*- "  # SUB has digits, blank, # and *: both signs are used for the dash, which a telephone lacks


@dataclass(frozen=True)
class Known:
    """What the house knows: units' ids, whose unit a person (by directory number) is, and which unit has faxed to which
    E.164 number, the latest first."""

    unit_ids: Sequence[str]
    unit_of_person: Mapping[str, str]
    sent: Sequence[tuple[str, str]]
    country: str


@dataclass(frozen=True)
class Suggestion:
    """``reason``: subaddress | person | earlier_fax; empty without a unit."""

    unit_id: str | None = None
    reason: str = ""


def suggest(subaddress: str | None, callers: Sequence[str | None], known: Known) -> Suggestion:
    """The unit for a fax with this SUB from these numbers (TSI, the exchange's NMBR)."""
    if subaddress and (unit_id := _unit_named(subaddress, known.unit_ids)):
        return Suggestion(unit_id, "subaddress")
    if subaddress and (unit_id := known.unit_of_person.get(subaddress.strip())):
        return Suggestion(unit_id, "person")
    for caller in filter(None, callers):
        for e164, unit_id in known.sent:
            if same_number(caller, e164, known.country):
                return Suggestion(unit_id, "earlier_fax")
    return Suggestion()


def _unit_named(subaddress: str, unit_ids: Sequence[str]) -> str | None:
    """``12#1#101`` is exact; ``121101`` counts if no other unit has the same digits (1-21-101 has)."""
    parts = _parts(subaddress)
    exact = [unit_id for unit_id in unit_ids if _parts(unit_id) == parts]
    found = exact or [unit_id for unit_id in unit_ids if "".join(_parts(unit_id)) == "".join(parts)]
    return found[0] if len(found) == 1 else None


def _parts(text: str) -> list[str]:
    return text.translate(str.maketrans(_SEPARATORS, " " * len(_SEPARATORS))).split()
