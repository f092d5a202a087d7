"""Spoken guidance: what who cannot see the glass hears, and what nobody ever hears (accessibility, A1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.locale import Language
from tests.desk_fixture import PASSCODE
from tests.hw_doubles.voice import RecordedVoice
from tests.ui.harness import Glass, open_glass
from tests.ui.key_walk import ENTER, ESCAPE, F2, RIGHT, choose, press, to, type_keys

_F3 = 284


@pytest.fixture
def voice() -> RecordedVoice:
    return RecordedVoice()


@pytest.fixture
def heard(tmp_path: Path, voice: RecordedVoice) -> Iterator[Glass]:
    """A glass with a recorded voice, on home, with spoken guidance on."""
    opened = open_glass(tmp_path, voice=voice)
    press(opened, RIGHT)
    press(opened, ENTER)
    press(opened, F2)
    yield opened
    opened.close()
    opened.furnished.close()


def sentence(glass: Glass, key: str) -> str:
    return glass.shell.look.tr(key).replace("\n", "，")


def test_nothing_is_said_until_somebody_asks_for_it(tmp_path: Path, voice: RecordedVoice) -> None:
    glass = open_glass(tmp_path, voice=voice)
    press(glass, RIGHT)
    press(glass, ENTER)
    choose(glass, "home.prices")
    assert voice.said == []
    glass.close()
    glass.furnished.close()


def test_turned_on_it_says_so_and_where_one_is(heard: Glass, voice: RecordedVoice) -> None:
    assert voice.said[0].startswith(sentence(heard, "speech.on"))
    assert sentence(heard, "home.title") in voice.said[0]


def test_each_move_says_the_control_and_each_screen_its_question(heard: Glass, voice: RecordedVoice) -> None:
    to(heard, "home.fax")
    assert "发传真" in voice.last
    press(heard, ENTER)
    heard.settle()
    assert voice.last.startswith(sentence(heard, "identify.title"))


def test_the_language_of_the_glass_is_that_of_the_voice(heard: Glass, voice: RecordedVoice) -> None:
    choose(heard, "language.en")
    to(heard, "home.fax")
    assert voice.languages[-1] == Language.EN
    assert "Send" in voice.last


def test_a_passcode_is_never_said(heard: Glass, voice: RecordedVoice) -> None:
    """Neither typed nor found under the ring: only that a digit was entered, and how many are missing."""
    choose(heard, "home.fax")
    heard.settle()
    for choice in ("12", "1", "101"):
        choose(heard, f"unit.choice.{choice}")
    heard.settle()
    voice.take()
    type_keys(heard, PASSCODE)
    said = voice.take()
    assert said.count(sentence(heard, "speech.secret_digit")) == len(PASSCODE)
    for digit in "123456789":
        to(heard, f"pad.{digit}")
        assert voice.last == sentence(heard, "speech.secret_key") + "。"
    choose(heard, "bar.forward")
    heard.until(lambda: heard.screen != "identify", "identified")
    assert PASSCODE not in said + voice.take()


def test_amounts_are_said_as_amounts_and_numbers_digit_by_digit(heard: Glass) -> None:
    from kiosk.ui.spoken import said

    look = heard.shell.look
    assert said(look, "已点 ¥ 100000.00") == said(look, "已点 ¥ 100,000.00") == "已点 100000.00 元"
    assert said(look, "\u2212¥ 3.00") == "负 3.00 元"
    assert said(look, "2 × ¥ 18.50") == "2 乘 18.50 元"
    assert said(look, "¥ 0.5") == "0.5 元"
    assert said(look, "K01-000002 正在打印。\n请退还") == "K01-0 0 0 0 0 2 正在打印。请退还"
    assert said(look, "021 5266 3846\n已送达") == "0 2 1 5 2 6 6 3 8 4 6，已送达"


def test_a_number_is_said_digit_by_digit_as_it_is_typed(heard: Glass, voice: RecordedVoice) -> None:
    choose(heard, "home.fax")
    heard.settle()
    for choice in ("12", "1", "101"):
        choose(heard, f"unit.choice.{choice}")
    heard.settle()
    type_keys(heard, PASSCODE)
    press(heard, ENTER)
    heard.until_screen("fax_number")
    voice.take()
    type_keys(heard, "02")
    assert [words[0] for words in voice.said if words[0].isdigit()] == ["0", "2"]


def test_a_refused_passcode_is_told(heard: Glass, voice: RecordedVoice) -> None:
    choose(heard, "home.fax")
    heard.settle()
    for choice in ("12", "1", "101"):
        choose(heard, f"unit.choice.{choice}")
    heard.settle()
    type_keys(heard, "111111")
    press(heard, ENTER)
    refusal = heard.shell.look.tr.count("identity.wrong", 4)
    heard.until_shown(refusal)
    heard.shell.tick()
    assert refusal in voice.take()


def test_a_dialog_is_read_whole(heard: Glass, voice: RecordedVoice) -> None:
    choose(heard, "home.print")
    from kiosk.ui import touches

    dialog = heard.shell.dialogs.shown
    assert dialog is not None
    assert dialog.title.words in voice.last
    sentence_of_it = max(touches.texts_of(dialog), key=len)
    assert sentence_of_it[:8] in voice.last
    press(heard, ESCAPE)
    assert "打印" in voice.last


def test_the_end_of_the_session_is_announced_and_counted(heard: Glass, voice: RecordedVoice) -> None:
    heard.pass_time(101)
    assert sentence(heard, "session.title") in voice.take()
    for _ in range(30):
        heard.pass_time(0.5)
    said = voice.take()
    for seconds in (15, 10, 5):
        assert said.count(heard.shell.look.tr.count("speech.left", seconds)) == 1


def test_the_end_of_a_visit_ends_it_and_forgets_it(heard: Glass, voice: RecordedVoice) -> None:
    """A1: the next person hears nothing, and nothing of the last one is kept."""
    to(heard, "home.fax")
    heard.shell.end()
    assert voice.said == []
    assert voice.hushed
    press(heard, RIGHT)
    press(heard, ENTER)
    assert voice.said == []


def test_the_plug_of_a_headphone_turns_it_on_and_off(tmp_path: Path, voice: RecordedVoice) -> None:
    from kiosk.ui.keys import key_plan

    plan = key_plan({"headphone_in": "f9", "headphone_out": "f10"})
    glass = open_glass(tmp_path, voice=voice, keys=plan)
    press(glass, 281 + 9)
    assert glass.shell.guide.on
    press(glass, 281 + 10)
    assert not glass.shell.guide.on
    glass.close()
    glass.furnished.close()


def test_everything_is_said_again_on_request(heard: Glass, voice: RecordedVoice) -> None:
    choose(heard, "home.prices")
    heard.settle()
    voice.take()
    press(heard, _F3)
    assert sentence(heard, "prices.title") in voice.last
    assert len(voice.last) > 60


def test_of_a_screen_that_is_one_picture_the_words_of_its_bar_are_said_once(heard: Glass, voice: RecordedVoice) -> None:
    """An enlarged page says which of how many it is; no title stands on it."""
    from kiosk.ui import spoken
    from kiosk.ui.screen import Page, Screen
    from kiosk.ui.widgets.bar import Back, BarContent, Note

    class Picture(Screen):
        name = "picture"

        def compose(self, page: Page) -> None:
            assert not page.children, "nothing that has words"

        def bar(self) -> BarContent:
            return BarContent(Back(self.tr("bar.back"), self.shell.back), Note(self.tr("viewer.hint", n=2, pages=3)))

    heard.shell.go(Picture(heard.shell))
    heard.pass_time(0.5)
    words = spoken.said(heard.shell.look, heard.shell.look.tr("viewer.hint", n=2, pages=3))
    assert spoken.title(heard.shell) == words
    assert voice.last.count(words) == 1


def test_what_counts_by_itself_is_no_news(heard: Glass, voice: RecordedVoice) -> None:
    voice.take()
    for _ in range(8):
        heard.pass_time(1)
    assert voice.said == []


def test_a_touch_on_home_turns_it_on_and_off(tmp_path: Path, voice: RecordedVoice) -> None:
    glass = open_glass(tmp_path, voice=voice)
    glass.touch("idle.wake")
    glass.touch("home.speak")
    assert glass.shell.guide.on
    assert voice.last.startswith(sentence(glass, "speech.on"))
    glass.touch("home.speak")
    assert not glass.shell.guide.on
    assert voice.last.startswith(sentence(glass, "speech.off"))
    glass.close()
    glass.furnished.close()


def test_a_kiosk_without_a_voice_offers_none(glass: Glass) -> None:
    from kiosk.ui import touches

    glass.touch("idle.wake")
    with pytest.raises(touches.TouchError):
        glass.touch("home.speak")


def test_its_control_fits_every_panel_in_every_language(tmp_path: Path, voice: RecordedVoice) -> None:
    from kiosk.ui.geometry import Panel
    from tests.ui.checks import faults

    glass = open_glass(tmp_path, voice=voice)
    glass.touch("idle.wake")
    for panel in (Panel(800, 480), Panel(1280, 800), Panel(600, 1024), Panel(1024, 600)):
        glass.shell.use_panel(panel)
        for language in Language:
            glass.shell.choose_language(language)
            assert faults(glass.shell) == [], (panel, language)
    glass.close()
    glass.furnished.close()
