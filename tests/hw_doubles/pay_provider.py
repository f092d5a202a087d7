"""A payment provider on the loopback: what WeChat Pay's API v3 says to a merchant, well or badly, and a payer's phone.

Owns the orders, the money that was paid, the signatures and the faults. Written from the published interface and not
from the kiosk's code: what is signed and how is composed here once more. ``phone_pays`` is the person with the phone.
Called by the contract tests, the scenarios of crashes and the lobby.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

MERCHANT, APP, SERIAL, KEY_ID = "1900000109", "wx0000000000000001", "5157F09EFDC096DE", "PUB_KEY_ID_0000000001"

# Faults of one request. The first five lose or spoil the answer, before or after the request was carried out.
LOST_REQUEST, LOST_ANSWER, BROKEN, HANGS = "lost request", "lost answer", "500", "hangs"
GARBAGE, FORGED, UNSIGNED, REFUSED = "garbage", "forged signature", "no signature", "refused"
OTHER_AMOUNT, OTHER_CURRENCY, OTHER_ORDER = "other amount", "other currency", "other order"
SAYS_NOT_PAID, SAYS_CLOSED, SAYS_NOT_THERE = "says not paid", "says closed", "says not there"
_SAYS = {SAYS_NOT_PAID: "NOTPAY", SAYS_CLOSED: "CLOSED"}


@cache
def key(whose: str) -> rsa.RSAPrivateKey:
    """The key of ``merchant`` or ``provider``. Making one takes a tenth of a second: once a process is enough."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Order:
    """An order at the provider. ``state`` in the provider's words."""

    number: str
    amount_fen: int
    currency: str
    words: str
    expires: datetime
    code: str
    notify_url: str
    state: str = "NOTPAY"
    transaction: str = ""
    paid_at: str = ""


@dataclass
class Refund:
    number: str
    order: Order
    amount_fen: int
    status: str


@dataclass
class Money:
    """Everything the provider remembers: it outlives any number of kiosks."""

    orders: dict[str, Order] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # one word a request, in order
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, str] = field(default_factory=dict)  # a fault of every request of this kind
    refund_status: str = "SUCCESS"


