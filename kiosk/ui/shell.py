"""The shell: frame, content, bar, dialog, and the way from screen to screen.

Owns what is on the glass, the history of a flow, the end of a visit (A1), language and colours (A2). What time does to
it is ``timing``'s and ``fading``'s, which touches count ``hand``'s, what the frame says ``heading``'s. Knows no single
screen: it is given the first one and the staff's. Called by ``kiosk.ui.running`` and, as ``self.shell``, by screens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.clock import Clock
from kiosk.desk.api import Desk
from kiosk.locale import Language, Translator
from kiosk.ui.calling import Calling
from kiosk.ui.dialogs import Dialogs
from kiosk.ui.faces import Faces
from kiosk.ui.fading import Fade
from kiosk.ui.geometry import Panel
from kiosk.ui.guide import Guide
from kiosk.ui.hand import Hand
from kiosk.ui.heading import heading
from kiosk.ui.keypad import Keypad
from kiosk.ui.look import Look
from kiosk.ui.news import News
from kiosk.ui.resting import Resting
from kiosk.ui.rooms import Rooms
from kiosk.ui.screen import Screen
from kiosk.ui.session import SessionClock
from kiosk.ui.settings import UiSettings
from kiosk.ui.sketch import Sketch
from kiosk.ui.stage import Stage
from kiosk.ui.theme import DAY, ZOOMS, Palette, palette_at
from kiosk.ui.timing import Timing
from kiosk.ui.toasts import Toasts
from kiosk.ui.visit import Visit
from kiosk.ui.widgets.bar import Bar
from kiosk.ui.widgets.frame import Frame
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.strip import StepStrip
from kiosk.ui.work import Work

T = TypeVar("T")


class Shell(Widget):
    """The root of the glass."""

    def __init__(self, desk: Desk, settings: UiSettings, clock: Clock, faces: Faces, work: Work, rooms: Rooms) -> None:
        super().__init__(size_hint=(None, None), size=(settings.screen.width, settings.screen.height))
        self.desk, self.settings, self.clock, self.work = desk, settings, clock, work
        self.news = News()
        self._faces = faces
        self._panel = Panel(settings.screen.width, settings.screen.height)
        self.rooms = rooms
        self.visit = Visit(settings.languages[0])
        self.session = SessionClock(clock, settings.session_s, settings.warning_s)
        self.stage = Stage(self)
        self.look = self.plain_look()
        self.history: list[Screen] = []
        self.screen: Screen = rooms.idle(self)
        self.arrivals = 0  # how many screens have come on the glass so far
        self._guest = object()  # who stands here, another one after each
        self.left_over = False  # a visit has ended whose widgets wait for the collector
        self.frame: Frame | None = None
        self.bar: Placed | None = None
        self._body = Widget(size_hint=(None, None), size=self.size)
        self.dialogs = Dialogs(self)
        self.toasts = Toasts(self)
        self.calling = Calling(self)
        self.resting = Resting(self)
        self.fade = Fade(clock, settings.motion)
        self.timing = Timing(self)
        self.hand = Hand(self)
        self.keypad = Keypad(self, settings.keys)
        self.guide = Guide(self, settings.voice)

    def start(self) -> None:
        """Show the first screen."""
        self.screen.shown = True
        self.screen.enter()
        self.recompose()
        self.resting.start()

    def run(self, key: str, job: Callable[[], T], done: Callable[[T], None]) -> bool:
        """A use case that does not belong to one screen: its result is heard wherever the person is by then.

        Who comes after them does not hear it (A1), and may do the same at once.
        """
        guest = self._guest
        return self.work.run(f"{id(guest)}.{key}", job, done, self.dialogs.tell_error, lambda: self._guest is guest)

    # --- the way from screen to screen --------------------------------------------------------------------------

    def go(self, screen: Screen) -> None:
        """Forward: ``screen`` comes on the glass, back leads here."""
        self.history.append(self.screen)
        self._show(screen)

    def instead(self, screen: Screen) -> None:
        """``screen`` takes this one's place: back leads where it led before."""
        self._show(screen)

    def back(self) -> None:
        """To the screen before, as it was left."""
        if self.history:
            self._show(self.history.pop())

    def far_side(self, screen: Screen) -> None:
        """``screen`` without any history: what lies before it cannot be undone."""
        self.history.clear()
        self._show(screen)

    def home(self) -> None:
        """To the services; who the person is stays known."""
        self.far_side(self.rooms.home(self))

    def end(self) -> None:
        """The visit is over: every trace of the person goes (A1), and who is of the staff is signed out (J1)."""
        for staff in self.visit.staff_leaves():
            self.run(f"sign_out.{staff.id}", partial(self.desk.staff.sign_out, staff), lambda _none: None)
        self.dismiss()
        self.visit = Visit(self.settings.languages[0])
        self.session.pause(False)
        self.session.refill()
        self.look = self.plain_look()
        self.far_side(self.rooms.idle(self))

    def dismiss(self) -> None:
        """The owner has gone, or a clerk takes their place: what they chose, typed and loaded is forgotten (A1)."""
        visitor, self.visit.visitor = self.visit.visitor, None
        if visitor is not None:
            self.run("forget", lambda: self.desk.fax.forget(visitor), lambda _none: None)
        self.history.clear()
        self.toasts.close()
        self.hand.forget()
        self.keypad.forget()
        self.guide.forget()
        self._faces.forget()
        self._guest = object()
        self.left_over = True

    def staff_entry(self) -> None:
        """The clerk's side begins with a PIN."""
        if self.rooms.staff is not None:
            self.go(self.rooms.staff(self))

    def _show(self, screen: Screen) -> None:
        self.dialogs.close()
        old = self.screen
        old.shown = False
        old.leave()
        self.screen = screen
        self.arrivals += 1
        screen.shown = True
        self.timing.pause_or_count()
        screen.enter()
        if self.screen is screen:  # entering may have led on at once
            self.recompose()
            self.fade.begin(screen.page)

    # --- composition --------------------------------------------------------------------------------------------

    def recompose(self) -> None:
        """Build everything on the glass from the present state."""
        self.clear_widgets()
        self._body.clear_widgets()
        for part in self.stage.compose():
            self._body.add_widget(part)
        Window.clearcolor = self.look.colours.ground  # the ground costs no painting: every frame begins with it
        self.add_widget(self._body)
        self._add_frame()
        if self.screen.step:
            self.add_widget(StepStrip(self.look.chrome, self.screen.step, self.screen.steps))
        self.bar = None
        self._add_bar()
        self.dialogs.compose()
        self.toasts.compose()
        self.hand.carry_over()

    def recompose_bar(self) -> None:
        """Build the bar alone; beside large words all, for what it says has its place on the page."""
        if self.look.panel.zoom > 1:
            self.recompose()
        else:
            self._add_bar()

    def _add_bar(self) -> None:
        if self.bar is not None:
            self.remove_widget(self.bar)
        content = self.stage.bar_content()
        self.bar = Bar(self.look.chrome, content) if content is not None else self.stage.foot(self.look)
        if self.bar is not None:
            self.add_widget(self.bar, index=self._beneath_dialog)

    def _add_frame(self) -> None:
        if self.frame is not None:
            self.remove_widget(self.frame)
        self.frame = heading(self)
        self.add_widget(self.frame, index=self._beneath_dialog)
        self.timing.show()

    @property
    def _beneath_dialog(self) -> int:
        return 1 if self.dialogs.shown in self.children else 0

    # --- look ---------------------------------------------------------------------------------------------------

    def choose_language(self, language: Language) -> None:
        """At once, on every screen (A2)."""
        visit = self.visit
        visit.language = language
        if visit.visitor is not None:
            visit.visitor = replace(visit.visitor, language=language)
        self._relook()
        self.screen.language_changed()

    def choose_palette(self, palette: Palette | None) -> None:
        """Other colours for the rest of this visit; None: those of the hour."""
        self.visit.palette = palette
        self._relook()

    def enlarge(self) -> None:
        """The next size of words, after the largest the first again; forgotten with the visit."""
        self.visit.zoom = ZOOMS[(ZOOMS.index(self.visit.zoom) + 1) % len(ZOOMS)]
        self._relook()

    def lower(self) -> None:
        """Everything into the part of the glass that a hand from a wheelchair reaches, or back; forgotten likewise."""
        self.visit.lowered = not self.visit.lowered
        self._relook()

    def use_panel(self, panel: Panel) -> None:
        """Measure everything on another glass (the tests' tour of all panels)."""
        self._panel = panel
        self.size = (panel.width, panel.height)
        self._body.size = self.size
        self._relook()

    def _relook(self) -> None:
        self.look = self.plain_look()
        self.recompose()

    def plain_look(self) -> Look:
        """The look of this visit, before a page is stretched for its words."""
        panel = self.stage.panel(self._panel)
        sketch = Sketch() if self.stage.sketching else None
        return Look(panel, self._palette(), self._faces, Translator(self.visit.language), sketch=sketch)

    def _palette(self) -> Palette:
        by_clock = palette_at(self.local_now.time()) if self.settings.night_by_clock else DAY
        return self.visit.palette or by_clock

    @property
    def local_now(self) -> Any:
        """Wall time at the counter."""
        return self.clock.now().astimezone(self.settings.timezone)

    # --- time and news ------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Four times a second: clock, ring, end of the session, the screen's own turning."""
        if not self.timing.tick():
            self.end()
            return
        if self.look.colours != self._palette():
            self._relook()
        self.screen.tick()
        self.toasts.tick()
        self.resting.tick()
        self.keypad.tick()
        self.guide.tick()

    def take_news(self, news: News) -> None:
        """What the newsboy brought; only a change reaches the screen."""
        if news == self.news:
            self.screen.news_read()
            return
        call_before, self.news = self.calling.state, news
        if self.calling.state is not call_before:
            self._add_frame()  # the page stays: somebody may be signing
        self.screen.news_changed()
        self.screen.news_read()

    # --- touches ------------------------------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        self.session.refill()
        self.toasts.close()
        self.keypad.touched(touch)
        return self.hand.refuses(touch) or bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        self.hand.lifted(touch)
        return bool(super().on_touch_up(touch))
