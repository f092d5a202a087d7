"""Looking at a screen in every look that changes where things stand: panel, language, size of words, height.

Owns which combinations there are. Nothing is drawn for it: a screen is composed with a sketch, texts are measured
(``kiosk.ui.sketch``), so that all of them cost less than a few pictures. Colours change no geometry: they are looked at
on one panel each (``faint``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice, product

from kiosk.locale import Language
from kiosk.ui.geometry import Panel
from kiosk.ui.shell import Shell
from kiosk.ui.theme import CONTRAST, DAY, NIGHT, ZOOMS, contrast
from tests.ui.checks import faults
from tests.ui.fingers import small_targets
from tests.ui.harness import Glass

USUAL = Panel(1024, 600)
PANELS = (Panel(800, 480), Panel(1280, 800), Panel(600, 1024), USUAL)
LEAST_CONTRAST = 7.0


@dataclass(frozen=True)
class Aspect:
    """One way to look at a screen."""

    panel: Panel
    language: Language
    zoom: float = 1.0
    lowered: bool = False

    def __str__(self) -> str:
        low = " lowered" if self.lowered else ""
        return f"{self.language} {self.panel.width}x{self.panel.height} {self.zoom:.0%}{low}"


FIRST = Aspect(USUAL, Language.ZH_HANS)  # as the glass is when somebody comes
LARGE = Aspect(USUAL, Language.ZH_HANS, ZOOMS[-1])


def aspects() -> Iterator[Aspect]:
    """Every language, panel and size of words; the lowered glass, upright and lying, with words of the usual size."""
    for language in Language:
        for panel, zoom in product(PANELS, ZOOMS):
            yield Aspect(panel, language, zoom)
        for panel in (Panel(600, 1024), USUAL):
            yield Aspect(panel, language, ZOOMS[0], lowered=True)


def _type_sizes(aspect: Aspect) -> tuple[int, int, float]:
    """What the sizes of type hang on: Kivy keeps 64 fonts open, and to open one takes a hundred times a measuring."""
    return aspect.panel.width, aspect.panel.height, aspect.zoom


def use(glass: Glass, aspect: Aspect) -> None:
    """Show the present screen so."""
    shell = glass.shell
    spoke, shell.visit.language = shell.visit.language, aspect.language
    shell.visit.zoom, shell.visit.lowered = aspect.zoom, aspect.lowered
    shell.use_panel(aspect.panel)
    if spoke is not aspect.language:
        shell.screen.language_changed()


def everywhere(glass: Glass, found: list[str], share: int = 1) -> Callable[[str], None]:
    """A stop of a tour that collects what is wrong with the screen in all aspects, and whose words are too faint.

    ``share`` > 1: one of so many aspects at each stop, the next ones at the next; ``ALL_ASPECTS`` in the environment
    looks at all of them, as who changes such a screen does.
    """
    from tests.ui.painted import unprepared  # Kivy's, which is not imported before there is a glass

    stops = count()

    def look(stop: str) -> None:
        shell, first = glass.shell, next(stops) % share
        shell.stage.sketching, shell.visit.palette = True, DAY
        for aspect in sorted(islice(aspects(), first, None, share), key=_type_sizes):
            use(glass, aspect)
            found.extend(f"{stop} {aspect}: {fault}" for fault in (*faults(shell), *small_targets(shell)))
            if aspect == FIRST or (aspect == LARGE and not shell.dialogs.open):  # a dialog's words lie behind a window
                found.extend(f"{stop} day {aspect}: {fault}" for fault in faint(shell))
        palettes = (("night", NIGHT), ("contrast", CONTRAST))
        for name, palette in palettes if share == 1 else palettes[first % 2 :][:1]:
            shell.visit.palette = palette
            use(glass, FIRST)
            found.extend(f"{stop} {name}: {fault}" for fault in faint(shell))
        shell.stage.sketching, shell.visit.palette = False, None
        use(glass, FIRST)
        shell.screen.scrolled = 0
        glass.turn()
        found.extend(f"{stop} has to be compiled for: {way}" for way in unprepared())

    return look


def faint(shell: Shell) -> Iterator[str]:
    """Words and icons of the sketch below 7:1 on the ground they stand on."""
    sketch = shell.look.sketch
    assert sketch is not None
    for inked, ground in sketch.meetings(shell.look.colours.ground):
        for colour in inked.colours:
            if (ratio := contrast(colour, ground)) < LEAST_CONTRAST:
                yield f"{inked.words or 'icon'!r} {ratio:.1f}:1, {colour} on {ground}"
