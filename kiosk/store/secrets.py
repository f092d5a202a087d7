"""Passcodes and PINs: kept as scrypt hashes, compared in constant time (A3, J1, K5).

Owns the stored form ``scrypt$n$r$p$salt$hash``. Knows no table. RFC 7914; the cost is chosen so that one check takes
some tens of milliseconds on a Raspberry Pi and 16 MiB.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

COST = 2**13  # N of RFC 7914
_R, _P, _LENGTH = 8, 1, 32


def hash_secret(secret: str, cost: int = COST) -> str:
    """The stored form of ``secret``, with a salt of its own; ``cost`` is a power of two, told in the stored form."""
    salt = secrets.token_bytes(16)
    return f"scrypt${cost}${_R}${_P}${salt.hex()}${_derive(secret, salt, cost, _R, _P).hex()}"


def secret_matches(secret: str, stored: str) -> bool:
    """Whether ``secret`` is the one that ``stored`` was made of. A stored form of another kind matches nothing."""
    parts = stored.split("$")
    if len(parts) != 6 or parts[0] != "scrypt":
        return False
    n, r, p = (int(part) for part in parts[1:4])
    return hmac.compare_digest(_derive(secret, bytes.fromhex(parts[4]), n, r, p), bytes.fromhex(parts[5]))


def _derive(secret: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=n, r=r, p=p, dklen=_LENGTH, maxmem=64 * 1024 * 1024)
