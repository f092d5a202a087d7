"""The frame on every panel, in every language and size of words, whatever it has to say: nothing lies on anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest

from kiosk.locale import Language, Translator
from kiosk.ui.geometry import Rect
from kiosk.ui.theme import ZOOMS
from tests.ui.harness import HOUSE, Glass
from tests.ui.looks import PANELS


@pytest.mark.parametrize("staff", [False, True])
def test_k2_the_tag_of_a_demo_stands_beside_everything_else_in_the_frame(glass: Glass, staff: bool) -> None:
    """At 800 x 480 in English it once lay on the key that lowers the screen, while a call waited."""
    from kiosk.ui.sketch import Sketch
    from kiosk.ui.widgets.frame import CallState, Frame, FrameActs, FrameContent, FrameStyle

    style = FrameStyle.STAFF if staff else FrameStyle.OWNER
    acts = FrameActs(lambda _: None, *(lambda: None,) * 5)
    for panel, zoom, language, call in product(PANELS, ZOOMS, Language, CallState):
        tr = Translator(language)
        look = replace(glass.shell.look.chrome, panel=replace(panel, zoom=zoom), tr=tr, sketch=Sketch())
        title = tr("staff.room.board") if staff else HOUSE.estate[language]
        person = "" if not staff else "07" if panel.upright else tr("staff.person", name="陈晓", id="07")
        content = FrameContent(style, "松", title, "", tuple(Language), demo=True, person=person, call=call)
        places = dict(_places(Frame(look, content, acts)))
        here = (panel.width, panel.height, zoom, language, call)
        assert "science" in places, here
        for one, other in combinations(places, 2):
            assert not places[one].overlaps(places[other]), (here, one, other, places[one], places[other])


def _places(frame: Any) -> Iterator[tuple[str, Rect]]:
    """Everything in the frame with its name and place: controls, the tag, words; the first box is the ground."""
    ground, *parts = reversed(frame.children)
    assert ground.rect == frame.rect
    for part in parts:
        icons = [mark.name for mark in part.marks if hasattr(mark, "name")]
        yield getattr(part, "touch_id", None) or "".join(icons) or type(part).__name__, part.rect
    for mark in frame.marks:
        if getattr(mark, "words", "").strip():
            yield mark.words, mark.ink
