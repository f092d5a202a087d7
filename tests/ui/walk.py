"""Ways through the fax flow that several tests go: by touches only."""

from __future__ import annotations

from pathlib import Path

from tests.desk_fixture import NUMBER, PASSCODE
from tests.ui.harness import Glass

DIGITS = NUMBER.replace(" ", "")
_STROKES = (((0.2, 0.5), (0.3, 0.4), (0.4, 0.6), (0.55, 0.4)), ((0.3, 0.3), (0.32, 0.7)))


def identify(glass: Glass, passcode: str = PASSCODE, expect: str = "", pick: bool = True) -> None:
    """Choose 12-1-101 and type the passcode; ``expect`` is shown if it is refused."""
    if pick:
        glass.settle()
        for choice in ("12", "1", "101"):
            glass.touch(f"unit.choice.{choice}")
    glass.settle()
    glass.type_digits(passcode)
    glass.touch("bar.forward")
    if expect:
        glass.until_shown(expect)
    else:
        glass.until(lambda: glass.screen != "identify", "identified")
        glass.settle()


def give_number(glass: Glass) -> None:
    """From idle to the document sources."""
    glass.touch("idle.wake")
    glass.touch("home.fax")
    identify(glass)
    glass.type_digits(DIGITS)
    glass.settle()
    glass.touch("bar.forward")
    glass.type_digits(DIGITS)
    glass.touch("bar.forward")
    assert glass.screen == "fax_source"


def open_document(glass: Glass, file: Path) -> None:
    """From idle to the preview of ``file``."""
    give_number(glass)
    glass.furnished.put_stick(file)
    glass.until(lambda: glass.shell.news.stick.present, "stick seen")
    glass.touch("source.stick")
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()


def confirm_quote(glass: Glass, taps: int = 1) -> None:
    """From the preview to the sending."""
    glass.touch("bar.forward")
    assert glass.screen == "fax_quote"
    glass.settle()
    forward = glass.shell.bar.forward if glass.shell.bar else None
    assert forward is not None
    x, y = forward.center_x, glass.shell.height - forward.center_y
    for _ in range(taps):
        glass.do("touch_at", x=x, y=y)
    glass.until_screen("fax_sending")
    glass.settle()


def to_sending(glass: Glass, file: Path) -> None:
    """From idle to a fax in the queue."""
    open_document(glass, file)
    confirm_quote(glass)


def to_result(glass: Glass, file: Path) -> None:
    """From idle to a delivered fax."""
    to_sending(glass, file)
    glass.furnished.end_call(glass.furnished.begin_call())
    glass.until_screen("fax_result")
    glass.settle()


def sign(glass: Glass) -> None:
    """Draw a name on the pad, wherever it is."""
    from kiosk.ui import touches
    from kiosk.ui.widgets.signature import SignaturePad

    glass.settle()
    pad = next(widget for widget in touches.walk(glass.shell) if isinstance(widget, SignaturePad))
    for stroke in _STROKES:
        glass.do("drag", points=[[pad.rect.x + x * pad.rect.w, pad.rect.y + y * pad.rect.h] for x, y in stroke])
