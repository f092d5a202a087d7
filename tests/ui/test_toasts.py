"""A toast confirms and asks nothing: it covers nothing, presses nothing, goes by itself, and ends with the visit."""

from __future__ import annotations

from pathlib import Path

from tests.ui.checks import faults
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.walk import open_document

DROPPED, IN_ENGLISH = "第 1 页已删除", "Page 1 removed"


def drop_a_page(glass: Glass, folder: Path) -> None:
    open_document(glass, letter(folder / "letter.pdf", 3))
    glass.touch("preview.drop")
    glass.settle()


def test_it_stands_where_nothing_stands_in_any_language_and_goes_after_four_seconds(
    glass: Glass, tmp_path: Path
) -> None:
    drop_a_page(glass, tmp_path)
    assert glass.shows(DROPPED) and not faults(glass.shell)
    glass.shell.choose_language(glass.shell.settings.languages[-1])
    assert glass.shows(IN_ENGLISH) and not faults(glass.shell)
    glass.pass_time(3.5)
    assert glass.shows(IN_ENGLISH)
    glass.pass_time(1)
    assert not glass.shows(IN_ENGLISH)


def test_a_finger_takes_it_away_and_presses_nothing_and_a1_it_ends_with_the_visit(glass: Glass, tmp_path: Path) -> None:
    from kiosk.ui.touches import tap

    drop_a_page(glass, tmp_path)
    toast, pages = glass.shell.toasts.shown, glass.texts
    assert toast is not None
    tap(toast.center_x, glass.shell.height - toast.center_y)
    glass.turn()
    assert glass.shell.toasts.shown is None
    assert glass.texts == [words for words in pages if words != DROPPED]
    glass.touch("preview.drop")
    assert glass.shell.toasts.words
    glass.shell.end()
    glass.turn()
    assert glass.shell.toasts.shown is None and not glass.shell.toasts.words


def test_without_a_free_place_it_covers_nothing_and_the_guide_says_it_all_the_same(glass: Glass) -> None:
    from kiosk.ui import spoken

    assert glass.screen == "idle"  # all of it wakes
    glass.shell.toasts.say("error.unexpected")
    assert glass.shell.toasts.shown is None
    assert glass.shell.toasts.words in spoken.sentences(glass.shell)
