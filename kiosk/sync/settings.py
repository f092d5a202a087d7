"""What the kiosk must be told to reach head office, and the pace at which it tries.

Owns the two frozen settings and what makes them nonsense. Knows no TOML: ``kiosk/config/`` fills them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_KIOSK_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Pace:
    """How hard the courier tries. Times in seconds.

    At most ``batch_records * window_batches`` records are on the way at once; that and nothing else bounds memory.
    """

    batch_records: int = 100
    batch_octets: int = 256 * 1024
    window_batches: int = 8
    answer_timeout_s: float = 5.0
    backoff_first_s: float = 1.0
    backoff_max_s: float = 60.0
    look_s: float = 2.0  # the journal is looked at this often even if nobody rings


@dataclass(frozen=True)
class SyncSettings:
    """One kiosk's way to its broker. Raises ValueError, naming the field, on nonsense."""

    kiosk_id: str
    host: str
    port: int
    ca_file: Path
    cert_file: Path
    key_file: Path
    keepalive_s: int = 20
    connect_timeout_s: float = 5.0
    pace: Pace = Pace()

    def __post_init__(self) -> None:
        if not _KIOSK_ID.fullmatch(self.kiosk_id) or self.kiosk_id.lower().startswith("headoffice"):
            raise ValueError(
                f"kiosk_id: {self.kiosk_id!r} (letters, digits and hyphens, at most 32; headoffice is taken)"
            )
        if not 0 < self.port < 65536:
            raise ValueError(f"port: {self.port}")
        if not 0 < self.keepalive_s <= 60:  # deploy/broker: max_keepalive 60
            raise ValueError(f"keepalive_s: {self.keepalive_s}")
