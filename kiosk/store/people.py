"""Units, persons, staff and their cards, as kept (A3, A4, J1).

Owns the rows of the owner directory and the counts of wrong entries. Knows no screen; gives out no more than asked.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store


class People:
    """The owner directory and the staff list."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def units(self) -> list[Row]:
        """Every unit's id, building, entrance and room, in the order people expect (2 before 10)."""
        return self.store.rows(
            "SELECT id, building, entrance, room FROM unit ORDER BY"
            " CAST(building AS INTEGER), building, CAST(entrance AS INTEGER), entrance, CAST(room AS INTEGER), room"
        )

    def unit(self, unit_id: str) -> Row | None:
        """One unit with its passcode hash and counters."""
        return self.store.row("SELECT * FROM unit WHERE id = ?", (unit_id,))

    def resident(self, unit_id: str) -> Row | None:
        """The person of the unit who is greeted: the first of the directory."""
        return self.store.row("SELECT * FROM person WHERE unit_id = ? ORDER BY id LIMIT 1", (unit_id,))

    def unit_of_person(self) -> dict[str, str]:
        """Whose unit each person belongs to, by the number in the directory."""
        return {str(row["id"]): row["unit_id"] for row in self.store.rows("SELECT id, unit_id FROM person")}

    def locked(self) -> list[Row]:
        """Units locked after too many wrong passcodes, the longest locked first."""
        return self.store.rows("SELECT * FROM unit WHERE locked_at_utc IS NOT NULL ORDER BY locked_at_utc")

    def note_failure(self, unit_id: str, failures: int, wait_until_utc: str, locked_at_utc: str | None) -> None:
        """Remember a wrong passcode, inside the caller's step."""
        self.store.run(
            "UPDATE unit SET failures = ?, wait_until_utc = ?, locked_at_utc = ? WHERE id = ?",
            (failures, wait_until_utc, locked_at_utc, unit_id),
        )

    def forget_failures(self, unit_id: str) -> None:
        """A right passcode, or the clerk's unlocking, inside the caller's step."""
        self.note_failure(unit_id, 0, "", None)

    def staff(self) -> list[Row]:
        """Everyone at the clerk's side, with PIN hashes."""
        return self.store.rows("SELECT * FROM staff ORDER BY id")

    def staff_name(self, staff_id: str) -> str:
        """The name of a person at the clerk's side. Raises StoreError when there is none."""
        return str(self.store.one("SELECT name FROM staff WHERE id = ?", (staff_id,))["name"])

    def staff_cards(self) -> list[Row]:
        """Everyone at the clerk's side, each with ``token``, ``bound_by`` and ``bound_utc``, None without a card."""
        return self.store.rows(
            "SELECT staff.id, name, role, token, bound_by, bound_utc FROM staff"
            " LEFT JOIN staff_card ON staff_card.staff_id = staff.id ORDER BY staff.id"
        )

    def staff_of_card(self, token: str) -> Row | None:
        """Whose card this is."""
        return self.store.row(
            "SELECT staff.id, name, role FROM staff JOIN staff_card ON staff_card.staff_id = staff.id WHERE token = ?",
            (token,),
        )

    def bind_card(self, staff_id: str, token: str, bound_by: str, now_utc: str) -> None:
        """This is the person's card from now on, and no other; inside the caller's step."""
        self.store.run(
            "INSERT INTO staff_card (staff_id, token, bound_by, bound_utc) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (staff_id) DO UPDATE SET token = excluded.token, bound_by = excluded.bound_by,"
            " bound_utc = excluded.bound_utc",
            (staff_id, token, bound_by, now_utc),
        )

    def unbind_card(self, staff_id: str) -> int:
        """The person has no card any more; returns 0 if there was none."""
        return self.store.run("DELETE FROM staff_card WHERE staff_id = ?", (staff_id,))

    def gate(self) -> Row:
        """Wrong PINs so far on this kiosk."""
        return self.store.one("SELECT * FROM staff_gate")

    def set_gate(self, failures: int, wait_until_utc: str) -> None:
        """Remember wrong PINs, inside the caller's step."""
        self.store.run("UPDATE staff_gate SET failures = ?, wait_until_utc = ?", (failures, wait_until_utc))

    def put_unit(self, row: Row) -> None:
        """Add or replace a directory entry, inside the caller's step; counters of wrong entries stay."""
        self.store.run(
            "INSERT INTO unit (id, building, entrance, room, passcode, account, credit_limit_fen)"
            " VALUES (:id, :building, :entrance, :room, :passcode, :account, :credit_limit_fen)"
            " ON CONFLICT (id) DO UPDATE SET building = excluded.building, entrance = excluded.entrance,"
            " room = excluded.room, passcode = excluded.passcode, account = excluded.account,"
            " credit_limit_fen = excluded.credit_limit_fen",
            row,
        )

    def put_person(self, row: Row) -> None:
        """Add or replace a person, inside the caller's step."""
        self.store.run(
            "INSERT INTO person VALUES (:id, :unit_id, :name, :form, :phone, :confidential, :do_not_disturb)"
            " ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, name = excluded.name, form = excluded.form,"
            " phone = excluded.phone, confidential = excluded.confidential, do_not_disturb = excluded.do_not_disturb",
            row,
        )

    def put_staff(self, row: Row) -> None:
        """Add or replace a member of staff, inside the caller's step."""
        self.store.run(
            "INSERT INTO staff VALUES (:id, :name, :role, :pin)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, pin = excluded.pin",
            row,
        )
