"""The board's rows in words: what waits, where it comes from, how long, what the button does (J2).

Owns the mapping from a kind of row to icon and words. What a button leads to is the board's business.
"""

from __future__ import annotations

from datetime import date, datetime

from kiosk.desk.views import BoardRow, Level
from kiosk.ui.look import Look
from kiosk.ui.screens.staff_words import age, device_name, reason_words, screen_words
from kiosk.ui.screens.till_words import day_words
from kiosk.ui.screens.words import item_words, unit_words
from kiosk.ui.theme import Colour
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.rows import BoardLine
from kiosk.ui.widgets.touch import Act

_ICONS = {
    "call": "notifications_active",
    "cash": "payments",
    "machine_unknown": "warning",
    "machine_held": "payments",
    "limit": "account_balance_wallet",
    "till_open": "payments",
    "till_due": "point_of_sale",
    "till_missed": "point_of_sale",
    "till_unsigned": "draw",
    "till_box": "point_of_sale",
    "till_differs": "warning",
    "unit_locked": "shield_lock",
    "fax_unknown": "unknown_document",
    "fax_received": "mark_email_unread",
    "print_unknown": "print",
    "print_unfitted": "print_disabled",
    "device": "print_disabled",
    "qr_doubt": "qr_code_scanner",
    "qr_contradiction": "qr_code_scanner",
    "qr_refund": "qr_code_scanner",
    "repair_open": "home_repair_service",
    "repair_accepted": "engineering",
    "feedback_open": "rate_review",
    "feedback_accepted": "forum",
}
_DAYS = 2
_MARKED = (Level.APPROVAL, Level.DEVICE, Level.OVERDUE)
_DEVICE_ICONS = {
    "fax_line": "router",
    "lights": "lightbulb",
    "media": "usb",
    "receipt_printer": "receipt_long",
    "card_reader": "contactless",
    "cash_acceptor": "point_of_sale",
}


def board_line(look: Look, row: BoardRow, now: datetime, act: Act | None) -> BoardLine:
    """A row of the board as the widget draws it."""
    icon = _icon(row)
    return BoardLine(
        touch_id=touch_id(row),
        icon=icon,
        title=_title(look, row),
        source=_source(look, row),
        figure=figure(look, row, now),
        button=look.tr(f"board.{row.kind}.act"),
        act=act,
        level=_colour(look, row.level),
        top=row.level is Level.PERSON_WAITING,
        marked=row.level is Level.PERSON_WAITING or row.level in _MARKED,
    )


def _icon(row: BoardRow) -> str:
    if row.kind == "device":
        return _DEVICE_ICONS.get(row.detail, "print_disabled")
    if row.kind == "fax_received" and row.unit is None:
        return "unknown_document"
    return _ICONS[row.kind]


def touch_id(row: BoardRow) -> str:
    """Which row a touch means, whatever moved meanwhile."""
    return f"row.{row.kind}.{row.detail if row.kind in ('device', 'unit_locked') else row.ref}"


def figure(look: Look, row: BoardRow, now: datetime) -> str:
    """The amount where money waits, the age of anything else: of what has waited for days nobody counts the seconds."""
    if row.amount_fen is not None:
        return money_words(row.amount_fen)
    days = (now - row.since).days
    return look.tr.count("board.days", days) if days >= _DAYS else age(row.since, now)


def _colour(look: Look, level: Level) -> Colour:
    if level is Level.PERSON_WAITING:
        return look.colours.seal
    return look.colours.ochre if level in _MARKED else look.colours.ink


def _title(look: Look, row: BoardRow) -> str:
    if row.kind == "device":
        return look.tr("board.device", device=device_name(look, row.detail), reason=reason_words(look, row.reason))
    if row.kind == "fax_received" and row.unit is None:
        return look.tr("board.fax_received.for_whom")
    if row.item_key and row.kind != "cash":
        return look.tr(f"board.{row.kind}", item=item_words(look, row.item_key))
    return look.tr(f"board.{row.kind}")


def _source(look: Look, row: BoardRow) -> str:
    unit = unit_words(look, row.unit) if row.unit is not None else ""
    match row.kind:
        case "call":
            parts = [look.tr("board.here"), unit or screen_words(look, row.detail)]
        case "cash":
            wanted = "board.cash.wanted" if row.level is Level.PERSON_WAITING else "board.cash.owed"
            parts = [unit, look.tr(wanted)]
        case "unit_locked":
            parts = [unit, look.tr("board.unit_locked.words")]
        case "print_unknown" | "print_unfitted":
            parts = [look.tr(f"form.{row.reason}") if look.tr.has(f"form.{row.reason}") else row.reason, row.detail]
        case "qr_doubt":
            parts = [unit]
        case "qr_contradiction" | "qr_refund":
            parts = [unit, look.tr(f"qr.said.{row.reason}")]
        case "device":
            parts = [look.tr("board.device.words")]
        case "till_open":
            parts = [look.tr("board.till_open.words")]
        case "till_due" | "till_missed" | "till_unsigned" | "till_box":
            parts = [look.tr(f"board.{row.kind}.words", day=day_words(look, date.fromisoformat(row.detail)))]
        case "fax_received":
            sender = look.tr("board.fax_received.from", caller=row.caller) if row.caller else look.tr("received.nobody")
            perhaps = look.tr("received.perhaps", unit=unit) if unit else ""
            parts = [look.tr.count("count.pages", row.pages), sender, perhaps]
        case _:
            parts = [_late(look, row), unit, row.detail]
    return " · ".join(part for part in parts if part)


def _late(look: Look, row: BoardRow) -> str:
    """What should have been done by now, if it is late."""
    if row.late_since is None:
        return ""
    return look.tr("board.late.visit" if row.kind == "repair_accepted" else "board.late.accept")
