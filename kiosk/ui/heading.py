"""What the frame says on each screen: the house or the room, languages, person, call, and where its controls lead.

Owns the frame's content. Its look is ``widgets/frame.py``'s, its clock and ring ``timing``'s. Called by the shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.widgets.frame import Frame, FrameActs, FrameContent

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell


def heading(shell: Shell) -> Frame:
    """The frame as it is now."""
    calls = shell.calling.call
    acts = FrameActs(shell.choose_language, calls, shell.end, shell.staff_entry, shell.enlarge, shell.lower)
    return Frame(shell.look.chrome, _content(shell), acts)


def _content(shell: Shell) -> FrameContent:
    house, language = shell.settings.house, shell.look.language
    title, person, icon = shell.screen.room or ("", "", "person")
    return FrameContent(
        style=shell.screen.frame_style,
        seal=house.seal,
        title=title or house.estate[language],
        subtitle="" if title else shell.look.tr("frame.centre"),
        languages=shell.settings.languages,
        demo=shell.settings.demo,
        person=person,
        person_icon=icon,
        call=shell.calling.state,
        lowered=shell.visit.lowered,
    )
