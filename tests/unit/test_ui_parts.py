"""The parts of the screens that need no window: colours, rectangles, panels, lines of text, sessions, work, choices."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.errors import KioskError
from kiosk.ui.environment import Screen, found, prepare
from kiosk.ui.geometry import TEXT_FLOOR_PX, Panel, Rect
from kiosk.ui.session import WAITS_S, SessionClock
from kiosk.ui.theme import CONTRAST, DAY, NIGHT, Colour, Palette, Type, faintest, palette_at
from kiosk.ui.typeset import break_lines, set_lines
from kiosk.ui.work import Work

# --- colours (design.md 1) ------------------------------------------------------------------------------------------


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PALETTES = (DAY, NIGHT, CONTRAST)


@pytest.mark.parametrize("palette", PALETTES, ids=["day", "night", "contrast"])
def test_all_text_is_at_least_seven_to_one(palette: Palette) -> None:
    p = palette
    pairs = [
        (ink, ground)
        for ink in (p.ink, p.ink2, p.accent, p.seal, p.ochre)
        for ground in (p.ground, p.surface, p.sunken)
    ]
    pairs += [(p.on_accent, p.accent), (p.on_seal, p.seal), (p.on_accent, p.ink), (p.on_seal, p.ink)]
    pairs += [(p.on_wall, p.wall), (p.on_wall, p.wall_held)]
    pairs += [(ink, tint) for tint in (p.accent_tint, p.seal_tint, p.ochre_tint) for ink in (p.ink, p.ink2)]
    assert min(contrast(*pair) for pair in pairs) >= 7


@pytest.mark.parametrize("palette", PALETTES, ids=["day", "night", "contrast"])
def test_outlines_of_controls_are_at_least_three_to_one(palette: Palette) -> None:
    assert min(contrast(palette.stroke, ground) for ground in (palette.ground, palette.surface)) >= 3


@pytest.mark.parametrize("palette", PALETTES, ids=["day", "night", "contrast"])
def test_words_under_the_drawn_veil_of_the_night_are_still_seven_to_one(palette: Palette) -> None:
    part = faintest(palette)
    dim = {name: tuple(part * c for c in getattr(palette, name)[:3]) for name in ("ink", "ink2", "accent", "ground")}
    assert min(contrast((*dim[ink], 1), (*dim["ground"], 1)) for ink in ("ink", "ink2", "accent")) >= 7


def test_the_high_contrast_colours_are_black_white_and_one_accent() -> None:
    hues = {colour for colour in vars(CONTRAST).values() if max(colour[:3]) - min(colour[:3]) > 0.3}
    assert hues == {CONTRAST.accent, CONTRAST.accent_tint} or hues == {CONTRAST.accent}
    assert CONTRAST.ground[:3] == (0, 0, 0) and CONTRAST.ink[:3] == (1, 1, 1)


def test_night_colours_go_by_the_clock() -> None:
    assert palette_at(time(20, 59)) is DAY
    assert palette_at(time(21)) is NIGHT
    assert palette_at(time(6, 59)) is NIGHT
    assert palette_at(time(7)) is DAY


# --- panels (design.md 7) -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "bar"), [((1024, 600), 106), ((1280, 800), 132), ((800, 480), 85), ((600, 1024), 106)]
)
def test_the_bar_stays_fifteen_millimetres_high(size: tuple[int, int], bar: int) -> None:
    assert Panel(*size).bar.h == bar


def test_the_spare_height_of_a_ten_inch_panel_goes_to_the_content() -> None:
    assert Panel(1280, 800).content.h == round(430 * 1.25) + 50


def test_no_text_is_smaller_than_the_floor_on_any_panel() -> None:
    for size in ((1024, 600), (800, 480), (1280, 800), (600, 1024)):
        assert min(Panel(*size).text(role.value.size) for role in Type) >= TEXT_FLOOR_PX


def test_cutting_a_rectangle_loses_no_pixel() -> None:
    whole = Rect(10, 20, 301, 99)
    top, rest = whole.cut_top(30, 4)
    assert (top.bottom + 4, rest.bottom) == (rest.y, whole.bottom)
    cells = whole.columns(4, 7)
    assert cells[-1].right == whole.right
    assert not any(a.overlaps(b) for a, b in pairwise(cells))


# --- lines ----------------------------------------------------------------------------------------------------------


def _by_character(text: str) -> float:
    return float(len(text))


def test_han_breaks_anywhere_but_no_line_begins_with_a_full_stop() -> None:
    assert break_lines("请先解除密码再试。", _by_character, 8) == ["请先解除密码再", "试。"]


@pytest.mark.parametrize("room", [-5, 0, 1])
def test_words_in_a_place_without_any_room_are_one_atom_a_line_and_nothing_is_a_line(room: int) -> None:
    assert (break_lines("", _by_character, room), break_lines("你好", _by_character, room)) == ([""], ["你", "好"])


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert break_lines("请按下「确认」键", _by_character, 4) == ["请按下", "「确认」", "键"]


def test_latin_words_are_not_cut() -> None:
    assert break_lines("Please check, then send", _by_character, 12) == ["Please", "check, then", "send"]


def test_an_order_s_number_that_is_too_long_for_a_line_goes_on_behind_a_hyphen() -> None:
    """Its end is random, and so is its width."""
    assert break_lines("K01-Q000007-DCC9CBA9", _by_character, 14) == ["K01-Q000007-", "DCC9CBA9"]
    assert break_lines("K01-Q000007-9CC9CBAD", _by_character, 18) == ["K01-", "Q000007-9CC9CBAD"]
    assert break_lines("a self-test of Wi-Fi", _by_character, 11) == ["a self-test", "of Wi-Fi"]


def test_a_line_break_of_the_catalogue_is_kept() -> None:
    assert break_lines("按下\n发送", _by_character, 20) == ["按下", "发送"]


def test_a_sentence_that_is_read_ends_its_lines_where_a_reader_pauses() -> None:
    words = "没有收费。您可以换个时间再发，或请客服代办。"
    assert break_lines(words, _by_character, 18) == ["没有收费。您可以换个时间再发，或请客", "服代办。"]
    assert set_lines(words, _by_character, 18) == ["没有收费。您可以换个时间再发，", "或请客服代办。"]


def test_no_last_line_is_a_word_that_was_left_over() -> None:
    assert set_lines("请用手机扫码付款", _by_character, 5) == ["请用手机", "扫码付款"], "no word of the house is parted"
    lines = ["呼叫灯暂时不亮。", "请到柜台，或拨打", "内线 8000。"]
    assert set_lines("呼叫灯暂时不亮。请到柜台，或拨打 内线 8000。", _by_character, 11) == lines
    assert set_lines("请插入屏幕下方的插口。", _by_character, 9) == ["请插入屏幕下方的", "插口。"]
    assert set_lines("Your details are cleared in a moment", _by_character, 30) == [
        "Your details are cleared",
        "in a moment",
    ]


def test_setting_a_sentence_takes_no_more_lines_than_filling_it_and_no_wider_ones() -> None:
    words = "提交时不收费。材料另计，使用前会先向您报价。Nothing is due now, and nothing is charged twice."
    for width in range(6, 60):
        lines = set_lines(words, _by_character, width)
        assert len(lines) == len(break_lines(words, _by_character, width))
        assert max(map(len, lines)) <= width or width < len("Nothing")
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")


# --- sessions (A1) --------------------------------------------------------------------------------------------------


def _session() -> tuple[TurnedClock, SessionClock]:
    clock = TurnedClock(datetime(2026, 11, 18, tzinfo=UTC))
    return clock, SessionClock(clock, total_s=120, warn_s=20)


def test_a1_a_session_warns_and_ends() -> None:
    clock, session = _session()
    clock.turn(99)
    assert not session.warning
    clock.turn(1)
    assert session.warning
    clock.turn(20)
    assert session.over


def test_a1_a_touch_refills_the_session() -> None:
    clock, session = _session()
    clock.turn(110)
    session.refill()
    assert session.left_s == 120


def test_a1_nobody_is_hurried_while_paused_and_has_the_full_time_afterwards() -> None:
    clock, session = _session()
    session.pause(True)
    clock.turn(270)
    assert not session.warning
    session.pause(False)
    assert session.left_s == 120


def test_a1_who_walks_away_from_a_payment_does_not_leave_their_data_on_the_glass() -> None:
    clock, session = _session()
    session.pause(True)
    clock.turn(299)
    assert not session.over
    clock.turn(1)
    assert session.over


def test_a1_nobody_is_asked_whether_they_are_there_while_they_pay_or_sign() -> None:
    clock, session = _session()
    session.pause(True)
    clock.turn(299)
    assert not session.warning


def test_a1_who_waits_for_the_clerk_or_the_line_is_given_half_an_hour() -> None:
    clock, session = _session()
    session.pause(True, WAITS_S)
    clock.turn(1799)
    assert not session.warning and not session.over
    clock.turn(1)
    assert session.over


def test_a1_the_idle_screen_has_no_end() -> None:
    clock, session = _session()
    session.rest(True)
    clock.turn(100_000)
    assert not session.warning
    session.rest(False)
    assert session.left_s == 120


# --- work (K4, G1) --------------------------------------------------------------------------------------------------


class _Loop:
    """Collects what is to be delivered, like the Kivy thread between two frames."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.came = threading.Event()
        self.crashes: list[BaseException] = []
        self.work = Work(self.deliver, self.crashes.append, threads=1)

    def deliver(self, call: Callable[[], None]) -> None:
        self.waiting.append(call)
        self.came.set()

    def turn(self) -> None:
        assert self.came.wait(5)
        self.came.clear()
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def loop() -> _Loop:
    return _Loop()


