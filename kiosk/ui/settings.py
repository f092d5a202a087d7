"""What the screens are configured with: panel, languages, names and numbers of the house, times.

Owns the shape only; ``kiosk/config/`` reads the values. Knows no Kivy, so it can be made before Kivy is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.locale import Language
from kiosk.ui.environment import Screen
from kiosk.ui.flow.loading import FLOWS
from kiosk.ui.keys import KeyPlan, key_plan
from kiosk.ui.night import Backlight, NightHours
from kiosk.ui.touch_panel import PanelSettings
from kiosk.ui.voices import Voice

PerLanguage = Mapping[Language, str]


@dataclass(frozen=True)
class Notice:
    """A notice of the estate on the idle screen; line breaks are kept. Shown from ``begins`` until ``ends``, local."""

    words: PerLanguage
    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, local: datetime) -> bool:
        """Whether it is to be shown now (``local`` without a zone, as ``begins`` and ``ends`` are)."""
        return (self.begins is None or self.begins <= local) and (self.ends is None or local < self.ends)


@dataclass(frozen=True)
class House:
    """Names and numbers of the estate, as the idle screen and the frame say them."""

    seal: str  # one character
    estate: PerLanguage
    service_number: PerLanguage
    complaint_number: PerLanguage
    counter_opens: time = time(8)
    counter_closes: time = time(20)
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class UiSettings:
    """Everything ``run_ui`` needs besides the desk."""

    screen: Screen
    house: House
    assets_root: Path
    state_dir: Path  # Kivy's own folder goes here; runtime directory
    demo: bool
    languages: tuple[Language, ...] = (Language.ZH_HANS, Language.ZH_HANT, Language.EN)
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    session_s: float = 120
    warning_s: float = 20
    motion: bool = True
    night_by_clock: bool = True
    night: NightHours | None = None  # when an idle glass dims
    backlight: Backlight | None = None  # without one a veil is drawn
    panel: PanelSettings | None = None  # on a kiosk: the touch panel may be unplugged
    keys: KeyPlan = field(default_factory=key_plan)
    cards_typed: bool = False  # the card reader is a keyboard (J1)
    voice: Voice | None = None  # spoken guidance; without one there is none
    flows_dir: Path = FLOWS  # the services: a file each
    remote: Path | None = None  # socket of the test remote; refused unless ``demo`` (K5)
