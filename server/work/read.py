"""Reading tasks: the next one in a line, how many of each kind, the list, one of them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import page_of, paged
from server.door import Reading
from server.errors import not_found
from server.guard import WarehouseId
from server.places.tables import Location, Zone
from server.wire import Page
from server.work.choose import best
from server.work.elsewhere import elsewhere
from server.work.tables import OPEN, Task, TaskProgress
from server.work.wire import (
    KindCount,
    NextQuery,
    ProgressView,
    TaskChoice,
    TaskCounts,
    TaskKind,
    TaskQuery,
    TasksAhead,
    TaskState,
    TaskView,
)

_STOPPED = (TaskState.WAITING, TaskState.PARKED)
_TAKEN = (TaskState.ACTIVE, TaskState.ASSIGNED)


def task_view(session: Session, task: Task) -> TaskView:
    """The task as the wire shows it."""
    place = session.execute(
        sa.select(Location.code, Zone.code)
        .outerjoin(Zone, Zone.id == Location.zone)
        .where(Location.id == task.location)
    ).one_or_none()
    return _view(task, *(place or (None, None)))


def _view(task: Task, location: str | None, zone: str | None) -> TaskView:
    return TaskView(
        task=task.id,
        kind=task.kind,
        document=task.document,
        state=task.state,
        priority=task.priority,
        due_at=task.due_at,
        location=location,
        zone=zone,
        worker=task.worker,
        taken_at=task.taken_at,
        reason=task.reason[:200],
        ahead=task.ahead and task.state == TaskState.ASSIGNED,
        wanted=task.wanted and task.state == TaskState.ASSIGNED,
    )


def next_task(reading: Reading, wanted: NextQuery) -> TaskChoice:
    """What `TakeNext` would give now, without taking it."""
    task, why = best(reading, wanted.kinds, wanted.near)
    if task is None:
        return TaskChoice(task=None, why=why, waits=elsewhere(reading, wanted.kinds))
    return TaskChoice(task=task_view(reading.session, task), why=why)


def tasks_ahead(reading: Reading) -> TasksAhead:
    """What is kept for the caller and not begun."""
    query = sa.select(Task).where(held_ahead(reading.warehouse, reading.who.name))
    rows = reading.session.scalars(query.order_by(*ORDER_AHEAD))
    return TasksAhead(tasks=[task_view(reading.session, row) for row in rows])


def held_ahead(warehouse: WarehouseId, worker: str) -> sa.ColumnElement[bool]:
    """The tasks that are kept for a worker who has not begun them."""
    return sa.and_(
        Task.warehouse == warehouse,
        Task.worker == worker,
        Task.state == TaskState.ASSIGNED,
        Task.ahead,
    )


ORDER_AHEAD = (Task.priority, sa.case((Task.due_at.is_(None), 1), else_=0), Task.due_at, Task.id)


def counts(reading: Reading) -> TaskCounts:
    """Open tasks per kind, what is kept for the caller as ready; late: past their due time."""
    mine = sa.and_(
        Task.state == TaskState.ASSIGNED,
        Task.ahead,
        sa.func.coalesce(Task.worker, "") == reading.who.name,
    )
    columns = (
        _counted(sa.or_(Task.state == TaskState.READY, mine)),
        _counted(sa.and_(Task.state.in_(_TAKEN), ~mine)),
        _counted(Task.state.in_(_STOPPED)),
        _counted(Task.due_at < reading.now),
    )
    rows = reading.session.execute(
        sa.select(Task.kind, *columns)
        .where(Task.warehouse == reading.warehouse, Task.state.in_(OPEN))
        .group_by(Task.kind)
    )
    found = {row[0]: row for row in rows}
    return TaskCounts(
        kinds=[
            KindCount(kind=kind, ready=row[1], active=row[2], stopped=row[3], late=row[4])
            for kind in TaskKind
            if (row := found.get(kind)) is not None
        ]
    )


def list_tasks(reading: Reading, wanted: TaskQuery) -> Page[TaskView]:
    """Tasks of one kind and state; open ones when no state is named. Most urgent first."""
    query = (
        sa.select(Task, Location.code, Zone.code, Task.priority, Task.id)
        .outerjoin(Location, Location.id == Task.location)
        .outerjoin(Zone, Zone.id == Location.zone)
        .where(
            Task.warehouse == reading.warehouse,
            Task.state == wanted.in_state if wanted.in_state else Task.state.in_(OPEN),
        )
    )
    if wanted.kind:
        query = query.where(Task.kind == wanted.kind)
    sort: tuple[tuple[Any, type], ...] = ((Task.priority, int), (Task.id, int))
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([_view(*row[:3]) for row in rows], following)


def one_task(reading: Reading, number: int) -> TaskView:
    """404 `not_found`."""
    return task_view(reading.session, task_of(reading, number))


def progress(reading: Reading, number: int) -> ProgressView:
    """What a terminal stored last of this task; 404 `not_found` when none did."""
    row = reading.session.get(TaskProgress, task_of(reading, number).id)
    if row is None:
        raise not_found("progress of task", number)
    return ProgressView(serial=row.serial, worker=row.worker, at=row.at, body=row.body)


def task_of(reading: Reading, number: int) -> Task:
    """404 `not_found`, also for a task of another warehouse."""
    task = reading.session.get(Task, number)
    if task is None or task.warehouse != reading.warehouse:
        raise not_found("task", number)
    return task


def _counted(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))
