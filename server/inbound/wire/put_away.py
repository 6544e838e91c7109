"""Messages about putting away: where goods go from the dock, and that they stand there now."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.catalog.wire import Tracking
from server.places.wire import Step as WalkStep
from server.stock.wire import Moment, Serials, Status
from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Day,
    Event,
    Instant,
    Limit,
    Line,
    Mark,
    Quantity,
    Query,
    Reply,
)

Step = Annotated[int, Meta(ge=1, le=100_000, description="The number of a put of a put-away.")]


class PutAwayState(StrEnum):
    """Open until the last piece is put."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Rule(StrEnum):
    """What made a place the target."""

    FACE = "face"
    SAME_ITEM = "same_item"
    EMPTY = "empty"
    SHARED = "shared"
    QUARANTINE = "quarantine"


class Override(StrEnum):
    """Why goods were put to another place than was asked, or where they do not fit."""

    FULL = "full"
    BLOCKED = "blocked"
    HEAVIER_BELOW = "heavier_below"
    BETTER = "better"
    OTHER = "other"


class PlanPutAway(Command, frozen=True, kw_only=True):
    """Where does this go? Names a put-away, a container, or loose goods at a location.

    Its room is kept until it is put or cancelled. `avoiding` asks for other places. `take`: the
    caller has it on the truck, and so its task.
    """

    kind = "put_away.plan"
    path = "/warehouses/{warehouse:str}/put-aways"

    put_away: Code | None = None
    container: Code | None = None
    location: Code | None = None
    sku: Code | None = None
    lot: Mark | None = None
    status: Status = Status.AVAILABLE
    quantity: Quantity | None = None
    avoiding: Annotated[tuple[Code, ...], Meta(max_length=20)] = ()
    take: bool = False


class ConfirmPutAway(Command, frozen=True, kw_only=True):
    """The goods stand at `location` now: all of them unless `quantity` says how many.

    Named by the put-away's number or the LPN. Of an LPN with several items `sku` and `lot` name
    one. `into` is an LPN that stands there. Another place than asked needs `reason`.
    """

    kind = "put_away.confirm"
    path = "/warehouses/{warehouse:str}/put-aways/confirm"
    offline = "A"
    fact = True

    put_away: Code | None = None
    container: Code | None = None
    location: Code
    sku: Code | None = None
    lot: Mark | None = None
    quantity: Quantity | None = None
    serials: Serials = ()
    into: Code | None = None
    reason: Override | None = None
    note: Line = ""
    happened_at: Moment = None


class CancelPutAway(Command, frozen=True, kw_only=True):
    """Nobody puts it away; its room is free again and the goods stay where they are."""

    kind = "put_away.cancel"
    path = "/warehouses/{warehouse:str}/put-aways/cancel"

    put_away: Code
    reason: Line = ""


class ReversePutAway(Command, frozen=True, kw_only=True):
    """It was not so: the goods of one put are back where they were, until they have moved on."""

    kind = "put_away.reverse"
    path = "/warehouses/{warehouse:str}/put-aways/reverse"

    put_away: Code
    put: Step


class PutAwayQuery(Query, frozen=True, kw_only=True):
    """Which put-aways to show; the open ones unless told otherwise."""

    in_state: PutAwayState = field(default=PutAwayState.OPEN, name="state")
    container: Code | None = None
    sku: Code | None = None
    location: Code | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class PutTarget(Struct, frozen=True, kw_only=True):
    """A place where room is kept for some of the goods, and what made it the target."""

    location: Code
    check_colour: Line = ""
    """Which of the label's two sets of check digits is asked here: blue, orange, or none."""
    check_hash: Line = ""
    """SHA-256, in hex, of `put-away/location:digits`: against a glance, not an attacker."""
    rule: Rule
    sku: Code
    lot: Mark | None
    quantity: Quantity
    sequence: WalkStep = 0
    """Its place in the walk: the lowest is met first."""


class PutGoods(Struct, frozen=True, kw_only=True):
    """Goods that are still to be put."""

    sku: Code
    name: Line
    lot: Mark | None
    expires_on: Day | None
    status: Status
    quantity: Quantity
    tracking: Tracking = Tracking.NONE
    """Of goods kept by serial number a part is told by its numbers."""


class Put(Struct, frozen=True, kw_only=True):
    """What was put where."""

    put: Step
    location: Code
    quantity: Quantity
    reason: Line
    at: Instant
    reversed: bool


class PutAwayView(Reply, frozen=True, kw_only=True):
    """A put-away as it stands; `why` tells the rules that were tried, in order."""

    number: Code
    state: PutAwayState
    container: Code | None
    source: Code
    goods: tuple[PutGoods, ...]
    targets: tuple[PutTarget, ...]
    puts: tuple[Put, ...]
    why: tuple[Line, ...]


class PutAwayPlanned(Struct, frozen=True, kw_only=True):
    """A put-away that goods made, and its first target, if there is room anywhere."""

    number: Code
    target: Code | None


class PutAwayDone(Reply, frozen=True, kw_only=True):
    """What was put, and what is left of it to put where."""

    put_away: Code
    put: Step
    done: bool
    left: Count
    target: Code | None
    handed_over: bool = False
    """It stands at a P&D place, from where somebody else puts it away."""


class PutAwayMade(Event, frozen=True, kw_only=True):
    """Goods wait to be put away."""

    kind = "put_away.made"

    put_away: Code
    target: Code | None


class GoodsPutAway(Event, frozen=True, kw_only=True):
    """Goods stand in their place."""

    kind = "put_away.confirmed"

    put_away: Code
    location: Code
    asked: Code | None
    quantity: Quantity
    reason: Override | None


class PutAwayEnded(Event, frozen=True, kw_only=True):
    """Nothing is left to put, or nobody puts it."""

    kind = "put_away.ended"

    put_away: Code
    state: PutAwayState


class PutReversed(Event, frozen=True, kw_only=True):
    """Goods are back where they were put from."""

    kind = "put_away.reversed"

    put_away: Code
    put: Step
