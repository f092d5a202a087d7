"""``python -m tests.interop.kms_panel [WxH...]``: the screens full-screen on a DRM device, without a desktop.

Owns the emulated machine with a panel of that size (``emulated.py``; virtio-gpu, drawn by Mesa's software), and the
looks at it: QEMU's pictures of what the panel shows. Everything else is as on a kiosk: systemd starts the units that
``deploy/install.sh`` has laid out, udev gives the devices to the groups, the kiosk's own account opens them. What is
done in there, ``kms_scene.py`` knows. The pictures are left in ``.cache/emulated/panel-WxH``.

A boot takes a minute or two, for every instruction is interpreted: no time that is told here is one of a kiosk's.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image

from tests.hw_doubles.processes import until
from tests.interop.emulated import BASE, CACHE, HOUSE, MOUNT_FILES, first_disk, missing_programs, started_with, tell

_MODULES = (*BASE, "overlay", "virtio_gpu", "evdev", "uinput")
_PANELS = ("1024x600", "800x480", "600x1024", "1280x800")
_SCENE_S = 900
_LAID = CACHE / "laid"

_WORDS = "systemd.unit=panel.target systemd.journald.forward_to_console=1"  # console.log has all that was said

_INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mkdir -p /files /over /new
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for name in {modules}; do modprobe $name; done
{files} /files || poweroff -f
mount -t tmpfs over /over; mkdir /over/upper /over/work
mount -t overlay -o lowerdir=/files,upperdir=/over/upper,workdir=/over/work over /new || poweroff -f
chroot /new /bin/cp -a {laid}/. /
rm -f /new/.dockerenv
umount /proc /sys
exec switch_root /new /lib/systemd/systemd
"""

_TARGET = """[Unit]
Requires=kiosk-ui.service panel-scene.service
After=sysinit.target
"""

_SCENE = """[Unit]
After=kiosk-ui.service
[Service]
WorkingDirectory={house}
Environment=PYTHONPATH={packages} PYTHONDONTWRITEBYTECODE=1
ExecStart=/usr/bin/python3 -m tests.interop.kms_scene {width} {height}
StandardOutput=journal+console
"""

_PROGRAM = """#!/opt/lobby-kiosk/.venv/bin/python
import sys
sys.path.insert(0, "/opt/lobby-kiosk")
from kiosk.__main__ import main
sys.exit(main())
"""


def main() -> int:
    if missing := missing_programs("systemctl", "udevadm"):  # without udev nobody may open the panel
        return tell(missing)
    sizes = sys.argv[1:] or list(_PANELS)
    good = [_play(*(int(side) for side in size.split("x"))) for size in sizes]
    return 0 if all(good) else 1


def _play(width: int, height: int) -> bool:
    """Boot, look when the scene asks for it, and tell what it tells; whether everything was as it should be."""
    pictures = CACHE / f"panel-{width}x{height}"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    _lay_out(width, height)
    places = {"laid": _LAID, "files": MOUNT_FILES}
    disk = first_disk("panel", _MODULES, _INIT.format(modules=" ".join(_MODULES), **places))
    good = True
    for told in _scene(disk, pictures, width, height):
        if "picture" in told:
            told["seen"] = _looked_at(pictures / f"{told['picture']}.png", width, height)
        good = good and bool(told.get("good", True)) and told.get("seen", "") is not None
        print(f"{width}x{height}:", *(f"{name} {value}" for name, value in told.items()), flush=True)
    return good and told.get("scene") == "over"


