"""Messages about planning what is picked: release, waves, cancelling; and what has happened."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.orders.wire import LineNumber
from server.outbound.wire.lists import PickListState, Slot
from server.outbound.wire.picking import ShortReason
from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Event,
    Instant,
    Limit,
    Line,
    Note,
    OperationId,
    Priority,
    Quantity,
    Query,
    Reply,
)


class WaveState(StrEnum):
    """planned -> done, when its last slice is worked."""

    PLANNED = "planned"
    DONE = "done"


class CancelReason(StrEnum):
    """Who gave up on it: the customer's own cancels are no misses of ours."""

    CUSTOMER = "customer"
    OURS = "ours"


class ReleaseOrder(Command, frozen=True, kw_only=True):
    """Gives a new order to this warehouse and reserves goods for it."""

    kind = "order.release"
    path = "/warehouses/{warehouse:str}/orders/release"

    order: Code


class AllocateOrder(Command, frozen=True, kw_only=True):
    """Tries again to find goods for what a released order still lacks."""

    kind = "order.allocate"
    path = "/warehouses/{warehouse:str}/orders/allocate"

    order: Code


class WorkOrders(Command, frozen=True, kw_only=True):
    """The server's own errand: these orders are to be released, or to get goods that came in."""

    kind = "order.work"

    orders: Annotated[tuple[Code, ...], Meta(max_length=100)]


class OrdersWorked(Reply, frozen=True, kw_only=True):
    """That it was done."""

    orders: Count


class LineAllocation(Reply, frozen=True, kw_only=True):
    """What is promised to a line, where, and why."""

    line: LineNumber
    sku: Code
    wanted: Count
    allocated: Count
    places: list[Line]
    why: Note


class AllocationView(Reply, frozen=True, kw_only=True):
    """The allocation of an order; `complete` when nothing waits for goods."""

    order: Code
    complete: bool
    lines: list[LineAllocation]


class WaveCreate(Command, frozen=True, kw_only=True):
    """Plans a wave of the released orders that match, most urgent first; worked off in slices."""

    kind = "wave.create"
    path = "/warehouses/{warehouse:str}/waves"

    ship_before: Instant | None = None
    service: Code | None = None
    channel: Code | None = None
    orders: Annotated[list[Code], Meta(max_length=1000)] = field(default_factory=list)
    """Exactly these; empty takes all that match."""
    most: Annotated[int, Meta(ge=1, le=10_000)] = 1000
    cart_slots: Slot = 1
    """How many orders ride on one cart; 1 makes one pick list per order."""


class WorkWave(Command, frozen=True, kw_only=True):
    """Does the next slice of a wave: allocates its orders and makes their pick lists."""

    kind = "wave.work"
    path = "/warehouses/{warehouse:str}/waves/work"

    wave: Code


class WaveView(Reply, frozen=True, kw_only=True):
    """A wave, and how far the making of its pick lists is."""

    wave: Code
    state: WaveState
    orders: Count
    slices: Count
    slices_done: Count
    pick_lists: Count
    lines: Count
    lines_open: Count
    why: Note


class CancelOrderLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much less of a line."""

    line: LineNumber
    quantity: Quantity


class CancelOrder(Command, frozen=True, kw_only=True):
    """Takes an order back, or a part of it; what was picked is to be put back."""

    kind = "order.cancel"
    path = "/orders/{order:str}/cancel"

    reason: CancelReason = CancelReason.CUSTOMER
    lines: Annotated[list[CancelOrderLine], Meta(max_length=500)] = field(default_factory=list)
    """Empty takes back all that has not shipped."""


class PickListQuery(Query, frozen=True, kw_only=True):
    """Which pick lists to show."""

    in_state: PickListState | None = field(default=None, name="state")
    wave: Code | None = None
    order: Code | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class PickListSummary(Reply, frozen=True, kw_only=True):
    """A pick list in a list."""

    pick_list: Code
    wave: Code | None
    state: PickListState
    priority: Priority
    due_at: Instant
    orders: Count
    lines: Count
    lines_open: Count


class OrderAllocated(Event, frozen=True, kw_only=True):
    """Goods were looked for; `waiting` base units found none."""

    kind = "order.allocated"

    allocated: Count
    waiting: Count


class OrderCancelled(Event, frozen=True, kw_only=True):
    """So much of an order is no longer wanted, so much of it must be put back."""

    kind = "order.cancelled"

    reason: CancelReason
    quantity: Quantity
    to_put_back: Count


class PickPosted(Event, frozen=True, kw_only=True):
    """Goods of an order went from a place into a tote, or (`tote` is a cart) loose onto a cart."""

    kind = "pick.posted"

    line: LineNumber
    sku: Code
    quantity: Quantity
    location: Code
    tote: Code


class PickShort(Event, frozen=True, kw_only=True):
    """A place held less than the book said."""

    kind = "pick.short"

    line: LineNumber
    sku: Code
    location: Code
    asked: Quantity
    found: Count
    reason: ShortReason


class PickReversed(Event, frozen=True, kw_only=True):
    """A reported pick was taken back: the goods lie on the shelf again."""

    kind = "pick.reversed"

    operation: OperationId
    line: LineNumber
    sku: Code
    quantity: Quantity
    location: Code


class ToteLifted(Event, frozen=True, kw_only=True):
    """A tote that had been dropped rides on the cart again, and its list goes on."""

    kind = "tote.lifted"

    tote: Code
    pick_list: Code


class ToteDropped(Event, frozen=True, kw_only=True):
    """A tote with picked goods stands where the next one finds it."""

    kind = "tote.dropped"

    tote: Code
    location: Code
    pick_list: Code
