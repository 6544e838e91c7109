"""Checks of work: no open task on a closed document, no open document without its task (I-12)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.places.tables import Warehouse
from server.work.tables import OPEN, Task
from server.work.wire import TaskKind

Documents = sa.Select[Any, Any]


@dataclass(frozen=True, slots=True)
class _Owned:
    kinds: frozenset[TaskKind]
    closed: Documents | None
    unfinished: Documents | None


_OWNED: list[_Owned] = []


def documents(
    kinds: Iterable[TaskKind],
    *,
    closed: Documents | None = None,
    unfinished: Documents | None = None,
) -> None:
    """Said once by a domain's `fsck.py`: the documents that its tasks of `kinds` are about.

    Both selects give (warehouse id, document text as in `tasks.add`): `closed` those that must
    have no open task, `unfinished` those that must have one.
    """
    _OWNED.append(_Owned(frozenset(kinds), closed, unfinished))


def closed_documents(session: Session) -> Iterator[str]:
    """I-12: a task ends with its document."""
    for owned in _OWNED:
        if owned.closed is not None:
            ended = owned.closed.subquery()
            rows = session.execute(
                sa.select(Task.id, Task.kind, Task.document)
                .join(ended, sa.and_(*_same(ended)))
                .where(Task.kind.in_(owned.kinds), Task.state.in_(OPEN))
            )
            for row in rows:
                yield f"Task {row.id} to {row.kind.value} {row.document} is open, that is closed."


def unfinished_documents(session: Session) -> Iterator[str]:
    """I-12: whatever is not finished is somebody's to do."""
    for owned in _OWNED:
        if owned.unfinished is not None:
            waiting = owned.unfinished.subquery()
            task = sa.exists().where(
                *_same(waiting), Task.kind.in_(owned.kinds), Task.state.in_(OPEN)
            )
            names = sa.select(Warehouse.code, waiting.c[1]).join(
                waiting, waiting.c[0] == Warehouse.id
            )
            for code, document in session.execute(names.where(~task)):
                yield f"{document} in {code} is not finished and has no open task."


def _same(found: sa.Subquery) -> tuple[sa.ColumnElement[bool], ...]:
    warehouse, document = list(found.c)
    return (Task.warehouse == warehouse, Task.document == document)


CHECKS = [("I-12", closed_documents), ("I-12", unfinished_documents)]
