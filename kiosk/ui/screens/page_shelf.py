"""Pages as pictures: asked for one after another in the background, kept while they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.desk.views import DraftPage, PageView
from kiosk.fax.outcome import Resolution
from kiosk.ui.screen import Screen
from kiosk.ui.screens.fax_errand import FaxErrand

_KEPT = 40  # pictures; a long document must not fill the memory

Key = TypeVar("Key", bound=Hashable)


class PictureShelf(Generic[Key]):
    """``want`` says what is on the glass; what is missing is fetched (``fetch`` may block), most wanted first."""

    def __init__(self, screen: Screen, fetch: Callable[[Key], PageView]) -> None:
        self._screen, self._fetch_one = screen, fetch
        self._pictures: OrderedDict[Key, PageView] = OrderedDict()
        self._missing: list[Key] = []

    def get(self, wanted: Key) -> PageView | None:
        """The picture, if it is there."""
        return self._pictures.get(wanted)

    def want(self, pictures: Iterable[Key]) -> None:
        """Fetch those of these that are missing; earlier wishes are forgotten."""
        self._missing = [wanted for wanted in pictures if wanted not in self._pictures]
        self._fetch()

    def _fetch(self) -> None:
        if not self._missing:
            return
        wanted = self._missing[0]

        def done(picture: PageView) -> None:
            self._keep(wanted, picture)
            self._missing = [other for other in self._missing if other != wanted]
            self._screen.refresh()
            self._fetch()

        self._screen.work("picture", lambda: self._fetch_one(wanted), done)

    def _keep(self, wanted: Key, picture: PageView) -> None:
        self._pictures[wanted] = picture
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)


@dataclass(frozen=True)
class Wanted:
    """One picture: a page of the draft in a setting, fitted into ``size`` pixels."""

    page: DraftPage
    resolution: Resolution
    photo: bool
    size: tuple[int, int]


class PageShelf(PictureShelf[Wanted]):
    """Pages of a draft as they would be sent in its present setting."""

    def __init__(self, screen: Screen, errand: FaxErrand) -> None:
        super().__init__(screen, self._draw)
        self._errand = errand

    def wanted(self, page: DraftPage, size: tuple[int, int]) -> Wanted:
        """The key of a page in the draft's present setting."""
        return Wanted(page, self._errand.resolution, self._errand.photo, size)

    def want(self, pictures: Iterable[Wanted]) -> None:
        super().want(pictures if self._errand.document is not None else ())

    def _draw(self, wanted: Wanted) -> PageView:
        document = self._errand.document
        assert document is not None  # nothing is wanted without one
        fax = self._screen.shell.desk.fax
        return fax.page(document.id, wanted.page, wanted.resolution, wanted.photo, wanted.size)
