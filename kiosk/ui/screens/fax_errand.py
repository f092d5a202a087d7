"""What a person has decided so far about one fax: handed from screen to screen, forgotten with them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from kiosk.desk.views import DocumentView, DraftPage, FaxDraft, FaxState, NumberCheck, Urgency
from kiosk.fax.outcome import Resolution

OVER = (FaxState.DELIVERED, FaxState.FAILED, FaxState.CANCELLED, FaxState.UNKNOWN)


@dataclass
class FaxErrand:
    """Grows along the flow. ``request_id`` makes the order one order, however often it is tapped (G1)."""

    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: str = ""
    check: NumberCheck | None = None
    document: DocumentView | None = None
    pages: list[DraftPage] = field(default_factory=list)
    resolution: Resolution = Resolution.STANDARD
    photo: bool = False
    urgency: Urgency = Urgency.NORMAL
    job_id: int = 0  # once it is ordered

    def take(self, document: DocumentView) -> None:
        """A document has been read in: all its pages, in order."""
        self.document = document
        self.pages = [DraftPage(source) for source in range(1, document.pages + 1)]

    def once_more(self) -> FaxErrand:
        """The same fax as a new order, after one that was not delivered."""
        return replace(self, request_id=str(uuid.uuid4()), pages=list(self.pages), job_id=0)

    @property
    def draft(self) -> FaxDraft:
        """What is quoted and ordered. Only once a document has been taken."""
        assert self.document is not None
        return FaxDraft(self.number, self.document.id, tuple(self.pages), self.resolution, self.photo, self.urgency)
