"""Destroying documents, with proof (A6): the vault first, then the journal.

Owns the order of the two. Called by the desk when a person has gone (A1) and by the core when the retention ends.
"""

from __future__ import annotations

from kiosk.desk.house import House
from kiosk.documents.room import DocumentRoom


class Shredder:
    """Destroys what is not needed any more."""

    def __init__(self, house: House, room: DocumentRoom) -> None:
        self._house = house
        self._room = room

    def destroy(self, document_id: str, pages_keys: tuple[str, ...] = ()) -> None:
        """Destroy a document and kept pages. A power cut in between destroys once more, which is harmless."""
        proofs = [proof for key in (document_id, *pages_keys) if (proof := self._room.purge(key))]
        with self._house.step() as books:
            books.documents.mark_purged(document_id, self._house.now_utc)
            books.record(
                "document.purged",
                document=document_id,
                octets=sum(proof.octets for proof in proofs),
                keys_sha256=[proof.key_sha256 for proof in proofs],
            )

    def destroy_ownerless(self, before_utc: str, unit_id: str | None = None) -> None:
        """Destroy documents taken in until ``before_utc`` of which no order was made (of one unit, or of all)."""
        for row in self._house.books.documents.ownerless():
            if row["taken_at_utc"] <= before_utc and unit_id in (None, row["unit_id"]):
                self.destroy(row["id"])
