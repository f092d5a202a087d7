"""Satisfaction after a service, one touch, once per thing (E4)."""

from __future__ import annotations

from kiosk.desk.house import Books, House


class RatingDesk:
    """Ratings of services."""

    def __init__(self, house: House) -> None:
        self._house = house

    def rate(self, ref_kind: str, ref_id: int, score: int, reason_key: str = "") -> None:
        """Keep ``score`` (1 to 5) for a fax or a repair; a second rating of the same thing changes nothing."""
        with self._house.step() as books:
            keep_rating(books, ref_kind, ref_id, score, reason_key, self._house.now_utc)


def keep_rating(books: Books, ref_kind: str, ref_id: int, score: int, reason_key: str, now_utc: str) -> None:
    """A rating and its record, inside the caller's step."""
    if books.ratings.add(ref_kind, ref_id, score, reason_key, now_utc):
        books.record("rating.given", ref_kind=ref_kind, ref=ref_id, score=score, reason=reason_key)
