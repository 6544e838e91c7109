"""Tables of inbound: receipts and what came, put-aways and what was put."""

from datetime import datetime
from typing import NewType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import CODE, NAME, BigId, Table, UtcTime, choice, key, ref, text
from server.guard import WarehouseId
from server.inbound.wire import Condition, ReceiptState
from server.places.tables import LocationId
from server.purchasing.tables import PurchaseOrderId, PurchaseOrderLineId
from server.stock.tables import ContainerId, LotId
from server.stock.wire import Status

ReceiptId = NewType("ReceiptId", int)
ReceiptLineId = NewType("ReceiptLineId", int)

_OPEN = sa.text("state = 'open'")
_OPEN_BLIND = sa.text("state = 'open' AND purchase_order IS NULL")


class Receipt(Table, kw_only=True):
    """Goods that come in at one dock, of one purchase order or blind."""

    __tablename__ = "receipt"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "number"),
        sa.UniqueConstraint("warehouse", "id"),
        sa.ForeignKeyConstraint(["warehouse", "dock"], ["location.warehouse", "location.id"]),
        sa.ForeignKeyConstraint(
            ["warehouse", "purchase_order"], ["purchase_order.warehouse", "purchase_order.id"]
        ),
        # Two workers at one truck work on one receipt.
        sa.Index(
            "uq_receipt_open_order",
            "purchase_order",
            "dock",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index(
            "uq_receipt_open_blind",
            "dock",
            unique=True,
            sqlite_where=_OPEN_BLIND,
            postgresql_where=_OPEN_BLIND,
        ),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", "closed"),
    )

    id: Mapped[ReceiptId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    number: Mapped[str] = mapped_column(CODE)
    dock: Mapped[LocationId] = mapped_column(BigId)
    purchase_order: Mapped[PurchaseOrderId | None] = mapped_column(BigId, default=None)
    state: Mapped[ReceiptState] = mapped_column(choice(ReceiptState), default=ReceiptState.OPEN)
    reference: Mapped[str] = mapped_column(NAME, default="")
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_by: Mapped[str] = mapped_column(text(80))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class ReceiptLine(Table, kw_only=True):
    """Goods of one item, lot and status that came and where they were stood; base units.

    `over` is the part of `quantity` beyond what the purchase order's line takes.
    """

    __tablename__ = "receipt_line"
    __table_args__ = (
        sa.UniqueConstraint("receipt", "number"),
        sa.ForeignKeyConstraint(["warehouse", "receipt"], ["receipt.warehouse", "receipt.id"]),
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.CheckConstraint("quantity > 0 AND over BETWEEN 0 AND quantity", "quantity"),
        sa.Index(None, "purchase_order_line"),
    )

    id: Mapped[ReceiptLineId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    receipt: Mapped[ReceiptId] = mapped_column(BigId)
    number: Mapped[int]
    purchase_order_line: Mapped[PurchaseOrderLineId | None] = ref(
        "purchase_order_line.id", nullable=True, default=None
    )
    item: Mapped[ItemId] = ref("item.id")
    lot: Mapped[LotId] = ref("lot.id")
    quantity: Mapped[int] = mapped_column(BigId)
    over: Mapped[int] = mapped_column(BigId, default=0)
    weight_grams: Mapped[int | None] = mapped_column(BigId, default=None)
    container: Mapped[ContainerId] = ref("container.id")
    location: Mapped[LocationId] = mapped_column(BigId)
    status: Mapped[Status] = mapped_column(choice(Status))
    condition: Mapped[Condition] = mapped_column(choice(Condition))
    reason: Mapped[str] = mapped_column(NAME, default="")
    operation: Mapped[UUID] = mapped_column(sa.Uuid, sa.ForeignKey("operation.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    reversed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
