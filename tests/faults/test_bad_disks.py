"""K1, G1, G3: a full, read-only or broken disk refuses a payment; what was taken stays, and no number is lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.desk.backups import BooksDamagedError, back_up
from kiosk.errors import KioskError
from kiosk.locale import Language, Translator
from kiosk.store.database import Store
from kiosk.store.errors import StoreError, StoreFullError
from tests.desk_fixture import FurnishedDesk, furnish
from tests.faults.disk import FULL, IO_ERROR_FSYNC, OK, READ_ONLY, Disk, Kind, Op
from tests.faults.money_scenario import CLERK

_MEMORY = Path("/dev/shm")
_PAGE = 4096
AT = "2026-11-18T04:00:00.000Z"


@pytest.fixture
def room() -> Iterator[Path]:
    """In memory where there is such a folder: it is our disk that fails, not the machine's."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def take(kit: FurnishedDesk, charge: int) -> str:
    return kit.desk.money.take_cash(CLERK, charge, 300, f"cash-{charge}").number


@pytest.mark.parametrize(
    ("code", "kinds", "least"),
    [(FULL, {Kind.WRITE}, 20), (READ_ONLY, {Kind.WRITE, Kind.TRUNCATE}, 20), (IO_ERROR_FSYNC, {Kind.SYNC}, 1)],
    ids=["full", "read-only", "flush fails"],
)
def test_whichever_act_the_disk_refuses_the_payment_is_refused_and_is_made_once_when_it_works_again(
    room: Path, code: int, kinds: set[Kind], least: int
) -> None:
    refused = 0
    with Disk(room / "kiosk.db") as disk:
        kit = furnish(room)
        first = take(kit, kit.owe(300))
        while True:
            charge, left = kit.owe(300), refused

            def answer(op: Op) -> int:
                nonlocal left
                left -= op.kind in kinds
                return code if left < 0 and op.kind in kinds else OK

            disk.answer = answer
            told = _refusal(kit, charge)
            disk.answer = lambda _: OK
            if told is None:
                break
            assert told.message_key == "error.store.full" and kit.desk.money.receipt_of(charge) is None
            assert kit.desk.money.receipt_of(1) is not None and take(kit, charge) == f"K01-{refused + 2:06}"
            refused += 1
        assert first == "K01-000001" and list(kit.house.books.takings.faults()) == []
        assert list(kit.house.books.journal.verify()) == []
        kit.close()
    assert refused >= least


def _refusal(kit: FurnishedDesk, charge: int) -> KioskError | None:
    try:
        take(kit, charge)
    except StoreFullError as error:
        return error
    return None


def test_a_kiosk_on_a_full_disk_still_shows_what_is_owed(room: Path) -> None:
    with Disk(room / "kiosk.db") as disk:
        kit = furnish(room)
        visitor, charge = kit.visitor(), kit.owe(300)
        disk.answer = lambda op: FULL if op.kind is Kind.WRITE else OK
        with pytest.raises(StoreFullError):
            kit.desk.money.ask_cash(visitor, charge)
        assert [due.id for due in kit.desk.money.due(visitor)] == [charge]
        disk.answer = lambda _: OK
        kit.close()


@pytest.mark.parametrize("language", list(Language))
def test_a_person_is_told_why_and_that_earlier_records_are_safe(language: Language) -> None:
    tell = Translator(language)
    told = {tell(f"error.store.{what}") for what in ("full", "damaged", "missing")}
    assert len(told) == 3 and all(len(sentence) > 10 for sentence in told)


def test_noise_in_any_page_is_found_and_never_becomes_a_backup_or_a_payment_that_is_lost(room: Path) -> None:
    whole = room / "whole"
    kit = furnish(whole)
    charges = [kit.owe(300), kit.owe(300)]
    take(kit, charges[0])
    kit.close()
    noise, data = random.Random(7), (whole / "kiosk.db").read_bytes()
    unfound, survived = [], 0
    for page in range(len(data) // _PAGE):
        folder = room / f"{page}"
        folder.mkdir()
        spoilt = data[: page * _PAGE] + noise.randbytes(_PAGE) + data[(page + 1) * _PAGE :]
        (folder / "kiosk.db").write_bytes(spoilt)
        if not _is_found(folder):
            unfound.append(page)
        survived += _is_kept(folder)
        shutil.rmtree(folder)
    assert unfound == [] and survived < len(data) // _PAGE


def _is_found(folder: Path) -> bool:
    try:
        back_up(folder, folder / "backups", 1, AT)
    except (BooksDamagedError, StoreError):
        return not list((folder / "backups").glob("backup-*"))
    return False


def _is_kept(folder: Path) -> bool:
    """Whether the spoilt store can be opened at all; whatever it answers, it is not replaced."""
    before = (folder / "kiosk.db").stat().st_size
    try:
        with closing(Store(folder / "kiosk.db")) as store:
            store.rows("SELECT * FROM payment")
    except StoreError:
        return False
    finally:
        assert (folder / "kiosk.db").stat().st_size == before
    return True
