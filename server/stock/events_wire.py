"""What is told of stock: promises broken, rules overstepped, late facts, holds."""

from server.stock.wire import HoldReason
from server.wire import Code, Event, Instant, Line, Note, Number, Quantity


class ReservationBroken(Event, frozen=True, kw_only=True):
    """Goods promised to an order line are gone; it needs others."""

    kind = "reservation.broken"

    line: Line
    """Order number and line, `SO1001/2`."""
    sku: Code
    quantity: Quantity
    reason: Line


class PromiseMoved(Event, frozen=True, kw_only=True):
    """Goods promised to an order line were moved by hand, with their promise."""

    kind = "reservation.moved"

    line: Line
    """Order number and line, `SO1001/2`."""
    location: Code


class Excess(Event, frozen=True, kw_only=True):
    """Goods stand where a rule did not want them, and why."""

    kind = "stock.excess"

    location: Code
    rule: Line
    sentence: Note
    reason: Line


class ToldLate(Event, frozen=True, kw_only=True):
    """A fact about a place came in long after it had happened: what was counted there is unsure."""

    kind = "stock.told_late"

    location: Code
    happened_at: Instant


class HoldSet(Event, frozen=True, kw_only=True):
    """Goods are on hold."""

    kind = "hold.set"

    number: Number
    subject: Line
    reason: HoldReason
