"""K4: a child of the core or of the screens does not inherit their place before all others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_CHILD = """\
import os
from contextlib import suppress
with suppress(PermissionError):  # without the right to it, nobody is there to step back from
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(2))
from kiosk.priority import step_back
step_back(5)
print(os.sched_getscheduler(0) == os.SCHED_OTHER, os.getpriority(os.PRIO_PROCESS, 0))
"""


def test_who_steps_back_leaves_the_real_time_order_and_waits_for_others() -> None:
    said = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=True).stdout.split()
    assert said == ["True", str(min(os.getpriority(os.PRIO_PROCESS, 0) + 5, 19))]


_SESSION = """\
import os, subprocess, sys
from pathlib import Path
group = Path("/proc/self/autogroup")
told = lambda: group.read_text() if group.exists() else ""
before = told()
subprocess.run([sys.executable, "-c", "from kiosk.priority import step_back; step_back(5)"], check=True)
print(told() == before)
"""


def test_who_steps_back_in_the_session_of_others_does_not_take_them_along() -> None:
    """A backup runs in the session of the core, or of the technician's shell."""
    run = subprocess.run(
        [sys.executable, "-c", _SESSION], capture_output=True, text=True, check=True, start_new_session=True
    )
    assert run.stdout.split() == ["True"]


def test_who_has_much_to_load_steps_back_before_it_is_loaded(tmp_path: Path) -> None:
    """A second's loading beside the line, once for each document, would be a second too long."""
    (tmp_path / "heavy.py").write_text(
        "import os, sys\nprint(os.getpriority(os.PRIO_PROCESS, 0), *sys.argv[1:], __name__)"
    )
    command = [sys.executable, "-m", "kiosk.priority", "5", "heavy", "words"]
    path = {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=path).stdout.split()
    assert said == [str(min(os.getpriority(os.PRIO_PROCESS, 0) + 5, 19)), "words", "__main__"]
