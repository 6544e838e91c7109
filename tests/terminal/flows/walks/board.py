"""The board, walked by scans alone."""

from labels.codes import number_code
from server.counting.wire.stocktake import (
    PostStocktake,
    StartStocktake,
    StocktakeState,
    StocktakeView,
)
from server.work.wire import ReleaseTask, TaskKind, TaskState, TaskView
from terminal.flows.board import BoardView, board
from tests.terminal.flows.replies import NOW
from tests.terminal.flows.walks.walk import ONE, THREE, Walk

TASK = TaskView(
    task=9, kind=TaskKind.PICK, document="PL1", state=TaskState.ACTIVE, priority=5, worker="ANNA"
)


RUNNING = StocktakeView(
    stocktake=3,
    zone="A",
    state=StocktakeState.OPEN,
    started_by="person:SUE",
    started_at=NOW,
    places=4,
    to_count=1,
    again=0,
    waiting=0,
    counted=2,
    ended=1,
)


WALKS = {
    "board: count a zone": Walk(
        board,
        BoardView(adjusts=True),
        (number_code(9), ONE, "HALL-A"),
        [StartStocktake(zone="HALL-A")],
    ),
    "board: post a stocktake, leave the rest": Walk(
        board,
        BoardView(adjusts=True, stocktakes=[RUNNING]),
        (number_code(9), ONE, number_code(2)),
        [PostStocktake(stocktake=3, leave_rest=True)],
    ),
    "board: give a task to all": Walk(
        board,
        BoardView(tasks=[TASK]),
        (THREE, ONE, ONE),
        [ReleaseTask(task=9)],
    ),
}
