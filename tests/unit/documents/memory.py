"""How much this process's peak memory grows while a file is taken in: printed in KiB.

Run as ``python -m tests.unit.documents.memory FILE VAULT``.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from kiosk.documents.vault import DocumentVault
from tests.unit.documents.materials import pdf


def main() -> None:
    vault = DocumentVault(Path(sys.argv[2]), bytes(32), reserve_octets=0)
    small = Path(sys.argv[2]) / "small.pdf"
    small.write_bytes(pdf())
    vault.add(small, "small.pdf")  # everything is loaded now
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = vault.add(Path(sys.argv[1]), "big")
    vault.open(document.id).close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


if __name__ == "__main__":
    main()
