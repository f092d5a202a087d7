"""What is being said on the line: puts T.30 names on the sounds and counts them.

Owns the joining of two witnesses: energy (``witness.py``) and the frames which the far end sent or received. Knows no
audio. Called by ``exchange.py``; far ends' fault switches ask it which signal is on the line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.hw_doubles.softmodem.terminal import Frame
from tests.hw_doubles.softmodem.witness import Side, Sound

_UNNAMED = "V.21"
_LEAST_FRAME_MS = 500  # the preamble alone lasts a second (T.30 5.3.1): a frame heard earlier is of the sound before
_POST_PAGE = ("MPS", "EOM", "EOP")
_CONFIRMS = ("MCF", "RTP", "PIP")
_LONG_TRAINING_MS = {"V.17": 1393, "V.29": 253, "V.27ter": 943}  # segment tables of V.17, V.29, V.27 ter
_SHORT_TRAINING_MS = {"V.17": 142, "V.29": 253, "V.27ter": 943}


@dataclass
class Conversation:
    """One call's signals so far. ``current`` maps a side to the sound it makes; ``caller`` is who sends the pages."""

    caller: Side = Side.KIOSK

    current: dict[Side, Sound] = field(default_factory=dict)
    sounds: list[Sound] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # how often each name has been heard, both sides
    page: int = 1  # the page that is under way or next
    modulation: str = ""
    far_sound: str = ""  # what every sound of a far end is that is no fax machine
    _page_heard: bool = False
    _expected: str = ""
    _last_message: str = ""
    _heard: list[str] = field(default_factory=list)
    _spoken: list[str] = field(default_factory=list)

    def began(self, sound: Sound) -> None:
        self.current[sound.side] = sound
        sound.name = self._guess(sound.side)
        if sound.side is Side.KIOSK:
            self._heard.clear()

    def ended(self, sound: Sound) -> None:
        """The sound's name is final, and counted."""
        self.current.pop(sound.side, None)
        self.sounds.append(sound)
        names = self._heard if sound.side is Side.KIOSK else self._spoken
        if names and not self._is_no_frame(sound.name):
            sound.name = "+".join(names)
            names.clear()
        self.counts.update(sound.name.split("+"))
        if sound.name == self._expected:  # unless its answer is on the way already: a faint signal ends late for us
            self._expected = ""
        self._page_heard = self._page_heard or sound.name.startswith("page")

    def _is_no_frame(self, name: str) -> bool:
        """CED, TCF and page data carry no V.21 frame; a caller's terminal tells of the frame after them too early."""
        return name == "CED" or (self.caller is Side.FAR and (name == "TCF" or name.startswith("page")))

    def frame(self, frame: Frame, at_ms: float) -> None:
        """A V.21 frame passed the far end at ``at_ms``."""
        if frame.sent is (self.caller is Side.FAR):
            self._follow_command(frame)
        else:
            self._follow_answer(frame.name)
        if frame.sent:
            self._spoken.append(frame.name)
            return
        sound = self.current.get(Side.KIOSK)
        if sound is not None and at_ms - sound.start_ms >= _LEAST_FRAME_MS:
            self._heard.append(frame.name)
        else:
            self._name_last_kiosk_sound(frame.name)
            if sound is not None:
                sound.name = self._guess(Side.KIOSK)

    def unsay(self) -> None:
        """The last frame that the far end sent never reached the line."""
        self._spoken.pop()

    def training_ms(self, name: str) -> int:
        """How long the training of that high-speed signal lasts."""
        table = _LONG_TRAINING_MS if name == "TCF" else _SHORT_TRAINING_MS
        return table.get(self.modulation, 0)

    def _guess(self, side: Side) -> str:
        if side is Side.FAR and self.far_sound:
            return self.far_sound
        if side is not self.caller:
            fresh = not any(sound.side is side for sound in self.sounds)
            return "CED" if fresh else _UNNAMED
        if not self._last_message:
            return "CNG"
        return self._expected or _UNNAMED

    def _follow_answer(self, name: str) -> None:
        if name in ("CFR", "PPR", "CTR"):
            self._expected = f"page {self.page}"
        elif name in _CONFIRMS and self._last_message.removeprefix("PPS-") in _POST_PAGE:
            if self._page_heard:  # an answer that is given again confirms nothing more
                self.page += 1
                self._page_heard = False
            self._expected = f"page {self.page}" if self._last_message.endswith("MPS") else ""
        elif name in _CONFIRMS and self._last_message == "PPS-NULL":
            self._expected = f"page {self.page}"

    def _follow_command(self, frame: Frame) -> None:
        self._last_message = frame.name
        if frame.name == "DCS":
            self._expected = "TCF"
            self.modulation = modulation_of_dcs(frame.octets)

    def _name_last_kiosk_sound(self, name: str) -> None:
        """A frame that came in when its sound was over (the line delays it)."""
        sound = next((sound for sound in reversed(self.sounds) if sound.side is Side.KIOSK), None)
        if sound is not None:
            sound.name = name if sound.name in (_UNNAMED, "CNG") else f"{sound.name}+{name}"
            self.counts[name] += 1


def modulation_of_dcs(octets: bytes) -> str:
    """Modulation named by bits 11-14 of a DCS frame (T.30 table 2), address and control octets included."""
    if len(octets) < 5:
        return ""
    code = octets[4] >> 2 & 0x0F
    if code & 0x08:
        return "V.17"
    return "V.29" if code & 0x01 else "V.27ter"
