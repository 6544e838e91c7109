"""Tasks come and go with their documents: the domains add, wake, finish and cancel them here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct
from server.places.tables import LocationId
from server.work.tables import OPEN, Task, TaskId
from server.work.wire import TaskKind, TaskState

USUAL = 5

_T = core(Task).c
_ONE = (
    sa.update(core(Task))
    .where(
        _T.warehouse == sa.bindparam("in_warehouse"),
        _T.kind == sa.bindparam("of_kind"),
        _T.document == sa.bindparam("of_document"),
    )
    .returning(_T.id)
)
_WAKE = _ONE.where(_T.state == TaskState.WAITING).values(state=TaskState.READY, reason="")
_FINISH = _ONE.where(_T.state.in_(OPEN)).values(
    state=TaskState.DONE,
    ended_at=sa.bindparam("now"),
    worker=sa.func.coalesce(sa.bindparam("person", type_=sa.String), _T.worker),
)


def add(  # noqa: PLR0913  (a task is told whole, by name)
    act: Act,
    kind: TaskKind,
    document: str,
    *,
    location: LocationId | None = None,
    priority: int = USUAL,
    due: datetime | None = None,
    excluded_person: str | None = None,
    waiting_for: str = "",
) -> TaskId:
    """Makes a task, or answers the open one there is for this kind and document.

    `document` is natural text such as `PO12/3`; `location` where it starts; `excluded_person` the
    principal (`person:ANNA`) who must not do it; `waiting_for` a sentence, until `wake`.
    """
    found = act.session.scalars(_open(act, kind, [document])).first()
    if found is not None:
        return found.id
    task = Task(
        warehouse=act.warehouse,
        kind=kind,
        document=document,
        state=TaskState.WAITING if waiting_for else TaskState.READY,
        priority=priority,
        due_at=due,
        location=location,
        excluded=excluded_person,
        made_at=act.now,
        reason=waiting_for,
    )
    act.session.add(task)
    act.session.flush()
    return task.id


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task of a document that was made just now; fields as in `add`."""

    document: str
    location: LocationId | None = None
    priority: int = USUAL
    due_at: datetime | None = None


def add_new(act: Act, kind: TaskKind, tasks: Sequence[NewTask]) -> None:
    """Makes tasks in bulk, of documents that can have none yet."""
    common = {
        "warehouse": act.warehouse,
        "kind": kind,
        "state": TaskState.READY,
        "excluded": None,
        "made_at": act.now,
        "reason": "",
    }
    act.session.execute(sa.insert(core(Task)), [common | asdict(task) for task in tasks])


def wake(act: Act, kind: TaskKind, document: str) -> bool:
    """What the task waited for is there; False when none waits."""
    return _change_one(act, _WAKE, kind, document)


def finish(act: Act, kind: TaskKind, document: str) -> bool:
    """The act that does the last of it ends the task; False when none is open."""
    person = act.who.name if act.who.name.startswith("person:") else None
    return _change_one(act, _FINISH, kind, document, person=person, now=act.now)


def _change_one(
    act: Act, statement: sa.Update, kind: TaskKind, document: str, **values: object
) -> bool:
    """A document has at most one open task of a kind."""
    act.session.flush()
    of = {"in_warehouse": act.warehouse, "of_kind": kind, "of_document": document}
    return direct(act.session, statement, of | values).scalar() is not None


def cancel(act: Act, kind: TaskKind, *documents: str) -> bool:
    """The reason for the tasks is gone, whoever has them; False when none is open."""
    rows = act.session.scalars(_open(act, kind, documents).with_for_update()).all()
    for row in rows:
        row.state, row.ended_at = TaskState.CANCELLED, act.now
    return bool(rows)


def _open(act: Act, kind: TaskKind, documents: Iterable[str]) -> sa.Select[Task]:
    return (
        sa.select(Task)
        .where(
            Task.warehouse == act.warehouse,
            Task.kind == kind,
            Task.document.in_(documents),
            Task.state.in_(OPEN),
        )
        .order_by(Task.id)
    )
