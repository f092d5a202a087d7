"""``kiosk ui``: the screens, and nothing else."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, log_to_stderr

if TYPE_CHECKING:
    from kiosk.app import Composition
    from kiosk.ui.settings import UiSettings


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("ui", help="show the screens (the core runs beside)")
    add_config(parser)


def run(args: argparse.Namespace) -> int:
    """Show the screens until the window is closed or SIGTERM."""
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


def ui_settings(composition: Composition) -> UiSettings:
    """The part of the configuration the screens need."""
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from kiosk.locale import Language
    from kiosk.ui.environment import Screen
    from kiosk.ui.night import NightHours
    from kiosk.ui.settings import House, Notice, UiSettings

    config, estate = composition.config, composition.config.estate
    opens, closes = estate.hours
    house = House(
        seal=estate.seal,
        estate={language: estate.name[language.value] for language in Language},
        service_number={language: estate.service_number[language.value] for language in Language},
        complaint_number={language: estate.complaint_number[language.value] for language in Language},
        counter_opens=opens,
        counter_closes=closes,
        notices=tuple(Notice({language: words[language.value] for language in Language}) for words in estate.notices),
    )
    return UiSettings(
        screen=Screen(config.screen.width, config.screen.height, config.screen.fullscreen),
        house=house,
        assets_root=composition.assets.root,
        state_dir=config.kiosk.runtime_dir,
        demo=bool(config.doubles),
        timezone=ZoneInfo(config.kiosk.timezone),
        session_s=config.screen.session_s,
        motion=config.screen.motion,
        night_by_clock=config.screen.night_by_clock,
        night=NightHours(*config.screen.night, config.screen.dim),
        backlight=composition.backlight(),
        remote=Path(config.screen.remote) if config.screen.remote else None,
    )
