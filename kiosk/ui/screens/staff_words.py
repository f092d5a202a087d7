"""Words of the staff's side: devices and what is wrong with them, ages, where a call came from. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.desk.views import DeviceView
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour

_ICONS = {
    "fax_line": "router",
    "receipt_printer": "receipt_long",
    "form_printer": "print",
    "lights": "lightbulb",
    "media": "usb",
    "scanner": "document_scanner",
    "card_reader": "contactless",
    "cash_acceptor": "point_of_sale",
}


def device_icon(device: DeviceView) -> str:
    """The device's icon; a printer that does not print is struck through."""
    if device.name == "form_printer" and device.state != "ok":
        return "print_disabled"
    return _ICONS.get(device.name, "construction")


def device_name(look: Look, name: str) -> str:
    """What people call a device."""
    key = f"device.{name}"
    return look.tr(key) if look.tr.has(key) else look.tr("device.other", name=name)


def device_state(look: Look, device: DeviceView) -> str:
    """Its state in two or three words: the reason where there is one."""
    if device.state == "ok" and device.reason in ("", "none"):
        return look.tr("health.ok")
    if not device.reason:
        return look.tr(f"health.{device.state}")
    return reason_words(look, device.reason)


def device_colour(look: Look, device: DeviceView) -> Colour:
    """Trouble is vermilion, absence and doubt ochre, all well pine."""
    if device.state == "trouble":
        return look.colours.seal
    return look.colours.accent if device.state == "ok" else look.colours.ochre


def reason_words(look: Look, reason: str) -> str:
    """An IPP keyword or a driver's reason in words; one nobody has foreseen is told as it is."""
    if not reason:
        return look.tr("health.trouble")
    stem = reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report")
    key = f"health.{stem}"
    return look.tr(key) if look.tr.has(key) else look.tr("health.other", reason=stem)


def age(since: datetime, now: datetime) -> str:
    """How long ago: 02:15, or 1:02:15 after an hour."""
    seconds = max(0, int((now - since).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return clock if not hours else f"{hours}:{clock}"


def when_words(look: Look, at: datetime, zone: ZoneInfo, form: str = "%H:%M") -> str:
    """11 月 18 日 12:01."""
    local = at.astimezone(zone)
    return f"{look.tr('date.short', month=local.month, day=local.day)} {local:{form}}"


def screen_words(look: Look, screen: str) -> str:
    """Where on the kiosk a call was raised."""
    for flow in ("fax", "repair"):
        if screen.startswith(flow):
            return look.tr(f"call.from.{flow}")
    key = f"call.from.{screen}"
    return look.tr(key) if look.tr.has(key) else look.tr("call.from.kiosk")
