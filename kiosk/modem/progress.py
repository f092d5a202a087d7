"""What happens in a call, in words: one line on stderr for each event, whoever called whom.

Owns the words. Called by ``send.py``, ``received_files.py`` and ``qualify.py``.
"""

from __future__ import annotations

import sys
from typing import assert_never

from kiosk.fax import outcome as o

EitherWay = o.Trained | o.PageConfirmed | o.HangingUp


class Progress:
    """Of a call that we place with so many pages."""

    def __init__(self, page_count: int) -> None:
        self._page_count = page_count

    def show(self, event: o.LineEvent) -> None:
        tell(self._words(event))

    def _words(self, event: o.LineEvent) -> str:
        match event:
            case o.Dialling(to):
                return f"dialling {to}"
            case o.Connected(far_ident):
                return f"connected to {far_ident or 'a machine without identification'}"
            case o.PageStarted(page, octets):
                return f"page {page} of {self._page_count}: {octets} octets"
            case o.PageProgress(page, sent, octets):
                return f"page {page}: {100 * sent // max(1, octets)} %"
            case o.PageSubmitted(page):
                return f"page {page}: all sent"
            case o.PageRefused(page):
                return f"page {page}: refused"
            case o.Trained() | o.PageConfirmed() | o.HangingUp():
                return _either_way(event)
            case _:
                assert_never(event)


def show_reception(event: o.ReceptionEvent) -> None:
    """Of a call that comes in."""
    tell(_reception_words(event))


def tell(words: str) -> None:
    """To the person, at once."""
    print(words, file=sys.stderr, flush=True)


def _reception_words(event: o.ReceptionEvent) -> str:
    match event:
        case o.Ringing(number, name, rings):
            return f"ring {rings}: {number or 'number not told'}{' ' + name if name else ''}"
        case o.Answering():
            return "answering"
        case o.CallerKnown(caller):
            address = f", for {caller.subaddress}" if caller.subaddress else ""
            return f"called by {caller.ident or 'a machine without identification'}{address}"
        case o.PageArriving(page):
            return f"page {page}"
        case o.PageDropped(page):
            return f"page {page}: not confirmed, dropped"
        case o.Trained() | o.PageConfirmed() | o.HangingUp():
            return _either_way(event)
        case _:
            assert_never(event)


def _either_way(event: EitherWay) -> str:
    match event:
        case o.Trained(modulation, bit_rate):
            return f"trained {modulation} {bit_rate} bit/s"
        case o.PageConfirmed(page):
            return f"page {page}: confirmed"
        case o.HangingUp():
            return "hanging up"
        case _:
            assert_never(event)
