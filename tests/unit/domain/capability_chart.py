"""The picture of the capabilities in docs/ui.md, drawn from the table.

Owns the Mermaid text. Printed by ``python -m tests.unit.domain.capability_chart``; ``test_capability_chart.py``
says when the page is behind the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.capabilities import Audience, Bond, CapabilityGraph
from kiosk.domain.offer import house_graph

_ARROWS = {Bond.NEEDS: "-->", Bond.BETTER_WITH: "-.->"}


def chart(graph: CapabilityGraph) -> str:
    """Devices at the left, capabilities, then services; a service of the staff has a double border."""
    return "\n".join(("flowchart LR", *(f"    {line}" for line in _lines(graph)))) + "\n"


def _lines(graph: CapabilityGraph) -> Iterator[str]:
    for device in dict.fromkeys(capability.device for capability in graph.capabilities):
        yield f"device_{device}([{_words(device)}])"
    for capability in graph.capabilities:
        yield f"device_{capability.device} --- can_{capability.key}({_words(capability.key)})"
    joined = {name for edge in graph.edges for name in (edge.service, edge.on)}
    for service in graph.services:
        if service.key in joined:
            left, right = ("[", "]") if service.audience is Audience.OWNER else ("[[", "]]")
            yield f"{service.key}{left}{_words(service.key)}{right}"
    capabilities = {capability.key for capability in graph.capabilities}
    for edge in graph.edges:
        source = f"can_{edge.on}" if edge.on in capabilities else edge.on
        yield f"{source} {_ARROWS[edge.bond]} {edge.service}"


def _words(key: str) -> str:
    return key.replace("_", " ")


if __name__ == "__main__":
    print(chart(house_graph()), end="")
