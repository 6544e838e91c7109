"""Messages of the floor: pick lists, picking, shorts, totes and putting back."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from server.orders.wire import LineNumber
from server.stock.wire import Moment, Serials
from server.wire import (
    Code,
    Command,
    Count,
    Day,
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
    """Why less was taken than asked.

    `empty`: the place holds no more of it; `unusable`: what was not taken is broken.
    """

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
    """The location that it rides on; what workers carry, when none is named."""


class PickFact(Command, frozen=True, kw_only=True):
    """What a picker tells of one line, whatever became of it."""

    offline = "A"
    fact = True

    pick_list: Code
    line: WalkNumber
    tote: Code | None = None
    """As scanned; the one assigned to the line's slot when it was not."""
    lot: Mark | None = None
    """As read on the piece; another than the asked one is swapped where it fits."""
    serials: Serials = ()
    weight_grams: Grams | None = None
    happened_at: Moment = None


class ConfirmPick(PickFact, frozen=True, kw_only=True):
    """I took so many from there: goods and reservation stand in the tote now."""

    kind = "pick.confirm"
    path = "/warehouses/{warehouse:str}/picks"

    quantity: Quantity


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


class ShortPick(PickFact, frozen=True, kw_only=True):
    """I found only so many. With `empty`, the shelf holds no more of the item."""

    kind = "pick.short"
    path = "/warehouses/{warehouse:str}/picks/short"

    found: Count
    reason: ShortReason = ShortReason.EMPTY


class Shorted(Reply, frozen=True, kw_only=True):
    """What became of the rest: lines added to this list, and what waits for goods."""

    pick_list: Code
    line: WalkNumber
    picked: Count
    missing: Count
    """Set to status missing at the place."""
    damaged: Count = 0
    """Set to status damaged at the place."""
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
    happened_at: Moment = None


class ReversePick(Command, frozen=True, kw_only=True):
    """Takes back the pick that was reported with that operation id; the goods are back there."""

    kind = "pick.reverse"
    path = "/warehouses/{warehouse:str}/picks/reverse"
    offline = "A"
    fact = True

    operation: OperationId


class Reversed(Reply, frozen=True, kw_only=True):
    """What went back where."""

    order: Code
    line: LineNumber
    sku: Code
    quantity: Quantity
    location: Code


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
    serials: Serials = ()
    reason: Line = ""
    """Sets aside a rule of the place."""
    happened_at: Moment = None


class ListTouched(Reply, frozen=True, kw_only=True):
    """Where the list stands after it."""

    pick_list: Code
    state: PickListState
    lines_open: Count
    version: Number


class PutBack(Reply, frozen=True, kw_only=True):
    """What is left to put back of the line."""

    order: Code
    line: LineNumber
    sku: Code
    location: Code
    left: Count


class PutBackStop(Reply, frozen=True, kw_only=True):
    """Goods in a tote that nobody waits for any more, and where more of them stands."""

    tote: Code
    sku: Code
    name: Name
    tracking: Line
    barcodes: list[Scanned]
    lot: Mark | None
    quantity: Quantity
    location: Code | None


class PutBackView(Reply, frozen=True, kw_only=True):
    """What of an order is to be put back, for a terminal to work from."""

    order: Code
    stops: list[PutBackStop]


class PickLineView(Reply, frozen=True, kw_only=True):
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
    keeps_until: Day | None = None
    """Goods that expire before this day must not go: today and the life that is demanded."""


class PickSlotView(Reply, frozen=True, kw_only=True):
    """A slot of the cart."""

    slot: Slot
    order: Code
    tote: Code | None


class PickListView(Reply, frozen=True, kw_only=True):
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
