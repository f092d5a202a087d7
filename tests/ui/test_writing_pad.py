"""Chinese written with a finger (D2): drawn with touches, read by the true recogniser.

That strokes and candidates go with the person (A1) is looked for in ``test_wiping``, with all else that is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kiosk.locale import Language
from kiosk.ui.handwriting import CANDIDATES, Handwriting
from kiosk.ui.schemas import Script
from tests.hw_doubles.voice import RecordedVoice
from tests.ui.harness import Glass, open_glass
from tests.ui.key_walk import ENTER, ESCAPE, F2, RIGHT, choose, press, to

Strokes = Sequence[Sequence[tuple[float, float]]]

# As they are taught: order and direction of the strokes; x to the right, y down, in a field of 100 x 100.
PERSON: Strokes = (((50, 8), (46, 45), (30, 72), (8, 92)), ((49, 38), (62, 62), (92, 90)))  # 人
MOUTH: Strokes = (((20, 22), (23, 82)), ((20, 22), (80, 22), (76, 82)), ((23, 80), (76, 80)))  # 口
WOOD: Strokes = (
    ((10, 34), (90, 32)),
    ((50, 6), (50, 95)),
    ((48, 34), (34, 58), (8, 80)),
    ((52, 34), (66, 56), (92, 78)),
)  # 木
GATE: Strokes = (
    ((22, 8), (30, 18)),
    ((18, 26), (18, 92)),
    ((40, 14), (84, 14), (84, 88), (74, 82)),
)  # 门
OLD_GATE: Strokes = (
    ((10, 8), (10, 94)),
    ((10, 8), (42, 8), (42, 40)),
    ((11, 24), (41, 24)),
    ((11, 40), (41, 40)),
    ((58, 8), (58, 40)),
    ((58, 8), (90, 8), (90, 92), (78, 86)),
    ((59, 24), (89, 24)),
    ((59, 40), (89, 40)),
)  # 門


# --- what strokes are read as ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recogniser() -> Handwriting:
    handwriting = Handwriting()
    handwriting.start()
    return handwriting


@pytest.mark.parametrize(("strokes", "character"), [(PERSON, "人"), (MOUTH, "口"), (WOOD, "木"), (GATE, "门")])
def test_a_well_written_character_is_among_the_first_of_those_offered(
    recogniser: Handwriting, strokes: Strokes, character: str
) -> None:
    offered = recogniser.read(strokes, Script.SIMPLIFIED)
    assert character in offered[:5]
    assert len(set(offered)) == len(offered) <= CANDIDATES


def test_a_glass_in_traditional_chinese_reads_traditional_characters(recogniser: Handwriting) -> None:
    assert recogniser.read(OLD_GATE, Script.TRADITIONAL)[0] == "門"
    assert "口" in recogniser.read(MOUTH, Script.TRADITIONAL)[:3]


def test_what_is_only_a_part_of_characters_is_not_offered(recogniser: Handwriting) -> None:
    """囗 is drawn like 口, and nobody means it."""
    offered = recogniser.read(MOUTH, Script.SIMPLIFIED)
    assert offered[0] == "口"
    assert "囗" not in offered


def test_two_strokes_written_in_one_are_read_all_the_same(recogniser: Handwriting) -> None:
    """Hardly anybody lifts the finger as often as at school."""
    first, second, *rest = WOOD
    assert "木" in recogniser.read([(*first, *second), *rest], Script.SIMPLIFIED)[:3]


def test_where_on_the_pad_and_how_large_does_not_matter(recogniser: Handwriting) -> None:
    corner = [[(x / 5, y / 5) for x, y in stroke] for stroke in WOOD]
    assert recogniser.read(corner, Script.SIMPLIFIED)[0] == "木"


def test_what_no_font_can_draw_is_not_offered() -> None:
    handwriting = Handwriting(drawn=lambda character: character != "人")
    handwriting.start()
    offered = handwriting.read(PERSON, Script.SIMPLIFIED)
    assert offered
    assert "人" not in offered


def test_without_models_nothing_is_offered(tmp_path: Path) -> None:
    handwriting = Handwriting(models=tmp_path)
    handwriting.start()
    assert not any(handwriting.offered(script) for script in Script)
    assert handwriting.read(PERSON, Script.SIMPLIFIED) == ()


def test_a_spoilt_model_takes_its_script_with_it_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "handwriting-zh_CN.model").write_bytes(b"no model")
    handwriting = Handwriting(models=tmp_path)
    handwriting.start()
    assert handwriting.offered(Script.SIMPLIFIED)
    assert handwriting.read(PERSON, Script.SIMPLIFIED) == ()
    assert not handwriting.offered(Script.SIMPLIFIED)


# --- on the glass ---------------------------------------------------------------------------------------------------


class Pad:
    """The writing screen with its pad, and a hand that writes."""

    def __init__(self, glass: Glass, text: str = "", limit: int = 60) -> None:
        from kiosk.ui.screens.writing import Writing, WritingTask

        self.glass, self.written = glass, list[str]()
        task = WritingTask(lambda: "说明", lambda: "请写", text, limit, self.written.append)
        glass.until(lambda: glass.running._methods.pinyin.ready, "input methods")
        glass.shell.go(Writing(glass.shell, glass.running._methods, task))
        glass.touch("writing.switch")

    def draw(self, strokes: Strokes) -> None:
        from kiosk.ui import touches

        pad = self.glass.shell.screen._pad.pad
        place = touches.place_of(pad)
        side = 0.9 * min(place.w, place.h)
        left, top = place.x + 0.05 * side, place.y + 0.05 * side
        for stroke in strokes:
            points = [[left + x / 100 * side, top + y / 100 * side] for x, y in stroke]
            self.glass.do("drag", points=points)

    def at(self, right: float, down: float) -> tuple[float, float]:
        """So many pixels from the corner of the pad."""
        pad = self.glass.shell.screen._pad.pad
        return pad.x + right, pad.top - down

    def finger(self, right: float, down: float) -> Any:
        from kiosk.ui.touches import Finger

        finger = Finger(*self.at(right, down))
        finger.press()
        return finger

    def write(self, strokes: Strokes) -> None:
        """Draw, and wait as long as a person does."""
        self.draw(strokes)
        self.glass.pass_time(0.5)
        self.glass.settle()

    @property
    def candidates(self) -> list[str]:
        from kiosk.ui import driving

        return [name for name in driving.look(self.glass.shell)["touchable"] if name.startswith("candidate.")]

    @property
    def strokes(self) -> int:
        return len(self.glass.shell.screen._ink.strokes)


@pytest.fixture
def pad(glass: Glass) -> Pad:
    glass.touch("idle.wake")
    return Pad(glass)


def test_d2_a_word_is_written_with_a_finger(pad: Pad) -> None:
    pad.write(MOUTH)
    pad.glass.touch("口")
    assert pad.strokes == 0
    pad.write(WOOD)
    pad.glass.touch("candidate.0")
    pad.glass.touch("key.done")
    assert pad.written == ["口木"]


def test_candidates_come_when_the_finger_has_rested(pad: Pad) -> None:
    pad.draw(MOUTH)
    pad.glass.turn()
    assert pad.candidates == []
    pad.glass.pass_time(0.5)
    pad.glass.settle()
    assert len(pad.candidates) > 3


def test_backspace_takes_strokes_first_then_characters(pad: Pad) -> None:
    pad.write(MOUTH)
    pad.glass.touch("candidate.0")
    pad.draw(WOOD[:2])
    for left in (1, 0):
        pad.glass.touch("key.backspace")
        assert pad.strokes == left
    pad.glass.touch("key.backspace")
    pad.glass.touch("key.done")
    assert pad.written == [""]


def test_one_key_wipes_the_pad_and_nothing_else(pad: Pad) -> None:
    pad.write(MOUTH)
    pad.glass.touch("candidate.0")
    pad.write(WOOD)
    pad.glass.touch("key.wipe")
    assert (pad.strokes, pad.candidates) == (0, [])
    pad.glass.touch("key.done")
    assert pad.written == ["口"]


def test_a_stop_or_done_makes_final_what_is_drawn_without_a_pause(pad: Pad) -> None:
    pad.draw(MOUTH)
    pad.glass.touch("key.。")
    pad.glass.settle()
    pad.draw(WOOD)
    pad.glass.touch("key.done")
    pad.glass.settle()
    assert pad.written == ["口。木"]


def test_all_that_it_may_be_is_behind_the_chevron(pad: Pad) -> None:
    pad.write(WOOD)
    pad.glass.touch("candidate.more")
    pad.glass.touch("grid.0")
    pad.glass.touch("key.done")
    assert pad.written == ["木"]


def test_keyboard_and_pad_write_one_text(pad: Pad) -> None:
    pad.write(MOUTH)
    pad.glass.touch("candidate.0")
    pad.glass.touch("writing.switch")
    for key in ("b", "a", "o", "x", "i", "u", "space", "done"):
        pad.glass.touch(f"key.{key}")
    assert pad.written == ["口报修"]


def test_a_full_text_takes_no_more(glass: Glass) -> None:
    glass.touch("idle.wake")
    pad = Pad(glass, "一二三", limit=3)
    pad.write(MOUTH)
    glass.touch("candidate.0")
    glass.touch("key.done")
    assert pad.written == ["一二三"]


def test_a2_what_is_drawn_is_read_anew_in_the_other_script(pad: Pad) -> None:
    pad.write(OLD_GATE)
    pad.glass.touch("繁")
    pad.glass.pass_time(0.5)
    pad.glass.settle()
    assert pad.strokes == len(OLD_GATE)
    pad.glass.touch("candidate.0")
    pad.glass.touch("key.done")
    assert pad.written == ["門"]


def test_the_hand_that_rests_beside_the_finger_writes_nothing(pad: Pad) -> None:
    finger, palm = pad.finger(40, 40), pad.finger(200, 200)
    palm.glide(*pad.at(220, 220))
    finger.glide(*pad.at(90, 40))
    palm.lift()
    finger.lift()
    assert pad.strokes == 1


@pytest.mark.parametrize("key", ["key.wipe", "key.backspace"])
def test_a_finger_whose_stroke_is_taken_away_writes_no_more_and_the_next_one_does(pad: Pad, key: str) -> None:
    finger = pad.finger(40, 40)
    finger.glide(*pad.at(90, 40))
    pad.glass.touch(key)
    finger.glide(*pad.at(140, 40))
    finger.lift()
    assert pad.strokes == 0
    pad.draw(MOUTH[:1])
    assert pad.strokes == 1


def test_a_stroke_that_is_begun_while_a_key_waits_for_the_reading_is_the_next_character_s(pad: Pad) -> None:
    pad.draw(MOUTH)
    pad.glass.shell.screen._typed_beside_pad("，")
    finger = pad.finger(40, 40)
    pad.glass.settle()
    finger.lift()
    assert (pad.glass.shell.screen._entry.text, pad.strokes) == ("口，", 1)


def test_without_models_there_are_keys_only(glass: Glass, tmp_path: Path) -> None:
    from dataclasses import replace

    from kiosk.ui.screens.writing import Writing, WritingTask

    glass.touch("idle.wake")
    without = replace(glass.running._methods, handwriting=Handwriting(models=tmp_path))
    without.handwriting.start()
    glass.shell.go(Writing(glass.shell, without, WritingTask(lambda: "说明", lambda: "请写", "", 60, print)))
    assert not glass.shows_key("writing.by_finger")
    glass.touch("key.shift")


def test_the_pad_fits_every_panel_in_every_language_at_every_size(pad: Pad) -> None:
    from kiosk.ui.geometry import Panel
    from tests.ui.checks import faults

    pad.write(WOOD)
    found = []
    for panel in (Panel(800, 480), Panel(1280, 800), Panel(600, 1024)):
        pad.glass.shell.use_panel(panel)
        for language in Language:
            pad.glass.shell.choose_language(language)
            found += [f"{panel} {language}: {fault}" for fault in faults(pad.glass.shell)]
    assert found == []


# --- keys alone, and ears -------------------------------------------------------------------------------------------


def test_keys_alone_lead_to_the_pad_draw_on_it_and_away_again(pad: Pad) -> None:
    glass = pad.glass
    choose(glass, "character.pad")
    for _ in range(5):
        press(glass, RIGHT)
    press(glass, ENTER)
    press(glass, ESCAPE)
    assert pad.strokes == 1
    glass.settle()
    glass.pass_time(0.5)
    glass.settle()
    choose(glass, "candidate.0")
    choose(glass, "writing.switch")
    to(glass, "key.q")


def test_ears_are_told_what_the_field_is(tmp_path: Path) -> None:
    voice = RecordedVoice()
    glass = open_glass(tmp_path, voice=voice)
    press(glass, RIGHT)
    press(glass, ENTER)
    press(glass, F2)
    Pad(glass)
    to(glass, "character.pad")
    assert glass.shell.look.tr("speech.name.character") in voice.last
    glass.close()
    glass.furnished.close()
