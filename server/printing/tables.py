"""Tables of printing: printers, which of them prints what where, and print jobs."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import CODE, NAME, NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.printing.states import PRINT_JOB
from server.printing.wire import JobState, PrinterState, PrintLanguage

PrinterId = NewType("PrinterId", int)
JobId = NewType("JobId", int)


class Printer(Table, kw_only=True):
    """Something that takes bytes at an address; sizes are of the media in it, None = any."""

    __tablename__ = "printer"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "code"),
        sa.UniqueConstraint("warehouse", "id"),
        sa.CheckConstraint("dpi IN (203, 300, 600)", "dpi"),
    )

    id: Mapped[PrinterId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)
    address: Mapped[str] = mapped_column(NAME)
    language: Mapped[PrintLanguage] = mapped_column(choice(PrintLanguage))
    dpi: Mapped[int] = mapped_column(sa.SmallInteger)
    width_mm: Mapped[int | None] = mapped_column(sa.Integer)
    height_mm: Mapped[int | None] = mapped_column(sa.Integer)
    station: Mapped[str] = mapped_column(CODE)
    state: Mapped[PrinterState] = mapped_column(choice(PrinterState), default=PrinterState.READY)
    trouble: Mapped[str] = mapped_column(NOTE, default="")
    tried_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)


class PrinterRoute(Table, kw_only=True):
    """Which printer prints a kind of document at a station ('' = any), and which one else."""

    __tablename__ = "printer_route"
    __table_args__ = (
        sa.ForeignKeyConstraint(["warehouse", "printer"], ["printer.warehouse", "printer.id"]),
        sa.ForeignKeyConstraint(["warehouse", "fallback"], ["printer.warehouse", "printer.id"]),
    )

    warehouse: Mapped[WarehouseId] = ref("warehouse.id", primary_key=True)
    kind: Mapped[str] = mapped_column(CODE, primary_key=True)
    station: Mapped[str] = mapped_column(CODE, primary_key=True)
    design: Mapped[str] = mapped_column(CODE)
    printer: Mapped[PrinterId] = mapped_column(BigId)
    fallback: Mapped[PrinterId | None] = mapped_column(BigId)


@along(PRINT_JOB, lambda row: f"Print job P{row.id}")
class PrintJob(Table, kw_only=True):
    """Facts frozen when asked for; bytes rendered once; sent by whoever holds `token`."""

    __tablename__ = "print_job"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "kind", "cause", "copy"),
        sa.ForeignKeyConstraint(["warehouse", "printer"], ["printer.warehouse", "printer.id"]),
        sa.Index(None, "state", "printer", "kind"),
        sa.CheckConstraint("copies BETWEEN 1 AND 500", "copies"),
        sa.CheckConstraint("copy >= 1", "copy"),
        sa.CheckConstraint(
            "state NOT IN ('sending', 'printed', 'unconfirmed') OR content IS NOT NULL", "sent"
        ),
    )

    id: Mapped[JobId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    kind: Mapped[str] = mapped_column(CODE)
    station: Mapped[str] = mapped_column(CODE)
    design: Mapped[str] = mapped_column(CODE)
    version: Mapped[int] = mapped_column(sa.SmallInteger)
    facts: Mapped[bytes] = mapped_column(sa.LargeBinary)
    cause: Mapped[str] = mapped_column(text(80))
    copy: Mapped[int] = mapped_column(sa.Integer)
    copies: Mapped[int] = mapped_column(sa.SmallInteger)
    state: Mapped[JobState] = mapped_column(choice(JobState))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    printer: Mapped[PrinterId | None] = mapped_column(BigId)
    asked_by: Mapped[str] = mapped_column(text(80))
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary, default=None, repr=False)
    token: Mapped[int | None] = mapped_column(BigId, default=None)
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    reason: Mapped[str] = mapped_column(NOTE, default="")
