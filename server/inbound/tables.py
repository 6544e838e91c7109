"""Tables of inbound: receipts and what came, put-aways and what was put."""

from datetime import datetime
from typing import NewType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import CODE, NAME, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.inbound.states import PUT_AWAY, RECEIPT
from server.inbound.wire.put_away import PutAwayState
from server.inbound.wire.receipts import Condition, ReceiptState
from server.places.tables import LocationId
from server.purchasing.tables import PurchaseOrderId, PurchaseOrderLineId
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    NO_OWNER,
    ContainerId,
    LotId,
    OwnerId,
)
from server.stock.wire import Status

ReceiptId = NewType("ReceiptId", int)
ReceiptLineId = NewType("ReceiptLineId", int)
PutAwayId = NewType("PutAwayId", int)
PutRowId = NewType("PutRowId", int)

_OPEN = sa.text("state = 'open'")
_OPEN_BLIND = sa.text("state = 'open' AND purchase_order IS NULL")


@along(RECEIPT, lambda row: f"Receipt {row.number}")
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


@along(PUT_AWAY, lambda row: f"Put-away {row.number}")
class PutAway(Table, kw_only=True):
    """One errand from where goods came to where they stay: an LPN, or loose goods of one key.

    Of loose goods `quantity` base units are still to be put; what is on an LPN is read from it.
    """

    __tablename__ = "put_away"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "number"),
        sa.UniqueConstraint("warehouse", "id"),
        sa.ForeignKeyConstraint(["warehouse", "source"], ["location.warehouse", "location.id"]),
        sa.CheckConstraint("(item IS NULL) = (container <> 0)", "one_kind"),
        sa.CheckConstraint("quantity >= 0", "quantity"),
        sa.Index(
            "uq_put_away_open_container",
            "container",
            unique=True,
            sqlite_where=sa.text("state = 'open' AND container <> 0"),
            postgresql_where=sa.text("state = 'open' AND container <> 0"),
        ),
        sa.Index(None, "warehouse", "state", "id"),
    )

    id: Mapped[PutAwayId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    number: Mapped[str] = mapped_column(CODE)
    state: Mapped[PutAwayState] = mapped_column(choice(PutAwayState), default=PutAwayState.OPEN)
    source: Mapped[LocationId] = mapped_column(BigId)
    container: Mapped[ContainerId] = ref("container.id", default=NO_CONTAINER)
    item: Mapped[ItemId | None] = ref("item.id", nullable=True, default=None)
    lot: Mapped[LotId] = ref("lot.id", default=NO_LOT)
    owner: Mapped[OwnerId] = ref("owner.id", default=NO_OWNER)
    status: Mapped[Status | None] = mapped_column(choice(Status), default=None)
    quantity: Mapped[int] = mapped_column(BigId, default=0)
    why: Mapped[str] = mapped_column(text(8000), default="")
    operation: Mapped[UUID] = mapped_column(sa.Uuid, sa.ForeignKey("operation.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class PutRow(Table, kw_only=True):
    """Goods of a put-away that were put; `moved` of them by this, the rest had been found there."""

    __tablename__ = "put"
    __table_args__ = (
        sa.UniqueConstraint("put_away", "number"),
        sa.ForeignKeyConstraint(["warehouse", "put_away"], ["put_away.warehouse", "put_away.id"]),
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.CheckConstraint("quantity > 0 AND moved BETWEEN 0 AND quantity", "quantity"),
    )

    id: Mapped[PutRowId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    put_away: Mapped[PutAwayId] = mapped_column(BigId)
    number: Mapped[int]
    location: Mapped[LocationId] = mapped_column(BigId)
    quantity: Mapped[int] = mapped_column(BigId)
    moved: Mapped[int] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(NAME, default="")
    operation: Mapped[UUID] = mapped_column(sa.Uuid, sa.ForeignKey("operation.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    reversed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
