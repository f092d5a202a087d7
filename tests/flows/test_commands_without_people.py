"""K5: a command whose reader has seen enough, or that asks a PIN of nobody, ends quietly and says why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.big_ledger import make

_KIOSK = (sys.executable, "-m", "kiosk")
_PATIENCE_S = 60


def test_a_reader_that_has_seen_enough_ends_an_export_without_a_word(tmp_path: Path) -> None:
    make(tmp_path / "kiosk.db", 2000)
    command = (*_KIOSK, "ledger", "export", "--store", str(tmp_path / "kiosk.db"))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as export:
        assert export.stdout is not None and export.stderr is not None
        assert export.stdout.read(8).endswith(b"id,ki")
        export.stdout.close()
        assert (export.stderr.read(), export.wait(_PATIENCE_S)) == (b"", 141)


def test_a_day_is_not_signed_where_nobody_can_be_asked_for_the_pin() -> None:
    command = (*_KIOSK, "ledger", "sign-day", "--day", "2026-11-18", "--staff", "41")
    run = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert run.returncode == 1
    assert "run it at a terminal" in run.stderr and "Traceback" not in run.stderr
