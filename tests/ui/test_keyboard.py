"""The on-screen keyboard: typed with touches, Chinese by the true input method (D2); its logic with a double of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.desk.directory import Directory
from kiosk.locale import Language
from kiosk.ui.estate_words import BOPOMOFO_KEYS
from kiosk.ui.geometry import Panel
from kiosk.ui.keyboard import BACKSPACE, MODE, SHIFT, SIGNS, SPACE, TextEntry, Typing, rows_of
from kiosk.ui.pinyin import Composition
from kiosk.ui.theme import ZOOMS
from tests.desk_fixture import SAMPLE
from tests.ui.fingers import small_targets
from tests.ui.harness import Glass
from tests.ui.looks import PANELS, Aspect, use


class SlowHand:
    """An input method with one word: ``ma`` is 马 or 吗; ``maba`` needs two choices."""

    def __init__(self) -> None:
        self.letters = ""

    def key(self, letter: str) -> Composition:
        self.letters += letter
        return self._now()

    def backspace(self) -> Composition:
        self.letters = self.letters[:-1]
        return self._now()

    def first(self) -> Composition:
        return self.choose(0)

    def choose(self, index: int) -> Composition:
        commit, self.letters = "马吗"[index], self.letters[2:]
        return replace(self._now(), commit=commit)

    def clear(self) -> Composition:
        self.letters = ""
        return Composition()

    def _now(self) -> Composition:
        return (
            Composition(self.letters, ("马", "吗") if len(self.letters) > 1 else ()) if self.letters else Composition()
        )


def typed(entry: TextEntry, *keys: str) -> TextEntry:
    for key in keys:
        entry.press(key)
    return entry


@pytest.fixture
def han() -> TextEntry:
    entry = TextEntry("", 10)
    entry.use({Typing.HAN: SlowHand()}, Typing.HAN)
    return entry


# --- what keys do ---------------------------------------------------------------------------------------------------


def test_letters_wait_for_their_characters(han: TextEntry) -> None:
    typed(han, "m", "a")
    assert (han.text, han.composition.preedit, han.composition.candidates) == ("", "ma", ("马", "吗"))
    han.choose(1)
    assert (han.text, han.composition.preedit) == ("吗", "")


def test_space_takes_the_first_candidate_and_else_is_a_space(han: TextEntry) -> None:
    assert typed(han, "m", "a", SPACE, SPACE).text == "马 "


def test_a_stop_makes_final_what_was_marked(han: TextEntry) -> None:
    assert typed(han, "m", "a", "。").text == "马。"


def test_settling_goes_on_until_every_syllable_is_a_character(han: TextEntry) -> None:
    typed(han, *"mama")
    han.settle()
    assert (han.text, han.composition) == ("马马", Composition())


def test_backspace_takes_letters_first_then_characters(han: TextEntry) -> None:
    typed(han, "m", "a", SPACE, "m", BACKSPACE)
    assert (han.text, han.composition.preedit) == ("马", "")
    assert typed(han, BACKSPACE).text == ""
    assert typed(han, BACKSPACE).text == ""


def test_shift_holds_for_one_letter_and_writes_latin(han: TextEntry) -> None:
    assert typed(han, SHIFT, "m", "a").text == "M"
    assert han.composition.preedit == "a"


def test_changing_to_latin_keeps_what_was_marked(han: TextEntry) -> None:
    typed(han, "m", "a", MODE, "a", "b")
    assert (han.text, han.typing) == ("马ab", Typing.LATIN)


def test_the_limit_is_never_passed(han: TextEntry) -> None:
    typed(han, *"1234567890", "1", "m", "a")
    assert (han.text, han.full, han.composition.preedit) == ("1234567890", True, "")


def test_without_an_input_method_there_is_latin_only() -> None:
    entry = TextEntry("", 10)
    entry.use({}, Typing.HAN)
    assert typed(entry, "m", "a", MODE, "b").text == "mab"
    assert entry.typing is Typing.LATIN


@pytest.mark.parametrize("keys", [(), (SIGNS,), (MODE,), (MODE, SIGNS)])
def test_every_layout_has_four_rows_whose_keys_do_not_overlap(han: TextEntry, keys: tuple[str, ...]) -> None:
    rows = rows_of(typed(han, *keys))
    assert len(rows) == 4
    for row in rows:
        for left, right in pairwise(row):
            assert left.x + left.w < right.x
        assert row[-1].x + row[-1].w <= 1004


def test_full_width_stops_belong_to_chinese(han: TextEntry) -> None:
    assert {"，", "。"} <= {key.name for key in rows_of(han)[3]}
    assert {",", "."} <= {key.name for key in rows_of(typed(han, MODE))[3]}


# --- on the glass ---------------------------------------------------------------------------------------------------


@pytest.fixture
def writing(glass: Glass) -> Iterator[Glass]:
    """The words of a repair request, with the keyboard open and the input method ready."""
    from kiosk.ui.screens.writing import Writing

    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor()
    glass.touch("home.repair")
    glass.settle()
    glass.touch("repair.valve")
    glass.touch("bar.forward")
    glass.touch("repair.write")
    assert isinstance(glass.shell.screen, Writing)
    glass.until_shown("请输入拼音")
    yield glass


def press(glass: Glass, keys: str) -> None:
    for key in keys:
        glass.touch(f"key.{key}")


def touchable(glass: Glass) -> list[str]:
    """Ids of everything that can be touched."""
    from kiosk.ui import driving

    return list(driving.look(glass.shell)["touchable"])


def test_d2_a_sentence_is_written_in_pinyin_by_touches(writing: Glass) -> None:
    press(writing, "loushui")
    assert writing.shows("漏水")
    writing.touch("candidate.0")
    press(writing, "，")
    press(writing, "baoxiu")
    writing.touch("key.space")
    assert writing.shows("5 / 200 字")
    writing.touch("key.done")
    assert writing.screen == "repair_words"
    assert writing.shows("漏水，报修")


def test_the_chevron_opens_all_candidates_and_pages_them(writing: Glass) -> None:
    press(writing, "yi")
    writing.touch("candidate.more")
    writing.touch("grid.next")
    assert "grid.0" not in touchable(writing), "the first page has gone"
    writing.touch("grid.16")
    assert "key.a" in touchable(writing), "the keys are back"
    assert not writing.shows("0 / 200 字")


def test_an_upright_glass_offers_two_rows_of_candidates_and_none_ends_in_an_empty_cell(writing: Glass) -> None:
    from kiosk.ui import touches
    from kiosk.ui.geometry import Panel

    press(writing, "yi")
    for panel, rows in ((Panel(1024, 600), 1), (Panel(600, 1024), 2)):
        writing.shell.use_panel(panel)
        *cells, chevron = (touches.find(writing.shell, name).rect for name in (*_offered(writing), "candidate.more"))
        ends = {cell.y: cell.right for cell in cells}  # of the last cell in each row
        assert list(ends.values()) == [chevron.x] * rows


def _offered(glass: Glass) -> list[str]:
    return [name for name in touchable(glass) if name.startswith("candidate.") and name[-1].isdigit()]


def test_the_keyboard_stands_in_the_bar_s_place_and_covers_nothing_else(writing: Glass) -> None:
    assert writing.shell.bar is None
    for key in ("q", "p", "shift", "backspace", "mode", "signs", "done"):
        writing.touch(f"key.{key}")  # a covered key would fail
        if writing.screen != "writing":
            break
    assert writing.screen == "repair_words"


def test_a2_the_script_follows_the_language_and_the_text_stays(writing: Glass) -> None:
    press(writing, "loushui")
    writing.touch("key.space")
    writing.touch("繁")
    press(writing, "baoxiu")
    writing.touch("key.space")
    assert writing.shows("漏水報修")


def test_a2_a_change_of_language_closes_the_grid_and_brings_the_keys_back(writing: Glass) -> None:
    press(writing, "yi")
    writing.touch("candidate.more")
    writing.touch("EN")
    assert "key.a" in touchable(writing)
    writing.touch("简")
    press(writing, "ma")
    assert "candidate.more" in touchable(writing), "Chinese is typed again"


def test_digits_and_signs_are_behind_one_key(writing: Glass) -> None:
    writing.touch("key.signs")
    press(writing, "201")
    writing.touch("key.signs")
    press(writing, "shi")
    assert writing.shows("3 / 200 字")


def test_a1_nothing_half_typed_is_found_by_the_next_person(writing: Glass) -> None:
    press(writing, "loushui")
    writing.shell.end()
    writing.turn()
    writing.touch("idle.wake")
    assert not writing.shows("loushui")


# --- Bopomofo -------------------------------------------------------------------------------------------------------


def test_the_mode_key_goes_round_what_there_is() -> None:
    entry = TextEntry("", 10)
    entry.use({Typing.HAN: SlowHand(), Typing.BOPOMOFO: SlowHand()}, Typing.HAN)
    seen = []
    for _ in range(3):
        entry.press(MODE)
        seen.append(entry.typing)
    assert seen == [Typing.BOPOMOFO, Typing.LATIN, Typing.HAN]


def test_all_symbols_of_bopomofo_have_a_key_and_no_two_overlap() -> None:
    entry = TextEntry("", 10)
    entry.use({Typing.BOPOMOFO: SlowHand()}, Typing.BOPOMOFO)
    rows = rows_of(entry)
    assert {key.name for row in rows for key in row} >= {*BOPOMOFO_KEYS, BACKSPACE, MODE, SIGNS, SPACE, "done"}
    for row in rows:
        for left, right in pairwise(row):
            assert left.x + left.w < right.x
        assert row[-1].x + row[-1].w <= 1004


def test_a_symbol_reaches_the_input_method_by_its_latin_key() -> None:
    entry = TextEntry("", 10)
    method = SlowHand()
    entry.use({Typing.BOPOMOFO: method}, Typing.BOPOMOFO)
    typed(entry, "ㄇ", "ㄚ", "ˇ")
    assert method.letters == "a83"


def test_bopomofo_is_typed_with_touches_and_fits_every_panel(glass: Glass) -> None:
    """On a glass in traditional Chinese the key goes from pinyin to Bopomofo."""
    from kiosk.ui.screens.writing import Writing, WritingTask
    from tests.ui.checks import faults

    glass.touch("idle.wake")
    glass.until(lambda: glass.running._methods.pinyin.ready, "input method")
    written: list[str] = []
    task = WritingTask(lambda: "說明", lambda: "請寫", "", 60, written.append)
    glass.shell.go(Writing(glass.shell, glass.running._methods, task))
    glass.shell.choose_language(Language.ZH_HANT)
    glass.touch("key.mode")
    for symbol in "ㄌㄡˋㄕㄨㄟˇ":
        glass.touch(f"key.{symbol}")
    assert glass.shows("漏水")
    aspects = [Aspect(panel, Language.ZH_HANT) for panel in PANELS]
    for aspect in (Aspect(Panel(600, 1024), Language.ZH_HANT, max(ZOOMS), lowered=True), *aspects):
        use(glass, aspect)
        assert [*faults(glass.shell), *small_targets(glass.shell)] == [], aspect
    glass.touch("candidate.0")
    glass.touch("key.done")
    assert written == ["漏水"]


def test_d2_a_visit_begins_with_the_names_of_buildings_that_were_imported_since_the_last_one(
    glass: Glass, tmp_path: Path
) -> None:
    running, units = glass.running, tmp_path / "units.csv"
    glass.until(lambda: running._methods.pinyin.ready and running.loop.resting, "at rest")
    lines = (SAMPLE / "units.csv").read_text("utf-8").splitlines()[:2]
    units.write_text("\n".join(lines).replace("12-1-101,12,", "望-1-101,望湖阁,"), "utf-8")
    assert "望湖阁" not in running._methods.pinyin._named
    Directory(glass.furnished.house).import_units(units)
    glass.touch("idle.wake")
    glass.until(lambda: "望湖阁" in running._methods.pinyin._named, "the new building")
