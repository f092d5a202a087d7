"""Bad input, as a technician meets it: the device, what was tried, what it answered, what to do (issue 3)."""

from __future__ import annotations

import json
import os
import pty
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import serial

from kiosk.__main__ import main
from kiosk.modem.exits import ERROR
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time


@contextmanager
def device(answer) -> Iterator[str]:
    """A terminal that answers what ``answer`` makes of the octets it is given."""
    master, slave = pty.openpty()
    tty.setraw(slave)

    def serve() -> None:
        while True:
            try:
                octets = os.read(master, 100)
            except OSError:
                return
            os.write(master, answer(octets))

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield os.ttyname(slave)
    finally:
        os.close(slave)
        os.close(master)


@contextmanager
def missing(_folder) -> Iterator[str]:
    yield "/nonexistent/ttyACM0"


@contextmanager
def a_file(folder) -> Iterator[str]:
    (folder / "modem").write_text("no device")
    yield str(folder / "modem")


@contextmanager
def silent(_folder) -> Iterator[str]:
    with device(lambda _octets: b"") as path:
        yield path


@contextmanager
def an_echo(_folder) -> Iterator[str]:
    with device(lambda octets: octets) as path:
        yield path


@contextmanager
def another_device(_folder) -> Iterator[str]:
    with device(lambda _octets: b"$GPGGA,120000\r\n") as path:
        yield path


@contextmanager
def a_data_modem(_folder) -> Iterator[str]:
    with ScriptedPort("HANGUP", {"ATI": "Data only", "AT+FCLASS=?": "0"}) as port:
        yield port.path


@contextmanager
def in_use(_folder) -> Iterator[str]:
    with device(lambda _octets: b"\r\nOK\r\n") as path, serial.Serial(path, exclusive=True):
        yield path


TROUBLES = {
    missing: (2000, "plug the modem in"),
    a_file: (2003, "give the modem's port"),
    silent: (2010, "nothing came back"),
    an_echo: (2010, "echoes"),
    another_device: (2010, "GPGGA"),
    a_data_modem: (2011, "Data only"),
    in_use: (2002, "end "),
}


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_the_message_names_the_device_what_was_tried_and_what_to_do(trouble, tmp_path, capsys):
    number, words = TROUBLES[trouble]
    with trouble(tmp_path) as path:
        assert main(["modem", "identify", "--port", path, "--json"]) == ERROR
    shown = capsys.readouterr()
    error = json.loads(shown.out)["error"]
    assert error["number"] == number and path in error["detail"] and words in error["detail"]
    sentence, detail = shown.err.splitlines()
    assert sentence.startswith("kiosk modem identify: ") and detail == f"{error['detail']} [{number}]"


def test_nothing_is_dialled_when_a_file_cannot_be_sent(tmp_path, capsys):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7\n" + bytes(500))
    with ScriptedPort("HANGUP") as port:
        code = main(["modem", "send", "--port", port.path, "--to", "1", "--json", str(tmp_path / "letter.pdf")])
        assert code == ERROR and not [command for command in port.modem.commands if command.startswith("ATD")]
    assert json.loads(capsys.readouterr().out)["error"]["number"] > 0
