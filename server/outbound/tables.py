"""Tables of outbound: what was allocated and why, waves, pick lists with their slots and lines."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import CODE, NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.orders.tables import OrderId, OrderLineId
from server.outbound.states import PICK_LINE, PICK_LIST, WAVE
from server.outbound.wire.lists import LineState, PickListState
from server.outbound.wire.plan import WaveState
from server.places.tables import LocationId
from server.stock.tables import BalanceId, ContainerId, LotId

WaveId = NewType("WaveId", int)
PickListId = NewType("PickListId", int)
PickLineId = NewType("PickLineId", int)


class Allocation(Table, kw_only=True):
    """The newest answer to "where shall this line's goods come from", and why so."""

    __tablename__ = "allocation"

    order_line: Mapped[OrderLineId] = ref("order_line.id", primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    wanted: Mapped[int] = mapped_column(BigId)
    got: Mapped[int] = mapped_column(BigId)
    why: Mapped[str] = mapped_column(NOTE)


@along(WAVE, lambda row: f"Wave W{row.id}")
class Wave(Table, kw_only=True):
    """Orders that are worked together; its number is its id."""

    __tablename__ = "wave"

    id: Mapped[WaveId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id", index=True)
    state: Mapped[WaveState] = mapped_column(choice(WaveState))
    cart_slots: Mapped[int] = mapped_column(sa.SmallInteger)
    slices: Mapped[int] = mapped_column(sa.Integer)
    slices_done: Mapped[int] = mapped_column(sa.Integer, default=0)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    why: Mapped[str] = mapped_column(NOTE)


class WaveOrder(Table, kw_only=True):
    """An order of a wave, and the slice of work that it belongs to."""

    __tablename__ = "wave_order"
    __table_args__ = (sa.Index(None, "order"),)

    wave: Mapped[WaveId] = ref("wave.id", primary_key=True)
    order: Mapped[OrderId] = ref("sales_order.id", primary_key=True)
    slice: Mapped[int] = mapped_column(sa.Integer)


@along(PICK_LIST, lambda row: f"Pick list PL{row.id}")
class PickList(Table, kw_only=True):
    """One walk of one worker, for one order or for several on one cart; its number is its id."""

    __tablename__ = "pick_list"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "id"),
        sa.ForeignKeyConstraint(["warehouse", "rides_on"], ["location.warehouse", "location.id"]),
        sa.Index(None, "warehouse", "state"),
    )

    id: Mapped[PickListId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    wave: Mapped[WaveId | None] = ref("wave.id", nullable=True, default=None, index=True)
    state: Mapped[PickListState] = mapped_column(choice(PickListState))
    priority: Mapped[int] = mapped_column(sa.SmallInteger)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    rides_on: Mapped[LocationId | None] = mapped_column(BigId, default=None)
    """The cart or hands that its totes stand on while it is walked."""
    why: Mapped[str] = mapped_column(NOTE)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)


class PickSlot(Table, kw_only=True):
    """A slot of the cart: one order's, with the tote that stands in it now."""

    __tablename__ = "pick_slot"

    pick_list: Mapped[PickListId] = ref("pick_list.id", primary_key=True)
    slot: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    order: Mapped[OrderId] = ref("sales_order.id", index=True)
    tote: Mapped[ContainerId | None] = ref("container.id", nullable=True, default=None)


class BrokenSlot(Table, kw_only=True):
    """A slot of a cart that takes no tote until somebody has mended it."""

    __tablename__ = "broken_slot"

    cart: Mapped[LocationId] = ref("location.id", primary_key=True)
    slot: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(text(80))


@along(PICK_LINE, lambda row: f"Line {row.number} of PL{row.pick_list}")
class PickLine(Table, kw_only=True):
    """So much to take from one balance for one order line."""

    __tablename__ = "pick_line"
    __table_args__ = (
        sa.UniqueConstraint("pick_list", "number"),
        sa.CheckConstraint("asked > 0 AND picked >= 0 AND picked <= asked", "quantities"),
        sa.ForeignKeyConstraint(["pick_list", "slot"], ["pick_slot.pick_list", "pick_slot.slot"]),
        sa.Index(None, "order_line", "balance"),
    )

    id: Mapped[PickLineId] = key()
    pick_list: Mapped[PickListId] = ref("pick_list.id")
    number: Mapped[int] = mapped_column(sa.Integer)
    sequence: Mapped[int] = mapped_column(sa.Integer)
    """Its place in the walk now: a skipped line goes to the end and keeps its number."""
    slot: Mapped[int] = mapped_column(sa.SmallInteger)
    order_line: Mapped[OrderLineId] = ref("order_line.id")
    item: Mapped[ItemId] = ref("item.id")
    balance: Mapped[BalanceId] = ref("balance.id", index=True)
    location: Mapped[LocationId] = ref("location.id")
    lot: Mapped[LotId] = ref("lot.id")
    asked: Mapped[int] = mapped_column(BigId)
    picked: Mapped[int] = mapped_column(BigId, default=0)
    state: Mapped[LineState] = mapped_column(choice(LineState), default=LineState.OPEN)
    skipped: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    reason: Mapped[str] = mapped_column(CODE, default="")
