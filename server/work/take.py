"""A worker and a task: take the next, take this one, park it, give it back."""

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.work.choose import best
from server.work.elsewhere import elsewhere
from server.work.read import task_view
from server.work.rights import RIGHT
from server.work.tables import OPEN, Task
from server.work.wire import (
    ParkTask,
    ReleaseTask,
    TakeNext,
    TakeTask,
    TaskChoice,
    TaskKind,
    TaskState,
    TaskTakenOver,
    TaskView,
)


def take_next(act: Act, command: TakeNext) -> TaskChoice:
    """The best task for this worker becomes active and his; none is an answer, not an error."""
    task, why = best(act, command.kinds, command.near)
    if task is None:
        return TaskChoice(task=None, why=why, waits=elsewhere(act, command.kinds))
    give(act, task)
    return TaskChoice(task=task_view(act.session, task), why=why)


def take_task(act: Act, command: TakeTask) -> TaskView:
    """Refused: 404, 409 `task_ended`, `task_waiting`, `task_taken`, 403 `excluded`."""
    task = open_task(act, command.task)
    act.who.require(RIGHT[task.kind])
    _check_may_take(act, task, take_over=command.take_over)
    if task.worker not in {None, act.who.name}:
        told = TaskTakenOver(task=task.id, source=task.worker or "", target=act.who.name)
        act.record(told, task.document)
    give(act, task)
    return task_view(act.session, task)


def take(act: Act, kind: TaskKind, document: str) -> None:
    """The open task of a document is the caller's; nothing where it has none.

    Refused: 409 `task_taken` while another works at it, `task_waiting`; 403 `excluded`.
    """
    query = sa.select(Task).where(
        Task.warehouse == act.warehouse,
        Task.kind == kind,
        Task.document == document,
        Task.state.in_(OPEN),
    )
    task = act.session.scalar(query.with_for_update())
    if task is None:
        return
    kept = task.state is TaskState.ASSIGNED and task.ahead
    _check_may_take(act, task, take_over=kept)
    give(act, task)


def release_task(act: Act, command: ReleaseTask) -> TaskView:
    """Refused: 404, 409 `task_ended`, `task_waiting`, 403 `not_your_task`."""
    task = own_task(act, command.task)
    _check_not_waiting(task)
    task.state, task.worker, task.device = TaskState.READY, None, None
    task.reason = command.reason
    task.ahead = task.wanted = False
    return task_view(act.session, task)


def park_task(act: Act, command: ParkTask) -> TaskView:
    """It keeps its worker and is not handed out. One that has ended meanwhile stays ended.

    Refused: 404, 403 `not_your_task`.
    """
    task = act.session.get(Task, command.task, with_for_update=True)
    if task is None or task.warehouse != act.warehouse:
        raise not_found("task", command.task)
    if task.state in OPEN:
        _check_own(act, task)
        task.state, task.reason = TaskState.PARKED, command.reason
    return task_view(act.session, task)


def open_task(act: Act, number: int) -> Task:
    """The locked task; 404 `not_found`, 409 `task_ended`."""
    task = act.session.get(Task, number, with_for_update=True)
    if task is None or task.warehouse != act.warehouse:
        raise not_found("task", number)
    if task.state not in OPEN:
        raise Refusal(409, "task_ended", f"Task {number} ({task.document}) is {task.state.value}.")
    return task


def own_task(act: Act, number: int) -> Task:
    """As `open_task`; 403 `not_your_task` for another's, unless the caller supervises."""
    task = open_task(act, number)
    _check_own(act, task)
    return task


def _check_own(act: Act, task: Task) -> None:
    if task.worker not in {None, act.who.name} and not act.who.may("supervise"):
        raise Refusal(
            403,
            "not_your_task",
            f"Task {task.id} ({task.document}) is with {task.worker}, not with {act.who.name}.",
        )


def _check_may_take(act: Act, task: Task, *, take_over: bool) -> None:
    _check_not_waiting(task)
    if task.excluded == act.who.name:
        raise Refusal(
            403, "excluded", f"Task {task.id} ({task.document}) must be done by another person."
        )
    parked = task.state == TaskState.PARKED
    if task.worker not in {None, act.who.name} and not (take_over or parked):
        raise Refusal(
            409,
            "task_taken",
            f"Task {task.id} ({task.document}) is with {task.worker}. Take it over to go on.",
        )


def _check_not_waiting(task: Task) -> None:
    if task.state == TaskState.WAITING:
        raise Refusal(
            409, "task_waiting", f"Task {task.id} ({task.document}) waits: {task.reason}"[:900]
        )


def give(act: Act, task: Task) -> None:
    """It is active, and the caller's."""
    if task.state != TaskState.ACTIVE or task.worker != act.who.name:
        task.taken_at = act.now
    task.state, task.worker, task.device = TaskState.ACTIVE, act.who.name, act.who.device
    task.reason, task.ahead, task.wanted = "", False, False
