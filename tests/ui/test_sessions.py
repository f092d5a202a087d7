"""A visitor leaves nothing running: the short form of the bench's ten thousand sessions (A1)."""

from __future__ import annotations

from tests.ui.harness import Glass
from tests.ui.sessions import Sessions, held

_WARM, _MORE = 25, 25


def test_after_many_sessions_no_thread_handle_widget_texture_or_clock_event_is_left(glass: Glass) -> None:
    sessions = Sessions(glass)
    sessions.run(_WARM)
    before = held(glass)
    sessions.run(_MORE)
    after = held(glass)
    assert (after.threads, after.handles) <= (before.threads, before.handles)
    assert (after.widgets, after.textures) == (before.widgets, before.textures)
    assert after.clock_events <= before.clock_events + 1, "news may be on its way"
