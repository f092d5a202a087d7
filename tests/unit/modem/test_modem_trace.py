"""``kiosk modem trace`` and ``replay``: what was recorded is read, and played again (issue 3, traces).

The traces under ``tests/traces`` are calls of ``kiosk modem`` over real signals; the engine must go on giving them.
"""

from __future__ import annotations

import json
import random
import re
import stat
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.fax.outcome import CallOutcome, PageState, TraceEntry
from kiosk.fax.trace_file import Direction, NotATraceError, read_trace, write_values
from kiosk.modem.exits import DIFFERENT, ERROR, OK, UNPLAYABLE
from tests.desk_fixture import furnish
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time

ROOT = Path(__file__).parents[3]
TRACES = sorted((ROOT / "tests" / "traces").glob("*.trace"))
SENT = ROOT / "tests" / "traces" / "sent-ftt-ppr.trace"
RECEIVED = ROOT / "tests" / "traces" / "received-ftt-rtn.trace"
ONE_PAGE = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"


def test_there_are_traces_of_both_ways():
    directions = {read_trace(path.read_text("utf-8").splitlines()).direction for path in TRACES}
    assert directions == set(Direction) and len(TRACES) >= 4


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_every_recorded_call_comes_out_as_it_was(path, capsys):
    assert main(["modem", "replay", str(path), "--json"]) == OK, capsys.readouterr().out
    told = json.loads(capsys.readouterr().out)
    assert told["same"] and told["difference"] is None and told["recorded"] == told["replayed"]


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_the_ladder_is_read_from_a_file(path, capsys):
    assert main(["modem", "trace", str(path)]) == OK
    head, *rungs = capsys.readouterr().out.splitlines()
    assert re.match(r"a call (we placed|that came in), 20\d\d-", head) and "confirmed" in head
    assert all(re.match(r" +\d+\.\d{3}  (-->|<--| \. )  [A-Z]", rung) for rung in rungs) and len(rungs) > 12


def test_the_octets_of_the_port_are_shown_when_asked_for(capsys):
    assert main(["modem", "trace", "--raw", str(SENT)]) == OK
    shown = capsys.readouterr().out
    assert r"'ATDT057188001234\r'" in shown and "ff 13 84" in shown and "plan" in shown


def test_machines_read_the_trace_as_json(capsys):
    assert main(["modem", "trace", "--json", str(RECEIVED)]) == OK
    told = json.loads(capsys.readouterr().out)
    assert told["direction"] == "received" and told["report"]["outcome"] == "received"
    assert [entry["signal"] for entry in told["trace"]].count("RTN") == 1


def test_the_pages_of_a_received_call_come_out_of_its_trace(tmp_path):
    assert main(["modem", "replay", str(RECEIVED), "--out", str(tmp_path / "pages.tif")]) == OK
    assert (tmp_path / "pages.tif").stat().st_size > 500


def test_the_first_difference_is_shown(tmp_path, capsys):
    """As if today's engine would not believe CFR: in the recording a PAGE follows, in the replay it does not."""
    lines = SENT.read_text("utf-8").splitlines(keepends=True)
    tampered = [line.replace('"signal": "PAGE"', '"signal": "TCF"') for line in lines]
    (tmp_path / "tampered.trace").write_text("".join(tampered), "utf-8")
    assert main(["modem", "replay", str(tmp_path / "tampered.trace")]) == DIFFERENT
    shown = capsys.readouterr().out
    assert re.search(r"recorded +[\d.]+  -->  TCF", shown) and re.search(r"replayed +[\d.]+  -->  PAGE", shown)
    assert "first difference" in shown


def test_another_outcome_is_a_difference_too(tmp_path, capsys):
    text = SENT.read_text("utf-8").replace('"outcome": "delivered"', '"outcome": "line_lost"', 1)
    (tmp_path / "other.trace").write_text(text, "utf-8")
    assert main(["modem", "replay", str(tmp_path / "other.trace")]) == DIFFERENT
    assert "recorded: line_lost" in capsys.readouterr().out


