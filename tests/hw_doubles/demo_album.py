"""What the demo leaves behind: pictures of every screen, the pages as received, receipt, report, trace, records.

Owns the folder and its ``index.html``. Knows no flow. Called by ``demo_acts``.
"""

from __future__ import annotations

import html
import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from kiosk.fax.outcome import TraceEntry
from kiosk.fax.trace import render_ladder
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.remote_glass import RemoteGlass
from tests.hw_doubles.softmodem import CallRecord

_STYLE = """
body{font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;background:#f4efe6;color:#1f1b16}
body{margin:2rem auto;max-width:70rem}
h1,h2{font-family:"Noto Serif CJK SC",serif;color:#15433a}
figure{display:inline-block;margin:0 1rem 1rem 0;vertical-align:top}
figure img{max-width:32rem;max-height:28rem;border:1px solid #d6ccbb;background:#fff}figcaption{color:#4a4339}
pre{background:#fcfaf6;border:1px solid #d6ccbb;padding:1rem;overflow:auto;max-height:30rem}
"""


class Album:
    """Collects results in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._screens: list[tuple[str, Path]] = []
        self._pages: list[Path] = []
        (folder / "screens").mkdir(parents=True, exist_ok=True)

    def screen(self, glass: RemoteGlass, title: str) -> None:
        """A picture of the glass now."""
        number = len(self._screens) + 1
        path = self.folder / "screens" / f"{number:02}-{title.replace(' ', '-')}.png"
        self._screens.append((title, glass.screenshot(path)))

    def call(self, record: CallRecord) -> None:
        """The pages as the far end received them."""
        assert record.delivered, f"the far end says: {record.completion}"
        self._pages = record.save_pngs(self.folder / "received")
        assert self._pages, "the far end holds no page"

    def finish(self, lobby: Lobby, started: float) -> None:
        """Copy what came out on paper, the trace and head office's table, and write the index."""
        papers = [self._copy(path) for queue in ("receipt", "form") for path in lobby.cups.printed(queue)]
        trace = self._trace(lobby)
        (self.folder / "line-trace.txt").write_text(trace, encoding="utf-8")
        records = lobby.office.csv("records")
        (self.folder / "head-office-records.csv").write_text(records, encoding="utf-8")
        self._index(papers, trace, records, time.monotonic() - started)

    def _copy(self, path: Path) -> Path:
        to = self.folder / "paper" / path.name
        to.parent.mkdir(exist_ok=True)
        return Path(shutil.copy(path, to))

    def _trace(self, lobby: Lobby) -> str:
        """The ladder of the last call, from the kiosk's own log of attempts."""
        with closing(sqlite3.connect(f"file:{lobby.state / 'kiosk.db'}?mode=ro", uri=True)) as store:
            row = store.execute("SELECT trace FROM fax_attempt ORDER BY intent_utc DESC LIMIT 1").fetchone()
        return render_ladder([TraceEntry(*entry) for entry in json.loads(row[0])])

    def _index(self, papers: list[Path], trace: str, records: str, seconds: float) -> None:
        parts = [
            "<!doctype html><meta charset='utf-8'><title>Lobby kiosk: demo</title>",
            f"<style>{_STYLE}</style><h1>听松苑 · Lobby kiosk</h1>",
            f"<p>One run on doubles, {seconds:.0f} s, {len(self._screens)} screens.</p>",
            "<h2>Pages as the far end received them</h2>",
            *(self._figure(path, path.stem) for path in self._pages),
            "<h2>On paper</h2>",
            *(self._figure(path, path.stem) for path in papers),
            "<h2>Screens</h2>",
            *(self._figure(path, title) for title, path in self._screens),
            f"<h2>Line trace</h2><pre>{html.escape(trace)}</pre>",
            f"<h2>Head office</h2><pre>{html.escape(records)}</pre>",
        ]
        (self.folder / "index.html").write_text("\n".join(parts), encoding="utf-8")

    def _figure(self, path: Path, title: str) -> str:
        place = html.escape(path.relative_to(self.folder).as_posix())
        return (
            f"<figure><a href='{place}'><img src='{place}'></a><figcaption>{html.escape(title)}</figcaption></figure>"
        )
