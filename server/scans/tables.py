"""The table of what terminals have scanned: for support, dropped after 30 days."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import CODE, Table, UtcTime, key, ref, text
from server.guard import WarehouseId


class ScanHeard(Table, kw_only=True):
    """One scan; its raw characters in hex, so that what a scanner really sends is seen."""

    __tablename__ = "scan_heard"
    __table_args__ = (
        sa.UniqueConstraint("device", "scan"),
        sa.Index(None, "warehouse", "device", "at"),
        sa.Index(None, "warehouse", "person", "at"),
    )

    id: Mapped[int] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    device: Mapped[str] = mapped_column(CODE)
    person: Mapped[str] = mapped_column(text(80))
    scan: Mapped[UUID] = mapped_column(sa.Uuid)
    at: Mapped[datetime] = mapped_column(UtcTime)
    raw: Mapped[str] = mapped_column(text(1024))
    source: Mapped[str] = mapped_column(text(200))
    prompt: Mapped[str] = mapped_column(text(200))
    reading: Mapped[str] = mapped_column(text(200))
    result: Mapped[str] = mapped_column(text(200))
