"""Messages about receipts: goods that have come to the dock."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.inbound.wire.put_away import PutAwayPlanned
from server.stock.wire import ContainerKind, Moment, Serials, Status
from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Day,
    Event,
    Grams,
    Instant,
    Limit,
    Line,
    Mark,
    Quantity,
    Query,
    Reply,
)

LineNumber = Annotated[int, Meta(ge=1, le=100_000, description="The number of a line.")]


class ReceiptState(StrEnum):
    """Open over days and trucks, until somebody says that all of it has come."""

    OPEN = "open"
    CLOSED = "closed"


class Condition(StrEnum):
    """How goods came."""

    GOOD = "good"
    DAMAGED = "damaged"


class TurnedAway(StrEnum):
    """Why goods were not taken in."""

    SHORT_LIFE = "short_life"
    NOT_ORDERED = "not_ordered"


class OpenReceipt(Command, frozen=True, kw_only=True):
    """Goods are coming in at a dock: for a purchase order, or blind without one.

    Whoever opens the same order at the same dock again works on the same receipt.
    """

    kind = "receipt.open"
    path = "/warehouses/{warehouse:str}/receipts"
    offline = "B"
    fact = True

    dock: Code
    purchase_order: Code | None = None
    reference: Line = ""
    """The number on the carrier's or supplier's paper."""


class ReceiveLine(Command, frozen=True, kw_only=True):
    """This many of one item have come and stand here now.

    Without `receipt` it belongs to the open receipt of `purchase_order` at `dock`, which is opened
    if there is none. Without `sku` nobody knows what it is: it is kept as `UNKNOWN` under a tag.
    """

    kind = "receipt.receive_line"
    path = "/warehouses/{warehouse:str}/receipts/receive"
    offline = "B"
    fact = True

    receipt: Code | None = None
    purchase_order: Code | None = None
    dock: Code | None = None
    line: LineNumber | None = None
    """The order's line, where the worker chose one; else the earliest that is open."""
    sku: Code | None = None
    description: Line = ""
    """What an unidentified thing looks like."""
    quantity: Quantity
    lot: Mark | None = None
    expires_on: Day | None = None
    serials: Serials = ()
    weight_grams: Grams | None = None
    """Of all of it together."""
    container: Code | None = None
    """The LPN that it was put on."""
    new_container: ContainerKind | None = None
    """Take the next LPN number for it; the reply tells which."""
    print_label: bool = False
    """Print the new LPN's label, at `printer` or where this device's labels go."""
    printer: Code | None = None
    location: Code | None = None
    """Where it stands; the receipt's dock unless told, or the shelf in one step."""
    condition: Condition = Condition.GOOD
    reason: Line = ""
    """Why it is damaged, or is put where it does not fit."""
    over_reason: Line = ""
    """Why more of it came than was ordered, as far as anybody knows."""
    short_life: bool = False
    """It keeps too short and is taken all the same: a supervisor says so, or signs it."""
    day_of_goods: bool = False
    """Its lot is known with another day; `expires_on` was read twice and is what it carries."""
    happened_at: Moment = None


class TurnAway(Command, frozen=True, kw_only=True):
    """This many were not taken in: they stay on the truck, and somebody is told.

    The receipt is named, or found and opened, as in `ReceiveLine`.
    """

    kind = "receipt.turn_away"
    path = "/warehouses/{warehouse:str}/receipts/turn-away"
    offline = "B"
    fact = True

    receipt: Code | None = None
    purchase_order: Code | None = None
    dock: Code | None = None
    sku: Code
    quantity: Quantity
    reason: TurnedAway
    lot: Mark | None = None
    expires_on: Day | None = None


class CloseReceipt(Command, frozen=True, kw_only=True):
    """All of it has come; `close_order` expects nothing more of the purchase order."""

    kind = "receipt.close"
    path = "/warehouses/{warehouse:str}/receipts/close"

    receipt: Code
    close_order: bool = False
    reason: Line = ""


