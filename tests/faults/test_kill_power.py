"""K1: the power goes for everything at once in the middle of a page; everything starts at once and tells the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.views import FaxState
from kiosk.locale import Language, Translator
from tests.flows.acts import Owner
from tests.flows.estate import RETRIES_S, SPEED, Beside
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time


def test_after_a_power_cut_in_page_two_the_idle_screen_tells_it_and_the_fax_is_finished_and_paid_once(
    tmp_path: Path,
) -> None:
    with Lobby(tmp_path, speed=SPEED, retry_waits_s=RETRIES_S) as lobby, Beside(lobby) as house:
        owner, number = Owner(lobby.glass), "02112003846"
        lobby.telephone.set(far_end=FarEnd(ecm=False))  # page 2 lasts long enough to be cut off in
        job = house.order(number, pages=2)
        house.until_page(job, 1, "confirmed")
        until(lambda: lobby.telephone.state()["signal"].startswith("page"), "page 2 is on the line", 30)
        lobby.kill("core")
        lobby.kill("ui")
        lobby.broker.kill()
        lobby.office.kill()
        lobby.start("ui")
        lobby.start("core")
        lobby.broker.start()
        lobby.office.start()
        lobby.glass.connect()
        for language in (Language.EN, Language.ZH_HANT, Language.ZH_HANS):
            lobby.glass.touch(f"language.{language.value}")
            lobby.glass.wait_text(Translator(language)("recovered.fax"))
        house.until_state(job, FaxState.DELIVERED)
        calls = [len(call.pages) for call in lobby.telephone.calls() if call.number == number]
        assert calls == [1, 1]
        owner.come_back()
        owner.see_my_fax()
        owner.pay_on_account()
        owner.finish()
        assert len(house.payments()) == 1
        assert house.faults() == []
