"""The ways a count may go, in one table."""

from server.counting.tables import StockCount
from server.counting.wire import CountState
from server.errors import Refusal

ASKED, OPEN, AGAIN, WAITING, POSTED, REOPENED, CLOSED = CountState

GRAPH: dict[CountState, frozenset[CountState]] = {
    ASKED: frozenset({OPEN, POSTED, REOPENED, CLOSED}),
    OPEN: frozenset({ASKED, AGAIN, WAITING, POSTED, REOPENED, CLOSED}),
    AGAIN: frozenset({OPEN, ASKED, POSTED, REOPENED, CLOSED}),
    WAITING: frozenset({ASKED, POSTED, REOPENED, CLOSED}),
    POSTED: frozenset({REOPENED}),
    REOPENED: frozenset({OPEN, ASKED, POSTED, CLOSED}),
    CLOSED: frozenset(),
}


def go(count: StockCount, state: CountState, *, worker: str | None = None) -> None:
    """Moves a count on; `worker` is who has it open. Refused: 409 `wrong_state`."""
    if state is not count.state and state not in GRAPH[count.state]:
        raise Refusal(
            409,
            "wrong_state",
            f"Count {count.id} is {count.state.value}, it can't become {state.value}.",
        )
    count.state, count.worker = state, worker
