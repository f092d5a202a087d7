"""``python -m kiosk.headoffice``: head office on a machine that has nothing else of the kiosk."""

from __future__ import annotations

import argparse
import sys

from kiosk.headoffice.cli import add_arguments, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m kiosk.headoffice")
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