class PayProvider:
    """``with PayProvider(folder) as provider:`` at ``provider.url``; the keys are PEM files in ``folder``.

    ``now`` is its clock. ``fail(what, *faults)`` spoils the next requests of a kind: create, query, close, refund,
    refund_query. ``port`` 0: whichever is free.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC), port: int = 0) -> None:
        self.money, self.now, self._folder, self._port = Money(), now, folder, port
        self.key_file, self.provider_key_file = folder / "merchant.pem", folder / "provider.pem"
        self.lock = threading.RLock()
        self.released = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._write_keys()

    def _write_keys(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        own = key("merchant").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.key_file.write_bytes(own)
        public = key("provider").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.provider_key_file.write_bytes(public)

    def __enter__(self) -> PayProvider:
        self.come_back()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.go_away()

    # --- the wire

    @property
    def url(self) -> str:
        return "http://{}:{}".format(*self.address)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        assert self._server is not None
        return "127.0.0.1", self._server.server_port

    def come_back(self) -> None:
        """Listen, on the port it had before."""
        self.released.clear()
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._server.provider = self
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def go_away(self) -> None:
        """Nobody listens any more; what it knows, it knows."""
        self.released.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def fail(self, what: str, *faults: str) -> None:
        """Spoil the next requests of this kind, one each."""
        self.money.faults[what].extend(faults)

    # --- people

    def phone_pays(self, code: str) -> str:
        """Somebody scans what the glass shows, and pays; returns what the phone says."""
        with self.lock:
            order = next((order for order in self.money.orders.values() if order.code == code), None)
            if order is None or order.state != "NOTPAY" or self.now() > order.expires:
                return "this code is no longer valid"
            self.settle(order)
            return "paid"

    def settle(self, order: Order) -> None:
        """The money has moved."""
        order.state = "SUCCESS"
        order.transaction = f"42000{len(self.money.orders):05d}{abs(hash(order.number)) % 10**12:012d}"
        order.paid_at = self.now().astimezone(UTC).isoformat(timespec="seconds")

    def open_orders(self) -> list[Order]:
        """What can be paid now, the newest last."""
        return [
            order for order in self.money.orders.values() if order.state == "NOTPAY" and self.now() <= order.expires
        ]

    def taken_fen(self) -> int:
        """What payers have paid and not got back."""
        paid = sum(order.amount_fen for order in self.money.orders.values() if order.paid_at)
        return paid - sum(back.amount_fen for back in self.money.refunds.values() if back.status == "SUCCESS")

    # --- what is asked

    @staticmethod
    def kind_of(method: str, path: str) -> str:
        """create | query | close | refund | refund_query."""
        if path.endswith("/native"):
            return "create"
        if "/refund/" in path:
            return "refund" if method == "POST" else "refund_query"
        return "close" if path.endswith("/close") else "query"

    def answer(self, kind: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        """Do what is asked; status and body of the answer."""
        parts = path.partition("?")[0].split("/")
        match kind:
            case "create":
                return self._create(body)
            case "close":
                return self._close(parts[-2])
            case "refund":
                return self._refund(body)
            case "refund_query":
                return self._refund_query(parts[-1])
            case _:
                return self._query(parts[-1])

    def _create(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        number = body["out_trade_no"]
        known = self.money.orders.get(number)
        if known is not None and (known.state != "NOTPAY" or known.amount_fen != body["amount"]["total"]):
            return 400, {"code": "OUT_TRADE_NO_USED", "message": "商户订单号重复"}
        if known is None:
            expires = datetime.fromisoformat(body["time_expire"])
            code = f"weixin://wxpay/bizpayurl?pr={len(self.money.orders):03d}{number[-8:]}"
            amount = body["amount"]
            words, url = body["description"], body["notify_url"]
            known = Order(number, amount["total"], amount["currency"], words, expires, code, url)
            self.money.orders[number] = known
        return 200, {"code_url": known.code}

    def _query(self, number: str) -> tuple[int, dict[str, Any]]:
        order = self.money.orders.get(number)
        if order is None:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        body: dict[str, Any] = {"mchid": MERCHANT, "appid": APP, "out_trade_no": number, "trade_state": order.state}
        if order.paid_at:
            given = any(back.order is order for back in self.money.refunds.values())
            body |= {"trade_state": "REFUND" if given else "SUCCESS", "transaction_id": order.transaction}
            body |= {"success_time": order.paid_at, "amount": {"total": order.amount_fen, "currency": order.currency}}
        return 200, body

    def _close(self, number: str) -> tuple[int, dict[str, Any] | None]:
        order = self.money.orders.get(number)
        if order is None:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        if order.paid_at:
            return 400, {"code": "ORDER_PAID", "message": "订单已支付"}
        order.state = "CLOSED"
        return 204, None

    def _refund(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        order = self.money.orders.get(body["out_trade_no"])
        if order is None or not order.paid_at:
            return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "订单不存在"}
        number, amount = body["out_refund_no"], body["amount"]["refund"]
        back = self.money.refunds.get(number)
        if back is None:
            given = sum(known.amount_fen for known in self.money.refunds.values() if known.order is order)
            if given + amount > order.amount_fen:
                return 403, {"code": "NOT_ENOUGH", "message": "可退金额不足"}
            back = self.money.refunds[number] = Refund(number, order, amount, self.money.refund_status)
        return 200, {"out_refund_no": number, "status": back.status}

    def _refund_query(self, number: str) -> tuple[int, dict[str, Any]]:
        back = self.money.refunds.get(number)
        if back is None:
            return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在"}
        return 200, {"out_refund_no": number, "status": back.status}

    def signed(self, octets: bytes) -> dict[str, str]:
        """The headers of an answer or a notification."""
        stamp, nonce = str(int(self.now().timestamp())), "D824F2E086D3C1DF967785D13FCD22EF"
        text = f"{stamp}\n{nonce}\n".encode() + octets + b"\n"
        signature = base64.b64encode(key("provider").sign(text, padding.PKCS1v15(), SHA256())).decode()
        names = ("Timestamp", "Nonce", "Serial", "Signature")
        return {
            f"Wechatpay-{name}": value for name, value in zip(names, (stamp, nonce, KEY_ID, signature), strict=True)
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: PayProvider


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet: the second would wait 40 ms for the acknowledgement of the first
    server: _Server

    def log_message(self, *_: object) -> None:
        """Silence: the tests read ``money.asked``."""

    def _serve(self) -> None:
        provider, data = self.server.provider, self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = provider.kind_of(self.command, self.path)
        with provider.lock:
            waiting = provider.money.faults[kind]
            fault = waiting.popleft() if waiting else provider.money.always.get(kind, "")
            provider.money.asked.append(kind)
        if fault == HANGS:
            provider.released.wait(30)
        if fault in (LOST_REQUEST, HANGS):
            self.close_connection = True
        elif not self._signature_holds(data):
            self._say(401, {"code": "SIGN_ERROR", "message": "签名错误"}, UNSIGNED)
        elif fault == REFUSED:
            self._say(403, {"code": "NO_AUTH", "message": "商户无权限"}, "")
        else:
            with provider.lock:
                status, body = provider.answer(kind, self.path, json.loads(data) if data else {})
            self._spoil_and_say(fault, status, body)

    do_GET = do_POST = _serve  # noqa: N815 (the names are http.server's)

    def _spoil_and_say(self, fault: str, status: int, body: dict[str, Any] | None) -> None:
        if fault == LOST_ANSWER:
            self.close_connection = True
            return
        if fault == BROKEN:
            status, body = 500, {"code": "SYSTEM_ERROR", "message": "系统异常"}
        elif fault == SAYS_NOT_THERE:
            status, body = 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        elif fault in _SAYS and body is not None:
            body = {"mchid": MERCHANT, "out_trade_no": body["out_trade_no"], "trade_state": _SAYS[fault]}
        elif body is not None:
            body = _changed(body, fault)
        self._say(status, body, fault)

    def _say(self, status: int, body: dict[str, Any] | None, fault: str) -> None:
        octets = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
        if fault == GARBAGE:
            octets = b"<html>502 Bad Gateway</html>"
        headers = {} if fault == UNSIGNED else self.server.provider.signed(octets + (b" " if fault == FORGED else b""))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(octets))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(octets)

    def _signature_holds(self, data: bytes) -> bool:
        said = dict(re.findall(r'(\w+)="([^"]*)"', self.headers.get("Authorization", "")))
        if said.get("mchid") != MERCHANT or said.get("serial_no") != SERIAL:
            return False
        lines = (self.command, self.path, said["timestamp"], said["nonce_str"])
        text = "".join(f"{line}\n" for line in lines).encode() + data + b"\n"
        try:
            public = key("merchant").public_key()
            public.verify(base64.b64decode(said["signature"]), text, padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return abs(self.server.provider.now().timestamp() - int(said["timestamp"])) <= 300


def _changed(body: dict[str, Any], fault: str) -> dict[str, Any]:
    """An answer that is well signed and contradicts what was asked."""
    match fault:
        case "other order":
            return body | {"out_trade_no": "K99-Q000001-00000000"}
        case "other amount" if "amount" in body:
            return body | {"amount": body["amount"] | {"total": body["amount"]["total"] - 1}}
        case "other currency" if "amount" in body:
            return body | {"amount": body["amount"] | {"currency": "HKD"}}
        case _:
            return body
