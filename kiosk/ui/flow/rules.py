"""What must fit together in a flow: conditions look back, exits lead somewhere, a use case gets what it takes.

Owns every rule that needs more than one part of a file, or more than one file. Pure; called by ``loading.py`` and, for
the answers a field can have, by the tests that walk all flows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.vocabulary import ActShape, FlowError, Vocabulary

NEXT, HOME = "next", "home"
# The ways on that a kind takes besides the following step; a flow says where each leads.
EXITS: Mapping[type, tuple[str, ...]] = {s.FaxOutcome: ("account", "cash", "machine", "qr", "again", "after")}
CHECKS = ("answered", "own_words")
SOURCES = ("stick", "phone", "scanner")
SLIP_STATES = ("waiting", "printed", "trouble", "unknown", "failed")
_MOST_CHARACTERS = 200  # the desk takes no more (``desk.repairs.WORDS_LIMIT``)


def check_flow(flow: s.Flow, vocabulary: Vocabulary) -> None:
    """Raises FlowError that names file, step and field."""
    _Rules(flow, vocabulary).check()


def dangling(flows: Mapping[str, s.Flow]) -> tuple[str, FlowError] | None:
    """A flow with an exit that leads nowhere (the flow it led to may have been refused), or None."""
    for flow in flows.values():
        for step in flow.steps:
            for name, target in step.exits.items():
                if target != HOME and find(flows, step, target) is None:
                    return flow.key, FlowError(f"{flow.key}.toml: step {step.key!r}: exits.{name}: no step {target!r}")
    return None


def find(flows: Mapping[str, s.Flow], step: s.Step, target: str) -> s.Step | None:
    """The step that ``target`` (``STEP`` of the same flow, or ``FLOW:STEP``) names."""
    flow, _, key = target.rpartition(":")
    found = flows.get(flow or step.flow)
    return found.step(key) if found is not None else None


def answers_of(spec: s.FieldSpec) -> list[str] | None:
    """All answers a field can have; None: they are not known before."""
    match spec:
        case s.Cards() | s.Segments():
            return [option.answer for option in spec.options]
        case s.Toggle():
            return [spec.off.answer, spec.on.answer]
        case s.Items() | s.Words() | s.Count():
            return None


class _Rules:
    """The rules for one flow; knows the place it is at, and the fields that were asked before it."""

    def __init__(self, flow: s.Flow, vocabulary: Vocabulary) -> None:
        self._flow, self._vocabulary = flow, vocabulary
        self._place = f"{flow.key}.toml"
        self._known: dict[str, s.Field] = {}

    def check(self) -> None:
        """Every step in order; then what looks at all of them."""
        for step in self._flow.steps:
            self._place = f"{self._flow.key}.toml: step {step.key!r}"
            self._check_step(step)
        self._place = f"{self._flow.key}.toml"
        self._check_once([step.key for step in self._flow.steps], "step")
        if self._flow.steps[0].aside or self._flow.steps[0].when is not None:
            raise self._fail("the first step must be one that is always asked")
        price = self._flow.price
        if isinstance(price, s.PriceOfItem):
            self._need("price.field", price.field, s.Items)
            if price.urgency:
                self._need("price.urgency", price.urgency, s.Segments)
            if price.times:
                self._need("price.times", price.times, s.Count)
        if self._flow.tile is not None:
            self._check_plain("tile.id", [self._flow.tile.id, f"{self._flow.tile.id}.words"])

    def _check_step(self, step: s.Step) -> None:
        self._check_when(step.when)
        if not 0 <= step.strip <= self._flow.segments:
            raise self._fail(f"strip: {step.strip} of {self._flow.segments} segments")
        wanted, told = set(EXITS.get(type(step.spec), ())), set(step.exits)
        if wanted - told or told - wanted - {NEXT}:
            raise self._fail(f"exits: needs {sorted(wanted)}, has {sorted(told)}")
        match step.spec:
            case s.Form():
                self._check_form(step.spec)
            case s.Review():
                self._check_review(step.spec)
            case s.FaxQuote():
                self._shape(step.spec.act)
            case s.Requests():
                subjects = frozenset[str]().union(*(shape.subjects for shape in self._vocabulary.acts.values()))
                self._among("subject", [step.spec.subject], subjects)
            case s.Taken():
                self._check_plain("slip", [f"{step.spec.slip}.{state}" for state in SLIP_STATES])
            case s.Sources():
                self._among("sources", step.spec.sources, SOURCES)
                self._check_once(step.spec.sources, "source")
            case _:
                pass

    def _check_form(self, form: s.Form) -> None:
        mine = self._flow.step(form.mine) if form.mine else None
        if form.mine and (mine is None or not isinstance(mine.spec, s.Requests)):
            raise self._fail(f"mine: {form.mine!r} is no step of kind 'requests'")
        if form.mine and not form.mine_words:
            raise self._fail("mine_words: missing")
        here = self._place
        for asked in form.fields:
            self._place = f"{here}: field {asked.key!r}"
            self._check_field(asked)
            self._known[asked.key] = asked
        self._place = here

    def _check_field(self, asked: s.Field) -> None:
        if asked.key in self._known:
            raise self._fail("there is another field of this name")
        self._check_when(asked.when)
        self._among("checks", [check.check for check in asked.checks], CHECKS)
        for check in asked.checks:
            self._check_when(check.when)
        answers = answers_of(asked.spec)
        if answers is not None:
            self._check_once(answers, "answer")
            if len(answers) < 2:
                raise self._fail("options: needs at least two")
        match asked.spec:
            case s.Items():
                self._among("source", [asked.spec.source], self._vocabulary.lists)
            case s.Words():
                if not 0 < asked.spec.limit <= _MOST_CHARACTERS:
                    raise self._fail(f"limit: not between 1 and {_MOST_CHARACTERS} characters")
                if asked.spec.phrases_of:
                    self._need("phrases_of", asked.spec.phrases_of, s.Items | s.Cards)
            case s.Count():
                if not 0 <= asked.spec.least < asked.spec.most:
                    raise self._fail("least: must be below most, and not below 0")
            case s.Cards() | s.Segments() | s.Toggle():
                pass

    def _check_review(self, review: s.Review) -> None:
        for row in (*review.rows, review.long):
            if row.field:
                self._need("rows", row.field)
            unknown = self._vocabulary.values_of(row.words) - {row.field} if row.words else set()
            if unknown or (row.words and not row.field):
                raise self._fail(f"rows: the sentence {row.words!r} must tell its row's field and nothing else")
            self._check_when(row.when)
        for sentence in review.sentences:
            self._check_when(sentence.when)
        shape = self._shape(review.act)
        self._among("subject", [review.subject], shape.subjects)
        self._among("takes", review.takes, shape.needs | shape.takes)
        if missing := shape.needs - set(review.takes):
            raise self._fail(f"takes: {review.act} needs {sorted(missing)[0]!r}")
        for part, names in review.takes.items():
            if not names:
                raise self._fail(f"takes.{part}: names no field")
            for name in names:
                self._need(f"takes.{part}", name)

    def _check_when(self, when: s.When | None) -> None:
        if when is None:
            return
        asked = self._need("when.field", when.field)
        if when.priced is not None:
            self._need("when.field", when.field, s.Items)
        if (when.priced is None) is not bool(when.one_of):
            raise self._fail(f"when: {when.field!r} needs either one_of or priced")
        answers = answers_of(asked.spec)
        if answers is not None:
            self._among("when.one_of", when.one_of, answers)

    # --- words for what is wrong --------------------------------------------------------------------------------

    def _fail(self, words: str) -> FlowError:
        return FlowError(f"{self._place}: {words}")

    def _shape(self, act: str) -> ActShape:
        self._among("act", [act], self._vocabulary.acts)
        return self._vocabulary.acts[act]

    def _need(self, what: str, name: str, kind: Any = None) -> s.Field:
        """The earlier field of this name and, if one is asked for, kind."""
        if name not in self._known:
            raise self._fail(f"{what}: there is no earlier field {name!r}")
        if kind is not None and not isinstance(self._known[name].spec, kind):
            raise self._fail(f"{what}: field {name!r} is of another kind")
        return self._known[name]

    def _among(self, what: str, names: Iterable[str], allowed: Iterable[str]) -> None:
        for name in names:
            if name not in set(allowed):
                raise self._fail(f"{what}: {name!r} is none of {', '.join(sorted(allowed))}")

    def _check_plain(self, what: str, keys: Iterable[str]) -> None:
        """Keys that are put together: each has a sentence, which asks for nothing."""
        for key in keys:
            if not self._vocabulary.has_text(key) or self._vocabulary.values_of(key):
                raise self._fail(f"{what}: there is no sentence {key!r} in every language")

    def _check_once(self, names: Iterable[str], what: str) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise self._fail(f"{what} {name!r} is there twice")
            seen.add(name)
