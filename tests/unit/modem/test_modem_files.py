"""Files that cannot be read or written: told before anything is dialled, by name, and nothing is left half written."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from kiosk.__main__ import main
from kiosk.devices.page_tiff import PageTiff
from kiosk.fax.outcome import FaxPage, ReceptionOutcome, Resolution
from kiosk.modem.exits import ERROR, OF_RECEPTIONS, OK, UNPLAYABLE
from kiosk.modem.files import FileTroubleError, write_private
from kiosk.modem.spool import Spool
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.unit.documents.materials import encrypted_pdf
from tests.unit.fax.reception_scripts import GO
from tests.unit.modem.test_modem_receive import RingingPort, bars, on_the_line, pages_in, receive

pytestmark = pytest.mark.real_time

SEND = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"


@contextmanager
def room_for(octets: int) -> Iterator[None]:
    """No file of this process grows beyond so much: the writer sees what a full disk would tell it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def drawing(path: Path) -> Path:
    Image.effect_noise((1728, 600), 90).convert("1").save(path)
    return path


def a_folder(folder: Path) -> Path:
    return folder


def nothing(folder: Path) -> Path:
    return folder / "nothing.pdf"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.pdf")
    return folder / "pipe.pdf"


def an_empty_pdf(folder: Path) -> Path:
    (folder / "empty.pdf").write_bytes(b"")
    return folder / "empty.pdf"


