"""The telephone world in lockstep, and the stop-watch for replies: the measures themselves are right."""

from __future__ import annotations

from tests.hw_doubles.softmodem import FarEnd, FarEndKind
from tests.hw_doubles.softmodem.lockstep import LockstepWorld
from tests.hw_doubles.softmodem.replies import ReplyWatch


def test_line_time_passes_only_while_somebody_waits_for_it(tmp_path):
    with LockstepWorld(tmp_path) as world:
        world.write(b"ATE0\r")
        assert world.line_s == 0.0
        assert world.run(1_000).endswith(b"OK\r\n") and world.line_s <= 0.04
        before_s = world.line_s
        assert world.run(10_000) == b"" and round(world.line_s - before_s, 3) == 10.0


def test_a_call_has_its_record_once(tmp_path):
    with LockstepWorld(tmp_path) as world:
        world.set(FarEnd(kind=FarEndKind.BUSY))
        world.write(b"ATE0\r")
        world.run(100)
        world.write(b"AT+FCLASS=1\r")
        world.run(100)
        world.write(b"ATDT123\r")
        assert b"BUSY" in world.run(20_000)
        assert [record.outcome for record in world.take_calls()] == ["busy"] and world.take_calls() == []


def test_a_reply_counts_from_the_last_ok_in_a_call():
    watch = ReplyWatch()
    for octets, at_s in ((b"\r\n", 1.0), (b"OK", 1.0), (b"\r\n", 1.0)):
        watch.said(octets, at_s)
    watch.heard(b"AT+FRH=3\r", 1.004, in_call=True)
    watch.heard(b"\r", 1.5, in_call=True)  # more of the same command
    watch.said(b"\r\nCONNECT\r\n", 2.0)
    watch.heard(b"\xff", 2.1, in_call=True)
    watch.said(b"\r\nOK\r\n", 3.0)
    watch.heard(b"AT\r", 60.0, in_call=False)
    assert [(round(time_ms, 3), words) for time_ms, words in watch.replies] == [(4.0, "AT+FRH=3")]
