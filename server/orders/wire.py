"""Messages about customers and sales orders."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.wire import (
    Code,
    Command,
    Count,
    Country,
    Cursor,
    Days,
    Event,
    Instant,
    Limit,
    Line,
    Mark,
    Name,
    Note,
    Number,
    Priority,
    Quantity,
    Query,
    Reply,
)

Reference = Annotated[
    str,
    Meta(
        pattern=r"\A[!-~]([ -~]*[!-~])?\Z",
        max_length=60,
        description="The order's number in its channel: 1 to 60 printable ASCII characters.",
    ),
]
LineNumber = Annotated[int, Meta(ge=1, le=10_000, description="The line's number on its order.")]


class OrderState(StrEnum):
    """Where an order is in its life; how far its goods are is read from its lines."""

    NEW = "new"
    HELD = "held"
    RELEASED = "released"
    DONE = "done"
    CANCELLED = "cancelled"


class Progress(StrEnum):
    """How far the goods of an order or a line are, as the world outside sees it."""

    NEW = "new"
    HELD = "held"
    BACKORDER = "backorder"
    ALLOCATED = "allocated"
    PICKING = "picking"
    PICKED = "picked"
    PACKED = "packed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class OrderHold(StrEnum):
    """Why an order waits."""

    FRAUD = "fraud"
    PAYMENT = "payment"
    ADDRESS = "address"
    OTHER = "other"


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a parcel goes; frozen on its order."""

    name: Name
    company: Line = ""
    street: Name
    street2: Line = ""
    postcode: Annotated[str, Meta(pattern=r"\A[ -~]*\Z", max_length=16)] = ""
    city: Name
    region: Line = ""
    country: Country
    phone: Annotated[str, Meta(pattern=r"\A[ -~]*\Z", max_length=40)] = ""
    email: Line = ""


class CustomerPut(Command, frozen=True, kw_only=True):
    """A customer as it shall be; `version` 0 makes a new one."""

    kind = "customer.put"
    path = "/customers"

    code: Code
    name: Name
    minimum_days: Days | None = None
    """Days of shelf life that goods for this customer must have left when they ship."""
    version: Number = 0


class CustomerView(Reply, frozen=True, kw_only=True):
    """A customer."""

    code: Code
    name: Name
    minimum_days: Days | None
    version: Number


class OrderLineCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of, and how much; lines are numbered 1, 2, ... in their order."""

    sku: Code
    quantity: Quantity
    lot: Mark | None = None
    minimum_days: Days | None = None


class OrderCreate(Command, frozen=True, kw_only=True):
    """A sales order; (channel, reference) is unique. It is released at once unless told not to."""

    kind = "order.create"
    path = "/orders"

    channel: Code = "MANUAL"
    reference: Reference
    customer: Code | None = None
    ship_to: Address
    service: Code = "STANDARD"
    ship_by: Instant
    priority: Priority = 5
    partial: bool = False
    """Whether what is there may ship before the rest."""
    gift_note: Note = ""
    hold: OrderHold | None = None
    warehouse: Code | None = None
    """Who shall ship it; needed for the automatic release where there are several."""
    release: bool = True
    lines: Annotated[list[OrderLineCreate], Meta(min_length=1, max_length=500)]


class OrderEdit(Command, frozen=True, kw_only=True):
    """What may change while an order is open, made from `version`; quantities are cancelled."""

    kind = "order.edit"
    path = "/orders/{order:str}"

    ship_to: Address
    service: Code
    ship_by: Instant
    priority: Priority
    partial: bool
    gift_note: Note
    version: Number


class OrderHoldSet(Command, frozen=True, kw_only=True):
    """Keeps an order from being released."""

    kind = "order.hold"
    path = "/orders/{order:str}/hold"

    reason: OrderHold
    note: Note = ""


class OrderHoldLift(Command, frozen=True, kw_only=True):
    """Lets a held order go on; it waits for its release."""

    kind = "order.lift_hold"
    path = "/orders/{order:str}/lift-hold"


class OrderLineView(Reply, frozen=True, kw_only=True):
    """A line: `allocated` is what is promised to it or shipped."""

    line: LineNumber
    sku: Code
    name: Name
    ordered: Quantity
    cancelled: Count
    allocated: Count
    picked: Count
    packed: Count
    shipped: Count
    to_put_back: Count
    lot: Mark | None
    minimum_days: Days | None
    progress: Progress


class OrderView(Reply, frozen=True, kw_only=True):
    """An order with its lines."""

    number: Code
    channel: Code
    reference: Reference
    customer: Code | None
    ship_to: Address
    service: Code
    ship_by: Instant
    priority: Priority
    partial: bool
    gift_note: Note
    warehouse: Code | None
    state: OrderState
    hold: OrderHold | None
    progress: Progress
    created_at: Instant
    version: Number
    lines: list[OrderLineView]


class OrderSummary(Reply, frozen=True, kw_only=True):
    """An order in a list."""

    number: Code
    channel: Code
    reference: Reference
    state: OrderState
    ship_by: Instant
    priority: Priority
    service: Code
    warehouse: Code | None
    lines: Number
    units: Number
    open_units: Number
    """Neither shipped nor cancelled."""


class AvailabilityView(Reply, frozen=True, kw_only=True):
    """What may be promised of an item in one warehouse, base units."""

    warehouse: Code
    sku: Code
    sellable: Number
    """On hand, available, not held, in sellable places."""
    reserved: Number
    """Of those, promised to orders."""
    waiting: Number
    """Ordered and released, not yet promised any goods."""
    available: Number
    """Sellable - reserved - waiting, never below 0."""


class OrderQuery(Query, frozen=True, kw_only=True):
    """Which orders to show; what is not named is not asked for."""

    in_state: OrderState | None = field(default=None, name="state")
    channel: Code | None = None
    reference: Reference | None = None
    warehouse: Code | None = None
    ship_before: Instant | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class AvailabilityQuery(Query, frozen=True, kw_only=True):
    """Of which items; without a SKU, page by page over all that is stocked or asked for."""

    sku: Code | None = None
    warehouse: Code | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class ShippedQuery(Query, frozen=True, kw_only=True):
    """From which position on, and how many acts at most."""

    after: Number = 0
    limit: Annotated[int, Meta(ge=1, le=1000, description="How many acts at most.")] = 1000


class OrderCreated(Event, frozen=True, kw_only=True):
    """An order has come in."""

    kind = "order.created"

    channel: Code
    reference: Reference
    ship_by: Instant


class OrderMoved(Event, frozen=True, kw_only=True):
    """An order has gone one step along its graph."""

    kind = "order.moved"

    source: OrderState
    target: OrderState
    reason: Line = ""