def a_stub(folder: Path) -> Path:
    (folder / "stub.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return folder / "stub.pdf"


def a_locked_pdf(folder: Path) -> Path:
    (folder / "locked.pdf").write_bytes(encrypted_pdf())
    return folder / "locked.pdf"


def a_huge_picture(folder: Path) -> Path:
    Image.new("1", (12_000, 12_000), 1).save(folder / "huge.png")
    return folder / "huge.png"


def a_program(folder: Path) -> Path:
    (folder / "program").write_bytes(b"\x7fELF" + bytes(900))
    return folder / "program"


BAD = {
    a_folder: (1013, "give a file"),
    nothing: (1013, "correct its name"),
    a_pipe: (1013, "no plain file"),
    an_empty_pdf: (3008, "no octets"),
    a_stub: (3004, "unreadable"),
    a_locked_pdf: (3003, "locked.pdf"),
    a_huge_picture: (3007, "cannot be sent"),
    a_program: (3001, "unknown"),
}


@pytest.mark.parametrize("kind", BAD, ids=lambda kind: kind.__name__)
def test_the_bad_one_of_several_files_is_named_and_nothing_is_dialled(kind, tmp_path, capsys):
    number, words = BAD[kind]
    bad, good = kind(tmp_path), drawing(tmp_path / "good.png")
    with ScriptedPort("") as port:
        assert main(["modem", "send", "--port", port.path, "--to", "1", "--json", str(good), str(bad)]) == ERROR
        assert port.modem.commands == []
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["number"] == number and error["detail"].startswith(f"{bad}: ") and words in error["detail"]


@pytest.mark.parametrize(
    ("place", "answer"),
    [("none/call.trace", "correct its name"), ("", "give a file"), ("letter.png/call.trace", "correct its name")],
)
def test_a_trace_that_could_not_be_written_is_told_before_the_call(tmp_path, capsys, place, answer):
    letter, trace = drawing(tmp_path / "letter.png"), tmp_path / place
    with ScriptedPort("") as port:
        code = main(["modem", "send", "--port", port.path, "--to", "1", "--trace", str(trace), str(letter)])
        assert code == ERROR and port.modem.commands == []
    told = capsys.readouterr().err
    assert f"{trace}: tried to write it" in told and answer in told and "[1013]" in told


def test_a_disk_that_is_full_when_the_trace_is_written_changes_nothing_of_what_came_of_the_call(tmp_path, capsys):
    letter, trace = tmp_path / "letter.txt", tmp_path / "call.trace"
    letter.write_text("A letter of some length.\n" * 40)
    trace.write_text("the trace of another call")
    with ScriptedPort(SEND) as port:
        args = ["--port", port.path, "--to", "1", "--ident", "1", "--json", "--resolution", "standard"]
        args += ["--trace", str(trace), "--trace-data", str(letter)]
        with room_for(20_000):
            code = main(["modem", "send", *args])
    shown = capsys.readouterr()
    assert code == OK and json.loads(shown.out)["outcome"] == "delivered"
    assert f"the trace was not written: {trace}: tried to write it" in shown.err
    assert trace.read_text() == "the trace of another call" and len(list(tmp_path.iterdir())) == 2


def test_a_trace_is_in_place_of_the_old_one_and_its_users_alone(tmp_path):
    path = tmp_path / "call.trace"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, ["new\n"])
    assert path.read_text() == "new\n" and path.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_written_to_as_it_is_and_through_a_link_the_file_that_it_leads_to(tmp_path):
    reading, writing = os.pipe()
    write_private(Path(f"/dev/fd/{writing}"), ["a line\n"])
    os.close(writing)
    with os.fdopen(reading) as pipe:
        assert pipe.read() == "a line\n"
    (tmp_path / "link").symlink_to(tmp_path / "call.trace")
    write_private(tmp_path / "link", ["another\n"])
    assert (tmp_path / "call.trace").read_text() == "another\n" and (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("place", ["a file", "a file/in", "/proc/none"])
def test_a_folder_that_takes_nothing_is_told_before_the_line_is_opened(tmp_path, capsys, place):
    (tmp_path / "a file").write_text("")
    out = tmp_path / place
    with ScriptedPort("") as port:
        assert main(["modem", "receive", "--port", port.path, "--out", str(out), "--calls", "1"]) == ERROR
        assert port.modem.commands == []
    told = capsys.readouterr().err
    assert f"{out}: tried to write into it" in told and "[1013]" in told


def test_a_page_that_the_disk_refuses_is_not_confirmed_and_those_before_it_stay_whole(tmp_path, capsys):
    script = f"{GO}; R PAGE; R MPS; T MCF; R PAGE 2; R EOP; T DCN; HANGUP"
    with RingingPort(script, [on_the_line(bars(1)), on_the_line(page(400))]) as port, room_for(40_000):
        code = receive(port, tmp_path, "--calls", "1", "--json")
    report = json.loads(capsys.readouterr().out)
    assert code == OF_RECEPTIONS[ReceptionOutcome.NOT_KEPT] == 22 and report["confirmed_pages"] == 1
    (tiff,) = tmp_path.glob("*.tif")
    assert pages_in(tiff) == [bars(1).rows] and json.loads(tiff.with_suffix(".json").read_text()) == report


def page(lines: int) -> FaxPage:
    return FaxPage(1728, lines, Resolution.FINE, os.urandom(216 * lines))


def test_a_tiff_on_a_full_disk_ends_with_its_last_whole_page(tmp_path):
    path = tmp_path / "fax.tif"
    with PageTiff(path) as tiff:
        tiff.append(page(40))
        whole = path.stat().st_size
        with room_for(whole + 4_000), pytest.raises(OSError, match="too large"):
            tiff.append(page(400))
        assert path.stat().st_size == whole and tiff.pages == 1
        tiff.append(page(20))
    with Image.open(path) as read:
        assert read.n_frames == 2


def test_a_tiff_that_cannot_even_begin_leaves_no_file(tmp_path):
    with room_for(4), pytest.raises(OSError, match="too large"):
        PageTiff(tmp_path / "fax.tif")
    assert list(tmp_path.iterdir()) == []


def test_replay_tells_of_its_files_with_its_own_exit_status(tmp_path, capsys):
    """1 would mean that the replay differs."""
    sent, received = (str(next(Path("tests/traces").glob(f"{way}-*.trace"))) for way in ("sent", "received"))
    (tmp_path / "there.tif").write_text("somebody's")
    assert main(["modem", "replay", sent, "--pages", str(tmp_path / "none.pdf")]) == UNPLAYABLE
    assert main(["modem", "replay", received, "--out", str(tmp_path / "there.tif")]) == UNPLAYABLE
    told = capsys.readouterr().err
    assert "none.pdf: tried to read it" in told and "there.tif: tried to write it: File exists" in told
    assert (tmp_path / "there.tif").read_text() == "somebody's"


def test_pages_are_drawn_before_the_call_and_come_back_as_they_were(tmp_path):
    with Spool([drawing(tmp_path / "one.png"), drawing(tmp_path / "two.png")], Resolution.FINE) as pages:
        (tmp_path / "one.png").unlink()
        assert len(pages) == 2 and [pages.first_page_of(n) for n in (0, 1)] == [1, 2]
        assert all(len(drawn.rows) == drawn.width // 8 * drawn.height for drawn in pages)
        assert pages[0] == pages[:1][0] and pages[0] != pages[1]


def test_a_file_that_cannot_be_written_leaves_nothing_beside_it(tmp_path):
    with room_for(100), pytest.raises(FileTroubleError):
        write_private(tmp_path / "call.trace", ["x" * 1_000])
    assert list(tmp_path.iterdir()) == []
