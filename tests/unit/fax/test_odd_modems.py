"""Modems of the field that the soft modem is not like: what they say between the lines must cost no call (B6)."""

from __future__ import annotations

import pytest

from kiosk.fax import primitives as p
from kiosk.fax.outcome import CallOutcome, ReceptionOutcome
from kiosk.fax.t31 import T31
from tests.hw_doubles.scripted_caller import ScriptedCaller
from tests.hw_doubles.scripted_modem import ScriptedModem
from tests.hw_doubles.virtual_call import VirtualCall
from tests.hw_doubles.virtual_reception import VirtualReception
from tests.unit.fax.test_t31 import QUICK, told, written

SENDING = "R CSI..; R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"
RECEIVING = "T CSI; T DIS; R TSI; R DCS; R TCF; T CFR; R PAGE; R EOP; T MCF; R DCN; HANGUP"
DCS_UNHEARD = "R DIS; T TSI; T DCS; T TCF; QUIET; T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"
WORDS = (b"OK", b"CONNECT", b"NO CARRIER")


class Murmuring:
    """A modem that puts control characters around and into its result codes."""

    before = after = b""

    def read(self, now_ms: float) -> bytes:
        octets = super().read(now_ms)
        for word in WORDS:
            octets = octets.replace(b"\r\n" + word + b"\r\n", b"\r\n" + self.before + word + self.after + b"\r\n")
        return octets


class Boasting:
    """A modem that answers ERROR at speeds which its +FTM=? and +FRM=? name."""

    refuses = ("AT+FTM=145", "AT+FTM=121", "AT+FRM=145")
    answer = "ERROR"

    def _command(self, command: str, now_ms: float) -> None:
        if command in self.refuses:
            self._say(self.answer, now_ms + 20)
        else:
            super()._command(command, now_ms)


class BoastingCalling(Boasting, ScriptedModem):
    pass


class BoastingCalled(Boasting, ScriptedCaller):
    pass


class MurmuringCalling(Murmuring, ScriptedModem):
    pass


class MurmuringCalled(Murmuring, ScriptedCaller):
    pass


@pytest.mark.parametrize(("before", "after"), [(b"\0", b""), (b"", b"\0\0"), (b"\x11", b""), (b"", b"\x11")])
def test_nul_and_xon_beside_a_result_code_cost_nothing(before, after):
    calling, called = MurmuringCalling(SENDING), MurmuringCalled(RECEIVING)
    calling.before = called.before = before
    calling.after = called.after = after
    assert VirtualCall(calling).play().report.outcome is CallOutcome.DELIVERED
    assert VirtualReception(called).play().report.outcome is ReceptionOutcome.RECEIVED


@pytest.mark.parametrize("slow_ms", [650, 800, 1_500, 2_000])
def test_a_modem_that_breaks_off_slowly_answers_each_try_and_the_call_goes_on(slow_ms):
    """It answers the character, then each AT that came meanwhile: those OKs are not the answer to +FTS or +FTH."""
    call = VirtualCall(DCS_UNHEARD)
    call.modem.slow_to_break_ms = slow_ms
    played = call.play()
    assert played.report.outcome is CallOutcome.DELIVERED, played.report.detail
    assert played.modem_at_rest and played.modem.on_hook


def test_further_answers_to_a_break_are_heard_out_before_the_next_command():
    modem = T31(QUICK)
    modem.perform(p.ReceiveFrame(), 0)
    modem.perform(p.BreakOff(), 3_000)
    modem.tick(3_700)
    written(modem, 3_700)
    assert told(modem, b"\r\nOK\r\n", 3_900) == []
    assert told(modem, b"\r\nOK\r\n", 3_910) == []
    assert modem.tick(4_100) == [p.BrokenOff()]


def test_a_speed_that_the_modem_only_claims_is_left_out_when_we_call():
    dcs = "T TSI; T DCS"
    script = f"R DIS; {dcs}; {dcs}; {dcs}; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"
    played = VirtualCall(BoastingCalling(script)).play()
    assert played.report.outcome is CallOutcome.DELIVERED, played.report.detail
    assert played.report.bit_rate == 9600


def test_a_modem_that_refuses_every_speed_has_not_lost_the_line():
    dcs = "T TSI; T DCS; " * 8
    modem = BoastingCalling(f"R DIS; {dcs} T DCN; HANGUP")
    modem.refuses = tuple(f"AT+FTM={code}" for code in (145, 121, 97, 73, 96, 72, 48, 24))
    assert VirtualCall(modem).play().report.outcome is CallOutcome.TRAINING_FAILED


def test_a_speed_that_the_modem_only_claims_is_answered_with_ftt_when_tcf_is_over():
    script = f"T CSI; T DIS; R TSI; R DCS; T FTT; R TSI; R DCS 006e70; {RECEIVING[RECEIVING.index('R TCF') :]}"
    played = VirtualReception(BoastingCalled(script)).play()
    assert played.report.outcome is ReceptionOutcome.RECEIVED, played.report.detail
    dcs, ftt = (next(one for one in played.modem.on_line if one.name == name) for name in ("DCS", "FTT"))
    assert 2_500 <= ftt.begin_ms - 1_000 - dcs.end_ms <= 4_500  # T.30 5.3.6.1.3: TCF ends 1.8 s after DCS; T4 is 3 s


@pytest.mark.parametrize("answer", ["NO CARRIER", "OK"])
def test_a_line_that_drops_before_tcf_is_lost(answer):
    modem = BoastingCalling("R DIS; T TSI; T DCS; T DCN; HANGUP")
    modem.answer = answer
    assert VirtualCall(modem).play().report.outcome is CallOutcome.NO_CARRIER
