"""Tasks kept for a worker whose terminal may lose the network: held, begun, given back."""

import sqlalchemy as sa

from server.act import Act
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.work.choose import free
from server.work.read import ORDER_AHEAD, held_ahead, task_view
from server.work.rights import RIGHT
from server.work.tables import OPEN, Task
from server.work.take import give
from server.work.wire import (
    BeginTask,
    HoldAhead,
    LeaveAhead,
    TaskKind,
    TasksAhead,
    TaskState,
    TaskTakenOver,
)


def hold_ahead(act: Act, command: HoldAhead) -> TasksAhead:
    """Holds on to what is held and adds the best that nobody has. None is an answer, no error."""
    held = _held(act)
    kinds = [kind for kind in command.kinds or TaskKind if act.who.may(RIGHT[kind])]
    more = max(0, command.most - len(held))
    for task in act.session.scalars(free(act, kinds).limit(more)) if kinds and more else ():
        task.state, task.worker, task.device = TaskState.ASSIGNED, act.who.name, act.who.device
        task.ahead, task.wanted, task.reason = True, False, ""
    act.session.flush()
    return TasksAhead(tasks=[task_view(act.session, task) for task in _held(act)])


def leave_ahead(act: Act, command: LeaveAhead) -> TasksAhead:
    """Nothing is refused: what is begun or another's by now stays as it is.

    What was wanted stays so until somebody takes it, so that no terminal keeps it anew meanwhile.
    """
    for task in _held(act):
        if command.task in {None, task.id}:
            task.state, task.worker, task.device = TaskState.READY, None, None
            task.ahead = False
    act.session.flush()
    return TasksAhead(tasks=[task_view(act.session, task) for task in _held(act)])


def begin_task(act: Act, command: BeginTask) -> TasksAhead:
    """Nothing is refused: it is what has happened.

    One that somebody else has by now stays theirs, with an exception: both are at it.
    """
    task = act.session.get(Task, command.task, with_for_update=True)
    if task is not None and task.warehouse == act.warehouse and task.state in OPEN:
        if task.state == TaskState.ACTIVE and task.worker not in {None, act.who.name}:
            sentence = (
                f"{act.who.name} began task {task.id} ({task.document}) without network,"
                f" {task.worker} has it: see who goes on."
            )
            report(act, ExceptionKind.OTHER, task.document, sentence)
        else:
            if task.worker not in {None, act.who.name}:
                told = TaskTakenOver(task=task.id, source=task.worker or "", target=act.who.name)
                act.record(told, task.document)
            give(act, task)
    act.session.flush()
    return TasksAhead(tasks=[task_view(act.session, task) for task in _held(act)])


def _held(act: Act) -> list[Task]:
    query = sa.select(Task).where(held_ahead(act.warehouse, act.who.name))
    return [*act.session.scalars(query.order_by(*ORDER_AHEAD).with_for_update(of=Task))]
