"""The graphs of a wave, a pick list and a pick line."""

from server.graph import Graph
from server.outbound.wire.lists import LineState, PickListState
from server.outbound.wire.plan import WaveState

WAVE = Graph(
    "Wave",
    starts=frozenset({WaveState.PLANNED}),
    edges={WaveState.PLANNED: frozenset({WaveState.DONE}), WaveState.DONE: frozenset()},
)

READY, PICKING, DONE, LIST_CANCELLED = PickListState

PICK_LIST = Graph(
    "Pick list",
    starts=frozenset({READY}),
    edges={
        READY: frozenset({PICKING, LIST_CANCELLED}),
        PICKING: frozenset({DONE, LIST_CANCELLED}),
        DONE: frozenset({PICKING}),  # its last drop is taken back
        LIST_CANCELLED: frozenset(),
    },
)

OPEN, PICKED, SHORT, MOVED, CANCELLED = LineState

PICK_LINE = Graph(
    "Pick line",
    starts=frozenset({OPEN}),
    edges={
        OPEN: frozenset({OPEN, PICKED, SHORT, MOVED, CANCELLED}),  # some of it was put back
        PICKED: frozenset({OPEN, MOVED}),  # put back: while its list is walked, or later
        SHORT: frozenset(),
        MOVED: frozenset(),
        CANCELLED: frozenset(),
    },
)
