"""H1, G3, K1: a kiosk goes on from yesterday's backup, over a real broker, and letters of what it forgot come in late.

What head office held is kept beside its books, what it had never heard too, and neither is taken for the kiosk's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from kiosk.clock import TurnedClock
from kiosk.desk.auditing import prove
from kiosk.desk.backups import Backup, back_up
from kiosk.desk.restoring import restore
from kiosk.documents.keys import load_or_create_key
from kiosk.headoffice.audit import Verdict, audit
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.restored import Accepted, accept_restored
from kiosk.headoffice.tables import SUPERSEDED, open_database
from kiosk.store.journal import Journal, Record
from kiosk.sync.courier import Condition
from kiosk.sync.link import BrokerLink, LinkEvent, LinkUp
from tests.desk_fixture import NOON, furnish
from tests.faults.money_scenario import CLERK
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.headoffice import HeadOfficeProcess
from tests.hw_doubles.office_database import office_url
from tests.hw_doubles.processes import until
from tests.hw_doubles.sync_kiosk import SyncKiosk

STORE = "kiosk.db"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A kiosk with keys and one paid receipt."""
    folder = tmp_path / "state"
    load_or_create_key(folder / "keys" / "ledger.key")
    pay(folder)
    return folder


@pytest.fixture
def made(state: Path, tmp_path: Path) -> Backup:
    """Of that kiosk, with one receipt."""
    return back_up(state, tmp_path / "backups", 5, "2026-11-18T04:00:00.000Z")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Head office's database."""
    opened = open_database(office_url(tmp_path / "office.db"))
    yield opened
    opened.dispose()


@pytest.fixture
def office(engine: Engine) -> Ledger:
    """Head office without a broker: it is handed letters."""
    return Ledger(engine, TurnedClock(NOON))


def pay(state: Path, fen: int = 300) -> str:
    """A charge paid in cash; the receipt's number."""
    with closing(furnish(state)) as kit:
        return kit.desk.money.take_cash(CLERK, kit.owe(fen), fen).number


def journal(state: Path, after: int = 0) -> list[Record]:
    with closing(furnish(state)) as kit:
        return list(kit.house.books.journal.after(after, 1000))


def letter(records: list[Record]) -> bytes:
    """As a kiosk whose newest record is the last of these writes it."""
    newest = [records[-1].seq, records[-1].hash]
    return json.dumps({"v": 1, "head": newest, "records": [asdict(record) for record in records]}).encode()


def forgets(state: Path, made: Backup) -> str:
    """Restored, and a payment goes on behind every number; its receipt's."""
    restore(state, made, TurnedClock(NOON), although_sound=True)
    return pay(state)


def forgotten(engine: Engine) -> list[str]:
    """The receipts that head office has aside."""
    with engine.connect() as connection:
        rows = connection.execute(select(SUPERSEDED.c.body).where(SUPERSEDED.c.kind == "payment.taken")).all()
    return [json.loads(row.body)["receipt_number"] for row in rows]


def accepted(engine: Engine) -> Accepted | None:
    with engine.begin() as connection:
        return accept_restored(connection, "K01")


def verdicts(engine: Engine) -> list[Verdict]:
    with engine.connect() as connection:
        return [finding.verdict for finding in audit(connection)]


# --- over the broker


@pytest.mark.real_time
def test_h1_yesterdays_kiosk_is_disputed_accepted_and_up_to_date_and_a_late_letter_is_kept_beside_the_books(
    state: Path, made: Backup, tmp_path: Path
) -> None:
    known = pay(state)
    with Broker(tmp_path / "broker") as broker, HeadOfficeProcess(tmp_path / "office", broker) as office:
        with synced(state, broker) as kiosk:
            kiosk.until_released()
        held = office.count("K01")
        never_heard = pay(state)
        late = letter(journal(state)[held - 2 :])
        assert forgets(state, made) == "K01-020001"
        engine = open_database(office.url)
        with synced(state, broker) as kiosk:
            until(lambda: office.alarms("K01"), "a fork")
            until(lambda: kiosk.state and kiosk.state.condition is Condition.DISPUTED, "the kiosk to say so")
            assert office.count("K01") == held and kiosk.journal.acked() <= made.position.seq
            assert accepted(engine) == Accepted("K01", made.position.seq, held - made.position.seq)
            kiosk.until_released()
        assert verdicts(engine) == [Verdict.WHOLE] and forgotten(engine) == [known]
        arrives(late, kiosk)
        until(lambda: forgotten(engine) == [known, never_heard], "what was never heard is there")
        assert verdicts(engine) == [Verdict.DISPUTED]
        pay(state)
        with synced(state, broker) as kiosk:
            kiosk.until_released()
    assert accepted(engine) is not None and verdicts(engine) == [Verdict.WHOLE]
    assert prove(state / STORE).bad is None


@contextmanager
def synced(state: Path, broker: Broker) -> Iterator[SyncKiosk]:
    with SyncKiosk(state, broker, store=STORE) as kiosk:
        yield kiosk


def arrives(late: bytes, kiosk: SyncKiosk) -> None:
    """The broker has kept it, for a receiver that died with it."""
    events: list[LinkEvent] = []
    link = BrokerLink(kiosk.settings)
    link.open(b"{}", events.append)
    until(lambda: LinkUp() in events, "the broker lets it in")
    link.send_journal(late)
    link.close()


# --- what head office makes of it


def told(office: Ledger, payload: bytes) -> dict[str, object]:
    [(_, answer)] = office.take([Letter("kiosk/K01/up/journal", payload)])
    return dict(json.loads(answer.encode()))


