"""What a screen is: it composes widgets into a rectangle and declares its bar; everything else is the shell's.

Owns the contract between shell and screens. A screen keeps its state in itself, never in widgets: a change of language
or colours composes it anew (A2). It talks to the use cases through ``self.work`` only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from kiosk.errors import KioskError
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.session import ABANDONED_S
from kiosk.ui.widgets.bar import BarContent
from kiosk.ui.widgets.frame import FrameStyle
from kiosk.ui.widgets.paint import Placed

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

T = TypeVar("T")


class Page(Placed):
    """The canvas a screen composes on: its rectangle is everything between frame (or strip) and bar."""

    @property
    def margin(self) -> Rect:
        """Inside the side margins."""
        return self.rect.inset(self.look.panel.x(32 if not self.look.panel.portrait else 24), 0)

    @property
    def first_view(self) -> Rect:
        """What is seen of it before anybody scrolls."""
        rect = self.rect
        return Rect(rect.x, rect.y, rect.w, min(rect.h, self.look.panel.window or rect.h))


class Screen:
    """One question. Subclasses set ``name`` and ``step`` and write ``compose`` and ``bar``."""

    name: str
    step: int = 0  # 1 to ``steps`` in a flow, 0 outside
    steps: int = 6  # segments of the flow's strip (design.md 3)
    frame_style: ClassVar[FrameStyle] = FrameStyle.OWNER
    reflows: ClassVar[bool] = True  # False: it fills the glass at any size of words and never scrolls (keyboard)
    low_already: ClassVar[bool] = False  # True: a lying glass need not be lowered, its controls are in reach (keyboard)
    whole_glass: ClassVar[bool] = False  # True: never lowered, all of the glass is its subject (the test of the glass)
    scrolled: int = 0  # how far the person has moved a page that is higher than its place
    holds_session: bool = False  # True: no countdown (payment, signature, the line works for this person)
    patience_s: float = ABANDONED_S  # how long without a touch such a screen stays, all the same

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.page: Page | None = None
        self.shown = False

    # --- what subclasses write ----------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        """Put the widgets of the present state on ``page``."""
        raise NotImplementedError

    def bar(self) -> BarContent | None:
        """The bar of the present state; None: the screen itself fills the bar's place (keyboard, clerk's tabs)."""
        raise NotImplementedError

    def foot(self, look: Look) -> Placed | None:
        """What a screen without a bar keeps at the lower edge of the glass while its page scrolls (clerk's tabs)."""
        return None

    def enter(self) -> None:
        """The screen has come on the glass (again)."""

    def leave(self) -> None:
        """The screen goes from the glass."""

    def tick(self) -> None:
        """Four times a second while on the glass: turn what turns."""

    def language_changed(self) -> None:
        """The language is another: ask again for what the desk has worded (names of places)."""

    def news_changed(self) -> None:
        """``self.shell.news`` has become other."""

    def news_read(self) -> None:
        """The house has been looked at (the bell rang or half a second went by): time to read one's own rows."""

    @property
    def room(self) -> tuple[str, str, str] | None:
        """Staff screens only: title of the room, the person, the person's icon."""
        return None

    # --- what subclasses use ------------------------------------------------------------------------------------

    @property
    def look(self) -> Look:
        return self.shell.look

    def tr(self, key: str, **values: object) -> str:
        """The sentence in the present language."""
        return self.look.tr(key, **values)

    def refresh(self) -> None:
        """Compose anew after the state has changed."""
        if self.shown:
            self.shell.recompose()

    def refresh_bar(self) -> None:
        """Only the bar has changed."""
        if self.shown:
            self.shell.recompose_bar()

    def work(
        self,
        key: str,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[KioskError], None] | None = None,
    ) -> bool:
        """Run a use case off the Kivy thread; results are dropped if this screen has been left meanwhile."""
        return self.shell.work.run(self._own(key), job, done, failed or self.failed, lambda: self.shown)

    def busy(self, key: str) -> bool:
        """Whether the use case of this key is under way."""
        return self.shell.work.busy(self._own(key))

    def _own(self, key: str) -> str:
        """A key of this very screen: another one of the same kind may still be waiting for its own answer."""
        return f"{self.name}.{id(self)}.{key}"

    def failed(self, error: KioskError) -> None:
        """A use case failed and the screen has no better words: tell it and stay."""
        self.shell.dialogs.tell_error(error)
