"""The tests of the devices in words: steps as rungs, outcomes, what to do, what was measured (J3). Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.desk.views import SelfTestKind, SelfTestState, SelfTestView
from kiosk.ui.look import Look
from kiosk.ui.screens.staff_words import reason_words
from kiosk.ui.theme import Colour
from kiosk.ui.widgets.ladder import Rung, RungState

ICONS = {
    SelfTestKind.LAMPS: "lightbulb",
    SelfTestKind.RECEIPT_PAGE: "receipt_long",
    SelfTestKind.FORM_PAGE: "print",
    SelfTestKind.MODEM: "router",
    SelfTestKind.LOOPBACK: "fax",
    SelfTestKind.SYNC: "sync",
    SelfTestKind.GLASS: "touch_app",
}
_MEASURED = (
    *("modem", "classes", "used_class", "sends", "receives", "took_ms", "far_ident", "speed", "took_s"),
    *("round_trip_ms", "record", "waiting", "said", "missed"),
)
_ANSWERS = {"yes": RungState.DONE, "no": RungState.FAILED, "none": RungState.UNKNOWN}


def rungs_of(look: Look, test: SelfTestView) -> tuple[Rung, ...]:
    """Every step: done, under way, failed, or to come."""
    reached = test.steps.index(test.step) if test.step in test.steps else -1
    names = [f"{_family(test.kind)}.{step}" for step in test.steps]
    return tuple(
        Rung(_state(test, number, reached), look.tr(f"self_test.step.{name}")) for number, name in enumerate(names)
    )


def _family(kind: SelfTestKind) -> str:
    return "page" if kind in (SelfTestKind.RECEIPT_PAGE, SelfTestKind.FORM_PAGE) else kind.value


def _state(test: SelfTestView, number: int, reached: int) -> RungState:
    answer = test.answers.get(test.steps[number])
    if answer is not None:
        return _ANSWERS[answer]
    if number > reached:
        return RungState.TO_COME
    if number < reached or test.state is SelfTestState.PASSED:
        return RungState.DONE
    return {SelfTestState.FAILED: RungState.FAILED, SelfTestState.RUNNING: RungState.CURRENT}.get(
        test.state, RungState.UNKNOWN
    )


def outcome_words(look: Look, test: SelfTestView) -> str:
    """In two words."""
    return look.tr(f"self_test.state.{test.state}")


def outcome_colour(look: Look, test: SelfTestView) -> Colour:
    """Failed is vermilion, doubt and what goes on ochre, all well pine."""
    match test.state:
        case SelfTestState.PASSED:
            return look.colours.accent
        case SelfTestState.FAILED:
            return look.colours.seal
        case SelfTestState.UNKNOWN | SelfTestState.WAITING | SelfTestState.RUNNING:
            return look.colours.ochre
        case SelfTestState.CANCELLED:
            return look.colours.ink2
        case _:
            assert_never(test.state)


def outcome_icon(test: SelfTestView) -> str:
    """Shapes differ, not only colours."""
    icons = {SelfTestState.PASSED: "check_circle", SelfTestState.FAILED: "error", SelfTestState.CANCELLED: "close"}
    return icons.get(test.state, "warning")


def told(look: Look, test: SelfTestView) -> str:
    """Why, and what to do; for a test that passed, what it says."""
    parts = [_why(look, test), _remedy(look, test)]
    return "\n".join(part for part in parts if part)


def _why(look: Look, test: SelfTestView) -> str:
    tr = look.tr
    if test.state is SelfTestState.PASSED:
        return tr(f"self_test.passed.{_family(test.kind)}")
    if not test.reason:
        return ""
    if test.reason == "lamp_not_seen":
        names = [f"lamps.{step}" for step in test.facts.get("unseen", "").split()]
        return tr("self_test.why.lamp_not_seen", lamps=", ".join(tr(f"self_test.step.{name}") for name in names))
    if key := _own_words(look, "self_test.why", test):
        return tr(key)
    outcome = f"line_log.outcome.{test.reason}"
    if test.kind is SelfTestKind.LOOPBACK and tr.has(outcome):
        return tr("self_test.why.call", outcome=tr(outcome))
    return tr("self_test.why.reason", reason=reason_words(look, test.reason))


def _own_words(look: Look, family: str, test: SelfTestView) -> str:
    """The key of a reason: this test's own, or one for all tests; empty if there is neither."""
    keys = (f"{family}.{test.kind}.{test.reason}", f"{family}.{test.reason}")
    return next((key for key in keys if test.reason and look.tr.has(key)), "")


def _remedy(look: Look, test: SelfTestView) -> str:
    if test.state is not SelfTestState.FAILED:
        return ""
    tr = look.tr
    if key := _own_words(look, "self_test.do", test):
        return tr(key)
    return tr(f"self_test.remedy.{_family(test.kind)}")


def measured(look: Look, test: SelfTestView) -> tuple[tuple[str, str], ...]:
    """Label and value of what is worth reading."""
    return tuple((look.tr(f"self_test.fact.{name}"), test.facts[name]) for name in _MEASURED if test.facts.get(name))
