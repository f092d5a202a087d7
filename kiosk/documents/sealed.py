"""Files that only the kiosk can read, and that nobody can change unnoticed (A6).

Owns the file format: AES-256-GCM in chunks of 64 KiB, so memory stays flat, in the STREAM construction (Hoang,
Reyhanitabar, Rogaway, Vizar 2015): the nonce counts the chunks and marks the last, so chunks cannot be dropped,
reordered or cut off.
Each file has its own key, derived (HKDF-SHA256) from its document's data key with a random salt and the file's own
name: a file put in another's place does not open. Knows no folders. Called by ``vault``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.documents.errors import DocumentTamperedError

KEY_OCTETS = 32
_MAGIC = b"KDOC1\n"
_SALT_OCTETS = 16
_TAG_OCTETS = 16
_NONCE_OCTETS = 12
_CHUNK_OCTETS = 64 * 1024


class Sealer:
    """Encrypts what is written to it into ``file``; ``finish`` writes the end, without which nothing opens."""

    def __init__(self, file: BinaryIO, key: bytes, context: str) -> None:
        salt = os.urandom(_SALT_OCTETS)
        self._file = file
        self._cipher = _cipher(key, salt, context)
        self._held = bytearray()
        self._count = 0
        file.write(_MAGIC + salt)

    def write(self, octets: bytes) -> None:
        """Add ``octets``. Raises OSError from the file."""
        self._held += octets
        while len(self._held) > _CHUNK_OCTETS:
            self._seal(bytes(self._held[:_CHUNK_OCTETS]), last=False)
            del self._held[:_CHUNK_OCTETS]

    def finish(self) -> None:
        """Write the last chunk. Nothing may be written afterwards."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, last), chunk, None))
        self._count += 1


def unseal(file: BinaryIO, key: bytes, context: str) -> Iterator[bytes]:
    """The plaintext of a sealed file in chunks. Raises DocumentTamperedError before giving any changed octet."""
    head = file.read(len(_MAGIC) + _SALT_OCTETS)
    if len(head) != len(_MAGIC) + _SALT_OCTETS or not head.startswith(_MAGIC):
        raise DocumentTamperedError(f"{context}: not a sealed file")
    cipher = _cipher(key, head[len(_MAGIC) :], context)
    count = 0
    chunk = file.read(_CHUNK_OCTETS + _TAG_OCTETS)
    while True:
        following = file.read(_CHUNK_OCTETS + _TAG_OCTETS)
        with _authenticated(context):
            plain = cipher.decrypt(_nonce(count, last=not following), chunk, None)
        yield plain
        if not following:
            return
        chunk, count = following, count + 1


def wrap_key(kiosk_key: bytes, data_key: bytes, document: str) -> bytes:
    """A document's data key, readable only with the kiosk's key and only for that document."""
    nonce = os.urandom(_NONCE_OCTETS)
    return nonce + AESGCM(kiosk_key).encrypt(nonce, data_key, document.encode())


def unwrap_key(kiosk_key: bytes, wrapped: bytes, document: str) -> bytes:
    """Raises DocumentTamperedError if it is not the wrapped key of ``document`` under this kiosk's key."""
    with _authenticated(f"{document}/key"):
        return AESGCM(kiosk_key).decrypt(wrapped[:_NONCE_OCTETS], wrapped[_NONCE_OCTETS:], document.encode())


@contextmanager
def _authenticated(context: str) -> Iterator[None]:
    try:
        yield
    except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
        raise DocumentTamperedError(f"{context}: authentication failed") from error


def _cipher(key: bytes, salt: bytes, context: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_OCTETS, salt, b"kiosk document " + context.encode()).derive(key))


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(_NONCE_OCTETS - 1, "big") + bytes([last])
