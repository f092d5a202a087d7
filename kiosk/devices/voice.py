"""A voice: espeak-ng as a process of its own for each utterance, cut off the moment another one begins.

Owns which of its voices speaks which language, the process, and the thread that waits for it. What is said comes in by
a pipe, never on a command line, where every user of the machine could read it, and is forgotten when it has been
handed over. Knows no screen. Made by the composition root; called by spoken guidance. Why this synthesiser:
docs/adr/spoken-guidance.md.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

PROGRAM = "espeak-ng"

# The plain "cmn" turns Han into pinyin and then reads the pinyin as English (1.51): the other one reads it as Chinese.
MANDARIN, CANTONESE = "cmn-latn-pinyin", "yue"
USUAL_VOICES: Mapping[str, str] = {"zh-Hans": MANDARIN, "zh-Hant": MANDARIN, "en": "en-gb"}


@dataclass(frozen=True)
class VoiceSettings:
    """How to speak: ``voices`` by language tag, ``words_per_minute`` as espeak-ng counts (80-450), where to."""

    voices: Mapping[str, str] = field(default_factory=lambda: dict(USUAL_VOICES))
    words_per_minute: int = 160
    device: str = ""  # a sound device by the name that the sound system gives it; empty: its default
    into: Path | None = None  # a WAV file instead of the loudspeaker


def installed() -> bool:
    """Whether the synthesiser is there."""
    return shutil.which(PROGRAM) is not None


class EspeakVoice:
    """``say`` and ``hush`` return at once; one thread waits for whatever is being said."""

    def __init__(self, settings: VoiceSettings) -> None:
        self._settings = settings
        self._changed = threading.Condition()
        self._next: tuple[str, str] | None = None
        self._speaking: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def say(self, words: str, language: str) -> None:
        """Say this instead of whatever is being said. ``language``: a tag of the settings."""
        with self._changed:
            self._next = (words, language)
            self._cut()
            self._changed.notify_all()

    def hush(self) -> None:
        """Be silent, and keep nothing."""
        with self._changed:
            self._next = None
            self._cut()

    def close(self) -> None:
        """Be silent for good."""
        with self._changed:
            self._next, self._closed = None, True
            self._cut()
            self._changed.notify_all()
        self._thread.join()

    @property
    def idle(self) -> bool:
        """Whether nothing is said and nothing waits."""
        with self._changed:
            return self._next is None and self._speaking is None

    def _cut(self) -> None:
        if self._speaking is not None:
            self._speaking.kill()

    def _run(self) -> None:
        while (begun := self._begin()) is not None:
            words, process = begun
            assert process.stdin is not None
            assert process.stderr is not None
            with suppress(BrokenPipeError), process.stdin:  # cut off, or failed: its status tells
                process.stdin.write(words.encode())
            with process.stderr:
                told = process.stderr.read()
            process.wait()
            with self._changed:
                self._speaking = None
            if process.returncode > 0:
                log.warning(
                    "the voice failed (%d): %s", process.returncode, told.decode(errors="replace").strip()[:200]
                )

    def _begin(self) -> tuple[str, subprocess.Popen[bytes]] | None:
        """Wait for words and start their process; None when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._next is not None or self._closed)
            if self._next is None:
                return None
            (words, language), self._next = self._next, None
            pipe = subprocess.PIPE
            command = self._command(language)
            self._speaking = subprocess.Popen(command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe)
            return words, self._speaking

    def _command(self, language: str) -> list[str]:
        settings = self._settings
        command = [PROGRAM, "-b", "1", "--stdin", "-v", settings.voices[language], "-s", str(settings.words_per_minute)]
        if settings.device:
            command += ["-d", settings.device]
        return command + (["-w", str(settings.into)] if settings.into else [])
