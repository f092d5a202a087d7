"""The configuration refuses to start on nonsense and names the key; the doorbell says only "look"."""

from __future__ import annotations

import tomllib
from datetime import datetime, time
from pathlib import Path

import pytest

from kiosk.config import ConfigError, Place, load_config, notice_span, section
from kiosk.config.checks import no_odd_numbers
from kiosk.config.devices import Fax
from kiosk.doorbell import Doorbell, Ringer

QR = """[qr_payment]
driver = "wechat"
merchant_id = "1900000109"
app_id = "wx01"
key_serial = "5157"
provider_key_id = "PUB_KEY_ID_01"
notify_url = "https://kiosk.invalid/paid"
"""
GOOD = """
doubles = ["fax_line"]
[kiosk]
id = "K01"
state_dir = "/var/lib/lobby-kiosk"
runtime_dir = "/run/lobby-kiosk"
[estate]
seal = "松"
[estate.name]
zh-Hans = "听松苑"
zh-Hant = "聽松苑"
en = "Tingsong"
[estate.service_number]
zh-Hans = "8000"
zh-Hant = "8000"
en = "8000"
[estate.complaint_number]
zh-Hans = "8010"
zh-Hant = "8010"
en = "8010"
[telephone]
area_code = "512"
[fax]
port = "/dev/modem"
[receipt_printer]
queue = "receipt"
[form_printer]
queue = "form"
width_mm = 210
[screen]
remote = ""
"""


def load(tmp_path: Path, text: str) -> object:
    path = tmp_path / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_a_good_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD)
    assert (config.kiosk.currency, config.screen.width, config.fax.retry_waits_s) == ("CNY", 1024, (60, 120, 300))  # type: ignore[attr-defined]


def test_k1_a_folder_for_backups_that_is_named_is_on_another_medium_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    folder = '[backup]\nfolder = "/media/books"\n'
    files = (GOOD, GOOD + folder, GOOD + folder + "another_medium = false")
    assert [load(tmp_path, text).backup.wants_medium for text in files] == [False, True, False]  # type: ignore[attr-defined]


def test_a1_the_hours_of_the_night_are_read_as_times_of_day(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD.replace("[screen]", '[screen]\nnight_from = "23:30"\ndim = 1'))
    assert config.screen.night == (time(23, 30), time(6))  # type: ignore[attr-defined]
    assert config.screen.dim == 1  # type: ignore[attr-defined]


NOTICE = """
[[estate.notices]]
zh-Hans = "停水"
zh-Hant = "停水"
en = "No water"
"""


def test_a1_a_notice_is_shown_from_a_moment_to_the_end_of_a_day(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD + NOTICE + 'from = "2026-11-17T08:00"\nuntil = "2026-11-20"\n' + NOTICE)
    limited, open_ended = config.estate.notices  # type: ignore[attr-defined]
    assert notice_span(limited) == (datetime(2026, 11, 17, 8), datetime(2026, 11, 21))
    assert notice_span(open_ended) == (None, None)


