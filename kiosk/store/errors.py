"""What can go wrong with the kiosk's memory."""

from __future__ import annotations

from kiosk.errors import KioskError


class StoreError(KioskError):
    """The store could not do what was asked; nothing was changed."""

    number = 4000
    message_key = "error.store"


class StoreDamagedError(StoreError):
    """The database file is damaged or not ours: refused, never replaced by an empty one."""

    number = 4001
    message_key = "error.store.damaged"


class StoreFullError(StoreError):
    """No space left or read-only: nothing more is accepted until somebody frees space."""

    number = 4002
    message_key = "error.store.full"


class StoreBusyError(StoreError):
    """Another process held the store for too long."""

    number = 4003
    message_key = "error.store"
    retryable = True


class JournalMismatchError(StoreError):
    """Head office acknowledged a record that is not ours: the chain was forked or the wrong database is in place."""

    number = 4004
    message_key = "error.store.damaged"


class NoPricesError(StoreError):
    """No price list is in force: nothing can be quoted until one is imported."""

    number = 4005
    message_key = "error.no_prices"


class StoreMissingError(StoreDamagedError):
    """There was a store here and it is gone: it is restored, never begun anew."""

    number = 4006
    message_key = "error.store.missing"
