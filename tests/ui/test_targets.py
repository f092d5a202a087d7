"""The measure of ``fingers``, which every look at every screen is held to: it finds what a finger would miss."""

from __future__ import annotations

import pytest

from kiosk.locale import Language
from kiosk.ui.geometry import Panel
from tests.ui.fingers import GLASSES, NEXT_STEP_MM, OTHER_MM, small_targets
from tests.ui.harness import Glass
from tests.ui.looks import Aspect, use


@pytest.mark.parametrize("size", GLASSES)
def test_a_control_one_millimetre_too_low_is_found_on_every_panel(glass: Glass, size: tuple[int, int]) -> None:
    glass.touch("idle.wake")
    use(glass, Aspect(Panel(*size), Language.EN))
    assert found_after_lowering(glass, "home.repair", OTHER_MM)
    glass.shell.dialogs.warn()
    assert found_after_lowering(glass, "session.go_on", NEXT_STEP_MM), "the next step needs more"


def found_after_lowering(glass: Glass, touch_id: str, least_mm: float) -> bool:
    """Whether a control is found, alone, once it is a millimetre too low."""
    from kiosk.ui import touches

    assert list(small_targets(glass.shell)) == []
    panel = glass.shell.look.panel
    high_mm = GLASSES[panel.width, panel.height][1] / panel.height
    touches.find(glass.shell, touch_id).height = (least_mm - 1) / high_mm
    (found,) = small_targets(glass.shell)
    return found.startswith(f"too small: {touch_id}")