@pytest.mark.parametrize(
    ("span", "key"),
    [
        ('from = "20 November"', "estate.notices.from"),
        ('until = "2026-11-20T11:00+08:00"', "estate.notices.until"),
        ('from = "2026-11-20"\nuntil = "2026-11-19"', "estate.notices.until"),
    ],
)
def test_a1_a_notice_with_a_span_that_makes_no_sense_is_refused(tmp_path: Path, span: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, GOOD + NOTICE + span + "\n")
    assert key in caught.value.detail


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "K01"', 'id = "K 01"', "kiosk.id"),
        ('id = "K01"', "id = 1", "kiosk.id"),
        ('id = "K01"', 'id = "K01"\ntimezone = "Mars/Olympus"', "kiosk.timezone"),
        ('id = "K01"', 'id = "K01"\ncolour = "red"', "colour"),
        ('seal = "松"', 'seal = "听松"', "estate.seal"),
        ('en = "Tingsong"', "", "estate.name"),
        ('area_code = "512"', 'area_code = "0512x"', "telephone.area_code"),
        ('area_code = "512"', 'area_code = "512"\noutside_prefix = "0;ATH"', "telephone.outside_prefix"),
        ('port = "/dev/modem"', "", "fax.port"),
        ('port = "/dev/modem"', 'driver = "class9"', "fax.driver"),
        ('port = "/dev/modem"', 'port = "/dev/modem"\nretry_waits_s = []', "fax.retry_waits_s"),
        ('queue = "receipt"', "", "queue"),
        ('queue = "receipt"', 'queue = "receipt"\nwidth_mm = 70', "width_mm"),
        ("[receipt_printer]", "rings = 0\n[receipt_printer]", "fax.rings"),
        ("[receipt_printer]", 'far_ident = "guess"\n[receipt_printer]', "fax.far_ident"),
        ("[receipt_printer]", "min_free_mb = 10\n[receipt_printer]", "fax.min_free_mb"),
        ("[screen]", '[screen]\nnight_from = "10 pm"', "screen.night_from"),
        ("[screen]", '[screen]\nnight_to = "24:30"', "screen.night_to"),
        ("[screen]", '[screen]\nnight_to = "06:00+08:00"', "screen.night_to"),
        ('seal = "松"', 'seal = "松"\ncounter_opens = "08:00Z"', "estate.counter_opens"),
        ('state_dir = "/var/lib/lobby-kiosk"', "state_dir = 3", "kiosk.state_dir"),
        ("[screen]", "[backup]\nfolder = false\n[screen]", "backup.folder"),
        ('area_code = "512"', 'area_code = "512"\nrefused_prefixes = "96"', "telephone.refused_prefixes"),
        ('seal = "松"', 'seal = "松"\nnotices = 1', "estate.notices"),
        ('doubles = ["fax_line"]', "doubles = 1", "doubles"),
        ("[screen]", "[screen]\nwidth = 0", "screen.width"),
        ("[screen]", "[screen]\nheight = -600", "screen.height"),
        ("[screen]", "[screen]\nsession_s = 0", "screen.session_s"),
        ("[screen]", "[desk]\ncall_escalates_s = -1\n[screen]", "desk.call_escalates_s"),
        ("[screen]", "[desk]\nkeep_documents_h = -1\n[screen]", "desk.keep_documents_h"),
        ("[screen]", "[head_office]\nport = 0\n[screen]", "head_office.port"),
        ("[screen]", "[head_office]\nport = 88830\n[screen]", "head_office.port"),
        ("[screen]", "[screen]\ndim = 0.0", "screen.dim"),
        ("[screen]", "[screen]\ndim = 40.0", "screen.dim"),
        ("[screen]", '[card_reader]\ndriver = "serial"\n[screen]', "card_reader.port"),
        ("[screen]", "[desk]\naccept_min = 0\n[screen]", "desk.accept_min"),
        ("[screen]", "[desk]\nbox_count_days = 0\n[screen]", "desk.box_count_days"),
        ("[screen]", '[card_reader]\ndriver = "swipe"\n[screen]', "card_reader.driver"),
        ("[screen]", '[qr_payment]\ndriver = "cheque"\n[screen]', "qr_payment.driver"),
        ("[screen]", '[qr_payment]\ndriver = "wechat"\n[screen]', "qr_payment.merchant_id"),
        ("[screen]", QR + 'base_url = "http://pay.invalid"\n[screen]', "qr_payment.base_url"),
        ("[screen]", QR + 'base_url = "http://127.0.0.1:80@pay.invalid"\n[screen]', "qr_payment.base_url"),
        ("[screen]", QR + 'base_url = "https://pay.invalid/v3"\n[screen]', "qr_payment.base_url"),
        ("[screen]", QR + 'notify_listen = "127.0.0.1:80990"\n[screen]', "qr_payment.notify_listen"),
        ("[screen]", QR + "show_s = 5\n[screen]", "qr_payment.show_s"),
        ("[screen]", QR + 'notify_listen = "8099"\n[screen]', "qr_payment.notify_listen"),
        ("[screen]", '[cash_acceptor]\ndriver = "mdb"\n[screen]', "cash_acceptor.driver"),
        ("[screen]", '[cash_acceptor]\ndriver = "cctalk"\n[screen]', "cash_acceptor.port"),
        ("[screen]", '[cash_acceptor]\nchecksum = "none"\n[screen]', "cash_acceptor.checksum"),
        ("[screen]", "[cash_acceptor]\nnotes = false\ncoins = false\n[screen]", "cash_acceptor.notes/coins"),
        ("[screen]", "[cash_acceptor]\npatience_s = 5\n[screen]", "cash_acceptor.patience_s"),
        ("[receipt_printer]", "call_seconds = nan\n[receipt_printer]", "fax.call_seconds"),
        ("[receipt_printer]", "page_seconds = inf\n[receipt_printer]", "fax.page_seconds"),
        ("[receipt_printer]", "call_seconds = -inf\n[receipt_printer]", "fax.call_seconds"),
        ("[receipt_printer]", "page_seconds = -0.5\n[receipt_printer]", "fax.page_seconds"),
        ("[receipt_printer]", "[lights]\ncall_pin = -1\n[receipt_printer]", "lights.call_pin"),
        ('doubles = ["fax_line"]', "", None),
    ],
)
def test_nonsense_is_refused_by_its_key(tmp_path: Path, old: str, new: str, key: str | None) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if key is None:
        text, key = text.replace('remote = ""', 'remote = "/tmp/x"'), "screen.remote"
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, text)
    assert key in refused.value.detail and "kiosk.toml" in refused.value.detail


