"""Tables of stock: moves (what happened), balances (their fold), reservations, and identities."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import CODE, NAME, NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import Graph, along
from server.guard import WarehouseId
from server.journal.tables import EntryId
from server.places.tables import LocationId
from server.stock.wire import ContainerKind, ContainerState, HoldReason, Origin, Status

LotId = NewType("LotId", int)
SerialId = NewType("SerialId", int)
ContainerId = NewType("ContainerId", int)
OwnerId = NewType("OwnerId", int)
MoveId = NewType("MoveId", int)
BalanceId = NewType("BalanceId", int)
ReservationId = NewType("ReservationId", int)
HoldId = NewType("HoldId", int)
PlannedPutId = NewType("PlannedPutId", int)

NO_LOT = LotId(0)
NO_CONTAINER = ContainerId(0)
NO_OWNER = OwnerId(0)


class ReservationState(StrEnum):
    """A reservation is open until it resolves, once."""

    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"
    BROKEN = "broken"


RESERVATION = Graph(
    "Reservation",
    starts=frozenset({ReservationState.OPEN}),
    edges={
        ReservationState.OPEN: frozenset(
            {ReservationState.POSTED, ReservationState.VOIDED, ReservationState.BROKEN}
        ),
        ReservationState.POSTED: frozenset(),
        ReservationState.VOIDED: frozenset(),
        ReservationState.BROKEN: frozenset(),
    },
)


class Lot(Table, kw_only=True):
    """A batch of one item; row 0 means none."""

    __tablename__ = "lot"
    __table_args__ = (sa.UniqueConstraint("item", "code"),)

    id: Mapped[LotId] = key()
    item: Mapped[ItemId | None] = ref("item.id", nullable=True)
    code: Mapped[str] = mapped_column(CODE)
    expires_on: Mapped[date | None] = mapped_column(sa.Date, default=None)
    made_on: Mapped[date | None] = mapped_column(sa.Date, default=None)


class Owner(Table, kw_only=True):
    """Whose goods they are; row 0 is the house itself."""

    __tablename__ = "owner"

    id: Mapped[OwnerId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)


class Container(Table, kw_only=True):
    """A pallet, carton, tote or cart slot with a code (LPN); row 0 means loose."""

    __tablename__ = "container"
    __table_args__ = (
        sa.Index(
            None,
            "parent",
            postgresql_where=sa.text("parent IS NOT NULL"),
            sqlite_where=sa.text("parent IS NOT NULL"),
        ),
    )

    id: Mapped[ContainerId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    kind: Mapped[ContainerKind] = mapped_column(choice(ContainerKind))
    state: Mapped[ContainerState] = mapped_column(choice(ContainerState))
    location: Mapped[LocationId | None] = ref("location.id", nullable=True, default=None)
    parent: Mapped[ContainerId | None] = ref("container.id", nullable=True, default=None)
    document: Mapped[str] = mapped_column(text(60), default="")
    weight_grams: Mapped[int | None] = mapped_column(sa.Integer, default=None)


class Balance(Table, kw_only=True):
    """What stands under one key now: the cached fold of all moves of that key."""

    __tablename__ = "balance"
    __table_args__ = (
        sa.UniqueConstraint(
            "location", "item", "lot", "container", "owner", "status", name="uq_balance_key"
        ),
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.CheckConstraint(
            "on_hand >= 0 AND reserved >= 0 AND reserved <= on_hand", "not_negative"
        ),
        sa.Index(None, "warehouse", "item"),
        sa.Index(None, "container"),
    )

    id: Mapped[BalanceId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    location: Mapped[LocationId] = mapped_column(BigId)
    item: Mapped[ItemId] = ref("item.id")
    lot: Mapped[LotId] = ref("lot.id", default=NO_LOT)
    container: Mapped[ContainerId] = ref("container.id", default=NO_CONTAINER)
    owner: Mapped[OwnerId] = ref("owner.id", default=NO_OWNER)
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.AVAILABLE)
    on_hand: Mapped[int] = mapped_column(BigId, default=0)
    reserved: Mapped[int] = mapped_column(BigId, default=0)
    weight_grams: Mapped[int] = mapped_column(BigId, default=0)
    fifo_at: Mapped[datetime] = mapped_column(UtcTime)


class MoveRow(Table, kw_only=True):
    """One quantity that went from one key to another; only ever inserted."""

    __tablename__ = "move"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", "positive"),
        sa.CheckConstraint(
            "source_location <> target_location OR source_container <> target_container"
            " OR source_owner <> target_owner OR source_status <> target_status",
            "keys_differ",
        ),
        sa.CheckConstraint("serial IS NULL OR quantity = 1", "one_serial"),
        sa.ForeignKeyConstraint(
            ["warehouse", "source_location"], ["location.warehouse", "location.id"]
        ),
        sa.ForeignKeyConstraint(
            ["warehouse", "target_location"], ["location.warehouse", "location.id"]
        ),
        sa.Index(None, "item", "id"),
        sa.Index(None, "document"),
        sa.Index(None, "source_container", "id"),
        sa.Index(None, "target_container", "id"),
    )

    id: Mapped[MoveId] = key()
    entry: Mapped[EntryId] = ref("entry.id", index=True)
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    item: Mapped[ItemId] = ref("item.id")
    lot: Mapped[LotId] = ref("lot.id")
    serial: Mapped[SerialId | None] = ref("serial.id", nullable=True)
    quantity: Mapped[int] = mapped_column(BigId)
    weight_grams: Mapped[int | None] = mapped_column(BigId)
    document: Mapped[str] = mapped_column(text(60))
    reverses: Mapped[MoveId | None] = ref("move.id", nullable=True, unique=True)
    source_location: Mapped[LocationId] = mapped_column(BigId, index=True)
    source_container: Mapped[ContainerId] = ref("container.id")
    source_owner: Mapped[OwnerId] = ref("owner.id")
    source_status: Mapped[Status] = mapped_column(choice(Status, "source_status"))
    target_location: Mapped[LocationId] = mapped_column(BigId, index=True)
    target_container: Mapped[ContainerId] = ref("container.id")
    target_owner: Mapped[OwnerId] = ref("owner.id")
    target_status: Mapped[Status] = mapped_column(choice(Status, "target_status"))


class Serial(Table, kw_only=True):
    """One piece with a number of its own: the balance it stands in, or out of the building."""

    __tablename__ = "serial"
    __table_args__ = (sa.UniqueConstraint("item", "code"),)

    id: Mapped[SerialId] = key()
    item: Mapped[ItemId] = ref("item.id")
    code: Mapped[str] = mapped_column(CODE)
    lot: Mapped[LotId] = ref("lot.id", default=NO_LOT)
    balance: Mapped[BalanceId | None] = ref("balance.id", nullable=True, index=True, default=None)
    origin: Mapped[Origin] = mapped_column(choice(Origin), default=Origin.RECEIVED)


@along(RESERVATION, lambda row: f"The reservation of {row.document}")
class Reservation(Table, kw_only=True):
    """Goods promised to one order line, where they stand now."""

    __tablename__ = "reservation"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", "positive"),
        sa.Index("ix_reservation_open", "balance", postgresql_where=sa.text("state = 'open'")),
    )

    id: Mapped[ReservationId] = key()
    order_line: Mapped[int] = ref("order_line.id", index=True)
    document: Mapped[str] = mapped_column(text(60))
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    balance: Mapped[BalanceId] = ref("balance.id")
    quantity: Mapped[int] = mapped_column(BigId)
    state: Mapped[ReservationState] = mapped_column(choice(ReservationState))
    reason: Mapped[str] = mapped_column(NOTE, default="")


class Hold(Table, kw_only=True):
    """Why goods are not free: covers an item, a lot, a location or a container, now and later."""

    __tablename__ = "hold"
    __table_args__ = (
        sa.CheckConstraint(
            "(item IS NOT NULL AND location IS NULL AND container IS NULL)"
            " OR (item IS NULL AND lot IS NULL AND location IS NOT NULL AND container IS NULL)"
            " OR (item IS NULL AND lot IS NULL AND location IS NULL AND container IS NOT NULL)",
            "one_scope",
        ),
    )

    id: Mapped[HoldId] = key()
    reason: Mapped[HoldReason] = mapped_column(choice(HoldReason))
    note: Mapped[str] = mapped_column(NOTE)
    set_at: Mapped[datetime] = mapped_column(UtcTime)
    item: Mapped[ItemId | None] = ref("item.id", nullable=True, index=True, default=None)
    lot: Mapped[LotId | None] = ref("lot.id", nullable=True, index=True, default=None)
    location: Mapped[LocationId | None] = ref(
        "location.id", nullable=True, index=True, default=None
    )
    container: Mapped[ContainerId | None] = ref(
        "container.id", nullable=True, index=True, default=None
    )
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class PlannedPut(Table, kw_only=True):
    """Room at a location that is kept for goods on their way there.

    `quantity` is what is still to come; `taken` came already through a pick or count that found
    it before the put was confirmed. `keeps_container` is the container that will stand there, or 0
    for goods put there loose. `rule` is what made the place the target.
    """

    __tablename__ = "planned_put"
    __table_args__ = (
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.ForeignKeyConstraint(
            ["warehouse", "source_location"], ["location.warehouse", "location.id"]
        ),
        sa.CheckConstraint("quantity >= 0 AND taken >= 0", "not_negative"),
        sa.Index(None, "location", "item"),
        sa.Index(None, "document"),
    )

    id: Mapped[PlannedPutId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    document: Mapped[str] = mapped_column(text(60))
    location: Mapped[LocationId] = mapped_column(BigId)
    item: Mapped[ItemId] = ref("item.id")
    lot: Mapped[LotId] = ref("lot.id")
    owner: Mapped[OwnerId] = ref("owner.id")
    status: Mapped[Status] = mapped_column(choice(Status))
    source_location: Mapped[LocationId] = mapped_column(BigId)
    container: Mapped[ContainerId] = ref("container.id")
    keeps_container: Mapped[ContainerId] = ref("container.id")
    rule: Mapped[str] = mapped_column(text(20))
    quantity: Mapped[int] = mapped_column(BigId)
    taken: Mapped[int] = mapped_column(BigId, default=0)


class Blind(Table, kw_only=True):
    """From whom the quantities of a place are hidden, because they are counting it."""

    __tablename__ = "blind"

    who: Mapped[str] = mapped_column(text(80), primary_key=True)
    location: Mapped[LocationId] = ref("location.id", primary_key=True)
    document: Mapped[str] = mapped_column(text(60), primary_key=True)
