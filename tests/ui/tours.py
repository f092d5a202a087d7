"""All tours over the glass, each with the screens it stops at: between them they see every screen there is.

Owns that list. ``test_every_*`` look closely at each stop and hold a tour to its list; ``test_tours`` holds the lists
to the screens and the steps of the services.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.hearing import unheard
from tests.ui.key_walk import out_of_reach
from tests.ui.looks import everywhere
from tests.ui.tour import tour
from tests.ui.tour_cards import cards_tour
from tests.ui.tour_counter import repair_tour, staff_tour
from tests.ui.tour_feedback import feedback_tour
from tests.ui.tour_machine import box_tour, machine_tour
from tests.ui.tour_offers import offers_tour
from tests.ui.tour_qr import qr_tour
from tests.ui.tour_technician import technician_tour
from tests.ui.tour_till import till_tour
from tests.ui.tour_vouchers import vouchers_tour
from tests.ui.tour_ways import ways_tour
from tests.ui.tour_work import work_tour

Stop = Callable[[str], None]


@dataclass(frozen=True)
class Tour:
    """``go`` walks; ``screens`` are the names of all screens at which it stops."""

    go: Callable[[Glass, Path, Stop], None]
    screens: frozenset[str]
    share: int = 1  # of the aspects at each stop, where stops are many and alike


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
MACHINE = Tour(lambda glass, _folder, stop: machine_tour(glass, stop), _named("machine_pay home staff_task"))
BOX = Tour(
    lambda glass, _folder, stop: box_tour(glass, stop),
    _named(
        "staff_task staff_found staff_reason staff_sign_found staff_till staff_board staff_bag staff_declare "
        "staff_counted staff_day_end"
    ),
    share=10,
)
TECHNICIAN = Tour(
    lambda glass, _folder, stop: technician_tour(glass, stop),
    _named("staff_technician staff_area staff_tests staff_test staff_glass staff_board staff_task"),
)
QR = Tour(qr_tour, _named("qr_pay staff_task"))
CARDS = Tour(lambda glass, _folder, stop: cards_tour(glass, stop), _named("staff_sign_in staff_cards staff_card"))
TILL = Tour(
    lambda glass, _folder, stop: till_tour(glass, stop),
    _named(
        "staff_till staff_board staff_count staff_change_money staff_declare staff_counted staff_reason staff_writing "
        "staff_receipts staff_find_receipt staff_receipt staff_sign_correction staff_corrected staff_hand_over "
        "staff_bag staff_day_end staff_sign_day staff_day_closed staff_countersign staff_sign_finance staff_sheets "
        "staff_sheet"
    ),
    share=10,
)
WAYS = Tour(
    ways_tour,
    _named(
        "fax_quote fax_result cash_wait staff_approve staff_approval staff_cash staff_qr staff_voucher staff_free "
        "staff_cash_taken sign_receipt"
    ),
    share=10,
)
VOUCHERS = Tour(
    lambda glass, _folder, stop: vouchers_tour(glass, stop),
    _named(
        "staff_vouchers staff_voucher_wish staff_voucher_unit staff_reason staff_sign_vouchers staff_cash "
        "staff_approve staff_voucher_find staff_voucher_issue staff_voucher_mark staff_sign_mark"
    ),
    share=30,
)
WORK = Tour(
    lambda glass, _folder, stop: work_tour(glass, stop),
    _named(
        "staff_case staff_work staff_work_line agree_work work_answered staff_less staff_reason sign_work work_owed "
        "pay_work"
    ),
    share=20,
)
TOURS = (FAX, REPAIR, STAFF, FEEDBACK, OFFERS, QR, MACHINE, BOX, TECHNICIAN, CARDS, TILL, WAYS, VOUCHERS, WORK)


def looked_at_closely(glass: Glass, folder: Path, way: Tour) -> list[str]:
    """What is wrong at any stop, to the eye in any look, to the keys and to the ear, and where it left its list."""
    found: list[str] = []
    seen: set[str] = set()
    look = everywhere(glass, found, 1 if os.environ.get("ALL_ASPECTS") else way.share)

    def stop(name: str) -> None:
        seen.add(glass.screen)
        look(name)
        found.extend(f"{name} {fault}" for fault in (*out_of_reach(glass), *unheard(glass)))

    way.go(glass, folder, stop)
    found += [f"the tour's list of screens lacks {name}" for name in sorted(seen - way.screens)]
    found += [f"the tour never stops at {name}" for name in sorted(way.screens - seen)]
    return found
