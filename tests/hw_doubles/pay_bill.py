"""The bill of the provider's double: all transactions of its days, as a merchant downloads them from WeChat Pay.

Owns the file's form: every field behind a grave accent, then the sums, which are of another width. Called by the tests.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.hw_doubles.pay_provider import APP, MERCHANT, Order, PayProvider, Refund

_HEADING = (
    *("交易时间", "公众账号ID", "商户号", "微信订单号", "商户订单号", "交易状态", "货币种类", "商户退款单号"),
    *("手续费", "订单金额", "申请退款金额"),
)
_FEE = 0.006


def bill(provider: PayProvider) -> str:
    """Payments, then refunds, then the sums."""
    money = provider.money
    lines = [_line(order, None) for order in money.orders.values() if order.paid_at]
    lines += [_line(back.order, back) for back in money.refunds.values()]
    sums = f"`{len(lines)},`{provider.taken_fen() / 100:.2f}"
    return "\r\n".join([",".join(_HEADING), *lines, "总交易单数,应结订单总金额", sums, ""])


def _line(order: Order, back: Refund | None) -> str:
    at = datetime.fromisoformat(order.paid_at).astimezone(ZoneInfo("Asia/Shanghai"))
    state, number = ("REFUND", back.number) if back else ("SUCCESS", "0")
    fee = (-_FEE if back else _FEE) * order.amount_fen / 100
    fields = (f"{at:%Y-%m-%d %H:%M:%S}", APP, MERCHANT, order.transaction, order.number, state, order.currency, number)
    given = f"{back.amount_fen / 100:.2f}" if back else "0.00"
    return ",".join(f"`{field}" for field in (*fields, f"{fee:.5f}", f"{order.amount_fen / 100:.2f}", given))
