"""The graph of an approval."""

from server.graph import Graph
from server.identity.wire.approvals import ApprovalState

WAITING, APPROVED, REFUSED = ApprovalState

APPROVAL = Graph(
    "Approval",
    starts=frozenset({WAITING}),
    edges={
        WAITING: frozenset({APPROVED, REFUSED}),
        APPROVED: frozenset(),
        REFUSED: frozenset(),
    },
)
