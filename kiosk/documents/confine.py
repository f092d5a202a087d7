"""What the child gives up before it looks at the first octet of somebody's document (issue: hostile files).

Owns the confinement of the reading process: resource limits, no new privileges, no user id 0, no network, no files but
fonts, no new processes. Knows nothing of documents. Called once by ``kiosk.documents.child``, after all imports.

Every measure stands alone, because kernels differ (a Raspberry Pi kernel may lack Landlock, a container may forbid
namespaces): ``confine`` tells which ones hold, and the technician's page can show it. Limits, no-new-privileges and the
system-call filter are there on every kernel that we support.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.documents.limits import DocumentLimits

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")  # PDFs that embed no font (many Chinese ones) need these
_OPEN_FILES = 32
_NOBODY = 65534

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_CAPABILITIES_V3 = 0x20080522
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(limits: DocumentLimits) -> list[str]:
    """Give up everything that reading a document does not need; the names of the measures that hold."""
    libc = ctypes.CDLL(None, use_errno=True)
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("limits", lambda: _limit(limits)),
        ("no_network", lambda: _leave_network(libc)),
        ("unprivileged", lambda: _drop_privileges(libc)),
        ("no_new_privileges", lambda: bool(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)),
        ("no_files", lambda: _leave_files(libc)),
        ("no_calls", lambda: _filter_calls(libc)),
    )
    held = [name for name, step in steps if step()]
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no core dump, no look from other processes of the same user
    return held


def die_with_parent() -> None:
    """Be hung up when the parent goes.

    The kernel sends this signal when the parent's *thread* that started us ends, too. Therefore it is SIGHUP, which
    nothing else causes here: the parent reads it as "start another one", not as the document's fault.
    """
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup would have us ignore it, and live for ever
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGHUP, 0, 0, 0)


def allow_cpu(limits: DocumentLimits) -> None:
    """Grant the CPU time of one more request; the hard limit of the whole document stays. SIGXCPU ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + limits.page_cpu_s + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard - 1), hard))


def _limit(limits: DocumentLimits) -> bool:
    bounds = (
        (resource.RLIMIT_CORE, 0),  # a core dump would be a plaintext copy of the document on disk (A6)
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_AS, limits.memory_octets),
        (resource.RLIMIT_CPU, limits.document_cpu_s),
    )
    for what, most in bounds:
        resource.setrlimit(what, (most, most))
    return True


def _leave_network(libc: ctypes.CDLL) -> bool:
    """An empty network namespace; without the right to make one, in a user namespace of our own."""
    return bool(libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def _drop_privileges(libc: ctypes.CDLL) -> bool:
    """Not root, and no capability, not even the powers over its own namespace that making one has given."""
    if os.geteuid() == 0:
        with suppress(PermissionError):  # a container's root that may not even become somebody else
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    header, nothing = struct.pack("=Ii", _CAPABILITIES_V3, 0), bytes(24)
    return bool(libc.capset(header, nothing) == 0) and os.geteuid() != 0


# Landlock (Linux 5.13 and later): the numbers are the same on every architecture.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_ALL_FILE_RIGHTS = (1 << 13) - 1  # the thirteen rights of ABI 1: every later kernel knows them
_LANDLOCK_READ_FILE, _LANDLOCK_READ_DIR = 1 << 2, 1 << 3
_LANDLOCK_RULE_PATH_BENEATH = 1


def _leave_files(libc: ctypes.CDLL) -> bool:
    """No file can be opened any more, except fonts for reading."""
    handled = struct.pack("=Q", _LANDLOCK_ALL_FILE_RIGHTS)
    ruleset = libc.syscall(_LANDLOCK_CREATE, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return False
    for folder in FONT_FOLDERS:
        if Path(folder).is_dir():
            opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            rule = struct.pack("=Qi", _LANDLOCK_READ_FILE | _LANDLOCK_READ_DIR, opened)
            libc.syscall(_LANDLOCK_ADD, ruleset, _LANDLOCK_RULE_PATH_BENEATH, rule, 0)
            os.close(opened)
    held = bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return held


# System calls that reading a document never makes and an attacker would want: new processes, programs and threads,
# sockets, a look into other processes, namespaces and mounts, side doors of the kernel. A list of what is forbidden
# (answer EPERM), not of what is allowed: the C library may use new harmless calls in any release, and limits and
# Landlock hold anyway. Numbers on x86-64 and on 64-bit ARM (asm-generic).
_FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "socketpair": (53, 199),
    "clone": (56, 220),
    "fork": (57, None),
    "vfork": (58, None),
    "clone3": (435, 435),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "open_by_handle_at": (304, 265),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
}
_AUDIT_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # linux/audit.h; column of _FORBIDDEN
_BPF_LOAD, _BPF_JUMP_EQUAL, _BPF_JUMP_ABOVE, _BPF_RETURN = 0x20, 0x15, 0x35, 0x06
_RETURN_ALLOW, _RETURN_EPERM, _RETURN_KILL = 0x7FFF0000, 0x00050001, 0x80000000
_X32_CALLS = 0x40000000  # x86-64's second numbering of the same calls
_SECCOMP_MODE_FILTER = 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _filter_calls(libc: ctypes.CDLL) -> bool:
    architecture = _AUDIT_ARCHITECTURES.get(platform.machine())
    if architecture is None:
        return False
    audit, column = architecture
    code = _filter_code(audit, [number for row in _FORBIDDEN.values() if (number := row[column]) is not None])
    program = _Program(len(code) // 8, code)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter_code(audit: int, forbidden: list[int]) -> bytes:
    """The filter in classic BPF: other architecture -> kill; a forbidden number -> EPERM; else allow."""

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    count = len(forbidden)
    steps = [
        step(_BPF_LOAD, 4),  # seccomp_data.arch
        step(_BPF_JUMP_EQUAL, audit, 1, 0),
        step(_BPF_RETURN, _RETURN_KILL),
        step(_BPF_LOAD, 0),  # seccomp_data.nr
        step(_BPF_JUMP_ABOVE, _X32_CALLS, count + 1, 0),
        *(step(_BPF_JUMP_EQUAL, number, count - at, 0) for at, number in enumerate(forbidden)),
        step(_BPF_RETURN, _RETURN_ALLOW),
        step(_BPF_RETURN, _RETURN_EPERM),
    ]
    return b"".join(steps)
