"""H1, K1, K5: broker, head office or kiosk killed at any moment, certificates refused, letters forbidden.

Every test ends with the same question: does head office hold exactly what the kiosk wrote, and does it say so?
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.sync.courier import Condition
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.headoffice import HeadOfficeProcess
from tests.hw_doubles.processes import until
from tests.hw_doubles.sync_kiosk import SyncKiosk, SyncKioskProcess

pytestmark = pytest.mark.real_time

RECORDS = 5000


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "broker") as running:
        yield running


@pytest.fixture
def office(broker: Broker, tmp_path: Path) -> Iterator[HeadOfficeProcess]:
    with HeadOfficeProcess(tmp_path / "office", broker) as running:
        yield running


@pytest.fixture
def kiosk(broker: Broker, tmp_path: Path) -> Iterator[SyncKiosk]:
    """A kiosk with 5,000 records waiting, whose worker has not been started."""
    made = SyncKiosk(tmp_path / "kiosk", broker)
    with made.store.step():
        for number in range(RECORDS):
            made.journal.append("payment.taken", {"number": number})
    yield made
    made.stop()
    made.store.close()


def assert_nothing_lost_or_doubled(kiosk: SyncKiosk, office: HeadOfficeProcess) -> None:
    kiosk.until_released(60.0)
    ours = [record.hash for record in kiosk.journal.after(0, RECORDS + 10)]
    assert [row["hash"] for row in office.records("K01")] == ours
    assert office.alarms("K01") == []
    assert office.verify()[0] == 0


def until_some_arrived(office: HeadOfficeProcess, least: int) -> None:
    """In the middle of it: some have arrived, others have not."""
    until(lambda: office.count("K01") >= least, f"{least} records at head office", every_s=0.001)
    assert office.count("K01") < RECORDS


def condition_is(kiosk: SyncKiosk, condition: Condition) -> bool:
    return kiosk.state is not None and kiosk.state.condition is condition


def test_k1_the_broker_is_killed_twice_while_5000_records_drain(
    broker: Broker, office: HeadOfficeProcess, kiosk: SyncKiosk
) -> None:
    kiosk.start()
    for least in (300, 1500):
        until_some_arrived(office, least)
        broker.restart()
    assert_nothing_lost_or_doubled(kiosk, office)


def test_k1_head_office_is_killed_twice_while_5000_records_drain(
    broker: Broker, office: HeadOfficeProcess, kiosk: SyncKiosk
) -> None:
    kiosk.start()
    for least in (300, 1500):
        until_some_arrived(office, least)
        office.restart()
    assert_nothing_lost_or_doubled(kiosk, office)


def test_k1_the_kiosk_is_killed_twice_while_5000_records_drain(office: HeadOfficeProcess, kiosk: SyncKiosk) -> None:
    process = SyncKioskProcess(kiosk)
    for least in (300, 1500):
        process.start()
        until_some_arrived(office, least)
        process.kill()
        assert kiosk.journal.acked() <= office.count("K01")
    process.start()
    assert_nothing_lost_or_doubled(kiosk, office)
    process.kill()


def test_h1_broker_and_head_office_away_at_start_and_back_later(broker: Broker, tmp_path: Path) -> None:
    broker.stop()
    office = HeadOfficeProcess(tmp_path / "office", broker)
    office.start(wait=False)
    with SyncKiosk(tmp_path / "kiosk", broker) as kiosk:
        kiosk.append(20)
        until(lambda: condition_is(kiosk, Condition.OFFLINE), "the kiosk to say that it is offline")
        broker.start()
        office.wait_ready()
        assert_nothing_lost_or_doubled(kiosk, office)
    office.stop()


def test_h1_no_head_office_means_that_nothing_is_released_although_the_broker_confirms(
    broker: Broker, tmp_path: Path
) -> None:
    """PUBACK proves nothing: the broker takes every letter here, and nobody reads them."""
    with SyncKiosk(tmp_path / "kiosk", broker) as kiosk:
        kiosk.append(20)
        until(lambda: condition_is(kiosk, Condition.UNANSWERED), "the kiosk to say that nobody answers")
        assert kiosk.journal.acked() == 0
        with HeadOfficeProcess(tmp_path / "office", broker) as office:
            assert_nothing_lost_or_doubled(kiosk, office)


def test_k5_a_revoked_certificate_is_not_let_in_and_nothing_is_released(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    kiosk = SyncKiosk(tmp_path / "kiosk", broker)
    broker.refuse("K01")
    with kiosk:
        kiosk.append(5)
        until(lambda: kiosk.state and kiosk.state.detail, "a reason in the kiosk's state")
        assert condition_is(kiosk, Condition.OFFLINE)
        assert office.count("K01") == 0 == kiosk.journal.acked()


def test_k5_a_certificate_of_another_authority_is_not_let_in(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    stranger = Broker(tmp_path / "elsewhere")
    stranger.port = broker.port
    with SyncKiosk(tmp_path / "kiosk", stranger) as kiosk:
        kiosk.append(5)
        until(lambda: kiosk.state and "certificate" in kiosk.state.detail.lower(), "a reason in the kiosk's state")
        assert kiosk.journal.acked() == 0
    assert office.count("K01") == 0


def test_k5_a_kiosk_cannot_write_below_another_ones_name(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    """K09's certificate with K01's topics: the broker answers reason 135, and head office hears nothing."""
    files = broker.kiosk("K09")
    identity = broker.kiosk("K01")
    for ours, theirs in ((identity.cert_file, files.cert_file), (identity.key_file, files.key_file)):
        ours.write_bytes(theirs.read_bytes())
    with SyncKiosk(tmp_path / "kiosk", broker, "K01") as kiosk:
        kiosk.append(5)
        until(lambda: condition_is(kiosk, Condition.FORBIDDEN), "the kiosk to notice that it may not publish")
        assert kiosk.state is not None and "135" in kiosk.state.detail
        assert kiosk.journal.acked() == 0
    assert office.count("K01") == office.count("K09") == 0


def test_k5_a_forbidden_kiosk_goes_on_by_itself_when_it_is_allowed_again(
    broker: Broker, office: HeadOfficeProcess, tmp_path: Path
) -> None:
    broker.forbid("K01")
    with SyncKiosk(tmp_path / "kiosk", broker) as kiosk:
        kiosk.append(5)
        until(lambda: condition_is(kiosk, Condition.FORBIDDEN), "the kiosk to notice that it may not publish")
        broker.allow()
        assert_nothing_lost_or_doubled(kiosk, office)