def _scene(disk: Path, pictures: Path, width: int, height: int) -> Iterator[dict[str, Any]]:
    talk, monitor = pictures / "talk", pictures / "monitor"
    panel = ("-vga", "none", "-device", f"virtio-gpu-pci,id=panel,xres={width},yres={height}", "-smp", "2")
    lines = ("-display", "none", "-serial", f"file:{pictures / 'console.log'}")
    doors = [
        word
        for path in (talk, monitor)
        for word in ("-chardev", f"socket,id={path.name},path={path},server=on,wait=off")
    ]
    ends = ("-serial", "chardev:talk", "-mon", "chardev=monitor,mode=control")
    command = started_with(disk, *panel, *lines, *doors, *ends, memory_mb=2048, words=_WORDS)
    machine = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=(pictures / "qemu.log").open("wb"))
    try:
        until(lambda: talk.exists() and monitor.exists(), "the machine is switched on")
        with closing(_Monitor(monitor)) as eyes, closing(socket.socket(socket.AF_UNIX)) as door:
            door.settimeout(_SCENE_S)
            door.connect(str(talk))
            with door.makefile("rw", encoding="utf-8", errors="replace") as words:
                for line in words:
                    if not line.startswith("{"):
                        continue
                    told = json.loads(line)
                    if "picture" in told:
                        eyes.look(pictures / f"{told['picture']}.png")
                        words.write("\n")
                        words.flush()
                    yield told
                    if "scene" in told:
                        return
    finally:
        machine.kill()
        machine.wait()


class _Monitor:
    """QEMU's own interface (QMP): what the panel shows."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(30)
        self._socket.connect(str(path))
        self._lines = self._socket.makefile("rw", encoding="utf-8")
        self._lines.readline()
        self._ask("qmp_capabilities")

    def look(self, path: Path) -> None:
        """Write what the panel shows."""
        self._ask("screendump", filename=str(path), format="png", device="panel")

    def _ask(self, execute: str, **arguments: object) -> None:
        self._lines.write(json.dumps({"execute": execute, "arguments": arguments}) + "\n")
        self._lines.flush()
        while "event" in (answer := json.loads(self._lines.readline())):
            pass
        if "error" in answer:
            raise RuntimeError(f"{execute}: {answer['error']}")

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


def _looked_at(path: Path, width: int, height: int) -> str | None:
    """What a picture is, in a word; None: not one of the panel's size, or one of nothing."""
    with Image.open(path) as shot:
        colours = shot.convert("RGB").getcolors(1 << 24) or []
        return f"{len(colours)} colours" if shot.size == (width, height) and len(colours) > 1 else None


def _lay_out(width: int, height: int) -> None:
    """What ``install.sh`` lays out, the program where it is looked for, and the two units of the trial."""
    shutil.rmtree(_LAID, ignore_errors=True)
    subprocess.run((HOUSE / "deploy" / "install.sh", "--root", _LAID, "kiosk"), check=True, capture_output=True)
    home = _LAID / "opt" / "lobby-kiosk"
    packages = (HOUSE / ".venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages").resolve()
    _write(home / ".venv" / "bin" / "kiosk", _PROGRAM, 0o755)
    _write(home / ".venv" / "pyvenv.cfg", "home = /usr/bin\n")
    (home / ".venv" / "bin" / "python").symlink_to("/usr/bin/python3")
    link = home / ".venv" / "lib" / packages.parent.name / "site-packages"
    link.parent.mkdir(parents=True)
    link.symlink_to(packages)
    shutil.copytree(HOUSE / "kiosk", home / "kiosk")
    shutil.copy(HOUSE / "pyproject.toml", home)
    (home / ".cache").symlink_to(CACHE.parent.resolve())
    (_LAID / "etc" / "tmpfiles.d" / "tmp.conf").symlink_to(
        "/dev/null"
    )  # it would empty this machine's /tmp for minutes
    units = _LAID / "etc" / "systemd" / "system"
    _write(units / "panel.target", _TARGET)
    places = {"house": HOUSE, "packages": packages, "width": width, "height": height}
    _write(units / "panel-scene.service", _SCENE.format(**places))
    config = _LAID / "etc" / "lobby-kiosk" / "kiosk.toml"
    _write(config, _configured(config.read_text("utf-8")), 0o644)


def _configured(text: str) -> str:
    """The configuration as it is delivered, with a double of a device that is not here, so that the screens can be
    asked what they show. It does not say how large the panel is."""
    remote = '[screen]\nremote = "/run/lobby-kiosk/remote"\n'
    media = '[media]\ndriver = "folder"\nroot = "/run/lobby-kiosk"\n'
    return 'doubles = ["media"]\n' + text.replace("[screen]\n", remote, 1) + media


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)


if __name__ == "__main__":
    sys.exit(main())
