"""The kiosk's own signature (Ed25519, RFC 8032) over the report of a business day.

Owns making and checking it. The private key is the key file's 32 octets; whoever holds the public key (it stands on the
report and goes to head office) can tell that this kiosk closed this day with these figures. Called by ``days`` and by
the proof for auditors.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Signer:
    """Signs with the key whose seed (32 octets) it is given."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        """The public key's 32 octets in hex."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, text: str) -> str:
        """The signature's 64 octets in hex, over the text in UTF-8."""
        return self._key.sign(text.encode()).hex()


def sha256_of(text: str) -> str:
    """In hex, over the text in UTF-8: what one signed text names another by."""
    return hashlib.sha256(text.encode()).hexdigest()


def holds(text: str, signature: str, public_key: str) -> bool:
    """Whether the signature is over exactly this text and by this key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
