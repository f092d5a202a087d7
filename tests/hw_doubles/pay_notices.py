"""Notifications of the provider's double: well signed or not, and never to be believed. Called by the tests."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from tests.hw_doubles.pay_provider import PayProvider


def notify(provider: PayProvider, url: str, *, says: str = "TRANSACTION.SUCCESS", forged: bool = False) -> int:
    """Tell the merchant, now, of whatever; the status of the answer. What it says need not be so."""
    octets = json.dumps({"event_type": says, "resource": {"ciphertext": "c2VhbGVk"}}).encode()
    headers = provider.signed(octets + (b" " if forged else b""))
    request = urllib.request.Request(url, octets, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code
