"""The synthesiser itself: it speaks all three languages, is cut off at once, and shows its words to nobody."""

from __future__ import annotations

import subprocess
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.voice import EspeakVoice, VoiceSettings
from kiosk.locale import Language, Translator

_LOUD = 1000  # of 32767: speech, not the hiss of a dither


def _until(seen: Callable[[], bool]) -> None:
    deadline, pause = time.monotonic() + 10, threading.Event()
    while not seen():
        assert time.monotonic() < deadline
        pause.wait(0.005)


def _spoken(folder: Path, words: str, language: Language) -> tuple[float, int]:
    """Seconds and loudest sample of an utterance."""
    path = folder / "said.wav"
    voice = EspeakVoice(VoiceSettings(into=path))
    voice.say(words, language)
    _until(lambda: voice.idle)
    voice.close()
    with wave.open(str(path)) as sound:
        frames = memoryview(sound.readframes(sound.getnframes())).cast("h")
        return len(frames) / sound.getframerate(), max(map(abs, frames))


@pytest.mark.parametrize("language", Language)
def test_a_sentence_of_the_catalogues_is_heard_in_every_language(tmp_path: Path, language: Language) -> None:
    seconds, loudest = _spoken(tmp_path, Translator(language)("identify.title"), language)
    assert 0.5 < seconds < 6
    assert loudest > _LOUD


@pytest.mark.parametrize("words", ["请确认您的房号", "請確認您的房號"])
def test_han_is_read_as_mandarin_not_as_english_letters(words: str) -> None:
    """The phonemes of 请 in the third tone; the other Mandarin voice of this program spells pinyin in English."""
    voice = VoiceSettings().voices["zh-Hans"]
    told = subprocess.run(["espeak-ng", "-v", voice, "-x", "-q", words], capture_output=True, text=True, check=True)
    assert "(en)" not in told.stdout
    assert told.stdout.split()[0].endswith("21N_|")


def test_a_later_utterance_cuts_the_earlier_one_off(tmp_path: Path) -> None:
    """What is heard is where the focus is now: a page of text stops within a tenth of a second."""
    path = tmp_path / "said.wav"
    voice = EspeakVoice(VoiceSettings(into=path))
    voice.say("one two three four five " * 4000, Language.EN)
    _until(lambda: path.exists())
    begun = time.monotonic()
    voice.hush()
    _until(lambda: voice.idle)
    assert time.monotonic() - begun < 0.1
    voice.close()


def test_what_is_said_stands_on_no_command_line(tmp_path: Path) -> None:
    """Anybody on the machine may list processes."""
    voice = EspeakVoice(VoiceSettings(into=tmp_path / "said.wav"))
    voice.say("canary " * 4000, Language.EN)
    _until((tmp_path / "said.wav").exists)
    listed = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    voice.close()
    assert any(b"espeak-ng" in line and b"--stdin" in line for line in listed)
    assert not any(b"canary" in line for line in listed)
