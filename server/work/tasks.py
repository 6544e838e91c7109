"""Tasks come and go with their documents: the domains add, wake, finish and cancel them here."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from server.act import Act
from server.db import INSERTS, core, direct, note_change
from server.places.tables import LocationId
from server.work.tables import IS_OPEN, OPEN, Task, TaskId
from server.work.wire import TaskKind, TaskState

USUAL = 5

_T = core(Task).c
_OPEN_ONES = sa.and_(
    _T.warehouse == sa.bindparam("of_warehouse"),
    _T.kind == sa.bindparam("of_kind"),
    _T.document == sa.bindparam("about"),
    IS_OPEN,
)
_FIND = sa.select(_T.id).where(_OPEN_ONES)
_MAKE = sa.insert(core(Task)).returning(_T.id)
_MAKE_MANY = sa.insert(core(Task)).inline()  # one alone asks for no key either
_MAKE_ONCE = {
    dialect: insert(core(Task)).on_conflict_do_nothing().returning(_T.id)
    for dialect, insert in INSERTS.items()
}
_WAKE = (
    sa.update(core(Task))
    .where(_OPEN_ONES, _T.state == TaskState.WAITING)
    .values(state=TaskState.READY, reason="")
    .execution_options(unread=True)
)
_END = (
    sa.update(core(Task))
    .where(_OPEN_ONES)
    .values(
        state=sa.bindparam("ended_as"),
        ended_at=sa.bindparam("at"),
        worker=sa.func.coalesce(sa.bindparam("by", type_=sa.String), _T.worker),
    )
    .execution_options(unread=True)
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
    values = {
        "warehouse": act.warehouse,
        "kind": kind,
        "document": document,
        "state": TaskState.WAITING if waiting_for else TaskState.READY,
        "priority": priority,
        "due_at": due,
        "location": location,
        "excluded": excluded_person,
        "made_at": act.now,
        "reason": waiting_for,
    }
    make_once = _MAKE_ONCE[act.session.get_bind().dialect.name]
    made = direct(act.session, make_once, values).scalar()
    if made is None:
        made = direct(act.session, _FIND, _about(act, kind, document)).scalar()
    if made is None:  # the open one has ended meanwhile
        made = direct(act.session, _MAKE, values).scalar_one()
    return TaskId(made)


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
    direct(act.session, _MAKE_MANY, [common | asdict(task) for task in tasks])


def wake(act: Act, kind: TaskKind, document: str) -> None:
    """What the task waited for is there, if one waits."""
    direct(act.session, _WAKE, _about(act, kind, document))
    woken = {"state": TaskState.READY, "reason": ""}
    _tell_loaded(act, kind, [document], [TaskState.WAITING], woken)


def finish(act: Act, kind: TaskKind, document: str) -> None:
    """The act that does the last of it ends the task, if one is open."""
    by = act.who.name if act.who.name.startswith("person:") else None
    _end(act, kind, [document], TaskState.DONE, by)


def cancel(act: Act, kind: TaskKind, *documents: str) -> None:
    """The reason for the tasks is gone, whoever has them."""
    _end(act, kind, documents, TaskState.CANCELLED)


def _end(
    act: Act, kind: TaskKind, documents: Collection[str], state: TaskState, by: str | None = None
) -> None:
    if not documents:
        return
    act.session.flush()
    told = {"ended_as": state, "at": act.now, "by": by}
    rows = [_about(act, kind, document) | told for document in sorted(set(documents))]
    direct(act.session, _END, rows)
    ended = {"state": state, "ended_at": act.now} | ({"worker": by} if by else {})
    _tell_loaded(act, kind, documents, OPEN, ended)


def _tell_loaded(
    act: Act,
    kind: TaskKind,
    documents: Collection[str],
    states: Collection[TaskState],
    new: dict[str, object],
) -> None:
    for row in act.session.identity_map.values():
        if not isinstance(row, Task) or (row.warehouse, row.kind) != (act.warehouse, kind):
            continue
        if row.document in documents and row.state in states:
            note_change(act.session, Task, row.id, **new)


def _about(act: Act, kind: TaskKind, document: str) -> dict[str, object]:
    return {"of_warehouse": act.warehouse, "of_kind": kind, "about": document}
