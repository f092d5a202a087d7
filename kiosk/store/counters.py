"""Numbers without gaps: each is taken in the very step that uses it (G3)."""

from __future__ import annotations

from kiosk.store.database import Store

# Every series of this kiosk: a restored one goes on behind all of them, also those it cannot remember (docs/backup.md).
SERIES = frozenset(
    {
        "receipt",
        "cash_count",
        "machine_taken",
        "machine_returned",
        "qr_Q",
        "qr_R",
        "fax",
        "fax_received",
        "case",
        "feedback",
    }
)


def next_number(store: Store, name: str) -> int:
    """The next number of the series ``name``, from 1, inside the caller's step: a rolled-back step gives it back.

    Raises KeyError for a series that nobody would leave numbers out of.
    """
    if name not in SERIES:
        raise KeyError(name)
    store.run(
        "INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1", (name,)
    )
    return int(store.one("SELECT value FROM counter WHERE name = ?", (name,))["value"])
