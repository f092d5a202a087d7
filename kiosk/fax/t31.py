"""A Class 1 modem's side of the engine: primitives become T.31 commands, the modem's octets become indications.

Owns the dialogue of +FTS, +FTH, +FTM, +FRH, +FRM, its time-outs and the breaking off of a reception by a character.
Knows nothing of T.30: frames are octets to it. No clock, no port: ``now_ms`` and octets come in, octets to write,
indications and the next deadline come out. Called by ``line_session.py``.

One primitive at a time. ``BreakOff`` may come on top: what can be ended by a character is ended, what cannot (a frame
under way) is let out; BrokenOff follows in any case, or ModemSilent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

from kiosk.fax import primitives as p
from kiosk.fax.class1_habits import Class1Habits as Class1Habits
from kiosk.fax.data_pump import DataPump
from kiosk.fax.frames import fcs_is_good
from kiosk.fax.t31_octets import END_OF_DATA, Inbox, Result, result_of, stuff
from kiosk.fax.t31_table import PATIENCE_MS, TABLE, State

_BREAKS_BY_CHARACTER = (State.DIALLING, State.AWAITING_FRAME, State.AWAITING_DATA, State.RECEIVING_DATA)
_RECEIVING = (
    State.AWAITING_FRAME,
    State.RECEIVING_FRAME,
    State.AWAITING_VERDICT,
    State.AWAITING_DATA,
    State.RECEIVING_DATA,
    State.AWAITING_END_OF_DATA,
)
_FRAME_MAY_END_MS = 1_500  # a frame under way when we want to break off is heard out so long
_BREAK_TRIES = 3  # V.250 5.6.1: characters within 125 ms of a command are not heeded
_DIAL_CHARACTERS = re.compile(r"[0-9*#,]+")


class T31:
    """The dialogue with one Class 1 modem."""

    def __init__(self, habits: Class1Habits) -> None:
        self.state = State.READY
        self._habits = habits
        self._inbox = Inbox()
        self._outbox = bytearray()
        self._pump: DataPump | None = None
        self._waiting_pump: DataPump  # made with the command, started by its CONNECT
        self._deadline_ms: int | None = None
        self._command = ""
        self._lines: list[str] = []
        self._frames: list[bytes] = []
        self._after_silence: Callable[[int], list[p.Indication]] | None = None
        self._frame = b""
        self._passes_fcs = False
        self._break_wanted = False
        self._break_tries = 0
        self._says_farewell = False  # in place of the frames that were to be sent
        self._silence_10ms = habits.silence_after_reception_10ms  # at the next turn of the line

    # ---- for the caller ----

    def perform(self, primitive: p.Primitive, now_ms: int) -> list[p.Indication]:
        """Begin a primitive. Raises ValueError on a dial string that is not digits, ``*``, ``#`` and pauses."""
        match primitive:
            case p.BreakOff(farewell):
                return self._break_off(farewell, now_ms)
            case p.Dial(number):
                self._start(self._dial_command(number), State.DIALLING, now_ms)
            case p.AnswerCall(frames):
                self._frames = list(frames)
                self._start(self._habits.answer, State.ANSWERING, now_ms)
            case p.SendFrames(frames):
                self._frames = list(frames)
                return self._turn_then(self._begin_preamble, now_ms)
            case p.SendData():
                return self._prepare_data(primitive, now_ms)
            case p.ReceiveFrame():
                self._start("AT+FRH=3", State.AWAITING_FRAME, now_ms)
            case p.ReceiveData(modulation, short_training):
                code = modulation.short_code if short_training else modulation.long_code
                self._start(f"AT+FRM={code}", State.AWAITING_DATA, now_ms)
            case p.HangUp():
                self._start(self._habits.hang_up, State.HANGING_UP, now_ms)
            case p.Command(text):
                self._lines = []
                self._start(text, State.AWAITING_ANSWER, now_ms)
            case _:
                assert_never(primitive)
        return []

    def receive(self, octets: bytes, now_ms: int) -> list[p.Indication]:
        """Octets from the modem."""
        self._inbox.add(octets)
        indications: list[p.Indication] = []
        while (more := self._read_one(now_ms)) is not None:
            indications += more
        return indications

    def tick(self, now_ms: int) -> list[p.Indication]:
        """Let time pass: call it at ``deadline_ms`` (earlier does no harm)."""
        if self._deadline_ms is not None and now_ms >= self._deadline_ms:
            return self._out_of_patience(now_ms)
        return self._pump.tick(now_ms) if self._pump else []

    def to_write(self, now_ms: int) -> bytes:
        """What the port shall take now; tell ``wrote`` how much it took."""
        if self._pump and not self._outbox:
            self._outbox += self._pump.next_octets(now_ms)
            self._deadline_ms = self._pump.patience_end_ms
        return bytes(self._outbox)

    def wrote(self, count: int) -> list[p.Indication]:
        """The port took ``count`` octets of ``to_write``."""
        del self._outbox[:count]
        return self._pump.handed_over() if self._pump and not self._outbox else []

    @property
    def deadline_ms(self) -> int | None:
        """When ``tick`` (and ``to_write``) must be called at the latest."""
        candidates = [self._deadline_ms, self._pump.next_ms if self._pump and not self._outbox else None]
        return min((at_ms for at_ms in candidates if at_ms is not None), default=None)

    @property
    def sending_data(self) -> bool:
        """Whether XON and XOFF from the modem mean flow control now (and nowhere else)."""
        return self._pump is not None

    # ---- reading ----

    def _read_one(self, now_ms: int) -> list[p.Indication] | None:
        """Read one line or one frame; None when there is no more."""
        if self.state is State.RECEIVING_FRAME:
            data = self._inbox.next_data()
            if data is not None:
                return self._frame_ends(data, now_ms)
            ending = self._inbox.result_instead_of_data()
            return None if ending is None else self._carrier_lost(ending, now_ms)
        if self.state is State.RECEIVING_DATA:
            return self._read_data(now_ms)
        line = self._inbox.next_line()
        if line is None:
            return None
        result = result_of(line)
        if result is None:
            self._lines.append(line)
            return []
        handler: Callable[[Result, int], list[p.Indication]] | None
        handler = getattr(self, TABLE.get((self.state, result), ""), None)
        return handler(result, now_ms) if handler else []

    def _read_data(self, now_ms: int) -> list[p.Indication] | None:
        octets, ended = self._inbox.data_so_far()
        if octets or ended:
            self._enter(State.AWAITING_END_OF_DATA if ended else State.RECEIVING_DATA, now_ms)
            return [p.DataReceived(octets)]
        return None

    # ---- commands ----

    def _dial_command(self, number: str) -> str:
        # The last wall before the modem: a letter or a ';' here could turn a number into commands (B1, K5).
        if not _DIAL_CHARACTERS.fullmatch(number):
            raise ValueError("dial string with other characters than digits, '*', '#' and ','")
        return self._habits.dial + number

    def _start(self, command: str, state: State, now_ms: int) -> None:
        self._command = command
        self._outbox += command.encode("ascii") + b"\r"
        self._enter(state, now_ms)

    def _enter(self, state: State, now_ms: int, patience_ms: int | None = None) -> None:
        self.state = state
        patience = PATIENCE_MS.get(state) if patience_ms is None else patience_ms
        self._deadline_ms = None if patience is None else now_ms + patience

    def _turn_then(self, begin: Callable[[int], list[p.Indication]], now_ms: int) -> list[p.Indication]:
        """T.30 5.3.2.4 and figure 5: 75 +- 20 ms of silence at each turn, kept by the modem, which can promise it."""
        if not self._silence_10ms:
            return begin(now_ms)
        self._after_silence = begin
        self._start(f"AT+FTS={self._silence_10ms}", State.KEEPING_SILENCE, now_ms)
        return []

    def _begin_preamble(self, now_ms: int) -> list[p.Indication]:
        self._start("AT+FTH=3", State.SENDING_FRAMES, now_ms)
        return [p.PreambleBegan()]

    def _prepare_data(self, data: p.SendData, now_ms: int) -> list[p.Indication]:
        self._waiting_pump = DataPump(data, self._habits.write_ahead_ms)
        code = data.modulation.short_code if data.short_training else data.modulation.long_code

        def begin(at_ms: int) -> list[p.Indication]:
            self._start(f"AT+FTM={code}", State.STARTING_DATA, at_ms)
            return []

        return self._turn_then(begin, now_ms)

    # ---- handlers of the table ----

    def _answer_good(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.Answered(self._command, tuple(self._lines), True), now_ms)

    def _answer_bad(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.Answered(self._command, tuple(self._lines), False), now_ms)

    def _call_fails(self, result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.CallFailed(p.DialFailure(result.value)), now_ms)

    def _call_answered(self, result: Result, now_ms: int) -> list[p.Indication]:
        self._enter(State.SENDING_FRAMES, now_ms)
        return self._send_next_frame(result, now_ms)

    def _silence_is_kept(self, _result: Result, now_ms: int) -> list[p.Indication]:
        if self._break_wanted or self._after_silence is None:
            return self._complete(p.Sent(), now_ms)
        return self._after_silence(now_ms)

    def _send_next_frame(self, _result: Result, _now_ms: int) -> list[p.Indication]:
        if self._frames:
            self._outbox += stuff(self._frames.pop(0)) + END_OF_DATA
        return []

    def _frames_are_sent(self, result: Result, now_ms: int) -> list[p.Indication]:
        return self._refused(result, now_ms) if self._frames else self._complete(p.Sent(), now_ms)

    def _data_begin(self, _result: Result, now_ms: int) -> list[p.Indication]:
        self._pump = pump = self._waiting_pump
        pump.start(now_ms)
        if self._break_wanted:
            pump.abandon(now_ms)
        self._enter(State.SENDING_DATA, now_ms)
        self._deadline_ms = pump.patience_end_ms
        return []

    def _data_are_sent(self, result: Result, now_ms: int) -> list[p.Indication]:
        if self._outbox or (self._pump and not self._pump.all_handed_over):
            return self._refused(result, now_ms)  # OK before DLE ETX: the modem has left us
        return self._complete(p.Sent(), now_ms)

    def _frame_begins(self, _result: Result, now_ms: int) -> list[p.Indication]:
        self._inbox.forget_data()
        self._enter(State.RECEIVING_FRAME, now_ms)
        return [p.FrameBegan()]

    def _frame_ends(self, octets: bytes, now_ms: int) -> list[p.Indication]:
        self._frame = octets
        self._enter(State.AWAITING_VERDICT, now_ms)
        return []

    def _frame_is_good(self, _result: Result, now_ms: int) -> list[p.Indication]:
        # A modem's OK is believed, unless it has shown that it passes the true FCS on and now it does not match (octets
        # lost on the port), or the OK may be the answer to our character and say nothing of the frame.
        matches = fcs_is_good(self._frame)
        self._passes_fcs = self._passes_fcs or matches
        good = matches or not (self._passes_fcs or self._break_wanted)
        return self._complete(p.FrameReceived(self._frame, good), now_ms)

    def _frame_is_bad(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.FrameReceived(self._frame, False), now_ms)

    def _frame_judged_by_fcs(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.FrameReceived(self._frame, fcs_is_good(self._frame)), now_ms)

    def _carrier_lost(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.CarrierLost(), now_ms)

    def _wrong_carrier(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.CarrierLost(wrong=True), now_ms)

    def _carrier_found(self, _result: Result, now_ms: int) -> list[p.Indication]:
        self._enter(State.RECEIVING_DATA, now_ms)
        return [p.DataBegan()]

    def _data_ended(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.DataEnded(), now_ms)

    def _late_frame_begins(self, result: Result, now_ms: int) -> list[p.Indication]:
        """CONNECT crossed with our character: hear the frame out, it may be the very answer (or end in DLE ETX, OK)."""
        indications = self._frame_begins(result, now_ms)
        self._enter(State.RECEIVING_FRAME, now_ms, _FRAME_MAY_END_MS)
        return indications

    def _broken_off(self, _result: Result, now_ms: int) -> list[p.Indication]:
        self._break_wanted = True
        if self._break_tries > 1:  # each AT has an OK too, which must not be taken for the next command's
            self._enter(State.HEARING_OUT, now_ms)
            return []
        return self._complete(None, now_ms)

    def _at_rest(self, _result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.AtRest(), now_ms)

    def _refused(self, result: Result, now_ms: int) -> list[p.Indication]:
        return self._complete(p.CommandRefused(self._command, result.value), now_ms)

    def _complete(self, indication: p.Indication | None, now_ms: int) -> list[p.Indication]:
        """The primitive is over: back to READY, and BrokenOff after its last word if that was asked for."""
        indications: list[p.Indication] = [indication] if indication else []
        if self._break_wanted:
            indications.append(p.BrokenOff(self._says_farewell))
        self._break_wanted = self._says_farewell = False
        self._break_tries = 0
        self._silence_10ms = self._silence_after(self.state)
        self._pump, self._after_silence, self._frames = None, None, []
        self._outbox.clear()
        self._enter(State.READY, now_ms)
        return indications

    def _silence_after(self, state: State) -> int:
        if state is State.SENDING_FRAMES:
            return self._habits.silence_after_frames_10ms
        if state is State.SENDING_DATA and self._pump:
            return self._habits.silence_after_10ms(self._pump.modulation)
        return self._habits.silence_after_reception_10ms

    # ---- breaking off ----

    def _break_off(self, farewell: bytes, now_ms: int) -> list[p.Indication]:
        self._break_wanted, self._break_tries = True, 0
        if farewell and self._frames and self.state is State.SENDING_FRAMES:
            self._frames, self._says_farewell = [farewell], True
        if self.state is State.READY:
            return self._complete(None, now_ms)
        if self.state in _BREAKS_BY_CHARACTER:
            self._send_break_character(now_ms)
        elif self.state in (State.RECEIVING_FRAME, State.AWAITING_VERDICT, State.AWAITING_END_OF_DATA):
            self._enter(self.state, now_ms, _FRAME_MAY_END_MS)
        elif self._pump:
            self._pump.abandon(now_ms)  # what the outbox holds goes out: it may begin in the middle of a DLE pair
            self._deadline_ms = self._pump.patience_end_ms
        return []

    def _send_break_character(self, now_ms: int) -> None:
        self._break_tries += 1
        # If a character had no effect the modem may be in command state already, where only a command is answered; and
        # where it is not, the first letter of AT is a character as good as any.
        self._outbox += self._habits.break_character if self._break_tries == 1 else b"AT\r"
        self._inbox.forget_data()
        self._enter(State.BREAKING_OFF, now_ms)

    def _out_of_patience(self, now_ms: int) -> list[p.Indication]:
        if self.state is State.HEARING_OUT:
            return self._complete(None, now_ms)
        if self.state in (*_RECEIVING, State.BREAKING_OFF) and self._break_tries < _BREAK_TRIES:
            self._break_wanted = True
            self._send_break_character(now_ms)
            return []
        command = self._command if self.state is not State.BREAKING_OFF else f"break of {self._command}"
        self._break_wanted = False
        return self._complete(p.ModemSilent(command), now_ms)
