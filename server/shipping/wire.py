"""Messages about packing, cartons, lanes and the carrier."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.orders.wire import Address, LineNumber
from server.stock.wire import Moment
from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Event,
    Grams,
    Instant,
    Limit,
    Line,
    Mark,
    Note,
    Number,
    Quantity,
    Query,
    Reply,
    Scanned,
    Snapshot,
)

Tracking = Annotated[
    str,
    Meta(
        pattern=r"\A[!-~]+\Z",
        max_length=50,
        description="A carrier's parcel number: 1 to 50 printable ASCII characters.",
    ),
]
CartonNumber = Annotated[int, Meta(ge=1, le=10_000, description="The n-th carton of its order.")]


class CartonState(StrEnum):
    """closed -> shipped -> closed (it came back); closed -> reopened."""

    CLOSED = "closed"
    SHIPPED = "shipped"
    REOPENED = "reopened"


class PackedPiece(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many of an order line, each looked at."""

    line: LineNumber
    quantity: Quantity
    lot: Mark | None = None
    serials: Annotated[list[Mark], Meta(max_length=1000)] = field(default_factory=list)


class CloseCarton(Command, frozen=True, kw_only=True):
    """These pieces, verified one by one, are in a carton now; its label and slip print."""

    kind = "carton.close"
    path = "/warehouses/{warehouse:str}/cartons"
    fact = True

    order: Code
    bench: Code
    """The location where it stands."""
    pieces: Annotated[list[PackedPiece], Meta(min_length=1, max_length=500)]
    totes: Annotated[list[Code], Meta(max_length=20)] = field(default_factory=list)
    """Only out of these; empty takes from wherever the order's picked goods stand."""
    weight_grams: Grams | None = None
    weight_reason: Line = ""
    """Why a weight beside the calculated one is right; without it, such a weight is refused."""
    tracking: Tracking | None = None
    printer: Code | None = None


class CartonView(Reply, frozen=True, kw_only=True):
    """A carton and what is in it."""

    carton: Code
    order: Code
    number: CartonNumber
    state: CartonState
    location: Code | None
    service: Code
    tracking: Tracking | None
    weight_grams: Grams | None
    weight_verified: bool
    closed_at: Instant
    ship_by: Instant
    pieces: list["CartonPiece"]


class CartonPiece(Reply, frozen=True, kw_only=True):
    """Some of an order line in a carton."""

    line: LineNumber
    sku: Code
    name: Line
    lot: Mark | None
    serial: Mark | None
    quantity: Quantity


class CartonClosed(Reply, frozen=True, kw_only=True):
    """The carton's code, what is still to pack, and the jobs that print its papers."""

    carton: Code
    number: CartonNumber
    left: Count
    """Picked base units of the order that are in no carton yet."""
    weight_verified: bool
    print_jobs: list[Code]


class ConfirmLabel(Command, frozen=True, kw_only=True):
    """This label sticks on that carton: its own code, or a parcel number bought elsewhere."""

    kind = "carton.label"
    path = "/warehouses/{warehouse:str}/cartons/label"
    offline = "A"
    fact = True

    carton: Code
    tracking: Tracking


class DropCarton(Command, frozen=True, kw_only=True):
    """The carton stands in that lane now."""

    kind = "carton.drop"
    path = "/warehouses/{warehouse:str}/cartons/drop"
    offline = "A"
    fact = True

    carton: Code
    lane: Code


class ReopenCarton(Command, frozen=True, kw_only=True):
    """Opens a carton that has not left: its label is void, its pieces are to be packed again."""

    kind = "carton.reopen"
    path = "/warehouses/{warehouse:str}/cartons/reopen"

    carton: Code
    reason: Line = ""


class CarrierCollected(Command, frozen=True, kw_only=True):
    """The carrier took what stood in the lane, but for what was left behind."""

    kind = "lane.collected"
    path = "/warehouses/{warehouse:str}/lanes/collected"
    offline = "A"
    fact = True

    lane: Code
    left_behind: Annotated[list[Code], Meta(max_length=200)] = field(default_factory=list)
    reason: Line = ""
    """Why the carrier has what should have stayed: a carton on hold is gone all the same."""
    happened_at: Moment = None


class Collected(Reply, frozen=True, kw_only=True):
    """What was posted out, and what of the same services does not stand in the lane."""

    lane: Code
    cartons: list[Code]
    orders: list[Code]
    missing: list[Code]


class CartonCameBack(Command, frozen=True, kw_only=True):
    """A carton that was posted out is found here: its goods-out is reversed."""

    kind = "carton.came_back"
    path = "/warehouses/{warehouse:str}/cartons/came-back"
    fact = True

    carton: Code
    location: Code


class PackLine(Snapshot, frozen=True, kw_only=True):
    """A line as the packer sees it."""

    line: LineNumber
    sku: Code
    name: Line
    tracking: Line
    barcodes: list[Scanned]
    to_pack: Count
    packed: Count
    still_to_pick: Count
    lots: list[Mark]


class PackView(Snapshot, frozen=True, kw_only=True):
    """An order to be packed: from where, to whom, and what is not there yet."""

    order: Code
    version: Number
    ship_to: Address
    service: Code
    gift_note: Note
    totes: list[Code]
    """Where its picked goods stand."""
    wait: Line
    """A sentence when it can't be packed yet: where the tote goes and what it waits for."""
    cancelled: bool
    lines: list[PackLine]


class PackChoice(Snapshot, frozen=True, kw_only=True):
    """What a scanned tote or order holds: one order, or several to choose from."""

    code: Code
    orders: list[PackView]


class CartonQuery(Query, frozen=True, kw_only=True):
    """Which cartons to show; `late`: past their ship-by and not handed over."""

    in_state: CartonState | None = field(default=None, name="state")
    lane: Code | None = None
    order: Code | None = None
    tracking: Tracking | None = None
    carton: Code | None = None
    late: bool = False
    cursor: Cursor | None = None
    limit: Limit = 100


class CartonWasClosed(Event, frozen=True, kw_only=True):
    """Goods of an order are in a carton."""

    kind = "carton.closed"

    carton: Code
    order: Code
    weight_grams: Grams | None


class CartonShipped(Event, frozen=True, kw_only=True):
    """A carton left the building."""

    kind = "carton.shipped"

    carton: Code
    order: Code
    service: Code
    tracking: Line


class CartonReturned(Event, frozen=True, kw_only=True):
    """A carton that had left is back; what was told about its tracking no longer holds."""

    kind = "carton.returned"

    carton: Code
    order: Code
    tracking: Line


class LabelVoided(Event, frozen=True, kw_only=True):
    """A carton was opened again: its label is void."""

    kind = "carton.label_voided"

    carton: Code
    order: Code
    tracking: Line
    reason: Line
