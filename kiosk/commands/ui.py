"""``kiosk ui``: the screens, or what keeps them from starting; ``kiosk ui --gallery``: the widgets they are made of."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, log_to_stderr, refuse_stranger
from kiosk.errors import KioskError
from kiosk.locale import Language

if TYPE_CHECKING:
    from kiosk.app import Composition
    from kiosk.config import Estate
    from kiosk.ui.settings import House, UiSettings

log = logging.getLogger(__name__)
_POLITE = "10"  # nice


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    from kiosk.ui.theme import THEMES

    parser = subparsers.add_parser("ui", help="show the screens (the core runs beside)")
    add_config(parser)
    parser.add_argument(
        "--check", action="store_true", help="show nothing; say 0 if the screens can start, else the error's number"
    )
    gallery = parser.add_argument_group("gallery")
    gallery.add_argument("--gallery", action="store_true", help="show every widget in every state; Esc ends")
    gallery.add_argument(
        "--picture", type=Path, metavar="DIR", help="write its pages as PNG, without a display, and end"
    )
    gallery.add_argument("--size", type=size, default=(1024, 600), metavar="WxH", help="panel (default 1024x600)")
    gallery.add_argument("--language", choices=[language.value for language in Language], default=Language.ZH_HANS)
    gallery.add_argument("--theme", choices=list(THEMES), default="day")


def size(words: str) -> tuple[int, int]:
    """``1024x600`` as two numbers; ValueError is argparse's business."""
    width, height = words.lower().split("x")
    return int(width), int(height)


def run(args: argparse.Namespace) -> int:
    """Show the screens until the window is closed or SIGTERM."""
    if args.gallery or args.picture is not None:
        return _run_gallery(args)
    log_to_stderr("ui")
    if args.check:
        return _check(args.config)
    try:
        composition = _composed(args.config)
    except (KioskError, OSError) as error:
        fault = _told(error)
    else:
        return _run_screens(composition)
    return _stand_still(args.config, fault)


def _composed(config: Path) -> Composition:
    from kiosk.app import CORE_BELL, UI_BELL, Composition, prove_fonts
    from kiosk.clock import SystemClock
    from kiosk.config import load_config

    loaded = load_config(config)
    prove_fonts(loaded)
    return Composition(loaded, SystemClock(), listens=UI_BELL, rings=(CORE_BELL,))


def _run_screens(composition: Composition) -> int:
    from kiosk.ui.app import run_ui

    try:
        run_ui(composition.desk(), ui_settings(composition))
    finally:
        composition.close()
    return 0


def _told(error: KioskError | OSError) -> int:
    """Into the log, for the technician; the number is for the glass."""
    number, detail = (error.number, error.detail) if isinstance(error, KioskError) else (KioskError.number, error)
    log.error("the screens cannot start: %s [%s]", detail, number)
    return number


def _check(config: Path) -> int:
    """What would be in the way of a start is said on stdout; nobody is rung for and no bell is listened to.

    Raises NotOwnerError: what root makes here, a key say, the kiosk could not read.
    """
    from kiosk.app import Composition, prove_fonts
    from kiosk.clock import SystemClock
    from kiosk.config import Place, load_config, section

    place, fault = section(config, "kiosk", Place), 0
    for folder in (place.state_dir, place.runtime_dir) if place else ():
        refuse_stranger(folder, os.geteuid())
    try:
        loaded = load_config(config)
        prove_fonts(loaded)
        Composition(loaded, SystemClock()).close()
    except (KioskError, OSError) as error:
        fault = _told(error)
    print(fault)
    return 1 if fault else 0


def _stand_still(config: Path, number: int) -> int:
    """The screens cannot start. Exit code 1, to be started again, when that has changed; 0 when a person closed it."""
    from kiosk.app import UI_BELL, heard
    from kiosk.clock import SystemClock
    from kiosk.config import Estate, Glass, Place, section
    from kiosk.ui.environment import Screen
    from kiosk.ui.standing import Fault, stand_still

    glass = section(config, "screen", Glass) or Glass()
    place, estate = section(config, "kiosk", Place), section(config, "estate", Estate)
    fault = Fault(
        number,
        (sys.executable, "-m", "kiosk.priority", _POLITE, "kiosk", "ui", "--check", "--config", str(config)),
        Screen(glass.width, glass.height, glass.fullscreen),
        place.assets_dir if place else None,
        {language: estate.service_number[language.value] for language in Language} if estate else {},
    )
    with contextlib.ExitStack() as held:
        if place is not None:
            with contextlib.suppress(OSError):  # a folder that cannot be written may be the very cause
                held.enter_context(heard(place.runtime_dir, UI_BELL))
        return 1 if stand_still(fault, SystemClock()) else 0


def _run_gallery(args: argparse.Namespace) -> int:
    """Widgets without a house: neither configuration nor store nor core is needed."""
    from kiosk.ui.gallery.showing import Show, run_gallery

    log_to_stderr("gallery")
    run_gallery(Show(args.size, Language(args.language), args.theme, args.picture))
    return 0


def ui_settings(composition: Composition) -> UiSettings:
    """The part of the configuration the screens need."""
    from zoneinfo import ZoneInfo

    from kiosk.ui.environment import Screen
    from kiosk.ui.keys import key_plan
    from kiosk.ui.night import NightHours
    from kiosk.ui.settings import UiSettings
    from kiosk.ui.touch_panel import PanelSettings, panels

    config = composition.config
    return UiSettings(
        screen=Screen(config.screen.width, config.screen.height, config.screen.fullscreen),
        house=_house(config.estate),
        assets_root=composition.assets.root,
        state_dir=config.kiosk.runtime_dir,
        demo=bool(config.doubles),
        timezone=ZoneInfo(config.kiosk.timezone),
        session_s=config.screen.session_s,
        motion=config.screen.motion,
        night_by_clock=config.screen.night_by_clock,
        night=NightHours(*config.screen.night, config.screen.dim),
        backlight=composition.backlight(),
        panel=PanelSettings(panels, composition.tell_of_panel) if config.screen.fullscreen else None,
        keys=key_plan(config.screen.keypad),
        cards_typed=config.card_reader.driver == "keyboard",
        voice=composition.voice(),
        remote=Path(config.screen.remote) if config.screen.remote else None,
    )


def _house(estate: Estate) -> House:
    """Names, numbers, hours and notices."""
    from kiosk.config import notice_span
    from kiosk.ui.settings import House, Notice

    opens, closes = estate.hours
    return House(
        seal=estate.seal,
        estate={language: estate.name[language.value] for language in Language},
        service_number={language: estate.service_number[language.value] for language in Language},
        complaint_number={language: estate.complaint_number[language.value] for language in Language},
        counter_opens=opens,
        counter_closes=closes,
        notices=tuple(
            Notice({language: notice[language.value] for language in Language}, *notice_span(notice))
            for notice in estate.notices
        ),
    )
