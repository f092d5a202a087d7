"""A machine of its own kernel: Debian's, with whatever drivers are wanted, on this machine's files, read only.

Owns fetching the kernel, packing its first disk and the words that start QEMU. Knows no scene. Called by
``usb_kernel.py`` and ``kms_panel.py``. Wants qemu-system-x86, kmod and cpio, installed (Debian's packages), and of
this machine what a scene wants to start in there; fetches the kernel
and busybox-static with apt-get and unpacks them beside the system.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HOUSE = Path(__file__).parents[2]
CACHE = HOUSE / ".cache" / "emulated"
BASE = ("virtio_pci", "9pnet_virtio", "9p")  # and with them this machine's files
MOUNT_FILES = "mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose root"
_PROGRAMS = ("qemu-system-x86_64", "cpio", "gzip", "apt-get", "apt-cache", "dpkg-deb")


def missing_programs(*more: str) -> str:
    """What has to be installed before, of what every machine wants and of ``more``; empty: nothing."""
    missing = [name for name in (*_PROGRAMS, *more) if shutil.which(name) is None]
    return f"missing: {', '.join(missing)} (packages qemu-system-x86, kmod, cpio, systemd, udev)" if missing else ""


@dataclass(frozen=True)
class Kernel:
    """Debian's kernel and its modules, unpacked below ``root``."""

    root: Path

    @cached_property
    def image(self) -> Path:
        return next((self.root / "boot").glob("vmlinuz-*"))

    @cached_property
    def modules(self) -> Path:
        """The folder of modules, below ``root``."""
        return Path("lib") / "modules" / self.image.name.removeprefix("vmlinuz-")

    def needed_by(self, names: Iterable[str]) -> set[str]:
        """The files of these modules and of those that they stand on, below the folder of modules."""
        needs = dict(line.split(":") for line in (self.root / self.modules / "modules.dep").read_text().splitlines())
        files = {Path(file).stem.replace("-", "_"): file for file in needs}
        wanted = [files[name] for name in names]
        return {file for each in wanted for file in (each, *needs[each].split())}


def kernel() -> Kernel:
    """Fetched the first time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    found = Kernel(CACHE / "packages")
    if not found.root.exists():
        _fetch(found.root)
        subprocess.run((_depmod(), "-b", str(found.root), found.modules.name), check=True)
    return found


def _fetch(root: Path) -> None:
    depends = subprocess.run(("apt-cache", "depends", "linux-image-amd64"), capture_output=True, text=True, check=True)
    image = next(word for word in depends.stdout.split() if word.startswith("linux-image-") and word[12].isdigit())
    subprocess.run(("apt-get", "download", image, "busybox-static"), cwd=CACHE, check=True)
    for package in CACHE.glob("*.deb"):
        subprocess.run(("dpkg-deb", "-x", str(package), str(root)), check=True)


def _depmod() -> str:
    return shutil.which("depmod", path="/sbin:/usr/sbin") or "depmod"


def first_disk(name: str, modules: Sequence[str], init: str) -> Path:
    """Busybox, these modules, and ``init``, which is what begins."""
    found, disk = kernel(), CACHE / name
    shutil.rmtree(disk, ignore_errors=True)
    for folder in ("bin", "proc", "sys", "dev", "host"):
        (disk / folder).mkdir(parents=True)
    shutil.copy(found.root / "bin" / "busybox", disk / "bin")
    for file in found.needed_by(modules):
        (disk / found.modules / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found.root / found.modules / file, disk / found.modules / file)
    for listed in (found.root / found.modules).glob("modules.*"):
        shutil.copy(listed, disk / found.modules)
    subprocess.run((_depmod(), "-b", str(disk), found.modules.name), check=True)
    (disk / "init").write_text(init, "utf-8")
    (disk / "init").chmod(0o755)
    packed = CACHE / f"{name}.gz"
    pack = f"find . | cpio --quiet -o -H newc | gzip -1 > {packed}"
    subprocess.run(pack, shell=True, cwd=disk, check=True)
    return packed


def started_with(disk: Path, *more: str, memory_mb: int = 1024, words: str = "") -> list[str]:
    """The command that boots; ``words`` go to the kernel and its init."""
    # Not "max": this QEMU's interpreted AVX2 loses what Mesa paints with it (rounded boxes).
    machine = ["qemu-system-x86_64", "-M", "q35", "-accel", "tcg", "-cpu", "Nehalem", "-m", str(memory_mb)]
    files = "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap"
    boot = ["-kernel", str(kernel().image), "-initrd", str(disk)]
    said = ["-append", f"console=ttyS0 quiet nokaslr panic=1 {words}".strip()]
    return [*machine, "-nic", "none", "-no-reboot", *boot, *said, "-virtfs", files, *more]


def tell(words: str) -> int:
    """Say what is wrong; the exit code for it."""
    print(words, file=sys.stderr)
    return 2
