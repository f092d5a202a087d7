"""K2: a modem that is pulled out and paper that runs out, from the device to the glass and back, touching nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.locale import Language, Translator
from tests.flows.acts import Owner
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.private_cups import PAPER_OUT

pytestmark = pytest.mark.real_time
TR = Translator(Language.ZH_HANS)


def test_the_services_of_a_house_whose_devices_come_and_go(tmp_path: Path) -> None:
    with Lobby(tmp_path) as lobby:
        glass, printer = lobby.glass, lobby.cups.printer(lobby.cups.receipt_queue)
        Owner(glass).wake()
        glass.wait_text(TR("home.fax.words"))
        lobby.telephone.unplug()
        glass.wait_text(TR("why.fax_line.absent"), 30)
        assert TR("home.repair.words") in glass.texts()
        printer.set_fault(PAPER_OUT)
        glass.wait_text(TR("why.receipt_printer.media-empty"), 30)
        glass.touch("home.fax")
        glass.wait_text(TR("service.title"))
        lobby.telephone.replug()
        glass.wait_text(TR("service.back"), 30)
        glass.touch("dialog.close")
        lobby.cups.mend_all()
        glass.wait_text(TR("home.repair.words"), 30)
        assert TR("home.fax.words") in glass.texts()
