"""What stands in a signal is told in the language of the glass (K2, A2)."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from kiosk.fax.answerer_table import State as Answering
from kiosk.fax.caller_table import State as Calling
from kiosk.fax.frames import Fcf, Frame
from kiosk.fax.trace import for_people
from kiosk.fax.trace_file import read_trace
from kiosk.fax.turns_table import CallState
from kiosk.locale import Language, Translator
from kiosk.ui.screens.signal_words import detail_words

TRACES = sorted((Path(__file__).parent.parent / "traces").glob("*.trace"))
CHINESE = (Language.ZH_HANS, Language.ZH_HANT)
LOCAL = {"CARRIER", "PAGE", "TCF", "FRAME", "NOTE", "REFUSED", "PORT LOST", "MODEM SILENT", "PAGE NOT KEPT"}
_ENGLISH = re.compile(r"\b[a-z]{3,}\b")


def entries():
    return chain.from_iterable(for_people(read_trace(path.read_text("utf-8").splitlines()).entries) for path in TRACES)


@pytest.mark.parametrize("language", CHINESE)
def test_every_detail_of_recorded_calls_is_told_without_a_word_of_english(language):
    tr = Translator(language)
    told = {entry.detail: detail_words(tr, entry.detail) for entry in entries() if entry.detail}
    assert len(told) > 20 and not {detail: words for detail, words in told.items() if _ENGLISH.search(words)}


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("state", [*Calling, *Answering, *CallState])
def test_every_state_in_which_a_timer_may_run_out_is_told(language, state):
    words = detail_words(Translator(language), f"T4 ran out {state.value}")
    assert words.startswith("T4") and not _ENGLISH.search(words)


@pytest.mark.parametrize("language", Language)
def test_every_signal_has_a_meaning(language):
    tr = Translator(language)
    names = {entry.signal for entry in entries()} | {Frame(fcf, fcf, b"").name for fcf in Fcf} | LOCAL
    assert not {name for name in names - {"PPS", "EOR"} if not tr.has(f"signal.{name}")}  # these never come alone


def test_english_says_what_the_trace_says_and_what_nobody_knows_stays():
    tr = Translator(Language.EN)
    assert detail_words(tr, "V.17 14400, MMR, fine, ECM") == "V.17 14400, MMR, fine, ECM"
    assert detail_words(tr, "asks for 3 17-19") == "asks for 3 17-19"
    assert detail_words(tr, "+86 571 8700 9999") == "+86 571 8700 9999"
    assert detail_words(tr, "widths [1728, 2048]") == "widths 1728, 2048 pels"
    assert detail_words(tr, "145/121/97/96/73/72/48/24, MH, fine") == "V.17 / V.29 / V.27ter, MH, fine"
    assert detail_words(tr, "no receiver, 24, MH") == "no receiver, V.27ter 2400, MH"
    assert detail_words(tr, "24") == "24", "whom a SUB names"
