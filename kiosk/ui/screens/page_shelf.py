"""Pages of a draft as pictures: asked for one after another in the background, kept while the draft is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.desk.views import DraftPage, PageView
from kiosk.fax.outcome import Resolution
from kiosk.ui.screen import Screen
from kiosk.ui.screens.fax_errand import FaxErrand

_KEPT = 40  # pictures; a long document must not fill the memory


@dataclass(frozen=True)
class Wanted:
    """One picture: a page of the draft in a setting, fitted into ``size`` pixels."""

    page: DraftPage
    resolution: Resolution
    photo: bool
    size: tuple[int, int]


class PageShelf:
    """``want`` says what is on the glass; what is missing is fetched, most wanted first."""

    def __init__(self, screen: Screen, errand: FaxErrand) -> None:
        self._screen, self._errand = screen, errand
        self._pictures: OrderedDict[Wanted, PageView] = OrderedDict()
        self._missing: list[Wanted] = []

    def wanted(self, page: DraftPage, size: tuple[int, int]) -> Wanted:
        """The key of a page in the draft's present setting."""
        return Wanted(page, self._errand.resolution, self._errand.photo, size)

    def get(self, wanted: Wanted) -> PageView | None:
        """The picture, if it is there."""
        return self._pictures.get(wanted)

    def want(self, pictures: Iterable[Wanted]) -> None:
        """Fetch those of these that are missing; earlier wishes are forgotten."""
        self._missing = [wanted for wanted in pictures if wanted not in self._pictures]
        self._fetch()

    def _fetch(self) -> None:
        if not self._missing or self._errand.document is None:
            return
        wanted, document = self._missing[0], self._errand.document
        fax = self._screen.shell.desk.fax

        def done(picture: PageView) -> None:
            self._keep(wanted, picture)
            self._missing = [other for other in self._missing if other != wanted]
            self._screen.refresh()
            self._fetch()

        self._screen.work(
            "picture", lambda: fax.page(document.id, wanted.page, wanted.resolution, wanted.photo, wanted.size), done
        )

    def _keep(self, wanted: Wanted, picture: PageView) -> None:
        self._pictures[wanted] = picture
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
