"""``kiosk core`` with a hurried clock: the same process, for a telephone world that runs faster than the wall's time.

``python -m tests.hw_doubles.hurried_core SPEED --config FILE``. Owns nothing but the clock: whatever waits in the core
(T.30's timers, the pace of page data) runs SPEED times as fast, what people read on a clock does not. Started by
``Lobby`` when its speed is not 1.
"""

from __future__ import annotations

import argparse
import sys

from kiosk.commands.common import add_config, log_to_stderr
from kiosk.commands.core import work
from tests.hw_doubles.hurried_clock import HurriedClock


def main() -> int:
    """Work until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("speed", type=float)
    add_config(parser)
    args = parser.parse_args()
    log_to_stderr("core")
    return work(args.config, HurriedClock(args.speed))


if __name__ == "__main__":
    sys.exit(main())
