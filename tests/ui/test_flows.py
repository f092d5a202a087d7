"""Flows on the glass: what their files promise is what a person meets, and a broken file harms its own service only."""

from __future__ import annotations

import copy
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.locale import Language
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.acts import vocabulary
from kiosk.ui.flow.loading import FLOWS, Loaded, read_flow
from kiosk.ui.flow.rules import dangling
from kiosk.ui.flow.vocabulary import FlowError
from kiosk.ui.flow.walk import Walk
from tests.ui.harness import Glass, open_glass
from tests.ui.paper import letter
from tests.ui.walk import DIGITS, identify
from tests.unit.flow.sample import REPAIR

MOST_DECISIONS = 7
SPOILT = 500  # files


class Deciding:
    """A hand that counts. The keys of the pad are no decisions: the number they make is one, typed twice or not."""

    def __init__(self, glass: Glass) -> None:
        self._glass = glass
        self.decisions = 0
        self.prices: dict[str, bool] = {}

    def number(self, digits: str, *, again: bool = False) -> None:
        self._glass.type_digits(digits)
        self._glass.settle()
        self.decisions += 0 if again else 1

    def touch(self, name: str, price: str) -> None:
        """One decision; whether ``price`` stands on the glass at that moment is remembered."""
        self._glass.settle()
        self.prices[self._glass.screen] = self._glass.shows(price)
        self._glass.touch(name)
        self.decisions += 1


def test_a_first_fax_of_one_page_takes_seven_decisions_and_its_price_is_told_before(
    glass: Glass, tmp_path: Path
) -> None:
    """Issue 4: at most seven after identification; the total is on the glass before it is owed (B4, G1)."""
    glass.furnished.put_stick(letter(tmp_path / "letter.pdf", 1))
    glass.touch("idle.wake")
    glass.touch("home.fax")
    identify(glass)
    hand = Deciding(glass)
    hand.number(DIGITS)
    hand.touch("bar.forward", "4.00")
    hand.number(DIGITS, again=True)
    hand.touch("bar.forward", "4.00")
    glass.until(lambda: glass.shell.news.stick.present, "stick seen")
    hand.touch("source.stick", "4.00")
    hand.touch("bar.forward", "4.00")
    glass.until_screen("fax_preview")
    hand.touch("bar.forward", "4.00")
    hand.touch("bar.forward", "4.00")
    glass.until_screen("fax_sending")
    assert hand.decisions <= MOST_DECISIONS
    before = _steps_before(glass, "fax", "sending")
    assert list(hand.prices) == before, "every step the file declares was met, in its order"
    assert all(hand.prices.values()), hand.prices


def _steps_before(glass: Glass, flow: str, end: str) -> list[str]:
    steps = glass.shell.rooms.flows.loaded.flows[flow].steps
    keys = [step.key for step in steps]
    return [step.screen for step in steps[: keys.index(end)]]


