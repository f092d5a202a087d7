"""Why something was paid, struck out, given back or counted so, in words (G2, G4, G5).

Owns the usual reasons and the reading of what is kept: one of them is kept by its name and told in the language of who
reads it; what a person wrote stays as it was written. Called by the staff's screens, the papers and the sheets.
"""

from __future__ import annotations

from kiosk.desk.settling import reason_of
from kiosk.domain.accounts import FREE_SERIES
from kiosk.locale import Translator

USUAL = {
    "count": (
        "reason.count.change",
        "reason.count.missed",
        "reason.count.recount",
        "reason.count.torn",
        "reason.count.unknown",
    ),
    "box": ("reason.count.missed", "reason.count.recount", "reason.count.torn", "reason.count.unknown"),  # of a machine
    "found": ("reason.found.box", "reason.found.inlet", "reason.found.tray", "reason.found.loose"),
    "void": ("reason.void.method", "reason.void.amount", "reason.void.unit", "reason.void.double"),
    "refund": (
        "reason.refund.not_done",
        "reason.refund.quality",
        "reason.refund.withdrawn",
        "reason.refund.charged_twice",
    ),
    "given": ("reason.given.festival", "reason.given.amends", "reason.given.event"),
    "blocked": ("reason.blocked.lost", "reason.blocked.torn", "reason.blocked.stolen"),
    "freed": ("reason.freed.found", "reason.freed.mistake"),
    "less": ("reason.less.smaller", "reason.less.material", "reason.less.quality", "reason.less.goodwill"),
}
_NAMES = frozenset(name for names in USUAL.values() for name in names)


def reason_words(tr: Translator, said: str) -> str:
    """``free.fault: 重发一次; approved_by=12`` as ``设备故障：重发一次``, ``reason.void.unit`` as ``户号有误``."""
    if said in _NAMES:
        return tr(said)
    key, _, words = reason_of(said).partition(": ")
    named = free_words(tr, key)
    if named == key:
        return reason_of(said)
    return tr("sheet.reason_and_words", reason=named, words=words) if words else named


def free_words(tr: Translator, name: str) -> str:
    """``free.fault``, as it stands on transactions and in the name of an account, in words; any other name as it is."""
    series, _, reason = name.partition(".")
    key = f"free.reason.{reason}"  # a person may have written anything that begins so
    return tr(key) if series == FREE_SERIES and tr.has(key) else name
