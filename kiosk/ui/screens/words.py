"""Words that several screens say the same way: greetings, units, times, sizes."""

from __future__ import annotations

from datetime import time

from kiosk.desk.views import UnitView
from kiosk.ui.look import Look


def greeting_key(local: time) -> str:
    """The greeting of the hour."""
    if local < time(5) or local >= time(18):
        return "greeting.evening"
    return "greeting.morning" if local < time(12) else "greeting.afternoon"


def unit_words(look: Look, unit: UnitView) -> str:
    """12 栋 1 单元 101, in the present language."""
    return look.tr("unit.words", building=unit.building, entrance=unit.entrance, room=unit.room)
