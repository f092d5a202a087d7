"""Words of the till: denominations, amounts with a sign, days, what a count was for. Pure."""

from __future__ import annotations

from datetime import date

from kiosk.desk.views import BoxView
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.price import money_words


def denomination_words(look: Look, fen: int) -> str:
    """100 元, 5 角, 2 分."""
    if fen >= 100:
        return look.tr("till.yuan", n=fen // 100)
    return look.tr("till.jiao", n=fen // 10) if fen >= 10 else look.tr("till.fen", n=fen)


def signed_words(fen: int) -> str:
    """``+¥ 1.00``, ``−¥ 1.00``: of a difference the sign is what matters."""
    return f"{'+' if fen > 0 else ''}{money_words(fen)}"


def day_words(look: Look, day: date) -> str:
    """11 月 18 日."""
    return look.tr("date.short", month=day.month, day=day.day)


def box_words(look: Look, box: BoxView | None) -> str:
    """Since when money lies uncounted in the machine's box; else when it was counted."""
    if box is None or (since := box.uncounted or box.counted) is None:
        return look.tr("till.any_time")
    if box.uncounted:
        return look.tr("box.uncounted", day=day_words(look, since))
    return look.tr("box.counted", at=day_words(look, since))


def item_of_report(look: Look, item: str) -> str:
    """What was earned, as the catalogue calls it; an item that it does not know (any more) by its own name."""
    for key in (f"charge.{item}", item):
        if look.tr.has(key):
            return look.tr(key)
    return item


def ending(look: Look, words: str, role: Type, width: int) -> str:
    """The end of ``words`` that fits into ``width`` pixels: of a number it is what tells it from another."""
    while look.width(role, words) > width and len(words) > 2:
        words = "…" + words.removeprefix("…")[1:]
    return words
