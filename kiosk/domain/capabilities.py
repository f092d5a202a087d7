"""What can be done now, why not, and what still can: computed over the states of devices (K2).

Owns the graph: capabilities are roots, each lost or not by what one device says; services stand on capabilities and on
each other. Knows no device and no sentence: a loss is a device and a cause, a remedy is another service, and both are
keys. The house's own table is ``offer.py``; ``kiosk/desk/status.py`` brings the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

T = TypeVar("T")

UNFITTED = "unfitted"  # reason of an absent device that this kiosk was never given: nobody has to mend anything


class GraphError(ValueError):
    """A table that cannot be right: an unknown name, one name twice, a circle of needs."""


class Condition(StrEnum):
    """How a device is, best first: the states of health the house knows, as plain values."""

    OK = "ok"
    UNKNOWN = "unknown"  # not asked yet, or nobody could answer
    TROUBLE = "trouble"
    ABSENT = "absent"


@dataclass(frozen=True)
class Fact:
    """What a device says of itself; ``reason`` is its own word, and any word is possible."""

    condition: Condition
    reason: str = ""


@dataclass(frozen=True)
class Loss:
    """A root cause: ``device`` is why a capability is not there; ``cause`` is one of a closed set."""

    device: str
    cause: str

    @property
    def key(self) -> str:
        """Names the sentence."""
        return f"{self.device}.{self.cause}"


@dataclass(frozen=True)
class Capability:
    """Something the kiosk is able to do while ``device`` is well enough.

    ``told`` maps reasons to causes that people are told apart; every other one is ``other``. ``single`` is the one
    cause of a device whose troubles look alike to people. ``spared_by`` are reasons that trouble the device and leave
    this capability; ``lost_by`` take it although the device works otherwise. ``trusted`` until it is asked first.
    """

    key: str
    device: str
    told: Mapping[str, str] = field(default_factory=dict)
    single: str = ""
    spared_by: frozenset[str] = frozenset()
    lost_by: frozenset[str] = frozenset()
    trusted: bool = False

    @property
    def causes(self) -> frozenset[str]:
        """Every cause ``loss`` can name."""
        return frozenset(
            {self.single} if self.single else {"starting", "absent", UNFITTED, "other", *self.told.values()}
        )

    def loss(self, fact: Fact | None) -> Loss | None:
        """Why the capability is not there, or None while it is. ``fact`` None: nothing was ever said of the device."""
        if fact is None:
            return self._named("starting")
        if fact.condition is Condition.ABSENT:
            return self._named(UNFITTED if fact.reason == UNFITTED else self.told.get(fact.reason, "absent"))
        if fact.reason in self.lost_by:
            return self._named(self.told.get(fact.reason, "other"))
        if fact.condition is Condition.OK or fact.reason in self.spared_by:
            return None
        if fact.condition is Condition.TROUBLE:
            return self._named(self.told.get(fact.reason, "other"))
        unasked = "other" if fact.reason else "starting"
        return None if self.trusted else self._named(self.told.get(fact.reason, unasked))

    def _named(self, cause: str) -> Loss:
        return Loss(self.device, self.single or cause)


class Audience(StrEnum):
    """Whose business a service is: what only the staff can mend or miss is not told to an owner."""

    OWNER = "owner"
    STAFF = "staff"


@dataclass(frozen=True)
class Service:
    """Something a person comes for, or a part of it."""

    key: str
    audience: Audience = Audience.OWNER


class Bond(StrEnum):
    """NEEDS: nothing without it; BETTER_WITH: works, and something of it is missing."""

    NEEDS = "needs"
    BETTER_WITH = "better with"


@dataclass(frozen=True)
class Edge:
    """``service`` stands on ``on``, a capability or another service.

    ``instead`` are the services that remain when it breaks; without any, those of ``on`` itself.
    """

    service: str
    bond: Bond
    on: str
    instead: tuple[str, ...] = ()


class Level(StrEnum):
    """How much of a service can be had, best first."""

    AVAILABLE = "available"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Standing:
    """A service now: the root causes of what is missing, in the table's order, and the services that still work."""

    level: Level
    losses: tuple[Loss, ...] = ()
    still: tuple[str, ...] = ()


