"""Takes the pictures of ``docs/pictures`` anew: ``python -m tests.ui.pictures [FOLDER]``, under a minute, no display.

Owns which moments are shown and what becomes of them. Screens are the true ones over a desk of invented people, at noon
of one day, so that two runs give the same pictures; papers come from the examples of the forms' tests. Not here: what
only a run of the demo has (its receipt and report, the lobby panel) and the gallery, which has a command of its own.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path

from PIL import Image

from kiosk.assets import Assets, default_root
from kiosk.desk.views import Method
from kiosk.fax.outcome import PageState
from kiosk.forms.book_sheet import book_sheet
from kiosk.forms.receipt import receipt
from kiosk.forms.report import transmission_report
from kiosk.forms.roll import ROLL_58
from kiosk.forms.slip import case_slip
from kiosk.locale import Language
from kiosk.ui.theme import CONTRAST, DAY, NIGHT
from tests.desk_fixture import PASSCODE
from tests.flows.acts import SIGNATURE
from tests.hw_doubles.sample_documents import LETTER, make_samples
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.paper import letter
from tests.ui.tour_counter import staff_tour
from tests.ui.tour_qr import fit_provider, shown
from tests.ui.tour_technician import technician_tour
from tests.ui.tour_till import till_tour
from tests.ui.walk import DIGITS, to_result
from tests.unit.forms import examples

Shot = Callable[[str], None]
_FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
_FLOW = ("unit", "number", "file", "preview", "quote", "sending", "delivered", "signature")
_AROUND, _MAT = 12, (216, 206, 187)  # between the screens of the flow, pixels and colour
_COMMONEST = 220
_NOON = "2026-11-18T04:0{}+00:00"


def main(folder: Path) -> None:
    """Write every picture that this module owns into ``folder``, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    flow = _taken(_send_a_fax, (*_FLOW, "home"))
    _save(flow["home"], folder / "home.png")
    _save(_side_by_side([flow[name] for name in _FLOW]), folder / "fax-flow.png")
    board = _taken(lambda glass, shot: staff_tour(glass, glass.furnished.folder, shot), ("13-board",))
    _save(board["13-board"], folder / "board.png")
    _save(_side_by_side([*_ways_of_paying(), *_a_day_at_the_till()]), folder / "money.png")
    _save(_side_by_side(_one_screen_for_everybody()), folder / "everybody.png")
    technician = _taken(technician_tour, ("31-technician", "34-lamps-waiting"))
    _save(technician["31-technician"], folder / "technician.png")
    _save(technician["34-lamps-waiting"], folder / "lamp-test.png")
    _papers(folder)


@contextmanager
def _glass(**settings: object) -> Iterator[Glass]:
    """Over a desk with these settings."""
    with tempfile.TemporaryDirectory() as folder:
        furnished = furnished_desk(Path(folder) / "desk", **settings)
        furnished.healthy()
        glass = Glass(furnished, ui_settings())
        try:
            yield glass
        finally:
            glass.close()
            glass.furnished.close()


def _taken(walk: Callable[[Glass, Shot], None], wanted: tuple[str, ...], **settings: object) -> dict[str, Image.Image]:
    """The pictures of ``wanted`` stops of ``walk``, each as the glass shows it."""
    taken: dict[str, Image.Image] = {}
    with _glass(**settings) as glass:
        path = glass.furnished.folder / "shot.png"

        def shot(stop: str) -> None:
            if stop in wanted:
                glass.screenshot(path)
                with Image.open(path) as picture:
                    taken[stop] = picture.convert("RGB")

        walk(glass, shot)
    return taken


# --- the fax flow ---------------------------------------------------------------------------------------------------


def _send_a_fax(glass: Glass, shot: Shot) -> None:
    """A letter of two pages to Shanghai, by touches, to the signature; then home, where its owner is known."""
    glass.touch("idle.wake")
    glass.touch("home.fax")
    glass.settle()
    for choice in ("12", "1", "101"):
        glass.touch(f"unit.choice.{choice}")
    glass.type_digits(PASSCODE)
    shot("unit")
    glass.touch("bar.forward")
    glass.until_screen("fax_number")
    _address(glass, shot)
    _choose_document(glass, shot)
    _call(glass, shot)
    glass.touch("bar.forward")
    glass.until_screen("sign_account")
    glass.settle()
    for stroke in SIGNATURE:
        glass.do("drag", points=[[x * glass.shell.width, y * glass.shell.height] for x, y in stroke])
    shot("signature")
    glass.shell.home()
    glass.settle()
    shot("home")


def _address(glass: Glass, shot: Shot) -> None:
    glass.type_digits(DIGITS)
    glass.settle()
    glass.touch("bar.forward")
    glass.type_digits(DIGITS)
    shot("number")
    glass.touch("bar.forward")


def _choose_document(glass: Glass, shot: Shot) -> None:
    samples = make_samples(glass.furnished.folder / "samples")
    files = sorted(samples.iterdir(), key=lambda path: (path.name != LETTER, path.name))
    glass.furnished.put_stick(*files)
    glass.until(lambda: glass.shell.news.stick.present, "stick seen")
    glass.touch("source.stick")
    glass.touch(f"file.{LETTER}")
    shot("file")
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()
    glass.touch("preview.fine")
    glass.settle()
    shot("preview")
    glass.touch("bar.forward")
    glass.settle()
    shot("quote")


