"""How far a terminal has come with a task: kept for resuming, the newest wins."""

from server.door import Reading
from server.errors import Refusal
from server.work.read import progress, task_of
from server.work.tables import TaskProgress
from server.work.wire import Progress, ProgressView


def save_progress(asked: Reading, number: int, data: Progress) -> ProgressView:
    """Keeps `data` unless something newer is kept. Refused: 404, 403 `not_your_task`."""
    task = task_of(asked, number)
    if task.worker != asked.who.name:
        raise Refusal(
            403,
            "not_your_task",
            f"Task {number} is with {task.worker or 'nobody'}, not with {asked.who.name}.",
        )
    row = asked.session.get(TaskProgress, task.id, with_for_update=True)
    if row is None:
        row = TaskProgress(task=task.id, worker="", serial=-1, at=asked.now, body="")
        asked.session.add(row)
    if data.serial > row.serial:
        row.serial, row.body, row.worker, row.at = data.serial, data.body, task.worker, asked.now
    return progress(asked, number)
