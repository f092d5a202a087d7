"""Health of the devices, as the screens and head office are told (K2, E6).

Owns the entries ``health.<device>`` of the volatile state: written only when something changed, with the moment since
when it is so.
"""

from __future__ import annotations

from kiosk.clock import Clock
from kiosk.devices.protocols import Health, HealthState
from kiosk.store.live import Live

_DEFECT = "defect"


class HealthBoard:
    """What is known of every device."""

    def __init__(self, live: Live, clock: Clock) -> None:
        self._live = live
        self._clock = clock

    def put(self, device: str, health: Health) -> bool:
        """Keep the health of ``device``; True when its state or reason is new."""
        old = self._live.get(f"health.{device}")
        same = old is not None and (old["state"], old["reason"]) == (health.state.value, health.reason)
        if same and old["detail"] == health.detail:
            return False
        value = {
            "state": health.state.value,
            "reason": health.reason,
            "detail": health.detail,
            "since_utc": old["since_utc"] if same else self._clock.stamp().at_utc,
        }
        self._live.put(f"health.{device}", value)
        return not same

    def forget(self, device: str) -> None:
        """Nobody is to miss what was never there, nor to read of what an earlier configuration had."""
        self._live.remove(f"health.{device}")

    def defect(self, device: str, error: BaseException) -> None:
        """Our own code broke while working for ``device``."""
        self.put(device, Health(HealthState.TROUBLE, _DEFECT, f"{type(error).__name__}: {error}"))

    def mended(self, device: str) -> None:
        """It works again. A worker with a device has said how that is; the others have no entry when they are well."""
        entry = f"health.{device}"
        if (told := self._live.get(entry)) is not None and told["reason"] == _DEFECT:
            self._live.remove(entry)
