"""G2, A1, K2: paying with the phone on the glass: the code is shown while it may be scanned, and nobody is hurried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from kiosk.desk.views import Method
from kiosk.domain.qr import TradeState
from kiosk.locale import Language
from kiosk.ui import touches
from kiosk.ui.theme import ZOOMS
from kiosk.ui.widgets.qr_card import QR_SIDE, QrSquare
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.looks import PANELS, Aspect, use
from tests.ui.paper import letter
from tests.ui.tour_qr import CODE, fit_provider, shown, to_code
from tests.ui.tours import QR, looked_at_closely
from tests.ui.walk import to_result


@pytest.fixture
def qr_glass(tmp_path: Path) -> Iterator[Glass]:
    """A kiosk that was given a provider."""
    furnished = furnished_desk(tmp_path / "kiosk", pay_devices=(Method.QR,), qr_provider="wechat")
    furnished.healthy()
    opened = Glass(furnished, ui_settings())
    yield opened
    opened.close()
    furnished.close()


def test_paying_with_the_phone_fits_every_panel_in_every_language_at_every_size_of_words(
    qr_glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(qr_glass, tmp_path, QR)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_the_code_is_whole_before_anybody_scrolls_however_large_the_words_and_low_the_glass(
    qr_glass: Glass, tmp_path: Path
) -> None:
    core = fit_provider(qr_glass)
    to_code(qr_glass, core, tmp_path)
    core.shows()
    shown(qr_glass, "qr.title")
    shell, cut = qr_glass.shell, []
    shell.stage.sketching = True
    ways = product(Language, PANELS, ZOOMS, (False, True))
    for aspect in (Aspect(panel, language, zoom, lowered) for language, panel, zoom, lowered in ways):
        use(qr_glass, aspect)
        page = shell.screen.page
        [code] = (widget for widget in touches.walk(page) if isinstance(widget, QrSquare))
        if not page.first_view.contains(code.square) or code.square.w < code.look.panel.y(QR_SIDE):
            cut.append(f"{aspect}: {code.square}, seen {page.first_view}")
    assert not cut, "\n".join(cut)


def test_scanned_and_paid_it_goes_on_to_the_signature_by_itself(qr_glass: Glass, tmp_path: Path) -> None:
    core = fit_provider(qr_glass)
    to_code(qr_glass, core, tmp_path)
    core.shows()
    shown(qr_glass, "qr.title")
    code = qr_glass.shell.screen._code
    assert code.content == CODE
    qr_glass.pass_time(150)
    assert qr_glass.shell.dialogs.shown is None and qr_glass.shell.session.paused
    core.hears(TradeState.PAID)
    qr_glass.until_screen("sign_receipt")


def test_k2_where_no_code_can_be_had_after_all_the_other_ways_come_back(qr_glass: Glass, tmp_path: Path) -> None:
    fit_provider(qr_glass)
    to_result(qr_glass, letter(tmp_path / "letter.pdf", 1))
    qr_glass.touch("pay.qr")
    with qr_glass.furnished.house.store.step():  # the disk is slow: what was asked for waits, and the books are damaged
        qr_glass.touch("bar.forward")
        assert qr_glass.screen == "qr_pay"
        qr_glass.furnished.set_health("books", "trouble", "damaged")
    qr_glass.until_shown(qr_glass.shell.look.tr("error.store.damaged"))
    assert qr_glass.screen == "fax_result", "not a code that is being made for ever"


def test_released_by_the_clerk_and_paid_in_cash_the_screen_goes_on(qr_glass: Glass, tmp_path: Path) -> None:
    core = fit_provider(qr_glass)
    to_code(qr_glass, core, tmp_path)
    core.shows()
    shown(qr_glass, "qr.title")
    qr_glass.touch("bar.back")
    shown(qr_glass, "qr.checking.title")
    qr_glass.pass_time(11)
    shown(qr_glass, "qr.doubt.title")
    kit = qr_glass.furnished
    kit.desk.qr.release(kit.clerk(), core.order["id"])
    kit.desk.money.take_cash(kit.clerk(), core.order["charge_id"], 10000)
    qr_glass.until_screen("sign_receipt")
    assert [kind for kind, _ in kit.records() if kind in ("qr.released", "payment.taken")] == [
        "qr.released",
        "payment.taken",
    ]
