"""What decides the behaviour of an object, as a value: two objects with the same one behave alike.

Owns the reading of attributes, however deep. Refuses to know which of them matter: that is an argument. Called by the
machines of the charts.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping


def situation_of(value: object, ignored: Collection[str] = ()) -> Hashable:
    """``value`` and all in it but attributes of these names; octets by their presence, methods by their name."""
    match value:
        case bytes() | bytearray():
            return bool(value)
        case str() | int() | float() | None:
            return value
        case Mapping():
            return frozenset((situation_of(key, ignored), situation_of(item, ignored)) for key, item in value.items())
        case list() | tuple():
            return tuple(situation_of(item, ignored) for item in value)
        case set() | frozenset():
            return frozenset(situation_of(item, ignored) for item in value)
        case _ if callable(value):
            return getattr(value, "__qualname__", type(value).__name__)
    attributes = {name: item for name, item in vars(value).items() if name not in ignored}
    return type(value).__name__, situation_of(attributes, ignored)
