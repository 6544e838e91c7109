"""Tables of returns."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import CODE, NAME, NOTE, BigId, Table, UtcTime, choice, key, ref
from server.graph import along
from server.guard import WarehouseId
from server.orders.tables import OrderId, OrderLineId
from server.places.tables import LocationId
from server.returns.states import RETURN
from server.returns.wire import Disposition, Grade, ReturnState

ReturnId = NewType("ReturnId", int)


@along(RETURN, lambda row: f"Return {row.number}")
class Return(Table, kw_only=True):
    """A parcel that came back; of an order where one was found."""

    __tablename__ = "return"

    id: Mapped[ReturnId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    number: Mapped[str] = mapped_column(CODE, unique=True)
    order: Mapped[OrderId | None] = ref("sales_order.id", nullable=True, index=True, default=None)
    reference: Mapped[str] = mapped_column(NAME)
    state: Mapped[ReturnState] = mapped_column(choice(ReturnState), default=ReturnState.OPEN)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class ReturnLineRow(Table, kw_only=True):
    """Some of one item that came back, and how it was."""

    __tablename__ = "return_line"
    __table_args__ = (
        sa.UniqueConstraint("return", "number"),
        sa.CheckConstraint("quantity > 0", "positive"),
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
    )

    id: Mapped[int] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    of: Mapped[ReturnId] = mapped_column("return", BigId, sa.ForeignKey("return.id"))
    number: Mapped[int] = mapped_column(sa.SmallInteger)
    order_line: Mapped[OrderLineId | None] = ref(
        "order_line.id", nullable=True, index=True, default=None
    )
    item: Mapped[ItemId] = ref("item.id")
    location: Mapped[LocationId] = mapped_column(BigId)
    quantity: Mapped[int] = mapped_column(BigId)
    grade: Mapped[Grade] = mapped_column(choice(Grade))
    disposition: Mapped[Disposition] = mapped_column(choice(Disposition))
    note: Mapped[str] = mapped_column(NOTE, default="")
    flags: Mapped[str] = mapped_column(NOTE, default="")
