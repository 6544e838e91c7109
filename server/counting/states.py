"""The graphs of a count and of a stocktake."""

from server.counting.wire.counts import CountState
from server.counting.wire.stocktake import StocktakeState
from server.graph import Graph

ASKED, OPEN, AGAIN, WAITING, POSTED, REOPENED, CLOSED, COUNTED = CountState

COUNT = Graph(
    "Count",
    starts=frozenset({ASKED}),
    edges={
        ASKED: frozenset({ASKED, OPEN, COUNTED, POSTED, REOPENED, CLOSED}),
        OPEN: frozenset({ASKED, AGAIN, WAITING, COUNTED, POSTED, REOPENED, CLOSED}),
        AGAIN: frozenset({OPEN, ASKED, COUNTED, POSTED, REOPENED, CLOSED}),
        WAITING: frozenset({ASKED, COUNTED, POSTED, REOPENED, CLOSED}),
        POSTED: frozenset({REOPENED, CLOSED}),  # a zero check that was a mistake
        REOPENED: frozenset({REOPENED, OPEN, ASKED, COUNTED, POSTED, CLOSED}),
        CLOSED: frozenset(),
        COUNTED: frozenset({ASKED, POSTED, REOPENED, CLOSED}),
    },
)

STOCKTAKE = Graph(
    "Stocktake",
    starts=frozenset({StocktakeState.OPEN}),
    edges={
        StocktakeState.OPEN: frozenset({StocktakeState.ENDED}),
        StocktakeState.ENDED: frozenset(),
    },
)
