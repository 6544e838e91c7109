"""The graphs of a receipt and a put-away."""

from server.graph import Graph
from server.inbound.wire.put_away import PutAwayState
from server.inbound.wire.receipts import ReceiptState

RECEIPT = Graph(
    "Receipt",
    starts=frozenset({ReceiptState.OPEN}),
    edges={ReceiptState.OPEN: frozenset({ReceiptState.CLOSED}), ReceiptState.CLOSED: frozenset()},
)

OPEN, DONE, CANCELLED = PutAwayState

PUT_AWAY = Graph(
    "Put-away",
    starts=frozenset({OPEN}),
    edges={
        OPEN: frozenset({OPEN, DONE, CANCELLED}),
        # what was put of it stands at its source again
        DONE: frozenset({OPEN}),
        CANCELLED: frozenset({OPEN}),
    },
)
