"""G2, K2: the core, composed out of a configuration, asks the provider it was given, and survives bad keys."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kiosk.app import CORE_BELL, Composition
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.core.process import end
from kiosk.core_app import CoreComposition
from kiosk.desk.views import Method
from tests.desk_fixture import furnish
from tests.hw_doubles import pay_provider as double
from tests.hw_doubles.pay_notices import notify
from tests.hw_doubles.pay_provider import PayProvider

_CONFIG = """
doubles = ["qr_provider"]
[kiosk]
id = "K01"
state_dir = "{folder}/state"
runtime_dir = "{folder}/run"
[estate]
seal = "松"
name = {{ zh-Hans = "听松苑", zh-Hant = "聽松苑", en = "Tingsong" }}
service_number = {{ zh-Hans = "8000", zh-Hant = "8000", en = "8000" }}
complaint_number = {{ zh-Hans = "8010", zh-Hant = "8010", en = "8010" }}
[telephone]
area_code = "512"
[fax]
driver = "none"
[receipt_printer]
driver = "none"
[form_printer]
driver = "none"
[lights]
driver = "none"
[media]
driver = "none"
[qr_payment]
driver = "{driver}"
base_url = "{url}"
merchant_id = "{merchant}"
app_id = "{app}"
key_serial = "{serial}"
key_file = "{key}"
provider_key_id = "{key_id}"
provider_key_file = "{folder}/provider/provider.pem"
notify_url = "https://kiosk.invalid/paid"
notify_listen = "127.0.0.1:{port}"
"""


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as line:
        return int(line.getsockname()[1])


@contextmanager
def core_of(
    folder: Path, provider: PayProvider, key: str, port: int, driver: str = "wechat"
) -> Iterator[tuple[Composition, Any]]:
    named = {"merchant": double.MERCHANT, "app": double.APP, "serial": double.SERIAL, "key_id": double.KEY_ID}
    text = _CONFIG.format(folder=folder, url=provider.url, driver=driver, key=key, port=port, **named)
    (folder / "kiosk.toml").write_text(text, encoding="utf-8")
    composition = Composition(load_config(folder / "kiosk.toml"), SystemClock(), listens=CORE_BELL)
    core = CoreComposition(composition).core(threading.Event())
    try:
        yield composition, core
    finally:
        end(core, [])
        for turn in core.turns:
            turn.close()
        composition.close()


def test_a_core_without_a_machine_ends_what_one_had_begun(tmp_path: Path) -> None:
    kit = furnish(tmp_path / "state")
    kit.desk.machine.ask(kit.visitor(), kit.owe(500))
    kit.close()
    with (
        PayProvider(tmp_path / "provider") as provider,
        core_of(tmp_path, provider, "nothing.pem", free_port()) as (composition, _core),
    ):
        assert composition.house.books.acceptor.collection() is None


def test_the_composed_core_finds_the_provider_well_and_hears_its_knock(tmp_path: Path) -> None:
    with PayProvider(tmp_path / "provider") as provider:
        port = free_port()
        with core_of(tmp_path, provider, str(provider.key_file), port) as (composition, core):
            assert composition.house.settings.pay_devices == (Method.QR,)
            [worker] = [turn for turn in core.turns if turn.name == "qr_provider"]
            worker.turn()
            assert composition.house.live.get("health.qr_provider")["state"] == "ok"
            assert composition.bell is not None
            while composition.bell.wait(0.01):
                pass
            assert notify(provider, f"http://127.0.0.1:{port}/paid") == 204
            assert composition.bell.wait(5.0)


def test_a_key_that_cannot_be_read_costs_nothing_but_this_way_of_paying(tmp_path: Path) -> None:
    with (
        PayProvider(tmp_path / "provider") as provider,
        core_of(tmp_path, provider, str(tmp_path / "none.pem"), 1) as (composition, core),
    ):
        told = composition.house.live.get("health.qr_provider")
        assert (told["state"], told["reason"]) == ("trouble", "provider-keys")
        assert "qr_provider" not in [turn.name for turn in core.turns]


def test_k2_a_kiosk_that_is_given_no_provider_any_more_does_not_tell_of_one(tmp_path: Path) -> None:
    with PayProvider(tmp_path / "provider") as provider:
        for driver in ("wechat", "none"):
            with core_of(tmp_path, provider, str(tmp_path / "none.pem"), 1, driver) as (composition, _core):
                told = composition.house.live.get("health.qr_provider")
                assert (told is None) == (driver == "none")
                assert composition.house.live.get("health.lights")["reason"] == "unfitted"
