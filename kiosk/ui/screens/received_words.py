"""Words of a received fax: who sent it, whether all of it is here, for whom it may be, whether it was printed. Pure."""

from __future__ import annotations

from kiosk.desk.views import DeviceView, ReceivedState, ReceivedView
from kiosk.ui.look import Look
from kiosk.ui.screens.staff_words import reason_words
from kiosk.ui.screens.words import unit_short, unit_words
from kiosk.ui.theme import Colour

_ICONS = {
    ReceivedState.ARRIVING: "fax",
    ReceivedState.NEW: "mark_email_unread",
    ReceivedState.SEEN: "drafts",
    ReceivedState.PRINTED: "print",
}


def received_icon(fax: ReceivedView) -> str:
    """The icon of where it stands."""
    return _ICONS[fax.state]


def received_colour(look: Look, fax: ReceivedView) -> Colour:
    """Ochre if something is missing, pine while it is to be done, quiet once it is on paper."""
    if short_of_something(fax):
        return look.colours.ochre
    return look.colours.ink2 if fax.state is ReceivedState.PRINTED else look.colours.accent


def short_of_something(fax: ReceivedView) -> bool:
    """Whether the paper will not be all that was sent."""
    return fax.state is not ReceivedState.ARRIVING and (fax.damaged or not fax.complete)


def sender_words(look: Look, fax: ReceivedView) -> str:
    """The machine's word or the exchange's number, else the name the exchange told, else that nobody said."""
    return fax.caller or fax.caller_name or look.tr("received.nobody")


def pages_words(look: Look, fax: ReceivedView) -> str:
    """2 页，已收全."""
    if fax.state is ReceivedState.ARRIVING:
        return look.tr("received.arriving", n=fax.pages + 1)
    pages = look.tr.count("count.pages", fax.pages)
    return look.tr("received.complete" if fax.complete else "received.cut_short", pages=pages)


def for_whom_words(look: Look, fax: ReceivedView) -> str:
    """可能是 12 栋 1 单元 101, or that the clerk must find out."""
    if fax.unit is None:
        return look.tr("received.for_nobody")
    unit = unit_short(look, fax.unit) if look.latin else unit_words(look, fax.unit)  # Latin words are too long
    return look.tr("received.perhaps", unit=unit)


def reason_of_unit(look: Look, fax: ReceivedView) -> str:
    """Why this unit is suggested."""
    if fax.unit is None or not fax.unit_reason:
        return ""
    return look.tr(f"received.reason.{fax.unit_reason}", subaddress=fax.subaddress or "")


def print_words(look: Look, fax: ReceivedView, printer: DeviceView | None) -> str:
    """What is known of the newest printing."""
    if not fax.print_state:
        return look.tr("received.print.never")
    if fax.print_state == "trouble" and printer is not None and printer.reason:
        return look.tr("received.print.because", reason=reason_words(look, printer.reason))
    return look.tr(f"received.print.{fax.print_state}")


def print_colour(look: Look, fax: ReceivedView) -> Colour | None:
    """Trouble and doubt are ochre (design.md 3, outcome unknown)."""
    return look.colours.ochre if fax.print_state in ("trouble", "unknown") else None
