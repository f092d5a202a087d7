"""What a finger needs, in millimetres: the next step at least 15, every other control at least 9, on every panel.

Owns the panels' sizes and which control is the next step. Called for every look of every screen by ``tests.ui.looks``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.ui import touches
from kiosk.ui.shell import Shell

# A panel's visible area in millimetres: 7" of 1024 x 600 and of 800 x 480 are equally large (design.md 1).
GLASSES = {
    (800, 480): (154.2, 85.9),
    (1024, 600): (154.2, 85.9),
    (1280, 800): (217.0, 135.6),
    (600, 1024): (85.9, 154.2),
}
NEXT_STEP_MM, OTHER_MM = 15.0, 9.0
ROUNDING_MM = 0.1  # less than a pixel of any of these panels
CHOSEN = ("page.", "unit.choice", "log.", "candidate.", "key.", "field.")  # filled because chosen: one of many, no step


def small_targets(shell: Shell) -> Iterator[str]:
    """Controls on the glass that are smaller than a finger, with their size."""
    from kiosk.ui.widgets.touch import Touchable

    panel = shell.look.panel
    wide_mm, high_mm = GLASSES[panel.width, panel.height]
    for control in touches.walk(shell.dialogs.shown or shell):
        if isinstance(control, Touchable) and control.act is not None:
            across, down = control.width * wide_mm / panel.width, control.height * high_mm / panel.height
            least = NEXT_STEP_MM if is_next_step(control) else OTHER_MM
            if min(across, down) < least - ROUNDING_MM:
                yield f"too small: {control.touch_id} {across:.1f} x {down:.1f} mm, at least {least:g}"


def is_next_step(control: Any) -> bool:
    """The filled action of a screen or a dialog."""
    from kiosk.ui.widgets.button import Button, Kind

    return isinstance(control, Button) and control.kind is Kind.FILLED and not control.touch_id.startswith(CHOSEN)
