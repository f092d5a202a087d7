"""One call through the exchange: from off-hook until both ends are on hook.

Owns the call's clock (samples since off-hook), its stages and its record; carries the audio between modem and party.
Knows no port and no real time. Made and ticked by ``exchange.py``.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol, assert_never

from tests.hw_doubles.softmodem.conversation import Conversation
from tests.hw_doubles.softmodem.line import Wire
from tests.hw_doubles.softmodem.parties import FaxParty, Party, SoundParty
from tests.hw_doubles.softmodem.records import CallRecord, Gap, LineSignal, SeenFrame
from tests.hw_doubles.softmodem.second_set import SecondSet
from tests.hw_doubles.softmodem.settings import FarEnd, FarEndKind, HangUpSign, Line
from tests.hw_doubles.softmodem.spandsp import SAMPLES_PER_SECOND, TICK_MS, TICK_SAMPLES, CallEvent, Samples
from tests.hw_doubles.softmodem.terminal import FaxTerminal, Frame
from tests.hw_doubles.softmodem.tones import Loop, busy_tone, voice
from tests.hw_doubles.softmodem.witness import Ear, Side, Sound

_NO_DIAL_TONE_MS = 2000
_DIAL_TONE_MS = 400
_DIGIT_MS = 140  # DTMF 70 ms on, 70 ms off (Q.24)
_PAUSE_MS = 2000  # "," (S8)
_SWITCHING_MS = 300
_BUSY_HEARD_MS = 1500
RING_CADENCE_MS = 5000  # 1 s on, 4 s off
_TAIL_TICKS = 20  # what is still on the line when our modem hangs up reaches the far end
_ECM_FRAMES = ("FCD", "RCP")  # page data, not signals


class Stage(StrEnum):
    """Where the call is."""

    DIALLING = "dialling"
    RINGING = "ringing"
    TALKING = "talking"
    CLEARED = "cleared"  # the far end has gone, our modem is still off-hook
    OVER = "over"


class Subscriber(Protocol):
    """What stands on our side of the line: the soft modem, or a fax machine that calls."""

    @property
    def answer_wait_s(self) -> int: ...

    @property
    def listening(self) -> bool:
        """It waits for something to come from the line, and so notices that the loop is broken."""
        ...

    def transmit(self) -> Samples: ...

    def receive(self, samples: Samples) -> None: ...

    def network(self, event: CallEvent) -> None: ...


class Call:
    """A call that our side places. ``tick()`` every 20 ms of line time until ``stage`` is OVER."""

    caller = Side.KIOSK
    second_set: SecondSet | None = None  # whom FarEndKind.MODEM reaches

    def __init__(self, modem: Subscriber, number: str, settings: FarEnd, tiff: Path, log: object | None) -> None:
        self._modem, self._settings, self._tiff, self._log = modem, settings, tiff, log
        self.record = CallRecord(number)
        self.talk = Conversation(caller=self.caller)
        self.stage = Stage.DIALLING
        self._samples = 0
        self._line = Line()
        self._party: Party | None = None
        self._ears = {side: Ear(side, self.talk.began, self._sound_ended) for side in Side}
        self._to_far, self._to_kiosk = Wire(seed=1), Wire(seed=2)
        self._tone: Loop | None = None
        self._tone_samples = Samples()
        self._sign_pending = False
        pauses = number.count(",")
        self._dialled_ms = _DIAL_TONE_MS + _DIGIT_MS * (len(number) - pauses) + _PAUSE_MS * pauses

    @property
    def at_ms(self) -> float:
        return self._samples * 1000 / SAMPLES_PER_SECOND

    def tick(self, line: Line) -> None:
        """20 ms pass."""
        self._line = line
        spoken = self._modem.transmit()
        match self.stage:
            case Stage.DIALLING | Stage.RINGING:
                self._progress(line)
                self._modem.receive(Samples())
            case Stage.TALKING:
                self._talk_tick(line, spoken)
            case Stage.CLEARED:
                self._modem.receive(self._cleared_sound())
                self._give_hang_up_sign()
            case Stage.OVER:
                self._modem.receive(Samples())
            case never:
                assert_never(never)
        self._samples += TICK_SAMPLES

    def kiosk_hung_up(self) -> None:
        """Our modem went on hook: the far end hears the rest of what was sent, then the silence of a lost call."""
        if self.stage is Stage.OVER:
            return
        if self._party is not None:
            rest = Samples()
            for _ in range(_TAIL_TICKS):
                self._party.receive(self._to_far.carry(self._line, rest, None, None), self.at_ms)
                self._party.transmit()
        if self.stage is not Stage.CLEARED:
            self.record.hung_up_by = "kiosk"
        if self.stage in (Stage.DIALLING, Stage.RINGING) and self.record.outcome == "dialling":
            self.record.outcome = "aborted"
        self._finish()

    def far_hangs_up(self, line: Line, by: str = "far") -> None:
        """The far end (or the exchange itself: ``by="line"``) ends an answered call."""
        if self.stage is not Stage.TALKING:
            return
        self.record.hung_up_by = by
        self._close_party()
        self.stage = Stage.CLEARED
        self._sign_pending = line.hang_up_sign is HangUpSign.NO_CARRIER
        self._tone = busy_tone() if line.hang_up_sign is HangUpSign.BUSY_TONE else None

    def _progress(self, line: Line) -> None:
        """Dial tone, digits, ringing: when is what heard."""
        since_dialled_ms = self.at_ms - self._dialled_ms - _SWITCHING_MS
        if not line.dial_tone:
            if self.at_ms >= _NO_DIAL_TONE_MS:
                self._refuse("no_dial_tone", CallEvent.NO_DIALTONE)
        elif self._settings.kind is FarEndKind.BUSY:
            if since_dialled_ms >= _BUSY_HEARD_MS:
                self._refuse("busy", CallEvent.BUSY)
        elif self.at_ms >= self._modem.answer_wait_s * 1000:
            self._refuse("no_answer", CallEvent.NO_ANSWER)
        elif since_dialled_ms >= 0:
            if self.stage is Stage.DIALLING:
                self.stage = Stage.RINGING
                self._modem.network(CallEvent.ALERTING)
            if self._answers(since_dialled_ms):
                self._answer()

    def _answers(self, ringing_ms: float) -> bool:
        match self._settings.kind:
            case FarEndKind.NO_ANSWER:
                return False
            case FarEndKind.MODEM:
                return self._second_set_answers(ringing_ms)
            case _:
                return ringing_ms >= self._settings.rings * RING_CADENCE_MS

    def _second_set_answers(self, ringing_ms: float) -> bool:
        if self.second_set is None:
            return False
        if ringing_ms >= self.record.rings * RING_CADENCE_MS:
            self.second_set.ring({"NMBR": "057187000001"} if self.record.rings == 0 else None)
            self.record.rings += 1
        return self.second_set.answered

    def _refuse(self, outcome: str, event: CallEvent) -> None:
        self.record.outcome = outcome
        self.record.hung_up_by = "kiosk"
        self._finish()
        self._modem.network(event)

    def _answer(self) -> None:
        self.record.outcome, self.record.answered_ms = "answered", self.at_ms
        self._party = self._make_party()
        self.stage = Stage.TALKING
        self._modem.network(CallEvent.CONNECTED)

    def _make_party(self) -> Party:
        match self._settings.kind:
            case FarEndKind.FAX:
                return self._fax_party()
            case FarEndKind.MODEM:
                assert self.second_set is not None
                self.second_set.connect()
                return self.second_set
            case FarEndKind.VOICE:
                self.talk.far_sound = "voice"
                return SoundParty(voice())
            case FarEndKind.SILENCE | FarEndKind.BUSY | FarEndKind.NO_ANSWER:
                return SoundParty(None)
            case never:
                assert_never(never)

    def _fax_party(self) -> Party:
        self.record.tiff = str(self._tiff)
        terminal = self._terminal()
        if self._log is not None:
            terminal.follow_log(self._log)
        return FaxParty(self._settings, self.talk, self.record, terminal)

    def _terminal(self) -> FaxTerminal:
        terminal = FaxTerminal(self._settings, self._seen)
        terminal.receive_into(self._tiff)
        return terminal

    def _seen(self, frame: Frame) -> None:
        if frame.name in _ECM_FRAMES:
            return
        direction = "sent" if frame.sent else "received"
        self.record.frames.append(SeenFrame(self.at_ms, direction, frame.name, frame.octets.hex()))
        self.talk.frame(frame, self.at_ms)
        if isinstance(self._party, FaxParty):
            self._party.note_frame(frame)

    def _talk_tick(self, line: Line, spoken: Samples) -> None:
        assert self._party is not None
        answered = self._party.transmit()
        self._ears[Side.KIOSK].hear(spoken, self._samples)
        self._ears[Side.FAR].hear(answered, self._samples + line.delay_ms * TICK_SAMPLES // TICK_MS)
        spoil = self._party.spoil_dbm0(self.at_ms)
        ours, theirs = (spoil, None) if self.caller is Side.KIOSK else (None, spoil)
        self._party.receive(self._to_far.carry(line, spoken, None, ours), self.at_ms)
        self._modem.receive(self._to_kiosk.carry(line, answered, spoken, theirs))
        if self.stage is not Stage.TALKING:
            return  # the modem hung up on what it heard
        talked_ms = self.at_ms - (self.record.answered_ms or 0)
        if line.drop_after_s is not None and talked_ms >= line.drop_after_s * 1000:
            self.far_hangs_up(line, by="line")
        elif self._party.hangs_up:
            self.far_hangs_up(line)

    def _cleared_sound(self) -> Samples:
        if self._tone is not None:
            self._tone_samples[:] = self._tone.block()
        return self._tone_samples

    def _give_hang_up_sign(self) -> None:
        """A modem that sends or idles does not look at the loop: it says NO CARRIER at its next +FRH, +FRM, +FRS."""
        if self._sign_pending and self._modem.listening:
            self._sign_pending = False
            self._modem.network(CallEvent.HANGUP)

    def _sound_ended(self, sound: Sound) -> None:
        before = self.talk.sounds[-1] if self.talk.sounds else None
        self.talk.ended(sound)
        self._list_signals()
        if before is not None and before.end is not None and Side.KIOSK in (before.side, sound.side):
            gap_ms = round(sound.start_ms - before.end_ms, 2)
            turn = before.side is not sound.side
            names = f"{before.side}:{before.name}", f"{sound.side}:{sound.name}"
            self.record.gaps.append(Gap(*names, round(before.end_ms, 2), gap_ms, turn))

    def _close_party(self) -> None:
        for ear in self._ears.values():
            ear.finish()
        if self._party is not None:
            self._party.finish(self.record)
            self._party = None
        self._list_signals()

    def _list_signals(self) -> None:
        """Afresh each time: a late frame may have given an earlier sound its name."""
        self.record.signals = [
            LineSignal(str(s.side), s.name, round(s.start_ms, 2), round(s.end_ms, 2)) for s in self.talk.sounds
        ]

    def _finish(self) -> None:
        self._close_party()
        if self.second_set is not None:
            self.second_set.stop_ringing()
        self.stage = Stage.OVER
        self.record.duration_ms = self.at_ms
        self.record.finished = True
