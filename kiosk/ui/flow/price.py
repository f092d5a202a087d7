"""Where the price in the bar comes from: the flow file names the source, this asks it (B4, D1, G1).

Owns the reckoning of what stands in the bar before anything is owed. A price nobody knows is told by the clerk and is
never 0.00.
"""

from __future__ import annotations

from kiosk.desk.views import CatalogueItem, Urgency
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.walk import Walk
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.words import item_words, page_price, pages_price
from kiosk.ui.widgets.bar import PriceTag


def price_tag(walk: Walk, step: s.Step) -> PriceTag | None:
    """The price as it stands at ``step``; None while nothing is known of it."""
    match walk.flow.price:
        case s.PriceOfItem() as price:
            return _of_item(walk, step, price)
        case s.PriceOfFax():
            return _of_fax(walk)
        case None:
            return None


def item_price(walk: Walk) -> int | None:
    """What the chosen item costs in fen, as often as it is wanted; None: the centre quotes it."""
    price = walk.flow.price
    if not isinstance(price, s.PriceOfItem):
        return None
    item = walk.answers.get(price.field, CatalogueItem)
    if item is None or item.price_fen is None:
        return None
    times = walk.answers.counted(price.times) if price.times else 1
    urgent = bool(price.urgency) and walk.answers.value((price.urgency,)) == Urgency.URGENT
    each_fen = item.urgent_fen if urgent and item.urgent_fen is not None else item.price_fen
    return each_fen * (times if isinstance(times, int) else 1)


def _of_item(walk: Walk, step: s.Step, price: s.PriceOfItem) -> PriceTag | None:
    """Where the item is chosen, where its price comes from; from then on, what it is for."""
    item, tr = walk.answers.get(price.field, CatalogueItem), walk.shell.look.tr
    if item is None:
        return None
    if isinstance(step.spec, s.Form) and any(asked.key == price.field for asked in step.spec.fields):
        first = tr(price.published if item.price_fen is not None else price.quoted)
    else:
        first = item_words(walk.shell.look, item.key)
    return PriceTag(item_price(walk), (first, tr(price.later)))


def _of_fax(walk: Walk) -> PriceTag | None:
    """A page while their number is not known, all of them once it is."""
    errand, look = walk.of(FaxErrand), walk.shell.look
    check = errand.check
    if check is None or check.zone is None:
        return None
    if errand.document is None or check.rate is None:
        return page_price(look, check)
    return pages_price(look, len(errand.pages), check.rate, check.zone)
