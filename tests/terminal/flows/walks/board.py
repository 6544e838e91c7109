"""The board, walked by scans alone."""

from server.work.wire import ReleaseTask, TaskKind, TaskState, TaskView
from terminal.flows.board import BoardView, board
from tests.terminal.flows.walks.walk import ONE, THREE, Walk

TASK = TaskView(
    task=9, kind=TaskKind.PICK, document="PL1", state=TaskState.ACTIVE, priority=5, worker="ANNA"
)


WALKS = {
    "board: give a task to all": Walk(
        board,
        BoardView(tasks=[TASK]),
        (THREE, ONE, ONE),
        [ReleaseTask(task=9)],
    ),
}
