"""Messages of the floor: pick lists, picking, shorts, totes and putting back."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from server.orders.wire import LineNumber
from server.wire import (
    Code,
    Command,
    Count,
    Day,
    Event,
    Grams,
    Instant,
    Line,
    Mark,
    Name,
    Note,
    Number,
    OperationId,
    Priority,
    Quantity,
    Reply,
    Scanned,
    Snapshot,
)

Slot = Annotated[int, Meta(ge=1, le=60, description="A slot of the cart; 1 without a cart.")]
WalkNumber = Annotated[int, Meta(ge=1, le=100_000, description="The line's place in the walk.")]


class PickListState(StrEnum):
    """ready -> picking -> done; cancelled when nothing of it is left to pick."""

    READY = "ready"
    PICKING = "picking"
    DONE = "done"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    """open -> picked, short, or cancelled with its order; `moved`: other goods were found."""

    OPEN = "open"
    PICKED = "picked"
    SHORT = "short"
    MOVED = "moved"
    CANCELLED = "cancelled"


class ShortReason(StrEnum):
    """Why less was taken than asked: only `empty` says that the place holds no more of it."""

    EMPTY = "empty"
    UNUSABLE = "unusable"
    OUT_OF_REACH = "out_of_reach"


class AssignTote(Command, frozen=True, kw_only=True):
    """This tote stands in that slot; a second one goes on where the first is full."""

    kind = "pick.assign_tote"
    path = "/warehouses/{warehouse:str}/picks/assign-tote"
    offline = "A"
    fact = True

    pick_list: Code
    slot: Slot = 1
    tote: Code
    cart: Code | None = None
    """The location that it rides on, once per pick list."""


class ConfirmPick(Command, frozen=True, kw_only=True):
    """I took so many from there: goods and reservation stand in the tote now."""

    kind = "pick.confirm"
    path = "/warehouses/{warehouse:str}/picks"
    offline = "A"
    fact = True

    pick_list: Code
    line: WalkNumber
    quantity: Quantity
    tote: Code | None = None
    """As scanned; the one assigned to the line's slot when it was not."""
    lot: Mark | None = None
    """As read on the piece; another than the asked one is swapped where it fits."""
    serials: Annotated[list[Mark], Meta(max_length=1000)] = field(default_factory=list)
    weight_grams: Grams | None = None


class Picked(Reply, frozen=True, kw_only=True):
    """The line as it is now; `warning` is for the amber band."""

    pick_list: Code
    line: WalkNumber
    order: Code
    sku: Code
    picked: Count
    asked: Quantity
    state: LineState
    tote: Code
    version: Number
    warning: Line = ""


class ShortPick(Command, frozen=True, kw_only=True):
    """I found only so many. With `empty`, the shelf holds no more of the item."""

    kind = "pick.short"
    path = "/warehouses/{warehouse:str}/picks/short"
    offline = "A"
    fact = True

    pick_list: Code
    line: WalkNumber
    found: Count
    reason: ShortReason = ShortReason.EMPTY
    tote: Code | None = None
    lot: Mark | None = None
    serials: Annotated[list[Mark], Meta(max_length=1000)] = field(default_factory=list)
    weight_grams: Grams | None = None


class Shorted(Reply, frozen=True, kw_only=True):
    """What became of the rest: lines added to this list, and what waits for goods."""

    pick_list: Code
    line: WalkNumber
    picked: Count
    missing: Count
    """Set to status missing at the place."""
    broken: Count
    """Reserved there for other orders; they get other goods."""
    new_lines: list[WalkNumber]
    waiting: Count
    version: Number


class SkipLine(Command, frozen=True, kw_only=True):
    """Later: the line goes to the end of the walk; from the third time on with a reason."""

    kind = "pick.skip"
    path = "/warehouses/{warehouse:str}/picks/skip"
    offline = "A"

    pick_list: Code
    line: WalkNumber
    reason: Line = ""


class DropTote(Command, frozen=True, kw_only=True):
    """The tote stands there now, with all that is in it."""

    kind = "pick.drop_tote"
    path = "/warehouses/{warehouse:str}/picks/drop-tote"
    offline = "A"
    fact = True

    pick_list: Code
    tote: Code
    location: Code


class ReversePick(Command, frozen=True, kw_only=True):
    """Takes back the pick that was reported with that operation id; the goods are back there."""

    kind = "pick.reverse"
    path = "/warehouses/{warehouse:str}/picks/reverse"
    offline = "A"
    fact = True

    operation: OperationId


class ConfirmPutBack(Command, frozen=True, kw_only=True):
    """So many of a cancelled line went from the tote back to a shelf."""

    kind = "pick.put_back"
    path = "/warehouses/{warehouse:str}/picks/put-back"
    offline = "A"
    fact = True

    tote: Code
    sku: Code
    quantity: Quantity
    location: Code
    lot: Mark | None = None
    serials: Annotated[list[Mark], Meta(max_length=1000)] = field(default_factory=list)


class PutBack(Reply, frozen=True, kw_only=True):
    """What is left to put back of the line."""

    order: Code
    line: LineNumber
    sku: Code
    location: Code
    left: Count


class PickLineView(Snapshot, frozen=True, kw_only=True):
    """One stop: where, what, how much, for whom."""

    line: WalkNumber
    state: LineState
    slot: Slot
    order: Code
    order_line: LineNumber
    location: Code
    check_colour: Line
    """Which of the label's two sets of check digits is asked here: blue, orange, or none."""
    check_hash: Line
    """SHA-256, in hex, of `pick list/line:digits`: against a glance, not an attacker."""
    sku: Code
    name: Name
    tracking: Line
    barcodes: list[Scanned]
    quantity: Count
    """Still to take, base units."""
    picked: Count
    container: Code | None
    lot: Mark | None
    lot_demanded: bool
    expires_on: Day | None


class PickSlotView(Snapshot, frozen=True, kw_only=True):
    """A slot of the cart."""

    slot: Slot
    order: Code
    tote: Code | None


class PickListView(Snapshot, frozen=True, kw_only=True):
    """A pick list in walk order, for a terminal to work from."""

    pick_list: Code
    wave: Code | None
    state: PickListState
    priority: Priority
    due_at: Instant
    version: Number
    why: Note
    slots: list[PickSlotView]
    lines: list[PickLineView]


class PickPosted(Event, frozen=True, kw_only=True):
    """Goods of an order went from a place into a tote; below 0 they went back."""

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
    """A reported pick was taken back."""

    kind = "pick.reversed"

    operation: OperationId
    quantity: Quantity


class ToteDropped(Event, frozen=True, kw_only=True):
    """A tote with picked goods stands where the next one finds it."""

    kind = "tote.dropped"

    tote: Code
    location: Code
    pick_list: Code
