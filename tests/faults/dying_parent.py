"""A process that opens an endless document and is killed: its reader's process id is on standard output.

Run as ``python -m tests.faults.dying_parent [drawing]``; with ``drawing`` it dies while the reader draws.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from kiosk.documents.intake import Content
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.pages import PageChoice
from kiosk.documents.reader import DocumentReader
from tests.unit.documents.materials import slow_pdf

INTO_THE_PAGE_S = 0.5


def main() -> None:
    reader = DocumentReader(Content([slow_pdf()]), DocumentLimits())
    print(Path(f"/proc/self/task/{os.getpid()}/children").read_text(), flush=True)
    if "drawing" in sys.argv:
        threading.Timer(INTO_THE_PAGE_S, os.kill, (os.getpid(), signal.SIGKILL)).start()
        reader.page(PageChoice(1))
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
