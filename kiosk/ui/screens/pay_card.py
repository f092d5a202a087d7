"""A way of paying as a card: its name, what it means, and why it cannot be gone or only after somebody has allowed it.

Owns the icon of each way. Called by screens that ask how something is paid.
"""

from __future__ import annotations

from kiosk.desk.views import Method, ServiceView
from kiosk.ui.screens.service_words import reason_words, still_words
from kiosk.ui.screens.words import unit_short
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.choice import Option
from kiosk.ui.widgets.touch import Act

PAY_ICONS = {
    Method.ACCOUNT: "account_balance_wallet",
    Method.CASH: "payments",
    Method.VOUCHER: "sell",
    Method.FREE: "verified",
    Method.MACHINE: "point_of_sale",
    Method.QR: "qr_code_scanner",
}


def pay_card(shell: Shell, method: Method, way: ServiceView, chosen: bool, act: Act) -> Option:
    """The card of ``method`` as it stands now."""
    tr, visitor = shell.look.tr, shell.visit.visitor
    unit = unit_short(shell.look, visitor.unit) if visitor else ""
    name, words = tr(f"pay.{method}"), tr(f"pay.{method}.words", unit=unit)
    told = reason_words(shell, way), still_words(shell, way)
    return Option(f"pay.{method}", PAY_ICONS[method], name, words, chosen, act, *told, limited=way.limited)
