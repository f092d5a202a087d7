"""K1, K2: a kiosk that cannot start says so on the glass, calmly, and begins by itself when the cause is mended."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.assets import Assets, default_root, made_files
from kiosk.clock import TurnedClock
from kiosk.config import Estate, Glass, section
from kiosk.locale import Language, Translator
from kiosk.ui.environment import Screen, prepare
from kiosk.ui.geometry import Panel
from kiosk.ui.standing import Asking, Fault, page
from kiosk.ui.theme import DAY
from tests.desk_fixture import NOON
from tests.hw_doubles.processes import until
from tests.ui.checks import faults_of
from tests.ui.harness import HOUSE, ui_settings

SAMPLE = Path(__file__).parents[2] / "deploy" / "kiosk.toml"
NUMBERS = [HOUSE.service_number, {}, dict.fromkeys(Language, "0086 21 5555 0100 转 8000")]
_CHILD_S = 60.0


@pytest.mark.parametrize("size", [(1024, 600), (800, 480), (600, 1024), (1280, 800)])
def test_all_languages_stand_on_one_page_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    prepare(ui_settings().screen, ui_settings().state_dir / "kivy", os.environ)
    from kiosk.ui import touches
    from kiosk.ui.faces import Faces
    from kiosk.ui.look import Look
    from kiosk.ui.screens.standstill import Standstill

    faces = Faces(Assets(default_root()))
    looks = [Look(Panel(*size), DAY, faces, Translator(language)) for language in Language]
    for telephone in NUMBERS:
        page = Standstill(looks, telephone, 4001)
        shown = " ".join(touches.texts_of(page))
        assert faults_of(page, None) == []
        assert all(look.tr("standstill.title") in shown and "4001" in shown for look in looks)
        assert all(number in shown for number in telephone.values())


@pytest.mark.parametrize("size", [(1024, 600), (800, 480), (600, 1024)])
@pytest.mark.parametrize("lost", ["all", "icons"])
def test_without_the_house_s_fonts_it_is_written_with_another_one(
    size: tuple[int, int], lost: str, tmp_path: Path
) -> None:
    prepare(ui_settings().screen, ui_settings().state_dir / "kivy", os.environ)
    from kiosk.ui import touches

    for name in made_files() if lost == "icons" else ():
        (tmp_path / name).symlink_to(default_root() / name)
    (tmp_path / "material-symbols.ttf").unlink(missing_ok=True)
    fault = Fault(1010, (), Screen(*size), tmp_path, HOUSE.service_number)
    shown = page(fault, size)
    words = " ".join(touches.texts_of(shown))
    assert faults_of(shown, None) == []
    assert all(Translator(language)("standstill.title") in words for language in Language)
    assert HOUSE.service_number[Language.EN] in words and "1010" in words


def test_without_any_font_with_han_it_says_so_in_english(tmp_path: Path) -> None:
    prepare(ui_settings().screen, ui_settings().state_dir / "kivy", os.environ)
    from kiosk.ui import touches

    fault = Fault(1010, (), Screen(800, 480), tmp_path, HOUSE.service_number)
    shown = page(fault, (800, 480), lambda _assets: None)
    assert faults_of(shown, None) == []
    assert touches.texts_of(shown) == [
        "This kiosk cannot be used just now",
        "Please go to the service counter.",
        f"Service line: {HOUSE.service_number[Language.EN]}",
        "Fault 1010",
    ]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A kiosk whose books are noise."""
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "kiosk.db").write_bytes(b"noise" * 4096)
    text = SAMPLE.read_text("utf-8").replace("/var/lib/lobby-kiosk", str(tmp_path / "state"))
    (tmp_path / "kiosk.toml").write_text(text.replace("/run/lobby-kiosk", str(tmp_path / "run")), "utf-8")
    return tmp_path / "kiosk.toml"


