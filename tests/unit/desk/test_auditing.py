"""G4, G5: ``kiosk ledger`` names the first bad record, whoever made it bad; exports every posting; reports a day."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.desk.auditing import Proof, prove
from kiosk.desk.ledger_export import export_csv
from kiosk.desk.signing import Signer
from kiosk.store.database import Store
from kiosk.store.journal import GENESIS, chain_hash
from kiosk.store.proof import Found, first_bad
from kiosk.store.schema import durable_migrations
from tests.bench.big_ledger import make
from tests.desk_fixture import KEYS, furnish
from tests.unit.desk.traded_day import DAY, STROKES, forger, trade

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a closed day: change money, three payments, a void, a difference, a bag; and a payment after it."""
    folder = tmp_path_factory.mktemp("day")
    kit = furnish(folder)
    count = trade(kit, why_void="=收错")
    kit.desk.days.explain(kit.clerk(), count.id, "找零有误")
    kit.desk.days.close_day(kit.clerk(), DAY, STROKES)
    kit.desk.money.take_cash(kit.clerk(), kit.owe(200), 200)
    kit.close()
    return folder / "kiosk.db"


@pytest.fixture
def forged(day: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of it in the hands of somebody who knows SQLite."""
    with forger(day, tmp_path) as connection:
        yield connection


def bad(connection: sqlite3.Connection) -> tuple[str, str]:
    [(_, _, path)] = connection.execute("PRAGMA database_list").fetchall()
    found = prove(Path(path)).bad
    assert found is not None
    return found.record, found.what


def rehash(connection: sqlite3.Connection, first: int) -> None:
    """Make the chain fit again from ``first`` on, as a forger with time would."""
    connection.row_factory = sqlite3.Row
    for row in connection.execute("SELECT * FROM ledger_transaction WHERE id >= ? ORDER BY id", (first,)).fetchall():
        before = connection.execute("SELECT hash FROM ledger_transaction WHERE id = ?", (row["id"] - 1,)).fetchone()
        lines = connection.execute(
            "SELECT account, amount_fen FROM ledger_posting WHERE transaction_id = ? ORDER BY line", (row["id"],)
        ).fetchall()
        prev = before["hash"] if before else "0" * 64
        said = [*tuple(row)[:11], [list(line) for line in lines], prev]
        digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        connection.execute("UPDATE ledger_transaction SET prev = ?, hash = ? WHERE id = ?", (prev, digest, row["id"]))
    connection.row_factory = None


def test_a_whole_ledger_is_proved(day: Path) -> None:
    key = Signer(KEYS[1]).public_key
    with closing(sqlite3.connect(day)) as connection:
        [(last, head)] = connection.execute("SELECT id, hash FROM ledger_transaction ORDER BY id DESC LIMIT 1")
    assert last == 8
    assert prove(day, key) == Proof(8, head, 1, (key,), None)


@pytest.mark.parametrize(
    ("forgery", "found"),
    [
        ("UPDATE ledger_posting SET amount_fen = 300 WHERE amount_fen = 400", ("transaction 2", "was changed")),
        ("UPDATE ledger_transaction SET reason = '' WHERE id = 4", ("transaction 4", "was changed")),
        ("UPDATE ledger_transaction SET staff = '12' WHERE id = 2", ("transaction 2", "was changed")),
        ("DELETE FROM ledger_transaction WHERE id = 3", ("transaction 3", "missing")),
        ("DELETE FROM ledger_posting WHERE transaction_id = 5", ("transaction 5", "was changed")),
        ("UPDATE ledger_transaction SET prev = hash WHERE id = 3", ("transaction 3", "does not follow")),
        ("DELETE FROM ledger_transaction WHERE id = 8", ("transaction 8", "is the last one by the journal")),
        ("DELETE FROM payment WHERE receipt = 3", ("transaction 4", "has no receipt")),
        ("UPDATE payment SET amount_fen = 9 WHERE receipt = 2", ("receipt 2", "ledger differs")),
        ("UPDATE charge SET state = 'due' WHERE amount_fen = 600", ("charge 3", "state and payment differ")),
        ("UPDATE day_closing SET report = replace(report, '600', '500')", ("day 2026-11-18", "has another report")),
        ("UPDATE day_closing SET public_key = 'ab'", ("day 2026-11-18", "has another report")),
        ("UPDATE cash_count SET counted_fen = 20600", ("count K01-P00001", "its difference is not booked")),
        ("UPDATE counter SET value = 6 WHERE name = 'receipt'", ("counter receipt", "is not at the last number")),
        ("DELETE FROM counter WHERE name = 'cash_count'", ("counter cash_count", "is not at the last number")),
        ("UPDATE day_closing SET report = '{'", ("day 2026-11-18", "has another report")),
        ("UPDATE day_closing SET staff_id = '12'", ("day 2026-11-18", "was closed by another hand")),
        ("UPDATE day_closing SET strokes = '[]'", ("day 2026-11-18", "was closed by another hand")),
        ("UPDATE day_closing SET closed_utc = '2026-11-18T09:00:00.000Z'", ("day 2026-11-18", "was closed by another")),
        (
            "UPDATE ledger_transaction SET reason = CAST(X'E697FF' AS TEXT) WHERE id = 4",
            ("transaction 4", "was changed"),
        ),
        ("UPDATE day_closing SET report = CAST(X'7BFF7D' AS TEXT)", ("day 2026-11-18", "has another report")),
        ("UPDATE count_explanation SET reason = '少找了'", ("day 2026-11-18", "count K01-P00002 is not as it was")),
        ("UPDATE count_explanation SET staff_id = '12'", ("day 2026-11-18", "count K01-P00002 is not as it was")),
        ("UPDATE cash_count SET staff_id = '12' WHERE id = 1", ("day 2026-11-18", "count K01-P00001 is not as it")),
        ("UPDATE cash_count SET pieces = '{\"5000\":4}' WHERE id = 1", ("day 2026-11-18", "count K01-P00001 is not")),
        ("UPDATE shift SET staff_id = '12'", ("day 2026-11-18", "shift 1 is not as it was signed")),
    ],
)
def test_the_first_bad_record_is_named(forged: sqlite3.Connection, forgery: str, found: tuple[str, str]) -> None:
    forged.execute(forgery)
    record, what = bad(forged)
    assert (record, what.startswith(found[1])) == (found[0], True), what


def test_g5_a_word_to_a_count_that_agreed_may_come_after_the_day_was_signed(day: Path, tmp_path: Path) -> None:
    shutil.copy(day, tmp_path / "kiosk.db")
    kit = furnish(tmp_path)
    assert kit.desk.days.explain(kit.clerk(), 1, "整").reason == "整"
    kit.close()
    assert prove(tmp_path / "kiosk.db").bad is None


def test_a_forger_who_computes_the_whole_chain_anew_is_caught_by_the_journal_or_the_signed_day(
    forged: sqlite3.Connection,
) -> None:
    forged.execute("UPDATE ledger_transaction SET reason = 'other' WHERE id = 4")
    rehash(forged, 4)
    assert bad(forged) == ("transaction 8", "is the last one by the journal, not by the ledger")
    forged.execute("DELETE FROM journal WHERE kind = 'ledger.booked'")
    assert bad(forged) == ("day 2026-11-18", "was signed over another ledger")


def test_a_signature_over_what_is_no_report_is_named(forged: sqlite3.Connection) -> None:
    """Whoever has the key can sign anything: what is no report does not stop the proof."""
    for text in ("[]", "{", '{"business_day":"2026-11-18","ledger":null}'):
        forged.execute("UPDATE day_closing SET report = ?, signature = ?", (text, Signer(KEYS[1]).sign(text)))
        assert bad(forged) == ("day 2026-11-18", "is signed over what is no report")


def test_a_journal_record_that_cannot_be_read_is_named(forged: sqlite3.Connection) -> None:
    [(last,)] = forged.execute("SELECT max(seq) FROM journal WHERE kind = 'ledger.booked'")
    forged.execute("UPDATE journal SET body = CAST(X'7BFF7D' AS TEXT) WHERE seq = ?", (last,))
    assert bad(forged) == (f"journal record {last}", "is not as it was written")


@pytest.mark.parametrize(
    ("forgery", "record", "found"),
    [
        ("UPDATE journal SET body = '{}' WHERE kind = 'cash.counted'", "journal record", "was changed after"),
        ("DELETE FROM journal WHERE kind = 'day.closed'", "journal record", "missing"),
        ("UPDATE journal SET prev = hash WHERE kind = 'day.closed'", "journal record", "does not follow"),
        ("UPDATE journal SET kind = 'ledger' WHERE seq < 9", "journal record", "was changed"),
        ("UPDATE journal SET synced = 0 WHERE kind = 'day.closed'", "journal record", "was changed"),
        ("DELETE FROM journal", "transaction 1", "is not told of by the journal"),
    ],
)
def test_h1_the_journal_is_proved_too(forged: sqlite3.Connection, forgery: str, record: str, found: str) -> None:
    forged.execute(forgery)
    told = bad(forged)
    assert told[0].startswith(record) and told[1].startswith(found), told


def test_h1_a_transaction_that_a_whole_journal_does_not_tell_of_is_named(forged: sqlite3.Connection) -> None:
    """Taken out of the journal, whose chain was then computed anew."""
    rows = forged.execute("SELECT kind, body, at_utc, boot_id FROM journal ORDER BY seq").fetchall()
    second = [number for number, row in enumerate(rows) if row[0] == "ledger.booked"][1]
    retell(forged, rows[:second] + rows[second + 1 :])
    assert bad(forged) == ("transaction 2", "is not told of by the journal")


def test_h1_a_transaction_that_a_whole_journal_tells_of_otherwise_is_named(forged: sqlite3.Connection) -> None:
    rows = forged.execute("SELECT kind, body, at_utc, boot_id FROM journal ORDER BY seq").fetchall()
    third = [number for number, row in enumerate(rows) if row[0] == "ledger.booked"][2]
    told = {**json.loads(rows[third][1]), "hash": "0" * 64}
    rows[third] = (rows[third][0], json.dumps(told, sort_keys=True, separators=(",", ":")), *rows[third][2:])
    retell(forged, rows)
    assert bad(forged) == ("transaction 3", "is another by the journal")
    rows[third] = (rows[third][0], "[1]", *rows[third][2:])
    retell(forged, rows)
    assert bad(forged)[1] == "tells of no transaction"


def test_h1_a_transaction_that_stands_in_another_field_of_a_record_is_not_told_of(forged: sqlite3.Connection) -> None:
    """The quick look for its number goes no further than the body."""
    rows = forged.execute("SELECT kind, body, at_utc, boot_id FROM journal ORDER BY seq").fetchall()
    third = [number for number, row in enumerate(rows) if row[0] == "ledger.booked"][2]
    kind, text, at_utc, boot_id = rows[third]
    less = json.dumps({"hash": json.loads(text)["hash"]}, separators=(",", ":"))
    rows[third] = (kind, less, at_utc, boot_id + '"transaction":3}')
    retell(forged, rows)
    assert bad(forged) == (f"journal record {third + 1}", "tells of no transaction")


@pytest.mark.parametrize(("table", "told"), [("ledger_transaction", "transactions"), ("journal", "journal records")])
def test_a_value_of_another_type_is_named_and_stops_no_proof(forged: sqlite3.Connection, table: str, told: str) -> None:
    forged.execute("PRAGMA writable_schema=ON")
    forged.execute("UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = ?", (table,))
    forged.execute("PRAGMA writable_schema=RESET")
    forged.execute(f"UPDATE {table} SET kind = X'00'")
    assert bad(forged) == (f"{told} 1 to {last_of(forged, table)}", "hold a value of another type")


def last_of(forged: sqlite3.Connection, table: str) -> int:
    """The number of the newest row."""
    return int(forged.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0])


def retell(forged: sqlite3.Connection, rows: list[tuple[str, str, str, str]]) -> None:
    """A journal of these records with a chain that fits."""
    forged.execute("DELETE FROM journal")
    head = GENESIS
    for seq, row in enumerate(rows, start=1):
        said = (seq, *row, True, head)
        head = chain_hash(*said)
        forged.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*said, head))


def test_money_that_does_not_sum_to_nought_or_is_outside_the_chart_is_found_though_the_chain_fits(
    forged: sqlite3.Connection,
) -> None:
    forged.execute("UPDATE ledger_posting SET account = 'pocket:07' WHERE transaction_id = 6 AND line = 1")
    rehash(forged, 6)
    assert bad(forged)[0] == "transaction 6"
    forged.execute("UPDATE ledger_posting SET amount_fen = 5 WHERE transaction_id = 3 AND line = 1")
    rehash(forged, 3)
    assert bad(forged) == ("transaction 3", "does not sum to nought")


def test_ranges_that_are_walked_by_several_processes_find_what_one_finds(
    tmp_path: Path,
) -> None:
    make(tmp_path / "big.db", 60)
    assert first_bad(tmp_path / "big.db", 2, least=20) == Found(None, None)
    with sqlite3.connect(tmp_path / "big.db") as forger:
        forger.execute("DROP TRIGGER ledger_transaction_keeps")
        forger.execute("UPDATE ledger_transaction SET document = 'x' WHERE id IN (17, 44)")
    found = [first_bad(tmp_path / "big.db", workers, least=20) for workers in (1, 2)]
    assert found[0] == found[1] and found[0].ledger is not None and found[0].ledger.record == "transaction 17"
    assert found[0].journal is None


def test_the_command_says_what_is_wrong_and_where(
    day: Path, forged: sqlite3.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "verify", "--store", str(day)]) == 0
    assert "8 transactions, 1 closed days" in capsys.readouterr().out
    assert main(["ledger", "verify", "--store", str(day), "--key", "00" * 32]) == 1
    [key] = prove(day).public_keys
    assert main(["ledger", "verify", "--store", str(day), "--key", f"{key[:32].upper()} {key[32:]}"]) == 0
    with pytest.raises(SystemExit):
        main(["ledger", "verify", "--store", str(day), "--key", key[1:]])
    forged.execute("UPDATE ledger_posting SET amount_fen = 300 WHERE amount_fen = 400")
    assert main(["ledger", "verify", "--store", str(tmp_path / "kiosk.db")]) == 1
    assert "FIRST BAD RECORD: transaction 2: was changed after it was booked" in capsys.readouterr().err
    (tmp_path / "torn.db").write_bytes(day.read_bytes()[:8192] + b"\xff" * 8192)
    assert main(["ledger", "verify", "--store", str(tmp_path / "torn.db")]) == 1
    assert main(["ledger", "verify", "--store", str(tmp_path / "none.db")]) == 1
    assert "no store at" in capsys.readouterr().err and not (tmp_path / "none.db").exists()


def test_every_posting_is_exported_and_no_cell_is_a_formula(day: Path, tmp_path: Path) -> None:
    assert main(["ledger", "export", "--store", str(day), "--csv", str(tmp_path / "all.csv")]) == 0
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 16 and sum(int(row["amount_fen"]) for row in rows) == 0
    assert {row["reason"] for row in rows} == {"", "'=收错"}
    assert main(["ledger", "export", "--store", str(day), "--csv", str(tmp_path / "a"), "--day", "2026-11-19"]) == 0
    assert (tmp_path / "a").read_text("utf-8-sig").count("\n") == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_that_breaks_off_leaves_what_was_there(forged: sqlite3.Connection, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"ledger.{kind}"
    target.write_text("of last month")
    forged.execute("UPDATE ledger_transaction SET reason = CAST(X'E697FF' AS TEXT) WHERE id = 4")
    assert main(["ledger", "export", "--store", str(tmp_path / "kiosk.db"), f"--{kind}", str(target)]) != 0
    assert target.read_text() == "of last month" and not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("reason", ["＝1+1", "＋86", "－1", "＠x", "\n=1", "@x", "-1"])
def test_k5_no_way_of_writing_a_formula_is_one_in_the_spreadsheet(
    forged: sqlite3.Connection, tmp_path: Path, reason: str
) -> None:
    forged.execute("UPDATE ledger_transaction SET reason = ? WHERE id = 4", (reason,))
    out = io.StringIO(newline="")
    export_csv(tmp_path / "kiosk.db", out)
    rows = csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff"), newline=""))
    assert {row["reason"] for row in rows} == {"", f"'{reason}"}


def test_a_workbook_holds_the_same_cells_and_no_formula(day: Path, tmp_path: Path) -> None:
    target = tmp_path / "ledger.xlsx"
    assert main(["ledger", "export", "--store", str(day), "--xlsx", str(target)]) == 0
    with zipfile.ZipFile(target) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.count("<row ") == 17 and "<f>" not in sheet and "=收错" in "".join(parts.values())
    assert sum(int(fen) for fen in re.findall(r'r="N\d+"[^>]*><v>(-?\d+)</v>', sheet)) == 0


def test_the_report_of_a_day_says_what_was_signed(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "report", "--store", str(day), "--language", "en"]) == 0
    told = capsys.readouterr().out
    for line in (
        "营业收入日报表  2026-11-18  K01",
        "Receipts: K01-000001 - K01-000004",
        "  Fax, local, Charged to the unit: 1 x, 3.00",
        "Total: 9.00",
        "  Struck out K01-000001 > K01-000003: -4.00, void, =收错, 07",
        "Cash taken: 6.00",
        "Deposit bag: B7",
        "K01-P00002 closing count, 07: counted 205.00, expected 206.00, difference -1.00, 找零有误",
    ):
        assert f"{line}\n" in told
    assert main(["ledger", "report", "--store", str(day), "--language", "zh-Hans", "--day", "2026-11-18"]) == 0
    assert "现金收入: 6.00\n" in capsys.readouterr().out
    assert main(["ledger", "report", "--store", str(day), "--day", "2026-11-19"]) == 1


def test_the_thirty_lines_that_auditors_are_given_prove_this_ledger(day: Path, forged: sqlite3.Connection) -> None:
    """The program in docs/money.md knows nothing of this house but what stands there."""
    [program] = re.findall(r"```python\n(.*?)```", (DOCS / "money.md").read_text("utf-8"), re.DOTALL)
    assert len(program.splitlines()) <= 30
    names: dict[str, object] = {}
    exec(program, names)
    proving = names["first_bad"]
    assert callable(proving) and proving(str(day)) is None
    forged.execute("UPDATE ledger_posting SET amount_fen = 300 WHERE amount_fen = 400")
    [(_, _, path)] = forged.execute("PRAGMA database_list").fetchall()
    assert proving(path) == 2


def test_a_copy_from_before_a_change_of_shape_is_proved_and_stays_as_it_is(tmp_path: Path) -> None:
    """The last backup before an update is one that can be restored; an auditor keeps copies for years."""
    old = Store(tmp_path / "old.db")
    with old.step():
        durable_migrations().apply(old.db, stop_before="0015_payment_ways")
    old.close()
    before = (tmp_path / "old.db").read_bytes()
    assert prove(tmp_path / "old.db") == Proof(0, "", 0, (), None)
    assert (tmp_path / "old.db").read_bytes() == before
