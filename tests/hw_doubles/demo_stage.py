"""What every act of the demo does: touch, look, take a picture, sign, sign in.

Owns those steps. Called by ``demo_acts`` and ``demo_money``, whose acts they are.
"""

from __future__ import annotations

from tests.flows.acts import CLERK_PIN, PASSCODE, sign
from tests.hw_doubles.demo_album import Album
from tests.hw_doubles.lobby import Lobby


class Stage:
    """A lobby, the album of its pictures, and the language of the person at the glass."""

    def __init__(self, lobby: Lobby, album: Album, language: str) -> None:
        self.lobby = lobby
        self.glass = lobby.glass
        self.album = album
        self.language = language

    def shot(self, title: str) -> None:
        """A picture of the glass for the album."""
        self.album.screen(self.glass, title)

    def tell(self, line: str) -> None:
        """On the terminal, at once."""
        print(line, flush=True)

    def home(self) -> None:
        """From wherever the last act ended to the home screen, in the person's language."""
        if self.glass.look()["screen"] == "idle":
            self.glass.touch("idle.wake")
        self.glass.wait_screen("home")
        self.glass.touch(f"language.{self.language}")

    def identified(self, *unit: str) -> None:
        """Unit and passcode."""
        self.glass.touch(*(f"unit.choice.{part}" for part in unit))
        self.glass.type(PASSCODE)
        self.shot("identify")
        self.glass.touch("bar.forward")

    def sign_in(self, pin: str = CLERK_PIN, room: str = "staff_board", picture: bool = False) -> None:
        """Somebody of the staff, into their first room."""
        self.glass.touch("frame.seal")
        self.glass.wait_screen("staff_sign_in")
        self.glass.type(pin)
        if picture:
            self.shot("staff sign-in")
        self.glass.touch("bar.forward")
        self.glass.wait_screen(room)
        self.glass.wait("tab.board")

    def sign(self) -> None:
        """In the middle of the pad, however large the panel is."""
        self.glass.wait("sign.again")
        sign(self.glass, self.lobby.panel.width, self.lobby.panel.height)

    def sign_out(self) -> None:
        """The glass is idle again."""
        self.glass.touch("frame.leave")
        self.glass.wait_screen("idle")
