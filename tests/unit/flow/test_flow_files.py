"""The house's own flow files: each can be walked, leads somewhere, and is not longer than a page or two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.acts import vocabulary
from kiosk.ui.flow.loading import FIELD_KINDS, FLOWS, STEP_KINDS, Loaded, load_folder
from tests.unit.flow.sample import REPAIR, changed, refused

NAMES = sorted(path.stem for path in FLOWS.glob("*.toml"))


@pytest.fixture(scope="module")
def house() -> Loaded:
    return load_folder(FLOWS, vocabulary())


def test_every_flow_of_the_house_can_be_used(house: Loaded) -> None:
    assert house.broken == {}
    assert sorted(house.flows) == NAMES


def test_no_two_services_stand_on_one_tile(house: Loaded) -> None:
    tiles = [flow.tile.id for flow in house.flows.values() if flow.tile is not None]
    assert len(tiles) == len(set(tiles))


def test_every_step_has_a_name_of_its_own_on_the_glass(house: Loaded) -> None:
    screens = [step.screen for flow in house.flows.values() for step in flow.steps]
    assert len(screens) == len(set(screens))


def test_every_kind_a_file_may_name_is_used_by_a_service_or_is_a_plain_field(house: Loaded) -> None:
    used = {type(step.spec) for flow in house.flows.values() for step in flow.steps}
    assert set(STEP_KINDS.values()) - used == set()
    assert set(FIELD_KINDS.values()) >= {type(f.spec) for flow in house.flows.values() for f in flow.fields.values()}


def test_what_cannot_be_undone_has_no_way_back_over_it(house: Loaded) -> None:
    """Ordered, paid, taken: the step after such an act is a far side."""
    for key, after in (("fax", "sending"), ("fax", "result"), ("repair", "done"), ("payment", "receipt")):
        step = house.flows[key].step(after)
        assert step is not None and step.far_side, f"{key}: {after}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop("step"), "repair.toml: step: needs a list of tables"),
        (lambda t: t["step"][0].update(title="repair.nothing"), "step 'item': there is no sentence 'repair.nothing'"),
        (lambda t: t["step"][0].update(titel="x"), "step 'item'"),
        (
            lambda t: t["step"][0].update(title="repair.check.urgent"),
            "step 'item': the sentence 'repair.check.urgent' asks for 'when', which nobody gives here",
        ),
        (lambda t: t["step"][0].update(mine_words="date.short"), "'date.short' asks for 'day', which nobody gives"),
        (
            lambda t: t["step"][3]["rows"][1].update(words="repair.check.urgent"),
            "step 'check': rows: the sentence 'repair.check.urgent' must tell its row's field",
        ),
        (lambda t: t["step"][3]["takes"].update(words=[]), "step 'check': takes.words: names no field"),
        (lambda t: t["step"][0].pop("title"), "step 'item': missing value for field \"title\""),
        (lambda t: t["step"][0].update(kind="from"), "step 'item': kind: 'from' is none of form, review"),
        (lambda t: t["step"][1].update(key="item"), "step 'item' is there twice"),
        (lambda t: t["step"][0].update(strip=9), "step 'item': strip: 9 of 4 segments"),
        (lambda t: t["step"][0].update(strip=True), "step 'item': True is no whole number"),
        (lambda t: t["step"][0].update(session="asleep"), "step 'item'"),
        (lambda t: t["step"][0].update(mine="check"), "mine: 'check' is no step of kind 'requests'"),
        (lambda t: t["step"][0].update(exits={"next": "nowhere"}), "step 'item': exits.next: no step 'nowhere'"),
        (lambda t: t["step"][0]["fields"][0].update(kind="item"), "step 'item': field 'item': kind: 'item' is none of"),
        (lambda t: t["step"][0]["fields"][0].update(source="beer"), "field 'item': source: 'beer' is none of repairs"),
        (lambda t: t["step"][1]["fields"][0].update(limit=2000), "step 'words': field 'words': limit: not between"),
        (lambda t: t["step"][1]["fields"][0].update(phrases_of="when"), "phrases_of: there is no earlier field 'when'"),
        (
            lambda t: t["step"][1]["fields"][0]["checks"][0].update(check="polite"),
            "field 'words': checks: 'polite' is none of answered, own_words",
        ),
        (lambda t: t["step"][2]["fields"][0].update(options=[]), "step 'time': field 'when': options: needs at least"),
        (lambda t: t["step"][2]["fields"][2].update(icon="beer"), "field 'materials': the house has no icon 'beer'"),
        (lambda t: t["step"][2]["fields"][1].update(when={"field": "when", "one_of": ["never"]}), "'never' is none of"),
        (lambda t: t["step"][3].update(act="close_day"), "step 'check': act: 'close_day' is none of"),
        (lambda t: t["step"][3]["takes"].pop("words"), "step 'check': takes: open_case needs 'words'"),
        (lambda t: t["step"][3]["takes"].update(price="item"), "takes: 'price' is none of"),
        (lambda t: t["step"][3].update(subject="war"), "subject: 'war' is none of"),
        (lambda t: t["step"][4].update(slip="repair.slop"), "slip: there is no sentence 'repair.slop.waiting'"),
        (lambda t: t["price"].update(field="when"), "price.field: field 'when' is of another kind"),
        (lambda t: t["tile"].update(id="home.dancing"), "tile.id: there is no sentence 'home.dancing'"),
        (lambda t: t.update(colour="red"), "colour: not known here"),
    ],
)
def test_a_wrong_file_is_refused_with_step_and_field(change: Callable[[dict], object], words: str) -> None:
    error = refused(changed(REPAIR, change))
    assert error.startswith("repair.toml"), error
    assert words in error, error


def test_a_field_that_is_not_asked_has_no_answer_and_fulfils_no_condition(house: Loaded) -> None:
    from kiosk.ui.flow.answers import Answers

    flow = house.flows["repair"]
    answers = Answers(flow)
    assert answers.holds(s.When("urgency", ("normal",)))
    answers.give("urgency", "urgent")
    assert not answers.holds(s.When("urgency", ("normal",)))
    assert not answers.holds(s.When("item", priced=True))
    assert not answers.holds(s.When("item", priced=False)), "nothing is chosen yet"
    assert answers.value(("when", "urgency")) == "urgent", "the first of them that is answered"
