"""Messages about returns: what came back, in what condition, and where it stands now."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from server.stock.wire import ContainerKind, Moment
from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Event,
    Instant,
    Limit,
    Line,
    Mark,
    Note,
    Number,
    Quantity,
    Query,
    Reply,
    Snapshot,
)


class ReturnState(StrEnum):
    """open -> closed."""

    OPEN = "open"
    CLOSED = "closed"


class Grade(StrEnum):
    """In what condition it came: only new goods are sold again without a further look."""

    NEW = "new"
    OPENED = "opened"
    DAMAGED = "damaged"
    WRONG = "wrong"
    NOT_OURS = "not_ours"
    OTHER = "other"


class Disposition(StrEnum):
    """What becomes of goods that came back; only `stock` is sold again as it is."""

    STOCK = "stock"
    REFURBISH = "refurbish"
    QUARANTINE = "quarantine"
    SCRAP = "scrap"
    VENDOR = "vendor"


class OpenReturn(Command, frozen=True, kw_only=True):
    """A parcel is back. `reference`: order, parcel, carton or serial number; empty when blind."""

    kind = "return.open"
    path = "/warehouses/{warehouse:str}/returns"
    offline = "B"
    fact = True

    reference: Line = ""


class ReturnLine(Command, frozen=True, kw_only=True):
    """This came back and stands there now.

    Without `sku` nobody knows what it is: it is kept as `UNKNOWN`, with `note` as its description.
    """

    kind = "return.line"
    path = "/warehouses/{warehouse:str}/returns/lines"
    offline = "B"
    fact = True

    return_number: Code
    sku: Code | None = None
    quantity: Quantity = 1
    grade: Grade
    disposition: Disposition | None = None
    """What is proposed for its grade unless told; another one takes a signature."""
    location: Code
    container: Code | None = None
    new_container: ContainerKind | None = None
    """Take the next LPN number for it; the reply tells which."""
    print_label: bool = False
    """Print the new LPN's label, at `printer` or where this device's labels go."""
    printer: Code | None = None
    lot: Mark | None = None
    serials: Annotated[list[Mark], Meta(max_length=1000)] = field(default_factory=list)
    note: Note = ""
    happened_at: Moment = None


class CloseReturn(Command, frozen=True, kw_only=True):
    """All of it is booked: whoever decides about the money is told what came."""

    kind = "return.close"
    path = "/warehouses/{warehouse:str}/returns/close"

    return_number: Code


class ReturnedLine(Reply, frozen=True, kw_only=True):
    """One line of a return; `flags` are the sentences that a person should look at."""

    number: Number
    order_line: Number | None
    sku: Code
    quantity: Quantity
    grade: Grade
    disposition: Disposition
    location: Code
    note: Note
    flags: list[Line]


class ShippedLine(Snapshot, frozen=True, kw_only=True):
    """What the order's customer got of a line, and what of it has come back before."""

    line: Number
    sku: Code
    name: Line
    shipped: Count
    returned: Count


class Proposal(Snapshot, frozen=True, kw_only=True):
    """What is done with goods of a grade unless somebody decides otherwise, and why."""

    grade: Grade
    disposition: Disposition
    why: Line


class ReturnView(Reply, frozen=True, kw_only=True):
    """A return: of which order, what was shipped of it, what has come."""

    return_number: Code
    state: ReturnState
    order: Code | None
    reference: Line
    opened_at: Instant
    shipped: list[ShippedLine]
    lines: list[ReturnedLine]
    proposals: list[Proposal] = field(default_factory=list)
    container: Code | None = None
    """The new LPN that the last line stands on."""


class ReturnQuery(Query, frozen=True, kw_only=True):
    """Which returns to show."""

    in_state: ReturnState | None = field(default=None, name="state")
    order: Code | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class ReturnBooked(Event, frozen=True, kw_only=True):
    """Goods came back and stand in the building again."""

    kind = "return.booked"

    order: Code | None
    sku: Code
    quantity: Quantity
    grade: Grade
    disposition: Disposition = Disposition.QUARANTINE


class ReturnClosed(Event, frozen=True, kw_only=True):
    """The credit signal: how much of an order came back; the channel decides about the money."""

    kind = "return.closed"

    order: Code | None
    pieces: Count
    flagged: bool
