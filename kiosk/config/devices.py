"""The sections of the configuration that say which devices there are and where each is.

Owns their keys and what they may be. Real hardware and doubles are chosen by the same keys (a port, a queue, a pin
factory, a folder). Read by ``load_config``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.config.checks import ConfigError, one_of, whole_within

_MOST_RINGS = 9
_LAST_PORT = 65535
_LEAST_SHOWN_S, _MOST_SHOWN_S = 60, 600  # to find the phone; providers take codes for two hours at most
_LEAST_PATIENCE_S = 30  # to find a note in a purse
_VAULT_RESERVE_MB = 64  # the vault takes nothing in below this: a call answered then would only be refused


@dataclass(frozen=True)
class Telephone:
    """[telephone] The national plan the kiosk stands in, and what it calls itself (TSI)."""

    country: str = "CN"
    area_code: str = ""
    outside_prefix: str = ""
    ident: str = ""
    refused_prefixes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.area_code.isdigit():
            raise ConfigError(f"telephone.area_code: {self.area_code!r} must be digits without the trunk prefix")
        if set(self.outside_prefix) - set("0123456789*#,"):
            raise ConfigError(f"telephone.outside_prefix: {self.outside_prefix!r} may hold 0-9 * # and comma")


@dataclass(frozen=True)
class Fax:
    """[fax] The line and how long things take on it."""

    driver: str = "class1"  # class1 | none
    port: str = ""
    call_seconds: float = 20.0
    page_seconds: float = 25.0
    retry_waits_s: tuple[int, ...] = (60, 120, 300)
    answer: bool = True  # calls are answered between orders (B9)
    rings: int = 2  # the exchange tells who calls between the first two
    min_free_mb: int = 200  # with less room on the disk of state_dir no call is answered
    loopback_number: str = ""  # a fax machine that may be called as a test, as it is dialled; empty: none
    far_ident: str = "report"  # report | refuse: a recipient's machine that says it is another number (B7)

    def __post_init__(self) -> None:
        one_of("fax.driver", self.driver, "class1", "none")
        if self.driver != "none" and not self.port:
            raise ConfigError('fax.port: name the modem\'s port, or set fax.driver = "none"')
        one_of("fax.far_ident", self.far_ident, "report", "refuse")
        if set(self.loopback_number) - set("0123456789*#,"):
            raise ConfigError(f"fax.loopback_number: {self.loopback_number!r} may hold 0-9 * # and comma")
        if not 1 <= self.rings <= _MOST_RINGS:
            raise ConfigError(f"fax.rings: {self.rings} must be 1 to {_MOST_RINGS}")
        if self.min_free_mb < _VAULT_RESERVE_MB:
            raise ConfigError(f"fax.min_free_mb: {self.min_free_mb} must be {_VAULT_RESERVE_MB} or more")
        if not self.retry_waits_s or min(self.retry_waits_s) < 1:
            raise ConfigError(f"fax.retry_waits_s: {self.retry_waits_s} must be whole seconds")


@dataclass(frozen=True)
class PrinterPlace:
    """[receipt_printer] and [form_printer] A CUPS queue."""

    driver: str = "cups"  # cups | none
    server: str = "/run/cups/cups.sock"
    queue: str = ""
    width_mm: int = 80

    def __post_init__(self) -> None:
        one_of("printer.driver", self.driver, "cups", "none")
        if self.driver == "cups" and not self.queue:
            raise ConfigError('receipt_printer/form_printer: queue: name the CUPS queue, or set driver = "none"')
        if self.width_mm not in (58, 80, 210):
            raise ConfigError(f"receipt_printer.width_mm: {self.width_mm} must be 58 or 80 (210 for the form printer)")


@dataclass(frozen=True)
class Lights:
    """[lights] GPIO of the call light, the message lamp and the call button (BCM numbers)."""

    driver: str = "gpiozero"  # gpiozero | none
    pin_factory: str = ""
    call_pin: int = 17
    message_pin: int = 27
    button_pin: int = 22

    def __post_init__(self) -> None:
        one_of("lights.driver", self.driver, "gpiozero", "none")


@dataclass(frozen=True)
class Media:
    """[media] Where storage sticks appear."""

    driver: str = "mounts"  # mounts | folder | none
    root: Path = Path("/media")

    def __post_init__(self) -> None:
        one_of("media.driver", self.driver, "mounts", "folder", "none")


@dataclass(frozen=True)
class CardReaderPlace:
    """[card_reader] Staff cards beside the PIN (J1)."""

    driver: str = "none"  # serial | keyboard: a reader that types the number and Enter | none
    port: str = ""
    card_needs_pin: bool = False  # who has a card needs both; the PIN alone only while the reader is not there

    def __post_init__(self) -> None:
        one_of("card_reader.driver", self.driver, "serial", "keyboard", "none")
        if self.driver == "serial" and not self.port:
            raise ConfigError('card_reader.port: name the reader\'s port, or set card_reader.driver = "none"')


@dataclass(frozen=True)
class CashAcceptorPlace:
    """[cash_acceptor] A machine that takes notes and coins (G2)."""

    driver: str = "none"  # cctalk | none
    port: str = ""
    checksum: str = "simple"  # simple | crc: as it is set at the devices
    notes: bool = True  # there is a note validator, at address 40
    coins: bool = True  # there is a coin acceptor, at address 2
    most_over_fen: int = 1000  # nothing is taken after which more than this is to be given back
    change: str = "clerk"  # clerk | account: where what is over goes if its owner does not say
    patience_s: int = 180  # so long after the last note or coin money is taken for somebody

    def __post_init__(self) -> None:
        one_of("cash_acceptor.driver", self.driver, "cctalk", "none")
        one_of("cash_acceptor.checksum", self.checksum, "simple", "crc")
        one_of("cash_acceptor.change", self.change, "clerk", "account")
        if self.driver != "none" and not self.port:
            raise ConfigError('cash_acceptor.port: name the machine\'s port, or set cash_acceptor.driver = "none"')
        if not (self.notes or self.coins):
            raise ConfigError("cash_acceptor.notes/coins: one of the two must be there")
        if self.most_over_fen < 0:
            raise ConfigError(f"cash_acceptor.most_over_fen: {self.most_over_fen} must be 0 or more")
        if self.patience_s < _LEAST_PATIENCE_S:
            raise ConfigError(f"cash_acceptor.patience_s: {self.patience_s} must be {_LEAST_PATIENCE_S} or more")


@dataclass(frozen=True)
class QrPayment:
    """[qr_payment] Who takes payments by QR code (G2). The keys are PEM files: ours private, theirs public."""

    driver: str = "none"  # wechat | none
    base_url: str = "https://api.mch.weixin.qq.com"
    merchant_id: str = ""
    app_id: str = ""
    key_serial: str = ""  # of our certificate
    key_file: Path = Path("merchant.pem")
    provider_key_id: str = ""
    provider_key_file: Path = Path("provider.pem")
    notify_url: str = ""  # the provider wants one; nothing is believed of what arrives there (docs/qr-payment.md)
    notify_listen: str = ""  # address:port at which what is led to the kiosk arrives; empty: the kiosk asks only
    show_s: int = 180  # how long a code stands on the glass

    def __post_init__(self) -> None:
        one_of("qr_payment.driver", self.driver, "wechat", "none")
        if self.driver == "none":
            return
        for name in ("merchant_id", "app_id", "key_serial", "provider_key_id", "notify_url"):
            if not getattr(self, name):
                raise ConfigError(f'qr_payment.{name}: as the provider gave it, or set qr_payment.driver = "none"')
        url = urlsplit(self.base_url)
        if url.scheme != "https" and (url.scheme, url.hostname) != ("http", "127.0.0.1"):
            raise ConfigError(f"qr_payment.base_url: {self.base_url!r} must be https")
        if not url.hostname or "@" in url.netloc or url.path.strip("/") or url.query or url.fragment:
            raise ConfigError(f"qr_payment.base_url: {self.base_url!r} must be as https://api.mch.weixin.qq.com")
        if not _LEAST_SHOWN_S <= self.show_s <= _MOST_SHOWN_S:
            raise ConfigError(f"qr_payment.show_s: {self.show_s} must be {_LEAST_SHOWN_S} to {_MOST_SHOWN_S}")
        if self.notify_listen and not self.listens_at[1]:
            raise ConfigError(f"qr_payment.notify_listen: {self.notify_listen!r} must be as 127.0.0.1:8099")

    @property
    def listens_at(self) -> tuple[str, int]:
        """Where notifications are heard."""
        host, _, port = self.notify_listen.rpartition(":")
        number = int(port) if host and port.isascii() and port.isdigit() else 0
        return host, number if number <= _LAST_PORT else 0


@dataclass(frozen=True)
class HeadOffice:
    """[head_office] The way to the broker; without a host nothing is sent, everything is kept."""

    host: str = ""
    port: int = 8883
    ca_file: Path = Path("ca.crt")
    cert_file: Path = Path("kiosk.crt")
    key_file: Path = Path("kiosk.key")

    def __post_init__(self) -> None:
        whole_within("head_office.port", self.port, 1, _LAST_PORT)
