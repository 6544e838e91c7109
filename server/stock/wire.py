"""Messages about stock."""

from enum import StrEnum

from server.wire import (
    Code,
    Count,
    Cursor,
    Day,
    Event,
    Instant,
    Limit,
    Line,
    Mark,
    Number,
    Quantity,
    Query,
    Reply,
)


class Status(StrEnum):
    """What goods are fit for; only available ones are promised."""

    AVAILABLE = "available"
    INSPECTION = "inspection"
    DAMAGED = "damaged"
    RETURNED = "returned"
    MISSING = "missing"
    QUARANTINE = "quarantine"
    OVERAGE = "overage"


class ContainerKind(StrEnum):
    """What carries goods."""

    NONE = "none"
    PALLET = "pallet"
    CARTON = "carton"
    TOTE = "tote"
    CART_SLOT = "cart_slot"


class ContainerState(StrEnum):
    """Where a container is in its life."""

    PRE_PRINTED = "pre_printed"
    OPEN = "open"
    CLOSED = "closed"
    EMPTY = "empty"
    MISSING = "missing"
    SHIPPED = "shipped"
    RETIRED = "retired"


class HoldReason(StrEnum):
    """Why goods are held."""

    QUALITY = "quality"
    RECALL = "recall"
    CUSTOMS = "customs"
    COUNT = "count"
    FOUND = "found"
    EXPIRED = "expired"
    OTHER = "other"


class Origin(StrEnum):
    """How a serial became known."""

    RECEIVED = "received"
    COUNTED = "counted"
    RETURN = "return"


class ReservationBroken(Event, frozen=True, kw_only=True):
    """Goods promised to an order line are gone; it needs others."""

    kind = "reservation.broken"

    line: Line
    """Order number and line, `SO1001/2`."""
    sku: Code
    quantity: Quantity
    reason: Line


class StockRow(Reply, frozen=True, kw_only=True):
    """What stands under one key."""

    location: Code
    sku: Code
    name: Line
    lot: Mark | None
    expires_on: Day | None
    container: Code | None
    owner: Code | None
    status: Status
    on_hand: Count
    reserved: Count
    held: list[HoldReason]
    fifo_at: Instant


class StockQuery(Query, frozen=True, kw_only=True):
    """Which stock or moves to show; what is not named is not asked for."""

    sku: Code | None = None
    location: Code | None = None
    lot: Mark | None = None
    serial: Mark | None = None
    container: Code | None = None
    status: Status | None = None
    document: Line | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class Standing(Reply, frozen=True, kw_only=True):
    """One side of a move."""

    location: Code
    status: Status


class MoveView(Reply, frozen=True, kw_only=True):
    """One move, and who made it why."""

    number: Number
    at: Instant
    who: Line
    device: Line | None
    why: Line
    document: Line
    sku: Code
    lot: Mark | None
    serial: Mark | None
    quantity: Quantity
    source: Standing
    target: Standing
    reverses: Number | None
