"""Bringing in the owner directory, the staff and the price list from files (A4, D1, J1).

Owns the reading of the files and the check of every line before anything is changed. Codes come in clear once and are
kept as hashes only. Called by ``kiosk import``; head office's commands will take the same way.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kiosk.desk.house import Books, House
from kiosk.desk.price_import import ImportRefusedError, PricesImported, import_prices
from kiosk.desk.views import Role
from kiosk.documents.names import clean_name
from kiosk.domain.accounts import AccountClass, AccountError, account
from kiosk.store.database import Row
from kiosk.store.secrets import hash_secret, secret_matches

UNIT_COLUMNS = [
    *("unit", "building", "entrance", "room", "passcode", "account", "credit_limit_fen"),
    *("person", "name", "form", "phone", "confidential", "do_not_disturb"),
]
STAFF_COLUMNS = ["staff", "name", "role", "pin"]
_LONGEST = {"building": 12, "entrance": 12, "room": 12}  # characters: they stand beside each other on the glass
_LONGEST_ELSE = 60
_MOST_DIGITS = 15  # of a number: more than a store keeps, and than anybody means


class Directory:
    """Imports; each file is one step."""

    def __init__(self, house: House) -> None:
        self._house = house

    def import_units(self, path: Path) -> int:
        """Units and persons from CSV (one line a person); returns the lines. Raises ImportRefusedError."""
        rows = [
            (self._unit_row(path, line, row), _person_row(path, line, row)) for line, row in _lines(path, UNIT_COLUMNS)
        ]
        with self._house.step() as books:
            for unit, person in rows:
                books.people.put_unit(unit)
                books.people.put_person(person)
            self._note(books, "units", path, len(rows))
        return len(rows)

    def import_staff(self, path: Path) -> int:
        """Staff from CSV; returns the lines. Raises ImportRefusedError; two persons may not have the same PIN: neither
        of them would come in. Of those whom the file does not name only hashes are known, and each is tried."""
        rows, pins = [], dict[str, int]()  # each PIN with its line
        for line, row in _lines(path, STAFF_COLUMNS):
            if row["role"] not in set(Role):
                raise ImportRefusedError(f"{path}:{line}: role {row['role']!r} is none of {', '.join(Role)}")
            if not row["staff"]:
                raise ImportRefusedError(f"{path}:{line}: staff: empty")
            _must_be_code(path, line, "pin", row["pin"])
            if row["pin"] in pins:
                raise ImportRefusedError(f"{path}:{line}: pin: taken by an earlier line")
            pins[row["pin"]] = line
            rows.append({"id": row["staff"], "name": row["name"], "role": row["role"], "pin": self._hash(row["pin"])})
        self._refuse_taken(path, pins, {row["id"] for row in rows})
        with self._house.step() as books:
            for entry in rows:
                books.people.put_staff(entry)
            self._note(books, "staff", path, len(rows))
        return len(rows)

    def import_prices(self, path: Path) -> PricesImported:
        """A price list from JSON (docs/money.md, Prices). Raises ImportRefusedError that tells every fault."""
        return import_prices(self._house, path)

    def _refuse_taken(self, path: Path, pins: dict[str, int], named: set[str]) -> None:
        """Before the step: each pair takes some tenths of a second, and nobody else should wait for that."""
        others = [person["pin"] for person in self._house.books.people.staff() if person["id"] not in named]
        for pin, line in pins.items():
            if any(secret_matches(pin, stored) for stored in others):
                raise ImportRefusedError(f"{path}:{line}: pin: taken by somebody who is not in the file")

    def _unit_row(self, path: Path, line: int, row: Row) -> Row:
        _must_be_code(path, line, "passcode", row["passcode"])
        try:
            account(AccountClass.UNIT, row["unit"])
        except AccountError as error:  # nothing that it owes could be booked
            raise ImportRefusedError(f"{path}:{line}: unit: {error}") from error
        return {
            "id": row["unit"],
            "building": row["building"],
            "entrance": row["entrance"],
            "room": row["room"],
            "passcode": self._hash(row["passcode"]),
            "account": _flag(path, line, "account", row["account"]),
            "credit_limit_fen": _number(path, line, "credit_limit_fen", row["credit_limit_fen"]),
        }

    def _hash(self, code: str) -> str:
        return hash_secret(code, self._house.settings.secret_cost)

    def _note(self, books: Books, what: str, path: Path, count: int) -> None:
        books.record("directory.imported", what=what, file=clean_name(path.name), count=count)


def _lines(path: Path, columns: list[str]) -> Iterator[tuple[int, Row]]:
    """Lines of a CSV file with exactly these columns, numbered as an editor shows them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = set(columns) - set(reader.fieldnames or ())
            if missing:
                raise ImportRefusedError(f"{path}: columns missing: {', '.join(sorted(missing))}")
            for row in reader:
                if any(row[name] is None for name in columns):
                    raise ImportRefusedError(f"{path}:{reader.line_num}: too few columns")
                yield reader.line_num, {name: _seen(path, reader.line_num, name, str(row[name])) for name in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ImportRefusedError(f"{path}: {error}") from error


def _person_row(path: Path, line: int, row: Row) -> Row:
    if not row["name"]:
        raise ImportRefusedError(f"{path}:{line}: name: empty")
    return {
        "id": _number(path, line, "person", row["person"]),
        "unit_id": row["unit"],
        "name": row["name"],
        "form": row["form"],
        "phone": row["phone"],
        "confidential": _flag(path, line, "confidential", row["confidential"]),
        "do_not_disturb": _flag(path, line, "do_not_disturb", row["do_not_disturb"]),
    }


def _seen(path: Path, line: int, column: str, text: str) -> str:
    """What stands on the glass and on papers: no character that nobody sees or that turns the others round."""
    composed = unicodedata.normalize("NFC", text.strip())
    longest = _LONGEST.get(column, _LONGEST_ELSE)
    if len(composed) > longest:
        raise ImportRefusedError(f"{path}:{line}: {column}: longer than {longest} characters")
    if clean_name(composed) != composed:
        raise ImportRefusedError(f"{path}:{line}: {column}: {text!r} has a character that cannot be seen")
    return composed


def _must_be_code(path: Path, line: int, column: str, code: str) -> None:
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise ImportRefusedError(f"{path}:{line}: {column}: must be six digits")


def _flag(path: Path, line: int, column: str, text: str) -> int:
    if text not in ("yes", "no"):
        raise ImportRefusedError(f"{path}:{line}: {column}: {text!r} must be yes or no")
    return int(text == "yes")


def _number(path: Path, line: int, column: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise ImportRefusedError(f"{path}:{line}: {column}: {text!r} must be a whole number")
    return int(text)
