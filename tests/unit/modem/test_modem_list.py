"""``kiosk modem list``: which ports there are, and which of them answer as fax modems, asked politely (K2)."""

from __future__ import annotations

import json
import os
import pty
import threading
import tty

import pytest

from kiosk.__main__ import main
from kiosk.modem.ports import found_ports
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time


@pytest.fixture
def printer():
    """A serial device that takes everything and answers nothing; gives its path and what was written to it."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    written = bytearray()
    ended = threading.Event()

    def take() -> None:
        while not ended.is_set():
            try:
                written.extend(os.read(master, 100))
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    yield os.ttyname(slave), written
    ended.set()
    os.close(slave)
    os.close(master)


def test_the_ports_of_this_machine_are_listed_without_a_word_to_them(capsys):
    assert main(["modem", "list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [port["path"] for port in told] == [port.path for port in found_ports()]


def test_without_probe_nothing_is_written(printer, capsys):
    path, written = printer
    assert main(["modem", "list", "--port", path]) == 0
    shown = capsys.readouterr()
    assert path in shown.out and "--probe" in shown.err and not written


def test_a_modem_tells_its_name_its_classes_and_gets_a_profile(capsys):
    with ScriptedPort("HANGUP") as port:
        assert main(["modem", "list", "--probe", "--json", "--port", port.path]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    answer = told["answer"]
    assert answer["modem"].startswith("Scripted modem") and answer["used_class"] == "1"
    assert answer["profile"] == "generic" and "1" in answer["classes"] and not answer["trouble"]


def test_what_does_not_answer_gets_at_and_no_more(printer, capsys):
    path, written = printer
    assert main(["modem", "list", "--probe", "--port", path]) == 1
    assert bytes(written) == b"AT\r" and "sent AT, and had no OK" in capsys.readouterr().out


def test_a_modem_among_ports_in_trouble_is_found(printer, capsys):
    with ScriptedPort("HANGUP") as port:
        more = ["--port", printer[0], "--port", port.path, "--port", "/nonexistent/ttyACM0"]
        assert main(["modem", "list", "--probe", *more]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["PORT", "USB", "DEVICE", "CLASS", "PROFILE", "ANSWER"]
    assert "used as 1" in lines[2] and "/nonexistent/ttyACM0" in lines[3] and len(lines) == 4
