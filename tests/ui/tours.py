"""All tours over the glass, each with the screens it stops at: between them they see every screen there is.

Owns that list. ``test_every_*`` look closely at each stop and hold a tour to its list; ``test_tours`` holds the lists
to the screens and the steps of the services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.looks import everywhere
from tests.ui.tour import tour
from tests.ui.tour_cards import cards_tour
from tests.ui.tour_counter import repair_tour, staff_tour
from tests.ui.tour_feedback import feedback_tour
from tests.ui.tour_offers import offers_tour
from tests.ui.tour_technician import technician_tour

Stop = Callable[[str], None]


@dataclass(frozen=True)
class Tour:
    """``go`` walks; ``screens`` are the names of all screens at which it stops."""

    go: Callable[[Glass, Path, Stop], None]
    screens: frozenset[str]


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


FAX = Tour(
    tour,
    _named(
        "idle home prices identify fax_number fax_source fax_files fax_preview page_zoom fax_quote fax_sending "
        "fax_result sign_account sign_receipt cash_wait receipt rate"
    ),
)
REPAIR = Tour(
    lambda glass, _folder, stop: repair_tour(glass, stop),
    _named("repair_item repair_words writing repair_time repair_check repair_done repair_mine"),
)
STAFF = Tour(
    staff_tour,
    _named(
        "idle staff_sign_in staff_board staff_fax_log staff_cases staff_technician staff_received staff_received_fax "
        "staff_received_zoom staff_task staff_fax staff_case accept_work sign_work work_closed staff_cash "
        "staff_cash_taken staff_calls staff_call"
    ),
)
FEEDBACK = Tour(
    lambda glass, _folder, stop: feedback_tour(glass, stop),
    _named(
        "home feedback_about feedback_answer feedback_words feedback_check feedback_done feedback_mine staff_board "
        "staff_case"
    ),
)
OFFERS = Tour(offers_tour, _named("home fax_source fax_quote fax_sending fax_result sign_account cash_wait receipt"))
TECHNICIAN = Tour(
    lambda glass, _folder, stop: technician_tour(glass, stop),
    _named("staff_technician staff_area staff_tests staff_test staff_glass staff_board staff_task"),
)
CARDS = Tour(lambda glass, _folder, stop: cards_tour(glass, stop), _named("staff_sign_in staff_cards staff_card"))
TOURS = (FAX, REPAIR, STAFF, FEEDBACK, OFFERS, TECHNICIAN, CARDS)


def looked_at_closely(glass: Glass, folder: Path, way: Tour) -> list[str]:
    """What is wrong at any stop of a tour in any look, and where it did not go as its list says."""
    found: list[str] = []
    seen: set[str] = set()
    look = everywhere(glass, found)

    def stop(name: str) -> None:
        seen.add(glass.screen)
        look(name)

    way.go(glass, folder, stop)
    found += [f"the tour's list of screens lacks {name}" for name in sorted(seen - way.screens)]
    found += [f"the tour never stops at {name}" for name in sorted(way.screens - seen)]
    return found
