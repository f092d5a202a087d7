"""The printing double as a process of its own: ``python -m tests.hw_doubles.private_cups FOLDER``.

Owns the control socket by which a lobby panel or a test in another process switches faults and lists printed paper.
Called by the demonstration. When ready it prints one JSON line (and leaves it in ``FOLDER/ready.json``)::

    {"server": ..., "control": ..., "queues": ["receipt", "form"], "faults": [...]}

On the control socket (AF_UNIX, stream) each line is a JSON request and gets one JSON line back::

    {"do": "state"}  -> {"ok": true, "receipt": {"fault": ..., "printed": [...]}, "form": {...}}
    {"do": "fault", "queue": "receipt", "fault": "media-empty"}  -> {"ok": true}   ("none" mends everything)
    {"do": "stop"}                                               -> {"ok": true}

Everything happens in the main thread: the children are tied to the thread that started them (PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from tests.hw_doubles.private_cups import FAULTS, NONE, DoubleFailedError, PrivateCups


class Panel:
    """Answers the control socket until told to stop."""

    def __init__(self, double: PrivateCups) -> None:
        self._double = double
        self._queues = (double.receipt_queue, double.form_queue)
        self._stop = asyncio.Event()
        self.control = Path(double.server).parent / "control.sock"  # short: a socket path has at most 107 octets

    def introduction(self) -> str:
        """The line that says where everything is."""
        where = {"server": self._double.server, "control": str(self.control)}
        return json.dumps({**where, "queues": self._queues, "faults": [*FAULTS, NONE]})

    async def serve(self, ready_file: Path) -> None:
        """Serve until ``stop``, SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        server = await asyncio.start_unix_server(self._talk, str(self.control))
        ready_file.write_text(self.introduction())
        print(self.introduction(), flush=True)
        await self._stop.wait()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(json.dumps(self._answer(line)).encode() + b"\n")
            await writer.drain()
        writer.close()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            return {"ok": True, **self._do(request)}
        except (ValueError, KeyError, TypeError, DoubleFailedError) as error:
            return {"ok": False, "error": str(error)}

    def _do(self, request: dict[str, Any]) -> dict[str, Any]:
        match request["do"]:
            case "state":
                return {queue: self._state(queue) for queue in self._queues}
            case "fault":
                self._double.printer(request["queue"]).set_fault(request["fault"])
                return {}
            case "stop":
                self._stop.set()
                return {}
            case other:
                raise ValueError(f"cannot {other}")

    def _state(self, queue: str) -> dict[str, Any]:
        printed = [str(path) for path in self._double.printed(queue)]
        return {"fault": self._double.printer(queue).fault, "printed": printed}


def main(folder: str) -> int:
    """Run the double in ``folder`` until it is stopped."""
    with PrivateCups(Path(folder).resolve()) as double:
        asyncio.run(Panel(double).serve(Path(folder) / "ready.json"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
