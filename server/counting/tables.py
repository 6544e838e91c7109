"""Tables of counting: counts, their rounds, the book as it was, what was seen, what was posted."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.counting.states import COUNT, STOCKTAKE
from server.counting.wire.counts import CountReason, CountState
from server.counting.wire.stocktake import StocktakeState
from server.db import CODE, NAME, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.places.tables import LocationId, ZoneId
from server.stock.tables import ContainerId, LotId, OwnerId, SerialId
from server.stock.wire import Status

CountId = NewType("CountId", int)
StocktakeId = NewType("StocktakeId", int)

PRINCIPAL = text(80)
_IS_OPEN = sa.text("state NOT IN ('posted', 'closed')")


_RUNS = sa.text("state = 'open'")


@along(STOCKTAKE, lambda row: f"Stocktake {row.id}")
class Stocktake(Table, kw_only=True):
    """A zone that is counted whole, or was; its number is its id."""

    __tablename__ = "stocktake"
    __table_args__ = (
        sa.ForeignKeyConstraint(["warehouse", "zone"], ["zone.warehouse", "zone.id"]),
        sa.Index(
            "uq_stocktake_open",
            "zone",
            unique=True,
            sqlite_where=_RUNS,
            postgresql_where=_RUNS,
        ),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", "ended"),
    )

    id: Mapped[StocktakeId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    zone: Mapped[ZoneId] = mapped_column(BigId)
    state: Mapped[StocktakeState] = mapped_column(
        choice(StocktakeState), default=StocktakeState.OPEN
    )
    started_by: Mapped[str] = mapped_column(PRINCIPAL)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


@along(COUNT, lambda row: f"Count {row.id}")
class StockCount(Table, kw_only=True):
    """A place that is to be counted, or was; its number is its id."""

    __tablename__ = "stock_count"
    __table_args__ = (
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.Index(
            "uq_stock_count_open",
            "location",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index(None, "warehouse", "state"),
        sa.CheckConstraint("(state = 'open') = (worker IS NOT NULL)", "worker"),
        sa.CheckConstraint("state <> 'counted' OR accepted IS NOT NULL", "accepted"),
    )

    id: Mapped[CountId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    location: Mapped[LocationId] = mapped_column(BigId)
    item: Mapped[ItemId | None] = ref("item.id", nullable=True, default=None)
    reason: Mapped[CountReason] = mapped_column(choice(CountReason))
    state: Mapped[CountState] = mapped_column(choice(CountState))
    round: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    first_round: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    asked_by: Mapped[str] = mapped_column(PRINCIPAL)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    worker: Mapped[str | None] = mapped_column(PRINCIPAL, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    stocktake: Mapped[StocktakeId | None] = ref(
        "stocktake.id", nullable=True, index=True, default=None
    )
    accepted: Mapped[int | None] = mapped_column(sa.SmallInteger, default=None)
    """The round that is posted when its stocktake ends."""


class CountExcluded(Table, kw_only=True):
    """Who must not count it: they reported the short, or counted before."""

    __tablename__ = "count_excluded"

    count: Mapped[CountId] = ref("stock_count.id", primary_key=True)
    who: Mapped[str] = mapped_column(PRINCIPAL, primary_key=True)


class CountRound(Table, kw_only=True):
    """One person's counting of it, from the book they were given to what they saw."""

    __tablename__ = "count_round"

    count: Mapped[CountId] = ref("stock_count.id", primary_key=True)
    round: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    who: Mapped[str] = mapped_column(PRINCIPAL)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    posted_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


def _of_round() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["count", "round"], ["count_round.count", "count_round.round"])


class CountBook(Table, kw_only=True):
    """What the book said of the place when the round was opened, row for row."""

    __tablename__ = "count_book"
    __table_args__ = (_of_round(),)

    count: Mapped[CountId] = mapped_column(BigId, primary_key=True)
    round: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    item: Mapped[ItemId] = ref("item.id", primary_key=True)
    lot: Mapped[LotId] = ref("lot.id", primary_key=True)
    container: Mapped[ContainerId] = ref("container.id", primary_key=True)
    owner: Mapped[OwnerId] = ref("owner.id", primary_key=True)
    status: Mapped[Status] = mapped_column(choice(Status), primary_key=True)
    quantity: Mapped[int] = mapped_column(BigId)


class CountBookSerial(Table, kw_only=True):
    """Which serial numbers the book had there."""

    __tablename__ = "count_book_serial"
    __table_args__ = (_of_round(),)

    count: Mapped[CountId] = mapped_column(BigId, primary_key=True)
    round: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    serial: Mapped[SerialId] = ref("serial.id", primary_key=True)
    lot: Mapped[LotId] = ref("lot.id")
    container: Mapped[ContainerId] = ref("container.id")


class CountLine(Table, kw_only=True):
    """Something that was seen; without an item, what nobody could name."""

    __tablename__ = "count_line"
    __table_args__ = (_of_round(),)

    count: Mapped[CountId] = mapped_column(BigId, primary_key=True)
    round: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    n: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    item: Mapped[ItemId | None] = ref("item.id", nullable=True)
    lot: Mapped[LotId] = ref("lot.id")
    container: Mapped[ContainerId] = ref("container.id")
    quantity: Mapped[int] = mapped_column(BigId)
    note: Mapped[str] = mapped_column(NAME)


class CountLineSerial(Table, kw_only=True):
    """A serial number that was seen, as it is printed."""

    __tablename__ = "count_line_serial"

    count: Mapped[CountId] = mapped_column(BigId, primary_key=True)
    round: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    n: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)


class CountResult(Table, kw_only=True):
    """Per item, lot and container: the book it was measured against, the count, what was posted.

    `brought` came from goods on their way there, whose put-away was not confirmed yet;
    `remaining` could not be posted because the goods were gone by then: it reopens the count.
    """

    __tablename__ = "count_result"
    __table_args__ = (
        _of_round(),
        sa.CheckConstraint(
            "(posted = 0 AND brought = 0 AND remaining = 0)"
            " OR posted + brought + remaining = counted - book",
            "difference",
        ),
    )

    count: Mapped[CountId] = mapped_column(BigId, primary_key=True)
    round: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    item: Mapped[ItemId] = ref("item.id", primary_key=True)
    lot: Mapped[LotId] = ref("lot.id", primary_key=True)
    container: Mapped[ContainerId] = ref("container.id", primary_key=True)
    book: Mapped[int] = mapped_column(BigId)
    counted: Mapped[int] = mapped_column(BigId)
    posted: Mapped[int] = mapped_column(BigId, default=0)
    brought: Mapped[int] = mapped_column(BigId, default=0)
    remaining: Mapped[int] = mapped_column(BigId, default=0)
