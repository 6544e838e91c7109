"""Draws `docs/graphs.md` from the tables in code: python -m tests.graphs > docs/graphs.md."""

import sys
from collections.abc import Iterator, Mapping
from enum import Enum

from server.counting.states import GRAPH as COUNTS
from server.orders.states import GRAPH as ORDERS
from server.purchasing.states import GRAPH as PURCHASE_ORDERS
from server.shipping.states import GRAPH as CARTONS

Graph = Mapping[Enum, frozenset[Enum]]

DOCUMENTS: dict[str, Mapping[object, frozenset[object]]] = {
    "Sales order (`server/orders/states.py`)": ORDERS,  # type: ignore[dict-item]
    "Purchase order (`server/purchasing/states.py`)": PURCHASE_ORDERS,  # type: ignore[dict-item]
    "Carton (`server/shipping/states.py`)": CARTONS,  # type: ignore[dict-item]
    "Count (`server/counting/states.py`)": COUNTS,  # type: ignore[dict-item]
}

HEAD = """# How documents move

A document changes its state only along these edges; each graph is one table in code, and what is
posted is corrected by reversal only. Drawn from the code, checked by a test.
"""


def drawn() -> str:
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for title, graph in DOCUMENTS.items():
        yield f"## {title}\n"
        yield "```mermaid\nstateDiagram-v2"
        for source, targets in graph.items():
            for target in sorted(targets, key=str):
                yield f"    {_word(source)} --> {_word(target)}"
            if not targets:
                yield f"    {_word(source)} --> [*]"
        yield "```\n"


def _word(state: object) -> str:
    return str(state.value) if isinstance(state, Enum) else str(state)


if __name__ == "__main__":
    sys.stdout.write(drawn())
