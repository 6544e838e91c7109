"""Messages about suppliers and purchase orders."""

from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.catalog.wire import LevelName
from server.wire import (
    Code,
    Command,
    Count,
    Currency,
    Day,
    Days,
    Event,
    Line,
    Money,
    Name,
    Note,
    Number,
    PageQuery,
    Quantity,
    Reply,
)


class PurchaseOrderState(Enum):
    """`draft` may still change freely; `receiving` has goods; the last two are ends."""

    DRAFT = "draft"
    OPEN = "open"
    RECEIVING = "receiving"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OverPercent = Annotated[int, Meta(ge=0, le=100, description="Per cent above what was ordered.")]
LineNumber = Annotated[int, Meta(ge=1, le=9999, description="The line's number on its order.")]
SupplierPart = Annotated[
    str, Meta(pattern=r"\A[ -~]*\Z", max_length=40, description="The supplier's own number.")
]


class SupplierFacts(Struct, frozen=True, kw_only=True):
    """Up to `over_percent` above what was ordered is accepted without asking."""

    name: Name
    lead_time_days: Days | None = None
    over_percent: OverPercent = 0
    active: bool = True


class SupplierCreate(SupplierFacts, Command, frozen=True, kw_only=True):
    """Somebody new to buy from."""

    kind = "supplier.create"
    path = "/suppliers"

    code: Code


class SupplierEdit(SupplierFacts, Command, frozen=True, kw_only=True):
    """The whole of a supplier as it shall be, made from `version`."""

    kind = "supplier.edit"
    path = "/suppliers/{code:str}"

    version: Number


class SupplierView(SupplierFacts, Reply, frozen=True, kw_only=True):
    """Somebody to buy from."""

    code: Code
    version: Number


class PurchaseLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`quantity` is in base units; the price is `price` minor units for `price_per` of them.

    A pack level named here is frozen with what it holds now.
    """

    number: LineNumber
    sku: Code
    quantity: Quantity
    level: LevelName | None = None
    price: Money | None = None
    price_per: Quantity = 1
    supplier_part: SupplierPart = ""
    expected_on: Day | None = None


PurchaseLines = Annotated[list[PurchaseLine], Meta(min_length=1, max_length=1000)]


class PurchaseOrderFacts(Struct, frozen=True, kw_only=True):
    """What is ordered of whom, and when it is expected."""

    supplier: Code
    currency: Currency = "EUR"
    expected_on: Day | None = None
    reference: Line = ""
    note: Note = ""
    lines: PurchaseLines


class PurchaseOrderCreate(PurchaseOrderFacts, Command, frozen=True, kw_only=True):
    """A new order; without a number it gets one (`PO` and digits, kept for that)."""

    kind = "purchase_order.create"
    path = "/warehouses/{warehouse:str}/purchase-orders"

    number: Code | None = None
    draft: bool = False


class PurchaseOrderEdit(PurchaseOrderFacts, Command, frozen=True, kw_only=True):
    """The whole of an order as it shall be; what is open of a line left out is cancelled."""

    kind = "purchase_order.edit"
    path = "/warehouses/{warehouse:str}/purchase-orders/{number:str}"

    version: Number


class PurchaseOrderMove(Command, frozen=True, kw_only=True):
    """Takes an order further: `open` a draft, `closed` (the rest won't come), `cancelled`."""

    kind = "purchase_order.move"
    path = "/warehouses/{warehouse:str}/purchase-orders/move"

    number: Code
    state: PurchaseOrderState


class PurchaseLineView(Reply, frozen=True, kw_only=True):
    """A line and what has come of it: `over` is the part of `received` beyond tolerance."""

    number: LineNumber
    sku: Code
    name: Name
    quantity: Quantity
    received: Count
    over: Count
    cancelled: Count
    level: LevelName | None
    pack_quantity: Quantity
    price: Money | None
    price_per: Quantity
    supplier_part: SupplierPart
    expected_on: Day | None


class PurchaseOrderQuery(PageQuery, frozen=True, kw_only=True):
    """Which purchase orders to show."""

    in_state: PurchaseOrderState | None = field(default=None, name="state")


class PurchaseOrderHead(Reply, frozen=True, kw_only=True):
    """A purchase order in a list."""

    number: Code
    supplier: Code
    state: PurchaseOrderState
    currency: Currency
    expected_on: Day | None
    first_promised_on: Day | None
    reference: Line
    note: Note
    version: Number


class PurchaseOrderView(PurchaseOrderHead, frozen=True, kw_only=True):
    """A purchase order with its lines."""

    lines: Annotated[list[PurchaseLineView], Meta(max_length=10_000)]


class PurchaseOrderChanged(Event, frozen=True, kw_only=True):
    """An order was made or changed, or moved to another state."""

    kind = "purchase_order.changed"

    number: Code
    state: PurchaseOrderState