def test_whether_the_screens_could_start_is_answered_with_the_error_s_number(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer() -> tuple[int, str]:
        return main(["ui", "--check", "--config", str(config)]), capsys.readouterr().out

    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert answer() == (1, "4001\n")
    assert os.getpriority(os.PRIO_PROCESS, 0) == before, "who starts it says how important it is"
    (tmp_path / "state" / "kiosk.db").unlink()
    assert answer() == (0, "0\n")
    sound = config.read_bytes()
    config.write_text(sound.decode().replace("[kiosk]\n", f'[kiosk]\nassets_dir = "{tmp_path}"\n', 1), "utf-8")
    assert answer() == (1, "1010\n"), "a font that is missing is missed here, and not when somebody stands there"
    for broken in (b"[kiosk", "# 松\n".encode("gbk") + sound):
        config.write_bytes(broken)
        assert answer() == (1, "1020\n")


def test_whoever_is_not_the_kiosk_is_told_so_and_makes_nothing_that_it_could_not_read(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    if os.geteuid():
        config.write_text(config.read_text("utf-8").replace(str(state), "/usr"), "utf-8")
    else:
        os.chown(state, 65534, 65534)
    assert main(["ui", "--check", "--config", str(config)]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "4015" in told.err
    assert [path.name for path in state.iterdir()] == ["kiosk.db"] and not (tmp_path / "run").exists()


def test_the_counter_s_telephone_is_read_out_of_a_file_that_is_wrong_elsewhere(config: Path) -> None:
    config.write_text(config.read_text("utf-8").replace("[fax]", "[fax]\nprot = 1", 1), "utf-8")
    estate = section(config, "estate", Estate)
    assert estate is not None and estate.service_number["en"] == "021 5555 0100"
    assert section(config, "fax", Glass) is None and section(config, "nothing", Glass) is None
    config.write_text("[estate", "utf-8")
    assert section(config, "estate", Estate) is None


def test_it_is_asked_for_soon_and_then_now_and_again_until_the_answer_is_another_one(tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    command = (sys.executable, "-c", f"print(open({str(answer)!r}).read())")
    clock = TurnedClock(NOON)
    asking = Asking(Fault(4001, command, Screen(1024, 600)), clock)

    def asked(after_s: float, said: str) -> bool | None:
        answer.write_text(said)
        clock.turn(after_s)
        answers: list[bool | None] = [asking.is_other()]
        until(lambda: answers.append(asking.is_other()) or answers[-1] is not None, "an answer", deadline_s=_CHILD_S)
        return answers[-1]

    assert [asked(3, "4001"), asked(20, "no number"), asked(20, "1020")] == [False, False, True]
    asking.close()


def test_who_is_asked_and_hangs_is_ended_and_asked_again(tmp_path: Path) -> None:
    hangs, asked = tmp_path / "hangs", tmp_path / "asked"
    hangs.touch()
    program = f"""
import os, threading
open({str(asked)!r}, "a").write("once ")
if os.path.exists({str(hangs)!r}):
    threading.Event().wait()
print(0)
"""
    clock = TurnedClock(NOON)
    asking = Asking(Fault(4001, (sys.executable, "-c", program), Screen(1024, 600)), clock)
    clock.turn(3)
    assert asking.is_other() is None
    until(lambda: asked.exists() and asked.read_text(), "it is asked", deadline_s=_CHILD_S)
    clock.turn(59)
    assert asking.is_other() is None
    clock.turn(1)
    answers = [asking.is_other()]
    until(lambda: answers.append(asking.is_other()) or answers[-1] is not None, "its end", deadline_s=_CHILD_S)
    assert answers[-1] is False and asked.read_text() == "once "
    hangs.unlink()
    clock.turn(20)
    until(lambda: answers.append(asking.is_other()) or answers[-1] is not None, "an answer", deadline_s=_CHILD_S)
    assert answers[-1] is True and asked.read_text() == "once once "
    asking.close()
