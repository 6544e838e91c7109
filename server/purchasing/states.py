"""The graph of a purchase order."""

from server.graph import Graph
from server.purchasing.wire import PurchaseOrderState

DRAFT, OPEN, RECEIVING, CLOSED, CANCELLED = PurchaseOrderState

PURCHASE_ORDER = Graph(
    "Purchase order",
    starts=frozenset({DRAFT, OPEN}),
    edges={
        DRAFT: frozenset({OPEN, RECEIVING, CANCELLED}),  # its goods came before it was sent
        OPEN: frozenset({RECEIVING, CLOSED, CANCELLED}),
        RECEIVING: frozenset({CLOSED}),
        CLOSED: frozenset(),
        CANCELLED: frozenset(),
    },
)
