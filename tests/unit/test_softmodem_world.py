"""The telephone world as its users meet it: a child process, a serial port opened by pyserial, a control socket."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from tests.hw_doubles.softmodem import FarEnd, FarEndKind, Line, TelephoneWorld
from tests.hw_doubles.softmodem.client import TelephoneWorldError

pytestmark = pytest.mark.real_time

SPEED = 8.0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelephoneWorld]:
    with TelephoneWorld(tmp_path_factory.mktemp("telephone"), speed=SPEED) as world:
        yield world


@pytest.fixture
def world(shared: TelephoneWorld) -> TelephoneWorld:
    shared.reset()
    return shared


@contextlib.contextmanager
def opened(world: TelephoneWorld) -> Iterator[serial.Serial]:
    """The port in a driver's hands, echo off, Class 1."""
    with serial.Serial(world.port, 115200, timeout=10) as port:
        for command in (b"ATE0", b"AT+FCLASS=1"):
            assert ask(port, command).endswith(b"OK\r\n")
        yield port


def ask(port: serial.Serial, command: bytes, ending: bytes = b"OK\r\n") -> bytes:
    port.write(command + b"\r")
    return port.read_until(ending)


def eventually(world: TelephoneWorld, **wanted: object) -> dict[str, object]:
    """The world's state once it is as wanted; the last one seen when it is not within 5 s."""
    until = time.monotonic() + 5
    state = world.state()
    while any(state[name] != value for name, value in wanted.items()) and time.monotonic() < until:
        state = world.state()
    return {name: state[name] for name in wanted}


def test_pyserial_finds_a_class_1_modem_on_the_port(world: TelephoneWorld) -> None:
    with opened(world) as port:
        assert b"spandsp" in ask(port, b"ATI")
        assert ask(port, b"AT+FTH=?") == b"\r\n3\r\n\r\nOK\r\n"


def test_the_far_end_of_each_number_is_its_own(world: TelephoneWorld) -> None:
    world.set("110", far_end=FarEnd(kind=FarEndKind.BUSY))
    world.set(far_end=FarEnd(ident="+86 10 6512 3456"))
    with opened(world) as port:
        assert ask(port, b"ATDT110", b"BUSY\r\n") == b"\r\nBUSY\r\n"
        assert ask(port, b"ATDT01065123456", b"CONNECT\r\n") == b"\r\nCONNECT\r\n"
        assert port.read_until(b"\x10\x03")[3:23][::-1].strip() == b"+86 10 6512 3456"
        assert eventually(world, off_hook=True, number="01065123456", stage="talking")["off_hook"]
        port.read_until(b"OK\r\n")
        assert ask(port, b"ATH") == b"\r\nOK\r\n"
    refused, answered = world.calls()
    assert (refused.outcome, answered.outcome, answered.hung_up_by) == ("busy", "answered", "kiosk")


def test_a_second_handle_sees_and_steers_the_same_world(world: TelephoneWorld) -> None:
    panel = TelephoneWorld.attach(Path(world.port).parent)
    panel.set(line=Line(dial_tone=False))
    with opened(world) as port:
        assert ask(port, b"ATDT1", b"DIALTONE\r\n") == b"\r\nNO DIALTONE\r\n"
    assert panel.wait_for_call(timeout_s=5).outcome == "no_dial_tone"
    panel.stop()
    assert world.state()["calls"] == 1


def test_closing_the_port_in_a_call_hangs_up_and_the_next_one_to_open_it_finds_a_fresh_modem(
    world: TelephoneWorld,
) -> None:
    with opened(world) as port:
        ask(port, b"ATDT1", b"CONNECT\r\n")
    assert eventually(world, off_hook=False) == {"off_hook": False}
    assert world.calls()[0].hung_up_by == "kiosk"
    with serial.Serial(world.port, 115200, timeout=10) as port:
        assert ask(port, b"AT+FCLASS?") == b"AT+FCLASS?\r\r\n0\r\n\r\nOK\r\n"  # echo on, class 0: as after power-on


def test_an_unplugged_modem_vanishes_and_comes_back_under_the_same_name(world: TelephoneWorld) -> None:
    with opened(world) as port:
        ask(port, b"ATDT1", b"CONNECT\r\n")
        world.unplug()
        assert not Path(world.port).exists()
        with pytest.raises((serial.SerialException, OSError)):
            for _ in range(100):
                port.write(b"AT\r")
                port.read(1)
    assert not world.state()["off_hook"]
    world.replug()
    with opened(world) as port:
        assert ask(port, b"AT") == b"\r\nOK\r\n"


def test_a_hung_modem_answers_nothing_until_it_is_revived(world: TelephoneWorld) -> None:
    with opened(world) as port:
        world.hang_modem()
        port.timeout = 0.3
        assert ask(port, b"AT") == b""
        world.revive_modem()
        port.timeout = 10
        assert port.read_until(b"OK\r\n") == b"\r\nOK\r\n"


def test_a_misspelt_switch_is_refused_by_name(world: TelephoneWorld) -> None:
    with pytest.raises(TelephoneWorldError, match="busy"):
        world._ask("far_end", number=None, far_end={"busy": True})


def test_the_far_end_can_be_told_to_hang_up_now(world: TelephoneWorld) -> None:
    with opened(world) as port:
        ask(port, b"ATDT1", b"CONNECT\r\n")
        port.read_until(b"OK\r\n")
        world.hang_up_far_end()
        assert ask(port, b"AT+FRH=3", b"NO CARRIER\r\n") == b"\r\nNO CARRIER\r\n"
    assert world.wait_for_call(timeout_s=5).hung_up_by == "far"


def test_a_call_costs_a_small_part_of_a_processor(world: TelephoneWorld) -> None:
    world.set(far_end=FarEnd(kind=FarEndKind.VOICE))
    before = world.state()
    with opened(world) as port:
        ask(port, b"ATS7=12")
        assert ask(port, b"ATDT1", b"CARRIER\r\n") == b"\r\nNO CARRIER\r\n"
    after = world.state()
    line_s = (after["ticks"] - before["ticks"]) * 0.020
    assert line_s > 10
    assert (after["cpu_s"] - before["cpu_s"]) / line_s < 0.1
