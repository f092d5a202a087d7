"""Head office's configuration, CSV and certificates (H2, K5)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cryptography import x509

from kiosk.clock import TurnedClock
from kiosk.headoffice.certificates import Authority, CertificateError, Role
from kiosk.headoffice.config import HeadOfficeConfigError, read_config
from kiosk.headoffice.export import EXPORTS, export_csv
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.tables import open_database
from kiosk.sync.settings import SyncSettings
from tests.hw_doubles.office_database import office_url
from tests.unit.sync.world import START, record_after

GOOD = """
[broker]
host = "broker.example"
port = 8883
ca_file = "ca.crt"
cert_file = "/etc/headoffice.crt"
key_file = "headoffice.key"
"""


def test_paths_are_taken_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "headoffice.toml"
    file.write_text(GOOD)
    config = read_config(file)
    assert config.ca_file == tmp_path / "ca.crt"
    assert config.cert_file == Path("/etc/headoffice.crt")
    assert config.database_url == f"sqlite:///{tmp_path}/headoffice.sqlite3"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[broker",
        GOOD.replace("8883", "0"),
        GOOD.replace("8883", '"x"'),
        GOOD.replace("host", "hots"),
        GOOD + "[database]\nuri = 'x'\n",
        GOOD + "[database]\nurl = 'nonsense'\n",
        GOOD + "[surplus]\n",
    ],
)
def test_nonsense_in_the_configuration_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "headoffice.toml"
    file.write_text(text)
    with pytest.raises(HeadOfficeConfigError):
        read_config(file)


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x","厨房")', "＝1+1", "＋86", "－1", "＠x", "\n=1"])
def test_k5_what_an_owner_typed_is_never_a_formula_in_the_spreadsheet(words: str) -> None:
    """Full width too, as a Chinese keyboard writes it."""
    engine = open_database(office_url())
    body = json.dumps({"case": "R000001", "words": words, "price_fen": -100})
    record = record_after(0, "0" * 64, "case.opened", body)
    batch = json.dumps({"v": 1, "head": [1, record.hash], "records": [vars(record)]}).encode()
    Ledger(engine, TurnedClock(START)).take([Letter("kiosk/K01/up/journal", batch)])
    out = io.StringIO()
    with engine.connect() as connection:
        assert export_csv(connection, "cases", out) == 1
    [row] = csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff"), newline=""))
    assert row["words"] == f"'{words}"
    assert row["price_fen"] == "-100"
    engine.dispose()


def test_every_export_has_a_heading_even_when_it_is_empty() -> None:
    engine = open_database(office_url())
    with engine.connect() as connection:
        for name, table in EXPORTS.items():
            out = io.StringIO()
            assert export_csv(connection, name, out) == 0
            assert out.getvalue() == "\ufeff" + ",".join(table.columns.keys()) + "\r\n"
    engine.dispose()


def test_k5_the_authority_and_every_key_are_for_their_owner_only(tmp_path: Path) -> None:
    authority = Authority.create(tmp_path / "ca")
    identity = authority.issue(Role.KIOSK, "K01")
    for key in (identity.key_file, tmp_path / "ca" / "ca.key"):
        assert key.stat().st_mode & 0o777 == 0o600


def test_k5_an_authority_is_never_overwritten(tmp_path: Path) -> None:
    Authority.create(tmp_path)
    before = (tmp_path / "ca.key").read_bytes()
    with pytest.raises(CertificateError):
        Authority.create(tmp_path)
    assert (tmp_path / "ca.key").read_bytes() == before


@pytest.mark.parametrize("name", ["", "+", "#", "a/b", "%u", "K 1", "..", "-a", "x" * 33, "headoffice", "HeadOffice-2"])
def test_k5_no_kiosk_gets_a_name_that_is_a_wildcard_a_path_or_head_office(tmp_path: Path, name: str) -> None:
    authority = Authority.create(tmp_path)
    with pytest.raises(CertificateError):
        authority.issue(Role.KIOSK, name)
    with pytest.raises(ValueError, match="kiosk_id"):
        SyncSettings(name, "h", 8883, tmp_path, tmp_path, tmp_path)


def test_k5_a_receiver_must_be_called_head_office(tmp_path: Path) -> None:
    authority = Authority.create(tmp_path)
    assert authority.issue(Role.HEADOFFICE, "headoffice-2").cert_file.exists()
    with pytest.raises(CertificateError):
        authority.issue(Role.HEADOFFICE, "K01")


def test_k5_revoking_adds_to_the_list_and_forgets_nobody(tmp_path: Path) -> None:
    authority = Authority.create(tmp_path)
    serials = set()
    for name in ("K01", "K02"):
        identity = authority.issue(Role.KIOSK, name)
        serials.add(x509.load_pem_x509_certificate(identity.cert_file.read_bytes()).serial_number)
        authority.revoke(name)
    listed = x509.load_pem_x509_crl(authority.crl_file.read_bytes())
    assert {entry.serial_number for entry in listed} == serials
