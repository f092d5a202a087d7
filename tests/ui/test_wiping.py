"""When a visit ends nothing of it is left (A1): canaries are planted by every way of typing, and looked for everywhere.

What survives on purpose is what was ordered: the fax with its number in the store (and its pages, encrypted, until they
are destroyed, A6), the repair with its words, the charge and its signature. Nothing that was only typed is among it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.harness import Glass, open_glass
from tests.ui.paper import letter
from tests.ui.staff_walk import sign_in
from tests.ui.walk import identify, sign

End = Callable[[Glass], None]


def planted(backwards: str) -> str:
    """A canary. It is written backwards here, so that a search does not find this file's own constants."""
    return backwards[::-1]


WRONG_CODE, HALF_CODE = "813579", "31864"
NUMBER, HALF_NUMBER = "84673195120", "9753197531"
LATIN, SYLLABLES = "jwkvxzq", "gnafgnoiqgnahz"
FILE, BROKEN_FILE = "fdp.elifxzq 告报检体", "fdp.nekorbxzq"
GROUPS = ("3195", "8467")  # the number as it is drawn, a picture each
CANARIES = (WRONG_CODE, HALF_CODE, NUMBER, HALF_NUMBER, LATIN, SYLLABLES, FILE, BROKEN_FILE)


@pytest.fixture
def visited(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Glass]:
    """A glass in front of which somebody has typed, loaded, ordered and signed whatever can be; they stand at home."""
    caplog.set_level(logging.INFO)  # as the kiosk logs
    glass = open_glass(tmp_path / "desk")
    _refused_at_the_door(glass)
    _describe_a_repair(glass)
    _send_a_fax(glass, tmp_path / "stick")
    glass.shell.home()
    _begin_another_fax(glass)
    yield glass
    glass.close()
    glass.furnished.close()


def _refused_at_the_door(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.repair")
    identify(glass, passcode=planted(WRONG_CODE), expect="还可以试 4 次")
    glass.type_digits(planted(HALF_CODE))
    glass.touch("pad.clear")
    identify(glass, pick=False)


def _describe_a_repair(glass: Glass) -> None:
    glass.settle()
    glass.touch("repair.valve")
    glass.touch("bar.forward")
    glass.touch("repair.write")
    glass.until_shown("请输入拼音")
    for key in (*planted(SYLLABLES), "space", "mode", *planted(LATIN), "done"):
        glass.touch(f"key.{key}")
    assert any(planted(LATIN) in text for text in glass.texts)
    _leave_a_character_half_written(glass)
    glass.shell.home()


def _leave_a_character_half_written(glass: Glass) -> None:
    """With a finger; its strokes have been read, and what they may be is offered."""
    from kiosk.ui.widgets.ink import InkPad
    from tests.ui import leaks

    glass.touch("repair.write")
    glass.touch("writing.switch")
    (pad,) = leaks.living(InkPad)
    x, y = pad.rect.x + 200, pad.rect.y + 160
    glass.do("drag", points=[[x, y], [x + 90, y + 2]])
    glass.pass_time(0.5)
    glass.settle()
    glass.touch("candidate.more")
    assert "一" in glass.texts


def _send_a_fax(glass: Glass, stick: Path) -> None:
    stick.mkdir()
    document = letter(stick / planted(FILE), 2)
    (stick / planted(BROKEN_FILE)).write_bytes(b"%PDF-1.4 torn")
    glass.touch("home.fax")
    _type_number_twice(glass)
    glass.furnished.put_stick(stick / planted(BROKEN_FILE), document)
    glass.until(lambda: glass.shell.news.stick.present, "stick seen")
    glass.touch("source.stick")
    glass.touch(f"file.{planted(BROKEN_FILE)}")
    glass.touch("bar.forward")
    glass.until(lambda: glass.shell.dialogs.open, "the broken file is told of")
    glass.touch("dialog.close")
    glass.touch(f"file.{planted(FILE)}")
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()
    glass.touch("bar.forward")
    glass.settle()
    glass.touch("bar.forward")
    glass.until_screen("fax_sending")
    glass.settle()
    glass.furnished.end_call(glass.furnished.begin_call(phase="sending", page=1, fraction=0.4))
    glass.until_screen("fax_result")
    glass.settle()
    glass.touch("去签名")
    sign(glass)
    glass.touch("确认签名")
    glass.until_screen("receipt")
    glass.furnished.pull_stick()
    glass.until(lambda: not glass.shell.news.stick.present, "stick pulled")


def _type_number_twice(glass: Glass) -> None:
    for _ in range(2):
        glass.type_digits(planted(NUMBER))
        glass.settle()
        glass.touch("bar.forward")
    assert glass.screen == "fax_source"


def _begin_another_fax(glass: Glass) -> None:
    """And they leave in the middle of a number."""
    glass.touch("home.fax")
    glass.type_digits(planted(HALF_NUMBER))
    glass.settle()


# --- the ways in which a visit ends ---------------------------------------------------------------------------------


def _finish(glass: Glass) -> None:
    glass.touch("bar.back")
    glass.touch("结束使用")


def _walk_away(glass: Glass) -> None:
    glass.pass_time(101)
    glass.pass_time(19)


def _finish_in_the_warning(glass: Glass) -> None:
    glass.pass_time(101)
    glass.touch("session.end")


def _change_the_language_at_idle(glass: Glass) -> None:
    glass.touch("EN")
    _walk_away(glass)
    glass.touch("繁")
    glass.touch("简")


def _clerk_takes_over(glass: Glass) -> None:
    sign_in(glass)
    assert glass.shell.visit.visitor is None, "gone when the clerk is in, not only when they leave"
    glass.touch("frame.leave")


WAYS = (_finish, _walk_away, _finish_in_the_warning, _change_the_language_at_idle, _clerk_takes_over)


@pytest.mark.parametrize("end", WAYS)
def test_a1_a_visit_leaves_nothing_behind(visited: Glass, end: End, caplog: pytest.LogCaptureFixture) -> None:
    from tests.ui import leaks

    end(visited)
    visited.settle()
    visited.pass_time(1)
    visited.until(lambda: not visited.shell.left_over, "collected")
    visited.turn()
    assert visited.screen == "idle"
    canaries = [planted(canary) for canary in CANARIES]
    assert leaks.on_widgets(canaries) == []
    assert leaks.screens_left(visited.shell.screen) == []
    assert leaks.on_clipboard(canaries) == []
    assert [canary for canary in canaries if canary in caplog.text] == []
    assert leaks.in_memory(canaries, exactly=(planted(group) for group in GROUPS)) == []
    assert leaks.in_files([visited.shell.settings.state_dir], canaries) == []
    found = leaks.in_files([visited.furnished.folder], canaries)
    survivors = {(file.removesuffix("-wal"), words) for file, words in found}
    assert survivors == {("kiosk.db", planted(NUMBER))}, "the order, and nothing else"


def test_a1_the_search_finds_what_is_there_while_the_visit_lasts(visited: Glass) -> None:
    """Else the test above would prove nothing."""
    from tests.ui import leaks

    assert leaks.on_widgets([planted(HALF_NUMBER)])
    assert "FaxNumber" in leaks.screens_left(visited.shell.screen) or leaks.screens_left(visited.shell.history[0])
    typed = [planted(words) for words in (HALF_NUMBER, LATIN, FILE)]
    found = [line.replace(" ", "") for line in leaks.in_memory(typed)]
    assert [words for words in typed if not any(words.replace(" ", "") in line for line in found)] == []
    assert leaks.in_memory([], exactly=(planted(group) for group in GROUPS))
