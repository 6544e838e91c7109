"""Tables of shipping: cartons and what is in them."""

from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, object_session

from server.catalog.tables import ItemId
from server.db import CODE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.orders.tables import OrderId, OrderLineId
from server.shipping.states import CARTON
from server.shipping.wire import CartonState
from server.stock.tables import NO_LOT, Container, ContainerId, LotId, SerialId

CartonId = NewType("CartonId", int)


def _named(row: Any) -> str:
    """As its label says it."""
    session = object_session(row)
    return f"Carton {session.get_one(Container, row.container).code if session else row.number}"


@along(CARTON, _named)
class Carton(Table, kw_only=True):
    """A parcel of one order; what it is made of is its container, its number its tracking."""

    __tablename__ = "carton"
    __table_args__ = (
        sa.UniqueConstraint("order", "number"),
        sa.CheckConstraint("weight_grams >= 0", "weight"),
        sa.Index(None, "warehouse", "state"),
    )

    id: Mapped[CartonId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    container: Mapped[ContainerId] = ref("container.id", unique=True)
    order: Mapped[OrderId] = ref("sales_order.id")
    number: Mapped[int] = mapped_column(sa.SmallInteger)
    state: Mapped[CartonState] = mapped_column(choice(CartonState))
    service: Mapped[str] = mapped_column(CODE)
    tracking: Mapped[str | None] = mapped_column(text(50), unique=True, default=None)
    weight_grams: Mapped[int | None] = mapped_column(sa.Integer, default=None)
    weight_verified: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime] = mapped_column(UtcTime)
    shipped_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class CartonLine(Table, kw_only=True):
    """Some of an order line in a carton, verified by the packer."""

    __tablename__ = "carton_line"
    __table_args__ = (sa.CheckConstraint("quantity > 0", "positive"),)

    id: Mapped[int] = key()
    carton: Mapped[CartonId] = ref("carton.id", index=True)
    order_line: Mapped[OrderLineId] = ref("order_line.id", index=True)
    item: Mapped[ItemId] = ref("item.id")
    lot: Mapped[LotId] = ref("lot.id", default=NO_LOT)
    serial: Mapped[SerialId | None] = ref("serial.id", nullable=True, index=True, default=None)
    quantity: Mapped[int] = mapped_column(BigId)
