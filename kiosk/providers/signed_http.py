"""Signed requests and answers over HTTP, as WeChat Pay's API v3 has them (WECHATPAY2-SHA256-RSA2048).

Owns what is signed and how, deadlines, and that an answer without a signature that holds is no answer. Knows no order.
Called by ``wechat``. Signed is, each part ending in a line feed: of a request method, path with query, timestamp, nonce
and body; of an answer timestamp, nonce and body.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from kiosk.clock import Clock, iso_utc
from kiosk.providers.errors import ProviderError, ProviderSilentError, ProviderUntrustedError
from kiosk.providers.whole_time import TimedAdapter, WholeTime

SCHEME = "WECHATPAY2-SHA256-RSA2048"
_CONNECT_S, _SILENCE_S, _WHOLE_S = 3.0, 5.0, 8.0
_MOST_OCTETS = 64 << 10  # an answer is a few hundred
_FRESH_S = 300  # how far the signature of an answer may be from the clock, as the provider has it for requests


@dataclass(frozen=True)
class Merchant:
    """Who asks: the merchant, the serial number of its key, and the key; and the key that the answers are signed with.

    ``provider_key_id`` is what ``Wechatpay-Serial`` names.
    """

    id: str
    serial: str
    key: rsa.RSAPrivateKey
    provider_key_id: str
    provider_key: rsa.RSAPublicKey


@dataclass(frozen=True)
class Answer:
    """A signed answer: HTTP status, the object in its body ({} for an empty one), the provider's time."""

    status: int
    body: Mapping[str, Any]
    at_utc: str


def read_merchant(merchant_id: str, serial: str, key_file: Path, provider_key_id: str, provider_key: Path) -> Merchant:
    """The keys out of their PEM files. Raises ProviderError when one cannot be used."""
    try:
        own = load_pem_private_key(key_file.read_bytes(), None)
        theirs = load_pem_public_key(provider_key.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise ProviderError(f"{key_file}, {provider_key}: {error}", reason="provider-keys") from error
    if not isinstance(own, rsa.RSAPrivateKey) or not isinstance(theirs, rsa.RSAPublicKey):
        raise ProviderError(f"{key_file}, {provider_key}: not RSA keys", reason="provider-keys")
    return Merchant(merchant_id, serial, own, provider_key_id, theirs)


class SignedHttp:
    """Requests of one merchant to one provider. Not for several threads."""

    def __init__(self, base_url: str, merchant: Merchant, clock: Clock) -> None:
        self._base_url, self._merchant, self._clock = base_url.rstrip("/"), merchant, clock
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no password out of somebody's environment (K5)
        self._time = WholeTime(clock, _WHOLE_S, _SILENCE_S)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, TimedAdapter(self._time))

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """One request and its answer, whatever its status. Raises ProviderSilentError when there is none to trust."""
        text = json.dumps(body, ensure_ascii=False) if body is not None else ""
        headers = {"Authorization": self._authorization(method, path, text), "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        status, said, octets = self._exchange(method, path, headers, text.encode())
        if status >= 500 or status == 429:  # out of order, or asked too often: nothing is known
            raise ProviderSilentError(f"{method} {path}: {status}", reason="provider-silent")
        at_utc = self._proved(f"{method} {path}: {status}", said, octets)
        return Answer(status, _object(octets), at_utc)

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], data: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Head and body of the answer within one time, however slowly they drip; each silence has one of its own."""
        self._time.begin()
        octets = b""
        try:
            with self._session.request(
                method,
                self._base_url + path,
                headers=dict(headers),
                data=data or None,
                timeout=(_CONNECT_S, _SILENCE_S),
                stream=True,
                allow_redirects=False,
            ) as response:
                for part in response.iter_content(1):  # a larger part is waited for until it is whole
                    octets += part
                    if len(octets) > _MOST_OCTETS:
                        raise ProviderSilentError(f"{method} {path}: too long", reason="provider-silent")
                return response.status_code, response.headers, octets
        except requests.RequestException as error:
            raise ProviderSilentError(f"{method} {path}: {error}", reason="provider-silent") from error

    def _authorization(self, method: str, path: str, text: str) -> str:
        nonce, stamp = secrets.token_hex(16).upper(), str(int(self._clock.now().timestamp()))
        signed = self._merchant.key.sign(_lines(method, path, stamp, nonce, text), padding.PKCS1v15(), SHA256())
        parts = {
            "mchid": self._merchant.id,
            "nonce_str": nonce,
            "signature": base64.b64encode(signed).decode(),
            "timestamp": stamp,
            "serial_no": self._merchant.serial,
        }
        return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in parts.items())

    def _proved(self, what: str, headers: Mapping[str, str], octets: bytes) -> str:
        """The provider's time, out of an answer whose signature holds. Raises ProviderUntrustedError."""
        if not holds(self._merchant, headers, octets):
            raise ProviderUntrustedError(f"{what}: no signature that holds", reason="provider-untrusted")
        if not fresh(self._clock, headers):
            raise ProviderUntrustedError(f"{what}: signed at another time", reason="provider-untrusted")
        return iso_utc(_signed_at(headers))

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


def holds(merchant: Merchant, headers: Mapping[str, str], octets: bytes) -> bool:
    """Whether the provider has signed exactly these octets. The headers are those of an answer or a notification."""
    stamp, nonce = headers.get("Wechatpay-Timestamp", ""), headers.get("Wechatpay-Nonce", "")
    if headers.get("Wechatpay-Serial") != merchant.provider_key_id or not (stamp.isascii() and stamp.isdigit()):
        return False
    try:
        signature = base64.b64decode(headers.get("Wechatpay-Signature", ""), validate=True)
        signed = f"{stamp}\n{nonce}\n".encode() + octets + b"\n"
        merchant.provider_key.verify(signature, signed, padding.PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature):
        return False
    return len(stamp) <= len("9999999999")


def fresh(clock: Clock, headers: Mapping[str, str]) -> bool:
    """Whether what is proved to be signed was signed just now. A clock that nobody has set cannot say (K3)."""
    off_s = abs((clock.now() - _signed_at(headers)).total_seconds())
    return off_s <= _FRESH_S or not clock.stamp().synced


def _signed_at(headers: Mapping[str, str]) -> datetime:
    return datetime.fromtimestamp(int(headers["Wechatpay-Timestamp"]), UTC)


def _lines(*parts: str) -> bytes:
    return "".join(f"{part}\n" for part in parts).encode()


def _object(octets: bytes) -> Mapping[str, Any]:
    """Raises ProviderSilentError for a body that is no JSON object."""
    if not octets:
        return {}
    try:
        read = json.loads(octets)
    except ValueError as error:
        raise ProviderSilentError(f"not JSON: {error}", reason="provider-garbled") from error
    if not isinstance(read, dict):
        raise ProviderSilentError(f"no object: {read!r:.60}", reason="provider-garbled")
    return read
