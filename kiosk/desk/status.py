"""What the house can do now, told truthfully: device health, doubles, recovery notes (K1, K2, J3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.clock import iso_utc
from kiosk.desk.house import House, moment
from kiosk.desk.received import incoming_view
from kiosk.desk.views import DeviceView, IncomingCall

_SENDS_STILL = ("disk-nearly-full",)  # troubles of the line that stop answering only (B9)
_TOLD_FOR = timedelta(minutes=15)  # long enough for the person who stood there, too short to worry the next day's


class StatusDesk:
    """Reads the volatile state for people."""

    def __init__(self, house: House) -> None:
        self._house = house

    def devices(self) -> tuple[DeviceView, ...]:
        """Health of every device, as the core last found it."""
        doubles = self._house.settings.doubles
        return tuple(
            DeviceView(name, value["state"], value["reason"], name in doubles, value["detail"])
            for name, value in self._house.live.group("health.").items()
        )

    def since(self, name: str) -> datetime | None:
        """Since when a device is in its present state."""
        value = self._house.live.get(f"health.{name}")
        return moment(value["since_utc"]) if value else None

    def demo(self) -> bool:
        """Whether any device is a double: shown on every screen and receipt."""
        return bool(self._house.settings.doubles)

    def fax_ready(self) -> str:
        """Empty when faxes can be sent now, else the key of the reason: an absent modem only delays."""
        health = self._house.live.get("health.fax_line")
        if health is None:
            return "fax.unavailable.starting"
        sends = health["state"] in ("ok", "unknown") or health["reason"] in _SENDS_STILL
        return "" if sends else "fax.unavailable.line"

    def incoming(self) -> IncomingCall | None:
        """The call that is coming in now, if any."""
        return incoming_view(self._house.live.get("line"))


class TroubleDesk:
    """What happened before the last start, told to whoever stands before the glass then."""

    def __init__(self, house: House) -> None:
        self._house = house

    def recovered(self) -> tuple[str, ...]:
        """Keys of sentences about what was under way when the power went, for a while after the start."""
        return self._house.books.notes.since(iso_utc(self._house.clock.now() - _TOLD_FOR))
