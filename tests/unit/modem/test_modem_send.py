"""``kiosk modem`` as a technician uses it: arguments, progress, report, exit codes (B6, B7)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from PIL import Image

from kiosk.__main__ import SUBCOMMANDS, main
from kiosk.fax.outcome import CallOutcome, FaxPage, Resolution
from kiosk.modem.exits import OF_CALLS as EXIT_CODES
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.soft_call import call
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time

GO = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR"
TWO = f"{GO}; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; T DCN; HANGUP"


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / "first.png", tmp_path / "second.tif"]
    for shade, path in enumerate(paths):
        Image.new("L", (400, 500), 40 + 150 * shade).save(path)
    return [str(path) for path in paths]


def send(port: ScriptedPort, *more: str) -> int:
    return main(["modem", "send", "--port", port.path, "--to", "057188001234", "--ident", "+86 571 1", *more])


def test_every_page_confirmed_exits_0_and_the_report_says_so(files, capsys):
    with ScriptedPort(TWO) as port:
        assert send(port, "--json", "--ladder", *files) == 0
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert report["outcome"] == "delivered" and report["confirmed_pages"] == 2
    assert report["far_ident"] == "+86 571 8800 1234" and report["coding"] == "MR" and report["bit_rate"] == 14400
    assert [page["state"] for page in report["pages"]] == ["confirmed", "confirmed"]
    assert "page 2: confirmed" in shown.err and "--> DCS" in " ".join(shown.err.split())
    assert port.error is None


def test_further_documents_in_the_same_call_begin_after_eom(files):
    first = f"{GO}; T PAGE; T EOM; R MCF"
    script = f"{first}; {first}; {GO}; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; T DCN; HANGUP"
    with ScriptedPort(script) as port:
        assert send(port, files[1], "--next", files[1], "--next", files[1], files[1]) == 0
    assert port.error is None and port.modem.done


def test_error_correction_and_speed_can_be_limited(files, capsys):
    """The far end offers both; the DCS takes neither."""
    limited = "R CSI; R DIS 00eef044; T TSI; T DCS 00e6; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"
    with ScriptedPort(limited) as port:
        assert send(port, "--no-ecm", "--max-speed", "9600", "--json", files[1]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["ecm"], report["coding"], report["bit_rate"]) == (False, "MR", 9600) and port.error is None


@pytest.mark.parametrize("far_end", [FarEnd(), FarEnd(ecm=False)], ids=["ECM", "no ECM"])
def test_superfine_pages_arrive_bit_for_bit(tmp_path, far_end):
    rows = b"".join(bytes(100) + (b"\xf0" * 20 if y // 16 % 2 else bytes(20)) + bytes(96) for y in range(500))
    pages = [FaxPage(1728, 500, Resolution.SUPERFINE, rows)]
    done = call(tmp_path, pages, far_end)
    assert done.report.resolution is Resolution.SUPERFINE and done.arrived(pages) == [True]


def test_superfine_becomes_fine_where_the_far_end_has_no_more(files, capsys):
    one = f"{GO}; T PAGE; T EOP; R MCF; T DCN; HANGUP"
    with ScriptedPort(one) as port:
        assert send(port, "--resolution", "superfine", "--json", files[1]) == 0
    assert json.loads(capsys.readouterr().out)["resolution"] == "fine" and port.error is None


def test_a_busy_number_has_its_own_exit_code(files, capsys):
    with ScriptedPort("SAY BUSY; HANGUP") as port:
        assert send(port, files[0]) == EXIT_CODES[CallOutcome.BUSY] == 10
    assert "busy: 0 of 1 pages confirmed" in capsys.readouterr().err


def test_every_outcome_has_an_exit_code_of_its_own():
    assert set(EXIT_CODES) == set(CallOutcome) and len(set(EXIT_CODES.values())) == len(EXIT_CODES)
    assert [outcome for outcome, code in EXIT_CODES.items() if code == 0] == [CallOutcome.DELIVERED]


def test_identify_says_what_the_modem_can_do(capsys):
    with ScriptedPort("HANGUP") as port:
        assert main(["modem", "identify", "--port", port.path, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["modem"] == "Scripted modem Doubles Script" and 146 in facts["transmit"]


def test_identify_names_speeds_for_people(capsys):
    with ScriptedPort("HANGUP") as port:
        assert main(["modem", "identify", "--port", port.path]) == 0
    assert "transmit: V.17 14400 12000 9600 7200, V.29 9600 7200, V.27ter 4800 2400" in capsys.readouterr().out


def test_a_wrong_port_is_told_in_words_with_its_name(capsys):
    assert main(["modem", "identify", "--port", "/nonexistent/ttyACM0"]) == 1
    assert "/nonexistent/ttyACM0" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["12a", "+86571", "1;2", "", "1" * 41])
def test_a_number_with_other_than_dial_characters_is_wrong_use(number, files):
    with pytest.raises(SystemExit) as refused:
        main(["modem", "send", "--port", "x", "--to", number, files[0]])
    assert refused.value.code == 2


def test_an_identification_of_letters_is_wrong_use(files):
    with pytest.raises(SystemExit) as refused:
        main(["modem", "send", "--port", "x", "--to", "1", "--ident", "LOBBY", files[0]])
    assert refused.value.code == 2


def test_signal_handlers_are_given_back(files):
    before = signal.getsignal(signal.SIGINT)
    with ScriptedPort("SAY BUSY; HANGUP") as port:
        send(port, files[0])
    assert signal.getsignal(signal.SIGINT) is before


def test_the_modem_command_loads_no_screens_and_no_database():
    program = (
        "import sys; from kiosk.__main__ import main; main(['modem', 'identify', '--port', '/nonexistent']);"
        " print([name for name in ('kivy', 'sqlite3', 'paho', 'cups') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_subcommand_stands_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(name in shown for name in SUBCOMMANDS)
