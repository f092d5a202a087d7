"""B8, B9: rows of received faxes: numbers without gaps, pages that are confirmed for good, an older kiosk's store."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.store.database import Row, Store
from kiosk.store.errors import StoreError
from kiosk.store.receptions import Receptions
from kiosk.store.schema import migrate

BEGUN = {"begun_utc": "2026-11-18T04:00:00.000Z", "caller_number": None, "caller_name": None}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "kiosk.db")
    migrate(store)
    return store


@pytest.fixture
def receptions(store: Store) -> Receptions:
    return Receptions(store)


def begun(receptions: Receptions) -> int:
    with receptions.store.step():
        return receptions.begin(BEGUN)


def page(received_id: int, number: int, key: str) -> Row:
    size = {"resolution": "fine", "width": 1728, "height": 2287, "damaged": 0, "longest_run": 0}
    return {"received_id": received_id, "number": number, "pages_key": key, "kept_utc": BEGUN["begun_utc"], **size}


def test_a_call_that_could_not_be_begun_gives_its_number_back(receptions: Receptions) -> None:
    with pytest.raises(RuntimeError), receptions.store.step():
        receptions.begin(BEGUN)
        raise RuntimeError
    assert receptions.get(begun(receptions))["number"] == "RF000001"
    assert receptions.get(begun(receptions))["number"] == "RF000002"


def test_a_page_that_was_not_confirmed_gives_way_to_the_one_that_comes_again(receptions: Receptions) -> None:
    fax = begun(receptions)
    with receptions.store.step():
        receptions.keep_page(page(fax, 1, "first"))
        receptions.keep_page(page(fax, 1, "again"))
    assert receptions.page_keys() == {"again"}


def test_a_confirmed_page_is_neither_dropped_nor_replaced(receptions: Receptions) -> None:
    fax = begun(receptions)
    with receptions.store.step():
        receptions.keep_page(page(fax, 1, "first"))
        receptions.confirm_page(fax, 1)
        receptions.drop_page(fax, 1)
    with pytest.raises(StoreError), receptions.store.step():
        receptions.keep_page(page(fax, 1, "other"))
    assert receptions.page_keys() == {"first"}


def test_what_a_caller_has_said_is_not_forgotten_when_it_is_not_said_again(receptions: Receptions) -> None:
    fax = begun(receptions)
    with receptions.store.step():
        receptions.note_caller(fax, "+86 571 1", "121101", None, None)
        receptions.note_caller(fax, None, None, "0571", None)
    row = receptions.get(fax)
    assert (row["caller_ident"], row["subaddress"], row["caller_number"]) == ("+86 571 1", "121101", "0571")


def test_a_fax_whose_time_is_over_does_not_come_back_when_its_paper_is_told_of_late(receptions: Receptions) -> None:
    fax = begun(receptions)
    with receptions.store.step():
        receptions.expire(fax)
        receptions.mark_printed(fax, BEGUN["begun_utc"])
    assert (receptions.get(fax)["state"], receptions.get(fax)["printed_utc"]) == ("expired", None)


def test_a_store_of_an_older_kiosk_gets_the_tables_and_keeps_what_it_has(store: Store, tmp_path: Path) -> None:
    with store.step():
        store.insert("counter", {"name": "receipt", "value": 7})
        for table in ("fax_received_print", "fax_received_page", "fax_received"):
            store.run(f"DROP TABLE {table}")
        store.run("DELETE FROM _sqlite_migrations WHERE name = '0006_received'")
    store.close()
    again = Store(tmp_path / "kiosk.db")
    migrate(again)
    assert again.one("SELECT value FROM counter WHERE name = 'receipt'")["value"] == 7
    assert Receptions(again).latest(10) == [] and not Receptions(again).has_undelivered()
    again.close()
