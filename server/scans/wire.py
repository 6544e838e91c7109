"""Messages about scans: what a text may stand for, and what is known of it."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from server.printing.wire import DesignName, Facts
from server.stock.wire import Status, StockRow
from server.wire import (
    Code,
    Command,
    Instant,
    Line,
    Mark,
    OperationId,
    Quantity,
    Query,
    Reply,
    Scanned,
)

Values = Annotated[
    dict[Line, Line], Meta(description="What one scan also says: item, lot, quantity ...")
]


class ScanKind(StrEnum):
    """The nouns of the floor, as a worker reads them."""

    LOCATION = "LOCATION"
    LPN = "LPN"
    TOTE = "TOTE"
    SLOT = "SLOT"
    CART = "CART"
    ITEM = "ITEM"
    LOT = "LOT"
    SERIAL = "SERIAL"
    ORDER = "ORDER"
    TASK = "TASK"
    PO = "PO"
    RECEIPT = "ASN"
    COUNT = "COUNT"
    TRACKING = "TRACKING"
    RMA = "RMA"
    DOOR = "DOOR"
    PRINTER = "PRINTER"
    STATION = "STATION"


class ScanEvidence(StrEnum):
    """How far a reading is to be believed, the least first."""

    ALIAS = "alias"
    STRUCT = "struct"
    CHECK = "check"
    AIM = "aim"


class ScanQuery(Query, frozen=True, kw_only=True):
    """A raw scan or typed text; `sku` is the item in hand, within which lots are looked for.

    `kinds` are wanted before all others. `codes` is what the terminal has read out of a label that
    is not looked up by its whole text: a medical or industry label's item, a carrier's number.
    """

    text: Scanned
    sku: Code | None = None
    kinds: Annotated[tuple[ScanKind, ...], Meta(max_length=40)] = ()
    codes: Annotated[tuple[Line, ...], Meta(max_length=6)] = ()
    content: bool = False
    """Also what stands in a place or LPN, and where an item lies (see `scans/content.py`)."""


class Candidate(Reply, frozen=True, kw_only=True):
    """One thing that the text may stand for, by its natural code."""

    kind: ScanKind
    code: Line
    words: Line
    evidence: ScanEvidence
    values: Values = field(default_factory=dict)


class Candidates(Reply, frozen=True, kw_only=True):
    """What the text may stand for; `more` when there are too many to choose from.

    `understood` says in words how it was read, for whoever wonders why nothing was found.
    """

    candidates: list[Candidate]
    more: bool
    understood: Line


class KitCode(Reply, frozen=True, kw_only=True):
    """A text and what it stands for, for a terminal to know it without network."""

    text: Scanned
    candidate: Candidate


class InquiryQuery(Query, frozen=True, kw_only=True):
    """What is asked about; `kind` chooses where the text stands for several things.

    With `history` the lines are its latest moves.
    """

    code: Scanned
    kind: ScanKind | None = None
    sku: Code | None = None
    history: bool = False


class LabelOf(Reply, frozen=True, kw_only=True):
    """What `PrintLabel` prints for it; a place has `PrintLocations`, with its check digits."""

    design: DesignName
    facts: Facts


class Inquiry(Reply, frozen=True, kw_only=True):
    """First the verdict, then the details; without one, what it may stand for.

    Quantities of a place that the asker is counting are not told.
    """

    verdict: Line
    kind: ScanKind | None = None
    code: Line | None = None
    lines: tuple[Line, ...] = ()
    stock: tuple[StockRow, ...] = ()
    label: LabelOf | None = None
    candidates: tuple[Candidate, ...] = ()


Hex = Annotated[
    str, Meta(pattern=r"\A([0-9a-f]{2})*\Z", max_length=1024, description="Bytes, two digits each.")
]


class Heard(Reply, frozen=True, kw_only=True):
    """One scan as a terminal took it: its raw characters (UTF-8), the prompt, what came of it.

    Badges are masked, and what is asked in secret is not there at all.
    """

    scan: OperationId
    at: Instant
    raw: Hex
    source: Line = ""
    prompt: Line = ""
    reading: Line = ""
    result: Line = ""
    """The E- or W- code, or nothing where it was accepted."""


class ScansHeard(Command, frozen=True, kw_only=True):
    """What a terminal has scanned since it told last; for support, and kept once."""

    kind = "scans.heard"
    path = "/warehouses/{warehouse:str}/scans/heard"

    scans: Annotated[tuple[Heard, ...], Meta(max_length=50)]


class HeardQuery(Query, frozen=True, kw_only=True):
    """Of which device or person."""

    device: Code | None = None
    person: Code | None = None


class HeardView(Heard, frozen=True, kw_only=True):
    """A scan, and who made it where."""

    device: Code
    person: Line


class HeardList(Reply, frozen=True, kw_only=True):
    """The last 50, the latest first."""

    scans: list[HeardView]


class RecallQuery(Query, frozen=True, kw_only=True):
    """Which goods are called back; without a lot all of the item."""

    sku: Code
    lot: Mark | None = None


class RecalledAt(Reply, frozen=True, kw_only=True):
    """Goods that are still here, and the order lines that wait for them."""

    warehouse: Code
    location: Code
    container: Code | None
    status: Status
    quantity: Quantity
    promised: list[Line]


class RecalledTo(Reply, frozen=True, kw_only=True):
    """Goods that left or came, by document line; the customer of an order by name and town."""

    warehouse: Code
    document: Line
    quantity: Quantity
    customer: Line | None


class Recall(Reply, frozen=True, kw_only=True):
    """Everything of a lot or item: where it stands, where it went, where it came from."""

    sku: Code
    lot: Mark | None
    standing: list[RecalledAt]
    left: list[RecalledTo]
    came: list[RecalledTo]
