"""Ctrl-C in a call: the far end is told, the line is at rest, the exit status says so (B6)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading

import pytest

from kiosk.modem.exits import INTERRUPTED
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, TelephoneWorld

pytestmark = pytest.mark.real_time


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with TelephoneWorld(tmp_path_factory.mktemp("telephone")) as world:
        world.set("1", far_end=FarEnd(kind=FarEndKind.NO_ANSWER))
        yield world


def interrupted(world: TelephoneWorld, *command: str) -> subprocess.CompletedProcess[str]:
    """``kiosk modem`` so called, with Ctrl-C as soon as the line is off-hook."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "modem", *command, "--port", world.port],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    patience = threading.Timer(60, process.kill)
    patience.start()
    while not world.state()["off_hook"] and process.poll() is None:
        threading.Event().wait(0.05)
    threading.Event().wait(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    patience.cancel()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_a_call_that_rings_is_ended_and_the_report_says_so(world, tmp_path):
    (tmp_path / "letter.txt").write_text("A page.\n")
    done = interrupted(world, "send", "--to", "1", "--json", str(tmp_path / "letter.txt"))
    assert done.returncode == INTERRUPTED and json.loads(done.stdout)["outcome"] == "cancelled"
    assert world.state()["off_hook"] is False


def test_a_fax_that_comes_in_is_ended_politely(world, tmp_path):
    sent = tmp_path / "sent.tif"
    from PIL import Image

    Image.new("1", (1728, 200), 1).save(sent, compression="group4", dpi=(204, 98))
    calling = threading.Timer(3, world.call_in, (sent,))
    calling.start()
    done = interrupted(world, "receive", "--out", str(tmp_path / "in"), "--calls", "1", "--json")
    calling.join()
    assert done.returncode == INTERRUPTED and json.loads(done.stdout)["outcome"] == "cancelled"
    assert world.state()["off_hook"] is False and world.calls()[-1].hung_up_by == "kiosk"


def test_a_qualification_keeps_what_it_has_shown(world):
    done = interrupted(world, "qualify", "--number", "1", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == INTERRUPTED and told["modem"]["used_class"] == "1"
    assert [call["report"]["outcome"] for call in told["calls"]] == ["cancelled"]
    assert world.state()["off_hook"] is False
