"""Truthful tiles: for any state of any device the graph tells what works, why not, and what else does (K2)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.protocols import HealthState
from kiosk.domain.capabilities import (
    UNFITTED,
    Bond,
    Capability,
    CapabilityGraph,
    Condition,
    Edge,
    Fact,
    GraphError,
    Level,
    Loss,
    Service,
    Standing,
)
from kiosk.domain.offer import DISK_NEARLY_FULL, SENDS_ONLY, house_graph

HOUSE = house_graph()
DEVICES = sorted({capability.device for capability in HOUSE.capabilities})
WELL = {device: Fact(Condition.OK) for device in DEVICES}
LEVELS = list(Level)
REASONS = st.sampled_from(
    ["", UNFITTED, DISK_NEARLY_FULL, SENDS_ONLY, "media-empty", "media-jam", "door-open", "modem-recovering", "offline"]
) | st.text(max_size=12)
FACTS = st.dictionaries(st.sampled_from(DEVICES), st.builds(Fact, st.sampled_from(Condition), REASONS))


def level_of(service: str, facts: dict[str, Fact]) -> Level:
    return HOUSE.standings(facts)[service].level


def without(device: str, reason: str = "", condition: Condition = Condition.TROUBLE) -> dict[str, Standing]:
    """The house with one device in trouble."""
    return HOUSE.standings({**WELL, device: Fact(condition, reason)})


def changed(found: dict[str, Standing]) -> dict[str, Level]:
    return {key: standing.level for key, standing in found.items() if standing.level is not Level.AVAILABLE}


# --- properties of any state of the house


@given(FACTS)
def test_every_service_has_a_standing_and_asking_twice_says_the_same(facts: dict[str, Fact]) -> None:
    found = HOUSE.standings(facts)
    assert list(found) == [service.key for service in HOUSE.services]
    again = house_graph().standings(dict(reversed(facts.items())))
    assert found == again


@given(FACTS)
def test_what_cannot_be_had_names_a_root_device_and_something_that_works(facts: dict[str, Fact]) -> None:
    found = HOUSE.standings(facts)
    for key, standing in found.items():
        if standing.level is Level.AVAILABLE:
            assert (standing.losses, standing.still) == ((), ())
        else:
            assert standing.losses and standing.still, key
            assert {loss.device for loss in standing.losses} <= set(DEVICES)
            assert len(set(standing.losses)) == len(standing.losses)


@given(FACTS)
def test_nothing_is_named_as_working_that_does_not(facts: dict[str, Fact]) -> None:
    found = HOUSE.standings(facts)
    for key, standing in found.items():
        assert all(found[name].level is not Level.UNAVAILABLE for name in standing.still), key
        assert key not in standing.still


@given(FACTS)
def test_every_cause_and_every_remedy_is_one_that_has_a_sentence(facts: dict[str, Fact]) -> None:
    for standing in HOUSE.standings(facts).values():
        assert set(standing.losses) <= set(HOUSE.causes)
        assert set(standing.still) <= set(HOUSE.remedies)


@given(FACTS, st.sampled_from(DEVICES), REASONS, st.data())
def test_a_device_that_gets_worse_makes_no_service_better(
    facts: dict[str, Fact], device: str, reason: str, data: st.DataObject
) -> None:
    better = data.draw(st.sampled_from(Condition))
    worse = data.draw(
        st.sampled_from([c for c in Condition if list(Condition).index(c) >= list(Condition).index(better)])
    )
    before = HOUSE.standings({**facts, device: Fact(better, reason)})
    after = HOUSE.standings({**facts, device: Fact(worse, reason)})
    for key in before:
        assert LEVELS.index(after[key].level) >= LEVELS.index(before[key].level), key


@given(FACTS, st.sets(st.sampled_from(DEVICES)))
def test_devices_that_go_away_or_fall_silent_make_no_service_better(facts: dict[str, Fact], gone: set[str]) -> None:
    before = HOUSE.standings(facts)
    absent = HOUSE.standings({**facts, **{device: Fact(Condition.ABSENT) for device in gone}})
    silent = HOUSE.standings({device: fact for device, fact in facts.items() if device not in gone})
    for key in before:
        assert LEVELS.index(absent[key].level) >= LEVELS.index(before[key].level), key
        assert silent[key].level is absent[key].level, key


@given(FACTS)
def test_the_head_office_is_never_an_owner_s_trouble(facts: dict[str, Fact]) -> None:
    online = HOUSE.standings({**facts, "head_office": Fact(Condition.OK)})
    away = HOUSE.standings({**facts, "head_office": Fact(Condition.ABSENT)})
    assert {key for key in online if online[key] != away[key]} <= {"central_records"}


@st.composite
def tables(draw: st.DrawFn) -> CapabilityGraph:
    """Any graph without a circle: a service stands on capabilities and on services before it."""
    roots = [Capability(f"c{n}", f"d{n}") for n in range(draw(st.integers(1, 4)))]
    services = [Service(f"s{n}") for n in range(draw(st.integers(1, 6)))]
    edges = []
    for n, service in enumerate(services):
        below = [root.key for root in roots] + [s.key for s in services[:n]]
        for on in draw(st.lists(st.sampled_from(below), max_size=3, unique=True)):
            instead = draw(st.lists(st.sampled_from([s.key for s in services]), max_size=2, unique=True))
            edges.append(Edge(service.key, draw(st.sampled_from(Bond)), on, tuple(instead)))
    return CapabilityGraph(roots, [*services, Service("last")], draw(st.permutations(edges)), "last")


@given(tables(), st.data())
def test_any_table_without_a_circle_keeps_the_same_promises(graph: CapabilityGraph, data: st.DataObject) -> None:
    devices = [capability.device for capability in graph.capabilities]
    lost = data.draw(st.sets(st.sampled_from(devices)))
    more = lost | data.draw(st.sets(st.sampled_from(devices)))
    before, after = (
        graph.standings({d: Fact(Condition.ABSENT if d in gone else Condition.OK) for d in devices})
        for gone in (lost, more)
    )
    for key, standing in after.items():
        assert LEVELS.index(standing.level) >= LEVELS.index(before[key].level)
        assert {loss.device for loss in standing.losses} <= more
        assert bool(standing.losses) == bool(standing.still) == (standing.level is not Level.AVAILABLE)
        assert all(after[name].level is not Level.UNAVAILABLE for name in standing.still)


# --- tables that cannot be right


def small(*edges: Edge, last: str = "b") -> CapabilityGraph:
    return CapabilityGraph([Capability("root", "device")], [Service("a"), Service("b"), Service("c")], edges, last)


@pytest.mark.parametrize(
    ("edges", "complaint"),
    [
        ((Edge("a", Bond.NEEDS, "c"), Edge("c", Bond.BETTER_WITH, "a")), "a circle of needs"),
        ((Edge("a", Bond.NEEDS, "a"),), "a circle of needs"),
        ((Edge("a", Bond.NEEDS, "nobody"),), "nobody"),
        ((Edge("root", Bond.NEEDS, "a"),), "root"),
        ((Edge("a", Bond.NEEDS, "root", ("root",)),), "root"),
        ((Edge("b", Bond.NEEDS, "root"),), "last resort"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(edges: tuple[Edge, ...], complaint: str) -> None:
    with pytest.raises(GraphError, match=complaint):
        small(*edges)


def test_one_name_for_two_things_is_refused() -> None:
    with pytest.raises(GraphError, match="twice"):
        CapabilityGraph([Capability("a", "device")], [Service("a")], [], "a")


# --- the house's own table


def test_the_conditions_are_the_states_of_health() -> None:
    assert {condition.value for condition in Condition} == {state.value for state in HealthState}


def test_in_a_house_where_everything_works_nothing_is_said() -> None:
    assert changed(HOUSE.standings(WELL)) == {}


def test_without_receipt_paper_the_account_remains_and_the_receipt_is_kept() -> None:
    found = without("receipt_printer", "media-empty")
    assert found["pay_cash"] == Standing(Level.UNAVAILABLE, (Loss("receipt_printer", "media-empty"),), ("pay_account",))
    assert (found["pay_account"].level, found["pay_account"].still) == (Level.LIMITED, ("kept_receipt",))
    assert (found["repair"].level, found["repair"].still) == (Level.LIMITED, ("case_number",))
    assert level_of("send_fax", {**WELL, "receipt_printer": Fact(Condition.ABSENT)}) is Level.AVAILABLE


def test_without_a_line_repairs_remain() -> None:
    found = without("fax_line", "port-missing", Condition.ABSENT)
    assert (found["send_fax"].losses, found["send_fax"].still) == ((Loss("fax_line", "absent"),), ("repair",))
    assert changed(found).keys() == {"send_fax", "place_call", "receive_fax", "collect_fax"}


def test_a_full_disk_or_a_modem_that_only_sends_stops_receiving_alone() -> None:
    full = HOUSE.standings(
        {**WELL, "fax_line": Fact(Condition.TROUBLE, DISK_NEARLY_FULL), "storage": Fact(Condition.TROUBLE)}
    )
    sends = without("fax_line", SENDS_ONLY, Condition.OK)
    for found, cause in ((full, Loss("storage", "full")), (sends, Loss("fax_line", SENDS_ONLY))):
        assert changed(found) == {"receive_fax": Level.UNAVAILABLE, "collect_fax": Level.LIMITED}
        assert found["receive_fax"].losses == (cause,)


PAYING = {"pay_account", "pay_cash", "pay_voucher", "pay_machine", "pay_qr"}


@given(FACTS)
def test_k1_on_books_that_are_damaged_or_take_no_writing_nothing_can_be_paid_and_a_fax_says_so_first(
    facts: dict[str, Fact],
) -> None:
    for device in ("books", "books_disk"):
        found = HOUSE.standings({**facts, device: Fact(Condition.TROUBLE)})
        assert {found[key].level for key in PAYING} == {Level.UNAVAILABLE}
        assert found["send_fax"].level is not Level.AVAILABLE


def test_k1_with_damaged_books_faxes_are_sent_and_cannot_be_paid_with_a_full_disk_nothing_is_taken_on() -> None:
    damaged, full = without("books"), without("books_disk")
    assert changed(damaged) == {"send_fax": Level.LIMITED} | dict.fromkeys(PAYING, Level.UNAVAILABLE)
    assert damaged["send_fax"].losses == (Loss("books", "damaged"),)
    kept = {"send_fax", "place_call", "collect_fax", "print_document", "repair", "feedback"}
    assert changed(full) == dict.fromkeys(PAYING | kept, Level.UNAVAILABLE)
    assert full["repair"] == Standing(Level.UNAVAILABLE, (Loss("books_disk", "full"),), ("call_clerk",))


def test_a_closed_counter_refuses_no_cash_and_tells_when_it_opens() -> None:
    found = without("counter", condition=Condition.ABSENT)
    assert changed(found) == {"pay_cash": Level.LIMITED, "pay_voucher": Level.LIMITED}
    assert found["pay_cash"].losses == (Loss("counter", "closed"),)


def test_no_receipt_paper_outside_the_hours_tells_the_paper_only() -> None:
    found = HOUSE.standings({**WELL, "receipt_printer": Fact(Condition.TROUBLE), "counter": Fact(Condition.ABSENT)})
    assert found["pay_cash"].losses == (Loss("receipt_printer", "other"),)


def test_without_a_stick_slot_the_clerk_remains_and_a_document_taken_in_can_still_be_sent() -> None:
    found = without("media", "media-unavailable")
    assert (found["send_fax"].level, found["send_fax"].still) == (Level.UNAVAILABLE, ("call_clerk",))
    assert found["place_call"].level is Level.AVAILABLE


@pytest.mark.parametrize(
    ("fact", "cause"),
    [
        (None, "starting"),
        (Fact(Condition.UNKNOWN), "starting"),
        (Fact(Condition.UNKNOWN, "spooler"), "other"),
        (Fact(Condition.OK, "media-low"), ""),
        (Fact(Condition.TROUBLE, "media-needed"), "media-empty"),
        (Fact(Condition.TROUBLE, "interlock-open"), "cover-open"),
        (Fact(Condition.TROUBLE, "fuser-over-temp"), "other"),
        (Fact(Condition.ABSENT, "offline"), "absent"),
        (Fact(Condition.ABSENT, UNFITTED), UNFITTED),
    ],
)
def test_a_printer_s_many_words_become_few_causes(fact: Fact | None, cause: str) -> None:
    paper = next(capability for capability in HOUSE.capabilities if capability.key == "receipt_paper")
    loss = paper.loss(fact)
    assert (loss.cause if loss else "") == cause


def test_a_modem_that_has_not_been_asked_yet_is_trusted_and_one_nobody_told_of_is_not() -> None:
    line = next(capability for capability in HOUSE.capabilities if capability.key == "line_can_call")
    assert line.loss(Fact(Condition.UNKNOWN)) is None
    assert line.loss(None) == Loss("fax_line", "starting")


def test_every_combination_of_conditions_leaves_a_way_to_call_the_clerk() -> None:
    for conditions in product(Condition, repeat=4):
        facts = dict(zip(("fax_line", "receipt_printer", "form_printer", "media"), map(Fact, conditions), strict=True))
        assert level_of("call_clerk", facts) is Level.AVAILABLE
