"""The graph of a count."""

from server.counting.wire.counts import CountState
from server.graph import Graph

ASKED, OPEN, AGAIN, WAITING, POSTED, REOPENED, CLOSED = CountState

COUNT = Graph(
    "Count",
    starts=frozenset({ASKED}),
    edges={
        ASKED: frozenset({ASKED, OPEN, POSTED, REOPENED, CLOSED}),
        OPEN: frozenset({ASKED, AGAIN, WAITING, POSTED, REOPENED, CLOSED}),
        AGAIN: frozenset({OPEN, ASKED, POSTED, REOPENED, CLOSED}),
        WAITING: frozenset({ASKED, POSTED, REOPENED, CLOSED}),
        POSTED: frozenset({REOPENED, CLOSED}),  # a zero check that was a mistake
        REOPENED: frozenset({REOPENED, OPEN, ASKED, POSTED, CLOSED}),
        CLOSED: frozenset(),
    },
)
