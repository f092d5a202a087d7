"""A kiosk's records begun again from a backup: nothing thrown away, no number given twice, nothing doubtful done again.

Owns the order of that and what is refused (docs/adr/restore.md). The damaged store is kept aside whole. Called by
``kiosk restore`` while the kiosk stands still; a power cut in the middle leaves a kiosk that refuses to start, and the
same command finishes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock
from kiosk.desk.auditing import prove
from kiosk.desk.backups import KEYS, STORE, Backup, BackupBrokenError, NoBackupError, backups, check, forget_newer, read
from kiosk.documents.durable import new_file, sync_folder
from kiosk.errors import KioskError
from kiosk.store.backup import check_pages, copy_store, doubt, leave_out_numbers, position
from kiosk.store.damage_mark import SUFFIX
from kiosk.store.database import Row, Store
from kiosk.store.errors import StoreError
from kiosk.store.journal import Journal, canonical
from kiosk.store.ledger_proof import Reader
from kiosk.store.schema import migrate
from kiosk.store.services import RecoveryNotes

_DOCUMENT_KEY = "documents.key"
_USED = "restored.json"  # beside the backups: what was left out by those who began again from one of them


_NEVER_REACHED = 100_000_000


class NotNeededError(KioskError):
    """The store that is there is sound: nothing is put in its place unless a person says so."""

    number = 4013
    message_key = "error.backup.not_needed"


@dataclass(frozen=True)
class Restored:
    """What was done. ``aside``: where the old files lie; ``left_out``: series, first, last number never to be given."""

    backup: Backup
    aside: Path
    seq: int
    left_out: list[Row]
    doubted: Row


def choose(place: Path, folder: Path | None) -> Backup:
    """The newest backup of a place, or the one that is named, proved.

    Raises NoBackupError, and BackupBrokenError rather than silently taking an older one.
    """
    if folder is None:
        found = backups(place)
    else:  # whatever is wrong with the others
        found = [read(each) for each in place.glob("backup-*") if each.resolve() == folder.resolve()]
    if not found:
        raise NoBackupError(f"{folder or place}")
    check(found[0])
    return found[0]


def restore(state_dir: Path, backup: Backup, clock: Clock, *, although_sound: bool = False) -> Restored:
    """Begin again from ``backup``, which was proved. Raises NotNeededError, StoreError, BackupBrokenError.

    The order makes it safe at any instant: the new store is whole on the disk before the old one moves aside.
    """
    if not although_sound and _is_sound(state_dir / STORE):
        raise NotNeededError(f"{state_dir / STORE}")
    now_utc = clock.stamp().at_utc
    fresh = state_dir / f"{STORE}.restoring"
    _clear(fresh)
    copy_store(backup.store, fresh)
    seq, left_out, doubted = _begin_again(fresh, backup, clock, _given(state_dir / STORE, backup.folder.parent))
    aside = _put_aside(state_dir, now_utc)
    _lay_keys(state_dir / KEYS, backup.folder / KEYS, aside)
    _put_documents_aside(state_dir, fresh, aside)
    forget_newer(backup)
    fresh.rename(state_dir / STORE)
    sync_folder(state_dir)
    return Restored(backup, aside, seq, left_out, doubted)


def _is_sound(store: Path) -> bool:
    if not store.is_file() or store.stat().st_size == 0:
        return False
    try:
        check_pages(store)
        return prove(store).bad is None
    except StoreError:
        return False


def _given(old: Path, place: Path) -> dict[str, int]:
    """The highest number known of each series: of the store that is given up, as far as it can be read, and of those
    who began again from these backups before."""
    given: dict[str, int] = {}
    known = [_used(place)]
    with contextlib.suppress(StoreError):
        known.append(position(old).counters)
    for counters in known:
        for name, value in counters.items():
            if isinstance(value, int) and value < _NEVER_REACHED:  # of a damaged store nothing is sure
                given[name] = max(value, given.get(name, 0))
    return given


def _begin_again(fresh: Path, backup: Backup, clock: Clock, given: dict[str, int]) -> tuple[int, list[Row], Row]:
    """Make a store of the copy that is safe to go on with, and prove it. Returns its newest record's number too."""
    with closing(Store(fresh)) as store:
        migrate(store)
        with store.step():
            left_out, doubted = leave_out_numbers(store, given, clock.stamp().at_utc), doubt(store)
            body = {"after": backup.position.seq, "hash": backup.position.hash, "taken_utc": backup.taken_utc}
            told = Journal(store, clock).append("store.restored", {**body, "left_out": left_out, **doubted})
            RecoveryNotes(store).add("recovered.store", told.at_utc)
        store.db.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, to be moved as one
    _remember(backup.folder.parent, {row["series"]: row["last"] for row in left_out})
    if (bad := prove(fresh).bad) is not None:
        raise BackupBrokenError(f"{backup.folder}: {bad.record}: {bad.what}")
    descriptor = os.open(fresh, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return told.seq, left_out, doubted


def _used(place: Path) -> dict[str, int]:
    path = place / _USED
    if not path.is_file():
        return {}
    try:
        return {name: int(value) for name, value in json.loads(path.read_bytes()).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise BackupBrokenError(f"{path}: {error!r}; it says which numbers were left out") from error


def _remember(place: Path, last: dict[str, int]) -> None:
    """Who begins again from the same backup another time must leave out what this one may give. Raises StorageError."""
    part = place / f"{_USED}.part"
    part.unlink(missing_ok=True)
    with new_file(part) as file:
        file.write(canonical({**_used(place), **last}).encode())
    part.rename(place / _USED)
    sync_folder(place)


# --- the folder of the kiosk


def _put_aside(state_dir: Path, now_utc: str) -> Path:
    """The old store with its log, as it is. Whatever is wrong with it, it may be the only copy of something."""
    name = f"damaged-{now_utc.translate(str.maketrans('', '', '-:.'))}"
    aside = next(path for n in range(1000) if not (path := state_dir / f"{name}-{n}").exists())
    aside.mkdir(mode=0o700)
    for suffix in ("", "-wal", "-shm", "-journal", SUFFIX):  # the store first: without its log it would be an older one
        old = state_dir / f"{STORE}{suffix}"
        if old.exists():
            old.rename(aside / old.name)
    for folder in (aside, state_dir):
        sync_folder(folder)
    return aside


def _lay_keys(keys: Path, backed_up: Path, aside: Path) -> None:
    """The keys that belong to these books, each there when it is whole. The one that documents are sealed with stays if
    there is one."""
    keys.mkdir(mode=0o700, exist_ok=True)
    for key in sorted(backed_up.glob("*.key")):
        here = keys / key.name
        if here.exists() and (key.name == _DOCUMENT_KEY or here.read_bytes() == key.read_bytes()):
            continue
        part = keys / f".{key.name}.part"
        part.unlink(missing_ok=True)
        with new_file(part) as file:
            file.write(key.read_bytes())
        if here.exists():
            here.rename(aside / key.name)
        part.rename(here)
    sync_folder(keys)


def _put_documents_aside(state_dir: Path, fresh: Path, aside: Path) -> None:
    """Documents that came after the backup: no row speaks of them, and the next start would destroy them (A6)."""
    documents = state_dir / "documents"
    if not documents.is_dir():
        return
    with closing(Reader(fresh)) as reader:
        rows = reader.rows(
            "SELECT id AS key FROM document UNION SELECT pages_key FROM fax_job"
            " UNION SELECT pages_key FROM fax_received_page"
        )
    named = {row["key"] for row in rows}
    (aside / documents.name).mkdir(mode=0o700)
    for folder in documents.iterdir():
        if folder.name not in named:
            shutil.move(folder, aside / documents.name / folder.name)


def _clear(fresh: Path) -> None:
    """What an attempt that was broken off has left."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
