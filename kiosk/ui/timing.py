"""What time does to the glass: the session's countdown, its warning and its end, the clock and the ring of the frame.

Owns when a visit is over and what of it is told beforehand (A1). The countdown itself is ``kiosk.ui.session``'s, pure;
this one knows shell, frame and dialogs. Called by the shell.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kiosk.ui.visit import Visit
from kiosk.ui.widgets.frame import Frame, FrameStyle, call_words

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

_LIFTED_S = 1.0


class Timing:
    """``tick`` four times a second; ``show`` after the frame has been composed anew."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def tick(self) -> bool:
        """Count, warn and show the time. False: the visit is over."""
        self.pause_or_count()
        if self._over:
            return False
        self._ask_if_there()
        self.show()
        return True

    def pause_or_count(self) -> None:
        """Whether this person may be hurried is the screen's to say."""
        shell = self._shell
        shell.session.rest(shell.screen.frame_style is FrameStyle.IDLE)
        shell.session.pause(shell.screen.holds_session, shell.screen.patience_s)

    @property
    def _over(self) -> bool:
        """Whether the visit is over; of somebody who came no further than idle a language or a dialog may be left."""
        shell, session = self._shell, self._shell.session
        traces = shell.visit != Visit(shell.settings.languages[0]) or shell.dialogs.open
        return session.over or (traces and session.resting and session.still_s >= session.total_s)

    def _ask_if_there(self) -> None:
        """The warning comes, counts, and goes once a finger has refilled the time (and has been lifted)."""
        session, dialogs = self._shell.session, self._shell.dialogs
        if session.warning and not dialogs.warning:
            dialogs.warn()
        if dialogs.warning and not session.warning and session.still_s >= _LIFTED_S:
            dialogs.close()

    def show(self) -> None:
        """Clock, ring and the waiting time of a call, as they are now."""
        shell, frame = self._shell, self._shell.frame
        if frame is None:
            return
        if frame.clock is not None:
            frame.clock.show(f"{shell.local_now:%H:%M}")
        if frame.ring is not None:
            self._show_ring(frame)
        call = shell.news.call
        if frame.call_words is not None and call is not None:
            waited_s = max(0, int((shell.clock.now() - call.raised_at).total_seconds()))
            frame.call_words.show(call_words(shell.look.chrome, shell.calling.state, waited_s))

    def _show_ring(self, frame: Frame) -> None:
        assert frame.ring is not None
        session, shell = self._shell.session, self._shell
        if session.paused:
            frame.ring.pause()
            return
        left_s = session.left_s if shell.settings.motion else math.ceil(session.left_s)
        frame.ring.show(left_s, session.total_s)
        shell.dialogs.count(left_s)
