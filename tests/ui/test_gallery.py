"""The gallery of widgets: every kind in every state, whole in every language, and as its pictures in docs/ show it."""

from __future__ import annotations

import inspect
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

import kiosk.ui.widgets
from kiosk.locale import Language
from kiosk.ui import theme
from kiosk.ui.geometry import Panel
from tests.ui.checks import faults_of
from tests.ui.gallery_glass import open_gallery

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures" / "gallery"
MAKE = "python -m kiosk ui --gallery --picture"
PANELS = (Panel(800, 480), Panel(1024, 600), Panel(1280, 800), Panel(600, 1024))

# Another build of FreeType or another release of the fonts draws each letter with other edges and, by a fraction of a
# pixel, another width. One pixel of a picture that is sixteen times smaller is the mean of 256: edges vanish in it,
# while a widget that has moved, grown, lost its icon or changed its colour does not. Measured with the three ways of
# hinting that FreeType knows: 0.7 on average and 29 anywhere at the most.
SMALLER = 16
MOST_MEAN = 1.5  # of 255, over a whole page
MOST_ANYWHERE = 40  # of 255, of any such pixel


@pytest.fixture
def gallery() -> Iterator[Any]:
    with open_gallery() as opened:
        yield opened


def parts_of(gallery: Any) -> Iterator[Any]:
    """Every widget and mark of every page."""
    from kiosk.ui import touches

    for number in range(len(gallery.names)):
        gallery.show(number)
        yield from touches.walk(gallery.page)


def public_kinds() -> set[type]:
    """Every class of ``kiosk/ui/widgets`` that can be put on the glass."""
    from kiosk.ui.widgets.paint import Mark, Placed

    kinds: set[type] = set()
    for found in pkgutil.iter_modules(kiosk.ui.widgets.__path__, f"{kiosk.ui.widgets.__name__}."):
        module = import_module(found.name)
        own = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == found.name]
        kinds |= {kind for kind in own if issubclass(kind, Mark | Placed) and not kind.__name__.startswith("_")}
    return kinds


def test_every_kind_of_widget_is_in_the_gallery(gallery: Any) -> None:
    shown = {type(part) for part in parts_of(gallery)}
    missing = {kind.__name__ for kind in public_kinds() if not any(issubclass(one, kind) for one in shown)}
    assert not missing, f"give these a specimen in kiosk/ui/gallery: {missing}"


def test_every_control_is_shown_under_a_finger_too(gallery: Any) -> None:
    from kiosk.ui.widgets.touch import Touchable

    controls = [part for part in parts_of(gallery) if isinstance(part, Touchable) and part.act is not None]
    pressed = {type(control) for control in controls if control.down}
    assert {type(control).__name__ for control in controls} == {kind.__name__ for kind in pressed}


def test_every_state_has_a_specimen(gallery: Any) -> None:
    from kiosk.ui.gallery.specimen import State

    assert {specimen.state for sheet in gallery.sheets for specimen in sheet.specimens} - {None} == set(State)


def test_every_palette_can_be_chosen(gallery: Any) -> None:
    palettes = [value for value in vars(theme).values() if isinstance(value, theme.Palette)]
    assert all(palette in theme.THEMES.values() for palette in palettes)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: f"{panel.width}x{panel.height}")
def test_nothing_is_cut_off_and_nothing_overlaps_in_any_language(gallery: Any, panel: Panel) -> None:
    found: list[str] = []
    gallery.use_panel(panel)
    for language in Language:
        gallery.choose_language(language)
        for number, name in enumerate(gallery.names):
            gallery.show(number)
            found += [f"{name} {language}: {fault}" for fault in faults_of(gallery, gallery.page)]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_the_arrows_lead_through_all_pages_and_round(gallery: Any) -> None:
    from kiosk.ui import touches

    for _ in gallery.names:
        touches.tap_on(gallery, "gallery.next")
    assert gallery.at == 0
    touches.tap_on(gallery, "gallery.back")
    assert gallery.at == len(gallery.names) - 1


def test_escape_ends_and_the_arrow_keys_turn_the_pages(gallery: Any) -> None:
    from kiosk.ui.gallery.showing import act_on_key

    ended: list[bool] = []
    seen = []
    for key in (275, 275, 276, 65, 27):  # right, right, left, a letter, Esc
        act_on_key(gallery, key, lambda: ended.append(True))
        seen.append(gallery.at)
    assert seen == [1, 2, 1, 1, 1]
    assert ended == [True]


def test_language_and_colours_change_and_the_page_stays(gallery: Any) -> None:
    from kiosk.ui import touches

    gallery.show(gallery.names.index("dialog"))
    touches.tap_on(gallery, "language.en")
    touches.tap_on(gallery, "gallery.theme")
    assert gallery.names[gallery.at] == "dialog"
    assert gallery.look.language is Language.EN
    assert gallery.look.colours == theme.NIGHT
    assert "Cancel this fax?" in touches.texts_of(gallery)


def test_a_finger_on_a_specimen_does_nothing_but_press_it(gallery: Any) -> None:
    from kiosk.ui import touches

    gallery.show(gallery.names.index("pad"))
    touches.tap_on(gallery, "pad.7")
    assert gallery.names[gallery.at] == "pad"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``kiosk ui --gallery --picture`` writes where there is neither a display nor a house."""
    folder = tmp_path_factory.mktemp("gallery")
    display = {"DISPLAY", "WAYLAND_DISPLAY", "KIOSK_CONFIG"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KIVY", "KCFG", "SDL"))}
    done = subprocess.run(
        [sys.executable, *MAKE.split()[1:], str(folder)],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if name not in display},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def differences(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """How much two pictures differ when they are looked at from afar: on average, and where it is most."""
    assert one.size == other.size
    small = [picture.convert("RGB").reduce(SMALLER) for picture in (one, other)]
    difference = ImageChops.difference(*small)
    return max(ImageStat.Stat(difference).mean), max(high for _, high in difference.getextrema())


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show the same, but for the edges of letters."""
    mean, most = differences(one, other)
    return mean <= MOST_MEAN and most <= MOST_ANYWHERE


def test_the_gallery_looks_as_its_pictures_in_docs_do(pictures: Path) -> None:
    anew = f"if that is meant, make them anew: {MAKE} {PICTURES.relative_to(ROOT)}"
    drawn, kept = ({path.name for path in folder.glob("*.png")} for folder in (pictures, PICTURES))
    assert drawn == kept, f"pages and pictures are not the same; {anew}"
    other = {}
    for name in sorted(kept):
        with Image.open(pictures / name) as now, Image.open(PICTURES / name) as then:
            if not alike(now, then):
                other[name] = differences(now, then)
    assert not other, f"(mean, most) of 255: {other}; {anew}"


def test_what_a_person_would_see_is_seen_by_the_comparison() -> None:
    """A page that has slipped by six pixels, a control without its icon, a control in another colour."""
    with Image.open(PICTURES / "button.png") as picture:
        page = picture.convert("RGB")
    ground, accent = page.getpixel((4, 590)), page.getpixel((40, 120))
    bare, red = page.copy(), page.copy()
    bare.paste(accent, (100, 110, 160, 145))
    red.paste((130, 37, 26), (30, 115, 90, 145))
    assert accent != ground
    assert alike(page, page)
    assert not any(alike(page, changed) for changed in (ImageChops.offset(page, 0, 6), bare, red))
