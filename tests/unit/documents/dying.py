"""A process that keeps or purges documents and is killed at the n-th thing it does to the file system.

Run as ``python -m tests.unit.documents.dying put|purge|add FOLDER``: for n = 0, 1, 2, ... a vault ``FOLDER/n`` and a
forked child that dies of SIGKILL at step n, until one gets through; prints how each ended.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.documents.vault import DocumentVault
from tests.unit.documents.vault_contents import KEY, fax_page

STEPS = frozenset(("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "fcntl.flock"))


def kill_at(step: int) -> None:
    """Die just before the ``step``-th change of the file system from now on."""
    left = step

    def hook(event: str, _: object) -> None:
        nonlocal left
        if event in STEPS:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(hook)


def put(vault: DocumentVault, step: int) -> None:
    kill_at(step)
    vault.put_pages("job", [fax_page(1), fax_page(2)])


def purge(vault: DocumentVault, step: int) -> None:
    vault.put_pages("job", [fax_page(1), fax_page(2)])
    kill_at(step)
    vault.purge("job")


def add(vault: DocumentVault, step: int) -> None:
    source = Path(sys.argv[2]) / "source.txt"
    source.write_bytes(b"words " * 200_000)
    vault.add(source, "source.txt", lambda done, whole: os.kill(os.getpid(), signal.SIGKILL))


def run(act: Callable[[DocumentVault, int], None], folder: Path, step: int) -> str:
    vault = DocumentVault(folder / str(step), KEY)
    child = os.fork()
    if child == 0:
        act(vault, step)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "done"


def main() -> None:
    act, folder = {"put": put, "purge": purge, "add": add}[sys.argv[1]], Path(sys.argv[2])
    step = 0
    while True:
        end = run(act, folder, step)
        print(end)
        if end == "done" or act is add:
            return
        step += 1


if __name__ == "__main__":
    main()
