"""Kivy's reader of a touch panel, attached while the screens run.

Owns the meeting with Kivy's loop: its own search for panels is switched off, so that no panel is read twice. Called by
``kiosk.ui.running``.
"""

from __future__ import annotations

from typing import Any

from kivy.base import EventLoop
from kivy.config import Config
from kivy.input import MotionEventFactory

_SEARCH = "%(name)s"  # the key of Kivy's own search in its section [input]


class KivyReader:
    """A provider of touches with a thread of its own."""

    def __init__(self, device: str) -> None:
        make = MotionEventFactory.get("mtdev") or MotionEventFactory.get("hidinput")
        self._provider: Any = make(device, device)
        EventLoop.add_input_provider(self._provider)
        self._provider.start()

    @property
    def alive(self) -> bool:
        thread = getattr(self._provider, "thread", None)
        return thread is not None and bool(thread.is_alive())


def search_no_more() -> None:
    """Kivy shall not look for panels itself."""
    Config.remove_option("input", _SEARCH)
