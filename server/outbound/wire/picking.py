"""Messages of picking: what was taken from a line, what was not, and taking it back."""

from enum import StrEnum

from server.orders.wire import LineNumber
from server.outbound.wire.lists import LineState, WalkNumber
from server.stock.wire import Moment, Serials
from server.wire import (
    Code,
    Command,
    Count,
    Grams,
    Line,
    Mark,
    Number,
    OperationId,
    Quantity,
    Reply,
)


class ShortReason(StrEnum):
    """Why less was taken than asked.

    `empty`: the place holds no more of it; `unusable`: what was not taken is broken.
    """

    EMPTY = "empty"
    UNUSABLE = "unusable"
    OUT_OF_REACH = "out_of_reach"


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
    instead: Code | None = None
    """Another item that stands there, by its SKU."""


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
