"""What a finger needs: the next step at least 15 mm, every other control at least 9 mm, on every panel there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.locale import Language
from kiosk.ui.geometry import Panel
from tests.ui.harness import Glass
from tests.ui.looks import Aspect, use
from tests.ui.tour import tour
from tests.ui.tour_counter import repair_tour, staff_tour

# A panel's visible area in millimetres: 7" of 1024 x 600 and of 800 x 480 are equally large (design.md 1).
GLASSES = {
    (800, 480): (154.2, 85.9),
    (1024, 600): (154.2, 85.9),
    (1280, 800): (217.0, 135.6),
    (600, 1024): (85.9, 154.2),
}
NEXT_STEP_MM, OTHER_MM = 15.0, 9.0
KEY_UPRIGHT_MM = 7.0  # ten letters beside each other on a glass of 86 mm (design.md 7); they are 13 mm high
ROUNDING_MM = 0.1  # less than a pixel of any of these panels
CHOSEN = ("page.", "unit.choice", "log.", "candidate.", "key.")  # filled because chosen: no step, one of a row of keys
RUNGS = ("signal.",)  # lines of a call to read, not to do: a ladder is dragged, and a miss shows the neighbour's words


def small_targets(glass: Glass) -> Iterator[str]:
    """Controls on the glass that are smaller than a finger, with their size."""
    from kiosk.ui import touches
    from kiosk.ui.widgets.touch import Touchable

    shell = glass.shell
    panel = shell.look.panel
    wide_mm, high_mm = GLASSES[panel.width, panel.height]
    for control in touches.walk(shell.dialogs.shown or shell):
        if isinstance(control, Touchable) and control.act is not None and not control.touch_id.startswith(RUNGS):
            across, down = control.width * wide_mm / panel.width, control.height * high_mm / panel.height
            least = NEXT_STEP_MM if is_next_step(control) else OTHER_MM
            key = control.touch_id.startswith("key.") and panel.upright
            if across < (KEY_UPRIGHT_MM if key else least) - ROUNDING_MM or down < least - ROUNDING_MM:
                yield f"{control.touch_id} {across:.1f} x {down:.1f} mm, at least {least:g}"


def is_next_step(control: Any) -> bool:
    """The filled action of a screen or a dialog."""
    from kiosk.ui.widgets.button import Button, Kind

    return isinstance(control, Button) and control.kind is Kind.FILLED and not control.touch_id.startswith(CHOSEN)


def measuring(glass: Glass, found: list[str]) -> Callable[[str], None]:
    """A stop of a tour that measures every control on every panel."""

    def measure(stop: str) -> None:
        shell = glass.shell
        shell.stage.sketching = True
        for size in GLASSES:
            use(glass, Aspect(Panel(*size), Language.EN))
            found.extend(f"{stop} {size[0]}x{size[1]}: {fault}" for fault in small_targets(glass))
        shell.stage.sketching = False
        use(glass, Aspect(Panel(1024, 600), Language.ZH_HANS))
        glass.turn()

    return measure


def test_every_control_of_the_owner_is_large_enough(glass: Glass, tmp_path: Path) -> None:
    found: list[str] = []
    tour(glass, tmp_path, measuring(glass, found))
    assert not found, f"{len(found)} are too small:\n" + "\n".join(found)


def test_every_control_of_the_repair_flow_is_large_enough(glass: Glass) -> None:
    found: list[str] = []
    repair_tour(glass, measuring(glass, found))
    assert not found, f"{len(found)} are too small:\n" + "\n".join(found)


def test_every_control_of_the_clerk_is_large_enough(glass: Glass, tmp_path: Path) -> None:
    found: list[str] = []
    staff_tour(glass, tmp_path, measuring(glass, found))
    assert not found, f"{len(found)} are too small:\n" + "\n".join(found)
