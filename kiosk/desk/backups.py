"""Backups: a folder each with the store, the keys and what they are, there when it is whole and proved (K1, G3).

Owns the shape of that folder, the proof before it counts, and which is the newest. Order comes from the numbers of
records, never from the clock (K3). Contents of documents are not in it (A6). Called by ``kiosk backup`` and
``restoring``; needs no running kiosk and hinders none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kiosk.desk.auditing import prove
from kiosk.documents.durable import claimed, new_file, sync_folder
from kiosk.errors import KioskError
from kiosk.store.backup import Position, check_pages, copy_store, position
from kiosk.store.errors import StoreDamagedError, StoreFullError
from kiosk.store.journal import canonical

STORE, KEYS = "kiosk.db", "keys"
_CARD, _PART = "backup.json", ".part"
_VERSION = 1
_ROOM = 1.2  # times the store's size, before one is begun
_LEFT_FREE = (
    256 << 20
)  # and this stays for the kiosk on its own disk: it answers no call with less than fax.min_free_mb


class BackupBrokenError(KioskError):
    """This backup is not what it was when it was made, or is none. Another one is only taken if a person names it."""

    number = 4010
    message_key = "error.backup.broken"


class NoBackupError(KioskError):
    """There is no backup in this place."""

    number = 4011
    message_key = "error.backup.none"


class BooksDamagedError(StoreDamagedError):
    """The store is not what it was when it was written: no backup of it counts, and none goes for it."""

    number = 4014


@dataclass(frozen=True)
class Backup:
    """A backup that is there. Whether it is whole ``check`` says."""

    folder: Path
    taken_utc: str
    position: Position
    sha256: dict[str, str]  # by name, below the folder

    @property
    def store(self) -> Path:
        """The copy of the store."""
        return self.folder / STORE


def _room(place: Path) -> int:
    return shutil.disk_usage(place).free


def back_up(state_dir: Path, place: Path, keep: int, now_utc: str, room: Callable[[Path], int] = _room) -> Backup:
    """Copy, prove, and only then keep; the oldest beyond ``keep`` go. Nothing new since the newest: that one.

    Where ``room`` (octets that are free) is short, the oldest but one go before; the disk may be that of the payments.
    Raises BooksDamagedError for a store that is not sound (then no backup goes), StoreFullError, StoreError.
    """
    try:
        return _backed_up(state_dir, place, keep, now_utc, room)
    except StoreDamagedError as error:
        raise BooksDamagedError(error.detail) from error


def prove_books(state_dir: Path) -> None:
    """The proof alone, where there is no place for a copy. Raises BooksDamagedError, StoreError."""
    try:
        _prove(state_dir / STORE)
    except StoreDamagedError as error:
        raise BooksDamagedError(error.detail) from error


def _backed_up(state_dir: Path, place: Path, keep: int, now_utc: str, room: Callable[[Path], int]) -> Backup:
    at = position(state_dir / STORE)
    known = _readable(place)
    if known and (known[0].position.seq, known[0].position.hash) == (at.seq, at.hash):
        _prove(state_dir / STORE)  # nothing new is no proof that all is as it was
        with suppress(BackupBrokenError):  # one that has gone bad is made anew
            check(known[0])
            return known[0]
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(place)
    _make_room(state_dir / STORE, place, known, room)
    part = place / f"{os.getpid()}{_PART}"
    part.mkdir(mode=0o700)
    try:
        with claimed(part):
            made = _made(state_dir, part, now_utc)
            folder = place / f"backup-{made.position.seq:012}-{now_utc.translate(_PLAIN)}"
            part.rename(folder)
            sync_folder(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    others = [each.folder for each in _readable(place) if each.folder != folder]
    for old in others[keep - 1 :]:  # never this one: others may be of a history that went further
        _drop(old)
    return Backup(folder, made.taken_utc, made.position, made.sha256)


def backups(place: Path) -> list[Backup]:
    """Those of a place, the one with the newest record first. A folder without a card never was one.

    Raises BackupBrokenError when one cannot be read: it may be the newest.
    """
    return _sorted([read(folder) for folder in _folders(place)])


def _readable(place: Path) -> list[Backup]:
    """Those that can be read: one that cannot keeps no other from being made."""
    found = []
    for folder in _folders(place):
        with suppress(BackupBrokenError):
            found.append(read(folder))
    return _sorted(found)


def _folders(place: Path) -> list[Path]:
    return [folder for folder in place.glob("backup-*") if (folder / _CARD).is_file()]


def _sorted(found: list[Backup]) -> list[Backup]:
    return sorted(found, key=lambda backup: (backup.position.seq, backup.taken_utc), reverse=True)


def forget_newer(backup: Backup) -> None:
    """Backups of a history that is given up for this one are no backups any more. They stay, under another name."""
    place = backup.folder.parent
    for folder in _folders(place):
        if folder.resolve() != backup.folder.resolve() and not _is_before(folder, backup):
            folder.rename(place / f"forgotten-{folder.name}")
    sync_folder(place)


def _is_before(folder: Path, backup: Backup) -> bool:
    try:
        return read(folder).position.seq <= backup.position.seq
    except BackupBrokenError:
        return False


def check(backup: Backup) -> None:
    """The files are those that were proved when it was made, and of the record that is told. Raises BackupBrokenError.

    They are proved anew when a store is made of them: one from before a change of tables cannot be by today's rules.
    """
    for name, digest in backup.sha256.items():
        path = backup.folder / name
        if not path.is_file() or _sha256(path) != digest:
            raise BackupBrokenError(f"{backup.folder}: {name} is not as it was")
    if (at := position(backup.store)) != backup.position:
        raise BackupBrokenError(f"{backup.folder}: it is of record {at.seq}, not of {backup.position.seq}")


def _made(state_dir: Path, part: Path, now_utc: str) -> Backup:
    (part / KEYS).mkdir(mode=0o700)
    copy_store(state_dir / STORE, part / STORE)
    (part / STORE).chmod(0o600)
    _prove(part / STORE)
    for key in sorted((state_dir / KEYS).glob("*.key")):
        with new_file(part / KEYS / key.name) as file:
            file.write(key.read_bytes())
    sha256 = {str(path.relative_to(part)): _sha256(path) for path in _files(part)}
    made = Backup(part, now_utc, position(part / STORE), sha256)
    card = {"v": _VERSION, "taken_utc": now_utc, "position": asdict(made.position), "sha256": sha256}
    with new_file(part / _CARD) as file:
        file.write(canonical(card).encode())
    for folder in (part / KEYS, part):
        sync_folder(folder)
    return made


def _prove(store: Path) -> None:
    """Every page, and every transaction. Raises StoreDamagedError naming the first bad record."""
    check_pages(store)
    if (bad := prove(store).bad) is not None:
        raise StoreDamagedError(f"{store}: {bad.record}: {bad.what}")


def _make_room(store: Path, place: Path, known: list[Backup], room: Callable[[Path], int]) -> None:
    """Older ones go for a new one, once the store is proved: of a damaged store they may be all there is."""
    same_disk = place.stat().st_dev == store.stat().st_dev
    wanted, older = int(_ROOM * store.stat().st_size) + (_LEFT_FREE if same_disk else 0), known[1:]
    if older and room(place) < wanted:
        _prove(store)
    while older and room(place) < wanted:
        _drop(older.pop().folder)
    if (free := room(place)) < wanted:
        raise StoreFullError(f"{place}: {free} octets free, {wanted} wanted")


def _drop(folder: Path) -> None:
    """Gone at once: a power cut leaves none that is half there. Somebody else may be doing the same just now."""
    gone = folder.with_name(f"gone-{folder.name}{_PART}")
    with suppress(FileNotFoundError):
        folder.rename(gone)
        with claimed(gone) as ours:
            if ours:
                shutil.rmtree(gone)


def _clear(place: Path) -> None:
    """What those have left who were cut off in the middle."""
    for part in place.glob(f"*{_PART}"):
        if part.is_dir():
            with claimed(part) as nobodys:
                if nobodys:
                    shutil.rmtree(part)


def read(folder: Path) -> Backup:
    """The backup in a folder. Raises BackupBrokenError for a card that cannot be read."""
    try:
        card = json.loads((folder / _CARD).read_bytes())
        at = Position(**card["position"])
        return Backup(folder, str(card["taken_utc"]), replace(at, seq=int(at.seq)), dict(card["sha256"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupBrokenError(f"{folder / _CARD}: {error!r}") from error


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_PLAIN = str.maketrans("", "", "-:.")