def test_a_letter_that_is_late_tells_nothing_of_the_kiosks_newest_record_and_alarms_once(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    """Its kiosk counts on from an earlier record, and would pass the forgotten one's number."""
    for _ in range(3):
        pay(state)
    before = journal(state)
    told(office, letter(before[:-2]))
    forgets(state, made)
    assert told(office, letter(journal(state)))["problem"] == "fork"
    assert accepted(engine) is not None
    told(office, letter(journal(state)))
    for _ in range(2):
        answer = told(office, letter(before))
        assert (answer["problem"], answer["hash"]) == (None, journal(state)[-1].hash)
    assert len(forgotten(engine)) == 3 and verdicts(engine) == [Verdict.DISPUTED]
    assert accepted(engine) == Accepted("K01", len(before) - 2, 2)
    assert accepted(engine) is None and verdicts(engine) == [Verdict.WHOLE]
    told(office, letter(before))
    while journal(state)[-1].seq < before[-1].seq:
        grow(state)
        told(office, letter(journal(state)))
        assert verdicts(engine) == [Verdict.WHOLE]


def test_head_office_that_had_heard_nothing_of_what_was_forgotten_hears_it_late(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    """Then nothing has contradicted the restored kiosk, and nobody was asked."""
    lost = pay(state)
    before = journal(state)
    forgets(state, made)
    assert told(office, letter(journal(state)))["problem"] is None
    assert told(office, letter(before))["problem"] is None
    assert forgotten(engine) == [lost] and verdicts(engine) == [Verdict.DISPUTED]
    assert accepted(engine) is not None and verdicts(engine) == [Verdict.WHOLE]


def test_who_is_restored_from_the_same_backup_once_more_is_accepted_once_more(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    """It tells of its restore under the number under which it told of the first, behind the same record."""
    lost = [pay(state)]
    told(office, letter(journal(state)))
    for _ in range(2):
        lost.append(forgets(state, made))
        assert told(office, letter(journal(state)))["problem"] == "fork"
        assert accepted(engine) is not None
        assert told(office, letter(journal(state)))["problem"] is None and verdicts(engine) == [Verdict.WHOLE]
    assert forgotten(engine) == lost[:2] == ["K01-000002", "K01-020001"]


def test_a_letter_that_is_late_is_not_the_kiosks_own_though_the_kiosk_has_not_gone_on_yet(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    """Accepted, a kiosk is silent for up to a minute, and what it has forgotten would follow what is held."""
    known = pay(state)
    told(office, letter(journal(state)))
    never_heard, before = pay(state), journal(state)
    forgets(state, made)
    assert told(office, letter(journal(state)))["problem"] == "fork" and accepted(engine) is not None
    answer = told(office, letter(before))
    assert (answer["problem"], answer["seq"]) == (None, made.position.seq)
    assert forgotten(engine) == [known, never_heard] and verdicts(engine) == [Verdict.DISPUTED]
    assert told(office, letter(journal(state)))["problem"] is None
    assert accepted(engine) is not None and verdicts(engine) == [Verdict.WHOLE]


def test_what_a_kiosk_claimed_to_have_before_it_was_restored_is_over(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    """Else head office would wait for records that are gone, and the next one of the last one's number were broken."""
    for _ in range(3):
        pay(state)
    begun = json.loads(letter(journal(state)))
    told(office, json.dumps({**begun, "records": begun["records"][: made.position.seq]}).encode())
    assert verdicts(engine) == [Verdict.WAITING]
    forgets(state, made)
    told(office, letter(journal(state)))
    while journal(state)[-1].seq <= begun["head"][0]:
        assert verdicts(engine) == [Verdict.WHOLE]
        grow(state)
        told(office, letter(journal(state)))


def test_of_two_restores_the_earlier_is_told_late_and_is_not_taken_for_the_later(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    lost = forgets(state, made)
    before = journal(state)
    restore(state, made, TurnedClock(NOON + timedelta(hours=1)), although_sound=True)
    for letter_of in (journal(state), before):
        assert told(office, letter(letter_of))["problem"] is None
    assert forgotten(engine) == [lost] and verdicts(engine) == [Verdict.DISPUTED]
    assert accepted(engine) is not None and verdicts(engine) == [Verdict.WHOLE]


def test_of_two_restores_that_were_not_heard_of_the_later_is_accepted_whichever_came_in_last(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    pay(state)
    told(office, letter(journal(state)))
    forgets(state, made)
    before = journal(state)
    restore(state, made, TurnedClock(NOON + timedelta(hours=1)), although_sound=True)
    for letter_of in (journal(state), before):
        assert told(office, letter(letter_of))["problem"] == "fork"
    assert accepted(engine) is not None
    assert told(office, letter(journal(state)))["problem"] is None and verdicts(engine) == [Verdict.WHOLE]


def test_a_store_put_back_without_a_word_is_a_fork_that_nobody_accepts_until_it_is_restored(
    state: Path, engine: Engine, office: Ledger, made: Backup
) -> None:
    """A copied file, a snapshot of the machine: its numbers are given again, and head office alone can know."""
    given = pay(state)
    told(office, letter(journal(state)))
    (state / STORE).write_bytes(made.store.read_bytes())
    assert pay(state, 400) == given
    assert told(office, letter(journal(state)))["problem"] == "fork" and accepted(engine) is None
    assert forgets(state, made) == "K01-020001"
    told(office, letter(journal(state)))
    assert accepted(engine) is not None
    assert told(office, letter(journal(state)))["problem"] is None and verdicts(engine) == [Verdict.WHOLE]


def grow(state: Path) -> None:
    """One record more."""
    with closing(furnish(state)) as kit, kit.house.step():
        Journal(kit.house.store, kit.clock).append("kiosk.started", {})
