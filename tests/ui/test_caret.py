"""The caret stands where a finger or an arrow puts it, and a key that is held acts again (D2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from kiosk.ui.keyboard import BACKSPACE, LEFT, RIGHT, SPACE, TextEntry, Typing
from kiosk.ui.repeating import Repetition
from tests.ui.harness import Glass
from tests.ui.key_walk import choose, to
from tests.ui.test_keyboard import SlowHand, press, typed

SENTENCE = "厨房的水龙头漏水，请派人来看一看。"
LONG = "一二三四五六七八九十" * 18


# --- what keys do ---------------------------------------------------------------------------------------------------


@pytest.fixture
def entry() -> TextEntry:
    made = TextEntry("水管漏水", 8)
    made.use({Typing.HAN: SlowHand()}, Typing.HAN)
    return made


def test_letters_and_backspace_act_where_the_caret_stands(entry: TextEntry) -> None:
    typed(entry, LEFT, LEFT, BACKSPACE, "。")
    assert (entry.text, entry.caret) == ("水。漏水", 2)
    typed(entry, "m", "a")
    assert entry.shown == "水。ma漏水"
    assert typed(entry, SPACE).text == "水。马漏水"


def test_the_caret_never_leaves_the_text(entry: TextEntry) -> None:
    assert typed(entry, RIGHT).caret == 4
    assert typed(entry, *[LEFT] * 9, BACKSPACE).caret == 0
    assert entry.text == "水管漏水"


def test_words_in_the_middle_of_a_full_text_push_nothing_out(entry: TextEntry) -> None:
    entry.place(2)
    entry.put("一二三四五六")
    assert (entry.text, entry.caret) == ("水管一二三四漏水", 6)


@pytest.mark.parametrize(("at", "caret"), [(1, 1), (2, 2), (4, 3), (6, 5)])
def test_a_finger_beside_what_is_not_final_makes_it_final_first(entry: TextEntry, at: int, caret: int) -> None:
    entry.place(2)
    typed(entry, "m", "a")
    entry.place(at)
    assert (entry.text, entry.caret) == ("水管马漏水", caret)


def test_a_finger_in_the_middle_of_what_is_not_final_changes_nothing(entry: TextEntry) -> None:
    entry.place(2)
    typed(entry, "m", "a")
    entry.place(3)
    assert entry.shown == "水管ma漏水"


def test_a_held_key_waits_then_acts_steadily_and_not_for_ever() -> None:
    press = Repetition(100.0)
    times = [tick / 100 for tick in range(10_000, 11_500) if press.due(tick / 100)]
    assert times[0] == 100.5
    assert times[1] - times[0] == pytest.approx(0.1)
    assert times[-1] - times[-2] == pytest.approx(0.05, abs=0.011)
    assert 109.9 < times[-1] < 110, "what lies longer is no finger"


def test_a_slow_frame_is_not_made_up_for() -> None:
    press = Repetition(0.0)
    assert [press.due(now) for now in (0.5, 3.0, 3.01)] == [True, True, False]


# --- on the glass ---------------------------------------------------------------------------------------------------


@dataclass
class Sheet:
    """The writing screen, and what was done with its text."""

    glass: Glass
    written: list[str] = field(default_factory=list)

    def open(self, text: str, limit: int = 200) -> Sheet:
        from kiosk.ui.screens.writing import Writing, WritingTask

        glass = self.glass
        glass.touch("idle.wake")
        glass.until(lambda: glass.running._methods.pinyin.ready, "input method")
        task = WritingTask(lambda: "说明", lambda: "请写", text, limit, self.written.append)
        glass.shell.go(Writing(glass.shell, glass.running._methods, task))
        glass.turn()
        return self

    @property
    def entry(self) -> TextEntry:
        return self.glass.shell.screen._entry

    @property
    def box(self) -> Any:
        return self.glass.shell.screen._text

    def point(self, line: int, across: float) -> tuple[float, float]:
        """A point of a line that is seen, so many characters from its beginning; origin top left."""
        from kiosk.ui import touches
        from kiosk.ui.theme import Type

        place, look = touches.place_of(self.box._lines), self.box.look
        return place.x + across * look.width(Type.LEAD, "水"), place.y + (line + 0.5) * look.line_height(Type.LEAD)

    def tap(self, line: int, across: float) -> None:
        x, y = self.point(line, across)
        self.glass.do("touch_at", x=x, y=y)

    def finger_on(self, name: str) -> Any:
        from kiosk.ui import touches

        finger = touches.Finger(*touches.find(self.glass.shell, name).center)
        finger.press()
        self.glass.turn(1)
        return finger

    def after(self, seconds: float, seen: Callable[[], object]) -> None:
        """So much later this is so."""
        self.glass.pass_time(seconds)
        self.glass.until(seen, "what the held key does")

    def later(self, seconds: float) -> str:
        """The text so much later, when every beat of a held key has passed."""
        self.glass.pass_time(seconds)
        for _ in range(15):
            self.glass._pause.wait(0.005)
            self.glass.turn(1)
        return self.entry.text


@pytest.fixture
def sheet(glass: Glass) -> Sheet:
    return Sheet(glass)


def test_d2_a_finger_puts_the_caret_into_the_middle_and_pinyin_is_written_there(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    sheet.tap(0, 2.9)
    assert sheet.entry.caret == 3
    press(sheet.glass, "men")
    sheet.tap(0, 0.2)
    assert sheet.entry.caret == 0, "what was not final has become so"
    sheet.glass.touch("key.done")
    assert sheet.written == ["厨房的们水龙头漏水，请派人来看一看。"]


def test_a_finger_right_of_a_full_line_puts_the_caret_into_that_line(sheet: Sheet) -> None:
    """Behind its last character begins the next line: the caret would stand there, where nobody pointed."""
    from kiosk.ui import touches

    sheet.open(LONG)
    line = sheet.box.first
    x, y = touches.place_of(sheet.box._lines).right - 4, sheet.point(0, 0)[1]
    sheet.glass.do("touch_at", x=x, y=y)
    assert (sheet.box.first, sheet.box._line_of(sheet.entry.caret)) == (line, line)
    assert sheet.entry.caret == sheet.box._broken[line + 1].begin - 1


def test_the_arrows_of_the_row_move_the_caret_while_nothing_is_offered(sheet: Sheet) -> None:
    sheet.open("水管")
    sheet.glass.touch("caret.left")
    press(sheet.glass, "，")
    sheet.glass.touch("caret.right")
    sheet.glass.touch("key.backspace")
    assert sheet.entry.text == "水，"
    press(sheet.glass, "ma")
    assert "caret.left" not in _touchable(sheet.glass)


def test_without_a_text_there_are_no_arrows(sheet: Sheet) -> None:
    sheet.open("")
    assert "caret.left" not in _touchable(sheet.glass)


def test_keys_alone_move_the_caret_too(sheet: Sheet) -> None:
    sheet.open("水管")
    to(sheet.glass, "caret.left")
    choose(sheet.glass, "caret.left")
    assert sheet.entry.caret == 1


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_long_text_is_brought_to_where_the_caret_is(sheet: Sheet, zoom: float) -> None:
    """A finger drags the lines; an arrow over the upper edge brings the line before."""
    sheet.glass.shell.visit.zoom = zoom
    sheet.open(LONG)
    last = sheet.box.first
    assert last > 0, "the end is seen"
    x, y = sheet.point(0, 5)
    sheet.glass.do("drag", points=[[x, y], [x, y + 200], [x, y + 900]])
    assert (sheet.box.first, sheet.entry.caret) == (0, len(LONG)), "the lines have moved, the caret has not"
    sheet.tap(0, 4.1)
    assert (sheet.box.first, sheet.entry.caret) == (0, 4)
    sheet.entry.place(len(LONG) - 1)
    sheet.glass.touch("caret.left")
    assert sheet.box.first == last
    sheet.glass.touch("key.shift")
    assert sheet.box.first == last, "keys that are drawn anew move no line"


def test_backspace_goes_on_while_it_is_held_and_ends_with_the_lift(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    finger = sheet.finger_on("key.backspace")
    assert sheet.later(0.4) == SENTENCE, "who presses once has lifted the finger by then"
    sheet.after(0.2, lambda: sheet.entry.text == SENTENCE[:-1])
    sheet.after(0.2, lambda: sheet.entry.text == SENTENCE[:-2])
    finger.lift()
    assert sheet.later(2) == SENTENCE[:-2], "the lift is no further press"


def test_a_finger_that_slides_off_the_key_deletes_nothing_more(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    finger = sheet.finger_on("key.backspace")
    sheet.after(0.6, lambda: sheet.entry.text == SENTENCE[:-1])
    finger.glide(300, 300)
    assert sheet.later(2) == SENTENCE[:-1]
    finger.lift()
    sheet.glass.touch("key.backspace")
    assert sheet.entry.text == SENTENCE[:-2]


def test_a_held_backspace_stops_between_what_is_not_final_and_the_text(sheet: Sheet) -> None:
    sheet.open("水管")
    press(sheet.glass, "lo")
    finger = sheet.finger_on("key.backspace")
    sheet.after(0.6, lambda: sheet.entry.composition.preedit == "l")
    sheet.after(0.2, lambda: sheet.entry.composition.preedit == "")
    assert sheet.later(2) == "水管"
    finger.lift()
    assert sheet.entry.text == "水管"


def test_a_hand_that_is_laid_on_the_glass_and_a_finger_that_types_on_end_the_held_key(sheet: Sheet) -> None:
    """The panel may have lost the lift of the first: nobody's text is eaten by a finger that is not there."""
    sheet.open(SENTENCE)
    lost = sheet.finger_on("key.backspace")
    sheet.after(0.6, lambda: sheet.entry.text == SENTENCE[:-1])
    sheet.glass.touch("key.，")
    assert sheet.later(1) == SENTENCE[:-1] + "，"
    lost.lift()
    hand = [sheet.finger_on(name) for name in ("key.backspace", "key.m", "key.n")]
    assert sheet.later(1) == SENTENCE[:-1] + "，"
    for finger in hand:
        finger.lift()
    assert sheet.entry.shown == SENTENCE[:-1] + "，"