def test_a_call_sent_with_a_trace_can_be_replayed_with_its_files(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("A page.\n")
    trace, letter = tmp_path / "call.trace", tmp_path / "letter.txt"
    with ScriptedPort(ONE_PAGE) as port:
        to = ["--port", port.path, "--to", "057188001234", "--ident", "+86 571 1", "--resolution", "standard"]
        assert main(["modem", "send", *to, "--trace", str(trace), str(letter)]) == OK
    assert stat.S_IMODE(trace.stat().st_mode) == 0o600
    assert main(["modem", "replay", str(trace)]) == OK
    assert main(["modem", "replay", str(trace), "--pages", str(letter)]) == OK
    capsys.readouterr()
    assert main(["modem", "trace", str(trace)]) == OK
    assert "modem: Scripted modem Doubles Script" in capsys.readouterr().out
    (tmp_path / "other.txt").write_text("Another page, which is longer than the first one.\n")
    assert main(["modem", "replay", str(trace), "--pages", str(tmp_path / "other.txt")]) == DIFFERENT


def test_page_data_are_in_the_trace_only_if_asked_for(tmp_path):
    (tmp_path / "letter.txt").write_text("A page.\n")
    for more in ([], ["--trace-data"]):
        with ScriptedPort(ONE_PAGE) as port:
            to = ["--port", port.path, "--to", "1", "--ident", "1", "--trace", str(tmp_path / f"call{len(more)}.trace")]
            to += ["--resolution", "standard"]
            assert main(["modem", "send", *to, *more, str(tmp_path / "letter.txt")]) == OK
    counted, kept = (read_trace((tmp_path / f"call{n}.trace").read_text().splitlines()).entries for n in (0, 1))
    assert all(entry.detail.endswith(" octets") for entry in counted if entry.signal == "data")
    assert sum(len(entry.detail) // 2 for entry in kept if entry.signal == "data") > 3_000


@pytest.mark.parametrize("text", ["", "not a trace\n", "[1]\n", '{"fax_trace": 2}\n', '{"fax_trace": 1}\n'])
def test_what_is_no_trace_is_told(tmp_path, capsys, text):
    (tmp_path / "call.trace").write_text(text)
    assert main(["modem", "trace", str(tmp_path / "call.trace")]) == ERROR
    assert "call.trace: line 1" in capsys.readouterr().err
    assert main(["modem", "replay", str(tmp_path / "call.trace")]) == UNPLAYABLE
    with pytest.raises(NotATraceError):
        read_trace(text.splitlines())


def test_a_missing_file_is_told(capsys):
    assert main(["modem", "trace", "nowhere.trace"]) == ERROR
    assert "nowhere.trace" in capsys.readouterr().err


def counted(entries: tuple[TraceEntry, ...]) -> list[TraceEntry]:
    """The same trace as it is without --trace-data: one count a carrier, in place of its last lump."""
    told: list[TraceEntry] = []
    octets = 0
    for number, entry in enumerate(entries):
        if (entry.direction, entry.signal) != ("<", "data"):
            told.append(entry)
            continue
        octets += len(entry.detail) // 2
        later = (e for e in entries[number + 1 :] if e.signal in ("data", "CARRIER OFF", "CARRIER"))
        if (following := next(later, None)) is None or following.signal != "data":
            told.append(TraceEntry(entry.at_ms, "<", "data", f"{octets} octets"))
            octets = 0
    return told


@pytest.mark.parametrize("path", [path for path in TRACES if path.stem.startswith("received")], ids=lambda p: p.stem)
def test_a_received_call_without_its_data_is_replayed_and_has_no_pages_to_write(path, tmp_path, capsys):
    call = read_trace(path.read_text("utf-8").splitlines())
    lines = write_values(call.direction, call.report, counted(call.entries), call.recorded_utc)
    (tmp_path / "counted.trace").write_text("".join(lines), "utf-8")
    assert main(["modem", "replay", str(tmp_path / "counted.trace")]) == OK
    out = str(tmp_path / "pages.tif")
    assert main(["modem", "replay", str(tmp_path / "counted.trace"), "--out", out]) == UNPLAYABLE
    assert "record with --trace-data" in capsys.readouterr().err and not (tmp_path / "pages.tif").exists()


def test_a_trace_of_another_version_of_the_engine_is_played_with_what_both_know(tmp_path):
    text = SENT.read_text("utf-8").replace(r"{\"dial\"", r"{\"whistles\": 3, \"dial\"", 1)
    assert "whistles" in text
    (tmp_path / "younger.trace").write_text(text.replace(r"\"answer\": \"ATA\", ", "", 1), "utf-8")
    assert main(["modem", "replay", str(tmp_path / "younger.trace")]) == OK


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_a_trace_that_was_tampered_with_is_played_or_refused(path, tmp_path, capsys):
    """Lines dropped, doubled, exchanged, digits of octets changed: no other end than a comparison or a refusal."""
    chance = random.Random(path.stem)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for number in range(25):
        mutated = list(lines)
        for _ in range(chance.randrange(1, 4)):
            at, other = chance.randrange(1, len(mutated)), chance.randrange(1, len(mutated))
            change = chance.choice(["drop", "double", "exchange", "octets"])
            if change == "drop":
                del mutated[at]
            elif change == "double":
                mutated.insert(at, mutated[other])
            elif change == "exchange":
                mutated[at], mutated[other] = mutated[other], mutated[at]
            else:
                mutated[at] = re.sub(
                    "[0-9a-f]", lambda _digit: chance.choice("0123456789abcdefx"), mutated[at], count=99
                )
        (tmp_path / "mutated.trace").write_text("".join(mutated), "utf-8")
        assert main(["modem", "replay", str(tmp_path / "mutated.trace")]) in (OK, DIFFERENT, UNPLAYABLE), number
    assert "Traceback" not in capsys.readouterr().err


# ---- out of the kiosk's own store ----


@pytest.fixture
def config(tmp_path) -> Path:
    """A kiosk that has sent one fax and received one; their traces are those of the files."""
    kit = furnish(tmp_path / "state")
    try:
        _send(kit, tmp_path)
        kit.receive_fax(1)
        busy = json.dumps([[0, "-", "CALL FAILED", "BUSY"]])
        with kit.house.store.step() as store:
            store.run("UPDATE fax_attempt SET trace = ? WHERE number = 1", (busy,))
            store.run("UPDATE fax_attempt SET trace = ? WHERE number = 2", (_stored(SENT),))
            store.run("UPDATE fax_received SET trace = ?", (_stored(RECEIVED),))
    finally:
        kit.close()
    sample = (ROOT / "deploy" / "kiosk.toml").read_text("utf-8")
    path = tmp_path / "kiosk.toml"
    path.write_text(re.sub(r"state_dir = .*", f'state_dir = "{tmp_path / "state"}"', sample), "utf-8")
    return path


def _send(kit, folder) -> None:
    from tests.ui.paper import letter

    visitor = kit.visitor()
    kit.put_stick(letter(folder / "letter.pdf", 1))
    kit.order(visitor, kit.desk.fax.take_in(visitor, "s/0").id)
    kit.end_call(kit.begin_call(), CallOutcome.BUSY, [PageState.NOT_SENT])
    kit.clock.turn(400)
    kit.end_call(kit.begin_call())


def _stored(path: Path) -> str:
    entries = read_trace(path.read_text("utf-8").splitlines()).entries
    return json.dumps([[entry.at_ms, entry.direction, entry.signal, entry.detail] for entry in entries])


def numbers(config: Path) -> tuple[str, str]:
    """Of the fax that was sent and of the one that came in."""
    from kiosk.store.database import Store

    store = Store(config.parent / "state" / "kiosk.db")
    try:
        return tuple(str(store.one(f"SELECT number FROM {table}")["number"]) for table in ("fax_job", "fax_received"))
    finally:
        store.close()


def test_a_fax_of_the_log_is_shown_and_replayed(config, capsys):
    sent, received = numbers(config)
    assert main(["modem", "trace", "--from-store", str(config), sent]) == OK
    assert "PPR" in capsys.readouterr().out
    assert main(["modem", "trace", "--from-store", str(config), "--attempt", "1", sent]) == OK
    assert "BUSY" in capsys.readouterr().out
    assert main(["modem", "replay", "--from-store", str(config), sent]) == OK
    assert main(["modem", "replay", "--from-store", str(config), received]) == OK


def test_a_fax_of_the_log_becomes_a_file(config, tmp_path):
    sent, _ = numbers(config)
    out = tmp_path / "out.trace"
    assert main(["modem", "trace", "--from-store", str(config), sent, "--out", str(out)]) == OK
    assert main(["modem", "replay", str(out)]) == OK and stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize(("number", "more"), [("F999999", []), ("", ["--attempt", "7"])])
def test_a_fax_that_is_not_there_is_told(config, capsys, number, more):
    number = number or numbers(config)[0]
    assert main(["modem", "trace", "--from-store", str(config), *more, number]) == ERROR
    assert "no trace of" in capsys.readouterr().err
