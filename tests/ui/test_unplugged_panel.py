"""A kiosk whose touch panel is unplugged while a finger lies on it, and plugged in again (bad input)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kiosk.ui.touch_panel import PanelSettings
from tests.ui.harness import Glass, open_glass
from tests.ui.key_walk import ENTER, RIGHT, press
from tests.ui.pad_screen import show_pad


@dataclass
class Panel:
    """A double of panel and reader: fingers come only while it is plugged and read."""

    plugged: dict[str, str] = field(default_factory=lambda: {"event2": "1"})
    read: list[str] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)
    alive: bool = True

    def attach(self, device: str) -> Panel:
        self.read.append(device)
        return self

    @property
    def settings(self) -> PanelSettings:
        return PanelSettings(lambda: self.plugged, self.told.append, self.attach)

    def finger(self, glass: Glass, name: str) -> Any:
        """A finger that comes down on a control."""
        from kiosk.ui import touches

        assert set(self.read) & set(self.plugged), "nobody reads this panel"
        touch = touches.Finger(*touches.find(glass.shell, name).center)
        touch.press()
        return touch


@pytest.fixture
def panel() -> Panel:
    return Panel()


@pytest.fixture
def kiosk(tmp_path: Path, panel: Panel) -> Iterator[Glass]:
    opened = open_glass(tmp_path, panel=panel.settings)
    opened.until(lambda: panel.told, "looked for panels")
    yield opened
    opened.close()
    opened.furnished.close()


def unplug(glass: Glass, panel: Panel) -> None:
    panel.plugged = {}
    glass.until(lambda: panel.told[-1] is False, "missed")


def test_fingers_of_an_unplugged_panel_are_let_go(kiosk: Glass, panel: Panel) -> None:
    from kiosk.ui import touches

    kiosk.touch("idle.wake")
    held = [panel.finger(kiosk, name) for name in ("home.fax", "home.repair")]
    assert touches.find(kiosk.shell, "home.fax").down
    unplug(kiosk, panel)
    assert not touches.find(kiosk.shell, "home.fax").down
    assert kiosk.screen == "home"
    panel.plugged = {"event4": "2"}
    kiosk.until(lambda: panel.told[-1], "found again")
    assert panel.read == ["event2", "event4"]
    panel.finger(kiosk, "home.fax").lift()
    kiosk.turn()
    assert kiosk.screen == "identify"
    assert len(held) == 2


def test_without_a_panel_the_keys_go_on(kiosk: Glass, panel: Panel) -> None:
    unplug(kiosk, panel)
    press(kiosk, RIGHT)
    press(kiosk, ENTER)
    assert kiosk.screen == "home"


def test_the_board_knows_an_unplugged_panel(tmp_path: Path) -> None:
    """The screens tell by the same board on which the core keeps the other devices."""
    from kiosk.core.health import HealthBoard
    from kiosk.devices.protocols import Health, HealthState
    from tests.ui.staff_walk import sign_in

    glass = open_glass(tmp_path)
    house = glass.furnished.house
    HealthBoard(house.live, glass.furnished.clock).put("touch_panel", Health(HealthState.ABSENT, "unplugged"))
    house.ring()
    glass.touch("idle.wake")
    sign_in(glass)
    glass.until_shown(glass.shell.look.tr("device.touch_panel"))
    assert glass.shows_key("health.unplugged")
    glass.close()
    glass.furnished.close()


def test_a_stroke_ends_where_it_was_and_the_next_one_can_be_drawn(kiosk: Glass, panel: Panel) -> None:
    """Else the pad would wait for ever for a finger that nobody tells of any more."""
    from kiosk.ui import touches

    kiosk.touch("idle.wake")
    strokes: list[list[tuple[float, float]]] = []
    ended: list[int] = []
    show_pad(kiosk, strokes, lambda: ended.append(1))
    pen = touches.Finger(200, kiosk.shell.height - 250)
    pen.press()
    pen.glide(300, kiosk.shell.height - 260)
    unplug(kiosk, panel)
    assert ended == [1]
    panel.plugged = {"event4": "2"}
    kiosk.until(lambda: panel.told[-1], "found again")
    touches.drag([(150, 200), (400, 220)])
    assert [len(stroke) for stroke in strokes] == [2, 2]
    pen.lift()
    assert ended == [1, 1]
