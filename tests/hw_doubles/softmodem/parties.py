"""Who answers a number: a fax machine with its faults, a voice, a silence.

Owns a far end's behaviour after it has answered. Knows neither modem nor port; hears and speaks samples. Called by
``exchange.py``.
"""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from tests.hw_doubles.softmodem.conversation import Conversation
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd
from tests.hw_doubles.softmodem.spandsp import ENCODINGS, TICK_MS, Samples
from tests.hw_doubles.softmodem.terminal import FaxTerminal, Frame
from tests.hw_doubles.softmodem.tones import Loop

_IN_TCF_MS = 700
_IN_PAGE_MS = 1000
_SPOIL_DBM0 = -12.0  # of crackle: rows are lost everywhere, carrier and synchronism are not
_SPOIL_TCF_MS = (300, 1200)  # after the training: leaves no whole second of zeros in the 1.5 s of a TCF (T.30 5.3.1)
_SPOIL_PAGE_AFTER_MS = 100
_RELEASE_AFTER_MS = 600  # T.30 is over: a machine puts the receiver down


class Party(Protocol):
    """Someone at the other end of an answered call."""

    def transmit(self) -> Samples: ...

    def receive(self, samples: Samples, at_ms: float) -> None: ...

    def spoil_dbm0(self, at_ms: float) -> float | None:
        """Noise this party's switches ask for on the caller's signal during this tick."""
        ...

    @property
    def hangs_up(self) -> bool: ...

    def finish(self, record: CallRecord) -> None:
        """The call is over: put what this party knows into the record and free everything."""
        ...


class SoundParty:
    """A voice or a silence: never hangs up by itself and hears nothing."""

    def __init__(self, sound: Loop | None) -> None:
        self._sound = sound
        self._samples = Samples()
        self.hangs_up = False

    def transmit(self) -> Samples:
        if self._sound is not None:
            self._samples[:] = self._sound.block()
        return self._samples

    def receive(self, samples: Samples, at_ms: float) -> None:
        """Nothing a person hears changes what this one says."""

    def spoil_dbm0(self, at_ms: float) -> float | None:
        return None

    def finish(self, record: CallRecord) -> None:
        record.completion = "no fax"


class FaxParty:
    """A fax machine behind the faults of its FarEnd switches."""

    def __init__(self, settings: FarEnd, talk: Conversation, record: CallRecord, terminal: FaxTerminal) -> None:
        self._settings, self._talk, self._record, self._terminal = settings, talk, record, terminal
        record.pages, record.refused_pages = terminal.pages, terminal.refused_pages  # a panel watches them arrive
        self._quiet_ticks = round(settings.dis_delay_s * 1000 / TICK_MS)
        self._to_spoil = Counter(settings.spoil_pages)
        self._spoiling_sound: object = None
        self._sent: Counter[str] = Counter()
        self._losing = False
        self._lost_sound_began = False
        self._over_ticks = 0
        self._silence = Samples()
        self._hang_up_now = False

    def note_frame(self, frame: Frame) -> None:
        """Called for each frame the terminal sends or receives."""
        if frame.sent:
            self._sent[frame.name] += 1
            if f"{frame.name}:{self._sent[frame.name]}" in self._settings.lose:
                self._losing = True
                self._talk.unsay()
        elif frame.name == "DCS":
            self._note_agreement()

    def transmit(self) -> Samples:
        if self._quiet_ticks > 0:
            self._quiet_ticks -= 1
            return self._silence
        spoken = self._terminal.transmit()
        if not self._losing:
            return spoken
        self._follow_lost_signal(spoken)
        return self._silence

    def receive(self, samples: Samples, at_ms: float) -> None:
        if self._quiet_ticks > 0:
            return
        self._terminal.receive(samples)
        self._over_ticks = 0 if self._terminal.active else self._over_ticks + 1
        self._hang_up_now = self._hang_up_now or self._moment_has_come(at_ms)

    @property
    def hangs_up(self) -> bool:
        return self._hang_up_now or self._over_ticks * TICK_MS >= _RELEASE_AFTER_MS

    def spoil_dbm0(self, at_ms: float) -> float | None:
        sound = self._talk.current.get(self._talk.caller)
        if sound is None:
            return None
        since_training_ms = at_ms - sound.start_ms - self._talk.training_ms(sound.name)
        if sound.name == "TCF" and self._talk.counts["TCF"] < self._settings.spoil_tcf:
            first, last = _SPOIL_TCF_MS
            return _SPOIL_DBM0 if first <= since_training_ms < last else None
        if sound.name.startswith("page") and self._spoils(sound):
            return _SPOIL_DBM0 if since_training_ms >= _SPOIL_PAGE_AFTER_MS else None
        return None

    def finish(self, record: CallRecord) -> None:
        self._note_agreement()
        self._terminal.disconnect()
        record.completion = self._terminal.completion_text
        record.delivered = self._terminal.completion == 0
        self._terminal.close()

    def _note_agreement(self) -> None:
        numbers = self._terminal.statistics()
        self._record.ident = self._terminal.far_ident
        self._record.bit_rate, self._record.ecm = numbers.bit_rate, bool(numbers.error_correcting_mode)
        self._record.coding = ENCODINGS.get(numbers.encoding, "")

    def _spoils(self, sound: object) -> bool:
        """One entry of ``spoil_pages`` is used up by one whole signal."""
        if self._spoiling_sound is not sound and self._to_spoil[self._talk.page] > 0:
            self._to_spoil[self._talk.page] -= 1
            self._spoiling_sound = sound
        return self._spoiling_sound is sound

    def _follow_lost_signal(self, spoken: Samples) -> None:
        loud = any(spoken)
        if self._lost_sound_began and not loud:
            self._losing = self._lost_sound_began = False
        elif loud:
            self._lost_sound_began = True

    def _moment_has_come(self, at_ms: float) -> bool:
        when, _, what = self._settings.hang_up.partition(":")
        if when == "after":
            name, _, count = what.partition(":")
            return self._talk.counts[name] >= int(count or 1)
        sound = self._talk.current.get(self._talk.caller)
        if when != "in" or sound is None:
            return False
        lasts_ms = at_ms - sound.start_ms
        if what.startswith("page"):
            return sound.name == what.replace(":", " ") and lasts_ms >= _IN_PAGE_MS
        number = int(what.partition(":")[2] or 1)
        return sound.name == "TCF" and self._talk.counts["TCF"] == number - 1 and lasts_ms >= _IN_TCF_MS
