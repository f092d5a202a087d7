"""``kiosk modem receive`` and the TIFF that grows page by page (B9)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from kiosk.__main__ import main
from kiosk.devices.page_coder import code_strip
from kiosk.devices.page_decoder import decode
from kiosk.devices.page_tiff import PageTiff
from kiosk.fax.answerer_fields import Commanded
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.modulations import LADDER
from kiosk.fax.outcome import Coding, CopyQuality, FaxPage, ReceptionOutcome, Resolution
from kiosk.fax.t4 import for_the_line, reverse_bits
from kiosk.modem.exits import OF_RECEPTIONS as EXIT_CODES
from tests.hw_doubles.scripted_caller import ScriptedCaller
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.unit.fax.reception_scripts import BYE, GO, ONE

pytestmark = pytest.mark.real_time


def bars(number: int = 1, height: int = 120) -> FaxPage:
    black = bytes((0xF0 >> number % 4,)) * 20
    rows = b"".join(bytes(100) + (black if y // 8 % 2 else bytes(20)) + bytes(96) for y in range(height))
    return FaxPage(1728, height, Resolution.FINE, rows)


def on_the_line(page: FaxPage) -> bytes:
    return for_the_line(code_strip(page, Coding.MR), two_dimensional=True, least_line_bits=0)


def arrived(octets: bytes, coding: Coding, *, ecm: bool = False) -> PageArrived:
    return PageArrived(1, Commanded(LADDER[0], coding, Resolution.FINE, 1728, ecm), octets)


def pages_in(path: Path) -> list[bytes]:
    with Image.open(path) as tiff:
        return [frame.convert("1").tobytes("raw", "1;I") for frame in ImageSequence.Iterator(tiff)]


# ---- decoding and concealment ----


@pytest.mark.parametrize("coding", list(Coding))
def test_a_page_of_every_coding_is_decoded_exactly(coding):
    page, strip = bars(), code_strip(bars(), coding)
    octets = reverse_bits(strip)
    decoded = decode(arrived(octets, coding, ecm=True))
    assert decoded.page == page and decoded.quality == CopyQuality(120)


def test_a_damaged_line_shows_the_line_above_and_is_counted():
    octets = bytearray(for_the_line(code_strip(bars(), Coding.MH), two_dimensional=False, least_line_bits=0))
    octets[len(octets) // 2] ^= 0xFF
    decoded = decode(arrived(bytes(octets), Coding.MH))
    assert 1 <= decoded.quality.damaged <= 3 and decoded.quality.lines in (119, 120, 121)
    rows = [decoded.page.rows[at : at + 216] for at in range(0, len(decoded.page.rows), 216)]
    assert set(rows) <= {bars().rows[at : at + 216] for at in range(0, 120 * 216, 216)}


def test_in_mr_damage_lasts_until_the_next_line_that_stands_alone():
    page = bars(height=200)
    octets = bytearray(on_the_line(page))
    octets[len(octets) // 2] ^= 0xFF
    quality = decode(arrived(bytes(octets), Coding.MR)).quality
    assert 1 <= quality.damaged <= 8 and quality.longest_run >= 1


def test_noise_makes_an_empty_or_a_damaged_page_and_no_exception():
    for coding in Coding:
        quality = decode(arrived(os.urandom(3_000), coding)).quality
        assert quality.lines >= quality.damaged >= quality.longest_run >= 0
    assert decode(arrived(b"", Coding.MH)).page.height == 0


def test_a_short_code_that_would_unfold_to_a_huge_page_is_bounded():
    decoded = decode(arrived(b"\xff" * 20_000, Coding.MMR, ecm=True))
    assert decoded.page.height <= 50_000


# ---- the file ----


def test_the_file_is_whole_after_each_page(tmp_path):
    with PageTiff(tmp_path / "fax.tif") as tiff:
        for number in range(1, 4):
            tiff.append(bars(number))
            assert pages_in(tmp_path / "fax.tif") == [bars(n).rows for n in range(1, number + 1)]
        tiff.drop_last()
        assert len(pages_in(tmp_path / "fax.tif")) == 2
        tiff.append(bars(4))
    assert pages_in(tmp_path / "fax.tif")[2] == bars(4).rows


def test_a_page_written_by_half_does_not_hurt_those_before_it(tmp_path):
    path = tmp_path / "fax.tif"
    with PageTiff(path) as tiff:
        tiff.append(bars(1))
        whole = path.stat().st_size
        tiff.append(bars(2))
    octets = path.read_bytes()
    link_back_to_nothing = octets[: whole - 20] + bytes(4) + octets[whole - 16 :]
    path.write_bytes(link_back_to_nothing[: whole + 30])
    assert pages_in(path) == [bars(1).rows]


def test_nothing_received_is_written_over_and_an_empty_file_does_not_stay(tmp_path):
    path = tmp_path / "fax.tif"
    PageTiff(path).close()
    assert not path.exists()
    path.write_text("something")
    with pytest.raises(FileExistsError):
        PageTiff(path)


# ---- the command ----


class RingingPort(ScriptedPort):
    """A scripted caller on a pseudo-terminal that rings twice as soon as caller identification is asked for."""

    def __init__(self, script: str, pages: list[bytes]) -> None:
        super().__init__(script)
        self.modem = _RingingCaller(script, pages)


class _RingingCaller(ScriptedCaller):
    def __init__(self, script: str, pages: list[bytes]) -> None:
        super().__init__(script, pages)
        self._pace = 0.02
        self._calls = [part.strip() for part in script.split("|")]
        self.steps = []

    def _command(self, command: str, now_ms: float) -> None:
        super()._command(command, now_ms)
        if command == "AT+VCID=1" and self._calls:
            self.steps = [step.strip() for step in self._calls.pop(0).split(";")]
            self._say("NMBR = 057187009999", now_ms + 10)
            self._say("RING", now_ms + 20)
            self._say("RING", now_ms + 60)


def receive(port: ScriptedPort, out: Path, *more: str) -> int:
    return main(["modem", "receive", "--port", port.path, "--out", str(out), "--ident", "+86 571 1", *more])


def test_a_call_becomes_a_tiff_and_a_report(tmp_path, capsys):
    script = f"{GO}; R PAGE; R MPS; T MCF; R PAGE 2; R EOP; T MCF; {BYE}"
    with RingingPort(script, [on_the_line(bars(1)), on_the_line(bars(2))]) as port:
        assert receive(port, tmp_path, "--calls", "1", "--rings", "2", "--json", "--ladder") == 0
    report = json.loads(capsys.readouterr().out)
    (tiff,) = tmp_path.glob("*.tif")
    assert pages_in(tiff) == [bars(1).rows, bars(2).rows] and report["file"] == tiff.name
    assert json.loads(tiff.with_suffix(".json").read_text()) == report
    assert report["outcome"] == "received" and report["confirmed_pages"] == 2
    assert report["caller"]["ident"] == "+86 571 8700 9999" and report["caller"]["number"] == "057187009999"
    assert port.error is None


def test_a_page_that_is_not_confirmed_is_not_in_the_file(tmp_path, capsys):
    script = f"{GO}; R PAGE; R MPS; T MCF; R PAGE 2; R DCN; HANGUP"
    with RingingPort(script, [on_the_line(bars(1)), on_the_line(bars(2))]) as port:
        assert receive(port, tmp_path, "--calls", "1") == EXIT_CODES[ReceptionOutcome.INCOMPLETE] == 19
    (tiff,) = tmp_path.glob("*.tif")
    assert pages_in(tiff) == [bars(1).rows] and "page 2: not confirmed, dropped" in capsys.readouterr().err


def test_several_calls_have_files_of_their_own_and_the_worst_exit_code_counts(tmp_path):
    script = f"{ONE}; R EOP; T MCF; {BYE} | T CSI; T DIS; R DCN; HANGUP | {ONE}; R EOP; T MCF; {BYE}"
    with RingingPort(script, [on_the_line(bars(1))] * 3) as port:
        assert (
            receive(port, tmp_path, "--calls", "3", "--trace", str(tmp_path / "call.trace"))
            == EXIT_CODES[ReceptionOutcome.CALLER_GONE]
        )
    assert len(list(tmp_path.glob("*.tif"))) == 2 and len(list(tmp_path.glob("*.json"))) == 3
    assert sorted(path.name for path in tmp_path.glob("*.trace")) == ["call-2.trace", "call-3.trace", "call.trace"]


def test_every_outcome_has_an_exit_code_and_only_the_good_one_is_0():
    assert set(EXIT_CODES) == set(ReceptionOutcome)
    assert [outcome for outcome, code in EXIT_CODES.items() if code == 0] == [ReceptionOutcome.RECEIVED]


def test_an_interrupt_while_nobody_calls_ends_it(tmp_path):
    with RingingPort("HANGUP", []) as port:
        port.modem._calls = []
        command = [sys.executable, "-m", "kiosk", "modem", "receive", "--port", port.path, "--out", str(tmp_path)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        patience = threading.Timer(20, process.kill)
        patience.start()
        while "AT+VCID=1" not in port.modem.commands and process.poll() is None:
            threading.Event().wait(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        patience.cancel()
        process.stderr.close()


@pytest.mark.parametrize("wrong", [["--rings", "0"], ["--calls", "x"], ["--max-speed", "1200"], ["--ident", "LOBBY"]])
def test_wrong_arguments_are_wrong_use(tmp_path, wrong):
    with pytest.raises(SystemExit) as refused:
        main(["modem", "receive", "--port", "x", "--out", str(tmp_path), *wrong])
    assert refused.value.code == 2
