"""The frame above every screen: seal mark, estate, clock, language, call for the clerk, ring.

Owns the places of its items and their states (plain, idle, staff; call raised and answered). The items own the frame's
full height as target. Knows no session and no desk: the shell hands it what to show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Icon, Radius, Stroke, Type
from kiosk.ui.widgets.button import Caption, icon_and_words
from kiosk.ui.widgets.paint import Box, Paint, Placed, draw_box, hairline
from kiosk.ui.widgets.ring import Ring, RingPaint
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import MIDDLE, Set, Text
from kiosk.ui.widgets.touch import Act, Touchable

_TAG = 48  # design px: the demo tag without its word
LANGUAGE_NAMES = {Language.ZH_HANS: "简", Language.ZH_HANT: "繁", Language.EN: "EN"}


class FrameStyle(Enum):
    """IDLE: no clock, no ring. OWNER: everything. STAFF: filled, title of the room, person, leave."""

    IDLE = auto()
    OWNER = auto()
    STAFF = auto()


class CallState(Enum):
    """Where the call for the clerk stands."""

    NONE = auto()
    WAITING = auto()
    ANSWERED = auto()


@dataclass(frozen=True)
class FrameContent:
    """What the frame says. ``title`` is the estate (or the staff room's name), ``person`` for staff only."""

    style: FrameStyle
    seal: str
    title: str
    subtitle: str  # 服务中心: goes on a small panel
    languages: tuple[Language, ...]
    demo: bool
    person: str = ""
    person_icon: str = "person"
    call: CallState = CallState.NONE
    lowered: bool = False  # all controls stand in the lower part of the glass


@dataclass(frozen=True)
class FrameActs:
    """What the frame's items do."""

    choose_language: Callable[[Language], None]
    call: Act
    leave: Act  # staff only
    staff: Act  # the seal mark: the clerk's way in
    enlarge: Act  # the next size of words
    lower: Act  # everything further down, and up again


class Frame(Placed):
    """The frame; ``clock``, ``ring`` and ``call_words`` are changed by the shell's tick."""

    def __init__(self, look: Look, content: FrameContent, acts: FrameActs, place: Rect | None = None) -> None:
        super().__init__(look, place or look.panel.frame)
        self.content, self.acts = content, acts
        self.ring: Ring | None = None
        self.clock: Text | None = None
        self.call_words: Text | None = None
        self._staff = content.style is FrameStyle.STAFF
        self._compose()

    @property
    def ink(self) -> Colour:
        return self.look.colours.on_wall if self._staff else self.look.colours.ink

    def _compose(self) -> None:
        colours = self.look.colours
        ground = colours.wall if self._staff else colours.ground
        self.add(Box(self.look, self.rect, Paint(fill=ground)))
        rest = self._right_items(self.rect)
        self._left_items(rest)
        if not self._staff:
            thin = Rect(0, self.rect.bottom - 1, self.rect.w, 1)
            hairline(self.canvas.after, self.look, thin, colours.line)

    # --- from the right: ring, call or leave, languages --------------------------------------------------------

    def _right_items(self, rect: Rect) -> Rect:
        if self.content.style is not FrameStyle.IDLE:
            ring, rect = rect.cut_right(self.look.panel.x(64 if self.look.panel.upright else 84))
            self._add_ring(ring)
        rect = self._add_leave(rect) if self._staff else self._add_call(rect)
        if self._staff:
            return self._add_person(self._add_size(rect))
        return self._add_reach(self._add_size(self._add_languages(rect)))

    def _add_ring(self, rect: Rect) -> None:
        colours = self.look.colours
        if self._staff:
            paint = RingPaint(colours.on_wall, colours.stroke, colours.on_wall)
        else:
            paint = RingPaint(colours.accent, colours.line, colours.ink)
        self.ring = Ring(self.look, rect, paint)
        self._divide(rect)
        self.add(self.ring)

    def _divide(self, rect: Rect) -> None:
        colour = self.look.colours.stroke if self._staff else self.look.colours.line
        hairline(self.canvas.after, self.look, Rect(rect.x, rect.y, 1, rect.h), colour)

    def _add_call(self, rect: Rect) -> Rect:
        look, content = self.look, self.content
        words = call_words(look, content.call, 0)
        icon_only = not words
        icon = "check" if icon_only and content.call is CallState.ANSWERED else "concierge"
        if look.panel.upright and not icon_only:
            icon = ""  # the seal's colour and the time say it
        caption = Caption(words, Type.TEXT_BOLD, icon, Icon.FRAME)
        around = 76 if icon and words else 24 if words else 72
        width = look.panel.x(around) + (0 if icon_only else look.width(Type.TEXT_BOLD, words))
        item, rest = rect.cut_right(width)
        filled = content.call is CallState.WAITING
        rest_paint = Paint(fill=look.colours.seal if filled else look.colours.ground)
        held = Paint(fill=look.colours.ink if filled else look.colours.accent_tint)
        touch = Touchable(look, item, "frame.call", rest_paint, held, self.acts.call)
        ink = look.colours.on_seal if filled else look.colours.accent
        parts = icon_and_words(look, item, caption, ink)
        touch.add(*parts)
        self.call_words = parts[0] if isinstance(parts[0], Text) and not icon_only else None
        self.add(touch)
        self._divide(item)
        return rest

    def _add_languages(self, rect: Rect) -> Rect:
        panel = self.look.panel
        rect = rect.cut_right(panel.x(4 if panel.upright else 14))[1]
        for language in reversed(self.content.languages):
            name = self.look.width(Type.TEXT_BOLD, LANGUAGE_NAMES[language]) + self.look.panel.x(16)
            item, rect = rect.cut_right(max(self._least, name))
            self._add_language(item, language)
        return rect.cut_right(panel.x(0 if panel.upright else 8))[1]

    @property
    def _least(self) -> int:
        """Pixels across that a finger needs: 9 mm (an upright panel has fewer of them to the millimetre)."""
        return self.look.panel.x(63 if self.look.panel.upright else 60)

    def _add_language(self, rect: Rect, language: Language) -> None:
        look, chosen = self.look, language is self.look.language
        clear = Paint(fill=look.colours.ground)
        touch = Touchable(
            look,
            rect,
            f"language.{language.value}",
            clear,
            Paint(fill=look.colours.accent_tint),
            lambda: self.acts.choose_language(language),
        )
        pill = rect.centred(rect.w - look.panel.x(10), look.panel.y(43 if look.panel.zoom == 1 else 52))
        if chosen:
            draw_box(touch.canvas, look, pill, Paint(fill=look.colours.accent_tint, radius=Radius.CARD))
        role = Type.TEXT_BOLD if chosen else Type.TEXT
        ink = look.colours.ink if chosen else look.colours.ink2
        touch.add(Text(look, rect, LANGUAGE_NAMES[language], role, ink, Set("centre", language=language)))
        self.add(touch)

    def _add_size(self, rect: Rect) -> Rect:
        """A small and a large letter: the next size of words, then the first again."""
        look = self.look
        letters = (Run("A", Type.TEXT, self.ink), Run("A", Type.LABEL, self.ink, lead=2))
        width = sum(look.width(run.role, run.text) for run in letters) + look.panel.x(16)
        item, rest = rect.cut_right(max(look.panel.x(64), width))
        touch = self._quiet_item(item, "frame.size", self.acts.enlarge, chosen=look.panel.zoom > 1)
        touch.add(RunLine(look, item, letters, "centre"))
        return rest

    def _add_reach(self, rect: Rect) -> Rect:
        """A glass whose lower part is filled: everything comes down to where a hand from a wheelchair reaches."""
        look, panel = self.look, self.look.panel
        item, rest = rect.cut_right(self._least)
        touch = self._quiet_item(item, "frame.reach", self.acts.lower, chosen=self.content.lowered)
        glass = item.centred(panel.x(26), panel.y(34))
        colours = look.colours
        draw_box(touch.canvas, look, glass, Paint(fill=colours.surface, edge=self.ink, stroke=Stroke.CONTROL, radius=4))
        part = glass.inset(panel.x(5), panel.y(5)).cut_bottom(panel.y(12))[0]
        draw_box(touch.canvas, look, part, Paint(fill=self.ink))
        return rest

    def _quiet_item(self, rect: Rect, touch_id: str, act: Act, chosen: bool) -> Touchable:
        look, colours = self.look, self.look.colours
        clear = Paint(fill=colours.wall if self._staff else colours.ground)
        held = Paint(fill=colours.wall_held if self._staff else colours.accent_tint)
        touch = Touchable(look, rect, touch_id, clear, held, act)
        if chosen:
            pill = rect.centred(rect.w - look.panel.x(8), look.panel.y(52))
            draw_box(touch.canvas, look, pill, replace(held, radius=Radius.CARD))
        self.add(touch)
        return touch

    def _add_leave(self, rect: Rect) -> Rect:
        look = self.look
        words = look.tr("frame.leave")
        item, rest = rect.cut_right(look.panel.x(76) + look.width(Type.TEXT_BOLD, words))
        paint = Paint(fill=look.colours.wall)
        held = Paint(fill=look.colours.wall_held)
        touch = Touchable(look, item, "frame.leave", paint, held, self.acts.leave)
        caption = Caption(words, Type.TEXT_BOLD, "logout", Icon.FRAME)
        touch.add(*icon_and_words(look, item, caption, look.colours.on_wall))
        self.add(touch)
        self._divide(item)
        return rest

    def _add_person(self, rect: Rect) -> Rect:
        look, content = self.look, self.content
        caption = Caption(content.person, Type.TEXT, content.person_icon, Icon.FRAME)
        around = look.panel.x(32 if look.panel.zoom == 1 else 48) + look.panel.icon(Icon.FRAME)
        item, rest = rect.cut_right(around + look.width(Type.TEXT, content.person))
        self.add(*icon_and_words(look, item, caption, self.ink))
        return rest

    # --- from the left: seal, estate, clock, demo tag ----------------------------------------------------------

    def _left_items(self, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        _, rect = rect.cut_left(panel.x(4 if panel.upright else 14))
        seal, rect = rect.cut_left(self._least, panel.x(2))
        self._add_seal(seal)
        title = self._title(rect)
        name, rect = rect.cut_left(look.width(Type.ESTATE, title), panel.x(16 if title else 0))
        self.add(Text(look, name, title, Type.ESTATE, self.ink))
        clock = panel.x(34) + look.width(Type.TEXT_BOLD, "00:00")
        if self.content.style is not FrameStyle.IDLE and not panel.portrait and rect.w > clock + self._kept:
            rect = self._add_clock(rect)
        if self.content.demo:
            self._add_demo(rect)

    @property
    def _kept(self) -> int:
        """For the demo tag: where there is not room for everything, the time and the name go before it."""
        return self.look.panel.x(_TAG + 8) if self.content.demo else 0

    def _title(self, rect: Rect) -> str:
        """Estate and centre where both fit; a small or a narrow panel says the estate only."""
        content, look = self.content, self.look
        full = f"{content.title} {content.subtitle}".strip()
        reserved = look.panel.x(100 + (162 if content.demo else 0))
        short = look.panel.compact or look.panel.portrait or look.width(Type.ESTATE, full) > rect.w - reserved
        title = content.title if short else full
        return title if look.width(Type.ESTATE, title) <= rect.w - self._kept else ""  # then the seal says it alone

    def _add_seal(self, rect: Rect) -> None:
        colours = self.look.colours
        fill, ink = (colours.ground, colours.accent) if self._staff else (colours.accent, colours.on_accent)
        side = 40 * min(self.look.panel.zoom, 1.4)
        mark = rect.centred(self.look.panel.x(side), self.look.panel.y(side))
        clear = Paint()
        touch = Touchable(self.look, rect, "frame.seal", clear, clear, None if self._staff else self.acts.staff)
        box = Box(self.look, mark, Paint(fill=fill, radius=Radius.SEAL))
        box.add(Text(self.look, mark, self.content.seal, Type.SEAL, ink, MIDDLE))
        touch.add(box)
        self.add(touch)

    def _add_clock(self, rect: Rect) -> Rect:
        look, panel = self.look, self.look.panel
        line = Rect(rect.x, rect.y + panel.y(19), 1, panel.y(26))
        hairline(self.canvas.after, look, line, look.colours.stroke)
        clock, rest = rect.cut_left(panel.x(16) + look.width(Type.TEXT_BOLD, "00:00"), panel.x(18))
        self.clock = Text(look, clock.cut_left(panel.x(16))[1], "", Type.TEXT_BOLD, self.ink)
        self.add(self.clock)
        return rest

    def _add_demo(self, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        words = look.tr("frame.demo")
        width = panel.x(64) + look.width(Type.CAPTION_BOLD, words)
        small = width > rect.w - panel.x(8)
        width = min(panel.x(_TAG), rect.w - panel.x(6)) if small else width
        tag = Rect(rect.x, rect.y + panel.y(12), width, panel.y(40))
        colours = look.colours
        box = Box(look, tag, Paint(fill=colours.ochre_tint, edge=colours.ochre, radius=8, dashed=True))
        caption = Caption("" if small else words, Type.CAPTION_BOLD, "science", 26)
        box.add(*icon_and_words(look, tag, caption, colours.ochre))
        self.add(box)


def call_words(look: Look, state: CallState, waited_s: int) -> str:
    """What the call item says; a narrow panel shows icons and the waiting time only."""
    waited = f"{waited_s // 60:02d}:{waited_s % 60:02d}"
    if look.panel.portrait:
        if look.panel.zoom > 1:
            return ""
        return waited if state is CallState.WAITING else ""
    match state:
        case CallState.NONE:
            return look.tr("frame.call")
        case CallState.WAITING:
            return look.tr("frame.called", waited=waited)
        case CallState.ANSWERED:
            return look.tr("frame.answered")
