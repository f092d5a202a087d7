"""Sealed files in folders that are whole or not there, and can be destroyed for good (A6).

Owns the life of a folder on disk: built under ``incoming``, moved to ``kept`` by one rename, moved to ``leaving`` to
be destroyed. A power cut leaves a whole folder or rubbish that ``sweep`` removes. Each folder has its own data key,
wrapped by the kiosk's key: to purge is to destroy the wrapped key, and nobody can read what is left of the rest.
Knows nothing of documents and pages: that is ``vault``, the only caller.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.documents.durable import claimed, new_file, remove_folder, sync_folder
from kiosk.documents.errors import DocumentExistsError, NoSuchDocumentError, StorageError, StorageFullError
from kiosk.documents.intake import storage_errors
from kiosk.documents.sealed import KEY_OCTETS, Sealer, unseal, unwrap_key, wrap_key

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KEY = "key"


@dataclass(frozen=True)
class Purged:
    """Proof for the journal of what was destroyed: file names, octets, SHA-256 (hex) of the wrapped key."""

    id: str
    files: tuple[str, ...]
    octets: int
    key_sha256: str


class Build:
    """A folder that is being filled; nobody else sees it yet."""

    def __init__(self, folder: Path, id_: str, data_key: bytes) -> None:
        self.id = id_
        self._folder = folder
        self._data_key = data_key

    @contextmanager
    def writing(self, name: str) -> Iterator[Sealer]:
        """A sealed file called ``name``, on disk when this ends. Raises StorageError."""
        with new_file(self._folder / name) as file:
            sealer = Sealer(file, self._data_key, f"{self.id}/{name}")
            yield sealer
            sealer.finish()

    def put(self, name: str, octets: bytes) -> None:
        """A whole sealed file at once."""
        with self.writing(name) as sealer:
            sealer.write(octets)


class SealedFolders:
    """The folders under ``root``. Several processes and threads may use the same ``root`` at once."""

    def __init__(self, root: Path, key: bytes, reserve_octets: int) -> None:
        if len(key) != KEY_OCTETS:
            raise ValueError(f"a kiosk key has {KEY_OCTETS} octets")
        self._incoming, self._kept, self._leaving = (root / part for part in ("incoming", "kept", "leaving"))
        self._key = key
        self._reserve_octets = reserve_octets
        with storage_errors():
            for folder in (self._incoming, self._kept, self._leaving):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def check_room(self, octets: int) -> None:
        """Raises StorageFullError unless ``octets`` fit and the reserve stays free."""
        with storage_errors():
            disk = os.statvfs(self._incoming)
        if disk.f_bavail * disk.f_frsize < octets + self._reserve_octets:
            raise StorageFullError(f"{octets} octets, reserve {self._reserve_octets}")

    @contextmanager
    def building(self, id_: str) -> Iterator[Build]:
        """A new folder; it is kept when this ends well, and gone without a trace when it does not.

        Raises DocumentExistsError, StorageError.
        """
        if not _ID.fullmatch(id_):
            raise ValueError(f"not an id: {id_!a}")
        folder = self._incoming / f"{id_}.{secrets.token_hex(4)}"
        with storage_errors():
            folder.mkdir(mode=0o700)
        with claimed(folder):
            try:
                yield Build(folder, id_, self._new_key(folder, id_))
                self._keep(folder, id_)
            except BaseException:
                if folder.exists():
                    remove_folder(folder, first=_KEY)
                raise

    def read(self, id_: str, name: str) -> Iterator[bytes]:
        """The plaintext of a kept file in chunks. Raises NoSuchDocumentError, DocumentTamperedError, StorageError."""
        data_key = unwrap_key(self._key, self._wrapped_key(id_), id_)
        with storage_errors(), (self._kept / id_ / name).open("rb") as file:
            yield from unseal(file, data_key, f"{id_}/{name}")

    def has(self, id_: str) -> bool:
        """Whether a folder is kept under this id."""
        return _ID.fullmatch(id_) is not None and (self._kept / id_).is_dir()

    def ids(self) -> tuple[str, ...]:
        """Ids of all kept folders."""
        with storage_errors():
            return tuple(sorted(folder.name for folder in self._kept.iterdir()))

    def purge(self, id_: str) -> Purged:
        """Destroy a folder for good. Raises NoSuchDocumentError; StorageError, then what can be read is still kept."""
        wrapped = self._wrapped_key(id_)
        leaving = self._leaving / f"{id_}.{secrets.token_hex(4)}"
        with storage_errors():
            (self._kept / id_).rename(leaving)
            try:
                sync_folder(self._kept)
                with claimed(leaving):
                    files, octets = remove_folder(leaving, first=_KEY)
            except OSError:
                if (leaving / _KEY).exists():  # it can still be read, so it is not destroyed: for whoever tries again
                    leaving.rename(self._kept / id_)
                raise
        return Purged(id_, files, octets, hashlib.sha256(wrapped).hexdigest())

    def sweep(self) -> tuple[str, ...]:
        """Remove what a power cut left unfinished; the names. What a living process is busy with is left alone."""
        swept = []
        with storage_errors():
            for folder in (*self._incoming.iterdir(), *self._leaving.iterdir()):
                with claimed(folder) as free:
                    if free:
                        remove_folder(folder, first=_KEY)
                        swept.append(folder.name)
        return tuple(swept)

    def _new_key(self, folder: Path, id_: str) -> bytes:
        data_key = os.urandom(KEY_OCTETS)
        with new_file(folder / _KEY) as file:
            file.write(wrap_key(self._key, data_key, id_))
        return data_key

    def _keep(self, folder: Path, id_: str) -> None:
        with storage_errors():
            sync_folder(folder)
            try:
                folder.rename(self._kept / id_)  # fails on a folder that is not empty: nothing is ever replaced
            except OSError as error:
                if self.has(id_):
                    raise DocumentExistsError(id_) from error
                raise
            sync_folder(self._kept)

    def _wrapped_key(self, id_: str) -> bytes:
        if not _ID.fullmatch(id_):
            raise NoSuchDocumentError(f"{id_!a}")
        try:
            with storage_errors():
                return (self._kept / id_ / _KEY).read_bytes()
        except StorageError as error:
            if not self.has(id_):
                raise NoSuchDocumentError(id_) from error
            raise
