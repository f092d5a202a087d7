"""A tour of the staff's cards: the way in beside the PIN, whose card is whose, a card that is given and taken back."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin

Stop = Callable[[str], None]

_CARD = "0A00C81D2B"
_SUPERVISOR_PIN = "121212"


def cards_tour(glass: Glass, stop: Stop) -> None:
    """What a kiosk with a card reader shows more."""
    glass.furnished.set_health("card_reader", "ok")
    glass.until(lambda: glass.shell.news.device("card_reader"), "the reader")
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    stop("19-pin-or-card")
    enter_pin(glass, _SUPERVISOR_PIN)
    glass.until_screen("staff_board")
    glass.settle()
    glass.touch("tab.cards")
    glass.settle()
    stop("19-cards-none")
    glass.touch("cards.12")
    glass.settle()
    stop("19-card-wanted")
    glass.desk.cards.present(_CARD)
    glass.until(lambda: glass.shell.news.card is not None, "the card is heard of")
    glass.settle()
    stop("19-card-held")
    glass.touch("bar.forward")
    glass.until_screen("staff_cards")
    glass.settle()
    stop("19-cards")
    glass.touch("cards.12")
    glass.settle()
    stop("19-card-theirs")
