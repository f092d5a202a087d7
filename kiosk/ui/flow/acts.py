"""What a flow file may name of the desk: its priced lists, and the use cases a flow ends with.

Owns the joining of answers to a use case's parts. A new service that is a case of another kind needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.desk.api import Desk
from kiosk.desk.views import CaseDraft, CaseKind, CaseView, CatalogueItem, PricesTold, Urgency, Visitor
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.vocabulary import ActShape, Vocabulary, any_language, every_language
from kiosk.ui.flow.walk import Walk

OPEN_CASE, ORDER_FAX = "open_case", "order_fax"
ANY_TIME = "wanted.any"  # of a service that asks for no time

LISTS: Mapping[str, Callable[[Desk], tuple[CatalogueItem, ...]]] = {"repairs": lambda desk: desk.repairs.catalogue()}

ACTS: Mapping[str, ActShape] = {
    OPEN_CASE: ActShape(
        needs=frozenset({"item", "words"}),
        takes=frozenset({"wanted", "urgency", "materials", "addressee"}),
        subjects=frozenset(CaseKind),
    ),
    ORDER_FAX: ActShape(),
}


def vocabulary() -> Vocabulary:
    """The names of this house."""
    return Vocabulary(frozenset(LISTS), ACTS, every_language(), any_language())


def open_case(walk: Walk, review: s.Review, visitor: Visitor) -> Callable[[], CaseView]:
    """The use case that opens the case, with everything it takes; to be run off the screens' thread."""
    draft, request_id, desk = case_draft(walk, review), walk.request_id, walk.shell.desk
    return lambda: desk.repairs.open(visitor, draft, request_id)


def case_draft(walk: Walk, review: s.Review) -> CaseDraft:
    """The answers as the desk takes them; the words in the language of the glass."""
    answers, takes = walk.answers, review.takes

    def part(name: str) -> str:
        return answers.value(takes.get(name, ()))

    return CaseDraft(
        item_key=part("item"),
        words=answers.told(walk.shell.look, takes["words"][0]),
        wanted_key=part("wanted") or ANY_TIME,
        urgency=Urgency.URGENT if part("urgency") == Urgency.URGENT else Urgency.NORMAL,
        materials_by_owner=part("materials") == "owner",
        kind=CaseKind(review.subject),
        addressee=part("addressee"),
        told=_told(walk, takes["item"]),
    )


def _told(walk: Walk, fields: tuple[str, ...]) -> PricesTold | None:
    """From which price list the item was chosen, if it was from one."""
    items = (walk.answers.get(field, CatalogueItem) for field in fields)
    return next((item.told for item in items if item is not None), None)
