"""Why a service cannot be had now and what works all the same, in words: the same on every tile, card and dialog (K2).

Owns how reasons and remedies are put together. The keys come from ``desk.status.services``; every one has a sentence
without its stop, so that it can stand alone on a tile. Called by the owner's screens.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.desk.views import ServiceView
from kiosk.domain.capabilities import UNFITTED
from kiosk.ui.screens.words import hour_words
from kiosk.ui.shell import Shell

_MOST_REASONS = 2  # a person reads so many; whoever mends them has the whole list on the board


def reason_words(shell: Shell, service: ServiceView) -> str:
    """The first reason, or nothing."""
    return _said(shell, service.reasons[0]) if service.reasons else ""


def still_words(shell: Shell, service: ServiceView) -> str:
    """The first thing that works all the same, or nothing."""
    return _said(shell, service.still[0]) if service.still else ""


def in_short(shell: Shell, service: ServiceView) -> str:
    """Reason and remedy: 收据打印机缺纸。可以记入房号账。"""
    return _sentences(shell, service.reasons[:1] + service.still[:1])


def in_full(shell: Shell, service: ServiceView) -> str:
    """For a dialog: reasons, remedy, and since when the clerk knows. The service may have come back meanwhile."""
    if service.usable:
        return shell.look.tr("service.back")
    told = _sentences(shell, service.reasons[:_MOST_REASONS] + service.still[:1])
    if service.told_at is None or len(service.reasons) > 1:  # of several, each was told at another time
        return told
    at = f"{service.told_at.astimezone(shell.settings.timezone):%H:%M}"
    return _joined(shell, (told, shell.look.tr("service.told_at", time=at)))


def explain(shell: Shell, standing: Callable[[], ServiceView]) -> None:
    """A dialog about a service, true for as long as it stays open: ``standing`` is asked anew with every news."""

    def title() -> str:
        return shell.look.tr("service.back.title" if standing().usable else "service.title")

    shell.dialogs.explain(title, lambda: in_full(shell, standing()))


def cause_of(service: ServiceView) -> str:
    """The last part of the first reason, or nothing: ``media-empty``."""
    return service.reasons[0].rpartition(".")[2] if service.reasons else ""


def getting_ready(service: ServiceView) -> bool:
    """Nothing is broken, the devices have only not told of themselves yet: seconds, while a person takes minutes."""
    return bool(service.reasons) and all(reason.endswith(".starting") for reason in service.reasons)


def paper_state(told: str, printing: ServiceView) -> str:
    """State of a print job as the spooler ``told`` it; what waits for a printer that cannot print is in trouble
    already, and where there is no printer it will not be printed at all."""
    if told != "waiting" or printing.usable:
        return told
    return "failed" if cause_of(printing) == UNFITTED else "trouble"


def _said(shell: Shell, key: str) -> str:
    return shell.look.tr(key, opens=hour_words(shell.settings.house.counter_opens))


def _sentences(shell: Shell, keys: tuple[str, ...]) -> str:
    return _joined(shell, tuple(shell.look.tr("service.sentence", words=_said(shell, key)) for key in keys))


def _joined(shell: Shell, sentences: tuple[str, ...]) -> str:
    return (" " if shell.look.latin else "").join(sentences)
