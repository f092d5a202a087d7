"""A tour of what the glass says when something cannot be had: every cause on every screen that tells it (K2)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from kiosk.domain.capabilities import UNFITTED
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.walk import DIGITS, sign, to_result

Stop = Callable[[str], None]

_LINE = (("absent", "port-missing"), ("trouble", "modem-recovering"), ("trouble", "modem-silent"), ("absent", UNFITTED))
_PRINTER = (
    ("unknown", ""),
    ("trouble", "media-empty"),
    ("trouble", "media-jam"),
    ("trouble", "cover-open"),
    ("trouble", "other"),
    ("absent", "offline"),
    ("absent", UNFITTED),
)
_SLOT = (("unknown", ""), ("trouble", ""), ("absent", ""), ("absent", UNFITTED))


def offers_tour(glass: Glass, folder: Path, stop: Stop) -> None:
    """Home, stick, quote, payment and receipt, each with what it needs in every trouble."""
    _home(glass, stop)
    _paying(glass, folder, stop)
    _nobody_pays(glass, stop)


def _lose(glass: Glass, device: str, state: str, reason: str, service: str) -> None:
    """The device fails, and the glass has heard of this very cause."""
    before = glass.shell.news.device(device)
    glass.furnished.set_health(device, state, reason)
    glass.until(lambda: glass.shell.news.device(device) != before, f"{device} {reason}")
    glass.until(lambda: bool(glass.shell.news.service(service).reasons), service)


def _mend(glass: Glass, *devices: str) -> None:
    glass.furnished.healthy(*devices)
    glass.until(lambda: all(glass.shell.news.device(name).state == "ok" for name in devices), "mended")


def _home(glass: Glass, stop: Stop) -> None:
    glass.touch("idle.wake")
    for paper, line in zip_longest(_PRINTER, _LINE):
        _lose(glass, "receipt_printer", *paper, "repair")
        if line:
            _lose(glass, "fax_line", *line, "send_fax")
        stop(f"30-home-{paper}-{line}")
    _lose(glass, "media", "trouble", "", "send_fax")
    glass.touch("home.fax")
    stop("30-home-explains-two")
    _mend(glass, "fax_line", "media", "receipt_printer")
    stop("30-home-explains-no-longer")
    glass.touch("dialog.close")
    _lose(glass, "books", "trouble", "damaged", "send_fax")
    stop("30-home-books-damaged")
    _mend(glass, "books")


def _paying(glass: Glass, folder: Path, stop: Stop) -> None:
    glass.shell.end()
    to_result(glass, letter(folder / "letter.pdf", 1))
    for state, reason in _PRINTER:
        _lose(glass, "receipt_printer", state, reason, "pay_cash")
        _lose(glass, "form_printer", state, reason, "printed_report")
        stop(f"31-result-paper-{state}-{reason}")
    _mend(glass, "receipt_printer")
    _lose(glass, "books", "trouble", "damaged", "pay_account")
    stop("31-result-books-damaged")
    _mend(glass, "books")
    _lose(glass, "receipt_printer", "unknown", "", "pay_cash")  # the longest of its words
    glass.touch("pay.cash")
    stop("31-result-explains")
    glass.touch("dialog.close")
    _mend(glass, "receipt_printer")
    glass.touch("pay.cash")
    glass.touch("bar.forward")
    glass.until_screen("cash_wait")
    _lose(glass, "receipt_printer", "trouble", "cover-open", "pay_cash")
    stop("31-cash-wait-no-paper")
    glass.touch("bar.back")
    glass.until_screen("fax_result")
    glass.settle()
    glass.touch("bar.forward")
    glass.until_screen("sign_account")
    sign(glass)
    stop("31-sign-no-paper")
    glass.touch("bar.forward")
    glass.until_screen("receipt")
    glass.settle()
    stop("31-receipt-no-paper")
    _lose(glass, "receipt_printer", "absent", UNFITTED, "printed_receipt")
    stop("31-receipt-never")
    _mend(glass, "receipt_printer", "form_printer")
    glass.touch("bar.forward")
    glass.shell.home()


def _nobody_pays(glass: Glass, stop: Stop) -> None:
    """Another fax, over all troubles, by a unit that may not charge its account."""
    glass.touch("home.fax")
    glass.type_digits(DIGITS)
    glass.settle()
    glass.touch("bar.forward")
    glass.type_digits(DIGITS)
    glass.touch("bar.forward")
    for state, reason in _SLOT:
        _lose(glass, "media", state, reason, "stick_document")
        stop(f"32-source-{state}-{reason}")
    _mend(glass, "media")
    glass.touch("source.stick")
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()
    glass.touch("bar.forward")
    glass.settle()
    for state, reason in _LINE:
        _lose(glass, "fax_line", state, reason, "place_call")
        stop(f"32-quote-{state}-{reason}")
    _mend(glass, "fax_line")
    glass.touch("bar.forward")
    glass.until_screen("fax_sending")
    glass.settle()
    for line in _LINE:
        _lose(glass, "fax_line", *line, "place_call")
        stop(f"32-sending-{line}")
    _mend(glass, "fax_line")
    glass.furnished.end_call(glass.furnished.begin_call())
    with glass.furnished.house.store.step() as store:
        store.run("UPDATE unit SET account = 0")
    glass.until_screen("fax_result")
    glass.settle()
    stop("33-result-cash-only")
    _lose(glass, "receipt_printer", "trouble", "media-empty", "pay_cash")
    stop("33-result-no-way")
    glass.touch("pay.account")
    stop("33-result-no-account-explained")
    glass.touch("dialog.close")
