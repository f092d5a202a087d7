"""``./run demo``: the main job on doubles, by a person with a display, by itself without one (or with ``--auto``).

Owns the choice and the command line. The acts are in ``demo_acts``, the album in ``demo_album``, the window for a
person in ``demo_window``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from tests.hw_doubles.demo_acts import Demo
from tests.hw_doubles.lobby import ROOT, Lobby, Panel

SIZES = {"1024x600": Panel(), "800x480": Panel(800, 480), "1280x800": Panel(1280, 800), "600x1024": Panel(600, 1024)}
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def main() -> int:
    """Run the demo; exit code 0 when everything that was shown is true."""
    parser = argparse.ArgumentParser(prog="./run demo", description="the whole lobby on doubles")
    parser.add_argument("--auto", action="store_true", help="carry the flow out by itself, results in demo-output/")
    parser.add_argument("--size", choices=SIZES, help="panel (default: 1024x600, or what the display leaves room for)")
    parser.add_argument("--language", choices=LANGUAGES, default="zh-Hans", help="language of the person at the glass")
    parser.add_argument("--output", type=Path, default=ROOT / "demo-output")
    args = parser.parse_args()
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if has_display and not args.auto:
        from tests.hw_doubles.demo_window import play

        panel = SIZES[args.size] if args.size else None
        return play(args.output, (panel.width, panel.height) if panel else None)
    shutil.rmtree(args.output, ignore_errors=True)
    panel = SIZES[args.size or "1024x600"]
    with Lobby(args.output / "lobby", panel, closing_time="00:00") as lobby:  # a day may end at whatever time it is
        return Demo(lobby, args.output, args.language).run()


if __name__ == "__main__":
    sys.exit(main())
