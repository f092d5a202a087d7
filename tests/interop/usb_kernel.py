"""``python -m tests.interop.usb_kernel [SCENE...]``: the fax line on Linux's own USB drivers, with a stick that hangs.

Owns the emulated machine: Debian's kernel with ``cdc-acm``, ``dummy_hcd`` and ``gadgetfs``, which this machine's may
lack; this machine's files, read only; one scene a boot. Knows no modem: ``usb_scenes.py`` plays, on ``usb_stick.py``.

Wants qemu-system-x86, kmod and cpio, installed (Debian's packages); fetches the kernel and busybox-static with apt-get
and unpacks them beside the system. A boot takes a quarter of a minute, a scene one or two.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_HOUSE = Path(__file__).parents[2]
_CACHE = _HOUSE / ".cache" / "usb-kernel"
_PROGRAMS = ("qemu-system-x86_64", "cpio", "gzip", "apt-get", "apt-cache", "dpkg-deb")
_MODULES = ("drivers/usb", "drivers/virtio", "net/9p", "fs/9p", "fs/netfs", "fs/fscache", "fs/configfs")
_SCENES = ("questions", "dialling-reset", "dialling-power", "dialling-nothing", "dialling-modem-part", "page-reset")
_BOOT_S = 400
_BEGIN, _END = "SCENE BEGINS", "SCENE ENDS"
_SCENE_FILE = "scene"

_INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for name in virtio_pci 9pnet_virtio 9p cdc-acm dummy_hcd gadgetfs; do modprobe $name; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose root /host || poweroff -f
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
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        print(f"missing: {', '.join(missing)} (packages qemu-system-x86, kmod, cpio)", file=sys.stderr)
        return 2
    scenes = sys.argv[1:] or list(_SCENES)
    if unknown := [name for name in scenes if name not in _SCENES]:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(_SCENES)}", file=sys.stderr)
        return 2
    kernel, first_disk = _machine()
    played = [list(_play(name, kernel, first_disk)) for name in scenes]
    return 0 if all(played) else 1


def _play(name: str, kernel: Path, first_disk: Path) -> Iterator[str]:
    """Boot, and pass on what the scene prints."""
    (_CACHE / _SCENE_FILE).write_text(name, "ascii")
    machine = ("qemu-system-x86_64", "-M", "q35", "-accel", "tcg", "-cpu", "max", "-m", "1024", "-nic", "none")
    disk = "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap"
    boot = ("-kernel", str(kernel), "-initrd", str(first_disk), "-append", "console=ttyS0 quiet nokaslr panic=1")
    words = (*machine, "-nographic", "-no-reboot", *boot, "-virtfs", disk)
    try:
        ran = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_BOOT_S)
        told = ran.stdout
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    text = told.decode("utf-8", "replace")
    for line in text.partition(_BEGIN)[2].partition(_END)[0].strip().splitlines():
        print(line.rstrip(), flush=True)
        yield line


def _machine() -> tuple[Path, Path]:
    """The kernel, and its first disk with the modules and what begins."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    root = _CACHE / "packages"
    if not root.exists():
        _fetch(root)
    kernel = next((root / "boot").glob("vmlinuz-*"))
    release = kernel.name.removeprefix("vmlinuz-")
    return kernel, _first_disk(root, release)


def _fetch(root: Path) -> None:
    depends = subprocess.run(("apt-cache", "depends", "linux-image-amd64"), capture_output=True, text=True, check=True)
    image = next(word for word in depends.stdout.split() if word.startswith("linux-image-") and word[12].isdigit())
    subprocess.run(("apt-get", "download", image, "busybox-static"), cwd=_CACHE, check=True)
    for package in _CACHE.glob("*.deb"):
        subprocess.run(("dpkg-deb", "-x", str(package), str(root)), check=True)


def _first_disk(root: Path, release: str) -> Path:
    disk = _CACHE / "disk"
    shutil.rmtree(disk, ignore_errors=True)
    for folder in ("bin", "proc", "sys", "dev", "host"):
        (disk / folder).mkdir(parents=True)
    shutil.copy(root / "bin" / "busybox", disk / "bin")
    modules = Path("lib") / "modules" / release
    for part in _MODULES:
        shutil.copytree(root / modules / "kernel" / part, disk / modules / "kernel" / part)
    for listed in (root / modules).glob("modules.*"):
        shutil.copy(listed, disk / modules)
    subprocess.run((shutil.which("depmod", path="/sbin:/usr/sbin") or "depmod", "-b", str(disk), release), check=True)
    init = disk / "init"
    scene = _CACHE / _SCENE_FILE
    init.write_text(_INIT.format(begin=_BEGIN, end=_END, house=_HOUSE, python=sys.executable, scene=scene), "ascii")
    init.chmod(0o755)
    packed = _CACHE / "disk.gz"
    pack = f"find . | cpio --quiet -o -H newc | gzip -1 > {packed.name}.new"
    subprocess.run(pack.replace(packed.name, str(packed)), shell=True, cwd=disk, check=True)
    return Path(f"{packed}.new").replace(packed)


if __name__ == "__main__":
    sys.exit(main())
