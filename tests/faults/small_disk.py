"""A kiosk on a true file system of a few megabytes: what it says when that is full, read-only, and has room again.

Owns the acts, done in a process of its own which stands in its own mount namespace; what was found goes out as JSON.
Nothing stands between SQLite, the vault, the log and the kernel here: ENOSPC and EROFS are the kernel's own.
Called by ``test_full_disk``, as ``python -m tests.faults.small_disk FOLDER``, with the file system mounted on FOLDER.
"""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from kiosk.__main__ import main as command
from kiosk.commands.common import log_to_stderr
from kiosk.desk.auditing import prove
from kiosk.desk.reception import Reception
from kiosk.devices.protocols import ReceivedPage
from kiosk.documents.room import DocumentRoom
from kiosk.documents.vault import DocumentVault
from kiosk.errors import KioskError
from kiosk.fax.outcome import CopyQuality
from tests.desk_fixture import FurnishedDesk, furnish, letter_page
from tests.faults.money_scenario import CLERK

_CHARGES, _FEN = 150, 300
_BALLAST = 600_000  # what somebody throws away later to make room
Found = dict[str, object]


def main(disk: Path) -> Found:
    """Everything, in the order in which it happens to a kiosk."""
    room, ballast = disk / "kiosk", disk / "ballast"
    ballast.write_bytes(bytes(_BALLAST))
    kit = furnish(room)
    reception = Reception(kit.house, DocumentRoom(DocumentVault(room / "documents", b"d" * 32, reserve_octets=0)))
    received = reception.begin(None, None)
    with kit.house.step():  # one write of the log: the payments are what fills the disk
        charges = [kit.owe(_FEN) for _ in range(_CHARGES)]
    told = _paid_until_full(kit, charges)
    refused = charges[len(told)]
    _fill(disk / "rest")
    found: Found = {
        "told": told,
        "payment": _refusal(lambda: _take(kit, refused)),
        "page": _refusal(lambda: _keep(reception, received, 1)),
        "log": _logged(disk / "log"),
        "owed": kit.desk.money.charge(refused).state,
        "left_over": [path.name for path in (room / "documents").rglob("*") if path.is_file()],
        "kept": _receipts(kit),
        "faults": _faults(kit),
    }
    (disk / "rest").unlink()
    ballast.unlink()
    found["then"] = [_take(kit, charge) for charge in charges[len(told) :][:3]]
    found["page_then"] = _refusal(lambda: _keep(reception, received, 1))
    kit.close()
    _remount(disk, "ro")
    found["read_only"] = _refusal(lambda: furnish(room))
    _remount(disk, "rw")
    kit = furnish(room)
    found["at_last"] = _take(kit, charges[len(told) + 3])
    found["all"] = _receipts(kit)
    kit.close()
    found["bad"] = _bad(room)
    shutil.rmtree(room)
    found["verified"] = _verified_read_only(disk)
    return found


def _verified_read_only(disk: Path) -> dict[str, tuple[int, str]]:
    """An auditor's look at three stores that cannot be written: closed, left by a power cut, copied with its log."""
    stores = {name: disk / name / "kiosk.db" for name in ("closed", "cut off", "copied")}
    kit = furnish(stores["closed"].parent)
    for _ in range(3):
        _take(kit, kit.owe(_FEN))
    for name, without in (("cut off", ""), ("copied", "kiosk.db-shm")):
        stores[name].parent.mkdir()
        for file in stores["closed"].parent.glob("kiosk.db*"):
            if file.name != without:
                shutil.copyfile(file, stores[name].with_name(file.name))
    kit.close()
    _remount(disk, "ro")
    found = {name: _verified(store) for name, store in stores.items()}
    _remount(disk, "rw")
    return found


def _verified(store: Path) -> tuple[int, str]:
    """``kiosk ledger verify``: its exit code, and the first word it says: how many transactions there are."""
    with redirect_stdout(io.StringIO()) as said:
        code = command(["ledger", "verify", "--store", str(store)])
    return code, said.getvalue().partition(" ")[0]


def _paid_until_full(kit: FurnishedDesk, charges: list[int]) -> list[str]:
    """What was answered, until the first refusal."""
    told: list[str] = []
    for charge in charges:
        try:
            told.append(_take(kit, charge))
        except KioskError:
            break
    return told


def _take(kit: FurnishedDesk, charge: int) -> str:
    return kit.desk.money.take_cash(CLERK, charge, _FEN, f"cash-{charge}").number


def _keep(reception: Reception, received: int, number: int) -> None:
    reception.keep(received, ReceivedPage(number, letter_page(number), CopyQuality(1143, 0, 0)))


def _fill(path: Path) -> None:
    """The last free octets."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(file, bytes(4096)):
            pass
    except OSError:
        os.close(file)


def _logged(path: Path) -> str:
    """The kiosk's standard error is a file of that disk: what becomes of whoever says something."""
    file, usual = os.open(path, os.O_WRONLY | os.O_CREAT), os.dup(sys.stderr.fileno())
    os.dup2(file, sys.stderr.fileno())
    log_to_stderr("kiosk")
    try:
        logging.getLogger("kiosk").error("x" * 9000)
    except OSError as error:
        return str(error)
    finally:
        os.dup2(usual, sys.stderr.fileno())
        os.close(file)
    return "goes on"


def _refusal(act: Callable[[], object]) -> tuple[int, str] | None:
    try:
        act()
    except KioskError as error:
        return error.number, error.message_key
    return None


def _receipts(kit: FurnishedDesk) -> list[str]:
    rows = kit.house.store.rows("SELECT receipt_number FROM payment ORDER BY receipt")
    return [row["receipt_number"] for row in rows]


def _faults(kit: FurnishedDesk) -> list[str]:
    return [str(fault) for fault in (*kit.house.books.takings.faults(), *kit.house.books.journal.verify())]


def _bad(room: Path) -> str:
    """What an auditor finds in the end."""
    return str(prove(room / "kiosk.db").bad)


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
