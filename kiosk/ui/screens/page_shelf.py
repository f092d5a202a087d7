"""Pages of a document as a viewer shows them: which is looked at, their pictures fetched one after another.

Owns the place in the document (from 1), the pictures and what became of those that could not be drawn. Where pages come
from a subclass says. Called by the screens that show a page viewer, large or small.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from kiosk.desk.views import DraftPage, PageView
from kiosk.errors import KioskError
from kiosk.fax.outcome import Resolution
from kiosk.ui.geometry import Panel
from kiosk.ui.screen import Screen
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.widgets.page_viewer import PAGE
from kiosk.ui.widgets.pages import STRIP_SHOWN, THUMB, Thumb, window_of
from kiosk.ui.widgets.states import Cure, Trouble

_KEPT = 40  # pictures; a long document must not fill the memory
_ENLARGED = (1000, 1415)  # enough for the largest scale on the 7" panel

Key = TypeVar("Key", bound=Hashable)


class PictureShelf(Generic[Key]):
    """``want`` says what is on the glass; what is missing is fetched (``fetch`` may block), most wanted first."""

    def __init__(self, screen: Screen, fetch: Callable[[Key], PageView]) -> None:
        self._screen, self._fetch_one = screen, fetch
        self._pictures: OrderedDict[Key, PageView] = OrderedDict()
        self._missing: list[Key] = []
        self.refused: dict[Key, KioskError] = {}

    def get(self, wanted: Key) -> PageView | None:
        """The picture, if it is there."""
        return self._pictures.get(wanted)

    def want(self, pictures: Iterable[Key]) -> None:
        """Fetch those of these that are missing; earlier wishes are forgotten, a refused one is not asked for again."""
        self._missing = [each for each in pictures if each not in self._pictures and each not in self.refused]
        self._fetch()

    def _fetch(self) -> None:
        if not self._missing:
            return
        wanted = self._missing[0]

        def done(picture: PageView) -> None:
            self._keep(wanted, picture)
            self._go_on(wanted)

        def failed(error: KioskError) -> None:
            self.refused[wanted] = error
            self._go_on(wanted)

        self._screen.work("picture", lambda: self._fetch_one(wanted), done, failed)

    def _go_on(self, settled: Key) -> None:
        self._missing = [other for other in self._missing if other != settled]
        self._screen.refresh()
        self._fetch()

    def _keep(self, wanted: Key, picture: PageView) -> None:
        self._pictures[wanted] = picture
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)


class Leaves(Generic[Key]):
    """The pages, ``at`` one of them. ``enlarged``: only that one is shown, in the size of an enlarged page."""

    def __init__(self, screen: Screen, fetch: Callable[[Key], PageView], at: int = 1, enlarged: bool = False) -> None:
        self._screen = screen
        self._shelf = PictureShelf[Key](screen, fetch)
        self.at, self.enlarged = at, enlarged

    @property
    @abstractmethod
    def count(self) -> int:
        """How many pages there are now; a fax that is arriving grows."""

    @abstractmethod
    def key(self, number: int, size: tuple[int, int]) -> Key:
        """What tells the picture of a page, fitted into ``size`` pixels, from any other."""

    @property
    def picture(self) -> PageView | None:
        """The page that is looked at, once it is there."""
        return self._shelf.get(self.key(self.at, self._large))

    @property
    def trouble(self) -> Trouble | None:
        """Why it cannot be shown, and the way to try once more."""
        error = self._shelf.refused.get(self.key(self.at, self._large)) if self.count else None
        if error is None:
            return None
        tr = self._screen.tr
        again = Cure("page.again", tr("viewer.again"), self.again)
        return Trouble(tr("viewer.failed"), tr("viewer.tried"), tr(error.message_key, **error.values), again)

    def warnings(self, number: int) -> tuple[str, ...]:
        """Warnings of a page, as far as its picture is known."""
        pictures = (self._shelf.get(self.key(number, size)) for size in (self._large, self._small))
        return next((picture.warnings for picture in pictures if picture is not None), ())

    def thumbs(self) -> list[Thumb]:
        """All pages in small."""
        return [self._thumb(number) for number in range(1, self.count + 1)]

    def _thumb(self, number: int) -> Thumb:
        picture = self._shelf.get(self.key(number, self._small))
        return Thumb(number, picture, bool(self.warnings(number)), number == self.at)

    # --- acts ---------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Fetch what is on the glass and not there yet."""
        if not self.count:
            return
        near = [] if self.enlarged else window_of(self.thumbs(), STRIP_SHOWN)
        small = [self.key(thumb.number, self._small) for thumb in near]
        self._shelf.want([self.key(self.at, self._large), *small])

    def choose(self, number: int) -> None:
        """Look at another page."""
        self.at = number
        self._screen.refresh()
        self.look()

    def again(self) -> None:
        """Try to draw what was refused."""
        self._shelf.refused.clear()
        self.look()
        self._screen.refresh()

    # --- sizes --------------------------------------------------------------------------------------------------

    @property
    def _panel(self) -> Panel:
        """The glass as it is with words of the usual size: the same pictures serve every size."""
        return replace(self._screen.look.panel, reflowed=False, rail=0)

    @property
    def _large(self) -> tuple[int, int]:
        panel = self._panel
        return _ENLARGED if self.enlarged else (panel.x(PAGE) * 2, panel.y(394) * 2)

    @property
    def _small(self) -> tuple[int, int]:
        panel = self._panel
        return panel.x(THUMB[0]), panel.y(THUMB[1])


@dataclass(frozen=True)
class Wanted:
    """One picture: a page of the draft in a setting, fitted into ``size`` pixels."""

    page: DraftPage
    resolution: Resolution
    photo: bool
    size: tuple[int, int]


class DraftLeaves(Leaves[Wanted]):
    """Pages of a draft as they would be sent in its present setting."""

    def __init__(self, screen: Screen, errand: FaxErrand, at: int = 1, enlarged: bool = False) -> None:
        super().__init__(screen, self._draw, at, enlarged)
        self._errand = errand

    @property
    def count(self) -> int:
        return len(self._errand.pages) if self._errand.document is not None else 0

    def key(self, number: int, size: tuple[int, int]) -> Wanted:
        return Wanted(self._errand.pages[number - 1], self._errand.resolution, self._errand.photo, size)

    def _draw(self, wanted: Wanted) -> PageView:
        document = self._errand.document
        assert document is not None  # nothing is wanted without one
        fax = self._screen.shell.desk.fax
        return fax.page(document.id, wanted.page, wanted.resolution, wanted.photo, wanted.size)
