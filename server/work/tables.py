"""Tables of work: the tasks of a warehouse, and how far a terminal has come with one."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.places.tables import LocationId
from server.work.states import TASK
from server.work.wire import TaskKind, TaskState

TaskId = NewType("TaskId", int)

OPEN = tuple(TASK.sources_of(TaskState.DONE))
IS_OPEN = sa.text("state NOT IN ('done', 'cancelled')")
"""SQL: written out, so that both databases see that the index of the open ones will do."""


@along(TASK, lambda row: f"Task {row.id} ({row.document})")
class Task(Table, kw_only=True):
    """One errand for one worker; its number is its id, its document says what it is about."""

    __tablename__ = "task"
    __table_args__ = (
        sa.Index(
            "uq_task_open_document",
            "warehouse",
            "kind",
            "document",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.Index(None, "warehouse", "state", "kind", "priority", "due_at"),
        sa.Index(None, "worker", "state"),
        sa.CheckConstraint("priority BETWEEN 0 AND 9", "priority"),
    )

    id: Mapped[TaskId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    kind: Mapped[TaskKind] = mapped_column(choice(TaskKind))
    document: Mapped[str] = mapped_column(text(80))
    state: Mapped[TaskState] = mapped_column(choice(TaskState))
    priority: Mapped[int] = mapped_column(sa.SmallInteger)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    location: Mapped[LocationId | None] = mapped_column(BigId)
    excluded: Mapped[str | None] = mapped_column(text(80))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    worker: Mapped[str | None] = mapped_column(text(80), default=None)
    device: Mapped[str | None] = mapped_column(text(40), default=None)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    reason: Mapped[str] = mapped_column(NOTE, default="")
    ahead: Mapped[bool] = mapped_column(default=False)
    """With state assigned: kept for a terminal that may lose the network, not by a supervisor."""
    wanted: Mapped[bool] = mapped_column(default=False)
    """Somebody found no other work: it is given back, and kept for nobody until it is taken."""


class BroadcastRow(Table, kw_only=True):
    """What was told to all terminals of a warehouse, or to those at work in a zone."""

    __tablename__ = "broadcast"
    __table_args__ = (sa.Index(None, "warehouse", "id"),)

    id: Mapped[int] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    zone: Mapped[int | None] = ref("zone.id", nullable=True, default=None)
    words: Mapped[str] = mapped_column(text(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(text(80))


class TaskProgress(Table, kw_only=True):
    """The answers given so far, as the terminal wrote them: the newest wins, none is a fact."""

    __tablename__ = "task_progress"

    task: Mapped[TaskId] = ref("task.id", primary_key=True)
    worker: Mapped[str] = mapped_column(text(80))
    serial: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(UtcTime)
    body: Mapped[str] = mapped_column(sa.Text)
