"""The graph of a task."""

from server.graph import Graph
from server.work.wire import TaskState

READY, WAITING, ASSIGNED, ACTIVE, PARKED, DONE, CANCELLED = TaskState

_ANYWHERE = frozenset({READY, ASSIGNED, ACTIVE, PARKED, DONE, CANCELLED})
"""Whoever has it may change without its state: another worker's, or the same one's again."""

TASK = Graph(
    "Task",
    starts=frozenset({READY, WAITING}),
    edges={
        READY: _ANYWHERE,
        WAITING: frozenset({READY, DONE, CANCELLED}),
        ASSIGNED: _ANYWHERE,
        ACTIVE: _ANYWHERE,
        PARKED: _ANYWHERE,
        DONE: frozenset(),
        CANCELLED: frozenset(),
    },
)