def _nothing(_value: object) -> None:
    return None


def test_g1_the_same_act_is_not_started_twice(loop: _Loop) -> None:
    go_on = threading.Event()
    assert loop.work.run("pay", lambda: go_on.wait(5), _nothing, _nothing, lambda: True)
    assert not loop.work.run("pay", lambda: True, _nothing, _nothing, lambda: True)
    go_on.set()
    loop.turn()
    assert loop.work.idle


def test_a_screen_that_was_left_does_not_hear_the_result(loop: _Loop) -> None:
    heard: list[object] = []
    loop.work.run("quote", lambda: 1, heard.append, heard.append, lambda: False)
    loop.turn()
    assert heard == []


def test_a1_what_broke_after_its_person_had_left_is_in_the_log_and_not_what_it_was_about(
    loop: _Loop, caplog: pytest.LogCaptureFixture
) -> None:
    def job() -> None:
        raise ZeroDivisionError("a person's words")

    loop.work.run("quote", job, _nothing, _nothing, lambda: False)
    loop.turn()
    assert "ZeroDivisionError" in caplog.text
    assert "a person's words" not in caplog.text
    assert loop.crashes == []


def test_a_refusal_is_told_and_broken_code_is_reported(loop: _Loop) -> None:
    refusals: list[KioskError] = []
    refused, broken = KioskError("no"), ZeroDivisionError()

    def raising(error: Exception) -> Callable[[], None]:
        def job() -> None:
            raise error

        return job

    loop.work.run("a", raising(refused), _nothing, refusals.append, lambda: True)
    loop.turn()
    loop.work.run("b", raising(broken), _nothing, refusals.append, lambda: True)
    loop.turn()
    assert (refusals, loop.crashes) == ([refused], [broken])


# --- environment (K5) -----------------------------------------------------------------------------------------------


def test_k5_escape_does_not_close_the_kiosk_and_outer_settings_are_left_alone(tmp_path: Path) -> None:
    environ = {"SDL_VIDEODRIVER": "x11"}
    prepare(Screen(1024, 600, video_driver="offscreen"), tmp_path / "kivy", environ)
    assert environ["KCFG_KIVY_EXIT_ON_ESCAPE"] == "0"
    assert environ["SDL_VIDEODRIVER"] == "x11"
    assert environ["KCFG_GRAPHICS_WIDTH"] == "1024"


def test_full_screen_the_panel_says_how_large_it_is() -> None:
    """A kiosk that was told 1024 x 600 and has a panel of another size must not lose a part of each screen."""
    told = Screen(1024, 600, fullscreen=True)
    assert found(told, (800, 480)) == Screen(800, 480, fullscreen=True)
    assert found(Screen(1024, 600), (1920, 1080)) == Screen(1024, 600), "a window is as large as it was asked for"
