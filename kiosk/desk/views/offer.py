"""What can be done at the kiosk now, as the screens are shown it (K2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.capabilities import Level


@dataclass(frozen=True)
class ServiceView:
    """A service now: ``reasons`` are keys of sentences, why it is limited or unavailable; ``still`` keys of what works
    all the same. ``told_at``: since when the clerk's board shows the oldest of the causes, None if nobody is told."""

    key: str
    level: Level = Level.AVAILABLE
    reasons: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    told_at: datetime | None = None

    @property
    def usable(self) -> bool:
        """Whether it can be had, if only in part."""
        return self.level is not Level.UNAVAILABLE

    @property
    def limited(self) -> bool:
        """It works, and something of it is missing."""
        return self.level is Level.LIMITED
