"""Messages of putting back what was picked for orders that are cancelled."""

from server.orders.wire import LineNumber
from server.stock.wire import Moment, Serials
from server.wire import Code, Command, Count, Line, Mark, Name, Quantity, Reply, Scanned


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
