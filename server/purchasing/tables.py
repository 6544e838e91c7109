"""Tables of purchasing: suppliers, purchase orders and their lines."""

from datetime import date, datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId, PackLevelId
from server.db import CODE, NAME, NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.purchasing.states import PURCHASE_ORDER
from server.purchasing.wire import PurchaseOrderState

SupplierId = NewType("SupplierId", int)
PurchaseOrderId = NewType("PurchaseOrderId", int)
PurchaseOrderLineId = NewType("PurchaseOrderLineId", int)


class Supplier(Table, kw_only=True):
    """Who we buy from; up to `over_percent` above what was ordered is accepted without asking."""

    __tablename__ = "supplier"
    __table_args__ = (
        sa.CheckConstraint("over_percent BETWEEN 0 AND 100", name="over_percent"),
        sa.CheckConstraint("lead_time_days >= 0", name="lead_time"),
    )

    id: Mapped[SupplierId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    lead_time_days: Mapped[int | None] = mapped_column(default=None)
    over_percent: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


@along(PURCHASE_ORDER, lambda row: f"Purchase order {row.number}")
class PurchaseOrder(Table, kw_only=True):
    """What one warehouse expects of one supplier; its number is for ever."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "number"),
        sa.UniqueConstraint("warehouse", "id"),
        sa.Index(None, "warehouse", "state"),
    )

    id: Mapped[PurchaseOrderId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    number: Mapped[str] = mapped_column(CODE)
    supplier: Mapped[SupplierId] = ref("supplier.id", index=True)
    state: Mapped[PurchaseOrderState] = mapped_column(
        choice(PurchaseOrderState), default=PurchaseOrderState.OPEN
    )
    currency: Mapped[str] = mapped_column(text(3), default="EUR")
    expected_on: Mapped[date | None] = mapped_column(sa.Date, default=None)
    first_promised_on: Mapped[date | None] = mapped_column(sa.Date, default=None)
    reference: Mapped[str] = mapped_column(NAME, default="")
    note: Mapped[str] = mapped_column(NOTE, default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(default=1)


class PurchaseOrderLine(Table, kw_only=True):
    """Quantities are base units; `received` holds all that came, `over` the part beyond tolerance.

    The price is `price` minor units for `price_per` base units.
    """

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        sa.UniqueConstraint("purchase_order", "number"),
        sa.UniqueConstraint("warehouse", "id"),
        sa.ForeignKeyConstraint(
            ["warehouse", "purchase_order"], ["purchase_order.warehouse", "purchase_order.id"]
        ),
        sa.CheckConstraint("number >= 1 AND ordered >= 1", name="ordered"),
        sa.CheckConstraint("over BETWEEN 0 AND received", name="received"),
        sa.CheckConstraint("cancelled BETWEEN 0 AND ordered", name="cancelled"),
        sa.CheckConstraint("price >= 0 AND price_per >= 1", name="price"),
    )

    id: Mapped[PurchaseOrderLineId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    purchase_order: Mapped[PurchaseOrderId] = mapped_column(BigId)
    number: Mapped[int]
    item: Mapped[ItemId] = ref("item.id", index=True)
    pack_level: Mapped[PackLevelId | None] = ref("pack_level.id", default=None)
    pack_quantity: Mapped[int] = mapped_column(default=1)  # frozen when the line was made
    ordered: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    over: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    price: Mapped[int | None] = mapped_column(sa.BigInteger, default=None)
    price_per: Mapped[int] = mapped_column(default=1)
    supplier_part: Mapped[str] = mapped_column(text(40), default="")
    expected_on: Mapped[date | None] = mapped_column(sa.Date, default=None)
