"""The newsboy outlives a house that cannot be read, and says so once (K2)."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.ui.news import News, Newsboy


class House:
    """A desk whose readings go well or break as the script says; after its end ``told`` is complete."""

    def __init__(self, *script: Exception | None) -> None:
        self._script = iter(script)
        self.told: list[object] = []
        self.over = threading.Event()

    def desk(self) -> Any:
        def nothing() -> tuple[()]:
            return ()

        return SimpleNamespace(
            calls=SimpleNamespace(current=self._current),
            status=SimpleNamespace(devices=nothing, services=nothing, incoming=lambda: None),
            fax=SimpleNamespace(stick=lambda: None),
            trouble=SimpleNamespace(recovered=nothing),
            cards=SimpleNamespace(presented=lambda: None),
            changed=SimpleNamespace(wait=lambda _s: True),
        )

    def _current(self) -> None:
        try:
            breaks = next(self._script)
        except StopIteration:
            self.over.set()
            breaks = None
        if breaks is not None:
            raise breaks


@pytest.fixture(scope="module")
def house() -> House:
    house = House(OSError("disk"), OSError("disk"), ValueError("row"), None, OSError("disk"))
    newsboy = Newsboy(
        house.desk(),
        lambda news: house.told.append(type(news)),
        lambda error: house.told.append(type(error)),
    )
    newsboy.start()
    assert house.over.wait(20)
    newsboy.stop()
    return house


def test_k2_a_broken_reading_is_told_once_until_one_goes_well(house: House) -> None:
    assert house.told[:4] == [OSError, ValueError, News, OSError]


def test_news_come_again_after_it(house: House) -> None:
    assert set(house.told[4:]) == {News}
