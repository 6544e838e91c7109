"""The graph of a print job."""

from server.graph import Graph
from server.printing.wire import JobState

QUEUED, SENDING, PRINTED, FAILED, CANCELLED, UNCONFIRMED = JobState

PRINT_JOB = Graph(
    "Print job",
    starts=frozenset({QUEUED}),
    edges={
        QUEUED: frozenset({SENDING, FAILED, CANCELLED}),
        SENDING: frozenset({PRINTED, UNCONFIRMED, QUEUED}),  # again: not one byte has left
        PRINTED: frozenset(),
        FAILED: frozenset({CANCELLED}),
        CANCELLED: frozenset(),
        UNCONFIRMED: frozenset({PRINTED, FAILED, CANCELLED}),
    },
)
