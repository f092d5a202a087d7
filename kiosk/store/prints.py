"""Print jobs: intent first, the spooler's word after (G3, C4, K1).

Owns the rows of what must come out on paper. A job's name is unique for ever and is the job's title in the spooler, so
that after a crash the spooler itself says whether it ever saw it. Knows no CUPS.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store

TEST_FORMS = ("test_roll", "test_sheet")  # the technician's: nobody owns them, so none may come out late


def times_tried(row: Row) -> int:
    """How often a job was handed over under the name it has now; a person who asks for it anew begins a new count.

    ``tries`` never goes back, for the name that a new count begins with is made of it.
    """
    return int(row["tries"]) - int(row["name"].rpartition("-")[2]) + 1


class Prints:
    """The print jobs of one store."""

    def __init__(self, store: Store, kiosk_id: str) -> None:
        self.store = store
        self._kiosk_id = kiosk_id

    def want(self, printer: str, form: str, ref: int, language: str, now_utc: str) -> None:
        """Ask for a form, inside the caller's step; asked twice, it is printed once."""
        self.store.run(
            "INSERT OR IGNORE INTO print_job (name, printer, form, ref, language, state, made_utc)"
            " VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
            (self._name(form, ref, 1), printer, form, ref, language, now_utc),
        )

    def _name(self, form: str, ref: int, tries: int) -> str:
        """A restored store counts rows from where its backup stood, and the spooler knows what was printed after it.

        So that no such job answers for a new paper, its name says behind which numbers the kiosk began again, which are
        others each time.
        """
        row = self.store.one("SELECT max(last) AS last FROM lost_number WHERE series = 'receipt'")
        again = f".{row['last']}" if row["last"] else ""
        return f"{self._kiosk_id}-{form}-{ref}{again}-{tries}"

    def of(self, form: str, ref: int) -> Row | None:
        """The print job of a form, if it was ever wanted."""
        return self.store.row("SELECT * FROM print_job WHERE form = ? AND ref = ?", (form, ref))

    def open(self, printer: str) -> list[Row]:
        """Jobs a printer still owes, oldest first."""
        return self.store.rows(
            "SELECT rowid AS ref_id, * FROM print_job WHERE printer = ? AND state = 'waiting' ORDER BY made_utc, name",
            (printer,),
        )

    def unknown(self) -> list[Row]:
        """Jobs the clerk must look at."""
        return self.store.rows(
            "SELECT rowid AS ref_id, * FROM print_job WHERE state = 'unknown' AND form NOT IN (?, ?) ORDER BY made_utc",
            TEST_FORMS,
        )

    def withdrawn(self, printer: str) -> list[Row]:
        """Jobs that are to be taken back from a printer."""
        return self.store.rows("SELECT * FROM print_job WHERE printer = ? AND state = 'withdrawing'", (printer,))

    def withdraw(self, name: str) -> None:
        """Take a waiting job back, inside the caller's step."""
        self.store.run("UPDATE print_job SET state = 'withdrawing' WHERE name = ? AND state = 'waiting'", (name,))

    def note(self, name: str, state: str, reason: str, ended_utc: str | None) -> None:
        """What the spooler says, inside the caller's step; only a job that has not ended changes."""
        self.store.run(
            "UPDATE print_job SET state = ?, reason = ?, ended_utc = ?"
            " WHERE name = ? AND state IN ('waiting', 'withdrawing')",
            (state, reason, ended_utc, name),
        )

    def count_try(self, name: str) -> None:
        """A sheet of this job surely did not come out and was handed over once more, inside the caller's step."""
        self.store.run("UPDATE print_job SET tries = tries + 1 WHERE name = ?", (name,))

    def try_again(self, row: Row, now_utc: str) -> None:
        """Print the whole form anew under a new name, because a person says so, inside the caller's step."""
        tries = row["tries"] + 1
        self.store.run(
            "UPDATE print_job SET name = ?, tries = ?, state = 'waiting', reason = '', ended_utc = NULL, made_utc = ?"
            " WHERE name = ?",
            (self._name(row["form"], row["ref"], tries), tries, now_utc, row["name"]),
        )

    def settle(self, name: str, state: str, staff_id: str, now_utc: str) -> None:
        """The clerk has looked, inside the caller's step."""
        self.store.run(
            "UPDATE print_job SET state = ?, settled_by = ?, ended_utc = ? WHERE name = ? AND state = 'unknown'",
            (state, staff_id, now_utc, name),
        )

    def give_up(self, name: str, reason: str, staff_id: str, now_utc: str) -> None:
        """What waits for a printer that is not there is done another way, inside the caller's step."""
        self.store.run(
            "UPDATE print_job SET state = 'failed', reason = ?, settled_by = ?, ended_utc = ?"
            " WHERE name = ? AND state = 'waiting'",
            (reason, staff_id, now_utc, name),
        )