def _call(glass: Glass, shot: Shot) -> None:
    glass.touch("bar.forward")
    glass.until_screen("fax_sending")
    line = {"connected_utc": _NOON.format("0:09"), "expected_utc": _NOON.format("1:10")}
    attempt = glass.furnished.begin_call(
        phase="sending", page=2, fraction=0.62, bit_rate=14400, far_ident="+86 21 5266 3846", **line
    )
    glass.pass_time(34)
    glass.furnished.dispatch.note_page(attempt, 1, PageState.CONFIRMED)
    glass.furnished.house.ring()
    glass.until_shown(glass.shell.look.tr("ladder.confirmed", n=1))
    glass.until(lambda: _page_is_drawn(glass), "the page under way")
    glass.turn()
    shot("sending")
    glass.pass_time(30)
    glass.furnished.end_call(attempt)
    glass.until_screen("fax_result")
    glass.settle()
    glass.pass_time(0)
    shot("delivered")


def _page_is_drawn(glass: Glass) -> bool:
    from kiosk.ui import touches
    from kiosk.ui.widgets.pages import PagePicture

    sheets = [widget for widget in touches.walk(glass.shell) if isinstance(widget, PagePicture)]
    return any(sheet.page is not None for sheet in sheets)


# --- money, and everybody -------------------------------------------------------------------------------------------


def _ways_of_paying() -> list[Image.Image]:
    """Five at once, and the code for a phone."""
    every_way = {"pay_devices": (Method.QR, Method.MACHINE), "qr_provider": "wechat", "vouchers": {"GY": 2000}}
    shots = _taken(_choose_how_to_pay, ("ways", "code"), **every_way)
    return [shots["ways"], shots["code"]]


def _choose_how_to_pay(glass: Glass, shot: Shot) -> None:
    glass.furnished.set_health("cash_acceptor", "ok")
    core = fit_provider(glass)
    to_result(glass, letter(glass.furnished.folder / "letter.pdf", 3))
    glass.pass_time(0)  # whoever pays is not hurried: the ring has stopped
    shot("ways")
    glass.touch("pay.qr")
    glass.touch("bar.forward")
    glass.until_screen("qr_pay")
    glass.settle()
    core.shows()
    shown(glass, "qr.title")
    shot("code")


def _a_day_at_the_till() -> list[Image.Image]:
    """Counted, a difference, a receipt struck out, the bag, the report, the signature."""
    stops = ("41-count", "44-counted-short", "46-receipts-struck", "51-bag", "52-day-end", "53-sign-day-signed")
    shots = _taken(till_tour, stops)
    return [shots[stop] for stop in stops]


def _one_screen_for_everybody() -> list[Image.Image]:
    """Home by night, in high contrast, in words twice as large (English), within reach from a wheelchair."""
    from tests.ui.looks import FIRST, use  # opens Kivy's window: not before a glass has said how large

    large, low = replace(FIRST, language=Language.EN, zoom=2.0), replace(FIRST, language=Language.ZH_HANT, lowered=True)
    taken = []
    with _glass() as glass:
        glass.touch("idle.wake")
        glass.pass_time(0)  # back at its place, from wherever the idle picture had wandered to
        for aspect, palette in ((FIRST, NIGHT), (FIRST, CONTRAST), (large, DAY), (low, DAY)):
            glass.shell.visit.palette = palette
            use(glass, aspect)
            glass.turn()
            path = glass.furnished.folder / "shot.png"
            glass.screenshot(path)
            with Image.open(path) as picture:
                taken.append(picture.convert("RGB"))
    return taken


# --- pictures -------------------------------------------------------------------------------------------------------


def _side_by_side(screens: list[Image.Image]) -> Image.Image:
    """Two a row at half their size."""
    wide, high = screens[0].width // 2, screens[0].height // 2
    rows = -(-len(screens) // 2)
    sheet = Image.new("RGB", (2 * wide + 3 * _AROUND, rows * (high + _AROUND) + _AROUND), _MAT)
    for number, screen in enumerate(screens):
        x, y = number % 2 * (wide + _AROUND) + _AROUND, number // 2 * (high + _AROUND) + _AROUND
        sheet.paste(screen.resize((wide, high), Image.Resampling.LANCZOS), (x, y))
    return sheet


def _papers(folder: Path) -> None:
    """Receipts, slip and sheets as a printer without a double has them; the sheets at a third of their size."""
    assets, language = Assets(default_root()), Language.ZH_HANS
    (folder / "receipt-80.png").write_bytes(receipt(examples.RECEIPT, language, assets))
    (folder / "receipt-58.png").write_bytes(receipt(examples.RECEIPT, language, assets, ROLL_58))
    (folder / "case-slip-80.png").write_bytes(case_slip(examples.SLIP, language, assets))
    sheets = {
        "transmission-report.png": transmission_report(examples.REPORT, language, assets),
        "charge-log.png": book_sheet(examples.CHARGE_LOG, examples.ISSUER, language, assets),
    }
    for name, pages in sheets.items():
        page = Image.open(io.BytesIO(pages[0])).convert("L")
        _save(page.resize((page.width // 3, page.height // 3), Image.Resampling.BOX), folder / name)


def _save(picture: Image.Image, path: Path) -> None:
    """With a palette of the design's colours, so that the one vermilion word keeps its own, and of the commonest."""
    full = picture.convert("RGB")
    tokens = [part for token in astuple(DAY) for part in token[:3]]
    counted = sorted(full.getcolors(full.width * full.height) or (), reverse=True)[:_COMMONEST]
    palette = Image.new("P", (1, 1))
    palette.putpalette([round(255 * part) for part in tokens] + [part for _, colour in counted for part in colour])
    full.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER)
