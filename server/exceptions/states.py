"""The graph of an exception."""

from server.exceptions.wire import ExceptionState
from server.graph import Graph

OPEN, ACCEPTED, RESOLVED = ExceptionState

EXCEPTION = Graph(
    "Exception",
    starts=frozenset({OPEN}),
    edges={
        OPEN: frozenset({ACCEPTED, RESOLVED}),
        ACCEPTED: frozenset(),
        RESOLVED: frozenset(),
    },
)
