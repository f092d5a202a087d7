"""``kiosk import units|staff|prices FILE``: directory, staff and prices from files (A4, D1, J1)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, opened

if TYPE_CHECKING:
    from kiosk.desk.price_import import PricesImported


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("import", help="bring in units, staff (CSV) or a price list (JSON)")
    parser.add_argument("what", choices=["units", "staff", "prices"])
    parser.add_argument("file", type=Path)
    add_config(parser)


def run(args: argparse.Namespace) -> int:
    """Bring the file in, wholly or not at all."""
    from kiosk.desk.directory import Directory

    composition = opened(args.config)
    directory = Directory(composition.house)
    match args.what:
        case "units":
            print(f"{directory.import_units(args.file)} lines of units")
        case "staff":
            print(f"{directory.import_staff(args.file)} lines of staff")
        case "prices":
            _tell(directory.import_prices(args.file))
    composition.close()
    return 0


def _tell(imported: PricesImported) -> None:
    """What was kept; and when there will be no prices, if nothing else is brought in before."""
    print(f"price list {imported.version}")
    for begins, ends in imported.gaps:
        until = f"until {ends:%Y-%m-%d %H:%M}" if ends else "on"
        print(f"note: from {begins:%Y-%m-%d %H:%M} {until} no price list is in force")
