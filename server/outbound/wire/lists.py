"""Pick lists as a terminal works from them: their states, lines, slots."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from server.identity.wire.site import Verify
from server.orders.wire import LineNumber
from server.wire import (
    Code,
    Count,
    Day,
    Instant,
    Line,
    Mark,
    Name,
    Note,
    Number,
    Priority,
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


class ListTouched(Reply, frozen=True, kw_only=True):
    """Where the list stands after it."""

    pick_list: Code
    state: PickListState
    lines_open: Count
    version: Number


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
    verify: Verify = Verify.LOC_ITEM
    """What is scanned there before the goods are taken."""
    weighed: bool = False
    """Each piece has a weight of its own: what is taken is weighed."""
    to_put: Count = 0
    """Picked, and still lying loose on the cart: to be put into the tote of its slot."""
    empties: bool = False
    """Once all open lines of the item there are taken, the book has none left: ask whether so."""


class PickSlotView(Reply, frozen=True, kw_only=True):
    """A slot of the cart."""

    slot: Slot
    order: Code
    tote: Code | None
    dropped: bool = False
    """The tote stands elsewhere already: what is picked now needs another."""
    priority: Priority = 5
    ship_by: Instant | None = None
    """Whose goods go first where there are too few: priority, then ship-by."""


class PickListView(Reply, frozen=True, kw_only=True):
    """A pick list in walk order, for a terminal to work from."""

    pick_list: Code
    wave: Code | None
    state: PickListState
    priority: Priority
    due_at: Instant
    version: Number
    why: Note
    rides_on: Code | None = None
    """The cart or hands that its totes stand on, once the first is on it."""
    on_cart: bool = False
    """Whether that is a cart, and no hands."""
    slots: list[PickSlotView]
    lines: list[PickLineView]
