"""K1, G1, G3, B9: a true file system runs full, and is read-only for a while; see ``small_disk`` for what is done.

``test_bad_disks`` refuses each single act of the disk; here nothing is between the kiosk and the kernel. Mounting takes
a name space of one's own: a machine that grants none fails this test, for nothing was tried then.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_MEGABYTES = 4
_AS_ANYBODY, _AS_ROOT = ["unshare", "-Urm"], ["unshare", "-m"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    disk = tmp_path_factory.mktemp("small")
    mount = f'mount -t tmpfs -o size={_MEGABYTES}m,mode=700 small "$1" && exec "$2" -m tests.faults.small_disk "$1"'
    done = subprocess.run(
        [*_own_mounts(disk), "sh", "-c", mount, "sh", str(disk), sys.executable],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert list(disk.iterdir()) == [], "it was a file system of its own"
    return dict(json.loads(done.stdout))


def _own_mounts(disk: Path) -> list[str]:
    """What gives a process mounts of its own on this machine: anybody may on most, root alone on some."""
    probe = ["mount", "-t", "tmpfs", "-o", "size=1m", "small", str(disk)]
    for way in (_AS_ANYBODY, _AS_ROOT):
        if shutil.which(way[0]) and subprocess.run([*way, *probe], capture_output=True).returncode == 0:
            return way
    pytest.fail("not tried: this machine lets this user mount no file system, not even for itself alone (unshare -m)")


def test_a_payment_on_a_full_disk_is_refused_and_what_was_answered_before_is_there(found: dict[str, Any]) -> None:
    assert found["payment"] == [4002, "error.store.full"] and found["owed"] == "due"
    assert len(found["told"]) > 20
    assert found["kept"] == found["told"] == [f"K01-{number:06}" for number in range(1, len(found["told"]) + 1)]
    assert found["faults"] == []


def test_b9_a_page_that_comes_in_is_refused_and_leaves_nothing_behind_and_the_log_stops_nobody(
    found: dict[str, Any],
) -> None:
    assert found["page"] == [3012, "document.storage_full"] and found["left_over"] == []
    assert found["log"] == "goes on"


def test_when_there_is_room_again_all_goes_on_without_a_restart_and_without_a_gap(found: dict[str, Any]) -> None:
    before = len(found["told"])
    assert found["then"] == [f"K01-{number:06}" for number in range(before + 1, before + 4)]
    assert found["page_then"] is None


def test_a_kiosk_that_starts_on_a_read_only_disk_says_so_changes_nothing_and_goes_on_when_it_is_mended(
    found: dict[str, Any],
) -> None:
    assert found["read_only"] == [4002, "error.store.full"]
    assert found["at_last"] == f"K01-{len(found['told']) + 4:06}"
    assert found["all"] == [*found["told"], *found["then"], found["at_last"]] and found["bad"] == "None"


def test_g4_a_store_that_cannot_be_written_is_proved_where_it_lies_and_what_its_log_holds_too(
    found: dict[str, Any],
) -> None:
    """Closed; as a power cut has left it; and without the index that SQLite would have to make beside it."""
    assert found["verified"] == {"closed": [0, "3"], "cut off": [0, "3"], "copied": [0, "3"]}
