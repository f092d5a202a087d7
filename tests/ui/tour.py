"""A tour of every owner's screen in every state worth seeing, by touches; ``stop`` is called with a name at each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kiosk.desk.directory import Directory
from kiosk.fax.outcome import CallOutcome, PageState
from tests.desk_fixture import SAMPLE
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.walk import DIGITS, confirm_quote, identify, sign

Stop = Callable[[str], None]


def tour(glass: Glass, folder: Path, stop: Stop) -> None:
    """Everything an owner can see while sending faxes."""
    file = letter(folder / "装修验收确认函.pdf", 4)
    _arrive(glass, stop)
    _number(glass, stop)
    _document(glass, stop, [file, *(_named(folder, n) for n in range(9))])
    _preview(glass, stop)
    _line(glass, stop)
    _account(glass, stop)
    _again_with_cash(glass, stop)
    _bad_ends(glass, stop)


def _named(folder: Path, number: int) -> Path:
    path = folder / f"a rather long name of a file that somebody scanned in the office {number}.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def _arrive(glass: Glass, stop: Stop) -> None:
    stop("01-idle")
    glass.touch("idle.wake")
    stop("02-home")
    glass.touch("home.prices")
    glass.settle()
    stop("02-prices")
    glass.touch("bar.back")
    glass.touch("home.print")
    stop("02-home-later")
    glass.touch("dialog.close")
    glass.touch("frame.call")
    glass.until(lambda: glass.shell.dialogs.shown is not None, "call told")
    stop("02-home-called")
    glass.touch("dialog.close")
    _silent(glass, stop)
    glass.shell.dialogs.warn()
    stop("02-home-warning")
    glass.touch("session.go_on")
    glass.touch("home.fax")
    glass.settle()
    stop("03-identify-empty")
    identify(glass, passcode="111111", expect="4")
    stop("03-identify-wrong")
    glass.type_digits("2468")
    stop("03-identify")
    glass.touch("pad.clear")
    identify(glass, pick=False)


def _silent(glass: Glass, stop: Stop) -> None:
    """The core dies or hangs: what can be done without it, and what a call is worth then."""
    glass.furnished.core_falls_silent()
    glass.until(lambda: glass.shell.news.core_is_silent, "silence")
    stop("02-home-silent")
    glass.touch("frame.call")
    glass.until(lambda: glass.shell.dialogs.shown is not None, "call told")
    stop("02-home-unlit")
    glass.touch("dialog.close")
    glass.furnished.core_is_back()
    glass.until(lambda: not glass.shell.news.core_is_silent, "signs of life")


def _number(glass: Glass, stop: Stop) -> None:
    glass.type_digits("95013000")
    glass.settle()
    stop("04-number-refused")
    for _ in range(8):
        glass.touch("pad.backspace")
    glass.type_digits(DIGITS)
    glass.settle()
    stop("04-number-first")
    glass.touch("bar.forward")
    glass.type_digits(DIGITS[:7])
    stop("04-number")
    glass.type_digits("99")
    stop("04-number-differs")
    for _ in range(2):
        glass.touch("pad.backspace")
    glass.type_digits(DIGITS[7:])
    glass.touch("bar.forward")


def _document(glass: Glass, stop: Stop, files: list[Path]) -> None:
    stop("05-source-empty")
    glass.furnished.put_stick(*files)
    glass.until(lambda: glass.shell.news.stick.present, "stick seen")
    stop("05-source")
    glass.touch("source.phone")
    stop("05-source-later")
    glass.touch("dialog.close")
    glass.touch("source.stick")
    glass.touch(f"file.{files[0].name}")
    stop("05-files")
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()


def _preview(glass: Glass, stop: Stop) -> None:
    stop("06-preview")
    glass.touch("preview.move")
    stop("06-preview-moving")
    glass.touch("preview.moved")
    glass.touch("preview.zoom")
    glass.settle()
    stop("06-zoom")
    glass.touch("bar.back")
    glass.touch("bar.forward")
    glass.settle()
    stop("07-quote")
    glass.touch("bar.back")
    confirm_quote(glass)


def _line(glass: Glass, stop: Stop) -> None:
    stop("08-sending-queued")
    furnished = glass.furnished
    attempt = furnished.begin_call(phase="dialling")
    glass.until(lambda: not glass.shows_key("ladder.queued"), "dialling")
    stop("08-sending-dialling")
    furnished.end_call(attempt, CallOutcome.BUSY, [PageState.NOT_SENT] * 4)
    glass.until(lambda: glass.shows_key("ladder.retry.free"), "retry")
    stop("08-sending-retry")
    glass.stay(301)
    line = {"connected_utc": "2026-11-18T04:05:30+00:00", "expected_utc": "2026-11-18T04:07:10+00:00"}
    attempt = furnished.begin_call(
        phase="sending", page=2, fraction=0.62, bit_rate=14400, far_ident="+86 21 5266 3846", **line
    )
    glass.until(lambda: glass.shows("14.4"), "speed")
    glass.settle()
    stop("08-sending")
    glass.touch("bar.back")
    stop("08-sending-cancel")
    glass.touch("cancel.no")
    furnished.core_falls_silent()
    glass.until(lambda: glass.shell.news.core_is_silent, "silence")
    stop("08-sending-silent")
    furnished.core_is_back()
    glass.until(lambda: not glass.shell.news.core_is_silent, "signs of life")
    glass.touch("bar.forward")
    glass.until(lambda: glass.shows_key("home.open_fax"), "open fax")
    stop("02-home-open-fax")
    glass.touch("home.open_fax")
    glass.until_screen("fax_sending")
    furnished.end_call(attempt)


def _account(glass: Glass, stop: Stop) -> None:
    glass.until_screen("fax_result")
    glass.settle()
    stop("09-result")
    glass.touch("bar.forward")
    sign(glass)
    stop("10-signature")
    glass.touch("bar.forward")
    glass.until_screen("receipt")
    glass.settle()
    stop("15-receipt-printing")
    glass.furnished.set_health("receipt_printer", "trouble", "media-empty")
    glass.furnished.printed("receipt", "waiting", "media-empty")
    glass.until(lambda: glass.shows_key("receipt.trouble.media-empty"), "trouble")
    stop("15-receipt-paper-out")
    glass.furnished.printed("receipt", "unknown")
    glass.until(lambda: glass.shows_key("receipt.unknown"), "unknown")
    stop("15-receipt-unknown")
    glass.touch("bar.forward")
    stop("16-rate")
    glass.touch("rate.1")
    stop("16-rate-reason")
    glass.touch("rate.reason.slow")
    glass.until(lambda: glass.shows_key("rate.thanks"), "thanks")
    stop("16-rate-thanks")
    glass.touch("bar.back")


def _other_prices(glass: Glass) -> None:
    """A list with everything that can decide on an amount: free pages, a minimum, rounding (B4)."""
    body = json.loads((SAMPLE / "prices.json").read_text(encoding="utf-8"))
    body |= {"version": 2, "rounding": {"to_fen": 10, "rule": "half_up"}}
    body["fax"]["domestic"] |= {"free_pages_a_month": 2, "minimum": 1800}
    path = glass.furnished.folder / "prices.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    Directory(glass.furnished.house).import_prices(path)


def _once_more(glass: Glass, at_quote: Callable[[], None] | None = None) -> None:
    """Another fax of one file by the same visitor, up to the queue."""
    glass.touch("home.fax")
    glass.type_digits(DIGITS)
    glass.settle()
    glass.touch("bar.forward")
    glass.type_digits(DIGITS)
    glass.touch("bar.forward")
    glass.touch("source.stick")
    glass.touch(f"file.{glass.shell.news.stick.files[0].name}")
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()
    if at_quote is not None:
        glass.touch("bar.forward")
        glass.until_screen("fax_quote")
        glass.settle()
        at_quote()
        glass.touch("bar.back")
        glass.until_screen("fax_preview")
    confirm_quote(glass)


def _again_with_cash(glass: Glass, stop: Stop) -> None:
    glass.furnished.set_health("receipt_printer", "ok")  # cash is not taken without a receipt
    glass.until(lambda: glass.shell.news.service("printed_receipt").usable, "paper again")
    _other_prices(glass)
    _once_more(glass, lambda: stop("07-quote-free-pages"))
    glass.furnished.end_call(glass.furnished.begin_call())
    glass.until_screen("fax_result")
    glass.settle()
    glass.touch("pay.cash")
    stop("09-result-cash")
    glass.touch("bar.forward")
    glass.until_screen("cash_wait")
    glass.settle()
    stop("09-cash-wait")
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    (charge,) = glass.desk.money.due(visitor)
    glass.desk.money.take_cash(glass.furnished.clerk(), charge.id, 2000)
    glass.until_screen("sign_receipt")
    glass.settle()
    stop("10-signature-cash")
    sign(glass)
    glass.touch("bar.forward")
    glass.until_screen("receipt")
    glass.furnished.printed("receipt")
    glass.until(lambda: glass.shows_key("receipt.printed"), "printed")
    stop("15-receipt-printed")
    glass.touch("bar.forward")
    glass.touch("bar.back")


def _bad_ends(glass: Glass, stop: Stop) -> None:
    endings = (
        (
            "09-result-unknown",
            CallOutcome.LINE_LOST,
            [PageState.CONFIRMED, PageState.UNKNOWN] + [PageState.NOT_SENT] * 2,
        ),
        ("09-result-failed", CallOutcome.NOT_A_FAX, [PageState.NOT_SENT] * 4),
    )
    for name, outcome, pages in endings:
        _once_more(glass)
        while glass.screen == "fax_sending" and (attempt := glass.furnished.dispatch.begin_next()):
            glass.furnished.end_call(attempt, outcome, pages)
            glass.stay(301)
        glass.until_screen("fax_result")
        glass.settle()
        stop(name)
        glass.shell.home()
    glass.furnished.set_health("fax_line", "absent")
    glass.until(lambda: not glass.shell.news.service("send_fax").usable, "line gone")
    stop("02-home-line-gone")
