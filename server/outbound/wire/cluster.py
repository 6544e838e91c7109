"""Messages of a cart with several orders: taken together from a place, then put slot by slot."""

from typing import Annotated

from msgspec import Meta, Struct

from server.outbound.wire.lists import WalkNumber
from server.outbound.wire.picking import ShortReason
from server.stock.wire import Moment, Serials
from server.wire import Code, Command, Count, Grams, Line, Mark, Number, Quantity, Reply


class PickPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line's share of what was taken, base units; `short`: the rest of it is not there."""

    line: WalkNumber
    found: Count
    short: bool = False


class PickTogether(Command, frozen=True, kw_only=True):
    """I took goods for several lines from one place: they lie loose on the cart now.

    `lot`, `serials`, `weight_grams` and `happened_at` as in a pick; serials and a weight only where
    there is one part.
    """

    kind = "pick.together"
    path = "/warehouses/{warehouse:str}/picks/together"
    offline = "A"
    fact = True

    pick_list: Code
    parts: Annotated[list[PickPart], Meta(min_length=1, max_length=60)]
    reason: ShortReason = ShortReason.EMPTY
    instead: Code | None = None
    """Another item that stands there, by its SKU."""
    lot: Mark | None = None
    serials: Serials = ()
    weight_grams: Grams | None = None
    happened_at: Moment = None


class PickedTogether(Reply, frozen=True, kw_only=True):
    """What lies on the cart for each line that was told, and lines that were added."""

    pick_list: Code
    picked: list[PickPart]
    new_lines: list[WalkNumber]
    version: Number
    warning: Line = ""


class PutToSlot(Command, frozen=True, kw_only=True):
    """So many of a line's goods went from the cart into the tote of its slot."""

    kind = "pick.put_to_slot"
    path = "/warehouses/{warehouse:str}/picks/put-to-slot"
    offline = "A"
    fact = True

    pick_list: Code
    line: WalkNumber
    quantity: Quantity
    tote: Code | None = None
    """As scanned; the one assigned to the line's slot when it was not."""
    serials: Serials = ()
    happened_at: Moment = None


class PutInSlot(Reply, frozen=True, kw_only=True):
    """The tote they are in, and how many of the line still lie loose on the cart."""

    pick_list: Code
    line: WalkNumber
    tote: Code
    left: Count
    version: Number