def test_an_arrow_whose_lift_the_panel_lost_goes_on_under_nobody_who_types(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    lost = sheet.finger_on("caret.left")
    sheet.after(0.6, lambda: sheet.entry.caret == len(SENTENCE) - 1)
    sheet.glass.touch("key.，")
    sheet.later(1)
    assert sheet.entry.caret == len(SENTENCE)
    lost.lift()


def test_a1_a_key_that_is_held_when_the_visit_ends_acts_no_more(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    entry, finger = sheet.entry, sheet.finger_on("key.backspace")
    sheet.glass.shell.end()
    sheet.glass.pass_time(1)
    for _ in range(10):
        sheet.glass._pause.wait(0.005)
        sheet.glass.turn(1)
    finger.lift()
    assert (entry.text, sheet.glass.screen) == (SENTENCE, "idle")


def test_a_dialog_that_comes_over_the_held_key_saves_the_text(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    finger = sheet.finger_on("key.backspace")
    sheet.after(0.6, lambda: sheet.entry.text == SENTENCE[:-1])
    sheet.glass.shell.dialogs.tell("promise.words")
    assert sheet.later(1) == SENTENCE[:-1]
    finger.lift()


def test_beside_the_pad_the_caret_moves_and_backspace_is_held_too(sheet: Sheet) -> None:
    sheet.open(SENTENCE)
    sheet.glass.touch("writing.switch")
    sheet.tap(0, 3.1)
    finger = sheet.finger_on("key.backspace")
    sheet.after(0.6, lambda: sheet.entry.text == "厨房" + SENTENCE[3:])
    finger.lift()
    sheet.glass.touch("caret.left")
    assert sheet.entry.caret == 1


def _touchable(glass: Glass) -> list[str]:
    from kiosk.ui import driving

    return list(driving.look(glass.shell)["touchable"])
