"""The graph of a return."""

from server.graph import Graph
from server.returns.wire import ReturnState

RETURN = Graph(
    "Return",
    starts=frozenset({ReturnState.OPEN}),
    edges={ReturnState.OPEN: frozenset({ReturnState.CLOSED}), ReturnState.CLOSED: frozenset()},
)
