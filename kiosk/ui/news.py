"""News from the desk: read in a thread when the bell rings, at least twice and at most four times a second.

Owns the reading loop. The screens never wait for it: they are handed the last News between two frames.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.desk.api import Desk
from kiosk.desk.views import CallView, DeviceView, IncomingCall, PresentedCard, ServiceView, StickView
from kiosk.domain.offer import CORE

_NO_STICK = StickView(False)
_AT_LEAST_EVERY_S = 0.5
_AT_MOST_EVERY_S = 0.25


@dataclass(frozen=True)
class News:
    """The state of the house that any screen may show."""

    call: CallView | None = None
    devices: tuple[DeviceView, ...] = ()
    stick: StickView = _NO_STICK
    services: tuple[ServiceView, ...] = ()
    recovered: tuple[str, ...] = ()  # keys of sentences about what was under way when the power went (K1)
    incoming: IncomingCall | None = None  # a call that comes in (B9)
    card: PresentedCard | None = None  # held to the reader just now (J1)

    @property
    def core_is_silent(self) -> bool:
        """Whether nobody works the devices just now: neither line nor lamp does what it is asked to."""
        return self.device(CORE) is not None

    def device(self, name: str) -> DeviceView | None:
        """The device of this name, if the core has told of it."""
        return next((device for device in self.devices if device.name == name), None)

    def service(self, key: str) -> ServiceView:
        """How this service stands; before the first news nothing is said against it."""
        return next((service for service in self.services if service.key == key), ServiceView(key))


def read_news(desk: Desk) -> News:
    """Ask the desk for everything once."""
    return News(
        desk.calls.current(),
        desk.status.devices(),
        desk.fax.stick(),
        desk.status.services(),
        desk.trouble.recovered(),
        desk.status.incoming(),
        desk.cards.presented(),
    )


class Newsboy:
    """The thread that reads. ``hand_over`` is called in this thread; it must bring the news to the Kivy thread."""

    def __init__(self, desk: Desk, hand_over: Callable[[News], None], failed: Callable[[BaseException], None]) -> None:
        self._desk, self._hand_over, self._failed = desk, hand_over, failed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """End the loop after the present wait."""
        self._stop.set()

    def stop(self) -> None:
        """End the loop; returns when the thread has ended."""
        self.ask_to_stop()
        self._thread.join()

    def _run(self) -> None:
        broken: type[BaseException] | None = None
        while not self._stop.is_set():
            broken = self._read(broken)
            self._desk.changed.wait(_AT_LEAST_EVERY_S)
            self._stop.wait(_AT_MOST_EVERY_S)

    def _read(self, broken: type[BaseException] | None) -> type[BaseException] | None:
        """Once; what has broken it. The same again is not told: it would be, twice a second, until it is mended."""
        try:
            news = read_news(self._desk)
        except Exception as error:  # noqa: BLE001  the screens must outlive a broken reading, and say so
            if type(error) is not broken:
                self._failed(error)
            return type(error)
        self._hand_over(news)
        return None