def test_a2_every_form_of_every_service_changes_its_language_at_once(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor()
    for flow in glass.shell.rooms.flows.loaded.flows.values():
        for step in flow.steps:
            if isinstance(step.spec, s.Form):
                walk = glass.shell.rooms.flows.walk(glass.shell, flow.key)
                assert walk is not None
                glass.shell.go(glass.shell.rooms.flows.make(walk, step))
                glass.settle()
                for language in Language:
                    glass.shell.choose_language(language)
                    assert glass.shows_key(step.spec.title), f"{flow.key}.{step.key} {language}"


@pytest.fixture
def halted(tmp_path: Path) -> Iterator[Glass]:
    """A glass whose repair request has a broken file."""
    flows = tmp_path / "flows"
    shutil.copytree(FLOWS, flows)
    text = (flows / "repair.toml").read_text(encoding="utf-8")
    (flows / "repair.toml").write_text(text.replace('kind = "review"', 'kind = "preview"'), encoding="utf-8")
    opened = open_glass(tmp_path / "desk", flows_dir=flows)
    yield opened
    opened.close()
    opened.furnished.close()


def test_k2_a_broken_file_closes_its_own_tile_with_the_reason_and_offers_the_clerk(halted: Glass) -> None:
    halted.touch("idle.wake")
    assert halted.shows("暂停自助办理")
    halted.touch("home.repair")
    assert halted.screen == "home"
    assert halted.shows_key("flow.halted.words")
    halted.touch("dialog.close")
    halted.touch("home.fax")
    assert halted.screen == "identify", "the other services go on"


def test_back_from_a_fax_that_is_to_be_sent_again_leads_to_what_came_of_it(glass: Glass, tmp_path: Path) -> None:
    """Nothing has been ordered anew yet, so the way back is open."""
    from kiosk.fax.outcome import CallOutcome, PageState
    from tests.ui.walk import to_sending

    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    while attempt := glass.furnished.dispatch.begin_next():
        glass.furnished.end_call(attempt, CallOutcome.NO_ANSWER, [PageState.NOT_SENT])
        glass.stay(301)
    glass.until_screen("fax_result")
    glass.until_shown("没有送达")
    glass.touch("再发一次")
    assert glass.screen == "fax_quote"
    glass.settle()
    glass.touch("bar.back")
    glass.settle()
    assert (glass.screen, glass.shows("没有送达")) == ("fax_result", True)


def test_k2_whatever_a_file_was_spoilt_to_its_service_is_walked_or_shown_as_halted(
    glass: Glass, tmp_path: Path
) -> None:
    """Files with a part dropped or taken from elsewhere: those that load are walked step by step, in any order."""
    chance = random.Random(4)
    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor()
    walked = halted = 0
    for _ in range(SPOILT):
        table = spoil(chance, REPAIR)
        try:
            flow = read_flow("repair", table, vocabulary())
        except FlowError:
            halted += 1
            continue
        if dangling({"repair": flow}) is not None:
            halted += 1
            continue
        walked += 1
        book = replace(glass.shell.rooms.flows, loaded=Loaded({"repair": flow}))
        walk = Walk(glass.shell, book, flow)
        for step in flow.steps:
            glass.shell.go(book.make(walk, step))
            glass.shell.choose_language(chance.choice(list(Language)))
            assert glass.shell.bar is not None, step.key
        glass.shell.home()
        glass.settle()
    assert walked > SPOILT / 12 and halted > SPOILT / 12, (walked, halted)


def spoil(chance: random.Random, table: dict[str, Any]) -> dict[str, Any]:
    """A copy with one or two parts gone, or in another's place."""
    spoilt = copy.deepcopy(table)
    for _ in range(chance.randint(1, 2)):
        parts = [(holder, key) for holder in holders(spoilt) for key in keys_of(holder)]
        (here, key), (there, other) = chance.choice(parts), chance.choice(parts)
        if chance.random() < 0.5:
            here[key] = copy.deepcopy(there[other])
        else:
            del here[key]
    return spoilt


def holders(value: Any) -> Iterator[Any]:
    """Every table and list in a table."""
    if isinstance(value, dict | list):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from holders(part)


def keys_of(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def test_d1_a_counted_item_costs_its_price_as_often_as_it_is_wanted(glass: Glass) -> None:
    """No service of the house counts yet; one that does needs no code: hours of cleaning, garden, care (D3)."""
    table = copy.deepcopy(REPAIR)
    count = {"key": "times", "kind": "count", "least": 1, "most": 8}
    count |= {"label": "repair.item.title", "unit": "count.pages"}
    table["step"][2]["fields"] = [count, table["step"][2]["fields"][0]]
    table["step"][3]["rows"] = [{"label": "repair.check.item", "field": "times"}]
    table["step"][3]["sentences"] = [{"words": "repair.check.published"}]
    table["step"][3]["takes"] = {"item": "item", "words": "words", "wanted": "when"}
    table["price"]["times"] = "times"
    del table["price"]["urgency"]  # nor is it asked how soon
    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor()
    flow = read_flow("repair", table, vocabulary())
    walk = Walk(glass.shell, replace(glass.shell.rooms.flows, loaded=Loaded({"repair": flow})), flow)
    glass.shell.go(walk.first())
    glass.settle()
    glass.touch("repair.valve")
    assert glass.shows("30.00")
    glass.touch("bar.forward")
    glass.touch("漏水")
    glass.touch("bar.forward")
    glass.touch("repair.times.more")
    glass.touch("repair.times.more")
    assert glass.shows("90.00"), "in the bar as soon as it is known"
    glass.touch("wanted.today")
    glass.touch("bar.forward")
    assert glass.screen == "repair_check"
    assert glass.shows("90.00") and glass.shows("3 页")
