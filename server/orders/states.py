"""The graph of a sales order."""

from server.graph import Graph
from server.orders.wire import OrderState

NEW, HELD, RELEASED, DONE, CANCELLED = OrderState

OPEN = (NEW, HELD, RELEASED)

ORDER = Graph(
    "Sales order",
    starts=frozenset({NEW, HELD}),
    edges={
        NEW: frozenset({HELD, RELEASED, CANCELLED}),
        # done: its last carton left all the same, and was told as it is
        HELD: frozenset({NEW, RELEASED, DONE, CANCELLED}),
        RELEASED: frozenset({HELD, DONE, CANCELLED}),
        DONE: frozenset({RELEASED}),  # a carton that had left came back
        CANCELLED: frozenset(),
    },
)