class ReverseReceiveLine(Command, frozen=True, kw_only=True):
    """It was not so: takes a line back, with those booked together with it, until goods moved."""

    kind = "receipt.reverse_line"
    path = "/warehouses/{warehouse:str}/receipts/reverse"

    receipt: Code
    line: LineNumber
    reason: Line = ""


class ReceiptQuery(Query, frozen=True, kw_only=True):
    """Which receipts to show; all unless told otherwise."""

    in_state: ReceiptState | None = field(default=None, name="state")
    purchase_order: Code | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class ReceivedLine(Struct, frozen=True, kw_only=True):
    """One line of a receipt: goods of one kind that came as one status."""

    line: LineNumber
    purchase_order_line: LineNumber | None
    sku: Code
    quantity: Quantity
    lot: Mark | None
    expires_on: Day | None
    container: Code | None
    location: Code
    status: Status
    condition: Condition
    reason: Line
    received_at: Instant
    reversed: bool


class StillOpen(Struct, frozen=True, kw_only=True):
    """What a line of the order still takes: `open` of it, and `spare` that may come beyond."""

    line: LineNumber
    open: Count
    spare: Count = 0


class Received(Reply, frozen=True, kw_only=True):
    """What was booked, and what somebody will have to look at."""

    receipt: Code
    lines: list[ReceivedLine]
    container: Code | None = None
    location: Code
    job: Code | None = None
    """The print job of the LPN's label."""
    tag: Mark | None = None
    """Write it on the unidentified thing."""
    put_aways: tuple[PutAwayPlanned, ...] = ()
    """Where it is to be put away from the dock; none of goods that stand on a shelf."""
    exceptions: tuple[Line, ...] = ()
    left: tuple[StillOpen, ...] | None = None
    """The order's lines of this item now; none without an order, and where one counts blind."""


class ShortLine(Struct, frozen=True, kw_only=True):
    """What a line of the purchase order still misses."""

    line: LineNumber
    sku: Code
    open: Quantity


class ReceiptView(Reply, frozen=True, kw_only=True):
    """A receipt as it stands; where one counts blind, `short` is told once it is closed."""

    number: Code
    state: ReceiptState
    dock: Code
    purchase_order: Code | None
    reference: Line
    opened_at: Instant
    opened_by: Line
    closed_at: Instant | None = None
    lines: tuple[ReceivedLine, ...] = ()
    short: tuple[ShortLine, ...] = ()
    exceptions: tuple[Line, ...] = ()


class ReceiptSummary(Reply, frozen=True, kw_only=True):
    """A receipt in a list."""

    number: Code
    state: ReceiptState
    dock: Code
    purchase_order: Code | None
    reference: Line
    opened_at: Instant
    lines: Count


class ReceiptOpened(Event, frozen=True, kw_only=True):
    """Goods are coming in."""

    kind = "receipt.opened"

    receipt: Code
    purchase_order: Code | None


class GoodsReceived(Event, frozen=True, kw_only=True):
    """Goods have come in."""

    kind = "receipt.received"

    receipt: Code
    line: LineNumber
    purchase_order: Code | None
    sku: Code
    quantity: Quantity
    status: Status


class GoodsTurnedAway(Event, frozen=True, kw_only=True):
    """Goods came and were not taken in."""

    kind = "receipt.turned_away"

    receipt: Code
    sku: Code
    quantity: Quantity
    reason: TurnedAway


class ReceiptClosed(Event, frozen=True, kw_only=True):
    """All of it has come."""

    kind = "receipt.closed"

    receipt: Code
    purchase_order: Code | None
    order_closed: bool
    short: list[ShortLine]


class ReceiptLineReversed(Event, frozen=True, kw_only=True):
    """A line was taken back."""

    kind = "receipt.line_reversed"

    receipt: Code
    line: LineNumber
    sku: Code
    quantity: Quantity
