"""``python -m tests.interop.usb_kernel [SCENE...]``: the fax line on Linux's own USB drivers, with a stick that hangs.

Owns what is asked of the emulated machine (``emulated.py``): ``cdc-acm``, ``dummy_hcd`` and ``gadgetfs``, which this
machine's kernel may lack; one scene a boot. Knows no modem: ``usb_scenes.py`` plays, on ``usb_stick.py``.

A boot takes a quarter of a minute, a scene one or two.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.interop.emulated import BASE, CACHE, HOUSE, MOUNT_FILES, first_disk, missing_programs, started_with, tell

_MODULES = (*BASE, "cdc_acm", "dummy_hcd", "gadgetfs")
_SCENES = (
    "questions",
    "dialling-reset",
    "dialling-power",
    "dialling-nothing",
    "dialling-modem-part",
    "page-reset",
    "leaving",
)
_BOOT_S = 400
_BEGIN, _END = "SCENE BEGINS", "SCENE ENDS"
_SCENE = CACHE / "scene"

_INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for name in {modules}; do modprobe $name; done
{files} /host || poweroff -f
for name in proc sys dev; do mount --bind /$name /host/$name; done
mkdir -p /dev/shm /dev/gadget; mount -t tmpfs shm /host/dev/shm; mount -t gadgetfs gadget /host/dev/gadget
dmesg -n 1
echo {begin}
chroot /host /bin/sh -c 'cd {house} && TMPDIR=/dev/shm PYTHONDONTWRITEBYTECODE=1 {python} -m tests.interop.usb_scenes \
"$(cat {scene})"' 2>&1
echo {end}
poweroff -f
"""


def main() -> int:
    if missing := missing_programs():
        return tell(missing)
    scenes = sys.argv[1:] or list(_SCENES)
    if unknown := [name for name in scenes if name not in _SCENES]:
        return tell(f"unknown: {', '.join(unknown)}; there are {', '.join(_SCENES)}")
    disk = first_disk("usb", _MODULES, _init())
    played = [list(_play(name, disk)) for name in scenes]
    return 0 if all(played) else 1


def _init() -> str:
    places = {"house": HOUSE, "python": sys.executable, "scene": _SCENE, "files": MOUNT_FILES}
    return _INIT.format(begin=_BEGIN, end=_END, modules=" ".join(_MODULES), **places)


def _play(name: str, disk: Path) -> Iterator[str]:
    """Boot, and pass on what the scene prints."""
    _SCENE.write_text(name, "ascii")
    words = started_with(disk, "-nographic")
    try:
        ran = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_BOOT_S)
        told = ran.stdout
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    text = told.decode("utf-8", "replace")
    for line in text.partition(_BEGIN)[2].partition(_END)[0].strip().splitlines():
        print(line.rstrip(), flush=True)
        yield line


if __name__ == "__main__":
    sys.exit(main())
