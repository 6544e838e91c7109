"""Messages about counts."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from server.stock.wire import Moment, Serials
from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Day,
    Delta,
    Event,
    Instant,
    Limit,
    Line,
    Mark,
    Number,
    Query,
    Reply,
    Snapshot,
)

Round = Annotated[int, Meta(ge=1, le=1000, description="Which time this is counted, from 1.")]


class CountReason(StrEnum):
    """Why a place is counted."""

    PLAN = "plan"
    RANDOM = "random"
    ZERO_CHECK = "zero_check"
    AFTER_SHORT = "after_short"
    ON_THE_SPOT = "on_the_spot"
    LATE_FACT = "late_fact"
    OTHER = "other"


class CountState(StrEnum):
    """asked -> open -> posted; or again, or waiting for a supervisor; a late fact reopens it.

    In a stocktake what was counted is posted at its end: until then it is `counted`.
    """

    ASKED = "asked"
    OPEN = "open"
    AGAIN = "again"
    WAITING = "waiting"
    POSTED = "posted"
    REOPENED = "reopened"
    CLOSED = "closed"
    COUNTED = "counted"


class Decision(StrEnum):
    """What a supervisor makes of rounds that differ."""

    POST = "post"
    RECOUNT = "recount"
    CLOSE = "close"


class AskCount(Command, frozen=True, kw_only=True):
    """Somebody shall count a place, or one item in it."""

    kind = "count.ask"
    path = "/warehouses/{warehouse:str}/counts"

    location: Code
    sku: Code | None = None
    reason: CountReason = CountReason.PLAN


class OpenCount(Command, frozen=True, kw_only=True):
    """I stand there and count now; `count` names the one asked for, none is one on the spot."""

    kind = "count.open"
    path = "/warehouses/{warehouse:str}/counts/open"

    location: Code
    count: Number | None = None


class CountedLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was seen: goods loose or in a container, or (without `sku`) a container left shut.

    With neither it is something nobody knows: `note` says what it looks like.
    """

    sku: Code | None = None
    container: Code | None = None
    lot: Mark | None = None
    expires_on: Day | None = None
    quantity: Count = 0
    serials: Serials = ()
    note: Line = ""


class CountLocation(Command, frozen=True, kw_only=True):
    """All that stands there has been counted; what is not listed is not there."""

    kind = "count.counted"
    path = "/warehouses/{warehouse:str}/counts/counted"
    offline = "A"
    fact = True

    count: Number
    round: Round
    lines: Annotated[list[CountedLine], Meta(max_length=2000)]
    happened_at: Moment = None


class LeaveCount(Command, frozen=True, kw_only=True):
    """I count this no further; somebody else may."""

    kind = "count.leave"
    path = "/warehouses/{warehouse:str}/counts/leave"
    offline = "A"

    count: Number


class ZeroCheck(Command, frozen=True, kw_only=True):
    """A pick should have emptied the place of the item: so many are left there, base units."""

    kind = "count.zero_check"
    path = "/warehouses/{warehouse:str}/counts/zero-check"
    offline = "A"
    fact = True

    location: Code
    sku: Code
    left: Count = 0
    happened_at: Moment = None


class DecideCount(Command, frozen=True, kw_only=True):
    """A supervisor has seen all figures: posts one round, wants another, or leaves the book."""

    kind = "count.decide"
    path = "/warehouses/{warehouse:str}/counts/decide"

    count: Number
    decision: Decision
    round: Round | None = None
    reason: Line


class Counting(Reply, frozen=True, kw_only=True):
    """How a count stands, without a figure: whoever counts is told nothing of the book.

    `another`: whoever asks may count it no more, somebody else does.
    """

    count: Number
    location: Code
    state: CountState
    round: Number
    sku: Code | None = None
    another: bool = False
    capacity: Count | None = None
    """How many base units of one item the place takes, where that is known."""
    done: Count | None = None
    """Of a stocktake: how many places are counted by now, and how many there are."""
    places: Count | None = None


class CountSnapshot(Snapshot, frozen=True, kw_only=True):
    """A count for a terminal to work from; blind."""

    count: Number
    version: Number
    location: Code
    reason: CountReason
    state: CountState
    round: Number
    sku: Code | None
    excluded: list[Line]
    opened_by: Line | None
    opened_at: Instant | None


class Figure(Reply, frozen=True, kw_only=True):
    """One item of one round: the book when it was opened, what was counted, what was posted."""

    round: Round
    counted_by: Line
    sku: Code
    lot: Mark | None
    container: Code | None
    book: Count
    counted: Count
    posted: Delta


class CountFigures(Reply, frozen=True, kw_only=True):
    """All that is known of a count, for whoever decides; `unknown` are goods nobody could name."""

    count: Number
    location: Code
    state: CountState
    figures: list[Figure]
    unknown: list[Line]


class CountQuery(Query, frozen=True, kw_only=True):
    """Which counts to list."""

    in_state: CountState | None = field(default=None, name="state")
    cursor: Cursor | None = None
    limit: Limit = 100


class CountPosted(Event, frozen=True, kw_only=True):
    """A place was counted: how many lines, how many were right, what was gained and lost."""

    kind = "count.posted"

    location: Code
    reason: CountReason
    lines: Count
    right: Count
    gained: Count
    lost: Count


class CountWaits(Event, frozen=True, kw_only=True):
    """Counts of a place differ; a supervisor decides."""

    kind = "count.waits"

    location: Code


class CountReopened(Event, frozen=True, kw_only=True):
    """Something older than a posted count became known; the place is counted again."""

    kind = "count.reopened"

    location: Code
    reason: Line


class UnknownFound(Event, frozen=True, kw_only=True):
    """Something stands there that nobody could name."""

    kind = "count.unknown_found"

    location: Code
    note: Line