_WELL = Standing(Level.AVAILABLE)


class CapabilityGraph:
    """A table, checked once; ``standings`` computes every service from the facts, always and the same.

    ``last_resort`` is the service that is named where nothing else remains: it may need nothing.
    """

    def __init__(
        self,
        capabilities: Sequence[Capability],
        services: Sequence[Service],
        edges: Sequence[Edge],
        last_resort: str,
    ) -> None:
        self.capabilities, self.services, self.edges = tuple(capabilities), tuple(services), tuple(edges)
        self.last_resort = last_resort
        self._below = {service.key: tuple(e for e in edges if e.service == service.key) for service in services}
        self._refuse_wrong_names()
        if any(edge.service == last_resort and edge.bond is Bond.NEEDS for edge in edges):
            raise GraphError(f"the last resort {last_resort} needs something")
        self._order = self._in_order()

    @property
    def causes(self) -> tuple[Loss, ...]:
        """Every root cause there can be: each needs a sentence."""
        found = [Loss(c.device, cause) for c in self.capabilities for cause in sorted(c.causes)]
        return tuple(dict.fromkeys(found))

    @property
    def remedies(self) -> tuple[str, ...]:
        """Every service that can be named as still working: each needs a sentence."""
        return tuple(dict.fromkeys([*(name for edge in self.edges for name in edge.instead), self.last_resort]))

    def standings(self, facts: Mapping[str, Fact]) -> dict[str, Standing]:
        """Every service by its key, in the table's order. ``facts`` by device; a device without one is starting."""
        found: dict[str, Standing] = {}
        for capability in self.capabilities:
            loss = capability.loss(facts.get(capability.device))
            found[capability.key] = Standing(Level.UNAVAILABLE, (loss,)) if loss else _WELL
        for key in self._order:
            found[key] = self._judge(key, found)
        return {service.key: self._with_what_works(service.key, found) for service in self.services}

    # --- the table

    def _refuse_wrong_names(self) -> None:
        services = [service.key for service in self.services]
        names = [*(capability.key for capability in self.capabilities), *services]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise GraphError(f"named twice: {sorted(twice)}")
        ends = {edge.on for edge in self.edges} - set(names)
        wrong = ends | ({edge.service for edge in self.edges} | set(self.remedies)) - set(services)
        if wrong:
            raise GraphError(f"not in the table, or no service: {sorted(wrong)}")

    def _in_order(self) -> tuple[str, ...]:
        """Services, each after everything it stands on."""
        keys = [service.key for service in self.services]
        below = {key: [edge.on for edge in self._below[key] if edge.on in keys] for key in keys}
        try:
            return tuple(TopologicalSorter(below).static_order())
        except CycleError as error:
            raise GraphError(f"a circle of needs: {' -> '.join(error.args[1])}") from error

    # --- one service

    def _judge(self, key: str, found: Mapping[str, Standing]) -> Standing:
        broken = [edge for edge in self._below[key] if found[edge.on].level is not Level.AVAILABLE]
        fatal = [e for e in broken if e.bond is Bond.NEEDS and found[e.on].level is Level.UNAVAILABLE]
        if not broken:
            return _WELL
        told = fatal or broken  # what only makes it worse is no reason for what cannot be had at all
        losses = _once(loss for edge in told for loss in found[edge.on].losses)
        still = _once(name for edge in told for name in edge.instead or found[edge.on].still)
        return Standing(Level.UNAVAILABLE if fatal else Level.LIMITED, losses, still)

    def _with_what_works(self, key: str, found: Mapping[str, Standing]) -> Standing:
        """Nothing is offered instead that cannot be had itself."""
        standing = found[key]
        if standing.level is Level.AVAILABLE:
            return standing
        works = tuple(n for n in standing.still if n != key and found[n].level is not Level.UNAVAILABLE)
        return Standing(standing.level, standing.losses, works or (self.last_resort,))


def _once(names: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(names))
