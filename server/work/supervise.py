"""What a supervisor says about tasks: who does one, and how urgent it is."""

from server.act import Act
from server.errors import Refusal
from server.identity.find import person_by_code
from server.work.read import task_view
from server.work.take import open_task
from server.work.wire import AssignTask, ReprioritiseTask, TaskState, TaskView


def assign_task(act: Act, command: AssignTask) -> TaskView:
    """Takes it from whoever has it.

    Refused: 404 task or person, 409 `task_ended`, `task_waiting`, 403 `excluded`.
    """
    task = open_task(act, command.task)
    worker = f"person:{person_by_code(act.session, command.person).code}"
    if task.state == TaskState.WAITING:
        raise Refusal(409, "task_waiting", f"Task {task.id} waits: {task.reason}"[:900])
    if task.excluded == worker:
        raise Refusal(403, "excluded", f"Task {task.id} must not be done by {command.person}.")
    task.state, task.worker, task.device = TaskState.ASSIGNED, worker, None
    task.taken_at, task.reason = None, ""
    task.ahead = task.wanted = False
    return task_view(act.session, task)


def reprioritise_task(act: Act, command: ReprioritiseTask) -> TaskView:
    """0 is the most urgent. Refused: 404, 409 `task_ended`."""
    task = open_task(act, command.task)
    task.priority = command.priority
    task.due_at = command.due_at or task.due_at
    return task_view(act.session, task)
