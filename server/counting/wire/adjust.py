"""Messages about adjusting and scrapping stock."""

from server.stock.wire import Serials, Status
from server.wire import (
    Code,
    Command,
    Count,
    Day,
    Delta,
    Event,
    Line,
    Mark,
    Name,
    Number,
    Quantity,
    Reply,
)


class AdjustStock(Command, frozen=True, kw_only=True):
    """What stands under one key is told anew: as a quantity, or as a difference.

    What loses more than one may lose alone waits for a decision; with `waits` false it is refused,
    for somebody who stands beside it to sign.
    """

    kind = "stock.adjust"
    path = "/warehouses/{warehouse:str}/stock/adjust"

    sku: Code
    location: Code | None = None
    container: Code | None = None
    lot: Mark | None = None
    expires_on: Day | None = None
    serials: Serials = ()
    status: Status = Status.AVAILABLE
    owner: Code | None = None
    quantity: Count | None = None
    delta: Delta | None = None
    reason: Line
    evidence: Line = ""
    waits: bool = True


class ScrapStock(Command, frozen=True, kw_only=True):
    """Goods are thrown away; `evidence` says what shows it (a photo's name, a note).

    `waits` as in AdjustStock.
    """

    kind = "stock.scrap"
    path = "/warehouses/{warehouse:str}/stock/scrap"

    sku: Code
    location: Code | None = None
    container: Code | None = None
    lot: Mark | None = None
    expires_on: Day | None = None
    serials: Serials = ()
    status: Status = Status.AVAILABLE
    owner: Code | None = None
    quantity: Quantity
    reason: Line
    evidence: Name
    waits: bool = True


class Adjusted(Reply, frozen=True, kw_only=True):
    """Before and after; with `approval` nothing has changed yet, it waits under that number."""

    before: Count
    after: Count
    approval: Number | None = None
    warning: Line = ""
    """What holds the goods, now as before."""


class AdjustedTo(Event, frozen=True, kw_only=True):
    """The book of a place was told anew."""

    kind = "stock.adjusted"

    location: Code
    sku: Code
    before: Count
    after: Count
    reason: Line
