"""The estate's own certificate authority: one for the broker, the receivers and every kiosk (K5).

Owns keys, certificates and the revocation list as files in one folder. A certificate's common name is what the broker
takes as user name, and so as the only kiosk whose topics may be written (deploy/broker/acl). Knows no MQTT. Called by
``kiosk certificates`` (cli below), by the installer and by the broker double in the tests.
"""

from __future__ import annotations

import argparse
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.errors import KioskError

_AUTHORITY_DAYS = 3650
_LEAF_DAYS = 825  # the longest that common TLS libraries accept without complaint
_BACKDATED = timedelta(days=1)  # K3: a kiosk without a battery clock may boot with yesterday's time
_NAME = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?"
)  # never + # / or %: the name becomes part of a topic
_RECEIVER = re.compile(r"headoffice(?:-[a-z0-9]+)*", re.IGNORECASE)


class CertificateError(KioskError):
    """A name that may not be certified, or an authority that is not there."""

    number = 6100
    message_key = "error.certificate"


class Role(StrEnum):
    """Who is being certified."""

    BROKER = "broker"
    HEADOFFICE = "headoffice"
    KIOSK = "kiosk"


@dataclass(frozen=True)
class Identity:
    """The three files a TLS party is configured with."""

    ca_file: Path
    cert_file: Path
    key_file: Path


class Authority:
    """The authority kept in ``folder``: ca.crt, ca.key (mode 0600) and crl.pem, and what it has issued."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not self._key_file.exists():
            raise CertificateError(f"no authority in {folder}")
        self._certificate = x509.load_pem_x509_certificate(self.ca_file.read_bytes())
        self._key = _load_key(self._key_file)

    @classmethod
    def create(cls, folder: Path, name: str = "lobby kiosk authority") -> Authority:
        """Make a new authority. Raises CertificateError when there is one: its key is never overwritten."""
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "ca.key").exists():
            raise CertificateError(f"{folder} already holds an authority")
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _root(name, key)
        (folder / "ca.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        _write_key(folder / "ca.key", key)
        authority = cls(folder)
        authority._write_revocations([])
        return authority

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.crt"

    @property
    def crl_file(self) -> Path:
        return self.folder / "crl.pem"

    @property
    def _key_file(self) -> Path:
        return self.folder / "ca.key"

    def identity(self, name: str) -> Identity:
        """Where the files of ``name`` are (issued or not)."""
        return Identity(self.ca_file, self.folder / f"{name}.crt", self.folder / f"{name}.key")

    def issue(self, role: Role, name: str, hosts: Iterable[str] = ()) -> Identity:
        """Certify ``name``; ``hosts`` (DNS names or addresses) only for the broker. Raises CertificateError.

        Issuing again replaces the certificate with a fresh key; the old one stays valid until revoked or expired.
        """
        _check_name(role, name)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._leaf(role, name, key, tuple(hosts))
        identity = self.identity(name)
        identity.cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        _write_key(identity.key_file, key)
        return identity

    def revoke(self, name: str) -> None:
        """Put the current certificate of ``name`` on the revocation list; the broker reads it when it restarts."""
        leaf = x509.load_pem_x509_certificate(self.identity(name).cert_file.read_bytes())
        revoked = list(x509.load_pem_x509_crl(self.crl_file.read_bytes()))
        entry = x509.RevokedCertificateBuilder().serial_number(leaf.serial_number).revocation_date(datetime.now(UTC))
        self._write_revocations([*revoked, entry.build()])

    def _leaf(self, role: Role, name: str, key: ec.EllipticCurvePrivateKey, hosts: tuple[str, ...]) -> x509.Certificate:
        builder = (
            _builder(name, key.public_key(), _LEAF_DAYS)
            .issuer_name(self._certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([_usage(role)]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), False)
        return builder.sign(self._key, hashes.SHA256())

    def _write_revocations(self, revoked: list[x509.RevokedCertificate]) -> None:
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder().issuer_name(self._certificate.subject)
        builder = builder.last_update(now - _BACKDATED).next_update(now + timedelta(days=_AUTHORITY_DAYS))
        for entry in revoked:
            builder = builder.add_revoked_certificate(entry)
        crl = builder.sign(self._key, hashes.SHA256())
        self.crl_file.write_bytes(crl.public_bytes(serialization.Encoding.PEM))


def _check_name(role: Role, name: str) -> None:
    """A receiver is called ``headoffice`` or ``headoffice-…``; nobody else may be: the broker trusts the name."""
    is_receiver = _RECEIVER.fullmatch(name) is not None
    if not _NAME.fullmatch(name) or (role is Role.HEADOFFICE) != is_receiver:
        raise CertificateError(f"{name!r} is not a name for a {role}")


def _usage(role: Role) -> x509.ObjectIdentifier:
    match role:
        case Role.BROKER:
            return ExtendedKeyUsageOID.SERVER_AUTH
        case Role.HEADOFFICE | Role.KIOSK:
            return ExtendedKeyUsageOID.CLIENT_AUTH
        case _:
            assert_never(role)


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(name: str, public_key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _root(name: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    builder = _builder(name, key.public_key(), _AUTHORITY_DAYS)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = builder.issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Mode 0600 from the first octet on, not after the fact."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CertificateError(f"{path} does not hold an elliptic-curve key")
    return key


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``kiosk certificates authority|broker|headoffice|kiosk|revoke --folder DIR [--name NAME] [--host HOST ...]``."""
    parser = subparsers.add_parser("certificates", help="issue and revoke the certificates of broker and kiosks")
    parser.add_argument("action", choices=["authority", *Role, "revoke"])
    parser.add_argument("--folder", type=Path, required=True, help="where the authority's files are")
    parser.add_argument("--name", help="common name; a kiosk's id for a kiosk")
    parser.add_argument("--host", action="append", default=[], help="name or address of the broker (repeatable)")


def run(args: argparse.Namespace) -> int:
    """Do what the command line asked; prints the files made, one a line."""
    if args.action == "authority":
        print(Authority.create(args.folder).ca_file)
        return 0
    authority = Authority(args.folder)
    name = args.name or args.action
    if args.action == "revoke":
        authority.revoke(name)
        print(authority.crl_file)
        return 0
    identity = authority.issue(Role(args.action), name, args.host)
    print(identity.cert_file, identity.key_file, sep="\n")
    return 0
