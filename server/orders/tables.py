"""Tables of orders: customers, sales orders and their lines."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import CODE, NAME, NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.orders.states import ORDER
from server.orders.wire import OrderHold, OrderState

CustomerId = NewType("CustomerId", int)
OrderId = NewType("OrderId", int)
OrderLineId = NewType("OrderLineId", int)


class Customer(Table, kw_only=True):
    """Who buys again and again; a web shop's buyers are only addresses on their orders."""

    __tablename__ = "customer"

    id: Mapped[CustomerId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    minimum_days: Mapped[int | None] = mapped_column(sa.Integer, default=None)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)


@along(ORDER, lambda row: f"Order {row.number}")
class SalesOrder(Table, kw_only=True):
    """What somebody wants sent; the address is frozen here, the warehouse is set at release."""

    __tablename__ = "sales_order"
    __table_args__ = (
        sa.UniqueConstraint("channel", "reference"),
        sa.CheckConstraint("state <> 'released' OR warehouse IS NOT NULL", "released_somewhere"),
        sa.Index(None, "state", "ship_by"),
    )

    id: Mapped[OrderId] = key()
    number: Mapped[str] = mapped_column(CODE, unique=True)
    channel: Mapped[str] = mapped_column(CODE)
    reference: Mapped[str] = mapped_column(text(60))
    customer: Mapped[CustomerId | None] = ref("customer.id", nullable=True, default=None)
    ship_name: Mapped[str] = mapped_column(NAME)
    ship_company: Mapped[str] = mapped_column(NAME, default="")
    ship_street: Mapped[str] = mapped_column(NAME)
    ship_street2: Mapped[str] = mapped_column(NAME, default="")
    ship_postcode: Mapped[str] = mapped_column(text(16), default="")
    ship_city: Mapped[str] = mapped_column(NAME)
    ship_region: Mapped[str] = mapped_column(NAME, default="")
    ship_country: Mapped[str] = mapped_column(text(2))
    ship_phone: Mapped[str] = mapped_column(CODE, default="")
    ship_email: Mapped[str] = mapped_column(NAME, default="")
    service: Mapped[str] = mapped_column(CODE)
    ship_by: Mapped[datetime] = mapped_column(UtcTime)
    priority: Mapped[int] = mapped_column(sa.SmallInteger)
    partial: Mapped[bool] = mapped_column(sa.Boolean)
    gift_note: Mapped[str] = mapped_column(NOTE, default="")
    state: Mapped[OrderState] = mapped_column(choice(OrderState), default=OrderState.NEW)
    hold: Mapped[OrderHold | None] = mapped_column(choice(OrderHold), default=None)
    hold_note: Mapped[str] = mapped_column(NOTE, default="")
    warehouse: Mapped[WarehouseId | None] = ref("warehouse.id", nullable=True, default=None)
    auto_release: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)


class OrderLine(Table, kw_only=True):
    """So many base units of an item, and how far they are (I-11)."""

    __tablename__ = "order_line"
    __table_args__ = (
        sa.UniqueConstraint("order", "number"),
        sa.CheckConstraint("ordered > 0", "ordered"),
        sa.CheckConstraint("cancelled >= 0 AND cancelled <= ordered", "cancelled"),
        sa.CheckConstraint("shipped >= 0 AND shipped <= packed AND packed <= picked", "in_order"),
        sa.CheckConstraint(
            "to_put_back >= 0 AND to_put_back <= picked - shipped"
            " AND picked <= ordered - cancelled + to_put_back",
            "picked_within",
        ),
        sa.Index(None, "item"),
    )

    id: Mapped[OrderLineId] = key()
    order: Mapped[OrderId] = ref("sales_order.id")
    number: Mapped[int] = mapped_column(sa.SmallInteger)
    item: Mapped[ItemId] = ref("item.id")
    ordered: Mapped[int] = mapped_column(BigId)
    cancelled: Mapped[int] = mapped_column(BigId, default=0)
    picked: Mapped[int] = mapped_column(BigId, default=0)
    packed: Mapped[int] = mapped_column(BigId, default=0)
    shipped: Mapped[int] = mapped_column(BigId, default=0)
    to_put_back: Mapped[int] = mapped_column(BigId, default=0)
    lot: Mapped[str | None] = mapped_column(CODE, default=None)
    minimum_days: Mapped[int | None] = mapped_column(sa.Integer, default=None)
