"""What the glass says in words: the title, what else stands there, and a control with its state.

Owns the turning of widgets into sentences to be heard. It reads what is on the glass, so that nothing is said that a
person who sees could not read, and a screen needs no second set of texts; only a control that is an icon alone has a
name in the catalogues. Knows no voice. Called by ``kiosk.ui.guide``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kiosk.ui.look import Look
from kiosk.ui.stops import Stop
from kiosk.ui.theme import Stroke, Type
from kiosk.ui.touches import walk
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.field import NumberField
from kiosk.ui.widgets.pad import PasscodeDots
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import IconMark, Text
from kiosk.ui.widgets.touch import Touchable

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

_TITLES = (Type.TITLE, Type.OUTCOME, Type.GREETING)
_MONEY = r"(?P<minus>\u2212?)¥\s?(?P<amount>[\d,]*\d(?:\.\d+)?)"
_LONG_NUMBER = r"\+?\d[\d ]{4,}\d"
_FIGURES = re.compile(f"{_MONEY}|{_LONG_NUMBER}")  # an amount is one, however many digits it has
_WORD = re.compile(r"\w|\+")  # a key that writes a sign says the sign all the same
_TIMES = re.compile(r"\s*×\s*")
_LINE_END = re.compile(r"(?P<stop>[。！？；，.!?;,:：]?)\s*\n\s*")


def secret(shell: Shell) -> bool:
    """Whether a passcode or PIN is typed on this screen."""
    page = shell.screen.page
    return page is not None and any(isinstance(widget, PasscodeDots) for widget in walk(page))


def title(shell: Shell) -> str:
    """What a screen or an open dialog asks.

    Of a screen without a title its first words, or its bar's (a page that fills the glass), or its room's: a list is.
    """
    if shell.dialogs.shown is not None:
        return said(shell.look, shell.dialogs.shown.title.words)
    texts = list(_texts(shell.screen.page)) if shell.screen.page is not None else []
    titles = [text for text in texts if isinstance(text, Text) and text.role in _TITLES]
    found = titles or texts or (list(_texts(shell.bar)) if shell.bar is not None else [])
    words = found[0].words if found else shell.screen.room[0] if shell.screen.room is not None else ""
    return said(shell.look, words)


def sentences(shell: Shell) -> list[str]:
    """What stands on the glass besides its title and the words of its controls: page and bar, or the dialog."""
    dialog = shell.dialogs.shown
    regions = [region for region in ((dialog,) if dialog else (shell.screen.page, shell.bar)) if region is not None]
    words = [said(shell.look, text.words) for region in regions for text in _texts(region)]
    words += [said(shell.look, shell.toasts.words)] if shell.toasts.words else []
    counted = words if dialog is None else [each for each in words if not each.isdigit()]  # the ring of the warning
    return [each for each in counted if each and each != title(shell)]


def _texts(region: Any) -> Iterator[Any]:
    """Words outside of controls; a field that shows what was typed is no control here."""
    inside = {id(part) for widget in walk(region) if _presses(widget) for part in walk(widget)}
    for widget in walk(region):
        if isinstance(widget, Text | RunLine) and id(widget) not in inside and widget.words.strip():
            yield widget


def _presses(widget: Any) -> bool:
    return isinstance(widget, Touchable) and (widget.act is not None or isinstance(widget, Button))


def control(shell: Shell, stop: Stop) -> str:
    """A control: its words (or the name of its icon), its value, whether it is chosen, whether it can be pressed."""
    look, tr = shell.look, shell.look.tr
    if stop.widget.touch_id.startswith("pad.") and stop.widget.touch_id[-1].isdigit() and secret(shell):
        return tr("speech.secret_key")
    words = [part.words for part in walk(stop.widget) if isinstance(part, Text | RunLine) and part.words.strip()]
    sign = _sign(stop.widget.touch_id, words)
    if sign:
        words = [tr(sign)]
    elif not (words and stop.widget.touch_id.startswith("key.")) and not any(_WORD.search(each) for each in words):
        words = [_name(look, stop)]
    state = [tr("speech.chosen")] if _chosen(stop.widget) else []
    if isinstance(stop.widget, Touchable) and stop.widget.act is None:
        state.append(tr("speech.not_yet"))
    return _PAUSE[look.latin].join([*(said(look, each) for each in words), *state])


_PAUSE = {True: ", ", False: "，"}
_CHARACTERS = {"−": "speech.name.less", "，": "speech.name.comma", "。": "speech.name.full_stop"}
_SIGNS = {  # a letter or a character stands for a word there
    "bag.write": "speech.name.letters",
    "frame.seal": "speech.name.seal",
    "frame.size": "speech.name.size",
    "language.en": "speech.name.english",
    "language.zh-Hans": "speech.name.simplified",
    "language.zh-Hant": "speech.name.traditional",
}
_ICONS = {
    "frame.reach": "speech.name.reach",
    "field": "speech.name.field",  # of the test of the glass: all of them alike
    "up": "speech.name.up",  # the arrows of every list
    "down": "speech.name.down",
    "pad.backspace": "speech.name.backspace",
    "key.backspace": "speech.name.backspace",
    "key.shift": "speech.name.shift",
    "caret.left": "speech.name.caret_left",
    "caret.right": "speech.name.caret_right",
    "candidate.more": "speech.name.more",
    "grid.back": "speech.name.up",
    "grid.next": "speech.name.down",
    "zoom.larger": "speech.name.larger",
    "zoom.smaller": "speech.name.smaller",
    "zoom.page": "speech.name.sheet",
    "zoom.before": "speech.name.page_before",
    "zoom.after": "speech.name.page_after",
    "preview.zoom": "speech.name.enlarge",
    "received.zoom": "speech.name.enlarge",
    "received.before": "speech.name.page_before",
    "received.after": "speech.name.page_after",
    "signature.pad": "speech.name.signature",
    "character.pad": "speech.name.character",
    "idle.wake": "idle.start",
    "frame.call": "frame.call",
}


def _sign(touch_id: str, words: list[str]) -> str:
    """The key of the word that a sign on a control stands for; empty if its words are to be read as they are."""
    if touch_id in _SIGNS:
        return _SIGNS[touch_id]
    if words == ["+"] and touch_id.endswith(".more"):  # on a pad it is the sign that begins a number
        return "speech.name.greater"
    return _CHARACTERS.get("".join(words), "")


def _name(look: Look, stop: Stop) -> str:
    """The name of a control without words."""
    named = stop.widget.touch_id
    kinds = (named, named.partition(".")[0], named.rpartition(".")[2])
    return look.tr(next((_ICONS[kind] for kind in kinds if kind in _ICONS), "speech.name.other"))


def _chosen(widget: Any) -> bool:
    """As it is seen: a thick accent outline, or a tick; on a button a tick is its verb, no state."""
    if isinstance(widget, Button | NumberField) or not isinstance(widget, Touchable):
        return False
    ticked = any(isinstance(part, IconMark) and part.name == "check" for part in walk(widget))
    return ticked or widget.rest.stroke == Stroke.SELECTED


def said(look: Look, words: str) -> str:
    """Words as they are read out: money with its unit, a long number digit by digit."""
    words = _LINE_END.sub(lambda found: _line_end(look, found["stop"]), words.strip())
    words = _FIGURES.sub(lambda found: _figures(look, found), words)
    return _TIMES.sub(f" {look.tr('speech.times')} ", words)


def _line_end(look: Look, stop: str) -> str:
    """A line that ends without a stop is followed by a pause; one that has it needs no second."""
    if not stop:
        return _PAUSE[look.latin]
    return f"{stop} " if look.latin else stop


def _figures(look: Look, found: re.Match[str]) -> str:
    """An amount with its unit (of one that goes back it is said first that it does), or a number's single digits."""
    if found["amount"] is None:
        return " ".join(found[0].replace(" ", ""))
    money = look.tr("speech.money", amount=found["amount"].replace(",", ""))  # read as one number
    return look.tr("speech.minus", money=money) if found["minus"] else money
