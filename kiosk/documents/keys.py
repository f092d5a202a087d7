"""The kiosk's own document key on its disk.

Owns the making and the checking of the key file. Knows nothing of what the key opens. Called by the composition root.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from kiosk.documents.durable import OWNER_ONLY, new_file, sync_folder
from kiosk.documents.errors import KeyFileError
from kiosk.documents.intake import storage_errors
from kiosk.documents.sealed import KEY_OCTETS


def load_or_create_key(path: Path) -> bytes:
    """The 32 octets of the kiosk's key, made on first use, mode 0600.

    Two processes may call this at once on a fresh kiosk: both get the same key. Raises KeyFileError if others can read
    the file or it is not a key; a key is never replaced, for that would destroy every stored document.
    """
    if not path.exists():
        _create(path)
    with storage_errors():
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            mode = stat.S_IMODE(os.fstat(fd).st_mode)
            key = os.read(fd, KEY_OCTETS + 1)
        finally:
            os.close(fd)
    if mode & 0o077:
        raise KeyFileError(f"{path.name} is readable by others: mode {mode:o}, want {OWNER_ONLY:o}")
    if len(key) != KEY_OCTETS:
        raise KeyFileError(f"{path.name} holds {len(key)} octets, not {KEY_OCTETS}")
    return key


def _create(path: Path) -> None:
    with storage_errors():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with new_file(fresh) as file:
        file.write(os.urandom(KEY_OCTETS))
    with storage_errors():
        with suppress(FileExistsError):
            os.link(fresh, path)  # unlike a rename, never replaces a key that was made meanwhile
        fresh.unlink()
        sync_folder(path.parent)
