"""Messages about what a purchase order expects, for a terminal to receive against."""

from typing import Annotated

from msgspec import Meta, Struct

from server.catalog.wire import LevelName, Tracking
from server.inbound.wire.receipts import LineNumber
from server.wire import Code, Count, Day, Days, Line, Mark, Quantity, Query, Snapshot

Barcoded = Annotated[str, Meta(max_length=120, description="A code as it is printed on a package.")]


class ExpectedQuery(Query, frozen=True, kw_only=True):
    """`blind` hides how much is expected from whoever counts."""

    blind: bool = False


class ExpectedBarcode(Struct, frozen=True, kw_only=True):
    """A code on one of the item's packages, and how many base units that package holds."""

    text: Barcoded
    level: LevelName
    quantity: Quantity


class KnownLot(Struct, frozen=True, kw_only=True):
    """A lot that is here already, or was: the day it expires on is known."""

    code: Mark
    expires_on: Day


class ExpectedLine(Struct, frozen=True, kw_only=True):
    """What one line of a purchase order expects; quantities are hidden from a blind receiver."""

    line: LineNumber
    sku: Code
    name: Line
    tracking: Tracking
    expires: bool
    minimum_days: Days | None = None
    weigh: bool = False
    pack_quantity: Quantity
    barcodes: list[ExpectedBarcode]
    expected_on: Day | None = None
    ordered: Count | None = None
    open: Count | None = None
    spare: Count | None = None
    """How much more than that the supplier may send."""
    lots: tuple[KnownLot, ...] = ()
    """The item's lots of a known day, the newest first."""


class OtherOrder(Struct, frozen=True, kw_only=True):
    """Another open order of the supplier: its lines of items that this one does not have."""

    purchase_order: Code
    lines: list[ExpectedLine]


class Expected(Snapshot, frozen=True, kw_only=True):
    """What a purchase order expects, for a terminal to receive against."""

    purchase_order: Code
    supplier: Code
    supplier_name: Line
    state: Line
    expected_on: Day | None
    early: bool
    today: Day | None = None
    """The warehouse's day, which expiry is judged by."""
    lines: list[ExpectedLine]
    others: tuple[OtherOrder, ...] = ()
    """The supplier's other open orders, the earliest due first."""
