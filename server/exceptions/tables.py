"""The table of exceptions: one list for all domains of a warehouse."""

from datetime import datetime
from typing import NewType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.exceptions.states import EXCEPTION
from server.exceptions.wire import Advice, ExceptionKind, ExceptionState
from server.graph import along
from server.guard import WarehouseId
from server.places.tables import LocationId

FloorExceptionId = NewType("FloorExceptionId", int)


@along(EXCEPTION, lambda row: f"Exception {row.id}")
class FloorException(Table, kw_only=True):
    """What happened otherwise than planned; its number is its id."""

    __tablename__ = "floor_exception"
    __table_args__ = (
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.CheckConstraint("(state = 'open') = (resolved_at IS NULL)", "resolved"),
        sa.Index(None, "warehouse", "state", "id"),
        sa.CheckConstraint("operation IS NOT NULL OR advice IS NULL", "advised"),
        sa.Index(None, "location", "kind"),
        sa.Index(None, "operation"),
    )

    id: Mapped[FloorExceptionId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    kind: Mapped[ExceptionKind] = mapped_column(choice(ExceptionKind))
    state: Mapped[ExceptionState] = mapped_column(
        choice(ExceptionState), default=ExceptionState.OPEN
    )
    document: Mapped[str] = mapped_column(text(80))
    sentence: Mapped[str] = mapped_column(NOTE)
    location: Mapped[LocationId | None] = mapped_column(BigId, default=None)
    item: Mapped[ItemId | None] = ref("item.id", nullable=True, default=None)
    quantity: Mapped[int | None] = mapped_column(BigId, default=None)
    raised_at: Mapped[datetime] = mapped_column(UtcTime)
    raised_by: Mapped[str] = mapped_column(text(80))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    resolved_by: Mapped[str | None] = mapped_column(text(80), default=None)
    note: Mapped[str] = mapped_column(NOTE, default="")
    operation: Mapped[UUID | None] = mapped_column(sa.Uuid, default=None)
    device: Mapped[str | None] = mapped_column(text(40), default=None)
    advice: Mapped[Advice | None] = mapped_column(choice(Advice), default=None)
    advised_by: Mapped[str | None] = mapped_column(text(80), default=None)
