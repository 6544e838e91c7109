"""Messages about stock."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Day,
    Instant,
    Limit,
    Line,
    Mark,
    Number,
    OperationId,
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


class StockRow(Reply, frozen=True, kw_only=True):
    """What stands under one key; None to whoever is counting it."""

    location: Code
    sku: Code
    name: Line
    lot: Mark | None
    expires_on: Day | None
    container: Code | None
    owner: Code | None
    status: Status
    on_hand: Count | None
    reserved: Count | None
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


Serials = Annotated[tuple[Mark, ...], Meta(max_length=1000, description="One per piece.")]
Moment = Instant | None  # when it happened, by the device, where it is told late


class MoveStock(Command, frozen=True, kw_only=True):
    """Goods have been carried elsewhere, or into or out of a container.

    `document` is the order line (`SO1001/2`) whose goods these are; with `along` what is free goes
    first and promised goods with their promises, else only free goods move. `reason` sets a rule
    of the place aside.
    """

    kind = "stock.move"
    path = "/warehouses/{warehouse:str}/stock/move"
    offline = "A"
    fact = True

    sku: Code
    quantity: Quantity
    source: Code | None = None
    source_container: Code | None = None
    target: Code | None = None
    target_container: Code | None = None
    lot: Mark | None = None
    serials: Serials = ()
    status: Status = Status.AVAILABLE
    owner: Code | None = None
    document: Line | None = None
    along: bool = False
    reason: Line = ""
    happened_at: Moment = None


class MoveContainer(Command, frozen=True, kw_only=True):
    """A pallet, carton or tote has been carried to another place with all that is in it."""

    kind = "container.move"
    path = "/warehouses/{warehouse:str}/containers/move"
    offline = "A"
    fact = True

    container: Code
    target: Code
    reason: Line = ""
    happened_at: Moment = None


class NestContainer(Command, frozen=True, kw_only=True):
    """A container has been put on or in another; without `parent` it has been taken out.

    With `contents` only all that is in it: itself is left empty.
    """

    kind = "container.nest"
    path = "/warehouses/{warehouse:str}/containers/nest"
    offline = "A"
    fact = True

    container: Code
    parent: Code | None = None
    contents: bool = False
    happened_at: Moment = None


class ReverseMoves(Command, frozen=True, kw_only=True):
    """What an operation moved goes back, once, as long as it still stands where it was put."""

    kind = "stock.reverse"
    path = "/warehouses/{warehouse:str}/stock/reverse"
    offline = "A"
    fact = True

    operation: OperationId


class Moved(Reply, frozen=True, kw_only=True):
    """That it is written down, and its numbers in the history."""

    moves: list[Number]
    warning: Line = ""
    """What holds the goods wherever they stand."""


class ChangeStatus(Command, frozen=True, kw_only=True):
    """Goods where they stand are fit for something else now, and why."""

    kind = "stock.status"
    path = "/warehouses/{warehouse:str}/stock/status"

    sku: Code
    quantity: Quantity
    location: Code | None = None
    container: Code | None = None
    lot: Mark | None = None
    serials: Serials = ()
    source_status: Status = Status.AVAILABLE
    target_status: Status
    owner: Code | None = None
    reason: Line


class SetHold(Command, frozen=True, kw_only=True):
    """Nothing of an item, a lot of it, a place or a container is free, now and later."""

    kind = "hold.set"
    path = "/warehouses/{warehouse:str}/holds"

    sku: Code | None = None
    lot: Mark | None = None
    location: Code | None = None
    container: Code | None = None
    reason: HoldReason
    note: Line


class LiftHold(Command, frozen=True, kw_only=True):
    """Ends a hold by its number, or all that are on one item, lot, place or container."""

    kind = "hold.lift"
    path = "/warehouses/{warehouse:str}/holds/lift"

    number: Number | None = None
    sku: Code | None = None
    lot: Mark | None = None
    location: Code | None = None
    container: Code | None = None


class Covered(Struct, frozen=True, kw_only=True):
    """Base units that a hold covers in the building: on shelves, picked already, and those of the
    item or lot that have left it.
    """

    units: Count
    places: Count
    picked: Count
    shipped: Count = 0


class Held(Reply, frozen=True, kw_only=True):
    """The holds it was about, and how many promised units were taken from their orders."""

    numbers: list[Number]
    broken: Count
    covered: Covered | None = None
    """What a hold that was set covers; none of one that was lifted."""
