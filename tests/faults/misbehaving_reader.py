"""Children that a hostile document has taken over: run in place of ``kiosk.documents.child``.

The first line of the document itself says what to do, so that a test chooses by the content it gives.
"""

from __future__ import annotations

import json
import os
import signal
import sys


def say(text: bytes) -> None:
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


def main() -> None:
    config = json.loads(sys.argv[1])
    act = os.pread(config["fd"], config["octets"], 0).decode().split("\n")[0]
    if act == "die-unready":
        os.kill(os.getpid(), signal.SIGSEGV)
    say(b'{"ready":["limits","root"]}\n')
    if act.startswith("{"):
        say(act.encode() + b"\n")
    else:
        say(b'{"kind":"pdf","pages":1}\n')
    sys.stdin.buffer.readline()
    answers = {
        "silence": b"",
        "endless-header": b"x" * 100_000,
        "not-json": b"\xff\xfe{]\n",
        "nested": b"[" * 1000 + b"\n",
        "huge-height": b'{"height":2000000000,"notes":[]}\n',
        "bool-height": b'{"height":true,"notes":[]}\n',
        "text-height": b'{"height":"9","notes":[]}\n',
        "unknown-note": b'{"height":1,"notes":["<script>"]}\n',
        "short-raster": b'{"height":10,"notes":[]}\n' + bytes(100),
        "unknown-refusal": b'{"refused":"please run this"}\n',
    }
    say(answers.get(act, b""))
    if act == "silence" or act.startswith("endless"):
        signal.pause()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a test run under nohup ignores it
    signals = {"crash": signal.SIGSEGV, "abort": signal.SIGABRT, "no-memory": signal.SIGKILL, "hang-up": signal.SIGHUP}
    if act in signals:
        os.kill(os.getpid(), signals[act])


if __name__ == "__main__":
    main()
