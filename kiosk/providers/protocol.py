"""What every payment provider can do, however it calls it: orders by the merchant's number, asked after by polling.

Owns the seam. It fits what merchants find at WeChat Pay (Native), Alipay (precreate), UnionPay and those who resell all
three: the merchant numbers the order, every request may be repeated with the same number, and the truth is the signed
answer to a query (docs/adr/qr-truth-by-asking.md). Refuses to know tables and charges. Called by ``kiosk.core``.

Every method may take as long as its deadlines allow. Each raises ProviderRefusedError when the request was surely not
carried out, and ProviderSilentError when nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.qr import RefundState, Trade


@dataclass(frozen=True)
class QrRequest:
    """An order to be made: ``number`` the merchant's, ``words`` what the payer's phone calls it, times ISO 8601 UTC."""

    number: str
    amount_fen: int
    currency: str
    words: str
    payable_until_utc: str


@dataclass(frozen=True)
class BackPayment:
    """Money to be given back: ``number`` the merchant's, of an order that was paid with ``paid_fen``."""

    number: str
    order_number: str
    amount_fen: int
    paid_fen: int
    currency: str


class PaymentProvider(Protocol):
    """One provider. ``name`` is that of its account: ``provider:<name>``."""

    name: str

    def create(self, order: QrRequest) -> str:
        """Make the order; returns what the QR code holds. Asked again with the same number, the same order."""
        ...

    def query(self, order_number: str) -> Trade:
        """What has become of an order."""
        ...

    def close(self, order_number: str) -> None:
        """Ask that it can be paid no longer. Whether that came true, ``query`` says."""
        ...

    def give_back(self, refund: BackPayment) -> RefundState:
        """Ask for money to be given back. Asked again with the same number, the same refund."""
        ...

    def refund(self, refund_number: str) -> RefundState:
        """What has become of a refund."""
        ...
