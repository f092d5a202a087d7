"""What a test measures of a drawn paper: every word within its column, and none over another."""

from __future__ import annotations

from kiosk.forms.blocks import Canvas
from kiosk.forms.type import SMALLEST_PX


def assert_nothing_is_clipped(canvas: Canvas) -> None:
    assert canvas.runs
    for run in canvas.runs:
        left, top, right, bottom = run.box
        hang = max(2, run.size_px * 0.05)  # a glyph may hang a little over its advance without touching anything
        assert left >= run.column[0] - hang, run
        assert right <= run.column[1] + hang, run
        assert top >= 0, run
        assert bottom <= canvas.image.height, run
        assert run.size_px >= SMALLEST_PX, run


def assert_no_words_overlap(canvas: Canvas) -> None:
    for number, one in enumerate(canvas.runs):
        for other in canvas.runs[number + 1 :]:
            apart_across = one.box[2] <= other.box[0] + 1 or other.box[2] <= one.box[0] + 1
            apart_down = one.box[3] <= other.box[1] + 1 or other.box[3] <= one.box[1] + 1
            assert apart_across or apart_down, (one, other)


def words_of(canvas: Canvas) -> str:
    """Every line that was drawn."""
    return "\n".join(run.words for run in canvas.runs)