def test_an_id_that_a_payment_provider_would_refuse_in_every_order_is_refused_here(tmp_path: Path) -> None:
    """Its numbers for orders are letters, digits and - _ | *, 32 at most."""
    long = GOOD.replace('id = "K01"', 'id = "LobbyOfTheSouthGate"')
    assert load(tmp_path, long).kiosk.id == "LobbyOfTheSouthGate"
    for text in (long, GOOD.replace('id = "K01"', 'id = "南门"')):
        with pytest.raises(ConfigError, match=r"kiosk\.id"):
            load(tmp_path, text.replace("[screen]", QR + "[screen]", 1))


def test_an_id_that_cannot_be_a_name_at_head_office_is_refused_where_there_is_one(tmp_path: Path) -> None:
    """The way there would be broken for ever, and every record wait on the kiosk."""
    office = '[head_office]\nhost = "office.invalid"\n[screen]'
    for name in ("K" * 33, "南门", "HeadOffice2"):
        text = GOOD.replace('id = "K01"', f'id = "{name}"')
        assert load(tmp_path, text).kiosk.id == name  # type: ignore[attr-defined]
        with pytest.raises(ConfigError, match=r"kiosk\.id"):
            load(tmp_path, text.replace("[screen]", office, 1))
    assert load(tmp_path, GOOD.replace("[screen]", office, 1))


def test_a_file_that_is_not_there_or_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load_config(tmp_path / "nowhere.toml")
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, "[kiosk")
    assert isinstance(refused.value.__cause__, tomllib.TOMLDecodeError)


def test_the_bell_is_heard_once_however_often_it_is_rung(tmp_path: Path) -> None:
    bell, ring = Doorbell(tmp_path / "core.bell"), Ringer(tmp_path / "core.bell", tmp_path / "nobody.bell")
    for _ in range(5000):
        ring()  # neither a full queue nor a bell without listener stops anybody
    assert bell.wait(0.0)
    assert not bell.wait(0.0)
    bell.close()
    ring()
    ring.close()


def test_a_number_that_cannot_be_is_named_wherever_it_stands() -> None:
    """One place asks all keys, those of lists and of tables in tables too."""
    for value in (-1, -0.1, float("nan"), float("inf"), -(10**400)):
        for table, key in (({"a": value}, "a"), ({"a": {"b": [{"c": [0, value]}]}}, "a.b.c")):
            with pytest.raises(ConfigError, match=rf"^{key}: .* must be 0 or more$"):
                no_odd_numbers(table)
    no_odd_numbers({"a": 10**400, "b": [0, 0.5, True], "c": {"d": "-1"}})


def test_a_section_with_a_number_that_cannot_be_is_none(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text('[fax]\nport = "/dev/modem"\ncall_seconds = nan\n', encoding="utf-8")
    assert section(path, "fax", Fax) is None


@pytest.mark.parametrize("wrong", ["kiosk = 3\n", '[[kiosk]]\nid = "K01"\n', "[kiosk]\nid = 1\n", "kiosk =", ""])
def test_k1_a_section_that_is_wrong_is_none_for_who_shows_that_the_kiosk_cannot_start(
    tmp_path: Path, wrong: str
) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(wrong, encoding="utf-8")
    assert section(path, "kiosk", Place) is None
    path.write_text(GOOD, encoding="utf-8")
    assert section(path, "kiosk", Place) == Place("K01", Path("/var/lib/lobby-kiosk"), Path("/run/lobby-kiosk"))
