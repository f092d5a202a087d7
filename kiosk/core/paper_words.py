"""What every paper says of the house, and how units, moments and check codes are written on it.

Owns these words. Knows no form and no row but a unit's. Called by ``papers`` and ``money_papers``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.desk.house import House, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.forms.data import Check, Issuer
from kiosk.locale import Language, Translator

Texts = Mapping[Language, str]


@dataclass(frozen=True)
class Letterhead:
    """What every form says of the house."""

    names: Texts
    service_numbers: Texts
    own_ident: str
    receipt_width_mm: int


class PaperWords:
    """Words of the house on paper."""

    def __init__(self, house: House, letterhead: Letterhead) -> None:
        self._house = house
        self.head = letterhead

    def issuer(self, language: Language) -> Issuer:
        """Who issues the paper."""
        settings, numbers = self._house.settings, self.head.service_numbers
        house, demo = self.head.names[language], bool(settings.doubles)
        return Issuer(house, settings.kiosk_id, numbers[language], demo, numbers[Language.EN])

    def check(self, number: str, code: str) -> Check:
        """How the paper is proved genuine."""
        return Check(f"{self._house.settings.receipt_url}{number}/{code}", code)

    def unit(self, unit_id: str, tr: Translator, *, short: bool = False) -> str:
        """A unit in words, or as a roll has room for it."""
        unit = view_of_unit(self._house.books, unit_id)
        key = "unit.short" if short else "unit.words"
        return tr(key, building=unit.building, entrance=unit.entrance, room=unit.room)

    def local(self, text: str, *, seconds: bool = False) -> str:
        """A record time as it stands on paper."""
        return self._moment(text).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")

    def time(self, text: str) -> str:
        """The time of day alone."""
        return self._moment(text).strftime("%H:%M:%S")

    def _moment(self, text: str) -> datetime:
        return sure_moment(text).astimezone(self._house.settings.timezone)
