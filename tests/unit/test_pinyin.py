"""Chinese typed with Latin keys (D2), with the true library and its dictionary; nothing of a person stays (A1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.locale import Language
from kiosk.store.errors import StoreDamagedError
from kiosk.ui.estate_words import BOPOMOFO_KEYS, bopomofo_words, pinyin_words, words_in_sentences
from kiosk.ui.pinyin import CANDIDATES, Composition, Pinyin, PinyinInput
from kiosk.ui.readings import DICTIONARY, name_words, readings_of, toned
from kiosk.ui.schemas import Script


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rime")


@pytest.fixture(scope="module")
def names() -> set[str]:
    return {"听松苑", "12"}


@pytest.fixture(scope="module")
def pinyin(folder: Path, names: set[str]) -> Iterator[Pinyin]:
    made = Pinyin(folder / "run", folder / "cache", names=lambda: names)
    assert not made.ready
    made.start()
    yield made
    made.close()


@pytest.fixture
def simplified(pinyin: Pinyin) -> Iterator[PinyinInput]:
    field = pinyin.field(Script.SIMPLIFIED)
    assert field is not None
    yield field
    field.close()


@pytest.fixture
def traditional(pinyin: Pinyin) -> Iterator[PinyinInput]:
    field = pinyin.field(Script.TRADITIONAL)
    assert field is not None
    yield field
    field.close()


def typed(field: PinyinInput, letters: str) -> Composition:
    """Type ``letters`` one by one."""
    composition = Composition()
    for letter in letters:
        composition = field.key(letter)
        assert composition.commit == ""
    return composition


def test_a_word_of_the_service_centre_is_the_first_candidate(simplified: PinyinInput) -> None:
    assert typed(simplified, "baoxiu").candidates[0] == "报修"


def test_each_word_of_the_service_centre_comes_before_those_that_sound_like_it(
    simplified: PinyinInput, traditional: PinyinInput
) -> None:
    """钥匙 before 要是, 修剪 before 修建; two of its own may share a sound."""
    for field, script in ((simplified, False), (traditional, True)):
        words: dict[str, set[str]] = {}
        for word, code in pinyin_words(traditional=script):
            words.setdefault(code, set()).add(word)
        first = {}
        for code in words:
            first[code] = typed(field, code).candidates[0]
            field.clear()
        assert {code: word for code, word in first.items() if word not in words[code]} == {}


@pytest.mark.parametrize("code", ["wuyefei", "wyf"])
def test_its_words_have_short_codes_too(simplified: PinyinInput, code: str) -> None:
    assert typed(simplified, code).candidates[0] == "物业费"


def test_whole_sentences_are_composed(simplified: PinyinInput) -> None:
    composition = typed(simplified, "weishengjiandeshuilongtouloushui")
    assert composition.candidates[0] == "卫生间的水龙头漏水"
    assert composition.preedit == "wei sheng jian de shui long tou lou shui"


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ("wojiadedinuanyizhibure", "我家的地暖一直不热"),
        ("qingkaiyizhangwuyefeifapiao", "请开一张物业费发票"),
        ("wodemenjinkameiyoufanying", "我的门禁卡没有反应"),
        ("tingsongyuanliudongmenkoutingdianle", "听松苑六栋门口停电了"),
        ("haizizaixuexiaodushu", "孩子在学校读书"),
    ],
)
def test_d2_the_estates_words_stand_in_the_middle_of_a_sentence(
    simplified: PinyinInput, letters: str, sentence: str
) -> None:
    """Its name too; what sounds like a word of theirs and is as common stays what it is."""
    assert typed(simplified, letters).candidates[0] == sentence


def test_a_building_that_comes_later_is_known_to_the_next_text(
    pinyin: Pinyin, names: set[str], simplified: PinyinInput
) -> None:
    letters, sentence = "dianhuadabeiguigelou", "电话打蓓桂阁楼"
    assert typed(simplified, letters).candidates[0] != sentence
    simplified.close()
    names.add("蓓桂阁")
    pinyin.renew()
    field = pinyin.field(Script.SIMPLIFIED)
    assert field is not None
    assert typed(field, letters).candidates[0] == sentence
    field.close()
    names.discard("蓓桂阁")
    pinyin.renew()


def test_a_name_is_read_as_the_dictionary_reads_its_characters(tmp_path: Path) -> None:
    dictionary = tmp_path / "dict.yaml"
    dictionary.write_text("---\n...\n松\tsong\n乐\tyue\t5%\n乐\tle\t95%\n苑\tyu\t0%\n苑\tyuan\n", encoding="utf-8")
    assert list(name_words(["松乐苑", "12", "B", "松"], dictionary)) == [
        ("松乐苑", "song le yuan", 0.95),
        ("松乐苑", "song yue yuan", 0.05),
    ]
    assert list(name_words(["松湖"], dictionary)) == [], "one character has no reading"
    assert list(name_words(["松苑"], tmp_path / "none")) == []


def test_of_a_long_name_with_many_readings_the_likeliest_are_known(tmp_path: Path) -> None:
    dictionary = tmp_path / "dict.yaml"
    dictionary.write_text("乐\tyue\t5%\n乐\tle\t95%\n", encoding="utf-8")
    words = list(name_words(["乐" * 8], dictionary))
    assert words[0].syllables == "le le le le le le le le"
    assert [word.syllables.count("yue") for word in words] == [0] + [1] * 8 + [2] * 3


def test_a_word_gets_the_tones_that_its_characters_have_where_they_are_read_so(tmp_path: Path) -> None:
    dictionary = tmp_path / "dict.yaml"
    dictionary.write_text("長\tzhang3\t40%\n長\tchang2\t60%\n廊\tlang2\n", encoding="utf-8")
    assert list(toned([("長廊", "chang lang"), ("長苑", "chang yuan")], dictionary)) == [("長廊", "chang2 lang2", 0.6)]


def test_every_word_of_the_estate_is_typed_as_the_dictionary_reads_its_characters() -> None:
    """Of the traditional ones, which the dictionary is made of; nobody finds a word behind a syllable that is wrong."""
    words = list(words_in_sentences(traditional=True))
    known = readings_of({sign for word, _ in words for sign in word}, DICTIONARY)
    wrong = [
        (word, syllable)
        for word, syllables in words
        for sign, syllable in zip(word, syllables.split(), strict=True)
        if syllable not in dict(known.get(sign, ()))
    ]
    assert wrong == []


def test_traditional_script_is_written_with_its_own_words(traditional: PinyinInput) -> None:
    assert typed(traditional, "wuyefei").candidates[0] == "物業費"
    traditional.clear()
    assert "門" in typed(traditional, "men").candidates
    traditional.clear()
    assert typed(traditional, "shuilongtou").candidates[0] == "水龍頭"


def test_the_space_key_takes_the_first_candidate(simplified: PinyinInput) -> None:
    typed(simplified, "loushui")
    assert simplified.first() == Composition(commit="漏水")


def test_a_candidate_that_covers_a_part_leaves_the_rest_to_choose(simplified: PinyinInput) -> None:
    before = typed(simplified, "dishuile")
    part = simplified.choose(before.candidates.index("滴水"))
    assert part.preedit.startswith("滴水")
    assert part.commit == ""
    assert part.candidates[0] == "了"
    assert simplified.choose(0).commit == "滴水了"


def test_backspace_takes_back_a_letter_until_nothing_is_left(simplified: PinyinInput) -> None:
    typed(simplified, "ma")
    assert simplified.backspace().preedit == "m"
    assert simplified.backspace() == Composition()


def test_clearing_drops_what_is_not_final(simplified: PinyinInput) -> None:
    typed(simplified, "loushui")
    assert simplified.clear() == Composition()
    assert typed(simplified, "d").preedit == "d"


def test_many_candidates_are_offered_and_all_can_be_drawn(simplified: PinyinInput) -> None:
    candidates = typed(simplified, "yi").candidates
    assert len(candidates) == CANDIDATES
    assert all(ord(sign) <= 0xFFFF for candidate in candidates for sign in candidate)


def test_a_person_s_choices_are_not_learned_a1(pinyin: Pinyin, folder: Path) -> None:
    before, seldom = (), ""
    for _ in range(3):
        field = pinyin.field(Script.SIMPLIFIED)
        assert field is not None
        composition = typed(field, "dishui")
        before, seldom = before or composition.candidates, "地税"
        field.choose(composition.candidates.index(seldom))
        field.close()
    again = pinyin.field(Script.SIMPLIFIED)
    assert again is not None
    assert typed(again, "dishui").candidates == before
    again.close()
    kept = [path for path in folder.rglob("*") if path.is_file() and seldom.encode() in path.read_bytes()]
    assert kept == []
    assert list(folder.rglob("*.userdb*")) == []


def test_a1_no_file_changes_when_a_sentence_is_written(pinyin: Pinyin, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for script, letters in ((Script.SIMPLIFIED, "wojiadedinuanyizhibure"), (Script.TRADITIONAL, "chufangloushui")):
        field = pinyin.field(script)
        assert field is not None
        typed(field, letters)
        assert len(field.first().commit) > 3
        field.close()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_each_field_begins_with_nothing_a1(pinyin: Pinyin) -> None:
    first, second = pinyin.field(Script.SIMPLIFIED), pinyin.field(Script.SIMPLIFIED)
    assert first is not None and second is not None
    typed(first, "loushui")
    assert typed(second, "m").preedit == "m"
    first.close()
    second.close()


def test_before_it_has_been_started_there_is_no_chinese_and_it_says_so(tmp_path: Path) -> None:
    unstarted = Pinyin(tmp_path / "run", tmp_path / "cache")
    assert not unstarted.ready
    assert not unstarted.missing  # it may still come
    assert unstarted.field(Script.SIMPLIFIED) is None


def test_whatever_breaks_the_start_it_says_that_there_will_be_no_chinese(tmp_path: Path) -> None:
    def unread() -> list[str]:
        raise StoreDamagedError("page 3")

    broken = Pinyin(tmp_path / "run", tmp_path / "cache", names=unread)
    with pytest.raises(StoreDamagedError):
        broken.start()
    assert broken.missing


def test_the_script_follows_the_language_of_the_glass() -> None:
    assert [Script.of(language) for language in Language] == [Script.SIMPLIFIED, Script.TRADITIONAL, Script.SIMPLIFIED]


# --- Bopomofo -------------------------------------------------------------------------------------------------------


@pytest.fixture
def bopomofo(pinyin: Pinyin) -> Iterator[PinyinInput]:
    field = pinyin.field(Script.BOPOMOFO)
    assert field is not None
    yield field
    field.close()


def symbols(field: PinyinInput, text: str) -> Composition:
    field.clear()
    composition = Composition()
    for symbol in text:
        composition = field.key(BOPOMOFO_KEYS[symbol])
    return composition


def test_the_estates_words_come_first_by_bopomofo_with_tones_and_without(bopomofo: PinyinInput) -> None:
    for word, code in bopomofo_words():
        bopomofo.clear()
        for key in code:
            composition = bopomofo.key(key)
        assert composition.candidates[0] == word, (word, code, composition.candidates[:3])


def test_a_sentence_by_bopomofo_is_read_as_one(bopomofo: PinyinInput) -> None:
    composition = symbols(bopomofo, "ㄔㄨˊㄈㄤˊㄕㄨㄟˇㄌㄨㄥˊㄊㄡˊㄌㄡˋㄕㄨㄟˇ")
    assert composition.candidates[0] == "廚房水龍頭漏水"
    assert bopomofo.first().commit == "廚房水龍頭漏水"


@pytest.mark.parametrize(
    ("typed_symbols", "sentence"),
    [
        ("ㄐㄧㄠㄨˋㄧㄝˋㄈㄟˋ", "交物業費"),
        ("ㄎㄨㄥㄊㄧㄠˊㄨㄞˋㄐㄧㄅㄨˋㄓㄨㄢˋ", "空調外機不轉"),
        ("ㄅㄧˋㄍㄨㄚˋㄌㄨˊㄅㄨˋㄖㄜˋ", "壁掛爐不熱"),
    ],
)
def test_d2_the_estates_words_stand_in_sentences_by_bopomofo_too(
    bopomofo: PinyinInput, typed_symbols: str, sentence: str
) -> None:
    assert symbols(bopomofo, typed_symbols).candidates[0] == sentence


def test_what_is_typed_by_bopomofo_is_shown_in_its_symbols(bopomofo: PinyinInput) -> None:
    assert symbols(bopomofo, "ㄇㄚˇ").preedit == "ㄇㄚˇ"


def test_bopomofo_learns_nothing_either(bopomofo: PinyinInput) -> None:
    """A1: what one person has chosen three times is offered to the next where it always stood."""
    before = symbols(bopomofo, "ㄒㄧˋ").candidates
    for _ in range(3):
        symbols(bopomofo, "ㄒㄧˋ")
        bopomofo.choose(8)
    assert symbols(bopomofo, "ㄒㄧˋ").candidates == before
