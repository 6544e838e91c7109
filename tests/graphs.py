"""Draws `docs/graphs.md` from the tables in code: python -m tests.graphs > docs/graphs.md."""

import sys
from collections.abc import Iterator
from typing import Any

from server.counting.states import COUNT, STOCKTAKE
from server.exceptions.states import EXCEPTION
from server.graph import Graph
from server.identity.states import APPROVAL
from server.inbound.states import PUT_AWAY, RECEIPT
from server.orders.states import ORDER
from server.outbound.states import PICK_LINE, PICK_LIST, WAVE
from server.printing.states import PRINT_JOB
from server.purchasing.states import PURCHASE_ORDER
from server.returns.states import RETURN
from server.shipping.states import CARTON
from server.stock.tables import RESERVATION
from server.work.states import TASK

GROUPS: dict[str, dict[str, list[Graph[Any]]]] = {
    "Goods that go out": {
        "server/orders/states.py": [ORDER],
        "server/stock/tables.py": [RESERVATION],
        "server/outbound/states.py": [WAVE, PICK_LIST, PICK_LINE],
        "server/shipping/states.py": [CARTON],
    },
    "Goods that come in": {
        "server/purchasing/states.py": [PURCHASE_ORDER],
        "server/inbound/states.py": [RECEIPT, PUT_AWAY],
        "server/returns/states.py": [RETURN],
    },
    "Work on the floor": {
        "server/work/states.py": [TASK],
        "server/counting/states.py": [COUNT, STOCKTAKE],
        "server/printing/states.py": [PRINT_JOB],
    },
    "What waits for a person": {
        "server/exceptions/states.py": [EXCEPTION],
        "server/identity/states.py": [APPROVAL],
    },
}

HEAD = """# How documents move

A document changes its state only along these edges; each graph is one table in code, kept by
`server/graph.py` whoever sets the state, and what is posted is corrected by reversal only. An edge
from a state to itself: it is done again, by another person or with more of it. Drawn from the code,
checked by a test.
"""


def drawn() -> str:
    return "\n".join([HEAD, *_sections()])


def all_graphs() -> list[Graph[Any]]:
    return [graph for group in GROUPS.values() for graphs in group.values() for graph in graphs]


def _sections() -> Iterator[str]:
    for title, group in GROUPS.items():
        yield f"## {title}\n"
        for path, graphs in group.items():
            for graph in graphs:
                yield f"### {graph.document} (`{path}`)\n"
                yield "```mermaid\nstateDiagram-v2"
                yield from _edges(graph)
                yield "```\n"


def _edges(graph: Graph[Any]) -> Iterator[str]:
    for start in sorted(state.value for state in graph.starts):
        yield f"    [*] --> {start}"
    for source, targets in graph.edges.items():
        for target in sorted(state.value for state in targets):
            yield f"    {source.value} --> {target}"
        if not targets:
            yield f"    {source.value} --> [*]"


if __name__ == "__main__":
    sys.stdout.write(drawn())
