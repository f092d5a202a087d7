"""``kiosk ui``: the screens, and nothing else; ``kiosk ui --gallery``: the widgets they are made of."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, log_to_stderr
from kiosk.locale import Language

if TYPE_CHECKING:
    from kiosk.app import Composition
    from kiosk.config import Estate
    from kiosk.ui.settings import House, UiSettings


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    from kiosk.ui.gallery.showing import THEMES

    parser = subparsers.add_parser("ui", help="show the screens (the core runs beside)")
    add_config(parser)
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
    from kiosk.app import CORE_BELL, UI_BELL, Composition
    from kiosk.clock import SystemClock
    from kiosk.config import load_config
    from kiosk.ui.app import run_ui

    log_to_stderr("ui")
    composition = Composition(load_config(args.config), SystemClock(), listens=UI_BELL, rings=(CORE_BELL,))
    try:
        run_ui(composition.desk(), ui_settings(composition))
    finally:
        composition.close()
    return 0


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
