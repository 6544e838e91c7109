"""Which task is the best for a worker here and now, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.door import Reading
from server.guard import Principal, WarehouseId
from server.places.find import stripped
from server.places.local import local
from server.places.tables import Location
from server.work.rights import may_do
from server.work.tables import Task
from server.work.wire import TaskKind, TaskState

_MINE = (TaskState.ACTIVE, TaskState.ASSIGNED)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the worker stands, as far as is known: a location's code and floor point."""

    code: str
    x_mm: int
    y_mm: int


def best(
    asked: Reading | Act, kinds: Iterable[TaskKind], near: str | None = None
) -> tuple[Task | None, list[str]]:
    """One's own unfinished task, one assigned, then by priority, due time, distance and age.

    In an act the row is held, and rows that others are taking are passed over. Distance is along
    the floor's two directions, from `near` or from where the worker's last task began.
    """
    allowed = may_do(asked.who, kinds)
    if not allowed:
        return None, ["You have the right to none of the kinds that were asked for."]
    spot = _spot(asked, near)
    query = _candidates(asked.who, asked.warehouse, allowed, spot)
    if isinstance(asked, Act):
        query = query.with_for_update(skip_locked=True, of=Task)
    task = asked.session.scalars(query).first()
    if task is None and (kept := _kept_for_another(asked, allowed)) is not None:
        words = f"Task {kept.id} ({kept.document}) is kept for {kept.worker}"
        return None, [f"{words[:140]}, who is asked to give it back: try again soon."]
    return task, _why(asked, task, allowed, spot)


def free(act: Act, kinds: list[TaskKind]) -> sa.Select[Task]:
    """What nobody has and the caller may do, the best first; rows that others take are not seen.

    One that was given back because somebody wanted it is kept for nobody: it is there to be taken.
    """
    return (
        sa.select(Task)
        .outerjoin(Location, Location.id == Task.location)
        .where(Task.warehouse == act.warehouse, Task.kind.in_(kinds), _free(act.who), ~Task.wanted)
        .order_by(*_order(_spot(act, None)))
        .with_for_update(skip_locked=True, of=Task)
    )


def _free(who: Principal) -> sa.ColumnElement[bool]:
    return sa.and_(Task.state == TaskState.READY, Task.excluded.is_distinct_from(who.name))


def _kept_for_another(asked: Reading | Act, kinds: list[TaskKind]) -> Task | None:
    """What another's terminal keeps, unbegun: from now on wanted, where this may be written."""
    kept = (
        sa.select(Task)
        .where(
            Task.warehouse == asked.warehouse,
            Task.kind.in_(kinds),
            Task.state == TaskState.ASSIGNED,
            Task.ahead,
            Task.worker != asked.who.name,
            Task.excluded.is_distinct_from(asked.who.name),
        )
        .order_by(Task.priority, Task.id.desc())
        .limit(1)
    )
    if isinstance(asked, Act):
        kept = kept.with_for_update(skip_locked=True, of=Task)
    task = asked.session.scalars(kept).first()
    if task is not None and isinstance(asked, Act):
        task.wanted = True
    return task


def _spot(asked: Reading | Act, near: str | None) -> Spot | None:
    query = sa.select(Location.code, Location.x_mm, Location.y_mm).where(
        Location.warehouse == asked.warehouse, Location.x_mm.is_not(None)
    )
    if near:
        query = query.where(Location.stripped_code == stripped(near))
    else:
        query = (
            query.join(Task, Task.location == Location.id)
            .where(Task.worker == asked.who.name, Task.state == TaskState.DONE)
            .order_by(Task.ended_at.desc())
        )
    row = asked.session.execute(query.limit(1)).one_or_none()
    return Spot(row.code, row.x_mm, row.y_mm or 0) if row else None


def _candidates(
    who: Principal, warehouse: WarehouseId, kinds: list[TaskKind], spot: Spot | None
) -> sa.Select[Task]:
    mine = sa.and_(Task.worker == who.name, Task.state.in_(_MINE))
    return (
        sa.select(Task)
        .outerjoin(Location, Location.id == Task.location)
        .where(Task.warehouse == warehouse, Task.kind.in_(kinds), sa.or_(mine, _free(who)))
        .order_by(*_order(spot))
        .limit(1)
    )


def _order(spot: Spot | None) -> Iterator[Any]:
    assigned = sa.and_(Task.state == TaskState.ASSIGNED, ~Task.ahead)
    yield sa.case((Task.state == TaskState.ACTIVE, 0), (assigned, 1), else_=2)
    yield from (Task.priority, sa.case((Task.due_at.is_(None), 1), else_=0), Task.due_at)
    if spot:
        distance = sa.func.abs(Location.x_mm - spot.x_mm) + sa.func.abs(Location.y_mm - spot.y_mm)
        yield sa.func.coalesce(distance, 10**9)
    yield Task.id


def _why(
    asked: Reading | Act, task: Task | None, kinds: list[TaskKind], spot: Spot | None
) -> list[str]:
    if task is None:
        words = ", ".join(kind.value for kind in kinds)
        return [f"Nothing is ready or assigned to you of: {words}."[:200]]
    if task.state == TaskState.ACTIVE:
        return ["You have begun it and not ended it."]
    if task.state == TaskState.ASSIGNED and not task.ahead:
        return ["It was assigned to you."]
    due_at = task.due_at and local(asked.session, asked.warehouse, task.due_at)
    return [
        f"Priority {task.priority} is the most urgent that is ready.",
        f"Among these it is due first, at {due_at:%Y-%m-%d %H:%M}."
        if due_at
        else "None of these has a due time.",
        f"Among these it begins nearest to {spot.code}, then the oldest comes first."
        if spot
        else "Where you stand is not known, so the oldest comes first.",
    ]
